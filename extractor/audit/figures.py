"""A statistic in, what its printed form may stand for out: a list of readings, each a Range with the name
of the convention behind it. "99,60 %" is [99.595, 99.605) where the writer rounded (làm tròn) and
[99.60, 99.61) where the writer cut (cắt bớt); "69,2 triệu" likewise with steps of 100.000; "gần", "hơn",
"khoảng" are intervals, wide on purpose: an error is only what no reading allows. Also the way back: exact
values as they are written in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

import regex

from extractor.audit.ranges import Exact, Range, lean, point, quotient
from extractor.facts import Statistic
from extractor.model import Span
from extractor.text import squeeze
from extractor.values import Figure as Number
from extractor.values import read_number

ROUNDED, CUT, EXACT, BOUND = "làm tròn", "cắt bớt", "đúng", "khoảng"
_DIGITS = regex.compile(r"\d[\d.,]*")
_ROUND_THOUSANDS = 10_000  # from here a count that ends in 000 may be a rounded one
_LONGEST_PRINTED = 24
_NARROW = {"nearly": "nearly, taken narrowly", "about": "about, taken narrowly"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a printed figure."""

    convention: str
    range: Range


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure as the arithmetic takes it. value: as read. step: what one unit of its last printed
    digit is worth, 0 for an exact count. printed: its form on the page, on one line."""

    value: Fraction
    step: Fraction
    qualifier: str
    printed: str
    percent: bool
    _read: tuple[Reading, ...] = field(default=(), init=False, repr=False, compare=False)

    def readings(self) -> tuple[Reading, ...]:
        if not self._read:
            object.__setattr__(self, "_read", tuple(_readings(self)))  # a figure is read again and again, and never changes
        return self._read


def figure_of(statistic: Statistic) -> Figure | None:
    """None where the printed figure is malformed or negative, and so cannot be reckoned with."""
    if statistic.value is None or statistic.value < 0:
        return None
    percent = statistic.unit == "percent"
    value = Fraction(str(statistic.value))
    step = Fraction(1, 10**statistic.decimals) if percent else _step(value, statistic)
    qualifier = "about" if statistic.certainty == "approximate" and statistic.qualifier == "exact" else statistic.qualifier
    return Figure(value, step, qualifier, _short(statistic, value, percent), percent)


def printed_figure(printed: str, number: Number, *, percent: bool, qualifier: str = "exact") -> Figure | None:
    """The figure of a number read outside of any statistic: an example of a rule, a pair in running text."""
    unit = "percent" if percent else "person"
    return figure_of(
        Statistic(
            span=Span(0, 0), rule="", indicator="", label="", printed=printed, value=number.value, unit=unit, decimals=number.decimals, qualifier=qualifier
        )
    )


def _step(value: Fraction, statistic: Statistic) -> Fraction:
    """Of a count: 0 where every unit is printed, else what the last printed digit is worth."""
    digits = _DIGITS.search(statistic.printed)
    mantissa = read_number(digits[0].rstrip(".,")).value if digits else None
    scale = value / Fraction(str(mantissa)) if mantissa else Fraction(1)
    if scale > 1:
        return scale * Fraction(1, 10**statistic.decimals)
    if statistic.decimals:
        return Fraction(1, 10**statistic.decimals)
    if value >= _ROUND_THOUSANDS and value % 1000 == 0:
        return Fraction(1000)
    return Fraction(0)


def _readings(figure: Figure) -> Iterator[Reading]:
    value, step = lean(figure.value), lean(figure.step)
    if figure.qualifier in ("exact", "only"):
        if step == 0:
            yield Reading(EXACT, point(value))
            return
        yield Reading(ROUNDED, Range(max(value - quotient(step, 2), 0), value + quotient(step, 2), open_high=True))
        yield Reading(CUT, Range(value, value + step, open_high=True))
    elif figure.qualifier in ("over", "at_least"):
        yield Reading(BOUND, Range(value, None))
    elif figure.qualifier in ("under", "at_most", "up_to"):
        yield Reading(BOUND, Range(0, value))
    elif figure.qualifier == "nearly":
        yield Reading(BOUND, Range(value * Fraction(4, 5), value))
    elif figure.qualifier == _NARROW["nearly"]:
        yield Reading(BOUND, Range(max(value - 2 * _coarse(figure.value), value * Fraction(4, 5)), value))
    elif figure.qualifier == _NARROW["about"]:
        room = min(2 * _coarse(figure.value), value * Fraction(1, 5))
        yield Reading(BOUND, Range(value - room, value + room))
    elif figure.qualifier == "about":
        yield Reading(BOUND, Range(value * Fraction(4, 5), value * Fraction(6, 5)))
    else:  # a target or a vague number bounds nothing
        yield Reading(BOUND, Range(0, None))


def tolerance(figure: Figure) -> str:
    """What a printed figure is taken to stand for, in words: "99,595 đến 99,605 (làm tròn); 99,60 đến 99,61 (cắt bớt)"."""
    if figure.step == 0 and figure.qualifier in ("exact", "only"):
        return "đúng số in (as printed)"
    decimals = decimals_of(figure) + 1 if figure.step.denominator > 1 else 0
    said = []
    for reading in figure.readings():
        low = written(reading.range.low, decimals)
        high = "trở lên" if reading.range.high is None else f"đến {written(reading.range.high, decimals)}"
        said.append(f"{low} {high} ({reading.convention})")
    return "; ".join(said)


def narrowed(figure: Figure) -> Figure:
    """The figure with gần and khoảng taken as careful writers use them: within two units of the last digit that
    is not zero ("gần 96 %" is above 94, "gần 70 %" above 56)."""
    return replace(figure, qualifier=_NARROW.get(figure.qualifier, figure.qualifier))


def _coarse(value: Fraction) -> Fraction:
    """What one unit of the last digit that is not zero is worth, at least one: 10 for 70, 1 for 96 and for 99,9."""
    unit = Fraction(1)
    while value and value % (10 * unit) == 0:
        unit *= 10
    return unit


def _short(statistic: Statistic, value: Fraction, percent: bool) -> str:
    printed = squeeze(statistic.printed)
    if not printed or len(printed) > _LONGEST_PRINTED:
        printed = written(value, statistic.decimals)
    return printed if not percent or "%" in printed else f"{printed} %"


def written(value: Exact, decimals: int) -> str:
    """A number as Vietnamese writes it, rounded half up: 69.523.277 or 99,598."""
    shifted = floor(value * 10**decimals + Fraction(1, 2))
    return _marked(shifted, decimals)


def cut(value: Exact, decimals: int) -> str:
    """The same with the digits after the last one cut off."""
    return _marked(floor(value * 10**decimals), decimals)


def _marked(shifted: int, decimals: int) -> str:
    number = Decimal(shifted).scaleb(-decimals)
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def decimals_of(figure: Figure) -> int:
    """How many digits stand after the comma, from the step of a percentage."""
    return len(str(figure.step.denominator)) - 1 if figure.step else 0
