"""Dates as printed become intervals with a role; what is no date stays none."""

from __future__ import annotations

import pytest
from builders import result


def dates(text: str) -> list[tuple[str | None, str | None, str]]:
    return [(d.interval.earliest, d.interval.latest, d.role) for d in result(text).dates]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("Cuộc họp ngày 05 tháng 3 năm 2020 đã xong.", "2020-03-05", "2020-03-05"),
        ("Đoàn làm việc ngày 14-8-2019 ở Lào Cai.", "2019-08-14", "2019-08-14"),
        ("Lớp học mở từ ngày 28/12/2025 đến ngày 03/01/2026.", "2025-12-28", "2026-01-03"),
        ("Việc này làm trong quý III/2024.", "2024-07-01", "2024-09-30"),
        ("Dự kiến hạ tuần tháng 2/2023 sẽ khai trương.", "2023-02-21", "2023-02-28"),
        ("Trong hai ngày 06 và 07/8/2025, đại hội đã họp.", "2025-08-06", "2025-08-07"),
        ("Báo cáo 6 tháng đầu năm 2022.", "2022-01-01", "2022-06-30"),
        ("Giải diễn ra trong 02 ngày 14, 15-10-2022 ở Vinh.", "2022-10-14", "2022-10-15"),
        ("Nộp hồ sơ từ 8 giờ ngày 02/4/2024 đến 17 giờ 00 ngày 26/4/2024.", "2024-04-02", "2024-04-26"),
        ("The council met on July 15, 2021 in the hall.", "2021-07-15", "2021-07-15"),
        ("It is planned for August 2025 in Ca Mau.", "2025-08-01", "2025-08-31"),
    ],
)
def test_printed_dates_become_intervals(text: str, earliest: str, latest: str) -> None:
    assert [(e, last) for e, last, _ in dates(text)] == [(earliest, latest)]


@pytest.mark.parametrize(
    "text",
    [
        "Điện thoại: 0225.3757.388, Số 62 Võ Thị Sáu.",
        "Có 12/14 xã đạt chuẩn, 7/7 đại biểu trúng cử.",
        "Nghị định số 30/2020/NĐ-CP được áp dụng.",
        "Bến Tre, ngày ... tháng ... năm ...",
        "Sau 9 tháng, tỷ lệ đạt 11.5%.",
        "Ngày 31/4/2021 không có trong lịch.",
        "Nhà ở hẻm nhỏ (12-14/3), giá từ 1.2 đến 1.5 triệu.",
        "The council may 3 times postpone it.",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert dates(text) == []


def test_a_missing_year_comes_from_the_document_and_says_so() -> None:
    found = result("Sáng 22/5, huyện họp. Cuộc bầu cử ngày 23/5/2021 đã thành công.").dates
    assert [(d.interval.earliest, d.certainty) for d in found] == [("2021-05-22", "inferred"), ("2021-05-23", "stated")]


def test_a_lunar_date_is_never_turned_solar() -> None:
    found = result("Lễ hội mở ngày 10/3 âm lịch.").dates
    assert [(d.interval.calendar, d.interval.earliest, d.interval.latest) for d in found] == [("lunar", None, None)]


def test_planned_dates_say_so() -> None:
    found = result("Hội nghị dự kiến tổ chức ngày 12/6/2026.").dates
    assert [d.certainty for d in found] == ["planned"]


def test_today_is_not_resolved_where_the_document_has_no_day() -> None:
    assert dates("Hôm nay, cử tri cả nước đi bầu.") == []
