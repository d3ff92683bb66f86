"""extractor.audit.damage: figures that were damaged on their way to us."""

from __future__ import annotations

import pytest
from audit_builders import page

DAMAGED = [("damaged_figure", "warning")]


def test_a_thousands_group_of_four_digits_is_found_and_the_figures_beside_it_say_what_it_was() -> None:
    text = "Trong {registered_voters:2.074.000} cử tri có {voters_voted:2.0732.328} người đi bầu, đạt {turnout_rate:99,97%}."
    (finding,) = page(text).findings()
    assert (finding.check_id, finding.severity, finding.actual) == ("damaged_figure", "warning", "2.0732.328")
    assert finding.expected.startswith("2.073.328") and "cho phép" in finding.expected


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("Cả tỉnh có 69.5Z3.277 cử tri.", "69.523.277"),
        ("Tỷ lệ đạt 99,6O% cử tri.", "99,60"),
        ("Bầu được 5O0 đại biểu Quốc hội.", "500"),
        ("Phát ra 1.2l5 phiếu.", "1.215"),
    ],
)
def test_a_letter_among_digits_is_found_with_the_digit_it_stands_for(text: str, restored: str) -> None:
    (finding,) = page(text).findings()
    assert (finding.check_id, finding.severity, finding.expected) == ("damaged_figure", "warning", restored)


@pytest.mark.parametrize(
    "text",
    [
        "Mua 12l dầu, gặp 5S, tầng 3B, khu 10A.",
        "Đường dây 0225.3757.388 gặp người trực; địa chỉ 10.0.0.12.",
        "Theo khoản 1.2.3 người đứng đầu chịu trách nhiệm.",
        "Ngày 17.11.2020 người dân đến họp.",
        "Hệ thống VNeID, ISO 9001:2015, IOffice 3.0, xe 30A-123.45.",
        "Khóa XIV có 1.215 đại biểu, 99,6% tán thành.",
        "Bo mạch B.100.200 người dùng.",
    ],
)
def test_codes_litres_phones_and_dates_are_left_alone(text: str) -> None:
    assert page(text).told() == []


def test_a_group_of_two_digits_before_what_it_counts_is_found() -> None:
    assert page("Cả nước có 69.52.277 cử tri.").told() == DAMAGED
    assert page("Quyên góp 12.450.00 đồng.").told() == DAMAGED


def test_a_rarer_decimal_mark_is_a_note() -> None:
    usual = "Xã A 99,10%, xã B 98,20%, xã C 97,30%, xã D 96,40%, "
    (finding,) = page(usual + "xã E 95.50%.").findings()
    assert (finding.check_id, finding.severity, finding.actual) == ("decimal_marks", "note", "95.50 (1 lần)")
    assert page(usual + "xã E 95,50%.").told() == []
    assert page("Xã A 99,10%, xã E 95.50%.").told() == [], "two are no habit"


def test_a_rarer_grouping_mark_is_a_note() -> None:
    text = "Có 1.200 cử tri, 2.300 cử tri, 3.400 cử tri và 4,500 cử tri."
    assert page(text).told() == [("decimal_marks", "note")]


def test_a_long_line_of_digits_takes_no_time() -> None:
    assert page("1.2l" * 20_000).told() == []
    assert page("1.234" * 20_000).told() == []
