"""Citations in, who cites whom out: the acts cited most, one act with every place that cites it, and around
one document a drawing of what it cites (to the right) and what cites it (to the left)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from extractor.store import Archive
from extractor.web.cards import place_link
from extractor.web.held import HeldDocument, read_document
from extractor.web.visit import Visit, link

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST = 100
_MOST_DRAWN = 24  # on each side
_STEP = 34
_HEAD = 30
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """One act beside the document: its name, its relation, where it leads, and how high it stands."""

    name: str
    title: str
    relation: str
    address: str
    held: bool
    y: float


async def citations_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    if visit.arg("doc"):
        return await _around(visit, visit.arg("doc"))
    if visit.arg("number"):
        return await _one(visit, visit.arg("number"))
    cited, citing = await visit.read(lambda archive: (_most_cited(archive), _most_citing(archive)), remember="citations")
    return await visit.page("citations", cited=cited, citing=citing)


def _most_cited(archive: Archive) -> list[Row]:
    return list(archive.rows(
        """SELECT c.number, max(c.type) AS type, max(c.title) AS title, count(DISTINCT c.document_id) AS n, group_concat(DISTINCT c.relation) AS relations,
                  max(c.resolved_to) AS held
           FROM citations c WHERE c.number IS NOT NULL GROUP BY c.number ORDER BY n DESC, c.number LIMIT ?""",
        [_MOST],
    ))  # fmt: skip


def _most_citing(archive: Archive) -> list[Row]:
    return list(archive.rows(
        """SELECT d.id, d.number, d.title, d.type, d.genre, d.source, count(DISTINCT coalesce(c.number, c.title, c.id)) AS n
           FROM citations c JOIN documents d ON d.id = c.document_id GROUP BY d.id ORDER BY n DESC, d.day DESC LIMIT ?""",
        [_MOST],
    ))  # fmt: skip


async def _one(visit: Visit, number: str) -> Response:
    """Every place that cites one number."""
    sql = """SELECT c.*, d.title AS of_title, d.number AS of_number, d.type AS of_type, d.genre AS of_genre, d.day AS of_day, d.source AS of_source
             FROM citations c JOIN documents d ON d.id = c.document_id WHERE c.number = ? ORDER BY d.day, d.id, c.char_start LIMIT 500"""
    rows, held = await visit.read(lambda a: (list(a.rows(sql, [number])), list(a.rows("SELECT id, title, day FROM documents WHERE number = ?", [number]))))
    if not rows and not held:
        raise NotFound(f"nothing cites {number}")
    return await visit.page("cited", number=number, rows=rows, held=held, place=place_link)


async def _around(visit: Visit, document_id: str) -> Response:
    held = await visit.read(lambda archive: read_document(archive, document_id))
    if held is None:
        raise NotFound(f"no document {document_id[:12]}")
    left, right = _incoming(held), _outgoing(held)
    height = _STEP * max(len(left), len(right), 3) + _HEAD
    return await visit.page("graph", row=held.row, left=left, right=right, height=height, middle=(height + _HEAD) / 2, cut=_cut(held))


def _cut(held: HeldDocument) -> int:
    return max(0, len(held.incoming) - _MOST_DRAWN) + max(0, len(held.outgoing) - _MOST_DRAWN)


def _incoming(held: HeldDocument) -> list[Node]:
    rows = held.incoming[:_MOST_DRAWN]
    return [
        Node(str(r["number"] or r["title"] or r["type"] or "–"), str(r["title"] or ""), r["relation"], link("/-/citations", doc=r["document_id"]), True, y)
        for r, y in zip(rows, _heights(held, rows), strict=True)
    ]


def _outgoing(held: HeldDocument) -> list[Node]:
    rows = held.outgoing[:_MOST_DRAWN]
    return [
        Node(
            str(r["number"] or r["title"] or r["type"] or "–"), str(r["held_title"] or r["title"] or ""), r["relation"],
            link("/-/citations", doc=r["held"]) if r["held"] else link("/-/citations", number=r["number"]) if r["number"] else place_link(
                held.row["id"], r["char_start"], r["id"]
            ), bool(r["held"]), y,
        )
        for r, y in zip(rows, _heights(held, rows), strict=True)
    ]  # fmt: skip


def _heights(held: HeldDocument, rows: Sequence[Row]) -> list[float]:
    """Evenly about the middle of the drawing."""
    most = max(min(len(held.incoming), _MOST_DRAWN), min(len(held.outgoing), _MOST_DRAWN), 3)
    top = (_STEP * most + 2 * _HEAD) / 2 - _STEP * (len(rows) - 1) / 2
    return [top + _STEP * index for index in range(len(rows))]
