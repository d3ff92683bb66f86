"""Cells of tables in, figures bound to their indicator and area out. The column header names the indicator,
by the same phrases as in prose; the row names the area (or the person voted for); the totals row is the
whole area of the document. A column that is only "Tỷ lệ (%)" is the rate of the nearest count column to
its left that has one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from extractor.annotate import Annotation
from extractor.model import Cell
from extractor.reading import Reading
from extractor.records.statistics_columns import UNIT_ROLES, ColumnReader
from extractor.records.statistics_cues import Cues
from extractor.records.statistics_heads import ORDER, CellFigure, Heads
from extractor.records.statistics_pipes import PipeReader
from extractor.records.statistics_rows import RowReader
from extractor.records.statistics_scope import Place, Scope
from extractor.structure import Line
from extractor.text import normalize

_AREA_NAME = regex.compile(r"\p{Lu}\p{Ll}*(?:[ -]+\p{Lu}\p{Ll}*){1,3}")  # Na Mao, Đông Quí: each syllable with a capital
_FEWEST_KNOWN = 2
_LINES_BEFORE = 3
_CLOCK = regex.compile(r"(?i)(?:(?:tính )?đến |lúc )?\d{1,2}(?:[ ]?(?:giờ|h|g)(?:[ ]?\d{2})?|:\d{2})(?:[ ]?\(?%\)?)?")
_UNIT_ROW = regex.compile(r"(?P<words>(?!số(?!\p{L}))\p{L}[\p{L} ]*?)?\.?[ ]*(?:(?<!\p{L})số[ ]*:?)?[ ]*0*(?P<number>[1-9]\d{0,2})(?:[ ]*[(,:–-].*|[ ]+\p{L}.*)?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    indicator: str
    label: str
    percent: bool
    rule: str
    office: str | None
    as_of: str | None = None


class TableReader:
    """Reads the tables of one document."""

    def __init__(self, reading: Reading, scope: Scope, cues: Cues) -> None:
        self._reading = reading
        self._scope = scope
        self._cues = cues
        self._heads = Heads(reading, cues)
        self._row_reader = RowReader(reading, scope, self._heads)

    def read(self) -> Iterator[CellFigure]:
        tables: dict[int, list[Line]] = defaultdict(list)
        for line in self._reading.structure.lines:
            if line.cell is not None:
                tables[line.cell.table].append(line)
        for lines in (*tables.values(), *ColumnReader(self._reading, self._cues).read(), *PipeReader(self._reading).read()):
            yield from self._read_table(lines)

    def _read_table(self, lines: list[Line]) -> Iterator[CellFigure]:
        headers: dict[int, list[Line]] = defaultdict(list)
        body: dict[int, list[tuple[Line, Cell]]] = defaultdict(list)
        for line in lines:
            cell = line.cell
            if cell is None:
                continue
            if cell.is_header:
                headers[cell.column].append(line)
            else:
                body[cell.row].append((line, cell))
        columns = self._columns(lines, headers)
        if not columns:
            yield from self._row_reader.read(headers, body.values())
            return
        above = self._office_above(lines[0])
        level = self._level_of_rows(body.values(), columns)
        over = Counter(next((cell.row_header for _, cell in cells if cell.row_header), "") for cells in body.values())
        for cells in body.values():
            several = any(over[cell.row_header] > 1 for _, cell in cells if cell.row_header)
            yield from self._read_row(cells, columns, above, level, several=several)

    def _columns(self, lines: list[Line], headers: dict[int, list[Line]]) -> dict[int, _Column]:
        """What each column counts. A header cell over several columns stands in each one's Cell.header."""
        units = self._unit_columns(lines)
        printed = {line.cell.column: line.cell.header for line in lines if line.cell is not None and not line.cell.is_header and line.cell.header}
        columns: dict[int, _Column] = {}
        persons = {number for number, header in printed.items() if self._heads.header_role(header) == "person"}
        for number in sorted(printed.keys() - units - persons):
            header = normalize(printed[number])
            percent = "%" in header or bool(regex.search(r"(?i)tỷ lệ|tỉ lệ", header))
            cue = self._heads.cue_of(header, headers.get(number, ()))
            office = self._heads.office_over(printed[number], headers)
            if persons and (votes := self._votes_for_persons(printed[number], percent, columns)):
                columns[number] = _Column(printed[number], votes, header, percent, "table_words.votes", office)
                continue
            if cue is None and _CLOCK.fullmatch(header) and (moment := self._scope.times.at_hour(header)) and (spoken := self._rate_spoken_of(lines[0])):
                columns[number] = _Column(printed[number], spoken[0], header, True, spoken[1], None, moment)
                continue
            if cue is not None:
                indicator = self._heads.rate(cue.indicators[0]) if percent else cue.indicators[0]
                if indicator:
                    columns[number] = _Column(printed[number], indicator, header, percent, cue.rule, office)
            elif percent:
                left = [columns[n] for n in sorted(columns, reverse=True) if self._heads.rate(columns[n].indicator) and not columns[n].percent]
                if not left and (spoken := self._rate_spoken_of(lines[0])):
                    columns[number] = _Column(printed[number], spoken[0], header, True, spoken[1], office)
                if left:
                    columns[number] = _Column(printed[number], self._heads.rate(left[0].indicator), header, True, left[0].rule, left[0].office)
        return columns

    def _votes_for_persons(self, header: str, percent: bool, columns: dict[int, _Column]) -> str:
        """Beside a column of persons "Số phiếu" counts the votes of each, and a rate behind it is the share of these."""
        if percent:
            return self._heads.rate("votes_received") if any(column.indicator == "votes_received" for column in columns.values()) else ""
        return "votes_received" if self._heads.header_role(header) == "votes" else ""

    def _rate_spoken_of(self, first: Line) -> tuple[str, str] | None:
        """The one rate that the lines before a table speak of, for a column that is only "Tỷ lệ"."""
        lines = self._reading.structure.lines[max(0, first.index - _LINES_BEFORE) : first.index]
        found = [(self._heads.rate(cue.indicators[0]), cue) for line in lines for cue in self._cues.within(line.span) if cue.counts(True)]
        rates = {rate for rate, _ in found if rate}
        return (rates.pop(), found[0][1].rule) if len(rates) == 1 else None

    def _office_above(self, first: Line) -> str | None:
        """The body named by the line that introduces the table, else by the heading over it."""
        lines = self._reading.structure.lines
        for index in range(first.index - 1, max(-1, first.index - 4), -1):
            if lines[index].cell is not None:
                break
            found: list[Annotation] = self._reading.annotations.of_within("office", lines[index].span)
            if found:
                offices = {a.get("office") for a in found}
                return None if len(offices) > 1 or offices & {"all", "city_council"} else offices.pop()
        return self._scope.elected.office_above(first)

    def _read_row(self, cells: list[tuple[Line, Cell]], columns: dict[int, _Column], above: str | None, level: str | None, *, several: bool) -> Iterator[CellFigure]:
        names = self._names(cells, columns)
        elected = self._heads.office_of([line for line, _ in names[:1]]) if names and not self._names_an_area(names[0][0]) else None
        telling = self._below_units(names) if several else names
        place, subject = self._row_means(telling or names, level) if elected is None else (self._scope.default(), None)
        if place is None:
            return
        for line, cell in cells:
            column = columns.get(cell.column)
            if column is None:
                continue
            indicator = column.indicator
            for span, figure, named in self._heads.figures(line, indicator, column.percent):
                voters = self._heads.rows[named]["office"] == "own"
                office = (elected or column.office or (None if voters else above)) if self._heads.rows[named]["office"] != "none" else None
                where = (cell.row, cell.column, cell.header)
                yield CellFigure(span, figure, named, column.label, place, office, subject, where, column.rule, column.as_of)

    def _names(self, cells: list[tuple[Line, Cell]], columns: dict[int, _Column]) -> list[tuple[Line, Cell]]:
        """The cells of a row that may say what it is about: no figures, no running number."""
        names = [(line, cell) for line, cell in cells if cell.column not in columns]
        return [(line, cell) for line, cell in names if self._unit(line, cell) or not ORDER.fullmatch(self._heads.text(line))]

    def _level_of_rows(self, rows: Iterable[list[tuple[Line, Cell]]], columns: dict[int, _Column]) -> str | None:
        """The level of the areas that rows name, where the gazetteer knows most of them and they are of one level: then a
        row it does not know (a commune merged long ago) is one of that level, too."""
        first = [names[0] for row in rows if (names := self._names(row, columns)) and self._heads.role(names[0][0]) != "total"]
        known = [place for line, _ in first if (place := self._scope.row_area(line, self._heads.text(line))) is not None and place.stated]
        levels = {place.level for place in known}
        return levels.pop() if len(levels) == 1 and len(known) >= _FEWEST_KNOWN and 2 * len(known) > len(first) else None

    def _below_units(self, names: list[tuple[Line, Cell]]) -> list[tuple[Line, Cell]]:
        """The cells that tell one row from the next, where one polling area stands over several rows (thôn by thôn)."""
        return [(line, cell) for line, cell in names if self._unit(line, cell) is None]

    def _names_an_area(self, line: Line) -> bool:
        place = self._scope.row_area(line, self._heads.text(line))
        return place is not None and place.stated

    def _row_means(self, names: list[tuple[Line, Cell]], level: str | None) -> tuple[Place | None, str | None]:
        """The area (or the person) a row is about; (None, None) for a row that names neither. level: of the other rows."""
        if not names:
            return None, None
        line, cell = names[0]
        role = self._heads.role(line)
        if role == "total":
            return self._scope.default(), None
        header = self._heads.header_role(cell.header)
        text = self._heads.text(line)
        if header == "person":
            return self._scope.unit_above(line) or self._scope.default(), self._reading.document.quote(line.span).strip()
        units = [unit for one in names if (unit := self._unit(*one)) is not None]
        if units:  # of "Đơn vị bầu cử | Khu vực bỏ phiếu" the row is about the smaller
            return next((unit for unit in units if unit.level == "polling_area"), units[0]), None
        place = self._scope.row_area(line, text)
        if place is None and header == "hamlet" and text:
            place = Place(" ".join(text.split()), None, None, stated=True)  # below the communes no gazetteer goes
        if place is None and header == "area" and level is not None:
            kind = self._reading.annotations.at("area_kinds", line.start)
            bare = self._reading.view[kind.span.end : line.end].strip(" *\n") if kind else text
            place = Place(" ".join(bare.split()), level, None, stated=True) if _AREA_NAME.fullmatch(bare) else None
        return (place, None) if place is not None else (None, None)

    def _unit_columns(self, lines: list[Line]) -> set[int]:
        """The columns whose cells number polling areas or constituencies ("Khu vực bỏ phiếu": "Số 1", "Số 2"), all of
        them but a totals row: the first that name rows, so that "Xã | Khu vực bỏ phiếu" still counts."""
        units: set[int] = set()
        body = [(line, line.cell) for line in lines if line.cell is not None and not line.cell.is_header]
        for number in sorted({cell.column for _, cell in body}):
            cells = [(line, cell) for line, cell in body if cell.column == number and self._heads.text(line)]
            role = self._heads.header_role(cells[0][1].header) if cells else "index"
            if role in UNIT_ROLES and all(self._unit(line, cell) or self._heads.role(line) == "total" for line, cell in cells):
                units.add(number)
            elif role != "index" and not all(ORDER.fullmatch(self._heads.text(line)) for line, _ in cells):
                break
        return units

    def _unit(self, line: Line, cell: Cell) -> Place | None:
        """The polling area or constituency that a cell numbers, by its own words (KV 1, Tổ bầu cử số 3) or its header's."""
        match = _UNIT_ROW.fullmatch(self._heads.text(line))
        if match is None:
            return None
        said, head = (match["words"] or "").lower(), normalize(cell.header).lower()
        roles = (self._heads.header_role(said), self._heads.header_role(head) if said in head else "")
        level = next((role for role in roles if role in UNIT_ROLES), "")
        return self._scope.numbered_unit(level, match["number"]) if level else None

