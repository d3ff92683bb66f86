"""A place of a finding in, a picture of it as a data: address out, or None: only PDF pages have a look of their
own, and only while the file stands where it was read and still has the same bytes. Files are read one at a time."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from extractor.errors import ReadError
from extractor.parse.pdf_picture import draw_page
from extractor.store.findings import FoundPlace

_LARGEST = 200_000_000
_DOTS = 108  # an inch
_MARGIN, _TALLEST = 48, 420  # points shown around the boxes; of boxes far apart the upper ones are shown
_MARK = (214, 39, 40)


class Pictures:
    """Pictures of places, up to a number that keeps the report one that can be sent."""

    def __init__(self, most: int = 300) -> None:
        self._left = most

    def of(self, place: FoundPlace) -> str | None:
        page = place.page
        boxes = tuple(tuple(box[1:5]) for box in place.boxes if len(box) == 5 and box[0] == page)
        if page is None or not boxes or self._left <= 0:
            return None
        drawn = _drawn(place.source, place.document_id, page, boxes)
        self._left -= drawn is not None
        return drawn


@lru_cache(maxsize=64)
def _drawn(source: str, document_id: str, page: int, boxes: tuple[tuple[float, ...], ...]) -> str | None:
    data = _page(source, document_id, page)
    return "data:image/png;base64," + base64.b64encode(_strip(data, boxes)).decode("ascii") if data is not None else None


@lru_cache(maxsize=4)
def _page(source: str, document_id: str, page: int) -> bytes | None:
    data = _bytes(source, document_id)
    try:
        return draw_page(data, source, page, _DOTS) if data is not None else None
    except ReadError:
        return None  # the quote stands beside it all the same


def _strip(page: bytes, boxes: tuple[tuple[float, ...], ...]) -> bytes:
    """The part of a drawn page around the boxes (x0, top, x1, bottom in points), with the boxes marked."""
    with Image.open(BytesIO(page)) as opened:
        image = opened.convert("RGB")
    scale = _DOTS / 72
    top = max(0.0, min(box[1] for box in boxes) - _MARGIN)
    bottom = min(max(box[3] for box in boxes) + _MARGIN, top + _TALLEST, image.height / scale)
    draw = ImageDraw.Draw(image)
    for x0, upper, x1, lower in boxes:
        draw.rectangle(((x0 - 2) * scale, (upper - 2) * scale, (x1 + 2) * scale, (lower + 2) * scale), outline=_MARK, width=2)
    stream = BytesIO()
    image.crop((0, int(top * scale), image.width, max(int(bottom * scale), int(top * scale) + 1))).quantize(32).save(stream, format="PNG", optimize=True)
    return stream.getvalue()


@lru_cache(maxsize=2)
def _bytes(source: str, document_id: str) -> bytes | None:
    path = Path(source)
    try:
        if path.suffix.lower() != ".pdf" or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == document_id else None
