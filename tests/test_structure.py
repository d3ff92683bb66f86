"""The outline of a text: lines, their governing headings, sentences, furniture."""

from __future__ import annotations

from builders import reading

PLAN = """KẾ HOẠCH
Tổng kết công tác bầu cử
I. NỘI DUNG
1. Thời gian: sáng 12/6/2021.
2. Giao các đơn vị
- Phòng Nội vụ lập báo cáo;
- Phòng Tài chính:
+ cấp kinh phí;
a) cấp xã.
"""


def parents(text: str) -> dict[str, str | None]:
    outline = reading(text).structure
    return {outline.words(line).strip(): (outline.words(p).strip() if (p := outline.parent(line)) else None) for line in outline.lines}


def test_items_stand_under_the_heading_or_item_that_governs_them() -> None:
    found = parents(PLAN)
    assert found["Phòng Nội vụ lập báo cáo;"] == "Giao các đơn vị"
    assert found["Giao các đơn vị"] == "NỘI DUNG"


def test_marks_are_told_from_words() -> None:
    outline = reading(PLAN).structure
    assert [line.marker for line in outline.lines] == ["", "", "I.", "1.", "2.", "-", "-", "+", "a)"]


def test_a_hard_wrapped_paragraph_is_one_line_and_a_list_is_not() -> None:
    wrapped = "\n".join(
        [
            "Thực hiện chỉ đạo của cấp trên, Ủy ban nhân dân xã đã tổ chức hội",
            "nghị sơ kết công tác sáu tháng đầu năm với sự tham dự của đông đủ",
            "cán bộ và nhân dân các thôn, bản trong toàn xã; hội nghị thống nhất",
            "đánh giá các mặt công tác đều đạt và vượt kế hoạch đã đề ra từ đầu.",
            "- Về kinh tế: sản xuất nông nghiệp ổn định, diện tích gieo trồng vượt",
            "kế hoạch, chăn nuôi phát triển, dịch bệnh được khống chế kịp thời và",
            "không lây lan ra diện rộng.",
            "- Về văn hóa: phong trào toàn dân đoàn kết được duy trì đều khắp các",
            "thôn bản trong toàn xã.",
        ]
    )
    lines = reading(wrapped).structure.lines
    assert [line.kind for line in lines] == ["paragraph", "item", "item"]


def test_a_sentence_does_not_end_in_an_abbreviation_or_a_number() -> None:
    text = "PGS.TS. Nguyễn Văn A dự họp tại TP. Huế. Có 69.523.277 cử tri. Tỷ lệ đạt 99,6%."
    outline = reading(text).structure
    sentences = [text[s.start : s.end] for s in outline.sentences(outline.lines[0])]
    assert sentences == ["PGS.TS. Nguyễn Văn A dự họp tại TP. Huế.", "Có 69.523.277 cử tri.", "Tỷ lệ đạt 99,6%."]


def test_what_follows_related_links_is_furniture() -> None:
    body = "Sáng 3/6/2021, Ủy ban bầu cử huyện họp tổng kết. " * 8
    text = f"{body}\nTIN LIÊN QUAN\nKế hoạch số 9/KH-UBND ngày 01/6/2021\nĐiện thoại: 0203.3821.055"
    outline = reading(text).structure
    assert [line.kind for line in outline.lines] == ["paragraph", "furniture", "furniture", "furniture"]
