"""extractor.audit.cited: one document cited with two dates."""

from __future__ import annotations

from dataclasses import replace

from audit_builders import Page, cited

from extractor.facts import Evidence, Header
from extractor.model import Span

ERROR, WARNING = [("citation_dates", "error")], [("citation_dates", "warning")]
TWICE = "Căn cứ 15/2016/TT-BVHTTDL; thay thế 15/2016/TT-BVHTTDL."


def test_a_central_number_with_its_year_has_one_date() -> None:
    flawed = cited(TWICE, ("15/2016/TT-BVHTTDL", "2016-12-09", None), ("15/2016/TT-BVHTTDL", "2016-12-19", "Bộ trưởng"))
    (finding,) = flawed.findings()
    assert (finding.check_id, finding.severity) == ("citation_dates", "error")
    assert (finding.expected, finding.actual) == ("15/2016/TT-BVHTTDL ngày 09/12/2016", "15/2016/TT-BVHTTDL ngày 19/12/2016")
    assert len(finding.evidence) == 2


def test_the_same_date_twice_is_in_order() -> None:
    assert cited(TWICE, ("15/2016/TT-BVHTTDL", "2016-12-09", None), ("15/2016/TT-BVHTTDL", "2016-12-09", None)).told() == []


def test_a_number_comes_again_every_year() -> None:
    text = "Kế hoạch 52/KH-UBBC; Kế hoạch 52/KH-UBBC."
    assert cited(text, ("52/KH-UBBC", "2021-02-04", "UBBC tỉnh"), ("52/KH-UBBC", "2025-11-14", "UBBC tỉnh")).told() == []


def test_within_a_year_the_issuer_decides() -> None:
    text = "Kế hoạch 52/KH-UBBC; Kế hoạch 52/KH-UBBC."
    assert cited(text, ("52/KH-UBBC", "2025-11-04", "UBBC tỉnh"), ("52/KH-UBBC", "2025-11-14", "UBBC tỉnh")).told() == ERROR
    assert cited(text, ("52/KH-UBBC", "2025-11-04", "UBBC tỉnh"), ("52/KH-UBBC", "2025-11-14", "UBBC xã")).told() == []
    assert cited(text, ("52/KH-UBBC", "2025-11-04", "UBBC tỉnh"), ("52/KH-UBBC", "2025-11-14", None)).told() == WARNING


def test_a_local_number_with_a_year_is_still_that_of_many_places() -> None:
    text = "Quyết định 07/2021/QĐ-UBND; Quyết định 07/2021/QĐ-UBND."
    assert cited(text, ("07/2021/QĐ-UBND", "2021-03-01", "UBND tỉnh A"), ("07/2021/QĐ-UBND", "2021-04-01", "UBND tỉnh B")).told() == []


def test_a_ministry_whose_letters_a_local_body_shares_still_gives_one_number_once() -> None:
    text = "Thông tư 06/2021/TT-BTC; Thông tư 06/2021/TT-BTC."
    assert cited(text, ("06/2021/TT-BTC", "2021-01-22", None), ("06/2021/TT-BTC", "2021-01-21", None)).told() == ERROR


def annexed(number: str, day: str, relation: str) -> Page:
    made = cited(f"ngày 01 tháng 01 năm 2026. Kèm theo {number}", (number, day, None))
    made.citations = [replace(made.citations[0], relation=relation)]
    made.header = Header(number=number, issued_on="2026-01-01", evidence={"issued_on": Evidence(Span(0, 24))})
    return made


def test_an_annex_that_dates_its_own_document_otherwise_is_found() -> None:
    assert annexed("01/2026/TT-BNG", "2026-06-01", "attached_to").told() == ERROR
    assert annexed("12/QĐ-UBND", "2026-06-01", "attached_to").told() == WARNING
    assert annexed("12/QĐ-UBND", "2026-01-01", "attached_to").told() == []


def test_another_body_s_plan_of_the_same_number_is_no_slip() -> None:
    assert annexed("12/KH-UBND", "2026-06-01", "implements").told() == []


def test_a_number_of_one_year_with_a_date_of_another_is_a_warning() -> None:
    assert cited("Thông tư 14/2015/TT-BTC", ("14/2015/TT-BTC", "2015-01-30", None)).told() == []
    assert cited("Thông tư 14/2015/TT-BTC", ("14/2015/TT-BTC", "2016-01-04", None)).told() == []
    assert cited("Thông tư 14/2015/TT-BTC", ("14/2015/TT-BTC", "2025-06-30", None)).told() == [("citation_year", "warning")]


def test_an_issuer_in_other_words_is_the_same_body_where_the_document_tells_its_area() -> None:
    text = "Kế hoạch 52/KH-UBBC; Kế hoạch 52/KH-UBBC."
    days = (("52/KH-UBBC", "2025-11-04", "Ủy ban bầu cử tỉnh Lâm Đồng"), ("52/KH-UBBC", "2025-11-14", "UBBC tỉnh"))
    assert cited(text, *days).told() == []
    at_home = cited(text, *days)
    at_home.header = Header(issuer="ỦY BAN BẦU CỬ TỈNH LÂM ĐỒNG")
    assert at_home.told() == WARNING


def test_one_number_and_day_of_two_bodies_is_a_note() -> None:
    text = "Kế hoạch 46/KH-UBND; Kế hoạch 46/KH-UBND."
    day = "2015-06-22"
    two = cited(text, ("46/KH-UBND", day, "UBND tỉnh Ninh Bình"), ("46/KH-UBND", day, "UBND tỉnh Nam Định"))
    assert two.told() == [("citation_issuers", "note")]
    assert cited(text, ("46/KH-UBND", day, "UBND tỉnh Ninh Bình"), ("46/KH-UBND", day, "Chủ tịch Ủy ban nhân dân tỉnh Ninh Bình")).told() == []
    assert cited(text, ("46/KH-UBND", day, "UBND tỉnh Ninh Bình"), ("46/KH-UBND", day, "UBND tỉnh")).told() == []
    assert cited(text, ("46/KH-UBND", day, "UBND tỉnh Ninh Bình"), ("46/KH-UBND", day, "UBND TỈNH NINH BÌNH VỀ THỰC HIỆN ĐỀ ÁN")).told() == []


def test_the_day_of_the_numbers_own_year_and_the_day_most_mentions_say_come_first() -> None:
    late, right = ("15/2016/TT-BVHTTDL", "2026-12-09", None), ("15/2016/TT-BVHTTDL", "2016-12-09", None)
    (year,) = [f for f in cited(TWICE, late, right).findings() if f.check_id == "citation_dates"]
    assert (year.expected, year.actual) == ("15/2016/TT-BVHTTDL ngày 09/12/2016", "15/2016/TT-BVHTTDL ngày 09/12/2026")
    odd = ("15/2016/TT-BVHTTDL", "2016-12-19", None)
    (most,) = cited(f"{TWICE} Xem 15/2016/TT-BVHTTDL.", odd, right, right).findings()
    assert most.expected == "15/2016/TT-BVHTTDL ngày 09/12/2016"
