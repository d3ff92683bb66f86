"""A header in, Outcomes out: what NĐ 30/2020/NĐ-CP asks of an administrative document and this one lacks or
writes otherwise. Notes, never errors: a component that was not read may still be on the paper. Looked at are
documents of state bodies from 5 March 2020 on that show their form (the state name at their head, or pages):
a portal's page that prints the body alone proves nothing. Components stand in rules/lists/form_components.csv,
type abbreviations in document_types.csv."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.audit.report import Outcome, make_finding
from extractor.facts import Header
from extractor.model import Document, Span
from extractor.rules import RuleSet
from extractor.text import squeeze

MISSING, WRITTEN = "form_missing", "form_written"
_SINCE = "2020-03-05"  # NĐ 30/2020/NĐ-CP is in force from this day
_HEAD = 1_500  # characters in which the state name stands
_MISSING_MESSAGE = ("Thiếu thành phần thể thức (NĐ 30/2020/NĐ-CP, điều 8).", "A component of the form is missing (Decree 30/2020, article 8).")
_NUMBER_MESSAGE = ("Số nhỏ hơn 10 phải ghi thêm số 0 phía trước (NĐ 30/2020, phụ lục I).", "Numbers below 10 take a leading zero (Decree 30/2020, annex I).")
_DATE_MESSAGE = (
    "Ngày dưới 10 và tháng 1, 2 phải ghi thêm số 0 phía trước; các tháng khác thì không (NĐ 30/2020, phụ lục I).",
    "Days below 10 and months 1 and 2 take a leading zero, other months do not (Decree 30/2020, annex I).",
)
_TYPE_MESSAGE = ("Chữ viết tắt tên loại không có trong NĐ 30/2020, phụ lục III.", "The type abbreviation is not in Decree 30/2020, annex III.")


def check_form(document: Document, rules: RuleSet, header: Header, view: str) -> Iterator[Outcome]:
    if header.genre != "administrative" or header.issued_on is None or header.issued_on < _SINCE or not _shows_its_form(document, rules, view):
        return
    yield from _missing(document, rules, header)
    yield from _number(document, header)
    yield from _date(document, rules, header, view)
    yield from _type(document, rules, header)


def _shows_its_form(document: Document, rules: RuleSet, view: str) -> bool:
    rule = rules.rule("audit.state_name")
    return bool(document.pages) or (rule is not None and rule.pattern.search(view, 0, _HEAD) is not None)


def _missing(document: Document, rules: RuleSet, header: Header) -> Iterator[Outcome]:
    words = rules.lists.get("form_components")
    absent = [entry for entry in (words.entries if words else ()) if not any(getattr(header, field) for field in entry["fields"].split("|"))]
    place = _place(header, "type", "title", "issuer", "number", "issued_on")
    if absent and place is not None:
        expected = ", ".join(entry.phrases[0] for entry in absent)
        finding = make_finding(document, MISSING, "note", _MISSING_MESSAGE, expected=expected, actual="không đọc thấy (not read)", spans=(place,))
        yield Outcome(finding, "", tuple(entry.id for entry in absent))


def _number(document: Document, header: Header) -> Iterator[Outcome]:
    place = _place(header, "number")
    if header.ordinal is not None and len(header.ordinal) == 1 and header.ordinal.isdigit() and place is not None:
        finding = make_finding(document, WRITTEN, "note", _NUMBER_MESSAGE, expected=f"0{header.number}", actual=header.number or "", spans=(place,))
        yield Outcome(finding, "number", ())


def _date(document: Document, rules: RuleSet, header: Header, view: str) -> Iterator[Outcome]:
    place, rule = _place(header, "issued_on"), rules.rule("audit.day_in_words")
    match = rule.pattern.search(view, place.start, place.end) if rule and place else None
    if match is None or place is None:
        return
    day, month = match["day"], match["month"]
    right = (f"{int(day):02}", f"{int(month):02}" if int(month) < 3 else str(int(month)))
    if (day, month) != right:
        expected, actual = f"ngày {right[0]} tháng {right[1]}", squeeze(document.quote(Span(*match.span())))
        yield Outcome(make_finding(document, WRITTEN, "note", _DATE_MESSAGE, expected=expected, actual=actual, spans=(place,)), "date", ())


def _type(document: Document, rules: RuleSet, header: Header) -> Iterator[Outcome]:
    place, words = _place(header, "number"), rules.lists.get("document_types")
    if header.type_code is None or place is None or words is None:
        return
    if header.type_code in rules.derive("audit.type_codes", _type_codes):
        return
    meant = [entry for entry in words.entries if header.type_code in entry["code_variants"].split("|")]
    expected = ", ".join(f"{e.phrases[0]}: {e['code'] or 'không có chữ viết tắt (none)'}" for e in meant) or "phụ lục III"
    yield Outcome(make_finding(document, WRITTEN, "note", _TYPE_MESSAGE, expected=expected, actual=header.number or "", spans=(place,)), "type", ())


def _type_codes(rules: RuleSet) -> frozenset[str]:
    """The abbreviations of annex III."""
    return frozenset(code for entry in rules.lists["document_types"].entries for code in entry["code"].split("|") if code)


def _place(header: Header, *fields: str) -> Span | None:
    """Where the first of these header fields stands in the text."""
    for field in fields:
        evidence = header.evidence.get(field)
        if evidence is not None and evidence.span is not None:
            return evidence.span
    return None
