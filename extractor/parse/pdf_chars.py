"""One page of a PDF in, its characters out: in the order they were drawn, each with its box on the page as
displayed, and where the drawing itself parts one from the next. All of a page is asked for in two sweeps
and then reckoned with as arrays, for a call and an object a character are what reading a digital page would
otherwise cost. pdf_words gathers the characters into words."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

MOST_CHARS = 200_000  # a page with more is a trap or a map, not a page of text
_BLANKS = " \u00a0\t\u2002\u2003\u2009\u202f\u3000\u200b\ufeff"
_BREAKS = "\r\n"  # pypdfium2 puts them in of its own; they are no blanks
_UNREADABLE = "\x00\ufffd\ufffe\uffff"
# Bullets of the Symbol and Wingdings fonts stand in the private use area; these are the marks a reader sees.
# U+0002 is how pypdfium2 gives a hyphen at the end of a line.
_PRIVATE = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "►", 0xF02D: "-", 0xF0FC: "-", 0xF02B: "+", 0xF076: "-", 0xF0E8: "-", 0x02: "-"}


def by_address(function: Any, gives: Any, *takes: Any) -> Any:
    """The same function of the library, taking addresses as plain numbers: no object is made for a call."""
    return ctypes.PYFUNCTYPE(gives, *takes)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_code_of = by_address(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_box_of = by_address(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class Frame:
    """From the page's own coordinates to those of the page as displayed."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def displayed(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows of x0, y0 (bottom), x1, y1 (top) in the page's coordinates to x0, top, x1, bottom as displayed."""
        x0, y0, x1, y1 = boxes.T
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.rotation == 90:
            turned = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        elif self.rotation == 180:
            turned = (right - x1, y0 - bottom, right - x0, y1 - bottom)
        elif self.rotation == 270:
            turned = (top - y1, right - x1, top - y0, right - x0)
        else:
            turned = (x0 - left, top - y1, x1 - left, top - y0)
        return np.stack(turned, axis=1)


@dataclass(frozen=True, slots=True)
class Chars:
    """Characters that are seen on the page. text: one code point for each. boxes: x0, top, x1, bottom of each;
    opening: the same before marks drawn over a letter were joined to it, which is what the character before is
    measured against. parted, after_blank: whether a break of any kind, and whether a blank, stands before each.
    drawn: the number each has in the drawing. unreadable: how many the reader could not make out, of `count`."""

    text: str
    boxes: NDArray[np.float64]
    opening: NDArray[np.float64]
    parted: NDArray[np.bool_]
    after_blank: NDArray[np.bool_]
    drawn: NDArray[np.int64]
    unreadable: int
    count: int
    cut: bool


def read_chars(text_page: Any, frame: Frame, own_chars: int = -1) -> Chars:
    """The characters of a page; of one with more than MOST_CHARS the first of them (cut). own_chars: from this
    one on annotations drew them, and what they drew goes on no word of the page (-1: none did)."""
    found = text_page.count_chars()
    count = min(found, MOST_CHARS)
    address = address_of(text_page)
    codes, private = _readable(_codes(text_page, address, count))
    blank = _is_one_of(codes, _BLANKS)
    apart = blank | _is_one_of(codes, _BREAKS)
    lost = _is_one_of(codes, _UNREADABLE)
    drawn = np.flatnonzero(~(apart | lost))
    drawn, boxes = _on_page(*_boxes(address, drawn), frame)
    before = np.concatenate(([0], drawn[:-1])) if len(drawn) else drawn
    parted = _any_between(apart, before, drawn)
    if own_chars >= 0:
        parted |= (before < own_chars) & (own_chars <= drawn)
    codes = codes[drawn]
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    unreadable = private + int(np.count_nonzero(lost))
    chars = Chars(text, boxes, boxes, parted, _any_between(blank, before, drawn), drawn, unreadable, count, found > count)
    marks = [at for at in np.flatnonzero((codes >= 0x300) & ((codes < 0x1E00) | (codes >= 0x1F00))).tolist() if unicodedata.combining(text[at])]
    return _with_marks(chars, marks) if marks else chars


def address_of(text_page: Any) -> int:
    return ctypes.cast(text_page.raw, ctypes.c_void_p).value or 0


def _is_one_of(codes: NDArray[np.uint32], signs: str) -> NDArray[np.bool_]:
    found = np.zeros(len(codes), dtype=np.bool_)
    for sign in signs:
        found |= codes == ord(sign)
    return found


def _codes(text_page: Any, address: int, count: int) -> NDArray[np.uint32]:
    """The code of each character. They come as one text where that has as many units as the page has characters;
    of signs that stand for something else in such a text, the page is asked."""
    units = np.zeros(count + 1, dtype=np.uint16)
    written = pdfium.FPDFText_GetText(text_page.raw, 0, count, units.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort)))
    codes = units[:count].astype(np.uint32)
    asked = np.flatnonzero((codes <= 0x02) | (codes >= 0xD800) | (written != count + 1)).tolist()
    codes[asked] = list(map(_code_of, repeat(address), asked))
    return codes


def _readable(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], int]:
    """Code points, with pairs of surrogates joined (the first of a pair becomes U+0000) and the marks of symbol
    fonts as what they show; and how many are of private use and show nothing that is known."""
    private, high = 0, 0
    for index in np.flatnonzero((codes <= 0x02) | (codes >= 0xD800)).tolist():
        code = int(codes[index])
        if 0xD800 <= code < 0xDC00:
            high = code
            codes[index] = 0
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in _PRIVATE:
            codes[index] = ord(_PRIVATE[code])
            continue
        private += 0xE000 <= code < 0xF900
        codes[index] = code if code <= 0x10FFFF else 0xFFFD
    return codes, private


def _boxes(address: int, drawn: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Of the characters that have one."""
    held = np.empty((len(drawn), 4), dtype=np.float32)  # as FS_RECTF: left, top, right, bottom
    places = range(held.ctypes.data, held.ctypes.data + held.nbytes, 16) if len(drawn) else range(0)
    known = np.fromiter(map(_box_of, repeat(address), drawn.tolist(), places), dtype=np.bool_, count=len(drawn))
    return drawn[known], held[known][:, [0, 3, 2, 1]].astype(np.float64)


def _on_page(drawn: NDArray[np.int64], boxes: NDArray[np.float64], frame: Frame) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What is drawn off the page is seen by nobody; what sticks out of it is cut at its edge."""
    boxes = frame.displayed(boxes)
    width, height = frame.size
    x0, top, x1, bottom = boxes.T
    out = (x0 < 0) | (top < 0) | (x1 > width) | (bottom > height)
    if not out.any():
        return drawn, boxes
    off = out & (((x0 >= width) & (x1 > x0)) | (x1 <= 0) | (bottom <= 0) | (top >= height))
    boxes[out] = np.minimum(np.maximum(boxes[out], 0.0), (width, height, width, height))
    return drawn[~off], boxes[~off]


def _any_between(marked: NDArray[np.bool_], before: NDArray[np.int64], drawn: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each character drawn whether one that is marked was drawn since the one before."""
    so_far = np.concatenate(([0], np.cumsum(marked)))
    return so_far[drawn] > so_far[before]


def _with_marks(chars: Chars, marks: list[int]) -> Chars:
    """Marks that were drawn over the letter before them, composed with it."""
    letters, boxes = list(chars.text), chars.boxes.copy()
    host: dict[int, int] = {}
    for at in marks:
        letter = host.get(at - 1, at - 1)
        if at == 0 or chars.parted[at]:
            continue
        composed = unicodedata.normalize("NFC", letters[letter] + letters[at])
        if len(composed) == 1:
            letters[letter] = composed
            boxes[letter] = (*np.minimum(boxes[letter, :2], boxes[at, :2]), *np.maximum(boxes[letter, 2:], boxes[at, 2:]))
            host[at] = letter
    kept = np.ones(len(letters), dtype=np.bool_)
    kept[list(host)] = False
    text = "".join(letter for at, letter in enumerate(letters) if at not in host)
    # a mark that was joined stands between no two characters, so what is said of the next one still holds
    return Chars(
        text, boxes[kept], chars.opening[kept], chars.parted[kept], chars.after_blank[kept], chars.drawn[kept], chars.unreadable, chars.count, chars.cut
    )
