"""Citations in, Outcomes out: one document cited with two dates. A number names one document where it
carries its year and a central body issued it (15/2016/TT-BVHTTDL); any other number comes again every year
and with every body, so two dates of it contradict each other only within one year and under one issuer:
with the issuer printed both times it is an error, without it or in other words a warning. One number and day under two
bodies that can be told (issuers.py) is a note. The document's own number, in the
head and in the line that ties an annex to it ("Kèm theo Thông tư số ..."), is held against its own
date; a number with a year against the year of its date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.audit.issuers import Issuers
from extractor.audit.report import Outcome, make_finding
from extractor.facts import Citation, Header
from extractor.model import Document, Severity
from extractor.rules import RuleSet
from extractor.text import fold, squeeze

CHECK, YEAR_CHECK, BODY_CHECK = "citation_dates", "citation_year", "citation_issuers"
_MESSAGE = ("Cùng một văn bản được viện dẫn với hai ngày ban hành khác nhau.", "One document is cited with two dates of issue.")
_BODY_MESSAGE = ("Cùng một số và ngày được ghi là của hai cơ quan khác nhau.", "One number and day is said to be of two different bodies.")
_YEAR_MESSAGE = ("Năm trong số văn bản không phải năm ban hành.", "The year in the number is not the year of issue.")


def check_citations(document: Document, rules: RuleSet, header: Header, citations: Sequence[Citation]) -> Iterator[Outcome]:
    """One finding for each pair of dates that one number is cited with."""
    own = list(_against_own_head(document, rules, header, citations))
    yield from own
    yield from _against_own_year(document, citations)
    by_number: dict[str, list[Citation]] = {}
    for citation in sorted(citations, key=lambda c: c.span):
        if citation.number and citation.issued_on:
            by_number.setdefault(_key(citation.number), []).append(citation)
    for number, mentioned in by_number.items():
        if own and number == _key(header.number or ""):
            continue
        yield from _of_two_bodies(document, rules, header, mentioned)
        cited = list({(c.issued_on, c.issuer): c for c in reversed(mentioned)}.values())[::-1]
        told: set[tuple[str, str]] = set()
        for index, later in enumerate(cited):
            for earlier in cited[:index]:
                dates = (earlier.issued_on or "", later.issued_on or "")
                severity = _contradict(rules, header, earlier, later)
                if severity is None or dates in told or dates[::-1] in told:
                    continue
                told.add(dates)
                expected, actual = (f"{later.number} ngày {_written(day)}" for day in _likelier_first(later, dates, mentioned))
                spans = (earlier.span, later.span)
                finding = make_finding(document, CHECK, severity, _MESSAGE, expected=expected, actual=actual, spans=spans)
                yield Outcome(finding, "", (number, *dates))


def _likelier_first(citation: Citation, dates: tuple[str, str], mentioned: Sequence[Citation]) -> list[str]:
    """Of two days the one in the year the number bears, then the one that more mentions say, then the first."""
    said = Counter(c.issued_on for c in mentioned)
    return sorted(dates, key=lambda day: (citation.year is not None and int(day[:4]) != citation.year, -said[day]))


def _against_own_head(document: Document, rules: RuleSet, header: Header, citations: Sequence[Citation]) -> Iterator[Outcome]:
    """Other bodies use the same local numbers, so only an annex, or a number that names one document."""
    evidence = header.evidence.get("issued_on")
    if header.number is None or header.issued_on is None or evidence is None or evidence.span is None:
        return
    told: set[str] = set()
    for citation in sorted(citations, key=lambda c: c.span):
        own = citation.number is not None and _key(citation.number) == _key(header.number)
        if not own or citation.issued_on is None or citation.issued_on in told or not _differ(header.issued_on, citation.issued_on):
            continue
        central = citation.year is not None and not _is_local(rules, citation)
        if not central and citation.relation != "attached_to":
            continue
        told.add(citation.issued_on)
        expected, actual = (f"{citation.number} ngày {_written(day)}" for day in (header.issued_on, citation.issued_on))
        spans = (evidence.span, citation.span)
        finding = make_finding(document, CHECK, "error" if central else "warning", _MESSAGE, expected=expected, actual=actual, spans=spans)
        yield Outcome(finding, "audit.own_date", (_key(header.number), citation.issued_on))


def _against_own_year(document: Document, citations: Sequence[Citation]) -> Iterator[Outcome]:
    """A number with a year (14/2015/TT-BTC) is given out in that year; around New Year it may cross it."""
    for citation in citations:
        issued, year = citation.issued_on, citation.year
        if issued is None or year is None or int(issued[:4]) == year or (abs(int(issued[:4]) - year) == 1 and issued[5:7] in ("01", "12")):
            continue
        expected, actual = f"năm {year}", f"{citation.number} ngày {_written(issued)}"
        finding = make_finding(document, YEAR_CHECK, "warning", _YEAR_MESSAGE, expected=expected, actual=actual, spans=(citation.span,))
        yield Outcome(finding, "", (citation.number or "", issued))


def _of_two_bodies(document: Document, rules: RuleSet, header: Header, mentioned: Sequence[Citation]) -> Iterator[Outcome]:
    """The first mention against the first that names another body for the same day."""
    issuers = rules.derive("audit.issuers", Issuers)
    told = [(issuer, c) for c in mentioned if (issuer := issuers.read(c.issuer, header.issuer, header.superior)) is not None]
    for (issuer, earlier), (other, later) in ((told[0], pair) for pair in told[1:]):
        if issuer.differs(other) and earlier.issued_on == later.issued_on:
            expected, actual = (f"{c.number} của {squeeze(c.issuer or '')}" for c in (earlier, later))
            finding = make_finding(document, BODY_CHECK, "note", _BODY_MESSAGE, expected=expected, actual=actual, spans=(earlier.span, later.span))
            yield Outcome(finding, "", (_key(earlier.number or ""),))
            return


def _key(number: str) -> str:
    return fold(number).replace(" ", "")


def _contradict(rules: RuleSet, header: Header, a: Citation, b: Citation) -> Severity | None:
    """How surely two citations of one number mean one document, where their dates differ; None: they may not."""
    if a.issued_on is None or b.issued_on is None or not _differ(a.issued_on, b.issued_on):
        return None
    if a.year is not None and not _is_local(rules, a):
        return "error"
    if a.issued_on[:4] != b.issued_on[:4]:
        return None
    if a.issuer and b.issuer:
        if fold(squeeze(a.issuer)) == fold(squeeze(b.issuer)):
            return "error"
        issuers = rules.derive("audit.issuers", Issuers)
        one, other = (issuers.read(issuer, header.issuer, header.superior) for issuer in (a.issuer, b.issuer))
        return "warning" if one is not None and one == other else None
    return "warning"


def _differ(a: str, b: str) -> bool:
    """Two ISO dates, one of which may be a month only, cannot be one day."""
    shorter = min(len(a), len(b))
    return a[:shorter] != b[:shorter]


def _is_local(rules: RuleSet, citation: Citation) -> bool:
    """A notation that every province, district or commune uses: QĐ-UBND, NQ-HĐND, KH-UBBC."""
    rule = rules.rule("audit.local_notation")
    return rule is None or rule.pattern.fullmatch(citation.notation or citation.number or "") is not None


def _written(day: str) -> str:
    return "/".join(reversed(day.split("-")))
