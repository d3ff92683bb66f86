"""Identities and the figures of one document in, Outcomes out. For each figure that an identity begins with
(the anchor), the other figures are looked for: in the same row or sentence, else in the same paragraph,
else - if the document knows only one - anywhere in the same scope. An error needs figures that plainly belong
together and no way to read them that fits; where several could be meant and none fits, or they
stand in different paragraphs, it is a warning; where nothing can be said it is Unchecked. Where other figures of
the same scope fit - a corrected count - it is a note that names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product
from math import prod
from typing import Literal

from extractor.audit.figures import decimals_of, narrowed, tolerance
from extractor.audit.formula import Formula
from extractor.audit.identities import Identity, fits
from extractor.audit.ranges import point
from extractor.audit.report import Outcome, Unchecked
from extractor.audit.sightings import MOST_NEAR, Agreement, Sighting, Sightings, Tie, distance, tie
from extractor.audit.slips import Suggestions
from extractor.audit.wording import finding_of
from extractor.model import Document, Severity
from extractor.rules import RuleSet

_MOST_COMBINATIONS = 100
_RANK = {"error": 0, "warning": 1, "note": 2}

Combination = Mapping[str, Sighting]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one formula says of one anchor. kind "fails" carries the figures it fails for."""

    kind: Literal["holds", "fails", "unchecked"]
    formula: Formula
    severity: Severity = "error"
    figures: Combination | None = None
    reason: str = ""


def check_identities(document: Document, rules: RuleSet, identities: Sequence[Identity], sightings: Sightings) -> Iterator[Outcome | Unchecked]:
    """Try every identity on every figure it begins with."""
    suggestions = Suggestions(rules, identities, sightings)
    for identity in identities:
        for anchor in sightings.of(identity.variants[0].names[0]):
            yield from _check_anchor(document, rules, identity, anchor, sightings, suggestions)


def _check_anchor(
    document: Document, rules: RuleSet, identity: Identity, anchor: Sighting, sightings: Sightings, suggestions: Suggestions
) -> Iterator[Outcome | Unchecked]:
    verdicts = [_judge(identity, formula, anchor, sightings) for formula in identity.variants]
    held = next((v for v in verdicts if v.kind == "holds"), None)
    if held is not None:
        if _only_rounded_to_all(held) or _only_loosely(held):
            yield finding_of(document, rules, identity, held.formula, held.figures or {}, "warning")
        return
    spoken = [v for v in verdicts if _speaks_of_base(v, anchor)]
    failed = [v for v in spoken if v.kind == "fails"]
    if failed and (len(failed) == len(spoken) or not _another_whole(failed, spoken, anchor, sightings)):
        worst = max(failed, key=lambda v: _RANK[v.severity])
        if len(failed) < len(spoken) and worst.severity == "error":
            worst = replace(worst, severity="warning")
        figures = worst.figures or {}
        outcome = finding_of(document, rules, identity, worst.formula, figures, worst.severity)
        yield replace(outcome, suggest=partial(suggestions.of, worst.formula, figures))
        return
    reason = next((v.reason for v in verdicts if v.reason), "")
    if reason:
        yield Unchecked(identity.check, identity.id, reason, (anchor.span,), tolerance(anchor.figure))


def _another_whole(failed: Sequence[Verdict], spoken: Sequence[Verdict], anchor: Sighting, sightings: Sightings) -> bool:
    """Of a share that fails for the whole beside it: may it be one of another whole, near or far in the document? Only
    wholes that the identity names are tried, wherever and of whatever scope; where there is none, it may be."""
    chosen = failed[0].figures or {}
    if any(tie(anchor, s) is not Tie.SENTENCE for s in chosen.values()):
        return True
    for verdict in spoken:
        if verdict.kind == "fails":
            continue
        missing = [name for name in verdict.formula.names if name not in chosen]
        if len(missing) != 1 or not sightings.of(missing[0]):
            return True
        known = {name: s.figure for name, s in chosen.items() if name in verdict.formula.names}
        if any(fits(verdict.formula, {**known, missing[0]: s.figure}) is not False for s in sightings.of(missing[0])[:MOST_NEAR]):
            return True
    return any(fits(v.formula, {**{n: s.figure for n, s in chosen.items()}, name: other.figure}) is not False
               for v in failed for name in v.formula.names[2:] for other in sightings.of(name)[:MOST_NEAR])  # fmt: skip


def _speaks_of_base(verdict: Verdict, anchor: Sighting) -> bool:
    """A rate that says what it is a share of is judged by that formula alone - or by one that divides nothing: no turnout is above 100."""
    base = anchor.statistic.base
    return base is None or not anchor.figure.percent or base in verdict.formula.names or not verdict.formula.divides


def _judge(identity: Identity, formula: Formula, anchor: Sighting, sightings: Sightings) -> Verdict:
    if not _speaks_of_base(Verdict("unchecked", formula), anchor) and len(identity.variants) == 1:
        return Verdict("unchecked", formula, reason=f"the rate is one of {anchor.statistic.base}")
    names = formula.names
    nearest: dict[str, list[Sighting]] = {names[0]: [anchor]}
    ties: list[Tie] = []
    for name in names[1:]:
        candidates, near = _candidates(identity, anchor, name, sightings)
        if not candidates:
            return Verdict("unchecked", formula, reason=f"no {name} of the same scope")
        nearest[name] = candidates
        ties.append(near)
        if near is Tie.DOCUMENT and not _alone(identity, anchor, name, candidates, sightings):
            return Verdict("unchecked", formula, reason=f"which {name} belongs to it is not clear")
    if prod(len(c) for c in nearest.values()) > _MOST_COMBINATIONS:
        return Verdict("unchecked", formula, reason="too many figures could be meant")
    combinations = [c for c in _combinations(nearest) if _agree(identity, c, sightings)]
    results = [(c, fits(formula, {name: s.figure for name, s in c.items()})) for c in combinations]
    for combination, result in results:
        if result:
            return Verdict("holds", formula, figures=combination)
    failing = [c for c, result in results if result is False]
    if not failing or len(failing) < len(results):
        return Verdict("unchecked", formula, reason="the figures do not bound each other")
    closest = min(failing, key=lambda c: sum(distance(anchor, s) for s in c.values()))
    if _explained_elsewhere(identity, formula, anchor, sightings):
        return Verdict("fails", formula, "note", closest)
    if Tie.DOCUMENT in ties and anchor.statistic.subject and not _fits_another_subject(formula, anchor, closest, sightings):
        return Verdict("unchecked", formula, reason="whether the count far off is of this candidate's unit is not clear")
    severity = _severity(identity, failing, closest) if Tie.DOCUMENT not in ties else _at_most_warning(identity)
    return Verdict("fails", formula, severity, closest)


def _candidates(identity: Identity, anchor: Sighting, name: str, sightings: Sightings) -> tuple[list[Sighting], Tie]:
    """The figures of an indicator that may belong to the anchor: those of the nearest tie that has any,
    and of these the ones whose scope agrees to the letter, where there are such."""
    widest = Tie[identity.within.upper()]
    by_tie: dict[Tie, list[tuple[Agreement, Sighting]]] = {}
    for other in sightings.near(anchor, name):
        agreement, near = sightings.agreement(anchor, other, identity), tie(anchor, other)
        if near > widest:
            continue
        if agreement is Agreement.SAME or (agreement is Agreement.LOOSE and near is Tie.SENTENCE):
            by_tie.setdefault(near, []).append((agreement, other))
    if not by_tie:
        return [], Tie.DOCUMENT
    near = min(by_tie)
    best = min(agreement for agreement, _ in by_tie[near])
    return [s for agreement, s in by_tie[near] if agreement is best], near


def _alone(identity: Identity, anchor: Sighting, name: str, candidates: Sequence[Sighting], sightings: Sightings) -> bool:
    """Across a document, figures are compared only where its scope is named and knows one value of each."""
    if anchor.statistic.area is None or len({s.figure.value for s in candidates}) > 1:
        return False
    if name in identity.timeless:
        return True
    rivals = [s for s in sightings.near(anchor, anchor.statistic.indicator) if sightings.agreement(anchor, s, identity) is not Agreement.DIFFERS]
    return len({s.figure.value for s in rivals}) == 1  # more: a series, whose hours nobody told us


def _combinations(nearest: Mapping[str, Sequence[Sighting]]) -> Iterator[Combination]:
    for chosen in product(*nearest.values()):
        yield dict(zip(nearest, chosen, strict=True))


def _agree(identity: Identity, combination: Combination, sightings: Sightings) -> bool:
    chosen = list(combination.values())
    if len({s.statistic.base for s in chosen if s.figure.percent and s.statistic.base}) > 1:
        return False  # shares of several wholes
    return all(sightings.agreement(a, b, identity) is not Agreement.DIFFERS for i, a in enumerate(chosen) for b in chosen[:i])


def _explained_elsewhere(identity: Identity, formula: Formula, anchor: Sighting, sightings: Sightings) -> bool:
    pools = {formula.names[0]: [anchor]}
    for name in formula.names[1:]:
        pools[name] = [s for s in sightings.near(anchor, name) if sightings.agreement(anchor, s, identity) is Agreement.SAME]
    for combination in islice(_combinations(pools), _MOST_COMBINATIONS):
        if _agree(identity, combination, sightings) and fits(formula, {name: s.figure for name, s in combination.items()}):
            return True
    return False


def _fits_another_subject(formula: Formula, anchor: Sighting, closest: Combination, sightings: Sightings) -> bool:
    """The same whole, far off, fits another candidate: so it is of this unit, and not a sum over several."""
    for other in sightings.of(anchor.statistic.indicator)[:MOST_NEAR]:
        subject = other.statistic.subject
        if subject is None or subject == anchor.statistic.subject:
            continue
        own = {n: [s for s in sightings.near(other, n) if s.statistic.subject == subject and tie(other, s) is not Tie.DOCUMENT] for n in formula.names[1:]}
        if not any(own.values()):
            continue
        known = {name: (own[name][0] if own[name] else closest[name]).figure for name in own}
        if fits(formula, {formula.names[0]: other.figure, **known}) is True:
            return True
    return False


def _severity(identity: Identity, failing: Sequence[Combination], closest: Combination) -> Severity:
    """Full weight where the figures are the only ones that can be meant, or are printed as one pair n/N."""
    values = {tuple(s.figure.value for s in combination.values()) for combination in failing}
    others = list(closest.values())[1:]
    paired = len(others) > 1 and all(distance(others[0], s) <= 1 for s in others)
    return identity.severity if len(values) == 1 or paired else _at_most_warning(identity)


def _at_most_warning(identity: Identity) -> Severity:
    return "warning" if identity.severity == "error" else identity.severity


def _only_loosely(verdict: Verdict) -> bool:
    """"gần 96 %" of what is hardly 92 %: the word allows it, no careful writer would."""
    figures = verdict.figures or {}
    anchor = next(iter(figures.values()), None)
    if anchor is None or any(tie(anchor, s) is Tie.DOCUMENT for s in figures.values()):
        return False
    return fits(verdict.formula, {name: narrowed(s.figure) for name, s in figures.items()}) is False


def _only_rounded_to_all(verdict: Verdict) -> bool:
    """"100 %" printed without decimals where the counts differ: rounding allows it, readers are misled."""
    if verdict.figures is None or verdict.formula.relation != "=":
        return False
    name, anchor = next(iter(verdict.figures.items()))
    figure = anchor.figure
    if not figure.percent or figure.value != 100 or decimals_of(figure) or figure.qualifier != "exact":
        return False
    if any(tie(anchor, s) is not Tie.SENTENCE or s.figure.step or s.figure.qualifier != "exact" for s in list(verdict.figures.values())[1:]):
        return False
    ranges = {n: s.figure.readings()[0].range for n, s in verdict.figures.items()} | {name: point(100)}
    return verdict.formula.holds(ranges) is False
