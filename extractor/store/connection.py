"""A path in, an open and checked database out. This is where SQLite's own errors become StoreErrors that
say what is wrong with which file and what to do; where write-ahead logging, full synchronisation (a
committed document survives a power cut) and foreign keys are switched on; and where a transaction is
taken: BEGIN IMMEDIATE, so that two writers wait for each other instead of failing half-way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from extractor.errors import StoreError
from extractor.store.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate

_MAGIC = b"SQLite format 3\x00"


def open_database(path: Path, *, writable: bool, wait: float) -> Database:
    """Open an archive; a writable one is created and brought up to date where needed.

    wait: seconds to wait for another writer. Raises StoreError: no such file or folder, not a database,
    not an archive, of a newer or (read only) older program, locked, read-only.
    """
    _check_file(path, writable=writable)
    with plain_errors(path):
        db = _connect(path, writable=writable, wait=wait)
        try:
            _check_identity(db, path, writable=writable)
            if writable:
                _prepare(db)
        except BaseException:
            db.close()
            raise
        return db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing, and alone: the write lock is taken at the start."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        with db.atomic():
            yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into what a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        message, remedy = _explain(error)
        raise StoreError(message, file=str(path), remedy=remedy) from error


def _explain(error: sqlite3.Error) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another program is writing to this database", "wait until it has finished, or stop it, and try again"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return "the database or its folder cannot be written", "check the rights of the file and of its folder, or choose another --db"
    if name.startswith("SQLITE_NOTADB"):
        return "this file is not a database", "choose another --db; nothing was changed"
    if name.startswith("SQLITE_CORRUPT"):
        return f"the database is damaged: {error}", "restore a copy, or ingest the sources into a new --db"
    if name.startswith("SQLITE_FULL"):
        return "the disk is full", "make room and repeat the command; what was committed is safe"
    return f"the database refused: {error}", "please report this with the command that led to it"


def _check_file(path: Path, *, writable: bool) -> None:
    if path.is_dir():
        raise StoreError("this is a folder, not a database", file=str(path), remedy="give the name of a file, for example archive.db")
    if not path.exists():
        if not writable:
            raise StoreError("there is no such database", file=str(path), remedy="make one with: vanban ingest PATH --db " + str(path))
        if not path.parent.is_dir():
            raise StoreError("the folder of the database does not exist", file=str(path), remedy=f"make the folder {path.parent} first")
        return
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreError(f"the database cannot be read: {error.strerror}", file=str(path), remedy="check the rights of the file") from error
    if start and start != _MAGIC:
        raise StoreError("this file is not a database", file=str(path), remedy="choose another --db; nothing was changed")


def _connect(path: Path, *, writable: bool, wait: float) -> Database:
    if writable:
        return _database(sqlite3.connect(path, timeout=wait, isolation_level=None))
    address = "file:" + quote(str(path.absolute()))
    db = _database(sqlite3.connect(address + "?mode=ro", uri=True, timeout=wait, isolation_level=None))
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        # Write-ahead logging wants a file beside the database; in a folder that cannot be written (a disc,
        # an archive mount) an archive at rest is read without one.
        if _explain(error)[0].startswith("another") or path.with_name(path.name + "-wal").exists():
            raise
        db.close()
        return _database(sqlite3.connect(address + "?immutable=1", uri=True, isolation_level=None))
    return db


def _database(connection: sqlite3.Connection) -> Database:
    db = Database(connection, execute_plugins=False)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _check_identity(db: Database, path: Path, *, writable: bool) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not ours and (tables or not writable):
        raise StoreError("this is a database, but not an archive of vanban", file=str(path), remedy="choose another --db; nothing was changed")
    if ours and version > SCHEMA_VERSION:
        raise StoreError(
            f"the archive has schema version {version}; this program knows versions up to {SCHEMA_VERSION}",
            file=str(path),
            remedy="update vanban, or use the version that wrote the archive; nothing was changed",
        )
    if ours and version < SCHEMA_VERSION and not writable:
        raise StoreError(
            f"the archive has the older schema version {version}",
            file=str(path),
            remedy="bring it up to date by any command that writes, for example vanban ingest",
        )


def _prepare(db: Database) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    if db.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
        with transaction(db):
            migrate(db)
