"""extractor.audit.slips: which other whole, and which single digit, would explain figures that do not agree."""

from __future__ import annotations

from fractions import Fraction

import pytest
from audit_builders import page, table

from extractor.audit.figures import Figure, printed_figure
from extractor.audit.formula import parse
from extractor.audit.slips import slips, variations
from extractor.values import read_number

SHARE = parse("rate = 100 * part / whole")


def count(printed: str) -> Figure:
    found = printed_figure(printed, read_number(printed, counts_wholes=True), percent=False)
    assert found is not None
    return found


def rate(printed: str) -> Figure:
    found = printed_figure(printed, read_number(printed, share=True), percent=True)
    assert found is not None
    return found


def test_every_variation_is_one_digit_or_one_swap_away() -> None:
    changed = {figure.printed: swapped for figure, swapped in variations(count("120"))}
    assert changed["210"] and changed["102"] and changed["121"] is False
    assert "020" not in changed and "120" not in changed
    assert len(changed) == 8 + 9 + 9 + 2


def test_the_scale_of_a_figure_is_kept() -> None:
    million = Figure(Fraction(69_200_000), Fraction(100_000), "exact", "69,2 triệu", False)
    assert ("96,2 triệu", Fraction(96_200_000)) in {(f.printed, f.value) for f, _ in variations(million)}


def test_two_swapped_digits_of_the_rate_are_told() -> None:
    (finding,) = page("Có {voters_voted:4.561}/{registered_voters:4.588} cử tri, đạt {turnout_rate:99,14%}.").findings()
    assert finding.suggestion == "Gợi ý (suggestion): 99,14% → 99,41%: đổi chỗ hai chữ số (digits swapped); làm tròn"


def test_the_convention_that_reconciles_is_named() -> None:
    (finding,) = page("Có {voters_voted:2.999}/{registered_voters:3.000} cử tri, đạt {turnout_rate:99,86%}.").findings()
    assert "99,86% → 99,96%: sai một chữ số (one digit); cắt bớt" in finding.suggestion


def test_the_smallest_change_comes_first() -> None:
    found = slips(SHARE, {"rate": rate("99,14"), "part": count("4.561"), "whole": count("4.588")})
    sizes = [abs(s.figure.value - {"rate": Fraction("99.14"), "part": Fraction(4561), "whole": Fraction(4588)}[s.name]) for s in found]
    assert sizes == sorted(sizes)


def test_a_change_that_breaks_what_holds_elsewhere_is_not_suggested() -> None:
    text = "Thu vào {ballots_returned:92}, phát ra {ballots_issued:91}; hợp lệ {valid_ballots:90}, không hợp lệ {invalid_ballots:1}."
    by_check = {f.check_id: f.suggestion for f in page(text).findings()}
    assert by_check["part_whole"].startswith("Gợi ý (suggestion): 92 → 91"), "it mends the sum of valid and invalid ballots, too"


def test_another_whole_of_the_document_is_named() -> None:
    text = "Trong {registered_voters:5.000} cử tri có {voters_voted:4.900} người đi bầu, đạt {turnout_rate:97,01%}.\nXã bên có {registered_voters:5.051|area=Xã bên} cử tri."
    (finding,) = page(text).findings()
    assert "5.051 (tổng số cử tri trong danh sách, Xã bên) thay cho 5.000 thì khớp" in finding.suggestion


def test_where_nothing_small_explains_it_the_whole_is_bounded() -> None:
    (finding,) = page("Có {voters_voted:4.900}/{registered_voters:5.000} cử tri, đạt {turnout_rate:73,25%}.").findings()
    assert "mẫu số phải từ 6.689 đến 6.689" in finding.suggestion


def test_the_table_of_june_2013_points_at_one_digit() -> None:
    (finding,) = page("Kết quả: 304 phiếu (61,04%), 133 phiếu (24,69%), 43 phiếu (8,63%).").findings()
    assert "133 → 123: sai một chữ số (one digit); cắt bớt" in finding.suggestion
    assert "2 số khác cùng tính trên (the others are shares of) 498" in finding.suggestion


def test_a_total_that_is_off_by_one_digit_or_one_row_says_so() -> None:
    def electorate(*counts: str) -> str:
        *parts, total = counts
        rows = [[str(n), f"Xã {n}", f"{{registered_voters:{c}}}"] for n, c in enumerate(parts, start=1)]
        rows.append(["", "Tổng cộng", f"{{registered_voters:{total}|level=district}}"])
        (finding,) = table(["TT", "Đơn vị", "Tổng số cử tri"], rows).findings()
        return finding.suggestion

    assert "5.000 → 4.000: sai một chữ số" in electorate("1.200", "1.310", "1.490", "5.000")
    assert "bỏ sót (left out): 1.310" in electorate("1.203", "1.310", "1.492", "2.695")
    assert "tính hai lần (counted twice): 1.310" in electorate("1.203", "1.310", "1.492", "5.315")


@pytest.mark.parametrize(("printed", "told"), [("gần 96%", True), ("gần 92%", False), ("gần 100%", False), ("khoảng 92%", False), ("khoảng 97%", True)])
def test_nearly_96_per_cent_of_what_is_hardly_92_is_a_warning(printed: str, told: bool) -> None:
    text = f"Có {{voters_voted:63,3 triệu}} trong tổng số {{registered_voters:hơn 69 triệu}} cử tri đã đi bầu, đạt {{turnout_rate:{printed}}}."
    assert page(text).told() == ([("percentage", "warning")] if told else [])


def test_polling_areas_of_several_provinces_are_not_held_against_each_other() -> None:
    text = "Sơn La có {polling_areas_complete:840} khu vực bỏ phiếu đạt 100%.\nLai Châu có {polling_areas:790} khu vực bỏ phiếu."
    assert page(text, area="Việt Nam").told() == []
