"""vanban user and vanban review: who may review, and whether the logs of what they did are whole."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import VanbanError
from extractor.store import Archive


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """An archive with one document and one correction."""
    (tmp_path / "thong-bao.txt").write_text("THÔNG BÁO\nVề việc nghỉ lễ; chậm nhất ngày 02/9/2022 các phòng gửi lịch trực.\n", encoding="utf-8")
    path = tmp_path / "kho.db"
    assert CliRunner().invoke(app, ["ingest", str(tmp_path / "thong-bao.txt"), "--db", str(path), "--jobs", "1"]).exit_code == 0
    with Archive(path) as archive:
        document = str(next(archive.rows("SELECT id FROM documents"))["id"])
        archive.correct("documents", document, "title", "Về việc nghỉ lễ Quốc khánh", made_by="Lan", reason="thiếu chữ")
    return path


def test_a_user_is_added_listed_and_removed(db: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["user", "add", "Lan Anh", "--db", str(db)], input="một câu dài dễ nhớ\n").exit_code == 0
    assert run(app, ["user", "list", "--db", str(db)]).stdout == "Lan Anh\n"
    assert run(app, ["user", "remove", "lan anh", "--db", str(db)]).exit_code == 0
    assert run(app, ["user", "list", "--db", str(db)]).stdout == ""
    short = run(app, ["user", "add", "Lan", "--db", str(db)], input="ngắn\n")
    assert isinstance(short.exception, VanbanError) and "too short" in str(short.exception)


def test_logs_that_are_whole_are_said_to_be_and_a_kept_hash_is_found_again(db: Path) -> None:
    result = CliRunner().invoke(app, ["review", "verify", "--db", str(db), "--json"])
    said = json.loads(result.stdout)
    assert (result.exit_code, said["faults"], said["logs"]["corrections"]["entries"]) == (0, [], 1)
    kept = said["logs"]["corrections"]["last_hash"]
    with Archive(db) as archive:
        document = str(next(archive.rows("SELECT id FROM documents"))["id"])
        archive.correct("documents", document, "title", "Khác", made_by="Lan", reason="thử")
    assert CliRunner().invoke(app, ["review", "verify", "--db", str(db), "--expect", kept]).exit_code == 0


@pytest.mark.parametrize("sql", ["UPDATE corrections SET made_by = 'Ai'", "DELETE FROM corrections"])
def test_a_log_that_was_tampered_with_or_cut_off_is_told(db: Path, sql: str) -> None:
    kept = json.loads(CliRunner().invoke(app, ["review", "verify", "--db", str(db), "--json"]).stdout)["logs"]["corrections"]["last_hash"]
    with sqlite3.connect(db) as connection:
        connection.executescript(f"DROP TRIGGER corrections_stay_as_written; DROP TRIGGER corrections_are_kept; {sql}")
    connection.close()
    assert CliRunner().invoke(app, ["review", "verify", "--db", str(db), "--expect", kept]).exit_code == 1
