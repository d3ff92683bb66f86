"""The cells of one table in, as they stand in its grid; for each its Cell out, with the header over its column
and the name of its row. Shared by the parsers that see tables as grids of cells (PDF, Word). A table
that goes on after a break is named with the heads and the row count of its beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from extractor.model import Cell

# "1", "(2)", "III", "a)" and the reckoning of a column, "(5)=(3)/(4)": they name a row or column, but say nothing of it.
_ORDINAL = regex.compile(r"[(\[]?(?:\d{1,3}|[IVXLC]{1,5}|[a-zđA-Z])[)\].]?$|\(?\d+\)?\s*=[\d+\-/*x:()%\s]+$")
_FIGURE = regex.compile(r"[\d.,%/ \-–]*\d[\d.,%/ \-–]*$")


@dataclass(frozen=True, slots=True)
class GridCell:
    """row and column count from 0; across and down: how many columns and rows it spans."""

    row: int
    column: int
    across: int
    down: int
    text: str


def header_depth(cells: Sequence[GridCell], rows: int) -> int:
    """How many rows are header: the first, those its cells reach down into, those under a cell that
    spans columns, and a row of column numbers. A table whose first row holds figures has none."""
    first = [cell for cell in cells if cell.row == 0]
    texts = [cell.text for cell in first if cell.text]
    if rows < 2 or not texts or sum(1 for text in texts if _FIGURE.match(text) or _ORDINAL.match(text)) > 0.5 * len(texts):
        return 0
    if len(first) == 1 and len({cell.column for cell in cells}) > 1 and first[0].across > 1:
        return 1 + header_depth(_below(cells, 1), rows - 1)  # a title over the whole table
    depth = max(cell.down for cell in first)
    if any(cell.across > 1 for cell in first) and len(first) > 1:
        depth = max(depth, 2)
    numbers = [cell.text for cell in cells if cell.row == depth and cell.text]
    if len(numbers) > 2 and all(_ORDINAL.match(text) for text in numbers):
        depth += 1
    return depth if depth < rows else 1


def _below(cells: Sequence[GridCell], rows: int) -> list[GridCell]:
    return [GridCell(c.row - rows, c.column, c.across, c.down, c.text) for c in cells if c.row >= rows]


def heads(cells: Sequence[GridCell], depth: int) -> dict[int, str]:
    """The header over each column: the texts above it from the top down, column numbers and a title over
    the whole table left out."""
    width = max((cell.column + cell.across for cell in cells), default=0)
    found: dict[int, list[str]] = {column: [] for column in range(width)}
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        if cell.row < depth and cell.text and not _ORDINAL.match(cell.text) and (cell.across < width or width == 1):
            for column in range(cell.column, cell.column + cell.across):
                found[column].append(cell.text)
    return {column: " ".join(texts) for column, texts in found.items()}


def repeated_header(cells: Sequence[GridCell], known: Mapping[int, str]) -> int:
    """How many rows at the top of a continued table print its header once more."""
    wording = " ".join(known.values())
    depth = 0
    while depth < 3:
        texts = [cell.text for cell in cells if cell.row == depth and cell.text]
        if not texts or not all(text in wording or _ORDINAL.match(text) for text in texts) or (all(_ORDINAL.match(text) for text in texts) and depth == 0):
            break
        depth += 1
    return depth


def name_cells(cells: Sequence[GridCell], table: int, depth: int, known: Mapping[int, str], offset: int = 0) -> list[Cell]:
    """The Cell of each, in the order given. offset: rows of the table that stood before a break. The name
    of a row is its first cell; where that is a mere number (TT, STT), the one after it."""
    names: dict[int, str] = {}
    for cell in sorted(cells, key=lambda c: (c.column, c.row)):
        if cell.row >= depth and cell.text:
            for row in range(cell.row, cell.row + cell.down):
                if row not in names or (cell.column == 1 and _ORDINAL.match(names[row])):
                    names[row] = cell.text
    made = []
    for cell in cells:
        if cell.row < depth:
            made.append(Cell(table, offset + cell.row, cell.column, is_header=True))
            continue
        name = names.get(cell.row, "")
        made.append(Cell(table, offset + cell.row, cell.column, known.get(cell.column, ""), "" if name == cell.text else name))
    return made
