"""A stretch of a document's text in, a PNG of its page out with the stretch boxed: what `vanban show --at`
writes for PDF and scans, so that a person sees the place and need not believe an offset."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

from extractor.errors import ReadError, VanbanError
from extractor.model import Box, Document, Page, PlaceMap, Source, Span
from extractor.parse.pdf_picture import draw_page

_DOTS = 150
_LINE = (200, 30, 30)


def boxes_of(text: str, pages: tuple[Page, ...], places: PlaceMap, span: Span) -> tuple[Box, ...]:
    """The rectangles that cover a stretch, one a printed line."""
    return Document("", Source(""), "", "", text, pages=pages, places=places).line_boxes(span)


def picture_of(data: bytes, source: str, pages: tuple[Page, ...], boxes: tuple[Box, ...]) -> bytes:
    """The first page that bears the boxes, as PNG with the boxes of that page drawn on it."""
    number = boxes[0].page
    page = next(p for p in pages if p.number == number)
    with Image.open(io.BytesIO(draw_page(data, source, number, _DOTS))) as drawn:
        image = drawn.convert("RGB")
    across, down = image.width / page.width, image.height / page.height
    pen = ImageDraw.Draw(image)
    for box in (b for b in boxes if b.page == number):
        pen.rectangle((box.x0 * across - 3, box.top * down - 3, box.x1 * across + 3, box.bottom * down + 3), outline=_LINE, width=3)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def write_picture(source: str, pages: tuple[Page, ...], boxes: tuple[Box, ...], to: Path | None) -> Path | None:
    """Write the picture beside the reader (or to `to`) and say where; None where the source is no paged
    file. Raises VanbanError where the source is gone or the place cannot be written."""
    if not boxes:
        return None
    path = Path(source)
    target = to or Path(f"{path.stem}-p{boxes[0].page}.png")
    try:
        target.write_bytes(picture_of(path.read_bytes(), source, pages, boxes))
    except ReadError:
        raise
    except OSError as error:
        remedy = "the source must be where it was read, and the folder writable"
        raise VanbanError(f"no picture: {error.strerror or error}", file=str(error.filename or source), remedy=remedy) from error
    return target
