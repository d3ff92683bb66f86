"""What was extracted in, Outputs out: the rows of each family as the public contract writes them, whether
they come from a Result of this run or from JSON Lines of an earlier one, so that both are judged alike."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from extractor import wire
from extractor.errors import VanbanError
from extractor.evaluate.gold import FAMILIES
from extractor.facts import Result


@dataclass(frozen=True, slots=True)
class Found:
    """One row of output. start and end are None for a value read from metadata. where: the metadata field."""

    family: str
    values: Mapping[str, Any]
    start: int | None
    end: int | None
    quote: str
    where: str = ""
    rule: str = ""

    def touches(self, other: Found) -> bool:
        return None not in (self.start, other.start) and (self.start or 0) < (other.end or 0) and (other.start or 0) < (self.end or 0)


@dataclass(frozen=True, slots=True)
class Output:
    """What one document gave. name: the file's own name, by which its gold is found."""

    source: str
    name: str
    id: str | None
    text: str
    document: Mapping[str, Any]
    evidence: Mapping[str, Found]
    rows: Mapping[str, tuple[Found, ...]]

    def spans(self) -> Iterator[Found]:
        """Every place the output points at: of each record, its parts, and the header's evidence."""
        for rows in self.rows.values():
            for row in rows:
                yield from row.values.get("places", (row,))
                for part in ("mentions", "roles", "participation"):
                    yield from (_found(part, one.get("span", one), {}) for one in row.values.get(part, ()))
        yield from (found for found in self.evidence.values() if not found.where)

    def holds(self, found: Found) -> bool:
        """Whether the quote of a place is what the text has there, to the letter."""
        return found.start is not None and bool(found.quote) and self.text[found.start : found.end] == found.quote


def from_result(result: Result) -> Output:
    """The Output of a Result of this run."""
    return from_object(wire.to_object(result))


def read_outputs(path: Path | str) -> tuple[Output, ...]:
    """The Outputs of a JSON Lines file as `vanban extract` writes it; VanbanError where a line is none."""
    file = Path(path)
    outputs: list[Output] = []
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    outputs.append(_from_line(line, file, number))
    except (OSError, UnicodeDecodeError) as error:
        raise VanbanError(f"cannot be read: {error}", file=str(file), remedy="give the output of vanban extract") from error
    return tuple(outputs)


def _from_line(line: str, file: Path, number: int) -> Output:
    try:
        content = json.loads(line)
        return from_object(content)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise VanbanError("is no document of vanban extract", file=str(file), place=f"line {number}", remedy="make it with: vanban extract PATH") from error


def from_object(content: Mapping[str, Any]) -> Output:
    """The Output of one JSON object of the contract."""
    document = content["document"]
    source = str(document.get("source") or "")
    name = unicodedata.normalize("NFC", PurePath(source.rpartition("!")[2] or source).name)
    evidence = {key: _found("evidence", span, {}) for key, span in (document.get("evidence") or {}).items()}
    rows = {family: tuple(_rows(family, content)) for family in FAMILIES}
    return Output(source, name, document.get("id"), content.get("text") or "", document, evidence, rows)


def _rows(family: str, content: Mapping[str, Any]) -> Iterator[Found]:
    for row in content.get(family) or ():
        if family == "findings":
            yield from _finding(row)
        else:
            yield _found(family, row["span"], {key: value for key, value in row.items() if key != "span"}, row.get("rule") or "")


def _finding(row: Mapping[str, Any]) -> Iterator[Found]:
    """A finding stands at its first place in this document; the others are kept beside it."""
    places = tuple(_found("findings", place["span"], {}) for place in row.get("evidence") or () if place["span"].get("quote"))
    if places:
        values = {key: row.get(key) for key in ("check_id", "severity", "message", "expected", "actual")}
        yield Found("findings", {**values, "places": places}, places[0].start, places[0].end, places[0].quote)


def _found(family: str, span: Mapping[str, Any], values: Mapping[str, Any], rule: str = "") -> Found:
    return Found(family, values, span.get("start"), span.get("end"), span.get("quote") or "", span.get("where") or "", rule)
