"""The ink of a recognised page in, answers out: where exactly a character's ink stands, and whether the ink of
a figure looks like type. Numbers and days of official documents are filled in by hand, and recognition
reads handwriting as wrongly as it is sure of itself; but type is as tall as the capitals beside it and stands
on the line, handwriting is not and does not. ocr_words.py asks here before it believes a digit. Read and
Stretch are what passes between the parts of recognition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extractor.parse.ocr_pages import Ink

# Of Times and its like, in heights of a capital; a scan adds a pixel at each edge.
_LEAST_HEIGHT = 0.86
_MOST_HEIGHT = 1.13
_OFF_THE_LINE = 0.11
_EDGE = 1.5  # pixels that blur may add or take
_TALL = 0.5  # in heights of a capital: ink less tall is a speck, a dot or a mark
AS_TALL_AS_CAPITALS = frozenset("ABCDEFGHIKLMNOPRSTUVXYZbdhklĐ")  # without marks above, without a tail
ON_THE_LINE = frozenset("ABCDEFGHIKLMNOPRSTUVXYZĐabcdđehiklmnorstuvxăâêôơưàáảãèéẻẽòóỏõìíỉĩùúủũấầẩẫắằẳẵếềểễốồổỗớờởỡứừửữ")
X_HIGH = frozenset("aceimnorsuvxơư")  # the body of i is left with its dot: it is not measured


@dataclass(frozen=True, slots=True)
class Glyph:
    """One recognised character: its box in pixels, how sure recognition is of it (0 to 1), whether a pen
    wrote it (ocr_slots.py)."""

    char: str
    x0: int
    top: int
    x1: int
    bottom: int
    sure: float
    by_pen: bool = False

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(eq=False, slots=True)
class Read:
    """One word as recognised; its box is that of its ink."""

    glyphs: list[Glyph]
    sure: float

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def x0(self) -> int:
        return min(glyph.x0 for glyph in self.glyphs)

    @property
    def x1(self) -> int:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def top(self) -> int:
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> int:
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def worth(self) -> float:
        return self.sure * len(self.glyphs)

    @property
    def has_digits(self) -> bool:
        return any(glyph.char.isdigit() for glyph in self.glyphs)


@dataclass(eq=False, slots=True)
class Stretch:
    """Words that stand together on one line. second: found by the second look, where seals and signatures lie."""

    words: list[Read]
    level: Level | None
    second: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The line of type that a stretch of glyphs stands on. capital: height of a capital in pixels, 0 where
    unknown; baseline: y of the line."""

    capital: float
    baseline: float


def tight(ink: Ink, glyph: Glyph) -> Glyph:
    """The glyph with the box of its ink; as it was where there is none."""
    x0, top = max(0, glyph.x0 - 1), max(0, glyph.top - 2)
    held = ink[top : glyph.bottom + 2, x0 : glyph.x1 + 1]
    rows, columns = np.flatnonzero(held.any(axis=1)), np.flatnonzero(held.any(axis=0))
    if not len(rows):
        return glyph
    return Glyph(glyph.char, int(x0 + columns[0]), int(top + rows[0]), int(x0 + columns[-1] + 1), int(top + rows[-1] + 1), glyph.sure)


def level_of(glyphs: Sequence[Glyph]) -> Level | None:
    """The level of letters that stand together; None where none of them tells. Digits are not asked: it
    is they that are to be judged."""
    tall = [g.height for g in glyphs if g.char in AS_TALL_AS_CAPITALS]
    small = [g.height for g in glyphs if g.char in X_HIGH and g.char != "i"]
    feet = [g.bottom for g in glyphs if g.char in ON_THE_LINE]
    if not feet or not (tall or small):
        return None
    capital = float(np.median(tall)) if len(tall) > 1 or not small else float(np.median(small)) / 0.68
    return Level(capital, float(np.median(feet)))


def is_type(glyph: Glyph, level: Level) -> bool:
    """True where the ink of a digit is as tall as a capital and stands on the line."""
    slack = _EDGE / max(1.0, level.capital)
    share = glyph.height / max(1.0, level.capital)
    off = abs(glyph.bottom - level.baseline) / max(1.0, level.capital)
    return _LEAST_HEIGHT - slack < share < _MOST_HEIGHT + slack and off < _OFF_THE_LINE + slack


class Shapes:
    """The digits of one page that are read for certain: type repeats itself, a hand does not. A digit that
    recognition is less sure of is believed where its ink is that of another one of its kind."""

    _MOST = 40  # of each digit
    _WIDTH, _HEIGHT = 16, 24

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._known: dict[str, list[NDArray[np.float64]]] = {}

    def learn(self, glyph: Glyph) -> None:
        known = self._known.setdefault(glyph.char, [])
        if len(known) < self._MOST:
            known.append(self._shape(glyph))

    def likeness(self, glyph: Glyph) -> float:
        """The best correlation with a known digit of that name, at most 1; 0 where none is known."""
        known = self._known.get(glyph.char, ())
        shape = self._shape(glyph) if known else None
        return max((float((shape * other).sum()) for other in known), default=0.0) if shape is not None else 0.0

    def alike(self, one: Glyph, other: Glyph) -> float:
        """The correlation of two glyphs' ink, at most 1: the same letter of the same type is 0.85 and more."""
        return float((self._shape(one) * self._shape(other)).sum())

    def _shape(self, glyph: Glyph) -> NDArray[np.float64]:
        held = self._ink[glyph.top : glyph.bottom, glyph.x0 : glyph.x1].astype(np.uint8) * 255
        small = np.asarray(Image.fromarray(held).resize((self._WIDTH, self._HEIGHT), Image.Resampling.BOX), dtype=np.float64)
        small = small - small.mean()
        length = float(np.sqrt((small * small).sum()))
        shape: NDArray[np.float64] = small / length if length else small
        return shape


def unread_between(ink: Ink, x0: int, x1: int, level: Level) -> bool:
    """True where something as tall as type stands between two words and was not read."""
    if x1 - x0 < 6:
        return False
    top, bottom = round(level.baseline - 1.6 * level.capital), round(level.baseline + 0.5 * level.capital)
    held = ink[max(0, top) : bottom, x0 + 2 : x1 - 2]
    columns = held.any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(held[:, start:end].any(axis=1))
        inside = (rows > 0.3 * level.capital) & (rows < 1.8 * level.capital)
        if len(rows) and inside.any() and rows[-1] - rows[0] > _TALL * level.capital:
            return True
    return False
