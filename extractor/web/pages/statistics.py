"""Figures of one indicator in, a chart and a table out: choose indicator, area, period, office and level; every
point leads to the quote that it stands on. Rates, which differ little, are dots on a scale that says
where it begins; counts are bars from nought. Drawn here as SVG: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import Request

from extractor.store import Archive
from extractor.web.cards import figure, place_link
from extractor.web.visit import Visit, link

if TYPE_CHECKING:
    from datasette.app import Datasette

_CHOICES = ("area", "period", "office", "level")
_FIRST_INDICATOR = "turnout_rate"
_MOST = 250
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: how far along the scale it lies (0 to 100), what is printed, and where."""

    row: Row
    printed: str
    along: float | None
    address: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One area and office over its periods: points as x, y in a field of 360 by 150, oldest first."""

    area: str
    office: str
    points: tuple[tuple[float, float, Point], ...]

    @property
    def path(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in self.points)


async def statistics_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    asked = {name: visit.arg(name) for name in _CHOICES if visit.arg(name)}

    def ask(archive: Archive) -> tuple[list[Row], str, dict[str, list[Row]], list[Row]]:
        known: list[Row] = list(archive.rows(
            """SELECT s.indicator AS id, i.label, i.name_en, i.unit, count(*) AS n FROM statistics s LEFT JOIN indicators i ON i.id = s.indicator
               GROUP BY s.indicator ORDER BY n DESC, s.indicator"""
        ))  # fmt: skip
        chosen = visit.arg("indicator") or next((str(r["id"]) for r in known if r["id"] == _FIRST_INDICATOR), str(known[0]["id"]) if known else "")
        return known, chosen, _choices(archive, chosen), _figures(archive, chosen, asked)

    indicators, chosen, choices, rows = await visit.read(ask, remember=("statistics", visit.arg("indicator"), tuple(asked.items())))
    rate = any(row["unit"] == "percent" for row in rows)
    low, high = _scale(rows, rate)
    points = [Point(row, figure(row, visit.words), _along(row["value"], low, high), place_link(row["document_id"], row["char_start"], row["id"])) for row in rows]
    return await visit.page(
        "statistics", indicators=indicators, chosen=chosen, choices=choices, asked=asked, points=points[:_MOST], low=low, high=high, rate=rate,
        more=len(points) > _MOST, trends=_trends(points, low, high), named=_named(visit, indicators, chosen),
        csv=link(f"{visit.table_link('statistics')}.csv", indicator=chosen, _size="max", **asked),
    )  # fmt: skip


def _choices(archive: Archive, indicator: str) -> dict[str, list[Row]]:
    """For each choice the values that figures of this indicator have, with their number."""
    sql = "SELECT {0} AS value, count(*) AS n FROM statistics WHERE indicator = ? AND {0} IS NOT NULL GROUP BY {0} ORDER BY {1} LIMIT 500"
    return {name: list(archive.rows(sql.format(name, "value DESC" if name == "period" else "n DESC, value"), [indicator])) for name in _CHOICES}


def _figures(archive: Archive, indicator: str, asked: Mapping[str, str]) -> list[Row]:
    conditions = "".join(f" AND s.{name} = ?" for name in asked)
    return list(archive.rows(
        f"""SELECT s.*, (SELECT v.fields FROM reviews v WHERE v.record_id = s.id) AS corrected, d.title AS of_title, d.number AS of_number, d.day AS of_day, d.source AS of_source
            FROM statistics s JOIN documents d ON d.id = s.document_id
            WHERE s.indicator = ?{conditions} ORDER BY s.value IS NULL, s.value DESC, s.area, d.day, s.char_start LIMIT {_MOST + 1}""",
        [indicator, *asked.values()],
    ))  # fmt: skip


def _scale(rows: Sequence[Row], rate: bool) -> tuple[float, float]:
    """From nought for counts; for rates from the ten below the lowest, or from the one below where all lie close."""
    values = [float(row["value"]) for row in rows if row["value"] is not None]
    if not values:
        return 0.0, 1.0
    if not rate:
        return 0.0, max(*values, 1.0)
    high = max(100.0, *values)
    step = 1 if high - min(values) < 5 else 10
    return max(0.0, min(floor(min(values) / step) * step, high - step)), high


def _along(value: float | None, low: float, high: float) -> float | None:
    return None if value is None else round(100 * (float(value) - low) / (high - low), 2)


def _trends(points: Sequence[Point], low: float, high: float) -> list[Trend]:
    """Areas with figures of more than one period. One point a period: the first of them."""
    groups: dict[tuple[str, str], dict[str, Point]] = {}
    for point in points:
        if point.along is not None and point.row["period"] and point.row["area"] and not point.row["subject"]:
            groups.setdefault((point.row["area"], point.row["office"] or ""), {}).setdefault(point.row["period"], point)
    found = []
    for (area, office), by_period in sorted(groups.items()):
        if len(by_period) < 2:
            continue
        step = 260 / (len(by_period) - 1)
        places = [(50 + index * step, 110 - 0.8 * float(point.along or 0), point) for index, (_, point) in enumerate(sorted(by_period.items()))]
        found.append(Trend(area, office, tuple(places)))
    return found[:12]


def _named(visit: Visit, indicators: Sequence[Row], chosen: str) -> str:
    key = "name_en" if visit.words.language == "en" else "label"
    return next((str(row[key] or chosen) for row in indicators if row["id"] == chosen), chosen)
