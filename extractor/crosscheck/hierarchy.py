"""Totals and the areas below them in, a Finding for each that does not add up out: communes against their
district, districts (since 1 July 2025: communes) against their province, provinces against the nation, with the
areas that stood on that day, wherever in the archive the figures are. A sum is judged only where every area is
known - or where those that are known are more than the whole - and each figure has one value all over the
archive: where sources disagree on a part, figures.py says so, and nothing follows for the sum."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.audit.figures import written
from extractor.audit.slips import suggested, variations
from extractor.crosscheck.asked import Row, ask
from extractor.crosscheck.figures import read_said, spoken_names
from extractor.facts import Finding, FindingPlace
from extractor.model import Span
from extractor.rules import RuleSet
from extractor.store import Archive
from extractor.store.across import FIGURE_PLACES, OFF_TOTALS, PART_PLACES

CHECK = "hierarchy"
_MESSAGE = ("Số của các đơn vị cấp dưới cộng lại không bằng số của cấp trên.", "The figures of the areas below do not add up to that of the area above.")
_OVER = ("Số của các đơn vị cấp dưới cộng lại đã lớn hơn số của cấp trên.", "The figures of some areas below are already more than that of the area above.")
_MOST_PLACES = 64
_MOST_SHOWN = 3


def off_totals(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    labels = spoken_names(rules)
    for row in ask(archive, OFF_TOTALS):
        whole = _total(archive, row)
        parts = list(ask(archive, PART_PLACES, {**{name: row[name] for name in ("indicator", "period", "office")}, "level": row["part_level"], "above": row["area_code"]}))
        if whole is None or len(parts) != row["parts"]:
            continue
        complete = row["parts"] == row["expected_parts"]
        label = ", ".join(str(part) for part in (labels.get(row["indicator"], row["indicator"]), labels.get(row["office"], row["office"]), whole["area"], row["period"]) if part)
        of = f"{row['parts']}/{row['expected_parts']} đơn vị"
        expected = f"{label}: {_number(row['reckoned'])} ({of})"
        message = _MESSAGE if complete else _OVER
        places = tuple(FindingPlace(str(place["document_id"]), Span(place["char_start"], place["char_end"])) for place in (whole, *parts))[:_MOST_PLACES]
        yield Finding(CHECK, "warning", " / ".join(message), expected, str(whole["printed"]), places, _suggestion(row, whole, parts) if complete else "")


def _total(archive: Archive, row: Row) -> Row | None:
    values = [row[name] for name in ("indicator", "period", "area_code", "level", "office")]
    return next(ask(archive, FIGURE_PLACES, [*values, row["total"]]), None)


def _suggestion(row: Row, whole: Row, parts: list[Row]) -> str:
    """Which part, or which digit of which figure, makes up the difference."""
    missing = Fraction(str(row["total"])) - Fraction(str(row["reckoned"]))
    said = []
    for wanted, place in ((-missing, whole), *((missing, part) for part in parts)):
        one = read_said({**_BARE, **place, "indicator": row["indicator"], "value": place.get("value", row["total"]), "unit": row["unit"]})
        for figure, swapped in variations(one.figure) if one is not None else ():
            if one is not None and figure.value - one.figure.value == wanted:
                how = "đổi chỗ hai chữ số (digits swapped)" if swapped else "sai một chữ số (one digit)"
                said.append((not swapped, f"{place['area'] or ''} {one.figure.printed} → {figure.printed}: {how}".strip()))
    return suggested([words for _, words in sorted(said)], _MOST_SHOWN)


_BARE: Row = {"certainty": "stated", "decimals": 0, "qualifier": "exact", "day": None, "status": None, "genre": None, "period": None, "as_of": None}


def _number(value: float | int) -> str:
    exact = Fraction(str(value))
    return written(exact, 0 if exact.denominator == 1 else 2)
