"""Cases that happened, told in our own words with their figures, from the bytes of a page to the finding: what the whole
program says of them, not the audit alone."""

from __future__ import annotations

from pathlib import Path

from builders import annotator

from extractor.crosscheck import audit_archive
from extractor.extract import extract
from extractor.facts import Finding
from extractor.model import Source
from extractor.rules import load_rules
from extractor.store import Archive, ExtractionRun

RULES = load_rules()
PROVINCES = [row for row in RULES.tables["areas"] if row["level"] == "province" and not row["valid_to"]]


def findings(text: str, name: str = "trang.txt") -> list[Finding]:
    return list(extract(text.encode(), Source(name), annotator()).findings)


def across(folder: Path, *pages: tuple[str, str]) -> list[dict[str, object]]:
    """The findings over these pages together: (name, text) of each."""
    with Archive(folder / "a.db") as archive:
        archive.add_reference(RULES)
        archive.add([extract(text.encode(), Source(name), annotator()) for name, text in pages], ExtractionRun(RULES.digest, "test"))
        audit_archive(archive, RULES)
        return list(archive.rows("SELECT check_id, severity, expected, actual FROM findings WHERE document_id IS NULL AND check_id <> 'not_held'"))


def test_all_500_seats_filled_and_499_elected_stand_in_one_page() -> None:
    (finding,) = findings(
        "Tổng kết cuộc bầu cử\n\n24/07/2021 21:21\n\nTrong cuộc bầu cử ngày 23/5/2021, cử tri cả nước đã bầu đủ 500 đại biểu Quốc hội khóa XV. Sau khi xem xét tư cách,"
        " danh sách công bố có 499 người trúng cử đại biểu Quốc hội khóa XV, đạt 99,8%.\n"
    )
    assert (finding.check_id, finding.severity, finding.expected, finding.actual) == ("elected_seats", "error", "500 (bầu đủ)", "499 người trúng cử")


def test_a_turnout_that_is_right_to_the_last_digit_is_no_finding() -> None:
    said = "Cả nước có 69.523.277 cử tri, tổng số cử tri tham gia bỏ phiếu ngày 23/5/2021 là 69.243.939 người, đạt {}%.\n"
    assert findings("Ngày hội non sông\n\n24/07/2021 21:21\n\n" + said.format("99,60")) == []
    assert [f.check_id for f in findings("Ngày hội non sông\n\n24/07/2021 21:21\n\n" + said.format("99,06"))] == ["percentage"]


def test_of_three_confidence_votes_the_one_that_fits_no_whole_is_named() -> None:
    (finding,) = findings(
        "Kết quả lấy phiếu tín nhiệm\n\n11/06/2013 10:00\n\nÔng Trần Văn Bình nhận 133 phiếu tín nhiệm cao (24,69%), 304 phiếu tín nhiệm (61,04%)"
        " và 43 phiếu tín nhiệm thấp (8,63%).\n"
    )
    assert (finding.check_id, finding.actual) == ("percentage", "133 (24,69 %)")
    assert "498" in finding.suggestion and "133 → 123" in finding.suggestion


def test_63_of_more_than_69_million_is_not_nearly_96_per_cent() -> None:
    (finding,) = findings(
        "Cử tri cả nước nô nức đi bầu\n\n23/05/2021 18:30\n\nTính đến 17 giờ, cả nước có 63,3 triệu cử tri đi bầu trong tổng số hơn 69 triệu cử tri, đạt tỷ lệ gần 96%.\n"
    )
    assert (finding.check_id, finding.severity) == ("percentage", "warning")
    assert finding.expected == "63,3 triệu / 69 triệu = không quá 92 %"


def test_34_provincial_counts_are_held_against_the_national_one(tmp_path: Path) -> None:
    counts = [40 + 7 * n % 60 for n in range(len(PROVINCES))]
    cells = "".join(f"<tr><td>{n}</td><td>{p['kind'].capitalize()} {p['name']}</td><td>{c}</td></tr>" for n, (p, c) in enumerate(zip(PROVINCES, counts, strict=True), 1))
    title = "Số đại biểu HĐND cấp tỉnh được bầu nhiệm kỳ 2026-2031"
    head = "<tr><th>TT</th><th>Tỉnh, thành phố</th><th>Số đại biểu HĐND cấp tỉnh trúng cử</th></tr>"
    lead = "<p>Ngày bầu cử 15/3/2026, kết quả bầu cử đại biểu HĐND cấp tỉnh tại các tỉnh, thành phố như sau:</p>"
    table = f"<html lang=vi><meta charset=utf-8><title>{title}</title><article><h1>{title}</h1>{lead}<table>{head}{cells}</table></article></html>"
    total = f"{sum(counts) + 3:,}".replace(",", ".")
    paper = f"Tổng kết bầu cử\n\n20/04/2026 09:00\n\nTrong cuộc bầu cử ngày 15/3/2026, cả nước có {total} người trúng cử đại biểu HĐND cấp tỉnh nhiệm kỳ 2026-2031.\n"
    (finding,) = across(tmp_path, ("cac-tinh.html", table), ("ca-nuoc.txt", paper))
    assert (finding["check_id"], finding["severity"], finding["actual"]) == ("hierarchy", "warning", total)
    assert "(34/34 đơn vị)" in str(finding["expected"])


def test_two_papers_two_voters_apart_are_shown_side_by_side(tmp_path: Path) -> None:
    paper = "Tổng kết bầu cử\n\n{}/07/2021 10:15\n\nCuộc bầu cử đại biểu Quốc hội khóa XV ngày 23/5/2021 có {} cử tri cả nước đi bỏ phiếu, đạt tỷ lệ 99,60%.\n"
    (finding,) = across(tmp_path, ("bao-a.txt", paper.format(15, "69.243.939")), ("bao-b.txt", paper.format(16, "69.243.941")))
    assert (finding["check_id"], finding["severity"]) == ("across_documents", "warning")
    assert "69.243.941" in str(finding["expected"]) and "69.243.939" in str(finding["actual"])
