"""Dates, cue words and the outline in; deadlines (thời hạn) out: what must be done, by whom, by when, or
before which other act. A date alone is no deadline: a cue (chậm nhất, trước ngày, đến hết ...) makes it
one, and a weak cue only together with a duty that is ordered, not reported as done. Rules of law that
name no day ("trong thời hạn 05 ngày kể từ ...") keep their anchor and offset unresolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import regex

from extractor import dating
from extractor.annotate import Annotation, Hit
from extractor.facts import Citation, DatedSpan, Deadline, Header, Interval
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.duties import column_role, duty_at
from extractor.text import squeeze
from extractor.workdays import after_working_days

_LINK = regex.compile(
    r"[ \n:]*(?:(?:là|vào|đến|trong|hết|lúc|thời điểm|khoảng|ngay|tuần lễ|tuần|thời gian"
    r"|(?:nhận|nộp|gửi|đăng ký|hoàn thành|thực hiện)[^\d.;:\n]{0,40}?(?: là|:))[ \n]+)*(?:ngày[ \n]+)?",
    regex.IGNORECASE,
)
_NUMBER_WORDS = {w: n for n, w in enumerate("không một hai ba bốn năm sáu bảy tám chín mười".split())} | {"mười lăm": 15, "hai mươi": 20, "ba mươi": 30}
_UNITS = {"ngày làm việc": "working_day", "giờ làm việc": "hour", "giờ": "hour", "ngày": "day", "tháng": "month", "tuần": "day", "năm": "month"}
_FACTORS = {"tuần": 7, "năm": 12}
_SIGNING = regex.compile(r"ngày (?:ký|ban hành)(?: ban hành)?(?: văn bản| (?:quyết định|thông báo|công văn|kế hoạch) này)?$", regex.IGNORECASE)
_NEED_AN_ORDER = {"deadline.monthly_bare", "deadline.every", "deadline.before_meeting"}
_DIRECTIVE = {"KH", "CT", "HD", "CTr", "QĐ", "TB", "CĐ", "PA", "ĐA", "GM", "TTr", "NQ", "QC", "QyĐ", "KL", "TT", "NĐ"}


@dataclass(frozen=True, slots=True)
class _Point:
    """A place that sets a deadline: its span, kind and day, before the duty is looked for."""

    span: Span
    kind: str
    rule: str
    interval: Interval | None = None
    annotation: Annotation | None = None


def assemble(reading: Reading, header: Header, dated: Sequence[DatedSpan], citations: Iterable[Citation]) -> tuple[Deadline, ...]:
    """The deadlines of a document in order of place."""
    cited = [c.span for c in citations]
    free = [d for d in dated if not any(d.span.touches(c) for c in cited)]
    points = sorted([*_by_cue(reading, header, free), *_by_shape(reading, header), *_in_tables(reading, free)], key=lambda p: (p.span.start, -p.span.end))
    deadlines: list[Deadline] = []
    for point in points:
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


def _by_cue(reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> Iterator[_Point]:
    """Dates that a cue word stands before."""
    for found in dated:
        if found.interval.latest is None or found.rule in ("date.term", "date.lunar", "date.lunar_named"):
            continue
        if not reading.structure.in_body(found.span):
            continue
        cue = _cue_before(found, reading)
        if cue is None:
            if found.interval.extent == "throughout" and found.rule.startswith("date.range") and _is_task_window(found, reading):
                yield _Point(found.span, "within", found.rule, found.interval)
            continue
        if cue.entry["strength"] == "strong" or _is_duty(cue, found, reading, header):
            yield _Point(Span(cue.span.start, found.span.end), _kind(cue, found), cue.entry.id, found.interval)


def _is_task_window(found: DatedSpan, reading: Reading) -> bool:
    """từ ngày ... đến ngày ... within an order to someone: the days the task may take."""
    sentence = reading.structure.sentence_at(found.span.start)
    ordered = reading.annotations.within("duty_orders", Span(sentence.start, found.span.start))
    done = reading.search("cue.done", sentence.start, found.span.start)
    return bool(ordered) and done is None and bool(reading.annotations.within("duty_verbs", Span(sentence.start, found.span.start)))


def _cue_before(found: DatedSpan, reading: Reading) -> Hit | None:
    line = reading.structure.line_at(found.span.start)
    if line is None:
        return None
    for hit in reversed(reading.annotations.within("deadline_cues", Span(max(line.start, found.span.start - 72), found.span.start + 12))):
        if hit.span.start < found.span.start and _LINK.fullmatch(reading.view[min(hit.span.end, found.span.start) : found.span.start]):
            return hit
    return None


def _kind(cue: Hit, found: DatedSpan) -> str:
    kind = cue.entry["kind"]
    if kind == "on" and found.interval.extent == "within":
        return "within"
    return kind


def _is_duty(cue: Hit, found: DatedSpan, reading: Reading, header: Header) -> bool:
    """A weak cue counts where something is ordered: a duty verb nearby, and not told as done."""
    line = reading.structure.line_at(cue.span.start)
    if line is None or found.rule.startswith("date.relative"):
        return False
    sentence = reading.structure.sentence_at(cue.span.start)
    if reading.search("cue.done", sentence.start, cue.span.start):
        return False
    verbs = reading.annotations.within("duty_verbs", sentence)
    near = [hit for hit in verbs if -200 < hit.span.start - cue.span.start < 60]
    directive = header.type_code in _DIRECTIVE or header.type == "Công văn"
    if not near:
        return False
    strong = any(hit.entry["strength"] == "strong" for hit in near)
    if cue.entry["id"] == "cue.thoi_gian":
        return directive and cue.span.start == line.content
    if cue.entry["kind"] == "on":
        return any(hit.entry["strength"] == "strong" and -70 < hit.span.start - cue.span.start < 0 for hit in near) and found.interval.certainty != "planned"
    ordered = reading.search("cue.ordered", sentence.start, cue.span.start) is not None or line.kind == "item"
    if cue.entry["kind"] == "within":
        return (ordered or directive) and found.interval.extent == "within" and found.rule != "date.year"
    if ordered or (strong and directive):
        return True
    return strong and duty_at(Span(cue.span.start, found.span.end), reading).responsible is not None


def _by_shape(reading: Reading, header: Header) -> Iterator[_Point]:
    for annotation in reading.annotations.of("deadline"):
        if reading.structure.in_body(annotation.span) and (annotation.rule not in _NEED_AN_ORDER or _orders(annotation, reading, header)):
            yield _Point(annotation.span, str(annotation.constants["kind"]), annotation.rule, None, annotation)


def _orders(annotation: Annotation, reading: Reading, header: Header) -> bool:
    """Told as a duty: in a list item that begins with its doer, or in a document that directs."""
    line = reading.structure.line_at(annotation.span.start)
    if line is None or reading.search("cue.done", reading.structure.sentence_at(annotation.span.start).start, annotation.span.start):
        return False
    directive = header.type_code in _DIRECTIVE or header.type == "Công văn"
    return (directive or line.kind == "item") and duty_at(annotation.span, reading).responsible is not None


def _in_tables(reading: Reading, dated: Sequence[DatedSpan]) -> Iterator[_Point]:
    """Dates in the column of a task table that holds when each task is due."""
    for found in dated:
        line = reading.structure.line_at(found.span.start)
        if line is None or line.cell is None or line.cell.is_header or column_role(line.cell.header, reading) != "due":
            continue
        cue = _cue_before(found, reading)
        kind = cue.entry["kind"] if cue is not None else ("within" if found.interval.extent == "within" else "no_later_than")
        yield _Point(line.span if len(line.span) < 80 else found.span, kind, cue.entry.id if cue else "deadline.table", found.interval)


def _deadline(point: _Point, reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> Deadline | None:
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
        return _resolved(counted, header, dated, annotation) if _belongs_to_someone(base, annotation, reading, header) else None
    return _before_anchor(counted, annotation, reading, header, dated)


def _resolved(counted: Deadline, header: Header, dated: Sequence[DatedSpan], annotation: Annotation) -> Deadline:
    """The last day of a term whose first day is known: a date named in its anchor, or the day of signing."""
    named = next((d.interval for d in dated if annotation.groups["anchor"].holds(d.span) and d.interval.earliest == d.interval.latest), None)
    start = named.latest if named is not None else header.issued_on if _SIGNING.match(counted.anchor or "") else None
    if start is None or counted.offset is None or counted.offset_unit not in ("day", "working_day"):
        return counted
    latest = after_working_days(start, counted.offset) if counted.offset_unit == "working_day" else dating.shift(start, counted.offset)
    return replace(counted, latest=latest, due=latest, edtf=latest, certainty="inferred") if latest is not None else counted


def _offset(annotation: Annotation) -> int:
    printed = annotation.get("offset").lower()
    number = int(printed) if printed.isdigit() else _NUMBER_WORDS.get(printed, 0)
    return number * _FACTORS.get(annotation.get("unit").lower(), 1)


def _belongs_to_someone(base: Deadline, annotation: Annotation, reading: Reading, header: Header) -> bool:
    """A counted term is a duty where the sentence has a duty verb and, in news, someone to do it."""
    if base.responsible is None and header.genre in ("news", "other"):
        return False
    return bool(reading.annotations.within("duty_verbs", reading.structure.sentence_at(annotation.span.start)))


def _before_anchor(counted: Deadline, annotation: Annotation, reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> Deadline:
    """N days before polling day: resolved where the day is known; a date printed beside it goes first."""
    beside = _date_beside(annotation.span, dated, reading)
    if beside is not None:
        span = Span(min(beside.span.start, annotation.span.start), max(beside.span.end, annotation.span.end))
        return replace(counted, span=span, latest=beside.interval.latest, due=beside.interval.latest, edtf=beside.interval.edtf)
    polling = polling_day(reading, header) if "bầu cử" in annotation.get("anchor") else None
    if polling is None or counted.offset_unit != "day" or counted.offset is None:
        return counted
    latest = (date.fromisoformat(polling) - timedelta(days=counted.offset)).isoformat()
    return replace(counted, latest=latest, due=latest, edtf=latest, certainty="inferred")


def _date_beside(span: Span, dated: Sequence[DatedSpan], reading: Reading) -> DatedSpan | None:
    for found in dated:
        if found.interval.latest is None or found.interval.earliest != found.interval.latest:
            continue
        if found.span.end <= span.start and regex.fullmatch(r"[ ,;]*\(?(?:tức |tức là |hay |chậm nhất |trước )?", reading.view[found.span.end : span.start]):
            return found
        if span.end <= found.span.start and regex.fullmatch(r"[ ,]*\(?(?:tức |tức là |là |trước )?(?:ngày )?", reading.view[span.end : found.span.start]):
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
        rule += f";BYMONTH={int(annotation.get('month'))}"
    if annotation.get("day"):
        rule += f";BYMONTHDAY={int(annotation.get('day'))}"
    if "weekday" in annotation.groups:
        for hit in reading.annotations.within("weekdays", annotation.groups["weekday"]):
            rule += f";BYDAY={_WEEKDAYS[int(hit.entry['weekday']) - 1]}"
            break
    return rule


