"""The bytes of a PDF and boxes on one page in, a picture of that part of the page out, the boxes marked: what an
auditor sees beside a quote. Boxes are in points of the page as displayed, from its top left, as everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdfium2
from PIL import ImageDraw

_MARGIN = 48  # points above and below the boxes that are shown, too
_SCALE = 1.5  # 108 dots an inch: small print is legible, a picture some 40 kB
_TALLEST = 420  # points: of boxes far apart the first is shown
_MARK = (214, 39, 40)


def picture(data: bytes, page: int, boxes: Sequence[Sequence[float]]) -> bytes | None:
    """A PNG of the strip of the page around the boxes (x0, top, x1, bottom); None where it cannot be drawn."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        if not boxes or not 1 <= page <= len(document):
            return None
        sheet = document[page - 1]
        top = min(box[1] for box in boxes) - _MARGIN
        bottom = min(max(box[3] for box in boxes) + _MARGIN, top + _TALLEST)
        width, height = sheet.get_size()
        top, bottom = max(0.0, top), min(height, bottom)
        if bottom - top < 1 or width * height > 1e8:
            return None
        image = sheet.render(scale=_SCALE, crop=(0, height - bottom, 0, top)).to_pil().convert("RGB")
        draw = ImageDraw.Draw(image)
        for x0, upper, x1, lower in boxes:
            corners = ((x0 - 2) * _SCALE, (upper - 2 - top) * _SCALE, (x1 + 2) * _SCALE, (lower + 2 - top) * _SCALE)
            draw.rectangle(corners, outline=_MARK, width=2)
        stream = BytesIO()
        image.quantize(32).save(stream, format="PNG", optimize=True)
        return stream.getvalue()
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
