"""A place in, a file that is whole or not there out: exports write beside their place and move the file
when it is finished."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import VanbanError


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export and how many rows (tables) or documents it holds."""

    path: Path
    rows: int


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to; what was written there stands at `path` when the block ends well."""
    if path.is_dir():
        raise VanbanError("is a folder; this format is one file", file=str(path), remedy=f"give a file name, for example {path / 'archive'}")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def folder(path: Path) -> Path:
    """The folder of an export of several files, made where it is missing."""
    if path.exists() and not path.is_dir():
        raise VanbanError("is a file; this format is a folder of files, one a table", file=str(path), remedy="give a folder")
    path.mkdir(parents=True, exist_ok=True)
    return path
