"""A Reading in, the phrases that name indicators out: rows of indicator_phrases.csv and matches of
patterns/statistics_indicators.toml as one kind of noun, in order of place, none overlapping."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from extractor.model import Span
from extractor.reading import Reading


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that names an indicator. side: where its figure stands ("before" it the phrase, "after" the
    figure ...: see the rule files); measure: "count", "percent" or "any"."""

    span: Span
    indicators: tuple[str, ...]
    side: str
    measure: str
    rule: str

    def counts(self, percent: bool) -> bool:
        return self.measure == "any" or (self.measure == "percent") == percent


class Cues:
    """All indicator phrases of a document, in order of place, longest first where they overlap."""

    def __init__(self, reading: Reading) -> None:
        found = [
            Cue(a.span, tuple(a.get("indicator").split("+")), a.get("side"), a.get("measure"), a.rule) for a in reading.annotations.of("indicator")
        ]
        found += [
            Cue(h.span, tuple(h.entry["indicator"].split("+")), h.entry["side"], h.entry["measure"], f"indicator_phrases.{h.entry.id}")
            for h in reading.annotations.hits("indicator_phrases")
        ]
        self._cues: list[Cue] = []
        for cue in sorted(found, key=lambda c: (c.span.start, -c.span.end, c.rule)):
            if (not self._cues or cue.span.start >= self._cues[-1].span.end) and not _leaves_its_cell(reading, cue.span):
                self._cues.append(cue)
        self._starts = [cue.span.start for cue in self._cues]

    def within(self, span: Span) -> list[Cue]:
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [cue for cue in self._cues[first:last] if cue.span.end <= span.end]


def _leaves_its_cell(reading: Reading, span: Span) -> bool:
    """True of words that two cells of a table only make together: "Khu vực bỏ phiếu số | Cử tri trong danh sách"."""
    line = reading.structure.line_at(span.start)
    return line is not None and line.cell is not None and span.end > line.end
