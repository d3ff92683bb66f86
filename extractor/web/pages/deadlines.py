"""Deadlines in, a calendar month and a list by responsible body out, with what each depends on; and the same
as an .ics file. Dated ones stand in the calendar on the last day on which the duty is still met. For one body all
months are listed, unless one is chosen."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import Request

from extractor.store import Archive
from extractor.text import lower, normalize, squeeze
from extractor.web.calendar_file import calendar_file
from extractor.web.cards import Card, card
from extractor.web.visit import Visit, download, link

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST = 100
_MOST_IN_FILE = 5_000
_ALL = "all"  # what the address says for every month
_DATED = "date(due) = due"  # an ISO day of the calendar; a correction may hold anything
_BODIES = "SELECT responsible AS value, count(*) AS n FROM deadlines WHERE responsible IS NOT NULL GROUP BY value ORDER BY n DESC, value LIMIT 300"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Duty:
    """One deadline: its row with the head of its document, and its card."""

    row: Row
    card: Card


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar, with the duties due on it; number 0 belongs to another month."""

    number: int
    iso: str
    duties: tuple[Duty, ...] = ()


async def deadlines_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    body, asked_month = visit.arg("body"), visit.arg("month")

    def ask(archive: Archive) -> tuple[str, list[Row], list[Row], list[Row], list[Row]]:
        wanted, values = (" AND responsible = ?", [body]) if body else ("", [])
        by_month = f"SELECT substr(due, 1, 7) AS month, count(*) AS n FROM deadlines WHERE {_DATED}{wanted} GROUP BY month ORDER BY month"
        months: list[Row] = list(archive.rows(by_month, values))
        month = "" if asked_month == _ALL or (body and not asked_month) else _month(asked_month, months)
        within = (" AND l.due >= ? AND l.due <= ?", [f"{month}-01", f"{month}-31"]) if month else (f" AND {_DATED}", [])
        inside = _deadlines(archive, body, *within)
        undated = _deadlines(archive, body, f" AND coalesce({_DATED}, 0) = 0", [])
        return month, months, inside, undated, list(archive.rows(_BODIES))

    month, months, inside, undated, bodies = await visit.read(ask, remember=("deadlines", body, asked_month, date.today().isoformat()[:7]))
    duties = [Duty(row, card("deadlines", row, visit.words)) for row in inside]
    names = [str(row["month"]) for row in months]
    at = names.index(month) if month in names else -1
    return await visit.page(
        "deadlines", month=month, months=months, body=body, bodies=bodies, weeks=list(_weeks(month, duties)) if month else [],
        groups=_by_body(duties), every=_ALL, undated=_by_body([Duty(row, card("deadlines", row, visit.words)) for row in undated]), total=len(duties), most=_MOST,
        undated_total=len(undated),
        before=names[at - 1] if at > 0 else "", after=names[at + 1] if 0 <= at < len(names) - 1 else "",
        file=link("/-/deadlines.ics", body=body), month_file=link("/-/deadlines.ics", body=body, month=month),
    )  # fmt: skip


async def deadlines_file(request: Request, datasette: Datasette) -> Response:
    """The dated deadlines (?month=, ?body=) for a calendar program."""
    visit = Visit.of(request, datasette)
    body, month = visit.arg("body"), visit.arg("month")
    between = (" AND l.due >= ? AND l.due <= ?", [f"{month}-01", f"{month}-31"]) if month else (f" AND {_DATED}", [])
    rows = await visit.read(lambda archive: _deadlines(archive, body, *between, most=_MOST_IN_FILE))
    root = f"{request.scheme}://{request.host}"
    return download(calendar_file(rows, visit.words, root), f"{month or 'deadlines'}.ics", "text/calendar; charset=utf-8")


def _deadlines(archive: Archive, body: str, condition: str, values: Sequence[str], most: int = _MOST) -> list[Row]:
    wanted = " AND l.responsible = ?" if body else ""
    return list(archive.rows(
        f"""SELECT l.*, d.title AS of_title, d.number AS of_number, d.type AS of_type, d.source AS of_source
            FROM deadlines l JOIN documents d ON d.id = l.document_id
            WHERE 1{condition}{wanted} ORDER BY l.due, l.document_id, l.char_start LIMIT {most}""",
        [*values, *([body] if body else [])],
    ))  # fmt: skip


def _month(asked: str, months: Sequence[Row]) -> str:
    """The month asked for; else this month or the next with a deadline in it, else the last."""
    try:
        return date.fromisoformat(f"{asked}-01").isoformat()[:7]
    except ValueError:
        today = date.today().isoformat()[:7]
        names = [str(row["month"]) for row in months]
        return next((name for name in names if name >= today), names[-1] if names else "")


def _weeks(month: str, duties: Sequence[Duty]) -> Iterator[list[Day]]:
    year, number = int(month[:4]), int(month[5:])
    for week in calendar.Calendar().monthdayscalendar(max(year, 1), number):
        days = [(day, f"{month}-{day:02}") for day in week]
        yield [Day(day, iso, tuple(d for d in duties if d.row["due"] == iso)) if day else Day(0, "") for day, iso in days]


def _by_body(duties: Sequence[Duty]) -> list[tuple[str, list[Duty]]]:
    """Groups by responsible body as printed, spelling and case aside; those without one last."""
    groups: dict[str, tuple[str, list[Duty]]] = {}
    for duty in duties:
        name = squeeze(str(duty.row["responsible"] or ""))
        groups.setdefault(lower(normalize(name)), (name, []))[1].append(duty)
    return [groups[key] for key in sorted(groups, key=lambda key: (not key, key))]
