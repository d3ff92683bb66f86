"""The id of a document in, its source file out, as a download, and the pictures of its pages. Which file that may be
is for pipeline/originals.py to say: one whose bytes are those that were read, and no other."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from extractor.parse.pdf_picture import draw_page
from extractor.pipeline.originals import original_of
from extractor.store import Archive
from extractor.web.visit import Visit, download

if TYPE_CHECKING:
    from datasette.app import Datasette

_PICTURES_KEPT = 64
_DOTS = 110  # an inch: small type is still read, a page is some 100 kB
_drawing = asyncio.Semaphore(2)


async def original_file(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    document_id = visit.part("id")
    name, data = await visit.read(lambda archive: held_bytes(archive, document_id))
    return download(data, name, "application/octet-stream")


async def page_picture(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    document_id, number = visit.part("id"), int(visit.part("number"))

    def draw(archive: Archive) -> bytes:
        if not any(archive.rows("SELECT 1 FROM pages WHERE document_id = ? AND number = ?", [document_id, number])):
            raise NotFound("no such page")
        return _picture(archive, document_id, number)

    async with _drawing:
        picture = await visit.read(draw)
    return Response(picture, headers={"cache-control": "private, max-age=86400"}, content_type="image/webp")


def held_bytes(archive: Archive, document_id: str) -> tuple[str, bytes]:
    """The name and the bytes of a document's source. NotFound where no file holds these bytes any more."""
    found = original_of(archive, document_id)
    if found is None:
        raise NotFound("no file with these bytes is at the places where the document was found")
    return found


def _picture(archive: Archive, document_id: str, number: int) -> bytes:
    kept = _kept()
    drawn = kept.get((document_id, number))
    if drawn is None:
        name, data = held_bytes(archive, document_id)
        drawn = draw_page(data, name, number, _DOTS)
        if len(kept) >= _PICTURES_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[document_id, number] = drawn
    return drawn


@lru_cache(maxsize=1)
def _kept() -> dict[tuple[str, int], bytes]:
    return {}
