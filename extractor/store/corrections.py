"""The log of what people put right: an open database in, entries appended or read out. An entry names a document,
a family, a place in the text and a field, with the value before and after, who, when and why; it is
appended, never changed, and chained to the one before by its hash (chain.py). It is keyed by place, not by record
id: when new rules read the document again, laying.py lays the entries over the new rows before they are stored.

Three fields stand for more than a column. RECORD is the whole record: null before it where a person added it,
null after it where a person took it out, the same before and after where a person confirmed it. SPAN is its place.
CHECKED, of a document, says that a person looked at the whole of it, and stands for the digest of its records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from extractor.store import chain
from extractor.store.rows import Row, Value, as_json

RECORD, SPAN, CHECKED = "record", "span", "checked"
#: The columns that tell apart records of one family at one place ("bầu đủ 9": elected = 9 and seats = 9).
FACETS = {
    "evidence": ("field",), "citations": ("number", "title"), "dates": ("role",), "deadlines": ("kind",), "participants": ("name", "group_name"),
    "roles": ("title",), "participations": ("kind",), "events": ("kind",), "statistics": ("indicator", "subject"),
}  # fmt: skip
_HASHED = (
    "document_id", "family", "char_start", "char_end", "quote", "facet", "record_id", "field",
    "value_before", "value_after", "made_by", "made_on", "reason", "previous_hash",
)  # fmt: skip
_NAMES = ("entry_no", "document_id", "family", "char_start", "char_end", "quote", "facet", "record_id", "field", "made_by", "made_on", "reason")
Said = Value | Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log. family "documents" corrects the header and has no place. before, after: the value of
    a column; of RECORD and SPAN the columns with their values, or None. made_on: ISO day."""

    entry_no: int
    document_id: str
    family: str
    char_start: int | None
    char_end: int | None
    quote: str | None
    facet: str | None
    record_id: str | None
    field: str
    made_by: str
    made_on: str
    reason: str
    before: Said
    after: Said

    @property
    def values(self) -> Mapping[str, Value]:
        """What a RECORD entry says the record is; what stands before it where it takes the record out."""
        said = self.after if self.after is not None else self.before
        return said if isinstance(said, Mapping) else {}


def append(db: Database, family: str, row: Mapping[str, Value], field: str, before: Said, after: Said, *, made_by: str, made_on: str, reason: str) -> Correction:
    """Append an entry on a row of a family. Within a transaction."""
    entry: Row = {
        "document_id": row["id"] if family == "documents" else row["document_id"], "family": family,
        "char_start": row.get("char_start"), "char_end": row.get("char_end"), "quote": row.get("quote"),
        "facet": facet(family, row), "record_id": row["id"], "field": field,
        "value_before": as_json(before), "value_after": as_json(after), "made_by": made_by, "made_on": made_on, "reason": reason,
    }  # fmt: skip
    number = chain.append(db, "corrections", entry, _HASHED)
    return next(iter(_read(db, "entry_no = ?", number)))


def corrections_of(db: Database, document_id: str) -> tuple[Correction, ...]:
    """The corrections of a document, oldest first."""
    return _read(db, "document_id = ?", document_id)


def correction_faults(db: Database) -> list[str]:
    """What is wrong with the log: empty while no entry was altered, taken out or put between."""
    return chain.chain_faults(db, "corrections", _HASHED)


def facet(family: str, row: Mapping[str, Value]) -> str | None:
    said = [str(row[column]) for column in FACETS.get(family, ()) if row.get(column) is not None]
    return " ".join(said) or None


def _read(db: Database, condition: str, value: Value) -> tuple[Correction, ...]:
    rows = db.conn.execute(f"SELECT value_before, value_after, {', '.join(_NAMES)} FROM corrections WHERE {condition} ORDER BY entry_no", [value])
    return tuple(Correction(before=json.loads(before), after=json.loads(after), **dict(zip(_NAMES, said, strict=True))) for before, after, *said in rows)
