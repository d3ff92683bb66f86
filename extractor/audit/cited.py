"""Citations in, Outcomes out: one document cited with two dates. A number names one document where it
carries its year and a central body issued it (15/2016/TT-BVHTTDL); any other number comes again every year
and with every body, so two dates of it contradict each other only within one year and under one issuer:
with the issuer printed both times it is an error, without it a warning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.audit.report import Outcome, make_finding
from extractor.facts import Citation
from extractor.model import Document, Severity
from extractor.rules import RuleSet
from extractor.text import fold, squeeze

CHECK = "citation_dates"
_MESSAGE = ("Cùng một văn bản được viện dẫn với hai ngày ban hành khác nhau.", "One document is cited with two dates of issue.")


def check_citations(document: Document, rules: RuleSet, citations: Sequence[Citation]) -> Iterator[Outcome]:
    """One finding for each pair of dates that one number is cited with."""
    by_number: dict[str, list[Citation]] = {}
    for citation in sorted(citations, key=lambda c: c.span):
        if citation.number and citation.issued_on:
            by_number.setdefault(fold(citation.number).replace(" ", ""), []).append(citation)
    for number, mentioned in by_number.items():
        cited = list({(c.issued_on, c.issuer): c for c in reversed(mentioned)}.values())[::-1]
        told: set[tuple[str, str]] = set()
        for index, later in enumerate(cited):
            for earlier in cited[:index]:
                dates = (earlier.issued_on or "", later.issued_on or "")
                severity = _contradict(rules, earlier, later)
                if severity is None or dates in told or dates[::-1] in told:
                    continue
                told.add(dates)
                expected, actual = (f"{later.number} ngày {_written(day)}" for day in dates)
                spans = (earlier.span, later.span)
                finding = make_finding(document, CHECK, severity, _MESSAGE, expected=expected, actual=actual, spans=spans)
                yield Outcome(finding, "", (number, *dates))


def _contradict(rules: RuleSet, a: Citation, b: Citation) -> Severity | None:
    """How surely two citations of one number mean one document, where their dates differ; None: they may not."""
    if a.issued_on is None or b.issued_on is None or not _differ(a.issued_on, b.issued_on):
        return None
    if a.year is not None and not _is_local(rules, a):
        return "error"
    if a.issued_on[:4] != b.issued_on[:4]:
        return None
    if a.issuer and b.issuer:
        return "error" if fold(squeeze(a.issuer)) == fold(squeeze(b.issuer)) else None
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
