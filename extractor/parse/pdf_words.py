"""The characters of one PDF page in, words out, each with a box for every character. Words are gathered in
the order they were drawn, so a mark drawn over its letter stays with it; what stands on one line and in
one column is decided later, from the boxes, by pdf_layout. Called by pdf_ink for every page."""

from __future__ import annotations

import ctypes
import logging
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2.raw as pdfium

Four = tuple[float, float, float, float]

MOST_CHARS = 200_000  # a page with more is a trap or a map, not a page of text
_BLANKS = frozenset(" \u00a0\t\u2002\u2003\u2009\u202f\u3000\u200b\ufeff")
_APART = _BLANKS | {"\r", "\n"}  # pypdfium2 puts in line breaks of its own; they are no blanks
# Bullets of the Symbol and Wingdings fonts stand in the private use area; these are the marks a reader sees.
# U+0002 is how pypdfium2 gives a hyphen at the end of a line.
_PRIVATE = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "►", 0xF02D: "-", 0xF0FC: "-", 0xF02B: "+", 0xF076: "-", 0xF0E8: "-", 0x02: "-"}


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together on one line. boxes: four floats a character. size: height of the
    line of type in points. angle: degrees off the reading direction, clockwise, as displayed. sure: how
    sure recognition is of it, 0 to 1, None of a digital page; doubtful: for each character whether it is
    not to be believed, () where all are."""

    text: str
    boxes: tuple[Four, ...]
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


@dataclass(slots=True)
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

    def mapping(self) -> Callable[[float, float, float, float], Four]:
        """x0, y0 (bottom), x1, y1 (top) in the page's coordinates to x0, top, x1, bottom as displayed."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.rotation == 90:
            return lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        if self.rotation == 180:
            return lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom)
        if self.rotation == 270:
            return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0)
        return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)


class WordReader:
    """Walks the characters of a page in the order they were drawn and gathers them into words."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self.page = text_page
        self.frame = frame
        self.count = min(text_page.count_chars(), MOST_CHARS)
        self.cut = text_page.count_chars() > MOST_CHARS
        self.unreadable = 0
        self.first_mark = 0  # index of the first word that an annotation drew
        self._words: list[Word] = []
        self._chars: list[str] = []
        self._boxes: list[Four] = []
        self._start = 0
        self._blank = False
        self._styles: dict[int, tuple[bool, bool]] = {}

    def read(self, own_chars: int = -1) -> list[Word]:
        raw, rect = self.page.raw, pdfium.FS_RECTF()
        box_of, four = pdfium.FPDFText_GetLooseCharBox, self.frame.mapping()
        width, height = self.frame.size
        for index, char in enumerate(self._codes()):
            if index == own_chars:
                self._flush()
                self.first_mark = len(self._words)
            if char in _APART:
                self._flush()
                self._blank = self._blank or char in _BLANKS
                continue
            if char in "\x00\ufffd\ufffe\uffff":
                self.unreadable += 1
                continue
            if not box_of(raw, index, rect):
                continue
            x0, top, x1, bottom = box = four(rect.left, rect.bottom, rect.right, rect.top)
            if x0 < 0 or top < 0 or x1 > width or bottom > height:
                if (x0 >= width and x1 > x0) or x1 <= 0 or bottom <= 0 or top >= height:
                    continue  # drawn off the page: nobody sees it
                box = (min(max(x0, 0.0), width), min(max(top, 0.0), height), min(max(x1, 0.0), width), min(max(bottom, 0.0), height))
            self._take(index, char, box)
        self._flush()
        if not 0 <= own_chars < self.count:
            self.first_mark = len(self._words)
        return self._words

    def _codes(self) -> Iterator[str]:
        code_of, raw = pdfium.FPDFText_GetUnicode, self.page.raw
        high = 0
        for index in range(self.count):
            code = code_of(raw, index)
            if 0x02 < code < 0xD800:
                yield chr(code)
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                yield "\x00"
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            if code in _PRIVATE:
                yield _PRIVATE[code]
            else:
                if 0xE000 <= code < 0xF900:
                    self.unreadable += 1
                yield chr(code) if code <= 0x10FFFF else "\ufffd"

    def _take(self, index: int, char: str, box: Four) -> None:
        chars, boxes = self._chars, self._boxes
        if chars:
            last = boxes[-1]
            if char > "\u02ff" and unicodedata.combining(char):
                composed = unicodedata.normalize("NFC", chars[-1] + char)
                if len(composed) == 1:
                    chars[-1] = composed
                    boxes[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
                    return
            # most characters simply stand next to the one before, on the same line
            near = last[3] == box[3] and -1.0 < box[0] - last[2] < 1.0 and box[3] - box[1] > 5.0
            if not near and not _adjoins(last, box):
                self._flush()
        if not chars:
            self._start = index
        chars.append(char)
        boxes.append(box)

    def _flush(self) -> None:
        if not self._chars:
            return
        bold, italic = self._style(self._start)
        angle = self._angle(self._start)
        self._words.append(_make_word("".join(self._chars), tuple(self._boxes), bold, italic, angle, self._blank))
        self._chars.clear()
        self._boxes.clear()
        self._blank = False

    def _angle(self, index: int) -> int:
        radians = pdfium.FPDFText_GetCharAngle(self.page.raw, index)
        if radians < 0:
            return 0
        angle = round(radians * 57.29578 + self.frame.rotation) % 360
        return 0 if angle <= 15 or angle >= 345 else angle  # a slant made by shearing is no turn

    def _style(self, index: int) -> tuple[bool, bool]:
        thing = pdfium.FPDFText_GetTextObject(self.page.raw, index)
        if not thing:
            return False, False
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if key not in self._styles:
            self._styles[key] = _font_style(thing)
        return self._styles[key]


def _font_style(thing: Any) -> tuple[bool, bool]:
    font = pdfium.FPDFTextObj_GetFont(thing)
    if not font:
        return False, False
    buffer = ctypes.create_string_buffer(160)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 160)
    name = buffer.value.decode("latin-1").lower()
    stroked = pdfium.FPDFTextObj_GetTextRenderMode(thing) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
    return "bold" in name or "black" in name or "-bd" in name or stroked, "italic" in name or "oblique" in name


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


def _make_word(text: str, boxes: tuple[Four, ...], bold: bool, italic: bool, angle: int, after_blank: bool) -> Word:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    heights = [box[3] - box[1] for box in boxes] if angle % 180 == 0 else [box[2] - box[0] for box in boxes]
    size = sorted(heights)[len(heights) // 2]  # marks above a letter make it taller
    return Word(text, boxes, min(x0s), min(tops), max(x1s), max(bottoms), size, bold, italic, angle, after_blank)


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
            words.append(_make_word("".join(chars), tuple(boxes), "bold" in font.lower(), "italic" in font.lower(), 0, blank))
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
