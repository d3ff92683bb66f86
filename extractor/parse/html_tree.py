"""Tokens of a page in, its elements and its segments out. An element knows its parent and what it means
for the text under it (link, bold, hidden); a segment is a stretch of text between two block boundaries,
kept as ranges of the source. html_content.py chooses among segments, html.py writes them down.

No element is ever visited recursively, and closing a tag looks at most a few hundred levels up, so a
page of 100,000 nested tags costs what any page of its size costs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.parse.html_tokens import Kind, Token, attributes, plain, tokens

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark o:p q rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SILENT = frozenset("select button svg template object canvas audio video map datalist math head applet".split())
_HEAD_ONLY = frozenset("base object template head html".split())
_LISTS = frozenset({"ul", "ol", "dl", "menu"})
# An opening tag of the key ends an open element of the value, up to the nearest element that holds both.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), _LISTS),
    "dt": (frozenset({"dt", "dd"}), _LISTS),
    "dd": (frozenset({"dt", "dd"}), _LISTS),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "thead": (frozenset({"tr", "td", "th", "thead", "tbody", "caption"}), frozenset({"table"})),
    "tbody": (frozenset({"tr", "td", "th", "thead", "tbody", "caption"}), frozenset({"table"})),
    "tfoot": (frozenset({"tr", "td", "th", "thead", "tbody", "caption"}), frozenset({"table"})),
}
_CLOSES_P = frozenset("address article aside blockquote center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split())
_FENCES = frozenset({"td", "th", "table", "body", "html", "caption", "object"})
_LOOK_UP = 400
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-element\s*:\s*(?:header|footer)\b|mso-hide\s*:\s*all", re.IGNORECASE)
_WEIGHT = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:(bold|[6-9]00)|normal|[1-5]00)", re.IGNORECASE)
_LINE_END = re.compile(r"[.:;!?…/]\s*$")
_LIST_MARK = re.compile(r"\s*(?:[-–+*•▪]\s|[-–+•]\w|\d{1,2}[.)]\s|[a-zđ]\)\s)")
_VISIBLE = re.compile(r"\S")


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
            sums[self.elements[index].parent] += sums[index]
        return sums


def build_tree(source: str) -> Tree:
    builder = _Builder(source)
    for token in tokens(source):
        if token.kind is Kind.TEXT:
            builder.text(token)
        elif token.kind is Kind.OPEN:
            builder.open(token)
        elif token.kind is Kind.CLOSE:
            builder.close(token.name)
        else:
            builder.raws.append(Raw(token.name, token.raw, token.start, token.end))
    builder.flush()
    return Tree(source, builder.elements, builder.segments, builder.raws, builder.heads)


class _Builder:
    """The open elements, the segment being filled, and what is finished."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.elements = [Element("#page", -1, 0, "")]
        self.segments: list[Segment] = []
        self.raws: list[Raw] = []
        self.heads: list[Element] = []
        self._stack = [0]
        self._block = [0]  # for each open element the nearest block element, itself included
        self._silent = 0
        self._open: Counter[str] = Counter()
        self._segment: Segment | None = None
        self._break: int | None = None
        self._last = (0, 0)  # element and end of the text written last

    def text(self, token: Token) -> None:
        if self._silent and self.elements[self._stack[-1]].tag == "head" and _VISIBLE.search(self.source, token.start, token.end):
            self.close("head")
        if self._silent or not _VISIBLE.search(self.source, token.start, token.end):
            if self._segment is not None and not self._silent:
                self._segment.add(token.start, token.end, self._stack[-1])
            return
        index = self._stack[-1]
        element = self.elements[index]
        if self._break is not None and self._begins_anew(token, index):
            self.flush()
        segment = self._segment
        if segment is None:
            segment = self._segment = Segment(self._block[-1], hidden=element.hidden)
        elif self._break is not None:
            segment.add(self._break, self._break, index)
        self._break = None
        self._last = (index, token.end)
        chars = len(self.source[token.start : token.end].strip())
        segment.add(token.start, token.end, index)
        segment.chars += chars
        if element.link:
            segment.linked += chars
        if element.bold:
            segment.bold += chars

    def flush(self) -> None:
        if self._segment is not None:
            self.segments.append(self._segment)
        self._segment = self._break = None

    def open(self, token: Token) -> None:
        name = token.name
        if name == "br":
            self._line_break(token.start)
            return
        if name in ("meta", "link"):
            self.heads.append(Element(name, self._stack[-1], token.start, token.raw))
            return
        if self._open["head"] and name not in _HEAD_ONLY:
            self.close("head")  # a page that never says where its head ends
        if name in _VOID:
            if name == "img":
                self.elements[self._block[-1]].has_image = True
            elif name == "hr":
                self.flush()
            return
        inline = name in _INLINE or ":" in name
        if not inline:
            self.flush()
        self._imply_ends(name)
        self._push(token, inline)
        if token.raw.endswith("/") and (":" in name or name == "svg"):
            self.close(name)

    def _push(self, token: Token, inline: bool) -> None:
        name, raw = token.name, token.raw
        parent = self._stack[-1]
        above = self.elements[parent]
        hidden = above.hidden
        if not hidden and raw and ("none" in raw or "hidden" in raw or "mso-" in raw):
            hidden = _is_hidden(raw)
        bold = above.bold or name in ("b", "strong", "th")
        weight = _WEIGHT.search(raw) if "font-weight" in raw else None
        if weight is not None:
            bold = weight[1] is not None
        element = Element(name, parent, token.start, raw, above.link or name == "a", bold, hidden, above.verbatim or name == "pre")
        index = len(self.elements)
        self.elements.append(element)
        self._stack.append(index)
        self._block.append(self._block[-1] if inline else index)
        self._open[name] += 1
        if name in _SILENT:
            self._silent += 1

    def close(self, name: str) -> None:
        if name == "br":
            return
        if name == "p" and not self._open["p"]:
            self.flush()
            return
        if not self._open[name]:
            return
        depth = self._find(name)
        if depth is None:
            return
        if name not in _INLINE and ":" not in name:
            self.flush()
        self._pop_to(depth)

    def _find(self, name: str) -> int | None:
        """Depth of the innermost open element of this name that a closing tag may reach."""
        for depth in range(len(self._stack) - 1, max(0, len(self._stack) - _LOOK_UP), -1):
            tag = self.elements[self._stack[depth]].tag
            if tag == name:
                return depth
            if tag in _FENCES and name not in _FENCES and name not in ("tr", "tbody", "thead", "tfoot"):
                return None
        return None

    def _pop_to(self, depth: int) -> None:
        while len(self._stack) > depth:
            tag = self.elements[self._stack.pop()].tag
            self._block.pop()
            self._open[tag] -= 1
            if tag in _SILENT:
                self._silent -= 1
            if tag not in _INLINE:
                self.flush()

    def _imply_ends(self, name: str) -> None:
        if name in _CLOSES_P and self._open["p"]:
            depth = self._find("p")
            if depth is not None and len(self._stack) - depth < 64:
                self._pop_to(depth)
        if name not in _ENDS:
            return
        ended, holders = _ENDS[name]
        if not any(self._open[tag] for tag in ended):
            return
        outermost: int | None = None
        for depth in range(len(self._stack) - 1, max(0, len(self._stack) - _LOOK_UP), -1):
            tag = self.elements[self._stack[depth]].tag
            if tag in holders:
                break
            if tag in ended:
                outermost = depth
        if outermost is not None:
            self._pop_to(outermost)

    def _begins_anew(self, token: Token, index: int) -> bool:
        """Is the line after a single break a paragraph of its own? Pages without paragraph tags write lists and
        headings so: the line above ends a sentence, or this one has a list mark or other formatting."""
        last, end = self._last
        if _LINE_END.search(self.source, max(0, end - 12), end) or _LIST_MARK.match(self.source, token.start, token.end):
            return True
        return self.elements[last].parent != index and self.elements[index].parent != last and last != index

    def _line_break(self, offset: int) -> None:
        """One break is mostly a line of the same paragraph, two are always a new paragraph."""
        if self._silent or self._segment is None:
            return
        if self._break is not None:
            self.flush()
        else:
            self._break = offset


def _is_hidden(raw: str) -> bool:
    found = attributes(raw)
    return "hidden" in found or _HIDDEN.search(found.get("style", "")) is not None
