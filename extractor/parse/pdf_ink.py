"""The bytes of a PDF in, for each page its ink out: words with a box for every character, and what else
stands on the page (pictures, rulings, signature marks). Boxes are in points of the page as displayed:
after rotation, inside the crop box, from the top left corner. pypdfium2 reads; pdfplumber stands in for
a page whose fonts pypdfium2 cannot read. pdf.py opens the file here and hands the pages to pdf_layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import regex

from extractor.errors import ReadError
from extractor.parse.pdf_chars import Frame
from extractor.parse.pdf_drawing import Ruling, rulings_of, survey
from extractor.parse.pdf_words import Four, Word, open_plumber, plumbed_words, words_of

_NO_PAGES = regex.compile(rb"/Type\s*/Pages\b[^>]{0,200}/Count\s+0\b|/Count\s+0\b[^>]{0,200}/Type\s*/Pages\b")
_STAMP = regex.compile(
    r"(?:Ký bởi|Người ký|Ngày ký|Thời gian ký|Digitally signed by|Signed by)\s*:|"
    r"(?:Digitally signed by|Signature (?:valid|not verified))\b|\d\d:\d\d:\d\d ?[+-]\d\d:\d\d"
)


@dataclass(frozen=True, slots=True)
class Ink:
    """One page. stamps: the text of each digital-signature mark. rulings: lines that a table could be
    made of. lost: share of the text that the reader could not make out. cut: True
    where the page holds more characters than are read."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    stamps: tuple[str, ...] = ()
    pictures: bool = False
    rulings: tuple[Ruling, ...] = ()
    lost: float = 0.0
    cut: bool = False


def open_pdf(data: bytes, file: str) -> pypdfium2.PdfDocument:
    """The opened file; pypdfium2 itself repairs a broken cross-reference table where it can."""
    if not data.strip(b"\0 \r\n\t"):
        raise ReadError("the file is empty", file=file, remedy="fetch it again")
    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        raise _explain(error, data, file) from error
    if count == 0:
        pdf.close()
        raise ReadError("the PDF has no pages", file=file, remedy="fetch it again, or open it in a PDF reader and save a copy")
    return pdf


def _explain(error: pypdfium2.PdfiumError, data: bytes, file: str) -> ReadError:
    code = getattr(error, "err_code", None)
    if code == pdfium.FPDF_ERR_PASSWORD:
        return ReadError("the PDF is encrypted and opens only with a password", file=file, remedy="save a copy without the password and read that")
    if code == pdfium.FPDF_ERR_SECURITY:
        return ReadError("the PDF is protected in a way that cannot be read here", file=file, remedy="save a copy without protection and read that")
    if b"%PDF-" not in data[:1024]:
        return ReadError("this is not a PDF, whatever its name says", file=file, remedy="check what the file really is")
    if _NO_PAGES.search(data):
        return ReadError("the PDF has no pages", file=file, remedy="fetch it again, or open it in a PDF reader and save a copy")
    if b"%%EOF" not in data[-2048:]:
        return ReadError("the PDF is cut off: its end is missing, and it could not be repaired", file=file, remedy="fetch it again")
    return ReadError("the PDF is damaged and could not be repaired", file=file, remedy="fetch it again, or open it in a PDF reader and save a copy")


def read_ink(pdf: pypdfium2.PdfDocument, data: bytes) -> Iterator[Ink]:
    """The pages in order, one at a time; nothing of a page is held once the next one is asked for."""
    for index in range(len(pdf)):
        try:
            ink, suspicious = _read_page(pdf, index)
        except pypdfium2.PdfiumError:
            yield Ink(index + 1, 0.0, 0.0, lost=1.0)
            continue
        yield _second_opinion(ink, data, index) if suspicious else ink


def _read_page(pdf: pypdfium2.PdfDocument, index: int) -> tuple[Ink, bool]:
    page = pdf[index]
    marks = _mark_places(page)
    own_chars, own_objects = -1, None
    if marks:
        # Numbers and dates are often filled in by the signing software as annotations: make them page text.
        text_page = page.get_textpage()
        own_chars = text_page.count_chars()
        text_page.close()
        own_objects = pdfium.FPDFPage_CountObjects(page)
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            page.close()
            page = pdf[index]
    try:
        frame = _frame(page)
        drawing = survey(page, own_objects)
        rulings = rulings_of(drawing, frame) if drawing.ruled else ()
        text_page = page.get_textpage()
        try:
            read = words_of(text_page, frame, own_chars)
            lost = read.chars.unreadable / max(1, read.chars.count)
            missing = _misses_type(text_page, drawing.texts, read.objects)
        finally:
            text_page.close()
    finally:
        page.close()
    body, stamps = _take_stamps(read.words, read.own, frame.displayed(np.array(marks)).tolist() if marks else [])
    width, height = frame.size
    ink = Ink(index + 1, width, height, tuple(body), tuple(stamps), drawing.pictures, rulings, lost, read.chars.cut)
    return ink, lost > 0.05 or missing


def _mark_places(page: Any) -> list[Four]:
    """Where annotations with a face of their own stand (signature fields, stamps, text boxes)."""
    places: list[Four] = []
    rect = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 500)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_FREETEXT) and pdfium.FPDFAnnot_GetRect(annotation, rect):
            places.append((min(rect.left, rect.right), min(rect.bottom, rect.top), max(rect.left, rect.right), max(rect.bottom, rect.top)))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return places


def _frame(page: Any) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() % 360)


def _misses_type(text_page: Any, texts: list[tuple[int, float, float]], seen: frozenset[int | None]) -> bool:
    """True where type is drawn of which the reader saw no character: no word begins in its object, and none of
    its characters stands in its middle."""
    asked = texts[:: max(1, len(texts) // 60)]
    unseen = sum(1 for thing, x, y in asked if thing not in seen and pdfium.FPDFText_GetCharIndexAtPos(text_page, x, y, 4.0, 6.0) < 0)
    return unseen > max(1, 0.2 * len(asked))


def _take_stamps(words: list[Word], first_mark: int, places: list[Four]) -> tuple[list[Word], list[str]]:
    """Words that annotations drew are stamps where they read so, and page text otherwise."""
    body, drawn = words[:first_mark], words[first_mark:]
    held: dict[int, list[Word]] = {}
    for run in _downward_runs(drawn):
        inside = [sum(_stands_in(word, place) for word in run) for place in places]
        held.setdefault(max(range(len(places)), key=inside.__getitem__), []).extend(run)
    stamps: list[str] = []
    for _, group in sorted(held.items()):
        text = " ".join(word.text for word in group)
        if is_stamp(text):
            stamps.append(text)
        else:
            body.extend(group)
    return body, stamps


def _downward_runs(words: list[Word]) -> Iterator[list[Word]]:
    """Cut where drawing jumps back up the page: marks overlap, but each is drawn from its top down."""
    run: list[Word] = []
    for word in words:
        if run and word.bottom < run[-1].top:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _stands_in(word: Word, place: Four) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return place[0] - 1 <= x <= place[2] + 1 and place[1] - 1 <= y <= place[3] + 1


def is_stamp(text: str) -> bool:
    """True of the wording of a digital signature ("Ký bởi: ... Ngày ký: ...")."""
    return bool(_STAMP.search(text))


def _second_opinion(ink: Ink, data: bytes, index: int) -> Ink:
    """The page as pdfplumber reads it, where that makes out more of it."""
    try:
        with open_plumber(data, [index + 1]) as pdf:
            page = pdf.pages[0]
            words = plumbed_words(page)
            page.close()
    except Exception:  # whatever the second reader stumbles over, the first one's reading stands
        return ink
    if sum(len(w.text) for w in words) <= 1.1 * sum(len(w.text) for w in ink.words):
        return ink
    return Ink(ink.number, ink.width, ink.height, tuple(words), ink.stamps, ink.pictures, ink.rulings, 0.0)


