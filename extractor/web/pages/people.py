"""The people of an archive, and one of them with all roles over time, each with its quote. A name is what is
printed: two people of one name stand on one page until a reviewer tells them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from extractor.store import Archive, Filters
from extractor.text import fold, normalize
from extractor.web.cards import place_link
from extractor.web.visit import Visit

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST_LISTED = 200
_MOST_SEARCHED = 500
_MOST_OF_ONE = 500
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One document that names the person: its head, the roles said there and the ways of taking part."""

    row: Row
    address: str
    roles: list[Row] = field(default_factory=list)
    kinds: list[Row] = field(default_factory=list)


async def people_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    name, query = visit.arg("name"), visit.arg("q")
    if name:
        found = await visit.read(lambda archive: _appearances(archive, name))
        if not found:
            raise NotFound(f"nobody of the name {name}")
        return await visit.page("person", name=name, appearances=found, place=place_link)
    people = await visit.read(lambda archive: _named(archive, query) if query else _most_named(archive), remember=("people", query))
    return await visit.page("people", query=query, people=people, most=_MOST_LISTED)


def _most_named(archive: Archive) -> list[Row]:
    return list(archive.rows(
        """SELECT p.name, count(DISTINCT p.document_id) AS n, min(d.day) AS first, max(d.day) AS last
           FROM participants p JOIN documents d ON d.id = p.document_id WHERE p.name IS NOT NULL
           GROUP BY p.name ORDER BY n DESC, p.name LIMIT ?""",
        [_MOST_LISTED],
    ))  # fmt: skip


def _named(archive: Archive, query: str) -> list[Row]:
    """Names that hold the words, with or without diacritics: sought by the index, then looked at."""
    hits = archive.search("", Filters(person=query), limit=_MOST_SEARCHED).hits
    wanted = fold(normalize(query))
    names = dict.fromkeys(
        str(row["name"])
        for hit in hits
        for row in archive.rows("SELECT name FROM participants WHERE document_id = ? AND name IS NOT NULL", [hit.document_id])
        if wanted in fold(normalize(str(row["name"])))
    )
    return [_counted(archive, name) for name in sorted(names)[:_MOST_LISTED]]


def _counted(archive: Archive, name: str) -> Row:
    sql = """SELECT ? AS name, count(DISTINCT p.document_id) AS n, min(d.day) AS first, max(d.day) AS last
             FROM participants p JOIN documents d ON d.id = p.document_id WHERE p.name = ?"""
    return next(archive.rows(sql, [name, name]))


def _appearances(archive: Archive, name: str) -> list[Appearance]:
    """The documents that name the person, oldest first, those without a day last."""
    rows: Sequence[Row] = list(archive.rows(
        """SELECT p.id, p.document_id, p.char_start, p.quote, p.honorific, p.certainty, d.day, d.title, d.number, d.type, d.genre, d.source
           FROM participants p JOIN documents d ON d.id = p.document_id WHERE p.name = ? ORDER BY d.day IS NULL, d.day, d.id, p.char_start LIMIT ?""",
        [name, _MOST_OF_ONE],
    ))  # fmt: skip
    found = {str(row["id"]): Appearance(row, place_link(row["document_id"], row["char_start"], row["id"])) for row in rows}
    for table in ("roles", "participations"):
        sql = f"SELECT * FROM {table} WHERE participant_id IN (SELECT id FROM participants WHERE name = ?) ORDER BY participant_id, position"
        for part in archive.rows(sql, [name]):
            mine = found.get(str(part["participant_id"]))
            if mine is not None:
                (mine.roles if table == "roles" else mine.kinds).append(part)
    return list(found.values())
