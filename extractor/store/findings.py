"""Findings out of an archive, each with every place that bears it and the last word people had on it: what
`vanban audit`, its report, the exports and the web side list. Ordered by document and place. Also what could
not be checked, with the reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from extractor.errors import StoreError
from extractor.store.archive import Archive


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One stretch that bears a finding; start and end are offsets of the document's text. boxes: its lines on
    the page, (page, x0, top, x1, bottom) in points from the top left."""

    document_id: str
    source: str
    page: int | None
    start: int
    end: int
    quote: str
    boxes: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding as stored, with its places. state: "open", "accepted" or "dismissed", with whose reason."""

    id: str
    severity: str
    check_id: str
    message: str
    expected: str
    actual: str
    places: tuple[FoundPlace, ...]
    suggestion: str = ""
    state: str = "open"
    reason: str = ""
    made_by: str = ""
    made_on: str = ""

    def as_object(self) -> dict[str, Any]:
        """The finding as a JSON object, names as in the contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class UncheckedRow:
    """What could not be checked: how often, and one place of it."""

    check_id: str
    identity_id: str
    reason: str
    tolerance: str
    number: int
    source: str
    quote: str


def findings_of(archive: Archive, *, document: str | None = None, check: str | None = None, since: str | None = None) -> Iterator[FoundRow]:
    """The findings that pass the filters. document: an id or its beginning; also those over documents that rest
    on it. since: a run; only findings that it or a later run added. Raises StoreError where there is no such
    run or document."""
    conditions, values = ["1"], []
    if document is not None:
        if not any(archive.rows("SELECT 1 FROM documents WHERE substr(id, 1, length(?)) = ? LIMIT 1", [document, document])):
            raise StoreError(f"no document's id begins with {document!r}", file=str(archive.path), remedy="vanban search shows the ids")
        conditions.append("f.id IN (SELECT finding_id FROM finding_places WHERE substr(document_id, 1, length(?)) = ?)")
        values += [document, document]
    if check is not None:
        conditions.append("f.check_id = ?")
        values.append(check)
    if since is not None:
        if not any(archive.rows("SELECT 1 FROM runs WHERE id = ?", [since])):
            raise StoreError(f"there is no run {since!r}", file=str(archive.path), remedy="the table runs lists them")
        conditions.append("f.run_id IN (SELECT id FROM runs WHERE started_at >= (SELECT started_at FROM runs WHERE id = ?))")
        values.append(since)
    rows = archive.rows(
        f"""SELECT f.id, f.severity, f.check_id, f.message, f.expected, f.actual, f.suggestion, s.state, s.reason, s.made_by, s.made_on,
              p.document_id, d.source, p.page, p.char_start, p.char_end, p.quote, p.boxes
            FROM findings f JOIN finding_places p ON p.finding_id = f.id JOIN documents d ON d.id = p.document_id
            JOIN finding_states s ON s.finding_id = f.id
            WHERE {" AND ".join(conditions)}
            ORDER BY f.document_id IS NULL, (SELECT o.source FROM documents o WHERE o.id = f.document_id), f.id, p.position""",
        values,
    )
    yield from _grouped(rows)


def unchecked_of(archive: Archive, *, document: str | None = None) -> Iterator[UncheckedRow]:
    """What the audit of documents looked at and could not decide, by check and reason, the most frequent first."""
    condition, values = ("WHERE substr(u.document_id, 1, length(?)) = ?", [document, document]) if document is not None else ("", [])
    rows = archive.rows(
        f"""SELECT u.check_id, coalesce(u.identity_id, '') AS identity_id, u.reason, u.tolerance, count(*) AS number, min(d.source) AS source, u.quote
            FROM unchecked u JOIN documents d ON d.id = u.document_id {condition}
            GROUP BY u.check_id, u.identity_id, u.reason{", u.id" if document is not None else ""} ORDER BY number DESC, u.check_id, u.identity_id, u.char_start""",
        values,
    )
    for row in rows:
        yield UncheckedRow(**row)  # type: ignore[arg-type]  # columns as selected


def _grouped(rows: Iterator[dict[str, Any]]) -> Iterator[FoundRow]:
    head: dict[str, Any] | None = None
    places: list[FoundPlace] = []
    for row in rows:
        if head is not None and row["id"] != head["id"]:
            yield _row(head, places)
            places = []
        head = row
        boxes = tuple(tuple(box) for box in json.loads(row["boxes"]))
        places.append(FoundPlace(row["document_id"], row["source"], row["page"], row["char_start"], row["char_end"], row["quote"], boxes))
    if head is not None:
        yield _row(head, places)


def _row(head: dict[str, Any], places: list[FoundPlace]) -> FoundRow:
    said = {name: head[name] or "" for name in ("expected", "actual", "suggestion", "reason", "made_by", "made_on")}
    return FoundRow(id=head["id"], severity=head["severity"], check_id=head["check_id"], message=head["message"], state=head["state"], places=tuple(places), **said)
