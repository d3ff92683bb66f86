"""Capitals that old letters could not write are read as a reader saw them, and nothing else becomes one."""

from __future__ import annotations

import pytest

from extractor.model import Source, Span
from extractor.parse import parse
from extractor.parse.old_capitals import in_capitals, typed_in_capitals
from tests.parse.test_old_words import old


def read(line: str) -> str:
    """A line as it is read within a text that is plainly in TCVN3."""
    around = "Hội đồng nhân dân huyện tổ chức kỳ họp, cử tri được mời dự đông đủ"
    return parse("\n".join([old(around, "TCVN3"), old(line, "TCVN3"), old(around, "TCVN3")]).encode("cp1252"), Source("a.txt")).text.split("\n")[1]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("THàNH PHố", "THÀNH PHỐ"),
        ("QUYếT ĐịNH của Bộ trưởng", "QUYẾT ĐỊNH của Bộ trưởng"),
        ("ủY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN"),
        ("Sở TàI CHíNH", "SỞ TÀI CHÍNH"),  # its first word alone says nothing; the line does
        ("Số: 14/TTr-TC", "Số: 14/TTr-TC"),
        ("Bộ Nội vụ và Sở Tư pháp", "Bộ Nội vụ và Sở Tư pháp"),
        ("phòng Tổ chức", "phòng Tổ chức"),
        ("Tổ 5, ấp 3", "Tổ 5, ấp 3"),
        ("kỳ họp", "kỳ họp"),
    ],
)
def test_accented_letters_follow_the_plain_ones_beside_them(typed: str, seen: str) -> None:
    assert read(typed) == seen


def test_capitals_are_as_long_as_what_they_stand_for() -> None:
    assert in_capitals("straße ở Đức", [Span(0, 6), Span(7, 8)]) == "STRAßE Ở Đức"
    assert typed_in_capitals("", "") == []
