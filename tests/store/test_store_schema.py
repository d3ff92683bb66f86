"""extractor.store.schema: the tables of the contract, and what their columns may be called."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_builders import RULES_A, plan

from extractor.errors import StoreError
from extractor.store import Archive
from extractor.store.connection import open_database, transaction
from extractor.store.migrations import MIGRATIONS, migrate
from extractor.store.schema import SPAN_TABLES

# https://sqlite.org/lang_keywords.html
KEYWORDS = """ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE CASE CAST CHECK
COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED
DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM
FULL GENERATED GLOB GROUP GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY
LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS OUTER OVER PARTITION PLAN PRAGMA
PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS
SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN
WHERE WINDOW WITH WITHOUT""".split()
CONTRACT = """documents sources pages evidence recipients citations dates deadlines participants mentions roles participations events statistics
findings finding_places problems areas indicators runs changes corrections""".split()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    with Archive(tmp_path / "a.db") as archive:
        yield archive


def test_every_table_of_the_contract_is_there(archive: Archive) -> None:
    assert set(CONTRACT) <= {str(row["name"]) for row in archive.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_no_column_is_a_word_of_sql(archive: Archive) -> None:
    tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'search_words_%'"  # those are SQLite's own
    columns = [str(row["name"]) for table in archive.rows(tables) for row in archive.rows("SELECT name FROM pragma_table_info(?)", [table["name"]])]
    assert len(columns) > 200
    assert [column for column in columns if column.upper() in KEYWORDS] == []


@pytest.mark.parametrize("table", [t for t in CONTRACT if t in SPAN_TABLES and t not in ("finding_places", "problems")])
def test_a_record_carries_its_place_its_rule_and_its_run(archive: Archive, table: str) -> None:
    columns = {row["name"] for row in archive.rows("SELECT name FROM pragma_table_info(?)", [table])}
    assert {"id", "document_id", "char_start", "char_end", "quote", "page", "boxes", "rule", "certainty", "confidence", "run_id"} <= columns


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT * FROM statistics WHERE indicator = ? AND area_code = ? AND office = ? AND period = ?", "statistics_lookup"),
        ("SELECT * FROM documents WHERE number = ?", "documents_number"),
        ("SELECT * FROM citations WHERE number = ?", "citations_number"),
        *((f"SELECT * FROM {table} WHERE latest < ?", f"{table}_latest") for table in ("dates", "deadlines", "events")),
        *((f"SELECT * FROM {table} WHERE document_id = ?", f"{table}_document_id") for table in (*SPAN_TABLES, "recipients", "findings", "changes")),
    ],
)
def test_the_questions_of_the_contract_are_answered_from_an_index(archive: Archive, sql: str, index: str) -> None:
    plan_of = " ".join(str(row["detail"]) for row in archive.rows("EXPLAIN QUERY PLAN " + sql, ["x"] * sql.count("?")))
    assert index in plan_of


def test_the_quote_of_every_row_stands_at_its_place(archive: Archive) -> None:
    archive.add([plan(), plan("paged.pdf", text="Ở 🏛️ phía trước.\n" + plan().document.text, pages=1)], RULES_A)  # type: ignore[union-attr]
    for table in SPAN_TABLES:
        rows = list(archive.rows(f"SELECT count(*) AS held, count(char_start) AS placed FROM {table}"))
        assert rows[0]["held"], table
    assert list(archive.rows("SELECT * FROM quote_faults")) == []
    assert archive.check() == ()


def test_a_quote_that_does_not_stand_at_its_place_is_found(archive: Archive, tmp_path: Path) -> None:
    archive.add([plan()], RULES_A)
    db = open_database(tmp_path / "a.db", writable=True, wait=1)
    db.execute("UPDATE roles SET char_start = char_start + 1")
    db.close()
    assert [row["family"] for row in archive.rows("SELECT family FROM quote_faults")] == ["roles"]
    assert "does not stand at its place" in archive.check()[0]


def test_links_between_tables_are_enforced(archive: Archive, tmp_path: Path) -> None:
    archive.add([plan()], RULES_A)
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        list(archive.rows("INSERT INTO recipients (id, document_id, kind, position, printed, run_id) VALUES ('x', 'no such', 'recipient', 0, '', 'no such')"))


def test_each_migration_is_applied_once_and_in_order(tmp_path: Path) -> None:
    Archive(tmp_path / "a.db").close()
    db = open_database(tmp_path / "a.db", writable=True, wait=1)
    with transaction(db):
        migrate(db)
    assert [name for (name,) in db.execute("SELECT name FROM migrations ORDER BY rowid")] == [m.__name__ for m in MIGRATIONS]
    assert db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    db.close()
