"""The boxes of a recognised head in, the same boxes out without what is not to be believed. Numbers and days of
official documents are filled in by hand, and recognition gives for them whatever it likes; a confident wrong
number is the worst that can come of it. So digits that are doubtful are withheld, and the fields check one
another: the notation against the type, the day against digital signatures. What is left out is kept in
Boxes.withheld, and header.py tells it as a problem with its place. Pages with a text layer pass untouched."""

from __future__ import annotations

from dataclasses import replace

from extractor.annotate import Annotation
from extractor.facts import Evidence, Withheld
from extractor.model import Span
from extractor.numbers import DocumentNumber
from extractor.reading import Reading
from extractor.records.header_boxes import Boxes, unread_day, unread_number
from extractor.records.header_foot import Foot
from extractor.records.header_pen import contradiction, own_stamp, signed_days, written_by_pen, year_borne_out
from extractor.records.header_sealed import sealed_signature
from extractor.records.header_title import TypeLine
from extractor.text import normalize, squeeze

_BY_HAND = "written by hand or not legible"
_NOT_LEGIBLE = "not legible for certain"


def believed(reading: Reading, boxes: Boxes, type_line: TypeLine | None) -> Boxes:
    """The boxes without doubtful values."""
    if not reading.document.recognised(boxes.start):
        return boxes
    return _day(reading, _number(reading, boxes, type_line))


def believed_foot(reading: Reading, foot: Foot, body_start: int) -> tuple[Foot, tuple[Withheld, ...]]:
    """The foot with its signature as it stands on the page; without a signer whose name is not to be
    believed: a seal or a signature lies over it."""
    signature = foot.signature
    if not any(page.layer == "ocr" for page in reading.document.pages) or (signature is not None and not reading.document.recognised(signature.start)):
        return foot, ()
    sealed = sealed_signature(reading, body_start)
    if sealed is not None:
        return replace(foot, signature=sealed, start=min(foot.start, sealed.start)), ()
    if signature is None or not reading.document.doubts(signature.name.span):
        return foot, ()
    return replace(foot, signature=None), (Withheld("signer", signature.name.span, _NOT_LEGIBLE),)


def repaired_number(reading: Reading, boxes: Boxes, number: DocumentNumber) -> DocumentNumber | None:
    """The regular form of a number of a recognised page that lost its marks (QD for QĐ); None where it is regular."""
    if boxes.number_span is None or not number.damaged or not reading.document.recognised(boxes.number_span.start):
        return None
    notation = number.repaired.removeprefix(number.ordinal).lstrip("/-").removeprefix(f"{number.year}/")
    return replace(number, number=number.repaired, notation=notation, damaged=False)


def certainty_told(reading: Reading, evidence: dict[str, Evidence], signer: object) -> dict[str, Evidence]:
    """The evidence, with what was spelt right before it was understood marked as repaired."""
    told = {name: replace(e, certainty="repaired") if e.certainty == "stated" and _is_mended(reading, e.span) else e for name, e in evidence.items()}
    issued = told.get("issued_on")
    if issued is not None and issued.span is not None and reading.document.doubts(issued.span):
        told["issued_on"] = replace(issued, certainty="repaired")
    signed = told.get("signer")
    if signed is not None and signed.span is not None and reading.document.recognised(signed.span.start):
        printed = squeeze(reading.document.quote(signed.span))
        if str(signer).casefold() not in printed.casefold():
            told["signer"] = replace(signed, certainty="repaired")
    return told


def _is_mended(reading: Reading, span: Span | None) -> bool:
    return span is not None and reading.document.recognised(span.start) and normalize(reading.document.quote(span)) != reading.view[span.start : span.end]


def _number(reading: Reading, boxes: Boxes, type_line: TypeLine | None) -> Boxes:
    number, span = boxes.number, boxes.number_span
    if number is None or span is None:
        unread = unread_number(reading, Span(boxes.start, max(boxes.end, boxes.limit)), None)
        if unread is None or unread.span != boxes.blank_span:
            return boxes
        notation = _own_notation(reading, boxes.blank_notation, unread.groups["notation"], type_line)
        return _without(replace(boxes, blank_notation=notation), "number", unread.span, _BY_HAND)
    reason = None
    digits = Span(span.start, span.start + len(number.ordinal))
    if reading.document.doubts(digits):
        reason = _BY_HAND
    elif type_line is not None and number.type_code and type_line.entry["code"] and number.type_code != type_line.entry["code"]:
        reason = f"its notation says {number.type}, the document {type_line.entry['name']}"
    if reason is None:
        return boxes
    notation = None if reading.document.doubts(Span(digits.end, span.end)) else number.notation
    return _without(replace(boxes, number=None, number_span=None, blank_notation=notation, blank_span=span), "number", span, reason)


def _own_notation(reading: Reading, notation: str | None, span: Span, type_line: TypeLine | None) -> str | None:
    """The notation behind an unread number, without the last of its strokes (PyQĐ-SNV of a Quyết định); None
    where it was not read for certain either."""
    code = type_line.entry["code"] if type_line is not None else ""
    if notation is not None and code and not notation.startswith(code) and f"{code}-" in notation:
        return notation[notation.index(f"{code}-") :]
    return None if reading.document.doubts(span) else notation


def _day(reading: Reading, boxes: Boxes) -> Boxes:
    head = Span(boxes.start, max(boxes.end, boxes.limit))
    if boxes.day is None or boxes.issued_on is None:
        unread = unread_day(reading, head)
        return boxes if unread is None else _day_of_stamp(reading, boxes, unread) or _without(boxes, "issued_on", unread.span, _BY_HAND)
    signed = signed_days(reading)
    reason: str | None = None
    if reading.document.doubts(boxes.day) and not year_borne_out(reading, boxes.day, boxes.issued_on):
        reason = contradiction(reading, boxes.issued_on) if written_by_pen(reading, boxes.day) else _BY_HAND
    if reason is None and signed and boxes.issued_on > signed[0]:
        reason = f"a digital signature is of {signed[0]}, which is earlier"
    if reason is None:
        return boxes
    dated = next((a for a in reading.annotations.of_within("header_place_date", head) if a.span.touches(boxes.day)), None)
    stamped = _day_of_stamp(reading, boxes, dated) if dated is not None else None
    return stamped or _without(replace(boxes, day=None, issued_on=None), "issued_on", boxes.day, reason)


def _day_of_stamp(reading: Reading, boxes: Boxes, dated: Annotation) -> Boxes | None:
    """The boxes with the day of the issuer's own digital signature in place of one that is not legible."""
    found = own_stamp(reading, boxes.issuer.text, dated) if boxes.issuer is not None else None
    return replace(boxes, day=None, issued_on=found[1], stamp=found[0]) if found is not None else None


def _without(boxes: Boxes, field: str, span: Span, reason: str) -> Boxes:
    return replace(boxes, withheld=(*boxes.withheld, Withheld(field, span, reason)))
