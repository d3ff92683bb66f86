"""How papers, reports and minutes say it: one line a phrasing, and every figure that must come out of it."""

from __future__ import annotations

import pytest
from builders import result

from extractor.facts import Statistic

REPORT = "Ủy ban bầu cử tỉnh Hậu Giang báo cáo kết quả bầu cử ngày 23/5/2021.\n\n"
NEWS = "Cử tri Hậu Giang đi bầu cử\n\n23/05/2021 21:30\n\nCuộc bầu cử đại biểu Quốc hội khóa XV trên địa bàn tỉnh Hậu Giang diễn ra an toàn.\n\n"


def found(text: str, head: str = REPORT) -> list[Statistic]:
    return [r for r in result(head + text).statistics if r.span.start >= len(head) and r.indicator != "other"]


def said(records: list[Statistic], *more: str) -> list[str]:
    """ "elected 50", with the named keys behind it."""
    return sorted(" ".join([r.indicator, f"{r.value:g}" if r.value is not None and r.value < 1000 else str(r.value), *(str(getattr(r, k)) for k in more)]) for r in records)


def wanted(line: str) -> list[str]:
    return sorted(part.strip() for part in line.split(";") if part.strip())


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # results
        ("Tỉnh đã bầu đủ số lượng 52 đại biểu HĐND tỉnh khóa mới.", "elected 52; seats 52"),
        ("Tỉnh bầu đủ số đại biểu được ấn định là 8 đại biểu.", "elected 8; seats 8"),
        ("Cử tri bầu đủ 84 đại biểu trên tổng số 140 đại biểu ứng cử.", "elected 84; seats 84; candidates 140"),
        ("Huyện bầu được 32 đại biểu trong tổng số 34 đại biểu.", "elected 32; seats 34"),
        ("Đại biểu HĐND cấp huyện đạt 240/243 (thiếu 3 đại biểu); đại biểu HĐND cấp xã đạt 2.701/2.711.", "elected 240; seats 243; vacancies 3; elected 2701; seats 2711"),
        ("Cử tri đã bầu sáu đại biểu/11 ứng cử viên đại biểu Quốc hội.", "elected 6; candidates 11"),
        ("Cấp huyện có 401 đại biểu trúng cử (số đại biểu được ấn định là 403) và 5.011 đại biểu HĐND cấp xã.", "elected 401; seats 403; elected 5011"),
        ("Cử tri trong tỉnh đã sáng suốt lựa chọn, bầu ra 7 đại biểu Quốc hội.", "elected 7"),
        ("Cử tri sẽ lựa chọn 7 đại biểu Quốc hội trong số 12 người ứng cử.", "seats 7; candidates 12"),
        ("Toàn xã có ba đơn vị bầu cử, bầu hai mươi sáu đại biểu.", "constituencies 3; seats 26"),
        ("Số đơn vị bầu cử đại biểu HĐND cấp xã: 512 đơn vị; số khu vực bỏ phiếu: 601.", "constituencies 512; polling_areas 601"),
        # composition
        ("Trong 52 đại biểu trúng cử có 3 đại biểu là người dân tộc thiểu số (5,77%), 2 đại biểu không phải là đảng viên.", "elected 52; ethnic_minority 3; ethnic_minority_rate 5.77; non_party 2"),
        ("Có tám đại biểu trúng cử, trong đó có một đại biểu nữ và hai đại biểu tái cử, một đại biểu dưới 40 tuổi.", "elected 8; women 1; reelected 2; young 1"),
        ("Đại biểu trúng cử gồm: nữ 9 vị, trẻ tuổi 4 vị, ngoài đảng 2 vị.", "women 9; young 4; non_party 2"),
        ("Trong 80 người ứng cử có 31 phụ nữ (38,75%), 9 người ngoài Đảng (11,25%).", "candidates 80; women 31; women_rate 38.75; non_party 9; non_party_rate 11.25"),
        # voters
        ("Tỉnh có 318.100 cử tri tại 13 đơn vị bầu cử tham gia bỏ phiếu, đạt tỷ lệ 99,91%.", "voters_voted 318100; constituencies 13; turnout_rate 99.91"),
        ("Có 61 cử tri trong danh sách niêm yết không tham gia bầu cử.", "not_voted 61"),
        ("Toàn bộ 148 cử tri trên đảo đã hoàn thành nghĩa vụ công dân, đạt tỉ lệ 100%.", "voters_voted 148; turnout_rate 100"),
        ("Toàn tỉnh có 545.100 cử tri, trong đó nam 268.000, nữ 277.100.", "registered_voters 545100; male_voters 268000; female_voters 277100"),
        ("Tỷ lệ cử tri đi bầu trung bình toàn tỉnh đạt 98,6%.", "turnout_rate 98.6"),
        ("Tỉnh dự kiến bố trí 601 khu vực bỏ phiếu phục vụ trên 2,4 triệu cử tri.", "polling_areas 601; registered_voters 2400000"),
        ("Xã có mười hai khu vực bỏ phiếu với hơn bốn nghìn cử tri.", "polling_areas 12; registered_voters 4000"),
        ("Có 801/940 tổ bầu cử có số cử tri đi bầu đạt 100%.", "polling_areas_complete 801; polling_areas 940"),
        ("Tính đến 19 giờ, 859.211 người dân đã thực hiện quyền công dân, chiếm 99,89% trong tổng số 860.157 cử tri.", "voters_voted 859211; turnout_rate 99.89; registered_voters 860157"),
        ("Đến 15 giờ, lượng cử tri bỏ phiếu tăng lên 1.203.447 người, chiếm 84,6% tổng số cử tri.", "voters_voted 1203447; turnout_rate 84.6"),
        ("Lúc 9 giờ, tỷ lệ cử tri đi bầu mới đạt 38,2%, đến 13 giờ tăng lên 71,5%. Trước đó, lúc 7 giờ, con số này mới là 12,4%.", "turnout_rate 38.2; turnout_rate 71.5; turnout_rate 12.4"),
        ("Số cử tri đi bầu 1.201.300 người (trong đó nữ 600.100 người), đạt 99,7%.", "voters_voted 1201300; turnout_rate 99.7"),
        ("Có 8.399/8.412 cử tri đi bầu = 99,85%.", "voters_voted 8399; registered_voters 8412; turnout_rate 99.85"),
        ("Số cử tri đi bầu lên đến 867.114 người, vượt 2.000 người so với dự kiến, tỷ lệ 99,93%.", "voters_voted 867114; turnout_rate 99.93"),
        ("Huyện Vị Thủy: 60.712 cử tri, đạt 90,2%; huyện Long Mỹ 48.120 cử tri (97,1%).", "voters_voted 60712; turnout_rate 90.2; voters_voted 48120; turnout_rate 97.1"),
        ("Huyện Vị Thủy: 112.304 cử tri, đã bầu 112.290, tỷ lệ 99,99%.", "registered_voters 112304; voters_voted 112290; turnout_rate 99.99"),
        ("Có 1.678 khu vực bỏ phiếu, trong đó 1.203 khu vực bỏ phiếu đạt 100% cử tri đi bầu, chiếm 71,69%.", "polling_areas 1678; polling_areas_complete 1203"),
        ("So với nhiệm kỳ trước (99,1%), tỷ lệ cử tri đi bầu năm nay đạt 99,52%. Năm 2011, toàn tỉnh có 1.012.000 cử tri đi bầu.", "turnout_rate 99.52"),
        ("Xã có 9.812 cử tri (nữ 5.020 cử tri). Tính đến 20h, xã đạt 99,38% tỷ lệ cử tri đi bầu.", "registered_voters 9812; female_voters 5020; turnout_rate 99.38"),
        ("Tỷ lệ cử tri của tỉnh đi bầu đạt 99,8 so với tổng số cử tri trong danh sách.", "turnout_rate 99.8"),
        ("Tổng số cử tri đi bầu theo danh sách là 945.303; tổng số cử tri đi bầu ngoài danh sách niêm yết là 2.427 người.", "voters_voted 945303"),
        # seats, candidates, structure
        ("Sẽ có 500 đại biểu Quốc hội được bầu từ 184 đơn vị bầu cử.", "seats 500; constituencies 184"),
        ("Có 16 đại biểu Quốc hội được bầu ở 5 đơn vị bầu cử, 85 đại biểu HĐND tỉnh ở 25 đơn vị bầu cử.", "seats 16; constituencies 5; seats 85; constituencies 25"),
        ("Đơn vị số 1: bầu 3 đại biểu, ứng cử 5 người.", "seats 3; candidates 5"),
        ("Cử tri đã chọn xong 06 đại biểu Quốc hội và 54 đại biểu HĐND tỉnh.", "elected 6; elected 54"),
        ("Tỷ lệ người ngoài Đảng trúng cử đạt 9%.", "non_party_rate 9"),
        ("Trúng cử 47 người, trong đó trẻ tuổi (dưới 40) 7 người (14,89%), dân tộc Khmer 2 người (4,26%).", "elected 47; young 7; young_rate 14.89; ethnic_minority 2; ethnic_minority_rate 4.26"),
        ("Tổ chức 9 hội nghị tiếp xúc cử tri, riêng người ứng cử đại biểu HĐND tỉnh có 78 cuộc, thu hút 9.870 lượt cử tri.", "voter_meetings 9; voter_meetings 78; meeting_attendance 9870"),
        # ballots
        ("Tổ bầu cử nhận 21.900 phiếu bầu; phát ra 21.402 phiếu; đổi lại 35 phiếu; thu về 21.401 phiếu.", "ballots_received 21900; ballots_issued 21402; ballots_exchanged 35; ballots_returned 21401"),
        ("Số phiếu bầu ĐBQH: phát ra 8.399, thu vào 8.398, hợp lệ 8.351, không hợp lệ 47.", "ballots_issued 8399; ballots_returned 8398; valid_ballots 8351; invalid_ballots 47"),
        ("Số phiếu phát ra: 3.012, thu vào: 3.010, trong đó: hợp lệ 2.950, không hợp lệ 60.", "ballots_issued 3012; ballots_returned 3010; valid_ballots 2950; invalid_ballots 60"),
        ("Số phiếu thu vào 3.010/3.012 phiếu phát ra, đạt 99,93%.", "ballots_returned 3010; ballots_issued 3012; ballots_returned_rate 99.93"),
        ("Số phiếu hợp lệ: 990 phiếu, tỷ lệ so với tổng số phiếu thu vào: 98,5%.", "valid_ballots 990; valid_ballot_rate 98.5"),
        ("Số phiếu không hợp lệ: Không có.", "invalid_ballots 0"),
        ("- Tổng số cử tri của khu vực bỏ phiếu: 702\n- Số lượng cử tri đã tham gia bỏ phiếu: 700", "registered_voters 702; voters_voted 700"),
        ("Không có trường hợp tự ứng cử đại biểu Quốc hội.", "self_nominated_candidates 0"),
    ],
)
def test_a_phrasing_gives_its_figures(text: str, want: str) -> None:
    assert said(found(text)) == wanted(want)


@pytest.mark.parametrize(
    "text",
    [
        "Mỗi đơn vị bầu cử đại biểu Quốc hội được bầu không quá 3 đại biểu.",
        "Mỗi khu vực bỏ phiếu có từ 300 đến 4.000 cử tri; dù chưa có đủ 300 cử tri cũng được lập một khu vực.",
        "Cử tri được nhận 3 phiếu: 1 phiếu màu trắng, 1 phiếu màu vàng, 1 phiếu màu xanh.",
        "Ở đơn vị được bầu 3 đại biểu, nếu nhiều người được số phiếu bằng nhau thì người nhiều tuổi hơn trúng cử.",
        "Mỗi ứng cử viên được tổ chức ít nhất 10 cuộc tiếp xúc với cử tri.",
        "Có 3 đơn vị bầu cử phải bầu thêm 4 đại biểu HĐND cấp xã.",
        "Cử tri nữ chiếm 50,8% tổng số cử tri.",
        "Kết quả biểu quyết: 112/112 cử tri tín nhiệm.",
        "Ông Cao Văn Thành: tín nhiệm cao 41 phiếu (82%), tín nhiệm 6 phiếu (12%), tín nhiệm thấp 1 phiếu (2%).",
        "Đến trưa, 100% cử tri tại các khu vực này đã đi bầu.",
        "11 tỉnh, thành phố có tỷ lệ cử tri đi bầu đạt trên 99,9%.",
    ],
)
def test_rules_of_law_and_votes_of_another_kind_give_none(text: str) -> None:
    assert said(found(text)) == []


def test_shares_go_to_the_person_named_last() -> None:
    text = "Ông Phạm Văn Khoa, Bí thư Đảng ủy, trúng cử với 85,2% số phiếu hợp lệ; bà Trần Thị Lụa, Phó Chủ tịch UBND xã, đạt 83,1%; ông Đỗ Văn Kỳ (tỷ lệ 79,5%)."
    assert said(found(text), "subject") == wanted("vote_share 85.2 Phạm Văn Khoa; vote_share 83.1 Trần Thị Lụa; vote_share 79.5 Đỗ Văn Kỳ")


def test_votes_of_a_person_are_shared_of_the_valid_ones_and_of_none_else() -> None:
    text = "Bà Trần Thị Lụa được 590 phiếu/702 phiếu hợp lệ, đạt 84,05%. Ông Phạm Văn Khoa được bầu giữ chức Chủ tịch HĐND xã với 24/24 phiếu."
    assert said(found(text)) == wanted("votes_received 590; valid_ballots 702; vote_share 84.05; votes_received 24")


def test_each_hour_of_a_running_count_is_its_own_moment() -> None:
    text = "Đến 9 giờ cùng ngày, toàn tỉnh có 201.100 cử tri đi bỏ phiếu, đạt 36,9%; đến 11 giờ có 402.300 cử tri, đạt 73,8%. 17 giờ, số cử tri đã bỏ phiếu là 523.000."
    moments = [(r.value, (r.as_of or "")[-5:]) for r in found(text, NEWS)]
    assert moments == [(201100, "09:00"), (36.9, "09:00"), (402300, "11:00"), (73.8, "11:00"), (523000, "17:00")]


def test_the_body_named_at_the_head_of_a_paragraph_holds_for_its_ballots() -> None:
    records = found("Bầu cử đại biểu Quốc hội: có 12 người ứng cử. Số phiếu hợp lệ 906.100.")
    assert said(records, "office") == wanted("candidates 12 national_assembly; valid_ballots 906100 national_assembly")


def test_a_round_up_goes_on_with_the_province_it_spoke_of() -> None:
    head = "Các tỉnh công bố kết quả bầu cử\n\n28/05/2016 14:25\n\nỦy ban bầu cử các địa phương đã công bố kết quả bầu cử.\n\n"
    text = (
        "Ủy ban bầu cử tỉnh Kon Tum cho biết đã bầu đủ 50 đại biểu HĐND tỉnh.\n\nỦy ban bầu cử tỉnh Vĩnh Long công bố đã bầu đủ 51 đại biểu HĐND tỉnh.\n\n"
        "Cấp xã còn thiếu 12 đại biểu.\n\nTại Điện Biên, toàn tỉnh có 351.200 cử tri."
    )
    assert [(r.indicator, r.area) for r in found(text, head) if r.indicator != "seats"] == [
        ("elected", "Kon Tum"), ("elected", "Vĩnh Long"), ("vacancies", "Vĩnh Long"), ("registered_voters", "Điện Biên"),
    ]  # fmt: skip


def test_the_whole_city_is_the_one_just_spoken_of() -> None:
    records = found("Thành phố Ngã Bảy có 60 khu vực bỏ phiếu. Đến 16 giờ, toàn thành phố có 41.000 cử tri bỏ phiếu.")
    assert [(r.area, r.level) for r in records] == [("Ngã Bảy", "district"), ("Ngã Bảy", "district")]


def test_rates_may_stand_before_the_phrase_that_names_them() -> None:
    records = found("Huyện Vị Thủy 99,9%, huyện Long Mỹ 99,85% là những nơi có tỷ lệ cử tri đi bầu cao.")
    assert said(records, "area") == wanted("turnout_rate 99.9 Vị Thủy; turnout_rate 99.85 Long Mỹ")


def test_those_present_at_a_meeting_with_voters_are_its_attendance() -> None:
    text = "BIÊN BẢN\nHội nghị lấy ý kiến cử tri nơi cư trú\n\nTổng số cử tri đại diện hộ gia đình được mời: 98 người; có mặt: 91 người."
    assert said(found(text, "")) == wanted("delegates_summoned 98; meeting_attendance 91")


def test_a_table_printed_one_cell_a_line_is_read_as_a_table() -> None:
    text = (
        "Đến 11 giờ, tỷ lệ cử tri đi bầu của các huyện như sau:\nSTT\nTên đơn vị\nTỷ lệ\nSố cử tri\n1\nHuyện Vị Thủy\n91,64%\n70.100\n2\nHuyện Long Mỹ\n85,3%\n50.300\n"
    )
    records = found(text)
    assert said(records, "area") == wanted("turnout_rate 91.64 Vị Thủy; registered_voters 70100 Vị Thủy; turnout_rate 85.3 Long Mỹ; registered_voters 50300 Long Mỹ")
    assert records[0].cell == (1, 2, "Tỷ lệ")


def test_rows_of_such_a_table_may_be_elected_bodies() -> None:
    text = "Cấp bầu cử\n\nSố đại biểu được bầu\n\nSố người trúng cử\n\nHĐND cấp huyện\n\n302\n\n300\n\nHĐND cấp xã\n\n2.601\n\n2.587\n"
    assert said(found(text), "office") == wanted(
        "seats 302 district_council; elected 300 district_council; seats 2601 commune_council; elected 2587 commune_council"
    )


def test_one_row_under_a_header_is_no_table() -> None:
    assert found("Đơn vị\n\nSố người trúng cử\n\nHuyện Vị Thủy\n\n302\n") == []


def test_a_list_tells_the_rate_that_the_line_over_it_names() -> None:
    text = "Tỷ lệ cử tri đi bầu của các huyện tính đến 16 giờ như sau:\n- Vị Thủy: 99,9%\n- Phụng Hiệp: 97,45%."
    records = found(text, NEWS)
    assert said(records, "area") == wanted("turnout_rate 99.9 Vị Thủy; turnout_rate 97.45 Phụng Hiệp")
    assert {(r.as_of or "")[-5:] for r in records} == {"16:00"}


def test_a_constituency_made_of_districts_is_told_of_and_not_the_district_named_last() -> None:
    records = found("Đơn vị bầu cử số 1 gồm thành phố Vị Thanh và huyện Vị Thủy có 3 người trúng cử: ông Phạm Văn Khoa đạt 85,43% số phiếu hợp lệ.")
    assert [(r.indicator, r.level, r.unit_no) for r in records] == [("elected", "constituency", "1"), ("vote_share", "constituency", "1")]


def test_figures_under_a_numbered_unit_are_figures_of_it() -> None:
    records = found("2. Khu vực bỏ phiếu số 2\n- Tổng số cử tri 640; số cử tri đi bầu 639; tỷ lệ 99,84%.")
    assert {(r.level, r.unit_no) for r in records} == {("polling_area", "2")} and len(records) == 3


def test_a_table_in_strokes_is_read_as_a_table() -> None:
    text = "Số liệu các huyện:\n| TT | Huyện | Số cử tri | Số cử tri đi bầu | Tỷ lệ (%) |\n|---|---|---|---|---|\n| 1 | Vị Thủy | 3.204 | 3.204 | 100 |\n| 2 | Phụng Hiệp | 3.410 | 3.402 | 99,77 |\n"
    assert said(found(text), "area") == wanted(
        "registered_voters 3204 Vị Thủy; voters_voted 3204 Vị Thủy; turnout_rate 100 Vị Thủy;"
        "registered_voters 3410 Phụng Hiệp; voters_voted 3402 Phụng Hiệp; turnout_rate 99.77 Phụng Hiệp"
    )


def test_the_body_named_in_a_clause_goes_before_that_of_the_clause_before() -> None:
    records = found("Tỉnh đã bầu được 6 đại biểu Quốc hội; 52 đại biểu trúng cử trong tổng số 88 người ứng cử HĐND cấp tỉnh.")
    assert said(records, "office") == wanted("elected 6 national_assembly; elected 52 provincial_council; candidates 88 provincial_council")


def test_a_name_alone_before_a_rate_is_the_place_and_not_the_province() -> None:
    records = found("Một số xã có tỷ lệ cử tri đi bỏ phiếu cao gồm Hỏa Tiến Hạ đạt 100%.")
    assert [(r.value, r.area, r.level) for r in records] == [(100, "Hỏa Tiến Hạ", None)]
