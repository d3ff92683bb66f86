"""extractor.store.archive: what is stored once, what is skipped, and what survives a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_builders import PLAN, RULES_A, RULES_B, document_of, note, plan, unreadable

from extractor.facts import Finding, FindingPlace, Result
from extractor.model import Problem, Source, Span
from extractor.rules import load_rules
from extractor.store import Archive, ExtractionRun, Stored

TIMES = {"runs": ("started_at", "finished_at")}


def dump(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the clock of the runs."""
    tables = [str(row["name"]) for row in archive.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {
        table: [tuple(value for name, value in row.items() if name not in TIMES.get(table, ())) for row in archive.rows(f"SELECT * FROM {table}")]
        for table in tables
        if table not in ("sqlite_sequence", "search_words")  # a table without content; its shadow tables are compared
    }


def count(archive: Archive, table: str) -> object:
    return next(archive.rows(f"SELECT count(*) AS held FROM {table}"))["held"]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        yield archive


def test_the_same_input_gives_the_same_bytes_in_every_table(tmp_path: Path) -> None:
    dumps = []
    for name in ("one.db", "two.db"):
        with Archive(tmp_path / name) as archive:
            archive.add([plan(), note("Một thông báo khác."), unreadable("hỏng.pdf"), plan("p.pdf", text="Trang.\n" + PLAN, pages=1)], RULES_A)
            dumps.append(dump(archive))
    assert dumps[0] == dumps[1]
    assert sum(map(len, dumps[0].values())) > 60


def test_the_order_of_input_changes_no_record(tmp_path: Path) -> None:
    sources = [plan("b.html"), note("Một thông báo khác."), plan("a.html")]
    held = []
    for name, order in (("one.db", sources), ("two.db", sources[::-1])):
        with Archive(tmp_path / name) as archive:
            archive.add(order, RULES_A)
            held.append({table: sorted(map(repr, rows)) for table, rows in dump(archive).items() if not table.startswith("search")})
    assert held[0] == held[1]


def test_a_run_repeated_writes_no_row(archive: Archive) -> None:
    archive.add([plan(), unreadable("hỏng.pdf")], RULES_A)
    before = dump(archive)
    assert archive.add([plan(), unreadable("hỏng.pdf")], RULES_A) == Stored(unchanged=1, unreadable=1)
    assert dump(archive) == before


def test_another_document_changes_no_row_of_those_held(archive: Archive) -> None:
    archive.add([plan()], RULES_A)
    before = dump(archive)
    archive.add([note("Một thông báo khác.")], RULES_A)
    after = dump(archive)
    for table in before:
        if not table.startswith("search_"):
            assert after[table][: len(before[table])] == before[table], table


def test_the_same_bytes_at_another_path_are_another_source_and_the_same_document(archive: Archive) -> None:
    assert archive.add([plan("mirror/plan.html"), plan("a/plan.html")], RULES_A) == Stored(new=1, unchanged=1)
    assert [row["path"] for row in archive.rows("SELECT path FROM sources ORDER BY path")] == ["a/plan.html", "mirror/plan.html"]
    assert count(archive, "documents") == 1
    assert count(archive, "statistics") == 3
    assert [row["source"] for row in archive.rows("SELECT source FROM documents")] == ["a/plan.html"]


def test_bytes_read_under_the_same_run_are_known(archive: Archive) -> None:
    document = plan().document
    assert document is not None
    assert not archive.known(document.id, RULES_A.id)
    archive.add([plan()], RULES_A)
    assert archive.known(document.id, RULES_A.id)
    assert not archive.known(document.id, RULES_B.id)
    archive.add_source(document.id, Source("elsewhere.html", url="https://example.vn/1"))
    assert count(archive, "sources") == 2


def test_a_run_is_known_by_its_rules_parsers_and_options_in_any_order() -> None:
    same = ExtractionRun("a" * 64, "0.1", ("text 1", "html 1"), {"ocr": False})
    assert same.id == RULES_A.id
    others = [RULES_B, replace(RULES_A, parsers=("html 2", "text 1")), replace(RULES_A, options={"ocr": True}), replace(RULES_A, program="0.2")]
    assert len({run.id for run in (RULES_A, *others)}) == 5


def test_a_source_that_cannot_be_read_is_kept_with_its_problem_until_it_can(archive: Archive) -> None:
    assert archive.add([unreadable("plan.html")], RULES_A).unreadable == 1
    assert list(archive.rows("SELECT path, document_id FROM sources")) == [{"path": "plan.html", "document_id": None}]
    assert [row["message"] for row in archive.rows("SELECT message FROM problems")] == ["tệp bị hỏng"]
    archive.add([plan()], RULES_A)
    assert [row["document_id"] is None for row in archive.rows("SELECT document_id FROM sources")] == [False]
    assert [row["message"] for row in archive.rows("SELECT message FROM problems")] == ["một ngày không rõ năm"]


def test_two_records_that_say_the_same_of_the_same_place_are_one_row(archive: Archive) -> None:
    result = plan()
    archive.add([replace(result, statistics=result.statistics * 2, citations=result.citations * 2, participants=result.participants * 2)], RULES_A)
    assert [count(archive, table) for table in ("statistics", "citations", "participants", "roles")] == [3, 1, 1, 1]


def test_a_problem_told_twice_is_one_row(archive: Archive) -> None:
    problem = Problem("warning", "parse", "n.txt", "chữ lạ")
    document = replace(document_of("Một thông báo.", "n.txt"), problems=(problem,))
    archive.add([Result("n.txt", document, problems=(problem,))], RULES_A)
    assert count(archive, "problems") == 1


def test_a_figure_longer_than_sqlite_counts_is_kept(archive: Archive) -> None:
    result = plan()
    archive.add([replace(result, statistics=(replace(result.statistics[0], value=10**30),))], RULES_A)
    assert [row["value"] for row in archive.rows("SELECT value FROM statistics")] == [1e30]


def test_values_reach_their_columns(archive: Archive) -> None:
    archive.add([plan()], RULES_A)
    document = next(archive.rows("SELECT * FROM documents"))
    assert (document["document_key"], document["day"], document["page_count"]) == ("61/KH-UBBC|ủy ban bầu cử tỉnh|2021", "2021-06-01", None)
    rate = next(archive.rows("SELECT * FROM statistics WHERE indicator = 'turnout_rate'"))
    assert (rate["value"], rate["decimals"], rate["comparison_value"], rate["cell_row"], rate["cell_header"]) == (99.6, 2, 0.4, 1, "Tỷ lệ")
    assert next(archive.rows("SELECT offset_value, offset_unit FROM deadlines")) == {"offset_value": 3, "offset_unit": "day"}
    assert next(archive.rows("SELECT edtf, extent, calendar FROM events")) == {"edtf": "2021-06-18", "extent": "throughout", "calendar": "gregorian"}
    assert [(row["kind"], row["printed"]) for row in archive.rows("SELECT * FROM recipients ORDER BY kind, position")] == [
        ("addressee", "Các huyện"), ("recipient", "Như trên"), ("recipient", "Lưu: VT"),
    ]  # fmt: skip
    meta = next(archive.rows("SELECT * FROM evidence WHERE field = 'number'"))
    assert (meta["char_start"], meta["quote"], meta["found_in"], meta["line_no"], meta["column_no"]) == (None, "61/KH-UBBC", "meta:doc-number", 7, 3)
    assert next(archive.rows("SELECT json_extract(articles, '$[0].article') AS article FROM citations")) == {"article": "3"}


def test_a_document_without_number_or_issuer_has_no_key(archive: Archive) -> None:
    archive.add([note("Một thông báo.", number="7/TB-UBND", issued_on="2021-01-05")], RULES_A)
    assert next(archive.rows("SELECT document_key FROM documents")) == {"document_key": None}


def test_a_place_in_the_text_leads_back_to_its_line_and_column(archive: Archive) -> None:
    archive.add([plan()], RULES_A)
    row = next(archive.rows("SELECT document_id, char_start FROM deadlines"))
    place = archive.place(str(row["document_id"]), int(row["char_start"] or 0))
    assert (place.line, place.column) == (4, 1 + len("Các huyện gửi báo cáo "))


def test_a_citation_finds_the_document_it_can_mean_and_no_other(archive: Archive) -> None:
    cited = note("Kế hoạch bầu cử.", number="40/KH-UBBC", issuer="ỦY BAN BẦU CỬ TỈNH KON TUM", issued_on="2021-02-03")
    year_before = note("Kế hoạch cũ.", number="40/KH-UBBC", issuer="Ủy ban bầu cử tỉnh", issued_on="2016-02-03")
    archive.add([year_before, plan()], RULES_A)
    assert next(archive.rows("SELECT resolved_to FROM citations")) == {"resolved_to": None}
    archive.add([cited], RULES_A)
    assert cited.document is not None
    assert next(archive.rows("SELECT resolved_to FROM citations")) == {"resolved_to": cited.document.id}
    archive.add([note("Kế hoạch tỉnh khác.", number="40/KH-UBBC", issuer="Ủy ban bầu cử tỉnh", issued_on="2021-02-03")], RULES_A)
    assert next(archive.rows("SELECT resolved_to FROM citations")) == {"resolved_to": None}  # two can be meant: abstain


def test_a_short_mention_refers_to_the_citation_it_means(archive: Archive) -> None:
    result = plan()
    first = result.citations[0]
    again = replace(first, span=Span(first.span.start, first.span.start + 8), number=None, refers_to=f"{first.span.start}-{first.span.end}")
    archive.add([replace(result, citations=(again, first))], RULES_A)
    rows = {row["number"]: row for row in archive.rows("SELECT id, number, refers_to FROM citations")}
    assert rows[None]["refers_to"] == rows["40/KH-UBBC"]["id"]


def test_findings_over_documents_replace_those_of_the_audit_before(archive: Archive) -> None:
    one, two = plan(), note("Toàn tỉnh có 8 đại biểu.")
    archive.add([one, two], RULES_A)
    assert one.document is not None and two.document is not None
    places = (FindingPlace(one.document.id, Span(0, 8)), FindingPlace(two.document.id, Span(10, 20)), FindingPlace("không có", Span(0, 1)))
    for _ in range(2):
        archive.replace_findings([Finding("across", "warning", "khác nhau", "9", "8", places)], RULES_A)
        assert [row["check_id"] for row in archive.rows("SELECT check_id FROM findings ORDER BY check_id")] == ["across", "day_order"]
        assert count(archive, "finding_places") == 3
    assert archive.check() == ()


def test_areas_and_indicators_stand_beside_the_records(archive: Archive) -> None:
    archive.add_reference(load_rules())
    archive.add_reference(load_rules())
    assert next(archive.rows("SELECT name, level, valid_to FROM areas WHERE code = '02' AND level = 'province'"))["level"] == "province"
    assert next(archive.rows("SELECT unit FROM indicators WHERE id = 'turnout_rate'")) == {"unit": "percent"}


_CHILD = """
import sys
sys.path[:0] = [{here!r}]
from store_builders import RULES_A, note
from extractor.store import Archive, archive as module

real, calls = module.store_documents, []
def store_then_hang(db, documents):
    real(db, documents)
    calls.append(len(documents))
    if len(calls) == 2:
        print(calls[0], flush=True)  # the first batch is committed, the second written but not committed
        sys.stdin.read()
module.store_documents = store_then_hang
Archive({path!r}).add((note(f"Thông báo số {{n}}.", f"{{n}}.txt") for n in range(500)), RULES_A)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_process_killed_while_writing_loses_no_committed_document_and_doubles_none(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    code = _CHILD.format(here=str(Path(__file__).parent), path=str(path))
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None and child.stdout is not None
    committed = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stdout.close()
    with Archive(path) as archive:
        assert count(archive, "documents") == committed > 0
        assert archive.check() == ()
        everything = [note(f"Thông báo số {n}.", f"{n}.txt") for n in range(500)]
        assert archive.add(everything, RULES_A) == Stored(new=500 - committed, unchanged=committed)
        assert (count(archive, "documents"), count(archive, "sources"), archive.search("thông báo").total) == (500, 500, 500)


def test_a_batch_that_fails_leaves_nothing_behind(archive: Archive) -> None:
    broken = plan()
    broken = replace(broken, citations=(replace(broken.citations[0], relation=None),))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        archive.add([note("Một thông báo."), broken], RULES_A)
    assert count(archive, "documents") == 0
    assert archive.add([plan()], RULES_A).new == 1
