"""What leaves an archive is what went in: each format on a small archive."""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import annotator
from export_builders import NEWS, OTHER, archive, results

from extractor import language, wire
from extractor.errors import StoreError, VanbanError
from extractor.export import FORMATS, export
from extractor.extract import extract
from extractor.model import Source
from extractor.store import Archive, ExtractionRun

HAS_PYARROW = importlib.util.find_spec("pyarrow") is not None


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return archive(tmp_path / "archive.db")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def without(content: Any, *keys: str) -> Any:
    if isinstance(content, dict):
        return {key: without(value, *keys) for key, value in content.items() if key not in keys}
    return [without(one, *keys) for one in content] if isinstance(content, list) else content


def bare(content: dict[str, Any]) -> dict[str, Any]:
    """Without what only an archive knows: ids of records and the links between them."""
    records = {family: without(rows, "id", "resolved_to", "refers_to") for family, rows in content.items() if isinstance(rows, list)}
    return {**content, **records}


class TestJsonLines:
    def test_an_archive_gives_back_the_objects_that_extract_prints(self, db: Path, tmp_path: Path) -> None:
        export("jsonl", db, tmp_path / "out.jsonl")
        assert [bare(line) for line in lines(tmp_path / "out.jsonl")] == [bare(wire.to_object(result)) for result in results()]

    @pytest.mark.parametrize("name", ["v04-cong-van-so-noi-vu-phu-tho.pdf", "v10-quyet-dinh-sua-doi-duc-hue.docx", "n03-phu-tho-cu-tri-theo-huyen.html"])
    def test_pages_boxes_lines_and_parts_come_back_too(self, name: str, tmp_path: Path) -> None:
        file = Path(__file__).parents[2] / "corpus" / "dev" / name
        read = extract(file.read_bytes(), Source(str(file)), annotator())
        with Archive(tmp_path / "one.db") as store:
            store.add([read], ExtractionRun("rules", "test"))
        export("jsonl", tmp_path / "one.db", tmp_path / "out.jsonl")
        assert bare(lines(tmp_path / "out.jsonl")[0]) == bare(wire.to_object(read))

    def test_every_record_has_its_id(self, db: Path, tmp_path: Path) -> None:
        export("jsonl", db, tmp_path / "out.jsonl")
        with Archive(db, readonly=True) as store:
            ids = {row["id"] for row in store.rows("SELECT id FROM statistics UNION SELECT id FROM deadlines")}
        assert ids and ids == {record["id"] for line in lines(tmp_path / "out.jsonl") for family in ("statistics", "deadlines") for record in line[family]}

    def test_a_correction_is_in_what_is_exported(self, db: Path, tmp_path: Path) -> None:
        with Archive(db) as store:
            [row] = store.rows("SELECT id FROM statistics WHERE indicator = 'turnout_rate'")
            store.correct("statistics", str(row["id"]), "area", "Lạng Sơn", made_by="tester", reason="trial")
        export("jsonl", db, tmp_path / "out.jsonl")
        assert "Lạng Sơn" in {s["area"] for s in lines(tmp_path / "out.jsonl")[0]["statistics"]}

    def test_every_place_the_bytes_were_found_at_is_named(self, db: Path, tmp_path: Path) -> None:
        with Archive(db) as store:
            [row] = store.rows("SELECT id FROM documents WHERE text LIKE 'Sáng%'")
            store.add_source(str(row["id"]), Source("ban-sao.txt"))
        export("jsonl", db, tmp_path / "out.jsonl")
        assert lines(tmp_path / "out.jsonl")[0]["document"]["sources"] == ["ban-sao.txt", "van-ban.txt"]


class TestCsv:
    def rows(self, path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
        with path.open(encoding=encoding, newline="") as stream:
            return list(csv.DictReader(stream))

    def test_each_public_table_is_a_file_with_the_columns_of_the_database(self, db: Path, tmp_path: Path) -> None:
        written = export("csv", db, tmp_path / "csv").files
        assert {"documents.csv", "statistics.csv", "deadlines.csv", "corrections.csv"} <= {file.path.name for file in written}
        with Archive(db, readonly=True) as store:
            for file in written:
                table = file.path.stem
                [count] = store.rows(f"SELECT count(*) AS n FROM {table}")
                columns = [row["name"] for row in store.rows("SELECT name FROM pragma_table_info(?)", [table])]
                header = file.path.read_text(encoding="utf-8").splitlines()[0].split(",")
                assert file.rows == count["n"] == len(self.rows(file.path))
                assert header == [name for name in columns if (table, name) != ("documents", "text")]

    def test_a_quote_survives_commas_and_line_breaks(self, db: Path, tmp_path: Path) -> None:
        export("csv", db, tmp_path / "csv")
        for row in self.rows(tmp_path / "csv" / "participants.csv"):
            assert row["quote"] in NEWS + OTHER

    def test_for_excel_there_is_a_mark_and_no_formula(self, db: Path, tmp_path: Path) -> None:
        with Archive(db) as store:
            [row] = store.rows("SELECT id FROM deadlines WHERE responsible LIKE '%Yên Thế%' OR quote LIKE '%05/6/2021%' LIMIT 1")
            store.correct("deadlines", str(row["id"]), "responsible", "=HYPERLINK(1)", made_by="tester", reason="trial")
        export("csv", db, tmp_path / "plain")
        export("csv", db, tmp_path / "excel", excel=True)
        assert (tmp_path / "excel/deadlines.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        assert not (tmp_path / "plain/deadlines.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        assert "=HYPERLINK(1)" in {row["responsible"] for row in self.rows(tmp_path / "plain/deadlines.csv")}
        assert "'=HYPERLINK(1)" in {row["responsible"] for row in self.rows(tmp_path / "excel/deadlines.csv", "utf-8-sig")}


class TestDocBin:
    def test_documents_come_back_with_their_text_spans_and_labels(self, db: Path, tmp_path: Path) -> None:
        written = export("docbin", db, tmp_path / "out.spacy").files
        docs = list(language.load_docs(tmp_path / "out.spacy"))
        assert [doc.text for doc in docs] == [NEWS, OTHER] and written[0].rows == 2
        [turnout] = [span for span in docs[0].spans["statistics"] if span.label_ == "turnout_rate"]
        assert "99,60" in turnout.text
        assert {span.label_ for span in docs[0].spans["participants"]} >= {"person"}
        assert docs[0].user_data["source"] == "van-ban.txt" and len(docs[0].user_data["id"]) == 64


class TestReviewed:
    """What people vouched for leaves the archive as gold and as examples; what nobody looked at does not."""

    @pytest.fixture
    def reviewed(self, tmp_path: Path) -> Path:
        """The deadline of the news confirmed, its turnout corrected, its event taken out, its date untouched; the other document untouched."""
        source = tmp_path / "tin.txt"
        source.write_text(NEWS, encoding="utf-8")
        (tmp_path / "khac.txt").write_text(OTHER, encoding="utf-8")
        db = tmp_path / "kho.db"
        with Archive(db) as store:
            store.add([extract(path.read_bytes(), Source(str(path)), annotator()) for path in (source, tmp_path / "khac.txt")], ExtractionRun("rules", "test"))
            id_of = {name: str(next(store.rows(f"SELECT id FROM {name} WHERE document_id IN (SELECT id FROM documents WHERE source LIKE '%tin.txt') LIMIT 1"))["id"]) for name in ("deadlines", "statistics", "events")}
            with store.review(made_by="Lan", reason="đã đối chiếu") as review:
                review.confirm("deadlines", id_of["deadlines"])
                review.correct("statistics", id_of["statistics"], "value", 98.5)
                review.remove("events", id_of["events"])
        return db

    def test_gold_holds_what_was_reviewed_and_marks_the_rest_as_optional(self, reviewed: Path, tmp_path: Path) -> None:
        (written,) = export("gold", reviewed, tmp_path / "vang").files
        assert (written.path.name, written.rows) == ("tin.gold.json", 2)
        assert (tmp_path / "vang" / "tin.txt").read_text(encoding="utf-8") == NEWS
        gold = json.loads(written.path.read_text(encoding="utf-8"))
        assert [(row["value"], row.get("optional")) for row in gold["statistics"]] == [(98.5, None)]
        assert [row.get("optional") for row in gold["deadlines"]] == [None]
        assert gold["events"] == [] and gold["dates"] and all(row["optional"] for row in gold["dates"])

    def test_gold_is_read_by_evaluate_and_the_rules_are_judged_by_it(self, reviewed: Path, tmp_path: Path) -> None:
        from extractor.evaluate import evaluate, from_result, read_gold

        export("gold", reviewed, tmp_path / "vang")
        golds = read_gold(tmp_path / "vang")
        result = extract(NEWS.encode(), Source("tin.txt"), annotator())
        scores = evaluate(golds, [from_result(result)])
        verdicts = {(verdict.family, verdict.outcome) for verdict in scores.verdicts}
        assert ("statistics", "inexact") in verdicts or ("statistics", "missed") in verdicts
        assert ("events", "false") in verdicts  # it was taken out by a person and is found again

    def test_a_document_that_was_checked_is_gold_as_a_whole(self, reviewed: Path, tmp_path: Path) -> None:
        with Archive(reviewed) as store, store.review(made_by="Lan", reason="cả văn bản") as review:
            review.check(str(next(store.rows("SELECT id FROM documents WHERE source LIKE '%tin.txt'"))["id"]))
        (written,) = export("gold", reviewed, tmp_path / "vang").files
        gold = json.loads(written.path.read_text(encoding="utf-8"))
        assert "optional" not in json.dumps(gold)
        assert gold["document"]["number"] is None and gold["document"]["genre"] is not None

    def test_a_docbin_to_train_on_holds_what_people_vouched_for_alone(self, reviewed: Path, tmp_path: Path) -> None:
        export("docbin", reviewed, tmp_path / "out.spacy", reviewed=True)
        (doc,) = language.load_docs(tmp_path / "out.spacy")
        assert doc.text == NEWS and doc.user_data["checked"] is False
        assert [len(doc.spans[family]) for family in ("deadlines", "statistics", "events", "dates", "participants")] == [1, 1, 0, 0, 0]

    def test_where_nobody_reviewed_there_is_no_gold(self, db: Path, tmp_path: Path) -> None:
        assert export("gold", db, tmp_path / "vang").files == ()


class TestParquet:
    @pytest.mark.skipif(not HAS_PYARROW, reason="pyarrow is not installed; it is optional")
    def test_tables_keep_their_types_and_texts(self, db: Path, tmp_path: Path) -> None:
        import pyarrow.parquet

        export("parquet", db, tmp_path / "out")
        statistics = pyarrow.parquet.read_table(tmp_path / "out/statistics.parquet").to_pylist()
        assert any(row["value"] == 99.6 and isinstance(row["char_start"], int) for row in statistics)
        assert pyarrow.parquet.read_table(tmp_path / "out/documents.parquet").column("text").to_pylist() == [NEWS, OTHER]

    def test_without_pyarrow_it_says_what_to_install(self, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(VanbanError, match="pip install pyarrow"):
            export("parquet", db, tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_an_unknown_format_gets_a_hint(db: Path, tmp_path: Path) -> None:
    with pytest.raises(VanbanError, match="did you mean jsonl"):
        export("json", db, tmp_path / "out")


@pytest.mark.parametrize("format", FORMATS)
def test_without_an_archive_nothing_is_written(format: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database"):
        export(format, tmp_path / "none.db", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_where_a_file_belongs_and_a_file_where_a_folder_belongs_are_refused(db: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(VanbanError, match="is a folder"):
        export("jsonl", db, tmp_path / "folder")
    with pytest.raises(VanbanError, match="is a file"):
        export("csv", db, tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_broken_export_leaves_the_old_file_and_no_half_one(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    export("jsonl", db, out)
    before = out.read_bytes()

    def fail(result: object) -> object:
        raise RuntimeError("the disk broke")

    monkeypatch.setattr(wire, "to_object", fail)
    with pytest.raises(RuntimeError):
        export("jsonl", db, out)
    assert out.read_bytes() == before and [path.name for path in tmp_path.glob("*.part")] == []


def test_the_same_archive_twice_gives_the_same_bytes(db: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export("jsonl", db, tmp_path / f"{name}.jsonl")
        export("csv", db, tmp_path / name)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert all((tmp_path / "a" / f.name).read_bytes() == f.read_bytes() for f in (tmp_path / "b").iterdir())
