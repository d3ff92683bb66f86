"""The bytes of a rich text file (.rtf) in, its Document out: paragraphs and tables in order, then notes, then
page heads and feet. A byte is read by the code page of its font, so one file may mix several; fonts that
only stand for Western letters (.VnTime, VNI-Times) keep them, and old_text.py converts what the words
prove. The place of a character is its paragraph or cell, with its column in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from extractor.errors import ReadError
from extractor.model import Align, BlockKind, Document, Problem, Source, Span
from extractor.parse.office_body import Paragraph, Table, write_body
from extractor.parse.rtf_fonts import FontTable
from extractor.parse.rtf_tables import RowShape, RtfTable
from extractor.parse.rtf_tokens import Token, tokens_of

MEDIA_TYPE = "application/rtf"
PARSER = "rtf/2"
DEEPEST = 2000  # groups within groups

# Groups that hold no text of the document. What begins with \* and is not known is passed over too.
_PASSED_OVER = frozenset(
    "fonttbl colortbl stylesheet info pict object objdata themedata datastore generator listtable listoverridetable rsidtbl xmlnstbl filetbl revtbl "
    "fldinst nonshppict annotation atnid atnauthor atrfstart atrfend bkmkstart bkmkend sp private template mmathPr latentstyles pnseclvl colorschememapping "
    "ftnsep ftnsepc aftnsep aftnsepc ftncn aftncn xe tc keywords comment userprops wgrffmtfilter background formfield".split()
)
_STARRED = frozenset(["shpinst", "shptxt", "shppict", "ud", "fldrslt", "footnote"])
_RUNNING = frozenset("header headerl headerr headerf footer footerl footerr footerf".split())
_SIGNS = {
    "tab": "\t", "line": "\n", "~": "\u00a0", "_": "-", "-": "\u00ad", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_ALIGN: dict[str, Align | None] = {"ql": None, "qc": "centre", "qr": "right", "qj": "full", "qd": "full"}
_PAGE_NUMBER = regex.compile(r"[-–—\s]*(?:(?:Trang|Page)\s*)?\d{0,4}(?:\s*/\s*\d{0,4})?[-–—\s.]*", regex.IGNORECASE)


def parse_rtf(data: bytes, source: Source) -> Document:
    """Read a rich text file; one that is cut off is read as far as it goes, and a problem says so."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ReadError("this is no rich text file", file=source.path, remedy="check what the file really is")
    reader = _Reader()
    reader.read(tokens_of(data.lstrip()), source.path)
    body = write_body([*reader.parts, *reader.notes, *reader.running])
    problems = tuple(_problems(body.text, reader.depth, source.path))
    return Document("", source, MEDIA_TYPE, PARSER, body.text, blocks=body.blocks, places=body.places, problems=problems, capitals=body.capitals)


def _problems(text: str, depth: int, path: str) -> Iterator[Problem]:
    if depth > 0:
        yield Problem("warning", "parse", path, f"the file is cut off: {depth} of its groups are not closed; what stands before the cut was read")
    if not text.strip():
        yield Problem("warning", "parse", path, "the rich text file holds no text")


@dataclass(frozen=True, slots=True)
class _Looks:
    """What holds within a group and ends with it."""

    hidden: bool = False
    passed_over: bool = False
    font: int = -1
    bold: bool = False
    capitals: bool = False
    skip: int = 1  # characters that stand after a \\u for readers that know no Unicode
    flow: BlockKind = "paragraph"


@dataclass(slots=True)
class _Flow:
    """The paragraph being written in the body, in a note or in a page head."""

    text: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    capitals: list[Span] = field(default_factory=list)
    length: int = 0
    align: Align | None = None
    heading: int = 0
    in_table: bool = False
    count: int = 0


class _Reader:
    def __init__(self) -> None:
        self.parts: list[Paragraph | Table] = []
        self.notes: list[Paragraph] = []
        self.running: list[Paragraph] = []
        self.depth = 0
        self._looks = _Looks()
        self._stack: list[_Looks] = []
        self._flows: dict[BlockKind, _Flow] = {"paragraph": _Flow(), "note": _Flow(), "running": _Flow()}
        self._fonts = FontTable()
        self._table: RtfTable | None = None
        self._tables = 0
        self._row = RowShape()
        self._cell: list[Paragraph] = []
        self._bytes = b""
        self._to_skip = 0

    def read(self, tokens: Iterator[Token], path: str) -> None:
        starred = opened = False
        for token in tokens:
            if token.kind == "open":
                self._flush()
                if self.depth >= DEEPEST:
                    raise ReadError(f"more than {DEEPEST} groups within one another", file=path, remedy="check where the file comes from")
                self._stack.append(self._looks)
                self.depth += 1
                starred, opened = False, True
                continue
            if token.kind == "close":
                self._close()
            elif token.kind == "text":
                self._text(token.text)
            elif token.word == "*" and opened:
                starred = True
                continue
            else:
                self._word(token, starred=starred, opened=opened)
            starred = opened = False
        self._flush()
        self._end_paragraph()
        self._end_table()

    def _close(self) -> None:
        self._flush()
        if not self._stack:
            return
        before, self._looks = self._looks, self._stack.pop()
        self.depth -= 1
        self._fonts.leave(self.depth)
        if before.flow != self._looks.flow:
            self._end_paragraph(before.flow)

    def _text(self, text: bytes) -> None:
        if self._fonts.depth is not None:
            self._fonts.name(text, self.depth)
            return
        if self._looks.passed_over or self._looks.hidden:
            return
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._bytes += text

    def _flush(self) -> None:
        """Bytes become characters together: in some code pages a character has two."""
        if self._bytes:
            data, self._bytes = self._bytes, b""
            self._write(self._fonts.decode(data, self._looks.font))

    def _write(self, chars: str) -> None:
        if not self._looks.passed_over and not self._looks.hidden and chars:
            flow = self._flows[self._looks.flow]
            flow.text.append(chars)
            if self._looks.capitals or self._fonts.shows_capitals(self._looks.font):
                flow.capitals.append(Span(flow.length, flow.length + len(chars)))
            flow.length += len(chars)
            if chars.strip():
                flow.bold.append(self._looks.bold)

    def _word(self, token: Token, *, starred: bool, opened: bool) -> None:
        word, number = token.word, token.number
        self._flush()
        if self._fonts.depth is not None:
            self._fonts.word(word, number)
            return
        if word == "fonttbl":
            self._fonts.depth = self.depth
        if opened and (word in _PASSED_OVER or (starred and word not in _STARRED)):
            self._looks = replace(self._looks, passed_over=True)
        elif opened and word in _RUNNING:
            self._looks = replace(self._looks, flow="running")
        elif opened and word == "footnote":
            self._looks = replace(self._looks, flow="note")
        elif word == "u" and number is not None:
            self._unicode(number)
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in ("par", "sect", "page", "column"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word == "row":
            self._end_row()
        elif not self._row.take(word, number):
            self._set(word, number)

    def _unicode(self, number: int) -> None:
        if self._looks.passed_over or self._looks.hidden:
            return
        code = number + 0x10000 if number < 0 else number
        if 0 < code < 0x110000:
            self._write(chr(code))
        self._to_skip = self._looks.skip

    def _set(self, word: str, number: int | None) -> None:
        on = number != 0
        flow = self._flows[self._looks.flow]
        if word == "f" and number is not None:
            self._looks = replace(self._looks, font=number)
        elif word == "b":
            self._looks = replace(self._looks, bold=on)
        elif word == "caps":
            self._looks = replace(self._looks, capitals=on)
        elif word in ("v", "deleted"):
            self._looks = replace(self._looks, hidden=on)
        elif word == "plain":
            self._looks = replace(self._looks, bold=False, hidden=False, capitals=False, font=self._fonts.default)
        elif word == "uc" and number is not None:
            self._looks = replace(self._looks, skip=max(0, number))
        elif word == "pard":
            flow.align, flow.in_table, flow.heading = None, False, 0
        elif word in _ALIGN:
            flow.align = _ALIGN[word]
        elif word == "intbl":
            flow.in_table = True
        elif word == "outlinelevel" and number is not None and number < 9:
            flow.heading = number + 1
        elif word == "ansicpg" and number:
            self._fonts.code_page = f"cp{number}"
        elif word == "deff" and number is not None:
            self._fonts.default = number
            self._looks = replace(self._looks, font=number)

    def _end_paragraph(self, kind: BlockKind | None = None) -> None:
        kind = kind or self._looks.flow
        flow = self._flows[kind]
        text = "".join(flow.text)
        bold = bool(flow.bold) and all(flow.bold)
        capitals = tuple(flow.capitals)
        flow.text, flow.bold, flow.capitals, flow.length = [], [], [], 0
        flow.count += 1
        if kind == "paragraph":
            if flow.in_table or (self._cell and self._row.is_open):
                self._cell.append(Paragraph(text, "", flow.align, bold, capitals=capitals))
                return
            self._end_table()
            if text.strip():
                self.parts.append(Paragraph(text, f"body/p{flow.count}", flow.align, bold, flow.heading, capitals=capitals))
        elif text.strip() and not (kind == "running" and (_PAGE_NUMBER.fullmatch(text) or any(text == known.text for known in self.running))):
            held = self.notes if kind == "note" else self.running
            held.append(Paragraph(text, f"{kind}/p{len(held) + 1}", flow.align, bold, kind=kind, capitals=capitals))

    def _end_cell(self) -> None:
        flow = self._flows["paragraph"]
        flow.in_table = True
        self._end_paragraph("paragraph")
        self._row.cells.append(tuple(self._cell))
        self._cell = []

    def _end_row(self) -> None:
        if self._table is None:
            self._tables += 1
            self._table = RtfTable(f"body/t{self._tables}")
        self._table.add(self._row)
        self._row = self._row.next()

    def _end_table(self) -> None:
        if self._table is not None:
            self.parts.append(self._table.made())
            self._table = None
        if self._cell or self._row.cells:  # a row that was never ended: its text is not lost
            held = [paragraph for cell in (*self._row.cells, tuple(self._cell)) for paragraph in cell]
            self.parts.extend(replace(paragraph, part="body/row") for paragraph in held if paragraph.text.strip())
            self._cell, self._row = [], RowShape()
