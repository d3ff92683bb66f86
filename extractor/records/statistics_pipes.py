"""Lines in, tables out that a text prints with strokes or tabs between the cells ("TT | Xã | Tổng số cử tri | Đã bỏ phiếu",
"1 | Ba Vì | 3.204 | 3.204"): what copied pages and Markdown make of a table. The first line is the header and holds
no figures; rows follow as long as they have as many cells. Two whole rows at least, or it is no table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.model import Cell, Span
from extractor.reading import Reading
from extractor.structure import Line

_STROKE = regex.compile(r"[|\t]")
_RULE = regex.compile(r"[\s|:=+-]*-[\s|:=+-]*")
_FEWEST_ROWS = 2
_FEWEST_CELLS = 3
_FAR = 20_000  # numbers of tables that are neither the parser's nor those printed one cell a line


class PipeReader:
    """Finds such tables among the lines of one document."""

    def __init__(self, reading: Reading) -> None:
        self._view = reading.view
        self._lines = [line for line in reading.structure.lines if line.cell is None and line.kind != "furniture"]

    def read(self) -> Iterator[list[Line]]:
        """Each table as lines with cells, header cells first, ready for the reader of real tables."""
        run: list[tuple[Line, list[Span]]] = []
        for line in self._lines:
            if not _STROKE.search(self._view, line.start, line.end):
                yield from self._table(run)
                run = []
            elif not _RULE.fullmatch(self._view, line.start, line.end):
                cells = self._cells(line)
                if run and len(cells) != len(run[0][1]):
                    yield from self._table(run)
                    run = []
                run.append((line, cells))
        yield from self._table(run)

    def _cells(self, line: Line) -> list[Span]:
        """The cells of a line without the blanks around them; strokes at its edges part nothing."""
        start, end = line.start, line.end
        while start < end and self._view[start] in "| \t\n":
            start += 1
        while end > start and self._view[end - 1] in "| \t\n":
            end -= 1
        bounds = [start, *(i for m in _STROKE.finditer(self._view, start, end) for i in m.span()), end]
        return [self._trimmed(left, right) for left, right in zip(bounds[::2], bounds[1::2], strict=True)]

    def _trimmed(self, start: int, end: int) -> Span:
        while start < end and self._view[start] in " \n":
            start += 1
        while end > start and self._view[end - 1] in " \n":
            end -= 1
        return Span(start, end)

    def _table(self, run: list[tuple[Line, list[Span]]]) -> Iterator[list[Line]]:
        if len(run) <= _FEWEST_ROWS or len(run[0][1]) < _FEWEST_CELLS:
            return
        heads = [self._view[cell.start : cell.end] for cell in run[0][1]]
        if any(regex.search(r"\d", head) for head in heads):
            return
        table = _FAR + run[0][0].index
        out: list[Line] = []
        for row, (line, cells) in enumerate(run):
            name = next((self._view[c.start : c.end] for c in cells if regex.search(r"\p{L}{2}", self._view[c.start : c.end])), "") if row else ""
            for column, span in enumerate(cells):
                if span.start == span.end:
                    continue
                cell = Cell(table, row, column, heads[column] if row else "", name, row == 0)
                out.append(replace(line, start=span.start, end=span.end, content=span.start, marker="", kind="cell", cell=cell))
        yield out
