"""The language of a text by its letters."""

from __future__ import annotations

import pytest

from extractor.parse.language import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ủy ban nhân dân xã tổ chức lấy ý kiến cử tri nơi cư trú trước ngày bầu cử.", "vi"),
        ("Uy ban nhan dan xa to chuc lay y kien cu tri noi cu tru truoc ngay bau cu", "vi"),
        ("This circular prescribes the rates of charges and the duties of those who pay them.", "en"),
        ("Circular of the Ministry on the duties of provinces such as Đắk Lắk and Thừa Thiên Huế, which shall report every year", "en"),
        ("Комиссия подвела итоги работы за год и утвердила план", "ru"),
        ("委员会总结了全年的工作并通过了计划", "zh"),
        ("12/4/2021: 99,5 %", "und"),
        ("", "und"),
    ],
)
def test_letters_tell_the_language(text: str, code: str) -> None:
    assert language_of(text) == code
