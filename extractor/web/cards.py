"""Rows of the archive in, cards out: what a person wants to see of a record, in the words of the interface.
Every page that lists records shows the same card, with the way to the record's place in its document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.web.visit import link
from extractor.web.words import Words

FAMILIES = ("findings", "deadlines", "statistics", "participants", "events", "citations", "dates", "evidence", "problems")
_IN_WORDS = {
    "relation", "role", "extent", "calendar", "kind", "session", "mode", "status", "qualifier", "level", "office", "severity", "stage",
}  # fmt: skip
_DAYS = {"issued_on", "due", "earliest", "latest", "as_of"}
_DETAILS = {
    "citations": ("type", "title", "relation", "issuer", "issued_on"),
    "dates": ("role", "time", "extent", "calendar"),
    "deadlines": ("due", "kind", "responsible", "cooperating", "depends_on", "recurrence"),
    "events": ("kind", "session", "time", "place", "mode", "status"),
    "statistics": ("area", "level", "office", "unit_no", "subject", "period", "qualifier", "status", "as_of"),
    "problems": ("severity", "stage"),
}
_USUAL = ("throughout", "gregorian", "exact")  # goes without saying
_SHORT = 12  # characters of a record's id on a page: enough to tell those of one document apart


@dataclass(frozen=True, slots=True)
class Card:
    """One record. head: its value, in short. details: label and value. id: as it stands on the page; record: the
    whole of it. review: what a person did to it (state, made_by, made_on), None where nobody looked at it."""

    id: str
    family: str
    head: str
    details: tuple[tuple[str, str], ...]
    quote: str
    rule: str
    certainty: str
    start: int | None
    page: int | None
    severity: str = ""
    address: str = ""
    record: str = ""
    review: Mapping[str, Any] | None = None


def short(record_id: object) -> str:
    return str(record_id)[:_SHORT]


def place_link(document_id: object, start: object, record_id: object = "") -> str:
    """The address of a record's place in its document; the part of a long text that holds it is asked for."""
    return link(f"/-/doc/{document_id}", at=start) + (f"#t-{short(record_id)}" if record_id else "")


def card(family: str, row: Mapping[str, Any], words: Words, labels: Mapping[str, str] | None = None, said: Sequence[tuple[str, str]] = ()) -> Card:
    """The card of a row. labels: of indicators. said: details besides those of the row (roles of a person)."""
    details = [*_details(family, row, words), *said]
    start = row.get("char_start")
    return Card(
        short(row["id"]), family, _head(family, row, words, labels or {}), tuple(details), " ".join(str(row.get("quote") or "").split()),
        str(row.get("rule") or ""), str(row.get("certainty") or ""), start, row.get("page"), str(row.get("severity") or ""),
        place_link(row["document_id"], start, row["id"]) if row.get("document_id") else "", str(row["id"]), row.get("review"),
    )  # fmt: skip


def message(text: object, words: Words) -> str:
    """A message of the archive holds both languages, "Tiếng Việt / English"; the one asked for."""
    halves = str(text).split(" / ")
    return halves[words.language != "vi"] if len(halves) == 2 else str(text)


def figure(row: Mapping[str, Any], words: Words) -> str:
    """A statistic's value as it is printed, with its unit; as it was corrected where a person said that it is another."""
    corrected = json.loads((row.get("review") or {}).get("fields") or row.get("corrected") or "[]")
    kept = "" if "value" in corrected and "printed" not in corrected else row.get("printed")
    printed = str(kept or words.number(row.get("value"), row.get("decimals") or 0))
    unit = words.value("unit", row.get("unit") or "")
    return printed if not unit or unit in printed else f"{printed}{'' if unit == '%' else ' '}{unit}"


def _head(family: str, row: Mapping[str, Any], words: Words, labels: Mapping[str, str]) -> str:
    match family:
        case "citations":
            return str(row["number"] or row["title"] or row["type"] or "")
        case "dates":
            return interval(row, words)
        case "deadlines":
            return str(row["obligation"] or interval(row, words) or "")
        case "participants":
            return " ".join(str(part) for part in (row["honorific"], row["name"] or row["group_name"]) if part)
        case "events":
            return str(row["name"] or words.value("kind", row["kind"] or ""))
        case "statistics":
            return f"{labels.get(row['indicator'], row['label'] or row['indicator'])}: {figure(row, words)}"
        case "evidence":
            return f"{words.value('field', row['field'])}: {row['value'] or ''}"
        case _:
            return message(row.get("message") or "", words)


def interval(row: Mapping[str, Any], words: Words) -> str:
    """A date or the days from and to, as they are written; the EDTF where they are not days of a calendar."""
    earliest, latest = row.get("earliest"), row.get("latest")
    if earliest and latest:
        return words.day(latest) if earliest == latest else f"{words.day(earliest)} – {words.day(latest)}"
    return words.day(latest or earliest) or str(row.get("edtf") or "")


def _details(family: str, row: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str]]:
    for key in _DETAILS.get(family, ()):
        value = row.get(key)
        if value not in (None, "", *_USUAL):
            yield words.value("field", key), words.value(key, value) if key in _IN_WORDS else words.day(value) if key in _DAYS else str(value)
    if family == "events" and (when := interval(row, words)):
        yield words.value("field", "edtf"), when
    if family == "citations":
        articles = ", ".join(_article(article, words) for article in json.loads(row.get("articles") or "[]"))
        if articles:
            yield words.value("field", "articles"), articles
    if family == "deadlines" and row.get("offset_value"):
        counted = f"{row['offset_value']} {words.value('offset_unit', row['offset_unit'])}"
        yield words.value("field", "offset"), f"{counted} {words('deadline.from')} {row['anchor']}" if row.get("anchor") else counted
    if family == "statistics" and row.get("comparison_relation"):
        parts = (words.value("relation", row["comparison_relation"]), row["comparison_value"], row["comparison_period"])
        yield words.value("field", "comparison"), " ".join(str(part) for part in parts if part is not None)
    if family == "findings":
        yield words.value("field", "expected"), str(row["expected"] or "")
        yield words.value("field", "actual"), str(row["actual"] or "")


def _article(article: Mapping[str, Any], words: Words) -> str:
    parts = ((key, article.get(key)) for key in ("point", "clause", "article"))
    return " ".join(f"{words.value('field', key)} {value}" for key, value in parts if value)
