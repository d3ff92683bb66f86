"""A query and filters in, one page of documents out, each with the stretches that answer the query and the
records that do. The index (index.py) finds and ranks: hits with the accents as typed before hits without,
the words in one piece before the words apart, then by BM25. The words are then found once more in the
folded text of the few documents on the page; folding keeps every offset, so what is marked is the original.

A word that stands in half of 100,000 documents is answered at once too: hits are counted up to _MOST_RANKED,
and where there are more, ranking them would cost much and tell little, so those with the word in the title
come first, the last stored before the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sqlite_utils import Database

from extractor.model import Span
from extractor.store.index import folded, in_blanks, spoken
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
    named = column_expression("people", filters.person or "")
    if query or named:
        asked = _Asked(db, named or "", *_hit_test(db, condition, parameters))
        tiers = query.tiers() if query else (Tier("", "", True),)
        total = asked.count(tiers[-1])
        serials = list(_ranked(asked, tiers, offset, limit)) if total else []
    else:
        total = _count(db, f"SELECT 1 FROM search_documents AS held WHERE {condition}", parameters)
        serials = [(serial, True) for serial in _newest(db, condition, parameters, offset, limit, few=total <= _MOST_RANKED)] if total else []
    hits = tuple(_hit(db, serial, exact, query, filters) for serial, exact in serials)
    return SearchPage(hits, min(total, _MOST_RANKED), total > _MOST_RANKED, offset, limit)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The expression of the person sought, and the test that every hit must pass."""

    db: Database
    named: str
    test: str
    parameters: Sequence[Value]

    def count(self, tier: Tier) -> int:
        holding = f"SELECT 1 FROM search_words WHERE search_words MATCH ? AND {self.test}"
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
        for (serial,) in self.db.conn.execute(tier_sql(self.test, order), [self._with(expression), *self.parameters, most]):
            yield serial

    def _with(self, expression: str) -> str:
        return " AND ".join(f"({part})" for part in (expression, self.named) if part)


def tier_sql(test: str, order: str) -> str:
    """The statement that gives the hits of a tier: parameters are its expression, the filters', and a limit."""
    return f"SELECT rowid FROM search_words WHERE search_words MATCH ? AND {test} ORDER BY {order} LIMIT ?"


def _ranked(asked: _Asked, tiers: Sequence[Tier], offset: int, limit: int) -> Iterator[tuple[int, bool]]:
    """Serials of the page: each tier in turn, without what a tier above has given."""
    seen: dict[int, bool] = {}
    for tier in tiers:
        for serial in asked.best(tier, offset + limit):
            seen.setdefault(serial, tier.exact)
        if len(seen) >= offset + limit:
            break
    yield from list(seen.items())[offset : offset + limit]


def _newest(db: Database, condition: str, parameters: Sequence[Value], offset: int, limit: int, *, few: bool) -> list[int]:
    """Many are read off the index of days until the page is full; few are sorted, for such a walk would be long."""
    order = "+held.day DESC, held.serial DESC" if few else "held.day DESC, held.serial DESC"
    sql = f"SELECT serial FROM search_documents AS held WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
    return [row[0] for row in db.conn.execute(sql, [*parameters, limit, offset])]


def _count(db: Database, inner: str, parameters: Sequence[Value]) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM ({inner} LIMIT {_MOST_RANKED + 1})", parameters).fetchone()[0])


#: A test of each hit where few documents pass the filters. The + keeps SQLite from asking the index once for
#: each of them instead of once in all.
AMONG_FEW = "+rowid IN (SELECT value FROM json_each(?))"


def among_many(condition: str) -> str:
    """A test of each hit where many documents pass the filters: it is looked up."""
    return f"EXISTS (SELECT 1 FROM search_documents AS held WHERE held.serial = search_words.rowid AND {condition})"


def _hit_test(db: Database, condition: str, parameters: list[Value]) -> tuple[str, list[Value]]:
    if condition == "1":
        return condition, []
    sql = f"SELECT serial FROM search_documents AS held WHERE {condition} LIMIT {_MOST_RANKED + 1}"
    serials = [row[0] for row in db.conn.execute(sql, parameters)]
    return (AMONG_FEW, [json.dumps(serials)]) if len(serials) <= _MOST_RANKED else (among_many(condition), parameters)


def _filter_condition(filters: Filters) -> tuple[str, list[Value]]:
    """A condition on search_documents AS held; a person is sought in the index and stands elsewhere."""
    parts: list[str] = []
    values: list[Value] = []
    for part, value in (
        ("held.genre = ?", filters.genre),
        ("held.day >= ?", filters.since),
        ("held.day <= ?", filters.until),
        ("instr(held.issuer_words, ?) > 0", _words_in_blanks(filters.issuer)),
    ):
        if value:
            parts.append(part)
            values.append(value)
    if filters.type:
        parts.append("(held.type_code = ? OR held.type = ?)")
        values += [filters.type, filters.type]
    figures, asked = _figures(filters)
    if figures:
        parts.append(f"held.document_id IN ({figures})")
    return " AND ".join(parts) or "1", [*values, *asked]


def _words_in_blanks(text: str | None) -> str | None:
    words = in_blanks(spoken(text or ""))
    return words if words.strip() else None


def _figures(filters: Filters) -> tuple[str, list[Value]]:
    """The documents that hold a statistic of the indicator and area; each way by an index of its own."""
    if filters.area and filters.indicator:
        by_code = "SELECT document_id FROM statistics WHERE indicator = ? AND area_code = ?"
        by_name = "SELECT document_id FROM statistics INDEXED BY statistics_area WHERE indicator = ? AND area = ?"
        return f"{by_code} UNION {by_name}", [filters.indicator, filters.area] * 2
    if filters.area:
        return "SELECT document_id FROM statistics WHERE area_code = ? UNION SELECT document_id FROM statistics WHERE area = ?", [filters.area] * 2
    return ("SELECT document_id FROM statistics WHERE indicator = ?", [filters.indicator]) if filters.indicator else ("", [])


def _behind_title(db: Database, document_id: str) -> int:
    """Where the words begin that a list of documents need not say twice; 0 where the title stands nowhere."""
    sql = "SELECT max(char_end) FROM evidence WHERE document_id = ? AND field = 'title'"
    return int(db.conn.execute(sql, [document_id]).fetchone()[0] or 0)


def _hit(db: Database, serial: int, exact: bool, query: Query, filters: Filters) -> DocumentHit:
    columns = [f.name for f in fields(DocumentHit) if f.name not in ("document_id", "exact", "snippets", "records")]
    joined = "search_documents AS found JOIN documents AS held ON held.id = found.document_id"
    sql = f"SELECT held.id, held.text, held.furniture, {', '.join('held.' + name for name in columns)} FROM {joined} WHERE found.serial = ?"
    document_id, text, furniture, *values = db.conn.execute(sql, [serial]).fetchone()
    as_typed = exact and query.accented
    terms, view = query.sought(exact=as_typed), spoken if as_typed else folded
    outside = [Span(start, end) for start, end in json.loads(furniture)]
    shown = snippets(text, view(text), terms, outside, 0 if terms else _behind_title(db, document_id))
    marked = [Span(span.start, span.end) for snippet in shown for span in snippet.highlights]
    records = records_of(db, document_id, terms, view, marked, indicator=filters.indicator, area=filters.area, person=filters.person)
    return DocumentHit(document_id=document_id, exact=exact, snippets=shown, records=records, **dict(zip(columns, values, strict=True)))
