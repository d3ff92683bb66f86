"""Canonical text. Pieces of a source come in with their places; one NFC text and its PlaceMap go out
(TextBuilder). For matching, normalize() gives a view of the same length in which spelling variants are
one; for search, fold() gives one in which accents are gone. Because both keep every offset, a hit in a
view is a hit in the text."""

from __future__ import annotations

import unicodedata
from array import array
from functools import lru_cache

import regex

from extractor.model import Place, PlaceMap, Run

_UNSTORABLE = regex.compile(r"[\x00\ud800-\udfff]")
_OPEN_RIMES = regex.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
# What may join the character before it: marks, and the vowels and final consonants of Hangul.
_JOINER = regex.compile(r"[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]")
_LONGEST_CLUSTER = 32  # a letter with more marks is no writing, and composing it again and again is quadratic
_STRETCH = regex.compile(
    rf"(?:[^\p{{M}}\u1160-\u11ff\ud7b0-\ud7ff](?![\p{{M}}\u1160-\u11ff\ud7b0-\ud7ff]))+|.[\p{{M}}\u1160-\u11ff\ud7b0-\ud7ff]{{0,{_LONGEST_CLUSTER - 2}}}",
    regex.DOTALL,
)
_GRAPHEME_JOINER = "\u034f"
_NAN4 = array("f", [float("nan")] * 4)

_ONE_FORM = {ord(c): " " for c in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u200b\ufeff"}
_ONE_FORM |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_ONE_FORM |= {ord(c): '"' for c in "“”„«»"} | {ord(c): "'" for c in "‘’`´"}
_ONE_FORM |= {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ", ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\x0b"): "\n", ord("\x0c"): "\n"}
_ONE_FORM |= {0xFF10 + d: str(d) for d in range(10)} | {0x1D7D0 + i: str(i % 10) for i in range(50)}
_FORM_OF = {chr(code): form for code, form in _ONE_FORM.items()}
_OTHER_FORM = regex.compile("[" + "".join(_FORM_OF) + "]")  # rare in a text: found faster than every character is looked up


def storable(text: str) -> str:
    """The text without what no database or JSON holds: U+0000 and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def normalize(text: str) -> str:
    """The view patterns run on: as long as `text`, with one form for what Vietnamese pages write in
    several - dashes, quotes, blanks, look-alike Ð, full-width digits, tone placement (hoà -> hòa,
    uỷ -> ủy; the new placement is the one word lists use). Case stays."""
    one = _OTHER_FORM.sub(lambda m: _FORM_OF[m[0]], text)
    return _OPEN_RIMES.sub(lambda m: _move_tone(m[0]), one)


@lru_cache(maxsize=256)
def _move_tone(rime: str) -> str:
    base, *marks = list(unicodedata.normalize("NFD", rime[1]))
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

    def write(self, chars: str, place: Place, boxes: array[float] | None = None) -> None:
        """Append `chars`, the first of which stands at `place`, the next one column on, and so forth.
        boxes: x0, top, x1, bottom of each character of `chars` in turn, for paged sources."""
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
        """A mark belongs to the letter written last, though it comes in a write of its own (an entity)."""
        return not char.isascii() and bool(self._pieces) and _JOINER.match(char) is not None and not self._pieces[-1][-1:].isspace()

    def _write_clusters(self, chars: str, place: Place, boxes: array[float] | None) -> None:
        """Letters with marks of their own are composed one by one; what stands between them goes in whole."""
        for match in _STRETCH.finditer(chars):
            start, piece = match.start(), match[0]
            at = place if place.column is None else Place(place.line, place.column + start, place.part, place.page)
            box = boxes[4 * start : 4 * match.end()] if boxes else None
            if self._joins_last(piece[0]):
                self._join(piece, at)
                continue
            composed = unicodedata.normalize("NFC", piece)
            if len(composed) == len(piece):
                self._append(composed, at, box, fixed=False)
            else:
                box = (box * len(composed))[: 4 * len(composed)] if box else None
                self._append(composed, at, box, fixed=len(composed) != 1)

    def _join(self, marks: str, place: Place) -> None:
        """Compose marks with the letter and marks that end the text."""
        piece, run = self._pieces[-1], self._runs[-1]
        cut = len(piece) - 1
        while cut > 0 and len(piece) - cut <= _LONGEST_CLUSTER and _JOINER.match(piece[cut]):
            cut -= 1
        if len(piece) - cut + len(marks) > _LONGEST_CLUSTER:
            self._append(_GRAPHEME_JOINER, place, None, fixed=True)  # the Stream-Safe Text Format of UAX 15
            self._append(unicodedata.normalize("NFC", marks), place, None, fixed=True)
            return
        cluster = unicodedata.normalize("NFC", piece[cut:] + marks)
        added = len(cluster) - (len(piece) - cut)
        if cut > 0:
            column = run.place.column if run.fixed or run.place.column is None else run.place.column + cut
            self._pieces[-1] = piece[:cut]
            self._runs.append(Run(run.start + cut, Place(run.place.line, column, run.place.part, run.place.page), len(cluster) != 1))
            self._pieces.append(cluster)
        else:
            self._pieces[-1] = cluster
            self._runs[-1] = Run(run.start, run.place, len(cluster) != 1)
        self._length += added
        if self._paged:
            self._boxes.extend(self._boxes[-4:] * max(0, added))

    def _append(self, chars: str, place: Place, boxes: array[float] | None, *, fixed: bool) -> None:
        if boxes and not self._paged:
            self._paged = True
            self._boxes = _NAN4 * self._length
        if boxes:
            self._boxes.extend(boxes)
        elif self._paged:
            self._boxes.extend(_NAN4 * len(chars))
        self._pieces.append(chars)
        self._runs.append(Run(self._length, place, fixed))
        self._length += len(chars)
