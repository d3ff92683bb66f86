"""The public tables of an archive in, one CSV or Parquet file each out. Columns are those of the database;
nothing is renamed or reckoned. The text of documents goes into Parquet, not into CSV, where a spreadsheet
cuts it off; JSON Lines has it too."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from extractor.errors import VanbanError
from extractor.export.files import Written, folder, whole_file
from extractor.store import Archive

# The map of each text back to its source is packed, and the search index means nothing outside.
_INNER = ("place_maps", "search_", "sqlite_")
_BATCH_ROWS = 10_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def public_tables(archive: Archive) -> list[str]:
    """The tables of an archive that are for readers, in the order of the schema."""
    names = (str(row["name"]) for row in archive.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"))
    return [name for name in names if not name.startswith(_INNER)]


def write_csv(archive: Archive, out: Path, *, excel: bool = False) -> tuple[Written, ...]:
    """One NAME.csv a table, UTF-8, fields quoted where need be. excel: with a byte order mark, and with an
    apostrophe before text that a spreadsheet would run as a formula."""
    return tuple(_write_csv(archive, table, folder(out) / f"{table}.csv", excel) for table in public_tables(archive))


def _write_csv(archive: Archive, table: str, path: Path, excel: bool) -> Written:
    columns = [name for name, _ in _columns(archive, table) if (table, name) != ("documents", "text")]
    count = 0
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for row in _rows(archive, table, columns):
            writer.writerow([_harmless(value) for value in row] if excel else row)
            count += 1
    return Written(path, count)


def write_parquet(archive: Archive, out: Path) -> tuple[Written, ...]:
    """One NAME.parquet a table, with the column types of the database. VanbanError where pyarrow is missing."""
    try:
        arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise VanbanError("Parquet needs the package pyarrow, which is not installed", remedy="pip install pyarrow, or export csv or jsonl") from error
    types = {"INTEGER": arrow.int64(), "REAL": arrow.float64(), "NUMERIC": arrow.float64()}
    return tuple(_write_parquet(archive, table, folder(out) / f"{table}.parquet", arrow, parquet, types) for table in public_tables(archive))


def _write_parquet(archive: Archive, table: str, path: Path, arrow: Any, parquet: Any, types: dict[str, Any]) -> Written:
    columns = _columns(archive, table)
    schema = arrow.schema([(name, types.get(declared, arrow.string())) for name, declared in columns])
    rows = _rows(archive, table, [name for name, _ in columns])
    count = 0
    with whole_file(path) as part, parquet.ParquetWriter(part, schema) as writer:
        while batch := list(islice(rows, _BATCH_ROWS)):
            arrays = [arrow.array(values, type=field.type) for values, field in zip(zip(*batch, strict=True), schema, strict=True)]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            count += len(batch)
    return Written(path, count)


def _columns(archive: Archive, table: str) -> list[tuple[str, str]]:
    """Name and declared type of each column, also of an empty table."""
    return [(str(row["name"]), str(row["type"])) for row in archive.rows("SELECT name, type FROM pragma_table_info(?)", [table])]


def _rows(archive: Archive, table: str, columns: Sequence[str]) -> Iterator[list[Any]]:
    """The rows of a table in the order they were stored."""
    for row in archive.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid"):
        yield list(row.values())


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
