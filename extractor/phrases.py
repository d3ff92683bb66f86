"""Every phrase of the word lists and every trigger of the rules in, their places in one text out. The text is
cut into words once and walked once: from each word on, a tree of phrases is followed as far as the words go
along. A blank or one line break between two words does not matter, an empty line does. Stands under
annotate.py, which runs the patterns at the places found here."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, chain
from operator import itemgetter
from typing import Any

import regex

from extractor.rules import Entry, RuleSet
from extractor.text import lower, squeeze

RawHit = tuple[int, int, Entry]  # start, end
_CUT = regex.compile(r"(\w+|[^\w\s]|\n[ ]*\n)")
_END = ""  # in the phrase tree: what ends here
_Node = dict[str, Any]
_PLACE = itemgetter(0, 1, 2)


@dataclass(slots=True, eq=False)
class _Leaf:
    """What ends at a place of the phrase tree: by list its entries with the phrase as written, the rules that it
    triggers, and the rules whose matches begin right after it."""

    entries: dict[str, list[tuple[Entry, str]]] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


class Words:
    """The words of one text: `tokens` in lower case, each with its start, and where white space begins."""

    def __init__(self, view: str) -> None:
        self._view, self._size = view, len(view)
        pieces = _CUT.split(lower(view))  # gap, word, gap, word, ..., gap
        ends = list(accumulate(map(len, pieces)))
        self.tokens: list[str] = pieces[1::2]
        self.starts: list[int] = ends[0:-1:2]
        self.ends: list[int] = ends[1::2]
        following = [*pieces[3::2], "\n"]
        self._breaks = [end for end, gap, word in zip(self.ends, pieces[2::2], following, strict=True) if gap or word[0] == "\n"] if self.tokens else []
        self._breaks.append(self._size)

    def break_after(self, offset: int) -> int:
        """The first white space at or after an offset: where a stretch may end without cutting a word."""
        if offset >= self._size:
            return self._size
        return offset if self._view[offset].isspace() else self._breaks[bisect_left(self._breaks, offset)]

    def break_before(self, offset: int) -> int:
        """The last white space before an offset."""
        index = bisect_left(self._breaks, offset)
        return self._breaks[index - 1] if index else 0


class Places:
    """Where the phrases of a tree stand in one text. triggered: rule id -> (first word, last word) of its triggers;
    following: rule id -> where the word after one of its `after` phrases starts. What list entries stand there is sorted out list by list, when a list is
    asked for: many are needed only by a family that the text has none of."""

    def __init__(self, words: Words, view: str, found: Mapping[_Leaf, list[tuple[int, int]]]) -> None:
        self._words = words
        self._view, self._size = view, len(view)
        self._found: defaultdict[str, list[tuple[list[tuple[Entry, str]], list[tuple[int, int]]]]] = defaultdict(list)
        triggered: defaultdict[str, list[list[tuple[int, int]]]] = defaultdict(list)
        following: defaultdict[str, set[int]] = defaultdict(set)
        for leaf, places in found.items():
            for name, entries in leaf.entries.items():
                self._found[name].append((entries, places))
            for rule in leaf.rules:
                triggered[rule].append(places)
            for rule in leaf.before:
                following[rule].update([words.starts[last + 1] for _, last in places if last + 1 < len(words.starts)])
        self.triggered = {rule: lists[0] if len(lists) == 1 else sorted(chain.from_iterable(lists)) for rule, lists in triggered.items()}
        self.following = {rule: sorted(starts) for rule, starts in following.items()}

    def hits(self, name: str) -> list[RawHit]:
        """The entries of a list in order of place: the leftmost, then the longest, none over another."""
        starts, ends, view = self._words.starts, self._words.ends, self._view
        raw: list[tuple[int, int, str, Entry]] = []
        for entries, places in self._found.get(name, ()):
            for entry, phrase in entries:
                for first, last in places:
                    start, end = starts[first], ends[last]
                    if not entry.exact or view[start:end] == phrase or squeeze(view[start:end]) == phrase:
                        raw.append((start, -end, entry.id, entry))
        raw.sort(key=_PLACE)
        kept: list[RawHit] = []
        done = 0
        for start, end, _, entry in raw:
            if start >= done:
                done = -end
                kept.append((start, done, entry))
        return kept


class PhraseTree:
    """The phrases of a RuleSet made ready: build once, use on any number of texts."""

    def __init__(self, rules: RuleSet) -> None:
        self._roots: _Node = {}
        for words in rules.lists.values():
            for entry in words.entries:
                for phrase in entry.phrases:
                    self._leaf(lower(phrase)).entries.setdefault(entry.list, []).append((entry, phrase))
        for rule in rules.rules:
            for trigger in () if rule.anchored or rule.at else rule.triggers:
                self._leaf(trigger).rules.append(rule.id)
            for word in rule.after:
                self._leaf(word).before.append(rule.id)

    def _leaf(self, phrase: str) -> _Leaf:
        node = self._roots
        for token in _CUT.findall(phrase):
            node = node.setdefault(token, {})
        leaf: _Leaf = node.setdefault(_END, _Leaf())
        return leaf

    def places(self, words: Words, view: str) -> Places:
        """Each place as (first word, last word)."""
        found: defaultdict[_Leaf, list[tuple[int, int]]] = defaultdict(list)
        tokens, roots = [*words.tokens, "\0"], self._roots  # no phrase goes on past the end
        for first, token in enumerate(tokens):
            node = roots.get(token)
            last = first
            while node is not None:
                if _END in node:
                    found[node[_END]].append((first, last))
                last += 1
                node = node.get(tokens[last])
        return Places(words, view, found)
