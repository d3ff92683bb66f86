"""vanban evaluate and vanban doctor, as a person and as a program call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli import measuring
from extractor.errors import VanbanError

TEXT = "Tỉnh Hòa Bình họp ngày 05/3/2021. Tỷ lệ cử tri đi bầu toàn tỉnh đạt 99,60%.\n"
app = typer.Typer()
measuring.register(app)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = {
        "dates": [{"earliest": "2021-03-05", "latest": "2021-03-05", "quote": "ngày 05/3/2021"}],
        "statistics": [
            {"indicator": "turnout_rate", "value": 99.6, "quote": "99,60%"},
            {"indicator": "voters_voted", "value": 12345, "quote": "Tỷ lệ cử tri đi bầu"},
        ],
    }
    (folder / "a.gold.json").write_text(json.dumps({"source": "a.txt", "document": {"number": None}, **rows}), encoding="utf-8")
    return folder


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, VanbanError):
        raise result.exception
    return result.exit_code, result.stdout


def test_the_table_fits_80_columns_and_speaks_both_languages(corpus: Path) -> None:
    code, said = run("evaluate", str(corpus))
    assert code == 0
    assert max(len(line) for line in said.splitlines()) <= 80
    assert "Họ" in said and "family" in said and "statistics" in said


def test_the_list_names_document_outcome_and_quote(corpus: Path) -> None:
    _, said = run("evaluate", str(corpus), "--list")
    assert "sót · missed" in said and "a.txt" in said and "“Tỷ lệ cử tri đi bầu”" in said and "value=12345" in said


def test_json_holds_figures_intervals_and_rows(corpus: Path) -> None:
    answer = json.loads(run("evaluate", str(corpus), "--json", "--list")[1])
    [statistics] = [m for m in answer["measures"] if m["family"] == "statistics"]
    assert (statistics["found"], statistics["missed"]) == (1, 1)
    assert statistics["f1_key_interval"][0] < statistics["f1_key"] < 1
    assert [(row["outcome"], row["want"]["indicator"]) for row in answer["rows"] if row["family"] == "statistics"] == [("missed", "voters_voted")]


def test_diff_shows_what_was_gained_against_an_earlier_output(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text(json.dumps({"document": {"source": "gold/a.txt"}, "text": TEXT}) + "\n", encoding="utf-8")
    _, said = run("evaluate", str(corpus), "--diff", str(tmp_path / "old.jsonl"))
    assert "+ statistics" in said and "turnout_rate | 99.6" in said


def test_floors_are_written_and_guarded(corpus: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.toml"
    assert run("evaluate", str(corpus), "--write-floors", str(floors))[0] == 0
    assert "[floors.statistics]" in floors.read_text(encoding="utf-8")
    (corpus / "a.txt").write_text("Không có gì.\n", encoding="utf-8")
    with pytest.raises(VanbanError, match="--lower"):
        run("evaluate", str(corpus), "--write-floors", str(floors))
    assert run("evaluate", str(corpus), "--write-floors", str(floors), "--lower")[0] == 0
    assert run("evaluate", str(corpus), "--lower")[0] == 2


def test_a_gold_file_without_its_document_is_named(corpus: Path) -> None:
    (corpus / "a.txt").unlink()
    with pytest.raises(VanbanError, match=r"a\.txt is not beside it"):
        run("evaluate", str(corpus))


def test_the_doctor_answers_people_and_programs() -> None:
    code, said = run("doctor")
    assert code == 0 and max(len(line) for line in said.splitlines() if "http" not in line and ":" not in line) <= 80
    checks = json.loads(run("doctor", "--json")[1])["checks"]
    assert {"python", "underthesea", "rules", "sqlite"} <= {check["name"] for check in checks}


@pytest.mark.parametrize("verb", ["evaluate", "doctor"])
def test_help_shows_an_example(verb: str) -> None:
    assert f"Example: vanban {verb}" in " ".join(run(verb, "--help")[1].split())
