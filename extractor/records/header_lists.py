"""The pieces of a list of bodies in - nơi nhận, kính gửi - its items out, as printed, without bullets and end
marks. Lines that a narrow column wrapped are joined again; a list put on one line is cut at its dashes or
semicolons. Commas inside an item stay: "Giám đốc, các Phó Giám đốc" is one."""

from __future__ import annotations

from itertools import pairwise

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.header_pieces import Piece, one_line
from extractor.text import squeeze

_BULLET = regex.compile(r"[-+•*▪·–][ ]*(?=\S)")
_INLINE_ITEM = regex.compile(r"(?:(?<=[;:,.])|^)[ ]*[-+•–][ ]*(?=\S)")


def read_items(reading: Reading, listed: list[Piece]) -> tuple[tuple[str, ...], Span | None]:
    """The items of a list, without bullets and end marks; a line without a bullet goes on with the item
    before, unless no line has one. The list ends with the item Lưu (NĐ 30/2020/NĐ-CP, annex I)."""
    raw: list[tuple[str, Span]] = []
    bulleted = any(_bullet(reading, p) for p in listed)
    for piece in listed:
        text = one_line(reading, piece.span)
        goes_on = bool(raw) and not _bullet(reading, piece) and (bulleted or not raw[-1][0].rstrip().endswith((";", ".", ",")))
        if raw and _is_last(reading, raw[-1][0]) and (not goes_on or raw[-1][0].rstrip().endswith((".", "./.")) or not text[:1].islower()):
            break
        if goes_on:
            raw[-1] = f"{raw[-1][0]} {text}", Span(raw[-1][1].start, piece.end)
        else:
            raw.extend((part, piece.span) for part in _parts(text))
    items = tuple(item for item in (_bare(text) for text, _ in raw) if item)
    return (items, Span(raw[0][1].start, raw[-1][1].end)) if items else ((), None)


def _is_last(reading: Reading, text: str) -> bool:
    rule = reading.rules.rule("header_foot.last_item")
    return rule is not None and rule.pattern.match(text) is not None


def _bullet(reading: Reading, piece: Piece) -> bool:
    return _BULLET.match(reading.view, piece.start, piece.end) is not None


def _parts(text: str) -> list[str]:
    """- A; - B; - Lưu: VT. on one line: its items."""
    marks = [m.start() for m in _INLINE_ITEM.finditer(text)]
    if len(marks) > 1 or (marks and marks[0] > 0):
        edges = [0, *[m for m in marks if m > 0], len(text)]
        return [text[a:b] for a, b in pairwise(edges) if text[a:b].strip()]
    if not marks and ";" in text.rstrip(" ;.") and "(" not in text:
        return [part for part in text.split(";") if part.strip()]
    return [text]


def _bare(text: str) -> str:
    bare = _BULLET.sub("", squeeze(text), count=1).strip() if _BULLET.match(squeeze(text)) else squeeze(text)
    bare = regex.sub(r"[ ;.,:/]+$", "", bare)
    return bare if any(c.isalpha() for c in bare) else ""
