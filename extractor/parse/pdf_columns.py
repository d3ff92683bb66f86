"""The rows of a page in; its lines out, in reading order: full-width lines from top to bottom, and where the
page stands in columns (the head of an official document, its foot with recipients and signature;
NĐ 30/2020, annex I) the left column before the right one. A zone of columns is a corridor without ink
that runs down through several rows. Geometry decides, never the wording; pdf_paragraphs joins the lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from extractor.parse.pdf_layout import Line, Measure, Row

MOST_ROWS = 400  # a page with more is no page of print; it is read straight down
_COLUMN_GAP = 1.1  # heights of type: one gap of a zone must be this wide
_LIST_MARK = regex.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-zđ]|[IVXLC]{1,5})[.)/]\)?(?:$|\s)")


def lines_in_order(rows: Sequence[Row], measure: Measure) -> list[Line]:
    """The rows of a page as lines: rows outside zones become one line each, zones their columns in turn."""
    ordered: list[Line] = []
    index = 0
    for zone, (low, high, corridor) in enumerate(_zones(rows, measure), start=1):
        ordered.extend(row.whole() for row in rows[index:low])
        ordered.extend(_columns(rows[low : high + 1], corridor, measure, zone))
        index = high + 1
    ordered.extend(row.whole() for row in rows[index:])
    return ordered


def _columns(rows: Sequence[Row], corridor: float, measure: Measure, zone: int) -> list[Line]:
    """The lines of a zone, column by column; a side may itself stand in columns (two signatures)."""
    ordered: list[Line] = []
    column = 0
    for side in _sides(rows, corridor):
        edges = Measure(min(r.x0 for r in side), max(r.x1 for r in side))
        part = lines_in_order(side, edges)
        for line in part:
            line.zone, line.column = zone, column + line.column
        column = max(line.column for line in part) + 1
        ordered.extend(part)
    for line in ordered:
        line.columns = column
    return ordered


def _sides(rows: Sequence[Row], corridor: float) -> Iterator[list[Row]]:
    left = [Row([p for p in row.pieces if p.centre < corridor]) for row in rows]
    right = [Row([p for p in row.pieces if p.centre >= corridor]) for row in rows]
    yield [row for row in left if row.pieces]
    yield [row for row in right if row.pieces]


def _zones(rows: Sequence[Row], measure: Measure) -> Iterator[tuple[int, int, float]]:
    """Stretches of rows that stand in two columns: first and last row, and the x that parts them."""
    start = 0
    index = 0 if len(rows) <= MOST_ROWS else len(rows)
    while index < len(rows):
        found = _zone_at(rows, index, start, measure)
        if found is None:
            index += 1
            continue
        yield found
        start = index = found[1] + 1


def _zone_at(rows: Sequence[Row], index: int, floor: int, measure: Measure) -> tuple[int, int, float] | None:
    row = rows[index]
    if row.barrier or len(row.pieces) < 2:
        return None
    gaps = sorted(((b.x0 - a.x1, a.x1, b.x0) for a, b in pairwise(row.pieces)), reverse=True)
    for width, low, high in gaps:
        middle = (low + high) / 2
        if width < _COLUMN_GAP * row.size or not 0.12 < (middle - measure.left) / measure.width < 0.85:
            continue
        zone = _Zone(rows, index, low, high, measure)
        zone.grow(floor)
        if zone.stands():
            return zone.first, zone.last, (zone.low + zone.high) / 2
    return None


class _Zone:
    """A corridor without ink, from `low` to `high`, and the rows it runs through."""

    def __init__(self, rows: Sequence[Row], index: int, low: float, high: float, measure: Measure) -> None:
        self.rows, self.first, self.last, self.low, self.high, self.measure = rows, index, index, low, high, measure

    def grow(self, floor: int) -> None:
        while self.last + 1 < len(self.rows) and self._takes(self.rows[self.last + 1], self.rows[self.last]):
            self.last += 1
        while self.first - 1 >= floor and self._takes(self.rows[self.first - 1], self.rows[self.first]):
            self.first -= 1
        while self.last > self.first and self._loose(self.last, -1):
            self.last -= 1
        while self.first < self.last and self._loose(self.first, +1):
            self.first += 1

    def _parts(self, row: Row) -> tuple[list[Line], list[Line]]:
        middle = (self.low + self.high) / 2
        return [p for p in row.pieces if p.centre < middle], [p for p in row.pieces if p.centre >= middle]

    def _takes(self, row: Row, neighbour: Row) -> bool:
        """Add a row if the corridor runs through it and it stands under (or over) the columns."""
        if row.barrier or max(row.top, neighbour.top) - min(row.bottom, neighbour.bottom) > 9 * row.size:
            return False
        pieces = [part for piece in row.pieces for part in self._parted(piece)]
        left, right = self._parts(Row(pieces))
        low = max([self.low, *(p.x1 for p in left)])
        high = min([self.high, *(p.x0 for p in right)])
        if high - low < (max(4.0, 0.4 * row.size) if len(pieces) == len(row.pieces) else 3.0):
            return False
        if left and right:
            if not (self._aligned(left, right_side=False, alone=False) or self._aligned(right, right_side=True, alone=False)):
                return False
        elif not self._aligned(left or right, right_side=bool(right), alone=True):
            return False
        row.pieces = pieces
        self.low, self.high = low, high
        return True

    def _parted(self, piece: Line) -> list[Line]:
        """A piece that crosses the corridor, cut there if its widest blank lies in it: a head set so tight
        that its columns nearly touch."""
        if piece.x1 <= self.high or piece.x0 >= self.low or len(piece.words) < 4:
            return [piece]
        gaps = [(b.x0 - a.x1, a.x1, b.x0, index) for index, (a, b) in enumerate(pairwise(piece.words), start=1)]
        width, low, high, index = max(gaps)
        usual = sorted(gap[0] for gap in gaps)[len(gaps) // 2]
        if width < 1.3 * usual or width < 0.28 * piece.size or min(high, self.high) - max(low, self.low) < 3:
            return [piece]
        return [Line(piece.words[:index]), Line(piece.words[index:])]

    def _aligned(self, pieces: list[Line], *, right_side: bool, alone: bool) -> bool:
        """True where the pieces of one side stand under their column; of a row with one side only, also
        that they do not stand in the middle of the page."""
        column = [p for row in self.rows[self.first : self.last + 1] for p in self._parts(row)[right_side]]
        if not right_side and min(abs(pieces[0].x0 - p.x0) for p in column) < 3.0:
            return True
        for piece in pieces:
            # centred lines are rarely centred to the point, edges that line up do so nearly
            nearest = min(min(3 * abs(piece.x0 - p.x0), abs(piece.centre - p.centre)) for p in column)
            if nearest < 0.06 * self.measure.width and (not alone or nearest < abs(piece.centre - self.measure.centre)):
                return True
        return False

    def _loose(self, index: int, inward: int) -> bool:
        """True of an outermost row of one side that stands nearer to what is outside than to the zone."""
        row = self.rows[index]
        if all(self._parts(row)):
            return False
        inside = _distance(row, self.rows[index + inward])
        outside_index = index - inward
        if not 0 <= outside_index < len(self.rows):
            return False
        outside = _distance(row, self.rows[outside_index])
        return inside > 1.25 * outside + 1 if inward < 0 else inside > 1.1 * outside + 0.5

    def stands(self) -> bool:
        rows = self.rows[self.first : self.last + 1]
        both = [row for row in rows if all(self._parts(row))]
        lefts = [self._parts(row)[0] for row in rows if self._parts(row)[0]]
        rights = [self._parts(row)[1] for row in rows if self._parts(row)[1]]
        if len(rows) < 2 or not both or max(len(lefts), len(rights)) < 2:
            return False
        if max(p[-1].x1 - p[0].x0 for p in lefts) < 3 * rows[0].size or max(p[-1].x1 - p[0].x0 for p in rights) < 3 * rows[0].size:
            return False
        marked = sum(1 for p in lefts if _LIST_MARK.match(p[0].text))
        if marked > 0.6 * len(lefts) and len(both) > 0.7 * len(rows):
            return False  # a list set with tabs: its rows belong together
        flush = sum(1 for row in both if row.x0 < self.measure.left + 3 and row.x1 > self.measure.right - 3)
        return not (flush == len(rows) and len(rows) < 5)  # else wide blanks of justified type


def _distance(one: Row, other: Row) -> float:
    upper, lower = (one, other) if one.bottom <= other.bottom else (other, one)
    return lower.bottom - upper.bottom
