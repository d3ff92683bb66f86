"""One record of a document in, or a stretch of its text that is to become one, and all that its form shows out: the
record as it is read now, its words in their surroundings, who else stands in the document, what people did to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import NotFound

from extractor.pipeline.originals import has_original
from extractor.store import Archive
from extractor.web.fields import fields_of

_AROUND = 700  # characters shown before and behind the words
_UNMARKED = 20_000  # and where no words are marked yet
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """row: the record, its columns by name; {} where it is to be added. start, end: its words; None where none are
    known. first: the character of the text at which `around` begins. log: entries of corrections on it, newest first. page: of a PDF whose file is
    still there, the page of the words, with the boxes of the record."""

    document: Row
    row: Row
    start: int | None
    end: int | None
    around: str
    first: int
    people: Sequence[str]
    indicators: Sequence[Row]
    parts: Sequence[Row]
    log: Sequence[Row]
    page: Row | None

    @property
    def quote(self) -> str:
        if self.start is None or self.end is None:
            return str(self.row.get("quote") or "")
        return self.around[self.start - self.first : self.end - self.first]

    @property
    def seen(self) -> str:
        """Stands for the record as a person saw it, so that nobody overwrites what another changed meanwhile."""
        return seen(self.row)


def seen(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def read_record(archive: Archive, document_id: str, family: str, record_id: str, start: int, end: int) -> HeldRecord:
    """record_id "": of words that are to become a record. start, end: -1 where nothing was marked."""
    document: Row | None = next(archive.rows("SELECT id, title, number, type, source, media_type, length(text) AS n FROM documents WHERE id = ?", [document_id]), None)
    if document is None or not fields_of(family):
        raise NotFound("no such document or family")
    row: Row = {}
    if family == "documents":
        row = next(archive.rows("SELECT * FROM documents WHERE id = ?", [document_id]))
        row.pop("text")
    elif record_id:
        row = next(archive.rows(f"SELECT * FROM {family} WHERE id = ? AND document_id = ?", [record_id, document_id]), {})
        if not row:
            raise NotFound("no such record")
    at = (row["char_start"], row["char_end"]) if row.get("char_start") is not None else (start, end) if 0 <= start < end <= document["n"] else (None, None)
    first = max((at[0] or 0) - _AROUND, 0)
    shown = (at[1] or 0) - first + _AROUND if at[1] is not None else _UNMARKED
    around = next(archive.rows("SELECT substr(text, ?, ?) AS part FROM documents WHERE id = ?", [first + 1, shown, document_id]))
    people = archive.rows("SELECT coalesce(name, group_name) AS said FROM participants WHERE document_id = ? ORDER BY name IS NULL, char_start", [document_id])
    return HeldRecord(
        document, row, at[0], at[1], str(around["part"]), first,
        people=list(dict.fromkeys(str(person["said"]) for person in people)),
        indicators=list(archive.rows("SELECT id, label, name_en FROM indicators ORDER BY label")),
        parts=list(_parts(archive, str(row["id"]))) if family == "participants" and row else (),
        log=list(_log(archive, document_id, family, row)) if row else (),
        page=_page(archive, document, row, at[0]),
    )  # fmt: skip


def _page(archive: Archive, document: Row, row: Row, start: int | None) -> Row | None:
    if start is None or document["media_type"] != "application/pdf" or not has_original(archive, str(document["id"])):
        return None
    sql = "SELECT number, width, height FROM pages WHERE document_id = ? AND char_start <= ? ORDER BY number DESC LIMIT 1"
    page: Row | None = next(archive.rows(sql, [document["id"], start]), None)
    boxes = [box for box in json.loads(row.get("boxes") or "[]") if page and box[0] == page["number"]]
    return {**page, "boxes": [(x0, top, x1 - x0, bottom - top) for _, x0, top, x1, bottom in boxes]} if page and page["width"] else None


def _parts(archive: Archive, participant: str) -> Sequence[Row]:
    """The roles and deeds of a person, each a record of its own."""
    found: list[Row] = []
    for part in ("roles", "participations"):
        found += [{**row, "family": part} for row in archive.rows(f"SELECT * FROM {part} WHERE participant_id = ? ORDER BY position", [participant])]
    return found


def _log(archive: Archive, document_id: str, family: str, row: Row) -> Sequence[Row]:
    condition = "family = ?" if family == "documents" else "family = ? AND (record_id = ? OR (char_start IS ? AND char_end IS ? AND quote IS ?))"
    values = [] if family == "documents" else [row["id"], row["char_start"], row["char_end"], row["quote"]]
    return list(archive.rows(f"SELECT * FROM corrections WHERE document_id = ? AND {condition} ORDER BY entry_no DESC LIMIT 40", [document_id, family, *values]))
