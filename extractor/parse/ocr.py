"""The pages of a PDF that hold a picture of text in, the same pages with words out. pdf_pages.py asks here
for those whose text layer is empty, holds stamps only or is garbage; what comes back is laid out as any
other page. What cannot be read is left as it was, with the reason. The reading itself stands in
ocr_reading.py and is loaded with the first page that needs it."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace

import pypdfium2

from extractor.parse.ocr_engine import INSTALL, SECONDS, engine
from extractor.parse.pdf_ink import Ink
from extractor.parse.pdf_layer import is_garbage

MOST_PAGES = 400  # of one file
MOST_SECONDS = 180.0  # of one file; with one page more it is less than a worker is given for it: better the first pages than none
_LEAST_SURE = 0.4
_LEAST_TEXT = 5


class Recogniser:
    """Reads pages of one PDF. why: for each page that was not read, the reason and what to do."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: pypdfium2.PdfDocument | None = None
        self._read = 0
        self._began = time.monotonic()
        self.why: dict[int, str] = {}

    @property
    def used(self) -> str | None:
        """Name and version of the engine, where it has read anything."""
        found = engine() if self._read else None
        return found.name if found is not None else None

    def read(self, ink: Ink) -> tuple[Ink, float] | None:
        """The page with the words that were recognised, and how sure that is, 0 to 1; None where it could not be."""
        if engine() is None:
            self.why[ink.number] = f"only recognition (OCR) can read them; {INSTALL}"
        elif self._read >= MOST_PAGES:
            self.why[ink.number] = f"no more than {MOST_PAGES} pages of a file are recognised; split it"
        elif time.monotonic() - self._began > MOST_SECONDS:
            self.why[ink.number] = f"recognition of the pages before took more than {MOST_SECONDS:.0f} s; split the file"
        else:
            try:
                return self._recognised(ink)
            except subprocess.TimeoutExpired:
                self.why[ink.number] = f"recognition took more than {SECONDS:.0f} s; look at them by hand"
            except (OSError, subprocess.SubprocessError, pypdfium2.PdfiumError, ValueError) as error:
                self.why[ink.number] = f"recognition failed ({error}); run `vanban doctor`"
        return None

    def _recognised(self, ink: Ink) -> tuple[Ink, float] | None:
        from extractor.parse.ocr_reading import confidence_of, recognise

        found = engine()
        assert found is not None
        self._pdf = self._pdf or pypdfium2.PdfDocument(self._data)
        page = self._pdf[ink.number - 1]
        try:
            words = recognise(page, ink, found)
        finally:
            page.close()
        self._read += 1
        text = " ".join(word.text for word in words)
        sure = confidence_of(words)
        if len("".join(text.split())) < _LEAST_TEXT:
            self.why[ink.number] = "recognition found no text on them"
        elif sure < _LEAST_SURE or is_garbage(text):
            self.why[ink.number] = "recognition could make nothing of them; scan them anew, straight and at 300 dpi"
        else:
            return replace(ink, words=tuple(words), rulings=(), lost=0.0, cut=False), sure
        return None

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None
