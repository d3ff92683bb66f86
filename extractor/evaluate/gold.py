"""A folder of NAME.gold.json files in, Gold out: what must be found in each document. The form is that of
corpus/README.md. A folder below the one given is a split of its own (corpus holds dev and unseen)."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import VanbanError

#: The record families, in the order in which figures are shown.
FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics", "findings")
_NOT_ATTRIBUTES = {"quote", "optional", "parts", "participation_may", "note", "check"}
_KEYS = {"source", "document", "note", *FAMILIES}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row of the gold. values: the attributes it states (a list gives alternatives, None wants none).
    may: participation kinds that may be given. parts: names under which a group may come row by row."""

    family: str
    values: Mapping[str, Any]
    quote: str
    optional: bool = False
    parts: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one document. rows: only the families its file lists; another is not judged there."""

    file: Path
    source: str
    split: str
    document: Mapping[str, Any]
    rows: Mapping[str, tuple[Wanted, ...]]

    @property
    def path(self) -> Path:
        """The document itself, beside its gold."""
        return self.file.with_name(self.source)


def read_gold(folder: Path | str) -> tuple[Gold, ...]:
    """Every gold file in a folder and the folders below, in order of name; VanbanError where there is none."""
    root = Path(folder)
    files = _files(root)
    if not files:
        raise VanbanError("holds no NAME.gold.json file", file=str(root), remedy="give a folder with documents and their gold, for example corpus/dev")
    return tuple(_read(path, root) for path in files)


def gold_digest(folder: Path | str) -> str:
    """SHA-256 over the names and bytes of all gold files of a folder: changes when any gold changes."""
    root = Path(folder)
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.gold.json"))


def _read(path: Path, root: Path) -> Gold:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise VanbanError(f"not valid JSON: {error}", file=str(path), remedy="mend the gold file") from error
    if not isinstance(content, dict) or not isinstance(content.get("source"), str):
        raise VanbanError('names no document: the key "source" is missing', file=str(path), remedy="see corpus/README.md for the form")
    if unknown := set(content) - _KEYS:
        raise VanbanError(f"has the unknown key {sorted(unknown)[0]!r}", file=str(path), remedy=f"known: {', '.join(sorted(_KEYS))}")
    rows = {family: tuple(_wanted(family, row, path) for row in content[family]) for family in FAMILIES if family in content}
    split = path.parent.relative_to(root).as_posix()
    return Gold(path, unicodedata.normalize("NFC", content["source"]), path.parent.name if split == "." else split, content.get("document", {}), rows)


def _wanted(family: str, row: Any, path: Path) -> Wanted:
    if not isinstance(row, dict) or not row.get("quote"):
        raise VanbanError(f"a row of {family} has no quote", file=str(path), remedy="every row quotes the words it stands in")
    values = {key: value for key, value in row.items() if key not in _NOT_ATTRIBUTES}
    if family == "findings":
        values["check_id"] = row["check"]
    return Wanted(family, values, row["quote"], bool(row.get("optional")), tuple(row.get("parts", ())), tuple(row.get("participation_may", ())))
