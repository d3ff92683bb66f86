"""The map from text back to source, as one blob a document and back. A PlaceMap goes in; out comes what
place_maps.packed holds, so that a search hit or a span of the database leads to its line and column, its
office part or its rectangle on the page without reading the source again. Numbers are stored as
differences, field by field, and deflated: about 3 bytes a character of a PDF, next to nothing for HTML.
Rectangles are kept to a hundredth of a point."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable

from extractor.model import Place, PlaceMap, Run

_NOTHING = -1  # lines, columns and pages count from 1, parts from 0
_NO_INK = -(2**30)  # no width: the character has no rectangle
_HUNDREDTHS = 100
_RUN_FIELDS = 6


def pack(places: PlaceMap) -> bytes:
    """The map as bytes; the same map always gives the same bytes."""
    names: dict[str, int] = {}
    runs = [
        [run.start for run in places.runs],
        [int(run.fixed) for run in places.runs],
        [_or_nothing(run.place.line) for run in places.runs],
        [_or_nothing(run.place.column) for run in places.runs],
        [_NOTHING if run.place.part is None else names.setdefault(run.place.part, len(names)) for run in places.runs],
        [_or_nothing(run.place.page) for run in places.runs],
    ]
    head = json.dumps({"runs": len(places.runs), "inked": len(places.boxes) // 4, "parts": list(names)}, ensure_ascii=False).encode()
    body = b"".join(_bytes(_differences(field)) for field in (*runs, *_ink(places.boxes)))
    return zlib.compress(len(head).to_bytes(4, "little") + head + body, 6)


def unpack(packed: bytes) -> PlaceMap:
    """The map again; rectangles are those packed, rounded to a hundredth of a point."""
    raw = zlib.decompress(packed)
    start = 4 + int.from_bytes(raw[:4], "little")
    head = json.loads(raw[4:start])
    count, inked, parts = head["runs"], head["inked"], head["parts"]
    numbers = array("i")
    numbers.frombytes(raw[start:])
    if sys.byteorder == "big":
        numbers.byteswap()
    fields = [_sums(numbers[i * count : (i + 1) * count]) for i in range(_RUN_FIELDS)]
    runs = tuple(
        Run(first, Place(_or_none(line), _or_none(column), None if part == _NOTHING else parts[part], _or_none(page)), bool(fixed))
        for first, fixed, line, column, part, page in zip(*fields, strict=True)
    )
    ink = numbers[_RUN_FIELDS * count :]
    return PlaceMap(runs, _boxes([_sums(ink[i * inked : (i + 1) * inked]) for i in range(4)]))


def _ink(boxes: array[float]) -> list[list[int]]:
    """x0, top, width and height in hundredths; a character without ink repeats the one before it and is
    marked by its width, which keeps the differences small."""
    fields: list[list[int]] = [[], [], [], []]
    x0 = top = height = 0
    for index in range(0, len(boxes) - 3, 4):
        left, upper, right, lower = boxes[index : index + 4]
        inked = left == left  # NaN is the one value unequal to itself
        if inked:
            x0, top = round(left * _HUNDREDTHS), round(upper * _HUNDREDTHS)
            height = round(lower * _HUNDREDTHS) - top
        for field, value in zip(fields, (x0, top, round(right * _HUNDREDTHS) - x0 if inked else _NO_INK, height), strict=True):
            field.append(value)
    return fields


def _boxes(fields: list[list[int]]) -> array[float]:
    boxes = array("f")
    for x0, top, width, height in zip(*fields, strict=True):
        if width == _NO_INK:
            boxes.extend((float("nan"),) * 4)
        else:
            boxes.extend((x0 / _HUNDREDTHS, top / _HUNDREDTHS, (x0 + width) / _HUNDREDTHS, (top + height) / _HUNDREDTHS))
    return boxes


def _differences(values: list[int]) -> Iterable[int]:
    before = 0
    for value in values:
        yield value - before
        before = value


def _sums(differences: array[int]) -> list[int]:
    total, values = 0, []
    for difference in differences:
        total += difference
        values.append(total)
    return values


def _bytes(values: Iterable[int]) -> bytes:
    numbers = array("i", values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _or_nothing(value: int | None) -> int:
    return _NOTHING if value is None else value


def _or_none(value: int) -> int | None:
    return None if value == _NOTHING else value
