"""Figures of one indicator in, charts and a table out: choose indicator, area, period, office and level; every
point leads to the quote that it stands on. First the areas of one level side by side, as sorted bars (turnout
by province), then areas over their periods, then every figure. Counts begin at nought; rates, which
differ little, on a scale that says where it begins. Drawn here as SVG: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import Request

from extractor.store import Archive
from extractor.web.by_area import LEVELS, AreaFigure, Group, figures_by_area, figures_over_time, first_group, groups_of, national_figure
from extractor.web.cards import figure, place_link
from extractor.web.visit import Visit, link

if TYPE_CHECKING:
    from datasette.app import Datasette

_CHOICES = ("area", "period", "office", "level")
_FIRST_INDICATOR = "turnout_rate"
_MOST = 200
_MOST_BARS = 100  # areas side by side: more than there ever were provinces
_MOST_PERIODS = 8
_FEW = 10
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: how far along the scale it lies (0 to 100), what is printed, and where."""

    row: Row
    printed: str
    along: float | None
    address: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The areas of a group side by side. mean: the country's figure. periods, levels: what else can be shown so,
    each with its address and the number of its areas."""

    group: Group
    bars: tuple[tuple[Point, int], ...]
    mean: Point | None
    low: float
    high: float
    periods: tuple[tuple[Group, str], ...]
    levels: tuple[tuple[Group, str], ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One area and office over its periods: points as x, y in a field of 360 by 150, oldest first."""

    area: str
    level: str
    office: str
    points: tuple[tuple[float, float, Point], ...]

    @property
    def path(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in self.points)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the archive says to one choice."""

    indicators: list[Row]
    chosen: str
    choices: dict[str, list[Row]]
    rows: list[Row]
    groups: list[Group]
    group: Group | None
    areas: list[AreaFigure]
    mean: AreaFigure | None
    lines: list[list[AreaFigure]]


async def statistics_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    asked = {name: visit.arg(name) for name in _CHOICES if visit.arg(name)}

    found = await visit.read(lambda archive: _ask(archive, visit.arg("indicator"), asked), remember=("statistics", visit.arg("indicator"), tuple(asked.items())))
    rate = any(row["unit"] == "percent" for row in found.rows)
    low, high = _scale(found.rows, rate)
    points = [_point(visit, row, low, high) for row in found.rows]
    trends, ends = _trends(visit, found.lines, rate)
    return await visit.page(
        "statistics", indicators=found.indicators, chosen=found.chosen, choices=found.choices, asked=asked, points=points[:_MOST], low=low, high=high, rate=rate,
        more=len(points) > _MOST, bars=_bars(visit, found, rate), trends=trends, trend_ends=ends, named=_named(visit, found.indicators, found.chosen),
        csv=link(f"{visit.table_link('statistics')}.csv", indicator=found.chosen, _stream="on", **asked),
    )  # fmt: skip


def _ask(archive: Archive, indicator: str, asked: Mapping[str, str]) -> _Answer:
    known: list[Row] = list(archive.rows(
        """SELECT s.indicator AS id, i.label, i.name_en, i.unit, s.n FROM (SELECT indicator, count(*) AS n FROM statistics GROUP BY indicator) s
           LEFT JOIN indicators i ON i.id = s.indicator ORDER BY s.n DESC, s.indicator"""
    ))  # fmt: skip
    chosen = indicator or next((str(r["id"]) for r in known if r["id"] == _FIRST_INDICATOR), str(known[0]["id"]) if known else "")
    groups = [] if "area" in asked else groups_of(archive, chosen, asked)
    group = first_group(groups)
    areas = figures_by_area(archive, chosen, group) if group else []
    mean = national_figure(archive, chosen, group) if group else None
    lines = figures_over_time(archive, chosen, asked)
    return _Answer(known, chosen, _choices(archive, chosen), _figures(archive, chosen, asked), groups, group, areas, mean, lines)


def _point(visit: Visit, row: Row, low: float, high: float) -> Point:
    return Point(row, figure(row, visit.words), _along(row["value"], low, high), place_link(row["document_id"], row["char_start"], row["id"]))


def _bars(visit: Visit, found: _Answer, rate: bool) -> Bars | None:
    """None where there are not two areas to compare. The country's sum beside its parts would dwarf them: only a
    rate of it is drawn."""
    if found.group is None or len(found.areas) < 2:
        return None
    mean = found.mean if rate else None
    shown = found.areas[:_MOST_BARS]
    low, high = _scale([area.row for area in (*shown, *([mean] if mean else []))], rate)
    bars = tuple((_point(visit, area.row, low, high), area.others) for area in shown)

    def others(groups: Sequence[Group]) -> tuple[tuple[Group, str], ...]:
        return tuple((group, visit.here(level=group.level, period=group.period, office=group.office)) for group in groups)

    periods = [group for group in found.groups if group.level == found.group.level and group.office == found.group.office and group.areas > 1 and group.period]
    levels = [best for level in LEVELS if (best := first_group([group for group in found.groups if group.level == level]))]
    by_period = sorted(periods, key=lambda group: str(group.period), reverse=True)
    return Bars(found.group, bars, _point(visit, mean.row, low, high) if mean else None, low, high, others(by_period[:_MOST_PERIODS]), others(levels))


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
    """From nought for counts; for rates from the ten below the lowest, or from the one below where all lie close. Of
    many rates the lowest tenth may fall off the scale: figures of the early hours would hide all differences."""
    values = sorted(float(row["value"]) for row in rows if row["value"] is not None)
    if not values:
        return 0.0, 1.0
    if not rate:
        return 0.0, max(values[-1], 1.0)
    high, lowest = max(100.0, values[-1]), values[len(values) // 10 if len(values) >= 2 * _FEW else 0]
    step = 1 if high - lowest < 5 else 10
    return max(0.0, min(floor(lowest / step) * step, high - step)), high


def _along(value: float | None, low: float, high: float) -> float | None:
    """Negative where the value lies below the scale."""
    return None if value is None else round(100 * (float(value) - low) / (high - low), 2)


def _trends(visit: Visit, lines: Sequence[Sequence[AreaFigure]], rate: bool) -> tuple[list[Trend], tuple[float, float]]:
    """The lines, and where the scale that they share begins and ends. Counts of a country and of a village have no
    scale in common: each line of counts fills its own."""
    shared = _scale([item.row for line in lines for item in line], rate)
    found = []
    for line in lines:
        low, high = shared if rate else _scale([item.row for item in line], rate)
        points = [_point(visit, item.row, low, high) for item in line]
        step = 260 / (len(points) - 1)
        places = tuple((50 + index * step, 112 - 0.8 * float(point.along or 0), point) for index, point in enumerate(points))
        found.append(Trend(str(line[0].row["area"]), str(line[0].row["level"] or ""), str(line[0].row["office"] or ""), places))
    return found, shared


def _named(visit: Visit, indicators: Sequence[Row], chosen: str) -> str:
    key = "name_en" if visit.words.language == "en" else "label"
    return next((str(row[key] or chosen) for row in indicators if row["id"] == chosen), chosen)
