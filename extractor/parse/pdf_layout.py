"""The words of a page in, its rows out: words gathered on their baselines, each row cut into pieces at its wide
gaps. Which gaps part columns, and in what order the pieces are read, is for pdf_columns to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, starmap
from operator import attrgetter
from statistics import median

from extractor.parse.pdf_words import Word

# All lengths in heights of a line of type unless said otherwise.
_WORD_GAP = 0.15  # from here on a gap between two words is a blank
_PIECE_GAP = 0.6  # from here on it may be the gap between two columns


@dataclass(eq=False)
class Line:
    """Words on one baseline. zone: 0 in the full width of the page, else which zone of columns of the
    page; column counts from 0 within it."""

    words: list[Word]
    zone: int = 0
    column: int = 0
    columns: int = 1
    page: int = 0
    barrier: object | None = None  # a table, that stands in the way like a line does

    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        words = self.words
        first = words[0]
        self.x0, self.x1, self.size, self.bottom = first.x0, first.x1, first.size, first.bottom
        if len(words) > 1:
            self.x1 = max([word.x1 for word in words])
            self.size = median([word.size for word in words])
            self.bottom = median([word.bottom for word in words])
        self.top = self.bottom - self.size

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @cached_property
    def text(self) -> str:
        return "".join([f" {word.text}" if blank else word.text for blank, word in zip(self.blanks, self.words, strict=True)])

    @cached_property
    def blanks(self) -> list[bool]:
        """For each word whether a blank stands before it."""
        return [False, *starmap(_blank_between, pairwise(self.words))]

    @cached_property
    def bold(self) -> bool:
        return 2 * sum([len(w.text) for w in self.words if w.bold]) > sum([len(w.text) for w in self.words])


def _blank_between(left: Word, right: Word) -> bool:
    size = left.size if left.size < right.size else right.size
    gap = right.x0 - left.x1
    if gap > _WORD_GAP * size or (right.after_blank and gap > -0.1 * size):
        return True
    # a raised figure after a word is a note's number, after a short unit (m, km) its power
    raised = right.size < 0.75 * left.size and right.bottom < left.bottom - 0.1 * left.size
    return raised and right.text.isdigit() and len(left.text) > 2


@dataclass(slots=True)
class Measure:
    """The text area of a page."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Row:
    """What stands on one baseline from margin to margin: pieces parted by wide gaps."""

    pieces: list[Line] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min([p.top for p in self.pieces])

    @property
    def bottom(self) -> float:
        return max([p.bottom for p in self.pieces])

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return max([p.x1 for p in self.pieces])

    @property
    def size(self) -> float:
        return max([p.size for p in self.pieces])

    def whole(self) -> Line:
        """The row as one line."""
        return self.pieces[0] if len(self.pieces) == 1 else Line([word for piece in self.pieces for word in piece.words])

    @property
    def barrier(self) -> bool:
        return bool(self.pieces) and self.pieces[0].barrier is not None  # a table stands in a row of its own


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Words gathered on their baselines, top to bottom; each row cut into pieces at its wide gaps."""
    lines: list[list[Word]] = []
    levels: list[tuple[float, float]] = []  # baseline and size a line was opened with
    for word in sorted(words, key=attrgetter("bottom", "x0")):
        index = _line_of(word, lines, levels)
        if index is None:
            lines.append([word])
            levels.append((word.bottom, word.size))
            continue
        lines[index].append(word)
        if word.size > 1.2 * levels[index][1]:
            levels[index] = (word.bottom, word.size)
    rows = [Row(list(_pieces(sorted(line, key=attrgetter("x0"))))) for line in lines]
    return sorted(rows, key=lambda row: row.bottom)


def _line_of(word: Word, lines: list[list[Word]], levels: list[tuple[float, float]]) -> int | None:
    """Which of the lines it stands on, the last one first; None where it opens another."""
    base, height = word.bottom, word.size
    count = len(lines)
    for index in range(count - 1, count - 9 if count > 8 else -1, -1):
        bottom, size = levels[index]
        if abs(base - bottom) < 0.3 * (size if size < height else height) or _hangs_on(word, lines[index], bottom, size):
            return index
    return None


def _hangs_on(word: Word, line: list[Word], bottom: float, size: float) -> bool:
    """True of a raised or lowered figure beside a word of the line, and of its line beside it."""
    small, large = min(size, word.size), max(size, word.size)
    if small > 0.8 * large or abs(word.bottom - bottom) > 0.6 * large:
        return False
    return any(-0.1 * large < word.x0 - other.x1 < 0.25 * large or -0.1 * large < other.x0 - word.x1 < 0.25 * large for other in line)


def _pieces(words: list[Word]) -> Iterator[Line]:
    if not words:
        return
    start, last, reach = 0, words[0], words[0].x1
    for index, word in enumerate(words[1:], start=1):
        gap = word.x0 - reach
        if gap > _PIECE_GAP * word.size and gap > _PIECE_GAP * last.size:
            yield Line(words[start:index])
            start, reach = index, word.x1
        elif word.x1 > reach:
            reach = word.x1
        last = word
    yield Line(words[start:])


def measure_of(rows: Sequence[Row], width: float) -> Measure | None:
    """The left and right edge that most wide rows share; None where too few are wide."""
    wide = [row for row in rows if not row.barrier and row.x1 - row.x0 > 0.45 * width]
    if len(wide) < 4:
        return None
    lefts = sorted(row.x0 for row in wide)
    rights = sorted(row.x1 for row in wide)
    return Measure(lefts[len(lefts) // 20], rights[-1 - len(rights) // 20])


def usual_measure(width: float) -> Measure:
    """The margins NĐ 30/2020 prescribes (annex I: 30-35 mm left, 15-20 mm right, of 210)."""
    return Measure(0.14 * width, 0.92 * width)
