"""The ink of a PDF's pages in, laid-out pages out, one after the other: body lines in reading order with the
tables among them, and apart from the body the running heads and feet, the notes at the foot, the stamps
of digital signatures, and a judgement of the text layer. Page numbers are left out: every character
knows its page. What repeats in the margins, and how paragraphs are set, is learnt from the first pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import regex

from extractor.model import Layer
from extractor.parse.old_letters import OldLetters, converted, looks_old
from extractor.parse.pdf_columns import lines_in_order
from extractor.parse.pdf_ink import Ink, is_stamp
from extractor.parse.pdf_layer import is_garbage, judge_layer
from extractor.parse.pdf_layout import Line, Measure, Row, measure_of, rows_of, usual_measure
from extractor.parse.pdf_tables import Table, tables_of
from extractor.parse.pdf_words import BOX, Four, Word, boxes_of

Recognise = Callable[[Ink], tuple[Ink, float] | None]  # see ocr.Recogniser.read

SAMPLE = 40  # pages that margins and habits are learnt from; no more are held at a time
_PAGE_NUMBER = regex.compile(r"[-–—\s]*(?:(?:Trang|Page|Tr\.)\s*)?(?:\d{1,4}|[ivx]{1,6})(?:\s*/\s*\d{1,4})?[-–—\s.]*", regex.IGNORECASE)
_NOTE = regex.compile(r"\[?\d{1,3}\]?[.)]?\s*\p{L}")


@dataclass(eq=False)
class PageLayout:
    """One page, laid out. lines: the body, empty unless the layer is text or was recognised (ocr); a Line
    whose barrier is a Table stands for that table. sure: how sure recognition is of the page, 0 to 1."""

    number: int
    width: float
    height: float
    layer: Layer
    measure: Measure
    lines: list[Line] = field(default_factory=list)
    running: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    stamps: tuple[str, ...] = ()
    unread: bool = False  # there is something on it to recognise
    letters: OldLetters | None = None  # what its text layer was converted from
    cut: bool = False  # it holds more characters than are read
    sure: float | None = None


@dataclass(slots=True)
class _Rows:
    ink: Ink  # of the page as laid out: turned where it was drawn lying
    rows: list[Row]
    tables: list[Table]
    width: float
    height: float
    measure: Measure | None  # None where too few of its lines are wide
    letters: OldLetters | None = None  # what its text layer was converted from
    sure: float | None = None  # of a page whose words were recognised
    judged: tuple[str, Layer] | None = None  # the text that was judged last, and how


def lay_out(inks: Iterable[Ink], recognise: Recognise | None = None) -> Iterator[PageLayout]:
    """Pages in order. The first SAMPLE are read ahead to learn what repeats in the margins. recognise: asked
    for the words of pages that have no usable text layer of their own."""
    pages = (_read_anew(_rows(ink), ink, recognise) for ink in inks)
    sample = list(islice(pages, SAMPLE))
    repeated = _repeated(sample)
    known: dict[int, Measure] = {}  # by width of page: a page with few lines is set like its neighbours
    for page in reversed(sample):
        _measure(page, known)
    while sample:
        page = sample.pop(0)
        yield _page(page, repeated, _measure(page, known))
    for page in pages:
        yield _page(page, repeated, _measure(page, known))


def _measure(page: _Rows, known: dict[int, Measure]) -> Measure:
    width = round(page.ink.width)
    if page.measure is not None:
        known[width] = page.measure
    return known.get(width) or usual_measure(page.ink.width)


def _rows(ink: Ink) -> _Rows:
    size = (ink.width, ink.height)
    words, angle = _upright(ink)
    text = " ".join([word.text for word in words])
    words, letters = _in_unicode(words, text)
    if is_stamp(text if letters is None else " ".join([word.text for word in words])):
        words, stamps = _without_stamps(words)
        ink = replace(ink, stamps=(*ink.stamps, *stamps))
    standing = [word for word in ink.words if word.angle in (90, 270)]  # heads of narrow columns
    tables = tables_of(ink.number, ink.rulings, [*words, *standing]) if ink.rulings and words and not angle else []
    for table in tables:
        words = [word for word in words if not _inside(word, table)]
    rows = rows_of(words)
    for table in tables:
        mark = Word("", b"", table.x0, table.top, table.x1, table.bottom, 1.0)
        rows.append(Row([Line([mark], barrier=table)]))
    if angle in (90, 270):
        ink = replace(ink, width=ink.height, height=ink.width)
    rows.sort(key=lambda row: row.pieces[0].words[0].top if row.barrier else row.bottom)
    return _Rows(replace(ink, words=(), rulings=()), rows, tables, *size, measure_of(rows, ink.width), letters)


def _read_anew(page: _Rows, ink: Ink, recognise: Recognise | None) -> _Rows:
    """The page by its recognised words, where its own text is none."""
    layer = _judge(page, [row for row in page.rows if row.barrier or not _in_margin(row, page.ink.height)])
    if recognise is None or layer == "text" or not (ink.pictures or ink.words or ink.lost > 0):
        return page
    found = recognise(ink)
    if found is None:
        return page
    known = _stamp_words(page, ink)
    words = tuple(word for word in found[0].words if not any(_lies_in(word, stamp) for stamp in known))
    again = _rows(replace(found[0], words=words, stamps=page.ink.stamps))
    if not again.rows:
        return page
    again.sure = found[1]
    return again


def _stamp_words(page: _Rows, ink: Ink) -> list[Word]:
    """The words of the text layer that were taken for stamps: what is seen in their place is known already."""
    if not page.ink.stamps:
        return []
    held = {id(word) for row in page.rows for piece in row.pieces for word in piece.words}
    return [word for word in ink.words if id(word) not in held]


def _lies_in(word: Word, other: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return other.x0 - 2 <= x <= other.x1 + 2 and other.top - 2 <= y <= other.bottom + 2


def _judge(page: _Rows, rows: Sequence[Row]) -> Layer:
    text = "\n".join(_text(row) for row in rows) + "\n".join(cell.text for table in page.tables for cell in table.cells)
    if page.judged is None or page.judged[0] != text:
        page.judged = text, judge_layer(text, stamps=bool(page.ink.stamps), pictures=page.ink.pictures)
    return page.judged[1]


def _upright(ink: Ink) -> tuple[list[Word], int]:
    """The words that run the way the page is read, and the angle they run at. Type at another angle is a
    stamp, a watermark or a side note. A page drawn lying on its side is laid out as if it were turned;
    its boxes stay where they are displayed."""
    counts = Counter([word.angle for word in ink.words])
    if len(counts) == 1 and 0 in counts:
        return list(ink.words), 0
    angle = max(counts, key=lambda a: (counts[a], a == 0), default=0)
    if angle not in (90, 180, 270):
        return [word for word in ink.words if word.angle == 0], 0
    return [_turned(word, angle, ink) for word in ink.words if word.angle == angle], angle


def _in_unicode(words: list[Word], text: str) -> tuple[list[Word], OldLetters | None]:
    """Words set in an old Vietnamese font, converted; others as they are. text: all of them."""
    if not looks_old(text) or not is_garbage(text):
        return words, None
    kinds: tuple[OldLetters, ...] = ("TCVN3", "VNI")
    for letters in kinds:
        made = "".join(char for char, _ in converted(text, letters))
        if not looks_old(made) and not is_garbage(made):
            return [_converted(word, letters) for word in words], letters
    return words, None


def _converted(word: Word, letters: OldLetters) -> Word:
    if word.text.isascii():
        return word
    boxes: list[Four] = []
    at = 0
    pairs = converted(word.text, letters)
    fours = list(BOX.iter_unpack(word.boxes))
    for _, length in pairs:
        old = fours[at : at + length]
        boxes.append((old[0][0], min(box[1] for box in old), max(box[2] for box in old), old[0][3]))
        at += length
    return word._replace(text="".join(char for char, _ in pairs), boxes=boxes_of(boxes))


def _turned(word: Word, angle: int, ink: Ink) -> Word:
    if angle == 270:
        return word._replace(x0=ink.height - word.bottom, x1=ink.height - word.top, top=word.x0, bottom=word.x1)
    if angle == 90:
        return word._replace(x0=word.top, x1=word.bottom, top=ink.width - word.x1, bottom=ink.width - word.x0)
    return word._replace(x0=ink.width - word.x1, x1=ink.width - word.x0, top=ink.height - word.bottom, bottom=ink.height - word.top)


def _inside(word: Word, table: Table) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return table.x0 - 1 <= x <= table.x1 + 1 and table.top - 1 <= y <= table.bottom + 1


def _without_stamps(words: list[Word]) -> tuple[list[Word], list[str]]:
    """Signature marks that were printed into the page: small lines that hang together around one that
    reads "Ký bởi: ..."."""
    rows = rows_of(words)
    size = sorted(row.size for row in rows)[len(rows) // 2]
    pieces = [piece for row in rows for piece in row.pieces]
    stamps: list[str] = []
    taken: set[int] = set()
    for seed in pieces:
        if id(seed) in taken or not is_stamp(seed.text) or (seed.size > 0.92 * size and len(pieces) > 12):
            continue
        group = [seed]
        for piece in group:
            for other in pieces:
                near = abs(other.bottom - piece.bottom) < 1.8 * piece.size and other.x0 < piece.x1 and piece.x0 < other.x1
                if near and id(other) not in taken and other not in group and abs(other.size - seed.size) < 0.2 * seed.size and len(group) < 12:
                    group.append(other)
        taken.update(id(piece) for piece in group)
        stamps.append(" ".join(piece.text for piece in sorted(group, key=lambda p: p.bottom)))
    held = {id(word) for piece in pieces if id(piece) in taken for word in piece.words}
    return [word for word in words if id(word) not in held], stamps


def _repeated(pages: Sequence[_Rows]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(row) for row in _marginal(page) if _in_margin(row, page.ink.height)})
    enough = max(2, round(0.3 * len(pages)))
    return frozenset(key for key, count in counts.items() if count >= enough)


def _marginal(page: _Rows) -> list[Row]:
    """The outermost rows in the upper and lower eighth of the page."""
    height = page.ink.height
    free = [row for row in page.rows if not row.barrier]
    upper = [row for row in free[:3] if row.bottom < 0.12 * height]
    lower = [row for row in free[-3:] if row.top > 0.88 * height]
    return upper + [row for row in lower if row not in upper]


def _in_margin(row: Row, height: float) -> bool:
    """Outside the type area of any official page (margins of 20 to 25 mm; NĐ 30/2020, annex I)."""
    return row.bottom < 0.08 * height or row.top > 0.925 * height


def _key(row: Row) -> str:
    """The wording with figures as one sign, and how far down it stands to the nearest ten points."""
    return f"{regex.sub(r'[0-9]+', '#', _text(row))}|{round(row.bottom / 10)}"


def _text(row: Row) -> str:
    return " ".join(piece.text for piece in row.pieces)


def _page(page: _Rows, repeated: frozenset[str], measure: Measure) -> PageLayout:
    ink = page.ink
    marginal = _marginal(page)
    numbers = [row for row in marginal if _PAGE_NUMBER.fullmatch(_text(row))]
    running = [row for row in marginal if row not in numbers and _in_margin(row, ink.height) and _key(row) in repeated]
    rows = [row for row in page.rows if row not in numbers and row not in running]
    layer: Layer = "ocr" if page.sure is not None else _judge(page, rows)
    held = any(_text(row).strip() for row in rows) or bool(page.tables)
    unread = layer not in ("text", "ocr") and (ink.pictures or held or ink.lost > 0)
    laid = PageLayout(
        ink.number, page.width, page.height, layer, measure, stamps=ink.stamps, unread=unread, letters=page.letters, cut=ink.cut, sure=page.sure
    )
    if layer not in ("text", "ocr"):
        return laid  # a misreading must not become evidence
    rows, notes = _notes(rows, ink.height)
    laid.lines = lines_in_order(rows, measure)
    laid.running = [row.whole() for row in running]
    laid.notes = [row.whole() for row in notes]
    for line in (*laid.lines, *laid.running, *laid.notes):
        line.page = ink.number
    return laid


def _notes(rows: list[Row], height: float) -> tuple[list[Row], list[Row]]:
    """Small type at the foot of the page that opens with a note's number, down to the last row."""
    sizes = sorted(row.size for row in rows if not row.barrier)
    if len(sizes) < 6:
        return rows, []
    body = sizes[len(sizes) // 2]
    first = len(rows)
    while first > 0 and not rows[first - 1].barrier and rows[first - 1].size < 0.9 * body and len(rows[first - 1].pieces) < 3:
        first -= 1
    while first < len(rows) and not _NOTE.match(_text(rows[first])):
        first += 1
    if first == len(rows) or rows[first].top < 0.4 * height:
        return rows, []
    return rows[:first], rows[first:]
