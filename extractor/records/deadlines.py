"""Dates, cue words and the outline in; deadlines (thời hạn) out: what must be done, by whom, by when, or
before which other act. A date alone is no deadline: a cue (chậm nhất, trước ngày, đến hết ...) makes it
one, and a weak cue only together with a duty that is ordered, not reported as done. Rules of law that
name no day ("trong thời hạn 05 ngày kể từ ...") keep their anchor and offset unresolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor import dating
from extractor.annotate import Annotation
from extractor.facts import Citation, DatedSpan, Deadline, Header, Interval
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.deadline_points import Point, points
from extractor.records.duties import duty_at
from extractor.text import squeeze
from extractor.workdays import after_working_days

_NUMBER_WORDS = {w: n for n, w in enumerate("không một hai ba bốn năm sáu bảy tám chín mười".split())} | {"mười lăm": 15, "hai mươi": 20, "ba mươi": 30}
_UNITS = {"ngày làm việc": "working_day", "giờ làm việc": "hour", "giờ": "hour", "ngày": "day", "tháng": "month", "tuần": "day", "năm": "month"}
_FACTORS = {"tuần": 7, "năm": 12}


def assemble(reading: Reading, header: Header, dated: Sequence[DatedSpan], citations: Iterable[Citation]) -> tuple[Deadline, ...]:
    """The deadlines of a document in order of place."""
    cited = [c.span for c in citations]
    free = [d for d in dated if not any(d.span.touches(c) for c in cited)]
    deadlines: list[Deadline] = []
    for point in points(reading, header, free):
        if deadlines and point.span.start < deadlines[-1].span.end:
            continue
        deadline = _deadline(point, reading, header, dated)
        if deadline is not None and not _completes(deadlines, deadline):
            deadlines.append(deadline)
    return tuple(deadlines)


def _completes(deadlines: list[Deadline], deadline: Deadline) -> bool:
    """"ngày 04/3/2021 (80 ngày trước ngày bầu cử)": the count in brackets belongs to the day before it."""
    if not deadlines or deadline.anchor is None or deadline.latest is None or not deadlines[-1].span.touches(deadline.span):
        return False
    day = deadlines[-1]
    whole = Span(min(day.span.start, deadline.span.start), max(day.span.end, deadline.span.end))
    deadlines[-1] = replace(day, span=whole, anchor=deadline.anchor, offset=deadline.offset, offset_unit=deadline.offset_unit)
    return True


def _deadline(point: Point, reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> Deadline | None:
    duty = duty_at(point.span, reading)
    text = reading.document.quote
    base = Deadline(
        span=point.span,
        rule=point.rule,
        certainty=point.interval.certainty if point.interval else "stated",
        obligation=squeeze(text(duty.obligation)) if duty.obligation else None,
        responsible=squeeze(text(duty.responsible)) if duty.responsible else None,
        cooperating=squeeze(text(duty.cooperating)) if duty.cooperating else None,
        kind=point.kind,
    )
    if point.annotation is not None:
        return _shaped(base, point.annotation, reading, header, dated)
    assert point.interval is not None
    return _on_day(base, point.interval)


def _on_day(base: Deadline, interval: Interval) -> Deadline:
    assert interval.latest is not None
    before = base.kind == "before" and interval.time is None
    due = dating.shift(interval.earliest or interval.latest, -1) if before else interval.latest
    printed_start = base.kind in ("within", "on") or (interval.earliest != interval.latest and interval.extent == "throughout")
    return replace(base, earliest=interval.earliest if printed_start else None, latest=interval.latest, due=due, edtf=interval.edtf)


def _shaped(base: Deadline, annotation: Annotation, reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> Deadline | None:
    shape = annotation.constants["shape"]
    if shape == "depends":
        depends = squeeze(reading.document.quote(annotation.groups["depends"]))
        task = reading.view[base.span.start : annotation.groups["depends"].start].removesuffix("trước ").strip(" ,")
        printed = squeeze(reading.document.text[base.span.start : base.span.start + len(task)])
        return replace(base, depends_on=depends, obligation=printed or base.obligation)
    if shape == "cycle":
        sentence = reading.structure.sentence_at(annotation.span.start)
        window = next((d for d in dated if d.rule.startswith("date.range") and sentence.holds(d.span)), None)
        first, last = (window.interval.earliest, window.interval.latest) if window else (None, None)
        span = Span(min(base.span.start, window.span.start), max(base.span.end, window.span.end)) if window else base.span
        return replace(base, span=span, recurrence=_recurrence(annotation, reading), earliest=first, latest=last, due=last)
    offset = _offset(annotation)
    anchor = squeeze(reading.document.quote(annotation.groups["anchor"]))
    counted = replace(base, anchor=anchor, offset=offset, offset_unit=_UNITS[annotation.get("unit").lower()])
    if shape == "counted":
        counted = replace(counted, depends_on=(counted.anchor or "").removeprefix("khi ") or None)
        return _resolved(counted, reading, header, dated, annotation) if _belongs_to_someone(base, annotation, reading, header) else None
    return _before_anchor(counted, annotation, reading, header, dated)


def _resolved(counted: Deadline, reading: Reading, header: Header, dated: Sequence[DatedSpan], annotation: Annotation) -> Deadline:
    """The last day of a term whose first day is known: a date named in its anchor, or the day of signing."""
    named = next((d.interval for d in dated if annotation.groups["anchor"].holds(d.span) and d.interval.earliest == d.interval.latest), None)
    start = named.latest if named is not None else header.issued_on if _is_signing(annotation.groups["anchor"], reading) else None
    if start is None or counted.offset is None or counted.offset_unit not in ("day", "working_day"):
        return counted
    latest = after_working_days(start, counted.offset) if counted.offset_unit == "working_day" else dating.shift(start, counted.offset)
    return replace(counted, latest=latest, due=latest, edtf=latest, certainty="inferred") if latest is not None else counted


def _is_signing(anchor: Span, reading: Reading) -> bool:
    return reading.match("deadline.signing_day", anchor.start, anchor.end) is not None


def _offset(annotation: Annotation) -> int:
    printed = annotation.get("offset").lower()
    number = int(printed) if printed.isdigit() else _NUMBER_WORDS.get(printed, 0)
    return number * _FACTORS.get(annotation.get("unit").lower(), 1)


def _belongs_to_someone(base: Deadline, annotation: Annotation, reading: Reading, header: Header) -> bool:
    """A counted term is a duty where the sentence has a duty verb and, in news, someone to do it."""
    if base.responsible is None and header.genre in ("news", "other"):
        return False
    sentence = reading.structure.sentence_at(annotation.span.start)
    if reading.search("cue.effective", sentence.start, annotation.span.start):
        return False  # "có hiệu lực sau 45 ngày, kể từ ngày ký"
    return bool(reading.annotations.within("duty_verbs", sentence))


def _before_anchor(counted: Deadline, annotation: Annotation, reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> Deadline:
    """N days before polling day: resolved where the day is known; a date printed beside it goes first."""
    beside = _date_beside(annotation.span, dated, reading)
    if beside is not None:
        span = Span(min(beside.span.start, annotation.span.start), max(beside.span.end, annotation.span.end))
        return replace(counted, span=span, latest=beside.interval.latest, due=beside.interval.latest, edtf=beside.interval.edtf)
    polling = polling_day(reading, header) if "bầu cử" in annotation.get("anchor") else None
    if polling is None or counted.offset_unit != "day" or counted.offset is None:
        return replace(counted, depends_on=counted.anchor)
    latest = (date.fromisoformat(polling) - timedelta(days=counted.offset)).isoformat()
    return replace(counted, latest=latest, due=latest, edtf=latest, certainty="inferred")


def _date_beside(span: Span, dated: Sequence[DatedSpan], reading: Reading) -> DatedSpan | None:
    for found in dated:
        if found.interval.latest is None or found.interval.earliest != found.interval.latest:
            continue
        if found.span.end <= span.start and reading.fills("deadline.day_before_count", found.span.end, span.start):
            return found
        if span.end <= found.span.start and reading.fills("deadline.day_behind_count", span.end, found.span.start):
            return found
    return None


def polling_day(reading: Reading, header: Header) -> str | None:
    """The polling day the document is about: the election (elections.csv) whose term or legislature the
    text names, or else the next one after the document's own day."""
    words = reading.rules.lists.get("elections")
    if words is None:
        return None
    days = sorted(entry["day"] for entry in words.entries if entry["day"])
    hits = [hit.entry["day"] for hit in reading.annotations.hits("elections") if hit.entry["day"]]
    if hits:
        return max(set(hits), key=hits.count)
    return next((d for d in days if header.day is not None and 0 <= (date.fromisoformat(d) - date.fromisoformat(header.day)).days < 300), None)


_CYCLES = {"ngày": "DAILY", "tuần": "WEEKLY", "tháng": "MONTHLY", "quý": "MONTHLY;INTERVAL=3", "năm": "YEARLY"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _recurrence(annotation: Annotation, reading: Reading) -> str:
    """The RRULE (RFC 5545) of a recurring duty."""
    rule = f"FREQ={_CYCLES[annotation.get('cycle').lower().split()[-1]]}"
    if annotation.get("month"):
        rule += f";BYMONTH={int(annotation.get('month'))}" + (f",{int(annotation.get('month2'))}" if annotation.get("month2") else "")
    if annotation.get("day"):
        rule += f";BYMONTHDAY={int(annotation.get('day'))}"
    if "weekday" in annotation.groups:
        for hit in reading.annotations.within("weekdays", annotation.groups["weekday"]):
            rule += f";BYDAY={_WEEKDAYS[int(hit.entry['weekday']) - 1]}"
            break
    return rule


