"""A query and filters in, what its answers share out: for each facet (type, issuer, year, area, indicator,
person) the values that most of them have, with counts of documents. Reckoned over the first so many
answers, so that a word that stands in every document is answered at once too; `complete` says whether
that was all. A person or area named twice in a document counts once."""

from __future__ import annotations

import json
from dataclasses import dataclass

from extractor.store.archive import Archive
from extractor.store.query import Words
from extractor.store.search import Filters

MOST_COUNTED = 1_000
FACETS = ("type", "issuer", "year", "area", "indicator", "person")

# The values of each facet by the number of documents that have them, the most frequent first; of JSON list and limit. A
# document without a type counts by its genre.
_COUNTED = """
WITH found(facet, bare, value, n) AS (
  SELECT CASE f.facet WHEN 'genre' THEN 'type' ELSE f.facet END, f.facet = 'genre', f.value, count(*)
  FROM json_each(?) AS hit CROSS JOIN search_facets AS f ON f.serial = hit.value GROUP BY f.facet, f.value
), ordered AS (SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC, value) AS place FROM found)
SELECT o.facet, o.bare, o.value, o.n, i.label FROM ordered AS o LEFT JOIN indicators AS i ON o.facet = 'indicator' AND i.id = o.value
WHERE o.place <= ? ORDER BY o.place"""


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
    serials = archive.first_hits(query, filters or Filters(), words=words, most=MOST_COUNTED + 1)
    values: dict[str, list[FacetValue]] = {name: [] for name in FACETS}
    for row in archive.rows(_COUNTED, [json.dumps(serials[:MOST_COUNTED]), most]):
        label = "" if row["bare"] else row["label"] or row["value"]
        values[str(row["facet"])].append(FacetValue(str(row["value"]), str(label), int(row["n"] or 0)))
    return Facets({name: tuple(of_facet) for name, of_facet in values.items()}, min(len(serials), MOST_COUNTED), len(serials) <= MOST_COUNTED)
