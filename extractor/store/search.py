"""A query and filters in, one page of documents out, each with the stretches that answer the query and the
records that do. The index (index.py) finds and ranks: hits with the accents as typed before hits without,
the words in one piece before the words apart, then by BM25. The words are then found once more in the
folded text of the few documents on the page; folding keeps every offset, so what is marked is the original.

What a search is narrowed by is sought in the index too, as marks beside the words, and both are met in one walk. A
word that stands in half of 100,000 documents is answered at once as well: hits are counted up to _MOST_COUNTED,
and where there are more than _MOST_RANKED, ranking them would cost much and tell little, so those with the words
in the title come first, the last stored before the others; the words in one piece, which are then sought in every
text that has each of them, in the last _MOST_LOOKED_THROUGH."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sqlite_utils import Database

from extractor.model import Span
from extractor.store.index import folded, mark, spoken
from extractor.store.query import Query, Tier, Words, column_expression, parse_query
from extractor.store.record_hits import RecordHit, records_of
from extractor.store.rows import Value
from extractor.store.snippets import Snippet, snippets

_MOST_COUNTED = 10_000
_MOST_RANKED = 2_000
_MOST_LOOKED_THROUGH = 30_000
_MOST_YEARS = 40  # a stretch of whole years is sought by their marks


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
    asked = _Asked.of(db, filters)
    tiers = query.tiers()
    total = asked.count(tiers[-1].anywhere if query else "")
    found = asked.best(tiers, total, offset, limit) if query else ((serial, True) for serial in asked.newest(total, offset, limit))
    serials = found if total else ()
    hits = tuple(_hit(db, serial, exact, query, filters) for serial, exact in serials)
    return SearchPage(hits, min(total, _MOST_COUNTED), total > _MOST_COUNTED, offset, limit)


def first_hits(db: Database, text: str, filters: Filters, words: Words | None, most: int) -> list[int]:
    """Serials of up to `most` of the documents that search() finds: the last stored or the newest."""
    query = parse_query(text, words)
    if text.strip() and not query:
        return []
    asked = _Asked.of(db, filters)
    return asked.serials(query.tiers()[-1].anywhere, most) if query else asked.newest(_MOST_COUNTED, 0, most)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every hit must be. beside: expressions of FTS5 for what the index holds as marks or in a column of its
    own. days: a condition on search_documents AS held for the rest, with its parameters."""

    db: Database
    marks: tuple[str, ...]
    columns: tuple[str, ...]
    days: str
    parameters: tuple[Value, ...]

    @classmethod
    def of(cls, db: Database, filters: Filters) -> _Asked:
        years = _whole_years(filters)
        days = [(part, value) for part, value in (("held.day >= ?", filters.since), ("held.day <= ?", filters.until)) if value and not years]
        named = (column_expression("issuer", filters.issuer or ""), column_expression("people", filters.person or ""))
        return cls(
            db, tuple(_marks(filters, years)), tuple(e for e in named if e), " AND ".join(part for part, _ in days) or "1", tuple(value for _, value in days)
        )  # fmt: skip

    @property
    def beside(self) -> tuple[str, ...]:
        return (*self.marks, *self.columns)

    def count(self, expression: str) -> int:
        """How many hold what an expression asks for ("" for nothing), up to one more than are counted."""
        matched, values = self._with(expression), list(self.parameters)
        holding = f"SELECT 1 FROM search_documents AS held WHERE {self.days}"
        if matched:
            holding, values = f"SELECT 1 FROM search_words WHERE search_words MATCH ? AND {self._test('search_words')}", [matched, *values]
        return int(self.db.conn.execute(f"SELECT count(*) FROM ({holding} LIMIT {_MOST_COUNTED + 1})", values).fetchone()[0])

    def newest(self, total: int, offset: int, limit: int) -> list[int]:
        """Of those that pass without words. Many are read off the index of days until the page is full; few are
        sorted, for such a walk would be long."""
        condition, values = self.days, list(self.parameters)
        if self.beside:
            condition = f"held.serial IN (SELECT rowid FROM search_words WHERE search_words MATCH ?) AND {condition}"
            values = [self._with(""), *values]
        day = "+held.day" if total <= _MOST_RANKED else "held.day"
        sql = f"SELECT serial FROM search_documents AS held WHERE {condition} ORDER BY {day} DESC, held.serial DESC LIMIT ? OFFSET ?"
        return [row[0] for row in self.db.conn.execute(sql, [*values, limit, offset])]

    def best(self, tiers: Sequence[Tier], total: int, offset: int, limit: int) -> Iterator[tuple[int, bool]]:
        """The page's serials, and whether each is an exact hit: each tier in turn, without what a tier above gave."""
        seen: dict[int, bool] = {}
        for tier in tiers:
            for serial in self._of_tier(tier, offset + limit, ranked=total <= _MOST_RANKED):
                seen.setdefault(serial, tier.exact)
            if len(seen) >= offset + limit:
                break
        yield from list(seen.items())[offset : offset + limit]

    def _of_tier(self, tier: Tier, most: int, *, ranked: bool) -> Iterator[int]:
        """Hits of a tier: ranked, or where they may be too many to rank, those with the words in their title before
        the others, the last stored first."""
        if ranked:
            yield from self.serials(tier.anywhere, most, "rank, rowid DESC")
            return
        titled: list[int] = []
        if tier.title and not self.columns:
            sql = tier_sql("search_titles", self._test("search_titles"), "rowid DESC")
            titled = [row[0] for row in self.db.conn.execute(sql, [_all_of(*self.marks, tier.title), *self.parameters, most])]
        yield from titled
        if len(titled) < most:
            yield from self._in_one_piece(tier.anywhere, most) if tier.whole else self.serials(tier.anywhere, most)

    def serials(self, expression: str, most: int, order: str = "rowid DESC") -> list[int]:
        sql = tier_sql("search_words", self._test("search_words"), order)
        return [row[0] for row in self.db.conn.execute(sql, [self._with(expression), *self.parameters, most])]

    def _in_one_piece(self, expression: str, most: int) -> list[int]:
        """Those of the last stored that hold a phrase, found forwards: backwards, FTS5 would look for one that is not
        there down to the first document, whatever the bound. Few are looked through where these are enough."""
        last = int(self.db.conn.execute("SELECT coalesce(max(serial), 0) FROM search_documents").fetchone()[0])
        sql = tier_sql("search_words", f"rowid > ? AND {self._test('search_words')}", "rowid")
        found: list[int] = []
        for reach in (_MOST_LOOKED_THROUGH // 20, _MOST_LOOKED_THROUGH):
            if len(found) < most:
                found = [row[0] for row in self.db.conn.execute(sql, [self._with(expression), last - reach, *self.parameters, reach])]
        return found[-1 : -most - 1 : -1]

    def _test(self, table: str) -> str:
        return self.days if self.days == "1" else on_days(table, self.days)

    def _with(self, expression: str) -> str:
        return _all_of(*self.beside, expression)  # the marks first: the rarer, and quick to walk


def tier_sql(table: str, test: str, order: str) -> str:
    """The statement that gives the hits of a tier: parameters are its expression, those of the test, and a limit."""
    return f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND {test} ORDER BY {order} LIMIT ?"


def on_days(table: str, condition: str) -> str:
    """A test of each hit that is looked up: it stands in no index of words."""
    return f"EXISTS (SELECT 1 FROM search_documents AS held WHERE held.serial = {table}.rowid AND {condition})"


def _all_of(*expressions: str) -> str:
    return " AND ".join(f"({part})" for part in expressions if part)


def _marks(filters: Filters, years: Sequence[int]) -> Iterator[str]:
    """Expressions for what the index holds as marks; area and indicator are of one and the same figure."""
    wanted = [[mark("genre", filters.genre)] if filters.genre else [], [mark("type", filters.type)] if filters.type else [], [mark("year", y) for y in years]]
    if filters.area and filters.indicator:
        wanted.append([mark("figure", filters.indicator, filters.area)])
    else:
        wanted += [[mark(kind, value)] for kind, value in (("area", filters.area), ("indicator", filters.indicator)) if value]
    yield from ("{marks} : (" + " OR ".join(words) + ")" for words in wanted if words)


def _whole_years(filters: Filters) -> list[int]:
    """The years of a stretch that begins on a 1 January and ends on a 31 December; none of another."""
    since, until = filters.since or "", filters.until or ""
    if not (since[4:] == "-01-01" and until[4:] == "-12-31" and since[:4].isascii() and since[:4].isdigit() and until[:4].isascii() and until[:4].isdigit()):
        return []
    years = range(int(since[:4]), int(until[:4]) + 1)
    return list(years) if 0 < len(years) <= _MOST_YEARS else []


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
