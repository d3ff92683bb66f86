"""Working days: weekends and the public holidays of Việt Nam do not count."""

from __future__ import annotations

import pytest

from extractor.workdays import after_working_days


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        ("2023-03-01", 5, "2023-03-08"),  # over one weekend
        ("2023-04-28", 1, "2023-05-04"),  # over Reunification Day, Labour Day and their day in lieu
        ("2021-08-31", 2, "2021-09-06"),  # over National Day, two days since 2021
        ("2026-02-13", 1, "2026-02-23"),  # over the lunar new year
        ("2022-06-10", 0, "2022-06-10"),
    ],
)
def test_the_last_of_so_many_working_days(day: str, count: int, last: str) -> None:
    assert after_working_days(day, count) == last


def test_no_day_is_given_where_the_lunar_holidays_are_not_known() -> None:
    assert after_working_days("2035-12-31", 3) is None
