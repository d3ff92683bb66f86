"""Decoded HTML in, the parts of a Document out: its text without page furniture, blocks, places, metadata
and problems. html_tree.py reads the markup, html_content.py chooses segments, html_tables.py places
cells; here the chosen segments are written down, each character led back to its line and column.

White space is squeezed as a browser shows it. A <br> is a line break inside a block, two are a new block,
and between blocks stands an empty line, so that no pattern that allows a wrapped line reaches across."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from extractor.model import Align, Block, BlockKind, MetaField, PlaceMap, Problem
from extractor.parse.encodings import Decoded
from extractor.parse.html_builder import build_tree
from extractor.parse.html_content import Content, choose_content
from extractor.parse.html_tables import place_cells
from extractor.parse.html_tokens import attributes
from extractor.parse.html_tree import Element, Segment, Tree
from extractor.parse.metadata import head_titles, read_metadata
from extractor.parse.page_marks import PageMarks, page_marks
from extractor.text import TextBuilder

PARSER = "html/1"

# Words on one line with single blanks between them; an entity; white space. In preformatted text the
# blanks between words are kept as they are.
_PIECE = re.compile(
    r"(?P<words>[^&\s]+(?: [^&\s]+)*)|(?P<entity>&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});?)|(?P<blank>[ \t\n\r\f\v]+)|(?P<other>.)",
    re.DOTALL,
)
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.IGNORECASE)
_ALIGNED: dict[str, Align] = {"left": "left", "right": "right", "center": "centre", "middle": "centre"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LONGEST_HEADING = 200
_LONGEST_CAPTION = 400


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What parse() needs to make a Document."""

    text: str
    blocks: tuple[Block, ...]
    places: PlaceMap
    metadata: tuple[MetaField, ...]
    problems: tuple[Problem, ...]


def read_page(decoded: Decoded, path: str) -> ReadPage:
    marks = page_marks()
    tree = build_tree(decoded.text)
    content = choose_content(tree, marks, head_titles(tree))
    writer = _Writer(tree, decoded, marks, content)
    for index in content.segments:
        writer.write(index)
    for index in content.contents:
        writer.write(index, furniture=True)
    text, places = writer.builder.finish()
    metadata = read_metadata(tree, decoded.lines, content, text)
    return ReadPage(text, tuple(writer.blocks), places, metadata, (*decoded.problems, *_problems(tree, content, text, path)))


def _problems(tree: Tree, content: Content, text: str, path: str) -> list[Problem]:
    problems = []
    if not text.strip():
        problems.append(Problem("note", "parse", path, "the page has no article or document in it, only menus, lists of links or a notice; its text is empty"))
    elif content.shown_panel:
        problems.append(Problem("note", "parse", path, "the page shows the properties of a document but not its text"))
    if "\x00" in tree.source:
        problems.append(
            Problem("warning", "parse", path, f"{tree.source.count(chr(0))} zero characters stand in the page; those in the text were replaced by U+FFFD")
        )
    return problems


class _Writer:
    """Segments to text and blocks."""

    def __init__(self, tree: Tree, decoded: Decoded, marks: PageMarks, content: Content) -> None:
        self.tree, self.source, self.lines = tree, tree.source, decoded.lines
        self.marks, self.content = marks, content
        self.builder = TextBuilder()
        self.blocks: list[Block] = []
        self._cells = place_cells(tree, content.segments)
        self._joints = {pair.joint for pair in content.panel if pair.joint is not None}

    def write(self, index: int, *, furniture: bool = False) -> None:
        segment = self.tree.segments[index]
        start = self._write_parts(segment)
        if start is not None:
            self.blocks.append(self._block(index, segment, start, len(self.builder), furniture))

    def _write_parts(self, segment: Segment) -> int | None:
        """Write a segment behind an empty line; the offset of its first character, None where it has none."""
        builder, place = self.builder, self.lines.place
        verbatim = self.tree.elements[segment.element].verbatim
        start: int | None = None
        blank: tuple[str, int] | None = None
        for part_start, part_end in segment.parts:
            if part_start == part_end:
                blank = ("\n", part_start) if start is not None else None
                continue
            if part_start in self._joints and start is not None and blank is None:
                builder.gap(" ")
            for match in _PIECE.finditer(self.source, part_start, part_end):
                kind, at = match.lastgroup, match.start()
                chars = match[0]
                if kind == "blank":
                    if verbatim and start is not None and blank is None:
                        blank = (chars, at)
                    elif blank is None and start is not None:
                        blank = (" ", at)
                    continue
                if kind == "entity":
                    chars = html.unescape(chars)
                if start is None:
                    if not chars.strip():
                        continue
                    if len(builder):
                        builder.gap("\n\n")
                    start = len(builder)
                elif blank is not None:
                    builder.write(blank[0], place(blank[1]))
                blank = None
                builder.write(chars, place(at))
        return start

    def _block(self, index: int, segment: Segment, start: int, end: int, furniture: bool) -> Block:
        element = self.tree.elements[segment.element]
        bold = segment.bold > 0.9 * segment.chars
        placed = self._cells.get(index)
        align = placed.align if placed is not None and placed.align else _alignment(self.tree, segment)
        if furniture:
            return Block(start, end, "furniture", align=align, bold=bold)
        if placed is not None and placed.cell is not None:
            return Block(start, end, "cell", align=align, bold=bold, cell=placed.cell)
        if index == self.content.headline:
            return Block(start, end, "heading", 1, align, bold)
        kind, level = self._kind(segment, element)
        return Block(start, end, kind, level, align, bold)

    def _kind(self, segment: Segment, element: Element) -> tuple[BlockKind, int]:
        level = _HEADINGS.get(element.tag)
        if level is not None and segment.chars <= _LONGEST_HEADING:
            return ("paragraph", 0) if segment.chars > 120 and self.tree.text(segment).endswith(".") else ("heading", level)
        near = [self.tree.elements[at] for _, at in zip(range(3), self.tree.ancestors(segment.element), strict=False)]
        if segment.chars <= _LONGEST_CAPTION and not self.content.office and self._is_caption(segment, near):
            return "caption", 0
        if any(e.tag in ("li", "dd", "dt") for e in near):
            return "item", 0
        return "paragraph", 0

    def _is_caption(self, segment: Segment, near: list[Element]) -> bool:
        if any(e.tag in ("figcaption", "caption") or (e.raw and "caption" in self.marks.effects(e.raw)) for e in near):
            return True
        # the line under a picture, in the box of the picture or in a one-column table with it
        if near[0].has_image and near[0].tag not in ("body", "article", "main") and segment.chars <= 200:
            return True
        return near[0].tag == "td" and self._table_has_image(segment.element)

    def _table_has_image(self, index: int) -> bool:
        ancestors = [at for _, at in zip(range(5), self.tree.ancestors(index), strict=False)]
        table = next((at for at in ancestors if self.tree.elements[at].tag == "table"), None)
        if table is None:
            return False
        if index - table > 12 or not any(e.has_image for e in self.tree.elements[table:index]):
            return False
        return len(self.tree.under(table)) <= 2


def _alignment(tree: Tree, segment: Segment) -> Align | None:
    """What the markup says of the block or the nearest boxes around it."""
    for _, at in zip(range(3), tree.ancestors(segment.element), strict=False):
        element = tree.elements[at]
        if element.tag == "center":
            return "centre"
        if "align" not in element.raw.lower():
            continue
        found = attributes(element.raw)
        style = _ALIGN.search(found.get("style", ""))
        word = style[1].lower() if style else found.get("align", "").strip().lower() if element.tag != "table" else ""
        if word in _ALIGNED:
            return _ALIGNED[word]
        if word == "justify":
            return "full"
    return None
