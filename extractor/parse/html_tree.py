"""The nouns of a page's markup: Element, Segment, Raw, and the Tree that holds them. html_builder.py makes
them from tokens; html_content.py, html_panel.py, html_tables.py and metadata.py read them.

An element knows its parent and what it means for the text under it (link, bold, hidden); a segment is a
stretch of text between two block boundaries, kept as ranges of the source. Elements stand in document
order, a parent before its children, so sums over elements are one pass up the list and never a recursion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.parse.html_tokens import plain


@dataclass(slots=True, eq=False)
class Element:
    """One element, in document order. parent: its index, -1 of the root. start: offset of its tag."""

    tag: str
    parent: int
    start: int
    raw: str
    link: bool = False
    bold: bool = False
    hidden: bool = False
    verbatim: bool = False
    has_image: bool = False


@dataclass(slots=True, eq=False)
class Segment:
    """Text between two block boundaries. element: the block element it stands in. parts: (start, end) of
    source text, (offset, offset) for a line break; owners: the innermost element of each part. chars,
    linked, bold: counts of visible characters."""

    element: int
    parts: list[tuple[int, int]] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    chars: int = 0
    linked: int = 0
    bold: int = 0
    hidden: bool = False

    def add(self, start: int, end: int, owner: int) -> None:
        self.parts.append((start, end))
        self.owners.append(owner)

    def text(self, source: str) -> str:
        return " ".join(plain(source, start, end) for start, end in self.parts if start < end).strip()


@dataclass(frozen=True, slots=True)
class Raw:
    """An element that holds no markup: a script, the title."""

    name: str
    attributes: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tree:
    source: str
    elements: list[Element]
    segments: list[Segment]
    raws: list[Raw]
    heads: list[Element]  # meta and link elements, wherever they stand

    def ancestors(self, index: int) -> Iterator[int]:
        """The element and those around it, innermost first."""
        while index >= 0:
            yield index
            index = self.elements[index].parent

    def text(self, segment: Segment) -> str:
        return segment.text(self.source)

    def end_of(self, index: int) -> int:
        """One past the last element inside an element: they stand in preorder, so they are one stretch."""
        end = index + 1
        while end < len(self.elements) and self.elements[end].parent >= index:
            end += 1
        return end

    def under(self, index: int) -> list[int]:
        """The segments inside an element."""
        end = self.end_of(index)
        return [i for i, segment in enumerate(self.segments) if index <= segment.element < end]

    def roll_up(self, counts: Iterable[tuple[int, int]]) -> list[int]:
        """(element, count) pairs summed over each element and all it holds, in one pass: elements follow
        their parents in the list."""
        sums = [0] * len(self.elements)
        for index, count in counts:
            sums[index] += count
        for index in range(len(sums) - 1, 0, -1):
            if sums[index]:
                sums[self.elements[index].parent] += sums[index]
        return sums
