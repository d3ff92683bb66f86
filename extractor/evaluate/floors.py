"""Scores and floors.toml: what the figures must not fall below, pinned beside the gold they were measured
on. Floors are written a little below what was measured, only rise by themselves, and are lowered by saying
so; a gold file that changes makes them void until they are written again."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import VanbanError
from extractor.evaluate.scoring import Scores

MARGIN = 0.01

_HEAD = """\
# What the figures of {folder} must reach: F1 for key (found) and strict (right in everything).
# Written by: vanban evaluate {folder} --write-floors {file}
# Floors only rise that way; to lower one, add --lower and say why in the commit.

[gold]
documents = {documents}
digest = "{digest}"
"""


@dataclass(frozen=True, slots=True)
class Floor:
    key: float
    strict: float


@dataclass(frozen=True, slots=True)
class Floors:
    """digest: gold_digest of the folder the floors were measured on."""

    digest: str
    floors: Mapping[str, Floor]


def read_floors(path: Path | str) -> Floors:
    """Floors as pinned; VanbanError where the file is missing or not of that form."""
    file = Path(path)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        floors = {family: Floor(float(row["key"]), float(row["strict"])) for family, row in content["floors"].items()}
        return Floors(content["gold"]["digest"], floors)
    except FileNotFoundError as error:
        raise VanbanError("there is no such file", file=str(file), remedy=f"write it with: vanban evaluate corpus/dev --write-floors {file}") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise VanbanError(f"is no file of floors: {error}", file=str(file), remedy="restore it from version control") from error


def shortfalls(floors: Floors, scores: Scores) -> Iterator[str]:
    """In words, every figure that is below its floor."""
    measured = {m.family: m.counts for m in scores.measures if m.split == "all"}
    for family, floor in floors.floors.items():
        for name, least in (("key", floor.key), ("strict", floor.strict)):
            got = getattr(measured[family], name) if family in measured else 0.0
            if got < least:
                yield f"{family}: F1 {name} is {got:.4f}, its floor {least:.3f}"


def write_floors(path: Path | str, folder: Path | str, digest: str, scores: Scores, *, lower: bool = False) -> Floors:
    """Pin the measured figures less MARGIN, keeping every floor that is already higher. Raises VanbanError
    where a figure fell below its floor, unless `lower`: then floors follow the figures down."""
    file = Path(path)
    old = read_floors(file).floors if file.exists() else {}
    if not lower and old and (fallen := list(shortfalls(Floors(digest, old), scores))):
        raise VanbanError("; ".join(fallen), file=str(file), remedy="mend what broke, or lower the floors on purpose with --lower")
    floors: dict[str, Floor] = {}
    for measure in scores.measures:
        if measure.split == "all":
            key, strict = _below(measure.counts.key), _below(measure.counts.strict)
            kept = old.get(measure.family, Floor(0.0, 0.0)) if not lower else Floor(0.0, 0.0)
            floors[measure.family] = Floor(max(key, kept.key), max(strict, kept.strict))
    documents = max((m.documents for m in scores.measures if m.split == "all"), default=0)
    lines = [_HEAD.format(folder=Path(folder).as_posix(), file=file.as_posix(), documents=documents, digest=digest)]
    lines += [f"[floors.{family}]\nkey = {floor.key:.3f}\nstrict = {floor.strict:.3f}\n" for family, floor in floors.items()]
    file.write_text("\n".join(lines), encoding="utf-8")
    return Floors(digest, floors)


def _below(measured: float) -> float:
    return max(0.0, math.floor((measured - MARGIN) * 1000) / 1000)
