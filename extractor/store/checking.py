"""Whether an archive is whole: an open database in, a list of faults in plain words out. It asks SQLite
about its pages and links, the view quote_faults about every span, and the log of corrections about its
chain. `vanban doctor` and the tests call it; nothing is mended here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlite_utils import Database

from extractor.store.chain import last_hash
from extractor.store.corrections import correction_faults
from extractor.store.decisions import decision_faults
from extractor.store.people_log import person_faults
from extractor.store.schema import RECORD_TABLES

#: What people did: append-only, each entry chained to the one before by its hash.
LOGS = ("corrections", "decisions", "person_links")


def faults(db: Database) -> Iterator[str]:
    for (message,) in db.conn.execute("PRAGMA quick_check"):
        if message != "ok":
            yield f"database: {message}"
    for table, rowid, parent, _ in db.conn.execute("PRAGMA foreign_key_check"):
        yield f"{table}: row {rowid} points to a row of {parent} that is not there"
    for family, record_id, document_id in db.conn.execute("SELECT family, id, document_id FROM quote_faults"):
        yield f"{family}: the quote of {record_id} does not stand at its place in document {document_id}"
    unindexed = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM search_documents)"
    for (document_id,) in db.conn.execute(unindexed):
        yield f"search: document {document_id} is not in the index"
    yield from log_faults(db)


def log_faults(db: Database) -> Iterator[str]:
    """What is wrong with the logs of what people did."""
    yield from correction_faults(db)
    yield from decision_faults(db)
    yield from person_faults(db)


def log_heads(db: Database) -> dict[str, tuple[int, str]]:
    """Of each log the number of its entries and the hash of the newest."""
    return {table: (int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]), last_hash(db, table)) for table in LOGS}


def content_hash(db: Database) -> str:
    """A digest of everything that was read and put right: two archives with the same one hold the same documents,
    records and corrections, whatever their files look like. Ids follow from content, so ids suffice."""
    digest = hashlib.sha256()
    for table in ("documents", *(name for name in RECORD_TABLES if name != "findings")):
        digest.update(table.encode())
        for (identity,) in db.conn.execute(f"SELECT id FROM {table} ORDER BY id"):
            digest.update(identity.encode())
    for (entry,) in db.conn.execute("SELECT entry_hash FROM corrections ORDER BY entry_no"):
        digest.update(entry.encode())
    if (links := last_hash(db, "person_links")).strip("0"):
        digest.update(links.encode())
    return digest.hexdigest()
