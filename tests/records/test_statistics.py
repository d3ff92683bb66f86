"""Statistics of running text and of tables: what is counted, for whom, where and when."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.extract import extract
from extractor.facts import Evidence, Header, Statistic
from extractor.model import Block, Cell, Document, Problem, Source, Span
from extractor.reading import read
from extractor.records.statistics import assemble
from extractor.rules import load_rules

HEAD = "Ủy ban bầu cử tỉnh Hậu Giang báo cáo kết quả bầu cử ngày 23/5/2021.\n\n"


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(load_rules())


def document(text: str, blocks: tuple[Block, ...] = ()) -> Document:
    return Document("0" * 64, Source("bao-cao.txt"), "text/plain", "test", text, blocks=blocks)


def assembled(annotator: Annotator, text: str) -> tuple[tuple[Statistic, ...], tuple[Problem, ...]]:
    return assemble(read(document(text), annotator), Header(), ())


def found(annotator: Annotator, text: str, head: str = HEAD) -> dict[str, list[float | int | None]]:
    out: dict[str, list[float | int | None]] = {}
    for record in assembled(annotator, head + text)[0]:
        out.setdefault(record.indicator, []).append(record.value)
    return out


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Tổng số cử tri toàn tỉnh là 612.305 người.", {"registered_voters": [612305]}),
        ("Đã có 611.100/612.305 cử tri đi bỏ phiếu, đạt 99,8%.", {"registered_voters": [612305], "voters_voted": [611100], "turnout_rate": [99.8]}),
        ("97,5% trong tổng số hơn 612 nghìn cử tri đã đi bầu.", {"turnout_rate": [97.5], "registered_voters": [612000]}),
        ("Lúc 15 giờ còn 1.204 cử tri chưa đi bầu.", {"not_voted": [1204]}),
        ("Cử tri bầu đủ 6 đại biểu Quốc hội.", {"elected": [6], "seats": [6]}),
        ("HĐND cấp xã bầu được 1.790/1.801 đại biểu, đạt 99,39%.", {"elected": [1790], "seats": [1801], "elected_rate": [99.39]}),
        ("Có 91 người ứng cử để bầu 52 đại biểu HĐND tỉnh.", {"candidates": [91], "seats": [52]}),
        ("Số phiếu phát ra 1.204; số phiếu thu vào 1.203.", {"ballots_issued": [1204], "ballots_returned": [1203]}),
        ("Số phiếu hợp lệ 1.190, chiếm 98,92%; phiếu không hợp lệ 13.", {"valid_ballots": [1190], "valid_ballot_rate": [98.92], "invalid_ballots": [13]}),
        ("Trong 52 đại biểu trúng cử có 15 nữ, chiếm 28,85%.", {"elected": [52], "women": [15], "women_rate": [28.85]}),
        ("Tổ chức 45 cuộc tiếp xúc cử tri với hơn 5.600 cử tri.", {"voter_meetings": [45], "meeting_attendance": [5600]}),
        ("Ông Lê Văn Tám trúng cử với 83,2% số phiếu hợp lệ.", {"vote_share": [83.2]}),
    ],
)
def test_a_figure_is_bound_to_the_phrase_that_names_what_it_counts(annotator: Annotator, text: str, want: dict[str, list[float]]) -> None:
    assert found(annotator, text) == want


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị họp lúc 7 giờ 30 ngày 23/5/2021, theo Kế hoạch số 12/KH-UBBC.",
        "Địa chỉ: 62 Võ Thị Sáu. Điện thoại: 0293.3876.123.",
        "Cử tri 92 tuổi ở khu phố 5, phường 4 đi bầu từ sớm.",
        "Phấn đấu tỷ lệ cử tri đi bầu đạt 99,9%.",
        "Nhiệm kỳ 2021 -  2026 có nhiều đổi mới về tỷ lệ nữ.",
        "Lao động nữ chiếm 48,2% ở khu công nghiệp.",
        "Hầu hết các xã có tỷ lệ cử tri đi bầu trên 98%.",
        "Người trúng cử phải được quá nửa số phiếu hợp lệ; nếu cử tri đi bầu chưa đạt 50% thì bầu lại.",
        "Tỷ lệ cử tri đi bầu tại các khu cách ly đạt 100%.",
    ],
)
def test_what_only_looks_like_a_result_gives_no_record(annotator: Annotator, text: str) -> None:
    assert found(annotator, text, head="Tỉnh Hậu Giang.\n\n") == {}


def test_of_two_voter_counts_in_one_sentence_the_larger_is_the_electorate(annotator: Annotator) -> None:
    text = "Số lượng cử tri đi bầu lớn nhất từ trước đến nay với 612.305 cử tri và tổng số cử tri tham gia bỏ phiếu là 611.100."
    assert found(annotator, text) == {"registered_voters": [612305], "voters_voted": [611100]}


def test_places_that_are_complete_are_counted_and_their_bar_is_no_turnout(annotator: Annotator) -> None:
    assert found(annotator, "Có 312/1.098 khu vực bỏ phiếu đạt 100% cử tri đi bầu.") == {"polling_areas_complete": [312], "polling_areas": [1098]}


def test_the_elected_body_is_read_beside_each_figure(annotator: Annotator) -> None:
    records, _ = assembled(annotator, HEAD + "Đã bầu đủ 6 đại biểu Quốc hội và 52 đại biểu HĐND tỉnh; HĐND huyện bầu được 270 đại biểu.")
    assert [(r.value, r.office) for r in records if r.indicator == "elected"] == [(6, "national_assembly"), (52, "provincial_council"), (270, "district_council")]


def test_the_whole_country_is_the_level_whatever_body_was_elected(annotator: Annotator) -> None:
    records, _ = assembled(annotator, HEAD + "Cử tri cả nước đã bầu đủ 500 đại biểu Quốc hội. HĐND cấp tỉnh bầu được 3.721 đại biểu.")
    assert [(r.level, r.office) for r in records if r.value == 3721] == [("national", "provincial_council")]


def test_a_line_of_areas_goes_on_with_the_rate_before_it(annotator: Annotator) -> None:
    records, _ = assembled(annotator, HEAD + "Tỷ lệ cử tri đi bầu toàn tỉnh đạt 98%. Dẫn đầu là: huyện Châu Thành 99,5%, huyện Long Mỹ 99,1%.")
    assert [(r.value, r.area, r.level) for r in records] == [(98, "Hậu Giang", "province"), (99.5, "Châu Thành", "district"), (99.1, "Long Mỹ", "district")]


def test_a_city_that_speaks_of_itself_is_meant_at_its_own_level(annotator: Annotator) -> None:
    records, _ = assembled(annotator, "(Cantho.gov.vn) - Sáng 15/7/2021 họp tổng kết.\n\nThành phố đã bầu đủ 50 đại biểu HĐND thành phố.")
    assert {(r.area, r.level, r.office) for r in records} == {("Cần Thơ", "province", "provincial_council")}


def test_the_qualifier_of_a_figure_is_kept(annotator: Annotator) -> None:
    records, _ = assembled(annotator, HEAD + "Toàn tỉnh có gần 612.000 cử tri.")
    assert [(r.value, r.qualifier) for r in records] == [(612000, "nearly")]


def test_an_earlier_election_is_kept_apart(annotator: Annotator) -> None:
    records, _ = assembled(annotator, HEAD + "Cuộc bầu cử năm 2016, tỷ lệ cử tri đi bầu của tỉnh đạt 99,1%.")
    assert [(r.indicator, r.value, r.period) for r in records] == [("other", 99.1, "2016")]


def test_a_comparison_belongs_to_the_figure_before_it(annotator: Annotator) -> None:
    records, _ = assembled(annotator, HEAD + "Tỷ lệ cử tri đi bầu đạt 99,6%, cao hơn 0,25% so với nhiệm kỳ trước.")
    assert [(r.value, r.comparison.relation, r.comparison.value) for r in records if r.comparison] == [(99.6, "higher", 0.25)]


def test_a_malformed_figure_has_no_value_and_raises_a_problem(annotator: Annotator) -> None:
    records, problems = assembled(annotator, HEAD + "Số cử tri đi bầu là 2.0732.328 người.")
    assert [(r.indicator, r.value) for r in records] == [("voters_voted", None)]
    assert "2.0732.328" in problems[0].message


def test_each_span_quotes_the_text(annotator: Annotator) -> None:
    text = HEAD + "Đã có 611.100/612.305 cử tri đi bỏ phiếu, đạt 99,8%."
    for record in assembled(annotator, text)[0]:
        assert record.printed in text[record.span.start : record.span.end]


def test_an_unrelated_paragraph_appended_changes_no_earlier_record(annotator: Annotator) -> None:
    text = HEAD + "Đã có 611.100/612.305 cử tri đi bỏ phiếu, đạt 99,8%. Bầu đủ 6 đại biểu Quốc hội."
    before, _ = assembled(annotator, text)
    after, _ = assembled(annotator, text + "\n\nTrời hôm nay nắng đẹp, chợ phiên đông vui.")
    assert after[: len(before)] == before


def table(rows: list[list[str]]) -> Document:
    text, blocks = HEAD, [Block(0, len(HEAD) - 2)]
    for number, row in enumerate(rows):
        for column, content in enumerate(row):
            blocks.append(Block(len(text), len(text) + len(content), "cell", cell=Cell(0, number, column, rows[0][column], row[0], number == 0)))
            text += content + "\n"
    return document(text, tuple(blocks))


def test_a_table_takes_indicators_from_its_header_and_areas_from_its_rows(annotator: Annotator) -> None:
    rows = [["Đơn vị", "Tổng số cử tri", "Số cử tri đã bỏ phiếu", "Tỷ lệ (%)"], ["TP Vị Thanh", "70.100", "70.000", "99,86"], ["Tổng cộng", "612.305", "611.100", "99,80"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.area, r.level, r.indicator, r.value) for r in records] == [
        ("Vị Thanh", "district", "registered_voters", 70100),
        ("Vị Thanh", "district", "voters_voted", 70000),
        ("Vị Thanh", "district", "turnout_rate", 99.86),
        ("Hậu Giang", "province", "registered_voters", 612305),
        ("Hậu Giang", "province", "voters_voted", 611100),
        ("Hậu Giang", "province", "turnout_rate", 99.8),
    ]
    assert records[2].cell == (1, 3, "Tỷ lệ (%)")


UNIT_HEADER = ["Cử tri trong danh sách", "Cử tri đã bỏ phiếu", "Tỷ lệ (%)", "Phiếu hợp lệ"]


@pytest.mark.parametrize(
    ("header", "row", "level", "number"),
    [
        ("Khu vực bỏ phiếu", "Số 1", "polling_area", "1"),
        ("Khu vực bỏ phiếu số", "07", "polling_area", "7"),
        ("Đơn vị", "KV 3", "polling_area", "3"),
        ("Tên đơn vị", "Khu vực bỏ phiếu số 04 (thôn Đông)", "polling_area", "4"),
        ("Tổ bầu cử", "Tổ số 12", "polling_area", "12"),
        ("Đơn vị bầu cử", "Đơn vị bầu cử số 2", "constituency", "2"),
        ("ĐVBC", "2", "constituency", "2"),
    ],
)
def test_a_row_that_numbers_a_polling_area_or_constituency_is_one_of_the_documents_own_area(
    annotator: Annotator, header: str, row: str, level: str, number: str
) -> None:
    rows = [[header, *UNIT_HEADER], [row, "962", "960", "99,79", "957"], ["TỔNG CỘNG", "8.391", "8.378", "99,85", "8.257"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.indicator, r.value, r.area, r.level, r.unit_no) for r in records] == [
        ("registered_voters", 962, "Hậu Giang", level, number),
        ("voters_voted", 960, "Hậu Giang", level, number),
        ("turnout_rate", 99.79, "Hậu Giang", level, number),
        ("valid_ballots", 957, "Hậu Giang", level, number),
        ("registered_voters", 8391, "Hậu Giang", "province", None),
        ("voters_voted", 8378, "Hậu Giang", "province", None),
        ("turnout_rate", 99.85, "Hậu Giang", "province", None),
        ("valid_ballots", 8257, "Hậu Giang", "province", None),
    ]


@pytest.mark.parametrize(
    ("header", "indicator"),
    [
        ("Số cử tri đi bầu", "voters_voted"),
        ("Cử tri tham gia bỏ phiếu", "voters_voted"),
        ("Đã bỏ phiếu", "voters_voted"),
        ("Cử tri", "registered_voters"),
        ("Tổng số cử tri của khu vực bỏ phiếu", "registered_voters"),
    ],
)
def test_the_last_header_of_a_table_says_what_it_says_whatever_row_follows(annotator: Annotator, header: str, indicator: str) -> None:
    records, _ = assemble(read(table([["Khu vực bỏ phiếu", header], ["Số 1", "962"]]), annotator), Header(), ())
    assert [(r.indicator, r.value, r.unit_no) for r in records] == [(indicator, 962, "1")]


def test_a_row_of_a_constituency_and_a_polling_area_is_about_the_smaller(annotator: Annotator) -> None:
    rows = [["Đơn vị bầu cử", "Khu vực bỏ phiếu", "Tổng số cử tri"], ["Số 1", "Số 4", "962"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.level, r.unit_no, r.value) for r in records] == [("polling_area", "4", 962)]


@pytest.mark.parametrize(("named", "area"), [("Ngã Bảy Mới", "Ngã Bảy Mới"), ("Huyện Hòa Lâm", "Hòa Lâm"), ("Lực lượng vũ trang", None), ("Ghi chú", None)])
def test_a_row_the_gazetteer_does_not_know_is_a_unit_like_the_rows_beside_it(annotator: Annotator, named: str, area: str | None) -> None:
    rows = [["Đơn vị", "Tổng số cử tri"], ["Vị Thủy", "70.100"], ["Châu Thành", "61.300"], ["Châu Thành A", "65.000"], [named, "9.000"], ["Tổng cộng", "205.400"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.area, r.level, r.area_code) for r in records if r.value == 9000] == ([(area, "district", None)] if area else [])


def test_a_row_the_gazetteer_does_not_know_stays_unread_where_the_others_are_of_several_levels(annotator: Annotator) -> None:
    rows = [["Đơn vị", "Tổng số cử tri"], ["TP Vị Thanh", "70.100"], ["Tỉnh Cà Mau", "61.300"], ["Ngã Bảy Mới", "9.000"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert 9000 not in [r.value for r in records]


def test_a_row_of_a_hamlet_keeps_its_name_and_has_no_level(annotator: Annotator) -> None:
    rows = [["TT", "Thôn", "Tổng số cử tri"], ["1", "Thôn 3", "962"], ["2", "Thôn Đông", "1.100"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.area, r.level, r.unit_no, r.value) for r in records] == [("Thôn 3", None, None, 962), ("Thôn Đông", None, None, 1100)]


def test_a_column_of_polling_areas_behind_the_names_of_the_rows_is_a_count(annotator: Annotator) -> None:
    rows = [["Đơn vị", "Khu vực bỏ phiếu", "Tổng số cử tri"], ["TP Vị Thanh", "41", "70.100"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.indicator, r.value, r.level) for r in records] == [("polling_areas", 41, "district"), ("registered_voters", 70100, "district")]


def test_a_table_of_candidates_names_the_person_voted_for(annotator: Annotator) -> None:
    rows = [["Họ và tên", "Số phiếu bầu", "Tỷ lệ (%)"], ["Nguyễn Văn Bình", "4.120", "82,40"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.subject, r.indicator, r.value) for r in records] == [("Nguyễn Văn Bình", "votes_received", 4120), ("Nguyễn Văn Bình", "vote_share", 82.4)]


def test_a_labelled_quantity_of_a_report_is_kept_under_its_label(annotator: Annotator) -> None:
    text = HEAD + "Tổng thu ngân sách của huyện đạt 512,4 tỷ đồng. Phấn đấu thu nhập bình quân đạt 60 triệu đồng."
    records, _ = assemble(read(document(text), annotator), Header(genre="administrative"), ())
    assert [(r.indicator, r.label, r.value, r.decimals) for r in records] == [("other", "Tổng thu ngân sách của huyện", 512_400_000_000, 1)]
    assert assemble(read(document(text), annotator), Header(genre="news"), ())[0] == ()


@pytest.mark.parametrize(
    ("issuer", "place", "recipients", "want"),
    [
        ("ỦY BAN BẦU CỬ\nXÃ MỸ THUẬN", "Mỹ Thuận", "- UBBC tỉnh Vĩnh Long;", ("Mỹ Thuận", "commune", "29788")),
        ("ỦY BAN BẦU CỬ\nXÃ MỸ THUẬN", "Mỹ Thuận", "- Lưu: VT.", ("Mỹ Thuận", "commune", None)),
        ("ỦY BAN BẦU CỬ\nTỈNH VĨNH LONG", "Vĩnh Long", "- UBBC xã Mỹ Thuận;", ("Vĩnh Long", "province", "86")),
    ],
)
def test_a_document_speaks_for_the_narrowest_unit_its_issuer_names(
    annotator: Annotator, issuer: str, place: str, recipients: str, want: tuple[str, str, str | None]
) -> None:
    text = f"{issuer}\n\n{place}, ngày 19 tháng 3 năm 2026\n\nTổng số người ứng cử: 33 người.\n\n{recipients}"
    header = Header(place=place, issued_on="2026-03-19", evidence={"issuer": Evidence(Span(0, len(issuer)))})
    records, _ = assemble(read(document(text), annotator), header, ())
    assert [(r.area, r.level, r.area_code) for r in records] == [want]


def test_a_constituency_made_of_several_communes_lies_in_none_of_them(annotator: Annotator) -> None:
    text = HEAD + "Đơn vị bầu cử số 1 (thị trấn Cây Dương và xã Hiệp Hưng): số phiếu hợp lệ là 5.904 phiếu."
    records, _ = assembled(annotator, text)
    assert [(r.area, r.level, r.unit_no) for r in records] == [("Hậu Giang", "constituency", "1")]


def test_a_fraction_in_a_headline_counts_no_voters(annotator: Annotator) -> None:
    assert found(annotator, "Gần 9/10 cử tri đã bỏ phiếu.") == {}


def test_voters_who_came_to_the_polls_have_voted_and_their_rate_goes_on(annotator: Annotator) -> None:
    text = "Sau bốn giờ, 247.380 cử tri đã có mặt tại phòng bỏ phiếu (đạt 43,40%). Dẫn đầu là huyện Châu Thành với 58,2%."
    assert found(annotator, text) == {"voters_voted": [247380], "turnout_rate": [43.4, 58.2]}


def test_votes_listed_under_a_constituency_are_votes_of_it(annotator: Annotator) -> None:
    text = HEAD + "2. Đơn vị bầu cử số 2 (các xã La Hiên, Cúc Đường), kết quả:\n\n- Ông Ngô Thanh Lưỡng: 5.539 phiếu, đạt 85,90%;\n\n3. Toàn tỉnh có 33 người trúng cử."
    records, _ = assembled(annotator, text)
    assert [(r.value, r.level, r.unit_no) for r in records] == [(5539, "constituency", "2"), (85.9, "constituency", "2"), (33, "province", None)]


def test_a_table_whose_rows_name_what_they_count_is_read_by_rows(annotator: Annotator) -> None:
    rows = [["Chỉ tiêu", "Đơn vị tính", "Số lượng"], ["Tổng số cử tri", "Người", "1.402.100"], ["Tỷ lệ cử tri đi bầu", "%", "99,84"], ["Số khu vực bỏ phiếu", "KV", "1.812"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.indicator, r.value) for r in records] == [("registered_voters", 1402100), ("turnout_rate", 99.84), ("polling_areas", 1812)]


def test_a_row_that_names_an_indicator_and_a_column_that_names_a_body_meet(annotator: Annotator) -> None:
    rows = [["Nội dung", "Đại biểu Quốc hội", "Đại biểu HĐND tỉnh"], ["Số phiếu hợp lệ", "50.120", "49.870"]]
    records, _ = assemble(read(table(rows), annotator), Header(), ())
    assert [(r.indicator, r.value, r.office) for r in records] == [("valid_ballots", 50120, "national_assembly"), ("valid_ballots", 49870, "provincial_council")]


def test_in_a_round_up_each_province_has_the_figures_behind_its_opening(annotator: Annotator) -> None:
    text = (
        "Các tỉnh công bố kết quả\n\nNgày 27/5, Ủy ban bầu cử tỉnh Sơn La công bố danh sách trúng cử.\n\n"
        "Trong tổng số 118 ứng cử viên, có 72 người trúng cử đại biểu HĐND tỉnh.\n\n"
        "Ngày 27/5, Ủy ban bầu cử tỉnh Bến Tre cho biết 61 người trúng cử đại biểu HĐND tỉnh Bến Tre.\n\n"
        "Cùng ngày, tỉnh Bến Tre niêm yết danh sách tại 9 đơn vị bầu cử."
    )
    places = {(record.indicator, record.value): record.area for record in assembled(annotator, text)[0]}
    assert (places["candidates", 118], places["elected", 72], places["elected", 61]) == ("Sơn La", "Sơn La", "Bến Tre")


def test_the_structure_of_those_elected_holds_where_they_were_elected(annotator: Annotator) -> None:
    text = (
        "Kết quả bầu cử đại biểu HĐND các xã thuộc huyện Long Mỹ có 204 đại biểu trúng cử. Trong đó, tỷ lệ đại biểu nữ đạt 29,4%.\n\n"
        "HĐND tỉnh có 52 đại biểu trúng cử. Trong đó, tỷ lệ đại biểu nữ đạt 28,85%."
    )
    places = {record.value: record.area for record in assembled(annotator, HEAD + text)[0]}
    assert (places[204], places[29.4], places[52], places[28.85]) == ("Long Mỹ", "Long Mỹ", "Hậu Giang", "Hậu Giang")


def test_a_series_of_areas_goes_on_with_the_turnout_told_before_it(annotator: Annotator) -> None:
    text = (
        "Tỷ lệ cử tri cả nước đi bầu đạt 98,77%.\n\n"
        "22 giờ, hai tỉnh đạt cao nhất là Lai Châu và Yên Bái là 99,99%; Hòa Bình 99,98%; Bến Tre 99,9%."
    )
    rates = [(record.area, record.value) for record in assembled(annotator, text)[0] if record.indicator == "turnout_rate"]
    assert rates == [("Việt Nam", 98.77), ("Lai Châu", 99.99), ("Yên Bái", 99.99), ("Hòa Bình", 99.98), ("Bến Tre", 99.9)]


def test_prices_of_provinces_are_no_turnout_of_a_paragraph_before(annotator: Annotator) -> None:
    text = "Tỷ lệ cử tri đi bầu đạt 98,77%.\n\nGiá lúa tăng: Lai Châu 4,1%; Yên Bái 3,2%; Hòa Bình 2,9%."
    assert [record.value for record in assembled(annotator, text)[0] if record.indicator == "turnout_rate"] == [98.77]


@pytest.mark.parametrize("votes", ["Số phiếu", "Số phiếu bầu", "Số phiếu đạt được"])
def test_a_table_of_candidates_gives_each_their_votes_and_share(annotator: Annotator, votes: str) -> None:
    page = (
        "<html><body><h1>Kết quả bầu cử đại biểu HĐND xã</h1><p>Đơn vị bầu cử số 2 như sau:</p><table>"
        f"<tr><th>TT</th><th>Họ và tên người ứng cử</th><th>{votes}</th><th>Tỷ lệ % trên số phiếu hợp lệ</th></tr>"
        "<tr><td>1</td><td>Lò Thị Panh</td><td>1.103</td><td>87,96</td></tr><tr><td>2</td><td>Hà Văn Sướng</td><td>301</td><td>24,00</td></tr>"
        "</table></body></html>"
    )
    records = extract(page.encode(), Source("ket-qua.html"), annotator).statistics
    assert [(r.indicator, r.value, r.subject) for r in records] == [
        ("votes_received", 1103, "Lò Thị Panh"),
        ("vote_share", 87.96, "Lò Thị Panh"),
        ("votes_received", 301, "Hà Văn Sướng"),
        ("vote_share", 24.0, "Hà Văn Sướng"),
    ]
