"""The lines of a recognised page's head in, the same lines out with what a pen wrote between their words: the day
in "ngày 17 tháng 10". Recognition makes of such ink what it likes ("A5", "()?", nothing); here the ink
between two words of type is parted into signs and ocr_pen.py is asked for each. All signs of a gap are digits for
certain, or the gap stays as recognition had it. What a pen wrote stays doubtful: who uses it must have
another reason to believe it. ocr_words.py calls this for the first page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.parse.ocr_blobs import Place, blobs
from extractor.parse.ocr_ink import Glyph, Level, Read, Stretch, unread_between
from extractor.parse.ocr_pages import Ink
from extractor.parse.ocr_pen import STROKE, PenSign, read_sign

HEAD = 0.45  # of the height of a page: number, place and date stand above it

# Measured on drawn digits and on fonts that imitate 21 hands, none of them seen in training: docs/design.md.
SURE = 0.85
SCRAWLED = 0.6
_WORD = 3  # letters that stand together are type, whatever stands beside them
_MOST_WORDS = 14  # of a line of the head; a longer one is prose
_MARKS = frozenset(",.;:-–")  # that stand between words of type
_MOST_SIGNS = 2  # of a day or a month
_TENS = (0, 1, 2, 3, STROKE)
_MOST_GLYPHS = 6  # that recognition made of them

# In heights of a capital.
_LETTER = 1.15  # no letter of type is wider; its box may hold ink of its neighbour
_WIDEST = 6.0
_ABOVE, _BELOW = 1.75, 0.55  # how far off the line of type a pen may begin above it, and end below
_SPECK = 0.22
_TALL = 0.6
_OUTSIDE = 0.3


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two words of type: from glyph `first` up to `last` of a line."""

    first: int
    last: int
    x0: int
    x1: int


def with_pen(stretch: Stretch, doubts: Sequence[Sequence[bool]], ink: Ink) -> list[Read]:
    """The words of a line, the gaps that a pen filled read anew, or words of their own. doubts: for each glyph of each word."""
    level = stretch.level
    if level is None or len(stretch.words) > _MOST_WORDS:
        return stretch.words
    words = stretch.words
    for gap in reversed(list(_gaps(stretch, level, [doubt for word in doubts for doubt in word], ink))):
        held = [glyph for word in stretch.words for glyph in word.glyphs][gap.first : gap.last]
        written = _written(ink, gap, level) or (held if any(glyph.char.isdigit() for glyph in held) else [])
        if written:  # what is not read stands apart from the type beside it all the same
            words = _filled(words, gap, written)
    return words


def _gaps(stretch: Stretch, level: Level, doubts: Sequence[bool], ink: Ink) -> Iterator[_Gap]:
    glyphs = [glyph for word in stretch.words for glyph in word.glyphs]
    printed = [letter for word in stretch.words for letter in _printed(word)]
    solid = [index for index, letter in enumerate(printed) if letter]
    for before, after in pairwise(solid):
        x0 = min(glyphs[before].x1, round(glyphs[before].x0 + _LETTER * level.capital))
        x1 = max(glyphs[after].x0, round(glyphs[after].x1 - _LETTER * level.capital))
        held = glyphs[before + 1 : after]
        unsure = any(doubts[before + 1 : after]) or _is_odd(held) if held else unread_between(ink, x0, x1, level)
        if unsure and len(held) <= _MOST_GLYPHS and 0 < x1 - x0 < _WIDEST * level.capital:
            yield _Gap(before + 1, after, x0, x1)


def _is_odd(glyphs: Sequence[Glyph]) -> bool:
    """Signs that no type has there (/D), or letters among digits (l1)."""
    chars = [glyph.char for glyph in glyphs if glyph.char not in _MARKS]
    return any(not char.isalnum() for char in chars) or (any(map(str.isdigit, chars)) and any(map(str.isalpha, chars)))


def _printed(word: Read) -> list[bool]:
    """For each glyph whether it is a letter among letters."""
    letters = [glyph.char.isalpha() for glyph in word.glyphs]
    runs = "".join("x" if letter else " " for letter in letters).split(" ")
    return [flag for run in runs for flag in (*[len(run) >= _WORD] * len(run), False)][: len(letters)]


def _written(ink: Ink, gap: _Gap, level: Level) -> list[Glyph]:
    """The digits of the gap; none where not all of its ink is digits for certain."""
    places = _signs(ink, gap, level)
    if not 0 < len(places) <= _MOST_SIGNS:
        return []
    signs = [read_sign(ink[top:bottom, x0:x1]) for x0, top, x1, bottom in places]
    read = digits_of(signs) if all(place[3] - place[1] > _TALL * level.capital for place in places) else None
    if read is None or read[1] < SURE:
        return []
    return [Glyph(str(digit), *place, read[1], by_pen=True) for digit, place in zip(read[0], places, strict=True)]


def digits_of(signs: Sequence[PenSign]) -> tuple[list[int], float] | None:
    """The day or month that one or two signs write, and how sure that is, 0 to 1; None where they write none."""
    if any(sign.scrawl > SCRAWLED for sign in signs):
        return None
    digits = [1 if index + 1 < len(signs) and sign.digit == STROKE else sign.digit for index, sign in enumerate(signs)]
    if STROKE in digits or not _is_day(digits):
        return None
    return digits, math.prod(sign.sure if index + 1 == len(signs) else _tens(sign) for index, sign in enumerate(signs))


def _tens(sign: PenSign) -> float:
    """How sure the first of two digits is: of a day or a month it is 0 to 3, and one stroke before another digit is a 1."""
    if sign.digit not in _TENS:
        return 0.0
    alike = (1, STROKE) if sign.digit in (1, STROKE) else (sign.digit,)
    return sum(sign.shares[kind] for kind in alike) / sum(sign.shares[kind] for kind in _TENS)


def _is_day(digits: Sequence[int]) -> bool:
    """01 to 31, or one digit from 2 on: a stroke or a ring alone is anything."""
    value = int("".join(map(str, digits)))
    return value >= 2 if len(digits) == 1 else 1 <= value <= 31


def _signs(ink: Ink, gap: _Gap, level: Level) -> list[Place]:
    """The boxes of the signs, from left to right: areas of ink, those that lie over each other as one."""
    capital, line = level.capital, level.baseline
    left, top = max(0, round(gap.x0 - capital)), max(0, round(line - 2 * capital))
    held = ink[top : round(line + 1.1 * capital), left : round(gap.x1 + capital)]
    signs: list[Place] = []
    for area in sorted(blobs(held)):
        x0, y0, x1, y1 = area[0] + left, area[1] + top, area[2] + left, area[3] + top
        inside = gap.x0 <= (x0 + x1) / 2 <= gap.x1 and x0 > gap.x0 - _OUTSIDE * capital and x1 < gap.x1 + _OUTSIDE * capital
        if not inside or max(x1 - x0, y1 - y0) < _SPECK * capital or y1 < line - _ABOVE * capital or y0 > line + _BELOW * capital:
            continue
        last = signs[-1] if signs else None
        if last is not None and min(last[2], x1) - max(last[0], x0) > 0.5 * min(last[2] - last[0], x1 - x0):
            signs[-1] = (min(last[0], x0), min(last[1], y0), max(last[2], x1), max(last[3], y1))
        else:
            signs.append((x0, y0, x1, y1))
    return signs


def _filled(words: Sequence[Read], gap: _Gap, written: list[Glyph]) -> list[Read]:
    """The words with the gap's glyphs replaced by a word of what the pen wrote."""
    before: list[Read] = []
    after: list[Read] = []
    start = 0
    for word in words:
        left = [replace(g, x1=min(g.x1, max(g.x0 + 1, gap.x0))) for g in word.glyphs[: max(0, gap.first - start)]]
        right = [replace(g, x0=max(g.x0, min(g.x1 - 1, gap.x1))) for g in word.glyphs[max(0, gap.last - start) :]]
        before += [Read(left, word.sure)] if left else []
        after += [Read(right, word.sure)] if right else []
        start += len(word.glyphs)
    return [*before, Read(written, min(glyph.sure for glyph in written)), *after]
