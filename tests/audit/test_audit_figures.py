"""extractor.audit.figures: what a printed figure may stand for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from audit_builders import page

from extractor.audit.figures import CUT, EXACT, ROUNDED, Figure, cut, figure_of, written


def figure(printed: str, indicator: str = "voters_voted") -> Figure:
    found = figure_of(page(f"{{{indicator}:{printed}}}").statistics[0])
    assert found is not None
    return found


def test_a_percentage_is_rounded_or_cut_at_its_last_printed_digit() -> None:
    readings = {r.convention: r.range for r in figure("99,60%", "turnout_rate").readings()}
    assert (readings[ROUNDED].low, readings[ROUNDED].high, readings[ROUNDED].open_high) == (Fraction("99.595"), Fraction("99.605"), True)
    assert (readings[CUT].low, readings[CUT].high, readings[CUT].open_high) == (Fraction("99.60"), Fraction("99.61"), True)


def test_a_trailing_zero_counts_as_a_printed_digit() -> None:
    assert figure("99,6%", "turnout_rate").step == Fraction(1, 10)
    assert figure("99,60%", "turnout_rate").step == Fraction(1, 100)


def test_a_full_count_is_exact_and_a_scaled_or_round_one_is_not() -> None:
    assert [r.convention for r in figure("69.243.939").readings()] == [EXACT]
    assert figure("69,2 triệu").step == 100_000
    assert figure("412.000").step == 1000
    assert figure("500", "seats").step == 0


@pytest.mark.parametrize(
    ("printed", "value", "allowed"),
    [("gần 70%", 68, True), ("gần 70%", 71, False), ("hơn 98%", 99, True), ("hơn 98%", 97, False), ("khoảng 60%", 66, True)],
)
def test_qualified_figures_are_intervals(printed: str, value: int, allowed: bool) -> None:
    ranges = [r.range for r in figure(printed, "turnout_rate").readings()]
    assert any(r.low <= value and (r.high is None or value <= r.high) for r in ranges) is allowed


def test_a_malformed_figure_is_not_reckoned_with() -> None:
    assert figure_of(page("{voters_voted:2.0732.328}").statistics[0]) is None


def test_values_are_written_as_vietnamese_writes_them() -> None:
    assert written(Fraction(69523277), 0) == "69.523.277"
    assert written(Fraction("99.5983"), 3) == "99,598"
    assert (written(Fraction("99.629"), 2), cut(Fraction("99.629"), 2)) == ("99,63", "99,62")
