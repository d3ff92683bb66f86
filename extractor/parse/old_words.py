"""A text in, the stretches of it out that are written in the letters of an old Vietnamese font, and which. The
proof is in the words: a stretch is old only where its words are no Vietnamese as they stand and
Vietnamese when converted, several different ones of them. So a correct Unicode text has no such stretch,
whatever its fonts are called, and one file may mix both. old_text.py then converts them.

The cheapest reading of the sequence of words (Viterbi): each word that is no syllable costs, and so does
each change of letters, less between two lines. Words in plain ASCII are the same in all letters and say nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import regex

from extractor.parse.old_letters import OldLetters, converted
from extractor.parse.syllable import is_syllable

_STATES: tuple[OldLetters | None, ...] = (None, "TCVN3", "VNI", "VISCII", "VPS")
_CHANGE, _CHANGE_OF_LINE = 4.0, 2.0
_CHANGE_KNOWN, _CHANGE_OF_LINE_KNOWN = 1.5, 0.7  # to and from letters that the text is proven to hold
_PROOF = 3  # different words that only the old letters make Vietnamese
_IMPOSSIBLE = 3.0  # a character that no old font has

# Characters that old fonts use and Unicode Vietnamese does not have within a word; those that stand at the edge of
# one (no-break space, « », degree, soft hyphen) are left out, because no old text does with them alone.
_CONTROL = r"\x02-\x06\x10-\x15\x19\x1c-\x1e"
_ODD = r"\x80-\x9f\xa1-\xaa\xac\xae\xaf\xb1-\xba\xbc-\xbf\xc4-\xc7\xcb\xce\xcf\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee\xef\xf1\xf6-\xf8\xfb\xfc\xfe\xff"
_ODD += r"\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2020-\u2022\u2030\u20ac\u2122\uf080-\uf0ff"
_HINT = regex.compile(rf"(?<=\p{{L}})[{_CONTROL}{_ODD}]|[{_ODD}](?=\p{{L}})")
_ODD_CHARS = frozenset(regex.findall(rf"[{_CONTROL}{_ODD}]", "".join(map(chr, (*range(0x2200), *range(0xF080, 0xF100))))))
_BLANKS = r" \t\r\n\f\v\u00a0"
_WORD = regex.compile(rf"[^{_BLANKS}]+")
_PLAIN = regex.compile(rf"[^{_CONTROL}\x80-\U0010ffff]*")
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_SIGN = r"[^\p{L}\p{M}\p{N}\p{P}\s+=<>|~^`$]|[§¶·¡\u00ad]"
_SIGN_IN_WORD = regex.compile(rf"(?<=\p{{L}})(?:{_SIGN})|(?:{_SIGN})(?=\p{{L}})|(?<=\p{{L}})[«»](?=\p{{L}})")
# What an old file may hold too: the signs that Windows-1252 has beyond Latin-1.
_WINDOWS = frozenset(bytes(range(0x80, 0xA0)).decode("cp1252", errors="ignore")) | {"\u2212", "\u2219"}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED = regex.compile(r"(?:[ptc]|ch)$", regex.IGNORECASE)
_FOREIGN_D = {ord("Ð"): "Đ", ord("ð"): "đ"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open, in characters of the text that was searched."""

    start: int
    end: int
    letters: OldLetters


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    opens_line: bool


def find_stretches(text: str) -> tuple[Stretch, ...]:
    """In order, apart; () for a text in Unicode. A line is what ends in a line feed. Each begins and ends with a
    word that is not plain ASCII."""
    if not _worth_a_look(text):
        return ()
    words = _words(text)
    states = _cheapest(words, _STATES, _CHANGE, _CHANGE_OF_LINE)
    proven = _proven(words, states)
    if not proven:
        return ()
    known = (None, *(letters for letters in _STATES if letters in proven))
    return tuple(_stretches(words, _cheapest(words, known, _CHANGE_KNOWN, _CHANGE_OF_LINE_KNOWN)))


def reads_better(text: str, letters: OldLetters) -> bool:
    """True where a short text from among old letters (the head of a column) is not better left alone."""
    words = _words(text)
    return sum(_cost(word.text, letters) for word in words) <= sum(_cost(word.text, None) for word in words)


def _worth_a_look(text: str) -> bool:
    return not _ODD_CHARS.isdisjoint(text) and len(list(islice(_HINT.finditer(text), _PROOF))) == _PROOF


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    last = 0
    for match in _WORD.finditer(text):
        if _PLAIN.fullmatch(match[0]):
            continue
        words.append(_Word(match.start(), match.end(), match[0], "\n" in text[last : match.start()]))
        last = match.end()
    return words


def _cheapest(words: Sequence[_Word], states: Sequence[OldLetters | None], change: float, change_of_line: float) -> list[OldLetters | None]:
    """The letters of each word. Unicode comes first among the states, so that it wins where all is equal."""
    totals = [0.0 if state is None else change_of_line for state in states]
    back: list[list[int]] = []
    for word in words:
        switch = change_of_line if word.opens_line else change
        best = min(range(len(states)), key=totals.__getitem__)
        came = [best if totals[best] + switch < totals[index] else index for index in range(len(states))]
        totals = [totals[origin] + (switch if origin != index else 0.0) for index, origin in enumerate(came)]
        totals = [total + _cost(word.text, state) for total, state in zip(totals, states, strict=True)]
        back.append(came)
    index = min(range(len(states)), key=totals.__getitem__)
    path: list[OldLetters | None] = []
    for came in reversed(back):
        path.append(states[index])
        index = came[index]
    return path[::-1]


def _proven(words: Sequence[_Word], states: Sequence[OldLetters | None]) -> set[OldLetters]:
    proof: dict[OldLetters, set[str]] = {}
    for word, letters in zip(words, states, strict=True):
        if letters is not None and _cost(word.text, letters) == 0 < _cost(word.text, None) and not any(char.isdigit() for char in word.text):
            proof.setdefault(letters, set()).add(word.text.lower())
    return {letters for letters, different in proof.items() if len(different) >= _PROOF}


def _stretches(words: Sequence[_Word], states: Sequence[OldLetters | None]) -> list[Stretch]:
    found: list[Stretch] = []
    open_letters: OldLetters | None = None
    for word, letters in zip(words, states, strict=True):
        if letters is not None:
            if letters == open_letters:
                found[-1] = Stretch(found[-1].start, word.end, letters)
            else:
                found.append(Stretch(word.start, word.end, letters))
        open_letters = letters
    return found


@lru_cache(maxsize=100_000)
def _cost(word: str, letters: OldLetters | None) -> float:
    """What it costs to take a word for one written in these letters: nothing for Vietnamese syllables, a point for
    each group of letters that is none and for a sign amid letters."""
    if letters is None:
        made = unicodedata.normalize("NFC", word).translate(_FOREIGN_D)
    else:
        if any(_is_foreign(char) for char in word):
            return _IMPOSSIBLE
        made = "".join(char for char, _ in converted(word, letters))
    wrong = sum(1 for group in _LETTERS.findall(made) if not group.isascii() and not _is_word(group))
    return float(wrong + (1 if _SIGN_IN_WORD.search(made) else 0))


def _is_foreign(char: str) -> bool:
    return ord(char) > 0xFF and char not in _WINDOWS and not 0xF020 <= ord(char) <= 0xF0FF


def _is_word(group: str) -> bool:
    tones = [mark for mark in unicodedata.normalize("NFD", group) if mark in _TONES]
    if len(tones) > 1 or not is_syllable(group):
        return False
    return not _STOPPED.search(group) or (bool(tones) and tones[0] in "\u0301\u0323")
