"""Citations and heads of all documents in, Findings on how they refer to each other out: one number with two
days of issue, an act leant on after another one repealed it, two documents under one number, and - as notes -
numbers that are cited and not held. A number names one document where it carries its year and a central body gives it
out (15/2016/TT-BVHTTDL). Any other comes again every year and with every body (125/KH-UBND): it is one document's only
within one year and where the body can be told, area and all (audit/issuers.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from extractor.audit.issuers import Issuer, Issuers
from extractor.crosscheck.asked import Row, ask
from extractor.facts import Finding, FindingPlace
from extractor.model import Severity, Span
from extractor.rules import RuleSet
from extractor.store import Archive
from extractor.store.across import CITED_AFTER_REPEAL, DATED_TWICE, DATED_TWICE_IN_A_YEAR, ISSUED_TWICE, NOT_HELD, SAME_NUMBER
from extractor.text import fold, squeeze

DATES, BODIES, REPEALED, HELD, TWICE = "citation_dates", "citation_issuers", "cited_after_repeal", "not_held", "duplicate_number"
_JOINT = "TTLT"  # thông tư liên tịch: several ministries issue it
_DATES_MESSAGE = ("Các văn bản viện dẫn cùng một số với ngày ban hành khác nhau.", "Documents cite one number with different dates of issue.")
_OWN_MESSAGE = ("Ngày được viện dẫn khác với ngày ghi trong chính văn bản đó.", "The date it is cited with is not the one the document itself bears.")
_BODIES_MESSAGE = ("Các văn bản ghi cùng một số là của các cơ quan khác nhau.", "Documents name different bodies as the issuer of one number.")
_REPEALED_MESSAGE = ("Căn cứ vào một văn bản đã bị bãi bỏ hoặc thay thế.", "It leans on an act that had been repealed or replaced.")
_HELD_MESSAGE = ("Văn bản được viện dẫn nhưng không có trong kho.", "Cited, but not held in the archive.")
_TWICE_MESSAGE = ("Hai văn bản khác nhau mang cùng số, cơ quan và năm.", "Two different documents bear one number, issuer and year.")
_COPIES_MESSAGE = ("Một văn bản được lưu nhiều lần.", "One document is held more than once.")
_MOST_PLACES = 20


def references(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    yield from _dated_twice(archive, rules)
    yield from _dated_twice_in_a_year(archive, rules)
    yield from _issued_twice(archive, rules)
    yield from _after_repeal(archive, rules)
    yield from _same_number(archive)
    yield from _not_held(archive)


def _dated_twice(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    for number, group in groupby(ask(archive, DATED_TWICE), key=lambda row: row["number"]):
        rows = list(group)
        if not _is_local(rules, rows[0]):
            yield from _days_of(str(number), rows)


def _dated_twice_in_a_year(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    """Numbers that name one document only together with body and year."""
    issuers = rules.derive("audit.issuers", Issuers)
    for (number, _), group in groupby(ask(archive, DATED_TWICE_IN_A_YEAR), key=lambda row: (row["number"], row["day_year"])):
        rows = list(group)
        if rows[0]["year"] is not None and not _is_local(rules, rows[0]):
            continue
        for issuer, of_one in _by_issuer(issuers, rows).items():
            if len({row["issued_on"] for row in of_one}) > 1 and len({row["document_id"] for row in of_one}) > 1:
                yield from _days_of(f"{number} ({_said(issuer, of_one)})", of_one)


def _days_of(label: str, rows: list[Row]) -> Iterator[Finding]:
    """One document's own day, else the day that most documents say, against the others."""
    own = {row["issued_on"] for row in rows if row["own"]}
    if len(own) > 1:
        return  # two documents bear the number: that is another finding
    documents = Counter(day for day, _ in {(row["issued_on"], row["document_id"]) for row in rows})
    right = next(iter(own)) if own else max(documents, key=lambda day: (documents[day], day))
    wrong = [day for day in documents if day != right]
    expected = f"{label} ngày {_written(right)} ({'theo chính văn bản' if own else f'{documents[right]} văn bản'})"
    actual = "; ".join(f"ngày {_written(day)} ({documents[day]} văn bản)" for day in sorted(wrong))
    first = [row for row in rows if row["issued_on"] == right]
    first.sort(key=lambda row: -row["own"])
    others = [row for row in rows if row["issued_on"] != right]
    yield _finding(DATES, "warning", _OWN_MESSAGE if own else _DATES_MESSAGE, expected, actual, [*first[:3], *others])


def _issued_twice(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    """A note: ministries are renamed, and offices are named for the body they serve."""
    issuers = rules.derive("audit.issuers", Issuers)
    for number, group in groupby(ask(archive, ISSUED_TWICE), key=lambda row: row["number"]):
        rows = list(group)
        if _is_local(rules, rows[0]) or _JOINT in number:
            continue
        bodies = _by_issuer(issuers, rows)
        if len(bodies) < 2:
            continue
        usual = max(bodies, key=lambda issuer: (any(row["own"] for row in bodies[issuer]), len({row["document_id"] for row in bodies[issuer]}), issuer.body))
        others = [issuer for issuer in bodies if issuer != usual]
        expected = f"{number}: {_said(usual, bodies[usual])} ({len({row['document_id'] for row in bodies[usual]})} văn bản)"
        actual = "; ".join(f"{_said(issuer, bodies[issuer])} ({len({row['document_id'] for row in bodies[issuer]})} văn bản)" for issuer in others)
        yield _finding(BODIES, "note", _BODIES_MESSAGE, expected, actual, [*bodies[usual][:3], *(row for issuer in others for row in bodies[issuer])])


def _by_issuer(issuers: Issuers, rows: list[Row]) -> dict[Issuer, list[Row]]:
    bodies: dict[Issuer, list[Row]] = {}
    for row in rows:
        issuer = issuers.read(row["issuer"], row["home"], row["above"])
        if issuer is not None:
            bodies.setdefault(issuer, []).append(row)
    return bodies


def _said(issuer: Issuer, rows: list[Row]) -> str:
    """The fullest of the names it is printed with."""
    return max((squeeze(str(row["issuer"])) for row in rows), key=lambda name: (len(name), name), default=issuer.body)


def _after_repeal(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    for row in ask(archive, CITED_AFTER_REPEAL):
        if _is_local(rules, row):
            continue
        expected = f"{row['number']} hết hiệu lực từ {_written(row['ended_on'])}" + (f" theo {row['by_number']}" if row["by_number"] else "")
        ending = {"document_id": row["by_document"], "char_start": row["by_start"], "char_end": row["by_end"]}
        yield _finding(REPEALED, "warning", _REPEALED_MESSAGE, expected, f"viện dẫn ngày {_written(row['day'])}", [ending, row])


def _same_number(archive: Archive) -> Iterator[Finding]:
    for _, group in groupby(ask(archive, SAME_NUMBER), key=lambda row: row["document_key"]):
        rows = list(group)
        kinds = {(row["issued_on"], fold(squeeze(row["title"] or ""))) for row in rows}
        copies = len({day for day, _ in kinds}) == 1 and len({title for _, title in kinds if title}) <= 1
        head = f"{rows[0]['number']}, {squeeze(rows[0]['issuer'] or '')}"
        actual = "; ".join(f"{_written(row['issued_on'] or '?')}: {squeeze(row['title'] or '')[:80]}" for row in rows[:4])
        severity: Severity = "note" if copies else "warning"
        yield _finding(TWICE, severity, _COPIES_MESSAGE if copies else _TWICE_MESSAGE, head, actual, rows)


def _not_held(archive: Archive) -> Iterator[Finding]:
    for row in ask(archive, NOT_HELD):
        yield _finding(HELD, "note", _HELD_MESSAGE, str(row["number"]), f"{row['documents']} văn bản viện dẫn", [row])


def _finding(check: str, severity: Severity, message: tuple[str, str], expected: str, actual: str, rows: list[Row]) -> Finding:
    places = (FindingPlace(str(row["document_id"]), Span(row["char_start"], row["char_end"])) for row in rows[:_MOST_PLACES])
    return Finding(check, severity, " / ".join(message), expected, actual, tuple(dict.fromkeys(places)))


def _is_local(rules: RuleSet, row: Row) -> bool:
    rule = rules.rule("audit.local_notation")
    return rule is None or rule.pattern.fullmatch(row["notation"] or row["number"]) is not None


def _written(day: str) -> str:
    return "/".join(reversed(day.split("-")))
