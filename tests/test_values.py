"""Figures as printed in Vietnamese documents, and the values they have."""

from __future__ import annotations

import pytest

from extractor.values import read_number, read_scaled, read_words

WORDS = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "năm": 5, "lăm": 5, "linh": 0, "mười": 10, "mươi": 10, "trăm": 100, "nghìn": 1000, "triệu": 1_000_000}


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [("69.523.277", 69523277, 0), ("05", 5, 0), ("1.234,5", 1234.5, 1), ("1 204 115", 1204115, 0), ("1,204,115", 1204115, 0), ("0", 0, 0)],
)
def test_a_number_is_read_in_vietnamese_notation(printed: str, value: float, decimals: int) -> None:
    figure = read_number(printed)
    assert (figure.value, figure.decimals) == (value, decimals)


@pytest.mark.parametrize(("printed", "value", "decimals"), [("99,60", 99.6, 2), ("99.60", 99.6, 2), ("100", 100, 0), ("99,785", 99.785, 3)])
def test_a_percentage_takes_either_mark_as_the_decimal_one(printed: str, value: float, decimals: int) -> None:
    figure = read_number(printed, share=True)
    assert (figure.value, figure.decimals) == (value, decimals)


@pytest.mark.parametrize("printed", ["2.0732.328", "1.23.456", "99,,60", "0225", "12.34.5"])
def test_a_broken_number_has_no_value_and_says_why(printed: str) -> None:
    figure = read_number(printed, counts_wholes=True)
    assert figure.value is None
    assert figure.fault


def test_people_are_counted_whole_so_a_comma_before_three_digits_groups() -> None:
    assert read_number("12,345", counts_wholes=True).value == 12345
    assert read_number("12,345").value == 12.345
    assert read_number("12,3", counts_wholes=True).value is None


def test_scale_words_multiply_exactly() -> None:
    assert read_scaled("69,2 triệu", (("69,2", 10**6),)).value == 69_200_000
    assert read_scaled("1 tỷ 200 triệu", (("1", 10**9), ("200", 10**6))).value == 1_200_000_000


@pytest.mark.parametrize(("words", "value"), [("một nghìn hai trăm", 1200), ("ba mươi mốt", 31), ("mười lăm", 15), ("hai trăm linh năm", 205)])
def test_numbers_in_words_are_added_up(words: str, value: int) -> None:
    assert read_words(words, WORDS).value == value


def test_a_word_that_is_no_number_word_gives_no_value() -> None:
    assert read_words("ba mươi lá", WORDS).value is None
