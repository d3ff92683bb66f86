"""Who is one person with whom: participants in, entries of an append-only log out. Two documents that print the same
name may mean two people; only a person says that they mean one, and may take it back. An entry names the
document, the name and its place, not the row, so that it outlives a change of rules; the view
person_appearances leads the last word on each to the participants as they are read now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from extractor.errors import StoreError
from extractor.store.chain import append, chain_faults
from extractor.store.rows import Row
from extractor.store.runs import digest

_HASHED = ("person_id", "document_id", "name", "char_start", "char_end", "quote", "decision", "made_by", "made_on", "reason", "previous_hash")


@dataclass(frozen=True, slots=True)
class PersonLog:
    """The log within one transaction: who decides, when and why."""

    db: Database
    made_by: str
    made_on: str
    reason: str

    def join(self, participants: Sequence[str]) -> str:
        """Say that these participants, by id, are one person; the person's id. Those of a person known already
        join the first of them."""
        rows = [self._row(participant_id) for participant_id in dict.fromkeys(participants)]
        if len(rows) < 2:
            raise StoreError("one person is joined from two appearances or more", remedy="choose at least two")
        known = [person for row in rows if (person := self._person(row))]
        first = rows[0]
        person = known[0] if known else digest("person", first["document_id"], first["name"], first["char_start"], self._entries())
        for row in rows:
            if self._person(row) != person:
                self._append(person, row, "joined")
        return person

    def part(self, participants: Sequence[str]) -> int:
        """Take participants, by id, away from the person they were joined to; how many were."""
        joined = [(row, person) for row in map(self._row, dict.fromkeys(participants)) if (person := self._person(row))]
        if not joined:
            raise StoreError("none of these was joined to a person", remedy="nothing was changed")
        for row, person in joined:
            self._append(person, row, "parted")
        return len(joined)

    def _append(self, person: str, row: Row, decision: str) -> None:
        if not self.made_by.strip() or not self.reason.strip():
            raise StoreError("a decision needs a name and a reason", remedy="say who decides and why")
        place = self._linked_place(row)
        entry: Row = {"person_id": person, **place, "decision": decision, "made_by": self.made_by, "made_on": self.made_on, "reason": self.reason}
        append(self.db, "person_links", entry, _HASHED)

    def _linked_place(self, row: Row) -> Row:
        """The place by which a participant was linked before, so that a later word on it is on the same; else its own."""
        found = self.db.conn.execute(
            "SELECT l.name, l.char_start, l.char_end, l.quote FROM person_appearances a JOIN person_links l ON l.entry_no = a.entry_no WHERE a.participant_id = ?", [row["id"]]
        ).fetchone()
        name, start, end, quote = found or (row["name"], row["char_start"], row["char_end"], row["quote"])
        return {"document_id": row["document_id"], "name": name, "char_start": start, "char_end": end, "quote": quote}

    def _person(self, row: Row) -> str | None:
        found = self.db.conn.execute("SELECT person_id FROM person_appearances WHERE participant_id = ?", [row["id"]]).fetchone()
        return str(found[0]) if found else None

    def _row(self, participant_id: str) -> Row:
        names = ("id", "document_id", "name", "char_start", "char_end", "quote")
        found = self.db.conn.execute(f"SELECT {', '.join(names)} FROM participants WHERE id = ? AND name IS NOT NULL", [participant_id]).fetchone()
        if found is None:
            raise StoreError(f"no person has the id {participant_id!r}", remedy="open the page again: the document may have been read anew since")
        return dict(zip(names, found, strict=True))

    def _entries(self) -> int:
        return int(self.db.conn.execute("SELECT count(*) FROM person_links").fetchone()[0])


def person_faults(db: Database) -> list[str]:
    """What is wrong with the log: empty while no entry was altered, taken out or put between."""
    return chain_faults(db, "person_links", _HASHED)
