"""One page of a PDF in, what is drawn on it besides type out: whether there are pictures, where type is drawn
(to check that the reader saw it), and the rulings that tables could be made of, as they run on the page as
displayed. pdf_ink asks once for every page; pdf_tables makes tables of the rulings."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from extractor.parse.pdf_chars import Frame

MOST_CROSSINGS = 15_000  # of rulings: more are a map, squared paper or a trap
THIN = 3.0  # points: a filled area no wider than this is drawn as a line
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 100_000
_SHORTEST = 1.0  # points: what is shorter rules nothing

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Ruling(NamedTuple):
    """A line that runs across the page or up it, in points of the page as displayed. upright: it runs up."""

    x0: float
    top: float
    x1: float
    bottom: float
    upright: bool


@dataclass(slots=True)
class Drawing:
    """across, upright: where lines run from side to side, and up and down, in the page's own coordinates to the
    point, so that a line in pieces is one. texts: address and middle of each object of type. paths: each with the matrix
    that puts it on the page."""

    pictures: bool = False
    across: set[int] = field(default_factory=set)
    upright: set[int] = field(default_factory=set)
    texts: list[tuple[int, float, float]] = field(default_factory=list)
    paths: list[tuple[Any, Matrix]] = field(default_factory=list)
    seen: int = 0

    @property
    def ruled(self) -> bool:
        """True where there are lines that a table could be made of."""
        across, upright = len(self.across), len(self.upright)
        return across > 1 and upright > 1 and across * upright < MOST_CROSSINGS


def survey(page: Any, own_objects: int | None = None) -> Drawing:
    """What is drawn on the page. own_objects: how many of its objects are its own (annotations drew the rest,
    and no table is made of their lines); None: all."""
    found = Drawing()
    own = pdfium.FPDFPage_CountObjects(page) if own_objects is None else own_objects
    _survey(pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page, found, _PLAIN, own, depth=0)
    return found


def _survey(count: Any, get: Any, holder: Any, found: Drawing, matrix: Matrix, own: int, depth: int) -> None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(count(holder)):
        found.seen += 1
        if found.seen > _MOST_OBJECTS:
            return
        thing = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
            inner = _placed(_matrix(thing), matrix)
            _survey(pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, thing, found, inner, _MOST_OBJECTS if index < own else 0, depth + 1)
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures = True
        if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH) or not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        width, height = right.value - left.value, top.value - bottom.value
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if depth == 0 and width > 3 and height > 3:
                found.texts.append((ctypes.cast(thing, ctypes.c_void_p).value or 0, (left.value + right.value) / 2, (bottom.value + top.value) / 2))
            continue
        if index < own:
            found.paths.append((thing, matrix))
        if min(width, height) <= THIN:
            if width > 12:
                found.across.add(round(top.value))
            elif height > 8:
                found.upright.add(round(left.value))
        elif _is_drawn(thing):
            found.across.update((round(bottom.value), round(top.value)))
            found.upright.update((round(left.value), round(right.value)))


def _is_drawn(path: Any) -> bool:
    """True of a path with a line round it: a filled area alone is a background, and no cell."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, fill, stroke)) and (stroke.value != 0 or pdfium.FPDFPath_CountSegments(path) > 8)


def rulings_of(drawing: Drawing, frame: Frame) -> tuple[Ruling, ...]:
    """The lines and the sides of areas that run across the page or up it. A filled area without a line round it is
    a background, unless it is as thin as a line."""
    sides: list[tuple[float, float, float, float]] = []
    left = _MOST_SEGMENTS
    for path, matrix in drawing.paths:
        segments = pdfium.FPDFPath_CountSegments(path)
        left -= segments
        if left < 0:
            break
        for points in _strokes(path, segments, _placed(_matrix(path), matrix)):
            if not (_is_area(points) and _is_background(path, points)):
                sides.extend((*one, *other) for one, other in pairwise(points))
    if not sides:
        return ()
    corners = np.array(sides)
    low, high = np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])
    shown = frame.displayed(np.concatenate((low, high), axis=1))
    return tuple(
        Ruling(x0, top, x1, bottom, x0 == x1)
        for x0, top, x1, bottom in shown.tolist()
        if (x0 == x1 and bottom - top >= _SHORTEST) or (top == bottom and x1 - x0 >= _SHORTEST)
    )


def _strokes(path: Any, segments: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The points of each unbroken line of a path, in the page's coordinates; of a curve its ends."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    bends = 0
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            bends += 1
            if bends % 3:  # two points that bend the curve come before its end
                continue
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
    if points:
        yield points


def _is_area(points: list[Point]) -> bool:
    """True of a rectangle with its sides along those of the page."""
    if len(points) != 5 or points[0] != points[4]:
        return False
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = points
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)


def _is_background(path: Any, corners: list[Point]) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke) or not fill.value or stroke.value:
        return False
    return min(abs(corners[0][0] - corners[2][0]), abs(corners[0][1] - corners[2][1])) > THIN


def _matrix(thing: Any) -> Matrix:
    held = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, held):
        return _PLAIN
    return held.a, held.b, held.c, held.d, held.e, held.f


def _placed(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what `inner` does, and then what `outer` does."""
    if outer == _PLAIN:
        return inner
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r
