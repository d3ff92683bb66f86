"""extractor.store.changes: what reading a document again under other rules replaces, and the trace of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_builders import RULES_A, RULES_B, document_of, note, plan

from extractor.facts import Finding, FindingPlace, Result
from extractor.model import Span
from extractor.store import Archive, Stored


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        archive.add([plan(), note("Một thông báo.")], RULES_A)
        yield archive


def changed() -> Result:
    """The plan as other rules read it: seats gone, a role told differently."""
    result = plan()
    person = result.participants[0]
    other = replace(person, roles=(replace(person.roles[0], title="Phó Chủ tịch"),))
    return replace(result, statistics=tuple(s for s in result.statistics if s.indicator != "seats"), participants=(other,))


def test_a_new_document_leaves_no_changes(archive: Archive) -> None:
    assert list(archive.rows("SELECT * FROM changes")) == []


def test_another_run_replaces_the_records_of_a_document(archive: Archive) -> None:
    assert archive.add([changed()], RULES_B) == Stored(replaced=1)
    assert [row["indicator"] for row in archive.rows("SELECT indicator FROM statistics ORDER BY indicator")] == ["elected", "turnout_rate"]
    assert [row["title"] for row in archive.rows("SELECT title FROM roles")] == ["Phó Chủ tịch"]
    assert {row["run_id"] for row in archive.rows("SELECT run_id FROM statistics UNION SELECT run_id FROM dates")} == {RULES_B.id}
    assert archive.check() == ()


def test_what_a_run_added_and_removed_is_written_down(archive: Archive) -> None:
    held = {str(row["id"]) for row in archive.rows("SELECT id FROM participants UNION SELECT id FROM statistics")}
    archive.add([changed()], RULES_B)
    rows = list(archive.rows("SELECT * FROM changes"))
    assert sorted((row["family"], row["change"]) for row in rows) == [("participants", "added"), ("participants", "removed"), ("statistics", "removed")]
    assert {(row["run_id"], row["previous_run_id"]) for row in rows} == {(RULES_B.id, RULES_A.id)}
    assert all((row["record_id"] in held) == (row["change"] == "removed") for row in rows)
    gone = next(row for row in rows if row["family"] == "statistics")
    assert json.loads(str(gone["content"]))["indicator"] == "seats"


def test_a_rule_renamed_changes_no_record(archive: Archive) -> None:
    result = plan()
    archive.add([replace(result, dates=tuple(replace(d, rule="date.other_name") for d in result.dates))], RULES_B)
    assert list(archive.rows("SELECT * FROM changes")) == []
    assert [row["rule"] for row in archive.rows("SELECT rule FROM dates")] == ["date.other_name"]


def test_going_back_to_the_rules_before_brings_back_the_same_rows(archive: Archive) -> None:
    before = sorted(str(row["id"]) for row in archive.rows("SELECT id FROM statistics UNION SELECT id FROM participants UNION SELECT id FROM roles"))
    archive.add([changed()], RULES_B)
    archive.add([plan()], RULES_A)
    assert sorted(str(row["id"]) for row in archive.rows("SELECT id FROM statistics UNION SELECT id FROM participants UNION SELECT id FROM roles")) == before
    assert [row["change"] for row in archive.rows("SELECT change FROM changes WHERE family = 'statistics' ORDER BY change_no")] == ["removed", "added"]


def test_the_index_follows_what_is_held(archive: Archive) -> None:
    result = plan()
    assert archive.search("bình trần văn").total == 1
    archive.add([replace(result, header=replace(result.header, title="Tên gọi hoàn toàn mới"))], RULES_B)
    assert archive.search("gọi hoàn toàn mới").total == 1
    other = replace(document_of("Văn bản đọc lại."), id=result.document.id)  # type: ignore[union-attr]
    archive.add([Result("plan.html", other)], RULES_A)
    assert archive.search("gọi hoàn toàn mới").total == 0
    assert archive.search("bình trần văn").total == 0
    assert archive.search("đọc lại").total == 1
    assert archive.check() == ()


def test_the_same_run_is_read_again_only_when_asked(archive: Archive) -> None:
    assert archive.add([changed()], RULES_A) == Stored(unchanged=1)
    assert archive.add([changed()], RULES_A, again=True) == Stored(replaced=1)
    assert len(list(archive.rows("SELECT * FROM statistics"))) == 2


def test_a_finding_over_documents_falls_with_the_reading_it_leans_on(archive: Archive) -> None:
    document = plan().document
    assert document is not None
    archive.replace_findings([Finding("across", "warning", "khác nhau", "9", "8", (FindingPlace(document.id, Span(0, 8)),))], RULES_A)
    archive.add([plan()], RULES_B)
    assert [row["check_id"] for row in archive.rows("SELECT check_id FROM findings")] == ["day_order"]
