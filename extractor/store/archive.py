"""The archive: Results in, one SQLite file kept. `Archive(path)` is the only writer of that file. It takes
Results from the pipeline as they come and stores them in batches, each batch whole or not at all, so that a
process killed at any moment loses no committed document and doubles none; it knows which bytes it has read
under which run, so that repeating a run is cheap; it takes corrections; and it answers searches (search.py)
and plain SQL for the layers above, which never touch the database themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from extractor.errors import StoreError
from extractor.facts import Finding, Result
from extractor.model import Place, PlaceMap, Problem, Source
from extractor.rules import RuleSet
from extractor.store.across import prepare, put_findings
from extractor.store.changes import insert, store_documents
from extractor.store.checking import content_hash, faults, log_faults, log_heads
from extractor.store.connection import open_database, plain_errors, transaction
from extractor.store.corrections import Correction, corrections_of
from extractor.store.decisions import Decision, decide
from extractor.store.index import index_is_current, rebuild_index
from extractor.store.people_log import PersonLog
from extractor.store.places import unpack
from extractor.store.reference import put_reference
from extractor.store.review import Review
from extractor.store.rows import DocumentRows, Value, as_json, document_rows, problem_rows, source_row
from extractor.store.runs import ExtractionRun
from extractor.store.search import Filters, SearchPage, first_hits, search

_BATCH_DOCUMENTS = 64
_BATCH_CHARS = 4_000_000
_BATCH_SECONDS = 2.0  # slow sources (OCR) are committed as they come


@dataclass(frozen=True, slots=True)
class Stored:
    """What add() did, in sources: `new` documents, ones `replaced` because the run differs, ones
    `unchanged` (the same bytes under the same run, perhaps from another path), `unreadable` ones."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    unreadable: int = 0

    def __add__(self, other: Stored) -> Stored:
        return Stored(self.new + other.new, self.replaced + other.replaced, self.unchanged + other.unchanged, self.unreadable + other.unreadable)


class Archive:
    """An archive in one SQLite file, as a context manager.

    readonly: the file must exist and is not written. wait: seconds to wait for another writer. Raises
    StoreError where the file is not an archive, of a newer program, locked, or cannot be written.
    """

    def __init__(self, path: str | Path, *, readonly: bool = False, wait: float = 30.0) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self._db = open_database(self.path, writable=not readonly, wait=wait)
        if not readonly and not index_is_current(self._db):
            with self._writing():
                rebuild_index(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def add(self, results: Iterable[Result], run: ExtractionRun, *, again: bool = False) -> Stored:
        """Store Results as they come, in committed batches. Bytes already read under this run only gain a
        source, unless `again` asks for them to be replaced; bytes read under another run are replaced."""
        total = Stored()
        for batch in _batches(results):
            with self._writing():
                self._begin_run(run)
                total += self._add_batch(batch, run.id, again=again)
        with self._writing():
            self._begin_run(run)
            self._db.conn.execute("UPDATE runs SET finished_at = ? WHERE id = ?", [_now(), run.id])
        return total

    def known(self, document_id: str, run_id: str) -> bool:
        """Whether these bytes were read under this run, so that reading them again gives nothing new."""
        with plain_errors(self.path):
            return self._db.conn.execute("SELECT 1 FROM documents WHERE id = ? AND run_id = ?", [document_id, run_id]).fetchone() is not None

    def add_source(self, document_id: str, source: Source) -> None:
        """Note that the bytes of a document held were found at another place too."""
        with self._writing():
            self._put_source(source, document_id)

    def add_reference(self, rules: RuleSet) -> None:
        """Keep the areas and indicators of a rule set beside the records that name them."""
        with self._writing():
            put_reference(self._db, rules)

    def replace_findings(self, findings: Iterable[Finding], run: ExtractionRun) -> int:
        """Store what an audit over documents found, in the place of what the one before found; how many there
        are. What was found before keeps the run that found it."""
        with self._writing():
            self._begin_run(run)
            held = put_findings(self._db, findings, run.id)
            self._db.conn.execute("UPDATE runs SET finished_at = ? WHERE id = ?", [_now(), run.id])
            return held

    def decide(self, finding: str, decision: str, *, reason: str, made_by: str, made_on: str | None = None) -> Decision:
        """Accept or dismiss a finding, named by its id or the beginning of it, or open it again."""
        with self._writing():
            return decide(self._db, finding, decision, reason=reason, made_by=made_by, made_on=made_on or date.today().isoformat())

    def content_hash(self) -> str:
        """A digest of all documents, records and corrections held: the same content, the same digest."""
        with plain_errors(self.path):
            return content_hash(self._db)

    def prepare_audit(self) -> None:
        """Make the temporary tables that the questions of across.py read."""
        with plain_errors(self.path):
            prepare(self._db)

    def correct(self, family: str, record_id: str, field: str, after: Value, *, made_by: str, reason: str, made_on: str | None = None) -> Correction:
        """Put a field of a record right, for now and for every later run. family "documents" corrects the
        header, record_id being the document's. made_on: ISO day, today unless told."""
        with self.review(made_by=made_by, reason=reason, made_on=made_on) as review:
            return review.correct(family, record_id, field, after)

    @contextmanager
    def review(self, *, made_by: str, reason: str, made_on: str | None = None) -> Iterator[Review]:
        """Acts of a reviewer that are kept together or not at all: correct, respan, add, remove, confirm, check."""
        with self._writing():
            yield Review(self._db, made_by, made_on or date.today().isoformat(), reason)

    @contextmanager
    def people(self, *, made_by: str, reason: str, made_on: str | None = None) -> Iterator[PersonLog]:
        """The log of who is one person with whom: join, part."""
        with self._writing():
            yield PersonLog(self._db, made_by, made_on or date.today().isoformat(), reason)

    def corrections(self, document_id: str) -> tuple[Correction, ...]:
        """The corrections of a document, oldest first."""
        with plain_errors(self.path):
            return corrections_of(self._db, document_id)

    def search(
        self, query: str = "", filters: Filters | None = None, *, words: Callable[[str], Sequence[str]] | None = None, offset: int = 0, limit: int = 20
    ) -> SearchPage:
        """Documents and records that hold the words of `query` and pass the filters; see search.py. words
        cuts a stretch of Vietnamese into words ("đại biểu", "Quốc hội"), which are then sought as phrases."""
        with plain_errors(self.path):
            return search(self._db, query, filters or Filters(), words=words, offset=offset, limit=limit)

    def first_hits(self, query: str, filters: Filters, *, words: Callable[[str], Sequence[str]] | None = None, most: int) -> list[int]:
        """Serials (search_documents) of up to `most` of the documents that search() finds."""
        with plain_errors(self.path):
            return first_hits(self._db, query, filters, words, most)

    def rows(self, sql: str, parameters: Sequence[Value] | Mapping[str, Value] = ()) -> Iterator[dict[str, Value]]:
        """The rows of a SELECT, column name to value."""
        with plain_errors(self.path):
            cursor = self._db.conn.execute(sql, parameters)
            names = [column[0] for column in cursor.description or ()]
            for values in cursor:
                yield dict(zip(names, values, strict=True))

    def places(self, document_id: str) -> PlaceMap:
        """The map from each character of a document's text back to its source."""
        with plain_errors(self.path):
            found = self._db.conn.execute("SELECT packed FROM place_maps WHERE document_id = ?", [document_id]).fetchone()
        return unpack(found[0]) if found else PlaceMap()

    def place(self, document_id: str, offset: int) -> Place:
        """Where a character of a document's text stood: line and column, office part, or page."""
        return self.places(document_id).at(offset)

    def check(self) -> tuple[str, ...]:
        """What is wrong inside the archive: damaged pages, quotes that do not stand where they should, broken
        links, a log of corrections that was tampered with. Empty where all is well."""
        with plain_errors(self.path):
            return tuple(faults(self._db))

    def check_logs(self) -> tuple[str, ...]:
        """What is wrong with the logs of what people did; empty where no entry was altered or taken out."""
        with plain_errors(self.path):
            return tuple(log_faults(self._db))

    def log_heads(self) -> dict[str, tuple[int, str]]:
        """Of each log (corrections, decisions, person_links) how many entries it has and the hash of the newest."""
        with plain_errors(self.path):
            return log_heads(self._db)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self.readonly:
            raise StoreError("the archive was opened for reading only", file=str(self.path), remedy="open it for writing")
        with plain_errors(self.path), transaction(self._db):
            yield

    def _begin_run(self, run: ExtractionRun) -> None:
        values = [run.id, run.rules_digest, run.program, as_json(sorted(run.parsers)), as_json(dict(sorted(run.options.items()))), _now()]
        self._db.conn.execute("INSERT OR IGNORE INTO runs (id, rules_digest, program, parsers, options, started_at) VALUES (?, ?, ?, ?, ?, ?)", values)

    def _add_batch(self, batch: Sequence[Result], run_id: str, *, again: bool) -> Stored:
        fresh: dict[str, DocumentRows] = {}
        new = replaced = unchanged = unreadable = 0
        for result in batch:
            document = result.document
            if document is None:
                unreadable += 1
                continue
            held = self._db.conn.execute("SELECT run_id FROM documents WHERE id = ?", [document.id]).fetchone()
            if document.id in fresh or (held and held[0] == run_id and not again):
                unchanged += 1
                continue
            fresh[document.id] = document_rows(result, document, run_id)
            new, replaced = new + (held is None), replaced + (held is not None)
        store_documents(self._db, list(fresh.values()))
        for result in batch:
            if result.document is None:
                self._put_unreadable(result.source, result.problems, run_id)
            else:
                self._put_source(result.document.source, result.document.id)
        return Stored(new, replaced, unchanged, unreadable)

    def _put_unreadable(self, path: str, problems: Sequence[Problem], run_id: str) -> None:
        self._forget_failure(path)
        insert(self._db, "sources", [source_row(Source(path), None)])
        rows = problem_rows(problems, None, run_id)
        for row in rows:
            self._db.conn.execute("DELETE FROM problems WHERE id = ?", [row["id"]])
        insert(self._db, "problems", rows)

    def _put_source(self, source: Source, document_id: str) -> None:
        self._forget_failure(source.path)
        row = source_row(source, document_id)
        if not self._db.conn.execute("SELECT 1 FROM sources WHERE id = ?", [row["id"]]).fetchone():
            insert(self._db, "sources", [row])
        # The first path in the alphabet stands in documents and problems, whichever of several was read first.
        values = "source = :path, url = :url, publisher = :publisher, captured_at = :captured_at"
        self._db.conn.execute(f"UPDATE documents SET {values} WHERE id = :document_id AND source > :path", row)
        first = "(SELECT source FROM documents WHERE id = :document_id)"
        paths = "(SELECT path FROM sources WHERE document_id = :document_id)"
        self._db.conn.execute(f"UPDATE problems SET source = {first} WHERE document_id = :document_id AND source IN {paths}", row)

    def _forget_failure(self, path: str) -> None:
        self._db.conn.execute("DELETE FROM problems WHERE document_id IS NULL AND source = ?", [path])
        self._db.conn.execute("DELETE FROM sources WHERE document_id IS NULL AND path = ?", [path])


def _batches(results: Iterable[Result]) -> Iterator[list[Result]]:
    batch: list[Result] = []
    chars, opened = 0, time.monotonic()
    for result in results:
        batch.append(result)
        chars += len(result.document.text) if result.document else 0
        if len(batch) >= _BATCH_DOCUMENTS or chars >= _BATCH_CHARS or time.monotonic() - opened >= _BATCH_SECONDS:
            yield batch
            batch, chars, opened = [], 0, time.monotonic()
    if batch:
        yield batch


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
