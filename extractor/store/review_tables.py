"""What review needs beside the log of corrections, as one migration. `reviews` says of each record that a person
looked at what became of it: it follows from the log and is made anew whenever the document is read again.
`person_links` is the append-only log of who is one person with whom: each entry puts one appearance of a name
in one document to a person, or takes it away; chained by hash like the log of corrections. The view
`person_appearances` gives the last word on each, led to the participant as it is read now."""

from __future__ import annotations

from sqlite_utils import Database

from extractor.store.audit_tables import statements

_TABLES = """
CREATE TABLE reviews (
  record_id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, family TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'corrected', 'added')), fields TEXT NOT NULL DEFAULT '[]',
  made_by TEXT NOT NULL, made_on TEXT NOT NULL, entry_no INTEGER NOT NULL
);
CREATE INDEX reviews_document_id ON reviews(document_id);
CREATE TABLE person_links (
  entry_no INTEGER PRIMARY KEY, person_id TEXT NOT NULL, document_id TEXT NOT NULL REFERENCES documents(id), name TEXT NOT NULL,
  char_start INTEGER, char_end INTEGER, quote TEXT, decision TEXT NOT NULL CHECK (decision IN ('joined', 'parted')),
  made_by TEXT NOT NULL, made_on TEXT NOT NULL, reason TEXT NOT NULL, previous_hash TEXT NOT NULL, entry_hash TEXT NOT NULL UNIQUE
);
CREATE INDEX person_links_document_id ON person_links(document_id, name);
CREATE INDEX person_links_person_id ON person_links(person_id);
CREATE TRIGGER person_links_stay_as_written BEFORE UPDATE ON person_links
BEGIN SELECT RAISE(ABORT, 'an entry is never changed: add another one'); END;
CREATE TRIGGER person_links_are_kept BEFORE DELETE ON person_links
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted: add another one'); END;
CREATE TRIGGER person_links_are_not_replaced BEFORE INSERT ON person_links
WHEN EXISTS (SELECT 1 FROM person_links WHERE entry_no = NEW.entry_no)
BEGIN SELECT RAISE(ABORT, 'an entry is never replaced: add another one'); END;
CREATE VIEW person_appearances AS
SELECT l.person_id AS person_id, p.id AS participant_id, p.document_id AS document_id, p.name AS name, l.entry_no AS entry_no,
  l.made_by AS made_by, l.made_on AS made_on, l.reason AS reason
FROM person_links AS l JOIN participants AS p ON p.document_id = l.document_id AND p.name IS NOT NULL AND (
  (p.char_start IS l.char_start AND (p.name = l.name OR p.quote = l.quote))
  OR (p.name = l.name AND (SELECT count(*) FROM participants AS q WHERE q.document_id = p.document_id AND q.name = p.name) = 1)
)
WHERE l.decision = 'joined' AND l.entry_no = (
  SELECT max(m.entry_no) FROM person_links AS m WHERE m.document_id = l.document_id AND m.name = l.name AND m.char_start IS l.char_start
);
"""


def add_review_tables(db: Database) -> None:
    """The migration."""
    for statement in statements(_TABLES):
        db.conn.execute(statement)
