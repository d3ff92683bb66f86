"""A query and filters in, one page of documents out, each with the stretches that answer the query and the
records that do. The index (index.py) finds and ranks: hits with the accents as typed before hits without,
the words in one piece before the words apart, then by BM25. The words are then found once more in the
folded text of the few documents on the page; folding keeps every offset, so what is marked is the original.

A word that stands in half of 100,000 documents is answered at once too: hits are counted up to _MOST_RANKED,
and where there are more, ranking them would cost much and tell little, so those with the word in the title
come first, the last stored before the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sqlite_utils import Database

from extractor.model import Span
from extractor.store.index import folded, spoken
from extractor.store.query import Query, Tier, Words, column_expression, parse_query
from extractor.store.record_hits import RecordHit, records_of
from extractor.store.rows import Value
from extractor.store.snippets import Snippet, snippets

_MOST_RANKED = 10_000


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
    named = [e for e in (column_expression("issuer", filters.issuer or ""), column_expression("people", filters.person or "")) if e]
    if query or named:
        asked = _Asked(db, " AND ".join(named), condition, parameters)
        tiers = query.tiers() if query else (Tier("", "", True),)
        total = asked.count(tiers[-1])
        serials = list(_ranked(asked, tiers, offset, limit)) if total else []
    else:
        total = _count(db, f"SELECT 1 FROM search_documents WHERE {condition}", parameters)
        serials = [(serial, True) for serial in _newest(db, condition, parameters, offset, limit)]
    hits = tuple(_hit(db, serial, exact, query, filters) for serial, exact in serials)
    return SearchPage(hits, min(total, _MOST_RANKED), total > _MOST_RANKED, offset, limit)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of issuer and person, and the condition that every hit must meet."""

    db: Database
    named: str
    condition: str
    parameters: Sequence[Value]

    def count(self, tier: Tier) -> int:
        holding = f"SELECT 1 FROM search_words WHERE search_words MATCH ? AND {_plain(self.condition)}"
        return _count(self.db, holding, [self._with(tier.anywhere), *self.parameters])

    def best(self, tier: Tier, most: int) -> Iterator[int]:
        """The hits of a tier: ranked, or where they are too many to rank, those with the words in their
        title before the others, the last stored first."""
        if self.count(tier) <= _MOST_RANKED:
            yield from self._serials(tier.anywhere, "rank, rowid DESC", most)
            return
        titled = list(self._serials(tier.title, "rowid DESC", most)) if tier.title else []
        yield from titled
        if len(titled) < most:
            yield from self._serials(tier.anywhere, "rowid DESC", most)

    def _serials(self, expression: str, order: str, most: int) -> Iterator[int]:
        for (serial,) in self.db.conn.execute(tier_sql(self.condition, order), [self._with(expression), *self.parameters, most]):
            yield serial

    def _with(self, expression: str) -> str:
        return " AND ".join(f"({part})" for part in (expression, self.named) if part)


def tier_sql(condition: str, order: str) -> str:
    """The statement that gives the hits of a tier: parameters are its expression, the filters', and a limit."""
    return f"SELECT rowid FROM search_words WHERE search_words MATCH ? AND {_plain(condition)} ORDER BY {order} LIMIT ?"


def _ranked(asked: _Asked, tiers: Sequence[Tier], offset: int, limit: int) -> Iterator[tuple[int, bool]]:
    """Serials of the page: each tier in turn, without what a tier above has given."""
    seen: dict[int, bool] = {}
    for tier in tiers:
        for serial in asked.best(tier, offset + limit):
            seen.setdefault(serial, tier.exact)
        if len(seen) >= offset + limit:
            break
    yield from list(seen.items())[offset : offset + limit]


def _newest(db: Database, condition: str, parameters: Sequence[Value], offset: int, limit: int) -> list[int]:
    sql = f"SELECT serial FROM search_documents WHERE {condition} ORDER BY day DESC, serial DESC LIMIT ? OFFSET ?"
    return [row[0] for row in db.conn.execute(sql, [*parameters, limit, offset])]


def _count(db: Database, inner: str, parameters: Sequence[Value]) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM ({inner} LIMIT {_MOST_RANKED + 1})", parameters).fetchone()[0])


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
