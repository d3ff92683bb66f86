"""Statistics in, Sightings out: each figure with its place in the document - line, sentence, table row -
so that a check can ask which figures belong together. Two answers are given. scope: do area, level, office,
period, hour and status agree (agreement)? place: do they stand in one row or sentence, in one paragraph, or
only in one document (tie)? A missing key agrees with a present one only where the place says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from extractor.audit.figures import Figure, figure_of
from extractor.audit.identities import Identity
from extractor.facts import Statistic
from extractor.model import Span
from extractor.structure import Line, Structure
from extractor.text import fold

MOST_NEAR = 200


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
    """One statistic in its place. line: index of its line; row: (table, row) of a cell; area: folded."""

    statistic: Statistic
    figure: Figure
    line: int
    sentence: Span
    row: tuple[int, int] | None
    area: str | None

    @property
    def span(self) -> Span:
        return self.statistic.span


class Sightings:
    """All usable figures of a document, by indicator, in order of place. malformed: those without a value."""

    def __init__(self, statistics: Iterable[Statistic], structure: Structure) -> None:
        self.all: list[Sighting] = []
        self.malformed: list[Statistic] = []
        self._by_indicator: dict[str, list[Sighting]] = {}
        self._near: dict[tuple[str, object], list[Sighting]] = {}
        sentences = _Sentences(structure)
        for statistic in sorted(statistics, key=lambda s: (s.span, s.indicator)):
            figure = figure_of(statistic)
            if figure is None:
                self.malformed.append(statistic)
            elif statistic.certainty != "planned":
                self._add(_sight(statistic, figure, structure, sentences))
        periods = {s.statistic.period for s in self.all if s.statistic.period}
        self.one_period = len(periods) <= 1

    def _add(self, sighting: Sighting) -> None:
        indicator = sighting.statistic.indicator
        self.all.append(sighting)
        self._by_indicator.setdefault(indicator, []).append(sighting)
        for key in _neighbourhoods(sighting):
            self._near.setdefault((indicator, key), []).append(sighting)

    def of(self, indicator: str) -> list[Sighting]:
        return self._by_indicator.get(indicator, [])

    def near(self, anchor: Sighting, indicator: str) -> list[Sighting]:
        """The figures of an indicator that share the line, the table row or the area of the anchor. A
        neighbourhood with more than MOST_NEAR of them tells nothing of what belongs to what and is left
        out: so a table of ten thousand rows costs ten thousand steps."""
        groups = (self._near.get((indicator, key), []) for key in _neighbourhoods(anchor))
        found = {id(s): s for group in groups if len(group) <= MOST_NEAR for s in group}
        return sorted(found.values(), key=lambda s: s.span)

    def agreement(self, a: Sighting, b: Sighting, identity: Identity) -> Agreement:
        """Do two figures lie in the scope an identity asks for?"""
        found = Agreement.SAME
        for key in identity.scope:
            left, right = _key(a, key), _key(b, key)
            if left == right or self._open(key, a, b, identity):
                continue
            if (left is not None and right is not None) or key == "unit_no":
                return Agreement.DIFFERS  # of a constituency and of all of them: a number is never left out for brevity
            found = Agreement.LOOSE
        return found

    def _open(self, key: str, a: Sighting, b: Sighting, identity: Identity) -> bool:
        """Keys that need not agree: the hour of a figure that holds all day, the candidate of one that holds for
        all of them, the period where the document knows but one. A timeless figure that names its own hour is
        bound to it like any other."""
        if key == "period":
            return self.one_period
        if key not in ("as_of", "status", "subject"):
            return False
        return any(s.statistic.indicator in identity.timeless and getattr(s.statistic, key) is None for s in (a, b))


class _Sentences:
    """The sentence that holds an offset; the sentences of a line are cut once."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._of_line: dict[int, list[Span]] = {}

    def at(self, line: Line, offset: int) -> Span:
        if line.index not in self._of_line:
            self._of_line[line.index] = list(self._structure.sentences(line)) or [line.span]
        sentences = self._of_line[line.index]
        index = bisect_right(sentences, offset, key=lambda s: s.start) - 1
        return sentences[max(index, 0)]


def _sight(statistic: Statistic, figure: Figure, structure: Structure, sentences: _Sentences) -> Sighting:
    line = structure.line_at(statistic.span.start)
    area = fold(statistic.area) if statistic.area else None
    if line is None:
        return Sighting(statistic, figure, -1, statistic.span, None, area)
    row = (line.cell.table, line.cell.row) if line.cell else None
    return Sighting(statistic, figure, line.index, sentences.at(line, statistic.span.start), row, area)


def _neighbourhoods(sighting: Sighting) -> Iterator[object]:
    if sighting.line >= 0:
        yield "line", sighting.line
    if sighting.row is not None:
        yield "row", sighting.row
    yield "area", sighting.area


def _key(sighting: Sighting, key: str) -> str | None:
    value: str | None = sighting.area if key == "area" else getattr(sighting.statistic, key)
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
