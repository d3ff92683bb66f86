"""The characters of one PDF page in, words out, each with a box for every character. Words are gathered in
the order they were drawn, so a mark drawn over its letter stays with it; what stands on one line and in
one column is decided later, from the boxes, by pdf_layout. Called by pdf_ink for every page."""

from __future__ import annotations

import ctypes
import logging
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import repeat
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extractor.parse.pdf_chars import Chars, Frame, address_of, by_address, read_chars

Four = tuple[float, float, float, float]
Boxes = bytes  # x0, top, x1, bottom of each character in turn, in single precision: joined and cut at no cost
BOX = Struct("=4f")


_angle_of = by_address(pdfium.FPDFText_GetCharAngle, ctypes.c_float, ctypes.c_void_p, ctypes.c_int)
_object_of = by_address(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_font_of = by_address(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p, ctypes.c_void_p)
_mode_of = by_address(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)


class Word(NamedTuple):  # a page holds hundreds, and they are made in a third of the time a frozen dataclass takes
    """Characters that stand together on one line. boxes: of each character. size: height of the
    line of type in points. angle: degrees off the reading direction, clockwise, as displayed. sure: how
    sure recognition is of it, 0 to 1, None of a digital page; doubtful: for each character whether it is
    not to be believed, () where all are; by_pen: for each whether a pen wrote it, () where none."""

    text: str
    boxes: Boxes
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    italic: bool = False
    angle: int = 0
    after_blank: bool = False
    sure: float | None = None
    doubtful: tuple[bool, ...] = ()
    by_pen: tuple[bool, ...] = ()


def boxes_of(fours: Sequence[Four]) -> Boxes:
    return b"".join([BOX.pack(*four) for four in fours])


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in the order they were drawn. own: how many of them the page itself holds; annotations
    drew the rest. objects: the addresses of the text objects that words begin in. chars: what they were made of."""

    words: list[Word]
    own: int
    objects: frozenset[int | None]
    chars: Chars


def words_of(text_page: Any, frame: Frame, own_chars: int = -1) -> PageWords:
    """own_chars: from this character on annotations drew them; -1: none did."""
    chars = read_chars(text_page, frame, own_chars)
    if not chars.text:
        return PageWords([], 0, frozenset(), chars)
    begins = chars.parted | ~_goes_on(chars)
    begins[0] = True
    starts = np.flatnonzero(begins)
    page = address_of(text_page)
    firsts = chars.drawn[starts].tolist()
    things = list(map(_object_of, repeat(page), firsts))
    styles = _styles(things)
    begin = dict(zip(reversed(things), reversed(firsts), strict=True))  # all of an object's type runs one way
    turns = {thing: _angle_of(page, first) for thing, first in begin.items()}
    angles = _angles(np.array([turns[thing] for thing in things]), frame.rotation)
    bold, italic = zip(*map(styles.__getitem__, things), strict=True)
    ends = [*starts[1:].tolist(), len(chars.text)]
    texts = map(chars.text.__getitem__, map(slice, starts.tolist(), ends))
    flat = chars.boxes.astype(np.float32).tobytes()
    boxes = map(flat.__getitem__, map(slice, (starts * BOX.size).tolist(), [end * BOX.size for end in ends]))
    sizes, blanks = _sizes(chars.boxes, starts, angles), chars.after_blank[starts].tolist()
    columns = (texts, boxes, *_edges(chars.boxes, starts), sizes, bold, italic, angles.tolist(), blanks, repeat(None), repeat(()))
    words = list(map(Word, *columns))
    own = bisect_left(firsts, own_chars) if 0 <= own_chars < chars.count else len(words)
    return PageWords(words, own, frozenset(styles), chars)


def _goes_on(chars: Chars) -> NDArray[np.bool_]:
    """For each character whether it goes on the word of the one before it, by where it stands (_adjoins, for all
    of a page at once)."""
    last, box = chars.boxes[:-1].T, chars.opening[1:].T
    gap = box[0] - last[2]
    height, last_height = box[3] - box[1], last[3] - last[1]
    low, high = np.minimum(last_height, height), np.maximum(last_height, height)
    level = (low > 0.72 * high) | (box[3] > last[3] - 0.1 * low)
    beside = level & (-0.6 * low < gap) & (gap < 0.16 * low) & (np.minimum(last[3], box[3]) - np.maximum(last[1], box[1]) > 0.5 * low)
    # most characters simply stand next to the one before, on the same line
    near = (last[3] == box[3]) & (np.abs(gap) < 1.0) & (height > 5.0)
    width, last_width = box[2] - box[0], last[2] - last[0]  # type that runs up or down the page
    touching = np.minimum(np.abs(box[1] - last[3]), np.abs(last[1] - box[3])) < 0.16 * np.minimum(last_width, width)
    along = touching & (np.minimum(last[2], box[2]) - np.maximum(last[0], box[0]) > 0.7 * np.maximum(last_width, width))
    return np.concatenate(([False], near | beside | along))


def _edges(boxes: NDArray[np.float64], starts: NDArray[np.int64]) -> list[list[float]]:
    """x0, top, x1 and bottom, each of all words."""
    least, most = np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)
    edges: list[list[float]] = np.concatenate((least, most), axis=1).T.tolist()
    return edges


def _sizes(boxes: NDArray[np.float64], starts: NDArray[np.int64], angles: NDArray[np.int64]) -> list[float]:
    """The height of the line of type each word stands on: of its middle character, for marks make letters taller."""
    lengths = np.diff(starts, append=len(boxes))
    word = np.repeat(np.arange(len(starts)), lengths)
    upright = (angles % 180 == 0)[word]
    heights = np.where(upright, boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0])
    sizes: list[float] = heights[np.lexsort((heights, word))][starts + lengths // 2].tolist()
    return sizes


def _angles(radians: NDArray[np.float64], rotation: int) -> NDArray[np.int64]:
    """Degrees off the reading direction; 0 where it is not known."""
    degrees = np.rint(radians * 57.29578 + rotation).astype(np.int64) % 360
    return np.where((radians < 0) | (degrees <= 15) | (degrees >= 345), 0, degrees)  # a slant made by shearing is no turn


def _styles(things: Sequence[int | None]) -> dict[int | None, tuple[bool, bool]]:
    """Of text objects, by address, whether the type is bold, and whether it is italic."""
    names: dict[int | None, str] = {None: ""}
    styles: dict[int | None, tuple[bool, bool]] = {None: (False, False)}
    for thing in set(things) - {None}:
        font = _font_of(thing)
        if font not in names:
            names[font] = _font_name(font)
        name = names[font]
        stroked = font is not None and _mode_of(thing) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
        styles[thing] = ("bold" in name or "black" in name or "-bd" in name or stroked, "italic" in name or "oblique" in name)
    return styles


def _font_name(address: int | None) -> str:
    buffer = ctypes.create_string_buffer(160)
    pdfium.FPDFFont_GetBaseFontName(ctypes.cast(address or 0, pdfium.FPDF_FONT), buffer, 160)
    return buffer.value.decode("latin-1").lower()


def _adjoins(last: Four, box: Four) -> bool:
    """True where a character goes on the word of the one before it."""
    height = min(last[3] - last[1], box[3] - box[1])
    if height > 0.72 * max(last[3] - last[1], box[3] - box[1]) or box[3] > last[3] - 0.1 * height:
        gap = box[0] - last[2]
        if -0.6 * height < gap < 0.16 * height and min(last[3], box[3]) - max(last[1], box[1]) > 0.5 * height:
            return True
    width = min(last[2] - last[0], box[2] - box[0])  # type that runs up or down the page
    touching = min(abs(box[1] - last[3]), abs(last[1] - box[3])) < 0.16 * width
    return touching and min(last[2], box[2]) - max(last[0], box[0]) > 0.7 * max(last[2] - last[0], box[2] - box[0])


def _plumbed_word(text: str, boxes: Sequence[Four], font: str, after_blank: bool) -> Word:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    size = sorted(box[3] - box[1] for box in boxes)[len(boxes) // 2]
    return Word(text, boxes_of(boxes), min(x0s), min(tops), max(x1s), max(bottoms), size, "bold" in font, "italic" in font, 0, after_blank)


def open_plumber(data: bytes, pages: list[int] | None = None) -> Any:
    """The file as pdfplumber opens it. It takes half a second to load, so it is loaded where it is needed."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it reports each flaw of a file on its way
    return pdfplumber.open(BytesIO(data), pages=pages)


def plumbed_words(page: Any) -> list[Word]:
    left, top = page.cropbox[0], page.cropbox[1]
    words: list[Word] = []
    chars: list[str] = []
    boxes: list[Four] = []
    blank, font = False, ""

    def flush() -> None:
        nonlocal blank
        if chars:
            words.append(_plumbed_word("".join(chars), boxes, font.lower(), blank))
            chars.clear()
            boxes.clear()
            blank = False

    for char in page.chars:
        text = unicodedata.normalize("NFC", char["text"])
        box = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
        if text.isspace() or text.startswith("(cid:"):
            flush()
            blank = blank or text.isspace()
            continue
        if boxes and not _adjoins(boxes[-1], box):
            flush()
        font = char.get("fontname") or ""
        chars.extend(text)
        boxes.extend([box] * len(text))
    flush()
    return words
