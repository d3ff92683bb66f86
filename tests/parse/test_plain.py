"""Plain text: the whole file, every character with its line and column."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Document, Source
from extractor.parse import parse
from extractor.text import TextBuilder


def read(text: str) -> Document:
    return parse(text.encode(), Source("a.txt"))


def test_the_text_is_the_whole_file_menus_and_footers_too() -> None:
    text = "Trang chủ | Tin tức\n\n  Hội nghị tổng kết  \nĐiện thoại: 0210.3846.412\n"
    assert read(text).text == text


def test_plain_text_has_no_blocks_because_the_outline_cuts_it() -> None:
    assert read("một\nhai\n").blocks == ()


def test_every_character_leads_to_its_line_and_column() -> None:
    source = "Số: 07/KH-UBND\r\n\r\nNơi nhận:\r\n- Lưu: VT."
    document = read(source)
    lines = source.split("\r\n")
    assert "\r" not in document.text
    for offset, char in enumerate(document.text):
        place = document.places.at(offset)
        if char != "\n":
            assert lines[(place.line or 0) - 1][(place.column or 0) - 1] == char


def test_decomposed_letters_are_composed_and_lead_to_their_base_letter() -> None:
    source = unicodedata.normalize("NFD", "Ủy ban nhân dân xã Mường Ảng")
    document = read(source)
    assert document.text == unicodedata.normalize("NFC", source)
    for offset, char in enumerate(document.text):
        column = document.places.at(offset).column
        assert column is not None
        assert source[column - 1] == unicodedata.normalize("NFD", char)[0]


def test_zero_characters_are_replaced_and_reported() -> None:
    document = read("Quyết định\x00 số 5")
    assert document.text == "Quyết định\ufffd số 5"
    assert any("zero" in problem.message for problem in document.problems)


def test_one_very_long_line_is_one_run_of_the_map() -> None:
    document = read("Kế hoạch tổ chức hội nghị. " * 40_000)
    assert len(document.places.runs) == 1
    assert document.places.at(1_000_000).column == 1_000_001


@given(st.lists(st.text(alphabet="aeoĐế \n\u0302\u0323\u0301\u031b\u1100\u1161\u0958\u212b", max_size=6), max_size=6))
def test_text_written_in_any_pieces_is_nfc_and_its_map_in_order(pieces: list[str]) -> None:
    builder = TextBuilder()
    for piece in pieces:
        builder.write(piece, place=read("x").places.at(0))
    text, places = builder.finish()
    assert text == unicodedata.normalize("NFC", "".join(pieces))
    assert len(builder) == len(text)
    starts = [run.start for run in places.runs]
    assert starts == sorted(starts)


def test_a_pile_of_marks_on_one_letter_stays_normal_and_readable() -> None:
    text = read("a" + "\u0302\u0323" * 500).text
    assert unicodedata.is_normalized("NFC", text)
