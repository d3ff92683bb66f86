"""Elected counts of one document in, Outcomes out: a place that says all seats were filled (bầu đủ N, which
states elected = N and seats = N) beside another count of elected of the same scope. The page of 2021 that
prints "bầu đủ 500 đại biểu" and "499 người trúng cử" is the pattern. A count far below is taken for a part
of the elected and left alone: with less than two thirds of the seats filled the law asks for a further
ballot (Luật bầu cử 85/2015/QH13, articles 79 and 80), so a page would say that instead."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.audit.formula import parse
from extractor.audit.identities import SCOPE, Identity
from extractor.audit.report import Outcome, make_finding
from extractor.audit.sightings import Agreement, Sighting, Sightings, Tie, tie
from extractor.model import Document
from extractor.rules import RuleSet

CHECK = "elected_seats"
_FORMULA = parse("elected = seats")
_SAME_BODY = Identity("audit.filled", CHECK, _FORMULA, SCOPE, frozenset(), "document", "error", ("", ""), "", (), (_FORMULA,))
_MESSAGE = (
    "Nơi ghi đã bầu đủ số đại biểu, nơi ghi số người trúng cử khác đi.",
    "One place says every seat was filled, another gives a different number of elected.",
)


def check_elected(document: Document, rules: RuleSet, sightings: Sightings) -> Iterator[Outcome]:
    """One finding for each pair of values that contradict each other."""
    full = list(_filled(sightings))
    told: set[tuple[str, ...]] = set()
    for statement in full:
        for other in sightings.near(statement, "elected"):
            if not _contradicts(document, rules, statement, other, sightings):
                continue
            values = (str(statement.figure.value), str(other.figure.value), statement.statistic.area or "", statement.statistic.office or "")
            if values in told:
                continue
            told.add(values)
            expected = f"{statement.figure.printed} (bầu đủ)"
            actual = f"{other.figure.printed} người trúng cử"
            finding = make_finding(document, CHECK, "error", _MESSAGE, expected=expected, actual=actual, spans=(statement.span, other.span))
            yield Outcome(finding, _SAME_BODY.id, values)


def _filled(sightings: Sightings) -> Iterator[Sighting]:
    """The elected counts whose place states the same number of seats."""
    for elected in sightings.of("elected"):
        if any(seat.span.touches(elected.span) and seat.figure.value == elected.figure.value for seat in sightings.near(elected, "seats")):
            yield elected


def _contradicts(document: Document, rules: RuleSet, statement: Sighting, other: Sighting, sightings: Sightings) -> bool:
    if other.span.touches(statement.span) or other.figure.qualifier not in ("exact", "only") or other.figure.step:
        return False
    if not statement.figure.value * Fraction(2, 3) <= other.figure.value < statement.figure.value:
        return False  # above is `elected <= seats` of rules/identities.toml; far below is a part
    agreement = sightings.agreement(statement, other, _SAME_BODY)
    if agreement is Agreement.DIFFERS or (agreement is Agreement.LOOSE and tie(statement, other) is Tie.DOCUMENT):
        return False
    return not _is_part(document, rules, other)


def _is_part(document: Document, rules: RuleSet, sighting: Sighting) -> bool:
    """The sentence has said "trong đó" before the figure: it counts some of them."""
    rule = rules.rule("audit.part_lead")
    before = document.text[sighting.sentence.start : sighting.span.start]
    return rule is not None and rule.pattern.search(before) is not None
