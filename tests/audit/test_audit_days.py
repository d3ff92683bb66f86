"""extractor.audit.days: weekdays, and days that do not exist."""

from __future__ import annotations

import pytest
from audit_builders import dated, page

WRONG = [("weekday", "error")]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Thứ Hai, ngày 15/3/2026, cử tri đi bầu.", "Thứ Hai, ngày 15/3/2026"),
        ("Sáng thứ Hai (ngày 15/3/2026) khai mạc.", "ngày 15/3/2026"),
        ("Khai mạc ngày 15/3/2026 (thứ hai) tại xã.", "ngày 15/3/2026"),
        ("Bắt đầu từ chiều thứ ba (15/3/2026).", "15/3/2026"),
        ("Vào ngày thứ Ba, 15/3/2026, họp.", "15/3/2026"),
        ("Lúc 7 giờ 30, thứ 2, ngày 15/3/2026 khai mạc.", "7 giờ 30, thứ 2, ngày 15/3/2026"),
    ],
)
def test_a_weekday_of_another_day_is_found_wherever_it_stands(text: str, printed: str) -> None:
    flawed = dated(text, printed, "2026-03-15")
    assert flawed.told() == WRONG
    (finding,) = flawed.findings()
    assert finding.expected == "15/3/2026 là Chủ nhật"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Chủ nhật, ngày 15/3/2026, cử tri đi bầu.", "Chủ nhật, ngày 15/3/2026"),
        ("Chủ Nhật 15/3/2026", "Chủ Nhật 15/3/2026"),
        ("Kỳ họp thứ hai, ngày 15/3/2026 thông qua.", "thứ hai, ngày 15/3/2026"),
        ("Hội nghị lần thứ năm ngày 15/3/2026.", "ngày 15/3/2026"),
        ("Ngày 15/3/2026, thứ Hai tới họp lại.", "Ngày 15/3/2026"),
        ("Tuần thứ hai, ngày 15/3/2026, đoàn làm việc.", "thứ hai, ngày 15/3/2026"),
        ("Ngày thứ ba (15/3/2026) của lễ hội.", "15/3/2026"),
        ("Vòng hiệp thương thứ ba ngày 15/3/2026.", "ngày 15/3/2026"),
        ("Ngày 15/3/2026 cử tri đi bầu.", "Ngày 15/3/2026"),
    ],
)
def test_the_right_weekday_an_ordinal_or_none_is_no_finding(text: str, printed: str) -> None:
    assert dated(text, printed, "2026-03-15").told() == []


def test_where_the_year_is_inferred_the_weekday_only_warns_and_only_near_the_document() -> None:
    near = dated("Thứ Hai, ngày 15/3, khai mạc.", "Thứ Hai, ngày 15/3", "2026-03-15", inferred=True, spoken="2026-03-01")
    far = dated("Thứ Hai, ngày 15/3, khai mạc.", "Thứ Hai, ngày 15/3", "2026-03-15", inferred=True, spoken="2025-09-01")
    assert near.told() == [("weekday", "warning")]
    assert far.told() == []
    assert [u.check_id for u in far.report().unchecked] == ["weekday"]


@pytest.mark.parametrize(
    "text", ["Họp ngày 31/4/2021 tại xã.", "Ngày 30 tháng 02 năm 2020, họp.", "Nộp trước ngày 31/6.", "Ký ngày 29/02/2021.", "Ngày 41/5/2021."]
)
def test_a_day_no_calendar_has_is_an_error(text: str) -> None:
    assert page(text).told() == [("impossible_date", "error")]


@pytest.mark.parametrize(
    "text",
    [
        "Họp ngày 30/4/2021.",
        "Ký ngày 29/02/2020.",
        "Trực mỗi ngày 24/24 giờ.",
        "Ngày 00/00/0000.",
        "Tỷ lệ 31/4.",
        "Kế hoạch số 31/4/KH-UBND",
        "ngày 31/4/KH-UBND",
    ],
)
def test_days_that_exist_and_what_is_no_day_are_left_alone(text: str) -> None:
    assert page(text).told() == []


def test_a_day_in_american_order_is_a_warning() -> None:
    assert page("Cập nhật ngày 5/23/2021.").told() == [("impossible_date", "warning")]
