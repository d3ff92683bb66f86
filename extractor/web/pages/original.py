"""The id of a document in, its source file out, as a download, and the pictures of its pages. The file is
sought where it was found when it was read, and only bytes whose SHA-256 is the id of the document are
given out: what the archive says of a path can therefore never lead to another file."""

from __future__ import annotations

import asyncio
import hashlib
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from extractor.errors import VanbanError
from extractor.parse.pdf_picture import draw_page
from extractor.pipeline.sources import Item
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
    for row in archive.rows("SELECT path FROM sources WHERE document_id = ? ORDER BY path", [document_id]):
        for item in _items(str(row["path"]), archive.path):
            data = _read(item)
            if data is not None and hashlib.sha256(data).hexdigest() == document_id:
                return PurePath(item.member or item.path.name).name, data
    raise NotFound("no file with these bytes is at the places where the document was found")


def has_original(archive: Archive, document_id: str) -> bool:
    """Whether a file stands where the document was found; its bytes are looked at only when it is asked for."""
    rows = archive.rows("SELECT path FROM sources WHERE document_id = ?", [document_id])
    return any(item.path.is_file() for row in rows for item in _items(str(row["path"]), archive.path))


def _items(path: str, archive: Path) -> list[Item]:
    """Where a source may be: from the folder the site runs in, and from the archive's own; "a.zip!b.html"
    is a member of a container."""
    if "\0" in path:
        return []
    outer, _, member = path.partition("!")
    names = [(path, None), (outer, member)] if member else [(path, None)]
    return [Item(folder / name, inside) for name, inside in names for folder in (Path(), archive.absolute().parent)]


def _read(item: Item) -> bytes | None:
    try:
        return item.read() if item.path.is_file() else None  # a device or a pipe would never end
    except (VanbanError, OSError):
        return None


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
