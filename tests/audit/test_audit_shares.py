"""extractor.audit.shares: percentages beside the figures they are made of, whatever those count."""

from __future__ import annotations

import pytest
from audit_builders import dated, page

from extractor.audit.figures import Figure, printed_figure
from extractor.audit.shares import common_denominators, denominators
from extractor.values import read_number

JUNE_2013 = [("133", "24,69"), ("304", "61,04"), ("43", "8,63")]


def pair(count: str, rate: str) -> tuple[Figure, Figure]:
    one = printed_figure(count, read_number(count, counts_wholes=True), percent=False)
    two = printed_figure(rate, read_number(rate, share=True), percent=True)
    assert one is not None and two is not None
    return one, two


def test_the_table_of_june_2013_has_one_suspect() -> None:
    pairs = [pair(count, rate) for count, rate in JUNE_2013]
    assert [bool(denominators(*p)) for p in pairs] == [False, True, True]
    assert common_denominators(pairs) == {498: (1, 2)}
    assert 498 in denominators(*pair("123", "24,69"))[-1], "123 of 498, cut, is what was probably meant"


def test_a_share_that_no_whole_number_makes_is_a_warning() -> None:
    printed = page("Kết quả: 304 phiếu (61,04%), 133 phiếu (24,69%), 43 phiếu (8,63%).")
    (finding,) = printed.findings()
    assert (finding.check_id, finding.severity, finding.actual) == ("percentage", "warning", "133 (24,69 %)")


@pytest.mark.parametrize(
    "text",
    [
        "Huyện đã xóa 134/152 nhà tạm, đạt 88,16% kế hoạch.",
        "Huyện đã xóa 134/152 nhà tạm (88,15%).",
        "Toàn huyện có 9/15 xã đạt 98% hộ dùng nước sạch.",
        "Tính đến 15/7, đạt 98%.",
        "Có 312/1.098 khu vực bỏ phiếu đạt 100% cử tri đi bầu.",
        "Họp ngày 23/5/2021, đạt 99%.",
        "Số 45/60 Trần Phú, đạt 12%a",
        "Giá trị sản xuất 212 tỷ đồng (tăng 5,2%).",
        "Có 14 đại biểu (28,00%) là nữ.",
    ],
)
def test_what_fits_or_is_no_share_is_left_alone(text: str) -> None:
    assert page(text).told() == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Huyện đã xóa 134/152 nhà tạm, đạt 98,16% kế hoạch.", "error"),
        ("Tiêm phòng 1.205/1.500 con, đạt 95% kế hoạch.", "warning"),
        ("Thu hoạch 1.204/1.310 ha = 81,91%", "error"),
        ("Nghị quyết được 47/50 phiếu thuận, chiếm tỷ lệ 92,16%.", "warning"),
    ],
)
def test_a_rate_that_does_not_follow_from_the_printed_pair_is_found(text: str, severity: str) -> None:
    assert page(text).told() == [("percentage", severity)]


def test_a_pair_that_an_identity_has_spoken_of_is_not_told_again() -> None:
    assert page("Có {voters_voted:4.561}/{registered_voters:4.588} cử tri, đạt {turnout_rate:99,14%}.").told() == [("percentage", "error")]


def test_a_day_that_was_read_as_a_date_is_no_pair() -> None:
    assert dated("Đến ngày 20/11 toàn xã, đạt 98%.", "ngày 20/11", "2020-11-20").told() == []
