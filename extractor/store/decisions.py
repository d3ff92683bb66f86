"""What people decided on findings: an open database in, entries of an append-only log out. A finding is
accepted (it is so, somebody sees to it) or dismissed (it is no fault), with a name and a reason; "open" takes
either back. A decision names the evidence of the finding, not its row, so it holds on every later run as
long as the same check says the same of the same quotes; once the evidence changes, the finding is open again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from extractor.errors import StoreError
from extractor.store.chain import append, chain_faults
from extractor.store.rows import Row

DECISIONS = ("accepted", "dismissed", "open")
_HASHED = ("evidence_key", "finding_id", "check_id", "message", "decision", "reason", "made_by", "made_on", "previous_hash")


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the log. made_on: ISO day."""

    entry_no: int
    finding_id: str
    check_id: str
    message: str
    decision: str
    reason: str
    made_by: str
    made_on: str


def decide(db: Database, finding: str, decision: str, *, reason: str, made_by: str, made_on: str) -> Decision:
    """Append a decision on a finding, named by its id or the beginning of it. Within a transaction. Raises
    StoreError where there is no such finding, several, or no reason."""
    if decision not in DECISIONS:
        raise StoreError(f"{decision!r} is no decision", remedy=f"known: {', '.join(DECISIONS)}")
    if not reason.strip() or not made_by.strip():
        raise StoreError("a decision needs a name and a reason", remedy="say who decides and why")
    meant = db.conn.execute("SELECT id, evidence_key, check_id, message FROM findings WHERE substr(id, 1, length(:id)) = :id LIMIT 2", {"id": finding}).fetchall()
    if len(meant) != 1 or not finding:
        known = "several findings begin" if meant else "no finding's id begins"
        raise StoreError(f"{known} with {finding!r}", remedy="vanban audit --format json lists the ids")
    ((finding_id, key, check_id, message),) = meant
    entry: Row = {
        "evidence_key": key, "finding_id": finding_id, "check_id": check_id, "message": message, "decision": decision,
        "reason": reason, "made_by": made_by, "made_on": made_on,
    }  # fmt: skip
    return Decision(append(db, "decisions", entry, _HASHED), finding_id, check_id, message, decision, reason, made_by, made_on)


def decision_faults(db: Database) -> list[str]:
    """What is wrong with the log: empty while no entry was altered, taken out or put between."""
    return chain_faults(db, "decisions", _HASHED)
