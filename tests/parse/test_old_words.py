"""What is in old letters is told by its words; Unicode is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.parse.old_letters import OldLetters, converted
from extractor.parse.old_text import text_in_unicode
from extractor.parse.old_words import find_stretches

PLAIN = "Uỷ ban nhân dân huyện đã tổ chức hội nghị tổng kết công tác bầu cử, biểu dương những tập thể có thành tích, được cử tri tín nhiệm"
SYLLABLES = sorted(
    {*PLAIN.replace(",", "").split(), "xã", "cã", "là", "à", "ở", "ô", "é", "ý", "tỉnh", "Ðức", "quyết", "định", "số", "ngày", "tháng", "năm", "HỘI", "Nghĩa", "thuỷ"}
)


def old(text: str, letters: OldLetters) -> str:
    """The text as an old program would have typed it; letters that it has not are written as the small ones."""
    table: dict[str, str] = {}
    if letters == "VNI":
        for base in "aeouyAEOUYôöÔÖ":
            for sign in "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË":
                pairs = converted(base + sign, "VNI")
                if len(pairs) == 1 and base.islower() == sign.islower():
                    table.setdefault(pairs[0][0], base + sign)
    for code in (*range(0xA0, 0x100), *range(0x80, 0xA0), *range(1, 32)):
        char = bytes([code]).decode("cp1252", errors="ignore") or chr(code)
        [(made, _)] = converted(char, letters)
        if made != char:
            table.setdefault(made, char)
    return "".join(table.get(char, table.get(char.lower(), char)) for char in text)


ALL: tuple[OldLetters, ...] = ("TCVN3", "VNI", "VISCII", "VPS")


@pytest.mark.parametrize("letters", ALL)
def test_each_kind_of_letters_is_known_by_its_words_and_comes_back_exactly(letters: OldLetters) -> None:
    text = PLAIN.lower()
    typed = old(text, letters)
    assert typed != text
    assert text_in_unicode(typed) == text
    assert {stretch.letters for stretch in find_stretches(typed)} == {letters}


@pytest.mark.parametrize("first", ALL)
@pytest.mark.parametrize("second", ALL)
def test_two_kinds_in_one_file_are_told_apart_line_by_line(first: OldLetters, second: OldLetters) -> None:
    text = PLAIN.lower()
    assert text_in_unicode(f"{old(text, first)}\n{old(text, second)}\n{text}") == f"{text}\n{text}\n{text}"


def test_a_short_cell_is_converted_where_the_rest_of_the_file_proves_the_letters() -> None:
    rest = old(PLAIN.lower(), "TCVN3")
    assert text_in_unicode(f"{rest}\n{PLAIN}\n{old('xã hải phòng', 'TCVN3')}\n{rest}").split("\n")[2] == "xã hải phòng"


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=60), st.sampled_from([" ", "\n", ", ", " – ", "… ", "\t"]))
@settings(max_examples=300, deadline=None)
def test_correct_unicode_vietnamese_is_never_changed(words: list[str], between: str) -> None:
    text = between.join(words)
    assert find_stretches(text) == ()
    assert text_in_unicode(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Le président de l’Assemblée nationale, François Hollande, a été reçu à Hà Nội : « Très honoré », dit-il, où même l’été fut frais.",
        "Microsoft® Windows™, Oracle®, Visa® và Intel® là các nhãn hiệu; © 2021 bảo lưu mọi quyền; nhiệt độ 35°C, ±5 µm, 20 m², ¼ số hộ.",
        "Señor Núñez habló con João Gonçalves de São Paulo; Straße, Köln, Zürich, Gödel, Ångström, Åland.",
        "10 µm, 20 µm, 30 µm, 40 µm, 50 µg, 60 µl and so on, ½ of them ≥ 5 µm",
        "Khu vực Mường Ảng, Đắk Lắk, Krông Pắk, Pleiku, Cư M'gar; Ðông Hà, Ðà Nẵng, ông Y Biêr Niê, bà H'Yim Kđoh",
        "plain ASCII text, nothing else",
        "",
    ],
)
def test_other_languages_signs_and_names_are_left_alone(text: str) -> None:
    assert text_in_unicode(text) == text


def test_the_letter_u_horn_of_tcvn3_is_the_soft_hyphen() -> None:
    typed = old("các tướng lĩnh đương chức thường trú ở phường mười", "TCVN3")
    assert "\u00ad" in typed
    assert text_in_unicode(typed) == "các tướng lĩnh đương chức thường trú ở phường mười"


def test_letters_of_a_symbol_font_are_read_by_their_low_byte() -> None:
    typed = "".join(char if ord(char) < 0x80 else chr(0xF000 + ord(char)) for char in old(PLAIN.lower(), "TCVN3"))
    assert text_in_unicode(typed) == PLAIN.lower()
