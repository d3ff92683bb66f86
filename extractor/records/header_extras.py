"""A Reading in, the lesser boxes of an official document out: addressees (kính gửi), titles of annexes
(phụ lục), the second head of a copy (sao y, NĐ 30/2020/NĐ-CP article 25) and digital signature panels.
Each comes with the stretch that proves it, or not at all; header.py puts them into the Header."""

from __future__ import annotations

from extractor.facts import Copy
from extractor.model import Span
from extractor.numbers import TypeCodes, number_of
from extractor.reading import Reading
from extractor.records.header_boxes import Boxes, iso_day
from extractor.records.header_foot import Foot, Signature, read_signature
from extractor.records.header_lists import read_items
from extractor.records.header_pieces import Piece, cut, is_capitals, one_line, pieces
from extractor.text import squeeze

_ADDRESSEES_REACH = 1500
_PARAGRAPH = 160
_REST_OF_AN_ITEM = 60


def addressees(reading: Reading, boxes: Boxes, foot: Foot) -> tuple[tuple[str, ...], Span] | None:
    """The bodies behind Kính gửi: on its line, or a list below it, up to the first paragraph."""
    lead = next((a.span for a in reading.annotations.of("header_addressees") if a.span.start >= boxes.start), None)
    if lead is None or lead.start > foot.start or lead.start > boxes.end + 2500:
        return None
    listed: list[Piece] = []
    for piece in cut(pieces(reading, lead.start, min(len(reading.view), lead.end + _ADDRESSEES_REACH)), [lead], reading.view):
        if listed and _ends_addressees(reading, listed, piece):
            break
        listed.append(piece)
    items, span = read_items(reading, listed)
    return (items, span) if items and span is not None else None


def _ends_addressees(reading: Reading, listed: list[Piece], piece: Piece) -> bool:
    text = reading.view[piece.start : piece.end]
    before = reading.view[listed[-1].start : listed[-1].end].rstrip()
    if text[:1] in "-+•*–":
        return False
    if before.endswith(".") or reading.match("header.opener", piece.start, piece.end) is not None or len(text) > _PARAGRAPH:
        return True
    if before.endswith((";", ",")) or _is_wrapped(reading, listed[-1], piece):
        return False
    return piece.gap or not text[:1].islower()


def _is_wrapped(reading: Reading, last: Piece, piece: Piece) -> bool:
    """A printer broke an item in two: "trực thuộc / Trung ương"."""
    line = reading.structure.line_at(last.start)
    if reading.view[last.start] in "-+•*–" and not piece.gap and piece.right == last.right and piece.end - piece.start < _REST_OF_AN_ITEM:
        return True
    return line is not None and not piece.gap and line.start <= piece.start < line.end and last.right == piece.right


def annexes(reading: Reading, foot: Foot) -> tuple[tuple[str, ...], Span] | None:
    """The titles of the annexes behind the foot, in order; an annex without a title is named by its sign."""
    titles: list[str] = []
    first: Span | None = None
    for annotation in reading.annotations.of("header_annex"):
        if annotation.span.start < foot.start or not foot.found:
            continue
        end = annotation.span.end
        below = [p for p in pieces(reading, end, min(len(reading.view), end + 400)) if is_capitals(reading.view[p.start : p.end])]
        title = one_line(reading, annotation.groups["title"]) if "title" in annotation.groups else _title_below(reading, annotation.span.end, below)
        titles.append(title or one_line(reading, annotation.span))
        first = first or annotation.span
    return (tuple(titles), first) if first is not None else None


def _title_below(reading: Reading, end: int, below: list[Piece]) -> str:
    lines: list[str] = []
    line = None
    for piece in below:
        if (line is None and piece.line > 2) or (line is not None and piece.line > line + 1):
            break
        lines.append(one_line(reading, piece.span))
        line = piece.line
    return squeeze(" ".join(lines))


def copy_head(reading: Reading, codes: TypeCodes) -> tuple[Copy, Span] | None:
    """The head and foot of the copy behind its mark: number, day, body and signer of the copy."""
    mark = next(iter(reading.annotations.of("header_copy")), None)
    if mark is None:
        return None
    around = Span(max(0, mark.span.start - 600), min(len(reading.view), mark.span.end + 900))
    behind = Span(mark.span.end, around.end)
    number = None
    for annotation in reading.annotations.of_within("document_number", around):
        value = number_of(annotation, codes)
        if reading.match("header_foot.copy_notation", annotation.groups["notation"].start, annotation.span.end) is not None:
            number = value.number
    dated = next(iter(reading.annotations.of_within("header_place_date", behind)), None)
    found = pieces(reading, behind.start, behind.end)
    signature = next((s for i, p in enumerate(found) if (s := _signature_from(reading, found, i)) is not None), None)
    kind = mark.get("kind").capitalize()
    return Copy(kind, number, iso_day(dated), _copy_issuer(reading, mark.span), signature.name.text if signature else None), mark.span


def _copy_issuer(reading: Reading, mark: Span) -> str | None:
    """The body in capitals right over the mark, or right under it."""
    over = pieces(reading, max(0, mark.start - 200), mark.start)[-3:]
    under = pieces(reading, mark.end, min(len(reading.view), mark.end + 200))[:3]
    for piece in (*reversed(over), *under):
        if is_capitals(reading.view[piece.start : piece.end]) and reading.match("header.body_head", piece.start, piece.end) is not None:
            return one_line(reading, piece.span)
    return None


def _signature_from(reading: Reading, found: list[Piece], index: int) -> Signature | None:
    piece = found[index]
    if not is_capitals(reading.view[piece.start : piece.end]) or not reading.annotations.of_within("header_authority", piece.span):
        return None
    return read_signature(reading, found[index:])


def digital_signatures(reading: Reading) -> tuple[tuple[tuple[str, str], ...], Span] | None:
    """Who signed digitally and when, from the panel a signed file prints."""
    found = reading.annotations.of("header_digital")
    signed = []
    for annotation in found:
        day = iso_day(annotation)
        if day is not None:
            clock = f"T{int(annotation.get('hour')):02d}:{annotation.get('minute')}" if annotation.get("hour") else ""
            signed.append((one_line(reading, annotation.groups["name"]).strip(" ,;"), day + clock))
    return (tuple(signed), found[0].span) if signed else None
