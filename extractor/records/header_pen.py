"""The place-date line of a recognised head in, whether its day may be taken although a pen wrote part of it. The
parser reads pen strokes that are digits for certain (Document.by_pen); here the rest of the document is
asked: a document is no older than what it cites, no younger than what it asks for, and not signed before it
was dated. A day that passes is "repaired", never "stated". header_belief.py calls this; other ink stays unread."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor import dating
from extractor.annotate import Annotation
from extractor.model import MetaField, Span
from extractor.reading import Reading
from extractor.text import squeeze

_SIGNED = regex.compile(
    r"(?<!\d)(?:(?P<day>[0-3]\d)[-./](?P<month>[01]\d)[-./](?P<year>20\d\d)|(?P<year>20\d\d)[-./](?P<month>[01]\d)[-./](?P<day>[0-3]\d))(?!\d)"
)
_BEHIND_A_CUE = 12
_BEHIND_A_NUMBER = 4  # characters: "số 12/QĐ-SYT ngày ...", "số 12/QĐ-SYT, ngày ..."


def written_by_pen(reading: Reading, day: Span) -> bool:
    """All that is doubtful in the day was written by a pen and read as digits."""
    doubts = reading.document.doubts(day)
    return bool(doubts) and all(any(pen.start <= d.start and d.end <= pen.end for pen in reading.document.by_pen) for d in _inside(doubts, day))


def contradiction(reading: Reading, issued: str) -> str | None:
    """Why the day as read cannot be that of the document; None where nothing speaks against it."""
    cited = max(_cited(reading), default=None)
    if cited is not None and issued < cited:
        return f"as read it is {issued}, but an act of {cited} is cited"
    asked = max(_asked(reading), default=None)  # a reminder repeats a day that has passed
    ahead = any(issued <= iso for _, iso in _days(reading, Span(0, len(reading.view))))
    if asked is not None and issued > asked and not ahead:
        return f"as read it is {issued}, but all it asks for is due by {asked}"
    return None


def year_borne_out(reading: Reading, day: Span, issued: str) -> bool:
    """Only the year is doubtful, and a day ahead in the same year is printed further down: nobody dates a
    document later than the year whose days it plans."""
    doubts = _inside(reading.document.doubts(day), day)
    year = Span(day.end - 4, day.end)
    if not all(year.start <= d.start for d in doubts) or not reading.document.quote(year).isdigit():
        return False
    return any(issued <= iso and iso[:4] == issued[:4] for _, iso in _days(reading, Span(day.end, len(reading.view))))


def signed_days(reading: Reading) -> list[str]:
    """The ISO days that the digital signatures of the file name, in order."""
    return sorted(day for field in _stamps(reading) for day in _signed(field))


def own_stamp(reading: Reading, issuer: str, dated: Annotation) -> tuple[MetaField, str] | None:
    """The digital signature of the issuing body, and its ISO day, where that is one and fits what can be read of the
    place-date line: the year as read, and day or month for certain. The stamp of a body that received the document is none of it."""
    name = squeeze(issuer).casefold()
    own = [field for field in _stamps(reading) if name and name in squeeze(field.value).casefold()]
    days = {day for field in own for day in _signed(field)}
    if len(days) != 1:
        return None
    day = days.pop()
    known = [_known(reading, dated, names) for names in (("unread_month", "month"), ("unread", "day"))]
    fits = dated.get("year") == day[:4] and all(part is None or part == int(of_stamp) for part, of_stamp in zip(known, day[5:].split("-"), strict=True))
    return (own[0], day) if fits and any(part is not None for part in known) else None


def _known(reading: Reading, dated: Annotation, names: tuple[str, ...]) -> int | None:
    """The number a part of the line is, where it is printed or written for certain."""
    span = next((dated.groups[name] for name in names if name in dated.groups), None)
    if span is None or not reading.view[span.start : span.end].strip().isdigit():
        return None
    return int(reading.view[span.start : span.end]) if not reading.document.doubts(span) or written_by_pen(reading, span) else None


def _stamps(reading: Reading) -> list[MetaField]:
    return [field for field in reading.document.metadata if field.name == "signature"]


def _signed(field: MetaField) -> list[str]:
    return [f"{match['year']}-{match['month']}-{match['day']}" for match in _SIGNED.finditer(field.value)]


def _inside(doubts: tuple[Span, ...], day: Span) -> list[Span]:
    return [Span(max(d.start, day.start), min(d.end, day.end)) for d in doubts]


def _cited(reading: Reading) -> Iterator[str]:
    """The days of acts cited by number."""
    ends = [a.span.end for a in reading.annotations.of("document_number") if not reading.document.doubts(a.span)]
    for annotation, iso in _days(reading, Span(0, len(reading.view))):
        if any(0 <= annotation.span.start - end <= _BEHIND_A_NUMBER for end in ends):
            yield iso


def _asked(reading: Reading) -> Iterator[str]:
    """The days before which something is to be done; not those of what was done."""
    for annotation, iso in _days(reading, Span(0, len(reading.view))):
        start = annotation.span.start
        cues = reading.annotations.within("deadline_cues", Span(max(0, start - _BEHIND_A_CUE), start + 1))
        before = any(cue.entry["kind"] == "before" for cue in cues)
        if before and reading.search("cue.done", reading.structure.sentence_at(start).start, start) is None:
            yield iso


def _days(reading: Reading, span: Span) -> Iterator[tuple[Annotation, str]]:
    """The days in the span that are printed in full; of a range its last."""
    for annotation in reading.annotations.of_within("date", span):
        last = "2" if annotation.constants["shape"] == "range" else ""
        parts = [annotation.get(f"{name}{last}") for name in ("year", "month", "day")]
        if annotation.constants["shape"] not in ("day", "range") or not all(part.isdigit() for part in parts) or reading.document.doubts(annotation.span):
            continue
        year, month, day = map(int, parts)
        if dating.valid(year, month, day):
            yield annotation, dating.iso(year, month, day)
