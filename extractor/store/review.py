"""What a reviewer does, within one transaction: a record corrected, led to other words, moved to another family,
added, taken out, confirmed, a document checked as a whole. Each act is written to the log of corrections
and at once laid over the rows of its document. Made by Archive.review(); several acts of one Review are kept
together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from sqlite_utils import Database

from extractor.errors import StoreError
from extractor.model import Span
from extractor.store import corrections
from extractor.store.blank_rows import blank_row
from extractor.store.corrections import CHECKED, FACETS, RECORD, SPAN, Correction, Said
from extractor.store.index import add_to_index, take_from_index
from extractor.store.laying import LAID_TABLES, apply_corrections, document_of, records_digest
from extractor.store.rows import DocumentRows, Row, Value, span_columns
from extractor.store.runs import digest

_FAMILIES = ("documents", *FACETS)
_PARTS = ("roles", "participations")
_DAYS = ("issued_on", "effective_on", "earliest", "latest", "due")
_FIXED = {
    "id", "document_id", "char_start", "char_end", "quote", "page", "boxes", "rule", "run_id", "position", "participant_id", "resolved_to", "refers_to",
    "source", "media_type", "parser", "text", "document_key", "day", "page_count", "furniture", "found_in", "line_no", "column_no",
}  # fmt: skip
_HOW = {"certainty", "confidence"}  # how a record was found: kept by a confirmation, no part of what it says


@dataclass(frozen=True, slots=True)
class Review:
    """Acts of one person for one reason, on one day. Each raises StoreError, and changes nothing, where it makes
    no sense."""

    db: Database
    made_by: str
    made_on: str
    reason: str

    def correct(self, family: str, record_id: str, field: str, after: Value) -> Correction:
        """Give a field of a record another value. family "documents" is the header, record_id the document's id."""
        row = self._row(family, record_id)
        _check_field(family, field, row)
        _check_day(field, after)
        if row[field] == after:
            raise StoreError(f"{field} of this record is {after!r} already", remedy="nothing was changed")
        return self._keep(family, row, field, row[field], after)

    def respan(self, family: str, record_id: str, start: int, end: int) -> Correction:
        """Lead a record to other words: characters start to end of the document's text."""
        row = self._row(family, record_id)
        if family == "documents":
            raise StoreError("a document has no place in itself", remedy="correct the place of its header field in the family evidence")
        quote = self._words(str(row["document_id"]), start, end)
        if (row["char_start"], row["char_end"]) == (start, end):
            raise StoreError("the record stands there already", remedy="nothing was changed")
        before = {"start": row["char_start"], "end": row["char_end"], "quote": row["quote"]}
        return self._keep(family, row, SPAN, before, {"start": start, "end": end, "quote": quote})

    def add(self, family: str, document_id: str, start: int, end: int, values: Mapping[str, Value]) -> Correction:
        """Add a record that the rules missed. A role or a deed names its person in values["participant"]."""
        self._need_family(family)
        blank = blank_row(family)
        for name, value in values.items():
            if name == "participant" and family in _PARTS:
                continue
            _check_field(family, name, blank)
            _check_day(name, value)
        held = self._rows(document_id)
        said = {name: value for name, value in values.items() if value is not None}
        if not said:
            raise StoreError("a record needs a value", remedy="say what stands there")
        if family in _PARTS and not any(said.get("participant") in (row["name"], row["group_name"]) for row in held.tables["participants"]):
            raise StoreError("a role needs a person of this document", remedy="name one that is read, or add the person first")
        self._words(document_id, start, end)
        place = span_columns(document_of(held), Span(start, end))
        identity = digest(document_id, family, (start, end), sorted({**blank, **said}.items(), key=lambda item: item[0]))
        row = {**blank, **said, **place, "id": identity}
        if any(other["id"] == identity or _same(family, other, row) for other in held.tables[family]):
            raise StoreError("this record is there already", remedy="correct or confirm the one that is there")
        return self._keep(family, row, RECORD, None, said)

    def remove(self, family: str, record_id: str) -> Correction:
        """Take out a record that is none."""
        row = self._row(family, record_id)
        if family == "documents":
            raise StoreError("a document cannot be taken out", remedy="take out single records")
        return self._keep(family, row, RECORD, self._said(family, row), None)

    def confirm(self, family: str, record_id: str) -> Correction:
        """Say that a record is right as it is; with a person, the roles and deeds said of them."""
        row = self._row(family, record_id)
        if family == "documents":
            raise StoreError("a document is checked as a whole", remedy="call check()")
        meant = [(family, row)]
        for part in _PARTS if family == "participants" else ():
            meant += [(part, part_row) for part_row in _select(self.db, f"SELECT * FROM {part} WHERE participant_id = ? ORDER BY position, id", record_id)]
        return self._confirm(meant)[0]

    def check(self, document_id: str) -> Correction:
        """Say that a person looked at the whole of a document: every record is right and none is missing."""
        done = {record_id for (record_id,) in self.db.conn.execute("SELECT record_id FROM reviews WHERE document_id = ?", [document_id])}
        held = self._rows(document_id)
        self._confirm([(family, row) for family in FACETS for row in held.tables[family] if row["id"] not in done])
        row = self._row("documents", document_id)
        return self._keep("documents", row, CHECKED, None, records_digest(self._rows(document_id).tables))

    def _confirm(self, meant: Sequence[tuple[str, Row]]) -> list[Correction]:
        kept = []
        for family, row in meant:
            said = self._said(family, row)
            kept.append(self._append(family, row, RECORD, said, said))
        self._lay(kept)
        return kept

    def _said(self, family: str, row: Row) -> dict[str, Value]:
        """What a record says: its columns that hold a value; of a role or a deed also whose it is."""
        said: dict[str, Value] = {name: value for name, value in row.items() if value is not None and name not in _FIXED and name not in _HOW}
        if family in _PARTS:
            names = self.db.conn.execute("SELECT coalesce(name, group_name) FROM participants WHERE id = ?", [row["participant_id"]]).fetchone()
            said["participant"] = names[0] if names else None
        return said

    def _keep(self, family: str, row: Mapping[str, Value], field: str, before: Said, after: Said) -> Correction:
        kept = self._append(family, row, field, before, after)
        self._lay([kept])
        return kept

    def _append(self, family: str, row: Mapping[str, Value], field: str, before: Said, after: Said) -> Correction:
        if not self.made_by.strip() or not self.reason.strip():
            raise StoreError("a correction needs a name and a reason", remedy="say who corrects and why")
        return corrections.append(self.db, family, row, field, before, after, made_by=self.made_by, made_on=self.made_on, reason=self.reason)

    def _lay(self, kept: Sequence[Correction]) -> None:
        """Lay entries of one document over its rows."""
        if not kept:
            return
        document_id = kept[0].document_id
        take_from_index(self.db, document_id)
        held = self._rows(document_id)
        write_changes(self.db, held, apply_corrections(held, kept))
        add_to_index(self.db, document_id)

    def _rows(self, document_id: str) -> DocumentRows:
        self._row("documents", document_id)
        return read_rows(self.db, document_id)

    def _row(self, family: str, record_id: str) -> Row:
        self._need_family(family)
        found = _select(self.db, f"SELECT * FROM {family} WHERE id = ?", record_id)
        if not found:
            raise StoreError(f"{family} holds no record with the id {record_id!r}", remedy="search again: the document may have been read anew since")
        return found[0]

    def _need_family(self, family: str) -> None:
        if family not in _FAMILIES:
            raise StoreError(f"there is no family {family!r} to correct{_near(family, _FAMILIES)}", remedy="known: " + ", ".join(_FAMILIES))

    def _words(self, document_id: str, start: int, end: int) -> str:
        text = str(self._row("documents", document_id)["text"])
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise StoreError(f"{start}:{end} is no stretch of words in a text of {len(text)} characters", remedy="mark the words again")
        return text[start:end]


def read_rows(db: Database, document_id: str) -> DocumentRows:
    """The rows of a document as they are stored, those that a correction may change, its pages and its map."""
    (document,) = _select(db, "SELECT * FROM documents WHERE id = ?", document_id)
    tables = {name: _select(db, f"SELECT * FROM {name} WHERE document_id = ? ORDER BY rowid", document_id) for name in (*LAID_TABLES, "pages")}
    packed = db.conn.execute("SELECT packed FROM place_maps WHERE document_id = ?", [document_id]).fetchone()
    return DocumentRows(document, packed[0], tables)


def write_changes(db: Database, before: DocumentRows, after: DocumentRows) -> None:
    """Store what differs between two states of the rows of one document."""
    _update(db, "documents", before.document, after.document)
    for table in LAID_TABLES:
        key = "record_id" if table == "reviews" else "id"
        old, new = ({row[key]: row for row in rows.tables[table]} for rows in (before, after))
        for record_id in old:
            if record_id not in new:
                db.conn.execute(f"DELETE FROM {table} WHERE {key} = ?", [record_id])
        for record_id, row in new.items():
            if record_id not in old:
                db.conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
            else:
                _update(db, table, old[record_id], row, key)


def _update(db: Database, table: str, old: Row, new: Row, key: str = "id") -> None:
    changed = {name: value for name, value in new.items() if value != old[name]}
    if changed:
        db.conn.execute(f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in changed)} WHERE {key} = ?", [*changed.values(), new[key]])


def _select(db: Database, sql: str, value: Value) -> list[Row]:
    cursor = db.conn.execute(sql, [value])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor]


def _same(family: str, one: Row, other: Row) -> bool:
    place = ("char_start", "char_end")
    return [one[name] for name in place] == [other[name] for name in place] and corrections.facet(family, one) == corrections.facet(family, other)


def _check_field(family: str, field: str, row: Mapping[str, Value]) -> None:
    fields = [name for name in row if name not in _FIXED]
    if field not in fields:
        raise StoreError(f"{field!r} of {family} is not a field that can be corrected{_near(field, fields)}", remedy="known: " + ", ".join(fields))


def _check_day(field: str, after: Value) -> None:
    if field not in _DAYS or after is None:
        return
    try:
        date.fromisoformat(str(after))
    except ValueError as error:
        raise StoreError(f"{after!r} is not a day of the calendar", remedy="write it as YYYY-MM-DD, for example 2021-05-23") from error


def _near(word: str, known: Iterable[str]) -> str:
    near: Sequence[str] = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
