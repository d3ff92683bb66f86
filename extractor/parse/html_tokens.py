"""Decoded HTML in, raw tokens with their offsets out: text, opening and closing tags, and the contents of
elements that hold no markup (script, style, title). It repairs nothing and builds nothing: html_tree.py
does. Written over a pattern instead of html.parser because each token must keep its exact stretch of
the source and a page of 50 kB must take a few milliseconds.

Time is linear in the input whatever the markup: a tag that never ends switches to a lenient pattern
for the rest of the page, and a search for an end that found nothing is not repeated."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache

_TAG = re.compile(r"""([^<]*+)<(/?)([a-zA-Z][^\s/>]*+)((?>[^>=]++|=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|))*+)>""")
_LENIENT_TAG = re.compile(r"([^<]*+)<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_NO_TAG = re.compile(r"<+(?![a-zA-Z/!?])")
_ATTRIBUTE = re.compile(r"""([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")

# Elements whose content is never markup (or, for noscript and its like, never read).
RAW_ELEMENTS = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"})
_CLOSERS = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in RAW_ELEMENTS}


class Kind(IntEnum):
    TEXT = 0
    OPEN = 1
    CLOSE = 2
    RAW = 3


# kind, start and end in the source (of RAW: of the content between its tags), name in lower case ("" for
# text), attributes as written. A bare tuple, because a page has thousands and naming them doubles the time.
Token = tuple[Kind, int, int, str, str]


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a page in order. Comments, declarations and conditional marks are left out; a "<"
    that opens nothing is text."""
    text, open_, close, raw_kind = Kind.TEXT, Kind.OPEN, Kind.CLOSE, Kind.RAW
    position, length, pattern = 0, len(source), _TAG
    ends = _Ends(source)
    while position < length:
        match = pattern.match(source, position)
        if match is None:
            start = source.find("<", position)
            end = length if start < 0 else start
            if end > position:
                yield text, position, end, "", ""
            if start < 0:
                return
            past = ends.past_comment(start)
            stray = _NO_TAG.match(source, start)
            if past is None and stray is not None:
                past = stray.end()
                yield text, start, past, "", ""
            if past is None:
                if pattern is _LENIENT_TAG or _LENIENT_TAG.match(source, start) is None:
                    return  # the page breaks off inside a tag
                pattern, past = _LENIENT_TAG, start
            position = past
            continue
        before, closing, name, raw = match.groups()
        if before:
            yield text, position, position + len(before), "", ""
        start, position, name = position + len(before), match.end(), name.lower()
        if closing:
            yield close, start, position, name, ""
            continue
        yield open_, start, position, name, raw
        if name in RAW_ELEMENTS:
            stop = ends.of_raw(name, position)
            if stop is None and name in ("script", "style"):
                return  # what follows is code to the end of the page
            if stop is not None:
                yield raw_kind, position, stop, name, raw
                position = stop


class _Ends:
    """Where comments and raw elements end. A search that found nothing is not repeated."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._missing: set[str] = set()

    def past_comment(self, start: int) -> int | None:
        """The offset after a comment, declaration or bogus closing tag at `start`; None where there is none."""
        source = self._source
        after = source[start + 1 : start + 2]
        if after not in ("!", "?") and not (after == "/" and not source[start + 2 : start + 3].isalpha()):
            return None
        if source.startswith("<!--", start) and "-->" not in self._missing:
            end = source.find("-->", start + 2)
            if end >= 0:
                return end + 3
            self._missing.add("-->")
        end = source.find(">", start) if ">" not in self._missing else -1
        if end < 0:
            self._missing.add(">")
            return len(source)
        return end + 1

    def of_raw(self, name: str, start: int) -> int | None:
        if name in self._missing:
            return None
        closer = _CLOSERS[name].search(self._source, start)
        if closer is None:
            self._missing.add(name)
            return None
        return closer.start()


@lru_cache(maxsize=8192)
def attributes(raw: str) -> Mapping[str, str]:
    """The attributes of a tag, names in lower case, entities resolved; of one given twice the first."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(raw[:20000]):
        value = double or single or bare
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


def attribute_offset(source: str, tag_start: int, tag_end: int, name: str) -> int:
    """Where the value of an attribute stands in the source; the tag's start where it has none."""
    match = re.compile(rf"""\b{re.escape(name)}\s*=\s*["']?""", re.IGNORECASE).search(source, tag_start, tag_end)
    return match.end() if match else tag_start


def plain(source: str, start: int, end: int) -> str:
    """A stretch of source text as read: entities resolved, white space squeezed."""
    piece = source[start:end]
    return " ".join((html.unescape(piece) if "&" in piece else piece).split())
