"""The id of a document in, its page out: the text with every record marked by family, the records beside it,
for a PDF the picture of each page with the boxes drawn, and what is known of the file. A long text is
shown in parts (?part=, ?at=CHARACTER), so that no page grows without bound."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import NotFound, Request
from markupsafe import Markup

from extractor.pipeline.originals import has_original
from extractor.store import Archive
from extractor.web.cards import FAMILIES, Card, card, place_link, short
from extractor.web.held import HeldDocument, read_document
from extractor.web.marking import Mark, Piece, marked, pieces_of
from extractor.web.visit import Visit
from extractor.web.words import Words

if TYPE_CHECKING:
    from datasette.app import Datasette

_PART = 24_000  # characters of the text on one page
_MOST_RECORDS = 240  # on one page; with their marks some 200 kB
_MOST_CITED = 60

_FACTS = (
    "issued_on", "effective_on", "published_at", "author", "publisher", "signing_authority", "signer_title", "signer", "urgency", "secrecy",
    "copy_kind", "copy_number", "copy_issued_on", "copy_issuer", "copy_signer", "media_type", "page_count",
)  # fmt: skip
_DAYS = ("issued_on", "effective_on", "published_at", "copy_issued_on")


DrawnBox = tuple[str, str, float, float, float, float]  # record, family, x, y, width, height in points


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stretch of the text with its marks, from character `first` on: one page of a paged document, or a part of another."""

    number: int | None
    width: float
    height: float
    text: Markup
    boxes: tuple[DrawnBox, ...]
    first: int = 0


async def document_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    document_id = visit.part("id")

    def ask(archive: Archive) -> tuple[HeldDocument | None, bool]:
        return read_document(archive, document_id), has_original(archive, document_id)

    held, original = await visit.read(ask)
    if held is None:
        raise NotFound(f"no document {document_id[:12]}")
    parts = _parts(held)
    part = _part_asked(visit, parts)
    first, last = parts[part]
    marks = _marks(held)
    shown = [(family, cards) for family in FAMILIES if (cards := _cards(held, family, visit.words, first, last))]
    faults = [c for family, cards in shown if family in ("problems", "findings") for c in cards if c.severity == "error" or family == "problems"]
    return await visit.page(
        "document", held=held, row=held.row, original=original, sheets=_sheets(held, marks, first, last), most_cited=_MOST_CITED, groups=shown,
        part=part, parts=parts, place=place_link, table_link=visit.row_link, facts=list(_facts(held, visit.words)),
        faults=faults, picture=held.row["media_type"] == "application/pdf" and original,
    )  # fmt: skip


def _facts(held: HeldDocument, words: Words) -> Iterator[tuple[str, str]]:
    for key in _FACTS:
        if held.row.get(key):
            yield words.value("field", key), words.day(held.row[key]) if key in _DAYS else str(held.row[key])
    for kind in ("addressee", "recipient"):
        names = [row["printed"] for row in held.recipients if row["kind"] == kind]
        if names:
            yield words.value("field", kind), "; ".join(names)


def _parts(held: HeldDocument) -> list[tuple[int, int]]:
    """The stretches of the text that are shown together: whole pages, else whole lines, with no more
    characters and no more records than a page of this site may hold."""
    starts = sorted(row["char_start"] for rows in held.records.values() for row in rows if row["char_start"] is not None)
    if len(held.text) <= _PART and len(starts) <= _MOST_RECORDS:
        return [(0, len(held.text))]
    lines = [0, *(i + 1 for i, char in enumerate(held.text) if char == "\n")]
    cuts = [int(page["char_start"]) for page in held.pages] or lines
    parts = [0]
    for cut, following in pairwise([*cuts, len(held.text)]):
        records = bisect_left(starts, following) - bisect_left(starts, parts[-1])
        if cut > parts[-1] and (following - parts[-1] > _PART or records > _MOST_RECORDS):
            parts.append(cut)
    return list(pairwise([*parts, len(held.text)]))


def _part_asked(visit: Visit, parts: Sequence[tuple[int, int]]) -> int:
    at = visit.number("at", -1, 2**40)
    if at >= 0:
        return next((i for i, (_, end) in enumerate(parts) if at < end), len(parts) - 1)
    return min(max(visit.number("part", 1, len(parts)), 1), len(parts)) - 1


def _marks(held: HeldDocument) -> list[Mark]:
    marks = []
    for family, rows in held.records.items():
        for row in rows:
            if row["char_start"] is not None:
                marks.append(Mark(row["char_start"], row["char_end"], family, short(row["id"])))
    for row in held.parts:
        if row["char_start"] is not None:
            marks.append(Mark(row["char_start"], row["char_end"], "participants", short(row["participant_id"])))
    return marks


def _sheets(held: HeldDocument, marks: Sequence[Mark], first: int, last: int) -> list[Sheet]:
    starts = [int(page["char_start"]) for page in held.pages]
    near = [mark for mark in marks if mark.start < last and mark.end > first]
    outside = held.furniture()
    cuts = [*starts, first, last, *(place for stretch in outside for place in stretch)]
    pieces = [piece for piece in pieces_of(len(held.text), near, cuts) if first <= piece.start < last]
    if not held.pages:
        return [Sheet(None, 0, 0, marked(held.text, pieces, outside), (), first)]
    boxes = _boxes(held, first, last)
    sheets = []
    for index, page in enumerate(held.pages):
        start = 0 if index == 0 else int(page["char_start"])
        end = starts[index + 1] if index + 1 < len(held.pages) else len(held.text)
        if start < first or start >= last:
            continue
        mine: list[Piece] = [piece for piece in pieces if start <= piece.start < end]
        sheets.append(Sheet(page["number"], page["width"] or 0, page["height"] or 0, marked(held.text, mine, outside), tuple(boxes.get(page["number"], ())), start))
    return sheets


def _boxes(held: HeldDocument, first: int, last: int) -> dict[int, list[DrawnBox]]:
    """By page, those of the records that lie in this part of the text; the larger first, so that the smaller
    lie above them and can be clicked."""
    found: dict[int, list[DrawnBox]] = {}
    for family, rows in held.records.items():
        for row in rows:
            if row["char_start"] is not None and row["char_start"] < last and row["char_end"] > first:
                for page, x0, top, x1, bottom in held.boxes(row):
                    found.setdefault(int(page), []).append((short(row["id"]), family, x0, top, round(x1 - x0, 2), round(bottom - top, 2)))
    return {page: sorted(boxes, key=lambda box: -box[4] * box[5]) for page, boxes in found.items()}


def _cards(held: HeldDocument, family: str, words: Words, first: int, last: int) -> list[Card]:
    """The records of a family that begin in this part of the text; those without a place stand in the first."""
    cards = []
    told: set[str] = set()  # a finding rests on several places, and is told once
    for row in held.records.get(family, ()):
        at = row["char_start"]
        if row["id"] in told:
            continue
        told.add(row["id"])
        if (first <= at < last) if at is not None else first == 0:
            cards.append(card(family, row, words, held.labels(words.language), _roles(held, row, words) if family == "participants" else ()))
    return cards


def _roles(held: HeldDocument, row: dict[str, Any], words: Words) -> list[tuple[str, str]]:
    mine = [part for part in held.parts if part["participant_id"] == row["id"]]
    roles = [(words.value("field", "role"), " ".join(p for p in (part["title"], part["organization"]) if p)) for part in mine if part["part"] == "roles"]
    kinds = dict.fromkeys(words.value("participation", part["kind"]) for part in mine if part["part"] == "participations")
    times = sum(part["part"] == "mentions" for part in mine)
    kept = [(words.value("field", "participation"), ", ".join(kinds))] if kinds else []
    return [*roles, *kept, *([(words.value("field", "mentions"), str(times))] if times > 1 else [])]
