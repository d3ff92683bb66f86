"""Findings out of an archive, each with every place that bears it: what `vanban audit`, the exports and the
web side list. Ordered by document and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from extractor.errors import StoreError
from extractor.store.archive import Archive


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One stretch that bears a finding; start and end are offsets of the document's text."""

    document_id: str
    source: str
    page: int | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding as stored, with its places."""

    id: str
    severity: str
    check_id: str
    message: str
    expected: str
    actual: str
    places: tuple[FoundPlace, ...]

    def as_object(self) -> dict[str, Any]:
        """The finding as a JSON object, names as in the contract."""
        return asdict(self)


def findings_of(archive: Archive, *, document: str | None = None, check: str | None = None, since: str | None = None) -> Iterator[FoundRow]:
    """The findings that pass the filters. document: an id or its beginning. since: a run; only findings
    that it or a later run added. Raises StoreError where there is no such run or document."""
    conditions, values = ["1"], []
    if document is not None:
        if not any(archive.rows("SELECT 1 FROM documents WHERE substr(id, 1, length(?)) = ? LIMIT 1", [document, document])):
            raise StoreError(f"no document's id begins with {document!r}", file=str(archive.path), remedy="vanban search shows the ids")
        conditions.append("substr(f.document_id, 1, length(?)) = ?")
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
        f"""SELECT f.id, f.severity, f.check_id, f.message, f.expected, f.actual, p.document_id, d.source, p.page, p.char_start, p.char_end, p.quote
            FROM findings f JOIN finding_places p ON p.finding_id = f.id JOIN documents d ON d.id = p.document_id
            WHERE {" AND ".join(conditions)} ORDER BY d.source, f.id, p.position""",
        values,
    )
    yield from _grouped(rows)


def _grouped(rows: Iterator[dict[str, Any]]) -> Iterator[FoundRow]:
    head: dict[str, Any] | None = None
    places: list[FoundPlace] = []
    for row in rows:
        if head is not None and row["id"] != head["id"]:
            yield _row(head, places)
            places = []
        head = row
        places.append(FoundPlace(row["document_id"], row["source"], row["page"], row["char_start"], row["char_end"], row["quote"]))
    if head is not None:
        yield _row(head, places)


def _row(head: dict[str, Any], places: list[FoundPlace]) -> FoundRow:
    return FoundRow(head["id"], head["severity"], head["check_id"], head["message"], head["expected"] or "", head["actual"] or "", tuple(places))
