"""extractor.store.connection: what a person is told when a database cannot be used."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest
from store_builders import RULES_A, RULES_B, note, plan

from extractor.errors import StoreError
from extractor.store import Archive
from extractor.store.migrations import SCHEMA_VERSION


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\x03\x04 a letter, longer than the first page of a database" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"letter\.docx: this file is not a database \(choose another --db"):
        Archive(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE recipes (name)")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="not an archive"):
        Archive(tmp_path / "other.db")
    assert sqlite3.connect(tmp_path / "other.db").execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


@pytest.mark.parametrize("readonly", [True, False])
def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path, readonly: bool) -> None:
    Archive(tmp_path / "a.db").close()
    db = sqlite3.connect(tmp_path / "a.db")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(StoreError, match=f"schema version {SCHEMA_VERSION + 1}.*update vanban"):
        Archive(tmp_path / "a.db", readonly=readonly)


def test_a_reader_is_told_to_bring_an_older_archive_up_to_date(tmp_path: Path) -> None:
    Archive(tmp_path / "a.db").close()
    db = sqlite3.connect(tmp_path / "a.db")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    db.close()
    with pytest.raises(StoreError, match="older schema version"):
        Archive(tmp_path / "a.db", readonly=True)


def test_a_second_writer_is_told_that_the_database_is_locked(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        holder = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with Archive(tmp_path / "a.db", wait=0.05) as second, pytest.raises(StoreError, match="another program is writing"):
            second.add([plan()], RULES_A)
        assert list(archive.rows("SELECT count(*) AS held FROM documents")) == [{"held": 0}]  # a reader is not kept waiting
        holder.execute("ROLLBACK")
        holder.close()
        assert archive.add([plan()], RULES_A).new == 1


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is a folder in which nobody may write, root included")
def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(StoreError, match=r"/proc/a\.db: the database or its folder cannot be written"):
        Archive("/proc/a.db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind root")
def test_an_archive_in_a_read_only_folder_can_still_be_searched(tmp_path: Path) -> None:
    folder = tmp_path / "disc"
    folder.mkdir()
    with Archive(folder / "a.db") as archive:
        archive.add([plan()], RULES_A)
    folder.chmod(0o555)
    try:
        with Archive(folder / "a.db", readonly=True) as archive:
            assert archive.search("bầu cử").total == 1
        with pytest.raises(StoreError, match="cannot be written"):
            Archive(folder / "a.db")
    finally:
        folder.chmod(0o755)


def test_a_missing_folder_a_folder_and_a_missing_archive_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="make the folder"):
        Archive(tmp_path / "no" / "a.db")
    with pytest.raises(StoreError, match="this is a folder"):
        Archive(tmp_path)
    with pytest.raises(StoreError, match=r"there is no such database.*vanban ingest"):
        Archive(tmp_path / "a.db", readonly=True)
    assert not (tmp_path / "a.db").exists()


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add([note("Một thông báo.")], RULES_A)
    with Archive(tmp_path / "a.db", readonly=True) as archive, pytest.raises(StoreError, match="for reading only"):
        archive.add([plan()], RULES_A)


def test_a_path_with_marks_of_an_address_in_it_is_just_a_path(tmp_path: Path) -> None:
    path = tmp_path / "kho 50%?#mục lục.db"
    Archive(path).close()
    with Archive(path, readonly=True) as archive:
        assert archive.search("x").total == 0


def test_an_archive_from_before_review_gains_its_tables_and_keeps_its_corrections(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add([plan()], RULES_A)
        archive.correct("dates", str(next(archive.rows("SELECT id FROM dates"))["id"]), "role", "issued", made_by="Lan", reason="thử")
    db = sqlite3.connect(tmp_path / "a.db")
    db.executescript("""DROP VIEW person_appearances; DROP TABLE person_links; DROP TABLE reviews; DELETE FROM migrations WHERE name = 'add_review_tables';
                        PRAGMA user_version = 2""")
    db.close()
    with Archive(tmp_path / "a.db") as archive:
        assert list(archive.rows("SELECT * FROM person_appearances")) == []
        archive.add([plan()], RULES_B)
        assert next(archive.rows("SELECT role FROM dates"))["role"] == "issued"
        assert next(archive.rows("SELECT state FROM reviews"))["state"] == "corrected"
        assert archive.check() == ()
