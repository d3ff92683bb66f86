"""A clause in, who it says must do something out (cơ quan, người chịu trách nhiệm): the body that is ordered
(giao, đề nghị, yêu cầu ...), else the subject that the clause begins with. A subject is a name of the lists, a
person, or a head noun with all that completes it - "Công chức phụ trách lao động" - up to the word where its
doing begins. Serves duties.py."""

from __future__ import annotations

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.bodies import body_at

_LIST_LINK = regex.compile(r",[ \n](?:và[ ])?|[ \n]và[ ]")
_WORD = regex.compile(r"[ \n]+(?=[\p{L}\d])|[ ]-[ ](?=\p{L})")
_NAME = regex.compile(r"[\p{L}\d&'./+-]*[\p{L}\d]")
_PROPER = regex.compile(r"\p{Lu}[\p{L}\d]*(?:[ -]{1,3}\p{Lu}[\p{L}\d]*){0,5}(?!\p{L})")
_STOPS = regex.compile(r"[,;:.()\n]|\Z")
_ENDS = regex.compile(r"[ \n]*(?:[,:(]|\Z)")
_BEFORE_ORDER = regex.compile(r"(?:^|[,:;(]|\bvà|\bđồng thời)[ \n]*$")
_LONGEST_COMPLETION = 18  # words between a head noun and its verb
_FARTHEST_ORDER = 260


def clause_doer(clause: Span, reading: Reading) -> Span | None:
    """Who the clause orders or begins with; None where neither is a doer."""
    begin = _past_leads(clause.start, clause.end, reading)
    subject = subject_at(begin, clause.end, reading)
    ordered = None
    for order in reading.annotations.within("duty_orders", Span(clause.start, min(clause.end, clause.start + _FARTHEST_ORDER))):
        if order.entry["decoy"]:
            continue
        behind_subject = subject is not None and order.span.start - subject.end < 24
        if subject is None or behind_subject or _BEFORE_ORDER.search(reading.view[clause.start : order.span.start]):
            start = _past_leads(order.span.end + 1, clause.end, reading)
            found = subject_at(start, clause.end, reading)
            opens = order.span.start <= begin or (subject is None and order.entry["to"] != "named")
            if found is not None and (opens or order.entry["to"] != "named" or _is_named(found, reading)):
                ordered = found
    return ordered or subject


def _is_named(doer: Span, reading: Reading) -> bool:
    """"giao Sở Y tế ..." hands the duty on; "phân công từng thành viên phụ trách ..." is itself the duty."""
    return known_body(doer.start, doer.end, reading) is not None or reading.match("doer.person", doer.start, doer.end) is not None


def _past_leads(begin: int, limit: int, reading: Reading) -> int:
    for _ in range(3):
        lead = reading.match("doer.lead", begin, limit)
        if lead is None:
            break
        begin = lead.end()
    return begin


def subject_at(begin: int, limit: int, reading: Reading) -> Span | None:
    """The doer, or list of doers, that begins here and is followed by what it must do (or by a mark)."""
    first, end, certain = begin, None, False
    for _ in range(14):
        found = _one(first, limit, reading) or (_proper(first, limit, reading) if end is not None else None)
        if found is None:
            break
        end, certain = found
        link = _LIST_LINK.match(reading.view, end, limit)
        if link is None:
            break
        first = link.end()
    if end is None or end <= begin:
        return _capitalised(begin, limit, reading)
    return Span(begin, end) if certain or acts_at(end, limit, reading) or _ENDS.match(reading.view, end, limit) else None


def acts_at(position: int, limit: int, reading: Reading) -> bool:
    """True where what somebody does begins behind a blank, or a comma, at `position`."""
    gap = regex.compile(r"[ \n]+|,[ \n]+").match(reading.view, position, limit)
    return gap is not None and reading.match("doer.act", gap.end(), limit) is not None


def opens_with_act(first: int, reading: Reading) -> bool:
    """"Chủ trì, phối hợp ...", "Tổ chức hội nghị": what opens an item is the doing itself, not its doer."""
    rule = reading.rules.rule("doer.act")
    return rule is not None and rule.pattern.match(reading.annotations.lower, first) is not None


def _one(first: int, limit: int, reading: Reading) -> tuple[int, bool] | None:
    """The end of the one doer that begins here; and whether it is one whatever follows."""
    person = reading.match("doer.person", first, limit)
    if person is not None:
        return _with_office(person.end(), limit, reading), True
    named = reading.match("doer.named_by_act", first, limit) if not opens_with_act(first, reading) else None
    if named is not None and reading.view[named.end() : named.end() + 1] == ":":
        return named.end(), True
    if named is not None and (acts_at(named.end(), limit, reading) or _completed(named.end(), limit, reading, marks=False) is not None):
        return _completed(named.end(), limit, reading, marks=False) or named.end(), True
    known = known_body(first, limit, reading)
    if known is not None and (acts_at(known, limit, reading) or _ENDS.match(reading.view, known, limit)):
        return known, True
    head = reading.match("doer.head", first, limit)
    if head is not None and not opens_with_act(first, reading):
        end = _completed(max(head.end(), known or 0), limit, reading, marks=True)
        if end is not None:
            return end, False
    if known is not None and reading.annotations.at("roles", first) is not None:
        return _completed(known, limit, reading, marks=True) or known, True
    return (known, True) if known is not None and _may_end(known, limit, reading) else None


def _proper(first: int, limit: int, reading: Reading) -> tuple[int, bool] | None:
    """"Bưu điện tỉnh, | Viettel Lào Cai, VNPT Lào Cai bảo đảm": a proper name further on in a list of doers."""
    name = _PROPER.match(reading.view, first, limit)
    if name is None or opens_with_act(first, reading):
        return None
    goes_on = reading.view[name.end() : name.end() + 1] == "," or acts_at(name.end(), limit, reading)
    return (name.end(), False) if goes_on else None


def _may_end(end: int, limit: int, reading: Reading) -> bool:
    """A name of the lists that another capitalised word goes on with is only the head of a longer one."""
    return regex.compile(r" \p{Lu}").match(reading.view, end, limit) is None


def _with_office(end: int, limit: int, reading: Reading) -> int:
    """Past ", Giám đốc Sở Y tế" behind a person."""
    mark = reading.match("doer.office_behind", end, limit)
    if mark is None:
        return end
    office = known_body(mark.end(), limit, reading)
    if office is None or reading.annotations.at("roles", mark.end()) is None:
        return end
    return _completed(office, limit, reading, marks=True) or office


def known_body(first: int, limit: int, reading: Reading) -> int | None:
    """The end of the body or office that the lists know at `first`, with the places that complete it."""
    inside, body = first, body_at(first, reading, any_name=False)
    before = reading.match("doer.before_body", first, limit) if body is None else None
    if before is not None:
        inside, body = before.end(), body_at(before.end(), reading, any_name=False)
    named = body is not None and (reading.view[inside].isupper() or reading.annotations.at("bodies", inside) is not None)
    if body is not None and named and body.end <= limit:
        many = reading.match("duty.body_of_many", body.end, limit)
        end = many.end() if many is not None else body.end
    else:
        common = reading.match("duty.common_body", first, limit)
        if common is None:
            return None
        end = common.end()
    modifier = reading.match("duty.modifier", end, limit)
    return modifier.end() if modifier is not None else end


def _completed(start: int, limit: int, reading: Reading, *, marks: bool) -> int | None:
    """Where the words behind a head noun end: before the first word that does something, or with `marks`
    before a comma, a colon or a bracket. None where a sentence goes on without either."""
    position = start
    for _ in range(_LONGEST_COMPLETION):
        if acts_at(position, limit, reading):
            return position if reading.view[position] != "," or marks else None
        stop = _STOPS.match(reading.view, position, limit)
        if stop is not None and stop[0] not in ("\n",):
            more = reading.match("duty.body_of_many", position, limit)
            if more is not None and reading.view[position] == ",":
                position = more.end()
                continue
            ended = position < limit or reading.view[limit : limit + 1] == ":"
            return position if marks and ended and stop[0] in (",", ":", "(", "") else None
        gap = _WORD.match(reading.view, position, limit)
        if gap is None:
            return None
        word = _NAME.match(reading.view, gap.end(), limit)
        if word is None:
            return None
        position = word.end()
    return None


def _capitalised(begin: int, limit: int, reading: Reading) -> Span | None:
    """"Thư viện cấp huyện | gửi báo cáo": a short capitalised phrase that no list knows right before a verb."""
    if begin >= limit or not reading.view[begin].isupper() or opens_with_act(begin, reading) or reading.match("duty.no_subject", begin) or reading.match("doer.thing", begin):
        return None
    first = _NAME.match(reading.view, begin, limit)
    end = _completed(first.end(), limit, reading, marks=False) if first is not None else None
    if end is None:
        return None
    words = reading.view[begin:end]
    if reading.search("doer.unfinished", begin, end):
        return None
    plural = reading.match("duty.many", begin) is not None
    if not 1 < len(words.split()) <= (14 if plural else 9) or regex.search(r"\d", words) or reading.search("duty.tells", begin, end):
        return None
    return Span(begin, end)
