"""Tokens of a page in, its Tree out: tags opened and closed as a browser would (a <p> ends at the next block, a
<td> at the next cell), text gathered into segments between block boundaries. Called by html.py.

Closing a tag looks at most a few hundred levels up and nothing recurses, so a page of 100,000 nested tags
costs what any page of its size costs."""

from __future__ import annotations

import re
from collections import Counter

from extractor.parse.html_tokens import RAW_ELEMENTS, Kind, attributes, tokens
from extractor.parse.html_tree import Element, Raw, Segment, Tree

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_SILENT = frozenset(["select", "button", "svg", "template", "object", "canvas", "audio", "video", "map", "datalist", "math", "head", "applet"])
_HEAD_ONLY = frozenset(["base", "object", "template", "head", "html"])
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
_CLOSES_P = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
_FENCES = frozenset({"td", "th", "table", "body", "html", "caption", "object"})
_LOOK_UP = 400
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-element\s*:\s*(?:header|footer)\b|mso-hide\s*:\s*all", re.IGNORECASE)
_WEIGHT = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:(bold|[6-9]00)|normal|[1-5]00)", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"[.:;!?…/]\s*$")
_LIST_MARK = re.compile(r"\s*(?:[-–+*•▪]\s|[-–+•]\w|\d{1,2}[.)]\s|[a-zđ]\)\s)")


def build_tree(source: str) -> Tree:
    builder = _Builder(source)
    for kind, start, end, name, raw in tokens(source):
        if kind is Kind.TEXT:
            builder.text(start, end)
        elif kind is Kind.OPEN:
            builder.open(start, name, raw)
        elif kind is Kind.CLOSE:
            builder.close(name)
        else:
            builder.raws.append(Raw(name, raw, start, end))
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

    def text(self, start: int, end: int) -> None:
        if not self.elements[self._stack[-1]].verbatim:
            self._text(start, end)
            return
        for line in _LINE.finditer(self.source, start, end):  # in preformatted text a line end is a break
            if line.start() > start:
                self._line_break(line.start() - 1)
            if line.end() > line.start():
                self._text(line.start(), line.end())

    def _text(self, start: int, end: int) -> None:
        visible = self.source[start:end].strip()
        if self._silent and visible and self.elements[self._stack[-1]].tag == "head":
            self.close("head")
        index = self._stack[-1]
        if self._silent or not visible:
            if self._segment is not None and not self._silent:
                self._segment.add(start, end, index)
            return
        if self._break is not None and self._begins_anew(start, end, index):
            self.flush()
        element = self.elements[index]
        segment = self._segment
        if segment is None:
            segment = self._segment = Segment(self._block[-1], hidden=element.hidden)
        elif self._break is not None:
            segment.add(self._break, self._break, index)
        self._break = None
        self._last = (index, end)
        segment.add(start, end, index)
        segment.chars += len(visible)
        if element.link:
            segment.linked += len(visible)
        if element.bold:
            segment.bold += len(visible)

    def flush(self) -> None:
        if self._segment is not None:
            self.segments.append(self._segment)
        self._segment = self._break = None

    def open(self, start: int, name: str, raw: str) -> None:
        if name == "br":
            self._line_break(start)
            return
        if name in RAW_ELEMENTS:
            return  # its content comes as a token of its own
        if name in ("meta", "link"):
            self.heads.append(Element(name, self._stack[-1], start, raw))
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
        self._push(start, name, raw, inline)
        if raw.endswith("/") and (":" in name or name == "svg"):
            self.close(name)

    def _push(self, start: int, name: str, raw: str, inline: bool) -> None:
        parent = self._stack[-1]
        above = self.elements[parent]
        hidden = above.hidden
        if not hidden and raw and ("none" in raw or "hidden" in raw or "mso-" in raw):
            hidden = _is_hidden(raw)
        bold = above.bold or name in ("b", "strong", "th")
        weight = _WEIGHT.search(raw) if "font-weight" in raw else None
        if weight is not None:
            bold = weight[1] is not None
        element = Element(name, parent, start, raw, above.link or name == "a", bold, hidden, above.verbatim or name == "pre")
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

    def _begins_anew(self, start: int, stop: int, index: int) -> bool:
        """Is the line after a single break a paragraph of its own? Pages without paragraph tags write lists and
        headings so: the line above ends a sentence, or this one has a list mark or other formatting."""
        last, end = self._last
        if _LINE_END.search(self.source, max(0, end - 12), end) or _LIST_MARK.match(self.source, start, stop):
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
