"""Lines in, tables out that a page printed one cell a line ("STT", "Tên đơn vị", "Tỷ lệ", "Số cử tri", "1",
"Tỉnh Hà Tĩnh", "91,64%", "968.372", ...): what copied pages make of a table. The header is a run of short lines
without figures, one of which names an indicator; rows follow as long as each has a name in the column of
names and figures in the columns of figures. Two whole rows at least, or it is no table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.model import Cell
from extractor.reading import Reading
from extractor.records.statistics_cues import Cues
from extractor.structure import Line
from extractor.text import normalize

_FIGURE = regex.compile(r"\d[\d.,]*[ ]?%?|\d[\d.,]*[ ]?/[ ]?\d[\d.,]*|[-–]")
_INDEX = regex.compile(r"\d{1,3}[.)]?|[IVX]{1,5}[.)]?")
_UNIT_NOTE = regex.compile(r"[ ]*\([^()]*\)")  # Tỷ lệ (%), Số cử tri (người)
_LONGEST_CELL = 70
_MOST_COLUMNS = 8
_FEWEST_ROWS = 2
UNIT_ROLES = ("polling_area", "constituency")  # headers of columns that number such units
_NAMING = ("area", "person", "hamlet", *UNIT_ROLES)
_FAR = 10_000  # numbers of tables that are none of the parser's


class ColumnReader:
    """Finds such tables among the lines of one document."""

    def __init__(self, reading: Reading, cues: Cues) -> None:
        self._reading = reading
        self._cues = cues
        self._words = {p.lower(): entry["role"] for entry in reading.rules.lists["table_words"].entries for p in entry.phrases}

    def read(self) -> Iterator[list[Line]]:
        """Each table as lines with cells, header cells first, ready for the reader of real tables."""
        lines = [line for line in self._reading.structure.lines if line.cell is None and line.kind != "furniture"]
        start = 0
        while start < len(lines):
            columns = self._header(lines, start)
            rows = self._rows(lines, start + len(columns), columns) if columns else []
            if len(rows) < _FEWEST_ROWS:
                start += 1
                continue
            yield list(self._as_cells(columns, rows, _FAR + lines[start].index))
            start += len(columns) * (1 + len(rows))

    def _header(self, lines: list[Line], start: int) -> list[Line]:
        """The run of short lines from `start` on that name columns; [] where it is none."""
        run: list[Line] = []
        for line in lines[start : start + _MOST_COLUMNS]:
            if len(line.span) > _LONGEST_CELL or regex.search(r"\d", self._text(line)) or not (self._role(line) or self._names_an_indicator(line)):
                break
            run.append(line)
        names = [line for line in run if self._role(line) in _NAMING]
        counted = [line for line in run if self._names_an_indicator(line)]
        return run if names and counted else []

    def _rows(self, lines: list[Line], start: int, columns: list[Line]) -> list[list[Line]]:
        rows: list[list[Line]] = []
        while start + len(columns) <= len(lines):
            row = lines[start : start + len(columns)]
            if not all(self._fits(cell, column) for cell, column in zip(row, columns, strict=True)):
                break
            rows.append(row)
            start += len(columns)
        return rows

    def _fits(self, cell: Line, column: Line) -> bool:
        text, role = self._text(cell), self._role(column)
        if role == "index":
            return bool(_INDEX.fullmatch(text))
        if role in _NAMING:
            return len(text) <= _LONGEST_CELL and bool(regex.search(r"\p{L}{2}", text) or (role in UNIT_ROLES and _INDEX.fullmatch(text)))
        return bool(_FIGURE.fullmatch(text))

    def _as_cells(self, columns: list[Line], rows: list[list[Line]], table: int) -> Iterator[Line]:
        heads = [self._text(column) for column in columns]
        for number, column in enumerate(columns):
            yield replace(column, cell=Cell(table, 0, number, heads[number], "", True))
        for index, row in enumerate(rows, start=1):
            name = next((self._text(cell) for cell, column in zip(row, columns, strict=True) if self._role(column) in _NAMING), "")
            for number, cell in enumerate(row):
                yield replace(cell, cell=Cell(table, index, number, heads[number], name, False))

    def _role(self, line: Line) -> str:
        plain = _UNIT_NOTE.sub("", normalize(self._text(line)).lower())
        return self._words.get(plain.strip(" .:"), "")

    def _names_an_indicator(self, line: Line) -> bool:
        return any(cue.side != "governs" for cue in self._cues.within(line.span))

    def _text(self, line: Line) -> str:
        return self._reading.view[line.start : line.end].strip(" *\n")
