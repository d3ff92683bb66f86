"""Citations in, who cites whom out: the acts cited most with the documents that cite them, as a drawing and as lists;
one act with every place that cites it; and around one document a drawing of what it cites (to the right) and
what cites it (to the left)."""

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
_MOST_WEIGHED = 400  # acts and documents of the most places, from which those of the most documents and acts are taken
_MOST_ACTS = 14  # in the drawing of all
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


@dataclass(frozen=True, slots=True)
class Net:
    """The documents that cite the acts cited most (left), these acts (right), and from which height to which each
    line runs. height: of the drawing."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    lines: tuple[tuple[float, float, str], ...]
    height: float


async def citations_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    if visit.arg("doc"):
        return await _around(visit, visit.arg("doc"))
    if visit.arg("number"):
        return await _one(visit, visit.arg("number"))
    cited, citing, pairs = await visit.read(_overview, remember="citations")
    return await visit.page("citations", cited=cited, citing=citing, net=_net(cited, pairs))


def _overview(archive: Archive) -> tuple[list[Row], list[Row], list[Row]]:
    cited = _most_cited(archive)
    acts = [row["number"] for row in cited[:_MOST_ACTS] if row["n"] > 1]
    sql = f"""SELECT c.number AS act, c.document_id, min(c.relation) AS relation, d.number, d.title, d.type, d.source FROM citations c
              JOIN documents d ON d.id = c.document_id WHERE c.number IN ({", ".join("?" * len(acts))}) GROUP BY c.number, c.document_id ORDER BY d.day, d.id LIMIT 2000"""
    return cited, _most_citing(archive), list(archive.rows(sql, acts))


def _net(cited: Sequence[Row], pairs: Sequence[Row]) -> Net | None:
    """None where no act is cited by two documents. Of the documents those that cite most of the acts are drawn."""
    of_document: dict[str, list[Row]] = {}
    for pair in pairs:
        of_document.setdefault(str(pair["document_id"]), []).append(pair)
    shown = sorted(of_document, key=lambda document: (-len(of_document[document]), str(of_document[document][0]["act"])))[:_MOST_DRAWN]
    drawn = [of_document[document] for document in shown]
    order = list(dict.fromkeys(str(pair["act"]) for of_one in drawn for pair in of_one))  # acts beside their documents: fewer lines cross
    if not drawn:
        return None
    rows = max(len(drawn), len(order))
    at = {act: _place(index, len(order), rows) for index, act in enumerate(order)}
    heads = {str(row["number"]): row for row in cited}
    left, lines = [], []
    for index, of_one in enumerate(drawn):
        y, first = _place(index, len(drawn), rows), of_one[0]
        name = str(first["number"] or first["title"] or first["source"])
        left.append(Node(name, str(first["title"] or ""), "", link("/-/citations", doc=first["document_id"]), True, y))
        lines += [(y, at[str(pair["act"])], str(pair["relation"])) for pair in of_one]
    right = []
    for act in order:
        head = heads[act]
        right.append(Node(act, str(head["title"] or head["type"] or ""), str(head["n"]), link("/-/citations", number=act), bool(head["held"]), at[act]))
    return Net(tuple(left), tuple(right), tuple(lines), _STEP * rows + _HEAD)


def _place(index: int, count: int, rows: int) -> float:
    """The height of one of `count` nodes, spread over as many rows as the longer side has."""
    return _HEAD + _STEP * rows * (index + 0.5) / count


def _most_cited(archive: Archive) -> list[Row]:
    return list(archive.rows(
        """SELECT c.number, max(c.type) AS type, max(c.title) AS title, count(DISTINCT c.document_id) AS n, group_concat(DISTINCT c.relation) AS relations,
                  max(c.resolved_to) AS held
           FROM (SELECT number FROM citations WHERE number IS NOT NULL GROUP BY number ORDER BY count(*) DESC, number LIMIT ?) AS most
           CROSS JOIN citations c ON c.number = most.number GROUP BY c.number ORDER BY n DESC, c.number LIMIT ?""",
        [_MOST_WEIGHED, _MOST],
    ))  # fmt: skip


def _most_citing(archive: Archive) -> list[Row]:
    return list(archive.rows(
        """SELECT d.id, d.number, d.title, d.type, d.genre, d.source, count(DISTINCT coalesce(c.number, c.title, c.id)) AS n
           FROM (SELECT document_id FROM citations GROUP BY document_id ORDER BY count(*) DESC, document_id LIMIT ?) AS most
           CROSS JOIN citations c ON c.document_id = most.document_id CROSS JOIN documents d ON d.id = c.document_id
           GROUP BY d.id ORDER BY n DESC, d.day DESC LIMIT ?""",
        [_MOST_WEIGHED, _MOST],
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
