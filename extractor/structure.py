"""A Document and its Annotations in, a Structure out: the lines of the text with their kind, level and
governing heading, what of it is page furniture and so gives no records, and the sentences. The boxes
of the official form (issuer, number, recipients, signature) are read on top of it by records/header.py.

Blocks of a parser that saw markup or geometry are kept; plain text is cut at line breaks, and lines
that a scraper or printer wrapped are joined again into one Line where the sentence plainly goes on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import regex

from extractor.annotate import Annotations
from extractor.model import Align, Block, Cell, Document, Span
from extractor.rules import RuleSet

LineKind = Literal["heading", "item", "paragraph", "cell", "furniture"]

# Markers of the outline, outermost first (NĐ 30/2020, annex I, II.6: phần, chương, mục, điều, khoản, điểm).
_MARKERS: tuple[tuple[int, regex.Pattern[str]], ...] = (
    (1, regex.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương|PHỤ LỤC|Phụ lục)[ ]+(?:[IVXLC]+|\d+|[Tt]hứ \w+)\b[.:]?")),
    (2, regex.compile(r"(?:(?:MỤC|Mục)[ ]+(?:[IVXLC]+|\d+)\b[.:]?|[IVX]{1,5}[./-](?=\D)|[A-Z][.)](?=[ ]))")),
    (3, regex.compile(r"(?:ĐIỀU|Điều)[ ]+\d+[a-z]?[.:]?")),
    (4, regex.compile(r"\d{1,2}(?:\.\d{1,2})*[.)](?=\s*\D)|\d{1,2}\.\d{1,2}(?:\.\d{1,2})*[.)]?(?=\s+[^\d\s%])|\d{1,2}[/-](?=\s*\p{Lu}\p{Ll})")),
    (5, regex.compile(r"\p{Ll}[.)](?=\s)|đ\)")),
    (6, regex.compile(r"[-+*•·▪►‒](?=[ ]*\S)|-(?=\p{L})")),
)
_ENDS_SENTENCE = regex.compile(r"""[.:;!?…/]["')\]*_]*\s*$""")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outline. marker: the list or section mark it begins with ("1.", "-", "Điều 3.");
    content: where its words begin after the mark; parent: index of the line that governs it."""

    index: int
    start: int
    end: int
    kind: LineKind
    level: int = 9
    marker: str = ""
    content: int = 0
    parent: int | None = None
    align: Align | None = None
    bold: bool = False
    cell: Cell | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Structure:
    """The outline of one document. All offsets are those of Document.text."""

    def __init__(self, document: Document, view: str, lines: tuple[Line, ...], sentence_end: regex.Pattern[str]) -> None:
        self.document = document
        self.view = view
        self.lines = lines
        self._sentence_end = sentence_end
        self._starts = [line.start for line in lines]

    def line_at(self, offset: int) -> Line | None:
        """The line that holds the offset; None between lines."""
        index = bisect_right(self._starts, offset) - 1
        return self.lines[index] if index >= 0 and offset < self.lines[index].end else None

    def in_body(self, span: Span) -> bool:
        """True where records may come from: inside a line that is not page furniture."""
        line = self.line_at(span.start)
        return line is not None and line.kind != "furniture"

    def body_lines(self) -> Iterator[Line]:
        return (line for line in self.lines if line.kind != "furniture")

    def furniture(self) -> tuple[Span, ...]:
        """The stretches of the text that are page furniture, neighbouring lines in one."""
        found: list[Span] = []
        following = False  # whether the line before was furniture too
        for line in self.lines:
            if line.kind == "furniture":
                found.append(Span(found.pop().start if following else line.start, line.end))
            following = line.kind == "furniture"
        return tuple(found)

    def parent(self, line: Line) -> Line | None:
        return self.lines[line.parent] if line.parent is not None else None

    def ancestors(self, line: Line) -> Iterator[Line]:
        """The lines that govern this one, nearest first."""
        above = self.parent(line)
        while above is not None:
            yield above
            above = self.parent(above)

    def children(self, line: Line) -> Iterator[Line]:
        """The lines directly under this one."""
        for other in self.lines[line.index + 1 :]:
            if other.parent == line.index:
                yield other
            elif other.kind != "furniture" and (other.parent is None or other.parent < line.index):
                return

    def words(self, line: Line) -> str:
        """The normalised text of a line after its mark, to the letter."""
        return self.view[line.content : line.end]

    def row(self, cell: Cell) -> list[Line]:
        """The cells of one table row, in order of column."""
        return [line for line in self.lines if line.cell is not None and line.cell.table == cell.table and line.cell.row == cell.row]

    def sentences(self, line: Line) -> Iterator[Span]:
        """The sentences of a line; an item without a full stop is one sentence."""
        start = line.content
        for match in self._sentence_end.finditer(self.view, line.content, line.end):
            yield Span(start, match.end())
            start = match.end()
            while start < line.end and self.view[start].isspace():
                start += 1
        if start < line.end:
            yield Span(start, line.end)

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds the offset (the line's bounds at most)."""
        line = self.line_at(offset)
        if line is None:
            return Span(offset, offset)
        for sentence in self.sentences(line):
            if offset < sentence.end:
                return sentence
        return line.span


def read_structure(document: Document, annotations: Annotations, rules: RuleSet) -> Structure:
    """Cut a document into lines, mark furniture, and hang each line under the one that governs it."""
    view = annotations.view
    blocks = document.blocks or tuple(_plain_blocks(view))
    lines = [_make_line(index, block, view) for index, block in enumerate(_trimmed(blocks, view))]
    lines = _mark_furniture(lines, document, annotations)
    abbreviations = rules.lists.get("abbreviations")
    phrases = tuple(p for entry in abbreviations.entries for p in entry.phrases) if abbreviations else ()
    return Structure(document, view, tuple(_hang(lines, view)), _sentence_end(phrases))


@lru_cache(maxsize=8)
def _sentence_end(abbreviations: tuple[str, ...]) -> regex.Pattern[str]:
    """A full stop ends a sentence where a capital, a figure or a quote follows, and no abbreviation or
    initial stands before it."""
    unfinished = "|".join(regex.escape(a) for a in abbreviations)
    return regex.compile(rf"""(?:(?<!\b(?:{unfinished or "(?!)"}|\p{{Lu}}))[.!?…]+["')\]]*(?=\s+["'(\[]?[\p{{Lu}}\d"'-])|;(?=\s*\n))""")


def _trimmed(blocks: tuple[Block, ...], view: str) -> Iterator[Block]:
    for block in blocks:
        start, end = block.start, block.end
        while start < end and view[start].isspace():
            start += 1
        while end > start and view[end - 1].isspace():
            end -= 1
        if start < end:
            yield replace(block, start=start, end=end)


def _plain_blocks(view: str) -> Iterator[Block]:
    """Lines of plain text, wrapped lines joined: a line that ends in mid-sentence is joined with the
    next one where most lines of the text are of one width, that is, where a printer wrapped them."""
    spans = [Span(*m.span()) for m in regex.finditer(r"[^\n]*\S[^\n]*", view)]
    width = _wrap_width(spans)
    start: int | None = None
    for index, span in enumerate(spans):
        start = span.start if start is None else start
        following = spans[index + 1] if index + 1 < len(spans) else None
        if following is None or not _goes_on(view, span, following, width):
            yield Block(start, span.end)
            start = None


def _wrap_width(spans: list[Span]) -> int | None:
    """The width a text is hard-wrapped at; None where it is not."""
    lengths = sorted(len(span) for span in spans)
    if len(lengths) < 8:
        return None
    typical = lengths[int(0.9 * (len(lengths) - 1))]  # not the widest: one long line of links must not decide
    full = sum(1 for length in lengths if 0.8 * typical < length <= 1.25 * typical)
    return typical if full > 0.35 * len(lengths) and 50 <= typical <= 130 else None


def _goes_on(view: str, span: Span, following: Span, width: int | None) -> bool:
    columns = "    " in view[span.start : span.end].strip() or "    " in view[following.start : following.end].strip()
    if columns or view[span.end : following.start].count("\n") > 1 or _mark_of(view, following.start, following.end)[1]:
        return False
    line, after = view[span.start : span.end], view[following.start : following.end].strip()
    if not regex.search(r"\p{L}", line):
        return False  # a rule of dashes
    if width is not None and len(line.rstrip()) > 0.72 * width and not _ENDS_SENTENCE.search(line):
        return True
    # a caption or title cut in two by markup goes on in lower case
    return width is None and bool(regex.search(r"[\p{L},]\s*$", line)) and after[:1].islower() and len(line) < 120


def _mark_of(view: str, start: int, end: int) -> tuple[int, str]:
    for level, pattern in _MARKERS:
        match = pattern.match(view, start, end)
        if match:
            return level, match[0]
    return 9, ""


def _make_line(index: int, block: Block, view: str) -> Line:
    level, marker = _mark_of(view, block.start, block.end)
    kind: LineKind
    if block.kind in ("furniture", "running"):
        kind = "furniture"
    elif block.cell is not None:
        kind = "cell"
    elif block.kind == "heading" or level <= 2 or (level == 9 and _is_title_like(view[block.start : block.end])):
        kind, level = "heading", min(level, block.level or 9) if block.kind == "heading" else level
    elif marker or block.kind == "item":
        kind, level = "item", level if marker else 6
    else:
        kind = "paragraph"
    content = block.start + len(marker)
    while content < block.end and view[content].isspace():
        content += 1
    return Line(index, block.start, block.end, kind, level, marker, content, None, block.align, block.bold, block.cell)


def _is_title_like(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters) and len(text) < 300


def _mark_furniture(lines: list[Line], document: Document, annotations: Annotations) -> list[Line]:
    """Lines that furniture.csv names, and all that follows a "tail" line of a page (not of a form:
    a scraped page ends in its footer, an official document does not)."""
    marked = list(lines)
    for index, line in enumerate(lines):
        hit = annotations.at("furniture", line.start) or (annotations.at("furniture", line.content) if line.marker else None)
        if hit is None or hit.span.end > line.end or (hit.entry["whole"] == "yes" and regex.search(r"\p{L}", annotations.view[hit.span.end : line.end])):
            continue
        if hit.entry["effect"] == "tail" and _ends_the_article(lines, index):
            return [replace(m, kind="furniture") if i >= index else m for i, m in enumerate(marked)]
        if hit.entry["effect"] == "line":
            marked[index] = replace(line, kind="furniture")
    return marked


def _ends_the_article(lines: list[Line], index: int) -> bool:
    before = sum(line.end - line.start for line in lines[:index])
    after = sum(line.end - line.start for line in lines[index:])
    return before > 200 and len(lines[index].span) < 120 and after < 3 * before


def _hang(lines: list[Line], view: str) -> Iterator[Line]:
    """Give each line its parent: the nearest line above with an outer level; a paragraph stands under
    the nearest heading or numbered line; an item under a paragraph that ends in a colon stands under it."""
    stack: list[Line] = []
    opener: Line | None = None
    for line in lines:
        if line.kind == "furniture":
            yield line
            continue
        while stack and (line.level <= stack[-1].level and line.kind != "paragraph"):
            stack.pop()
        parent = stack[-1].index if stack else None
        if line.kind == "item" and opener is not None and (parent is None or opener.index > parent) and line.level >= 4:
            parent = opener.index
        if line.kind == "paragraph":
            opener = line if regex.search(r":\s*$", view[line.start : line.end]) else (None if opener is None or len(line.span) > 60 else opener)
            parent = next((s.index for s in reversed(stack) if s.level <= 4), None)
        hung = replace(line, parent=parent)
        if line.kind in ("heading", "item"):
            stack.append(hung)
            if line.kind == "heading" or line.level <= 3:
                opener = None
        yield hung
