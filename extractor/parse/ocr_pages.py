"""One page that holds no usable text in, its picture out, as recognition wants it: grey, 300 dots an inch,
upright and straight, with the way back from its pixels to points of the page as displayed. Red is left
out: seals and received-stamps are red and lie over type. ocr.py renders pages with this; the words
that are found on them are made by ocr_words.py."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extractor.parse.pdf_words import Four

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]

DPI = 300
MOST_PIXELS = 40_000_000  # of one page: an A2 sheet at 300 dpi; larger ones are rendered coarser
_MOST_SKEW = 4.0  # degrees; a page that lies more askew is no scan of an office
_LEAST_SKEW = 0.1
_LIGHT, _REDDER = 100, 45  # of 255: seal ink is lighter than type, and redder by this


@dataclass(frozen=True, slots=True)
class PageImage:
    """grey: the upright, straight picture; all_ink: the same with what is red. width and height: of the page as displayed, in points. turn:
    degrees, clockwise, that the displayed page was turned to stand upright. skew: degrees, clockwise,
    that the lines of the upright page ran down before they were made straight. scale: pixels a point."""

    grey: Grey
    all_ink: Grey
    width: float
    height: float
    scale: float
    turn: int = 0
    skew: float = 0.0

    def displayed(self, box: Four) -> Four:
        """A box of the picture, in pixels, as a box of the page as displayed, in points."""
        x0, top, x1, bottom = box
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        rows, columns = self.grey.shape
        slant = math.radians(self.skew)
        dx, dy = x - columns / 2, y - rows / 2
        x = columns / 2 + dx * math.cos(slant) - dy * math.sin(slant)
        y = rows / 2 + dx * math.sin(slant) + dy * math.cos(slant)
        half_width, half_height = (x1 - x0) / 2, (bottom - top) / 2
        return self.turned_back((x - half_width, y - half_height, x + half_width, y + half_height))

    def turned_back(self, box: Four) -> Four:
        """The same without regard to skew: lines stay level, as layout wants them."""
        x0, top, x1, bottom = (value / self.scale for value in box)
        if self.turn == 90:
            x0, top, x1, bottom = top, self.height - x1, bottom, self.height - x0
        elif self.turn == 180:
            x0, top, x1, bottom = self.width - x1, self.height - bottom, self.width - x0, self.height - top
        elif self.turn == 270:
            x0, top, x1, bottom = self.width - bottom, x0, self.width - top, x1
        return max(0.0, x0), max(0.0, top), min(self.width, x1), min(self.height, bottom)


def render(page: Any, width: float, height: float, *, marks: bool) -> PageImage:
    """The picture of a pypdfium2 page, as displayed. marks: draw annotations too."""
    scale = min(DPI / 72, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, may_draw_forms=marks, draw_annots=marks)
    try:
        pixels = bitmap.to_numpy()
        grey, all_ink = _channels(pixels) if pixels.ndim == 3 else (np.ascontiguousarray(pixels),) * 2
    finally:
        bitmap.close()
    return PageImage(grey, all_ink, width, height, scale)


def _channels(pixels: NDArray[np.uint8]) -> tuple[Grey, Grey]:
    """The picture without what is red, and with it; one and the same where there is no colour."""
    blue, green, red = (pixels[:, :, channel] for channel in range(3))
    if np.array_equal(red, green):
        grey = np.ascontiguousarray(red)
        return grey, grey
    others = np.maximum(green, blue)
    is_red = (red > _LIGHT) & (red > others) & (red - others > _REDDER)
    return np.where(is_red, np.uint8(255), red), np.minimum(red, green)


def turned(image: PageImage, turn: int) -> PageImage:
    """The picture turned clockwise by 90, 180 or 270 degrees more."""
    return _changed(replace(image, turn=(image.turn + turn) % 360), lambda grey: np.ascontiguousarray(np.rot90(grey, -turn // 90)))


def straightened(image: PageImage) -> PageImage:
    """The picture with its lines level."""
    skew = skew_of(ink_of(image.grey))
    if abs(skew) < _LEAST_SKEW:
        return image
    return _changed(replace(image, skew=skew), lambda grey: np.asarray(Image.fromarray(grey).rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)))


def _changed(image: PageImage, change: Callable[[Grey], Grey]) -> PageImage:
    """Both pictures changed alike; of a page without colour they are one."""
    grey = change(image.grey)
    return replace(image, grey=grey, all_ink=grey if image.all_ink is image.grey else change(image.all_ink))


def lies_on_its_side(image: PageImage) -> bool:
    """True where lines of type run up or down the picture: the ink is bunched in columns, not in rows."""
    ink = coarse(ink_of(image.grey))
    across = _bunched(ink.sum(axis=1))
    upright = _bunched(ink.sum(axis=0))
    return upright > 1.6 * across


def ink_of(grey: Grey) -> Ink:
    """Which pixels are ink: darker than the threshold that parts dark from light best (Otsu 1979)."""
    counts = np.bincount(grey.ravel()[::7], minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (sums[-1] * below / below[-1] - sums) ** 2 / (below * (below[-1] - below))
    spread[~np.isfinite(spread)] = 0.0
    return np.asarray(grey <= min(int(np.argmax(spread)), 215), dtype=np.bool_)


def skew_of(ink: Ink) -> float:
    """Degrees, clockwise, that the lines run down to the right: the slant at which rows of ink and empty
    rows are most apart."""
    rows, columns = np.nonzero(coarse(ink))
    if len(rows) < 400:
        return 0.0
    if len(rows) > 60_000:
        step = len(rows) // 60_000 + 1
        rows, columns = rows[::step], columns[::step]

    def sharpness(angle: float) -> float:
        level = np.round(rows - columns * math.tan(math.radians(angle))).astype(np.int64)
        return _bunched(np.bincount(level - int(level.min())))

    best = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, 0.25), key=sharpness)
    best = max(np.arange(best - 0.2, best + 0.21, 0.05), key=sharpness)
    return 0.0 if sharpness(float(best)) < 1.05 * sharpness(0.0) else float(best)


def coarse(ink: Ink) -> Ink:
    """A quarter of the size: a block is ink where any of it is."""
    rows, columns = ink.shape[0] // 4 * 4, ink.shape[1] // 4 * 4
    blocks = ink[:rows, :columns].reshape(rows // 4, 4, columns // 4, 4)
    return np.asarray(blocks.any(axis=(1, 3)), dtype=np.bool_)


def _bunched(profile: NDArray[Any]) -> float:
    steps = np.diff(profile.astype(np.float64))
    return float((steps * steps).sum())
