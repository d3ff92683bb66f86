"""The id of a document in, the file it was read from out. It is sought where it was found when it was read, and only
bytes whose SHA-256 is the id of the document are given out: what the archive says of a path can therefore
never lead to another file. The site and the exports ask here."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath

from extractor.errors import VanbanError
from extractor.pipeline.sources import Item
from extractor.store import Archive


def original_of(archive: Archive, document_id: str) -> tuple[str, bytes] | None:
    """The name and the bytes of a document's source; None where no file holds these bytes any more."""
    for row in archive.rows("SELECT path FROM sources WHERE document_id = ? ORDER BY path", [document_id]):
        for item in _items(str(row["path"]), archive.path):
            data = _read(item)
            if data is not None and hashlib.sha256(data).hexdigest() == document_id:
                return PurePath(item.member or item.path.name).name, data
    return None


def has_original(archive: Archive, document_id: str) -> bool:
    """Whether a file stands where the document was found; its bytes are looked at only when it is asked for."""
    rows = archive.rows("SELECT path FROM sources WHERE document_id = ?", [document_id])
    return any(item.path.is_file() for row in rows for item in _items(str(row["path"]), archive.path))


def _items(path: str, archive: Path) -> list[Item]:
    """Where a source may be: from the folder the program runs in, and from the archive's own; "a.zip!b.html"
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
