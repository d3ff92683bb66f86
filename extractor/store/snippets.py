"""A text, its view of the same length and the words sought in, the stretches worth showing out: the windows
that hold most different words, in order of place, each with the spans to mark. All offsets are offsets of
the text, so a reader can show the words in their surroundings as they were printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from extractor.model import Span
from extractor.store.query import finder, weight

_WIDTH = 240
_LEAD = 60  # characters before the first word
_MOST = 3
_MOST_FINDS = 2_000


@dataclass(frozen=True, slots=True)
class Snippet:
    """text[start:end] of the document, and the spans in it to mark (offsets of the document's text)."""

    start: int
    end: int
    text: str
    highlights: tuple[Span, ...]


def snippets(text: str, view: str, terms: Sequence[tuple[str, ...]]) -> tuple[Snippet, ...]:
    """Up to three stretches that hold the terms; the beginning of the text where it holds none."""
    finds = _finds(view, terms) if terms else []
    if not finds:
        return (_cut(text, 0, []),) if text else ()
    windows: list[tuple[int, int, list[Span]]] = []  # weight, first find, spans
    for index, (first, _) in enumerate(finds):
        held = [(span, term) for span, term in finds[index : index + 40] if span.end <= first.start - _LEAD + _WIDTH or span == first]
        windows.append((weight(terms, {term for _, term in held}), first.start, [span for span, _ in held]))
    chosen: list[tuple[int, int, list[Span]]] = []
    for window in sorted(windows, key=lambda w: (-w[0], w[1])):
        if all(abs(window[1] - other[1]) >= _WIDTH for other in chosen):
            chosen.append(window)
        if len(chosen) == _MOST:
            break
    return tuple(_cut(text, start - _LEAD, spans) for _, start, spans in sorted(chosen, key=lambda w: w[1]))


def _finds(view: str, terms: Sequence[tuple[str, ...]]) -> list[tuple[Span, str | None]]:
    matches = islice(finder(terms).finditer(view), _MOST_FINDS)
    return [(Span(*match.span()), match.lastgroup) for match in matches]


def _cut(text: str, start: int, spans: Sequence[Span]) -> Snippet:
    """A window from about `start` on, ending between words and holding every span whole."""
    first = max(0, start)
    while 0 < first < len(text) and not text[first - 1].isspace() and (not spans or first > spans[0].start - _LEAD - 20):
        first -= 1
    last = min(len(text), max(first + _WIDTH, spans[-1].end if spans else 0))
    while last < len(text) and not text[last].isspace() and last < first + _WIDTH + 40:
        last += 1
    return Snippet(first, last, text[first:last], tuple(spans))
