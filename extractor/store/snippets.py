"""A text, its view of the same length and the words sought in, the stretches worth showing out: the windows
that hold most different words, in order of place, each with the spans to mark. A menu or a footer is shown
only where the words stand nowhere else. All offsets are offsets of the text, so a reader can show the words
in their surroundings as they were printed."""

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


def snippets(text: str, view: str, terms: Sequence[tuple[str, ...]], furniture: Sequence[Span] = (), body: int = 0) -> tuple[Snippet, ...]:
    """Up to three stretches that hold the terms; where the text holds none, its beginning: from `body` on, the
    character behind its head. furniture: stretches that are no part of the document, in order."""
    finds = _finds(view, terms, furniture) if terms else []
    if not finds:
        return _beginning(text, furniture, body)
    windows: list[tuple[int, int, list[Span]]] = []  # weight, first find, spans
    for index, (first, _) in enumerate(finds):
        last = min(first.start - _LEAD + _WIDTH, _room(text, furniture, first)[1])
        held = [(span, term) for span, term in finds[index : index + 40] if span.end <= last or span == first]
        windows.append((weight(terms, {term for _, term in held}), first.start, [span for span, _ in held]))
    chosen: list[tuple[int, int, list[Span]]] = []
    for window in sorted(windows, key=lambda w: (-w[0], w[1])):
        if all(abs(window[1] - other[1]) >= _WIDTH for other in chosen):
            chosen.append(window)
        if len(chosen) == _MOST:
            break
    return tuple(_cut(text, start - _LEAD, spans, _room(text, furniture, spans[0])) for _, start, spans in sorted(chosen, key=lambda w: w[1]))


def _beginning(text: str, furniture: Sequence[Span], body: int) -> tuple[Snippet, ...]:
    """From `body` on, where a sentence has room before the next menu."""
    start = body if text[body:].strip() else 0
    for span in furniture:
        if span.start >= body and len(text[start : span.start].strip()) < _LEAD and text[span.end :].strip():
            start = max(start, span.end)
    while start < len(text) and text[start].isspace():
        start += 1
    start = start if start < len(text) else 0
    return (_cut(text, start, [], (start, _room(text, furniture, Span(start, start + 1))[1])),) if text else ()


def _room(text: str, furniture: Sequence[Span], find: Span) -> tuple[int, int]:
    """How far a window about a find may reach: up to the furniture on both sides, not into it."""
    before = max((span.end for span in furniture if span.end <= find.start), default=0)
    behind = min((span.start for span in furniture if span.start >= find.end), default=len(text))
    return before, behind


def _finds(view: str, terms: Sequence[tuple[str, ...]], furniture: Sequence[Span]) -> list[tuple[Span, str | None]]:
    matches = islice(finder(terms).finditer(view), _MOST_FINDS)
    finds = [(Span(*match.span()), match.lastgroup) for match in matches]
    return [find for find in finds if not any(span.touches(find[0]) for span in furniture)] or finds


def _cut(text: str, start: int, spans: Sequence[Span], room: tuple[int, int]) -> Snippet:
    """A window from about `start` on, within `room`, ending between words and holding every span whole."""
    first = max(room[0], start)
    while room[0] < first < len(text) and not text[first - 1].isspace() and (not spans or first > spans[0].start - _LEAD - 20):
        first -= 1
    last = min(room[1], max(first + _WIDTH, spans[-1].end if spans else 0))
    while last < room[1] and not text[last].isspace() and last < first + _WIDTH + 40:
        last += 1
    return Snippet(first, last, text[first:last], tuple(spans))
