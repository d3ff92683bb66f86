"""Bytes to characters, and characters back to lines and columns."""

from __future__ import annotations

import unicodedata

import pytest

from extractor.parse.encodings import Lines, decode

TEXT = "Ủy ban bầu cử huyện Mường Ảng họp ngày 12/4/2021, kết luận: đủ điều kiện."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_form_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt").text == TEXT


def test_utf8_is_believed_against_what_the_page_declares() -> None:
    decoded = decode(f'<meta charset="windows-1252"><p>{TEXT}'.encode(), "a.html", markup=True)
    assert decoded.text.endswith(TEXT)
    assert "UTF-8" in decoded.problems[0].message and decoded.problems[0].severity == "note"


def test_a_declared_charset_is_used_where_the_bytes_are_not_utf8() -> None:
    data = '<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><p>Cà Mau, hè, Phú Quý'.encode("cp1252")
    decoded = decode(data, "a.htm", markup=True)
    assert decoded.text.endswith("Cà Mau, hè, Phú Quý")
    assert decoded.encoding == "windows-1252" and not decoded.problems


def test_a_charset_nobody_knows_is_a_warning_and_no_crash() -> None:
    for label in ("x-viet-999", "base64", "idna", "rot13"):
        decoded = decode(f'<meta charset="{label}"><p>xin chào'.encode(), "a.html", markup=True)
        assert decoded.text.endswith("xin chào")
        assert label in decoded.problems[0].message


def test_windows_1258_is_known_by_its_tone_marks() -> None:
    data = "Hội nghị bầu cử đã kết thúc tốt đẹp"
    # In windows-1258 a tone is a letter of its own behind the vowel.
    spread = "Hô\u0323i nghi\u0323 bâ\u0300u cư\u0309 đa\u0303 kê\u0301t thu\u0301c tô\u0301t đe\u0323p"
    decoded = decode(spread.encode("cp1258"), "a.txt")
    assert decoded.encoding == "windows-1258"
    assert unicodedata.normalize("NFC", decoded.text) == data
    assert decoded.problems[0].severity == "warning"


def test_a_broken_byte_is_named_with_its_offset_and_line() -> None:
    data = "dòng một\ndòng ".encode() + b"\xff" + " hai: Ủy ban bầu cử".encode()
    decoded = decode(data, "a.txt")
    assert decoded.text.splitlines()[1] == "dòng \ufffd hai: Ủy ban bầu cử"
    [problem] = decoded.problems
    assert problem.severity == "warning"
    assert f"byte {data.index(0xFF)}" in problem.message and "line 2" in problem.message


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_from_one_whatever_ends_a_line(line_end: str) -> None:
    text = f"một{line_end}hai ba"
    place = Lines.of(text).place(text.index("ba"))
    assert (place.line, place.column) == (2, 5)
