"""The tables of an archive, as SQL text: names are those of the public contract (docs/reference.md), so
they may grow, not change. Nothing comes in; migrations.py runs what stands here. Where a name of the
contract is a word of SQL, the column says the same otherwise: start and end of a page are char_start and
char_end, `offset` of a deadline is offset_value, `where` is found_in, `column` column_no.

A span is char_start, char_end (Unicode code points of documents.text, half-open), quote, page (that of
its first character) and boxes (JSON, [[page, x0, top, x1, bottom], ...] in points). For each row of each
table with a span, substr(text, char_start + 1, char_end - char_start) = quote; the view quote_faults
lists the rows for which that does not hold. Times of day of the machine stand in runs alone."""

from __future__ import annotations

_SPAN = """
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  char_start INTEGER, char_end INTEGER, quote TEXT, page INTEGER, boxes TEXT NOT NULL DEFAULT '[]'"""
_RECORD = f"""
  id TEXT NOT NULL PRIMARY KEY,{_SPAN},
  rule TEXT, certainty TEXT, confidence REAL,
  run_id TEXT NOT NULL REFERENCES runs(id)"""
_INTERVAL = "edtf TEXT, earliest TEXT, latest TEXT, time TEXT, extent TEXT, calendar TEXT"

#: Families of Result that are one table each: what a run may add or remove and a person may correct.
RECORD_TABLES = ("evidence", "citations", "dates", "deadlines", "participants", "events", "statistics", "findings")
#: Rows that belong to a participant, each with its own place.
PART_TABLES = ("mentions", "roles", "participations")
#: Every table whose rows point into documents.text.
SPAN_TABLES = ("evidence", "citations", "dates", "deadlines", "participants", *PART_TABLES, "events", "statistics", "finding_places", "problems")

_DOCUMENTS = """
CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY, rules_digest TEXT NOT NULL, program TEXT NOT NULL,
  parsers TEXT NOT NULL, options TEXT NOT NULL, started_at TEXT, finished_at TEXT
);
CREATE TABLE documents (
  id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, media_type TEXT, language TEXT, parser TEXT,
  url TEXT, publisher TEXT, captured_at TEXT, page_count INTEGER,
  genre TEXT, number TEXT, ordinal TEXT, year INTEGER, notation TEXT, type_code TEXT, type TEXT, title TEXT,
  issuer TEXT, superior TEXT, place TEXT, issued_on TEXT, effective_on TEXT, published_at TEXT, author TEXT,
  signer TEXT, signer_title TEXT, signing_authority TEXT, signatures TEXT NOT NULL DEFAULT '[]',
  copy_kind TEXT, copy_number TEXT, copy_issued_on TEXT, copy_issuer TEXT, copy_signer TEXT,
  urgency TEXT, secrecy TEXT, annexes TEXT NOT NULL DEFAULT '[]',
  document_key TEXT, day TEXT, run_id TEXT NOT NULL REFERENCES runs(id), text TEXT NOT NULL
);
CREATE INDEX documents_number ON documents(number);
CREATE INDEX documents_document_key ON documents(document_key);
CREATE INDEX documents_day ON documents(day);
CREATE TABLE sources (
  id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, document_id TEXT REFERENCES documents(id) ON DELETE CASCADE,
  url TEXT, publisher TEXT, captured_at TEXT
);
CREATE INDEX sources_path ON sources(path);
CREATE TABLE pages (
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  width REAL, height REAL, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, layer TEXT, ocr_confidence REAL,
  PRIMARY KEY (document_id, number)
);
CREATE TABLE place_maps (
  document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, packed BLOB NOT NULL
);
CREATE TABLE recipients (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('addressee', 'recipient')), position INTEGER NOT NULL, printed TEXT NOT NULL,
  run_id TEXT NOT NULL REFERENCES runs(id)
);
"""

_RECORDS = f"""
CREATE TABLE evidence ({_RECORD},
  field TEXT NOT NULL, value TEXT, found_in TEXT, line_no INTEGER, column_no INTEGER
);
CREATE TABLE citations ({_RECORD},
  number TEXT, printed TEXT, ordinal TEXT, year INTEGER, notation TEXT, type_code TEXT, type TEXT, title TEXT,
  articles TEXT NOT NULL DEFAULT '[]', issuer TEXT, issued_on TEXT, relation TEXT NOT NULL,
  resolved_to TEXT REFERENCES documents(id) ON DELETE SET NULL,
  refers_to TEXT REFERENCES citations(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX citations_number ON citations(number);
CREATE INDEX citations_resolved_to ON citations(resolved_to);
CREATE INDEX citations_refers_to ON citations(refers_to);
CREATE TABLE dates ({_RECORD}, {_INTERVAL}, role TEXT, printed TEXT);
CREATE INDEX dates_latest ON dates(latest);
CREATE TABLE deadlines ({_RECORD},
  obligation TEXT, responsible TEXT, cooperating TEXT, kind TEXT, recurrence TEXT,
  earliest TEXT, latest TEXT, due TEXT, edtf TEXT, depends_on TEXT, anchor TEXT, offset_value INTEGER, offset_unit TEXT
);
CREATE INDEX deadlines_latest ON deadlines(latest);
CREATE INDEX deadlines_due ON deadlines(due);
CREATE TABLE participants ({_RECORD}, name TEXT, group_name TEXT, honorific TEXT);
CREATE INDEX participants_name ON participants(name);
CREATE TABLE events ({_RECORD},
  name TEXT, kind TEXT, {_INTERVAL}, session TEXT, place TEXT, mode TEXT, status TEXT
);
CREATE INDEX events_latest ON events(latest);
CREATE TABLE statistics ({_RECORD},
  indicator TEXT NOT NULL, label TEXT, printed TEXT, value NUMERIC, decimals INTEGER, unit TEXT, qualifier TEXT,
  area TEXT, area_code TEXT, level TEXT, unit_no TEXT, office TEXT, subject TEXT, base TEXT, period TEXT, as_of TEXT,
  status TEXT, comparison_relation TEXT, comparison_period TEXT, comparison_value NUMERIC,
  cell_row INTEGER, cell_column INTEGER, cell_header TEXT
);
CREATE INDEX statistics_lookup ON statistics(indicator, area_code, office, period);
CREATE INDEX statistics_area_code ON statistics(area_code);
CREATE INDEX statistics_area ON statistics(area);
"""


def _part(name: str, columns: str) -> str:
    return f"""
CREATE TABLE {name} ({_RECORD},
  participant_id TEXT NOT NULL REFERENCES participants(id) ON DELETE CASCADE, position INTEGER NOT NULL{columns}
);
CREATE INDEX {name}_participant_id ON {name}(participant_id);"""


_PARTS = _part("mentions", "") + _part("roles", ", title TEXT, organization TEXT") + _part("participations", ", kind TEXT")

_FINDINGS = f"""
CREATE TABLE findings (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT REFERENCES documents(id) ON DELETE CASCADE,
  check_id TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, expected TEXT, actual TEXT,
  run_id TEXT NOT NULL REFERENCES runs(id)
);
CREATE INDEX findings_check_id ON findings(check_id);
CREATE TABLE finding_places (
  id TEXT NOT NULL PRIMARY KEY,
  finding_id TEXT NOT NULL REFERENCES findings(id) ON DELETE CASCADE, position INTEGER NOT NULL,{_SPAN}
);
CREATE INDEX finding_places_finding_id ON finding_places(finding_id);
CREATE TABLE problems (
  id TEXT NOT NULL PRIMARY KEY,
  document_id TEXT REFERENCES documents(id) ON DELETE CASCADE, source TEXT NOT NULL,
  severity TEXT NOT NULL, stage TEXT NOT NULL, message TEXT NOT NULL,
  char_start INTEGER, char_end INTEGER, quote TEXT, page INTEGER, boxes TEXT NOT NULL DEFAULT '[]',
  run_id TEXT NOT NULL REFERENCES runs(id)
);
CREATE INDEX problems_source ON problems(source);
"""

_REFERENCE = """
CREATE TABLE areas (
  id TEXT NOT NULL PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT, level TEXT, parent TEXT,
  valid_from TEXT, valid_to TEXT
);
CREATE INDEX areas_code ON areas(code);
CREATE INDEX areas_name ON areas(name);
CREATE TABLE indicators (id TEXT NOT NULL PRIMARY KEY, label TEXT, name_en TEXT, unit TEXT, details TEXT NOT NULL DEFAULT '{}');
"""

_HISTORY = """
CREATE TABLE changes (
  change_no INTEGER PRIMARY KEY, run_id TEXT NOT NULL REFERENCES runs(id), previous_run_id TEXT NOT NULL REFERENCES runs(id),
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, family TEXT NOT NULL, record_id TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('added', 'removed')), content TEXT NOT NULL
);
CREATE INDEX changes_run_id ON changes(run_id);
CREATE TABLE corrections (
  entry_no INTEGER PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents(id), family TEXT NOT NULL,
  char_start INTEGER, char_end INTEGER, quote TEXT, facet TEXT, record_id TEXT, field TEXT NOT NULL,
  value_before TEXT NOT NULL, value_after TEXT NOT NULL, made_by TEXT NOT NULL, made_on TEXT NOT NULL, reason TEXT NOT NULL,
  previous_hash TEXT NOT NULL, entry_hash TEXT NOT NULL UNIQUE
);
CREATE TRIGGER corrections_stay_as_written BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction is never changed: add another one'); END;
CREATE TRIGGER corrections_are_kept BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction is never deleted: add another one'); END;
CREATE TRIGGER corrections_are_not_replaced BEFORE INSERT ON corrections
WHEN EXISTS (SELECT 1 FROM corrections WHERE entry_no = NEW.entry_no)
BEGIN SELECT RAISE(ABORT, 'a correction is never replaced: add another one'); END;
"""

# The full-text table holds no text of its own: folded and lower-case text lead back to documents.text by
# offset (search.py), so a copy would double the archive for nothing. exact is the text with its accents.
_SEARCH = """
CREATE TABLE search_documents (
  serial INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE REFERENCES documents(id) ON DELETE CASCADE,
  day TEXT, type_code TEXT, type TEXT, genre TEXT, issuer_words TEXT
);
CREATE INDEX search_documents_day ON search_documents(day);
CREATE TABLE search_settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE search_words USING fts5(
  title, number, issuer, people, facts, body, exact, content='', tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO search_words(search_words, rank) VALUES ('rank', 'bm25(10.0, 10.0, 3.0, 4.0, 2.0, 1.0, 1.0)');
"""

#: The same as it is now: with marks, and titles and facets beside it (index.py).
SEARCH_TABLES = """
CREATE VIRTUAL TABLE search_words USING fts5(
  title, number, issuer, people, facts, body, exact, marks, content='', tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO search_words(search_words, rank) VALUES ('rank', 'bm25(10.0, 10.0, 3.0, 4.0, 2.0, 1.0, 1.0, 0.0)');
CREATE VIRTUAL TABLE search_titles USING fts5(title, number, marks, content='', tokenize="unicode61 remove_diacritics 0");
CREATE TABLE search_facets (
  serial INTEGER NOT NULL REFERENCES search_documents(serial) ON DELETE CASCADE, facet TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (serial, facet, value)
) WITHOUT ROWID;
"""

_BY_DOCUMENT = "\n".join(
    f"CREATE INDEX {name}_document_id ON {name}(document_id);"
    for name in ("sources", "recipients", *SPAN_TABLES, "findings", "changes", "corrections")
)
_QUOTE_FAULTS = "CREATE VIEW quote_faults AS\n" + "\nUNION ALL ".join(
    f"SELECT '{name}' AS family, {name}.id AS id, {name}.document_id AS document_id FROM {name} JOIN documents ON documents.id = {name}.document_id"
    f" WHERE {name}.char_start IS NOT NULL AND substr(documents.text, {name}.char_start + 1, {name}.char_end - {name}.char_start) IS NOT {name}.quote"
    for name in SPAN_TABLES
)

FIRST_SCHEMA = "\n".join((_DOCUMENTS, _RECORDS, _PARTS, _FINDINGS, _REFERENCE, _HISTORY, _SEARCH, _BY_DOCUMENT, _QUOTE_FAULTS + ";"))
