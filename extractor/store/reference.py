"""The areas and indicators of a RuleSet in, two tables of the archive filled: what a code or an id in the
records means stands beside them, for whoever opens the file without the program. Areas are dated (63
provinces until 30 June 2025, 34 since; valid_to is the last day), so a code may stand in several rows."""

from __future__ import annotations

from sqlite_utils import Database

from extractor.rules import Entry, RuleSet
from extractor.store.changes import insert
from extractor.store.rows import Row, as_json
from extractor.store.runs import digest

_AREA_COLUMNS = ("code", "name", "kind", "level", "parent", "valid_from", "valid_to")


def put_reference(db: Database, rules: RuleSet) -> None:
    """Replace both tables by what the rules hold. To be called within a transaction."""
    areas = {row["id"]: row for row in (_area(dict(table_row)) for table_row in rules.tables.get("areas", ()))}
    entries = rules.lists["indicators"].entries if "indicators" in rules.lists else ()
    indicators = {row["id"]: row for row in map(_indicator, entries)}
    for table, rows in (("areas", areas), ("indicators", indicators)):
        db.conn.execute(f"DELETE FROM {table}")
        insert(db, table, list(rows.values()))


def _area(values: dict[str, str]) -> Row:
    row: Row = {column: values.get(column) or None for column in _AREA_COLUMNS}
    return {"id": digest("areas", *row.values()), **row}


def _indicator(entry: Entry) -> Row:
    details = {name: value for name, value in entry.columns.items() if name not in ("id", "phrase", "unit", "name_en", "example") and value}
    own: Row = {"id": entry.id, "label": entry.phrases[0], "name_en": entry["name_en"] or None, "unit": entry["unit"] or None}
    return {**own, "details": as_json(details)}
