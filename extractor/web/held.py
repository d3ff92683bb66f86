"""The id of a document in, all that the archive holds of it out, in a few statements: its row, text, pages,
records of every family with their places, findings, problems, sources, and the documents it cites or that
cite it, where they are held. With each record what a person did to it, under "review"."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.store import Archive

Row = dict[str, Any]
_FAMILIES = ("evidence", "citations", "dates", "deadlines", "participants", "events", "statistics", "problems")
#: A citation c leads to the document that the store resolved it to; else to those, d, that bear its number and of which
#: day, year and body as far as both say them agree: numbers begin anew each year (NĐ 30/2020, article 8). That they may
#: be meant is said beside them.
MAY_MEAN = """(c.resolved_to = d.id OR (c.resolved_to IS NULL AND c.number = d.number
  AND (c.issued_on IS NULL OR d.issued_on IS NULL OR c.issued_on = d.issued_on) AND (c.year IS NULL OR d.year IS NULL OR c.year = d.year)))"""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """Rows are as in the archive. outgoing: of each citation the documents it may mean. parts: mentions,
    roles and participations of its people, told apart by "part"."""

    row: Row
    text: str
    records: Mapping[str, Sequence[Row]]
    parts: Sequence[Row]
    pages: Sequence[Row]
    sources: Sequence[Row]
    recipients: Sequence[Row]
    indicators: Mapping[str, Row]
    outgoing: Sequence[Row]
    incoming: Sequence[Row]
    run: Row
    checked: Row | None

    def labels(self, language: str) -> dict[str, str]:
        """The indicators by name in a language."""
        return {key: str((row["name_en"] if language == "en" else row["label"]) or key) for key, row in self.indicators.items()}

    def furniture(self) -> list[tuple[int, int]]:
        """The stretches of the text that are no part of the document: menus, footers."""
        return [(int(start), int(end)) for start, end in json.loads(self.row["furniture"])]

    def boxes(self, row: Row) -> list[list[float]]:
        return [box for box in json.loads(row.get("boxes") or "[]") if len(box) == 5]


def read_document(archive: Archive, document_id: str) -> HeldDocument | None:
    """All of one document; None where there is none of this id."""
    row: Row | None = next(archive.rows("SELECT * FROM documents WHERE id = ?", [document_id]), None)
    if row is None:
        return None

    def of(table: str, order: str = "char_start, id") -> list[Row]:
        return list(archive.rows(f"SELECT * FROM {table} WHERE document_id = ? ORDER BY {order}", [document_id]))

    records: dict[str, list[Row]] = {family: of(family) for family in _FAMILIES}
    records["findings"] = _findings(archive, document_id)
    reviews = {str(review["record_id"]): review for review in archive.rows("SELECT * FROM reviews WHERE document_id = ?", [document_id])}
    for row_of in (row_of for rows in records.values() for row_of in rows):
        row_of["review"] = reviews.get(str(row_of["id"]))
    return HeldDocument(
        row=row,
        text=str(row.pop("text")),
        records=records,
        parts=[{**part, "part": table} for table in ("mentions", "roles", "participations") for part in of(table)],
        pages=of("pages", "number"),
        sources=of("sources", "path"),
        recipients=of("recipients", "kind, position"),
        indicators={str(r["id"]): r for r in archive.rows("SELECT * FROM indicators")},
        outgoing=_outgoing(archive, document_id),
        incoming=_incoming(archive, document_id),
        run=next(archive.rows("SELECT * FROM runs WHERE id = ?", [row["run_id"]]), {}),
        checked=reviews.get(document_id),
    )


def _findings(archive: Archive, document_id: str) -> list[Row]:
    """The findings that rest on this document, one row for each of its places here."""
    sql = """SELECT f.id, f.check_id AS rule, f.severity, f.message, f.expected, f.actual, p.document_id, p.char_start, p.char_end, p.quote, p.page, p.boxes
             FROM finding_places p JOIN findings f ON f.id = p.finding_id WHERE p.document_id = ? ORDER BY p.char_start, f.id"""
    return list(archive.rows(sql, [document_id]))


def _outgoing(archive: Archive, document_id: str) -> list[Row]:
    sql = f"""SELECT c.id, c.number, c.title, c.type, c.relation, c.char_start, c.issued_on,
              d.id AS held, c.resolved_to IS NOT NULL AS sure, d.title AS held_title, d.type AS held_type
              FROM citations c LEFT JOIN documents d ON d.id <> c.document_id AND {MAY_MEAN}
              WHERE c.document_id = ? ORDER BY c.char_start, c.id, d.id"""
    seen: dict[tuple[object, ...], Row] = {}
    for row in archive.rows(sql, [document_id]):
        seen.setdefault((row["number"] or row["title"], row["relation"], row["held"]), row)
    return list(seen.values())


def _incoming(archive: Archive, document_id: str) -> list[Row]:
    sql = f"""SELECT c.id, c.document_id, c.relation, c.char_start, c.quote, c.resolved_to IS NOT NULL AS sure, citing.title, citing.number, citing.type
              FROM documents d JOIN citations c ON {MAY_MEAN} JOIN documents citing ON citing.id = c.document_id
              WHERE d.id = ? AND c.document_id <> d.id ORDER BY citing.day, c.document_id, c.char_start LIMIT 200"""
    return list(archive.rows(sql, [document_id]))
