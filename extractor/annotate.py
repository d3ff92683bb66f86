"""Document and RuleSet in, Annotations out: every match of every pattern and every entry of every word
list, each with its span in Document.text. The text is scanned once for all list phrases and trigger
words together (Aho-Corasick, syllable boundaries checked); patterns with triggers run only around them.

Overlap policy. Within one family: the earliest start wins, then the longest, then the rule id in
alphabetical order; what lost is kept in Annotations.lost for `vanban rules explain`. Within one word
list: the leftmost, then the longest. Across families and lists overlap is welcome."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

import ahocorasick
import regex

from extractor.model import Document, Span
from extractor.rules import Entry, Rule, RuleSet
from extractor.text import lower, normalize, squeeze

_IRREGULAR = regex.compile(r"[ ]*\n[ \n]*|[ ]{2,}")
_RawHit = tuple[int, int, str, Entry]  # start, minus end, id: sorts leftmost, then longest
_PLACE = itemgetter(0, 1, 2)
_LEAST_REACH = 160
_DOUBLED = regex.compile(r"[ ]{2}|[ ]\n|\n[ ]")
_SINGLE_BREAK = regex.compile(r"(?<!\n)\n(?!\n)")
_PATTERN_TIMEOUT = 20.0  # seconds a document and rule: a runaway pattern is a rule fault, not a document's


@dataclass(frozen=True, slots=True)
class Annotation:
    """One match of one pattern. groups: name -> span for every named group that took part."""

    family: str
    rule: str
    span: Span
    groups: Mapping[str, Span]
    constants: Mapping[str, str | int]
    view: str = field(repr=False)

    def __contains__(self, name: str) -> bool:
        return name in self.groups or name in self.constants

    def get(self, name: str) -> str:
        """The normalised text of a group on one line, or a constant of the rule; "" where neither is."""
        if name in self.groups:
            span = self.groups[name]
            return squeeze(self.view[span.start : span.end])
        return str(self.constants.get(name, ""))


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry of a word list found at a place."""

    entry: Entry
    span: Span


class Annotations:
    """All that was found in one document. `view` is the normalised text, offset for offset."""

    def __init__(self, view: str, found: Mapping[str, list[Annotation]], hits: Mapping[str, list[Hit]], lost: tuple[Annotation, ...]) -> None:
        self.view = view
        self.lower = lower(view)
        self.lost = lost
        self._found = found
        self._hits = hits

    def of(self, family: str) -> list[Annotation]:
        """The annotations of a family in order of place; they do not overlap."""
        return self._found.get(family, [])

    def hits(self, *lists: str) -> list[Hit]:
        """The hits of one or several lists in order of place; within one list they do not overlap."""
        if len(lists) == 1:
            return self._hits.get(lists[0], [])
        return sorted((hit for name in lists for hit in self._hits.get(name, [])), key=lambda h: (h.span.start, -h.span.end))

    def within(self, name: str, span: Span) -> list[Hit]:
        """The hits of a list that lie wholly inside the span."""
        hits = self._hits.get(name, [])
        first = bisect_left(hits, span.start, key=lambda h: h.span.start)
        inside = []
        for hit in hits[first:]:
            if hit.span.start >= span.end:
                break
            if hit.span.end <= span.end:
                inside.append(hit)
        return inside

    def at(self, name: str, offset: int) -> Hit | None:
        """The hit of a list that starts exactly at `offset`."""
        hits = self._hits.get(name, [])
        index = bisect_left(hits, offset, key=lambda h: h.span.start)
        return hits[index] if index < len(hits) and hits[index].span.start == offset else None

    def of_within(self, family: str, span: Span) -> list[Annotation]:
        """The annotations of a family that lie wholly inside the span."""
        found = self._found.get(family, [])
        first = bisect_left(found, span.start, key=lambda a: a.span.start)
        inside = []
        for annotation in found[first:]:
            if annotation.span.start >= span.end:
                break
            if annotation.span.end <= span.end:
                inside.append(annotation)
        return inside


class Annotator:
    """A RuleSet made ready to scan: build once, use on any number of documents (and in any process)."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._plain = [rule for rule in rules.rules if not rule.triggers and not rule.anchored and not rule.at]
        self._at = {name: [rule for rule in rules.rules if rule.at == name and not rule.anchored] for name in rules.anchors}
        self._automaton = ahocorasick.Automaton()
        waiting: dict[str, tuple[list[tuple[Entry, str]], list[Rule]]] = {}
        for words in rules.lists.values():
            for entry in words.entries:
                for phrase in entry.phrases:
                    waiting.setdefault(lower(phrase), ([], []))[0].append((entry, phrase))
        for rule in rules.rules:
            for trigger in () if rule.anchored or rule.at else rule.triggers:
                waiting.setdefault(trigger, ([], []))[1].append(rule)
        for word, (entries, triggered) in waiting.items():
            self._automaton.add_word(word, (len(word), entries, triggered))
        if waiting:
            self._automaton.make_automaton()

    def annotate(self, document: Document) -> Annotations:
        return self.annotate_text(document.text)

    def annotate_text(self, text: str) -> Annotations:
        view = normalize(text)
        hits, windows = self._scan(view)
        candidates: dict[str, list[Annotation]] = defaultdict(list)
        for rule in self._plain:
            candidates[rule.family].extend(_matches(rule, view, ((0, len(view)),)))
        for name, rules in self._at.items():
            places = [match.start() for match in self.rules.anchors[name].finditer(view)]
            for rule in rules:
                candidates[rule.family].extend(_matches_at(rule, view, places))
        for rule in self.rules.rules:
            if rule.id in windows:
                candidates[rule.family].extend(_matches(rule, view, _merge(view, windows[rule.id])))
        found: dict[str, list[Annotation]] = {}
        lost: list[Annotation] = []
        for family, annotations in candidates.items():
            found[family], beaten = _settle(annotations)
            lost.extend(beaten)
        return Annotations(view, found, {name: _longest(of) for name, of in hits.items()}, tuple(lost))

    def _scan(self, view: str) -> tuple[dict[str, list[_RawHit]], dict[str, list[tuple[int, int]]]]:
        hits: dict[str, list[_RawHit]] = defaultdict(list)
        windows: dict[str, list[tuple[int, int]]] = defaultdict(list)
        if not len(self._automaton):
            return hits, windows
        line = _one_line(lower(view))
        text = line.text
        size = len(text)
        for last, (length, entries, triggered) in self._automaton.iter(text):
            first, end = last - length + 1, last + 1
            if triggered:
                start, stop = line.original(first), line.original(last) + 1
                for rule in triggered:
                    windows[rule.id].append((start - rule.reach[0], stop + rule.reach[1]))
            if not entries or (first and text[first].isalnum() and text[first - 1].isalnum()) or (end < size and text[last].isalnum() and text[end].isalnum()):
                continue
            start, stop = line.original(first), line.original(last) + 1
            for entry, phrase in entries:
                if not entry.exact or squeeze(view[start:stop]) == phrase:
                    hits[entry.list].append((start, -stop, entry.id, entry))
        return hits, windows


def _one_line(text: str) -> _Same | _Squeezed:
    """The text with every single line break as a blank: as it stands where no white space is doubled, else
    squeezed, with the way back."""
    if _DOUBLED.search(text):
        return _Squeezed(text)
    return _Same(_SINGLE_BREAK.sub(" ", text))


class _Same:
    """A text in which every offset is its own original."""

    def __init__(self, text: str) -> None:
        self.text = text

    def original(self, offset: int) -> int:
        return offset


class _Squeezed:
    """A text in which runs of blanks, with or without one line break, are one blank and an empty line
    is one line break, so that phrases are found across them; original() leads back."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self._starts = [0]
        self._shifts = [0]
        done = length = 0
        for match in _IRREGULAR.finditer(text):
            pieces.append(text[done : match.start()])
            pieces.append("\n" if match[0].count("\n") > 1 else " ")
            length += match.start() - done + 1
            done = match.end()
            self._starts.append(length)
            self._shifts.append(done - length)
        pieces.append(text[done:])
        self.text = "".join(pieces)

    def original(self, offset: int) -> int:
        if len(self._starts) == 1:
            return offset
        index = bisect_left(self._starts, offset + 1) - 1
        return offset + self._shifts[index]


def _merge(view: str, windows: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Windows in order, joined where they touch, each ending between two words."""
    start, end = -1, -1
    for first, last in sorted((max(0, w[0]), min(len(view), w[1])) for w in windows):
        if first <= end:
            end = max(end, last)
            continue
        if end >= 0:
            yield _to_word_ends(view, start, end)
        start, end = first, last
    if end >= 0:
        yield _to_word_ends(view, start, end)


def _to_word_ends(view: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not view[start - 1].isspace():
        start -= 1
    while end < len(view) and not view[end].isspace():
        end += 1
    return start, end


def _matches(rule: Rule, view: str, windows: Iterator[tuple[int, int]] | tuple[tuple[int, int], ...]) -> Iterator[Annotation]:
    done = 0
    for start, end in windows:
        for match in rule.pattern.finditer(view, max(start, done), end, timeout=_PATTERN_TIMEOUT):
            annotation = _annotation(rule, view, match, done)
            if annotation is not None:
                done = match.end()
                yield annotation


def _matches_at(rule: Rule, view: str, places: list[int]) -> Iterator[Annotation]:
    done = 0
    # Bounded, because regex looks for a literal that the pattern needs as far as it may.
    reach = max(rule.reach[1], _LEAST_REACH)
    for place in places:
        if place < done:
            continue
        match = rule.pattern.match(view, place, place + reach)
        annotation = _annotation(rule, view, match, done) if match is not None else None
        if annotation is not None:
            done = annotation.span.end
            yield annotation


def _annotation(rule: Rule, view: str, match: regex.Match[str], done: int) -> Annotation | None:
    """A match with what leads it; None where it is empty, or lacks a lead that it needs."""
    begin, end = match.span()
    if begin == end:
        return None
    groups = _groups(match)
    if rule.lead is not None:
        lead = rule.lead.match(view, max(done, begin - rule.reach[0]), begin)
        if lead is not None:
            begin = lead.start()
            groups |= _groups(lead)
        elif rule.needs_lead:
            return None
    return Annotation(rule.family, rule.id, Span(begin, end), groups, rule.set, view)


def _groups(match: regex.Match[str]) -> dict[str, Span]:
    spans = match.regs
    return {name: Span(*spans[index]) for name, index in match.re.groupindex.items() if spans[index][0] >= 0}


def _settle(annotations: list[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
    kept: list[Annotation] = []
    beaten: list[Annotation] = []
    for annotation in sorted(annotations, key=lambda a: (a.span.start, -a.span.end, a.rule)):
        if kept and annotation.span.start < kept[-1].span.end:
            beaten.append(annotation)
        else:
            kept.append(annotation)
    return kept, beaten


def _longest(hits: list[_RawHit]) -> list[Hit]:
    kept: list[Hit] = []
    done = 0
    for start, end, _, entry in sorted(hits, key=_PLACE):
        if start >= done:
            done = -end
            kept.append(Hit(entry, Span(start, done)))
    return kept
