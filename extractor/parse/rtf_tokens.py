"""The bytes of a rich text file (.rtf) in, its tokens out: control words with their number, characters, braces.
Which character a byte is depends on the font in force, so bytes stay bytes here; rtf.py knows the fonts.
Binary stretches (\\bin) are jumped over. (Rich Text Format Specification 1.9.1.)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

_TOKEN = regex.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?\x20?|(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)|\\(?P<sign>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\x00]+)|[\r\n\x00]+|\\"
)


@dataclass(frozen=True, slots=True)
class Token:
    """word: a control word with its number, a control sign as its own word ("~", "*"). text: characters as bytes.
    open, close: braces."""

    kind: Literal["word", "text", "open", "close"]
    word: str = ""
    number: int | None = None
    text: bytes = b""


def tokens_of(data: bytes) -> Iterator[Token]:
    at = 0
    while at < len(data):
        match = _TOKEN.match(data, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        if match["text"] is not None:
            yield Token("text", text=match["text"])
        elif match["hex"] is not None:
            yield Token("text", text=bytes.fromhex(match["hex"].replace(b"\\'", b"").decode("ascii")))
        elif match["word"] is not None:
            word = match["word"].decode("ascii")
            number = int(match["number"]) if match["number"] else None
            if word == "bin" and number is not None and number > 0:
                at += number
            else:
                yield Token("word", word=word, number=number)
        elif match["sign"] is not None:
            sign = match["sign"].decode("latin-1")
            if sign in "\\{}":
                yield Token("text", text=match["sign"])
            else:
                yield Token("word", word="par" if sign in "\r\n" else sign)
        elif match["brace"] is not None:
            yield Token("open" if match["brace"] == b"{" else "close")
