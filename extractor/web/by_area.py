"""Figures of one indicator in, one figure for each area out: those of one level and one period side by side, and those
of one area over its periods. Where an area has several figures for a period, the one that speaks for it is
chosen here, in the open, and how many others differ from it is kept. For the statistics page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.store import Archive

Row = Mapping[str, Any]
LEVELS = ("province", "district", "commune")
_MOST_ROWS = 6_000
_MOST_TRENDS = 12
_WHOLE = """s.value IS NOT NULL AND s.area IS NOT NULL AND s.unit_no IS NULL AND s.subject IS NULL
  AND coalesce(s.certainty, '') <> 'planned' AND coalesce(s.qualifier, '') <> 'target'"""
_SHOWN = """s.id, s.document_id, s.char_start, s.area, coalesce(s.area_code, s.area) AS area_key, s.level, s.office, s.period, s.as_of, s.status, s.value, s.printed,
  s.decimals, s.unit, s.qualifier, d.day AS of_day, d.title AS of_title, d.number AS of_number, d.source AS of_source"""


@dataclass(frozen=True, slots=True)
class Group:
    """What may be compared: the figures of one level, period and office, and of how many areas there are any."""

    level: str
    period: str | None
    office: str | None
    areas: int


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """The figure that speaks for an area. others: how many of its figures for this period have another value."""

    row: Row
    others: int


def groups_of(archive: Archive, indicator: str, asked: Mapping[str, str]) -> list[Group]:
    """What can be compared, the most areas first. asked: a level, a period or an office, where one is chosen."""
    conditions = "".join(f" AND s.{name} = ?" for name in ("level", "period", "office") if name in asked)
    rows: Iterator[Row] = archive.rows(
        f"""SELECT s.level, s.period, s.office, count(DISTINCT coalesce(s.area_code, s.area)) AS n FROM statistics s
            WHERE s.indicator = ? AND s.level IN ('province', 'district', 'commune') AND {_WHOLE}{conditions}
            GROUP BY s.level, s.period, s.office ORDER BY n DESC, s.period DESC, s.office""",
        [indicator, *(asked[name] for name in ("level", "period", "office") if name in asked)],
    )
    return [Group(str(row["level"]), row["period"], row["office"], int(row["n"])) for row in rows]


def first_group(groups: Sequence[Group]) -> Group | None:
    """What is shown unasked: of the highest level that has several areas the last period with at least half as
    many of them as the period with the most."""
    for level in LEVELS:
        several = [group for group in groups if group.level == level and group.areas > 1 and group.period]
        if several:
            most = max(group.areas for group in several)
            return max((group for group in several if 2 * group.areas >= most), key=lambda group: (str(group.period), group.areas))
    return next((group for group in groups if group.areas > 1), None)


def figures_by_area(archive: Archive, indicator: str, group: Group) -> list[AreaFigure]:
    """One figure an area, the greatest first."""
    rows = archive.rows(
        f"""SELECT {_SHOWN} FROM statistics s JOIN documents d ON d.id = s.document_id
            WHERE s.indicator = ? AND s.level = ? AND s.period IS ? AND s.office IS ? AND {_WHOLE} LIMIT {_MOST_ROWS}""",
        [indicator, group.level, group.period, group.office],
    )
    return sorted(map(_chosen, _parted(rows, "area_key").values()), key=lambda figure: (-figure.row["value"], str(figure.row["area"])))


def national_figure(archive: Archive, indicator: str, group: Group) -> AreaFigure | None:
    """The whole country's figure for the period of a group."""
    rows = list(archive.rows(
        f"""SELECT {_SHOWN} FROM statistics s JOIN documents d ON d.id = s.document_id
            WHERE s.indicator = ? AND s.level = 'national' AND s.period = ? AND s.office IS ? AND {_WHOLE} LIMIT {_MOST_ROWS}""",
        [indicator, group.period, group.office],
    ))  # fmt: skip
    return _chosen(rows) if rows else None


def figures_over_time(archive: Archive, indicator: str, asked: Mapping[str, str]) -> list[list[AreaFigure]]:
    """For areas with figures of several periods, one figure a period, the oldest first: the country, then
    those with the most periods."""
    names = [name for name in ("area", "level", "office") if name in asked]
    conditions = "".join(f" AND s.{name} = ?" for name in names)
    values = [asked[name] for name in names]
    areas = """SELECT coalesce(s.area_code, s.area) AS area_key, s.level AS level, s.office AS office FROM statistics s
               WHERE s.indicator = ? AND s.period IS NOT NULL AND {0}{1} GROUP BY 1, 2, 3 HAVING count(DISTINCT s.period) > 1
               ORDER BY s.level <> 'national', count(DISTINCT s.period) DESC, s.level <> 'province', 1 LIMIT {2}"""
    rows = archive.rows(
        f"""SELECT {_SHOWN} FROM ({areas.format(_WHOLE, conditions, _MOST_TRENDS)}) AS g
            JOIN statistics s ON s.indicator = ? AND coalesce(s.area_code, s.area) = g.area_key AND s.level IS g.level AND s.office IS g.office
            JOIN documents d ON d.id = s.document_id
            WHERE s.period IS NOT NULL AND {_WHOLE} LIMIT {_MOST_ROWS}""",
        [indicator, *values, indicator],
    )
    lines = _parted(rows, "area_key", "level", "office").values()
    chosen = [[_chosen(of_period) for _, of_period in sorted(_parted(line, "period").items())] for line in lines]
    return sorted(chosen, key=lambda line: (line[0].row["level"] != "national", -len(line), str(line[0].row["area"])))


def _parted(rows: Iterable[Row], *names: str) -> dict[tuple[str, ...], list[Row]]:
    parts: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        parts.setdefault(tuple(str(row[name] or "") for name in names), []).append(row)
    return parts


def _chosen(rows: Sequence[Row]) -> AreaFigure:
    """A document that follows the day hour by hour speaks with its last hour, any other with its first figure; of
    several documents the one that says "chính thức", then one that tells no hour and is not preliminary, then
    the latest."""
    spoken = [max(of_one, key=lambda row: (str(row["as_of"] or ""), -row["char_start"])) for of_one in _parted(rows, "document_id").values()]
    best = max(spoken, key=lambda row: (row["status"] == "final", row["status"] != "preliminary", not row["as_of"], str(row["of_day"] or ""), str(row["id"])))
    return AreaFigure(best, sum(row["value"] != best["value"] for row in spoken))
