"""A page's tree in, the label-and-value pairs of a law portal's property panel out (Số hiệu, Ngày ban hành,
Người ký ...). They are metadata: metadata.py reports them, html_content.py leaves them out of the text
unless the panel is all a page has."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.parse.html_tokens import plain
from extractor.parse.html_tree import Segment, Tree
from extractor.parse.page_marks import PageMarks

_FEWEST = 2  # one label alone may be a line of any text
_LONGEST = 600
_NOTHING = frozenset({"", "-", "--", "---", "...", "…", "N/A"})


@dataclass(frozen=True, slots=True)
class Property:
    """One pair. name: the metadata field. segments: of label and value. offset: of the value in the source;
    joint: offset of a value that follows its label in one segment, with nothing printed between them."""

    name: str
    label: str
    value: str
    offset: int
    segments: tuple[int, ...]
    joint: int | None = None


def find_panel(tree: Tree, marks: PageMarks) -> tuple[Property, ...]:
    """The properties of a page; none where fewer than two different ones are named."""
    found: list[Property] = []
    for index, segment in enumerate(tree.segments):
        if segment.chars <= _LONGEST and segment.linked < 0.5 * segment.chars:  # a menu is no panel
            pair = _within(tree, index, segment, marks) or _across(tree, index, segment, marks)
            if pair is not None:
                found.append(pair)
    return tuple(found) if len({pair.name for pair in found}) >= _FEWEST else ()


def _within(tree: Tree, index: int, segment: Segment, marks: PageMarks) -> Property | None:
    """Label and value in one segment: as two inline elements, or on both sides of a colon."""
    ranges = [(start, end) for start, end in segment.parts if start < end and plain(tree.source, start, end)]
    if not ranges:
        return None
    start, end = ranges[0]
    first = plain(tree.source, start, end)
    name = marks.property_of(first)
    if name is not None and len(ranges) > 1:
        value = " ".join(plain(tree.source, *part) for part in ranges[1:])
        return Property(name, first, value, ranges[1][0], (index,), ranges[1][0])
    colon = tree.source.find(":", start, end)
    if name is None and 0 < colon < end - 1:
        name = marks.property_of(plain(tree.source, start, colon))
        rest = " ".join((plain(tree.source, colon + 1, end), *(plain(tree.source, *part) for part in ranges[1:]))).strip()
        if name is not None and rest:
            return Property(name, plain(tree.source, start, colon), rest, colon + 1 + _blank(tree.source, colon + 1, end), (index,))
    return None


def _across(tree: Tree, index: int, segment: Segment, marks: PageMarks) -> Property | None:
    """The label is one segment, the value the next one of the same row."""
    label = segment.text(tree.source)
    name = marks.property_of(label)
    if name is None or index + 1 >= len(tree.segments):
        return None
    following = tree.segments[index + 1]
    value = following.text(tree.source)
    if following.chars > _LONGEST or marks.property_of(value) is not None or not _same_row(tree, segment, following):
        return None
    start = next((part[0] for part in following.parts if plain(tree.source, *part)), 0)
    return Property(name, label, value, start + _blank(tree.source, start, len(tree.source)), (index, index + 1))


def _same_row(tree: Tree, left: Segment, right: Segment) -> bool:
    """Siblings, or cells of one row: their nearest common element is at most two levels above either."""
    above = [index for _, index in zip(range(3), tree.ancestors(left.element), strict=False)]
    return any(index in above for _, index in zip(range(3), tree.ancestors(right.element), strict=False))


def _blank(source: str, start: int, end: int) -> int:
    offset = start
    while offset < end and source[offset].isspace():
        offset += 1
    return offset - start


def stated(value: str) -> bool:
    """False for the dashes a portal prints where it knows nothing."""
    return value.strip() not in _NOTHING
