"""lists/*.csv in, WordLists out: the words an archivist may edit, each row with its id, its phrases (on the page
any of them) and an example. Stands under patterns.py, whose patterns may name a list, and rules.py."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from extractor.errors import RuleError
from extractor.text import normalize

LONGEST_ALTERNATION = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a word list: its id, its phrases (on the page any of them), and its other columns."""

    list: str
    id: str
    phrases: tuple[str, ...]
    exact: bool
    columns: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.columns.get(column, "")


@dataclass(frozen=True, slots=True)
class WordList:
    name: str
    file: str
    entries: tuple[Entry, ...]

    def by_id(self, id: str) -> Entry:
        return next(entry for entry in self.entries if entry.id == id)


def load_list(path: Path) -> WordList:
    entries: list[Entry] = []
    seen: set[str] = set()
    for line, row in read_csv(path):
        place = f"line {line}"
        if "id" not in row or "phrase" not in row or "example" not in row:
            raise RuleError("a word list needs the columns id, phrase and example", file=str(path), place=place)
        if row["id"] in seen or not row["id"]:
            raise RuleError(f"the id {row['id']!r} is missing or stands twice", file=str(path), place=place)
        seen.add(row["id"])
        phrases = tuple(normalize(p.strip()) for p in row["phrase"].split("|") if p.strip())
        if not phrases:
            raise RuleError("the phrase is empty", file=str(path), place=place)
        entries.append(Entry(path.stem, row["id"], phrases, row.get("case", "") == "exact", row))
    return WordList(path.stem, str(path), tuple(entries))


def alternation(words: WordList) -> str:
    """The phrases of a list as one group of a pattern, longest first."""
    phrases = sorted({p for entry in words.entries for p in entry.phrases}, key=lambda p: (-len(p), p))
    if len(phrases) > LONGEST_ALTERNATION:
        raise RuleError(f"{len(phrases)} phrases are too many for one alternation", file=words.file, remedy="look the list up with Annotations.hits instead")
    return "(?:" + "|".join(regex.escape(p, literal_spaces=True) for p in phrases) + ")"


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"not valid TOML: {error}", file=str(path)) from error


def read_csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            if None in row or None in row.values():
                raise RuleError("this row has more or fewer cells than the header", file=str(path), place=f"line {reader.line_num}")
            yield reader.line_num, row
