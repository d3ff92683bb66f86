"""A place in the outline in, the duty that stands there out: who is responsible, with whom, and what
must be done. Found in this order: the columns of a task table; the head of the list item ("Quận, huyện:
..."); who is ordered ("Giao Sở Nội vụ ..."); the subject of the sentence; the heading above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.bodies import body_at
from extractor.structure import Line

_PLURAL = regex.compile(r"(?:(?:các|mỗi|từng|toàn bộ|thủ trưởng|lãnh đạo|đồng chí)[ ]){1,3}", regex.IGNORECASE)
_LIST_LINK = regex.compile(r",[ \n](?:và[ ])?|[ \n]và[ ]")
_DOES = regex.compile(r"[ \n,:]|\Z|$")
_CLAUSE_CUT = regex.compile(r";[ \n]*|:[ \n]+|,[ ]để[ ](?=\p{Lu})")
_UNFINISHED = regex.compile(r" \p{Lu}")  # "Cục | Y tế dự phòng": the list knows only the head of the name
_COMMA = regex.compile(r"[^,.;:\n]{0,40},[ \n]+")
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
    who, task = _ordered_or_subject(line, sentence, point, reading)
    if head is not None and (who is None or who.start > _after(head, reading) + 2):
        who, task = head, Span(max(_after(head, reading), task.start if who is None else sentence.start), sentence.end)
    if who is None:
        who = _after_point(point, sentence, reading)
    if who is None:
        who = _from_above(line, reading)
    return Duty(who, _cooperating(sentence, reading), _task(task, point, line, reading))


def _after_point(point: Span, sentence: Span, reading: Reading) -> Span | None:
    """"Trong tháng 3, | Sở Y tế ban hành ...": the doer right behind a deadline that opens its clause."""
    before = reading.view[sentence.start : point.start]
    opened = regex.search(r"(?:^|[;:,])[ ]*$", before) is not None
    comma = _COMMA.match(reading.view, point.end, sentence.end)
    return _doer(comma.end(), sentence.end, reading) if opened and comma is not None else None


def item_head(line: Line, reading: Reading) -> Span | None:
    """"Quận, huyện" of the item "- Quận, huyện: chậm nhất ..."; None where the head names no doer."""
    match = reading.match("duty.item_head", line.content, line.end)
    if match is None or reading.match("duty.not_a_body", line.content, line.end):
        return None
    start, end = match.span("who")
    if any(hit.span.end == end for hit in reading.annotations.within("duty_orders", Span(start, end))):
        return None  # "... yêu cầu:" opens a list of orders to others
    order = reading.annotations.at("duty_orders", start)
    if order is not None and order.span.end < end:
        start = order.span.end + 1
    return Span(start, end) if not _has_duty(Span(start, end), reading) else None


def _has_duty(span: Span, reading: Reading) -> bool:
    return any(hit.entry["strength"] == "strong" for hit in reading.annotations.within("duty_verbs", span))


def _after(head: Span, reading: Reading) -> int:
    return reading.view.index(":", head.end) + 1


def _ordered_or_subject(line: Line, sentence: Span, point: Span, reading: Reading) -> tuple[Span | None, Span]:
    """Who the clause of the deadline orders or begins with; a clause without a doer inherits the one
    before it: of the sentence, in a list item of the whole item. Also where that clause's task begins."""
    doer: Span | None = None
    task = sentence
    scope = Span(line.content, line.end) if line.kind == "item" else sentence
    for clause in _clauses(scope, line, reading):
        if clause.start > point.start:
            break
        found = clause_doer(clause, reading)
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


def clause_doer(clause: Span, reading: Reading) -> Span | None:
    """Who a clause says must do something: its subject; or, where the subject orders (yêu cầu, giao ...),
    the body ordered; else the few words before the verb of the duty."""
    begin = clause.start
    for order in reading.annotations.within("duty_orders", Span(begin, min(clause.end, begin + 120))):
        if order.entry["decoy"]:
            continue
        inside = Span(order.span.end + 1, clause.end)
        doer = _fuller(_doer(inside.start, clause.end, reading), _plain_subject(inside, reading), reading)
        if doer is not None:
            return doer
    return _fuller(_doer(begin, clause.end, reading), _plain_subject(clause, reading), reading)


def _fuller(body: Span | None, subject: Span | None, reading: Reading) -> Span | None:
    """Of the bodies that the lists know and the words up to the verb, the longer where the name plainly goes on."""
    if body is None or subject is None or subject.end <= body.end:
        return body or subject
    goes_on = reading.match("duty.goes_on", body.end) is not None or reading.match("duty.many", subject.start) is not None
    return subject if goes_on else body


def _doer(begin: int, limit: int, reading: Reading) -> Span | None:
    """The bodies that stand from `begin` up to what they must do: one, or a list of them."""
    first, end = begin, None
    for _ in range(12):
        after = _one_body(first, limit, reading)
        if after is None:
            break
        end = after
        link = _LIST_LINK.match(reading.view, end, limit)
        if link is None:
            break
        first = link.end()
    if end is None or end <= begin or not _DOES.match(reading.view, end, limit):
        return None
    modifier = reading.match("duty.modifier", end, limit)
    return Span(begin, modifier.end() if modifier is not None else end)


def _plain_subject(clause: Span, reading: Reading) -> Span | None:
    """"Thư viện cấp huyện | gửi báo cáo": a short capitalised phrase right before a duty verb. A list with
    commas is one where it opens in the plural ("Các ban chuyên môn, Văn phòng | rà soát")."""
    start, limit = clause.start, min(clause.end, clause.start + 110)
    if start >= limit or not reading.view[start].isupper() or reading.match("duty.no_subject", start):
        return None
    verbs = (hit.span.start for hit in reading.annotations.within("duty_verbs", Span(start, limit)))
    modal = reading.search("duty.modal_alone", start, limit)
    end = min([*verbs, *([modal.start()] if modal is not None else [])], default=start)
    words = reading.view[start:end].rstrip()
    plural = reading.match("duty.many", start) is not None
    if not 1 < len(words.split()) <= (14 if plural else 9) or words.endswith(",") or regex.search(r"[.;:()\d]", words):
        return None
    if ("," in words and not plural) or reading.search("duty.tells", start, start + len(words)):
        return None
    return Span(start, start + len(words))


def _one_body(first: int, limit: int, reading: Reading) -> int | None:
    plural = _PLURAL.match(reading.view, first, limit)
    inside = plural.end() if plural else first
    body = body_at(inside, reading, any_name=False)
    named = body is not None and (reading.view[inside].isupper() or reading.annotations.at("bodies", inside) is not None)
    if body is not None and named and body.end <= limit and not _UNFINISHED.match(reading.view, body.end, limit):
        many = reading.match("duty.body_of_many", body.end, limit)
        return many.end() if many is not None else body.end
    common = reading.match("duty.common_body", first, limit)
    return common.end() if common is not None else None


def _from_above(line: Line, reading: Reading) -> Span | None:
    for above in reading.structure.ancestors(line):
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
        if lead is not None or order is not None or (not told and (_one_body(start, above.end, reading) is not None or _names_doers(above, reading))):
            end = above.end
            while end > start and reading.view[end - 1] in _EDGE:
                end -= 1
            cut = reading.view.find(":", start, end)
            end = cut if cut > 0 else end
            return Span(start, end) if 2 < end - start < 240 else None
    return None


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
