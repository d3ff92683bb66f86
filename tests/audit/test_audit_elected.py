"""extractor.audit.elected: all seats filled, and another number of elected beside it."""

from __future__ import annotations

from audit_builders import page

NATIONAL = {"area": "Việt Nam", "level": "national", "office": "national_assembly"}
CONTRADICTION = [("elected_seats", "error")]


def test_five_hundred_to_be_elected_and_499_elected_on_one_page() -> None:
    printed = page(
        "Cả nước đã bầu đủ {elected__seats:500} đại biểu Quốc hội.\nDanh sách có {elected:499} người trúng cử đại biểu Quốc hội.", **NATIONAL
    )
    (finding,) = printed.findings()
    assert (finding.check_id, finding.severity, finding.expected, finding.actual) == ("elected_seats", "error", "500 (bầu đủ)", "499 người trúng cử")
    assert [printed.document.quote(place.span) for place in finding.evidence] == ["500", "499"]


def test_fewer_elected_than_seats_is_no_contradiction_in_itself() -> None:
    assert page("Số đại biểu được bầu là {seats:500}, số người trúng cử là {elected:499}, đạt {elected_rate:99,8%}.", **NATIONAL).told() == []


def test_more_elected_than_seats_is_an_error() -> None:
    assert page("Số đại biểu được ấn định là {seats:35}, số người trúng cử là {elected:36}.", office="district_council").told() == CONTRADICTION


def test_another_council_or_another_place_is_another_matter() -> None:
    filled = "Đã bầu đủ {elected__seats:62|office=provincial_council} đại biểu HĐND tỉnh. "
    assert page(filled + "Có {elected:58|office=district_council} người trúng cử HĐND huyện.").told() == []
    assert page(filled + "Có {elected:60|office=provincial_council,area=Cao Bằng} người trúng cử HĐND tỉnh Cao Bằng.").told() == []


def test_a_part_of_the_elected_is_no_other_total() -> None:
    filled = "Đã bầu đủ {elected__seats:62|office=provincial_council} đại biểu HĐND tỉnh"
    assert page(filled + ", trong đó {elected:45|office=provincial_council} người trúng cử lần đầu.").told() == []
    assert page(filled + "; {elected:20|office=provincial_council} người trúng cử là nữ.").told() == []


def test_the_same_number_twice_is_no_contradiction() -> None:
    assert page("Đã bầu đủ {elected__seats:62} đại biểu. Công bố {elected:62} người trúng cử.", office="provincial_council").told() == []
