"""The dates of a document in, the events of its work calendar (lịch công tác, lịch làm việc) out. A day stands alone
in a line ("THỨ HAI, NGÀY 15/5/2023"), its events in the lines under it, each with hour, name and place; in a table
the day is one cell and what is held another cell of the row. Serves events.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor import dating
from extractor.annotate import Hit
from extractor.facts import DatedSpan
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.event_nouns import KINDS, EventNouns
from extractor.structure import Line

_LONGEST_DAY = 40  # lines under one day
_EARLY = 170  # characters of an entry within which it names its event


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar: the place in the text, what it is, its day with the hour, and the words that tell
    of it; place: as a cell of its own says."""

    span: Span
    noun: Hit
    dated: DatedSpan
    words: Span
    rule: str
    place: Span | None = None

    @property
    def kind(self) -> str:
        return KINDS[self.noun.entry["kind"]]


def entries(reading: Reading, nouns_of: EventNouns, dated: Sequence[DatedSpan]) -> Iterator[Entry]:
    """The events of every calendar of the document, in order of place."""
    yield from _in_lines(reading, nouns_of, dated)
    yield from _in_tables(reading, nouns_of, dated)


def _in_lines(reading: Reading, nouns_of: EventNouns, dated: Sequence[DatedSpan]) -> Iterator[Entry]:
    heads = {line.index: date for date in dated if (line := reading.structure.line_at(date.span.start)) is not None and _is_head(date, line, reading)}
    for index, day in heads.items():
        for line in reading.structure.lines[index + 1 : index + 1 + _LONGEST_DAY]:
            if line.index in heads or line.kind == "furniture" or line.cell is not None or (line.kind == "heading" and line.level <= 2):
                break
            for sentence in reading.structure.sentences(line):
                yield from _entry(sentence, line, day, reading, nouns_of)


def _is_head(date: DatedSpan, line: Line, reading: Reading) -> bool:
    if line.kind == "furniture" or line.cell is not None or date.interval.latest is None or date.interval.earliest != date.interval.latest:
        return False
    named = reading.annotations.within("weekdays", Span(line.start, line.end))
    alone = reading.fills("event.day_head", line.content, date.span.start) and reading.fills("event.day_head_end", date.span.end, line.end)
    return bool(named) and alone


def _entry(sentence: Span, line: Line, day: DatedSpan, reading: Reading, nouns_of: EventNouns) -> Iterator[Entry]:
    """What is held according to one sentence; nothing where it gives no hour and no half of the day."""
    nouns = nouns_of.within(Span(sentence.start, min(sentence.end, sentence.start + _EARLY)))
    hour = reading.search("event.hour", sentence.start, sentence.end)
    half = reading.annotations.within("sessions", Span(line.start, min(sentence.end, sentence.start + 30)))
    if not nouns or (hour is None and not half) or reading.annotations.of_within("date", sentence):
        return
    time = dating.clock(hour["hour"], hour["minute"] or hour["minute2"] or "", "") if hour is not None else None
    found = replace(day, span=Span(sentence.start, nouns[0].span.end), interval=replace(day.interval, time=time))
    yield Entry(found.span, nouns[0], found, sentence, "event.calendar")


def _in_tables(reading: Reading, nouns_of: EventNouns, dated: Sequence[DatedSpan]) -> Iterator[Entry]:
    days = {line.index: date for date in dated if (line := reading.structure.line_at(date.span.start)) is not None and _is_day_cell(date, line, reading)}
    tables = {cell.table for index in days if (cell := reading.structure.lines[index].cell) is not None}
    day: DatedSpan | None = None
    seen: tuple[int, int] | None = None
    for line in reading.structure.lines:
        cell = line.cell
        if cell is None or cell.table not in tables or (cell.table, cell.row) == seen:
            continue
        seen = (cell.table, cell.row)
        row = reading.structure.row(cell)
        day = next((days[other.index] for other in row if other.index in days), day)
        if day is None or cell.is_header:
            continue
        yield from _row(row, day, reading, nouns_of)


def _is_day_cell(date: DatedSpan, line: Line, reading: Reading) -> bool:
    cell = line.cell
    if cell is None or cell.is_header or date.interval.latest is None or date.interval.earliest != date.interval.latest:
        return False
    return reading.says("event.day_column", cell.header) and len(line.span) < 60


def _row(row: list[Line], day: DatedSpan, reading: Reading, nouns_of: EventNouns) -> Iterator[Entry]:
    what = next((line for line in row if line.cell is not None and reading.says("event.what_column", line.cell.header)), None)
    nouns = nouns_of.within(Span(what.start, min(what.end, what.start + _EARLY))) if what is not None else []
    if what is None or not nouns:
        return
    at = next((line.span for line in row if line.cell is not None and reading.says("event.place_column", line.cell.header)), None)
    hour = next((m for line in row if (m := reading.search("event.hour", line.start, line.end)) is not None), None)
    time = dating.clock(hour["hour"], hour["minute"] or hour["minute2"] or "", "") if hour is not None else None
    halves = [line for line in row if line is not what and reading.annotations.within("sessions", line.span)]
    near = Span(halves[0].start, halves[0].end) if halves else day.span
    found = replace(day, span=near, interval=replace(day.interval, time=time))
    yield Entry(Span(nouns[0].span.start, min(what.end, nouns[0].span.start + _EARLY)), nouns[0], found, what.span, "event.calendar_table", at)
