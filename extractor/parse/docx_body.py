"""The body of a Word file in, text and blocks out: paragraphs and tables in order. A data table becomes one
block a cell, with its header; a table without lines that only places things side by side (the head of an
official document; recipients beside the signature) is read column by column, left before right (NĐ 30/2020,
annex I). Places are "body/p3", "body/t1/r2/c1/p1", counted from 1, with the character as column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import regex

from extractor.model import Align, Block, BlockKind, Place, Span
from extractor.parse.docx_styles import Look, Styles
from extractor.parse.docx_text import WRAPPERS, Piece, W, boxes_of, pieces_of
from extractor.parse.office_body import cut
from extractor.parse.old_text import text_in_unicode
from extractor.parse.table_grid import GridCell, header_depth, heads, name_cells
from extractor.text import TextBuilder

DEEPEST = 12  # tables in tables in tables: no honest document goes further
_STATE = regex.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM", regex.IGNORECASE)
_HEAD_REACH = 600  # characters in which the head of a document stands


@dataclass(slots=True)
class _GridTc:
    """A cell of a table and its place in the grid (from 0)."""

    element: Any
    row: int
    column: int
    across: int
    down: int = 1


class BodyWriter:
    """Writes paragraphs and tables of one file into one text."""

    def __init__(self, styles: Styles) -> None:
        self.builder = TextBuilder()
        self.blocks: list[Block] = []
        self.capitals: list[Span] = []
        self._styles = styles
        self._tables = 0

    def write(self, holder: Any, part: str, *, kind: BlockKind = "paragraph", align: Align | None = None, depth: int = 0) -> None:
        """The paragraphs and tables of `holder` in order. kind and align: of everything in it, where it
        is a note, a running head or a column."""
        paragraphs = tables = 0
        for element in content_of(holder):
            if element.tag == W + "p":
                paragraphs += 1
                self._paragraph(element, f"{part}/p{paragraphs}", kind, align, depth)
            elif depth < DEEPEST:
                tables += 1
                self._table(element, f"{part}/t{tables}", kind, align, depth + 1)

    def _paragraph(self, element: Any, part: str, kind: BlockKind, align: Align | None, depth: int) -> None:
        look = self._styles.of_paragraph(element)
        pieces = list(pieces_of(element))
        text = "".join(piece.text for piece in pieces)
        if text.strip():
            bold = all(look.bold if p.bold is None else p.bold for p in pieces if p.text.strip())
            own = kind if kind != "paragraph" else _kind(look, align, bold, text)
            at = align or (None if look.align == "left" else look.align)
            # In the head and foot each printed line says another thing; in the body a break is only a break.
            lines = text.split("\n") if align or at == "centre" else [text]
            column = 1
            for line in lines:
                if line.strip():
                    start = self._open()
                    self._write(line, part, column, pieces, look)
                    self.blocks.append(Block(start, len(self.builder), own, look.heading or look.item, at, bold))
                column += len(line) + 1
        if depth < DEEPEST:
            for number, box in enumerate(boxes_of(element), start=1):
                self.write(box, f"{part}/box{number}", kind=kind, align=align, depth=depth + 1)

    def _table(self, table: Any, part: str, kind: BlockKind, align: Align | None, depth: int) -> None:
        cells, rows = _grid(table)
        if kind != "paragraph" or align is not None or self._only_places(table, cells, rows):
            for cell in sorted(cells, key=lambda c: (c.column, c.row)):
                side: Align | None = align or ("left" if cell.column == 0 else "right")
                if kind != "paragraph" or all(c.column == 0 for c in cells):
                    side = align
                self.write(cell.element, f"{part}/r{cell.row + 1}/c{cell.column + 1}", kind=kind, align=side, depth=depth)
            return
        self._data_table(table, cells, rows, part)

    def _only_places(self, table: Any, cells: list[_GridTc], rows: int) -> bool:
        """True of a table that is no table to its reader: without lines and small, or the document's head."""
        columns = 1 + max((cell.column for cell in cells), default=0)
        if columns == 1:
            return True
        texts = [_cell_text(cell.element) for cell in cells]
        if columns <= 3 and len(self.builder) < _HEAD_REACH and rows <= 6 and _STATE.search(text_in_unicode("\n".join(texts))):
            return True
        if self._styles.is_ruled(table):
            return False
        return rows <= 3 and columns <= 4 and not any(cell.element.find(f"{W}tcPr/{W}vMerge") is not None for cell in cells)

    def _data_table(self, table: Any, cells: list[_GridTc], rows: int, part: str) -> None:
        grid = [GridCell(c.row, c.column, c.across, c.down, " ".join(_cell_text(c.element).split())) for c in cells]
        depth = max(header_depth(grid, rows), _marked_header(table, rows))
        named = name_cells(grid, self._tables, depth, heads(grid, depth))
        self._tables += 1
        for cell, place in zip(cells, named, strict=True):
            start, bold = -1, True
            for name, paragraph in _cell_paragraphs(cell.element, f"{part}/r{cell.row + 1}/c{cell.column + 1}", 0):
                pieces = list(pieces_of(paragraph))
                text = "".join(piece.text for piece in pieces)
                if not text.strip():
                    continue
                opened = self._open()
                start = opened if start < 0 else start
                look = self._styles.of_paragraph(paragraph)
                bold = bold and all(look.bold if p.bold is None else p.bold for p in pieces if p.text.strip())
                self._write(text, name, 1, pieces, look)
            if start >= 0:
                self.blocks.append(Block(start, len(self.builder), "cell", 0, None, bold, place))

    def _write(self, line: str, part: str, column: int, pieces: list[Piece], look: Look) -> None:
        """A line of a paragraph, which begins at its `column`, counted from 1."""
        for text, raised in cut(line, column - 1, _raised(pieces, look)):
            start = len(self.builder)
            self.builder.write(text, Place(part=part, column=column))
            column += len(text)
            if raised:
                self.capitals.append(Span(start, len(self.builder)))

    def _open(self) -> int:
        if len(self.builder):
            self.builder.gap("\n")
        return len(self.builder)


def _raised(pieces: list[Piece], look: Look) -> list[Span]:
    """Where in a paragraph small letters are shown as capitals."""
    ends = list(accumulate(len(piece.text) for piece in pieces))
    return [Span(end - len(p.text), end) for p, end in zip(pieces, ends, strict=True) if (look.capitals if p.capitals is None else p.capitals)]


def content_of(holder: Any) -> Iterator[Any]:
    """The w:p and w:tbl of a body, cell, note or text box in order, through what only wraps them."""
    for child in holder:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in WRAPPERS:
            yield from content_of(child)


def _kind(look: Look, align: Align | None, bold: bool, text: str) -> BlockKind:
    if look.heading or (align is None and look.align == "centre" and bold and len(text) < 300):
        return "heading"
    return "item" if look.item else "paragraph"


def _grid(table: Any) -> tuple[list[_GridTc], int]:
    """The cells of a table with their places, merged ones once; and the number of rows."""
    cells: list[_GridTc] = []
    open_above: dict[int, _GridTc] = {}  # by column: the cell that a merged one below goes on
    row = 0
    for tr in _children(table, W + "tr"):
        if tr.find(f"{W}trPr/{W}del") is not None:
            continue
        skipped = tr.find(f"{W}trPr/{W}gridBefore")
        column = _value(skipped, 0)
        for tc in _children(tr, W + "tc"):
            across = max(1, min(_value(tc.find(f"{W}tcPr/{W}gridSpan"), 1), 200))
            merge = tc.find(f"{W}tcPr/{W}vMerge")
            above = open_above.get(column)
            if merge is not None and merge.get(W + "val", "continue") == "continue" and above is not None:
                above.down = row - above.row + 1
            else:
                cell = _GridTc(tc, row, column, across)
                cells.append(cell)
                if merge is not None:
                    open_above[column] = cell
                else:
                    open_above.pop(column, None)
            column += across
        row += 1
    return cells, row


def _children(holder: Any, tag: str) -> Iterator[Any]:
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, tag)


def _value(mark: Any, otherwise: int) -> int:
    value = mark.get(W + "val") if mark is not None else None
    return int(value) if value is not None and value.isdigit() else otherwise


def _marked_header(table: Any, rows: int) -> int:
    """Rows that Word repeats on each page."""
    depth = 0
    for tr in _children(table, W + "tr"):
        if tr.find(f"{W}trPr/{W}tblHeader") is None:
            break
        depth += 1
    return depth if depth < rows else 0


def _cell_text(tc: Any) -> str:
    return "\n".join("".join(piece.text for piece in pieces_of(paragraph)) for _, paragraph in _cell_paragraphs(tc, "", 0))


def _cell_paragraphs(tc: Any, part: str, depth: int) -> Iterator[tuple[str, Any]]:
    """The paragraphs of a cell with their places, those of tables inside it too."""
    paragraphs = tables = 0
    for element in content_of(tc):
        if element.tag == W + "p":
            paragraphs += 1
            yield f"{part}/p{paragraphs}", element
        elif depth < DEEPEST:
            tables += 1
            for cell in _grid(element)[0]:
                yield from _cell_paragraphs(cell.element, f"{part}/t{tables}/r{cell.row + 1}/c{cell.column + 1}", depth + 1)
