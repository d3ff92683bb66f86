"""The nouns of the reading side: where a source came from, the one text read from it, the blocks and
pages of that text, and the map that leads each character back to its place in the source. Parsers
make them; everything after parsing points into Document.text and never changes it. Nouns only: no
logic beyond looking up a place. The nouns of what is extracted stand in facts.py."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["paragraph", "heading", "item", "cell", "caption", "furniture", "running", "note"]
Align = Literal["left", "right", "centre", "full"]
Severity = Literal["error", "warning", "note"]
Layer = Literal["text", "ocr", "stamps_only", "garbage", "empty"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points of Document.text."""

    start: int
    end: int

    def touches(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points of the page as displayed, from its top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where one character stood. line and column count from 1 in the decoded file; part names the
    paragraph, row or cell of an office file ("body/p3", "body/t1/r2/c1"), column the character in it."""

    line: int | None = None
    column: int | None = None
    part: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """From text offset `start` on, characters stand one column apart, beginning at `place`.

    fixed: the characters were not in the source (a line break between two blocks) or came from one
    place together; they all lead to `place`.
    """

    start: int
    place: Place
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The way back from text offsets to the source: runs in order of start, and for paged sources four
    floats (x0, top, x1, bottom) for every character, NaN where a character has no ink of its own."""

    runs: tuple[Run, ...] = ()
    boxes: array[float] = field(default_factory=lambda: array("f"))

    def at(self, offset: int) -> Place:
        """The place of the character at `offset`; an empty Place where nothing is known."""
        index = bisect_right(self.runs, offset, key=lambda run: run.start) - 1
        if index < 0:
            return Place()
        run = self.runs[index]
        if run.fixed or run.place.column is None:
            return run.place
        place = run.place
        return Place(place.line, (place.column or 0) + offset - run.start, place.part, place.page)

    def box(self, offset: int) -> tuple[float, float, float, float] | None:
        """The rectangle of the character at `offset`, without its page; None where it has none."""
        four = self.boxes[4 * offset : 4 * offset + 4]
        if len(four) < 4 or four[0] != four[0]:  # NaN is the one value unequal to itself
            return None
        return four[0], four[1], four[2], four[3]


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes came from: path as given (a member of a container as "outer.zip!inner.html")."""

    path: str
    url: str | None = None
    publisher: str | None = None
    captured_at: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a block in a table: table, row and column count from 0 within the document.
    header is the text of the column's header cell(s), row_header that of the row's first cell."""

    table: int
    row: int
    column: int
    header: str = ""
    row_header: str = ""
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that is one paragraph, heading, list item or table cell. Blocks are in order
    and do not overlap. align is known only where geometry or markup tells it; bold likewise."""

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0
    align: Align | None = None
    bold: bool = False
    cell: Cell | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points as displayed, its stretch of text, and what its text layer is."""

    number: int
    width: float
    height: float
    start: int
    end: int
    layer: Layer = "text"
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MetaField:
    """A value read from metadata, not from the text: name as in the contract (title, published_at,
    author, publisher, url, number ...), value raw, where ("json-ld:datePublished"), its place."""

    name: str
    value: str
    where: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about a source or a run. stage: "read", "parse", "extract",
    "store". source: the path as given."""

    severity: Severity
    stage: str
    source: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source read: its text, the one coordinate system of everything that follows.

    text is NFC and holds no U+0000 and no lone surrogate. id is the SHA-256 of the bytes, in hex.
    doubtful: in order, the stretches that recognition (OCR) is not sure of, or that are written by hand:
    no value is to be taken from them. by_pen: those of them that a pen wrote and that were read as digits all
    the same: a value may rest on them where something else on the page bears it out. capitals: what the file
    writes in small letters and its type shows as capitals (.VnTimeH, "all caps"); parse() makes capitals of
    them and leaves none.
    """

    id: str
    source: Source
    media_type: str
    parser: str
    text: str
    language: str = "vi"
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    places: PlaceMap = field(default_factory=PlaceMap)
    metadata: tuple[MetaField, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubtful: tuple[Span, ...] = ()
    by_pen: tuple[Span, ...] = ()
    capitals: tuple[Span, ...] = ()

    def doubts(self, span: Span) -> tuple[Span, ...]:
        """The doubtful stretches that touch the span."""
        if not self.doubtful:
            return ()
        first = bisect_right(self.doubtful, span.start, key=lambda doubt: doubt.end)
        last = bisect_left(self.doubtful, span.end, key=lambda doubt: doubt.start)
        return self.doubtful[first:last]

    def recognised(self, offset: int) -> bool:
        """True of a character that recognition (OCR) read."""
        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return index >= 0 and self.pages[index].layer == "ocr"

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def page_at(self, offset: int) -> int | None:
        """The number of the page that holds the character at `offset`; None where there are no pages."""
        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[index].number if index >= 0 else None

    def line_boxes(self, span: Span) -> tuple[Box, ...]:
        """The rectangles that cover the span, one a printed line."""
        return tuple(_merge_lines(self, span)) if self.pages else ()


def _merge_lines(document: Document, span: Span) -> Iterator[Box]:
    open_box: Box | None = None
    for offset in range(span.start, span.end):
        four = document.places.box(offset)
        if four is None:
            continue
        x0, top, x1, bottom = four
        page = document.page_at(offset) or 1
        same_line = (
            open_box is not None
            and open_box.page == page
            and min(bottom, open_box.bottom) - max(top, open_box.top) > 0.4 * min(bottom - top, open_box.bottom - open_box.top)
            and x0 >= open_box.x0 - 1
        )
        if open_box is not None and same_line:
            open_box = Box(page, open_box.x0, min(top, open_box.top), max(x1, open_box.x1), max(bottom, open_box.bottom))
            continue
        if open_box is not None:
            yield open_box
        open_box = Box(page, x0, top, x1, bottom)
    if open_box is not None:
        yield open_box
