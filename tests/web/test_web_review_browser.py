"""Review in a real browser on the demo archive: signing in, correcting, marking words that become a record, deciding on a
finding, joining people; what was done stands after the documents are read again. Once more without scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_browser import Driven, running, serious_faults
from web_builders import CORPUS, PASSWORD

from extractor.pipeline.ingest import ingest
from extractor.pipeline.sources import find_sources
from extractor.rules import load_rules
from extractor.store import Archive
from extractor.web.users import users_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of `make demo`, with one reviewer."""
    db = tmp_path_factory.mktemp("demo") / "demo.db"
    with Archive(db) as held:
        ingest(list(find_sources([CORPUS])), held, load_rules(), jobs=1)
    users_of(db).with_user("Lan Anh", PASSWORD).save()
    return db


@pytest.fixture(scope="module")
def address(demo: Path) -> Iterator[str]:
    with running(demo) as address:
        yield address


@pytest.fixture
def browser(address: str) -> Iterator[Driven]:
    """A browser of its own for each test: nobody is signed in."""
    with Driven.started(address) as browser:
        yield browser


@pytest.fixture
def lan(browser: Driven) -> Driven:
    browser.open("/-/sign-in?back=/-/findings")
    browser.type("[name=name]", "Lan Anh")
    browser.type("[name=password]", PASSWORD)
    browser.click("form.fill button")
    assert browser.text(".reviewer") == "Lan Anh"
    assert browser.path == "/-/findings"
    return browser


def rows(db: Path, sql: str, *values: str) -> list[dict[str, Any]]:
    with Archive(db, readonly=True) as archive:
        return list(archive.rows(sql, values))


def id_of(db: Path, source: str) -> str:
    return str(rows(db, "SELECT id FROM documents WHERE instr(source, ?) > 0", source)[0]["id"])


def read_again(db: Path, source: str) -> None:
    """The documents once more, by the command, while the site is served."""
    (path,) = [str(path) for path in CORPUS.iterdir() if source in path.name and path.suffix != ".json"]
    command = [sys.executable, "-m", "extractor", "ingest", path, "--db", str(db), "--again", "--jobs", "1"]
    subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))


def test_a_value_that_is_corrected_stays_when_the_document_is_read_again(lan: Driven, demo: Path) -> None:
    document_id = id_of(demo, "n01")
    row = rows(demo, "SELECT * FROM statistics WHERE document_id = ? AND indicator = 'turnout_rate' ORDER BY char_start LIMIT 1", document_id)[0]
    lan.open(f"/-/doc/{document_id}#r-{row['id'][:12]}")
    lan.click(f"#r-{row['id'][:12]} .acts a")
    lan.type("[name=f-value]", "88,25", clear=True)
    lan.type("[name=reason]", "bản gốc ghi khác")
    lan.click("button[value=save]")
    for _ in range(2):
        lan.open(f"/-/doc/{document_id}")
        card = lan.text(f"#r-{row['id'][:12]}")
        assert "88,25" in card and "Đã sửa" in card and "Lan Anh" in card
        assert rows(demo, "SELECT value FROM statistics WHERE id = ?", row["id"]) == [{"value": 88.25}]
        read_again(demo, "n01")
    lan.open("/-/statistics?indicator=turnout_rate&area=" + str(row["area"]))
    assert "88,25" in lan.text("main")
    lan.open("/-/review/log")
    assert "bản gốc ghi khác" in lan.text("main") and "nguyên vẹn" in lan.text(".state")
    assert lan.faults() == []


def test_words_that_are_marked_become_a_record_to_the_letter(lan: Driven, demo: Path) -> None:
    document_id = id_of(demo, "n02")
    text = str(rows(demo, "SELECT text FROM documents WHERE id = ?", document_id)[0]["text"])
    line = max(text.split("\n"), key=len)
    quote = " ".join(line.split(" ")[3:9])
    start = text.index(quote)
    lan.open(f"/-/doc/{document_id}")
    assert not lan.shown("#add-here")
    lan.mark(start, start + len(quote))
    assert lan.shown("#add-here")
    lan.click("#add-here")
    lan.click(".picks a[href*='family=events']")
    assert lan.value("[name=quote]") == quote
    lan.type("[name=f-name]", "lễ trao thưởng", clear=True)
    lan.choose("[name=f-kind]", "ceremony")
    lan.type("[name=reason]", "bị sót")
    lan.click("button[value=add]")
    for _ in range(2):
        added = rows(demo, "SELECT * FROM events WHERE document_id = ? AND rule = 'review'", document_id)
        assert [(row["char_start"], row["char_end"], row["quote"], row["name"]) for row in added] == [(start, start + len(quote), quote, "lễ trao thưởng")]
        read_again(demo, "n02")
    lan.open("/-/search?q=l%E1%BB%85+trao+th%C6%B0%E1%BB%9Fng")
    assert document_id in lan.html()
    assert lan.faults() == []


def test_marking_counts_characters_as_the_archive_does(lan: Driven, demo: Path) -> None:
    """Beyond a character that is two of JavaScript's, and across pieces that are marked already."""
    document_id = id_of(demo, "n01")
    text = str(rows(demo, "SELECT text FROM documents WHERE id = ?", document_id)[0]["text"])
    lan.open(f"/-/doc/{document_id}")
    lan.script("const t = document.querySelector('.text'); t.insertBefore(document.createTextNode('🏛️'), t.firstChild)")
    start = text.index("hội nghị")
    lan.mark(start + 2, start + 2 + 40)
    wanted = text[start : start + 40]
    skipped = len(wanted) - len(wanted.lstrip())
    assert f"start={start + 2 + skipped}&end={start + 2 + skipped + len(wanted.strip())}" in lan.attribute("#add-here", "href")


def test_words_are_moved_by_marking_others_in_the_form(lan: Driven, demo: Path) -> None:
    document_id = id_of(demo, "n01")
    row = rows(demo, "SELECT * FROM deadlines WHERE document_id = ?", document_id)[0]
    text = str(rows(demo, "SELECT text FROM documents WHERE id = ?", document_id)[0]["text"])
    lan.open(f"/-/doc/{document_id}/record?family=deadlines&record={row['id']}")
    first = int(lan.attribute(".excerpt", "data-first"))
    start = text.index("gửi về Sở Nội vụ")
    lan.mark(start - first, row["char_end"] - first)
    assert lan.value("[name=quote]") == text[start : row["char_end"]]
    lan.type("[name=reason]", "đủ câu")
    lan.click("button[value=save]")
    read_again(demo, "n01")
    assert rows(demo, "SELECT char_start, char_end FROM deadlines WHERE id = ?", row["id"]) == [{"char_start": start, "char_end": row["char_end"]}]


def test_a_finding_that_is_dismissed_stays_so_on_the_next_audit(lan: Driven, demo: Path) -> None:
    finding = lan.attribute(".finding", "id")
    lan.type(f"#{finding} [name=reason]", "Hai kỳ báo cáo khác nhau")
    lan.click(f"#{finding} button[value=dismissed]")
    subprocess.run([sys.executable, "-m", "extractor", "audit", "--db", str(demo), "--fail-on", "error"], check=False, capture_output=True, env=dict(os.environ))
    lan.open("/-/findings?state=dismissed")
    assert "Hai kỳ báo cáo khác nhau" in lan.text(f"#{finding}") and "Lan Anh" in lan.text(f"#{finding}")
    lan.open("/-/findings?state=open")
    assert finding not in lan.html()


def test_people_are_joined_and_taken_apart(lan: Driven, demo: Path) -> None:
    first, other = rows(demo, "SELECT id, name FROM participants WHERE name IS NOT NULL GROUP BY document_id ORDER BY document_id LIMIT 2")
    with Archive(demo) as archive:
        archive.correct("participants", str(other["id"]), "name", first["name"], made_by="Lan", reason="để thử")
    lan.open(f"/-/people?name={first['name']}")
    assert "Gợi ý" in lan.text(".group-of h2")
    for box in lan.driver.find_elements("css selector", "[name=participant]"):
        box.click()
    lan.type("#people [name=reason]", "cùng chức vụ")
    lan.click("#people button[value=join]")
    assert "Một người, 2 văn bản" in lan.text(".group-of h2")
    assert lan.script("return document.documentElement.scrollWidth <= innerWidth")
    assert serious_faults(lan) == []
    lan.find("[name=participant]").click()
    lan.type("#people [name=reason]", "nhầm")
    lan.click("#people button[value=part]")
    assert len(rows(demo, "SELECT * FROM person_appearances")) == 1


def test_the_queue_is_worked_through_with_the_keyboard_alone(lan: Driven, demo: Path) -> None:
    lan.open("/-/review")
    which = lan.attribute(".queue button[name=which]", "value")
    lan.press(".queue button[name=which]")
    assert lan.path == "/-/review"
    assert which not in lan.html()
    family, _, record = which.partition(":")
    assert rows(demo, "SELECT state, family FROM reviews WHERE record_id = ?", record) == [{"state": "confirmed", "family": family}]


def test_review_needs_no_script(browser: Driven, demo: Path) -> None:
    document_id = id_of(demo, "n10")
    text = str(rows(demo, "SELECT text FROM documents WHERE id = ?", document_id)[0]["text"])
    words = " ".join(max(text.split("\n"), key=len).split(" ")[5:9])
    with browser.without_scripts():
        browser.open(f"/-/sign-in?back=/-/doc/{document_id}")
        browser.type("[name=name]", "Lan Anh")
        browser.type("[name=password]", PASSWORD)
        browser.click("form.fill button")
        browser.click(".card button[name=which]")
        assert "Đã xác nhận" in browser.text(".card .state")
        browser.open(f"/-/doc/{document_id}/record?family=dates")
        browser.type("[name=quote]", words)
        browser.type("[name=f-printed]", "kế hoạch")
        browser.choose("[name=f-role]", "reference")
        browser.type("[name=reason]", "thử")
        browser.click("button[value=add]")
    assert rows(demo, "SELECT quote FROM dates WHERE document_id = ? AND rule = 'review'", document_id) == [{"quote": words}]


def test_a_page_elsewhere_cannot_send_a_form_in_a_reviewers_name(lan: Driven, demo: Path, tmp_path: Path) -> None:
    document_id = id_of(demo, "v01")
    page = tmp_path / "evil.html"
    page.write_text(
        f"<form method=post action='{lan.address}/-/doc/{document_id}/record'><input name=act value=check></form><script>document.forms[0].submit()</script>", encoding="utf-8"
    )
    before = rows(demo, "SELECT count(*) AS n FROM corrections")
    lan.driver.get(page.as_uri())
    assert "khác bị từ chối" in lan.text("body")
    assert rows(demo, "SELECT count(*) AS n FROM corrections") == before


PAGES = ("/-/sign-in", "/-/findings", "/-/review", "/-/review/log", "/-/people", "doc", "record", "add", "head", "person", "pdf")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_a_reviewer_has_an_error_or_is_wider_than_a_phone(lan: Driven, demo: Path, path: str) -> None:
    lan.open(address_of(demo, path), width=500)
    assert lan.faults() == []
    assert lan.script("return document.documentElement.scrollWidth <= innerWidth")
    assert serious_faults(lan) == []
    assert len(lan.script("return document.documentElement.outerHTML")) < 300_000


def address_of(demo: Path, path: str) -> str:
    document_id = id_of(demo, "n01")
    statistic, person = (rows(demo, f"SELECT id FROM {table} WHERE document_id = ? LIMIT 1", document_id)[0]["id"] for table in ("statistics", "participants"))
    pdf = id_of(demo, "v01")
    deadline = rows(demo, "SELECT id FROM deadlines WHERE document_id = ? LIMIT 1", pdf)[0]["id"]
    named = {
        "doc": f"/-/doc/{document_id}", "record": f"/-/doc/{document_id}/record?family=statistics&record={statistic}", "add": f"/-/doc/{document_id}/record",
        "head": f"/-/doc/{document_id}/record?family=documents&record={document_id}", "person": f"/-/doc/{document_id}/record?family=participants&record={person}",
        "pdf": f"/-/doc/{pdf}/record?family=deadlines&record={deadline}",
    }  # fmt: skip
    return named.get(path, path)
