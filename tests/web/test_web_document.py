"""The document page: the text with its records marked to the letter, the records beside it, boxes on the page,
the rule behind each record, the file and its original."""

from __future__ import annotations

import hashlib

import pytest
from web_builders import Browsed

SOURCES = ("n01", "n02", "v01", "v03", "v10", "v14", "script")
FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics", "evidence")


@pytest.mark.parametrize("source", SOURCES)
def test_the_text_is_shown_whole_and_to_the_letter(site: Browsed, source: str) -> None:
    document_id = site.id_of(source)
    text = site.rows("SELECT text FROM documents WHERE id = ?", document_id)[0]["text"]
    assert "".join(sheet.text() for sheet in site.page(f"/-/doc/{document_id}").css(".text")) == text


@pytest.mark.parametrize("source", SOURCES)
def test_the_pieces_of_a_record_joined_are_exactly_its_quote(site: Browsed, source: str) -> None:
    document_id = site.id_of(source)
    page = site.page(f"/-/doc/{document_id}")
    pieces = [(piece.attributes["data-r"].split(), piece.text()) for piece in page.css(".text a.m")]
    checked = 0
    for family in FAMILIES:
        for row in site.rows(f"SELECT id, quote FROM {family} WHERE document_id = ? AND char_start IS NOT NULL", document_id):
            marked = "".join(text for records, text in pieces if row["id"][:12] in records)
            assert marked == row["quote"] or (family == "participants" and row["quote"] in marked), (family, row["quote"])
            checked += 1
    assert checked


def test_marks_and_records_lead_to_each_other_without_a_script(site: Browsed) -> None:
    page = site.page(f"/-/doc/{site.id_of('n01')}")
    anchors = {node.attributes["id"] for node in page.css("[id]")}
    links = [a.attributes["href"] for a in page.css(".text a.m, .card h3 a")]
    assert links
    assert {link[1:] for link in links} <= anchors
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


def test_the_rule_of_a_record_is_one_click_away_with_its_examples(site: Browsed) -> None:
    page = site.page(f"/-/doc/{site.id_of('n01')}")
    rules = {a.attributes["href"] for a in page.css(".from a")}
    assert rules
    for address in rules:
        page = site.page(address)
        by_program = "do chương trình thực hiện" in page.css_first("main").text()
        assert by_program or page.css(".examples li mark, tbody th"), address
    assert site.page("/-/rule/indicator.voted").css(".examples mark")
    assert site.page("/-/rule/indicator_phrases.women").css("tbody th")


def test_a_pdf_has_a_picture_of_each_page_and_a_box_on_each_record(site: Browsed) -> None:
    document_id = site.id_of("v01")
    page = site.page(f"/-/doc/{document_id}")
    pictures = [img.attributes["src"] for img in page.css(".frame img")]
    assert len(pictures) == len(site.rows("SELECT number FROM pages WHERE document_id = ?", document_id))
    answer = site.get(pictures[0])
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content[:4] == b"RIFF"
    boxed = {a.attributes["data-r"] for a in page.css(".frame svg a")}
    for row in site.rows("SELECT id FROM deadlines WHERE document_id = ? AND boxes <> '[]'", document_id):
        assert row["id"][:12] in boxed


def test_the_original_is_downloaded_to_the_byte_and_never_shown(site: Browsed) -> None:
    document_id = site.id_of("n01")
    answer = site.get(f"/-/doc/{document_id}/original")
    assert hashlib.sha256(answer.content).hexdigest() == document_id
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/octet-stream"


def test_an_original_that_has_changed_is_not_given_out(site: Browsed) -> None:
    document_id = site.id_of("n10")
    path = next(p for p in site.path.parent.iterdir() if p.name.startswith("n10"))
    before = path.read_bytes()
    path.write_bytes(before + b"<!-- changed -->")
    try:
        assert site.get(f"/-/doc/{document_id}/original").status_code == 404
    finally:
        path.write_bytes(before)


def test_what_is_known_of_the_file_is_said(site: Browsed) -> None:
    document_id = site.id_of("v01")
    said = site.page(f"/-/doc/{document_id}").css_first(".facts").text()
    assert document_id in said
    assert "v01" in said
    assert "pypdfium2" in said


def test_an_unknown_document_is_a_page_that_says_so(site: Browsed) -> None:
    answer = site.get("/-/doc/" + "0" * 64)
    assert answer.status_code == 404
    assert "Không có trang hoặc văn bản này" in answer.text
