"""A question in SQL in, its rows out, with columns of whatever kind the question gives: the one place where the
checks over documents read the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extractor.store import Archive

Row = dict[str, Any]


def ask(archive: Archive, sql: str, values: Sequence[str | int | float | None] = ()) -> Iterator[Row]:
    yield from archive.rows(sql, values)
