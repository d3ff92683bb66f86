"""The form of a record: corrected, added, moved, taken out and confirmed with plain forms; what was done shows at once in
every view, holds when the document is read again, and is written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from web_builders import Browsed, Reviewer, reviewed_copy, signed_in

from extractor.pipeline.ingest import ingest
from extractor.pipeline.sources import find_sources
from extractor.rules import load_rules
from extractor.store import Archive
from extractor.web.fields import UnreadableError, fields_of, follow, read, written
from extractor.web.words import words_in

RULES = load_rules()


@pytest.fixture
def reviewed(archive: Path, tmp_path: Path) -> Iterator[Browsed]:
    with reviewed_copy(archive, tmp_path) as site:
        yield site


@pytest.fixture
def lan(reviewed: Browsed) -> Reviewer:
    return signed_in(reviewed)


def read_again(site: Browsed, document_id: str) -> None:
    """A document once more, as under other rules."""
    with Archive(site.path) as held:
        source = str(next(held.rows("SELECT source FROM documents WHERE id = ?", [document_id]))["source"])
        ingest(list(find_sources([source])), held, RULES, jobs=1, again=True)
        assert held.check() == ()


def filled(page: LexborHTMLParser) -> dict[str, str]:
    """A form as a browser would send it."""
    form = page.css_first("form.fill")
    values = {node.attributes["name"]: node.attributes.get("value") or "" for node in form.css("input")}
    values |= {node.attributes["name"]: node.text()[1:] if node.text().startswith("\n") else node.text() for node in form.css("textarea")}
    for choice in form.css("select"):
        values[choice.attributes["name"]] = next((option.attributes["value"] or "" for option in choice.css("option") if "selected" in option.attributes), "")
    values.pop("csrftoken")
    return values


def form_of(lan: Reviewer, document_id: str, **asked: str) -> dict[str, str]:
    return filled(lan.page(f"/-/doc/{document_id}/record", **asked))


def turnout(site: Browsed) -> dict[str, Any]:
    return site.rows("SELECT * FROM statistics WHERE document_id = ? AND indicator = 'turnout_rate' ORDER BY char_start LIMIT 1", site.id_of("n01"))[0]


def test_a_value_is_corrected_and_shows_in_every_view_and_after_the_document_is_read_again(reviewed: Browsed, lan: Reviewer) -> None:
    document_id, row = reviewed.id_of("n01"), turnout(reviewed)
    form = form_of(lan, document_id, family="statistics", record=row["id"])
    assert form["f-value"] == "99,75"
    answer = lan.post(f"/-/doc/{document_id}/record", **{**form, "f-value": "88,25", "reason": "bản gốc ghi khác", "act": "save"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/-/doc/{document_id}?at={row['char_start']}#r-{row['id'][:12]}")
    for _ in range(2):
        assert reviewed.rows("SELECT value FROM statistics WHERE id = ?", row["id"]) == [{"value": 88.25}]
        card = lan.page(f"/-/doc/{document_id}").css_first(f"#r-{row['id'][:12]}")
        assert "88,25" in card.css_first("h3").text() and "Đã sửa" in card.text() and "Lan Anh" in card.text()
        figures = lan.page("/-/statistics", indicator="turnout_rate", area=row["area"])
        assert "88,25" in figures.css_first("main").text()
        read_again(reviewed, document_id)
    entries = reviewed.rows("SELECT field, value_before, value_after, made_by, reason FROM corrections ORDER BY entry_no")
    assert entries[0] == {"field": "value", "value_before": "99.75", "value_after": "88.25", "made_by": "Lan Anh", "reason": "bản gốc ghi khác"}
    assert [entry["field"] for entry in entries] == ["value", "record"]


def test_saving_unchanged_confirms(reviewed: Browsed, lan: Reviewer) -> None:
    document_id, row = reviewed.id_of("n01"), turnout(reviewed)
    lan.post(f"/-/doc/{document_id}/record", **{**form_of(lan, document_id, family="statistics", record=row["id"]), "reason": "đúng", "act": "save"})
    assert reviewed.rows("SELECT state FROM reviews") == [{"state": "confirmed"}]
    assert reviewed.rows("SELECT * FROM statistics WHERE id = ?", row["id"]) == [row]


@pytest.mark.parametrize("family", ["statistics", "deadlines", "dates", "participants", "roles", "participations", "events", "citations", "evidence"])
def test_the_form_of_every_record_sent_as_it_is_changes_nothing(reviewed: Browsed, lan: Reviewer, family: str) -> None:
    """A form that loses or rounds a value would be worse than none."""
    for row in reviewed.rows(f"SELECT * FROM {family} ORDER BY id LIMIT 6"):
        form = form_of(lan, row["document_id"], family=family, record=row["id"])
        answer = lan.post(f"/-/doc/{row['document_id']}/record", **{**form, "reason": "đúng", "act": "save"})
        assert answer.status_code == 303, LexborHTMLParser(answer.text).css_first("main").text()
        assert reviewed.rows(f"SELECT * FROM {family} WHERE id = ?", row["id"]) == [row]
    assert {row["field"] for row in reviewed.rows("SELECT field FROM corrections")} <= {"record"}


def test_the_words_of_a_record_are_moved_by_typing_them(reviewed: Browsed, lan: Reviewer) -> None:
    document_id = reviewed.id_of("n01")
    row = reviewed.rows("SELECT * FROM deadlines WHERE document_id = ?", document_id)[0]
    form = form_of(lan, document_id, family="deadlines", record=row["id"])
    lan.post(f"/-/doc/{document_id}/record", **{**form, "quote": "gửi về  Sở Nội vụ\ntrước ngày 20/6/2021", "reason": "đủ câu", "act": "save"})
    for _ in range(2):
        moved = reviewed.rows("SELECT quote FROM deadlines WHERE id = ?", row["id"])[0]["quote"]
        assert moved.split() == "gửi về Sở Nội vụ trước ngày 20/6/2021".split()
        read_again(reviewed, document_id)


def test_words_that_are_not_in_the_document_are_refused_and_the_form_keeps_what_was_typed(reviewed: Browsed, lan: Reviewer) -> None:
    document_id, row = reviewed.id_of("n01"), turnout(reviewed)
    before = reviewed.state()
    form = form_of(lan, document_id, family="statistics", record=row["id"])
    answer = lan.post(f"/-/doc/{document_id}/record", **{**form, "quote": "chữ không có", "f-area": "Nơi khác", "reason": "thử", "act": "save"})
    assert answer.status_code == 400
    page = LexborHTMLParser(answer.text)
    assert "không có trong văn bản" in page.css_first("[role=alert]").text()
    assert filled(page)["f-area"] == "Nơi khác"
    assert reviewed.state() == before


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [("f-value", "chín mươi", "không phải một số"), ("f-value", "2.0732.328", "không phải một số"), ("reason", " ", "lý do")],
)
def test_what_cannot_be_read_is_told_beside_its_field_and_nothing_is_written(reviewed: Browsed, lan: Reviewer, field: str, value: str, fault: str) -> None:
    document_id, row = reviewed.id_of("n01"), turnout(reviewed)
    before = reviewed.state()
    form = form_of(lan, document_id, family="statistics", record=row["id"])
    answer = lan.post(f"/-/doc/{document_id}/record", **{**form, "reason": "thử", "act": "save", field: value})
    assert answer.status_code == 400
    assert fault in LexborHTMLParser(answer.text).css_first("[role=alert]").text()
    assert reviewed.state() == before


def test_a_record_that_changed_meanwhile_is_not_overwritten(reviewed: Browsed, lan: Reviewer) -> None:
    document_id, row = reviewed.id_of("n01"), turnout(reviewed)
    form = form_of(lan, document_id, family="statistics", record=row["id"])
    with Archive(reviewed.path) as held:
        held.correct("statistics", row["id"], "value", 77.5, made_by="Hoa", reason="trước")
    answer = lan.post(f"/-/doc/{document_id}/record", **{**form, "f-value": "88", "reason": "sau", "act": "save"})
    assert answer.status_code == 409
    assert filled(LexborHTMLParser(answer.text))["f-value"] == "77,5"
    assert reviewed.rows("SELECT value FROM statistics WHERE id = ?", row["id"]) == [{"value": 77.5}]


def test_a_missed_record_is_added_from_words_the_rules_help_to_read(reviewed: Browsed, lan: Reviewer) -> None:
    document_id = reviewed.id_of("n01")
    text = reviewed.rows("SELECT text FROM documents WHERE id = ?", document_id)[0]["text"]
    row = reviewed.rows("SELECT * FROM deadlines WHERE document_id = ?", document_id)[0]
    lan.post(f"/-/doc/{document_id}/record", which=f"deadlines:{row['id']}", act="remove", reason="để thử")
    assert reviewed.rows("SELECT * FROM deadlines WHERE document_id = ?", document_id) == []
    start = text.index("trước ngày 20/6/2021")
    form = form_of(lan, document_id, family="deadlines", start=str(start), end=str(start + 20))
    assert (form["quote"], form["f-latest"], form["f-kind"]) == ("trước ngày 20/6/2021", "20/06/2021", "before")
    answer = lan.post(f"/-/doc/{document_id}/record", **{**form, "f-responsible": "Các huyện", "reason": "bị sót", "act": "add"})
    assert answer.status_code == 303
    for _ in range(2):
        (added,) = reviewed.rows("SELECT * FROM deadlines WHERE document_id = ? AND responsible = 'Các huyện'", document_id)
        assert (added["quote"], added["latest"], added["due"], added["kind"]) == ("trước ngày 20/6/2021", "2021-06-20", "2021-06-19", "before")
        card = lan.page(f"/-/doc/{document_id}").css_first(f"#r-{added['id'][:12]}")
        assert "Người soát thêm" in card.text()
        read_again(reviewed, document_id)
    assert "Các huyện" in lan.page("/-/deadlines", month="2021-06").css_first("main").text()


def test_a_record_is_moved_to_another_family(reviewed: Browsed, lan: Reviewer) -> None:
    document_id = reviewed.id_of("n01")
    row = reviewed.rows("SELECT * FROM dates WHERE document_id = ? AND role = 'event' LIMIT 1", document_id)[0]
    page = lan.page(f"/-/doc/{document_id}/record", family="dates", record=row["id"])
    address = next(a.attributes["href"] for a in page.css(".beside a") if "family=events" in a.attributes["href"])
    moving = lan.page(address)
    answer = lan.post(f"/-/doc/{document_id}/record", **{**filled(moving), "f-name": "lễ bế mạc", "f-kind": "ceremony", "reason": "là sự kiện", "act": "add"})
    assert answer.status_code == 303
    for _ in range(2):
        assert reviewed.rows("SELECT id FROM dates WHERE id = ?", row["id"]) == []
        assert reviewed.rows("SELECT char_start, name FROM events WHERE rule = 'review'") == [{"char_start": row["char_start"], "name": "lễ bế mạc"}]
        read_again(reviewed, document_id)


def test_a_number_of_a_document_is_corrected_with_its_parts(reviewed: Browsed, lan: Reviewer) -> None:
    document_id = reviewed.id_of("v01")
    form = form_of(lan, document_id, family="documents", record=document_id)
    lan.post(f"/-/doc/{document_id}/record", **{**form, "f-number": "77/BC-UBND", "reason": "số đóng dấu", "act": "save"})
    for _ in range(2):
        row = reviewed.rows("SELECT number, ordinal, notation, type_code, type FROM documents WHERE id = ?", document_id)[0]
        assert row == {"number": "77/BC-UBND", "ordinal": "77", "notation": "BC-UBND", "type_code": "BC", "type": "Báo cáo"}
        assert reviewed.rows("SELECT value FROM evidence WHERE document_id = ? AND field = 'number'", document_id) == [{"value": "77/BC-UBND"}]
        assert [hit.document_id for hit in archive_search(reviewed, "77/BC-UBND")] == [document_id]
        read_again(reviewed, document_id)


def archive_search(site: Browsed, query: str) -> tuple[Any, ...]:
    with Archive(site.path, readonly=True) as archive:
        return tuple(archive.search(query).hits)


def test_a_header_field_that_is_taken_out_leaves_no_value_behind(reviewed: Browsed, lan: Reviewer) -> None:
    document_id = reviewed.id_of("v01")
    row = reviewed.rows("SELECT id FROM evidence WHERE document_id = ? AND field = 'number'", document_id)[0]
    lan.post(f"/-/doc/{document_id}/record", which=f"evidence:{row['id']}", act="remove", reason="số của bản sao")
    for _ in range(2):
        assert reviewed.rows("SELECT number, ordinal, notation, document_key FROM documents WHERE id = ?", document_id) == [dict.fromkeys(("number", "ordinal", "notation", "document_key"))]
        assert reviewed.rows("SELECT id FROM evidence WHERE document_id = ? AND field = 'number'", document_id) == []
        read_again(reviewed, document_id)


def test_a_record_that_was_taken_out_by_mistake_is_added_again_from_the_log(reviewed: Browsed, lan: Reviewer) -> None:
    document_id = reviewed.id_of("n01")
    before = reviewed.rows("SELECT * FROM statistics WHERE document_id = ? AND indicator = 'registered_voters'", document_id)[0]
    lan.post(f"/-/doc/{document_id}/record", which=f"statistics:{before['id']}", act="remove", reason="nhầm dòng")
    address = next(a.attributes["href"] for a in lan.page("/-/review/log").css("td a.small"))
    lan.post(f"/-/doc/{document_id}/record", **{**filled(lan.page(address)), "reason": "đúng ra là có", "act": "add"})
    for _ in range(2):
        (row,) = reviewed.rows("SELECT * FROM statistics WHERE document_id = ? AND indicator = 'registered_voters'", document_id)
        assert (row["value"], row["char_start"], row["quote"]) == (before["value"], before["char_start"], before["quote"])
        read_again(reviewed, document_id)


def test_a_document_is_checked_as_a_whole(reviewed: Browsed, lan: Reviewer) -> None:
    document_id = reviewed.id_of("n01")
    assert lan.post(f"/-/doc/{document_id}/record", act="check").status_code == 303
    page = lan.page(f"/-/doc/{document_id}")
    assert "Đã soát cả văn bản" in page.css_first(".doc-head .state").text()
    assert page.css("button[name=which]") == []
    read_again(reviewed, document_id)
    assert "Đã soát cả văn bản" in lan.page(f"/-/doc/{document_id}").css_first(".doc-head .state").text()


def test_the_queue_loses_what_was_confirmed(reviewed: Browsed, lan: Reviewer) -> None:
    page = lan.page("/-/review")
    button = page.css_first(".queue button[name=which]")
    which, document_id = button.attributes["value"], button.parent.attributes["action"].split("/")[3]
    answer = lan.post(f"/-/doc/{document_id}/record", which=which, back="/-/review?page=1")
    assert answer.headers["location"] == "/-/review?page=1"
    assert which not in [node.attributes["value"] for node in lan.page("/-/review").css(".queue button[name=which]")]


def test_the_log_tells_who_did_what_and_whether_it_is_whole(reviewed: Browsed, lan: Reviewer) -> None:
    document_id, row = reviewed.id_of("n01"), turnout(reviewed)
    form = form_of(lan, document_id, family="statistics", record=row["id"])
    lan.post(f"/-/doc/{document_id}/record", **{**form, "f-value": "88,25", "reason": "bản gốc ghi khác", "act": "save"})
    text = reviewed.page("/-/review/log").css_first("main").text()
    for said in ("Lan Anh", "99.75", "88.25", "bản gốc ghi khác", "nguyên vẹn"):
        assert said in text
    import sqlite3

    with sqlite3.connect(reviewed.path) as connection:
        connection.executescript("DROP TRIGGER corrections_stay_as_written; UPDATE corrections SET made_by = 'Ai' WHERE entry_no = 1")
    connection.close()
    assert "entry 1 does not follow" in reviewed.page("/-/review/log").css_first(".fault").text()


def test_a_reader_who_opens_a_form_is_asked_to_sign_in(reviewed: Browsed) -> None:
    answer = reviewed.get(f"/-/doc/{reviewed.id_of('n01')}/record", family="dates")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/-/sign-in?back=")
    page = reviewed.page(f"/-/doc/{reviewed.id_of('n01')}")
    assert page.css("button[name=which], #add-here") == []


@pytest.mark.parametrize("asked", [{"family": "runs"}, {"family": "users"}, {"record": "x"}, {"start": "99999999", "end": "1"}, {"start": "-1"}, {"family": "statistics", "record": "' OR 1=1"}])
def test_a_form_that_is_asked_for_oddly_gives_a_page_or_none(lan: Reviewer, reviewed: Browsed, asked: dict[str, str]) -> None:
    assert lan.get(f"/-/doc/{reviewed.id_of('n01')}/record", **asked).status_code in (200, 404)


@pytest.mark.parametrize("which", ["runs:x", "documents:x", "statistics:' OR 1=1", "corrections:1", ":", "statistics:"])
@pytest.mark.parametrize("act", ["confirm", "remove", "save", "add", "drop"])
def test_a_form_that_is_sent_oddly_writes_nothing(lan: Reviewer, reviewed: Browsed, which: str, act: str) -> None:
    before = reviewed.state()
    assert lan.post(f"/-/doc/{reviewed.id_of('n01')}/record", which=which, act=act, reason="thử").status_code in (400, 404, 409)
    assert reviewed.state() == before


def test_markup_in_a_document_or_in_what_a_reviewer_typed_is_text(reviewed: Browsed, lan: Reviewer) -> None:
    document_id, hostile = reviewed.id_of("script"), "</textarea><script>alert(1)</script>\"><img src=x onerror=alert(2)>"
    row = reviewed.rows("SELECT id FROM deadlines WHERE document_id = ? LIMIT 1", document_id)[0]
    form = form_of(lan, document_id, family="deadlines", record=row["id"])
    lan.post(f"/-/doc/{document_id}/record", **{**form, "f-responsible": hostile, "reason": hostile, "act": "save"})
    assert reviewed.rows("SELECT responsible FROM deadlines WHERE id = ?", row["id"]) == [{"responsible": hostile}]
    for path in (f"/-/doc/{document_id}", f"/-/doc/{document_id}/record?family=deadlines&record={row['id']}", "/-/review/log", "/-/deadlines", "/-/search?q=script"):
        text = lan.get(path).text
        assert "<script>alert" not in text and "<img src=x" not in text and "<script>document" not in text, path
    assert form_of(lan, document_id, family="deadlines", record=row["id"])["f-responsible"] == hostile


# --- fields


@pytest.mark.parametrize(("typed", "value"), [("12.345", 12345), ("12,5", 12.5), ("12.5", 12.5), ("1.234.567", 1234567), ("99,60%", 99.6), ("0.125", 0.125), ("", None), ("8", 8)])
def test_a_number_is_read_as_the_page_and_as_a_program_writes_it(typed: str, value: float | None) -> None:
    field = next(field for field in fields_of("statistics") if field.name == "value")
    assert read(field, typed) == value


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("value", [0, 8, 1234, 12345678, 99.6, 0.125, 1234.5, 69200000, 99.785])
def test_a_number_that_is_shown_is_read_again_as_itself(language: str, value: float) -> None:
    field = next(field for field in fields_of("statistics") if field.name == "value")
    assert read(field, written(field, value, words_in(language))) == value


@pytest.mark.parametrize(("typed", "value"), [("23/05/2021", "2021-05-23"), ("3/5/2021", "2021-05-03"), ("2021-05-23", "2021-05-23"), (" ", None)])
def test_a_day_is_read_in_both_forms(typed: str, value: str | None) -> None:
    field = next(field for field in fields_of("dates") if field.name == "latest")
    assert read(field, typed) == value


@pytest.mark.parametrize("typed", ["31/02/2021", "tháng 5", "2021-13-01", "5/2021"])
def test_a_day_that_is_none_is_told(typed: str) -> None:
    field = next(field for field in fields_of("dates") if field.name == "latest")
    with pytest.raises(UnreadableError, match="latest"):
        read(field, typed)


def test_what_follows_from_a_value_follows_unless_a_person_says_otherwise() -> None:
    deadline = {"kind": "before", "latest": "2021-06-20", "due": "2021-06-19", "edtf": "2021-06-20", "offset_value": None}
    assert follow("deadlines", {"latest": "2021-06-30"}, deadline, load_rules()) == {"edtf": "2021-06-30", "due": "2021-06-29"}
    assert follow("deadlines", {"latest": "2021-06-30", "due": "2021-06-30"}, deadline, load_rules()) == {"edtf": "2021-06-30"}
    date = {"earliest": "2021-06-01", "latest": "2021-06-01", "edtf": "2021-06-01"}
    assert follow("dates", {"latest": "2021-06-03"}, date, load_rules()) == {"edtf": "2021-06-01/2021-06-03"}
