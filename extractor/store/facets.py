"""A query and filters in, what its answers share out: for each facet (type, issuer, year, area, indicator,
person) the values that most of them have, with counts of documents. Reckoned over the first so many
answers, so that a word that stands in every document is answered at once too; `complete` says whether
that was all. A person or area named twice in a document counts once."""

from __future__ import annotations

import json
from dataclasses import dataclass

from extractor.store.archive import Archive
from extractor.store.query import Words, column_expression, parse_query
from extractor.store.rows import Value
from extractor.store.search import Filters

MOST_COUNTED = 1_000

# Each gives a value, its label and the number of documents; the parameter is the JSON list of those counted.
_COUNTED = "FROM json_each(?) AS hit JOIN"
_FACETS = {
    "type": f"SELECT coalesce(d.type, d.genre), coalesce(d.type, ''), count(*) {_COUNTED} search_documents d ON d.document_id = hit.value",
    "issuer": f"SELECT d.issuer, d.issuer, count(*) {_COUNTED} documents d ON d.id = hit.value",
    "year": f"SELECT substr(d.day, 1, 4), substr(d.day, 1, 4), count(*) {_COUNTED} search_documents d ON d.document_id = hit.value",
    "area": f"SELECT s.area, s.area, count(DISTINCT s.document_id) {_COUNTED} statistics s ON s.document_id = hit.value",
    "indicator": f"""SELECT s.indicator, coalesce(i.label, s.indicator), count(DISTINCT s.document_id)
        {_COUNTED} statistics s ON s.document_id = hit.value LEFT JOIN indicators i ON i.id = s.indicator""",
    "person": f"SELECT p.name, p.name, count(DISTINCT p.document_id) {_COUNTED} participants p ON p.document_id = hit.value",
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value and the number of answers that have it. label is empty where a value is a genre, not a type."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """values: facet to its values, the most frequent first. counted: how many answers were looked at."""

    values: dict[str, tuple[FacetValue, ...]]
    counted: int
    complete: bool


def facets_of(archive: Archive, query: str = "", filters: Filters | None = None, *, words: Words | None = None, most: int = 8) -> Facets:
    """The facets of what Archive.search(query, filters) answers; at most `most` values of each."""
    ids = _documents(archive, query, filters or Filters(), words)
    counted = json.dumps(ids[:MOST_COUNTED])
    values = {name: _values(archive, sql, counted, most) for name, sql in _FACETS.items()}
    return Facets(values, min(len(ids), MOST_COUNTED), len(ids) <= MOST_COUNTED)


def _values(archive: Archive, sql: str, counted: str, most: int) -> tuple[FacetValue, ...]:
    ranked = f"WITH found(choice, label, n) AS ({sql} GROUP BY 1, 2) SELECT * FROM found WHERE choice IS NOT NULL ORDER BY n DESC, choice LIMIT ?"
    return tuple(FacetValue(str(row["choice"]), str(row["label"]), int(row["n"] or 0)) for row in archive.rows(ranked, [counted, most]))


def _documents(archive: Archive, text: str, filters: Filters, words: Words | None) -> list[str]:
    """The ids of the answers, one more than are counted where there are so many."""
    query = parse_query(text, words)
    if text.strip() and not query:
        return []
    named = (column_expression("issuer", filters.issuer or ""), column_expression("people", filters.person or ""))
    expressions = [*([query.tiers()[-1].anywhere] if query else []), *(e for e in named if e)]
    condition, values = _condition(filters)
    if expressions:
        matched = "search_words JOIN search_documents held ON held.serial = search_words.rowid"
        condition = f"search_words MATCH ? AND {condition}"
        values = [" AND ".join(f"({part})" for part in expressions), *values]
        order = "search_words.rowid DESC"
    else:
        matched, order = "search_documents held", "held.day DESC, held.serial DESC"
    sql = f"SELECT held.document_id AS id FROM {matched} WHERE {condition} ORDER BY {order} LIMIT ?"
    return [str(row["id"]) for row in archive.rows(sql, [*values, MOST_COUNTED + 1])]


def _condition(filters: Filters) -> tuple[str, list[Value]]:
    parts: list[str] = ["1"]
    values: list[Value] = []
    for part, value in (("held.genre = ?", filters.genre), ("held.day >= ?", filters.since), ("held.day <= ?", filters.until)):
        if value:
            parts.append(part)
            values.append(value)
    if filters.type:
        parts.append("? IN (held.type_code, held.type)")
        values.append(filters.type)
    figure = [(part, value) for part, value in (("indicator = ?", filters.indicator), ("? IN (area_code, area)", filters.area)) if value]
    if figure:
        parts.append(f"EXISTS (SELECT 1 FROM statistics WHERE document_id = held.document_id AND {' AND '.join(part for part, _ in figure)})")
        values += [value for _, value in figure]
    return " AND ".join(parts), values
