"""vanban audit: findings listed, decided, and written as a report that can be sent."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app

run = CliRunner()
PAGE = """Tin bầu cử
Ngày 23/5/2021, tỉnh Thái Nguyên có 874.102 cử tri, đã có 862.347 cử tri đi bầu, đạt tỷ lệ 96,88%.
<b>Chủ tịch</b> & các ủy viên dự họp Thứ Hai, ngày 23/5/2021.
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    (folder / "tin.txt").write_text(PAGE, encoding="utf-8")
    assert run.invoke(app, ["ingest", str(folder / "tin.txt"), "--db", str(folder / "a.db"), "--jobs", "1"]).exit_code == 0
    return folder / "a.db"


def listed(db: Path, *options: str) -> list[dict[str, str]]:
    found = json.loads(run.invoke(app, ["audit", "--db", str(db), "--format", "json", *options]).stdout)
    assert isinstance(found, list)
    return found


def test_a_finding_is_an_exit_status_and_fail_on_says_which(db: Path) -> None:
    assert run.invoke(app, ["audit", "--db", str(db)]).exit_code == 1
    assert run.invoke(app, ["audit", "--db", str(db), "--check", "sums"]).exit_code == 0
    assert run.invoke(app, ["audit", "--db", str(db), "--fail-on", "fatal"]).exit_code == 2
    assert run.invoke(app, ["audit", "--db", str(db), "--format", "docx"]).exit_code == 2


def test_json_and_csv_carry_both_quotes_and_the_suggestion(db: Path) -> None:
    rate = next(row for row in listed(db) if row["check_id"] == "percentage")
    assert "98,66" in rate["expected"] and "suggestion" in rate and rate["state"] == "open"
    rows = list(csv.DictReader(io.StringIO(run.invoke(app, ["audit", "--db", str(db), "--format", "csv", "--check", "percentage"]).stdout)))
    assert len(rows) >= 2 and all(row["source"].endswith("tin.txt") and row["quote"] for row in rows)


def test_an_accepted_finding_counts_no_more_and_can_be_opened_again(db: Path) -> None:
    (weekday,) = listed(db, "--check", "weekday")
    asked = ["audit", "--db", str(db), "--check", "weekday"]
    assert run.invoke(app, asked).exit_code == 1
    assert run.invoke(app, ["audit", "accept", weekday["id"][:10], "--reason", "đã báo", "--db", str(db)]).exit_code == 0
    assert run.invoke(app, asked).exit_code == 0
    assert listed(db, "--check", "weekday")[0]["reason"] == "đã báo"
    assert run.invoke(app, ["audit", "--db", str(db), "reopen", weekday["id"], "--reason", "nhầm"]).exit_code == 0, "the option before the verb serves, too"
    assert run.invoke(app, asked).exit_code == 1
    assert run.invoke(app, ["audit", "dismiss", weekday["id"], "--db", str(db)]).exit_code == 2, "no reason, no decision"


def test_the_report_is_one_file_that_loads_nothing_and_escapes_everything(db: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    run.invoke(app, ["audit", "--db", str(db), "--format", "html", "--out", str(target)])
    page = target.read_text(encoding="utf-8")
    assert "862.347" in page and "96,88" in page and "tin.txt" in page
    assert "Ngày 23/5/2021, tỉnh Thái Nguyên có <mark>874.102 cử tri</mark>, đã có" in page, "the quote stands in its context"
    assert "archive hash" in page and "rules digest" in page and "vanban " in page
    assert "What could not be checked" in page
    assert "<script" not in page and "http://" not in page and "https://" not in page and "<b>Chủ tịch" not in page
    assert list(tmp_path.iterdir()) == [target]


def test_a_check_without_findings_names_those_that_have_some(db: Path) -> None:
    said = run.invoke(app, ["audit", "--db", str(db), "--check", "percentages"])
    assert said.exit_code == 0 and "found here: percentage, weekday" in said.output


def test_a_document_and_a_run_can_be_asked_for(db: Path) -> None:
    every = listed(db)
    document = every[0]["places"][0]["document_id"]  # type: ignore[index]
    assert listed(db, "--document", document[:8]) == every
    assert run.invoke(app, ["audit", "--db", str(db), "--document", "zzzz"]).exit_code == 1
    assert run.invoke(app, ["audit", "--db", str(db), "--since", "zzzz"]).exit_code == 1


def test_the_place_of_a_pdf_page_is_shown_as_a_picture(tmp_path: Path) -> None:
    report = Path(__file__).parents[2] / "corpus/dev/v03-bao-cao-ket-qua-bau-cu-hong-linh.pdf"
    db = tmp_path / "a.db"
    assert run.invoke(app, ["ingest", str(report), "--db", str(db), "--jobs", "1"]).exit_code == 0
    page = run.invoke(app, ["audit", "--db", str(db), "--format", "html", "--check", "percentage"]).stdout
    assert "data:image/png;base64," in page and "khung · box" in page
