"""The ink of one sign that a pen wrote in, the digit it is out, with how sure that is; nothing where it is no
digit for certain. Tesseract reads handwriting as wrongly as it is sure of itself; this reads nothing else,
from the directions of the strokes, and knows strokes and scrawls that are no digit. Its three small
networks were trained on drawn strokes (corpus/build/build_pen.py), not on anybody's papers. ocr_slots.py asks here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extractor.parse.ocr_pages import Ink

Numbers = NDArray[np.float32]

STROKE, SCRAWL = 10, 11  # classes after the ten digits: one straight stroke (a 1, or a slash); no digit at all
_SIDE, _INSIDE = 32, 26  # pixels of the square a sign is set in, and of the sign itself
_DIRECTIONS = 8
_CENTRES = np.linspace(3, 28, 6)
_REACH = 4.2
_WEIGHTS = "ocr_pen.npz"
_NEAR = np.exp(-(((np.arange(_SIDE)[:, None] - _CENTRES) / _REACH) ** 2))  # how much a pixel counts for each place


@dataclass(frozen=True, slots=True)
class PenSign:
    """shares: of each digit and of STROKE, 1 together; scrawl: how likely it is none of them, 0 to 1."""

    shares: tuple[float, ...]
    scrawl: float

    @property
    def digit(self) -> int:
        """The likeliest: 0 to 9, or STROKE."""
        return max(range(len(self.shares)), key=self.shares.__getitem__)

    @property
    def sure(self) -> float:
        return self.shares[self.digit]


@dataclass(frozen=True, slots=True)
class _Net:
    """Two layers; the first rectified."""

    inner: Numbers
    inner_bias: Numbers
    outer: Numbers
    outer_bias: Numbers

    def shares(self, features: Numbers) -> Numbers:
        scores = np.maximum(features @ self.inner + self.inner_bias, 0) @ self.outer + self.outer_bias
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares: Numbers = (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)
        return shares


@dataclass(frozen=True, slots=True)
class _Nets:
    mean: Numbers
    spread: Numbers
    nets: tuple[_Net, ...]


def read_sign(ink: Ink) -> PenSign:
    """The sign whose ink fills the picture."""
    known = _known()
    features = (features_of(ink) - known.mean) / known.spread
    shares = np.mean([net.shares(features) for net in known.nets], axis=0)
    digits = shares[:SCRAWL] / shares[:SCRAWL].sum()
    return PenSign(tuple(map(float, digits)), float(shares[SCRAWL]))


def features_of(ink: Ink) -> Numbers:
    """What tells one sign from another, whatever pen and scanner: where strokes run in which direction (Dalal and
    Triggs 2005), where ink stands, how wide the sign is for its height."""
    sign, width = _set(ink)
    soft = _softened(sign)
    down, across = np.zeros_like(soft), np.zeros_like(soft)
    down[1:-1], across[:, 1:-1] = soft[2:] - soft[:-2], soft[:, 2:] - soft[:, :-2]
    steep = np.hypot(across, down)
    turn = (np.arctan2(down, across) % (2 * np.pi)) / (2 * np.pi) * _DIRECTIONS
    lower = np.floor(turn).astype(int)
    share = turn - lower
    runs = [steep * ((lower % _DIRECTIONS == k) * (1 - share) + ((lower + 1) % _DIRECTIONS == k) * share) for k in range(_DIRECTIONS)]
    strokes = np.stack([_NEAR.T @ run @ _NEAR for run in runs]).ravel()
    stands = (_NEAR.T @ soft @ _NEAR).ravel()
    strokes = np.sqrt(strokes / (strokes.sum() + 1e-6))
    return np.concatenate([8 * strokes, 0.5 * stands / (stands.max() + 1e-6), [width]]).astype(np.float32)


def _set(ink: Ink) -> tuple[NDArray[np.float64], float]:
    """The sign in the middle of a square, and its width in heights."""
    square = np.zeros((_SIDE, _SIDE))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return square, 0.0
    held = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = held.shape
    scale = _INSIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    sampling = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    small = np.asarray(Image.fromarray(held.astype(np.uint8) * 255).resize(size, sampling), dtype=np.float64) / 255
    top, left = (_SIDE - small.shape[0]) // 2, (_SIDE - small.shape[1]) // 2
    square[top : top + small.shape[0], left : left + small.shape[1]] = small
    return square, width / height


def _softened(sign: NDArray[np.float64]) -> NDArray[np.float64]:
    wide = np.pad(sign, 1)
    rows = (wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4
    soft: NDArray[np.float64] = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4
    return soft


@lru_cache(maxsize=1)
def _known() -> _Nets:
    """The trained networks, read with the first sign."""
    with np.load(BytesIO(files("extractor.parse").joinpath(_WEIGHTS).read_bytes())) as held:
        weights = {name: held[name].astype(np.float32) for name in held.files}
    nets = tuple(
        _Net(*(weights[f"{part}{index}"] for part in ("inner", "inner_bias", "outer", "outer_bias"))) for index in range(int(weights["count"]))
    )
    return _Nets(weights["mean"], weights["spread"], nets)
