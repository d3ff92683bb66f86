"""An archive and its rules in, Findings over several documents out: what documents say differently of the same
thing. The questions are SQL of extractor/store/across.py, one pass over a table each; here is what the answers
mean, one module each:

    figures     the same indicator, area, office and period with different values
    hierarchy   areas of one level against the area above them
    references  numbers with two days, acts cited after their repeal, numbers held twice or not at all

audit_archive() runs them and stores what they find in the place of what was found before: the command calls it
after each ingest and before it lists findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.crosscheck.figures import rival_figures
from extractor.crosscheck.hierarchy import off_totals
from extractor.crosscheck.references import references
from extractor.facts import Finding
from extractor.rules import RuleSet
from extractor.store import Archive, ExtractionRun
from extractor.store.across import NOT_COMPARED
from extractor.store.runs import program_version

__all__ = ["audit_archive", "not_compared"]


def audit_archive(archive: Archive, rules: RuleSet) -> int:
    """Compare the documents of an archive, store what does not agree, and say how many findings there are."""
    archive.prepare_audit()
    run = ExtractionRun(rules.digest, program_version(), (), {"audit": "across documents"})
    return archive.replace_findings(_found(archive, rules), run)


def _found(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    yield from rival_figures(archive, rules)
    yield from off_totals(archive, rules)
    yield from references(archive, rules)


def not_compared(archive: Archive) -> Iterator[tuple[str, int]]:
    """Why figures and numbers were not compared across documents, and how many of them."""
    for reason, sql in NOT_COMPARED.items():
        for row in archive.rows(sql):
            if row["n"]:
                yield reason, int(row["n"])
