"""Quantities that no indicator of the list explains in, those that a report labels clearly out: "Tổng thu
ngân sách đạt 512,4 tỷ đồng" has a label, a verb and a unit, and becomes indicator "other" under its label.
Anything less clear is left alone: precision first."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts import Header, Statistic
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.statistics_cues import Cues
from extractor.records.statistics_figures import Quantity
from extractor.records.statistics_scope import Scope
from extractor.text import squeeze

_NEAR = 16  # characters for a qualifier between verb and figure
_REPORTS = ("administrative", "party")
_NO_RESULT = ("target", "threshold", "past", "parts", "higher", "lower")


def read_other(reading: Reading, header: Header, scope: Scope, cues: Cues, quantities: list[Quantity], used: list[Span]) -> Iterator[Statistic]:
    """The labelled quantities of an official report that `used`, the spans of figures already bound, leaves."""
    if header.genre not in _REPORTS:
        return
    taken = {span.start for span in used}
    labels = {annotation.span.end: annotation for annotation in reading.annotations.of("labelled")}
    for quantity in quantities:
        if quantity.span.start in taken or quantity.kind not in ("count", "percent") or quantity.figure.value is None:
            continue
        ends = range(quantity.span.start - _NEAR, quantity.span.start)
        label = next((labels[end] for end in reversed(ends) if end in labels), None)
        unit, end = ("percent", quantity.span.end) if quantity.kind == "percent" else _unit_behind(reading, quantity.span.end)
        line = reading.structure.line_at(quantity.span.start)
        if label is None or not unit or line is None or not line.span.holds(label.span) or cues.within(label.span):
            continue
        sentence = reading.structure.sentence_at(quantity.span.start)
        if any(h.entry["effect"] in _NO_RESULT for h in reading.annotations.within("figure_cues", Span(sentence.start, quantity.span.start))):
            continue
        span = Span(label.span.start, end)
        place = scope.place(line, sentence, span, quantity.span)
        yield Statistic(
            span=span,
            rule=label.rule,
            certainty="stated" if place.stated else "inferred",
            indicator="other",
            label=squeeze(reading.document.quote(label.groups["label"])),
            printed=quantity.figure.printed,
            value=quantity.figure.value,
            unit=unit,
            decimals=quantity.figure.decimals,
            qualifier=quantity.qualifier,
            area=place.name,
            area_code=place.code,
            level=place.level,
            as_of=scope.times.as_of(sentence, quantity.span),
        )


def _unit_behind(reading: Reading, end: int) -> tuple[str, int]:
    """The unit that stands right behind a figure and where it ends; ("", end) where none does."""
    start = end
    while start < len(reading.view) and reading.view[start] in " \n":
        start += 1
    hit = reading.annotations.at("units", start)
    return (hit.entry["unit"], hit.span.end) if hit else ("", end)
