"""Records in, the same records out without those that rest on doubtful ink, and a problem for each that was left
out. A recognised page marks what recognition is not sure of (Document.doubtful): a figure, a number or a
name that stands there is no fact. Dates are held back where they are resolved, the head of a document in
header_belief.py; everything else passes here, last of all. Documents without such places pass untouched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from extractor.facts import Citation, Deadline, Participant, Record, Statistic
from extractor.model import Document, Problem, Span

AnyRecord = TypeVar("AnyRecord", bound=Record)
_MOST_SAID = 20  # of one family; a page that could hardly be read need not say so a hundred times


def believed(records: tuple[AnyRecord, ...], document: Document) -> tuple[tuple[AnyRecord, ...], tuple[Problem, ...]]:
    """The records that may be believed, and why the others are missing."""
    if not document.doubtful:
        return records, ()
    kept = tuple(record for record in records if not _in_doubt(record, document))
    left_out = [record for record in records if _in_doubt(record, document)]
    return kept, tuple(_said(left_out, document))


def _said(left_out: list[AnyRecord], document: Document) -> Iterable[Problem]:
    for record in left_out[:_MOST_SAID]:
        message = f"{_NAMES[type(record)]} is left out: {document.quote(record.span)[:80]!r} is not legible for certain"
        yield Problem("note", "extract", document.source.path, message, record.span)
    if len(left_out) > _MOST_SAID:
        more = len(left_out) - _MOST_SAID
        yield Problem("note", "extract", document.source.path, f"and {more} more are left out for the same reason")


def _in_doubt(record: Record, document: Document) -> bool:
    asks = _ASKS.get(type(record))
    return asks is not None and asks(record, document)


def _touched(record: Record, document: Document) -> bool:
    return bool(document.doubts(record.span))


def _digits_touched(record: Record, document: Document) -> bool:
    """Of a record whose wording may be long: only its digits count."""
    held = (Span(max(d.start, record.span.start), min(d.end, record.span.end)) for d in document.doubts(record.span))
    return any(char.isdigit() for span in held for char in document.quote(span))


def _name_touched(record: Record, document: Document) -> bool:
    if not isinstance(record, Participant) or record.name is None or any(part.kind == "signed" for part in record.participation):
        return False  # the signer's name was weighed with the head
    return _touched(record, document)


_ASKS: dict[type[Record], Callable[[Record, Document], bool]] = {
    Citation: _touched,
    Deadline: _digits_touched,
    Participant: _name_touched,
    Statistic: _touched,
}
_NAMES: dict[type[Record], str] = {Citation: "a citation", Deadline: "a deadline", Participant: "a person", Statistic: "a figure"}
