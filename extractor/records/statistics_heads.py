"""The heads of tables: a Reading and its indicator phrases in; what a header cell, or the first cell of a row, says
of its figures out - the indicator by the same phrases as in prose, the elected body, the role of a column
(table_words.csv). records/statistics_tables.py reads columns with it, records/statistics_rows.py rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.statistics_cues import Cue, Cues
from extractor.records.statistics_scope import Place
from extractor.rules import Entry
from extractor.structure import Line
from extractor.text import normalize
from extractor.values import Figure, read_number

_PARTS_OF_AN_AREA = ("constituencies", "polling_areas", "polling_teams")
_NUMBER = regex.compile(r"(\d[\d.,]*)[ ]?(%?)")
_PAIR = regex.compile(r"(\d[\d.,]*)[ ]?/[ ]?(\d[\d.,]*)")
ORDER = regex.compile(r"[\divxIVX]{1,4}[.)]?|\(?\d\)?(?:=.*)?")


@dataclass(frozen=True, slots=True)
class CellFigure:
    """One figure of a table, with all that its column and row say of it. cell: row, column, column header."""

    span: Span
    figure: Figure
    indicator: str
    label: str
    place: Place
    office: str | None
    subject: str | None
    cell: tuple[int, int, str]
    rule: str
    as_of: str | None = None


class Heads:
    """The heads of the tables of one document."""

    def __init__(self, reading: Reading, cues: Cues) -> None:
        self._reading = reading
        self._cues = cues
        self.rows = {entry.id: entry for entry in reading.rules.lists["indicators"].entries}

    def cue_of(self, header: str, lines: tuple[Line, ...] | list[Line]) -> Cue | None:
        if len(lines) > 1 and (joined := self._cue_said_by(header, lines)) is not None:
            return joined  # "Số phiếu" over "Hợp lệ" and "Không hợp lệ"
        found = [cue for line in lines for cue in self._cues.within(line.span)]
        exact = [cue for cue in found if cue.side != "governs"]
        exact = [cue for cue in exact if cue is exact[0] or cue.indicators[0] not in _PARTS_OF_AN_AREA]  # Số cử tri của khu vực bỏ phiếu
        return max(exact, key=lambda cue: len(cue.span)) if exact else self._cue_said_by(header, lines)

    def _cue_said_by(self, header: str, lines: tuple[Line, ...] | list[Line]) -> Cue | None:
        """The phrase a header is word for word, where the end of the cell before it made another of it ("... số | Cử tri ...")."""
        if (role := self.header_role(header)) in self.rows:
            return Cue(lines[0].span if lines else Span(0, 0), (role,), "before", "count", f"table_words.{role}")
        plain = header.lower().strip()
        for entry in self._reading.rules.lists["indicator_phrases"].entries if lines else ():
            if entry["side"] != "governs" and any(phrase.lower() == plain for phrase in entry.phrases):
                return Cue(lines[0].span, tuple(entry["indicator"].split("+")), entry["side"], entry["measure"], f"indicator_phrases.{entry.id}")
        return None

    def office_of(self, lines: tuple[Line, ...] | list[Line]) -> str | None:
        found = {a.get("office") for line in lines for a in self._reading.annotations.of_within("office", line.span)}
        return found.pop() if len(found) == 1 and not found & {"all", "city_council"} else None

    def office_over(self, header: str, headers: dict[int, list[Line]]) -> str | None:
        """The body that the header of a column names, in a cell that may stand over several columns."""
        return self.office_of([line for lines in headers.values() for line in lines if self.text(line) and self.text(line) in normalize(header)])

    def rate(self, indicator: str) -> str:
        row: Entry = self.rows[indicator]
        return indicator if row["unit"] == "percent" else row["rate"]

    def text(self, line: Line) -> str:
        return self._reading.view[line.start : line.end].strip(" *\n")

    def role(self, line: Line) -> str:
        hit = self._reading.annotations.at("table_words", line.start)
        return hit.entry["role"] if hit and not self._reading.view[hit.span.end : line.end].strip(" *:.()") else ""

    def header_role(self, header: str) -> str:
        words = self._reading.rules.lists["table_words"].entries
        plain = normalize(header).lower().strip()
        return next((e["role"] for e in words for p in e.phrases if p.lower() == plain), "")

    def figures(self, line: Line, indicator: str, percent: bool) -> Iterator[tuple[Span, Figure, str]]:
        text = self.text(line)
        if match := _PAIR.fullmatch(text):
            whole = self.rows[indicator]["whole"]
            yield line.span, read_number(match[1], counts_wholes=True), indicator
            if whole:
                yield line.span, read_number(match[2], counts_wholes=True), whole
        elif match := _NUMBER.fullmatch(text):
            yield line.span, read_number(match[1], share=percent or bool(match[2]), counts_wholes=not percent), indicator
