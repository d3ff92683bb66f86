"""A converted document keeps the way back to each old character."""

from __future__ import annotations

import pytest

from extractor.model import Source
from extractor.parse import parse
from extractor.parse.old_letters import OldLetters
from tests.parse.test_old_words import old

TEXT = "Số: 12/KH-UBND\nHà Nội, ngày 05 tháng 6 năm 1999\nuỷ ban nhân dân huyện tổ chức hội nghị, cử tri được mời dự\n"


@pytest.mark.parametrize("letters", ["TCVN3", "VNI"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_plain_file_in_old_letters_comes_out_in_unicode_with_line_and_column(letters: OldLetters, encoding: str) -> None:
    typed = old(TEXT, letters)
    document = parse(typed.encode(encoding), Source("a.txt"))
    assert document.text == TEXT
    assert any(letters in problem.message for problem in document.problems)
    lines = typed.split("\n")
    for word in ("Hà", "Nội", "ngày", "tháng", "1999", "huyện", "hội", "nghị", "được", "dự"):
        start = TEXT.index(word)
        place = document.places.at(start)
        assert place.line is not None and place.column is not None
        assert lines[place.line - 1][place.column - 1 :].startswith(old(word, letters))


def test_viscii_bytes_that_windows_leaves_undefined_are_not_lost() -> None:
    typed = old("HỌC KỲ, hội nghị toàn thể bàn về ngân sách huyện; ủy ban tỉnh Ắ", "VISCII")
    assert "\x81" in typed  # Ắ
    data = b"".join(char.encode("cp1252") if char != "\x81" else b"\x81" for char in typed)
    assert parse(data, Source("a.txt")).text == "HỌC KỲ, hội nghị toàn thể bàn về ngân sách huyện; ủy ban tỉnh Ắ"


def test_a_web_page_in_old_letters_is_converted_with_its_blocks() -> None:
    body = "".join(f"<p>{old(line, 'TCVN3')}</p>" for line in TEXT.split("\n") if line) * 3
    document = parse(f"<html><body>{body}</body></html>".encode("cp1252"), Source("a.html"))
    assert "uỷ ban nhân dân huyện tổ chức hội nghị" in document.text
    assert all(document.text[block.start : block.end].strip() for block in document.blocks)
    assert document.blocks[-1].end <= len(document.text)


def test_unicode_passes_untouched() -> None:
    document = parse(TEXT.encode(), Source("a.txt"))
    assert document.text == TEXT and not document.problems
