"""Document and RuleSet in, Annotations out: every match of every pattern and every entry of every word
list, each with its span in Document.text. phrases.py finds all list phrases and trigger words in one walk
over the text; a pattern with triggers is tried only there and at the words just before.

Overlap policy. Within one family: the earliest start wins, then the longest, then the rule id in
alphabetical order; what lost is kept in Annotations.lost for `vanban rules explain`. Within one word
list: the leftmost, then the longest. Across families and lists overlap is welcome."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import regex

from extractor.mending import Mender
from extractor.model import Document, Span
from extractor.phrases import PhraseTree, Places, Words
from extractor.rules import Entry, Rule, RuleSet
from extractor.text import lower, normalize, squeeze

_Matches = list[regex.Match[str]]
_FEW_WORDS = 48  # characters back from a trigger, up to which trying word by word is the faster way
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

    def __init__(self, view: str, found: Mapping[str, list[Annotation]], places: Places | None, lost: tuple[Annotation, ...]) -> None:
        self.view = view
        self.lower = lower(view)
        self.lost = lost
        self._found = found
        self._places = places
        self._hits: dict[str, tuple[list[int], list[Hit]]] = {}

    def of(self, family: str) -> list[Annotation]:
        """The annotations of a family in order of place; they do not overlap."""
        return self._found.get(family, [])

    def hits(self, *lists: str) -> list[Hit]:
        """The hits of one or several lists in order of place; within one list they do not overlap."""
        if len(lists) == 1:
            return self._of_list(lists[0])[1]
        return sorted((hit for name in lists for hit in self._of_list(name)[1]), key=lambda h: (h.span.start, -h.span.end))

    def within(self, name: str, span: Span) -> list[Hit]:
        """The hits of a list that lie wholly inside the span."""
        starts, hits = self._of_list(name)
        return [hit for hit in hits[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if hit.span.end <= span.end]

    def at(self, name: str, offset: int) -> Hit | None:
        """The hit of a list that starts exactly at `offset`."""
        starts, hits = self._of_list(name)
        index = bisect_left(starts, offset)
        return hits[index] if index < len(hits) and starts[index] == offset else None

    def _of_list(self, name: str) -> tuple[list[int], list[Hit]]:
        """The hits of a list with their starts, made when the list is first asked for."""
        known = self._hits.get(name)
        if known is None:
            raw = self._places.hits(name) if self._places is not None else []
            known = self._hits[name] = ([start for start, _, _ in raw], [Hit(entry, Span(start, end)) for start, end, entry in raw])
        return known

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
        self._tree = PhraseTree(rules)
        self._plain = [rule for rule in rules.rules if not rule.triggers and not rule.after and not rule.anchored and not rule.at]
        self._at = {name: [rule for rule in rules.rules if rule.at == name and not rule.anchored] for name in rules.anchors}

    def annotate(self, document: Document) -> Annotations:
        return self._annotate_view(self._mender.mended(normalize(document.text), document))

    def annotate_text(self, text: str) -> Annotations:
        return self._annotate_view(normalize(text))

    def _annotate_view(self, view: str) -> Annotations:
        words = Words(view)
        places = self._tree.places(words, view)
        candidates: dict[str, list[Annotation]] = defaultdict(list)
        for rule, matches in self._matches(view, words, places):
            if matches:
                candidates[rule.family] += _made(rule, view, matches)
        found: dict[str, list[Annotation]] = {}
        lost: list[Annotation] = []
        for family, of_family in candidates.items():
            found[family], beaten = _settle(of_family)
            lost.extend(beaten)
        return Annotations(view, found, places, tuple(lost))

    def _matches(self, view: str, words: Words, places: Places) -> Iterator[tuple[Rule, _Matches]]:
        """What each pattern matches where it is tried, without what leads it."""
        for rule in self._plain:
            yield rule, list(rule.pattern.finditer(view, timeout=_PATTERN_TIMEOUT))
        for name, rules in self._at.items():
            anchors = [match.start() for match in self.rules.anchors[name].finditer(view)] if rules else []
            if anchors:
                yield from ((rule, _at_places(rule, view, anchors)) for rule in rules)
        for rule_id, starts in places.following.items():
            yield self.rules.by_id[rule_id], _at_places(self.rules.by_id[rule_id], view, starts)
        for rule_id, triggers in places.triggered.items():
            rule = self.rules.by_id[rule_id]
            yield rule, (_around_triggers if rule.begins_before > _FEW_WORDS else _at_triggers)(rule, view, words, triggers)


def _at_places(rule: Rule, view: str, places: list[int]) -> _Matches:
    match = rule.pattern.match
    # Bounded, because regex looks for a literal that the pattern needs as far as it may.
    reach = max(rule.reach[1], _LEAST_REACH)
    return [found for place in places if (found := match(view, place, place + reach)) is not None]


def _at_triggers(rule: Rule, view: str, words: Words, triggers: list[tuple[int, int]]) -> _Matches:
    """Tried at each trigger and at the few words before it that the rule reaches back to: a try costs a tenth of
    a search through the stretch around the trigger."""
    match, starts, ends, limit = rule.pattern.match, words.starts, words.ends, words.break_after
    before, after = rule.begins_before, rule.reach[1]
    if not before:
        return [found for first, last in triggers if (found := match(view, starts[first], limit(ends[last] + after))) is not None]
    matches: _Matches = []
    for first, last in triggers:
        stop = limit(ends[last] + after)
        for start in starts[bisect_left(starts, words.break_before(starts[first] - before + 1)) : first + 1]:
            if (found := match(view, start, stop)) is not None:
                matches.append(found)
    return matches


def _around_triggers(rule: Rule, view: str, words: Words, triggers: list[tuple[int, int]]) -> _Matches:
    """Searched for through the stretches around the triggers, those that touch taken as one."""
    before, after = rule.begins_before, rule.reach[1]
    stretches: list[list[int]] = []
    for first, last in triggers:
        start, end = words.starts[first] - before, words.ends[last]
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end + after)
        else:
            stretches.append([start, end + after])
    matches: _Matches = []
    for start, end in stretches:
        start, end = max(words.break_before(start + 1), matches[-1].end() if matches else 0), words.break_after(end)
        # A limit on time costs as much as a short scan; only a long stretch can run away.
        matches += rule.pattern.finditer(view, start, end, timeout=_PATTERN_TIMEOUT if end - start > 2000 else None)
    return matches


def _made(rule: Rule, view: str, matches: _Matches) -> Iterator[Annotation]:
    """The matches of a rule with what leads them, none over another; a match that is empty, or lacks a lead that it
    needs, is none."""
    done = 0
    for match in matches:
        begin, end = match.span()
        if begin < done or begin == end:
            continue
        groups = _groups(match, rule.groups)
        if rule.lead is not None:
            lead = rule.lead.match(view, max(done, begin - rule.reach[0]), begin)
            if lead is not None:
                begin = lead.start()
                groups |= _groups(lead, rule.lead_groups)
            elif rule.needs_lead:
                continue
        done = end
        yield Annotation(rule.family, rule.id, Span(begin, end), groups, rule.set, view)


def _groups(match: regex.Match[str], names: tuple[tuple[str, int], ...]) -> dict[str, Span]:
    if not names:
        return {}
    spans = match.regs
    return {name: Span(*spans[index]) for name, index in names if spans[index][0] >= 0}


def _settle(annotations: list[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
    kept: list[Annotation] = []
    beaten: list[Annotation] = []
    for annotation in sorted(annotations, key=lambda a: (a.span.start, -a.span.end, a.rule)):
        if kept and annotation.span.start < kept[-1].span.end:
            beaten.append(annotation)
        else:
            kept.append(annotation)
    return kept, beaten
