"""Paragraphs and tables in, text, map and blocks out. The parsers of .doc, .rtf and .odt make the parts in the
order of the file; here they are written down by the same habits as a .docx: a data table becomes one block
a cell, with its header; a table that only places things side by side (the head of an official document,
recipients beside the signature) is read column by column (NĐ 30/2020, annex I)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractor.model import Align, Block, BlockKind, Place, PlaceMap, Span
from extractor.parse.old_text import text_in_unicode
from extractor.parse.old_words import find_stretches
from extractor.parse.table_grid import GridCell, header_depth, heads, name_cells
from extractor.text import TextBuilder

_STATE = regex.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM", regex.IGNORECASE)
_HEAD_REACH = 600  # characters in which the head of a document stands
_SOFT_HYPHEN = "\u00ad"
_LONGEST_HEADING = 300


@dataclass(frozen=True, slots=True)
class Paragraph:
    """text: with its own line breaks. part: its name for Place.part. heading: outline level from 1, 0 for none.
    capitals: stretches of the text whose type shows small letters as capitals."""

    text: str
    part: str
    align: Align | None = None
    bold: bool = False
    heading: int = 0
    item: int = 0
    kind: BlockKind = "paragraph"
    capitals: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """row and column count from 0."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]
    across: int = 1
    down: int = 1

    @property
    def text(self) -> str:
        return " ".join(" ".join(paragraph.text.split()) for paragraph in self.paragraphs).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """ruled: whether lines are drawn in it, None where the file does not tell. header: rows marked as head.
    places: it is known only to set things side by side."""

    cells: tuple[TableCell, ...]
    rows: int
    ruled: bool | None = None
    header: int = 0
    places: bool = False

    @property
    def columns(self) -> int:
        return 1 + max((cell.column for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Body:
    """What a parser needs to make a Document."""

    text: str
    places: PlaceMap
    blocks: tuple[Block, ...]
    capitals: tuple[Span, ...] = ()


def write_body(parts: Sequence[Paragraph | Table]) -> Body:
    """The parts in order; where they are in old letters, soft hyphens are kept: in TCVN3 they are the letter ư."""
    writer = _Writer(keep_soft_hyphens=bool(find_stretches("\n".join(_texts(parts)))))
    for part in parts:
        if isinstance(part, Table):
            writer.table(part)
        else:
            writer.paragraph(part)
    text, places = writer.builder.finish()
    return Body(text, places, tuple(writer.blocks), tuple(writer.capitals))


def _texts(parts: Iterable[Paragraph | Table]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Table):
            for cell in part.cells:
                yield from (paragraph.text for paragraph in cell.paragraphs)
        else:
            yield part.text


@dataclass(slots=True)
class _Writer:
    keep_soft_hyphens: bool
    builder: TextBuilder = field(default_factory=TextBuilder)
    blocks: list[Block] = field(default_factory=list)
    capitals: list[Span] = field(default_factory=list)
    tables: int = 0

    def paragraph(self, part: Paragraph, align: Align | None = None) -> None:
        at = align or (None if part.align == "left" else part.align)
        # In the head and foot each printed line says another thing; in the body a break is only a break.
        lines = part.text.split("\n") if align or at == "centre" else [part.text]
        column = 1
        for line in lines:
            if line.strip():
                start = self._open()
                self._write(line, part, column)
                self.blocks.append(Block(start, len(self.builder), _kind(part, at), part.heading or part.item, at, part.bold))
            column += len(line) + 1

    def table(self, table: Table) -> None:
        if not self._only_places(table):
            self._data_table(table)
            return
        for cell in sorted(table.cells, key=lambda c: (c.column, c.row)):
            side: Align | None = None if table.columns == 1 else "left" if cell.column == 0 else "right"
            for paragraph in cell.paragraphs:
                self.paragraph(paragraph, side)

    def _only_places(self, table: Table) -> bool:
        """True of a table that is no table to its reader: without lines and small, or the document's head."""
        if table.columns == 1 or table.places:
            return True
        if table.columns <= 3 and table.rows <= 6 and len(self.builder) < _HEAD_REACH:
            wording = text_in_unicode("\n".join(cell.text for cell in table.cells))
            if _STATE.search(wording):
                return True
        if table.ruled:
            return False
        few = table.rows <= 3 if table.ruled is False else table.rows <= 2
        return few and table.columns <= 4 and all(cell.down == 1 for cell in table.cells)

    def _data_table(self, table: Table) -> None:
        grid = [GridCell(cell.row, cell.column, cell.across, cell.down, cell.text) for cell in table.cells]
        depth = max(header_depth(grid, table.rows), table.header)
        named = name_cells(grid, self.tables, depth, heads(grid, depth))
        self.tables += 1
        for cell, place in zip(table.cells, named, strict=True):
            written = [paragraph for paragraph in cell.paragraphs if paragraph.text.strip()]
            start = -1
            for paragraph in written:
                opened = self._open()
                start = opened if start < 0 else start
                self._write(paragraph.text, paragraph, 1)
            if written:
                self.blocks.append(Block(start, len(self.builder), "cell", 0, None, all(p.bold for p in written), place))

    def _write(self, text: str, paragraph: Paragraph, column: int) -> None:
        """A line of the paragraph, which begins at its `column`, counted from 1."""
        for piece, raised in cut(text, column - 1, paragraph.capitals):
            start = len(self.builder)
            self._write_piece(piece, paragraph.part, column)
            column += len(piece)
            if raised:
                self.capitals.append(Span(start, len(self.builder)))

    def _write_piece(self, text: str, part: str, column: int) -> None:
        if self.keep_soft_hyphens or _SOFT_HYPHEN not in text:
            self.builder.write(text, Place(part=part, column=column))
            return
        for piece in text.split(_SOFT_HYPHEN):
            self.builder.write(piece, Place(part=part, column=column))
            column += len(piece) + 1

    def _open(self) -> int:
        if len(self.builder):
            self.builder.gap("\n")
        return len(self.builder)


def cut(line: str, start: int, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """A line cut where stretches begin and end, each piece with whether it lies in one. start: where the line
    begins in the text that the spans are of."""
    at = 0
    for span in spans:
        low, high = max(at, span.start - start), min(len(line), span.end - start)
        if low < high:
            if at < low:
                yield line[at:low], False
            yield line[low:high], True
            at = high
    if at < len(line):
        yield line[at:], False


def _kind(part: Paragraph, align: Align | None) -> BlockKind:
    if part.kind != "paragraph":
        return part.kind
    if part.heading or (align == "centre" and part.bold and len(part.text) < _LONGEST_HEADING):
        return "heading"
    return "item" if part.item else "paragraph"
