"""The lines of all pages in, paragraphs out: wrapped lines joined, across a page break too. A new paragraph
begins at a first-line indent, at a wider gap, at a list mark, and after a line on which the next word
would still have found room. Lines in the middle of the page are title lines and joined as such. pdf.py
writes the paragraphs as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import mode
from typing import Literal

import regex

from extractor.model import Align
from extractor.parse.pdf_layout import Line, Measure
from extractor.parse.pdf_pages import PageLayout

ParagraphKind = Literal["paragraph", "heading", "note", "running"]

_MARK = regex.compile(
    r"(?:[-+*•▪►–‒](?=\s|\p{L})|\(?\d{1,2}(?:\.\d{1,2})*[.)/](?=\s*\D|$)|\(?[a-zđ][.)](?=\s)|[IVXLC]{1,5}[./](?=\s)|"
    r"(?:Điều|Chương|Mục|Phần|Khoản|ĐIỀU|CHƯƠNG|MỤC|PHẦN)\s+(?:\d+|[IVXLC]+|[Tt]hứ)\b)"
)
_OPEN_END = regex.compile(r"[\p{L}\p{N},\-–(]$")


@dataclass(eq=False)
class Paragraph:
    """Lines that are one block of the text."""

    lines: list[Line]
    align: Align | None = None
    kind: ParagraphKind = "paragraph"

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def page(self) -> int:
        return self.lines[0].page


@dataclass(slots=True)
class Habits:
    """How this document sets its paragraphs. pitch: from line to line of one paragraph, in heights of
    type. set_off: True where paragraphs are told by indent or gap, so that a mark at the left edge alone
    says nothing. indented: True where first lines stand in and the rest goes back to the margin; first_line:
    how far they stand in, in points."""

    pitch: float = 1.15
    set_off: bool = True
    indented: bool = False
    first_line: float = 0.0
    measures: dict[int, Measure] = field(default_factory=dict)


def read_habits(pages: Sequence[Sequence[Line]], measures: dict[int, Measure]) -> Habits:
    """Measured over the full-width lines of the whole document."""
    habits = Habits(measures=measures)
    pitches: list[float] = []
    ends: list[tuple[Line, Line]] = []
    for lines in pages:
        flow = [line for line in lines if line.zone == 0]
        for one, other in pairwise(flow):
            if one.barrier or other.barrier:
                continue
            measure = measures[one.page]
            pitch = (other.bottom - one.bottom) / max(1.0, one.size)
            if one.x1 > measure.right - one.size and abs(other.x0 - measure.left) < 3 and 0.7 < pitch < 3:
                pitches.append(pitch)
            elif _fits(one, other, measure.right) and one.x0 < measure.left + 0.3 * measure.width:
                ends.append((one, other))
    if pitches:
        pitches.sort()
        habits.pitch = pitches[len(pitches) // 3]
    told = sum(1 for one, other in ends if _indent(other, measures) > 0.7 or _gap(one, other) > 1.25 * habits.pitch)
    habits.set_off = told >= 0.6 * len(ends)
    indents = [round(other.x0 - measures[other.page].left) for _, other in ends if _indent(other, measures) > 0.7]
    habits.indented = len(indents) > 0.5 * len(ends)
    habits.first_line = float(mode(indents)) if indents else 0.0
    return habits


def _indent(line: Line, measures: dict[int, Measure]) -> float:
    return (line.x0 - measures[line.page].left) / max(1.0, line.size)


def _gap(one: Line, other: Line) -> float:
    return (other.bottom - one.bottom) / max(1.0, min(one.size, other.size))


def _fits(line: Line, following: Line, right: float) -> bool:
    """True where the first word of the following line would have found room on this one."""
    word = following.words[0]
    width = word.x1 - word.x0
    for blank, nxt in zip(following.blanks[1:], following.words[1:], strict=True):
        if blank:
            break
        width += nxt.x1 - nxt.x0
    return line.x1 + 0.3 * line.size + width < right - 0.25 * line.size


def paragraphs_of(pages: Iterable[PageLayout], habits: Habits) -> Iterator[Paragraph | Line]:
    """All paragraphs in reading order; a table stands among them as the Line that bars the way. Heads,
    feet and notes of a page come before its last paragraph where that goes on overleaf, else after it."""
    waiting: Paragraph | None = None
    aside: list[Paragraph] = []
    for page in pages:
        habits.measures[page.number] = page.measure
        items = list(_page_items(page, habits))
        first = items[0] if items else None
        if waiting is not None and isinstance(first, Paragraph) and _goes_over(waiting, first, habits):
            if waiting.page == page.number - 1:  # else the page is all one paragraph, and its head has no place
                yield from aside
            waiting.lines.extend(first.lines)
            items[0] = waiting
        else:
            yield from _settled(waiting, aside)
        last = items.pop() if items and isinstance(items[-1], Paragraph) else None
        yield from items
        waiting = last if isinstance(last, Paragraph) else None
        aside = list(_aside(page, habits))
    yield from _settled(waiting, aside)


def _settled(paragraph: Paragraph | None, aside: list[Paragraph]) -> Iterator[Paragraph]:
    if paragraph is not None:
        yield paragraph
    yield from aside


def _page_items(page: PageLayout, habits: Habits) -> Iterator[Paragraph | Line]:
    for (zone, _), group in groupby(page.lines, key=lambda line: (line.zone, line.column)):
        lines = list(group)
        yield from _column(lines, habits) if zone else _flow(lines, habits)


def _aside(page: PageLayout, habits: Habits) -> Iterator[Paragraph]:
    for line in page.running:
        yield Paragraph([line], None, "running")
    note: Paragraph | None = None
    for line in page.notes:
        if note is not None and not regex.match(r"\[?\d", line.text):
            note.lines.append(line)
            continue
        if note is not None:
            yield note
        note = Paragraph([line], None, "note")
    if note is not None:
        yield note


def _goes_over(last: Paragraph, first: Paragraph, habits: Habits) -> bool:
    """True where a paragraph that ends one page goes on at the head of the next."""
    line, following = last.lines[-1], first.lines[0]
    if last.align != "full" or first.align not in ("full", "right") or line.zone or following.zone or first.kind != last.kind:
        return False
    if abs(line.size - following.size) > 0.15 * line.size or line.page == following.page:
        return False
    indent = _indent(following, habits.measures)
    mark = _MARK.match(following.text)
    if _fits(line, following, habits.measures[line.page].right):
        return bool(_OPEN_END.search(line.text)) and following.text[:1].islower() and not mark and indent < 0.7
    before = _indent(last.lines[0], habits.measures)
    if indent > 0.7 and indent > (before if len(last.lines) == 1 else _indent(line, habits.measures)) - 0.3:
        return False
    return not (mark and indent > before - 0.5)


def _flow(lines: list[Line], habits: Habits) -> Iterator[Paragraph | Line]:
    """Lines in the full width of one page."""
    paragraph: Paragraph | None = None
    for index, line in enumerate(lines):
        if line.barrier is not None:
            if paragraph is not None:
                yield paragraph
                paragraph = None
            yield line
            continue
        measure = habits.measures[line.page]
        following = lines[index + 1] if index + 1 < len(lines) and lines[index + 1].barrier is None else None
        align = _align(line, following, measure, habits)
        if paragraph is not None and paragraph.align == align and _joins(paragraph, line, habits, measure):
            paragraph.lines.append(line)
            continue
        if paragraph is not None:
            yield _dressed(paragraph)
        paragraph = Paragraph([line], align)
    if paragraph is not None:
        yield _dressed(paragraph)


def _align(line: Line, following: Line | None, measure: Measure, habits: Habits) -> Align:
    left, right = line.x0 - measure.left, measure.right - line.x1
    size = line.size
    if left > 0.42 * measure.width:
        return "centre" if abs(left - right) < size else "right"
    if left > 1.2 * size and right > 1.2 * size:
        skew = abs(left - right)
        if habits.indented and abs(left - habits.first_line) < 1.5 and (skew > 1 or not line.bold):
            return "full"  # a first line that happens to end as far from the right
        wraps = following is not None and abs(following.x0 - measure.left) < 3 and not _fits(line, following, measure.right)
        if not wraps and skew < (0.9 * size if line.bold or left > 4 * size else 0.25 * size) and not (_MARK.match(line.text) and skew > 2):
            return "centre"
    elif line.bold and abs(left - right) < 0.5 * size and left > 0.2 * size and not _MARK.match(line.text):
        return "centre"  # a title as wide as the page
    return "full"


def _joins(paragraph: Paragraph, line: Line, habits: Habits, measure: Measure) -> bool:
    last = paragraph.lines[-1]
    if abs(line.size - last.size) > 0.15 * max(line.size, last.size):
        return False
    if _gap(last, line) > 1.28 * habits.pitch:
        return False
    if paragraph.align in ("centre", "right"):
        return _title_goes_on(last, line, measure)
    if _fits(last, line, measure.right):
        return False
    if last.bold and not line.bold and line.text[:1].isupper() and paragraph.bold and len(paragraph.lines) == 1:
        return not habits.set_off and not _MARK.match(line.text)
    return not _starts_anew(paragraph, line, habits)


def _starts_anew(paragraph: Paragraph, line: Line, habits: Habits) -> bool:
    """Of a line after a full one: does its indent or mark begin another paragraph?"""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    mark = _MARK.match(line.text)
    shift = (line.x0 - (last.x0 if len(paragraph.lines) > 1 else first.x0)) / line.size
    if len(paragraph.lines) > 1:
        return abs(shift) > 0.7 or bool(mark and not habits.set_off)
    if shift < -0.5:
        return bool(mark) and _indent(line, habits.measures) > 0.7
    if shift > 0.5:
        return mark is not None or not _MARK.match(first.text)
    return bool(mark and not habits.set_off) or (habits.indented and _indent(line, habits.measures) > 0.7)


def _title_goes_on(last: Line, line: Line, measure: Measure) -> bool:
    """Of two lines in the middle of the page: are they one title?"""
    if last.bold != line.bold or (_capitals(last) != _capitals(line) and any(char.isalpha() for char in line.text)):
        return False  # the type of the document above what it is about
    return line.text[:1].islower() or last.x1 - last.x0 > 0.62 * measure.width


def _capitals(line: Line) -> bool:
    return line.text.upper() == line.text


def _column(lines: list[Line], habits: Habits) -> Iterator[Paragraph | Line]:
    """Lines of one column of a zone. Columns of running text are set like a page; in the columns of head
    and foot every line is a block of its own unless it plainly goes on."""
    align: Align = "left" if lines[0].column == 0 else "right"
    measure = Measure(min(line.x0 for line in lines), max(line.x1 for line in lines))
    paragraph: Paragraph | None = None
    for line in lines:
        if paragraph is not None and _goes_on_in_column(paragraph, line, lines, measure, habits):
            paragraph.lines.append(line)
            continue
        if paragraph is not None:
            yield paragraph
        paragraph = Paragraph([line], align)
    if paragraph is not None:
        yield paragraph


def _goes_on_in_column(paragraph: Paragraph, line: Line, lines: list[Line], measure: Measure, habits: Habits) -> bool:
    last = paragraph.lines[-1]
    if abs(line.size - last.size) > 0.15 * max(line.size, last.size) or last.bold != line.bold or _MARK.match(line.text):
        return False
    if _gap(last, line) > 1.5 * max(1.0, habits.pitch):
        return False
    full = not _fits(last, line, measure.right) if abs(last.x0 - measure.left) < last.size else last.x1 - last.x0 > 0.9 * measure.width
    if line.text[:1].islower():
        return full or bool(_OPEN_END.search(last.text))
    if last.text.endswith(","):
        return True
    if len(lines) > 8 and measure.width > 14 * line.size:
        return full and line.x0 < paragraph.lines[0].x0 + 0.7 * line.size
    if _MARK.match(paragraph.lines[0].text) and full:
        return True
    orphan = " " not in line.text and line.text.isalpha() and _capitals(line) == _capitals(last)
    return orphan and last.x1 - last.x0 > 0.95 * measure.width and abs(line.centre - last.centre) < line.size


def _dressed(paragraph: Paragraph) -> Paragraph:
    """A bold line in the middle, or behind an outline mark, is a heading."""
    text = paragraph.lines[0].text
    if paragraph.bold and sum(len(line.text) for line in paragraph.lines) < 300 and (paragraph.align == "centre" or _MARK.match(text)):
        paragraph.kind = "heading"
    return paragraph
