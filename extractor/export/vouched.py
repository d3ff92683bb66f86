"""A document of an archive in, what people vouched for of it out: the records that were confirmed, corrected or added,
the header fields likewise, and whether somebody looked through the whole. What the rules found and nobody
looked at is no gold and no example to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from extractor.export.results import Held, held_results
from extractor.facts import Result
from extractor.store import Archive

_FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics")


@dataclass(frozen=True, slots=True)
class Vouched:
    """checked: the whole document was looked through, so what is not here is not there. ids: of records. fields: of
    the header."""

    held: Held
    checked: bool
    ids: frozenset[str]
    fields: frozenset[str]

    def vouches(self, family: str, index: int) -> bool:
        """Whether a person said so of one record, by its place in the Result."""
        return self.checked or self.held.ids[family][index] in self.ids

    def result(self) -> Result:
        """The Result with what people vouched for, and nothing else."""
        whole = self.held.result
        kept: dict[str, Any] = {family: tuple(record for index, record in enumerate(getattr(whole, family)) if self.vouches(family, index)) for family in _FAMILIES}
        evidence = {name: found for name, found in whole.header.evidence.items() if self.checked or name in self.fields}
        return replace(whole, header=replace(whole.header, evidence=evidence), findings=(), **kept)


def vouched(archive: Archive) -> Iterator[Vouched]:
    """The documents that a person looked at, in the order they were stored."""
    reviewed = {str(row["document_id"]) for row in archive.rows("SELECT DISTINCT document_id FROM corrections")}
    if not reviewed:
        return
    for held in held_results(archive):
        document = held.result.document
        if document is None or document.id not in reviewed:
            continue
        rows = list(archive.rows("SELECT record_id, family FROM reviews WHERE document_id = ?", [document.id]))
        fields = {str(row["field"]) for row in archive.rows("SELECT field FROM evidence WHERE document_id = ? AND id IN (SELECT record_id FROM reviews)", [document.id])}
        fields |= {str(row["field"]) for row in archive.rows("SELECT field FROM corrections WHERE document_id = ? AND family = 'documents' AND field <> 'checked'", [document.id])}
        checked = any(row["family"] == "documents" for row in rows)
        yield Vouched(held, checked, frozenset(str(row["record_id"]) for row in rows), frozenset(fields))
