"""The bytes of an OpenDocument text (.odt) in, its Document out: paragraphs, lists and tables in order, then
notes, then page heads and feet. Places are "body/p3", "body/t1/r2/c1/p1". Tracked deletions stand apart
in the file and are left out. (OpenDocument 1.2, part 1.)"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import regex
from lxml import etree

from extractor.errors import ReadError
from extractor.model import Align, Document, Problem, Source
from extractor.parse.office_body import Paragraph, Table, TableCell, write_body
from extractor.parse.package import open_package

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
PARSER = "odt/1"
DEEPEST = 12  # tables in tables in tables
_MOST_REPEATED = 200  # cells or blanks that one element may stand for

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE, DRAW = (f"{{{_NAMES}{name}:1.0}}" for name in ("office", "text", "table", "style", "drawing"))
FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
_ALIGN: dict[str, Align] = {"center": "centre", "end": "right", "right": "right", "justify": "full", "start": "left", "left": "left"}
_WRAPPERS = frozenset([TEXT + tag for tag in ("section", "index-body", "table-of-content", "index-title")] + [TABLE + "table-header-rows"])
_NO_TEXT = frozenset(
    [TEXT + "tracked-changes", TEXT + "note", TEXT + "ruby-text", OFFICE + "annotation", OFFICE + "annotation-end", DRAW + "frame", DRAW + "custom-shape"]
)
_PAGE_NUMBER = regex.compile(r"[-–—\s]*(?:(?:Trang|Page)\s*)?\d{0,4}(?:\s*/\s*\d{0,4})?[-–—\s.]*", regex.IGNORECASE)


def parse_odt(data: bytes, source: Source) -> Document:
    """Read an OpenDocument text. Raises ReadError for what is damaged, encrypted, unfolds without end or declares entities."""
    package = open_package(data, source.path, "the OpenDocument text")
    content, styles = _part(package, "content.xml", source.path), _part(package, "styles.xml", source.path)
    text = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if text is None:
        raise ReadError("the OpenDocument file holds no text document", file=source.path, remedy="if it is a sheet or a drawing, save it as .xlsx or PDF")
    reader = _Reader(_Styles([root for root in (styles, content) if root is not None]))
    parts = list(reader.parts(text, "body", 0))
    running = list(_running(reader, styles))
    body = write_body([*parts, *reader.notes, *running])
    problems = () if body.text.strip() else (Problem("warning", "parse", source.path, "the OpenDocument text holds no text"),)
    return Document("", source, MEDIA_TYPE, PARSER, body.text, blocks=body.blocks, places=body.places, problems=problems)


def _part(package: zipfile.ZipFile, name: str, file: str) -> Any:
    if name not in package.namelist():
        return None
    try:
        return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ReadError(f"the part {name} of the OpenDocument text is damaged", file=file, remedy="open it in LibreOffice and save a copy") from error


def _running(reader: _Reader, styles: Any) -> Iterator[Paragraph]:
    """Page heads and feet, each wording once; mere page numbers are left out."""
    seen: set[str] = set()
    for tag in ("header", "footer"):
        for number, holder in enumerate(styles.iter(STYLE + tag) if styles is not None else (), start=1):
            for part in reader.parts(holder, f"{tag}{number}", 0):
                for paragraph in [part] if isinstance(part, Paragraph) else [p for cell in part.cells for p in cell.paragraphs]:
                    if paragraph.text.strip() and paragraph.text not in seen and not _PAGE_NUMBER.fullmatch(paragraph.text):
                        seen.add(paragraph.text)
                        yield replace(paragraph, kind="running")


@dataclass(frozen=True, slots=True)
class _Look:
    align: Align | None = None
    bold: bool = False
    ruled: bool = False


class _Styles:
    """Styles by name; each is its parent's look with its own settings over it."""

    def __init__(self, roots: list[Any]) -> None:
        self._found = {style.get(STYLE + "name"): style for root in roots for style in root.iter(STYLE + "style")}
        self._looks: dict[str, _Look] = {}

    def look(self, name: str | None, depth: int = 0) -> _Look:
        style = self._found.get(name)
        if name is None or style is None or depth > 20:
            return _Look()
        if name not in self._looks:
            self._looks[name] = _over(self.look(style.get(STYLE + "parent-style-name"), depth + 1), style)
        return self._looks[name]


def _over(look: _Look, style: Any) -> _Look:
    paragraph, text, cell = (style.find(STYLE + tag) for tag in ("paragraph-properties", "text-properties", "table-cell-properties"))
    if paragraph is not None and paragraph.get(FO + "text-align") in _ALIGN:
        look = replace(look, align=_ALIGN[paragraph.get(FO + "text-align")])
    if text is not None and text.get(FO + "font-weight") is not None:
        look = replace(look, bold=text.get(FO + "font-weight") in ("bold", "600", "700", "800", "900"))
    if cell is not None:
        borders = [value for key, value in cell.attrib.items() if key.startswith(FO + "border")]
        look = replace(look, ruled=any(value not in ("none", "hidden") for value in borders))
    return look


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self.notes: list[Paragraph] = []
        self._styles = styles

    def parts(self, holder: Any, part: str, depth: int, item: int = 0, count: dict[str, int] | None = None) -> Iterator[Paragraph | Table]:
        """The paragraphs and tables of a body, cell, list item or text box, through what only wraps them."""
        count = count if count is not None else {"p": 0, "t": 0}
        for element in holder:
            tag = element.tag
            if tag in (TEXT + "p", TEXT + "h"):
                count["p"] += 1
                yield from self._paragraph(element, f"{part}/p{count['p']}", item, depth)
            elif tag == TABLE + "table" and depth < DEEPEST:
                count["t"] += 1
                yield self._table(element, f"{part}/t{count['t']}", depth + 1)
            elif tag == TEXT + "list" and item < DEEPEST:
                for entry in element:
                    yield from self.parts(entry, part, depth, item + 1, count)
            elif tag in _WRAPPERS:
                yield from self.parts(element, part, depth, item, count)

    def _paragraph(self, element: Any, name: str, item: int, depth: int) -> Iterator[Paragraph | Table]:
        look = self._styles.look(element.get(TEXT + "style-name"))
        pieces = list(self._pieces(element, look.bold))
        text = "".join(piece for piece, _ in pieces)
        level = element.get(TEXT + "outline-level") or ""
        if text.strip():
            bold = all(bold for piece, bold in pieces if piece.strip())
            heading = int(level) if element.tag == TEXT + "h" and level.isdigit() else 0
            yield Paragraph(text, name, look.align, bold, heading, item)
        if depth < DEEPEST:
            for number, box in enumerate(element.iter(DRAW + "text-box"), start=1):
                yield from self.parts(box, f"{name}/box{number}", depth + 1)
        for note in element.iter(TEXT + "note"):
            body = note.find(TEXT + "note-body")
            if body is not None:
                wording = " ".join("".join(piece for piece, _ in self._pieces(p, False)) for p in body.iter(TEXT + "p"))
                self.notes.append(Paragraph(wording, f"notes/n{len(self.notes) + 1}", kind="note"))

    def _pieces(self, element: Any, bold: bool) -> Iterator[tuple[str, bool]]:
        """The characters as a reader sees them, each stretch with whether it is bold."""
        if element.text:
            yield _squeezed(element.text), bold
        for child in element:
            tag = child.tag
            if tag == TEXT + "s":
                number = child.get(TEXT + "c") or "1"
                yield " " * min(int(number) if number.isdigit() else 1, _MOST_REPEATED), bold
            elif tag == TEXT + "tab":
                yield "\t", bold
            elif tag == TEXT + "line-break":
                yield "\n", bold
            elif isinstance(tag, str) and tag not in _NO_TEXT:
                name = child.get(TEXT + "style-name") if tag == TEXT + "span" else None
                yield from self._pieces(child, self._styles.look(name).bold or bold if name else bold)
            if child.tail:
                yield _squeezed(child.tail), bold

    def _table(self, table: Any, part: str, depth: int) -> Table:
        cells: list[TableCell] = []
        ruled = False
        rows = [row for row in table.iter(TABLE + "table-row") if next(row.iterancestors(TABLE + "table")) is table]
        header = len(table.findall(f"{TABLE}table-header-rows/{TABLE}table-row"))
        for row, element in enumerate(rows):
            column = 0
            for entry in element:
                repeated = _number(entry, "number-columns-repeated")
                if entry.tag == TABLE + "table-cell":
                    ruled = ruled or self._styles.look(entry.get(TABLE + "style-name")).ruled
                    name = f"{part}/r{row + 1}/c{column + 1}"
                    held = tuple(paragraph for piece in self.parts(entry, name, depth) for paragraph in _flat(piece))
                    cells.append(TableCell(row, column, held, _number(entry, "number-columns-spanned"), _number(entry, "number-rows-spanned")))
                column += repeated
        return Table(tuple(cells), len(rows), ruled, header)


def _flat(part: Paragraph | Table) -> Iterator[Paragraph]:
    """A table within a cell gives its paragraphs to the cell."""
    if isinstance(part, Paragraph):
        yield part
    else:
        for cell in part.cells:
            yield from cell.paragraphs


def _number(element: Any, name: str) -> int:
    value = element.get(TABLE + name) or "1"
    return max(1, min(int(value), _MOST_REPEATED)) if value.isdigit() else 1


def _squeezed(text: str) -> str:
    """Line ends and tabs in the file are mere blanks; a run of blanks is one."""
    return regex.sub(r"[ \t\r\n]+", " ", text)
