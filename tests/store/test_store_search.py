"""extractor.store.search: which documents and records answer a query, in what order, and what is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from store_builders import RULES_A, note, plan

from extractor.facts import Result
from extractor.model import Span
from extractor.store import Archive, Filters, SearchPage, Stored
from extractor.store.connection import open_database
from extractor.store.index import folded, index_is_current, spoken
from extractor.store.query import parse_query
from extractor.store.search import on_days, tier_sql
from extractor.text import fold


def answers(page: SearchPage) -> list[str | None]:
    return [hit.source for hit in page.hits]


def marked(page: SearchPage) -> list[str]:
    return [snippet.text[span.start - snippet.start : span.end - snippet.start] for hit in page.hits for snippet in hit.snippets for span in snippet.highlights]


def archive_of(path: Path, *results: Result) -> Archive:
    archive = Archive(path)
    archive.add(results, RULES_A)
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archive_of(
        tmp_path / "a.db",
        plan("plan.html"),
        note("Các đại biểu thảo luận về biểu đồ dân số. Đài truyền thanh đưa tin.", "chart.txt"),
        note("Lễ kỷ niệm của Đoàn: dải biểu ngữ mới, đai biểu trưng.", "banner.txt"),
        note("Uỷ ban nhân dân xã hoà giải tại ngã ba Ðồng Tâm, số liệu 69.523.277 người.", "spelling.txt", genre="news", published_at="2021-07-24T21:21"),
    ) as archive:
        yield archive


def test_words_without_accents_find_words_with_accents(archive: Archive) -> None:
    page = archive.search("dai bieu")
    assert set(answers(page)) == {"plan.html", "chart.txt", "banner.txt"}
    assert "đại biểu" in marked(page)
    assert archive.search("DAI BIEU").total == 3


def test_words_with_accents_rank_documents_that_hold_them_so_first(archive: Archive) -> None:
    page = archive.search('"đại biểu"')
    assert [(hit.source, hit.exact) for hit in page.hits][-1] == ("banner.txt", False)
    assert {hit.source for hit in page.hits if hit.exact} == {"plan.html", "chart.txt"}


@pytest.mark.parametrize("query", ["đồng tâm", "Ủy ban nhân dân xã", "hòa giải", "hoà giải"])
def test_spelling_variants_are_one(archive: Archive, query: str) -> None:
    assert (archive.search(query).hits[0].source, archive.search(query).hits[0].exact) == ("spelling.txt", True)


@pytest.mark.parametrize(
    ("query", "found", "shown"),
    [
        ("61/KH-UBBC", ["plan.html"], []),
        ("40/KH-UBBC", ["plan.html"], ["40/KH-UBBC"]),
        ("99,60%", ["plan.html"], ["99,60"]),
        ("69.523.277", ["spelling.txt"], ["69.523.277"]),
        ("0/KH-UBBC", [], []),
        ("523.277.69", [], []),
        ("18/6/2021", ["plan.html"], ["18/6/2021"]),
    ],
)
def test_a_number_is_one_word(archive: Archive, query: str, found: list[str], shown: list[str]) -> None:
    page = archive.search(query)
    assert answers(page) == found
    assert [text for text in marked(page) if text in shown] == shown


def test_quotes_make_a_phrase(archive: Archive) -> None:
    assert answers(archive.search('"biểu đồ dân số"')) == ["chart.txt"]
    assert answers(archive.search('"dân số biểu đồ"')) == []
    assert answers(archive.search("dân số biểu đồ")) == ["chart.txt"]


def test_words_the_caller_cuts_are_phrases(archive: Archive) -> None:
    assert "chart.txt" in answers(archive.search("dân biểu"))
    assert archive.search("dân biểu", words=lambda text: [text]).total == 0


def test_the_words_side_by_side_rank_before_the_words_apart(tmp_path: Path) -> None:
    apart = [note(f"bầu trời và cử chỉ, bầu bí, cử động {n}", f"{n}.txt") for n in range(5)]
    with archive_of(tmp_path / "b.db", *apart, note("ngày bầu cử", "election.txt"), *[note(f"bầu bầu cử cử {n}", f"x{n}.txt") for n in range(3)]) as archive:
        assert archive.search("bau cu").hits[0].source == "election.txt" or "bầu cử" in marked(archive.search("bau cu"))[0]
        assert {"election.txt", "x0.txt", "x1.txt", "x2.txt"} == set(answers(archive.search("bau cu"))[:4])


def test_what_is_marked_is_the_original_at_its_offsets(archive: Archive) -> None:
    for hit in archive.search("uy ban nhan dan").hits:
        text = str(next(archive.rows("SELECT text FROM documents WHERE id = ?", [hit.document_id]))["text"])
        for snippet in hit.snippets:
            assert snippet.text == text[snippet.start : snippet.end]
            assert snippet.highlights
            for span in snippet.highlights:
                assert fold(text[span.start : span.end]) in ("uy ban nhan dan", "uy", "ban", "nhan", "dan")
                assert snippet.start <= span.start < span.end <= snippet.end


def test_a_menu_is_shown_only_where_the_words_stand_nowhere_else(tmp_path: Path) -> None:
    text = "Trang chủ | Bầu cử | Liên hệ\nHuyện tổng kết bầu cử\nSáng nay, huyện tổng kết cuộc bầu cử.\nXem thêm: Bầu cử ở tỉnh bên"
    menu, foot = Span(0, text.index("\n")), Span(text.index("Xem"), len(text))
    with archive_of(tmp_path / "a.db", replace(note(text, "page.txt"), furniture=(menu, foot))) as archive:
        shown = archive.search("bầu cử").hits[0].snippets
        assert [(s.start, s.end) for s in shown] == [(menu.end, foot.start)]
        assert archive.search("").hits[0].snippets[0].text.startswith("Huyện tổng kết")
        assert archive.search("Liên hệ").hits[0].snippets[0].text.startswith("Trang chủ")


def test_records_answer_too(archive: Archive) -> None:
    people = archive.search("tran van binh").hits[0].records
    assert (people[0].family, people[0].values["name"]) == ("participants", "Trần Văn Bình")
    figures = archive.search("ty le cu tri di bau").hits[0].records
    assert (figures[0].family, figures[0].values["value"]) == ("statistics", 99.6)
    cited = archive.search("40/KH-UBBC").hits[0].records
    assert (cited[0].family, cited[0].values["number"]) == ("citations", "40/KH-UBBC")


def test_words_that_stand_only_in_the_records_find_the_document(archive: Archive) -> None:
    assert answers(archive.search("turnout rate")) == ["plan.html"]
    hit = archive.search("Kon Tum").hits[0]  # the area of a figure, taken from elsewhere than its sentence
    assert (hit.source, hit.records[0].values["area_code"]) == ("plan.html", "62")
    assert hit.snippets[0].start == 0


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(type="KH"), ["plan.html"]),
        (Filters(type="Kế hoạch"), ["plan.html"]),
        (Filters(type="QĐ"), []),
        (Filters(genre="news"), ["spelling.txt"]),
        (Filters(issuer="uy ban bau cu"), ["plan.html"]),
        (Filters(issuer="Ủy ban bầu cử"), ["plan.html"]),
        (Filters(issuer="Ủy ban bầu cừ"), []),
        (Filters(since="2021-07-01"), ["spelling.txt"]),
        (Filters(until="2021-07-24"), ["spelling.txt", "plan.html"]),
        (Filters(since="2021-06-01", until="2021-06-01"), ["plan.html"]),
        (Filters(area="Kon Tum"), ["plan.html"]),
        (Filters(area="62", indicator="turnout_rate"), ["plan.html"]),
        (Filters(area="62", indicator="elected"), []),
        (Filters(person="tran van binh"), ["plan.html"]),
        (Filters(person="Trần Văn Bính"), []),
    ],
)
def test_filters_narrow_with_and_without_words(archive: Archive, filters: Filters, found: list[str]) -> None:
    assert answers(archive.search("", filters)) == found
    with_words = archive.search("nhân dân", filters)
    assert sorted(map(str, answers(with_words))) == sorted(found)
    assert with_words.total == len(found)


def test_a_filter_brings_the_records_it_names(archive: Archive) -> None:
    assert [record.values["indicator"] for record in archive.search("", Filters(indicator="seats")).hits[0].records] == ["seats"]
    assert [record.values["name"] for record in archive.search("", Filters(person="Bình")).hits[0].records] == ["Trần Văn Bình"]


def test_without_words_the_newest_come_first(archive: Archive) -> None:
    page = archive.search()
    assert (answers(page)[:2], page.total) == (["spelling.txt", "plan.html"], 4)


def test_pages_follow_each_other_without_gap_or_double(tmp_path: Path) -> None:
    exact = [note(f"đại biểu {n}", f"e{n}.txt") for n in range(7)]
    other = [note(f"dại biểu {n}", f"o{n}.txt") for n in range(6)]
    with archive_of(tmp_path / "b.db", *other, *exact) as archive:
        pages = [archive.search("đại biểu", offset=offset, limit=5) for offset in (0, 5, 10, 15)]
        order = [source for page in pages for source in answers(page)]
        assert len(set(order)) == len(order) == 13
        assert all(str(source).startswith("e") for source in order[:7])
        assert {page.total for page in pages} == {13}
        assert order == answers(archive.search("đại biểu", limit=50))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with archive_of(tmp_path_factory.mktemp("shared") / "a.db", plan(), note("x " * 300 + "đại biểu")) as archive:
        yield archive


_TYPED = st.text(max_size=60) | st.text(alphabet='"*^():-+{}[]AND OR NOT NEAR/,.%\'\\đạiểu125\x00\n', max_size=60)


@given(_TYPED, _TYPED)
@example("125/KH-UBBC", "")
@example('"', '"""')
@example("AND OR NOT", "NEAR(")
@example("title:x", "*")
@example("\ud800", "\x00")
@example("a" * 5000, "1/" * 2000)
@example("x " * 3000, "-")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_query_is_an_error(shared: Archive, query: str, filtering: str) -> None:
    page = shared.search(query, Filters(issuer=filtering, person=filtering, type=filtering.encode("utf-8", "replace").decode()))
    assert page.total >= len(page.hits)
    for hit in shared.search(query).hits:
        for snippet in hit.snippets:
            assert all(snippet.start <= span.start < span.end <= snippet.end for span in snippet.highlights)


@given(st.text(max_size=80))
def test_the_views_of_search_keep_every_offset(text: str) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    assert len(folded(text)) == len(spoken(text)) == len(text)


def test_any_stretch_of_a_document_finds_it(shared: Archive) -> None:
    text = str(next(shared.rows("SELECT text FROM documents WHERE genre = 'administrative'"))["text"])
    words = text.split()
    for start in range(0, len(words) - 6, 3):
        for stretch in (" ".join(words[start : start + 6]), '"' + " ".join(words[start : start + 6]).replace('"', "") + '"'):
            assert "plan.html" in answers(shared.search(stretch)), stretch
            assert "plan.html" in answers(shared.search(fold(stretch))), stretch


@pytest.mark.parametrize("order", ["rank, rowid DESC", "rowid DESC"])
@pytest.mark.parametrize(
    ("table", "test"), [("search_words", "1"), ("search_words", on_days("search_words", "held.day >= ?")), ("search_titles", on_days("search_titles", "held.day >= ?"))]
)
def test_words_are_answered_from_the_index_once(shared: Archive, table: str, test: str, order: str) -> None:
    expression = parse_query("đại biểu").tiers()[0].title
    lines = [str(row["detail"]) for row in shared.rows("EXPLAIN QUERY PLAN " + tier_sql(table, test, order), [expression, *["[]"] * test.count("?"), 20])]
    assert sum(f"{table} VIRTUAL TABLE INDEX" in line and ":M" in line for line in lines) == 1, lines
    assert not any(line.startswith("SCAN held") for line in lines), lines
    assert not any("=" in line.split("INDEX", 1)[1].split(":M")[0] for line in lines if table in line), lines


@pytest.mark.parametrize("ranked", [2_000, 0])
def test_many_hits_come_in_the_same_tiers_as_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ranked: int) -> None:
    monkeypatch.setattr("extractor.store.search._MOST_RANKED", ranked)
    made = [
        note("Ngày bầu cử: các đại biểu Quốc hội.", "apart.txt"), note("Họp về dai bieu quoc hoi.", "plain.txt"), note("Họp mặt đại biểu Quốc hội.", "piece.txt"),
        note("Đại biểu Quốc hội thăm xã. Quốc hội nghe đại biểu.", "twice.txt"),
    ]  # fmt: skip
    with archive_of(tmp_path / "a.db", *made) as archive:
        page = archive.search("đại biểu Quốc hội", Filters(genre="other"), words=lambda text: ["đại biểu", "Quốc hội"])
        assert page.total == 4
        assert [(hit.source, hit.exact) for hit in page.hits][-1] == ("plain.txt", False)
        assert all(hit.exact for hit in page.hits[:-1])


def test_whole_years_are_sought_like_the_days_between(archive: Archive) -> None:
    for query in ("", "đại biểu"):
        years = archive.search(query, Filters(since="2021-01-01", until="2021-12-31"))
        assert answers(years) == answers(archive.search(query, Filters(since="2020-12-31", until="2021-12-31")))
        assert years.total
        assert archive.search(query, Filters(since="2022-01-01", until="2030-12-31")).total == 0


def test_an_index_made_by_other_rules_of_folding_is_built_afresh(tmp_path: Path) -> None:
    archive_of(tmp_path / "a.db", plan()).close()
    db = open_database(tmp_path / "a.db", writable=True, wait=1)
    db.execute("UPDATE search_settings SET value = 'older'")
    db.execute("INSERT INTO search_words (search_words) VALUES ('delete-all')")
    assert not index_is_current(db)
    db.close()
    with Archive(tmp_path / "a.db") as archive:
        assert archive.search("dai bieu").total == 1
        assert archive.add([plan()], RULES_A, again=True) == Stored(replaced=1)
        assert archive.search("dai bieu").total == 1
