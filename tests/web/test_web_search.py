"""The search page: one box, answers with marked snippets, facets as links, and the same as table, CSV and JSON."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from web_builders import Browsed


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in folded if not unicodedata.combining(c))


def test_the_front_page_has_one_box_and_the_newest_documents(site: Browsed) -> None:
    page = site.page("/")
    assert len(page.css("input[type=search]")) == 1
    assert len(page.css(".hit")) == min(20, len(site.rows("SELECT id FROM documents")))


@pytest.mark.parametrize("query", ["đại biểu", "dai bieu", "DAI BIEU"])
def test_words_are_found_with_and_without_diacritics_and_marked_as_printed(site: Browsed, query: str) -> None:
    page = site.page("/-/search", q=query)
    marks = [mark.text() for mark in page.css(".snippet mark")]
    assert marks
    assert all("dai bieu" in " ".join(plain(mark).split()) for mark in marks)
    assert any("đại biểu" in mark.lower() for mark in marks)


def test_the_marks_of_a_snippet_lie_on_the_right_characters_of_the_text(site: Browsed) -> None:
    for hit in site.get("/-/search", q="bầu cử", _format="json").json()["hits"]:
        text = site.rows("SELECT text FROM documents WHERE id = ?", hit["document_id"])[0]["text"]
        for snippet in hit["snippets"]:
            assert text[snippet["start"] : snippet["end"]] == snippet["text"]
            assert all(plain(text[h["start"] : h["end"]]).split() for h in snippet["highlights"])


@pytest.mark.parametrize("query", ["07/KH-UBBC", "99,75%", "Lương Quang Nghị"])
def test_a_number_a_percentage_and_a_name_lead_to_their_document(site: Browsed, query: str) -> None:
    first = site.page("/-/search", q=query).css_first(".hit a")
    assert first is not None
    document_id = first.attributes["href"].rsplit("/", 1)[-1].partition("?")[0]
    assert query in site.rows("SELECT text FROM documents WHERE id = ?", document_id)[0]["text"]


def test_each_facet_link_gives_as_many_documents_as_it_says(site: Browsed) -> None:
    page = site.page("/-/search", q="bầu cử")
    links = page.css(".facets section li a")
    assert {section.css_first("h2").text() for section in page.css(".facets section")} >= {"Loại", "Năm", "Địa bàn", "Chỉ tiêu", "Người"}
    for link in links[::4]:
        count = int(link.css_first(".count").text())
        assert len(site.page(link.attributes["href"]).css(".hit")) == min(count, 20), link.attributes["href"]


def test_a_chosen_facet_is_shown_and_can_be_taken_away(site: Browsed) -> None:
    chosen = site.page("/-/search", q="bầu cử", genre="news").css_first(".chosen a")
    assert "genre" not in chosen.attributes["href"]
    assert "q=" in chosen.attributes["href"]


def test_the_table_the_csv_and_the_json_hold_the_same_documents(site: Browsed) -> None:
    shown = {a.attributes["href"].rsplit("/", 1)[-1] for a in site.page("/-/search", q="bầu cử", view="table").css("tbody a")}
    answer = site.get("/-/search", q="bầu cử", _format="csv")
    in_csv = {row["document_id"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    in_json = {hit["document_id"] for hit in site.get("/-/search", q="bầu cử", _format="json").json()["hits"]}
    assert shown == in_csv == in_json
    assert shown
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_query_that_nothing_answers_says_so(site: Browsed) -> None:
    page = site.page("/-/search", q="zzxqj")
    assert not page.css(".hit")
    assert "Không có văn bản nào" in page.css_first(".answers").text()


def test_the_interface_is_vietnamese_first_and_english_is_one_click_away_and_kept(site: Browsed) -> None:
    page = site.page("/-/search", q="dai bieu")
    assert page.css_first("html").attributes["lang"] == "vi"
    english = site.get(page.css_first("a.switch").attributes["href"])
    assert '<html lang="en">' in english.text
    assert "q=dai+bieu" in page.css_first("a.switch").attributes["href"]
    cookie = english.headers["set-cookie"].partition(";")[0]
    assert '<html lang="en">' in site.get("/", headers={"cookie": cookie}).text


def test_an_indicator_is_called_by_its_name_in_the_language_of_the_page(site: Browsed) -> None:
    names = site.rows("SELECT label, name_en FROM indicators WHERE id = 'turnout_rate'")[0]
    for language, name in (("vi", names["label"]), ("en", names["name_en"])):
        assert name in [link.css_first("span").text() for link in site.page("/-/search", q="bầu cử", lang=language).css(".facets li a")]
        assert name in site.page("/-/search", indicator="turnout_rate", lang=language).css_first(".chosen").text()


def test_the_years_of_a_facet_stand_in_their_order(site: Browsed) -> None:
    years = [section for section in site.page("/-/search", q="bầu cử").css(".facets section") if section.css_first("h2").text() == "Năm"]
    shown = [link.css_first("span").text() for link in years[0].css("li a")]
    assert shown == sorted(shown, reverse=True)
