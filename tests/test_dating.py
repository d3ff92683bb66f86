"""Calendar arithmetic: no day is invented, and what is inferred says so."""

from __future__ import annotations

import pytest
from edtf import parse_edtf

from extractor import dating


def test_a_day_that_is_not_in_the_calendar_is_no_interval() -> None:
    assert dating.day(2021, 4, 31) is None and dating.day(2021, 2, 29) is None
    leap = dating.day(2024, 2, 29)
    assert leap is not None and leap.edtf == "2024-02-29"


@pytest.mark.parametrize(
    ("month", "day", "spoken", "ahead", "year"),
    [
        (7, 15, "2021-07-16", False, 2021),
        (12, 28, "2022-01-03", False, 2021),
        (1, 15, "2021-12-20", True, 2022),
        (5, 23, "2021-01-22", True, 2021),
        (11, 30, "2021-01-05", True, 2020 + 1),
    ],
)
def test_a_missing_year_is_the_nearest_the_document_can_mean(month: int, day: int, spoken: str, ahead: bool, year: int) -> None:
    assert dating.nearest_year(month, day, spoken, looks_ahead=ahead) == year


def test_part_of_a_month_is_an_interval_one_day_of_which_is_meant() -> None:
    last_third = dating.month(2021, 2, part=(21, 31))
    assert (last_third.earliest, last_third.latest, last_third.extent) == ("2021-02-21", "2021-02-28", "within")


@pytest.mark.parametrize("printed", ["I", "II", "III", "IV", "1", "tư"])
def test_quarters_in_roman_and_arabic(printed: str) -> None:
    found = dating.quarter(2021, printed)
    assert found is not None and found.earliest is not None and found.earliest[5:7] in ("01", "04", "07", "10")


def test_a_term_that_runs_backwards_is_left_to_the_audit() -> None:
    assert dating.years(2019, 2014) is None


def test_seven_in_the_evening_is_19() -> None:
    assert dating.clock("7", "", "tối") == "19:00" and dating.clock("7", "30", "sáng") == "07:30" and dating.clock("", "", "") is None


def test_every_edtf_string_is_valid() -> None:
    made = [dating.day(2021, 5, 23), dating.month(2021, 6), dating.months(2021, 1, 2021, 6), dating.year(2016), dating.years(2021, 2026), dating.days("2021-05-22", "2021-05-24"), dating.undated_day(7, 15)]
    for interval in made:
        assert interval is not None and interval.edtf is not None
        parse_edtf(interval.edtf)
