"""The pages of a recognised document in, its signature out, read by where things stand: a name at the right of
the page, under an office in capitals. On a scan a seal and a signature lie over both, the columns of the
foot run into one another and the order of the lines tells little (header_foot.py goes by it). A first
syllable that ink covers is told by the surnames: the one name it can be is "repaired", else there is no signer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from extractor.model import Document, Page, Span
from extractor.reading import Reading
from extractor.records.header_foot import Lines, Signature
from extractor.records.header_pieces import is_capitals
from extractor.text import fold

Four = tuple[float, float, float, float]

# In points of the page.
_NAME_BELOW_OFFICE = 190.0
_OFFICE_BELOW_OFFICE = 32.0
_OFF_CENTRE = 110.0
_RIGHT_HALF = 0.42  # of the width: where the middle of a signature begins
_COLUMN_GAP = 2.2  # heights of type
_SURNAME_LIKE = 0.75  # share of letters in common
_SURNAME_CLEAR = 0.1  # by which it is more than that of any other
_FOOT = 260.0  # from the recipients down to the name


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words that stand together on a line, without the strokes around them."""

    span: Span
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


def sealed_signature(reading: Reading, body_start: int) -> Signature | None:
    """The first signature on a recognised page behind `body_start`."""
    for page in reading.document.pages:
        if page.layer != "ocr" or page.end <= body_start:
            continue
        turned = _turn(reading.document, page)
        width = page.height if turned in (90, 270) else page.width
        right = [s for s in _segments(reading.document, page, turned) if s.centre > _RIGHT_HALF * width]
        offices = [(s, office) for s in right if (office := _office(reading, s.span)) is not None]
        for segment in right:
            name = _name(reading, segment.span) if segment.span.start >= body_start else None
            over = [pair for pair in offices if _stands_over(pair[0], segment)]
            if name is not None and over:
                return _signature(reading, name, sorted(over, key=lambda pair: pair[0].bottom))
        alone = _name_in_foot(reading, page, right)
        if alone is not None and alone.span.start >= body_start:
            return Signature(alone, None, None, alone.span.start)
    return None


def _name_in_foot(reading: Reading, page: Page, right: list[_Segment]) -> Lines | None:
    """The one name at the right of the recipients, where the offices over it are not legible."""
    leads = reading.annotations.of_within("header_recipients", Span(page.start, page.end))
    level = reading.document.places.box(leads[0].span.start) if leads else None
    if level is None:
        return None
    top = _upright(level, _turn(reading.document, page), page)[1]
    beside = [s for s in right if top < s.top < top + _FOOT]
    names = [name for s in beside if (name := _name(reading, s.span)) is not None and name.text.count(" ") > 1]
    return names[0] if len(names) == 1 else None


def _turn(document: Document, page: Page) -> int:
    """Degrees that the lines of the page run off the level, clockwise: a page may be scanned on its side."""
    steps: Counter[int] = Counter()
    last: Four | None = None
    for offset in range(page.start, page.end):
        place = None if document.text[offset].isspace() else document.places.box(offset)
        if place is not None and last is not None:
            across, down = place[0] + place[2] - last[0] - last[2], place[1] + place[3] - last[1] - last[3]
            steps[(0 if across > 0 else 180) if abs(across) >= abs(down) else (90 if down > 0 else 270)] += 1
        last = place
    return max(steps, key=lambda turn: (steps[turn], turn == 0), default=0)


def _upright(box: Four, turn: int, page: Page) -> Four:
    """The box as it stands when the page is turned so that its lines are level."""
    x0, top, x1, bottom = box
    if turn == 90:
        return top, page.width - x1, bottom, page.width - x0
    if turn == 180:
        return page.width - x1, page.height - bottom, page.width - x0, page.height - top
    if turn == 270:
        return page.height - bottom, x0, page.height - top, x1
    return box


def _segments(document: Document, page: Page, turn: int) -> Iterator[_Segment]:
    start: int | None = None
    box: list[float] = []
    for offset in range(page.start, page.end):
        char, found = document.text[offset], document.places.box(offset)
        place = _upright(found, turn, page) if found is not None else None
        apart = place is None or (bool(box) and _apart(box, place))
        if start is not None and (apart or char == "\n"):
            yield from _trimmed(document, Span(start, offset), box)
            start, box = None, []
        if place is None or char.isspace():
            continue
        if start is None:
            start, box = offset, list(place)
        else:
            box = [min(box[0], place[0]), min(box[1], place[1]), max(box[2], place[2]), max(box[3], place[3])]
    if start is not None:
        yield from _trimmed(document, Span(start, page.end), box)


def _apart(box: list[float], place: Four) -> bool:
    """True of a character in another column or on another line than those before it."""
    height = max(box[3] - box[1], place[3] - place[1])
    return place[0] - box[2] > _COLUMN_GAP * height or place[1] > box[3] + 0.3 * height or place[3] < box[1] - 0.3 * height


def _trimmed(document: Document, span: Span, box: list[float]) -> Iterator[_Segment]:
    start, end = span.start, span.end
    while start < end and not document.text[start].isalpha():
        start += 1
    while end > start and not document.text[end - 1].isalpha():
        end -= 1
    if start < end:
        yield _Segment(Span(start, end), *box)


def _office(reading: Reading, span: Span) -> Span | None:
    """An office in capitals that ends a segment; what stands before it is KT., TM. or a stroke."""
    hits = [h.span for name in ("roles", "offices") for h in reading.annotations.within(name, span)]
    inside = [h for h in hits if is_capitals(reading.view[h.start : h.end]) and h.start - span.start < 12]
    return min(inside, default=None)


def _stands_over(office: _Segment, name: _Segment) -> bool:
    return -4 < name.top - office.bottom < _NAME_BELOW_OFFICE and abs(office.centre - name.centre) < _OFF_CENTRE and office.span != name.span


def _name(reading: Reading, span: Span) -> Lines | None:
    """The name a segment is; None where it is none, or one of its syllables is not legible for certain."""
    text = reading.view[span.start : span.end]
    first, _, rest = text.partition(" ")
    if not rest or reading.annotations.within("roles", span) or reading.annotations.within("bodies", span):
        return None
    if reading.document.doubts(Span(span.start + len(first) + 1, span.end)):
        return None
    surname = _surname(reading, first)
    if surname is None or not _is_given(rest):
        return None
    return Lines(f"{surname} {rest}", span)


def _is_given(rest: str) -> bool:
    return all(word[:1].isupper() and word[1:].islower() for word in rest.split()) and 1 <= len(rest.split()) <= 4


def _surname(reading: Reading, printed: str) -> str | None:
    """The surname as printed, or the one surname that a damaged syllable can be."""
    words = reading.rules.lists.get("surnames")
    known = [phrase for entry in words.entries for phrase in entry.phrases if " " not in phrase] if words is not None else []
    if printed in known:
        return printed
    same = {name for name in known if fold(name) == fold(printed)}
    if len(same) == 1 and printed[:1].isupper():
        return same.pop()
    if len(printed) < 5:
        return None
    shares = {name: SequenceMatcher(None, fold(name), fold(printed), autojunk=False).ratio() for name in known if len(name) > 4}
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is None or shares[best] < _SURNAME_LIKE:
        return None
    rivals = [name for name in shares if name != best and shares[name] > shares[best] - _SURNAME_CLEAR]
    return best if not rivals else None


def _signature(reading: Reading, name: Lines, over: list[tuple[_Segment, Span]]) -> Signature:
    """The nearest office is the signer's own, if nothing stands before it; an office behind KT. or TL., right
    over it or alone, is the one represented."""
    segment, office = over[-1]
    above = [over[-2]] if len(over) > 1 and segment.bottom - over[-2][0].bottom < _OFFICE_BELOW_OFFICE else []
    title = Lines(_view(reading, office), office) if office.start == segment.span.start else None
    spans = [Span(s.span.start, o.end) for s, o in [*above, *([] if title else [over[-1]])] if _authority(reading, s.span, o)]
    authority = Lines(_view(reading, spans[-1]), spans[-1]) if spans else None
    return Signature(name, title, authority, min(s.span.start for s, _ in over))


def _authority(reading: Reading, segment: Span, office: Span) -> bool:
    """KT. or another prefix stands legibly right before the office."""
    found = reading.annotations.of_within("header_authority", Span(segment.start, office.end))
    return bool(found) and found[0].span.start == segment.start and found[0].span.end == office.start


def _view(reading: Reading, span: Span) -> str:
    return " ".join(reading.view[span.start : span.end].split())
