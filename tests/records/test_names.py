"""Names of persons are found by surname and context, and places named after persons are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import annotator, document, reading

from extractor.model import Block
from extractor.reading import read
from extractor.records.names import find_names, proper_name


def names(text: str) -> list[str]:
    return [name.text for name in find_names(reading(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ông Phạm Gia Túc chủ trì buổi họp.", ["Phạm Gia Túc"]),
        ("Bí thư Tỉnh ủy Lê Trường Lưu kết luận.", ["Lê Trường Lưu"]),
        ("Trần Văn Bảy và Nguyễn Thị Lài cùng phát biểu.", ["Trần Văn Bảy", "Nguyễn Thị Lài"]),
        ("Đại tá Kpă Đô và bà H'Yim Kđoh dự lễ.", ["Kpă Đô", "H'Yim Kđoh"]),
        ("Phó Chủ tịch UBND TP Hà Nội Dương Đức Tuấn cho biết.", ["Dương Đức Tuấn"]),
        ("Ông NGUYỄN VĂN THÀNH ký biên bản.", ["Nguyễn Văn Thành"]),
        ("Bà Võ Thị Bé Ba làm tổ trưởng.", ["Võ Thị Bé Ba"]),
    ],
)
def test_a_person_is_found_by_surname_or_honorific(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Trụ sở ở số 18 Hoàng Diệu, phường Minh Khai.",
        "Lễ khai giảng tại Trường THPT chuyên Lê Quý Đôn.",
        "Đoàn xe qua đường Nguyễn Văn Linh rồi rẽ phải.",
        "Đoàn TNCS Hồ Chí Minh xã ra quân.",
        "Đảng bộ thành phố Hồ Chí Minh họp.",
        "Tàu Trần Đại Nghĩa cập cảng sáng nay.",
        "Phường Nguyễn Trung Trực ra quân dọn kênh.",
        "Hội nghị Trung ương, Ủy ban Thường vụ Quốc hội và Bộ Chính trị.",
        "UBND tỉnh Hà Nam và huyện Lý Nhân phối hợp.",
    ],
)
def test_a_place_or_thing_named_after_a_person_is_no_person(text: str) -> None:
    assert names(text) == []


def test_the_honorific_is_kept_with_its_rank() -> None:
    text = "Mời đồng chí Thiếu tướng Lê Văn Long phát biểu."
    (name,) = find_names(reading(text))
    assert name.honorific is not None
    assert text[name.honorific.start : name.honorific.end] == "đồng chí Thiếu tướng"


def test_a_name_across_a_line_break_is_one_name() -> None:
    text = "Mời ông Nguyễn Đăng\nĐịnh, Phó Trưởng ban;"
    page = read(replace(document(text), blocks=(Block(0, len(text)),)), annotator())
    assert [name.text for name in find_names(page)] == ["Nguyễn Đăng Định"]


def test_capitals_become_a_proper_name() -> None:
    assert proper_name("ĐẶNG THỊ ÁNH") == "Đặng Thị Ánh"
