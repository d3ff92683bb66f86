"""Counts, figures, intervals, splits; what a broken gold file or output is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluate_builders import CITED, TURNOUT, cited, gold, output, turnout, wanted

from extractor.errors import VanbanError
from extractor.evaluate import evaluate, gold_digest, read_gold, read_outputs
from extractor.evaluate.sameness import same_area, same_name, same_words
from extractor.evaluate.scoring import Counts

FIGURE = wanted("99,60% cử tri", **TURNOUT)


def test_precision_recall_and_f1_follow_from_the_counts() -> None:
    counts = Counts(found=6, exact=3, missed=2, false=4)
    assert counts.precision == 0.6
    assert counts.recall == 0.75
    assert counts.key == pytest.approx(2 * 0.6 * 0.75 / 1.35)
    assert counts.strict == pytest.approx(2 * 0.3 * 0.375 / 0.675)


def test_intervals_hold_the_figure_repeat_themselves_and_shrink_with_more_documents(tmp_path: Path) -> None:
    def measured(documents: int) -> tuple[float, tuple[float, float]]:
        folder = tmp_path / str(documents)
        outputs = []
        for number in range(documents):
            gold(folder, source=f"{number}.txt", statistics=[FIGURE], citations=[])
            outputs.append(output(source=f"{number}.txt", statistics=[turnout()] if number % 4 else []))
        first, again = (evaluate(read_gold(folder), outputs).of("statistics") for _ in range(2))
        assert first == again
        return first.counts.key, first.key_interval

    few, many = measured(8), measured(64)
    for value, (low, high) in (few, many):
        assert 0 < low < value <= high <= 1
    assert many[1][1] - many[1][0] < few[1][1] - few[1][0]


def test_a_perfect_figure_of_few_rows_is_no_proof(tmp_path: Path) -> None:
    low, high = evaluate(gold(tmp_path, statistics=[FIGURE]), [output(statistics=[turnout()])]).of("statistics").key_interval
    assert low < 0.5 and high == 1.0


def test_folders_below_the_given_one_are_splits(tmp_path: Path) -> None:
    gold(tmp_path / "dev", source="a.txt", statistics=[FIGURE])
    gold(tmp_path / "unseen", source="b.txt", statistics=[FIGURE])
    scores = evaluate(read_gold(tmp_path), [output(source="a.txt", statistics=[turnout()])])
    assert {m.split: (m.counts.found, m.counts.missed) for m in scores.measures} == {"all": (1, 1), "dev": (1, 0), "unseen": (0, 1)}
    assert scores.absent == ("b.txt",)


def test_documents_of_one_name_in_two_folders_are_told_apart_by_path(tmp_path: Path) -> None:
    gold(tmp_path / "dev", source="a.txt", statistics=[FIGURE])
    gold(tmp_path / "unseen", source="a.txt", citations=[wanted("Kế hoạch số 12/KH-UBBC ngày", **CITED)])
    outputs = [output(source=str(tmp_path / "dev/a.txt"), statistics=[turnout()]), output(source=str(tmp_path / "unseen/a.txt"), citations=[cited()])]
    scores = evaluate(read_gold(tmp_path), outputs)
    assert [(m.split, m.family, m.counts.exact) for m in scores.measures if m.split != "all"] == [("dev", "statistics", 1), ("unseen", "citations", 1)]


def test_a_quote_that_is_not_what_the_text_holds_is_counted_as_broken(tmp_path: Path) -> None:
    bad = turnout()
    bad["span"] = {**bad["span"], "quote": "99,61% cử tri đi bầu"}
    scores = evaluate(gold(tmp_path, statistics=[FIGURE]), [output(statistics=[bad, turnout()])])
    assert (scores.spans, scores.broken) == (2, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not valid JSON"),
        ("{}", 'the key "source" is missing'),
        ('{"source": "a.txt", "dats": []}', "unknown key 'dats'"),
        ('{"source": "a.txt", "dates": [{"latest": "2021-03-05"}]}', "a row of dates has no quote"),
    ],
)
def test_a_gold_file_that_is_wrong_is_named_with_its_fault(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "a.gold.json").write_text(content, encoding="utf-8")
    with pytest.raises(VanbanError, match=reason) as error:
        read_gold(tmp_path)
    assert error.value.file.endswith("a.gold.json") and error.value.remedy


def test_a_folder_without_gold_says_so(tmp_path: Path) -> None:
    with pytest.raises(VanbanError, match=r"holds no NAME\.gold\.json"):
        read_gold(tmp_path)


def test_a_line_that_is_no_document_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text('{"document": {"source": "a.txt"}, "text": ""}\n{"text": ""}\n', encoding="utf-8")
    with pytest.raises(VanbanError, match="line 2: is no document"):
        read_outputs(tmp_path / "old.jsonl")


def test_the_digest_changes_with_any_gold_and_with_nothing_else(tmp_path: Path) -> None:
    gold(tmp_path, statistics=[FIGURE])
    before = gold_digest(tmp_path)
    (tmp_path / "a.txt").write_text("the document itself", encoding="utf-8")
    assert gold_digest(tmp_path) == before
    gold(tmp_path, statistics=[{**FIGURE, "value": 99.61}])
    assert gold_digest(tmp_path) != before


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("Phó Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh", False),
        ("nguyên Bí thư Tỉnh ủy", "Bí thư Tỉnh ủy", False),
        ("Chủ tịch Ủy ban nhân dân tỉnh", "Chủ tịch Uỷ ban nhân dân tỉnh,", True),
        ("Sở Nội vụ", "Sở Nội vụ tỉnh", True),
        ("Sở Nội vụ", "Sở Nội vụ và Ủy ban nhân dân các huyện", False),
        ("Ủy ban bầu cử", None, False),
        (None, "", True),
    ],
)
def test_a_name_may_be_longer_but_not_another_office(want: str | None, got: str | None, same: bool) -> None:
    assert same_name(want, got) is same


def test_spelling_tells_nothing_apart() -> None:
    assert same_words("125 / KH-UBBC", "125/KH–UBBC")
    assert same_words("Hoà Bình", "Ho\u0300a Bình")
    assert not same_words("125/KH-UBBC", "126/KH-UBBC")


@pytest.mark.parametrize(
    ("want", "got", "same"), [("Hải Phòng", "thành phố Hải Phòng", True), ("Việt Nam", "cả nước", True), ("Hòa Bình", "Hòa An", False), (None, "Hòa An", False)]
)
def test_an_area_is_known_with_or_without_its_kind(want: str | None, got: str, same: bool) -> None:
    assert same_area(want, got) is same
