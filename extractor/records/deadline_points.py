"""Dates, cue words and the outline in; the places that set a deadline out, each with its kind and day, before
the duty there is looked for. A date alone is no deadline: a cue (chậm nhất, trước ngày, đến hết ...), the column
of a task table, a label or the schedule of a plan makes it one, and a weak cue only together with a duty that is
ordered, not reported as done. Serves deadlines.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor import dating
from extractor.annotate import Annotation, Hit
from extractor.facts import DatedSpan, Header, Interval
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.doers import clause_doer, opens_with_act
from extractor.records.duties import column_role, duty_at
from extractor.structure import Line

_NEED_AN_ORDER = {"deadline.monthly_bare", "deadline.every", "deadline.before_meeting"}
_DIRECTIVE = {"KH", "CT", "HD", "CTr", "QĐ", "TB", "CĐ", "PA", "ĐA", "GM", "TTr", "NQ", "QC", "QyĐ", "KL", "TT", "NĐ"}
_SCHEDULES = {"KH", "HD", "CTr", "PA", "ĐA", "CT", "TB"}
_FARTHEST_CUE = 84
_STILL_OPEN = 60  # days for which a document may still speak of a day gone by


@dataclass(frozen=True, slots=True)
class Point:
    """A place that sets a deadline: its span, kind and day."""

    span: Span
    kind: str
    rule: str
    interval: Interval | None = None
    annotation: Annotation | None = None


def directs(header: Header) -> bool:
    """True of a document that orders, plans or asks."""
    return header.type_code in _DIRECTIVE or header.type == "Công văn"


def points(reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> list[Point]:
    """Every place of the document that sets a deadline, in order; the longest first where several begin."""
    found = [*_by_cue(reading, header, dated), *_by_shape(reading, header), *_in_tables(reading, dated)]
    return sorted(found, key=lambda p: (p.span.start, -p.span.end))


def _by_cue(reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> Iterator[Point]:
    """Dates that a cue word stands before, the days a task may take, and the days of a plan's schedule."""
    for found in dated:
        if found.interval.latest is None or found.rule in ("date.term", "date.lunar", "date.lunar_named"):
            continue
        if not reading.structure.in_body(found.span):
            continue
        cue = _cue_before(found, reading)
        if cue is None:
            if _is_range(found) and _is_task_window(found, reading, header):
                yield Point(found.span, "within", found.rule, found.interval)
            elif _is_scheduled(found, reading, header):
                yield Point(found.span, "within" if found.interval.earliest != found.interval.latest else "on", "deadline.schedule", found.interval)
        elif cue.entry["strength"] == "strong" or _is_duty(cue, found, reading, header):
            yield Point(Span(cue.span.start, found.span.end), _kind(cue, found), cue.entry.id, found.interval)


def _is_range(found: DatedSpan) -> bool:
    return found.interval.extent == "throughout" and found.rule.startswith("date.range")


def _is_task_window(found: DatedSpan, reading: Reading, header: Header) -> bool:
    """từ ngày ... đến ngày ... within an order to someone, or what a plan says somebody does: the days the task
    may take. The days of an event, or of a closure, are none."""
    sentence = reading.structure.sentence_at(found.span.start)
    before = Span(sentence.start, found.span.start)
    if reading.search("cue.done", before.start, before.end) or reading.search("deadline.no_task", before.start, before.end):
        return False
    if reading.annotations.within("duty_orders", before) and reading.annotations.within("duty_verbs", before):
        return True
    if not directs(header) or reading.annotations.within("event_nouns", before):
        return False
    return any(clause_doer(Span(start, before.end), reading) is not None for start in _clause_starts(before, reading))


def _clause_starts(before: Span, reading: Reading) -> list[int]:
    """Where the clause that ends before a date may begin: at the sentence, behind its last ; or colon."""
    cut = max(reading.view.rfind(mark, before.start, before.end) for mark in (";", ":"))
    return [before.start] if cut < 0 else [before.start, cut + 2]


def _is_scheduled(found: DatedSpan, reading: Reading, header: Header) -> bool:
    """"- Tháng 11/2023: Ban hành kế hoạch ...": a line of a plan that opens with its time, and what is done then."""
    line = reading.structure.line_at(found.span.start)
    if line is None or header.type_code not in _SCHEDULES or found.rule in ("date.year", "date.relative_day", "date.same_day"):
        return False
    opens = reading.match("deadline.schedule_opens", line.content, found.span.start)
    mark = reading.match("deadline.schedule_mark", found.span.end, line.end)
    if mark is None or (found.span.start > line.content and (opens is None or opens.end() != found.span.start)):
        return False
    if reading.annotations.within("event_nouns", Span(mark.end(), min(line.end, mark.end() + 40))):
        return False
    if found.interval.earliest == found.interval.latest:  # a single day is that of a duty, not of a turn or a visit
        told = reading.annotations.within("duty_verbs", Span(mark.end(), line.end))
        if not any(hit.entry["strength"] == "strong" for hit in told):
            return False
        return clause_doer(Span(mark.end(), line.end), reading) is not None
    return clause_doer(Span(mark.end(), line.end), reading) is not None or opens_with_act(mark.end(), reading)


def _cue_before(found: DatedSpan, reading: Reading) -> Hit | None:
    line = reading.structure.line_at(found.span.start)
    if line is None:
        return None
    near = Span(max(line.start, found.span.start - _FARTHEST_CUE), found.span.start + 12)
    for hit in reversed(reading.annotations.within("deadline_cues", near)):
        if hit.span.start < found.span.start and reading.fills("deadline.link", hit.span.end, found.span.start):
            return hit
    return None


def _kind(cue: Hit, found: DatedSpan) -> str:
    kind = cue.entry["kind"]
    if found.interval.extent == "within" and (kind == "on" or cue.entry["id"] == "cue.nhan"):
        return "within"
    return kind


def _is_duty(cue: Hit, found: DatedSpan, reading: Reading, header: Header) -> bool:
    """A weak cue counts where something is ordered: a duty verb nearby, or a doer that does something, and not
    told as done."""
    line = reading.structure.line_at(cue.span.start)
    if line is None or found.rule.startswith("date.relative") or _lies_back(found, header):
        return False
    if cue.entry["id"] == "cue.tu_nay" and found.rule == "date.year":
        return False  # "từ nay đến năm 2030": how far a programme looks ahead
    sentence = reading.structure.sentence_at(cue.span.start)
    if reading.search("cue.done", sentence.start, cue.span.start):
        return False
    directive = directs(header)
    if cue.entry["id"] == "cue.thoi_gian":
        return directive and _is_label(cue, found, line, reading)
    verbs = reading.annotations.within("duty_verbs", sentence)
    near = [hit for hit in verbs if -200 < hit.span.start - cue.span.start < 60]
    strong = any(hit.entry["strength"] == "strong" for hit in near)
    if not near and not (directive and _somebody_acts(Span(sentence.start, cue.span.start), reading)):
        return False
    if cue.entry["kind"] == "on":
        if found.rule == "date.year" or reading.search("deadline.bounds_only", sentence.start, cue.span.start):
            return False
        return any(hit.entry["strength"] == "strong" and -70 < hit.span.start - cue.span.start < 0 for hit in near) and found.interval.certainty != "planned"
    told = reading.search("cue.ordered", sentence.start, cue.span.start) is not None
    if cue.entry["kind"] == "within":
        one_day = found.interval.earliest == found.interval.latest
        if one_day or found.rule == "date.year":
            handed_in = any(hit.entry["strength"] == "strong" and -90 < hit.span.start - cue.span.start < 0 for hit in near)
            return told and one_day and handed_in
        return (told or line.kind == "item" or directive) and found.interval.extent == "within"
    if told or (line.kind == "item" and (strong or directive)) or (strong and directive):
        return True
    if directive and _somebody_acts(Span(sentence.start, cue.span.start), reading):
        return True
    promised = reading.search("cue.promised", sentence.start, cue.span.start) is not None
    return (strong or promised) and duty_at(Span(cue.span.start, found.span.end), reading).responsible is not None


def _lies_back(found: DatedSpan, header: Header) -> bool:
    """A full date long before the document's own day tells of what was: "người nghỉ hưu trước ngày 01/01/1995"."""
    if header.genre == "news" or header.day is None or found.interval.latest is None:
        return False
    return found.interval.certainty == "stated" and found.interval.latest < dating.shift(header.day, -_STILL_OPEN)


def _is_label(cue: Hit, found: DatedSpan, line: Line, reading: Reading) -> bool:
    """"Thời gian thực hiện: tháng 5" as a line; "thời gian: tháng 5" also behind the doer in brackets. A single day
    behind a bare "Thời gian:" is when an event is held."""
    bare = reading.view[cue.span.start : cue.span.end].endswith(":")
    if bare and found.interval.earliest == found.interval.latest:
        return False
    if cue.span.start == line.content and not bare:
        return True
    return duty_at(Span(cue.span.start, found.span.end), reading).responsible is not None


def _somebody_acts(before: Span, reading: Reading) -> bool:
    return clause_doer(before, reading) is not None


def _by_shape(reading: Reading, header: Header) -> Iterator[Point]:
    for annotation in reading.annotations.of("deadline"):
        if reading.structure.in_body(annotation.span) and (annotation.rule not in _NEED_AN_ORDER or _orders(annotation, reading, header)):
            yield Point(annotation.span, str(annotation.constants["kind"]), annotation.rule, None, annotation)


def _orders(annotation: Annotation, reading: Reading, header: Header) -> bool:
    """Told as a duty: in a list item that begins with its doer, or in a document that directs."""
    line = reading.structure.line_at(annotation.span.start)
    if line is None or reading.search("cue.done", reading.structure.sentence_at(annotation.span.start).start, annotation.span.start):
        return False
    return (directs(header) or line.kind == "item") and duty_at(annotation.span, reading).responsible is not None


def _in_tables(reading: Reading, dated: Sequence[DatedSpan]) -> Iterator[Point]:
    """Dates in the column of a task table that holds when each task is due."""
    for found in dated:
        line = reading.structure.line_at(found.span.start)
        if line is None or line.cell is None or line.cell.is_header or column_role(line.cell.header, reading) != "due":
            continue
        cue = _cue_before(found, reading)
        kind = cue.entry["kind"] if cue is not None else ("within" if found.interval.extent == "within" else "no_later_than")
        yield Point(line.span if len(line.span) < 80 else found.span, kind, cue.entry.id if cue else "deadline.table", found.interval)


