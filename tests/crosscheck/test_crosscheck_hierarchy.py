"""extractor.crosscheck.hierarchy: areas against the area above them, with the areas of that day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from crosscheck_builders import RULES, figure, report, told

from extractor.facts import Result


def provinces(day: str) -> list[dict[str, Any]]:
    rows = [r for r in RULES.tables["areas"] if r["level"] == "province"]
    return [
        {"area": r["name"], "area_code": r["code"], "level": "province", "period": day}
        for r in rows
        if (not r["valid_from"] or r["valid_from"] <= day) and (not r["valid_to"] or day <= r["valid_to"])
    ]


def counts(day: str, *, total: int, left_out: int = 0, changed: int = 0) -> list[Result]:
    """A report for each province, with seats 1, 2, 3 ...; the first gets `changed` more."""
    areas = provinces(day)[left_out:]
    parts = [
        report(f"tinh-{n}", figure("seats", str(100 + n + (changed if n == 0 else 0)), office="provincial_council", **area), issued_on="2026-04-01")
        for n, area in enumerate(areas)
    ]
    return [*parts, report("nation", figure("seats", f"{total:,}".replace(",", "."), office="provincial_council", period=day), issued_on="2026-04-02")]


@pytest.mark.parametrize(("day", "number"), [("2021-05-23", 63), ("2026-03-15", 34)])
def test_there_are_63_provinces_until_june_2025_and_34_since(day: str, number: int) -> None:
    assert len(provinces(day)) == number


@pytest.mark.parametrize("day", ["2021-05-23", "2026-03-15"])
def test_provinces_that_add_up_to_the_nation_are_no_finding(tmp_path: Path, day: str) -> None:
    right = sum(range(100, 100 + len(provinces(day))))
    assert told(tmp_path, *counts(day, total=right)) == []


def test_34_provincial_counts_whose_sum_differs_from_the_national_figure(tmp_path: Path) -> None:
    right = sum(range(100, 134))
    ((check, severity, expected, actual),) = told(tmp_path, *counts("2026-03-15", total=right, changed=10))
    assert (check, severity) == ("hierarchy", "warning")
    assert expected == f"số đại biểu được bầu, Hội đồng nhân dân tỉnh, Việt Nam, 2026-03-15: {right + 10:,} (34/34 đơn vị)".replace(",", "§").replace("§ ", ", ").replace("§", ".")
    assert actual == f"{right:,}".replace(",", ".")


def test_provinces_of_which_one_is_missing_are_not_summed(tmp_path: Path) -> None:
    right = sum(range(100, 134))
    assert told(tmp_path, *counts("2026-03-15", total=right, left_out=1)) == []


def test_parts_that_are_already_more_than_the_whole_are_found(tmp_path: Path) -> None:
    found = told(tmp_path, *counts("2026-03-15", total=2_000, left_out=5))
    assert [(check, severity) for check, severity, _, _ in found] == [("hierarchy", "warning")]


def test_a_few_parts_say_nothing_of_a_whole_that_may_be_another(tmp_path: Path) -> None:
    assert told(tmp_path, *counts("2026-03-15", total=150, left_out=30)) == []


def test_a_rate_is_never_summed(tmp_path: Path) -> None:
    parts = [report(f"p{n}", figure("turnout_rate", "99,60%", **area)) for n, area in enumerate(provinces("2026-03-15"))]
    assert told(tmp_path, *parts, report("nation", figure("turnout_rate", "99,60%", period="2026-03-15"))) == []
