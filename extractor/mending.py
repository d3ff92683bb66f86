"""The normalised view of a recognised page in, the same view with the fixed words of the official form
spelt right out. Recognition loses or swaps the marks of capitals (KÉ HOẠCH, GIẦY MỜI, GIÁM ĐÓC); folded,
such a word still is the type, body or office of a word list, if it is that of one alone. The view keeps its
length, and the text stays as it was read: what was mended is told by comparing the two, and its values are
"repaired". Stands between rules and annotate.py."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.model import Document, Span
from extractor.rules import RuleSet
from extractor.text import fold

_IN_CAPITALS = ("document_types", "bodies", "roles", "form_words")
_LEADS = "form_words"
_LONGEST = 9  # syllables of a phrase
_CAPITALS = regex.compile(r"(?<!\p{L})\p{Lu}+(?:[ \n]\p{Lu}+)+(?!\p{L})")
_WORD = regex.compile(r"\p{L}+")
_LINE_HEAD = regex.compile(r"(?m)^[ ]*(?P<lead>\p{Lu}\p{Ll}+ \p{Ll}+)(?=[ ]?:)")


class Mender:
    """Built once for a RuleSet."""

    def __init__(self, rules: RuleSet) -> None:
        self._capitals = _by_fold(_phrases(rules, _IN_CAPITALS))
        self._leads = _by_fold(_phrases(rules, (_LEADS,)))

    def mended(self, view: str, document: Document) -> str:
        """The view of the document with its recognised pages mended; the view itself where there are none."""
        pieces: list[str] = []
        done = 0
        for page in document.pages:
            if page.layer != "ocr":
                continue
            for span, word in self._repairs(view, page.start, page.end):
                pieces += [view[done : span.start], word]
                done = span.end
        return "".join(pieces) + view[done:]

    def _repairs(self, view: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
        found = [repair for run in _CAPITALS.finditer(view, start, end) for repair in self._in_run(view, run.start(), run.end())]
        for lead in _LINE_HEAD.finditer(view, start, end):
            known = self._leads.get(fold(lead["lead"]))
            if known is not None and known != lead["lead"]:
                found.append((Span(*lead.span("lead")), known))
        return iter(sorted(found))

    def _in_run(self, view: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
        words = [match.span() for match in _WORD.finditer(view, start, end)]
        index = 0
        while index < len(words):
            for last in range(min(len(words), index + _LONGEST) - 1, index, -1):
                span = Span(words[index][0], words[last][1])
                printed = view[span.start : span.end]
                known = self._capitals.get(fold(printed.replace("\n", " ")))
                if known is None:
                    continue
                known = known.upper()
                if known != printed.replace("\n", " "):
                    yield span, "".join("\n" if old == "\n" else new for old, new in zip(printed, known, strict=True))
                index = last
                break
            index += 1


def _phrases(rules: RuleSet, lists: tuple[str, ...]) -> Iterator[str]:
    for name in lists:
        words = rules.lists.get(name)
        for entry in words.entries if words is not None else ():
            yield from (phrase for phrase in entry.phrases if " " in phrase)


def _by_fold(phrases: Iterator[str]) -> dict[str, str]:
    """Folded phrase to phrase, without those that two phrases share."""
    known: dict[str, set[str]] = {}
    for phrase in phrases:
        if len(fold(phrase)) == len(phrase) == len(phrase.upper()):
            known.setdefault(fold(phrase), set()).add(phrase)
    return {key: same.pop() for key, same in known.items() if len({phrase.upper() for phrase in same}) == 1}
