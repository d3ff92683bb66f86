"""extractor.audit.tables: columns and their total row."""

from __future__ import annotations

import pytest
from audit_builders import Page, table

HEADER = ["TT", "Đơn vị", "Tổng số cử tri"]


def electorate(total_name: str, *counts: str) -> Page:
    *parts, total = counts
    rows = [[str(n), f"Xã {n}", f"{{registered_voters:{count}}}"] for n, count in enumerate(parts, start=1)]
    rows.append(["", total_name, f"{{registered_voters:{total}|level=district}}"])
    return table(HEADER, rows)


@pytest.mark.parametrize("name", ["TỔNG CỘNG", "Toàn huyện", "Tổng số:", "Cộng"])
def test_a_total_row_is_the_sum_of_the_others_and_no_summand(name: str) -> None:
    assert electorate(name, "1.200", "1.310", "1.490", "4.000").told() == []
    assert electorate(name, "1.200", "1.310", "1.490", "4.100").told() == [("sums", "error")]


def test_the_sum_is_done_before_the_readers_eyes() -> None:
    (finding,) = electorate("Tổng cộng", "1.201", "1.310", "1.490", "877", "4.000").findings()
    assert finding.expected == "1.201 + 1.310 + 1.490 + ... = 4.878 (4 dòng)"
    assert finding.actual == "4.000"
    assert len(finding.evidence) == 5


def test_a_table_without_a_total_row_is_not_summed() -> None:
    assert electorate("Xã cuối", "1.200", "1.310", "1.490", "4.100").told() == []


def test_a_table_with_a_gap_is_left_alone() -> None:
    rows = [
        ["1", "Xã 1", "{registered_voters:1.200}"],
        ["2", "Xã 2", "chưa báo cáo 2"],
        ["3", "Xã 3", "{registered_voters:1.100}"],
        ["", "Tổng cộng", "{registered_voters:3.500}"],
    ]
    flawed = table(HEADER, rows)
    assert flawed.told() == []
    assert [u.reason for u in flawed.report().unchecked if u.check_id == "sums"] == ["some rows of the table have no figure in this column"]


def test_a_table_with_sections_is_left_alone() -> None:
    rows = [
        ["I", "Vùng cao", ""],
        ["1", "Xã 1", "{registered_voters:1.200}"],
        ["2", "Xã 2", "{registered_voters:1.100}"],
        ["", "Tổng cộng", "{registered_voters:3.500}"],
    ]
    assert table(HEADER, rows).told() == []


def test_subtotals_among_the_rows_count_twice_and_are_no_error() -> None:
    assert electorate("Tổng cộng", "2.000", "900", "1.100", "2.000").told() == []
