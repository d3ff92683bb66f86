"""extractor.store.decisions: what people decided on findings outlives the run that found them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_builders import RULES_A, RULES_B, plan

from extractor.errors import StoreError
from extractor.store import Archive
from extractor.store.connection import open_database
from extractor.store.findings import findings_of, unchecked_of


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        archive.add([plan()], RULES_A)
        yield archive


def only_id(archive: Archive) -> str:
    (row,) = findings_of(archive)
    return row.id


def state(archive: Archive) -> tuple[str, str]:
    (row,) = findings_of(archive)
    return row.state, row.reason


def test_a_finding_is_open_until_somebody_decides(archive: Archive) -> None:
    assert state(archive) == ("open", "")
    archive.decide(only_id(archive)[:8], "dismissed", reason="hai kỳ khác nhau", made_by="An")
    assert state(archive) == ("dismissed", "hai kỳ khác nhau")
    archive.decide(only_id(archive), "open", reason="nhầm", made_by="An")
    assert state(archive) == ("open", "nhầm")


def test_a_decision_stays_on_the_next_run_while_the_evidence_is_the_same(archive: Archive) -> None:
    archive.decide(only_id(archive), "accepted", reason="đã báo", made_by="An")
    archive.add([plan()], RULES_B)
    assert state(archive) == ("accepted", "đã báo")


def test_changed_evidence_opens_the_finding_again(archive: Archive) -> None:
    archive.decide(only_id(archive), "accepted", reason="đã báo", made_by="An")
    result = plan()
    archive.add([replace(result, findings=tuple(replace(f, actual="2021-06-11") for f in result.findings))], RULES_B)
    assert state(archive) == ("open", "")


@pytest.mark.parametrize(("finding", "decision", "reason"), [("zzz", "accepted", "x"), ("", "accepted", "x")])
def test_what_names_no_single_finding_is_refused(archive: Archive, finding: str, decision: str, reason: str) -> None:
    with pytest.raises(StoreError, match="begin"):
        archive.decide(finding, decision, reason=reason, made_by="An")


def test_a_decision_needs_a_reason(archive: Archive) -> None:
    with pytest.raises(StoreError, match="a name and a reason"):
        archive.decide(only_id(archive), "accepted", reason=" ", made_by="An")


@pytest.mark.parametrize("sql", ["UPDATE decisions SET reason = 'x'", "DELETE FROM decisions", "INSERT OR REPLACE INTO decisions SELECT * FROM decisions"])
def test_the_log_is_append_only(archive: Archive, tmp_path: Path, sql: str) -> None:
    archive.decide(only_id(archive), "accepted", reason="đã báo", made_by="An")
    db = open_database(tmp_path / "a.db", writable=True, wait=1)
    with pytest.raises(Exception, match="never"):
        db.conn.execute(sql)
    db.close()
    assert archive.check() == ()


def test_a_log_that_was_tampered_with_is_told(archive: Archive, tmp_path: Path) -> None:
    archive.decide(only_id(archive), "accepted", reason="đã báo", made_by="An")
    db = open_database(tmp_path / "a.db", writable=True, wait=1)
    db.conn.execute("DROP TRIGGER decisions_stay_as_written")
    db.conn.execute("UPDATE decisions SET reason = 'khác'")
    db.close()
    assert archive.check() == ("decisions: entry 1 does not follow from the one before it",)


def test_the_same_content_has_the_same_hash_and_other_content_another(archive: Archive, tmp_path: Path) -> None:
    with Archive(tmp_path / "b.db") as other:
        other.add([plan()], RULES_A)
        assert other.content_hash() == archive.content_hash()
        other.correct("documents", plan().document.id, "title", "Khác", made_by="An", reason="sai")  # type: ignore[union-attr]
        assert other.content_hash() != archive.content_hash()


def test_what_could_not_be_checked_is_kept_with_reason_and_tolerance(archive: Archive) -> None:
    from extractor.facts import Unchecked

    result = plan()
    unchecked = Unchecked("percentage", "turnout_rate", "no voters_voted of the same scope", (result.statistics[-1].span,), "99,595 đến 99,605 (làm tròn)")
    archive.add([replace(result, unchecked=(unchecked,))], RULES_B)
    (row,) = unchecked_of(archive)
    assert (row.identity_id, row.number, row.tolerance, row.quote) == ("turnout_rate", 1, "99,595 đến 99,605 (làm tròn)", "tỷ lệ cử tri đi bầu đạt 99,60%")
    assert archive.check() == ()
