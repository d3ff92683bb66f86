"""The records of one document that answer a query: those whose own words (a statistic's label, area and
indicator, a person's name and role, a citation's number) or whose stretch of the text hold words of it, and
those that a filter asked for. The best come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from extractor.model import Span
from extractor.store.index import folded, record_words, spoken
from extractor.store.query import finder, weight
from extractor.store.rows import Value

_FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics")
_HIDDEN = {"id", "document_id", "char_start", "char_end", "quote", "page", "boxes", "rule", "run_id", "articles"}
_MOST = 8


@dataclass(frozen=True, slots=True)
class RecordHit:
    """One record: family and id (its row in the table of that name), place, quote, and its columns that say
    something."""

    family: str
    id: str
    span: Span
    page: int | None
    quote: str
    values: Mapping[str, str | int | float]


def records_of(
    db: Database,
    document_id: str,
    terms: Sequence[tuple[str, ...]],
    view: Callable[[str], str],
    marked: Sequence[Span],
    *,
    indicator: str | None = None,
    area: str | None = None,
    person: str | None = None,
) -> tuple[RecordHit, ...]:
    """Records that the filters name, or that hold a term; those with more of the terms first. marked: the
    finds that the reader is shown, which break ties."""
    pattern = finder(terms) if terms else None
    roles = _roles(db, document_id)
    scored: list[tuple[tuple[int, int, int, int], RecordHit]] = []
    for family in _FAMILIES:
        cursor = db.conn.execute(f"SELECT * FROM {family} WHERE document_id = ? ORDER BY char_start, id", [document_id])
        names = [column[0] for column in cursor.description]
        for found in cursor:
            row: dict[str, Value] = dict(zip(names, found, strict=True))
            asked = _asked(family, row, indicator, area, person)
            said = view(f"{row['quote']}\n{record_words(family, row)}\n{roles.get(str(row['id']), '')}")
            held = weight(terms, {match.lastgroup for match in pattern.finditer(said)}) if pattern else 0
            if not (asked or held):
                continue
            hit = _record(family, row)
            shown = any(hit.span.touches(span) for span in marked)
            scored.append(((-asked, -held, -shown, hit.span.start), hit))
    best = sorted(scored, key=lambda item: item[0])
    return tuple(hit for _, hit in best[:_MOST])


def _roles(db: Database, document_id: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for owner, title, organization in db.conn.execute("SELECT participant_id, title, organization FROM roles WHERE document_id = ?", [document_id]):
        said[owner] = f"{said.get(owner, '')}\n{title} {organization or ''}"
    return said


def _asked(family: str, row: Mapping[str, Value], indicator: str | None, area: str | None, person: str | None) -> bool:
    if family == "statistics" and (indicator or area):
        return (not indicator or row["indicator"] == indicator) and (not area or area in (row["area"], row["area_code"]))
    if family == "participants" and person:
        view = folded if folded(person) == spoken(person) else spoken
        return view(person).strip() in view(f"{row['name'] or ''} {row['group_name'] or ''}")
    return False


def _record(family: str, row: Mapping[str, Value]) -> RecordHit:
    values = {name: value for name, value in row.items() if name not in _HIDDEN and value is not None}
    span = Span(int(row["char_start"] or 0), int(row["char_end"] or 0))
    return RecordHit(family, str(row["id"]), span, None if row["page"] is None else int(row["page"]), str(row["quote"]), values)
