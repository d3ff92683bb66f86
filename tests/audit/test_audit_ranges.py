"""extractor.audit.ranges and formula: exact arithmetic and the language of identities."""

from __future__ import annotations

from fractions import Fraction

import pytest

from extractor.audit.formula import FormulaError, evaluate, parse, render
from extractor.audit.ranges import Range, UndecidedError, point


def test_half_open_ends_meet_only_where_both_are_in() -> None:
    upper = Range(Fraction(1), Fraction(2), open_high=True)
    assert not upper.meets(point(2))
    assert upper.meets(point(1))
    assert upper.meets(Range(Fraction(1, 2), Fraction(1)))


def test_a_quotient_turns_the_open_ends_round() -> None:
    quotient = point(10) / Range(Fraction(2), Fraction(5), open_high=True)
    assert (quotient.low, quotient.high, quotient.open_low, quotient.open_high) == (2, 5, True, False)


def test_a_figure_without_an_upper_bound_bounds_from_below_only() -> None:
    over = Range(Fraction(98), None)
    assert point(100).meets(over)
    assert not point(97).meets(over)


def test_division_by_zero_is_undecided_and_not_an_error_of_the_page() -> None:
    with pytest.raises(UndecidedError):
        point(1) / point(0)
    assert parse("a = b / c").holds({"a": point(1), "b": point(1), "c": point(0)}) is None


@pytest.mark.parametrize(
    ("line", "values", "holds"),
    [
        ("a + b = c", {"a": 1, "b": 2, "c": 3}, True),
        ("a + b = c", {"a": 1, "b": 2, "c": 4}, False),
        ("a = 100 * b / c", {"a": 50, "b": 1, "c": 2}, True),
        ("a = b - c * 2", {"a": 1, "b": 5, "c": 2}, True),
        ("a = (b - c) * 2", {"a": 6, "b": 5, "c": 2}, True),
        ("a = b - c - d", {"a": 0, "b": 5, "c": 2, "d": 3}, True),
        ("a <= b", {"a": 2, "b": 2}, True),
        ("a < b", {"a": 2, "b": 2}, False),
        ("a >= b", {"a": 1, "b": 2}, False),
        ("a > 0.5", {"a": 1}, True),
    ],
)
def test_a_formula_says_whether_figures_fulfil_it(line: str, values: dict[str, int], holds: bool) -> None:
    assert parse(line).holds({name: point(value) for name, value in values.items()}) is holds


@pytest.mark.parametrize(
    "line",
    ["", "a", "a = ", "a == b", "a = b = c", "a = b c", "a = (b", "a = any(b, 2)", "a = b ** c", "__import__('os') = 1", "a = b; c", "1 + = 2"],
)
def test_what_is_no_formula_is_refused_with_a_reason(line: str) -> None:
    with pytest.raises(FormulaError, match=r"\w"):
        parse(line)


def test_any_gives_one_formula_a_choice() -> None:
    formula = parse("women_rate = 100 * women / any(elected, candidates)")
    assert formula.names == ("women_rate", "women", "elected", "candidates")
    assert [variant.names for variant in formula.variants()] == [("women_rate", "women", "elected"), ("women_rate", "women", "candidates")]


def test_a_share_is_shown_as_the_division_people_do() -> None:
    formula = parse("r = 100 * a / (b + c)")
    assert render(formula.right, {"a": "5", "b": "6", "c": "7"}) == "5 / (6 + 7)"
    assert evaluate(formula.right, {"a": point(5), "b": point(6), "c": point(4)}) == point(50)
