"""A family in, the fields of its form out; what a person typed in, values of the archive's columns out. Which fields a
form has stands in fields.csv. Numbers and days may be written as Vietnamese or as programs write them; what
cannot be read is a fault with the field's name, never a guess. follow() says what else changes with a value: the
parts of a number, the due day of a deadline."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

from extractor.numbers import TypeCodes, parse_number
from extractor.rules import RuleSet
from extractor.values import read_number
from extractor.web.words import Words

_FILE = Path(__file__).with_name("fields.csv")
_DAY = regex.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_PLAIN = regex.compile(r"-?\d+(?:\.\d+)?")
_GROUPED = regex.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
Value = str | int | float | None
#: The families of which a person may add a record, in the order of the page.
ADDED = ("statistics", "deadlines", "dates", "participants", "roles", "participations", "events", "citations", "evidence")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. input: "text", "long", "day", "number", "integer", "choice", "indicator" or "person"."""

    family: str
    name: str
    input: str
    options: tuple[str, ...] = ()


class UnreadableError(ValueError):
    """What was typed in is no day or no number. Its words: the field and the key of the message."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


@lru_cache(maxsize=1)
def _fields() -> dict[str, tuple[Field, ...]]:
    found: dict[str, tuple[Field, ...]] = {}
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            field = Field(row["family"], row["field"], row["input"], tuple(row["options"].split()))
            found[field.family] = (*found.get(field.family, ()), field)
    return found


def fields_of(family: str) -> tuple[Field, ...]:
    """The fields of a family's form; none for a family that has no form."""
    return _fields().get(family, ())


def written(field: Field, value: object, words: Words) -> str:
    """A value as it stands in its field: a day as the language of the interface writes it, a number always as on
    the page, for 12.345 cannot mean one thing to one reviewer and another to the next."""
    if value is None:
        return ""
    if field.input == "day" and words.language == "vi":
        return words.day(value)
    if field.input == "number" and isinstance(value, int | float):
        text = f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        whole, _, decimals = text.partition(".")
        return f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")
    return str(value)


def read(field: Field, text: str) -> Value:
    """What was typed into a field; None where it is empty. Raises UnreadableError."""
    plain = text.strip() if field.input == "long" else " ".join(text.split())
    if not plain:
        return None
    match field.input:
        case "day":
            return _day(field.name, plain)
        case "number":
            return _number(field.name, plain)
        case "integer":
            if not regex.fullmatch(r"\d{1,9}", plain):
                raise UnreadableError(field.name, "review.no_number")
            return int(plain)
        case _:
            return plain


def _day(name: str, text: str) -> str:
    match = _DAY.fullmatch(text)
    iso = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}" if match else text
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError as error:
        raise UnreadableError(name, "review.no_day") from error


def _number(name: str, text: str) -> int | float:
    """12.345 is grouped, as on the page; 12.5 and 12,5 are twelve and a half."""
    if _PLAIN.fullmatch(text) and not _GROUPED.fullmatch(text):
        return float(text) if "." in text else int(text)
    figure = read_number(text.removesuffix("%").strip())
    if figure.value is None:
        raise UnreadableError(name, "review.no_number")
    return figure.value


def follow(family: str, changed: Mapping[str, Value], row: Mapping[str, Any], rules: RuleSet) -> dict[str, Value]:
    """What else changes with the values of a record, where a person said nothing of it themselves."""
    found: dict[str, Value] = {}
    whole = {**row, **changed}
    if family in ("documents", "citations") and isinstance(number := changed.get("number"), str):
        parts = parse_number(number, TypeCodes(rules))
        if parts is not None:
            found = {"ordinal": parts.ordinal, "year": parts.year, "notation": parts.notation, "type_code": parts.type_code}
            if parts.type:
                found["type"] = parts.type
    if family in ("documents", "citations") and "number" in changed and changed["number"] is None:
        found = {"ordinal": None, "notation": None}
    if family in ("dates", "events") and {"earliest", "latest"} & set(changed) and whole.get("earliest") and whole.get("latest"):
        first, last = whole["earliest"], whole["latest"]
        found["edtf"] = first if first == last else f"{first}/{last}"
    if family == "deadlines" and {"latest", "kind"} & set(changed):
        latest = whole.get("latest")
        if latest and not whole.get("offset_value"):
            found["edtf"] = latest
            found["due"] = (date.fromisoformat(str(latest)) - timedelta(days=1)).isoformat() if whole.get("kind") == "before" else latest
    return {name: value for name, value in found.items() if name not in changed and name in row and row[name] != value}
