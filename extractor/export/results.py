"""An archive in, its documents as Results out, one by one: what store/rows.py took apart is put together
again, so that whatever takes a Result (JSON Lines, spaCy, evaluation) takes an archive too. Sources that
could not be read come last, as Results without a document."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.facts import (
    Article,
    Citation,
    Comparison,
    Copy,
    DateMention,
    Deadline,
    Event,
    Evidence,
    Finding,
    FindingPlace,
    Header,
    Interval,
    Participant,
    Participation,
    Result,
    Role,
    Statistic,
    Unchecked,
)
from extractor.model import Document, MetaField, Page, Problem, Source, Span
from extractor.store import Archive

Row = Mapping[str, Any]
_RECORDS = ("citations", "dates", "deadlines", "participants", "events", "statistics", "findings")
_HEADER = (
    "genre number ordinal year notation type_code type title issuer superior place issued_on effective_on published_at author "
    "signer signer_title signing_authority urgency secrecy"
).split()
_DEADLINE = "obligation responsible kind cooperating recurrence earliest latest due edtf depends_on anchor offset_unit".split()
_CITATION = "number printed ordinal year notation type_code type title issuer issued_on relation resolved_to refers_to".split()
_STATISTIC = "indicator label printed value unit decimals qualifier area area_code level unit_no office subject base period as_of status".split()
# A finding over several documents belongs to none of them; it is given with the one its first place is in.
_ACROSS_DOCUMENTS = """
SELECT findings.* FROM finding_places JOIN findings ON findings.id = finding_places.finding_id
WHERE findings.document_id IS NULL AND finding_places.position = 0 AND finding_places.document_id = ? ORDER BY findings.rowid"""


@dataclass(frozen=True, slots=True)
class Held:
    """One document of an archive. sources: every place its bytes were found at. ids: those of its records,
    family by family, in the order of the Result."""

    result: Result
    sources: tuple[str, ...] = ()
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def held_results(archive: Archive) -> Iterator[Held]:
    """Every document of an archive in the order it was stored, then every source that could not be read."""
    for row in archive.rows("SELECT * FROM documents ORDER BY rowid"):
        yield _held(archive, row)
    failures: dict[str, list[Problem]] = defaultdict(list)
    for row in archive.rows("SELECT * FROM problems WHERE document_id IS NULL ORDER BY rowid"):
        failures[str(row["source"])].append(_problem(row))
    for source, problems in failures.items():
        yield Held(Result(source, None, problems=tuple(problems)))


def _held(archive: Archive, row: Row) -> Held:
    id = row["id"]
    tables = {name: _of(archive, name, id) for name in (*_RECORDS, "mentions", "roles", "participations", "evidence", "recipients", "problems")}
    tables["findings"] += archive.rows(_ACROSS_DOCUMENTS, [id])
    source = Source(row["source"], row["url"], row["publisher"], row["captured_at"])
    pages = tuple(map(_page, _of(archive, "pages", id, "number")))
    document = Document(id, source, row["media_type"], row["parser"], row["text"], row["language"], pages=pages, places=archive.places(id))
    result = Result(
        source=row["source"],
        document=document,
        header=_header(row, tables),
        citations=tuple(_citation(r) for r in tables["citations"]),
        dates=tuple(DateMention(**_record(r), interval=_interval(r), role=r["role"], printed=r["printed"]) for r in tables["dates"]),
        deadlines=tuple(Deadline(**_record(r), **{key: r[key] for key in _DEADLINE}, offset=r["offset_value"]) for r in tables["deadlines"]),
        participants=tuple(_participants(tables)),
        events=tuple(_event(r) for r in tables["events"]),
        statistics=tuple(_statistic(r) for r in tables["statistics"]),
        findings=tuple(_finding(archive, r) for r in tables["findings"]),
        unchecked=tuple(_unchecked(r) for r in _of(archive, "unchecked", id)),
        problems=tuple(_problem(r) for r in tables["problems"]),
        furniture=tuple(Span(start, end) for start, end in json.loads(row["furniture"])),
    )
    paths = tuple(str(r["path"]) for r in archive.rows("SELECT path FROM sources WHERE document_id = ? ORDER BY path", [id]))
    return Held(result, paths, {family: tuple(str(r["id"]) for r in tables[family]) for family in _RECORDS})


def _of(archive: Archive, table: str, document_id: str, order: str = "rowid") -> list[Row]:
    return list(archive.rows(f"SELECT * FROM {table} WHERE document_id = ? ORDER BY {order}", [document_id]))


def _page(row: Row) -> Page:
    return Page(row["number"], row["width"], row["height"], row["char_start"], row["char_end"], row["layer"], row["ocr_confidence"])


def _record(row: Row) -> dict[str, Any]:
    return {"span": _span(row), "rule": row["rule"], "certainty": row["certainty"], "confidence": row["confidence"]}


def _span(row: Row) -> Span:
    return Span(row["char_start"], row["char_end"])


def _interval(row: Row) -> Interval:
    said: dict[str, Any] = {"extent": row["extent"] or "throughout", "calendar": row["calendar"] or "gregorian", "certainty": row["certainty"]}
    return Interval(row["edtf"], row["earliest"], row["latest"], row["time"], **said)


def _header(row: Row, tables: Mapping[str, list[Row]]) -> Header:
    copy = Copy(row["copy_kind"], row["copy_number"], row["copy_issued_on"], row["copy_issuer"], row["copy_signer"]) if row["copy_kind"] else None
    printed = {kind: tuple(r["printed"] for r in tables["recipients"] if r["kind"] == kind) for kind in ("addressee", "recipient")}
    return Header(
        **{key: row[key] for key in _HEADER},
        signatures=tuple((s["name"], s["signed_at"]) for s in json.loads(row["signatures"])),
        addressees=printed["addressee"],
        recipients=printed["recipient"],
        copy=copy,
        annexes=tuple(json.loads(row["annexes"])),
        evidence={r["field"]: _evidence(r) for r in tables["evidence"]},
    )


def _evidence(row: Row) -> Evidence:
    if row["char_start"] is not None:
        return Evidence(_span(row), None, row["certainty"], row["rule"])
    meta = MetaField(row["field"], row["quote"] or "", row["found_in"] or "", row["line_no"], row["column_no"])
    return Evidence(None, meta if row["found_in"] else None, row["certainty"], row["rule"])


def _citation(row: Row) -> Citation:
    articles = tuple(Article(a.get("article"), a.get("clause"), a.get("point")) for a in json.loads(row["articles"]))
    return Citation(**_record(row), **{key: row[key] for key in _CITATION}, articles=articles)


def _participants(tables: Mapping[str, list[Row]]) -> Iterator[Participant]:
    parts: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in ("mentions", "roles", "participations")}
    for name, by_owner in parts.items():
        for part in sorted(tables[name], key=lambda r: r["position"]):
            by_owner[part["participant_id"]].append(part)
    for row in tables["participants"]:
        yield Participant(
            **_record(row),
            name=row["name"],
            group_name=row["group_name"],
            honorific=row["honorific"],
            mentions=tuple(_span(r) for r in parts["mentions"][row["id"]]),
            roles=tuple(Role(r["title"], r["organization"], _span(r)) for r in parts["roles"][row["id"]]),
            participation=tuple(Participation(r["kind"], _span(r)) for r in parts["participations"][row["id"]]),
        )


def _event(row: Row) -> Event:
    keys = {key: row[key] for key in ("name", "kind", "session", "time", "place", "mode", "status")}
    return Event(**_record(row), **keys, interval=_interval(row))


def _statistic(row: Row) -> Statistic:
    relation = row["comparison_relation"]
    comparison = Comparison(relation, row["comparison_period"], row["comparison_value"]) if relation else None
    cell = (row["cell_row"], row["cell_column"], row["cell_header"]) if row["cell_row"] is not None else None
    return Statistic(**_record(row), **{key: row[key] for key in _STATISTIC}, comparison=comparison, cell=cell)


def _finding(archive: Archive, row: Row) -> Finding:
    places = archive.rows("SELECT * FROM finding_places WHERE finding_id = ? ORDER BY position", [row["id"]])
    evidence = tuple(FindingPlace(str(place["document_id"]), _span(place)) for place in places)
    return Finding(row["check_id"], row["severity"], row["message"], row["expected"] or "", row["actual"] or "", evidence, row["suggestion"])


def _unchecked(row: Row) -> Unchecked:
    spans = (_span(row),) if row["char_start"] is not None else ()
    return Unchecked(row["check_id"], row["identity_id"] or "", row["reason"], spans, row["tolerance"])


def _problem(row: Row) -> Problem:
    span = _span(row) if row["char_start"] is not None else None
    return Problem(row["severity"], row["stage"], row["source"], row["message"], span)
