"""A place in the outline in, the duty that stands there out: who is responsible, with whom, and what
must be done. Found in this order: the columns of a task table; the head of the list item ("Quận, huyện:
..."); who is ordered ("Giao Sở Nội vụ ..."); the subject of the sentence; the heading above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.doers import acts_at, clause_doer, known_body, opens_with_act, subject_at
from extractor.structure import Line

_CLAUSE_CUT = regex.compile(r";[ \n]*|:[ \n]+|,[ ]để[ ](?=\p{Lu})")
_OPENED = regex.compile(r"[^,.;:\n()]{0,40}\)?[,:][ \n]+")
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
    who, task = _ordered_or_subject(line, sentence, point, reading)
    who = _in_brackets(point, sentence, reading) or _labelled(line, point, reading) or who
    head = item_head(line, reading) if who is None else None
    if head is not None:
        who, task = head, Span(_after(head, reading), sentence.end)
    if who is None:
        who = _after_point(point, sentence, reading)
    if who is None:
        who = _from_above(line, reading)
    return Duty(who, _cooperating(sentence, reading), _task(task, point, line, reading))


def _after_point(point: Span, sentence: Span, reading: Reading) -> Span | None:
    """"Trong tháng 3, | Sở Y tế ban hành ...", "Trước ngày 5/12: | Các chi đoàn ...": the doer right behind a
    deadline that opens its clause."""
    before = reading.view[sentence.start : point.start]
    opened = regex.search(r"(?:^|[;:,(])[ ]*$", before) is not None
    mark = _OPENED.match(reading.view, point.end, sentence.end)
    return clause_doer(Span(mark.end(), sentence.end), reading) if opened and mark is not None else None


def _in_brackets(point: Span, sentence: Span, reading: Reading) -> Span | None:
    """"1. Lập tổ giúp việc (| Sở Nội vụ chủ trì; xong trước ...)": the doer named in the same brackets."""
    opened = reading.view.rfind("(", sentence.start, point.start)
    if opened < 0 or ")" in reading.view[opened : point.start]:
        return None
    doer = subject_at(opened + 1, point.start, reading)
    return doer if doer is not None and reading.match("doer.does_in_brackets", doer.end, point.start) else None


def _labelled(line: Line, point: Span, reading: Reading) -> Span | None:
    """"Đơn vị thực hiện: ..." in the line of the deadline, or in a line of the same item beside it."""
    beside = [line] + [other for other in reading.structure.lines[max(0, line.index - 3) : line.index + 4] if _same_item(line, other)]
    for place in beside:
        starts = [place.content] + [m.end() for m in regex.finditer(r"[;,(][ ]|[ ]-[ ]|[.][ ]", reading.view, pos=place.content, endpos=place.end)]
        for start in starts:
            label = reading.match("doer.label", start, place.end)
            if label is not None:
                stop = regex.compile(r"[;.()\n]|$").search(reading.view, label.end(), place.end)
                return _trim(Span(label.end(), stop.start() if stop else place.end), reading)
    return None


def _same_item(line: Line, other: Line) -> bool:
    return other is not line and other.kind != "furniture" and other.parent is not None and (other.parent == line.parent or other.index == line.parent)


def item_head(line: Line, reading: Reading) -> Span | None:
    """"Quận, huyện" of the item "- Quận, huyện: chậm nhất ..."; None where the head names no doer."""
    match = reading.match("duty.item_head", line.content, line.end)
    if match is None or reading.match("duty.not_a_body", line.content, line.end) or reading.match("doer.thing", line.content, line.end):
        return None
    start, end = match.span("who")
    if any(hit.span.end == end for hit in reading.annotations.within("duty_orders", Span(start, end))):
        return None  # "... yêu cầu:" opens a list of orders to others
    order = reading.annotations.at("duty_orders", start)
    if order is not None and order.span.end < end:
        start = order.span.end + 1
    if opens_with_act(start, reading) and not _is_named(start, line, reading):
        return None  # "Thi tốt nghiệp: ...": the head names the work
    return Span(start, end) if not _has_duty(Span(start, end), reading) else None


def _has_duty(span: Span, reading: Reading) -> bool:
    return any(hit.entry["strength"] == "strong" for hit in reading.annotations.within("duty_verbs", span))


def _after(head: Span, reading: Reading) -> int:
    return reading.view.index(":", head.end) + 1


def _ordered_or_subject(line: Line, sentence: Span, point: Span, reading: Reading) -> tuple[Span | None, Span]:
    """Who the clause of the deadline orders or begins with; a clause without a doer inherits the one
    before it: of the sentence; of the whole line in a list item, and where the sentence begins with the
    thing to be handed in ("Báo cáo gửi về ..."). Also where that clause's task begins."""
    doer: Span | None = None
    task = sentence
    whole = line.kind == "item" or reading.match("doer.thing", sentence.start, sentence.end) is not None
    scope = Span(line.content, line.end) if whole else sentence
    for clause in _clauses(scope, line, reading):
        if clause.start > point.start:
            break
        end = min(clause.end, point.start) if point.start > clause.start else clause.end
        found = clause_doer(Span(clause.start, end), reading)
        doer = found or doer
        task = Span(found.end if found is not None else clause.start, clause.end)
    return doer, Span(max(task.start, sentence.start), max(task.end, sentence.start))


def _clauses(scope: Span, line: Line, reading: Reading) -> Iterator[Span]:
    """The clauses of the sentences of a line that lie in the scope, cut at ; and at a colon."""
    for sentence in reading.structure.sentences(line):
        start = max(sentence.start, scope.start)
        end = min(sentence.end, scope.end)
        for cut in _CLAUSE_CUT.finditer(reading.view, start, end):
            if cut.start() > start:
                yield Span(start, cut.start())
            start = cut.end()
        if start < end:
            yield Span(start, end)


def _from_above(line: Line, reading: Reading) -> Span | None:
    for above in reading.structure.ancestors(line):
        ordered = _ordered_above(above, reading)
        if ordered is not None:
            return ordered
        start = above.content
        lead = reading.match("duty.heading_lead", start, above.end)
        order = reading.annotations.at("duty_orders", start)
        if lead is not None:
            start = lead.end()
        elif order is not None and not order.entry["decoy"]:
            start = order.span.end + 1
        if reading.match("duty.not_a_body", start, above.end):
            continue
        told = reading.search("duty.tells", start, above.end) is not None or len(above.span) > 150
        if lead is not None or order is not None or (not told and (_is_named(start, above, reading) or _names_doers(above, reading))):
            end = above.end
            while end > start and reading.view[end - 1] in _EDGE:
                end -= 1
            cut = reading.view.find(":", start, end)
            end = cut if cut > 0 else end
            doer = subject_at(start, end, reading)
            if doer is not None and acts_at(doer.end, end, reading):
                return doer  # "1. Sở Y tế chủ trì, phối hợp với các đơn vị:"
            return Span(start, end) if 2 < end - start < 240 else None
    return None


def _ordered_above(above: Line, reading: Reading) -> Span | None:
    """"Ủy ban nhân dân tỉnh yêu cầu các sở, ngành thực hiện các việc sau:": who the list below is for."""
    if not reading.view[above.start : above.end].rstrip().endswith(":"):
        return None
    clauses = list(_clauses(Span(above.content, above.end - 1), above, reading))
    if not clauses or all(hit.entry["decoy"] for hit in reading.annotations.within("duty_orders", clauses[-1])):
        return None
    return clause_doer(clauses[-1], reading)


def _is_named(start: int, above: Line, reading: Reading) -> bool:
    """A heading that is, or begins with, a doer of the lists or under a head noun."""
    if known_body(start, above.end, reading) is not None:
        return True
    return reading.match("doer.head", start, above.end) is not None and len(reading.view[start : above.end].split()) <= 14


def _names_doers(above: Line, reading: Reading) -> bool:
    """A short heading without a verb, in the part of a plan that hands out the work, names who does it."""
    if reading.annotations.at("bodies", above.content) is not None and len(reading.view[above.content : above.end].split()) <= 10:
        return True  # "Cục | Thú y": the list knows the head of the name
    if above.level < 4 or len(above.span) > 110 or reading.annotations.within("duty_verbs", above.span):
        return False
    return any(reading.match("duty.section", section.content, section.end) for section in reading.structure.ancestors(above))


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
    words = reading.view[span.start : span.end].split()
    modal = reading.match("duty.modal_alone", span.start, span.end)
    return bool(reading.annotations.within("duty_verbs", span)) or len(words) > (2 if modal is not None else 4)


def _trim(span: Span, reading: Reading) -> Span | None:
    start, end = span.start, span.end
    while start < end and reading.view[start] in _EDGE:
        start += 1
    while end > start and reading.view[end - 1] in _EDGE:
        end -= 1
    while end < span.end and reading.view[end] == ")" and "(" in reading.view[start:end]:
        end += 1
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
