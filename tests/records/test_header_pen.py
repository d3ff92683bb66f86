"""A day that a pen wrote is taken where the rest of the document bears it out, and says that it was repaired."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.extract import extract_document
from extractor.facts import Result
from extractor.model import MetaField, Page, Span
from tests.builders import annotator, document

HEAD = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NINH
Số: /TB-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ninh, {date}
THÔNG BÁO
Kết luận tại cuộc họp về tiến độ giải ngân
"""
BODY = "Thực hiện Chỉ thị số 05/CT-UBND ngày 14/3/2022 của Ủy ban nhân dân tỉnh, các sở báo cáo trước ngày 10/9/2022.\n"


def recognised(date: str, *, doubtful: str, by_pen: str = "", body: str = BODY, stamps: tuple[str, ...] = ()) -> Result:
    """A scan with this place-date line; doubtful and by_pen: the parts of it that are."""
    base = document(HEAD.format(date=date) + body)
    line = base.text.index(date)

    def spans(parts: str) -> tuple[Span, ...]:
        return tuple(Span(line + date.index(part), line + date.index(part) + len(part)) for part in parts.split())

    page = Page(1, 595, 842, 0, len(base.text), "ocr", 0.9)
    metadata = tuple(MetaField("signature", stamp, "stamp") for stamp in stamps)
    return extract_document(replace(base, pages=(page,), doubtful=spans(doubtful), by_pen=spans(by_pen), metadata=metadata), annotator())


def told(result: Result) -> str:
    return " ".join(problem.message for problem in result.problems if "issued_on" in problem.message)


def test_a_day_written_by_pen_is_repaired_not_stated() -> None:
    result = recognised("ngày 22 tháng 8 năm 2022", doubtful="22", by_pen="22")
    assert (result.header.issued_on, result.header.evidence["issued_on"].certainty) == ("2022-08-22", "repaired")
    issued = next(found for found in result.dates if found.role == "issued")
    assert (issued.interval.earliest, issued.certainty) == ("2022-08-22", "repaired")


@pytest.mark.parametrize(("doubtful", "by_pen"), [("22", ""), ("22 8", "22")])
def test_ink_that_no_one_could_read_leaves_the_day_empty_and_says_where(doubtful: str, by_pen: str) -> None:
    result = recognised("ngày 22 tháng 8 năm 2022", doubtful=doubtful, by_pen=by_pen)
    assert result.header.issued_on is None and "written by hand" in told(result)


def test_a_day_before_an_act_it_cites_is_not_believed() -> None:
    result = recognised("ngày 12 tháng 3 năm 2022", doubtful="12", by_pen="12")
    assert result.header.issued_on is None and "an act of 2022-03-14 is cited" in told(result)


def test_a_day_behind_all_deadlines_it_sets_is_not_believed() -> None:
    result = recognised("ngày 29 tháng 9 năm 2022", doubtful="29", by_pen="29")
    assert result.header.issued_on is None and "due by 2022-09-10" in told(result)


def test_the_issuers_own_signature_tells_a_day_that_is_not_legible() -> None:
    own, received = "Ủy ban nhân dân tỉnh Quảng Ninh 22-08-2022 16:14:12 +07:00", "Ký bởi: Sở Tài chính Ngày ký: 23.08.2022 08:19:22 +07:00"
    result = recognised("ngày 2? tháng 8 năm 2022", doubtful="2?", stamps=(received, own))
    evidence = result.header.evidence["issued_on"]
    assert (result.header.issued_on, evidence.certainty) == ("2022-08-22", "inferred")
    assert evidence.meta is not None and evidence.meta.value == own


@pytest.mark.parametrize(
    "stamp",
    [
        "Ký bởi: Sở Tài chính Ngày ký: 22.08.2022 08:19:22 +07:00",  # who received it signs too
        "Ủy ban nhân dân tỉnh Quảng Ninh 22-09-2022 16:14:12 +07:00",  # another month than the line's
    ],
)
def test_a_signature_of_another_body_or_month_tells_nothing(stamp: str) -> None:
    assert recognised("ngày 2? tháng 8 năm 2022", doubtful="2?", stamps=(stamp,)).header.issued_on is None


def test_a_year_by_hand_is_borne_out_by_a_day_ahead_in_that_year() -> None:
    result = recognised("ngày 22 tháng 8 năm 2022", doubtful="2022")
    assert (result.header.issued_on, result.header.evidence["issued_on"].certainty) == ("2022-08-22", "repaired")
    past = "Theo Chỉ thị số 05/CT-UBND ngày 14/3/2022 của Ủy ban nhân dân tỉnh.\n"
    assert recognised("ngày 22 tháng 8 năm 2022", doubtful="2022", body=past).header.issued_on is None
