"""Statistics in, Sightings out: each figure with its place in the document - line, sentence, table row -
so that a check can ask which figures belong together. Two answers are given. scope: do area, level, office,
period, hour and status agree (agreement)? place: do they stand in one row or sentence, in one paragraph, or
only in one document (tie)? A missing key agrees with a present one only where the place says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from extractor.audit.figures import Figure, figure_of
from extractor.audit.identities import Identity
from extractor.facts import Statistic
from extractor.model import Span
from extractor.structure import Structure
from extractor.text import fold


class Tie(IntEnum):
    """How near two figures stand; smaller is nearer."""

    SENTENCE = 0  # one sentence, or one row of a table
    LINE = 1  # one paragraph or list item
    DOCUMENT = 2


class Agreement(IntEnum):
    """Whether two figures speak of the same thing."""

    SAME = 0
    LOOSE = 1  # one of them leaves a key open
    DIFFERS = 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """One statistic in its place. line: index of its line; row: (table, row) of a cell."""

    statistic: Statistic
    figure: Figure
    line: int
    sentence: Span
    row: tuple[int, int] | None

    @property
    def span(self) -> Span:
        return self.statistic.span


class Sightings:
    """All usable figures of a document, by indicator, in order of place."""

    def __init__(self, statistics: Iterable[Statistic], structure: Structure) -> None:
        self.all: list[Sighting] = []
        self._by_indicator: dict[str, list[Sighting]] = {}
        sentences: dict[int, Span] = {}
        for statistic in sorted(statistics, key=lambda s: (s.span, s.indicator)):
            figure = figure_of(statistic)
            if figure is None or statistic.certainty == "planned":
                continue
            start = statistic.span.start
            line = structure.line_at(start)
            if start not in sentences:
                sentences[start] = structure.sentence_at(start)
            cell = line.cell if line else None
            row = (cell.table, cell.row) if cell else None
            sighting = Sighting(statistic, figure, line.index if line else -1, sentences[start], row)
            self.all.append(sighting)
            self._by_indicator.setdefault(statistic.indicator, []).append(sighting)
        periods = {s.statistic.period for s in self.all if s.statistic.period}
        self.one_period = len(periods) <= 1

    def of(self, indicator: str) -> list[Sighting]:
        return self._by_indicator.get(indicator, [])

    def agreement(self, a: Sighting, b: Sighting, identity: Identity) -> Agreement:
        """Do two figures lie in the scope an identity asks for?"""
        found = Agreement.SAME
        for key in identity.scope:
            left, right = _key(a.statistic, key), _key(b.statistic, key)
            if left == right or self._open(key, a, b, identity):
                continue
            if left is not None and right is not None:
                return Agreement.DIFFERS
            found = Agreement.LOOSE
        return found

    def _open(self, key: str, a: Sighting, b: Sighting, identity: Identity) -> bool:
        """Keys that need not agree: the hour of a figure that holds all day, the period where the document
        knows but one. A timeless figure that names its own hour is bound to it like any other."""
        if key == "period":
            return self.one_period
        if key not in ("as_of", "status"):
            return False
        return any(s.statistic.indicator in identity.timeless and getattr(s.statistic, key) is None for s in (a, b))


def _key(statistic: Statistic, key: str) -> str | None:
    if key == "area":
        return fold(statistic.area) if statistic.area else None
    value: str | None = getattr(statistic, key)
    return value or None


def tie(a: Sighting, b: Sighting) -> Tie:
    if a.row is not None and a.row == b.row:
        return Tie.SENTENCE
    if a.line != b.line or a.line < 0:
        return Tie.DOCUMENT
    return Tie.SENTENCE if a.sentence == b.sentence else Tie.LINE


def distance(a: Sighting, b: Sighting) -> int:
    """Characters between two figures; 0 where one place states both."""
    return max(0, a.span.start - b.span.end, b.span.start - a.span.end)
