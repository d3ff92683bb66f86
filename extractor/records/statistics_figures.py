"""A Reading in, its quantities out: every figure of the body text that may count something, read exactly,
with its qualifier and what stands right before and behind it. What only looks like a quantity - dates,
clocks, document numbers, telephones, house numbers, ages, list marks (rules/patterns/statistics_figures.toml,
family no_figure) - is left out here. records/statistics_binding.py says what each one counts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from extractor.annotate import Annotation, Hit
from extractor.model import Span
from extractor.reading import Reading
from extractor.values import Figure, read_number, read_scaled, read_words

# What a qualifier of the list says of the figure; the rest ("chỉ", "đúng", "lên tới") leaves it exact.
_MEANT = {"nearly": "nearly", "about": "about", "over": "over", "at_least": "at_least", "at_most": "at_most", "under": "at_most"}
Kind = Literal["count", "percent", "pair", "none"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure in its place. span covers number, scale and percent sign; start of `lead` is where the
    small words before it begin ("chiếm tỷ lệ gần"); bare: nothing is counted right behind it; noun: the
    count noun right behind it (người, phiếu ...); whole: the second figure of a pair n/N; scale: 1000 for "nghìn" ..."""

    span: Span
    kind: Kind
    figure: Figure
    whole: Figure | None
    qualifier: str
    lead: int
    bare: bool
    noun: Hit | None
    scale: int = 1


def find_quantities(reading: Reading) -> list[Quantity]:
    """All quantities of the body, in order of place; cells of tables are read by statistics_tables."""
    refused = _Refused(reading)
    found: list[Quantity] = []
    for annotation in reading.annotations.of("figure"):
        line = reading.structure.line_at(annotation.span.start)
        if line is None or line.kind in ("furniture", "cell") or annotation.span.start < line.content:
            continue
        if not refused.touches(annotation):
            found.append(_quantity(annotation, reading))
    return found


class _Refused:
    """The stretches that are no quantity, for quick lookup."""

    def __init__(self, reading: Reading) -> None:
        self._spans = [a.span for a in reading.annotations.of("no_figure")]
        self._starts = [span.start for span in self._spans]
        dates = reading.annotations.of("date")
        self._dates = [a.span for a in dates]
        self._date_starts = [span.start for span in self._dates]

    def touches(self, annotation: Annotation) -> bool:
        if _touches(annotation.span, self._spans, self._starts):
            return True
        counted = "percent" in annotation or "scale" in annotation
        return not counted and _touches(annotation.span, self._dates, self._date_starts)


def _touches(span: Span, spans: list[Span], starts: list[int]) -> bool:
    index = bisect_right(starts, span.end - 1) - 1
    return index >= 0 and spans[index].touches(span)


def _quantity(annotation: Annotation, reading: Reading) -> Quantity:
    view, span = reading.view, annotation.span
    lead = annotation.groups["link"].start if "link" in annotation.groups else span.start
    after = span.end
    while after < len(view) and view[after] in " \n":
        after += 1
    noun = reading.annotations.at("count_nouns", after)
    kind: Kind = "none" if "none" in annotation else "percent" if "percent" in annotation else "pair" if "whole" in annotation else "count"
    scale = _scale(annotation.get("scale"), reading) if "scale" in annotation else 1
    figure, whole = _read(annotation, kind, reading)
    return Quantity(span, kind, figure, whole, _qualifier(reading, span), lead, "stop" in annotation, noun, scale)


def _read(annotation: Annotation, kind: Kind, reading: Reading) -> tuple[Figure, Figure | None]:
    printed = reading.document.quote(annotation.span)
    if kind == "none":
        return Figure(printed, 0), None
    if "words" in annotation:
        return read_words(annotation.get("words"), _meanings(reading, "number_words", "value")), None
    if kind == "percent":
        return read_number(annotation.get("number"), share=True), None
    if kind == "pair":
        return read_number(annotation.get("number"), counts_wholes=True), read_number(annotation.get("whole"), counts_wholes=True)
    if "scale" in annotation:
        parts = [(annotation.get("number"), _scale(annotation.get("scale"), reading))]
        if "number2" in annotation:
            parts.append((annotation.get("number2"), _scale(annotation.get("scale2"), reading)))
        return read_scaled(printed, parts), None
    return read_number(annotation.get("number")), None


def _scale(words: str, reading: Reading) -> int:
    scale = 1
    meanings = _meanings(reading, "scales", "factor")
    for word in words.lower().split():
        scale *= meanings[word]
    return scale


def _meanings(reading: Reading, words: str, column: str) -> dict[str, int]:
    entries = (entry for entry in reading.rules.lists[words].entries if entry[column].isdigit())
    return {phrase: int(entry[column]) for entry in entries for phrase in entry.phrases}


def _qualifier(reading: Reading, span: Span) -> str:
    """What the words right before or behind the figure make of it: "nearly", "over" ... or "exact"."""
    for hit in reversed(reading.annotations.within("qualifiers", Span(max(0, span.start - 24), span.start))):
        if not reading.view[hit.span.end : span.start].strip(" \n"):
            return _MEANT.get(hit.entry["qualifier"], "exact")
    for hit in reading.annotations.within("qualifiers", Span(span.end, span.end + 24)):
        if hit.entry["qualifier"] in ("at_least", "at_most") and len(reading.view[span.end : hit.span.start].split()) <= 2:
            return hit.entry["qualifier"]
    return "exact"
