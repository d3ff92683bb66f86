"""The archive's tables in, rows that ought to agree out: the questions an audit over documents asks, as SQL
over whole tables, so that memory stays flat and time grows with the rows, not with their pairs. What the
answers mean is said above (extractor/crosscheck). Only figures are compared that say plainly what they are
of: an area of the gazetteer, a period, a value that is no plan. put_findings() stores what was concluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlite_utils import Database

from extractor.facts import Finding
from extractor.store.audit_tables import evidence_key
from extractor.store.changes import insert
from extractor.store.rows import Row
from extractor.store.runs import digest

_COMPARABLE = """value IS NOT NULL AND period IS NOT NULL AND area_code IS NOT NULL AND level IS NOT NULL AND indicator <> 'other'
  AND coalesce(certainty, '') <> 'planned' AND qualifier <> 'target'"""

#: What tells apart the things figures are of; as_of and status tell apart the moments at which they were taken.
FIGURE_KEY = ("indicator", "period", "area_code", "level", "office", "unit_no", "subject", "unit")
_KEY = ", ".join(FIGURE_KEY)
_SAME_KEY = " AND ".join(f"s.{name} IS g.{name}" for name in FIGURE_KEY)

# NOT INDEXED: to walk the table once and sort is quick on disk; to walk an index and fetch row by row is not.
#: Every figure of each thing that two documents report differently, by thing and day of the document.
RIVAL_FIGURES = f"""
SELECT s.*, d.day AS day, d.genre AS genre, d.issuer AS issuer, d.publisher AS publisher, d.source AS source
FROM (SELECT {_KEY} FROM statistics NOT INDEXED WHERE {_COMPARABLE} GROUP BY {_KEY} HAVING min(value) < max(value) AND min(document_id) < max(document_id)) AS g
JOIN statistics AS s ON {_SAME_KEY}
JOIN documents AS d ON d.id = s.document_id
WHERE s.value IS NOT NULL AND coalesce(s.certainty, '') <> 'planned' AND s.qualifier <> 'target'
ORDER BY {", ".join("s." + name for name in FIGURE_KEY)}, d.day IS NULL, d.day, s.document_id, s.char_start"""

_ONE_VALUE = f"""
CREATE TEMP TABLE one_value AS
SELECT indicator, period, area_code, level, office, unit, min(value) AS value, min(document_id) AS first_document, max(document_id) AS last_document
FROM statistics NOT INDEXED
WHERE {_COMPARABLE} AND unit <> 'percent' AND qualifier = 'exact' AND as_of IS NULL AND unit_no IS NULL AND subject IS NULL
GROUP BY indicator, period, area_code, level, office, unit HAVING min(value) = max(value)"""
_ONE_VALUE_INDEX = "CREATE INDEX temp.one_value_lookup ON one_value(indicator, period, area_code, level)"

_PART_SUMS = """
CREATE TEMP TABLE part_sums AS
SELECT c.indicator, c.period, c.office, c.unit, c.level, within.above AS above, sum(c.value) AS reckoned, count(*) AS parts,
  min(c.first_document) AS first_document, max(c.last_document) AS last_document
FROM one_value AS c
JOIN (SELECT code, level, CASE WHEN level = 'province' THEN 'VN' ELSE parent END AS above, valid_from, valid_to FROM areas) AS within
  ON within.code = c.area_code AND within.level = c.level
  AND (within.valid_from IS NULL OR within.valid_from <= c.period) AND (within.valid_to IS NULL OR c.period <= within.valid_to)
GROUP BY c.indicator, c.period, c.office, c.unit, c.level, within.above HAVING count(*) > 1"""

#: Each total whose parts, the areas right below it on that day, are all known and add up to something else, or
#: add up to more although some, fewer than half, are missing. expected_parts: how many areas there are.
OFF_TOTALS = """
SELECT p.indicator, p.period, p.area_code, p.level, p.office, p.unit, p.value AS total, c.reckoned, c.parts, c.level AS part_level, a.expected_parts
FROM part_sums AS c
CROSS JOIN one_value AS p ON p.indicator = c.indicator AND p.period = c.period AND p.area_code = c.above AND p.level <> c.level
  AND p.office IS c.office AND p.unit = c.unit
JOIN temp.area_counts AS a ON a.above = c.above AND a.level = c.level AND a.period = c.period
WHERE (c.parts = a.expected_parts AND c.reckoned <> p.value) OR (c.reckoned > p.value AND 2 * c.parts >= a.expected_parts)
ORDER BY p.indicator, p.period, p.area_code, p.office"""
_AREA_COUNTS = """
CREATE TEMP TABLE area_counts AS
SELECT CASE WHEN a.level = 'province' THEN 'VN' ELSE a.parent END AS above, a.level AS level, p.period AS period, count(DISTINCT a.code) AS expected_parts
FROM (SELECT DISTINCT period FROM one_value) AS p JOIN areas AS a
  ON (a.valid_from IS NULL OR a.valid_from <= p.period) AND (a.valid_to IS NULL OR p.period <= a.valid_to)
GROUP BY 1, 2, 3"""
_AREA_COUNTS_INDEX = "CREATE INDEX temp.area_counts_lookup ON area_counts(above, level, period)"

#: One place of each figure of a thing: (indicator, period, area_code, level, office, value).
FIGURE_PLACES = """
SELECT document_id, char_start, char_end, printed, area FROM statistics
WHERE indicator = ? AND period = ? AND area_code = ? AND level = ? AND office IS ? AND value = ? AND qualifier = 'exact' AND as_of IS NULL
ORDER BY document_id, char_start LIMIT 1"""
#: The parts of a total, from the areas down, so that each step is a look-up: indicator, period, office, level (of the parts), above.
PART_PLACES = """
SELECT s.document_id, min(s.char_start) AS char_start, s.char_end, s.printed, s.area, s.value, s.area_code
FROM (SELECT :indicator AS indicator, :period AS period, :office AS office, :level AS level, :above AS above) AS asked
CROSS JOIN areas AS a ON a.level = asked.level AND CASE WHEN a.level = 'province' THEN 'VN' ELSE a.parent END = asked.above
  AND (a.valid_from IS NULL OR a.valid_from <= asked.period) AND (a.valid_to IS NULL OR asked.period <= a.valid_to)
CROSS JOIN one_value AS c ON c.indicator = asked.indicator AND c.period = asked.period AND c.area_code = a.code AND c.level = a.level AND c.office IS asked.office
CROSS JOIN statistics AS s ON s.indicator = c.indicator AND s.area_code = c.area_code AND s.office IS c.office AND s.period = c.period AND s.level = c.level
WHERE s.qualifier = 'exact' AND s.as_of IS NULL AND s.unit_no IS NULL AND s.subject IS NULL AND s.document_id = c.first_document
GROUP BY s.area_code ORDER BY s.area_code"""

#: Citations and heads of the numbers with a year that are said to be of several days.
DATED_TWICE = """
WITH said AS (
  SELECT number, notation, year, issued_on, document_id, char_start, char_end, 0 AS own FROM citations
  WHERE number IS NOT NULL AND year IS NOT NULL AND length(issued_on) = 10
  UNION ALL
  SELECT d.number, d.notation, d.year, d.issued_on, d.id, e.char_start, e.char_end, 1 FROM documents AS d
  JOIN evidence AS e ON e.document_id = d.id AND e.field = 'issued_on' AND e.char_start IS NOT NULL
  WHERE d.number IS NOT NULL AND d.year IS NOT NULL AND length(d.issued_on) = 10
)
SELECT said.* FROM said JOIN (
  SELECT number FROM said GROUP BY number HAVING min(issued_on) < max(issued_on) AND min(document_id) < max(document_id)
) AS g ON g.number = said.number
ORDER BY said.number, said.issued_on, said.document_id, said.char_start"""

_NAMED_BODIES = """
WITH said AS (
  SELECT c.number, c.notation, c.year, c.issued_on, c.issuer, c.document_id, c.char_start, c.char_end, 0 AS own, d.issuer AS home, d.superior AS above
  FROM citations AS c JOIN documents AS d ON d.id = c.document_id WHERE c.number IS NOT NULL AND c.issuer IS NOT NULL
  UNION ALL
  SELECT d.number, d.notation, d.year, d.issued_on, d.issuer, d.id, e.char_start, e.char_end, 1, d.issuer, d.superior FROM documents AS d
  JOIN evidence AS e ON e.document_id = d.id AND e.field = 'number' AND e.char_start IS NOT NULL
  WHERE d.number IS NOT NULL AND d.issuer IS NOT NULL
)"""
#: Citations and heads with their issuers, of the numbers that have several days within one year (day_year).
DATED_TWICE_IN_A_YEAR = f"""{_NAMED_BODIES}
SELECT said.*, g.day_year FROM said JOIN (
  SELECT number, substr(issued_on, 1, 4) AS day_year FROM said WHERE length(issued_on) = 10
  GROUP BY 1, 2 HAVING min(issued_on) < max(issued_on) AND min(document_id) < max(document_id)
) AS g ON g.number = said.number AND g.day_year = substr(said.issued_on, 1, 4)
WHERE length(said.issued_on) = 10
ORDER BY said.number, g.day_year, said.issued_on, said.document_id, said.char_start"""
#: Citations and heads of the numbers with a year that are said to be of several bodies.
ISSUED_TWICE = f"""{_NAMED_BODIES}
SELECT said.* FROM said JOIN (
  SELECT number FROM said WHERE year IS NOT NULL GROUP BY number HAVING min(issuer) < max(issuer) AND min(document_id) < max(document_id)
) AS g ON g.number = said.number
ORDER BY said.number, said.document_id, said.char_start"""

#: Citations that lean on an act after another document repealed or replaced it as a whole.
CITED_AFTER_REPEAL = """
SELECT c.number, c.notation, c.year, c.document_id, c.char_start, c.char_end, d.day AS day, d.source AS source,
  ended.ended_on AS ended_on, ended.by_number AS by_number, ended.document_id AS by_document, ended.char_start AS by_start, ended.char_end AS by_end
FROM (
  SELECT r.number, r.document_id, r.char_start, r.char_end, o.number AS by_number, min(coalesce(o.effective_on, o.issued_on)) AS ended_on
  FROM citations AS r JOIN documents AS o ON o.id = r.document_id
  WHERE r.relation IN ('repeals', 'replaces') AND r.year IS NOT NULL AND r.number IS NOT NULL AND r.articles = '[]' AND o.genre IN ('normative', 'administrative')
    AND coalesce(o.effective_on, o.issued_on) IS NOT NULL
  GROUP BY r.number
) AS ended
JOIN citations AS c ON c.number = ended.number AND c.relation IN ('based_on', 'implements') AND c.document_id <> ended.document_id
JOIN documents AS d ON d.id = c.document_id AND d.day > ended.ended_on
GROUP BY c.document_id, c.number ORDER BY c.number, c.document_id"""

#: Each number that documents cite and the archive does not hold.
NOT_HELD = """
SELECT c.number, c.document_id, min(c.char_start) AS char_start, c.char_end, count(DISTINCT c.document_id) AS documents FROM citations AS c
WHERE c.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.number = c.number)
GROUP BY c.number ORDER BY c.number"""

#: Documents that share number, issuer and year.
SAME_NUMBER = """
SELECT d.document_key, d.id AS document_id, d.number, d.title, d.issued_on, d.issuer,
  coalesce(e.char_start, 0) AS char_start, coalesce(e.char_end, min(40, length(d.text))) AS char_end
FROM documents AS d
JOIN (SELECT document_key FROM documents WHERE document_key IS NOT NULL GROUP BY document_key HAVING count(*) > 1) AS g ON g.document_key = d.document_key
LEFT JOIN evidence AS e ON e.document_id = d.id AND e.field = 'number' AND e.char_start IS NOT NULL
GROUP BY d.id ORDER BY d.document_key, d.issued_on, d.id"""

#: What could not be compared across documents, and why.
NOT_COMPARED = {
    "no area of the gazetteer": "SELECT count(*) AS n FROM statistics WHERE indicator <> 'other' AND value IS NOT NULL AND area_code IS NULL",
    "no period": "SELECT count(*) AS n FROM statistics WHERE indicator <> 'other' AND value IS NOT NULL AND area_code IS NOT NULL AND period IS NULL",
    "no indicator of the list": "SELECT count(*) AS n FROM statistics WHERE indicator = 'other'",
    "the printed figure is malformed": "SELECT count(*) AS n FROM statistics WHERE value IS NULL",
    "planned, not reported": "SELECT count(*) AS n FROM statistics WHERE certainty = 'planned'",
    "a number without a year, of which no body or no day is said": "SELECT count(*) AS n FROM citations"
    " WHERE number IS NOT NULL AND year IS NULL AND (issuer IS NULL OR issued_on IS NULL)",
}

_PLACE = """
SELECT quote, page, boxes FROM statistics WHERE document_id = :document AND char_start = :first AND char_end = :last
UNION ALL SELECT quote, page, boxes FROM citations WHERE document_id = :document AND char_start = :first AND char_end = :last
UNION ALL SELECT quote, page, boxes FROM evidence WHERE document_id = :document AND char_start = :first AND char_end = :last
UNION ALL SELECT substr(text, :first + 1, :last - :first), NULL, '[]' FROM documents WHERE id = :document
LIMIT 1"""
_BATCH = 500


def prepare(db: Database) -> None:
    """Temporary tables that OFF_TOTALS reads; they live beside the archive and leave no trace in it."""
    for table in ("one_value", "area_counts", "part_sums"):
        db.conn.execute(f"DROP TABLE IF EXISTS temp.{table}")
    for statement in (_ONE_VALUE, _ONE_VALUE_INDEX, _AREA_COUNTS, _AREA_COUNTS_INDEX, _PART_SUMS):
        db.conn.execute(statement)


def put_findings(db: Database, findings: Iterable[Finding], run_id: str) -> int:
    """Put the findings of an audit over documents in the place of those of the one before, and count them. One
    that was there keeps its run, so that only what is new belongs to this one. Within a transaction."""
    db.conn.execute("CREATE TEMP TABLE IF NOT EXISTS still_found (id TEXT NOT NULL PRIMARY KEY)")
    db.conn.execute("DELETE FROM temp.still_found")
    stream = iter(findings)
    while batch := list(islice(stream, _BATCH)):
        for finding in batch:
            _put(db, finding, run_id)
    db.conn.execute("DELETE FROM findings WHERE document_id IS NULL AND id NOT IN (SELECT id FROM temp.still_found)")
    return int(db.conn.execute("SELECT count(*) FROM temp.still_found").fetchone()[0])


def _put(db: Database, finding: Finding, run_id: str) -> None:
    places = list(_places(db, finding))
    where = [(place["document_id"], place["char_start"], place["char_end"]) for place in places]
    identity = digest(None, "findings", where, finding.check_id, finding.expected, finding.actual)
    if db.conn.execute("INSERT OR IGNORE INTO temp.still_found VALUES (?)", [identity]).rowcount == 0:
        return
    key = evidence_key(finding.check_id, ((place["document_id"], place["quote"]) for place in places), finding.expected, finding.actual)
    said = {"severity": finding.severity, "message": finding.message, "suggestion": finding.suggestion, "evidence_key": key}
    held = db.conn.execute(f"UPDATE findings SET {', '.join(f'{name} = :{name}' for name in said)} WHERE id = :id", {**said, "id": identity}).rowcount
    if held:
        return
    own: Row = {"id": identity, "document_id": None, "check_id": finding.check_id, "expected": finding.expected, "actual": finding.actual, "run_id": run_id}
    insert(db, "findings", [{**own, **said}])
    rows: list[Row] = [{"id": digest(identity, position), "finding_id": identity, "position": position, **place} for position, place in enumerate(places)]
    insert(db, "finding_places", rows)


def _places(db: Database, finding: Finding) -> Iterator[Row]:
    """The places of a finding with quote, page and boxes; one in a document that is not held is left out."""
    for place in finding.evidence:
        where = {"document": place.document_id, "first": place.span.start, "last": place.span.end}
        found = db.conn.execute(_PLACE, where).fetchone()
        if found is not None:
            quote, page, boxes = found
            yield {"document_id": place.document_id, "char_start": place.span.start, "char_end": place.span.end, "quote": quote, "page": page, "boxes": boxes}
