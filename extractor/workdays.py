"""A day and a number of working days (ngày làm việc) in, the last of them out. Saturdays, Sundays and the
public holidays of Việt Nam (Labour Code 45/2019/QH14, article 112; kept by the package `holidays`, lunar
ones included) are no working days. Counting begins with the day after, as the Civil Code 91/2015/QH13,
article 147, has it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

_FIRST_YEAR, _LAST_YEAR = 1990, 2035  # outside, the lunar holidays are not known for certain


@lru_cache(maxsize=1)
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=range(_FIRST_YEAR, _LAST_YEAR + 1))


def after_working_days(day: str, count: int) -> str | None:
    """The ISO day on which `count` working days after `day` have passed; None where holidays are not known."""
    current, left = date.fromisoformat(day), count
    while left > 0:
        current += timedelta(days=1)
        if not _FIRST_YEAR <= current.year <= _LAST_YEAR:
            return None
        if current.isoweekday() <= 5 and current not in _calendar():
            left -= 1
    return current.isoformat()
