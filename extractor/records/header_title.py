"""The pieces of a head in, type name (tên loại) and abstract (trích yếu) out. The type is a line of its own
in capitals; what follows it, up to the authority (CHỦ TỊCH ỦY BAN ...) or the first words of the body, is
the abstract. Long forms of a type (Báo cáo tổng kết) are the type and the first words of the abstract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile

import regex

from extractor.model import Span
from extractor.numbers import TypeCodes
from extractor.reading import Reading
from extractor.records.header_pieces import Piece, is_capitals, one_line
from extractor.rules import Entry
from extractor.text import fold, squeeze

_WORD = regex.compile(r"[\p{L}\p{N}]+")
_LONGEST_NAME = 6  # syllables of a type name
_LONGEST_TITLE = 900
_WRAPPED = 150  # a line as long as this is a paragraph, not a wrapped line of a title


@dataclass(frozen=True, slots=True)
class TypeLine:
    """The type as printed, its entry, and the place of the piece in the list that was searched."""

    entry: Entry
    span: Span
    index: int


_ANNEX_LINES = 6  # over the bracket: number of the annex, name, period


@dataclass(frozen=True, slots=True)
class Title:
    """The abstract on one line, and the stretch that holds it (its first line where columns cut it)."""

    text: str
    span: Span
    end: int


def find_type_line(reading: Reading, head: list[Piece], codes: TypeCodes, after: int) -> TypeLine | None:
    """The first piece from `after` on that is a type name in capitals, alone or before its abstract."""
    for index, piece in enumerate(head):
        if piece.start < after:
            continue
        named = _type_at(reading, piece, codes)
        if named is None or reading.view[named[1].end : piece.end].lstrip().startswith(":"):
            continue
        alone = named[1].end == piece.end
        text = reading.view[piece.start : piece.end]
        if not (is_capitals(text) or (alone and (piece.align == "centre" or piece.bold or _framed(head, index)))):
            continue
        if not alone and is_capitals(text) and len(text) > _LONGEST_TITLE:
            continue
        entry, span = _base(*named, codes, reading)
        return TypeLine(entry, span, index)
    return None


def _type_at(reading: Reading, piece: Piece, codes: TypeCodes) -> tuple[Entry, Span] | None:
    """The longest type name that begins the piece; a name that only the next line completes is not meant."""
    ends = [m.end() for m in _WORD.finditer(reading.view, piece.start, piece.end)][:_LONGEST_NAME]
    for end in reversed(ends):
        entry = codes.named(reading.view[piece.start : end])
        if entry is not None:
            return entry, Span(piece.start, end)
    return None


def _framed(head: list[Piece], index: int) -> bool:
    """A type name in small letters stands alone between empty lines, followed by something."""
    return head[index].gap and index + 1 < len(head) and head[index + 1].gap


def _base(entry: Entry, span: Span, codes: TypeCodes, reading: Reading) -> tuple[Entry, Span]:
    """BÁO CÁO TỔNG KẾT is a Báo cáo: the shorter type of the same code whose name begins the line."""
    if entry["class"] != "other":
        return entry, span
    printed = squeeze(reading.view[span.start : span.end])
    best: tuple[Entry, str] | None = None
    for other in codes.entries:
        if other["class"] == "other" or not other["code"] or other["code"] != entry["code"]:
            continue
        for phrase in other.phrases:
            if printed.lower().startswith(phrase.lower() + " ") and (best is None or len(phrase) > len(best[1])):
                best = other, phrase
    if best is None:
        return entry, span
    words = len(best[1].split())
    position, seen = span.start, 0
    while seen < words:
        end = position
        while end < span.end and not reading.view[end].isspace():
            end += 1
        seen += 1
        if seen == words:
            return best[0], Span(span.start, end)
        position = end
        while reading.view[position].isspace():
            position += 1
    return best[0], span


def read_title(reading: Reading, head: list[Piece], type_line: TypeLine, issuer: str | None) -> Title | None:
    """The abstract under a type line; None where the body begins at once."""
    first = head[type_line.index]
    lines: list[Piece] = []
    start = type_line.index + 1
    rest = _skip_blanks(reading.view, type_line.span.end, first.end)
    if type_line.span.end < first.end and rest < first.end:
        own = [*head[: type_line.index], replace(first, start=rest), *head[type_line.index + 1 :]]
        start = _behind_issuer(reading, own, type_line.index)
        if start == type_line.index:  # no KẾT LUẬN CỦA BAN THƯỜNG VỤ over the abstract
            lines.append(own[start])
            start += 1
    for piece in head[_behind_issuer(reading, head, start) if not lines else start :]:
        if piece.right and not first.right and piece.cell != first.cell and lines:
            continue
        if not _belongs(reading, lines, piece, issuer):
            break
        lines.append(piece)
        if sum(p.end - p.start for p in lines) > _LONGEST_TITLE:
            break
    if not lines:
        return None
    text = squeeze(" ".join(one_line(reading, piece.span) for piece in lines)).strip(" -*_\"“”")
    whole = Span(lines[0].start, lines[-1].end)
    same = squeeze(reading.document.quote(whole)) == squeeze(" ".join(reading.document.quote(p.span) for p in lines))
    return Title(text, whole if same else lines[0].span, whole.end) if text else None


def read_annex_title(reading: Reading, head: list[Piece], bracket: Span) -> Title | None:
    """The name of an annex that stands alone, as a sheet or a list does that came with a report: it opens the text, in
    capitals and not under a type of document, and "(Kèm theo ... ngày ...)" is a line of its own under it
    (NĐ 30/2020, annex I, part II, point 6). None where the bracket says so in passing."""
    above = [piece for piece in head if piece.end <= bracket.start]
    if len(above) > _ANNEX_LINES or reading.view[: bracket.start].rpartition("\n")[2].strip():
        return None
    first = next((at for at, piece in enumerate(above) if is_capitals(reading.view[piece.start : piece.end])), None)
    if first is None or any(piece.right for piece in above):
        return None
    lines = list(takewhile(lambda piece: is_capitals(reading.view[piece.start : piece.end]), above[first:]))
    text = squeeze(" ".join(one_line(reading, piece.span) for piece in lines))
    return Title(text, Span(lines[0].start, lines[-1].end), lines[-1].end) if " " in text else None


def _behind_issuer(reading: Reading, head: list[Piece], index: int) -> int:
    """Behind CỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH (KHÓA XV) under a type: who decides, not what about. A line of
    small letters (của ...) goes with the abstract, and so does one that nothing follows."""
    first = head[index] if index < len(head) else None
    of = reading.match("header.of_issuer", first.start, first.end) if first is not None else None
    if first is None or of is None or not is_capitals(reading.view[first.start : first.end]):
        return index
    if reading.annotations.at("bodies", of.end()) is None and reading.match("header.body_head", of.end(), first.end) is None:
        return index
    behind = index + 1
    while behind < len(head) and reading.match("header.issuer_goes_on", head[behind].start, head[behind].end) is not None:
        behind += 1
    follows = behind < len(head) and reading.match("header.hard_opener", head[behind].start, head[behind].end) is None
    return behind if follows else index


def _skip_blanks(view: str, start: int, end: int) -> int:
    while start < end and not view[start].isalnum() and view[start] not in "\"'(":
        start += 1
    return start


def _belongs(reading: Reading, lines: list[Piece], piece: Piece, issuer: str | None) -> bool:
    text = reading.view[piece.start : piece.end]
    if _names_the_authority(reading, piece, text, issuer, opened=bool(lines)):
        return False
    if not lines:
        if reading.match("header.hard_opener", piece.start, piece.end) is not None:
            return False
        return not (len(text) > 2 * _WRAPPED and text.rstrip().endswith((".", ":", ";")))
    if reading.match("header.opener", piece.start, piece.end) is not None or _begins_a_list(text):
        return False
    last = lines[-1]
    before = reading.view[last.start : last.end].rstrip()
    both_capitals = is_capitals(before) and is_capitals(text)
    if text[:1].islower() and not before.endswith((".", ":", ";")):
        return True
    if is_capitals(before) != is_capitals(text) and is_capitals(reading.view[lines[0].start : lines[0].end]):
        return last.align == piece.align == "centre" and not piece.gap and len(text) < _WRAPPED
    if piece.gap and not (last.align == piece.align == "centre" and len(text) < _WRAPPED):
        return both_capitals or (before.endswith((",", " -")) and len(text) < _WRAPPED)
    if before.endswith((".", ":", ";")) or len(text) > _WRAPPED or text.rstrip().endswith((".", ":", ";")):
        return False
    if last.align is not None or piece.align is not None:
        return piece.align == last.align and piece.bold == last.bold
    return len(before) < _WRAPPED


def _begins_a_list(text: str) -> bool:
    return text[:2] in ("- ", "+ ", "* ") or (text[:1].isdigit() and text[1:2] in ".)")


def _names_the_authority(reading: Reading, piece: Piece, text: str, issuer: str | None, *, opened: bool) -> bool:
    """ỦY BAN NHÂN DÂN TỈNH X, CHỦ TỊCH ỦY BAN ... before the căn cứ: who decides, not what about."""
    if not is_capitals(text):
        return False
    if issuer and fold(squeeze(text)).startswith(fold(issuer)):
        return True
    role = reading.annotations.at("roles", piece.start)
    if role is not None and role.span.end <= piece.end:
        after = _skip_blanks(reading.view, role.span.end, piece.end)
        if after >= piece.end or reading.annotations.at("bodies", after) is not None or reading.match("header.body_head", after, piece.end) is not None:
            return True
    return opened and piece.gap and reading.annotations.at("bodies", piece.start) is not None
