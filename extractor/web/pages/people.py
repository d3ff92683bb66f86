"""The people of an archive, and one of them with all roles over time, each with its quote. A name is what is
printed: those of one name stand on one page as a suggestion, and are one person only when a reviewer, who is
signed in, says so; the reviewer may take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from extractor.errors import StoreError
from extractor.store import Archive
from extractor.web.cards import place_link
from extractor.web.persons import Group, groups_of_names, groups_of_person, joined_names, named, names_like
from extractor.web.visit import Visit, link, local_path

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST_LISTED = 200
Row = Mapping[str, Any]


async def people_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    name, other, person, query = visit.arg("name"), visit.arg("with"), visit.arg("person"), visit.arg("q")
    if name or person:
        return await _person(visit, name, other, person)

    def ask(archive: Archive) -> tuple[list[Row], dict[str, tuple[int, int]]]:
        people = [_counted(archive, found) for found in named(archive, query)[:_MOST_LISTED]] if query else _most_named(archive)
        return people, joined_names(archive, [str(row["name"]) for row in people])

    people, joined = await visit.read(ask, remember=("people", query))
    return await visit.page("people", query=query, people=people, joined=joined, most=_MOST_LISTED)


async def _person(visit: Visit, name: str, other: str, person: str) -> Response:
    def ask(archive: Archive) -> list[Group]:
        if person:
            return groups_of_person(archive, person)
        names = dict.fromkeys([name, *names_like(archive, name), *([other, *names_like(archive, other)] if other else [])])
        return groups_of_names(archive, list(names))

    groups = await visit.read(ask)
    if not groups:
        raise NotFound("nobody of this name")
    names = list(dict.fromkeys(str(appearance.row["name"]) for group in groups for appearance in group.appearances))
    return await visit.page("person", name=name or names[0], names=names, person=person, groups=groups, place=place_link)


async def join_people(request: Request, datasette: Datasette) -> Response:
    """Say that the appearances ticked are one person, or take them apart; then back to their page."""
    visit = Visit.of(request, datasette)
    if request.method != "POST":
        return Response.redirect("/-/people")
    form = await visit.form()
    who, chosen, reason = visit.who(), form.all("participant"), form.get("reason").strip()
    if not reason:
        return await visit.page("error", status=400, message=visit.words("review.reason_needed"))

    def done(archive: Archive) -> str:
        with archive.people(made_by=who, reason=reason) as people:
            if form.get("act") == "part":
                people.part(chosen)
                return ""
            return people.join(chosen)

    try:
        person = await visit.write(done)
    except StoreError as error:
        return await visit.page("error", status=400, message=visit.words("people.choose_two") if len(chosen) < 2 and form.get("act") != "part" else str(error))
    return Response.redirect(link("/-/people", person=person) if person else local_path(form.get("back"), "/-/people"), status=303)


def _most_named(archive: Archive) -> list[Row]:
    """Found off the index of names, a row a person and document; only what is listed is then looked at closely."""
    return list(archive.rows(
        """SELECT p.name, count(DISTINCT p.document_id) AS n, min(d.day) AS first, max(d.day) AS last
           FROM (SELECT name FROM participants WHERE name IS NOT NULL GROUP BY name ORDER BY count(*) DESC, name LIMIT ?) AS most
           CROSS JOIN participants p ON p.name = most.name CROSS JOIN documents d ON d.id = p.document_id
           GROUP BY p.name ORDER BY n DESC, p.name""",
        [_MOST_LISTED],
    ))  # fmt: skip


def _counted(archive: Archive, name: str) -> Row:
    sql = """SELECT ? AS name, count(DISTINCT p.document_id) AS n, min(d.day) AS first, max(d.day) AS last
             FROM participants p JOIN documents d ON d.id = p.document_id WHERE p.name = ?"""
    return next(archive.rows(sql, [name, name]))
