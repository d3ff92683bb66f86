"""Worker processes: order is kept, a document that dies or takes too long costs only itself."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from extractor.facts import Result
from extractor.pipeline import Item, Limits, find_sources, run, workers
from extractor.rules import load_rules


def files(folder: Path, *names: str) -> list[Item]:
    for name in names:
        (folder / name).write_text(f"Báo cáo của {name}, ngày 05/6/2021.", encoding="utf-8")
    return [Item(folder / name) for name in names]


def outcome(results: list[Result]) -> list[str]:
    return [r.problems[0].message if r.document is None else Path(r.source).name for r in results]


def test_results_come_in_the_order_of_the_items(tmp_path: Path) -> None:
    items = files(tmp_path, *(f"{n:02}.txt" for n in range(23)))
    assert outcome(list(run(items, load_rules(), jobs=2))) == [f"{n:02}.txt" for n in range(23)]


def test_a_worker_that_dies_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = workers.read_item

    def dies_on_b(item: Item, annotator: object) -> Result:
        if item.path.name == "b.txt":
            os._exit(9)
        return read(item, annotator)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "read_item", dies_on_b)  # a forked child inherits it
    found = outcome(list(run(files(tmp_path, "a.txt", "b.txt", "c.txt"), load_rules(), jobs=1)))
    assert found[0] == "a.txt" and "died" in found[1] and found[2] == "c.txt"


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = workers.read_item

    def sleeps_on_b(item: Item, annotator: object) -> Result:
        if item.path.name == "b.txt":
            time.sleep(60)
        return read(item, annotator)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "read_item", sleeps_on_b)
    found = outcome(list(run(files(tmp_path, "a.txt", "b.txt", "c.txt"), load_rules(), jobs=1, limits=Limits(seconds=2.0))))
    assert found[0] == "a.txt" and "more than 2 s" in found[1] and found[2] == "c.txt"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs to know its own address space")
def test_a_page_of_a_hundred_megabytes_on_one_line_costs_one_row(tmp_path: Path) -> None:
    items = files(tmp_path, "a.txt", "b.html", "c.txt")
    with (tmp_path / "b.html").open("w", encoding="utf-8") as page:
        page.write("<html><body><p>")
        for _ in range(100):
            page.write("Cử tri đi bầu. " * (2**20 // 20))
    inherited = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")  # a forked child's address space begins with ours
    found = outcome(list(run(items, load_rules(), jobs=1, limits=Limits(memory=inherited + 500 * 2**20))))
    assert found[0] == "a.txt" and "memory" in found[1] and found[2] == "c.txt"


def test_a_fault_of_ours_names_the_file_and_the_place_in_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> Result:
        raise ZeroDivisionError("chia cho 0")

    monkeypatch.setattr(workers, "extract", breaks)
    [result] = run(files(tmp_path, "a.txt"), load_rules(), jobs=1)
    assert "ZeroDivisionError" in result.problems[0].message and "report this file" in result.problems[0].message


def test_folders_are_read_in_order_and_what_is_no_document_is_said(tmp_path: Path) -> None:
    files(tmp_path, "b.txt", "a.txt", "c.json", ".hidden.txt")
    passed: list[Path] = []
    assert [item.path.name for item in find_sources([tmp_path], passed)] == ["a.txt", "b.txt"]
    assert [path.name for path in passed] == ["c.json"]


def test_a_zip_bomb_is_a_problem_not_a_disaster(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("zeros.txt", b"0" * (64 * 2**20))
    [result] = run(find_sources([tmp_path / "bomb.zip"]), load_rules(), jobs=1)
    assert result.document is None and "unpack" in result.problems[0].message
