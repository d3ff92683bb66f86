"""The bytes of a PDF in, its Document out: text rebuilt from the geometry of the page, blocks with alignment,
table cells with their headers, pages with the state of their text layer, and a box for every character.
pdf_ink reads the file, pdf_pages and pdf_layout put lines in order, pdf_paragraphs joins them; this
module writes the text. Page numbers and type at an angle are left out, running heads and feet are blocks
of kind "running", digital-signature stamps become metadata."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from itertools import chain, islice

from extractor.model import Block, Document, MetaField, Page, Place, Problem, Source, Span
from extractor.parse.language import language_of
from extractor.parse.ocr import Recogniser
from extractor.parse.pdf_chars import MOST_CHARS
from extractor.parse.pdf_ink import open_pdf, read_ink
from extractor.parse.pdf_layout import Line
from extractor.parse.pdf_pages import SAMPLE, PageLayout, lay_out
from extractor.parse.pdf_paragraphs import Paragraph, paragraphs_of, read_habits
from extractor.parse.pdf_tables import Table, TableJoiner
from extractor.parse.pdf_words import BOX, Boxes, Word
from extractor.text import TextBuilder

MEDIA_TYPE = "application/pdf"
_NOTHING_ELSE = "recognition (OCR) found nothing else on them"


def parse_pdf(data: bytes, source: Source) -> Document:
    """Read a PDF. Raises ReadError for what cannot be opened: encrypted, damaged beyond repair, no pages."""
    pdf = open_pdf(data, source.path)
    recogniser = Recogniser(data)
    try:
        writer = _Writer()
        layouts = lay_out(read_ink(pdf, data), recogniser.read)
        writer.write(_paragraphs(layouts, writer))
    finally:
        recogniser.close()
        pdf.close()
    text, places = writer.builder.finish()
    return Document(
        id=hashlib.sha256(data).hexdigest(),
        source=source,
        media_type=MEDIA_TYPE,
        parser=" ".join(filter(None, (_readers(), recogniser.used))),
        text=text,
        language=language_of(text) if text.strip() else "vi",
        blocks=tuple(writer.blocks),
        pages=tuple(writer.pages(len(text))),
        places=places,
        metadata=tuple(writer.metadata),
        problems=tuple(_problems(writer.layouts, source.path, text, recogniser.why)),
        doubtful=tuple(writer.doubtful),
        by_pen=tuple(writer.by_pen),
    )


@cache
def _readers() -> str:
    return f"pdf/1 pypdfium2/{version('pypdfium2')} pdfplumber/{version('pdfplumber')}"


def _paragraphs(layouts: Iterator[PageLayout], writer: _Writer) -> Iterator[Paragraph | Line]:
    """Habits are read from the first pages; from then on one page is held at a time."""
    sample = list(islice(layouts, SAMPLE))
    habits = read_habits([page.lines for page in sample], {page.number: page.measure for page in sample})

    def pages() -> Iterator[PageLayout]:
        while sample:
            yield sample.pop(0)
        yield from layouts

    yield from paragraphs_of(writer.watch(pages()), habits)


class _Writer:
    """Paragraphs and tables in order, text with boxes out."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.blocks: list[Block] = []
        self.metadata: list[MetaField] = []
        self.doubtful: list[Span] = []
        self.by_pen: list[Span] = []
        self.layouts: list[PageLayout] = []  # emptied of their lines once written
        self._starts: list[int] = []
        self._joiner = TableJoiner()

    def watch(self, pages: Iterable[PageLayout]) -> Iterator[PageLayout]:
        for page in pages:
            self.layouts.append(replace(page, lines=[], running=[], notes=[]))
            self.metadata.extend(MetaField("signature", stamp, "stamp") for stamp in page.stamps)
            yield page

    def write(self, items: Iterable[Paragraph | Line]) -> None:
        for item in items:
            if isinstance(item, Paragraph):
                self._paragraph(item)
            elif isinstance(item.barrier, Table):
                self._table(item.barrier)

    def pages(self, length: int) -> Iterator[Page]:
        self._turn_to(len(self.layouts))
        for index, layout in enumerate(self.layouts):
            end = self._starts[index + 1] if index + 1 < len(self._starts) else length
            sure = round(layout.sure, 3) if layout.sure is not None else None
            yield Page(layout.number, layout.width, layout.height, self._starts[index], end, layout.layer, sure)

    def _turn_to(self, number: int) -> None:
        while len(self._starts) < number:
            self._starts.append(len(self.builder))

    def _paragraph(self, paragraph: Paragraph) -> None:
        start = self._open()
        for index, line in enumerate(paragraph.lines):
            if index:
                self.builder.gap(" ")
            self._line(line)
        self.blocks.append(Block(start, len(self.builder), paragraph.kind, 0, paragraph.align, paragraph.bold))

    def _table(self, table: Table) -> None:
        self._joiner.join(table)
        for cell in table.cells:
            if not cell.lines:
                continue
            start = self._open()
            for index, line in enumerate(cell.lines):
                if index:
                    self.builder.gap(" ")
                line.page = table.page
                self._line(line)
            bold = all(line.bold for line in cell.lines)
            self.blocks.append(Block(start, len(self.builder), "cell", 0, None, bold, cell.cell))

    def _open(self) -> int:
        if len(self.builder):
            self.builder.gap("\n")
        return len(self.builder)

    def _line(self, line: Line) -> None:
        self._turn_to(line.page)
        start = len(self.builder)
        boxes = [word.boxes for word in line.words]
        gaps = [_between(one, other) if blank else b"" for blank, one, other in zip(line.blanks[1:], boxes, boxes[1:], strict=False)]
        self.builder.write(line.text, Place(page=line.page), array("f", b"".join(chain.from_iterable(zip((b"", *gaps), boxes, strict=True)))))
        for blank, word in zip(line.blanks, line.words, strict=True):
            start += blank
            if word.doubtful:
                self._doubt(word, start)
            start += len(word.text)

    def _doubt(self, word: Word, start: int) -> None:
        """Note the characters of a recognised word that are not to be believed, and those that a pen wrote."""
        for flags, noted in ((word.doubtful, self.doubtful), (word.by_pen, self.by_pen)):
            for offset, flag in enumerate(flags, start=start):
                if flag and noted and noted[-1].end == offset:
                    noted[-1] = Span(noted[-1].start, offset + 1)
                elif flag:
                    noted.append(Span(offset, offset + 1))


def _between(one: Boxes, other: Boxes) -> Boxes:
    """The box of a blank: it reaches from word to word."""
    _, top, x1, bottom = BOX.unpack_from(one, len(one) - BOX.size)
    left, _, _, _ = BOX.unpack_from(other)
    return BOX.pack(x1, top, left, bottom) if x1 < left else BOX.pack(left, top, x1, bottom)


def _problems(layouts: list[PageLayout], path: str, text: str, why: dict[int, str]) -> Iterator[Problem]:
    """why: of pages that recognition was asked for and did not read."""
    recognised = [page for page in layouts if page.sure is not None]
    if recognised:
        sure = sum(page.sure or 0.0 for page in recognised) / len(recognised)
        yield Problem("note", "parse", path, f"{_page_list([page.number for page in recognised])}: read by recognition (OCR), confidence {sure:.2f}")
    for letters in ("TCVN3", "VNI"):
        numbers = [page.number for page in layouts if page.letters == letters]
        if numbers:
            yield Problem("note", "parse", path, f"{_page_list(numbers)}: set in old {letters} letters, which were converted to Unicode")
    cut = [page.number for page in layouts if page.cut]
    if cut:
        yield Problem("warning", "parse", path, f"{_page_list(cut)}: more than {MOST_CHARS:,} characters on a page; the rest was left out")
    unread = [page for page in layouts if page.unread]
    severity = "error" if len(unread) == len(layouts) else "warning"
    reasons = {
        "empty": "no text layer",
        "stamps_only": "a text layer of digital-signature stamps only, over a scan",
        "garbage": "a text layer that is no Vietnamese and no other language",
    }
    if not unread and not text.strip():
        yield Problem("warning", "parse", path, "the PDF holds neither text nor pictures; its pages are blank or were emptied")
    alike: dict[tuple[str, str], list[int]] = {}
    for page in unread:
        alike.setdefault((page.layer, why.get(page.number, _NOTHING_ELSE)), []).append(page.number)
    for (layer, reason), numbers in alike.items():
        yield Problem("error" if severity == "error" else "warning", "parse", path, f"{_page_list(numbers)}: {reasons[layer]}: {reason}")


def _page_list(numbers: list[int]) -> str:
    """ "page 3", "pages 1-4, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    text = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    return f"page {text}" if len(numbers) == 1 else f"pages {text}"
