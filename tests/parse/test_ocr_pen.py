"""Digits of a pen: read right or not at all, and only between words of type."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractor.parse.ocr_blobs import blobs
from extractor.parse.ocr_ink import Glyph, Level, Read, Stretch
from extractor.parse.ocr_pages import Ink
from extractor.parse.ocr_pen import STROKE, PenSign, read_sign
from extractor.parse.ocr_slots import SURE, digits_of, with_pen

BUILD = Path(__file__).parents[2] / "corpus" / "build"
CAPITAL, LINE = 40, 150


def built(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BUILD / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def written(digits: str, seed: int = 1) -> Ink:
    """A line of 300 dots an inch with `digits` between x 300 and 420, by the pen that the scans of corpus/ were filled in with."""
    image = Image.new("RGB", (700, 260), "white")
    built("build_scans").write_by_hand(image, (310, LINE - CAPITAL, 400, LINE), digits, random.Random(seed))
    return np.asarray(image.convert("L")) < 140


def line(ink: Ink, read: str = "?") -> Stretch:
    """ngày ? tháng, as recognition might have it."""
    words = [("ngày", 200), (read, 330), ("tháng", 440)]
    reads = [Read([Glyph(char, x + 24 * i, LINE - 28, x + 24 * i + 20, LINE, 0.99) for i, char in enumerate(text)], 0.95) for text, x in words]
    return Stretch(reads, Level(CAPITAL, LINE))


def filled(ink: Ink, read: str = "?") -> list[str]:
    stretch = line(ink, read)
    doubts = [[False] * 4, [True] * len(read), [False] * 5]
    return [word.text for word in with_pen(stretch, doubts, ink)]


def test_a_day_of_two_digits_is_read_with_its_place() -> None:
    ink = written("27")
    words = with_pen(line(ink), [[False] * 4, [True], [False] * 5], ink)
    assert [word.text for word in words] == ["ngày", "27", "tháng"]
    assert all(glyph.by_pen and glyph.sure >= SURE for glyph in words[1].glyphs)
    assert not any(glyph.by_pen for word in (words[0], words[2]) for glyph in word.glyphs)
    assert words[1].glyphs[0].x1 <= words[1].glyphs[1].x0 + 8


@pytest.mark.parametrize("day", ["01", "02", "03", "04", "07", "10", "12", "13", "14", "17", "20", "21", "22", "23", "24", "27", "30", "31"])
def test_a_day_is_read_right_or_left_as_it_was(day: str) -> None:
    for seed in range(6):
        assert filled(written(day, seed))[1] in (day, "?")


def test_ink_that_was_believed_is_not_read_again() -> None:
    ink = written("27")
    stretch = line(ink, "21")
    assert [word.text for word in with_pen(stretch, [[False] * 4, [False] * 2, [False] * 5], ink)] == ["ngày", "21", "tháng"]


def test_an_empty_gap_stays_empty() -> None:
    assert filled(np.zeros((260, 700), dtype=bool)) == ["ngày", "?", "tháng"]


def sign(digit: int, sure: float = 0.97, scrawl: float = 0.0) -> PenSign:
    rest = (1 - sure) / STROKE
    return PenSign(tuple(sure if kind == digit else rest for kind in range(STROKE + 1)), scrawl)


@pytest.mark.parametrize(
    ("signs", "day"),
    [
        ((sign(STROKE), sign(0)), [1, 0]),
        ((sign(2), sign(STROKE)), None),  # 21, or 2 and a slash
        ((sign(STROKE),), None),
        ((sign(0),), None),
        ((sign(3), sign(7)), None),
        ((sign(0), sign(0)), None),
        ((sign(9),), [9]),
        ((sign(1), sign(2, scrawl=0.9)), None),
    ],
)
def test_only_what_can_be_a_day_is_one(signs: tuple[PenSign, ...], day: list[int] | None) -> None:
    found = digits_of(signs)
    assert (found[0] if found is not None else None) == day


def test_a_scrawl_is_no_digit() -> None:
    image = Image.new("1", (60, 60))
    draw = ImageDraw.Draw(image)
    for x in range(4, 56, 6):
        draw.line((x, 4, 56 - x, 56), fill=1, width=4)
        draw.line((4, x, 56, 30), fill=1, width=4)
    found = read_sign(np.asarray(image))
    assert found.scrawl > 0.6 or found.sure < SURE


def test_drawings_of_another_seed_are_read_right_or_not_at_all() -> None:
    build = built("build_pen")
    pick = random.Random(20261120)
    drawn = [(read_sign(build.drawn(kind(pick.uniform, pick), pick)), digit) for digit, kind in enumerate(build.DIGITS) for _ in range(30)]
    believed = [(found.digit, digit) for found, digit in drawn if found.sure >= 0.92 and found.scrawl < 0.6 and found.digit != STROKE]
    assert len(believed) > 0.7 * len(drawn)
    assert sum(read != digit for read, digit in believed) <= 0.02 * len(believed)


def test_blobs_are_the_boxes_of_connected_ink() -> None:
    ink = np.zeros((10, 20), dtype=bool)
    ink[1:4, 2:5] = True
    ink[3, 5:9] = True
    ink[6:9, 12:14] = True
    assert sorted(blobs(ink)) == [(2, 1, 9, 4), (12, 6, 14, 9)]
