"""Which figure speaks for an area, and what may be compared."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from extractor.store import Archive
from extractor.web.by_area import Group, figures_by_area, figures_over_time, first_group, groups_of, national_figure

MAY_2021, MAY_2016 = "2021-05-23", "2016-05-22"
Said = tuple[str, str, float, str, str | None, str | None]  # document, area, value, period, as_of, status


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Archive(tmp_path / "a.db"):
        return tmp_path / "a.db"


def fill(path: Path, *figures: Said, level: str = "province") -> None:
    db = sqlite3.connect(path)
    db.execute("INSERT OR IGNORE INTO runs (id, rules_digest, program, parsers, options) VALUES ('r', '', '', '', '')")
    for number, (document, area, value, period, as_of, status) in enumerate(figures):
        db.execute("INSERT OR IGNORE INTO documents (id, source, text, day, run_id) VALUES (?, ?, '', ?, 'r')", (document, document, document))
        db.execute(
            "INSERT INTO statistics (id, document_id, char_start, run_id, indicator, value, unit, area, level, period, as_of, status) VALUES (?, ?, ?, 'r', 'turnout_rate', ?, 'percent', ?, ?, ?, ?, ?)",
            (f"{level}{number}", document, number, value, area, "national" if area == "Việt Nam" else level, period, as_of, status),
        )
    db.commit()
    db.close()


def chosen(path: Path, area: str, period: str = MAY_2021) -> tuple[float, int]:
    with Archive(path, readonly=True) as archive:
        found = {item.row["area"]: item for item in figures_by_area(archive, "turnout_rate", Group("province", period, None, 1))}
    return found[area].row["value"], found[area].others


def test_a_report_of_the_day_speaks_with_its_last_hour(path: Path) -> None:
    fill(path, ("2021-05-23", "Huế", 45.0, MAY_2021, "2021-05-23T09:00", None), ("2021-05-23", "Huế", 98.5, MAY_2021, "2021-05-23T17:00", None), ("2021-05-23", "Huế", 12.0, MAY_2021, None, None))
    assert chosen(path, "Huế") == (98.5, 0)


def test_a_later_document_that_tells_no_hour_speaks_before_one_of_the_day(path: Path) -> None:
    fill(path, ("2021-05-23", "Huế", 98.5, MAY_2021, "2021-05-23T19:00", None), ("2021-06-04", "Huế", 99.4, MAY_2021, None, None))
    assert chosen(path, "Huế") == (99.4, 1)


def test_the_final_figure_speaks_before_a_later_preliminary_one(path: Path) -> None:
    fill(path, ("2021-06-01", "Huế", 99.4, MAY_2021, None, "final"), ("2021-06-04", "Huế", 99.1, MAY_2021, None, "preliminary"))
    assert chosen(path, "Huế") == (99.4, 1)


def test_two_documents_that_agree_are_no_difference(path: Path) -> None:
    fill(path, ("2021-06-01", "Huế", 99.4, MAY_2021, None, None), ("2021-06-04", "Huế", 99.4, MAY_2021, None, None))
    assert chosen(path, "Huế") == (99.4, 0)


def test_the_last_period_with_half_of_the_areas_is_shown_first_and_the_country_beside_it(path: Path) -> None:
    fill(
        path, *(("a", area, 99.0, MAY_2016, None, None) for area in ("Huế", "Sơn La", "Cà Mau", "Hà Giang")), *(("b", area, 98.0, MAY_2021, None, None) for area in ("Huế", "Sơn La")),
        ("c", "Huế", 97.0, "2026-03-15", None, None), ("b", "Việt Nam", 99.6, MAY_2021, None, None),
    )  # fmt: skip
    with Archive(path, readonly=True) as archive:
        group = first_group(groups_of(archive, "turnout_rate", {}))
        assert group == Group("province", MAY_2021, None, 2)
        country = national_figure(archive, "turnout_rate", group)
        lines = figures_over_time(archive, "turnout_rate", {})
    assert country is not None
    assert country.row["value"] == 99.6
    assert [(line[0].row["area"], [item.row["value"] for item in line]) for line in lines] == [("Huế", [99.0, 98.0, 97.0]), ("Sơn La", [99.0, 98.0])]
