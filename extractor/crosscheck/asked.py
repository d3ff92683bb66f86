"""A question in SQL in, its rows out, with columns of whatever kind the question gives: the one place where the
checks over documents read the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.store import Archive

Value = str | int | float | None
Row = dict[str, Any]


def ask(archive: Archive, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> Iterator[Row]:
    yield from archive.rows(sql, values)
