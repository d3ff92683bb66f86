"""Exact arithmetic on what a printed figure may stand for. A Range is the set of values between two
rational numbers, each end in or out, the upper end possibly open to the sky; sums, products and quotients
of ranges are ranges again, so that "99,60 %" is compared with a quotient without any float. Nothing here
knows what a figure counts: figures.py makes ranges of printed forms, formula.py combines them. Whole numbers stay int as
long as they can: most figures are counts, and an int is reckoned with ten times as fast as a Fraction."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Exact = int | Fraction


class UndecidedError(Exception):
    """The arithmetic has no answer: a division by what may be zero, a product with what may be negative."""


@dataclass(frozen=True, slots=True)
class Range:
    """The values from low to high; high None: without end. open_low, open_high: the end itself is out."""

    low: Exact
    high: Exact | None
    open_low: bool = False
    open_high: bool = False

    @property
    def exact(self) -> Exact | None:
        """The one value, where there is one."""
        return self.low if self.low == self.high and not (self.open_low or self.open_high) else None

    def __add__(self, other: Range) -> Range:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(self.low + other.low, high, self.open_low or other.open_low, self.open_high or other.open_high)

    def __sub__(self, other: Range) -> Range:
        if other.high is None:
            raise UndecidedError("a figure without an upper bound is subtracted")
        high = None if self.high is None else self.high - other.low
        return Range(self.low - other.high, high, self.open_low or other.open_high, self.open_high or other.open_low)

    def __mul__(self, other: Range) -> Range:
        _need_positive(self, other)
        high = None if self.high is None or other.high is None else self.high * other.high
        return Range(self.low * other.low, high, self.open_low or other.open_low, self.open_high or other.open_high)

    def __truediv__(self, other: Range) -> Range:
        _need_positive(self, other)
        if other.high == 0:
            raise UndecidedError("the denominator is zero")
        low = 0 if other.high is None else quotient(self.low, other.high)
        high = None if self.high is None or other.low == 0 else quotient(self.high, other.low)
        return Range(low, high, self.open_low or other.open_high, self.open_high or other.open_low)

    def meets(self, other: Range) -> bool:
        """Some value lies in both."""
        return self.may_be_below(other) and other.may_be_below(self)

    def may_be_below(self, other: Range, *, strictly: bool = False) -> bool:
        """Some value of this one is not above (strictly: is below) some value of the other."""
        if other.high is None:
            return True
        if self.low == other.high:
            return not (strictly or self.open_low or other.open_high)
        return self.low < other.high


def point(value: Exact) -> Range:
    return Range(value, value)


def lean(value: Exact) -> Exact:
    """The same number, as an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def quotient(a: Exact, b: Exact) -> Exact:
    """a / b, which of two ints would be a float."""
    return lean(Fraction(a, b))


def _need_positive(*ranges: Range) -> None:
    if any(r.low < 0 for r in ranges):
        raise UndecidedError("a negative figure is multiplied or divided")
