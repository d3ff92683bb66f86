"""Tables whose rows name what they count in, their figures out: "Tổng số cử tri | Người | 1.402.100", or a row an
indicator and a column an elected body ("Nội dung | Đại biểu Quốc hội | Đại biểu HĐND tỉnh"), as the forms of
election reports have them. Columns that say anything else of their figures (năm trước, so sánh) are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.model import Cell
from extractor.reading import Reading
from extractor.records.statistics_heads import ORDER, CellFigure, Heads
from extractor.records.statistics_scope import Place, Scope
from extractor.structure import Line
from extractor.text import normalize


class RowReader:
    """Reads such tables of one document."""

    def __init__(self, reading: Reading, scope: Scope, heads: Heads) -> None:
        self._reading = reading
        self._scope = scope
        self._heads = heads

    def read(self, headers: dict[int, list[Line]], body: Iterable[list[tuple[Line, Cell]]]) -> Iterator[CellFigure]:
        """headers: the header cells by column; body: the rows, cell by cell."""
        counted = {number: meant for number in self._columns(body) if (meant := self._column_means(number, headers)) is not None}
        for cells in body:
            yield from self._row(cells, counted)

    def _columns(self, body: Iterable[list[tuple[Line, Cell]]]) -> dict[int, str]:
        return {cell.column: cell.header for cells in body for _, cell in cells}

    def _column_means(self, number: int, headers: dict[int, list[Line]]) -> tuple[Place | None, str | None] | None:
        """The area and the elected body of the figures of a column; None for a column of other things."""
        lines = headers.get(number, [])
        header = " ".join(self._heads.text(line) for line in lines)
        if self._heads.header_role(header) in ("amount", "total"):
            return None, None
        office = self._heads.office_of(lines)
        if office is not None:
            return None, office
        places = [place for line in lines if (place := self._scope.row_area(line, self._heads.text(line))) is not None and place.stated]
        return (places[0], None) if places else None

    def _row(self, cells: list[tuple[Line, Cell]], counted: dict[int, tuple[Place | None, str | None]]) -> Iterator[CellFigure]:
        named = [(line, cell) for line, cell in cells if cell.column not in counted and not ORDER.fullmatch(self._heads.text(line))]
        if not named:
            return
        label = self._heads.text(named[0][0])
        cue = self._heads.cue_of(normalize(label), [named[0][0]])
        if cue is None:
            return
        percent = "%" in label or any(word in label.lower() for word in ("tỷ lệ", "tỉ lệ")) or any(self._heads.text(line) == "%" for line, _ in named[1:])
        indicator = self._heads.rate(cue.indicators[0]) if percent else cue.indicators[0]
        for line, cell in cells:
            if not indicator or cell.column not in counted:
                continue
            place, office = counted[cell.column]
            for span, figure, each in self._heads.figures(line, indicator, percent):
                own = office if self._heads.rows[each]["office"] != "none" else None
                where = (cell.row, cell.column, cell.header)
                yield CellFigure(span, figure, each, label, place or self._scope.default(), own, None, where, cue.rule)
