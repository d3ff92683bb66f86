"""extractor.store.review: what a reviewer adds, takes out, confirms, moves or checks holds against every later reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from store_builders import PLAN, RULES_A, RULES_B, document_of, plan, span_of

from extractor.errors import StoreError
from extractor.facts import Result
from extractor.store import Archive

PLAN_ID = document_of(PLAN).id


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        archive.add([plan()], RULES_A)
        yield archive


def one(archive: Archive, sql: str) -> Any:
    return next(iter(next(archive.rows(sql)).values()))


def add(archive: Archive, family: str, quote: str, **values: str | int | None) -> None:
    span = span_of(PLAN, quote)
    with archive.review(made_by="Lan", reason="bị sót", made_on="2024-01-02") as review:
        review.add(family, PLAN_ID, span.start, span.end, values)


def again(archive: Archive, **families: Any) -> None:
    """The document read by other rules, these families read otherwise."""
    archive.add([replace(plan(), **families)], RULES_B)
    archive.add([plan()], RULES_A)
    archive.add([replace(plan(), **families)], RULES_B)


def test_an_added_record_stands_in_its_table_with_its_place_and_is_found_by_search(archive: Archive) -> None:
    add(archive, "events", "Tổng kết công tác bầu cử", name="lễ bế mạc", kind="ceremony")
    row = next(archive.rows("SELECT * FROM events WHERE rule = 'review'"))
    assert (row["quote"], row["name"], row["certainty"], row["run_id"]) == ("Tổng kết công tác bầu cử", "lễ bế mạc", "stated", RULES_A.id)
    assert archive.search("lễ bế mạc").total == 1
    assert archive.check() == ()


def test_an_added_record_outlives_a_change_of_rules(archive: Archive) -> None:
    add(archive, "events", "Tổng kết công tác bầu cử", name="lễ bế mạc", kind="ceremony")
    again(archive, events=())
    assert [row["name"] for row in archive.rows("SELECT name FROM events")] == ["lễ bế mạc"]
    assert archive.search("lễ bế mạc").total == 1
    assert archive.check() == ()


def test_an_added_record_that_the_rules_come_to_find_is_one_record(archive: Archive) -> None:
    result = plan()
    archive.add([replace(result, events=())], RULES_B)
    add(archive, "events", "hội nghị ngày 18/6/2021", name="hội nghị tổng kết", kind="conference")
    archive.add([result], RULES_A)
    assert [(row["name"], row["rule"]) for row in archive.rows("SELECT name, rule FROM events")] == [("hội nghị tổng kết", "e")]


def test_a_record_taken_out_stays_out_and_takes_its_parts_along(archive: Archive) -> None:
    with archive.review(made_by="Lan", reason="không phải người") as review:
        review.remove("participants", str(one(archive, "SELECT id FROM participants")))
    for _ in range(2):
        assert [one(archive, f"SELECT count(*) FROM {table}") for table in ("participants", "mentions", "roles", "participations")] == [0, 0, 0, 0]
        again(archive)
    assert archive.check() == ()


def test_taking_out_one_of_two_facts_of_a_place_leaves_the_other(archive: Archive) -> None:
    with archive.review(made_by="Lan", reason="không nói số ghế") as review:
        review.remove("statistics", str(one(archive, "SELECT id FROM statistics WHERE indicator = 'seats'")))
    again(archive)
    assert [row["indicator"] for row in archive.rows("SELECT indicator FROM statistics WHERE unit = 'person'")] == ["elected"]


def test_a_confirmed_record_stands_although_the_rules_lose_it(archive: Archive) -> None:
    with archive.review(made_by="Lan", reason="đúng") as review:
        review.confirm("participants", str(one(archive, "SELECT id FROM participants")))
    again(archive, participants=())
    assert next(archive.rows("SELECT p.name, r.title, r.organization FROM participants p JOIN roles r ON r.participant_id = p.id")) == {
        "name": "Trần Văn Bình", "title": "Chủ tịch", "organization": "Ủy ban nhân dân tỉnh",
    }  # fmt: skip
    assert one(archive, "SELECT kind FROM participations") == "chaired"
    assert archive.check() == ()


def test_a_confirmed_record_keeps_its_value_and_gains_what_it_did_not_say(archive: Archive) -> None:
    with archive.review(made_by="Lan", reason="đúng") as review:
        review.confirm("deadlines", str(one(archive, "SELECT id FROM deadlines")))
    again(archive, deadlines=(replace(plan().deadlines[0], responsible="Các xã", cooperating="Sở Nội vụ"),))
    assert next(archive.rows("SELECT responsible, cooperating FROM deadlines")) == {"responsible": "Các huyện", "cooperating": "Sở Nội vụ"}


def test_a_record_led_to_other_words_stays_there(archive: Archive) -> None:
    span = span_of(PLAN, "Các huyện gửi báo cáo chậm nhất ngày 10/6/2021")
    with archive.review(made_by="Lan", reason="câu trọn vẹn") as review:
        review.respan("deadlines", str(one(archive, "SELECT id FROM deadlines")), span.start, span.end)
        review.correct("deadlines", str(one(archive, "SELECT id FROM deadlines")), "kind", "before")
    for _ in range(2):
        row = next(archive.rows("SELECT char_start, char_end, quote, kind FROM deadlines"))
        assert row == {"char_start": span.start, "char_end": span.end, "quote": PLAN[span.start : span.end], "kind": "before"}
        assert archive.check() == ()
        again(archive)


def test_a_place_on_a_page_has_its_boxes(tmp_path: Path) -> None:
    with Archive(tmp_path / "p.db") as archive:
        archive.add([plan("p.pdf", pages=1)], RULES_A)
        with archive.review(made_by="Lan", reason="bị sót") as review:
            span = span_of(PLAN, "18/6/2021")
            review.add("dates", PLAN_ID, span.start, span.end, {"role": "event", "earliest": "2021-06-18", "latest": "2021-06-18", "printed": "18/6/2021"})
        row = next(archive.rows("SELECT page, boxes FROM dates WHERE rule = 'review'"))
        assert row["page"] == 1 and str(row["boxes"]).startswith("[[1, ")


def test_a_correction_follows_its_record_where_rules_read_it_longer(archive: Archive) -> None:
    with archive.review(made_by="Lan", reason="nhầm") as review:
        review.correct("deadlines", str(one(archive, "SELECT id FROM deadlines")), "responsible", "Các xã")
    longer = span_of(PLAN, "báo cáo chậm nhất ngày 10/6/2021")
    again(archive, deadlines=(replace(plan().deadlines[0], span=longer),))
    assert one(archive, "SELECT responsible FROM deadlines") == "Các xã"


def test_a_role_is_added_to_its_person_and_finds_them_again(archive: Archive) -> None:
    add(archive, "roles", "chủ trì hội nghị", title="Chủ tọa", participant="Trần Văn Bình")
    again(archive)
    assert [row["title"] for row in archive.rows("SELECT title FROM roles ORDER BY position")] == ["Chủ tịch", "Chủ tọa"]
    with pytest.raises(StoreError, match="needs a person"):
        add(archive, "roles", "hội nghị", title="Thư ký", participant="Nguyễn Văn Không")


def test_a_checked_document_is_checked_until_its_records_change(archive: Archive) -> None:
    with archive.review(made_by="Lan", reason="đã soát cả văn bản") as review:
        review.check(PLAN_ID)
    states = "SELECT count(*) FROM reviews WHERE family = 'documents'"
    records = "SELECT count(*) FROM reviews WHERE family <> 'documents' AND state = 'confirmed'"
    assert (one(archive, states), one(archive, records)) == (1, 12)
    again(archive, citations=())  # what was confirmed stays, so the document stays checked
    assert (one(archive, states), one(archive, "SELECT count(*) FROM citations")) == (1, 1)
    more = replace(plan().dates[0], span=span_of(PLAN, "ngày 10/6/2021"), role="deadline")
    archive.add([replace(plan(), dates=(*plan().dates, more))], RULES_A, again=True)
    assert one(archive, states) == 0


def test_a_corrected_head_shows_in_its_evidence_too(archive: Archive) -> None:
    archive.correct("documents", PLAN_ID, "title", "Tổng kết bầu cử", made_by="Lan", reason="sai")
    again(archive)
    assert one(archive, "SELECT value FROM evidence WHERE field = 'title'") == "Tổng kết bầu cử"
    assert next(archive.rows("SELECT state, fields FROM reviews WHERE family = 'documents' OR family = 'evidence'")) == {"state": "corrected", "fields": '["value"]'}


def test_changes_tells_only_what_rules_changed(archive: Archive) -> None:
    add(archive, "events", "Tổng kết công tác bầu cử", name="lễ bế mạc", kind="ceremony")
    with archive.review(made_by="Lan", reason="sai") as review:
        review.remove("dates", str(one(archive, "SELECT id FROM dates")))
    archive.add([plan()], RULES_B)
    assert one(archive, "SELECT count(*) FROM changes") == 0


def test_acts_of_one_review_are_kept_together_or_not_at_all(archive: Archive) -> None:
    record = str(one(archive, "SELECT id FROM deadlines"))
    with pytest.raises(StoreError, match="YYYY-MM-DD"), archive.review(made_by="Lan", reason="sai") as review:
        review.correct("deadlines", record, "responsible", "Các xã")
        review.correct("deadlines", record, "due", "10/6/2021")
    assert one(archive, "SELECT responsible FROM deadlines") == "Các huyện"
    assert one(archive, "SELECT count(*) FROM corrections") == 0


@pytest.mark.parametrize(
    ("family", "start", "end", "values", "message"),
    [
        ("event", 0, 8, {"name": "x"}, "did you mean events"),
        ("events", 5, 5, {"name": "x"}, "no stretch of words"),
        ("events", 0, 10_000, {"name": "x"}, "no stretch of words"),
        ("events", 0, 8, {}, "needs a value"),
        ("events", 0, 8, {"nam": "x"}, "did you mean name"),
        ("events", 0, 8, {"run_id": "x"}, "not a field"),
        ("deadlines", 0, 8, {"due": "mai"}, "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_added_is_refused_in_plain_words(archive: Archive, family: str, start: int, end: int, values: dict[str, Any], message: str) -> None:
    with pytest.raises(StoreError, match=message), archive.review(made_by="Lan", reason="thử") as review:
        review.add(family, PLAN_ID, start, end, values)
    assert one(archive, "SELECT count(*) FROM corrections") == 0


def test_a_second_mention_of_the_same_words_is_a_record_of_its_own(tmp_path: Path) -> None:
    text = PLAN + "\nNhắc lại: ngày 18/6/2021."
    result = plan(text=text)
    with Archive(tmp_path / "b.db") as archive:
        archive.add([result], RULES_A)
        start = text.rindex("ngày 18/6/2021")
        with archive.review(made_by="Lan", reason="bị sót") as review:
            review.add("dates", document_of(text).id, start, start + 14, {"role": "event", "printed": "18/6/2021"})
        archive.add([result], RULES_B)
        places = [row["char_start"] for row in archive.rows("SELECT char_start FROM dates ORDER BY char_start")]
        assert places == [text.index("ngày 18/6/2021"), start]
        archive.add([replace(result, dates=())], RULES_A)
        assert [row["char_start"] for row in archive.rows("SELECT char_start FROM dates")] == [start]


def test_a_record_that_is_there_is_not_added_again(archive: Archive) -> None:
    with pytest.raises(StoreError, match="there already"):
        add(archive, "deadlines", "chậm nhất ngày 10/6/2021", kind="no_later_than", responsible="Các xã")


def test_words_that_moved_carry_an_added_record_along(archive: Archive) -> None:
    add(archive, "events", "Tổng kết công tác bầu cử", name="lễ bế mạc", kind="ceremony")
    moved = "Bản đọc lại.\n" + PLAN
    archive.add([Result("plan.html", replace(document_of(moved), id=PLAN_ID))], RULES_B)
    row = next(archive.rows("SELECT char_start, quote FROM events"))
    assert row == {"char_start": moved.index("Tổng kết công tác bầu cử"), "quote": "Tổng kết công tác bầu cử"}
    gone = PLAN.replace("Tổng kết công tác bầu cử", "Sơ kết")
    archive.add([Result("plan.html", replace(document_of(gone), id=PLAN_ID))], RULES_A)
    assert list(archive.rows("SELECT * FROM events")) == []
    assert archive.check() == ()


# --- people


def other_plan() -> Result:
    """A second document that names the same person."""
    return plan("khac.html", text=PLAN + "\nBản khác.")


def participants(archive: Archive) -> list[str]:
    return [str(row["id"]) for row in archive.rows("SELECT id FROM participants ORDER BY document_id")]


def test_people_are_one_only_when_a_reviewer_says_so_and_apart_again_when_they_say_so(archive: Archive) -> None:
    archive.add([other_plan()], RULES_A)
    assert list(archive.rows("SELECT * FROM person_appearances")) == []
    with archive.people(made_by="Lan", reason="cùng chức vụ") as people:
        person = people.join(participants(archive))
    assert [row["person_id"] for row in archive.rows("SELECT person_id FROM person_appearances")] == [person, person]
    archive.add([plan(), other_plan()], RULES_B)
    assert one(archive, "SELECT count(*) FROM person_appearances") == 2
    with archive.people(made_by="Lan", reason="nhầm") as people:
        assert people.part(participants(archive)[:1]) == 1
    assert [row["participant_id"] for row in archive.rows("SELECT participant_id FROM person_appearances")] == participants(archive)[1:]
    assert archive.check() == ()


def test_a_person_whose_name_is_corrected_stays_the_same_person(archive: Archive) -> None:
    archive.add([other_plan()], RULES_A)
    with archive.people(made_by="Lan", reason="cùng chức vụ") as people:
        people.join(participants(archive))
    archive.correct("participants", participants(archive)[0], "name", "Trần Văn Bính", made_by="Lan", reason="sai dấu")
    assert one(archive, "SELECT count(*) FROM person_appearances") == 2
    with archive.people(made_by="Lan", reason="nhầm") as people:
        people.part(participants(archive))
    assert one(archive, "SELECT count(*) FROM person_appearances") == 0


def test_joining_needs_two_and_a_reason(archive: Archive) -> None:
    with pytest.raises(StoreError, match="at least two"), archive.people(made_by="Lan", reason="x") as people:
        people.join(participants(archive))
    with pytest.raises(StoreError, match="none of these"), archive.people(made_by="Lan", reason="x") as people:
        people.part(participants(archive))


# --- the logs


def test_each_log_is_chained_and_a_row_that_was_tampered_with_is_found(archive: Archive, tmp_path: Path) -> None:
    archive.add([other_plan()], RULES_A)
    add(archive, "events", "Tổng kết công tác bầu cử", name="lễ bế mạc", kind="ceremony")
    with archive.people(made_by="Lan", reason="cùng chức vụ") as people:
        people.join(participants(archive))
    assert archive.check_logs() == ()
    assert {name: count for name, (count, _) in archive.log_heads().items()} == {"corrections": 1, "decisions": 0, "person_links": 2}
    db = sqlite3.connect(tmp_path / "a.db")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE person_links SET reason = 'khác'")
    db.executescript("DROP TRIGGER person_links_stay_as_written; UPDATE person_links SET made_by = 'Ai' WHERE entry_no = 1")
    db.executescript("DROP TRIGGER corrections_stay_as_written; UPDATE corrections SET value_after = '{}' WHERE entry_no = 1")
    db.close()
    assert archive.check_logs() == (
        "corrections: entry 1 does not follow from the one before it", "person_links: entry 1 does not follow from the one before it",
    )  # fmt: skip
