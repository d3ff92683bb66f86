"""extractor.text and the place map: one NFC text, and the way back from each of its characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Place
from extractor.text import TextBuilder, fold, lower, normalize, squeeze

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)
VIETNAMESE = st.text(alphabet="aăâeêoôơuưyđĐAÔƠƯ\u0300\u0301\u0303\u0309\u0323 hqHQtnbc-–\u00a0", max_size=60)


@pytest.mark.parametrize(
    ("printed", "view"),
    [
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("khoá XV, hoà bình, khoẻ", "khóa XV, hòa bình, khỏe"),
        ("HÐND – UBND", "HĐND - UBND"),
        ("nhiệm\u00a0kỳ 2021—2026", "nhiệm kỳ 2021-2026"),
        ("quý II, quả, thuở", "quý II, quả, thuở"),
    ],
)
def test_spelling_variants_have_one_form_in_the_view(printed: str, view: str) -> None:
    assert normalize(printed) == view


@given(ANY_TEXT)
def test_every_view_is_as_long_as_its_text(text: str) -> None:
    nfc = unicodedata.normalize("NFC", text)
    assert len(normalize(nfc)) == len(lower(nfc)) == len(fold(nfc)) == len(nfc)


def test_folding_takes_away_accents_and_the_bar_of_đ() -> None:
    assert fold("Đại biểu HĐND tỉnh Đắk Lắk") == "dai bieu hdnd tinh dak lak"


@given(st.lists(st.one_of(ANY_TEXT, VIETNAMESE), max_size=6))
def test_whatever_is_written_the_text_is_nfc_and_storable_and_its_length_was_known(pieces: list[str]) -> None:
    builder = TextBuilder()
    lengths = []
    for line, piece in enumerate(pieces, start=1):
        builder.write(piece, Place(line=line, column=1))
        lengths.append(len(builder))
    text, _ = builder.finish()
    assert unicodedata.is_normalized("NFC", text)
    assert "\0" not in text and not any(0xD800 <= ord(c) <= 0xDFFF for c in text)
    assert len(text) == (lengths[-1] if lengths else 0)


@given(VIETNAMESE)
def test_each_character_leads_back_to_where_its_base_letter_stood(source: str) -> None:
    builder = TextBuilder()
    builder.write(source, Place(line=3, column=1))
    text, places = builder.finish()
    columns = [places.at(i).column or 0 for i in range(len(text))]
    assert columns == sorted(columns)
    for offset, char in enumerate(text):
        base = unicodedata.normalize("NFD", char)[0]
        if unicodedata.combining(base):
            continue  # a second mark on one letter leads to that letter
        assert unicodedata.normalize("NFD", source[columns[offset] - 1])[0] == base


def test_a_mark_written_after_its_letter_joins_it() -> None:
    builder = TextBuilder()
    builder.write("ba", Place(line=1, column=1))
    builder.write("\u0301o", Place(line=2, column=1))
    text, places = builder.finish()
    assert text == "báo"
    assert places.at(2) == Place(line=2, column=2)


def test_a_gap_leads_to_the_place_before_it() -> None:
    builder = TextBuilder()
    builder.write("ab", Place(part="body/p1", column=1))
    builder.gap("\n\n")
    builder.write("c", Place(part="body/p2", column=1))
    _, places = builder.finish()
    assert places.at(3).part == "body/p1" and places.at(4) == Place(part="body/p2", column=1)


def test_squeeze_gives_one_line() -> None:
    assert squeeze(" Ủy ban\n  bầu cử\t") == "Ủy ban bầu cử"
