"""How an archive reaches the present shape: small named functions, each applied once, in order. A
database comes in from connection.py and goes out up to date. PRAGMA user_version counts the migrations
applied, so that an older program refuses a newer archive instead of harming it. A migration that has been
released is never edited: a change of shape is a new function at the end of MIGRATIONS."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database

from extractor.store.audit_tables import add_audit_tables, statements
from extractor.store.review_tables import add_review_tables
from extractor.store.schema import FIRST_SCHEMA, SEARCH_TABLES

APPLICATION_ID = 0x56424E31  # "VBN1": how `file` and we tell an archive from any other SQLite database


def create_tables(db: Database) -> None:
    db.executescript(FIRST_SCHEMA)


def add_furniture(db: Database) -> None:
    """Which stretches of a text are menus, footers and the like: [[start, end], ...]; a file that was read before is
    taken to have none until it is read again."""
    db.conn.execute("ALTER TABLE documents ADD COLUMN furniture TEXT NOT NULL DEFAULT '[]'")


def add_search_marks(db: Database) -> None:
    """The index with marks, titles and facets, empty: archive.py fills an index of another composition."""
    db.conn.execute("DROP TABLE search_words")
    for statement in statements(SEARCH_TABLES):
        db.conn.execute(statement)
    db.conn.execute("DELETE FROM search_settings")


MIGRATIONS: tuple[Callable[[Database], None], ...] = (create_tables, add_audit_tables, add_review_tables, add_furniture, add_search_marks)
SCHEMA_VERSION = len(MIGRATIONS)


def migrate(db: Database) -> None:
    """Apply what is not applied yet. To be called within a transaction."""
    db.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY)")
    applied = {name for (name,) in db.execute("SELECT name FROM migrations")}
    for migration in MIGRATIONS:
        if migration.__name__ not in applied:
            migration(db)
            db.execute("INSERT INTO migrations (name) VALUES (?)", [migration.__name__])
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
