"""A text and the marks of its records in, pieces of the text out that each lie in the same marks, and from
them HTML in which the pieces of a record, joined, are exactly its quote. Everything from the text is
escaped; a piece links to the record of its shortest mark, so that reading needs no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that belongs to a record: characters start to end, the record's family and id."""

    start: int
    end: int
    family: str
    record: str


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end], the marks over it (the shortest first), and the records whose first mark opens here."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    opens: tuple[str, ...] = ()


def pieces_of(length: int, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[Piece]:
    """The pieces of a text of `length` characters, in order and without a gap. cuts: where a piece must end
    besides (pages)."""
    held = sorted((m for m in marks if 0 <= m.start < m.end <= length), key=lambda m: (m.start, m.end, m.record))
    ends = sorted({0, length, *(c for c in cuts if 0 < c < length), *(c for m in held for c in (m.start, m.end))})
    opened: set[str] = set()
    active: list[Mark] = []
    coming = 0
    for first, following in pairwise(ends):
        active = [m for m in active if m.end > first]
        opens = []
        while coming < len(held) and held[coming].start <= first:
            active.append(held[coming])
            if held[coming].record not in opened:
                opens.append(held[coming].record)
            opened.add(held[coming].record)
            coming += 1
        yield Piece(first, following, tuple(sorted(active, key=lambda m: (m.end - m.start, m.record))), tuple(opens))


def marked(text: str, pieces: Iterable[Piece], outside: Sequence[tuple[int, int]] = ()) -> Markup:
    """The pieces as HTML: <a class="m m-dates" href="#r-ID" data-r="ID ..."> for each that is marked, and
    <span class="outside"> for each that lies in one of the stretches `outside` (menus, footers)."""
    return Markup("").join(_piece(text[piece.start : piece.end], piece, any(a <= piece.start and piece.end <= b for a, b in outside)) for piece in pieces)


def _piece(text: str, piece: Piece, outside: bool) -> Markup:
    said = Markup(str(escape(text)).replace("\r", "&#13;"))
    if not piece.marks:
        return Markup('<span class="outside">{}</span>').format(said) if outside and text.strip() else said
    anchors = Markup("").join(Markup('<span id="t-{}"></span>').format(record) for record in piece.opens)
    records = list(dict.fromkeys(mark.record for mark in piece.marks))
    families = list(dict.fromkeys(f"m-{mark.family}" for mark in piece.marks))
    nested = f"m {' '.join(families)}"
    return anchors + Markup('<a class="{}" href="#r-{}" data-r="{}">{}</a>').format(nested, records[0], " ".join(records), said)


def snippet(text: str, start: int, highlights: Sequence[tuple[int, int]]) -> Markup:
    """A window of a text, beginning at character `start` of it, with its finds marked; highlights are
    offsets of the whole text. Those that overlap are marked together."""
    out: list[Markup] = []
    position = 0
    for first, last in sorted((max(a - start, 0), min(b - start, len(text))) for a, b in highlights):
        if last <= max(first, position):
            continue
        first = max(first, position)
        out += [escape(text[position:first]), Markup("<mark>{}</mark>").format(text[first:last])]
        position = last
    return Markup("").join([*out, escape(text[position:])])
