"""Deadlines in, a file for calendar programs out (iCalendar, RFC 5545): one entry a deadline, all day on the
last day on which the duty is still met, with the quote and the way to its place. The same deadlines
give the same bytes, so a calendar that takes the file in again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from extractor.web.cards import place_link
from extractor.web.words import Words

_LONGEST_LINE = 75  # bytes, RFC 5545, 3.1


def calendar_file(rows: Iterable[Mapping[str, Any]], words: Words, root: str) -> str:
    """rows: of deadlines, with the number and title of their documents. root: of addresses."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vanban//Vanban//VI", "CALSCALE:GREGORIAN"]
    for row in rows:
        day = _day(row["due"])
        if day is not None:
            lines += _entry(row, day, words, root)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _entry(row: Mapping[str, Any], day: date, words: Words, root: str) -> Iterator[str]:
    said = (
        (words.value("field", "responsible"), row["responsible"]), (words.value("field", "depends_on"), row["depends_on"]), ("", f"“{row['quote']}”"),
        ("", " – ".join(str(part) for part in (row["of_number"], row["of_title"]) if part)),
    )  # fmt: skip
    yield "BEGIN:VEVENT"
    yield f"UID:{row['id']}@vanban"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    if row["recurrence"]:
        yield f"RRULE:{str(row['recurrence']).removeprefix('RRULE:')}"
    yield f"SUMMARY:{_escaped(row['obligation'] or row['quote'])}"
    described = "\n".join(f"{label}: {value}" if label else str(value) for label, value in said if value)
    yield f"DESCRIPTION:{_escaped(described)}"
    yield f"URL:{root}{place_link(row['document_id'], row['char_start'], row['id'])}"
    yield "END:VEVENT"


def _escaped(text: object) -> str:
    plain = str(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes, cut between characters; each after the first begins with a blank."""
    rest = line
    first = True
    while True:
        room = _LONGEST_LINE - (not first)
        cut = len(rest)
        while len(rest[:cut].encode()) > room:
            cut = min(cut - 1, room)
        yield rest[:cut] if first else f" {rest[:cut]}"
        rest, first = rest[cut:], False
        if not rest:
            return
