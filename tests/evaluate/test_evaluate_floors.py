"""Floors: written a little below, raised by themselves, lowered only when told."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluate_builders import CITED, cited, gold, output, wanted

from extractor.errors import VanbanError
from extractor.evaluate import Scores, evaluate
from extractor.evaluate.floors import read_floors, shortfalls, write_floors


def scores(folder: Path, found: int) -> Scores:
    """Ten documents of one citation each, of which `found` are found."""
    for number in range(10):
        golds = gold(folder, source=f"{number}.txt", citations=[wanted("Kế hoạch số 12/KH-UBBC ngày", **CITED)])
    return evaluate(golds, [output(source=f"{number}.txt", citations=[cited()]) for number in range(found)])


def test_a_floor_is_a_hundredth_below_what_was_measured(tmp_path: Path) -> None:
    measured = scores(tmp_path / "gold", 9)
    floor = write_floors(tmp_path / "floors.toml", tmp_path / "gold", "digest", measured).floors["citations"]
    assert measured.of("citations").counts.key - 0.0111 < floor.key <= measured.of("citations").counts.key - 0.01
    assert read_floors(tmp_path / "floors.toml").floors["citations"] == floor
    assert read_floors(tmp_path / "floors.toml").digest == "digest"


def test_floors_rise_by_themselves(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    low = write_floors(file, tmp_path, "d", scores(tmp_path / "gold", 8)).floors["citations"].key
    high = write_floors(file, tmp_path, "d", scores(tmp_path / "gold", 9)).floors["citations"].key
    assert high > low


def test_a_figure_below_its_floor_is_refused_unless_lowering_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    write_floors(file, tmp_path, "d", scores(tmp_path / "gold", 9))
    pinned = file.read_text(encoding="utf-8")
    worse = scores(tmp_path / "gold", 7)
    assert len(list(shortfalls(read_floors(file), worse))) == 2
    with pytest.raises(VanbanError, match="--lower"):
        write_floors(file, tmp_path, "d", worse)
    assert file.read_text(encoding="utf-8") == pinned
    assert list(shortfalls(write_floors(file, tmp_path, "d", worse, lower=True), worse)) == []


def test_a_family_that_vanished_is_below_its_floor(tmp_path: Path) -> None:
    floors = write_floors(tmp_path / "floors.toml", tmp_path, "d", scores(tmp_path / "gold", 9))
    assert [line.split(":")[0] for line in shortfalls(floors, scores(tmp_path / "gold", 0))] == ["citations", "citations"]


def test_a_file_that_is_no_floors_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "floors.toml").write_text("[gold]\n", encoding="utf-8")
    with pytest.raises(VanbanError, match="no file of floors"):
        read_floors(tmp_path / "floors.toml")
    with pytest.raises(VanbanError, match="--write-floors"):
        read_floors(tmp_path / "none.toml")


def test_a_figure_between_floor_and_margin_leaves_the_floor_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    measured = scores(tmp_path / "gold", 9)
    file.write_text('[gold]\ndigest = "d"\n\n[floors.citations]\nkey = 0.945\nstrict = 0.945\n', encoding="utf-8")
    assert measured.of("citations").counts.key == pytest.approx(0.947, abs=0.001)
    assert write_floors(file, tmp_path, "d", measured).floors["citations"].key == 0.945
