"""What a person put right. A correction names a document, a family, a place in the text and a field, with
the value before and after, who, when and why; it is appended, never changed, and each entry is chained to
the one before by its hash, so that tampering shows. It is keyed by place, not by record id: when new rules
read the document again, apply_corrections() lays it over the new rows before they are stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from sqlite_utils import Database

from extractor.errors import StoreError
from extractor.store.rows import DocumentRows, Row, Value, as_json, derived_columns

#: The columns that tell apart records of one family at one place ("bầu đủ 9": elected = 9 and seats = 9).
_FACETS = {
    "citations": ("number", "title"), "dates": ("role",), "deadlines": ("kind",), "participants": ("name", "group_name"), "roles": ("title",),
    "participations": ("kind",), "events": ("kind",), "statistics": ("indicator", "subject"),
}  # fmt: skip
_SEVERAL_AT_A_PLACE = ("statistics", "participations")
_FAMILIES = ("documents", *_FACETS)
_DAYS = ("issued_on", "effective_on", "earliest", "latest", "due")
_FIXED = {
    "id", "document_id", "char_start", "char_end", "quote", "page", "boxes", "rule", "run_id", "position", "participant_id", "resolved_to", "refers_to",
    "source", "media_type", "parser", "text", "document_key", "day", "page_count",
}  # fmt: skip
_HASHED = (
    "document_id", "family", "char_start", "char_end", "quote", "facet", "record_id", "field",
    "value_before", "value_after", "made_by", "made_on", "reason", "previous_hash",
)  # fmt: skip
_FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log. family "documents" corrects the header and has no place. made_on: ISO day."""

    entry_no: int
    document_id: str
    family: str
    char_start: int | None
    char_end: int | None
    quote: str | None
    facet: str | None
    record_id: str | None
    field: str
    before: Value
    after: Value
    made_by: str
    made_on: str
    reason: str


def correct(db: Database, family: str, record_id: str, field: str, after: Value, *, made_by: str, made_on: str, reason: str) -> Correction:
    """Append a correction and lay it over the row it names. To be called within a transaction.

    Raises StoreError where there is no such family, record or field, or nothing would change.
    """
    row = _row(db, family, record_id)
    _check_field(family, field, row)
    _check_day(field, after)
    if row[field] == after:
        raise StoreError(f"{field} of this record is {after!r} already", remedy="nothing was changed")
    if not made_by.strip() or not reason.strip():
        raise StoreError("a correction needs a name and a reason", remedy="say who corrects and why")
    facet = _facet(family, row)
    entry: Row = {
        "document_id": row["id"] if family == "documents" else row["document_id"], "family": family,
        "char_start": row.get("char_start"), "char_end": row.get("char_end"), "quote": row.get("quote"),
        "facet": facet, "record_id": record_id, "field": field,
        "value_before": as_json(row[field]), "value_after": as_json(after),
        "made_by": made_by, "made_on": made_on, "reason": reason, "previous_hash": _last_hash(db),
    }  # fmt: skip
    entry["entry_hash"] = _hash(entry)
    cursor = db.conn.execute(f"INSERT INTO corrections ({', '.join(entry)}) VALUES ({', '.join('?' * len(entry))})", list(entry.values()))
    changed = {field: after}
    if family == "documents":
        changed |= derived_columns({**row, field: after})
    db.conn.execute(f"UPDATE {family} SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?", [*changed.values(), record_id])
    return next(c for c in corrections_of(db, str(entry["document_id"])) if c.entry_no == cursor.lastrowid)


def corrections_of(db: Database, document_id: str) -> tuple[Correction, ...]:
    """The corrections of a document, oldest first."""
    names = ("entry_no", "document_id", "family", "char_start", "char_end", "quote", "facet", "record_id", "field", "made_by", "made_on", "reason")
    rows = db.conn.execute(f"SELECT value_before, value_after, {', '.join(names)} FROM corrections WHERE document_id = ? ORDER BY entry_no", [document_id])
    return tuple(Correction(before=json.loads(before), after=json.loads(after), **dict(zip(names, said, strict=True))) for before, after, *said in rows)


def apply_corrections(rows: DocumentRows, corrections: Iterable[Correction]) -> DocumentRows:
    """The rows with every correction laid over them, in the order they were made. A correction whose place
    holds no record of its family any more has no effect, and is kept."""
    document, tables = rows.document, dict(rows.tables)
    for correction in corrections:
        if correction.family == "documents":
            document = {**document, correction.field: correction.after}
            continue
        meant = {row["id"] for row in _meant(correction, tables[correction.family])}
        tables[correction.family] = [{**row, correction.field: correction.after} if row["id"] in meant else row for row in tables[correction.family]]
    return DocumentRows({**document, **derived_columns(document)}, rows.place_map, tables)


def chain_faults(db: Database) -> list[str]:
    """What is wrong with the log: empty while no entry was altered, taken out or put between. That the newest
    entries were cut off shows only to who has kept the last entry_hash elsewhere."""
    faults, expected, number = [], _FIRST_HASH, 0
    names = ("entry_no", *_HASHED, "entry_hash")
    for values in db.conn.execute(f"SELECT {', '.join(names)} FROM corrections ORDER BY entry_no"):
        entry = dict(zip(names, values, strict=True))
        number += 1
        if entry["entry_no"] != number:
            faults.append(f"corrections: entry {number} is missing")
            number = entry["entry_no"]
        if entry["previous_hash"] != expected or entry["entry_hash"] != _hash(entry):
            faults.append(f"corrections: entry {entry['entry_no']} does not follow from the one before it")
        expected = entry["entry_hash"]
    return faults


def _meant(correction: Correction, rows: Sequence[Row]) -> list[Row]:
    """The record itself while it exists; else, at its place or where its very words stand nearest by, the one
    its facet names, or the only one: not where a place may state several facts, for it may be another."""
    same = [row for row in rows if row["id"] == correction.record_id]
    if same:
        return same
    there = [row for row in rows if (row["char_start"], row["char_end"]) == (correction.char_start, correction.char_end) and row["quote"] == correction.quote]
    if not there:
        alike = [row for row in rows if row["quote"] == correction.quote]
        nearest = min((_distance(correction, row) for row in alike), default=0)
        there = [row for row in alike if _distance(correction, row) == nearest]
    named = [row for row in there if _facet(correction.family, row) == correction.facet]
    alone = len(there) == 1 and correction.family not in _SEVERAL_AT_A_PLACE
    return named or (there if alone else [])


def _distance(correction: Correction, row: Row) -> int:
    return abs(int(row["char_start"] or 0) - (correction.char_start or 0))


def _facet(family: str, row: Mapping[str, Value]) -> str | None:
    said = [str(row[column]) for column in _FACETS.get(family, ()) if row[column] is not None]
    return " ".join(said) or None


def _row(db: Database, family: str, record_id: str) -> Row:
    if family not in _FAMILIES:
        raise StoreError(f"there is no family {family!r} to correct{_near(family, _FAMILIES)}", remedy="known: " + ", ".join(_FAMILIES))
    cursor = db.conn.execute(f"SELECT * FROM {family} WHERE id = ?", [record_id])
    found = cursor.fetchone()
    if found is None:
        raise StoreError(f"{family} holds no record with the id {record_id!r}", remedy="search again: the document may have been read anew since")
    return dict(zip((column[0] for column in cursor.description), found, strict=True))


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
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _last_hash(db: Database) -> Value:
    found = db.conn.execute("SELECT entry_hash FROM corrections ORDER BY entry_no DESC LIMIT 1").fetchone()
    return str(found[0]) if found else _FIRST_HASH


def _hash(entry: Mapping[str, Value]) -> str:
    return hashlib.sha256(as_json([entry[name] for name in _HASHED]).encode()).hexdigest()
