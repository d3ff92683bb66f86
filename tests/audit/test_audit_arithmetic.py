"""extractor.audit.arithmetic: which figures belong together, and what is said where they do not fit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from audit_builders import page, table
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.audit.figures import cut, written

ERROR, WARNING = [("percentage", "error")], [("percentage", "warning")]


def test_the_turnout_of_2021_holds() -> None:
    whole = page("Trong {registered_voters:69.523.277} cử tri, {voters_voted:69.243.939} người đã bỏ phiếu, đạt {turnout_rate:99,60%}.")
    assert whole.findings() == ()


def test_a_rate_that_fits_no_reading_is_an_error_with_the_sum_done() -> None:
    wrong = page("Trong {registered_voters:69.523.277} cử tri, {voters_voted:69.243.939} người đã bỏ phiếu, đạt {turnout_rate:99,06%}.")
    (finding,) = wrong.findings()
    assert (finding.check_id, finding.severity) == ("percentage", "error")
    assert finding.expected == "69.243.939 / 69.523.277 = 99,598 %, làm tròn 99,60 % (cắt bớt 99,59 %)"
    assert "99,06%" in finding.actual
    assert [wrong.document.quote(place.span) for place in finding.evidence] == ["69.523.277", "69.243.939", "99,06%"]
    assert "không khớp" in finding.message and "does not follow" in finding.message


def test_a_rate_that_was_cut_instead_of_rounded_holds() -> None:
    assert page("{voters_voted:4.561}/{registered_voters:4.588} cử tri, đạt {turnout_rate:99,41%}").told() == []
    assert page("{voters_voted:2.999}/{registered_voters:3.000} cử tri, đạt {turnout_rate:99,96%}").told() == []
    assert page("{voters_voted:2.999}/{registered_voters:3.000} cử tri, đạt {turnout_rate:99,98%}").told() == ERROR


@pytest.mark.parametrize("rate", ["hơn 99%", "gần 99,9%", "khoảng 99%"])
def test_a_qualified_rate_is_no_error_where_its_interval_allows_the_counts(rate: str) -> None:
    assert page(f"{{voters_voted:4.980}}/{{registered_voters:5.000}} cử tri, đạt {{turnout_rate:{rate}}}").told() == []


def test_a_qualified_rate_that_excludes_the_counts_is_an_error() -> None:
    assert page("{voters_voted:4.880}/{registered_voters:5.003} cử tri, đạt {turnout_rate:hơn 98%}").told() == ERROR


def test_rounded_counts_are_given_their_room() -> None:
    assert page("{voters_voted:69,2 triệu} trong {registered_voters:69,5 triệu} cử tri, đạt {turnout_rate:99,60%}").told() == []


def test_part_above_whole_is_an_error_and_says_both_figures() -> None:
    wrong = page("Xã có {registered_voters:2.117} cử tri, {voters_voted:2.171} người đã bỏ phiếu.")
    (finding,) = wrong.findings()
    assert (finding.check_id, finding.severity) == ("part_whole", "error")
    assert "2.117" in finding.expected and "2.171" in finding.actual


def test_ballots_that_do_not_add_up_are_an_error() -> None:
    text = "Số phiếu thu vào {ballots_returned:3.006}, hợp lệ {valid_ballots:2.944}, không hợp lệ {invalid_ballots:%s}."
    assert page(text % "62").told() == []
    assert page(text % "26").told() == [("sums", "error")]


def test_a_sum_says_nothing_again_of_a_part_above_its_whole() -> None:
    wrong = page("Triệu tập: {delegates_summoned:54}; có mặt: {delegates_present:56}; vắng: {delegates_absent:2}")
    assert wrong.told() == [("part_whole", "error")]


def test_figures_of_another_place_hour_or_office_are_never_compared() -> None:
    rate = "{turnout_rate:43,58%|as_of=2021-05-23T09:00}"
    assert page(f"Đến 9 giờ đạt {rate}; cuối ngày {{voters_voted:871.402|as_of=2021-05-23T21:00}}/{{registered_voters:874.102}} cử tri.").told() == []
    assert page("Xã A đạt {turnout_rate:90%|area=A}, xã B có {voters_voted:10|area=B}/{registered_voters:20|area=B} cử tri.").told() == []
    assert (
        page(
            "HĐND tỉnh hợp lệ {valid_ballot_rate:90%|office=provincial_council}; "
            "Quốc hội {valid_ballots:10|office=national_assembly}/{ballots_returned:20|office=national_assembly}"
        ).told()
        == []
    )


def test_the_hour_of_a_count_does_not_part_it_from_the_list_of_voters() -> None:
    interim = "Đến 17 giờ {voters_voted:862.347|as_of=2021-05-23T17:00} cử tri, chiếm {turnout_rate:%s|as_of=2021-05-23T17:00}."
    text = interim + "\nToàn tỉnh có {registered_voters:874.102} cử tri."
    assert page(text % "98,66%").told() == []
    assert page(text % "96,88%").told() == WARNING


def test_across_a_document_only_a_single_candidate_is_compared() -> None:
    one = "Tỷ lệ đạt {turnout_rate:97,00%}.\nToàn tỉnh có {registered_voters:5.000} cử tri.\nĐã có {voters_voted:4.900} người bỏ phiếu."
    assert page(one).told() == WARNING
    several = page(one + "\nTrong ngày có {voters_voted:3.100} người bỏ phiếu.")
    assert several.told() == []
    assert any("not clear" in u.reason for u in several.report().unchecked)


def test_without_a_named_area_figures_far_apart_are_left_alone() -> None:
    assert page("Tỷ lệ đạt {turnout_rate:97,00%}.\nCó {registered_voters:5.000} cử tri.\nĐã có {voters_voted:4.900} người.", area=None).told() == []


def test_the_nearest_sentence_goes_before_the_rest_of_the_document() -> None:
    text = "Trong {registered_voters:5.000} cử tri có {voters_voted:4.900} người đi bầu, đạt {turnout_rate:98,00%}.\nNăm ấy {registered_voters:4.000} cử tri."
    assert page(text).told() == []


def test_a_rate_that_a_corrected_count_of_the_same_scope_explains_is_a_note_that_names_it() -> None:
    text = "Trong {registered_voters:5.000} cử tri có {voters_voted:4.900} người đi bầu, đạt {turnout_rate:97,01%}."
    corrected = page(text + "\nSau rà soát, danh sách có {registered_voters:5.051} cử tri.")
    (finding,) = corrected.findings()
    assert finding.severity == "note" and "5.051" in finding.suggestion
    assert page(text).told() == ERROR


def test_figures_of_one_sentence_that_differ_among_themselves_are_no_group() -> None:
    text = "{voters_voted:10|office=national_assembly} và {registered_voters:20|office=provincial_council}, đạt {turnout_rate:90%}."
    assert page(text).told() == []


def test_a_division_by_zero_is_undecided() -> None:
    report = page("Có {voters_voted:0}/{registered_voters:0} cử tri, đạt {turnout_rate:90,00%}.").report()
    assert report.findings == ()
    assert "turnout_rate" in [u.rule for u in report.unchecked]


def test_where_several_figures_of_one_sentence_could_be_meant_and_none_fits_it_is_a_warning() -> None:
    text = "Trong {registered_voters:5.000} cử tri có {voters_voted:2.450} nam và {voters_voted:2.400} nữ đi bầu, đạt {turnout_rate:97,00%}."
    assert page(text).told() == [("percentage", "warning")]


def test_a_printed_pair_is_meant_even_where_another_count_stands_beside_it() -> None:
    pair = "có {voters_voted:4.900}/{registered_voters:5.003} cử tri đi bầu, đạt {turnout_rate:96,00%}."
    assert page("Nay đã lên {registered_voters:5.400} cử tri, " + pair).told() == ERROR


def test_a_share_with_several_possible_wholes_is_wrong_only_where_none_fits() -> None:
    text = "Có {candidates:40} người ứng cử, {elected:26} người trúng cử, {seats:27} đại biểu được bầu; nữ {women:9} người, chiếm {women_rate:%s}."
    assert page(text % "34,62%").told() == []
    assert page(text % "22,5%").told() == []
    assert page(text % "43,26%").told() == ERROR


def test_a_rate_that_names_its_base_is_judged_by_it() -> None:
    text = "Có {candidates:40} người ứng cử, {elected:26} người trúng cử; nữ {women:9} người, chiếm {women_rate:%s|base=elected}."
    assert page(text % "34,62%").told() == []
    assert page(text % "43,26%").told() == ERROR
    assert page("{voters_voted:10}/{registered_voters:20} cử tri, {turnout_rate:90%|base=candidates}").told() == []


def test_one_hundred_per_cent_without_decimals_is_a_warning_where_one_voter_is_missing() -> None:
    assert page("{voters_voted:4.999}/{registered_voters:5.001} cử tri, đạt {turnout_rate:100%}").told() == [("percentage", "warning")]
    assert page("{voters_voted:5.001}/{registered_voters:5.001} cử tri, đạt {turnout_rate:100%}").told() == []


def test_the_same_slip_told_twice_is_one_finding() -> None:
    line = "Có {voters_voted:4.561}/{registered_voters:4.588} cử tri, đạt {turnout_rate:99,14%}."
    assert page(f"{line}\n{line}").told() == ERROR


def test_candidates_named_elsewhere_are_not_held_against_the_elected() -> None:
    far = "Đã bầu {elected:9|office=national_assembly} đại biểu Quốc hội.\nCó {candidates:1|office=national_assembly} người tự ứng cử."
    assert page(far).told() == []
    assert page(far.replace(".\n", "; ")).told() == [("part_whole", "error")]


def test_planned_figures_are_no_result() -> None:
    assert (
        page("Phấn đấu {voters_voted:10|certainty=planned}/{registered_voters:20|certainty=planned}, đạt {turnout_rate:99%|certainty=planned}").told()
        == []
    )


def test_a_row_of_a_table_is_one_place() -> None:
    rows = [
        ["1", "Bắc Hồng", "{registered_voters:5.412}", "{voters_voted:5.398}", "{turnout_rate:99,74}"],
        ["2", "Đức Thuận", "{registered_voters:4.588}", "{voters_voted:4.561}", "{turnout_rate:99,14}"],
    ]
    flawed = table(["TT", "Đơn vị", "Tổng số cử tri", "Số cử tri đi bầu", "Tỷ lệ (%)"], rows)
    (finding,) = flawed.findings()
    assert finding.expected == "4.561 / 4.588 = 99,412 %, làm tròn 99,41 %"
    assert [flawed.document.quote(p.span) for p in finding.evidence] == ["4.588", "4.561", "99,14"]


def test_findings_come_in_order_of_place_and_are_the_same_each_time() -> None:
    text = "\n".join(
        f"Xã {n}: {{voters_voted:{n}0|area={n}}}/{{registered_voters:90|area={n}}} cử tri, đạt {{turnout_rate:1%|area={n}}}." for n in (7, 3, 5)
    )
    told = page(text).findings()
    assert [f.evidence[0].span.start for f in told] == sorted(f.evidence[0].span.start for f in told)
    assert len(told) == 3 and told == page(text).findings()


def test_an_unrelated_paragraph_changes_no_earlier_finding() -> None:
    text = "Có {voters_voted:4.561}/{registered_voters:4.588} cử tri, đạt {turnout_rate:99,14%}."
    assert page(text).findings() == page(text + "\nTrời nắng, bà con đi chợ phiên từ sớm.").findings()


counts = st.integers(min_value=1, max_value=80_000_000).filter(lambda n: n % 1000)


@st.composite
def protocols(draw: st.DrawFn) -> dict[str, str]:
    """A protocol that adds up, printed with rates that are rounded or cut."""
    registered = draw(counts)
    voted = draw(st.integers(min_value=1, max_value=registered))
    returned = draw(st.integers(min_value=1, max_value=voted))
    valid = draw(st.integers(min_value=0, max_value=returned))
    decimals = draw(st.integers(min_value=1, max_value=3))
    form = draw(st.sampled_from([written, cut]))

    def rate(part: int, whole: int) -> str:
        return form(Fraction(100 * part, whole), decimals) + "%"

    figures = {
        "registered_voters": registered,
        "voters_voted": voted,
        "ballots_returned": returned,
        "valid_ballots": valid,
        "invalid_ballots": returned - valid,
    }
    printed = {name: written(Fraction(value), 0) for name, value in figures.items()}
    return printed | {
        "turnout_rate": rate(voted, registered),
        "valid_ballot_rate": rate(valid, returned),
        "invalid_ballot_rate": rate(returned - valid, returned),
    }


PROTOCOL = (
    "Tổng số cử tri {{registered_voters:{registered_voters}}}, đã bỏ phiếu {{voters_voted:{voters_voted}}}, đạt {{turnout_rate:{turnout_rate}}}; "
    "thu vào {{ballots_returned:{ballots_returned}}}, hợp lệ {{valid_ballots:{valid_ballots}}} ({{valid_ballot_rate:{valid_ballot_rate}}}), "
    "không hợp lệ {{invalid_ballots:{invalid_ballots}}} ({{invalid_ballot_rate:{invalid_ballot_rate}}})."
)


@settings(max_examples=80, deadline=None)
@given(protocols())
def test_a_protocol_that_adds_up_never_gives_an_error(printed: dict[str, str]) -> None:
    assert [told for told in page(PROTOCOL.format(**printed)).told() if told[1] == "error"] == []


@settings(max_examples=80, deadline=None)
@given(counts, st.data())
def test_voted_changed_beyond_the_rounding_of_the_rate_always_gives_an_error(registered: int, data: st.DataObject) -> None:
    voted = data.draw(st.integers(min_value=0, max_value=registered).filter(lambda n: n < 10_000 or n % 1000))
    other = data.draw(st.integers(min_value=0, max_value=registered).filter(lambda n: n < 10_000 or n % 1000))
    assume(abs(Fraction(100 * (voted - other), registered)) >= Fraction(15, 1000))  # rounded and cut together leave that much room
    rate = written(Fraction(100 * voted, registered), 2)
    text = f"Có {{voters_voted:{written(Fraction(other), 0)}}}/{{registered_voters:{written(Fraction(registered), 0)}}} cử tri, đạt {{turnout_rate:{rate}%}}."
    assert ("percentage", "error") in page(text).told()


CANDIDATES = (
    "Số phiếu hợp lệ: {valid_ballots:2.944}.\nÔng An được {votes_received:2.392|subject=An} phiếu, đạt {vote_share:81,25%%|subject=An}.\n"
    "Ông Bình được {votes_received:1.980|subject=Bình} phiếu, đạt {vote_share:%s|subject=Bình}."
)


def test_the_valid_ballots_of_a_unit_are_the_whole_of_every_candidate() -> None:
    assert page(CANDIDATES % "67,26%").told() == []
    assert page(CANDIDATES % "76,26%").told() == WARNING


def test_valid_ballots_of_several_units_are_held_against_no_candidate() -> None:
    assert page((CANDIDATES % "67,26%").replace("2.944", "47.315")).told() == []


def test_a_share_is_wrong_where_no_whole_of_the_page_explains_it() -> None:
    text = "Trong số {elected:29} người trúng cử có {women:4} nữ, chiếm {women_rate:%s}.\nSố đại biểu được bầu: {seats:30}, ứng cử: {candidates:39}."
    assert page(text % "13,79%").told() == []
    assert page(text % "23,79%").told() == WARNING
    assert page(text % "10,26%").told() == [], "of the candidates"


def test_a_row_at_the_edge_of_a_table_that_could_not_be_read_is_a_summand_all_the_same() -> None:
    rows = [["1", "Xã 1", "8.949"], ["2", "Xã 2", "{registered_voters:6.270}"], ["3", "Xã 3", "{registered_voters:3.172}"], ["", "Toàn huyện", "{registered_voters:18.391|level=district}"]]
    assert table(["TT", "Đơn vị", "Tổng số cử tri"], rows).told() == []
    numbered = [["(1)", "(2)", "(3)"], *rows[1:3], ["", "Toàn huyện", "{registered_voters:9.444|level=district}"]]
    assert table(["TT", "Đơn vị", "Tổng số cử tri"], numbered).told() == [("sums", "error")]


def test_a_turnout_above_all_voters_is_an_error_whatever_it_is_a_share_of() -> None:
    assert page("Tỷ lệ đi bầu đạt {turnout_rate:100,99%|base=registered_voters}.").told() == [("part_whole", "error")]
    whole = page("Tỷ lệ đi bầu đạt {turnout_rate:100,00%|base=registered_voters}.").report()
    assert whole.findings == () and "turnout_within_all" not in {u.rule for u in whole.unchecked}


def test_shares_of_one_whole_make_up_a_hundred_and_those_of_two_need_not() -> None:
    text = "Hợp lệ {valid_ballot_rate:98,25%|base=ballots_returned}, không hợp lệ {invalid_ballot_rate:1,95%|base=BASE}."
    assert page(text.replace("BASE", "ballots_returned")).told() == [("sums", "error")]
    assert page(text.replace("BASE", "ballots_issued")).told() == []
