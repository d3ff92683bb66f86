"""Findings in, a list out: what in the documents cannot be true together, by severity, check and state, each with
all the places that bear it side by side: the words in their surroundings and, for a PDF, the page. A reviewer
who is signed in accepts or dismisses one with a reason, or opens it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import Request
from markupsafe import Markup

from extractor.store import Archive
from extractor.web.cards import message, place_link
from extractor.web.marking import snippet
from extractor.web.visit import Visit, local_path

if TYPE_CHECKING:
    from datasette.app import Datasette

_PER_PAGE = 25
_AROUND = 160  # characters shown before and behind a quote
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a finding: its document, the words in their surroundings, the boxes on its page, and who corrected a
    figure there: a finding within a document rests on what was read first, and may be settled by it."""

    row: Row
    words: Markup
    address: str
    boxes: tuple[tuple[float, float, float, float], ...]
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with its places."""

    row: Row
    places: tuple[Place, ...]


_CHOICES = ("severity", "check_id", "state")
_FOUND = "findings f JOIN finding_states s ON s.finding_id = f.id"


async def findings_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    asked = {name: visit.arg(name) for name in _CHOICES if visit.arg(name)}
    number = max(1, visit.number("page", 1, 100_000))

    def ask(archive: Archive) -> tuple[list[Row], list[Shown], int]:
        counts: list[Row] = list(archive.rows(f"SELECT severity, check_id, state, count(*) AS n FROM {_FOUND} GROUP BY severity, check_id, state"))
        where = " AND ".join(f"{name} = ?" for name in asked) or "1"
        order = "state <> 'open', CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, check_id, document_id, id"
        listed = f"SELECT f.*, s.state, s.reason, s.made_by, s.made_on FROM {_FOUND} WHERE {where} ORDER BY {order} LIMIT {_PER_PAGE + 1} OFFSET ?"
        rows = list(archive.rows(listed, [*asked.values(), (number - 1) * _PER_PAGE]))
        total = sum(int(row["n"]) for row in counts if all(row[name] == value for name, value in asked.items()))
        return counts, [Shown(row, _places(archive, str(row["id"]))) for row in rows], total

    counts, shown, total = await visit.read(ask)
    return await visit.page(
        "findings", findings=shown[:_PER_PAGE], more=len(shown) > _PER_PAGE, number=number, total=total, asked=asked, message=message,
        severities=_sums(counts, "severity", asked), checks=_sums(counts, "check_id", asked), states=_sums(counts, "state", asked),
    )  # fmt: skip


async def decide_on_finding(request: Request, datasette: Datasette) -> Response:
    """Accept, dismiss or open again; then back to the list, at the finding."""
    visit = Visit.of(request, datasette)
    if request.method != "POST":
        return Response.redirect("/-/findings")
    form = await visit.form()
    finding, who = form.get("finding"), visit.who()
    reason = form.get("reason").strip()
    if not reason:
        return await visit.page("error", status=400, message=visit.words("review.reason_needed"))
    await visit.write(lambda archive: archive.decide(finding, form.get("decision"), reason=reason, made_by=who))
    return Response.redirect(f"{local_path(form.get('back'), '/-/findings')}#f-{finding[:12]}", status=303)


def _sums(counts: list[Row], name: str, asked: Mapping[str, str]) -> list[tuple[str, int]]:
    """How many findings each value would leave, the other choices standing."""
    sums: dict[str, int] = {}
    for row in counts:
        if all(row[other] == value for other, value in asked.items() if other != name):
            sums[row[name]] = sums.get(row[name], 0) + row["n"]
    return sorted(sums.items())


def _places(archive: Archive, finding: str) -> tuple[Place, ...]:
    rows = archive.rows(
        f"""SELECT p.*, d.title, d.number, d.type, d.genre, d.day, d.source, d.media_type, g.width, g.height,
                   (SELECT v.made_by FROM statistics s JOIN reviews v ON v.record_id = s.id AND v.fields LIKE '%"value"%'
                    WHERE s.document_id = p.document_id AND s.char_start < p.char_end AND p.char_start < s.char_end LIMIT 1) AS corrected_by,
                   substr(d.text, max(p.char_start - {_AROUND}, 0) + 1, p.char_end - max(p.char_start - {_AROUND}, 0) + {_AROUND}) AS around
            FROM finding_places p JOIN documents d ON d.id = p.document_id LEFT JOIN pages g ON g.document_id = p.document_id AND g.number = p.page
            WHERE p.finding_id = ? ORDER BY p.position LIMIT 24""",
        [finding],
    )
    return tuple(_place(row) for row in rows)


def _place(row: Row) -> Place:
    first = max((row["char_start"] or 0) - _AROUND, 0)
    words = snippet(str(row["around"] or row["quote"] or ""), first, [(row["char_start"] or 0, row["char_end"] or 0)])
    boxes = tuple((x0, top, x1 - x0, bottom - top) for page, x0, top, x1, bottom in json.loads(row["boxes"] or "[]") if page == row["page"])
    return Place(row, words, place_link(row["document_id"], row["char_start"], row["finding_id"]), boxes, str(row["corrected_by"] or ""))
