"""What the audit needs beside findings, as one migration: a suggestion and an evidence key for each finding,
the list of what could not be checked, and the log of decisions people took on findings.

evidence_key is a digest of what a finding rests on - its check, the quotes of its places in their documents
and both values - so that a decision holds as long as exactly that is said again, whatever rule or run says
it. The log is append-only like that of corrections, each entry chained to the one before by its hash. The
view finding_states gives each finding the last word on it: "open", "accepted" or "dismissed"."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from extractor.store.runs import digest

_TABLES = """
ALTER TABLE findings ADD COLUMN suggestion TEXT NOT NULL DEFAULT '';
ALTER TABLE findings ADD COLUMN evidence_key TEXT;
CREATE TABLE unchecked (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  char_start INTEGER, char_end INTEGER, quote TEXT, page INTEGER, boxes TEXT NOT NULL DEFAULT '[]',
  check_id TEXT NOT NULL, identity_id TEXT, reason TEXT NOT NULL, tolerance TEXT NOT NULL DEFAULT '',
  run_id TEXT NOT NULL REFERENCES runs(id)
);
CREATE INDEX unchecked_document_id ON unchecked(document_id);
CREATE TABLE decisions (
  entry_no INTEGER PRIMARY KEY, evidence_key TEXT NOT NULL, finding_id TEXT NOT NULL, check_id TEXT NOT NULL, message TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('accepted', 'dismissed', 'open')), reason TEXT NOT NULL, made_by TEXT NOT NULL, made_on TEXT NOT NULL,
  previous_hash TEXT NOT NULL, entry_hash TEXT NOT NULL UNIQUE
);
CREATE INDEX decisions_evidence_key ON decisions(evidence_key);
CREATE TRIGGER decisions_stay_as_written BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never changed: take another one'); END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted: take another one'); END;
CREATE TRIGGER decisions_are_not_replaced BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE entry_no = NEW.entry_no)
BEGIN SELECT RAISE(ABORT, 'a decision is never replaced: take another one'); END;
CREATE VIEW finding_states AS
SELECT findings.id AS finding_id, coalesce(decisions.decision, 'open') AS state, decisions.reason AS reason, decisions.made_by AS made_by,
  decisions.made_on AS made_on
FROM findings LEFT JOIN decisions ON decisions.entry_no = (
  SELECT max(d.entry_no) FROM decisions AS d WHERE d.evidence_key = findings.evidence_key
);
"""


def evidence_key(check_id: str, quotes: Iterable[tuple[object, object]], expected: object, actual: object) -> str:
    """quotes: (document id, quote) of each place, in order."""
    return digest("evidence", check_id, [list(pair) for pair in quotes], expected, actual)


def add_audit_tables(db: Database) -> None:
    """The migration; findings stored before it get their key."""
    for statement in statements(_TABLES):
        db.conn.execute(statement)
    for finding_id, check_id, expected, actual in db.conn.execute("SELECT id, check_id, expected, actual FROM findings").fetchall():
        quotes = db.conn.execute("SELECT document_id, quote FROM finding_places WHERE finding_id = ? ORDER BY position", [finding_id]).fetchall()
        key = evidence_key(check_id, quotes, expected, actual)
        db.conn.execute("UPDATE findings SET evidence_key = ? WHERE id = ?", [key, finding_id])


def statements(script: str) -> Iterable[str]:
    """executescript() would end the transaction of the migration: one statement at a time, triggers whole."""
    lines: list[str] = []
    for line in script.strip().splitlines():
        lines.append(line)
        if line.rstrip().endswith(";") and (not any(s.startswith("CREATE TRIGGER") for s in lines) or line.rstrip().endswith("END;")):
            yield "\n".join(lines)
            lines = []
