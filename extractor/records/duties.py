"""A place in the outline in, the duty that stands there out: who is responsible, with whom, and what
must be done. Found in this order: the columns of a task table; the head of the list item ("Quận, huyện:
..."); who is ordered ("Giao Sở Nội vụ ..."); the subject of the sentence; the heading above."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.bodies import body_at
from extractor.structure import Line

_EDGE = " \n\t,;:.()-–*•+"


@dataclass(frozen=True, slots=True)
class Duty:
    """responsible, cooperating: as printed. task: where what must be done begins, after the subject."""

    responsible: Span | None = None
    cooperating: Span | None = None
    obligation: Span | None = None


def duty_at(point: Span, reading: Reading) -> Duty:
    """The duty whose deadline stands at `point`."""
    line = reading.structure.line_at(point.start)
    if line is None:
        return Duty()
    if line.cell is not None:
        return _in_table(line, reading)
    sentence = reading.structure.sentence_at(point.start)
    head = item_head(line, reading)
    who, task = (head, Span(_after(head, reading), sentence.end)) if head is not None else _ordered_or_subject(sentence, reading)
    if head is not None and sentence.start > task.start:
        task = Span(sentence.start, sentence.end)
    if who is None:
        who = _from_above(line, reading)
    return Duty(who, _cooperating(sentence, reading), _task(task, point, line, reading))


def item_head(line: Line, reading: Reading) -> Span | None:
    """"Quận, huyện" of the item "- Quận, huyện: chậm nhất ..."; None where the head names no doer."""
    match = reading.match("duty.item_head", line.content, line.end)
    if match is None or reading.match("duty.not_a_body", line.content, line.end):
        return None
    start, end = match.span("who")
    order = reading.annotations.at("duty_orders", start)
    if order is not None and order.span.end < end:
        start = order.span.end + 1
    return Span(start, end) if not _has_duty(Span(start, end), reading) else None


def _has_duty(span: Span, reading: Reading) -> bool:
    return any(hit.entry["strength"] == "strong" for hit in reading.annotations.within("duty_verbs", span))


def _after(head: Span, reading: Reading) -> int:
    return reading.view.index(":", head.end) + 1


def _ordered_or_subject(sentence: Span, reading: Reading) -> tuple[Span | None, Span]:
    start = sentence.start
    order = reading.annotations.at("duty_orders", start)
    if order is None:
        order = next(iter(reading.annotations.within("duty_orders", Span(start, min(sentence.end, start + 90)))), None)
    begin = order.span.end + 1 if order is not None else start
    doer = _doer(begin, sentence.end, reading)
    if doer is not None:
        return doer, Span(doer.end, sentence.end)
    return None, Span(begin, sentence.end)


def _doer(begin: int, limit: int, reading: Reading) -> Span | None:
    """The bodies that stand from `begin` up to the verb of what they must do."""
    first = begin
    for _ in range(12):
        plural = regex.match(r"(?:(?:[Cc]ác|[Mm]ỗi|[Tt]oàn bộ|[Tt]hủ trưởng|[Ll]ãnh đạo|[Đđ]ồng chí|[Cc]ơ quan|[Đđ]ơn vị)[ ])+", reading.view[first:limit])
        inside = first + (plural.end() if plural else 0)
        body = body_at(inside, reading, any_name=reading.view[inside : inside + 1].isupper())
        end = body.end if body is not None else _common_body(inside, limit, reading)
        if end is None or end > limit:
            return None
        modal = reading.match("duty.modal", end, limit)
        if modal is not None:
            return Span(begin, end)
        link = regex.match(r"(?:,| và|;)[ ](?:và )?", reading.view[end:limit])
        if link is None:
            return None
        first = end + link.end()
    return None


def _common_body(begin: int, limit: int, reading: Reading) -> int | None:
    match = regex.match(r"(?:các |cấp )?(?:sở|ban|ngành|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|địa phương|cơ quan|đơn vị|đoàn thể|tỉnh|đặc khu|cấp xã|cấp huyện|cấp tỉnh|thôn|khu phố|trường học|trường|tổ chức)(?:(?:,| và) (?:các )?(?:sở|ban|ngành|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|địa phương|cơ quan|đơn vị|đoàn thể|tỉnh|đặc khu|thôn|trường))*(?:[ ](?:có liên quan|liên quan|trực thuộc))?", reading.view[begin:limit], regex.IGNORECASE)
    return begin + match.end() if match else None


def _from_above(line: Line, reading: Reading) -> Span | None:
    for above in reading.structure.ancestors(line):
        start = above.content
        order = reading.annotations.at("duty_orders", start)
        if order is not None:
            start = order.span.end + 1
        if reading.match("duty.not_a_body", start, above.end):
            continue
        inside = start + len(_plural(reading.view[start : above.end]))
        if body_at(inside, reading, any_name=False) is not None or order is not None or _common_body(start, above.end, reading) is not None:
            end = above.end
            while end > start and reading.view[end - 1] in _EDGE:
                end -= 1
            cut = reading.view.find(":", start, end)
            end = cut if cut > 0 else end
            return Span(start, end) if 2 < end - start < 240 else None
    return None


def _plural(text: str) -> str:
    match = regex.match(r"(?:Các|các|Thủ trưởng các|Lãnh đạo các)[ ]", text)
    return match[0] if match else ""


def _cooperating(sentence: Span, reading: Reading) -> Span | None:
    for annotation in reading.annotations.of_within("cooperating", sentence):
        return annotation.groups["with"]
    return None


def _task(task: Span, point: Span, line: Line, reading: Reading) -> Span | None:
    """What must be done: the words from the subject to the deadline, else those after it, else the
    governing line."""
    before = _trim(Span(task.start, max(task.start, point.start)), reading)
    if before is not None and _is_task(before, reading):
        return before
    after = _trim(Span(min(point.end, task.end), task.end), reading)
    if after is not None and _is_task(after, reading):
        return after
    for above in reading.structure.ancestors(line):
        words = _trim(Span(above.content, above.end), reading)
        if words is not None and _is_task(words, reading):
            return words
    return before if before is not None and len(before) > 3 else None


def _is_task(span: Span, reading: Reading) -> bool:
    return bool(reading.annotations.within("duty_verbs", span)) or len(span) > 30


def _trim(span: Span, reading: Reading) -> Span | None:
    start, end = span.start, span.end
    while start < end and reading.view[start] in _EDGE:
        start += 1
    while end > start and reading.view[end - 1] in _EDGE:
        end -= 1
    return Span(start, end) if start < end else None


def _in_table(line: Line, reading: Reading) -> Duty:
    assert line.cell is not None
    who = cooperating = what = None
    for cell in reading.structure.row(line.cell):
        assert cell.cell is not None
        role = column_role(cell.cell.header, reading)
        if role == "who" and who is None:
            who = cell.span
        elif role == "with" and cooperating is None:
            cooperating = cell.span
        elif role == "what" and what is None:
            what = cell.span
    return Duty(who, cooperating, what)


def column_role(header: str, reading: Reading) -> str | None:
    """What a column of a task table holds: "due", "who", "with" or "what"; None for any other."""
    rule = reading.rules.rule("duty.table_column")
    match = rule.pattern.match(header.strip()) if rule is not None else None
    return next((name for name in ("due", "who", "with", "what") if match[name]), None) if match else None
