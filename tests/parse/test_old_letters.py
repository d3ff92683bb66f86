"""Old eight-bit letters in, Unicode out."""

from __future__ import annotations

import pytest

from extractor.parse.old_letters import OldLetters, converted, looks_old


@pytest.mark.parametrize(
    ("letters", "old", "new"),
    [
        ("TCVN3", "§iÒu 3. QuyÕt ®Þnh nµy cã hiÖu lùc kÓ tõ ngµy ký", "Điều 3. Quyết định này có hiệu lực kể từ ngày ký"),
        ("TCVN3", "th\u00ad¬ng m¹i, kü n¨ng, ®¶m b¶o, huû bá", "thương mại, kỹ năng, đảm bảo, huỷ bỏ"),
        ("VNI", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("VNI", "QUYEÁT ÑÒNH cuûa Uûy ban, tröôùc ngöôøi ñöôïc baàu", "QUYẾT ĐỊNH của Ủy ban, trước người được bầu"),
        ("VNI", "125/KH-UBND ngaøy 05/6/1999", "125/KH-UBND ngày 05/6/1999"),
    ],
)
def test_old_letters_become_unicode(letters: OldLetters, old: str, new: str) -> None:
    assert "".join(char for char, _ in converted(old, letters)) == new


@pytest.mark.parametrize("letters", ["TCVN3", "VNI"])
def test_the_lengths_add_up_to_the_old_text(letters: OldLetters) -> None:
    old = "Coäng hoøa x· héi, ngaøy 05/6/1999 - §éc lËp"
    assert sum(length for _, length in converted(old, letters)) == len(old)


def test_unicode_vietnamese_and_english_do_not_look_old() -> None:
    assert not looks_old("Ủy ban bầu cử tỉnh Hà Tĩnh đã tổ chức đón tiếp cử tri về dự hội nghị")
    assert not looks_old("The election was held on 23 May 2021.")
    assert looks_old("Uû ban bÇu cö tØnh Hµ TÜnh ®· tæ chøc")
