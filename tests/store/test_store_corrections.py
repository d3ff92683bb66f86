"""extractor.store.corrections: what a person put right stays right, and the log of it shows tampering."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_builders import PLAN, RULES_A, RULES_B, document_of, plan

from extractor.errors import StoreError
from extractor.facts import Result
from extractor.model import Span
from extractor.store import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        archive.add([plan()], RULES_A)
        yield archive


def one(archive: Archive, sql: str) -> object:
    return next(iter(next(archive.rows(sql)).values()))


def put_right(archive: Archive, family: str, where: str, field: str, after: str | int | None) -> None:
    record_id = str(one(archive, f"SELECT id FROM {family} WHERE {where}"))
    archive.correct(family, record_id, field, after, made_by="Lan", reason="đọc lại bản gốc", made_on="2024-01-02")


def test_a_correction_shows_at_once_and_says_who_when_why(archive: Archive) -> None:
    put_right(archive, "statistics", "indicator = 'elected'", "value", 8)
    assert [(row["indicator"], row["value"]) for row in archive.rows("SELECT * FROM statistics WHERE unit = 'person' ORDER BY indicator")] == [
        ("elected", 8), ("seats", 9),
    ]  # fmt: skip
    entry = archive.corrections(str(one(archive, "SELECT id FROM documents")))[0]
    assert (entry.before, entry.after, entry.made_by, entry.made_on, entry.reason, entry.quote) == (
        9, 8, "Lan", "2024-01-02", "đọc lại bản gốc", "bầu đủ 9 đại biểu",
    )  # fmt: skip


def test_a_correction_outlives_a_change_of_rules_that_changes_the_record(archive: Archive) -> None:
    put_right(archive, "statistics", "indicator = 'elected'", "value", 8)
    result = plan()
    others = tuple(replace(s, unit="deputy") if s.indicator in ("elected", "seats") else s for s in result.statistics)
    archive.add([replace(result, statistics=others)], RULES_B)
    assert [(row["indicator"], row["value"]) for row in archive.rows("SELECT * FROM statistics WHERE unit = 'deputy' ORDER BY indicator")] == [
        ("elected", 8), ("seats", 9),
    ]  # fmt: skip


def test_a_correction_follows_its_words_where_the_text_has_shifted(archive: Archive) -> None:
    put_right(archive, "deadlines", "1", "responsible", "Ủy ban nhân dân các huyện")
    result, moved = plan(), "Bản đọc lại.\n" + PLAN
    document = replace(document_of(moved), id=result.document.id)  # type: ignore[union-attr]
    shift = len(moved) - len(PLAN)
    deadline = replace(result.deadlines[0], span=Span(result.deadlines[0].span.start + shift, result.deadlines[0].span.end + shift))
    archive.add([Result("plan.html", document, deadlines=(deadline,))], RULES_B)
    assert one(archive, "SELECT responsible FROM deadlines") == "Ủy ban nhân dân các huyện"
    assert archive.check() == ()


def test_the_last_of_several_corrections_of_a_field_holds(archive: Archive) -> None:
    put_right(archive, "participants", "1", "name", "Trần Văn Bính")
    put_right(archive, "participants", "1", "name", "Trần Văn Định")
    archive.add([plan()], RULES_B)
    assert one(archive, "SELECT name FROM participants") == "Trần Văn Định"
    assert archive.search("trần văn định").hits[0].records[0].values["name"] == "Trần Văn Định"


def test_a_correction_of_the_header_moves_what_follows_from_it(archive: Archive) -> None:
    document_id = str(one(archive, "SELECT id FROM documents"))
    archive.correct("documents", document_id, "issued_on", "2020-06-01", made_by="Lan", reason="năm in sai")
    archive.correct("documents", document_id, "title", "Báo cáo giả định", made_by="Lan", reason="thử")
    archive.add([plan()], RULES_B)
    row = next(archive.rows("SELECT day, document_key, title FROM documents"))
    assert row == {"day": "2020-06-01", "document_key": "61/KH-UBBC|ủy ban bầu cử tỉnh|2020", "title": "Báo cáo giả định"}
    assert archive.search("giả định").total == 1


def test_a_role_can_be_corrected_by_itself(archive: Archive) -> None:
    put_right(archive, "roles", "1", "title", "Quyền Chủ tịch")
    archive.add([plan()], RULES_B)
    assert one(archive, "SELECT title FROM roles") == "Quyền Chủ tịch"


def test_a_correction_whose_record_is_gone_has_no_effect_and_is_kept(archive: Archive) -> None:
    put_right(archive, "statistics", "indicator = 'seats'", "value", 10)
    result = plan()
    archive.add([replace(result, statistics=tuple(s for s in result.statistics if s.indicator != "seats"))], RULES_B)
    assert [row["value"] for row in archive.rows("SELECT value FROM statistics ORDER BY value")] == [9, 99.6]
    archive.add([plan()], RULES_A)
    assert one(archive, "SELECT value FROM statistics WHERE indicator = 'seats'") == 10


@pytest.mark.parametrize(
    ("family", "field", "after", "message"),
    [
        ("statistics", "valeu", 3, "did you mean value"),
        ("statistic", "value", 3, "did you mean statistics"),
        ("statistics", "quote", "khác", "not a field that can be corrected"),
        ("statistics", "run_id", "khác", "not a field that can be corrected"),
        ("deadlines", "due", "10/6/2021", "write it as YYYY-MM-DD"),
        ("deadlines", "kind", "no_later_than", "already"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_and_changes_nothing(archive: Archive, family: str, field: str, after: object, message: str) -> None:
    table = family if family != "statistic" else "statistics"
    with pytest.raises(StoreError, match=message):
        archive.correct(family, str(one(archive, f"SELECT id FROM {table}")), field, after, made_by="Lan", reason="thử")  # type: ignore[arg-type]
    assert one(archive, "SELECT count(*) FROM corrections") == 0
    assert archive.search("đại biểu").total == 1


def test_a_correction_of_a_record_that_is_not_there_is_refused(archive: Archive) -> None:
    with pytest.raises(StoreError, match="no record with the id 'x'"):
        archive.correct("dates", "x", "role", "event", made_by="Lan", reason="thử")
    with pytest.raises(StoreError, match="a name and a reason"):
        put = str(one(archive, "SELECT id FROM dates"))
        archive.correct("dates", put, "role", "issued", made_by="Lan", reason=" ")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE corrections SET reason = 'khác'",
        "DELETE FROM corrections",
        "INSERT OR REPLACE INTO corrections SELECT * FROM corrections",
        "DELETE FROM documents",
    ],
)
def test_an_entry_of_the_log_can_be_neither_changed_nor_taken_out(archive: Archive, tmp_path: Path, sql: str) -> None:
    put_right(archive, "dates", "1", "role", "issued")
    db = sqlite3.connect(tmp_path / "a.db")
    db.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(sql)
    db.close()
    assert archive.check() == ()


@pytest.mark.parametrize("sql", ["UPDATE corrections SET value_after = '\"x\"' WHERE entry_no = 2", "DELETE FROM corrections WHERE entry_no = 2"])
def test_a_log_that_was_tampered_with_is_found(archive: Archive, tmp_path: Path, sql: str) -> None:
    for role in ("issued", "effective", "term"):
        put_right(archive, "dates", "1", "role", role)
    assert archive.check() == ()
    db = sqlite3.connect(tmp_path / "a.db")
    db.executescript(f"DROP TRIGGER corrections_stay_as_written; DROP TRIGGER corrections_are_kept; {sql}")
    db.close()
    assert any(fault.startswith("corrections: entry") for fault in archive.check())
