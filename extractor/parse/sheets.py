"""The bytes of a workbook (.xls, .xlsx) in, its Document out. Each sheet is a heading (its name, unless it is the
program's own), then its lines: what stands above and below the table as paragraphs, the table as one block a
cell with its header. The place of a character is its cell, "sheet1/r3/c2", counted from 1 as the sheet counts.
Figures are written as Vietnamese are: 1234, 99,6, 99,60%, 23/05/2021."""

from __future__ import annotations

import io
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import openpyxl
import regex
import xlrd

from extractor.errors import ReadError
from extractor.model import Align, Document, Problem, Source
from extractor.parse.office_body import Paragraph, Table, TableCell, write_body
from extractor.parse.package import open_package
from extractor.parse.sheet_values import shown_number, shown_value

XLS = "application/vnd.ms-excel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 4_000_000  # places of a sheet's grid that are looked at
_OWN_NAME = regex.compile(r"(?:sheet|trang[ _]?tính|bảng|bang)\s*\d*(?:\s*\(\d+\))?$", regex.IGNORECASE)
_GAP = 2  # empty rows that end a table


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that shows something. row and column count from 0; across and down where cells are merged."""

    row: int
    column: int
    text: str
    across: int = 1
    down: int = 1
    bold: bool = False

    def paragraph(self, sheet: int, align: Align | None = None) -> Paragraph:
        return Paragraph(self.text, f"sheet{sheet}/r{self.row + 1}/c{self.column + 1}", align, self.bold)


@dataclass(frozen=True, slots=True)
class Sheet:
    number: int
    name: str
    cells: tuple[SheetCell, ...]


def parse_xls(data: bytes, source: Source) -> Document:
    """Read an old workbook. Raises ReadError for what is damaged or encrypted."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        sheets = [_old_sheet(book, index) for index in range(book.nsheets) if book.sheet_by_index(index).visibility == 0]
    except xlrd.XLRDError as error:
        reason = "is encrypted and opens only with a password" if "encrypt" in str(error).lower() else f"cannot be read: {error}"
        raise ReadError(f"the workbook {reason}", file=source.path, remedy="open it in Excel or LibreOffice and save it as .xlsx") from error
    except MemoryError:
        raise
    except Exception as error:  # xlrd lets struct, index, key, assertion and Unicode errors of damaged files through
        raise ReadError("the workbook is damaged", file=source.path, remedy="open it in Excel or LibreOffice and save it as .xlsx") from error
    return _document(sheets, book.nsheets, XLS, f"xls/2 xlrd/{version('xlrd')}", source)


def _old_sheet(book: xlrd.Book, index: int) -> Sheet:
    sheet = book.sheet_by_index(index)
    spans = {(top, left): (right - left, bottom - top) for top, bottom, left, right in sheet.merged_cells}
    found: list[SheetCell] = []
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            form = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
            text = _old_value(book, cell, form)
            if text.strip():
                across, down = spans.get((row, column), (1, 1))
                bold = form is not None and bool(book.font_list[form.font_index].bold)
                found.append(SheetCell(row, column, text, across, down, bold))
    return Sheet(index + 1, sheet.name, tuple(found))


def _old_value(book: xlrd.Book, cell: xlrd.sheet.Cell, form: xlrd.formatting.XF | None) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        known = book.format_map.get(form.format_key) if form is not None else None
        return shown_number(cell.value, known.format_str if known is not None else "General")
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return shown_value(xlrd.xldate_as_datetime(cell.value, book.datemode), "")
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            return shown_number(cell.value, "General")
    return ""


def parse_xlsx(data: bytes, source: Source) -> Document:
    """Read a workbook; formulas by the value they had when it was saved. Raises ReadError for what is damaged, encrypted
    or unfolds without end."""
    open_package(data, source.path, "the workbook").close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions it drops: charts, conditional formats
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl lets KeyError, ValueError, XML and zip errors of damaged files through
        message = "the workbook is damaged: its parts do not fit together"
        raise ReadError(message, file=source.path, remedy="open it in Excel or LibreOffice and save a copy") from error
    sheets = []
    for number, sheet in enumerate(book.worksheets, start=1):
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > LARGEST:
            message = f"sheet {number} spreads over {sheet.max_row} rows and {sheet.max_column} columns"
            raise ReadError(message, file=source.path, remedy="delete its empty rows and columns and save it")
        spans = {(area.min_row, area.min_col): (area.size["columns"], area.size["rows"]) for area in sheet.merged_cells.ranges}
        found = []
        for row in sheet.iter_rows():
            for cell in row:
                text = shown_value(cell.value, cell.number_format) if cell.value is not None else ""
                if text.strip():
                    across, down = spans.get((cell.row, cell.column), (1, 1))
                    found.append(SheetCell(cell.row - 1, cell.column - 1, text, across, down, bool(cell.font and cell.font.b)))
        sheets.append(Sheet(number, sheet.title, tuple(found)))
    return _document(sheets, len(book.worksheets), XLSX, f"xlsx/2 openpyxl/{version('openpyxl')}", source)


def _document(sheets: Sequence[Sheet], all_sheets: int, media_type: str, parser: str, source: Source) -> Document:
    body = write_body([part for sheet in sheets if sheet.cells for part in _parts(sheet)])
    problems = []
    if len(sheets) < all_sheets:
        problems.append(Problem("note", "parse", source.path, f"{all_sheets - len(sheets)} hidden sheets were left out"))
    if not body.text.strip():
        problems.append(Problem("warning", "parse", source.path, "the workbook holds no text"))
    return Document("", source, media_type, parser, body.text, blocks=body.blocks, places=body.places, problems=tuple(problems))


def _parts(sheet: Sheet) -> Iterator[Paragraph | Table]:
    if not _OWN_NAME.match(sheet.name):
        yield Paragraph(sheet.name, f"sheet{sheet.number}", heading=1)
    rows: dict[int, list[SheetCell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, []).append(cell)
    after_table = False
    for group in _groups(rows):
        if _is_table(group):
            yield _table(sheet.number, [cell for row in group for cell in row])
            after_table = True
        else:
            yield from _lines(sheet.number, group, foot=after_table)


def _groups(rows: dict[int, list[SheetCell]]) -> Iterator[list[list[SheetCell]]]:
    """The rows that belong to a table together, and those between tables."""
    wide = 3 if any(len(cells) > 2 for cells in rows.values()) else 2
    lines: list[list[SheetCell]] = []
    table: list[list[SheetCell]] = []
    after: list[list[SheetCell]] = []  # narrow rows that may yet lie within the table
    last = -1
    for row, cells in sorted(rows.items()):
        if table and row - last > _GAP:
            yield table
            lines, table, after = after, [], []
        if len(cells) >= wide:
            if not table and lines:
                yield lines
                lines = []
            table += [*after, cells]
            after = []
        elif table:
            after.append(cells)
        else:
            lines.append(cells)
        last = row
    if table:
        yield table
    if lines or after:
        yield [*lines, *after]


def _is_table(group: list[list[SheetCell]]) -> bool:
    rows = [row for row in group if len(row) > 1]
    return (len(rows) > 1 and max(len(row) for row in rows) > 2) or _two_columns(group)


def _two_columns(group: list[list[SheetCell]]) -> bool:
    """Names beside figures are a table too; the head and foot of a document, side by side, are not."""
    return len(group) > 2 and all(len(row) == 2 and any(char.isdigit() for char in row[1].text) for row in group[1:])


def _lines(number: int, group: list[list[SheetCell]], *, foot: bool) -> Iterator[Paragraph | Table]:
    """Rows that are no table: one cell is a paragraph; cells side by side are columns, as at a document's head and
    under its tables, at its foot. A cell alone goes on its column there: a name stands rows below the office, with
    nothing beside it."""
    beside: list[TableCell] = []
    columns: list[int] = []  # of the sheet, of the row that set cells side by side
    height = 0
    for row in group:
        cell = row[0]
        side = bisect_right(columns, cell.column) - 1
        if len(row) == 1 and (not beside or cell.across > 2 or side < (0 if foot else 1)):
            if beside:
                yield Table(tuple(beside), height, ruled=False, places=foot)
                beside, columns, height = [], [], 0
            yield cell.paragraph(number, "centre" if cell.across > 2 else None)
            continue
        if len(row) > 1:
            columns = columns if len(columns) >= len(row) else [cell.column for cell in row]
            beside += [TableCell(height, column, (cell.paragraph(number),)) for column, cell in enumerate(row)]
        else:
            beside.append(TableCell(height, side, (cell.paragraph(number),)))
        height += 1
    if beside:
        yield Table(tuple(beside), height, ruled=False, places=foot)


def _table(number: int, cells: list[SheetCell]) -> Table:
    top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
    made = [TableCell(c.row - top, c.column - left, (c.paragraph(number),), c.across, c.down) for c in cells]
    return Table(tuple(made), 1 + max(cell.row for cell in made), ruled=True)
