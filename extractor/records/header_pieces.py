"""A stretch of a document in, its printed pieces out. An official head and foot are set in two columns,
and readers hand them over in every way: joined by " | ", by wide blanks, as table cells, or one after the
other. A piece is what one column holds of one printed line; the fixed words found by rules (quốc hiệu,
number, place and date) can be cut out of it, so that what is left is the name of a body, or an office."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from extractor.model import Align, Span
from extractor.reading import Reading
from extractor.structure import Line
from extractor.text import squeeze

_COLUMN_GAP = regex.compile(r"[ ]*\|[ ]*|[ ]{3,}")
_EDGE = " \t*_#|~`•"
_RULE_LINE = regex.compile(r"[\s*_.=~o0-]*[-_=*~]{2,}[\s*_.=~o0-]*$|^[\s*_=~-]+$")
_TRAILING_RULE = regex.compile(r"[ ]*[-_=~*]{3,}[ ]*$")
_INDENTED = 24  # characters before a piece that stands alone at the right of a plain page


@dataclass(frozen=True, slots=True)
class Piece:
    """One column's share of one printed line. line: number of the printed line, counted over the
    stretch; gap: empty lines stand before it; right: it stands in the right column."""

    start: int
    end: int
    line: int
    gap: bool = False
    right: bool = False
    align: Align | None = None
    bold: bool = False
    cell: tuple[int, int] | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def pieces(reading: Reading, start: int, end: int, *, foot: bool = False) -> list[Piece]:
    """The pieces of text[start:end] in order of place; drawn lines, what a parser knows as furniture and,
    but for a foot, what a word list knows as such are left out: "Lưu" is a button of a page, and the
    last recipient of a document."""
    found: list[Piece] = []
    number = 0
    for line_start, line_end, gap, line in _printed_lines(reading, start, end, foot):
        number += 1
        for column, (piece_start, piece_end) in enumerate(_columns(reading.view, line_start, line_end)):
            trimmed = trim(reading.view, piece_start, piece_end)
            if trimmed is None:
                continue
            align = line.align if line is not None else None
            cell = (line.cell.table, line.cell.column) if line is not None and line.cell is not None else None
            right = column > 0 or align == "right" or (cell is not None and cell[1] > 0) or (cell is None and trimmed.start - line_start >= _INDENTED)
            found.append(Piece(trimmed.start, trimmed.end, number, gap and column == 0, right, align, line is not None and line.bold, cell))
    return found


def _printed_lines(reading: Reading, start: int, end: int, foot: bool) -> Iterator[tuple[int, int, bool, Line | None]]:
    """(start, end, gap, line of the structure) of each printed line; a block may hold several."""
    view, structure = reading.view, reading.structure
    position, gap = start, False
    while position < end:
        stop = view.find("\n", position, end)
        stop = end if stop < 0 else stop
        first = position
        while first < stop and view[first].isspace():
            first += 1
        if first == stop:
            gap = True
        else:
            line = structure.line_at(first)
            if line is None or line.kind != "furniture" or (foot and not _is_running(reading, line)):
                begin = max(position, line.start) if line is not None and reading.document.blocks else position
                yield begin, stop, gap, line
            gap = False
        position = stop + 1


def _is_running(reading: Reading, line: Line) -> bool:
    """The parser saw it: a running head, a page number, a menu."""
    blocks = reading.document.blocks
    index = bisect_right(blocks, line.start, key=lambda block: block.start) - 1
    return index >= 0 and blocks[index].kind in ("furniture", "running")


def _columns(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    while first < end and view[first] == " ":
        first += 1
    position = start
    for match in _COLUMN_GAP.finditer(view, first, end):
        if match.start() > position and not _inside_a_blank(view, match.start(), match.end(), end):
            yield position, match.start()
            position = match.end()
    yield position, end


def _inside_a_blank(view: str, start: int, stop: int, end: int) -> bool:
    """Wide blanks that a draft leaves to be filled in: after "Số:", before "/KH-...", around "tháng"."""
    if "|" in view[start:stop]:
        return False
    before, after = view[max(0, start - 8) : start].lower(), view[stop : min(end, stop + 6)].lower()
    return bool(regex.search(r"(?:số ?:?|ngày|tháng)$", before)) or bool(regex.match(r"/\p{L}|-\p{L}{2,4}/|tháng|năm|ngày tháng", after))


def trim(view: str, start: int, end: int) -> Span | None:
    """The stretch without blanks, bold marks and drawn lines at its ends; None where nothing is left."""
    while start < end and (view[start].isspace() or view[start] in _EDGE or (view[start] in "/\\" and view[start + 1 : start + 3].isupper())):
        start += 1
    while end > start and (view[end - 1].isspace() or view[end - 1] in _EDGE):
        end -= 1
    ruled = _TRAILING_RULE.search(view, start, end)
    if ruled is not None:
        return trim(view, start, ruled.start()) if ruled.start() > start else None
    if start >= end or _RULE_LINE.match(view[start:end]):
        return None
    return Span(start, end)


def cut(found: Iterable[Piece], fixed: Iterable[Span], view: str) -> list[Piece]:
    """The pieces without the stretches that are already known to be something else."""
    known = sorted(fixed)
    left: list[Piece] = []
    for piece in found:
        position = piece.start
        for span in known:
            if span.end <= position or span.start >= piece.end:
                continue
            _keep(left, piece, position, span.start, view)
            position = max(position, span.end)
        _keep(left, piece, position, piece.end, view)
    return left


def _keep(left: list[Piece], piece: Piece, start: int, end: int, view: str) -> None:
    trimmed = trim(view, start, end) if start < end else None
    if trimmed is not None and any(c.isalnum() for c in view[trimmed.start : trimmed.end]):
        left.append(Piece(trimmed.start, trimmed.end, piece.line, piece.gap, piece.right, piece.align, piece.bold, piece.cell))


def is_capitals(text: str) -> bool:
    """All letters are capitals, apart from a stray lower-case one (MTTQ VN xã), and there are at least two."""
    letters = [c for c in text if c.isalpha()]
    upper = sum(1 for c in letters if c.isupper())
    return upper >= 2 and upper >= 0.9 * len(letters)


def one_line(reading: Reading, span: Span) -> str:
    """The printed text of a stretch on one line, without bold marks."""
    return squeeze(reading.document.quote(span).replace("**", "").replace("__", ""))
