"""A Reading in, the boxes at the top of an official document out (NĐ 30/2020/NĐ-CP, annex I): quốc hiệu or
Party name, issuing and superior body, number, place and date, V/v, addressees, marks of urgency and
secrecy. What is not there stays None: a page without such boxes is no official form. The type line and
the abstract are read by header_title.py, the foot by header_foot.py; header.py puts them together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from extractor.annotate import Annotation
from extractor.facts import Withheld
from extractor.model import MetaField, Span
from extractor.numbers import DocumentNumber, TypeCodes, number_of
from extractor.reading import Reading
from extractor.records.header_pieces import Piece, cut, is_capitals, one_line, pieces
from extractor.text import squeeze

HEAD_LIMIT = 4500  # characters in which a head must begin and end
_PROSE = 220  # a line as long as this, not in capitals, is body


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in the head: its lines joined, and the stretch that proves it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Boxes:
    """The fixed boxes that were found. end: where the last of them ends, start: where the first begins.
    blank_notation: what stands after the slash of a number that is not filled in. withheld: what is filled
    in, but not to be believed; header_belief.py says so. stamp: the issuer's own digital signature, where it
    tells the day that the place-date line does not."""

    start: int
    end: int
    limit: int
    state: Span | None = None
    party: Span | None = None
    number: DocumentNumber | None = None
    number_span: Span | None = None
    blank_notation: str | None = None
    blank_span: Span | None = None
    place: Span | None = None
    day: Span | None = None
    issued_on: str | None = None
    superior: Body | None = None
    issuer: Body | None = None
    subject: Body | None = None
    urgency: Span | None = None
    secrecy: Span | None = None
    withheld: tuple[Withheld, ...] = ()
    stamp: MetaField | None = None

    @property
    def official(self) -> bool:
        """Something of the official form is there: a national or Party title, a number line, a place and day."""
        return any((self.state, self.party, self.number_span, self.blank_span))


def read_boxes(reading: Reading, codes: TypeCodes) -> Boxes:
    """The boxes of the head; only `start`, `end` and `limit` are set where there are none."""
    start, limit = _bounds(reading)
    state = _first(reading, "header_state", start, limit)
    party = _first(reading, "header_party", start, limit)
    number, number_span = _number(reading, codes, start, limit)
    unread = unread_number(reading, Span(start, limit), number_span)
    if unread is not None:
        number = number_span = None
    blank = (unread or _first(reading, "header_number_blank", start, limit)) if number is None else None
    dated = _place_date(reading, start, limit) or unread_day(reading, Span(start, limit))
    fixed = [a.span for a in (state, party, blank, dated) if a is not None]
    fixed += [a.span for a in reading.annotations.of_within("header_motto", Span(start, limit))]
    if number_span is not None:
        fixed.append(_with_lead(reading, number_span))
    head = pieces(reading, start, limit)
    anchor = number_span or (blank.span if blank else None)
    end = max((span.end for span in fixed), default=start)
    left = cut(head, fixed, reading.view)
    urgency, secrecy = (_mark(reading, name, left, end) for name in ("urgency", "secrecy"))
    bodies = _bodies(reading, left, anchor, end, {s for s in (urgency, secrecy) if s}) if fixed else []
    return Boxes(
        start=min((span.start for span in fixed), default=start),
        end=end,
        limit=limit,
        state=state.span if state else None,
        party=party.span if party else None,
        number=number,
        number_span=number_span,
        blank_notation=blank.get("notation").replace(" ", "") if blank else None,
        blank_span=blank.span if blank else None,
        place=_named_place(dated),
        day=_day_span(dated),
        issued_on=iso_day(dated),
        superior=bodies[-2] if len(bodies) > 1 else None,
        issuer=bodies[-1] if bodies else None,
        subject=_subject(reading, left, start, limit),
        urgency=urgency,
        secrecy=secrecy,
    )


def unread_number(reading: Reading, head: Span, number: Span | None) -> Annotation | None:
    """On a recognised page, the number box whose digits are no digits as read; what is written by hand. It
    goes before a number further down: that is one of another document."""
    found = next((a for a in reading.annotations.of_within("header_number_unread", head) if reading.document.recognised(a.span.start)), None)
    return found if found is not None and (number is None or found.span.end <= number.start) else None


def unread_day(reading: Reading, head: Span) -> Annotation | None:
    """On a recognised page, the place-date line whose day or month is no number as read."""
    return next((a for a in reading.annotations.of_within("header_day_unread", head) if reading.document.recognised(a.span.start)), None)


def _bounds(reading: Reading) -> tuple[int, int]:
    """Where the head may lie: from the first line that is not furniture to the first line of prose."""
    start: int | None = None
    for line in reading.structure.body_lines():
        if start is None:
            start = line.start
        if line.start - start > HEAD_LIMIT:
            return start, line.start
        text = reading.view[line.start : line.end]
        if len(text) > _PROSE and not is_capitals(text) and not _holds_a_box(reading, line.span):
            return start, line.start
    return start or 0, min(len(reading.view), (start or 0) + HEAD_LIMIT)


def _holds_a_box(reading: Reading, span: Span) -> bool:
    families = ("header_state", "header_party", "header_number", "header_number_blank")
    return any(reading.annotations.of_within(family, span) for family in families)


def _first(reading: Reading, family: str, start: int, limit: int) -> Annotation | None:
    found = reading.annotations.of_within(family, Span(start, limit))
    return found[0] if found else None


def _number(reading: Reading, codes: TypeCodes, start: int, limit: int) -> tuple[DocumentNumber | None, Span | None]:
    """The filled-in number of the head: the first behind "Số:" that ends its column; else the first. A
    portal's heading (Nghị định số 12/2023/NĐ-CP quy định ...) names the number too, but is not the box."""
    found: list[Annotation] = []
    for lead in reading.annotations.of_within("header_number", Span(start, limit)):
        behind = Span(lead.span.end, min(len(reading.view), lead.span.end + 60))
        first = next(iter(reading.annotations.of_within("document_number", behind)), None)
        if first is not None and first.span.start == lead.span.end:
            found.append(first)
    box = next((a for a in found if _ends_its_column(reading, a.span.end)), found[0] if found else None)
    return (number_of(box, codes), box.span) if box is not None else (None, None)


def _ends_its_column(reading: Reading, end: int) -> bool:
    stop = reading.view.find("\n", end)
    rest = reading.view[end : stop if stop >= 0 else len(reading.view)]
    if not rest.strip(" *_.") or rest.startswith("  ") or rest.lstrip().startswith("|"):
        return True
    return bool(reading.annotations.of_within("header_place_date", Span(end, end + len(rest)))) or is_capitals(rest[:40])


def _with_lead(reading: Reading, number: Span) -> Span:
    for lead in reading.annotations.of_within("header_number", Span(max(0, number.start - 40), number.start)):
        if lead.span.end == number.start:
            return Span(lead.span.start, number.end)
    return number


def _place_date(reading: Reading, start: int, limit: int) -> Annotation | None:
    """The place-date line: it stands free at the end of its column, unlike a day in a sentence."""
    for annotation in reading.annotations.of_within("header_place_date", Span(start, limit)):
        after = reading.view[annotation.span.end : annotation.span.end + 3]
        if not after.strip(" *_.") or after.startswith(("\n", "  ")) or "|" in after:
            return annotation
        if (line := reading.structure.line_at(annotation.span.start)) is not None and _holds_a_box(reading, line.span):
            return annotation  # a head put on one line
    return None


def _named_place(dated: Annotation | None) -> Span | None:
    if dated is None or "place" not in dated.groups:
        return None
    return dated.groups["place"] if dated.get("place")[:1].isalpha() else None


def _day_span(dated: Annotation | None) -> Span | None:
    if dated is None or iso_day(dated) is None:
        return None
    return Span(dated.view.lower().index("ngày", dated.groups["place"].end if "place" in dated.groups else dated.span.start), dated.span.end)


def iso_day(annotation: Annotation | None) -> str | None:
    """The ISO day that the groups day, month and year of a match name; None where one is blank or impossible."""
    if annotation is None:
        return None
    parts = [annotation.get(name) for name in ("year", "month", "day")]
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        return None


def _mark(reading: Reading, name: str, left: list[Piece], end: int) -> Span | None:
    """A mark of urgency or secrecy: a piece of the head that is nothing else, in capitals."""
    for piece in left:
        hit = reading.annotations.at(name, piece.start)
        if piece.start > end + 600:
            break
        if hit is not None and hit.span.end == piece.end and is_capitals(reading.view[piece.start : piece.end]):
            return hit.span
    return None


def _bodies(reading: Reading, left: list[Piece], anchor: Span | None, end: int, marks: set[Span]) -> list[Body]:
    """The bodies of the head, outermost first. They stand before the number; where that is cut off,
    before the last fixed box."""
    edge = anchor.start if anchor else end
    lines: list[Piece] = []
    for piece in left:
        text = reading.view[piece.start : piece.end]
        if piece.start >= edge or piece.span in marks:
            continue
        named = reading.annotations.at("bodies", piece.start) is not None and len(text) < 100 and not text.rstrip().endswith((".", ":", ";"))
        if len(text) <= 160 and (named or (is_capitals(text) and not _is_type_line(reading, piece))):
            lines.append(piece)
        elif not piece.right:
            lines.clear()  # what stands above is a site's banner, not the head
    if any(not piece.right for piece in lines):  # the right column holds quốc hiệu, or the name of the union
        lines = [piece for piece in lines if not piece.right]
    if len(lines) == 1:
        lines = list(_split_on_one_line(reading, lines[0]))
    return [_join(reading, group) for group in _grouped(reading, lines)]


def _is_type_line(reading: Reading, piece: Piece) -> bool:
    hit = reading.annotations.at("document_types", piece.start)
    return hit is not None and hit.span.end == piece.end


def _grouped(reading: Reading, lines: list[Piece]) -> Iterator[list[Piece]]:
    """Lines of one body together: a line that begins like a body begins a new one, unless the line
    before cannot be a whole name."""
    group: list[Piece] = []
    for piece in lines:
        begins = reading.match("header.body_head", piece.start, piece.end) is not None or reading.annotations.at("bodies", piece.start) is not None
        place = reading.match("header.body_place", piece.start, piece.end) is not None
        open_before = bool(group) and reading.match("header.body_open", group[-1].start, group[-1].end) is not None
        if group and begins and not place and not open_before:
            yield group
            group = []
        if group or begins:
            group.append(piece)
        # a line before the first body (a mark, a site's name) belongs to none
    if group:
        yield group


def _split_on_one_line(reading: Reading, piece: Piece) -> Iterator[Piece]:
    """ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ SỞ NỘI VỤ: a new body begins behind the place of the one before."""
    view, start, behind = reading.view, piece.start, -1
    for position in range(piece.start, piece.end):
        if position > piece.start and view[position - 1] != " ":
            continue
        place = reading.match("header.body_place", position, piece.end)
        if place is not None:
            behind = place.end()
        elif 0 <= behind < position and reading.match("header.body_head", position, piece.end) is not None:
            yield replace(piece, start=start, end=len(view[:position].rstrip()))
            start, behind = position, -1
    yield replace(piece, start=start)


def _join(reading: Reading, group: list[Piece]) -> Body:
    text = squeeze(" ".join(one_line(reading, piece.span) for piece in group)).strip(" -_*/")
    whole = Span(group[0].start, group[-1].end)
    printed = squeeze(reading.document.quote(whole)).strip(" -_*/")
    return Body(text, whole if printed == text else group[0].span)


def _subject(reading: Reading, left: list[Piece], start: int, limit: int) -> Body | None:
    """The abstract of a dispatch: from V/v to where its column says something else."""
    lead = _first(reading, "header_subject", start, limit)
    first = next((p for p in left if lead is not None and p.start <= lead.span.start < p.end), None)
    if lead is None or first is None:
        return None
    lines = [replace(first, start=lead.span.end)]
    for piece in left:
        if piece.start <= first.start or piece.right != first.right or piece.cell != first.cell:
            continue
        if piece.gap or piece.line - lines[-1].line > 2 or not _goes_on(reading, lines[-1], piece):
            break
        lines.append(piece)
    return _join(reading, lines) if lines[0].end > lines[0].start else None


def _goes_on(reading: Reading, last: Piece, piece: Piece) -> bool:
    if reading.match("header.opener", piece.start, piece.end) is not None or reading.annotations.of_within("header_place_date", piece.span):
        return False
    return not reading.view[last.start : last.end].rstrip().endswith((".", ";", ":"))
