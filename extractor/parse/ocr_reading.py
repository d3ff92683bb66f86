"""A page of an opened PDF and the recognition engine in, the words of its picture out, whichever way up and
however askew it was scanned. ocr.py calls this for the pages that need it; the picture is made by
ocr_pages.py, the engine's answer is understood by ocr_words.py."""

from __future__ import annotations

import subprocess
from io import BytesIO
from typing import Any

from PIL import Image

from extractor.parse.ocr_engine import Engine
from extractor.parse.ocr_pages import DPI, Grey, PageImage, ink_of, lies_on_its_side, render, straightened, turned
from extractor.parse.ocr_seals import is_scribble, merged, sealed_places, usual_capital
from extractor.parse.ocr_words import stretches_of, words_of
from extractor.parse.pdf_ink import Ink
from extractor.parse.pdf_words import Word

_POOR = 0.55  # mean confidence below which a page may stand on its head
_ROTATE = b"Rotate: "


def recognise(page: Any, ink: Ink, engine: Engine) -> list[Word]:
    """The words of the page. Marks of digital signatures are left away where they are known: they lie over
    the head. Raises OSError or subprocess.SubprocessError."""
    image = render(page, ink.width, ink.height, marks=not ink.stamps)
    aside = lies_on_its_side(image)
    if aside:
        image = turned(image, _turn_said(image, engine) or 90)
    first = ink.number == 1
    words = _words(image, engine, first=first)
    if confidence_of(words) >= _POOR:
        return words
    other = 180 if aside else _turn_said(image, engine)
    if not other:
        return words
    again = _words(turned(image, other), engine, first=first)
    return again if confidence_of(again) > confidence_of(words) else words


def confidence_of(words: list[Word]) -> float:
    """How sure recognition is of a page, 0 to 1: the mean over its characters."""
    total = sum(len(word.text) for word in words)
    return sum((word.sure or 0.0) * len(word.text) for word in words) / total if total else 0.0


def _words(image: PageImage, engine: Engine, *, first: bool) -> list[Word]:
    straight = straightened(image)
    ink = ink_of(straight.grey)
    stretches = stretches_of(_answer(straight.grey, engine, "3"), ink)
    usual = usual_capital(stretches)
    stretches = [stretch for stretch in stretches if not is_scribble(stretch, usual)]
    all_ink = ink_of(straight.all_ink)
    for x0, top, x1, bottom in sealed_places(all_ink, stretches):
        for picture, mode in ((straight.all_ink, "11"), (straight.grey, "6")):  # loose words, red ones too; then the place as one block
            answer = _answer(picture[top:bottom, x0:x1], engine, mode)
            loose = stretches_of(answer, all_ink, x0, top, second=True)
            stretches = merged(stretches, [stretch for stretch in loose if not is_scribble(stretch, usual)])
    return words_of(stretches, all_ink, straight, ink if first else None)


def _answer(grey: Grey, engine: Engine, mode: str) -> bytes:
    options = ("-l", engine.language, "--psm", mode, "--dpi", str(DPI), "-c", "tessedit_create_hocr=1", "-c", "hocr_char_boxes=1")
    return engine.ask(_picture(grey), *options)


def _turn_said(image: PageImage, engine: Engine) -> int:
    """Degrees, clockwise, to set the page upright, as Tesseract's own judgement of its script has it."""
    if not engine.turns:
        return 0
    try:
        said = engine.ask(_picture(image.grey), "-l", "osd", "--psm", "0", "--dpi", str(DPI))
    except (OSError, subprocess.SubprocessError):
        return 0  # it gives up on a page with few signs
    where = said.find(_ROTATE)
    digits = said[where + len(_ROTATE) :].split(maxsplit=1)[0] if where >= 0 else b"0"
    return int(digits) % 360 if digits.isdigit() else 0


def _picture(grey: Grey) -> bytes:
    buffer = BytesIO()
    Image.fromarray(grey).save(buffer, "PPM")
    return buffer.getvalue()
