"""Document and RuleSet in, Annotations out: every match of every pattern and every entry of every word
list, each with its span in Document.text. The text is scanned once for all list phrases and trigger
words together, word by word along a tree of phrases; patterns with triggers run only around them.

Overlap policy. Within one family: the earliest start wins, then the longest, then the rule id in
alphabetical order; what lost is kept in Annotations.lost for `vanban rules explain`. Within one word
list: the leftmost, then the longest. Across families and lists overlap is welcome."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import regex

from extractor.mending import Mender
from extractor.model import Document, Span
from extractor.rules import Entry, Rule, RuleSet
from extractor.text import lower, normalize, squeeze

_TOKEN = regex.compile(r"\w+|[^\w\s]|\n[ ]*\n")
_END = ""  # in the phrase tree: what ends here
_Node = dict[str, Any]
_RawHit = tuple[int, int, str, Entry]  # start, minus end, id: sorts leftmost, then longest
_PLACE = itemgetter(0, 1, 2)
_LEAST_REACH = 160
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
        self._mender = Mender(rules)
        self._plain = [rule for rule in rules.rules if not rule.triggers and not rule.anchored and not rule.at]
        self._at = {name: [rule for rule in rules.rules if rule.at == name and not rule.anchored] for name in rules.anchors}
        self._words: _Node = {}
        for words in rules.lists.values():
            for entry in words.entries:
                for phrase in entry.phrases:
                    self._leaf(lower(phrase)).entries.append((entry, phrase))
        for rule in rules.rules:
            for trigger in () if rule.anchored or rule.at else rule.triggers:
                self._leaf(trigger).rules.append(rule)

    def _leaf(self, phrase: str) -> _Leaf:
        node = self._words
        for token in _TOKEN.findall(phrase):
            node = node.setdefault(token, {})
        leaf: _Leaf = node.setdefault(_END, _Leaf())
        return leaf

    def annotate(self, document: Document) -> Annotations:
        return self._annotate_view(self._mender.mended(normalize(document.text), document))

    def annotate_text(self, text: str) -> Annotations:
        return self._annotate_view(normalize(text))

    def _annotate_view(self, view: str) -> Annotations:
        hits, windows = self._scan(view)
        candidates: dict[str, list[Annotation]] = defaultdict(list)
        for rule in self._plain:
            candidates[rule.family].extend(_matches(rule, view, [[0, len(view)]]))
        for name, rules in self._at.items():
            places = [match.start() for match in self.rules.anchors[name].finditer(view)] if rules else []
            for rule in rules:
                candidates[rule.family].extend(_matches_at(rule, view, places))
        for rule_id, near in windows.items():
            rule = self.rules.by_id[rule_id]
            candidates[rule.family].extend(_matches(rule, view, near))
        found: dict[str, list[Annotation]] = {}
        lost: list[Annotation] = []
        for family, matches in candidates.items():
            found[family], beaten = _settle(matches)
            lost.extend(beaten)
        return Annotations(view, found, {name: _longest(of) for name, of in hits.items()}, tuple(lost))

    def _scan(self, view: str) -> tuple[dict[str, list[_RawHit]], dict[str, list[list[int]]]]:
        """Every list entry and trigger of the text, in one pass over its words: from each word on, the tree
        of phrases is followed as far as the words go along. A blank or one line break between two words
        does not matter, an empty line does."""
        hits: dict[str, list[_RawHit]] = defaultdict(list)
        windows: dict[str, list[list[int]]] = defaultdict(list)
        spans = [match.span() for match in _TOKEN.finditer(view)]
        tokens = _TOKEN.findall(lower(view))
        count, roots = len(tokens), self._words
        for first in range(count):
            node = roots.get(tokens[first])
            if node is None:
                continue
            start, last = spans[first][0], first
            while True:
                leaf = node.get(_END)
                if leaf is not None:
                    _take(leaf, start, spans[last][1], view, hits, windows)
                last += 1
                if last == count:
                    break
                node = node.get(tokens[last])
                if node is None:
                    break
        return hits, windows


@dataclass(slots=True)
class _Leaf:
    """What ends at a place of the phrase tree: list entries with the phrase as written, and rules it triggers."""

    entries: list[tuple[Entry, str]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def _take(leaf: _Leaf, start: int, end: int, view: str, hits: dict[str, list[_RawHit]], windows: dict[str, list[list[int]]]) -> None:
    for rule in leaf.rules:
        before, after = rule.reach
        near = windows[rule.id]
        if near and start - before <= near[-1][1]:
            near[-1][1] = max(near[-1][1], end + after)
        else:
            near.append([max(0, start - before), end + after])
    for entry, phrase in leaf.entries:
        if not entry.exact or squeeze(view[start:end]) == phrase:
            hits[entry.list].append((start, -end, entry.id, entry))


def _to_word_ends(view: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not view[start - 1].isspace():
        start -= 1
    while end < len(view) and not view[end].isspace():
        end += 1
    return start, end


def _matches(rule: Rule, view: str, windows: list[list[int]]) -> Iterator[Annotation]:
    done = 0
    for near in windows:
        start, end = _to_word_ends(view, near[0], min(near[1], len(view)))
        # A limit on time costs as much as a short scan; only a long stretch can run away.
        timeout = _PATTERN_TIMEOUT if end - start > 2000 else None
        for match in rule.pattern.finditer(view, max(start, done), end, timeout=timeout):
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
