"""Verbs on files without a database: extract prints records as JSON Lines, check reports what is wrong."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from extractor import wire
from extractor.cli.terminal import out, remarks, say_problem, watched
from extractor.facts import Result
from extractor.pipeline import Item, find_sources, run
from extractor.rules import load_rules

_KINDS = ".html, .pdf (scans too), .docx, .doc, .rtf, .odt, .xlsx, .xls, .txt"
_PATHS = f"Files ({_KINDS}), folders and .zip files of them, web archives (.warc, .warc.gz), or - for a list of paths on standard input."
Paths = Annotated[list[str], typer.Argument(help=_PATHS, metavar="PATH...")]
Rules = Annotated[Path | None, typer.Option("--rules", help="A rules folder of your own instead of the one that comes with Vanban.")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; one a core unless told.")]


def register(app: typer.Typer) -> None:
    app.command()(extract)
    app.command()(check)


def sources(paths: list[str]) -> list[Item]:
    """The documents under the paths; what a folder holds besides is said, not lost in silence."""
    passed: list[Path] = []
    items = list(find_sources(paths, passed))
    if passed:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(Counter(p.suffix.lower() for p in passed).items()))
        remarks.print(f"passed over, no documents by their names: {kinds}")
    return items


def extract(
    paths: Paths,
    format: Annotated[str, typer.Option("--format", "-f", help="jsonl: one JSON object a document on one line.")] = "jsonl",
    rules: Rules = None,
    jobs: Jobs = None,
) -> None:
    """Read documents and print their records, without a database.

    Example: vanban extract bao-cao.pdf --format jsonl > bao-cao.jsonl
    """
    if format != "jsonl":
        raise typer.BadParameter("the one format is jsonl; for CSV or Parquet ingest into a database and use vanban export", param_hint="--format")
    failed = False
    items = sources(paths)
    for result in watched(run(items, load_rules(rules), jobs=jobs or min(len(items), 8) or 1), len(items), "reading"):
        sys.stdout.write(wire.to_line(result) + "\n")
        for problem in result.problems:
            if problem.severity == "error":
                say_problem(problem)
                failed = True
    raise typer.Exit(int(failed))


def check(paths: Paths, rules: Rules = None, jobs: Jobs = None) -> None:
    """Read documents and report what is wrong with them: unreadable files, damage, figures that disagree.

    Example: vanban check du-thao/bao-cao.docx
    """
    items = sources(paths)
    failed = False
    for result in watched(run(items, load_rules(rules), jobs=jobs or min(len(items), 8) or 1), len(items), "checking"):
        failed |= _report(result)
    raise typer.Exit(int(failed))


def _report(result: Result) -> bool:
    head = f"{result.header.type or ''} {result.header.number or ''}".strip() or (result.header.title or "")[:60]
    remarks.print(f"[bold]{escape(result.source)}[/bold] {escape(head)}", soft_wrap=True)
    for problem in result.problems:
        say_problem(problem)
    if result.findings:
        table = Table("", "Kiểm tra · check", "Nội dung · finding", box=None, pad_edge=False)
        for finding in result.findings:
            table.add_row(finding.severity, finding.check_id, escape(finding.message))
        out.print(table)
    return any(p.severity == "error" for p in result.problems) or any(f.severity == "error" for f in result.findings)
