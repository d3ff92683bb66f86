"""Calendar arithmetic: numbers of a printed date in, an Interval out. Nothing here reads text and
nothing knows today: a missing year is inferred from the day the document speaks from, and says so; what
cannot be resolved stays unresolved. EDTF strings are those of ISO 8601-2:2019, level 1 where it can say
it; a quarter or part of a month is an interval, since level 1 has no name for it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from extractor.facts import Certainty, Interval

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "NHẤT": 1, "HAI": 2, "BA": 3, "TƯ": 4}


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def valid(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= last_day(year, month)


def iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def clock(hour: str, minute: str, session: str) -> str | None:
    """"7", "30", "tối" -> "19:30"; None where there is no hour. "7 giờ tối" is 19:00."""
    if not hour:
        return None
    hours = int(hour)
    if hours < 12 and session in ("chiều", "tối", "chiều tối") and hours > 0:
        hours += 12
    return f"{hours % 24:02}:{int(minute or 0):02}"


def day(year: int, month: int, day_: int, *, time: str | None = None, certainty: Certainty = "stated") -> Interval | None:
    """One day; None where the calendar has no such day (31/4)."""
    if not valid(year, month, day_):
        return None
    text = iso(year, month, day_)
    return Interval(text, text, text, time, certainty=certainty)


def undated_day(month: int, day_: int) -> Interval:
    """A day whose year nothing tells: kept, with no days filled in."""
    return Interval(f"XXXX-{month:02}-{day_:02}", None, None, certainty="approximate")


def days(first: str, last: str, *, certainty: Certainty = "stated", within: bool = False) -> Interval:
    """From one ISO day through another; within: some one day of them."""
    return Interval(f"{first}/{last}", first, last, extent="within" if within else "throughout", certainty=certainty)


def month(year: int, month_: int, *, part: tuple[int, int] | None = None, certainty: Certainty = "stated") -> Interval:
    """A month, or part (first, last) of it; last 31 means the month's last day."""
    end = last_day(year, month_)
    if part is None:
        return Interval(f"{year:04}-{month_:02}", iso(year, month_, 1), iso(year, month_, end), extent="within", certainty=certainty)
    first, last = iso(year, month_, part[0]), iso(year, month_, min(part[1], end))
    return Interval(f"{first}/{last}", first, last, extent="within", certainty=certainty)


def months(year: int, first: int, last_year: int, last: int, *, certainty: Certainty = "stated") -> Interval:
    """From the first day of one month through the last of another."""
    start, end = iso(year, first, 1), iso(last_year, last, last_day(last_year, last))
    return Interval(f"{year:04}-{first:02}/{last_year:04}-{last:02}", start, end, certainty=certainty)


def quarter(year: int, printed: str, *, certainty: Certainty = "stated") -> Interval | None:
    """quý: "II" or "2" -> April to June, a day within it."""
    number = int(printed) if printed.isdigit() else _ROMAN.get(printed.upper(), 0)
    if not 1 <= number <= 4:
        return None
    whole = months(year, 3 * number - 2, year, 3 * number, certainty=certainty)
    return Interval(whole.edtf, whole.earliest, whole.latest, extent="within", certainty=certainty)


def year(year_: int, *, certainty: Certainty = "stated") -> Interval:
    return Interval(f"{year_:04}", f"{year_:04}-01-01", f"{year_:04}-12-31", extent="within", certainty=certainty)


def years(first: int, last: int) -> Interval | None:
    """A term or plan period; None where it runs backwards (a misprint, left to the audit)."""
    if last < first or last - first > 100:
        return None
    return Interval(f"{first:04}/{last:04}", f"{first:04}-01-01", f"{last:04}-12-31")


def nearest_year(month_: int, day_: int, anchor: str, *, looks_ahead: bool) -> int:
    """The year in which a day without one lies nearest to the ISO day `anchor`. looks_ahead: the
    document orders or plans (its days lie ahead, at most a month back); else it reports."""
    spoken = date.fromisoformat(anchor)
    best, distance = spoken.year, 10_000
    for candidate in (spoken.year, spoken.year - 1, spoken.year + 1):
        if not valid(candidate, month_, day_):
            continue
        gap = (date(candidate, month_, day_) - spoken).days
        ahead, back = (abs(gap) if gap >= -30 else 500 - gap), (-gap if gap <= 0 else gap + 60)
        cost = ahead if looks_ahead else back
        if cost < distance:
            best, distance = candidate, cost
    return best


def shift(day_: str, days_: int) -> str:
    return (date.fromisoformat(day_) + timedelta(days=days_)).isoformat()


def weekday(day_: str) -> int:
    """1 for Monday (thứ hai) to 7 for Sunday (Chủ nhật), as ISO 8601 counts."""
    return date.fromisoformat(day_).isoweekday()
