"""The words behind a figure in, its Comparison out: "..., cao hơn 0,12% so với năm 2016" says of the figure
before it how it stands to that of another period. The change is no figure of its own."""

from __future__ import annotations

import regex

from extractor.facts import Comparison
from extractor.model import Span
from extractor.reading import Reading
from extractor.values import read_number

_NEAR = 24  # characters between a figure and the words that compare it
_CHANGE = regex.compile(r"\s*(?:\p{L}+\s+){0,2}?(\d[\d.,]*\d|\d)\s?(%)?")
_PERIOD = regex.compile(r"(?:năm|nhiệm kỳ|khóa|kỳ bầu cử năm)\s(\d{4})(?!\d)")


def comparison(reading: Reading, sentence: Span, evidence: Span) -> Comparison | None:
    """How the figure whose evidence this is stands to another period; None where nothing compares it."""
    for hit in reading.annotations.within("figure_cues", Span(evidence.end, sentence.end)):
        if hit.entry["effect"] not in ("higher", "lower", "equal"):
            continue
        if hit.span.start - evidence.end > _NEAR or regex.search(r"[\d;]", reading.view[evidence.end : hit.span.start]):
            return None
        change = _CHANGE.match(reading.view, hit.span.end, sentence.end)
        figure = read_number(change[1], share=bool(change[2])) if change else None
        period = _PERIOD.search(reading.view, hit.span.end, min(sentence.end, hit.span.end + 80))
        return Comparison(hit.entry["effect"], period[1] if period else None, figure.value if figure else None)
    return None
