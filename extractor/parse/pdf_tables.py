"""The rulings and words of a page in, its ruled tables out: for each its place on the page and its cells. Which
cells the rulings make is for pdfplumber to say. TableJoiner numbers the
tables of the whole document, gives each cell its header, and continues a table on the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model import Cell
from extractor.parse.pdf_drawing import Ruling
from extractor.parse.pdf_layout import Line, rows_of
from extractor.parse.pdf_words import Word
from extractor.parse.table_grid import GridCell, header_depth, heads, name_cells, repeated_header


@dataclass(slots=True)
class TableCell:
    """row and column count from 0 in its table; across and down: how many it spans; lines: its words."""

    row: int
    column: int
    across: int
    down: int
    lines: list[Line]
    cell: Cell | None = None

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(eq=False)
class Table:
    """One ruled table of one page. edges: the x of its column borders."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    edges: list[float]
    rows: int
    cells: list[TableCell]
    words: list[Word] = field(default_factory=list)  # empty: it stands in the layout, but is no word there
    number: int = 0


def tables_of(number: int, rulings: Sequence[Ruling], words: Sequence[Word]) -> list[Table]:
    """The tables that the rulings of page `number` make; none where pdfplumber cannot make them out."""
    from pdfplumber.table import TableFinder  # it takes half a second to load, so it is loaded where it is needed

    try:
        found = [table.cells for table in TableFinder(_Ruled([_edge(ruling) for ruling in rulings])).tables]  # type: ignore[arg-type] # of a page it asks for its edges alone
    except Exception:  # a page whose rulings cannot be made out keeps its text, as lines
        return []
    tables = [_make_table(number, cells, words) for cells in found]
    return [table for table in tables if table is not None]


@dataclass(frozen=True, slots=True)
class _Ruled:
    """What pdfplumber's TableFinder asks of a page."""

    edges: list[dict[str, float | str]]


def _edge(ruling: Ruling) -> dict[str, float | str]:
    """A ruling in pdfplumber's words."""
    x0, top, x1, bottom, upright = ruling
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "width": x1 - x0, "height": bottom - top, "orientation": "v" if upright else "h"}


def _make_table(number: int, boxes: list[tuple[float, float, float, float]], words: Sequence[Word]) -> Table | None:
    xs = _borders([b[0] for b in boxes] + [b[2] for b in boxes])
    ys = _borders([b[1] for b in boxes] + [b[3] for b in boxes])
    if len(xs) < 3 or len(ys) < 2:
        return None
    held: dict[int, list[Word]] = {index: [] for index in range(len(boxes))}
    x0, top, x1, bottom = xs[0], ys[0], xs[-1], ys[-1]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if x0 <= x <= x1 and top <= y <= bottom:
            index = next((i for i, b in enumerate(boxes) if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)
            if index is not None:
                held[index].append(word)
    filled = sum(1 for inside in held.values() if inside)
    if filled < 2:
        return None
    cells = []
    for index, box in enumerate(boxes):
        row, column = _nearest(ys, box[1]), _nearest(xs, box[0])
        across, down = max(1, _nearest(xs, box[2]) - column), max(1, _nearest(ys, box[3]) - row)
        cells.append(TableCell(row, column, across, down, _cell_lines(held[index])))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(number, x0, top, x1, bottom, xs, len(ys) - 1, cells)


def _borders(values: list[float]) -> list[float]:
    """Coordinates that lie within 3 points of each other are one border."""
    borders: list[float] = []
    for value in sorted(values):
        if not borders or value - borders[-1] > 3:
            borders.append(value)
    return borders


def _nearest(borders: list[float], value: float) -> int:
    return min(range(len(borders)), key=lambda i: abs(borders[i] - value))


def _cell_lines(words: list[Word]) -> list[Line]:
    if not words:
        return []
    if sum(1 for word in words if word.angle) * 2 > len(words):
        return [Line([word]) for word in words]  # type that runs up the cell: in the order it was drawn
    return [Line([word for piece in row.pieces for word in piece.words]) for row in rows_of(words)]


class TableJoiner:
    """Tables in order in; each gets its number, and each of its cells its Cell. A table at the head of a
    page, with the borders of the one that ended the page before, is that table going on: it keeps its
    header and its row count."""

    def __init__(self) -> None:
        self._number = -1
        self._before: Table | None = None
        self._heads: dict[int, str] = {}
        self._rows = 0

    def join(self, table: Table) -> None:
        before = self._before
        grid = [GridCell(c.row, c.column, c.across, c.down, c.text) for c in table.cells]
        if before is not None and table.page == before.page + 1 and _same_borders(before, table):
            depth = repeated_header(grid, self._heads)
        else:
            self._number, self._rows = self._number + 1, 0
            depth = header_depth(grid, table.rows)
            self._heads = heads(grid, depth)
        table.number = self._number
        for cell, named in zip(table.cells, name_cells(grid, self._number, depth, self._heads, self._rows), strict=True):
            cell.cell = named
        self._rows += table.rows
        self._before = table


def _same_borders(one: Table, other: Table) -> bool:
    return len(one.edges) == len(other.edges) and all(abs(a - b) < 6 for a, b in zip(one.edges, other.edges, strict=True))
