"""The rows of a table in a rich text file in, one Table out. A row says where its cells end (\\cellx, in twentieths
of a point); rows with other ends are brought into one grid, so that a cell over two columns is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.parse.office_body import Paragraph, Table, TableCell

_NEAR = 40  # twips within which two edges are one


@dataclass(slots=True)
class RowShape:
    """What \\trowd and its words say of a row, and the cells written since."""

    ends: list[int] = field(default_factory=list)
    goes_on: list[bool] = field(default_factory=list)  # cells that continue the one above
    cells: list[tuple[Paragraph, ...]] = field(default_factory=list)
    is_open: bool = False
    header: bool = False
    ruled: bool = False
    _continues: bool = False
    _border: bool = False

    def take(self, word: str, number: int | None) -> bool:
        """True where the control word was one of a row's shape."""
        if word == "trowd":
            self.ends, self.goes_on, self.is_open, self.header, self.ruled = [], [], True, False, False
        elif word == "cellx":
            self.ends.append(number or 0)
            self.goes_on.append(self._continues)
            self._continues = self._border = False
        elif word == "clvmrg":
            self._continues = True
        elif word == "trhdr":
            self.header = True
        elif word in ("clbrdrl", "clbrdrr", "trbrdrv", "trbrdrh"):
            self._border = True
        elif word in ("brdrs", "brdrdb", "brdrth", "brdrhair", "brdrdot"):
            self.ruled = self.ruled or self._border
            return False
        else:
            return False
        return True

    def next(self) -> RowShape:
        """The shape holds on until another is given."""
        return RowShape(list(self.ends), list(self.goes_on), [], True, self.header, self.ruled)


class RtfTable:
    def __init__(self, part: str) -> None:
        self._part = part
        self._rows: list[RowShape] = []

    def add(self, row: RowShape) -> None:
        self._rows.append(row)

    def made(self) -> Table:
        edges = _edges(self._rows)
        cells: list[TableCell] = []
        above: dict[int, int] = {}  # by column: the index of the cell that one below may continue
        for row, shape in enumerate(self._rows):
            column = 0
            for index, paragraphs in enumerate(shape.cells):
                last = _column(edges, shape.ends[index]) if index < len(shape.ends) else column
                across = max(1, last - column + 1)
                if index < len(shape.goes_on) and shape.goes_on[index] and column in above:
                    kept = above[column]
                    cells[kept] = replace(cells[kept], down=row - cells[kept].row + 1, paragraphs=cells[kept].paragraphs + self._named(paragraphs, row, column))
                else:
                    above[column] = len(cells)
                    cells.append(TableCell(row, column, self._named(paragraphs, row, column), across))
                column += across
        header = next((index for index, shape in enumerate(self._rows) if not shape.header), 0)
        return Table(tuple(cells), len(self._rows), any(shape.ruled for shape in self._rows), header)

    def _named(self, paragraphs: Sequence[Paragraph], row: int, column: int) -> tuple[Paragraph, ...]:
        name = f"{self._part}/r{row + 1}/c{column + 1}"
        return tuple(replace(paragraph, part=f"{name}/p{at}") for at, paragraph in enumerate(paragraphs, start=1))


def _edges(rows: Sequence[RowShape]) -> list[int]:
    """The right edges of the columns of all rows together."""
    found: list[int] = []
    for edge in sorted({end for row in rows for end in row.ends}):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def _column(edges: Sequence[int], edge: int) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
