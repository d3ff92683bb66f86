"""Rows of documents in, rows stored. A new document is entered; one read again under another run has its
records replaced, and what that run added and removed is written to changes; whatever people corrected is
laid over the new rows first. After each batch the citations it touches are led to the documents held.
Everything here happens within the one transaction that archive.py opens for a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from extractor.store.corrections import corrections_of
from extractor.store.index import add_to_index, folded, take_from_index
from extractor.store.laying import apply_corrections
from extractor.store.rows import DocumentRows, Row, Value, as_json
from extractor.store.schema import PART_TABLES, RECORD_TABLES

_ORDER = (
    "pages", "recipients", "evidence", "citations", "dates", "deadlines", "participants", *PART_TABLES,
    "events", "statistics", "findings", "finding_places", "unchecked", "problems", "reviews",
)  # fmt: skip


def store_documents(db: Database, documents: Sequence[DocumentRows]) -> None:
    """Enter documents, each held at most once, or replace what is held of them."""
    held = {str(rows.document["id"]): run for rows in documents if (run := _run_of(db, rows.document["id"])) is not None}
    gathered: dict[str, list[Row]] = defaultdict(list)
    for rows in documents:
        document_id = str(rows.document["id"])
        if document_id in held:
            rows = apply_corrections(rows, corrections_of(db, document_id))
            _log_changes(db, rows, held[document_id])
            _clear(db, document_id)
        gathered["documents"].append(rows.document)
        for table, of_table in rows.tables.items():
            gathered[table] += of_table
    _put_documents(db, gathered["documents"], held)
    db.conn.executemany("INSERT INTO place_maps (document_id, packed) VALUES (?, ?)", [(rows.document["id"], rows.place_map) for rows in documents])
    for table in _ORDER:
        insert(db, table, gathered[table])
    for rows in documents:
        add_to_index(db, str(rows.document["id"]))
    _resolve_citations(db, {row["number"] for row in (*gathered["documents"], *gathered["citations"]) if row["number"]})


def insert(db: Database, table: str, rows: Sequence[Row]) -> None:
    if rows:
        names = list(rows[0])
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})"
        db.conn.executemany(statement, rows)


def _run_of(db: Database, document_id: Value) -> str | None:
    found = db.conn.execute("SELECT run_id FROM documents WHERE id = ?", [document_id]).fetchone()
    return str(found[0]) if found else None


def _put_documents(db: Database, documents: Sequence[Row], held: Mapping[str, str]) -> None:
    insert(db, "documents", [row for row in documents if row["id"] not in held])
    for row in documents:
        if row["id"] in held:
            names = [name for name in row if name not in ("id", "source", "url", "publisher", "captured_at")]  # the sources stay as they are
            db.conn.execute(f"UPDATE documents SET {', '.join(f'{name} = :{name}' for name in names)} WHERE id = :id", row)


def _log_changes(db: Database, rows: DocumentRows, previous_run: str) -> None:
    """What the run adds and removes, by record id; content keeps the record, which may stand nowhere else."""
    document_id, run = rows.document["id"], rows.document["run_id"]
    logged: list[Row] = []
    for family in RECORD_TABLES:
        before = _contents(db, family, document_id)
        after = {str(row["id"]): _content(row) for row in rows.tables[family]}
        for change, these, others in (("removed", before, after), ("added", after, before)):
            logged += [
                {
                    "run_id": run, "previous_run_id": previous_run, "document_id": document_id, "family": family,
                    "record_id": record_id, "change": change, "content": content,
                }
                for record_id, content in these.items() if record_id not in others
            ]  # fmt: skip
    insert(db, "changes", logged)


def _contents(db: Database, family: str, document_id: Value) -> dict[str, str]:
    cursor = db.conn.execute(f"SELECT * FROM {family} WHERE document_id = ? ORDER BY rowid", [document_id])
    names = [column[0] for column in cursor.description]
    rows = (dict(zip(names, values, strict=True)) for values in cursor)
    return {str(row["id"]): _content(row) for row in rows}


def _content(row: Row) -> str:
    return as_json({name: value for name, value in row.items() if value is not None and name not in ("id", "document_id", "run_id", "boxes")})


def _clear(db: Database, document_id: str) -> None:
    """Take out what was read of a document; the document, its sources, its changes and corrections stay.
    Findings over several documents that lean on it fall too: they were about the reading before."""
    take_from_index(db, document_id)
    db.conn.execute("DELETE FROM findings WHERE id IN (SELECT finding_id FROM finding_places WHERE document_id = ?)", [document_id])
    for table in ("place_maps", *reversed(_ORDER)):
        db.conn.execute(f"DELETE FROM {table} WHERE document_id = ?", [document_id])


def _resolve_citations(db: Database, numbers: Iterable[Value]) -> None:
    """Lead each citation of these numbers to the one held document it can mean; where none or several can,
    it stays unresolved. Numbers restart each year, so the number alone proves nothing."""
    for number in sorted(str(number) for number in numbers):
        held = db.conn.execute("SELECT id, number, year, issued_on, issuer FROM documents WHERE number = ?", [number]).fetchall()
        citing = db.conn.execute("SELECT id, document_id, year, issued_on, issuer, resolved_to FROM citations WHERE number = ?", [number]).fetchall()
        for citation_id, citing_id, year, issued_on, issuer, resolved in citing:
            meant = [row[0] for row in held if row[0] != citing_id and _may_mean(year, issued_on, issuer, *row[2:])]
            found = meant[0] if len(meant) == 1 else None
            if found != resolved:
                db.conn.execute("UPDATE citations SET resolved_to = ? WHERE id = ?", [found, citation_id])


def _may_mean(year: int | None, issued_on: str | None, issuer: str | None, held_year: int | None, held_issued: str | None, held_issuer: str | None) -> bool:
    """Whether day, year and issuer of a citation fit a document of its number, one of them beyond the number."""
    facts = [said == held for said, held in ((issued_on, held_issued), (year, held_year)) if said and held]
    if issuer and held_issuer:
        said, held = sorted((folded(issuer), folded(held_issuer)), key=len)
        facts.append(said in held)  # "Ủy ban bầu cử thành phố" and "Ủy ban bầu cử thành phố Hải Phòng"
    return bool(facts) and all(facts)
