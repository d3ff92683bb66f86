"""Canonical text. Pieces of a source come in with their places; one NFC text and its PlaceMap go out
(TextBuilder). For matching, normalize() gives a view of the same length in which spelling variants are
one; for search, fold() gives one in which accents are gone. Because both keep every offset, a hit in a
view is a hit in the text."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractor.model import Place, PlaceMap, Run

_UNSTORABLE = regex.compile(r"[\x00\ud800-\udfff]")
_OPEN_RIMES = regex.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
_NAN4 = array("f", [float("nan")] * 4)

_ONE_FORM = {ord(c): " " for c in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u200b\ufeff"}
_ONE_FORM |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_ONE_FORM |= {ord(c): '"' for c in "“”„«»"} | {ord(c): "'" for c in "‘’`´"}
_ONE_FORM |= {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ", ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\x0b"): "\n", ord("\x0c"): "\n"}
_ONE_FORM |= {0xFF10 + d: str(d) for d in range(10)} | {0x1D7D0 + i: str(i % 10) for i in range(50)}


def storable(text: str) -> str:
    """The text without what no database or JSON holds: U+0000 and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def normalize(text: str) -> str:
    """The view patterns run on: as long as `text`, with one form for what Vietnamese pages write in
    several - dashes, quotes, blanks, look-alike Ð, full-width digits, tone placement (hoà -> hòa,
    uỷ -> ủy; the new placement is the one word lists use). Case stays."""
    one = text.translate(_ONE_FORM)
    return _OPEN_RIMES.sub(lambda m: _move_tone(m[0]), one)


@lru_cache(maxsize=256)
def _move_tone(rime: str) -> str:
    base, *marks = unicodedata.normalize("NFD", rime[1])
    return unicodedata.normalize("NFC", rime[0] + "".join(marks) + base)


def lower(text: str) -> str:
    """Lower case of the same length (the few characters whose lower case is longer stay)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    if char in "đĐðÐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """The view search runs on: as long as an NFC `text`, lower case, no accents, đ as d."""
    if text.isascii():
        return text.lower()
    table = {ord(c): _fold_char(c) for c in set(text)}
    return text.translate(table)


def squeeze(text: str) -> str:
    """One line of it: white space runs become one blank, none at the ends."""
    return " ".join(text.split())


class TextBuilder:
    """Pieces in, text and map out. Every write is put into NFC at once, so `len(builder)` is always
    the offset the next character will have, and blocks may be cut while writing."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._runs: list[Run] = []
        self._boxes = array("f")
        self._length = 0
        self._paged = False

    def __len__(self) -> int:
        return self._length

    def write(self, chars: str, place: Place, boxes: Sequence[tuple[float, float, float, float]] | None = None) -> None:
        """Append `chars`, the first of which stands at `place`, the next one column on, and so forth.
        boxes: one (x0, top, x1, bottom) a character of `chars`, for paged sources."""
        if not chars:
            return
        chars = storable(chars)
        if unicodedata.is_normalized("NFC", chars) and not self._joins_last(chars[0]):
            self._append(chars, place, boxes, fixed=False)
        else:
            self._write_clusters(chars, place, boxes)

    def gap(self, chars: str) -> None:
        """Append characters that the source does not hold (a break between two blocks)."""
        last = self._runs[-1].place if self._runs else Place()
        self._append(chars, last, None, fixed=True)

    def finish(self) -> tuple[str, PlaceMap]:
        return "".join(self._pieces), PlaceMap(tuple(self._runs), self._boxes if self._paged else array("f"))

    def _joins_last(self, char: str) -> bool:
        if char.isascii() or not self._pieces or not self._pieces[-1]:
            return False
        last = self._pieces[-1][-1]
        return len(unicodedata.normalize("NFC", last + char)) < 2

    def _write_clusters(self, chars: str, place: Place, boxes: Sequence[tuple[float, float, float, float]] | None) -> None:
        if self._joins_last(chars[0]):
            self._recompose_last(chars[0])
            rest, step = chars[1:], 1
        else:
            rest, step = chars, 0
        start = 0
        while start < len(rest):
            end = start + 1
            while end < len(rest) and unicodedata.normalize("NFC", rest[start : end + 1]) != unicodedata.normalize("NFC", rest[start:end]) + rest[end]:
                end += 1
            while end < len(rest) and unicodedata.combining(rest[end]):
                end += 1
            column = None if place.column is None else place.column + step + start
            box = [boxes[step + start]] * (end - start) if boxes else None
            composed = unicodedata.normalize("NFC", rest[start:end])
            self._append(composed, Place(place.line, column, place.part, place.page), box[: len(composed)] if box else None, fixed=len(composed) != 1)
            start = end

    def _recompose_last(self, mark: str) -> None:
        self._pieces[-1] = unicodedata.normalize("NFC", self._pieces[-1] + mark)

    def _append(self, chars: str, place: Place, boxes: Sequence[tuple[float, float, float, float]] | None, *, fixed: bool) -> None:
        if boxes and not self._paged:
            self._paged = True
            self._boxes = _NAN4 * self._length
        if boxes:
            for four in boxes:
                self._boxes.extend(four)
        elif self._paged:
            self._boxes.extend(_NAN4 * len(chars))
        self._pieces.append(chars)
        self._runs.append(Run(self._length, place, fixed))
        self._length += len(chars)
