"""Statistics, deadlines, people, findings, citations and review: each lists what the archive holds, and each
entry leads to its quote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from web_builders import Browsed, closed

from extractor.pipeline.ingest import ingest
from extractor.pipeline.sources import find_sources
from extractor.rules import load_rules
from extractor.store import Archive
from extractor.web.security import Guard
from extractor.web.site import Site, make_datasette

PAGES = ("/-/statistics", "/-/deadlines", "/-/people", "/-/findings", "/-/citations", "/-/review")
MOST_BYTES = 300_000


@pytest.mark.parametrize("path", ["/", *PAGES])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_is_there_in_both_languages_and_light(site: Browsed, path: str, language: str) -> None:
    answer = site.get(path, lang=language)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert len(answer.content) < MOST_BYTES
    assert "None" not in answer.text.replace("none", "")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_named_in_the_navigation(site: Browsed, path: str) -> None:
    current = site.page(path).css_first("nav [aria-current]")
    assert current is not None
    assert current.attributes["href"] == path


def leads_to_its_quote(site: Browsed, address: str, words: str) -> None:
    path, _, anchor = address.partition("#")
    page = site.page(path)
    record = anchor.removeprefix("t-")
    marked = "".join(piece.text() for piece in page.css(".text a.m") if record in piece.attributes["data-r"].split())
    assert " ".join(words.split()) in " ".join(marked.split())
    assert page.css_first(f'[id="{anchor}"]') is not None


def test_every_figure_leads_to_its_quote(site: Browsed) -> None:
    rows = site.page("/-/statistics", indicator="turnout_rate").css(".figures tbody tr")
    assert len(rows) == site.rows("SELECT count(*) AS n FROM statistics WHERE indicator = 'turnout_rate'")[0]["n"]
    for row in rows[::3]:
        link = row.css_first("td.n a")
        leads_to_its_quote(site, link.attributes["href"], link.text().split()[-1].rstrip("%"))


def test_a_choice_of_area_leaves_only_its_figures(site: Browsed) -> None:
    area = site.rows("SELECT area FROM statistics WHERE indicator = 'turnout_rate' AND area IS NOT NULL LIMIT 1")[0]["area"]
    cells = [row.css_first("td").text() for row in site.page("/-/statistics", indicator="turnout_rate", area=area).css(".figures tbody tr")]
    assert cells
    assert all(cell.startswith(area) for cell in cells)


def test_a_scale_of_rates_that_does_not_begin_at_nought_says_so(site: Browsed) -> None:
    assert "thang không bắt đầu từ 0" in site.page("/-/statistics", indicator="turnout_rate").css_first("thead").text()
    assert "thang không bắt đầu từ 0" not in site.page("/-/statistics", indicator="registered_voters").css_first("thead").text()


def test_every_deadline_of_a_month_stands_in_the_calendar_and_under_its_body(site: Browsed) -> None:
    due = site.rows("SELECT id, due, responsible FROM deadlines WHERE due IS NOT NULL ORDER BY due LIMIT 1")[0]
    page = site.page("/-/deadlines", month=due["due"][:7])
    cell = next(td for td in page.css(".calendar td.due") if td.css_first(".day").text() == str(int(due["due"][8:])))
    target = cell.css_first("a").attributes["href"]
    assert page.css_first(f'[id="{target[1:]}"]') is not None
    assert page.css_first(f'article[id="d-{due["id"][:12]}"] time').attributes["datetime"] == due["due"]


def test_a_month_that_is_none_shows_the_nearest_instead(site: Browsed) -> None:
    assert site.page("/-/deadlines", month="2021-13").css(".calendar")
    assert site.page("/-/deadlines", month="'; DROP").css(".calendar")


def test_the_calendar_file_holds_every_dated_deadline_and_folds_long_lines(site: Browsed) -> None:
    answer = site.get("/-/deadlines.ics")
    lines = answer.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    starts = [line.removeprefix("DTSTART;VALUE=DATE:") for line in lines if line.startswith("DTSTART")]
    due = [row["due"] for row in site.rows("SELECT due FROM deadlines WHERE due IS NOT NULL ORDER BY due")]
    assert [date(int(s[:4]), int(s[4:6]), int(s[6:])).isoformat() for s in starts] == due
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_person_is_found_without_diacritics_and_shown_with_every_role(site: Browsed) -> None:
    name = site.rows("SELECT p.name FROM participants p JOIN roles r ON r.participant_id = p.id WHERE p.name = 'Lương Quang Nghị' LIMIT 1")[0]["name"]
    links = {a.text(): a.attributes["href"] for a in site.page("/-/people", q="luong quang nghi").css("tbody a")}
    person = site.page(links[name])
    titles = {row["title"] for row in site.rows("SELECT title FROM roles WHERE participant_id IN (SELECT id FROM participants WHERE name = ?)", name)}
    assert titles <= {b.text() for b in person.css(".timeline b")}
    leads_to_its_quote(site, person.css_first(".timeline .meta a").attributes["href"], name)


def test_findings_are_filtered_and_show_all_their_places_side_by_side(site: Browsed) -> None:
    found = site.rows("SELECT id, severity, check_id FROM findings")
    assert found
    page = site.page("/-/findings", check_id=found[0]["check_id"])
    assert len(page.css(".finding")) == sum(row["check_id"] == found[0]["check_id"] for row in found)
    for finding in page.css(".finding"):
        short = finding.attributes["id"][2:]
        places = site.rows("SELECT quote FROM finding_places WHERE substr(finding_id, 1, 12) = ? ORDER BY position", short)
        assert [mark.text() for mark in finding.css("blockquote mark")] == [place["quote"] for place in places]
    assert not site.page("/-/findings", severity="no such").css(".finding")


def test_the_citations_around_a_document_are_drawn_with_their_relation(site: Browsed) -> None:
    document_id = site.id_of("v01")
    drawn = site.page("/-/citations", doc=document_id).css_first("svg.graph").text()
    for row in site.rows("SELECT number FROM citations WHERE document_id = ? AND number IS NOT NULL", document_id):
        assert row["number"] in drawn
    number = site.rows("SELECT number FROM citations WHERE document_id = ? AND number IS NOT NULL", document_id)[0]["number"]
    place = site.page("/-/citations", number=number).css_first(".timeline a")
    leads_to_its_quote(site, place.attributes["href"], number)


def test_the_queue_holds_what_is_not_stated_and_only_that(site: Browsed) -> None:
    page = site.page("/-/review", family="dates")
    doubtful = site.rows("SELECT id FROM dates WHERE certainty IN ('inferred', 'approximate', 'repaired')")
    shown = {card.attributes["data-r"] for card in page.css(".card")}
    assert shown == {row["id"][:12] for row in doubtful[:40]} or len(doubtful) > 40
    assert not [card for card in page.css(".card .from") if "nêu rõ" in card.text()]


def test_no_link_of_any_page_leads_nowhere(site: Browsed) -> None:
    documents = [f"/-/doc/{site.id_of(source)}" for source in ("n01", "v01", "v10", "script")]
    links: dict[str, str] = {}
    for path in ["/", "/-/search?q=dai+bieu", *PAGES, *documents]:
        for a in site.page(path).css("a[href]"):
            href = a.attributes["href"].partition("#")[0]
            if href.startswith("/") and "/page/" not in href:
                kind = href.partition("?")[0] if "/-/rule/" in href or "/-/doc/" in href else href.partition("=")[0]
                links.setdefault(kind, href)
    assert len(links) > 60
    broken = {href: answer.status_code for href in links.values() if (answer := site.get(href)).status_code != 200}
    assert not broken


def test_an_answer_is_kept_until_the_archive_changes(tmp_path: Path) -> None:
    kept = Site(tmp_path / "a.db", "a")
    kept.path.write_bytes(b"before")
    answers = iter(("first", "second"))
    assert [kept.remembered("q", lambda: next(answers)) for _ in range(2)] == ["first", "first"]
    kept.path.write_bytes(b"after it changed")
    assert kept.remembered("q", lambda: next(answers)) == "second"


def test_the_areas_of_a_period_stand_side_by_side_sorted_and_each_leads_to_its_quote(site: Browsed) -> None:
    page = site.page("/-/statistics", indicator="registered_voters", level="commune")
    bars = page.css(".bars a:has(.bar-value)")
    shown = [bar.css_first(".bar-name").text() for bar in bars]
    assert len(shown) > 1
    assert len(set(shown)) == len(shown)
    lengths = [float(bar.css_first("rect.bar-fill").attributes["width"]) for bar in bars]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] == 100
    for bar in bars:
        document_id, record = bar.attributes["href"].removeprefix("/-/doc/").split("?")[0], bar.attributes["href"].split("#t-")[1]
        row = site.rows("SELECT area, printed FROM statistics WHERE document_id = ? AND substr(id, 1, 12) = ?", document_id, record)[0]
        assert row["area"] == bar.css_first(".bar-name").text()
        assert row["printed"] in bar.css_first(".bar-value").text()


def test_for_one_body_the_deadlines_of_all_months_are_listed(site: Browsed) -> None:
    body = site.rows("SELECT responsible FROM deadlines WHERE date(due) = due AND responsible IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0]["responsible"]
    dated = site.rows("SELECT due FROM deadlines WHERE responsible = ? AND date(due) = due", body)
    page = site.page("/-/deadlines", body=body)
    assert not page.css(".calendar")
    assert len(page.css(".by-body article time")) == len(dated)
    assert len(site.page("/-/deadlines", body=body, month=dated[0]["due"][:7]).css(".calendar")) == 1


def test_what_a_duty_depends_on_stands_in_its_head(site: Browsed) -> None:
    rows = site.rows("SELECT depends_on FROM deadlines WHERE depends_on IS NOT NULL")
    assert rows
    text = site.page("/-/deadlines", month="all").body.text()
    assert all(row["depends_on"] in text for row in rows)


def test_an_act_of_the_same_number_that_may_be_meant_is_named_as_such(tmp_path: Path) -> None:
    """A reference without a day leads to the act of its number, and says that it need not be that act."""
    said = {
        "ke-hoach.txt": "ỦY BAN NHÂN DÂN TỈNH SƠN MAI\nSố: 17/KH-UBND\nSơn Mai, ngày 04 tháng 5 năm 2021\nKẾ HOẠCH\nTổ chức hội nghị tổng kết\nCác huyện gửi báo cáo trước ngày 20/5/2021.\n",
        "giay-moi.txt": "VĂN PHÒNG\nSố: 8/GM-VP\nSơn Mai, ngày 10 tháng 5 năm 2021\nGIẤY MỜI\nThực hiện Kế hoạch số 17/KH-UBND, Văn phòng mời các huyện dự họp.\n",
        "sure.txt": "SỞ NỘI VỤ\nSố: 9/BC-SNV\nSơn Mai, ngày 12 tháng 5 năm 2021\nBÁO CÁO\nThực hiện Kế hoạch số 17/KH-UBND ngày 04/5/2021 của Ủy ban nhân dân tỉnh Sơn Mai, Sở Nội vụ báo cáo.\n",
    }
    for name, text in said.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Archive(tmp_path / "a.db") as held:
        ingest(list(find_sources([tmp_path / name for name in said])), held, load_rules(), jobs=1)
    with closed(Browsed(make_datasette(tmp_path / "a.db", Guard(hosts=("localhost",))), tmp_path / "a.db")) as small:
        plan = small.id_of("ke-hoach")
        for source, sure in (("giay-moi", False), ("sure", True)):
            cites = small.page(f"/-/doc/{small.id_of(source)}").css_first(".cites")
            assert f"/-/doc/{plan}" in [a.attributes["href"] for a in cites.css("a")]
            assert ("có thể là văn bản này" not in cites.text()) == sure
        incoming = small.page(f"/-/doc/{plan}").css_first(".cites").text()
        assert incoming.count("có thể là văn bản này") == 1
        net = small.page("/-/citations").css_first("svg.graph")
        assert [text.text() for text in net.css("a:has(.edge-name) text")] == ["17/KH-UBND", "2"]
        assert len(net.css("path.edge")) == 2
        assert len(net.css("rect.held")) == 3  # two that cite, and the act, which is held
