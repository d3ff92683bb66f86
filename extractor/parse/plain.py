"""A plain text file in, its Document out: the text is the whole file, menus and footers too, every
character mapped to line and column; blocks stay empty, because structure.py cuts plain text.

Line ends become LF (a CRLF or lone CR is one line break), because a carriage return left in the text
would read as a second, empty line. Everything else stays: blanks, tabs, form feeds, empty lines. A line
number is therefore that of any editor, and text and file hold the same characters between line ends."""

from __future__ import annotations

from extractor.model import Place, PlaceMap, Problem
from extractor.parse.encodings import Decoded
from extractor.text import TextBuilder

PARSER = "plain/1"


def read_plain(decoded: Decoded, path: str) -> tuple[str, PlaceMap, tuple[Problem, ...]]:
    """The canonical text of a decoded file, its map and its problems."""
    builder = TextBuilder()
    source, starts = decoded.text, decoded.lines.starts
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(source)
        line = source[start:end]
        body = line.rstrip("\r\n")
        builder.write(body + "\n" if len(body) < len(line) else body, Place(line=index + 1, column=1))
    text, places = builder.finish()
    problems = list(decoded.problems)
    if "\x00" in source:
        problems.append(Problem("warning", "parse", path, f"{source.count(chr(0))} zero characters were replaced by U+FFFD"))
    return text, places, tuple(problems)
