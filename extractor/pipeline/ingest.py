"""Paths and an archive in, the archive brought up to date: sources whose bytes were already read under the
same rules are only noted, all others go through the workers and into the store as they come; what is new is
compared with the rest at the end. Safe to repeat and to interrupt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from extractor.crosscheck import audit_archive
from extractor.errors import ReadError
from extractor.facts import Result
from extractor.model import Source
from extractor.pipeline.sources import Item
from extractor.pipeline.workers import NORMAL, Limits, run
from extractor.rules import RuleSet
from extractor.store import Archive, ExtractionRun, Stored
from extractor.store.runs import program_version

_PARSERS = ("pypdfium2", "pdfplumber", "trafilatura", "htmldate", "python-docx", "openpyxl", "xlrd", "selectolax", "lxml")


def extraction_run(rules: RuleSet) -> ExtractionRun:
    """The identity of what is about to run: rules, program and parser versions."""
    return ExtractionRun(rules.digest, program_version(), tuple(f"{name} {program_version(name)}" for name in _PARSERS))


@dataclass(slots=True)
class _Unread:
    """The items that must be read; those already known are put aside on the way."""

    archive: Archive
    run_id: str
    watch: Callable[[Result | None], None]
    known: list[tuple[str, Source]] = field(default_factory=list)

    def of(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            digest = _digest(item)
            if digest is not None and self.archive.known(digest, self.run_id):
                self.known.append((digest, item.source))
                self.watch(None)
            else:
                yield item


def _digest(item: Item) -> str | None:
    try:
        return hashlib.sha256(item.read()).hexdigest()
    except ReadError:
        return None  # the worker meets the same fault and reports it


def ingest(
    items: Iterable[Item],
    archive: Archive,
    rules: RuleSet,
    *,
    jobs: int | None = None,
    limits: Limits = NORMAL,
    again: bool = False,
    watch: Callable[[Result | None], None] = lambda _: None,
) -> Stored:
    """Bring the archive up to date with the items and say what was done. again: read known sources too.
    watch: told of each Result as it comes, and of each source left alone by None."""
    this_run = extraction_run(rules)
    archive.add_reference(rules)
    unread = _Unread(archive, "" if again else this_run.id, watch)

    def results() -> Iterator[Result]:
        for result in run(unread.of(items), rules, jobs=jobs, limits=limits):
            watch(result)
            yield result

    stored = archive.add(results(), this_run, again=again)
    for digest, source in unread.known:
        archive.add_source(digest, source)
    if stored.new or stored.replaced:
        audit_archive(archive, rules)
    return stored + Stored(unchanged=len(unread.known))
