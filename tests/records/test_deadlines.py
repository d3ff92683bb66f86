"""Deadlines: a cue makes a date one, and each names its duty, its doer or the act it must precede."""

from __future__ import annotations

import pytest
from builders import result

from extractor.facts import Deadline

HEAD = "ỦY BAN NHÂN DÂN TỈNH LÀO CAI\nSố: 14/KH-UBND\nLào Cai, ngày 02 tháng 3 năm 2023\nKẾ HOẠCH\nThực hiện công tác lưu trữ\n"


def due(text: str) -> list[Deadline]:
    return list(result(HEAD + text).deadlines)


def test_each_clause_of_an_order_has_its_own_doer() -> None:
    found = due("Các sở, ban, ngành gửi báo cáo trước ngày 10/5/2023; Sở Nội vụ tổng hợp chậm nhất là ngày 20/5/2023.")
    assert [(d.responsible, d.latest, d.due, d.kind) for d in found] == [
        ("Các sở, ban, ngành", "2023-05-10", "2023-05-09", "before"),
        ("Sở Nội vụ", "2023-05-20", "2023-05-20", "no_later_than"),
    ]


def test_the_head_of_an_item_is_the_doer() -> None:
    found = due("- Cấp huyện: chậm nhất trong ngày 15/6/2023;\n- Cấp xã: phải hoàn thành trước cấp huyện.")
    assert [(d.responsible, d.depends_on) for d in found] == [("Cấp huyện", None), ("Cấp xã", "cấp huyện")]


def test_the_heading_above_is_the_doer_of_items_without_subject() -> None:
    found = due("1. Sở Tài chính\n- Thẩm định dự toán, hoàn thành trong tháng 4/2023.")
    assert [(d.responsible, d.earliest, d.latest, d.kind) for d in found] == [("Sở Tài chính", "2023-04-01", "2023-04-30", "within")]


def test_days_before_polling_day_are_counted_back_from_it() -> None:
    text = "Bầu cử đại biểu Quốc hội khóa XVI. Các xã niêm yết danh sách cử tri chậm nhất là 40 ngày trước ngày bầu cử."
    assert [(d.latest, d.offset, d.certainty) for d in due(text)] == [("2026-02-03", 40, "inferred")]


def test_a_count_in_brackets_belongs_to_the_day_before_it() -> None:
    found = due("Ủy ban bầu cử tỉnh công bố đơn vị bầu cử chậm nhất là ngày 04/3/2021 (80 ngày trước ngày bầu cử).")
    assert [(d.latest, d.offset) for d in found] == [("2021-03-04", 80)]


def test_a_recurring_duty_has_a_rule_and_no_day() -> None:
    [found] = due("Các xã báo cáo Sở Nội vụ trước ngày 25 hằng tháng.")
    assert (found.kind, found.recurrence, found.latest) == ("periodic", "FREQ=MONTHLY;BYMONTHDAY=25", None)


def test_a_term_counted_from_an_act_keeps_anchor_and_offset() -> None:
    [found] = due("Bộ phận một cửa trả kết quả trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ.")
    assert (found.offset, found.offset_unit, found.anchor, found.latest) == (5, "working_day", "ngày nhận đủ hồ sơ", None)


@pytest.mark.parametrize(
    "text",
    [
        "Đến hết tháng 6/2023, toàn tỉnh có 12 xã đạt chuẩn.",
        "Ông đã cư trú ở xã trước ngày 01/7/2020.",
        "Đơn vị đã hoàn thành trước ngày 15/2/2023 và được khen.",
        "Trong năm 2022, tỉnh đón nhiều đoàn khách.",
    ],
)
def test_a_day_in_a_report_is_no_deadline(text: str) -> None:
    assert due(text) == []


def test_a_term_from_the_day_of_signing_is_counted_in_working_days_and_says_so() -> None:
    [found] = due("Sở Tài chính thẩm định, báo cáo trong thời hạn 05 ngày làm việc kể từ ngày ký Kế hoạch này.".replace(" Kế hoạch này", ""))
    assert (found.latest, found.certainty, found.offset) == ("2023-03-09", "inferred", 5)


def test_a_term_from_a_named_day_is_counted_from_it() -> None:
    [found] = due("Các xã hoàn thành hồ sơ trong vòng 10 ngày kể từ ngày 20/3/2023.")
    assert (found.latest, found.offset_unit) == ("2023-03-30", "day")


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("1. Tổ trưởng các tổ dân phố nộp phiếu về phường chậm nhất ngày 15/9/2023.", "Tổ trưởng các tổ dân phố"),
        ("2. Công chức phụ trách văn hóa nhập xong số liệu trước ngày 20/9/2023.", "Công chức phụ trách văn hóa"),
        ("3. Các tổ khảo sát đo vẽ hiện trạng từ ngày 12/6/2023 đến ngày 20/6/2023.", "Các tổ khảo sát"),
        ("4. Công ty TNHH Xây dựng Đại Lộc hoàn trả mặt đường, chậm nhất đến hết ngày 15/9/2023.", "Công ty TNHH Xây dựng Đại Lộc"),
        ("Sở Công Thương đề nghị quý doanh nghiệp đăng ký gian hàng trước ngày 30/6/2023.", "quý doanh nghiệp"),
        ("Ông Lò Văn Tám, Giám đốc Sở Xây dựng, hứa sẽ vá xong mặt đường trước ngày 30/4/2023.", "Ông Lò Văn Tám, Giám đốc Sở Xây dựng"),
        ("Giám đốc Sở Xây dựng hứa nhà thầu sẽ bàn giao chậm nhất ngày 31/10/2023.", "nhà thầu"),
        ("1. Lập tổ giúp việc (Sở Nội vụ chủ trì; xong trước ngày 25/4/2023).", "Sở Nội vụ"),
        ("1. Lắp biển báo\n- Đơn vị thực hiện: Phòng Quản lý đô thị.\n- Thời gian hoàn thành: tháng 6/2023.", "Phòng Quản lý đô thị"),
        ("2. Nhà trường thu phiếu. Danh sách phải được gửi về phòng trước ngày 30/9/2023.", "Nhà trường"),
        ("UBND tỉnh yêu cầu các sở, ngành làm các việc sau:\n- Rà soát hồ sơ, xong trước ngày 30/9/2023.", "các sở, ngành"),
        ("Trước ngày 05/12/2023: Các chi đoàn hoàn thành xếp loại đoàn viên.", "Các chi đoàn"),
        ("- Tháng 11/2023: Phòng Nội vụ ban hành kế hoạch.", "Phòng Nội vụ"),
        ("- Đối với nhà thầu thi công: phấn đấu hoàn thành nền đường trước ngày 30/4/2023.", "nhà thầu thi công"),
        ("Bưu điện tỉnh, Viettel Lào Cai, VNPT Lào Cai bảo đảm đường truyền, xong trước ngày 15/5/2023.", "Bưu điện tỉnh, Viettel Lào Cai, VNPT Lào Cai"),
        ("Khối trưởng các khối thi đua gửi biên bản hạn cuối ngày 30/11/2023.", "Khối trưởng các khối thi đua"),
        ("Cơ quan đăng ký kinh doanh cấp giấy chứng nhận chậm nhất ngày 30/11/2023.", "Cơ quan đăng ký kinh doanh"),
    ],
)
def test_the_doer_is_the_subject_with_all_that_completes_it(text: str, doer: str) -> None:
    assert [d.responsible for d in due(text)] == [doer]


@pytest.mark.parametrize(
    "text",
    [
        "- Thứ Tư, ngày 05/10/2023: ông Nguyễn Phước Lạc, Phó Trưởng ban Pháp chế.",
        "Hội thi diễn ra từ ngày 12/6/2023 đến ngày 15/6/2023.",
        "Điện lực huyện ngừng cấp điện từ ngày 12/6/2023 đến ngày 13/6/2023.",
        "Thời gian: 8 giờ ngày 12/6/2023.",
        "1. Người nghỉ hưu gửi hồ sơ đã đóng bảo hiểm trước ngày 01/01/1995.",
        "Năm tài chính bắt đầu từ ngày 01/01 và kết thúc vào ngày 31/12/2023.",
        "Kế hoạch này có hiệu lực sau 15 ngày, kể từ ngày ký; các đơn vị báo cáo khi cần.",
    ],
)
def test_a_turn_an_event_a_closure_and_what_lies_far_back_are_no_deadlines(text: str) -> None:
    assert due(text) == []


def test_a_term_before_an_unknown_day_depends_on_it() -> None:
    [found] = due("Chi bộ gửi hồ sơ nhân sự trước ngày tổ chức đại hội ít nhất 15 ngày làm việc.")
    assert (found.responsible, found.depends_on, found.offset, found.offset_unit, found.latest) == ("Chi bộ", "ngày tổ chức đại hội", 15, "working_day", None)
