"""Texts that hold no record of a family give none: corpus/quiet/families.csv says which file holds none of which. Each is
read as it stands and as the body of a report and of a news page, where more is expected to be found. Printed with
pytest -s: false records for each 10,000 words."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest
from builders import annotator

from extractor.extract import extract
from extractor.model import Source

QUIET = Path(__file__).parent.parent / "corpus" / "quiet"
FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics")
MOST = 1.0  # false records for each 10,000 words
LEAST = 50_000  # bytes of text for each family
REPORT = """ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 125/BC-UBND

Thái Bình, ngày 10 tháng 6 năm 2021

BÁO CÁO
Về tình hình trên địa bàn tỉnh

"""
NEWS = """Cử tri Thái Bình đi bầu cử

23/05/2021 10:30

Sáng 23/5, cử tri tỉnh Thái Bình đi bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026.

"""
HEADS = {"alone": "", "in a report": REPORT, "in the news": NEWS}


def texts(family: str) -> list[str]:
    with (QUIET / "families.csv").open(encoding="utf-8", newline="") as file:
        return [row["file"] for row in csv.DictReader(file) if row[family] == "none"]


@cache
def said(name: str, head: str) -> dict[str, list[str]]:
    """The words of every record behind the head, by family."""
    text = HEADS[head] + (QUIET / name).read_text("utf-8")
    result = extract(text.encode(), Source(name), annotator())
    found = {family: [record.span for record in getattr(result, family)] for family in FAMILIES}
    return {family: [f"{name}: {text[s.start : s.end]}" for s in spans if s.start >= len(HEADS[head])] for family, spans in found.items()}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_text_that_holds_no_record_of_a_family_gives_at_most_one_in_ten_thousand_words(family: str, head: str, capsys: pytest.CaptureFixture[str]) -> None:
    names = texts(family)
    words = sum(len((QUIET / name).read_text("utf-8").split()) for name in names)
    false = [quote for name in names for quote in said(name, head)[family]]
    rate = 10_000 * len(false) / words
    with capsys.disabled():
        print(f"\n{family:12} {head:11} {words:6,} words, {len(false)} false: {rate:.2f} in 10,000")
    assert rate <= MOST, false


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_has_a_text_to_be_quiet_about(family: str) -> None:
    assert sum((QUIET / name).stat().st_size for name in texts(family)) >= LEAST


def test_every_text_stands_in_the_table() -> None:
    with (QUIET / "families.csv").open(encoding="utf-8", newline="") as file:
        assert {row["file"] for row in csv.DictReader(file)} == {path.name for path in QUIET.glob("*.txt")}
