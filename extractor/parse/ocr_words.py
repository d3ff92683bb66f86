"""What Tesseract found on a page (hOCR with a box and a confidence for every character) in, words out, of
the same kind as those of a digital PDF, so that the same layout code reads them: on a level line, with the
height their type has, a box for every character and a mark on every character that is not to be believed.
Called by ocr.py; where the ink stands is asked of ocr_ink.py."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import regex
from lxml import etree

from extractor.parse.ocr_ink import Glyph, Level, Read, Shapes, Stretch, is_type, level_of, tight, unread_between
from extractor.parse.ocr_pages import Ink, PageImage
from extractor.parse.ocr_slots import HEAD, with_pen
from extractor.parse.pdf_words import Four, Word, boxes_of

# Tesseract's own figures, measured on office scans: type is read at 0.99 and more a character; of digits
# written by hand half are read at less than 0.97. The same ink is judged in ocr_ink.py.
_SURE_DIGIT = 0.975
_FAIR_DIGIT = 0.90  # believed where its ink is that of a digit read for certain elsewhere on the page
_CERTAIN_DIGIT = 0.99
_ALIKE = 0.8  # the same digit of the same face: 0.85 and more; of another hand or face: 0.75 and less
_WELL_READ = 0.85
_LIKE_A_ONE = frozenset("lI|]!")
_SURE_LETTER = 0.88
_SURE_WORD = 0.30  # of a whole word of letters; below it is a guess at ink that may be no word
_WORD_WITH_DIGITS = 0.45
_CAPITAL = 0.66  # height of a capital, in sizes of type; the line of type is 1.15 high, 0.22 of it below
_LINE_HEIGHT = 1.15
_DESCENT = 0.22
_STRETCH_GAP = 3.0  # heights of a capital: words farther apart may belong to two columns
_NUMBERS = regex.compile(r"(\d+) (\d+) (\d+) (\d+)")
_SURE = regex.compile(r"x_w?conf ([\d.]+)")
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})


def stretches_of(hocr: bytes, ink: Ink, left: int = 0, top: int = 0, *, second: bool = False) -> list[Stretch]:
    """What was read, line by line, cut at wide gaps. left and top: where on the page the picture began."""
    return [
        Stretch(words, level_of([glyph for word in words for glyph in word.glyphs]), second)
        for line in _lines(hocr, ink, left, top)
        for words in _parted(line)
    ]


def words_of(stretches: Sequence[Stretch], ink: Ink, image: PageImage, pen: Ink | None = None) -> list[Word]:
    """The words of one page, in points of the page as displayed. pen: of a page that may be the first of a
    document, its ink without what is red: what a hand wrote into its head is looked for there."""
    shapes = Shapes(ink)
    for stretch in stretches:
        for read in stretch.words:
            if stretch.level is not None and read.sure > _WELL_READ:
                _learn(shapes, read, stretch.level)
    words: list[Word] = []
    for stretch in stretches:
        for read in stretch.words:
            _mend_ones(read, stretch.level, shapes)
        if pen is not None and stretch.words[0].top < HEAD * len(pen):
            stretch.words = with_pen(stretch, list(_all_doubts(stretch, ink, shapes)), pen)
        for read, doubts in zip(stretch.words, _all_doubts(stretch, ink, shapes), strict=True):
            if not _is_noise(read, stretch.level):
                words.append(_word(read, stretch.level, doubts, image))
    return words


def _lines(hocr: bytes, ink: Ink, left: int, top: int) -> Iterator[list[Read]]:
    try:
        root = etree.fromstring(hocr, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the engine gave no readable answer: {error}") from error
    for element in root.iter() if root is not None else ():
        if element.get("class") in _LINES:
            reads = [read for word in element.iter() if word.get("class") == "ocrx_word" and (read := _read(word, ink, left, top)) is not None]
            if reads:
                yield reads


def _read(word: etree._Element, ink: Ink, left: int, top: int) -> Read | None:
    glyphs: list[Glyph] = []
    for part in word:
        numbers, sure = _NUMBERS.search(part.get("title") or ""), _SURE.search(part.get("title") or "")
        char = unicodedata.normalize("NFC", "".join(str(text) for text in part.itertext()).strip())
        if not char or numbers is None or sure is None:
            continue
        x0, y0, x1, y1 = map(int, numbers.groups())
        glyphs.append(tight(ink, Glyph(char, x0 + left, y0 + top, x1 + left, y1 + top, float(sure[1]) / 100)))
    said = _SURE.search(word.get("title") or "")
    return Read(glyphs, float(said[1]) / 100 if said else 0.0) if glyphs else None


def _parted(line: list[Read]) -> Iterator[list[Read]]:
    """A line of the recogniser runs through columns, that differ in size and level."""
    level = level_of([glyph for read in line for glyph in read.glyphs])
    gap = _STRETCH_GAP * level.capital if level else float("inf")
    part = [line[0]]
    for one, other in pairwise(line):
        if other.x0 - one.x1 > gap:
            yield part
            part = []
        part.append(other)
    yield part


def _is_noise(read: Read, level: Level | None) -> bool:
    """Specks and strokes that were taken for signs: no letter, no digit, and not sure or not of the size of type."""
    if any(glyph.char.isalnum() for glyph in read.glyphs):
        return read.sure < 0.05 and level is None
    if level is None:
        return True
    return read.sure < 0.5 or read.bottom - read.top > 1.6 * level.capital


def _all_doubts(stretch: Stretch, ink: Ink, shapes: Shapes) -> Iterator[list[bool]]:
    """For each word of the stretch which of its glyphs are not to be believed."""
    words = stretch.words
    for before, read, after in zip([None, *words[:-1]], words, [*words[1:], None], strict=True):
        yield _doubts(read, before, after, stretch, ink, shapes)


def _doubts(read: Read, before: Read | None, after: Read | None, stretch: Stretch, ink: Ink, shapes: Shapes) -> list[bool]:
    """For each glyph whether it is not to be believed. Digits that stand together stand or fall together."""
    weakest = min(glyph.sure for glyph in read.glyphs)  # a number is no word of the dictionary, however plain its signs
    guessed = read.sure < (_WORD_WITH_DIGITS if read.has_digits else _SURE_WORD) and weakest < _SURE_DIGIT
    doubts = [glyph.by_pen or not _is_sure(glyph, shapes) for glyph in read.glyphs]
    level = stretch.level
    if guessed or (stretch.second and before is None and level is not None and _is_cut_off(read, level, ink)):
        doubts = [True] * len(doubts)
    for start, end in _digit_runs(read.glyphs):
        run = read.glyphs[start:end]
        doubtful = any(doubts[start:end]) or level is None or not all(is_type(glyph, level) for glyph in run)
        if level is not None and not doubtful:
            left = read.glyphs[start - 1].x1 if start else before.x1 if before else run[0].x0
            right = read.glyphs[end].x0 if end < len(read.glyphs) else after.x0 if after else run[-1].x1
            doubtful = unread_between(ink, left, run[0].x0, level) or unread_between(ink, run[-1].x1, right, level)
        if doubtful:
            doubts[start:end] = [True] * (end - start)
    return doubts


def _is_cut_off(read: Read, level: Level, ink: Ink) -> bool:
    """Under a seal: ink right before the first word that was not read is the rest of a name."""
    return unread_between(ink, max(0, read.x0 - round(1.4 * level.capital)), read.x0, level)


def _learn(shapes: Shapes, read: Read, level: Level) -> None:
    for glyph in read.glyphs:
        if glyph.char.isdigit() and glyph.sure > _CERTAIN_DIGIT and is_type(glyph, level):
            shapes.learn(glyph)


def _mend_ones(read: Read, level: Level | None, shapes: Shapes) -> None:
    """l1 is 11 where both are the same ink: in type two signs of one shape are one sign."""
    ones = [glyph for glyph in read.glyphs if glyph.char == "1"]
    if level is None or not ones or not all(glyph.char.isdigit() or glyph.char in _LIKE_A_ONE for glyph in read.glyphs):
        return
    for index, glyph in enumerate(read.glyphs):
        if glyph.char in _LIKE_A_ONE and is_type(glyph, level) and any(shapes.alike(glyph, one) >= _ALIKE for one in ones):
            read.glyphs[index] = replace(glyph, char="1", sure=max(one.sure for one in ones))


def _is_sure(glyph: Glyph, shapes: Shapes) -> bool:
    if not glyph.char.isdigit():
        return glyph.sure >= _SURE_LETTER
    return glyph.sure >= _SURE_DIGIT or (glyph.sure >= _FAIR_DIGIT and shapes.likeness(glyph) >= _ALIKE)


def _digit_runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, glyph in enumerate(glyphs):
        if glyph.char.isdigit():
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(glyphs)


def _word(read: Read, level: Level | None, doubts: Sequence[bool], image: PageImage) -> Word:
    """On its line: what is read as one line stands on one, whatever its letters and marks do."""
    tops, bottoms = [g.top for g in read.glyphs], [g.bottom for g in read.glyphs]
    if level is not None:
        size = level.capital / _CAPITAL
        bottom = level.baseline + _DESCENT * size
    else:
        size, bottom = float(np.median([g.height for g in read.glyphs])) / _CAPITAL, float(max(bottoms))
    height = _LINE_HEIGHT * size
    x0, top, x1, bottom = image.turned_back((read.x0, bottom - height, read.x1, bottom))
    boxes: list[Four] = []
    doubtful: list[bool] = []
    by_pen: list[bool] = []
    for glyph, doubt, high, low in zip(read.glyphs, doubts, tops, bottoms, strict=True):
        box = image.displayed((glyph.x0, min(high, low), glyph.x1, max(high, low)))
        boxes.extend([box] * len(glyph.char))
        doubtful.extend([doubt] * len(glyph.char))
        by_pen.extend([glyph.by_pen] * len(glyph.char))
    return Word(
        read.text, boxes_of(boxes), x0, top, x1, bottom, height / image.scale, angle=-image.turn % 360, after_blank=True,
        sure=read.sure, doubtful=tuple(doubtful) if any(doubtful) else (), by_pen=tuple(by_pen) if any(by_pen) else (),
    )  # fmt: skip
