"""A formula that fails and the figures it fails for in, suggestions out: what small slip would explain it.
Two questions are asked. Which other figure of the document, put in the place of one of these, makes the
formula hold (the percentage was taken of another whole)? And which single changed digit, or which two
neighbours changed back, does? A change must not break what the same figures fulfil elsewhere; the one that
mends most comes first, then the smallest. A suggestion is never a correction: a person decides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import regex

from extractor.audit.figures import Figure, written
from extractor.audit.formula import Formula, Name, Number, Operation
from extractor.audit.identities import Identity, convention, fits
from extractor.audit.sightings import Sighting, Sightings, Tie, tie
from extractor.rules import RuleSet
from extractor.values import read_number

_AROUND = 150  # figures before and behind that may be another whole
_MOST_SHOWN = 3
_BUDGET = 200  # findings of one document for which slips are sought: a table that is wrong throughout needs none
_NUMBER = regex.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class Slip:
    """One way to change a printed figure: by one digit, or by two neighbours that changed places."""

    name: str
    before: str
    figure: Figure
    swapped: bool

    @property
    def words(self) -> str:
        how = "đổi chỗ hai chữ số (digits swapped)" if self.swapped else "sai một chữ số (one digit)"
        return f"{self.before} → {self.figure.printed}: {how}"


def variations(figure: Figure) -> Iterator[tuple[Figure, bool]]:
    """The figure with one digit changed, and with two neighbouring digits swapped (True); only where its digits
    are all that it says. A number does not come to begin with 0."""
    match = _NUMBER.search(figure.printed)
    if match is None:
        return
    digits, share = match[0], figure.percent
    mantissa = read_number(digits, counts_wholes=not share, share=share).value or read_number(digits).value
    if not mantissa or not figure.value:
        return
    scale = figure.value / Fraction(str(mantissa))
    for changed, swapped in _changed(digits):
        read = read_number(changed, counts_wholes=not share, share=share).value if scale == 1 else read_number(changed).value
        if read is not None:
            printed = figure.printed[: match.start()] + changed + figure.printed[match.end() :]
            yield replace(figure, value=Fraction(str(read)) * scale, printed=printed), swapped


def _changed(digits: str) -> Iterator[tuple[str, bool]]:
    places = [i for i, char in enumerate(digits) if char.isdigit()]
    for position, place in enumerate(places):
        for digit in "0123456789":
            if digit != digits[place] and not (digit == "0" and position == 0 and len(places) > 1):
                yield digits[:place] + digit + digits[place + 1 :], False
        if position + 1 < len(places):
            other = places[position + 1]
            a, b = digits[place], digits[other]
            if a != b and not (position == 0 and b == "0"):
                yield digits[:place] + b + digits[place + 1 : other] + a + digits[other + 1 :], True


def suggested(said: Sequence[str], most: int = 0) -> str:
    """The words of a finding's suggestion, best first. most: how many are shown; the others are counted, since of many slips that
    would explain the difference none is likelier than the next."""
    shown = list(said[:most] if most else said)
    if len(said) > len(shown):
        shown.append(f"và {len(said) - len(shown)} khả năng khác (more would)")
    return f"Gợi ý (suggestion): {' | '.join(shown)}" if shown else ""


def slips(formula: Formula, figures: Mapping[str, Figure], others: Sequence[Formula] = ()) -> list[Slip]:
    """The single slips of these figures after which the formula holds, best first. others: formulas over the
    same figures and their neighbours; those that hold must go on holding, those that fail may be mended."""
    holding = [f for f in others if fits(f, figures) is True]
    failing = [f for f in others if fits(f, figures) is False]
    found: list[tuple[tuple[int, Fraction, int], Slip]] = []
    for name in formula.names:
        if figures[name].qualifier not in ("exact", "only"):
            continue
        touched, broken = ([f for f in group if name in f.names] for group in (holding, failing))
        for figure, swapped in variations(figures[name]):
            changed = {**figures, name: figure}
            if fits(formula, changed) is not True or any(fits(f, changed) is not True for f in touched):
                continue
            mended = sum(fits(f, changed) is True for f in broken)
            change = abs(figure.value - figures[name].value) / max(figures[name].value, Fraction(1))
            found.append(((-mended, change, int(not swapped)), Slip(name, figures[name].printed, figure, swapped)))
    return [slip for _, slip in sorted(found, key=lambda pair: pair[0])]


class Suggestions:
    """What to suggest for the failing identities of one document."""

    def __init__(self, rules: RuleSet, identities: Sequence[Identity], sightings: Sightings) -> None:
        self._formulas = [variant for identity in identities for variant in identity.variants if len(identity.variants) == 1]
        words = rules.lists.get("indicators")
        self._labels = {entry.id: entry.phrases[0] for entry in words.entries} if words else {}
        self._sightings = sightings
        self._starts = [s.span.start for s in sightings.all]
        self._left = _BUDGET

    def of(self, formula: Formula, chosen: Mapping[str, Sighting]) -> str:
        """Other wholes first, then slips of a digit; "" where nothing small explains the failure."""
        if self._left <= 0:
            return ""
        self._left -= 1
        figures = {name: s.figure for name, s in chosen.items()}
        anchor = next(iter(chosen.values()))
        near = self._around(anchor)
        said = list(self._other_figures(formula, chosen, figures, near))
        known = {**self._neighbours(anchor, near), **figures}
        others = [f for f in self._formulas if f is not formula and len(f.names) > 1 and all(name in known for name in f.names)]
        for slip in slips(formula, known, others)[:_MOST_SHOWN]:
            how = convention(formula, {**known, slip.name: slip.figure})
            said.append(f"{slip.words}; {how}" if how not in ("", "đúng") else slip.words)
        if not said and (whole := _possible_whole(formula, figures)):
            said.append(whole)
        return suggested(said[: _MOST_SHOWN + 1])

    def _around(self, anchor: Sighting) -> list[Sighting]:
        index = bisect_left(self._starts, anchor.span.start)
        return self._sightings.all[max(0, index - _AROUND) : index + _AROUND]

    def _other_figures(self, formula: Formula, chosen: Mapping[str, Sighting], figures: Mapping[str, Figure], near: Sequence[Sighting]) -> Iterator[str]:
        """Figures of the document that would be the right whole (or part) of this percentage."""
        anchor, *names = formula.names
        if not figures[anchor].percent:
            return
        told: set[Fraction] = {f.value for f in figures.values()}
        for name in reversed(names):  # the whole stands last in rate = 100 * part / whole
            for other in sorted(near, key=lambda s: abs(s.span.start - chosen[anchor].span.start)):
                if other.figure.percent or other.figure.value in told or other.figure.value == 0 or other.figure.qualifier not in ("exact", "only"):
                    continue
                if fits(formula, {**figures, name: other.figure}) is True:
                    told.add(other.figure.value)
                    label = self._labels.get(other.statistic.indicator, other.statistic.indicator)
                    place = f", {other.statistic.area}" if other.statistic.area else ""
                    yield f"{other.figure.printed} ({label}{place}) thay cho {figures[name].printed} thì khớp (would fit)"
                    break

    def _neighbours(self, anchor: Sighting, near: Sequence[Sighting]) -> dict[str, Figure]:
        """The figures of the same sentence or row, of which there is one each."""
        found: dict[str, list[Figure]] = {}
        for sighting in near:
            if tie(anchor, sighting) is Tie.SENTENCE and sighting.area == anchor.area:
                found.setdefault(sighting.statistic.indicator, []).append(sighting.figure)
        return {indicator: several[0] for indicator, several in found.items() if len({f.value for f in several}) == 1}


def _possible_whole(formula: Formula, figures: Mapping[str, Figure]) -> str:
    """Of rate = 100 * part / whole: between which whole numbers the whole would have to lie."""
    tree = formula.right
    if not (isinstance(formula.left, Name) and isinstance(tree, Operation) and tree.sign == "/" and isinstance(tree.right, Name)):
        return ""
    share = tree.left
    if not (isinstance(share, Operation) and share.sign == "*" and share.left == Number(Fraction(100)) and isinstance(share.right, Name)):
        return ""
    part, rate = figures[share.right.id], figures[formula.left.id]
    lows = [r.range.low for r in rate.readings()]
    highs = [r.range.high for r in rate.readings() if r.range.high is not None]
    if part.step or min(lows) <= 0 or not highs:
        return ""
    first, last = ceil(100 * part.value / max(highs)), floor(100 * part.value / min(lows))
    return f"mẫu số phải từ {written(Fraction(first), 0)} đến {written(Fraction(last), 0)} (the whole would lie there)" if first <= last else ""
