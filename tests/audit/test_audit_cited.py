"""extractor.audit.cited: one document cited with two dates."""

from __future__ import annotations

from audit_builders import cited

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
