"""A page's tree and the segments chosen from it in, the table cells of those segments out: Cell with table,
row and column as displayed (colspan and rowspan counted), headers named by table_grid.py. Tables that only
lay a page out give none. Called by html.py.

A data table has several rows and columns, no text-bearing table inside, and is not made of prose. The
two-column head of an official document (issuer left, state name right) and its foot (recipients left,
signature right) are tables without rules: their paragraphs stay paragraphs, with their side as alignment,
as the Word parser gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.model import Align, Cell
from extractor.parse.html_tokens import attributes
from extractor.parse.html_tree import Tree
from extractor.parse.table_grid import GridCell, header_depth, heads, name_cells
from extractor.text import squeeze

_LONGEST_CELL = 1500
_PROSE = 400
_WIDEST = 200  # columns and spans; HTML itself stops at 1000
_BORDER = re.compile(r"(?<![\w-])border\s*:(?!\s*(?:none|0|medium none))", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,\s%/()+-]*\d[\d.,\s%/()+-]*")
_ROW_TAGS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Placed:
    """What html.py needs for a block: its cell in a data table, or its side in the head or foot of a document."""

    cell: Cell | None = None
    align: Align | None = None


@dataclass(slots=True, eq=False)
class _Box:
    """One td or th as displayed."""

    element: int
    row: int
    column: int
    across: int
    down: int
    is_header: bool
    segments: list[int] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True, eq=False)
class _Table:
    element: int
    boxes: list[_Box] = field(default_factory=list)
    nested: bool = False
    captioned: bool = False
    ruled: bool = False

    @property
    def rows(self) -> int:
        return 1 + max((box.row for box in self.boxes), default=-1)

    @property
    def columns(self) -> int:
        return max((box.column + box.across for box in self.boxes), default=0)


def place_cells(tree: Tree, chosen: tuple[int, ...]) -> dict[int, Placed]:
    """For each chosen segment that stands in a cell of a data table or a document's head or foot."""
    placed: dict[int, Placed] = {}
    number = 0
    for table in _tables(tree, chosen):
        if _is_form(table):
            placed.update(_side_by_side(table))
        elif _is_data(table):
            placed.update(_data_cells(table, number))
            number += 1
    return placed


def _tables(tree: Tree, chosen: tuple[int, ...]) -> Iterator[_Table]:
    """The innermost table and cell of each segment, laid out on a grid, in order of the page."""
    cell_of, table_of = _nearest(tree, _ROW_TAGS), _nearest(tree, frozenset({"table"}))
    segments: dict[int, list[int]] = {}
    for index in chosen:
        at = tree.segments[index].element
        cell = cell_of[at]
        if cell >= 0 and table_of[at] == table_of[cell]:
            segments.setdefault(cell, []).append(index)
    wanted = {table_of[cell] for cell in segments}
    cells: dict[int, list[int]] = {}
    tables: dict[int, _Table] = {at: _Table(at) for at in sorted(wanted)}
    for at, element in enumerate(tree.elements):
        table = table_of[at]
        if table not in wanted:
            continue
        if element.tag in _ROW_TAGS:
            cells.setdefault(table, []).append(at)
        elif element.tag == "caption":
            tables[table].captioned = True
    for at in wanted:
        outer = table_of[tree.elements[at].parent] if at > 0 else -1
        if outer in tables:
            tables[outer].nested = True
    for at, table_ in tables.items():
        table_.ruled = _is_ruled(tree.elements[at].raw)
        table_.boxes = _grid(tree, cells.get(at, []))
        for box in table_.boxes:
            box.segments = segments.get(box.element, [])
            box.text = squeeze(" ".join(tree.text(tree.segments[i]) for i in box.segments))
        yield table_


def _is_ruled(raw: str) -> bool:
    """Lines around the cells, as far as the tag itself says."""
    found = attributes(raw)
    return found.get("border", "0").strip() not in ("", "0") or "MsoTableGrid" in found.get("class", "") or _BORDER.search(found.get("style", "")) is not None


def _nearest(tree: Tree, tags: frozenset[str]) -> list[int]:
    """For each element the nearest one of these tags, itself included; -1 where there is none."""
    nearest = [-1] * len(tree.elements)
    for at, element in enumerate(tree.elements):
        nearest[at] = at if element.tag in tags else nearest[element.parent] if element.parent >= 0 else -1
    return nearest


def _grid(tree: Tree, cells: list[int]) -> list[_Box]:
    boxes: list[_Box] = []
    taken: dict[int, int] = {}  # column -> first row in which it is free again
    row, column, row_element = -1, 0, -2
    for at in cells:
        element = tree.elements[at]
        if element.parent != row_element:
            row, column, row_element = row + 1, 0, element.parent
        while taken.get(column, 0) > row and column < _WIDEST:
            column += 1
        found = attributes(element.raw)
        width, height = _span(found.get("colspan")), _span(found.get("rowspan"))
        if height > 1:
            taken.update(dict.fromkeys(range(column, column + width), row + height))
        above = tree.elements[element.parent]
        in_head = tree.elements[above.parent].tag == "thead" if above.tag == "tr" and above.parent >= 0 else False
        boxes.append(_Box(at, row, column, width, height, element.tag == "th" or in_head))
        column += width
    return boxes


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return max(1, min(int(digits), _WIDEST)) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def _is_data(table: _Table) -> bool:
    filled = [box for box in table.boxes if box.text]
    if table.nested or table.rows < 2 or table.columns < 2 or len(filled) < 3:
        return False
    if len({box.column for box in filled}) < 2 or max(len(box.text) for box in filled) > _LONGEST_CELL:
        return False
    if any(box.is_header for box in table.boxes) or table.captioned:
        return True
    prose = sum(1 for box in filled if len(box.text) > _PROSE)
    return prose <= 0.3 * len(filled) and sum(1 for box in filled if box.column == 0) >= 0.3 * table.rows and len(filled) >= table.rows + 2


def _is_form(table: _Table) -> bool:
    """Two or three columns of short lines without rules: the head or the foot of an official document."""
    filled = [box for box in table.boxes if box.text]
    if table.nested or table.ruled or table.captioned or any(box.is_header for box in table.boxes):
        return False
    if not (2 <= table.columns <= 3 and table.rows <= 5 and len({box.column for box in filled}) >= 2):
        return False
    return max(len(box.text) for box in filled) <= _LONGEST_CELL and not any(_NUMBER.fullmatch(box.text) for box in filled)


def _side_by_side(table: _Table) -> Iterator[tuple[int, Placed]]:
    last = max(box.column for box in table.boxes if box.text)
    for box in table.boxes:
        align: Align = "left" if box.column == 0 else "right" if box.column == last else "centre"
        for index in box.segments:
            yield index, Placed(align="full" if box.across >= table.columns else align)


def _data_cells(table: _Table, number: int) -> Iterator[tuple[int, Placed]]:
    cells = [GridCell(box.row, box.column, box.across, box.down, box.text) for box in table.boxes]
    depth = _named_header(table) or header_depth(cells, table.rows)
    for box, cell in zip(table.boxes, name_cells(cells, number, depth, heads(cells, depth)), strict=True):
        for index in box.segments:
            yield index, Placed(cell)


def _named_header(table: _Table) -> int:
    """How many rows at the top the markup itself calls header: thead, or nothing but th."""
    body = {box.row for box in table.boxes if not box.is_header}
    depth = 0
    while depth < table.rows and depth not in body:
        depth += 1
    return depth if depth < table.rows else min(1, table.rows - 1)
