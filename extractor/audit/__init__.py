"""Records in, Findings out: what in one document cannot be true together. check() is pure; it runs the
checks of this package over the records of one document and gives findings in order of place, each statement
once. An error is given only where no reading of the printed figures fits; what could not be decided is kept
as Unchecked in examine(). Identities between figures are data (rules/identities.toml); the other checks are
one module each:

    arithmetic  identities: percentages, parts and wholes, sums      elected  bầu đủ N beside another count
    tables      columns against their total row                      shares   n/N ..., đạt p% and n người (p%)
    days        weekdays and days that do not exist                  cited    one document, two dates
    damage      broken thousands groups, letters for digits, marks   slips    what would make figures agree
    timing      days that cannot follow one another                  form     NĐ 30/2020, as notes
    notation    a number that is another body's"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations

from extractor.annotate import Annotations
from extractor.audit.arithmetic import check_identities
from extractor.audit.cited import check_citations
from extractor.audit.damage import check_damage
from extractor.audit.days import check_calendar, check_weekdays
from extractor.audit.elected import check_elected
from extractor.audit.form import check_form
from extractor.audit.identities import check_examples, identities
from extractor.audit.notation import check_notations
from extractor.audit.report import Outcome, Report, Unchecked
from extractor.audit.shares import check_counts, check_pairs
from extractor.audit.sightings import Sightings
from extractor.audit.tables import check_tables
from extractor.audit.timing import check_timing
from extractor.audit.votes import check_votes
from extractor.facts import Citation, DateMention, Deadline, Event, Finding, Header, Statistic
from extractor.model import Document, Span
from extractor.rules import RuleSet
from extractor.structure import Structure, read_structure
from extractor.text import normalize

_OF_TEXT = ("audit.pair_rate", "audit.count_share")
_FEW = 4  # figures of a sum between which a part above its whole may stand

__all__ = ["Report", "Unchecked", "check", "check_examples", "examine"]


def check(
    document: Document,
    rules: RuleSet,
    header: Header,
    citations: Sequence[Citation],
    mentions: Sequence[DateMention],
    statistics: Sequence[Statistic],
    structure: Structure | None = None,
    *,
    deadlines: Sequence[Deadline] = (),
    events: Sequence[Event] = (),
) -> tuple[Finding, ...]:
    """The findings of one document, in order of place. structure: its outline, where already read."""
    return examine(document, rules, header, citations, mentions, statistics, structure, deadlines=deadlines, events=events).findings


def examine(
    document: Document,
    rules: RuleSet,
    header: Header,
    citations: Sequence[Citation],
    mentions: Sequence[DateMention],
    statistics: Sequence[Statistic],
    structure: Structure | None = None,
    *,
    deadlines: Sequence[Deadline] = (),
    events: Sequence[Event] = (),
) -> Report:
    """The findings, and beside them what was looked at and could not be decided."""
    outline = structure if structure is not None else _outline(document, rules)
    outcomes: list[Outcome] = []
    unchecked: list[Unchecked] = []
    of_figures = _checks(document, rules, header, citations, mentions, statistics, outline)
    for said in (*of_figures, *_of_days_and_form(document, rules, header, citations, deadlines, events, outline)):
        if isinstance(said, Outcome):
            outcomes.append(said)
        else:
            unchecked.append(said)
    return Report(tuple(outcome.told for outcome in _settle(outcomes)), tuple(unchecked))


def _checks(
    document: Document,
    rules: RuleSet,
    header: Header,
    citations: Sequence[Citation],
    mentions: Sequence[DateMention],
    statistics: Sequence[Statistic],
    outline: Structure,
) -> Iterator[Outcome | Unchecked]:
    sightings = Sightings(statistics, outline)
    yield from (Unchecked("figures", "", "the printed figure is malformed", (s.span,)) for s in sightings.malformed)
    if sightings.all:
        yield from check_identities(document, rules, identities(rules), sightings)
        yield from check_elected(document, rules, sightings)
        yield from check_votes(document, sightings)
        yield from check_tables(document, rules, outline, sightings)
    yield from check_damage(document, rules, outline, identities(rules), sightings)
    yield from (o for o in check_pairs(document, rules, outline.view, [m.span for m in mentions]) if outline.in_body(o.spans[0]))
    yield from (o for o in check_counts(document, rules, outline.view) if outline.in_body(o.spans[0]))
    yield from check_weekdays(document, rules, header, mentions, outline.view)
    yield from (o for o in check_calendar(document, rules, outline.view) if outline.in_body(o.spans[0]))
    yield from check_citations(document, rules, header, citations)


def _of_days_and_form(
    document: Document,
    rules: RuleSet,
    header: Header,
    citations: Sequence[Citation],
    deadlines: Sequence[Deadline],
    events: Sequence[Event],
    outline: Structure,
) -> Iterator[Outcome | Unchecked]:
    yield from check_timing(document, rules, header, deadlines, events)
    yield from check_notations(document, rules, header, citations)
    yield from check_form(document, rules, header, outline.view)


def _outline(document: Document, rules: RuleSet) -> Structure:
    """The outline without word lists: enough to know lines, sentences and tables."""
    return read_structure(document, Annotations(normalize(document.text), {}, None, ()), rules)


def _settle(outcomes: list[Outcome]) -> list[Outcome]:
    """Each statement once, the surest first; a sum says nothing new of figures that already contradict each
    other as part and whole, nor the plain text of figures an identity has spoken of."""
    rank = {"error": 0, "warning": 1, "note": 2}
    kept: list[Outcome] = []
    told: set[tuple[str, str, tuple[str, ...]]] = set()
    spoken = _Spoken(outcomes)
    for outcome in sorted(outcomes, key=lambda o: (rank[o.finding.severity], o.spans)):
        key = (outcome.finding.check_id, outcome.rule, outcome.values)
        if key not in told and not spoken.covers(outcome):
            told.add(key)
            kept.append(outcome)
    return sorted(kept, key=lambda o: (o.spans, o.finding.check_id, o.finding.expected))


class _Spoken:
    """What identities have said of which places."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self._parts = {o.spans for o in outcomes if o.finding.check_id == "part_whole"}
        self._shares = sorted({span for o in outcomes if o.finding.check_id == "percentage" and o.rule not in _OF_TEXT for span in o.spans})

    def covers(self, outcome: Outcome) -> bool:
        if outcome.finding.check_id == "sums" and len(outcome.spans) <= _FEW:
            return any(pair in self._parts for pair in combinations(outcome.spans, 2))
        return outcome.rule in _OF_TEXT and any(self._touched(span) for span in outcome.spans)

    def _touched(self, span: Span) -> bool:
        index = bisect_right(self._shares, span.start, key=lambda s: s.start)
        return any(s.touches(span) for s in self._shares[max(0, index - 2) : index + 1])
