"""A Reading in, the foot of an official document out: recipients (nơi nhận) and the signature with its
authority (quyền hạn ký), the signer's own office and name (NĐ 30/2020/NĐ-CP, annex I, boxes 7 and 9b).
A file may hold several feet (the annexes, the plan a decision promulgates): the first that is signed counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.header_lists import read_items
from extractor.records.header_pieces import Piece, cut, is_capitals, one_line, pieces
from extractor.records.names import proper_name
from extractor.text import squeeze

_REACH = 3500  # characters of a foot at most
_BEFORE = 900  # a signature may stand before the recipients
_SIDE_BY_SIDE = 600  # characters between the signatures of one document
_NAMES_LATER = 12  # printed lines between an office and its name at most


@dataclass(frozen=True, slots=True)
class Lines:
    """Printed lines that are one value: its text on one line and the stretch that proves it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed. authority: the lines with TM., KT., TL. ...; title: the signer's own office."""

    name: Lines
    title: Lines | None
    authority: Lines | None
    start: int


@dataclass(frozen=True, slots=True)
class Foot:
    """recipients: the items, and the stretch they stand in. start: where the foot begins, len(text) where there is none."""

    recipients: tuple[str, ...]
    recipients_span: Span | None
    signature: Signature | None
    start: int

    @property
    def found(self) -> bool:
        return bool(self.recipients) or self.signature is not None


def read_foot(reading: Reading, body_start: int) -> Foot:
    """The first signed foot after `body_start`; else the first list of recipients; else a signature alone."""
    unsigned: Foot | None = None
    leads = [a.span for a in reading.annotations.of("header_recipients") if a.span.start >= body_start]
    for index, lead in enumerate(leads):
        edge = leads[index + 1].start if index + 1 < len(leads) else len(reading.view)
        foot = _foot_at(reading, lead, min(edge, lead.end + _REACH), body_start)
        if foot.signature is not None:
            return foot
        unsigned = unsigned or foot
    signature = _without_recipients(reading, body_start, leads[0].start if leads else len(reading.view))
    if signature is not None and unsigned is None:
        return Foot((), None, signature, signature.start)
    return unsigned or Foot((), None, None, len(reading.view))


def _foot_at(reading: Reading, lead: Span, end: int, body_start: int) -> Foot:
    found = cut(pieces(reading, lead.start, end, foot=True), [lead], reading.view)
    found = _until_next_part(reading, found)
    columns = any(p.right and _opens(reading, p) for p in found)
    first = next((i for i, p in enumerate(found) if _opens(reading, p) and (p.right or not columns)), len(found))
    listed = [p for i, p in enumerate(found) if (not p.right if columns else i < first) and not (columns and _is_name_alone(reading, p, found[:first]))]
    signed = [p for p in found[first:] if p.right or not columns]
    signature = read_signature(reading, signed)
    if signature is not None and reading.match("header_foot.minor_signer", signature.start) is not None:
        signature = read_signature(reading, _behind(reading, signed, signature)) or signature
    if signature is None:
        before = pieces(reading, max(body_start, lead.start - _BEFORE), lead.start)
        signature = _last_signature(reading, before)
    items, span = read_items(reading, listed)
    start = min(lead.start, signature.start) if signature else lead.start
    return Foot(items, span, signature, start)


def _behind(reading: Reading, signed: list[Piece], minor: Signature) -> list[Piece]:
    """The pieces of a second signature: without those of the one who signs beside the head."""
    taken = [minor.name.span, *([minor.title.span] if minor.title else [])]
    return [p for p in signed if not any(p.span.touches(span) for span in taken)]


def _until_next_part(reading: Reading, found: list[Piece]) -> list[Piece]:
    """The pieces before an annex or another document begins."""
    for index, piece in enumerate(found):
        if index == 0:
            continue
        if any(reading.annotations.of_within(family, piece.span) for family in ("header_annex", "header_state", "header_copy")):
            return found[:index]
        hit = reading.annotations.at("document_types", piece.start)
        if hit is not None and hit.span.end == piece.end and is_capitals(reading.view[piece.start : piece.end]):
            return found[:index]
    return found


def _opens(reading: Reading, piece: Piece) -> bool:
    """A signature begins here: TM., KT. ... or an office in capitals."""
    if _authority_at(reading, piece.start):
        return True
    role = reading.annotations.at("roles", piece.start)
    return role is not None and role.span.end <= piece.end and is_capitals(reading.view[piece.start : role.span.end])


def _authority_at(reading: Reading, offset: int) -> bool:
    found = reading.annotations.of_within("header_authority", Span(offset, min(len(reading.view), offset + 12)))
    return bool(found) and found[0].span.start == offset


def _is_name_alone(reading: Reading, piece: Piece, before: list[Piece]) -> bool:
    return not before and _name(reading, piece.start, piece.end) is not None


def read_signature(reading: Reading, found: list[Piece]) -> Signature | None:
    """The signature a run of pieces holds: authority, office, name, in this order. None without a name:
    an office that nobody signed proves nothing."""
    authority: list[Span] = []
    offices: list[Span] = []
    start: int | None = None
    last_line = None
    for piece in _one_column(found):
        if last_line is not None and piece.line - last_line > _NAMES_LATER:
            return None
        for run in _runs(reading, piece):
            text = reading.view[run.start : run.end]
            around = Span(max(0, run.start - 1), min(len(reading.view), run.end + 1))
            if reading.annotations.of_within("header_signed", around) or _is_stamp(reading, run):
                continue
            opened = bool(authority or offices)
            if opened and reading.match("header.opener", run.start, run.end) is not None:
                return None  # a body follows: the office was the authority over it
            name = _name(reading, run.start, run.end) if opened else None
            if name is not None and (not is_capitals(text) or _is_capital_name(reading, run)):
                return _make(reading, name, offices, authority, start if start is not None else run.start)
            if _authority_at(reading, run.start):
                if offices:
                    authority, offices = [*authority, *offices] if authority else [], []
                authority.append(run)
            elif is_capitals(text):
                if authority and not offices and _is_the_same_body(reading, authority[-1], run):
                    authority[-1] = Span(authority[-1].start, run.end)  # TM. ỦY BAN NHÂN DÂN / TỈNH X
                else:
                    offices.append(run)
            elif _role_at(reading, run.start) and len(text) < 80:
                offices.append(run)
            elif opened and len(text) > 60:
                return None
            elif not opened:
                continue
            start = run.start if start is None else start
            last_line = piece.line
    return None


def _is_the_same_body(reading: Reading, authority: Span, run: Span) -> bool:
    """TỈNH X under TM. ỦY BAN NHÂN DÂN goes on with it; VĂN PHÒNG - THỐNG KÊ under TUQ. CHỦ TỊCH signs for him."""
    if _role_at(reading, run.start):
        return False
    for_a_body = bool(reading.annotations.within("bodies", authority))
    return for_a_body or reading.match("header.body_place", run.start, run.end) is not None or reading.annotations.at("bodies", run.start) is not None


def _one_column(found: list[Piece]) -> Iterator[Piece]:
    """Where two sign side by side, the one at the right: the form puts the head of the body there."""
    by_line: dict[int, list[Piece]] = {}
    for piece in found:
        by_line.setdefault(piece.line, []).append(piece)
    for same in by_line.values():
        yield same[-1]


def _is_stamp(reading: Reading, run: Span) -> bool:
    near = Span(max(0, run.start - 300), min(len(reading.view), run.end + 300))
    return any(a.span.touches(run) for a in reading.annotations.of_within("header_digital", near))


def _runs(reading: Reading, piece: Piece) -> Iterator[Span]:
    """TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Hữu Dũng: its authorities, offices and name."""
    view = reading.view
    cuts = {a.span.start for a in reading.annotations.of_within("header_authority", piece.span)}
    cuts |= {edge for a in reading.annotations.of_within("header_signed", piece.span) for edge in (a.span.start, a.span.end)}
    words = list(regex.finditer(r"\S+", view, pos=piece.start, endpos=piece.end))
    for before, word in pairwise(words):
        if is_capitals(before[0]) and word[0][0].isupper() and len(word[0]) > 1 and word[0][1].islower():
            cuts.add(word.start())
    for authority in reading.annotations.of_within("header_authority", piece.span):
        cuts |= set(_own_office(reading, authority.span.end, piece.end, authority.get("prefix")))
    edges = [piece.start, *sorted(c for c in cuts if piece.start < c < piece.end), piece.end]
    for start, end in pairwise(edges):
        while end > start and view[end - 1].isspace():
            end -= 1
        while start < end and view[start].isspace():
            start += 1
        if start < end and any(c.isalnum() for c in view[start:end]):
            yield Span(start, end)


def _own_office(reading: Reading, start: int, end: int, prefix: str) -> Iterator[int]:
    """Where the signer's own office begins behind an authority on the same line: behind TM. a body the
    first office, behind KT. an office the second."""
    roles = [h for h in reading.annotations.within("roles", Span(start, end)) if is_capitals(reading.view[h.span.start : h.span.end])]
    stop = min((a.span.start for a in reading.annotations.of_within("header_authority", Span(start, end))), default=end)
    inside = [h.span for h in reading.annotations.within("bodies", Span(start, end))]  # BÍ THƯ in BAN BÍ THƯ
    roles = [h for h in roles if h.span.start < stop and not any(body.start < h.span.start < body.end for body in inside)]
    represents_body = prefix in ("TM", "T/M")
    wanted = 0 if represents_body else 1
    if len(roles) > wanted and roles[wanted].span.start > start:
        yield roles[wanted].span.start


def _role_at(reading: Reading, offset: int) -> bool:
    return reading.annotations.at("roles", offset) is not None or reading.annotations.at("role_modifiers", offset) is not None


def _name(reading: Reading, start: int, end: int) -> Span | None:
    """The name a line is, without rank or degree; None where it is an office, a body or a place."""
    match = reading.match("header_foot.name", start, end) or reading.match("header_foot.name_in_capitals", start, end)
    if match is None:
        return None
    name = Span(*match.span("name"))
    if any(hit.span == name for hit in reading.annotations.within("bodies", name)):
        return None
    if any(hit.span.start == name.start for hit in reading.annotations.within("roles", name)):
        return None
    return name


def _is_capital_name(reading: Reading, run: Span) -> bool:
    surnames = reading.rules.lists.get("surnames")
    first = reading.view[run.start : run.end].split()[0].lower()
    known = surnames is not None and any(first == phrase.lower().split()[0] for entry in surnames.entries for phrase in entry.phrases)
    return known and not reading.annotations.within("roles", run) and not reading.annotations.within("bodies", run)


def _make(reading: Reading, name: Span, offices: list[Span], authority: list[Span], start: int) -> Signature:
    printed = one_line(reading, name)
    own = max((i for i, run in enumerate(offices) if reading.annotations.at("roles", run.start)), default=0)
    offices = offices[own:]  # CHỦ TRÌ HỘI NGHỊ / CHỦ TỊCH: the last is the signer's own
    return Signature(
        Lines(proper_name(printed) if is_capitals(printed) else printed, name),
        _lines(reading, offices),
        _lines(reading, authority),
        start,
    )


def _lines(reading: Reading, runs: list[Span]) -> Lines | None:
    if not runs:
        return None
    text = squeeze(" ".join(one_line(reading, run) for run in runs)).strip(" *_-:")
    whole = Span(runs[0].start, runs[-1].end)
    return Lines(text, whole if squeeze(reading.document.quote(whole)).strip(" *_-:") == text else runs[0])


def _last_signature(reading: Reading, before: list[Piece]) -> Signature | None:
    """A signature that stands before its recipients: the pieces from the first authority on."""
    for index, piece in enumerate(before):
        if _opens(reading, piece):
            signature = read_signature(reading, before[index:])
            if signature is not None:
                return signature
    return None


def _without_recipients(reading: Reading, body_start: int, end: int) -> Signature | None:
    """A signature with no list of recipients near it: an authority, or an office alone in capitals, and
    a name alone on a line below it."""
    starts = [a.span.start for a in reading.annotations.of("header_authority") if body_start <= a.span.start < end]
    if not starts:
        starts = [h.span.start for h in reading.annotations.hits("roles") if body_start <= h.span.start < end and _alone_in_capitals(reading, h.span)]
    signed: list[Signature] = []
    for start in starts:
        if signed and start > signed[0].start + _SIDE_BY_SIDE:
            break
        signature = _signature_at(reading, start, end)
        if signature is not None:
            signed.append(signature)
    return next((s for s in signed if reading.match("header_foot.minor_signer", s.start) is None), signed[0] if signed else None)


def _signature_at(reading: Reading, start: int, end: int) -> Signature | None:
    line_start = reading.view.rfind("\n", 0, start) + 1
    found = pieces(reading, line_start, min(end, start + 800), foot=True)
    first = next((i for i, p in enumerate(found) if p.start <= start < p.end or p.start >= start), None)
    if first is None:
        return None
    columns = found[first].right
    return read_signature(reading, [p for p in found[first:] if p.right or not columns])


def _alone_in_capitals(reading: Reading, role: Span) -> bool:
    """The office opens a short line in capitals."""
    view = reading.view
    start = view.rfind("\n", 0, role.start) + 1
    end = view.find("\n", role.end)
    line = view[start : end if end >= 0 else len(view)]
    before = view[start : role.start]
    opens = not before.strip(" *_|") or before.endswith("   ") or before.rstrip().endswith("|")
    return opens and len(line.strip()) < 120 and is_capitals(view[role.start : role.end])
