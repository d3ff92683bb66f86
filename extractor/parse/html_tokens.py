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
from typing import NamedTuple

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?>[^>=]++|=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|))*+)>""")
_LENIENT_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_ATTRIBUTE = re.compile(r"""([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")

# Elements whose content is never markup (or, for noscript and its like, never read).
_RAW = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"})
_CLOSERS = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in _RAW}


class Kind(IntEnum):
    TEXT = 0
    OPEN = 1
    CLOSE = 2
    RAW = 3


class Token(NamedTuple):
    """start, end: its stretch of the source; of RAW the content between its tags. raw: the attributes as
    written. name: in lower case, "" for text."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    raw: str = ""


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a page in order. Comments, declarations and conditional marks are left out; a "<"
    that opens nothing is text."""
    find, position, length = source.find, 0, len(source)
    pattern, comment_ends, never_closed = _TAG, True, set[str]()
    while position < length:
        start = find("<", position)
        if start < 0:
            yield Token(Kind.TEXT, position, length)
            return
        after = source[start + 1 : start + 2]
        if not (after.isalpha() and after.isascii()) and after not in "/!?" or not after:
            end = start + 1
            while end < length and source[end] == "<" and source[end - 1] == "<" and source[end + 1 : end + 2] == "<":
                end += 1
            yield Token(Kind.TEXT, position, end)
            position = end
            continue
        if start > position:
            yield Token(Kind.TEXT, position, start)
        if after in "!?" or (after == "/" and not source[start + 2 : start + 3].isalpha()):
            if source.startswith("<!--", start) and comment_ends:
                end = find("-->", start + 2)
                if end >= 0:
                    position = end + 3
                    continue
                comment_ends = False
            end = find(">", start)
            if end < 0:
                return
            position = end + 1
            continue
        match = pattern.match(source, start)
        if match is None and pattern is _TAG:
            pattern = _LENIENT_TAG
            match = pattern.match(source, start)
        if match is None:
            return  # the page breaks off inside a tag
        closing, name, raw = match.groups()
        name = name.lower()
        position = match.end()
        if closing:
            yield Token(Kind.CLOSE, start, position, name)
        elif name in _RAW and name not in never_closed:
            closer = _CLOSERS[name].search(source, position)
            if closer is not None:
                yield Token(Kind.RAW, position, closer.start(), name, raw)
                position = find(">", closer.start()) + 1 or length
            elif name in ("script", "style"):
                return  # what follows is code to the end of the page
            else:
                never_closed.add(name)
        else:
            yield Token(Kind.OPEN, start, position, name, raw)


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
