"""Text converted from the letters of an old font in, the same text out with the capitals a reader saw. TCVN3 has no
accented capitals but six: a font shows its small letters as capitals (.VnTimeH), or a typist who held the shift
key down got plain letters as capitals and accented ones small ("THàNH PHố"). Both are made capitals here; no
character is added or lost. old_text.py calls it."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractor.model import Span

_WORD = regex.compile(r"\p{L}+")
_LINE = regex.compile(r"[^\n]+")


def in_capitals(text: str, spans: Iterable[Span]) -> str:
    """The text with capitals in the spans, which are in order."""
    pieces: list[str] = []
    last = 0
    for span in spans:
        pieces.append(text[last : span.start])
        pieces.extend(char.upper() if len(char.upper()) == 1 else char for char in text[span.start : span.end])
        last = span.end
    return "".join([*pieces, text[last:]])


def typed_in_capitals(text: str, old: str) -> list[Span]:
    """Where accented letters are capitals by the plain letters beside them. old: the text before it was converted,
    as long; its letters a to z are plain. A word is in capitals that has two plain capitals and no plain small
    letter, or begins with a small accented one before a plain capital; a line that holds such a word and no plain
    small letter is in capitals as a whole ("Tổ CHứC")."""
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        words = [Span(line.start() + word.start(), line.start() + word.end()) for word in _WORD.finditer(line[0])]
        raised = [word for word in words if _is_raised(text[word.start : word.end], old[word.start : word.end])]
        if raised and not any("a" <= char <= "z" for char in old[line.start() : line.end()]):
            raised = words
        spans.extend(raised)
    return spans


def _is_raised(word: str, old: str) -> bool:
    plain = [char for char in old if char.isascii()]
    if word.isupper() or not plain or not all(map(str.isupper, plain)):
        return False
    return len(plain) > 1 or (word[0].islower() and not old[0].isascii())

