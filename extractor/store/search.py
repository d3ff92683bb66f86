"""A query and filters in, one page of documents out, each with the stretches that answer the query and the
records that do. The index (index.py) finds and ranks: hits with the accents as typed before hits without,
the words in one piece before the words apart, then by BM25. The words are then found once more in the
folded text of the few documents on the page; folding keeps every offset, so what is marked is the original.

At 100,000 documents a word that stands in half of them is still answered at once: of a tier, the newest
_MOST_RANKED hits are ranked, and the total is counted up to _MOST_COUNTED."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sqlite_utils import Database

from extractor.model import Span
from extractor.store.index import folded, spoken
from extractor.store.query import Query, Words, column_expression, parse_query
from extractor.store.record_hits import RecordHit, records_of
from extractor.store.rows import Value
from extractor.store.snippets import Snippet, snippets

_MOST_RANKED = 10_000
_MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document must be, beside holding the words; None asks for nothing.

    genre: as in the contract. type: code or name ("KH", "Kế hoạch"). issuer, person: words of the name,
    accents counting where there are any. since, until: ISO days, both within. area: name or code, and
    indicator: id, of one and the same statistic.
    """

    genre: str | None = None
    type: str | None = None
    issuer: str | None = None
    person: str | None = None
    since: str | None = None
    until: str | None = None
    area: str | None = None
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """One document that answers. exact: it does so with the accents as typed, or none were typed."""

    document_id: str
    title: str | None
    number: str | None
    type: str | None
    issuer: str | None
    issued_on: str | None
    published_at: str | None
    genre: str | None
    source: str
    exact: bool
    snippets: tuple[Snippet, ...]
    records: tuple[RecordHit, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """hits number offset .. offset + limit of all. total: how many there are; with total_is_least, at least
    so many."""

    hits: tuple[DocumentHit, ...]
    total: int
    total_is_least: bool
    offset: int
    limit: int


def search(db: Database, text: str, filters: Filters, *, words: Words | None, offset: int, limit: int) -> SearchPage:
    """The documents that hold every word of `text` and pass the filters; with neither, all, newest first."""
    offset, limit = max(0, offset), max(0, min(limit, 1000))
    query = parse_query(text, words)
    if text.strip() and not query:
        return SearchPage((), 0, False, offset, limit)  # marks only: nothing can hold them
    condition, parameters = _filter_condition(filters)
    narrowing = [e for e in (column_expression("issuer", filters.issuer or ""), column_expression("people", filters.person or "")) if e]
    tiers = [" AND ".join([f"({tier})", *narrowing]) for tier in query.tiers()] if query else [" AND ".join(narrowing)]
    if tiers == [""]:
        serials = [(serial, True) for serial in _newest(db, condition, parameters, offset, limit)]
        count = _count(db, f"SELECT 1 FROM search_documents WHERE {condition}", parameters)
    else:
        serials = list(_ranked(db, query, tiers, condition, parameters, offset, limit))
        count = _count(db, f"SELECT 1 FROM search_words WHERE search_words MATCH ? AND {_plain(condition)}", [tiers[-1], *parameters])
    hits = tuple(_hit(db, serial, exact, query, filters) for serial, exact in serials)
    return SearchPage(hits, count, count > _MOST_COUNTED, offset, limit) if count <= _MOST_COUNTED else SearchPage(hits, _MOST_COUNTED, True, offset, limit)


def tier_sql(condition: str) -> str:
    """The statement that ranks one tier: parameters are its expression, those of the filters, and a limit."""
    newest = f"SELECT rowid, rank AS score FROM search_words WHERE search_words MATCH ? AND {_plain(condition)} ORDER BY rowid DESC LIMIT {_MOST_RANKED}"
    return f"SELECT rowid FROM ({newest}) ORDER BY score, rowid DESC LIMIT ?"


def _ranked(
    db: Database, query: Query, tiers: Sequence[str], condition: str, parameters: Sequence[Value], offset: int, limit: int
) -> Iterator[tuple[int, bool]]:
    """Serials of the page: each tier in turn, without what a tier above has given."""
    seen: dict[int, bool] = {}
    exact_tiers = len(tiers) // 2 if query.accented else len(tiers)
    for index, tier in enumerate(tiers):
        wanted = offset + limit - len(seen)
        if wanted <= 0:
            break
        above = " OR ".join(f"({upper})" for upper in tiers[:index])
        expression = f"({tier}) NOT ({above})" if above else tier
        for (serial,) in db.conn.execute(tier_sql(condition), [expression, *parameters, wanted]):
            seen.setdefault(serial, index < exact_tiers)
    yield from list(seen.items())[offset : offset + limit]


def _newest(db: Database, condition: str, parameters: Sequence[Value], offset: int, limit: int) -> list[int]:
    sql = f"SELECT serial FROM search_documents WHERE {condition} ORDER BY day DESC, serial DESC LIMIT ? OFFSET ?"
    return [row[0] for row in db.conn.execute(sql, [*parameters, limit, offset])]


def _count(db: Database, inner: str, parameters: Sequence[Value]) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM ({inner} LIMIT {_MOST_COUNTED + 1})", parameters).fetchone()[0])


def _filter_condition(filters: Filters) -> tuple[str, list[Value]]:
    """A condition on search_documents; issuer and person are words of the index and stand elsewhere."""
    parts: list[str] = []
    values: list[Value] = []
    for part, value in (("genre = ?", filters.genre), ("day >= ?", filters.since), ("day <= ?", filters.until)):
        if value:
            parts.append(part)
            values.append(value)
    if filters.type:
        parts.append("(type_code = ? OR type = ?)")
        values += [filters.type, filters.type]
    figures = [(part, value) for part, value in (("indicator = ?", filters.indicator), ("(area_code = ? OR area = ?)", filters.area)) if value]
    if figures:
        parts.append(f"document_id IN (SELECT document_id FROM statistics WHERE {' AND '.join(part for part, _ in figures)})")
        values += [value for part, value in figures for _ in range(part.count("?"))]
    return " AND ".join(parts) or "1", values


def _plain(condition: str) -> str:
    """The filters as a test of each hit. The + keeps SQLite from asking the index once for every document
    that passes the filters instead of once in all."""
    return "1" if condition == "1" else f"+rowid IN (SELECT serial FROM search_documents WHERE {condition})"


def _hit(db: Database, serial: int, exact: bool, query: Query, filters: Filters) -> DocumentHit:
    columns = [f.name for f in fields(DocumentHit) if f.name not in ("document_id", "exact", "snippets", "records")]
    joined = "search_documents AS found JOIN documents AS held ON held.id = found.document_id"
    sql = f"SELECT held.id, held.text, {', '.join('held.' + name for name in columns)} FROM {joined} WHERE found.serial = ?"
    document_id, text, *values = db.conn.execute(sql, [serial]).fetchone()
    as_typed = exact and query.accented
    terms, view = query.sought(exact=as_typed), spoken if as_typed else folded
    shown = snippets(text, view(text), terms)
    marked = [Span(span.start, span.end) for snippet in shown for span in snippet.highlights]
    records = records_of(db, document_id, terms, view, marked, indicator=filters.indicator, area=filters.area, person=filters.person)
    return DocumentHit(document_id=document_id, exact=exact, snippets=shown, records=records, **dict(zip(columns, values, strict=True)))
