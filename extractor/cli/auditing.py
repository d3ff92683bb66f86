"""Verbs that look closely: audit lists what cannot be true together, show prints a document and where in
its source a stretch of it stands."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from extractor.cli.archive import Db, require_archive
from extractor.cli.terminal import out, say
from extractor.errors import VanbanError
from extractor.model import Span
from extractor.show import Shown, document_of, place_of, show_document
from extractor.show_place import boxes_of, write_picture
from extractor.store import Archive
from extractor.store.findings import FoundRow, findings_of

_RANK = {"note": 0, "warning": 1, "error": 2}


def register(app: typer.Typer) -> None:
    app.command()(audit)
    app.command()(show)


def audit(
    db: Db = Path("archive.db"),
    document: Annotated[str | None, typer.Option("--document", help="Only this document: its id or the beginning of it.")] = None,
    check: Annotated[str | None, typer.Option("--check", help="Only this check: percentage, part_whole ...")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only findings that this run or a later one added.", metavar="RUN")] = None,
    fail_on: Annotated[str, typer.Option("--fail-on", help="Exit with 1 where a finding is at least this severe.")] = "error",
    format: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
) -> None:
    """List the figures, dates and references that do not agree, with their quotes.

    Example: vanban audit --db archive.db --check percentage --format csv
    """
    if fail_on not in _RANK:
        raise typer.BadParameter(f"one of {', '.join(_RANK)}", param_hint="--fail-on")
    if format not in ("table", "json", "csv"):
        raise typer.BadParameter("one of table, json, csv", param_hint="--format")
    require_archive(db)
    with Archive(db, readonly=True) as archive:
        found = list(findings_of(archive, document=document, check=check, since=since))
    _print_findings(found, format)
    raise typer.Exit(int(any(_RANK[row.severity] >= _RANK[fail_on] for row in found)))


def _print_findings(found: list[FoundRow], format: str) -> None:
    if format == "json":
        print(json.dumps([row.as_object() for row in found], ensure_ascii=False))
    elif format == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(("severity", "check_id", "message", "expected", "actual", "source", "page", "char_start", "char_end", "quote"))
        for row in found:
            for place in row.places:
                writer.writerow((row.severity, row.check_id, row.message, row.expected, row.actual, place.source, place.page, place.start, place.end, place.quote))
    else:
        for row in found:
            _print_finding(row)
        counts = ", ".join(f"{sum(r.severity == s for r in found)} {s}" for s in ("error", "warning", "note"))
        say(f"{len(found)} findings: {counts}")


def _print_finding(row: FoundRow) -> None:
    colour = {"error": "red", "warning": "yellow", "note": "cyan"}[row.severity]
    out.print(f"[{colour}]{row.severity}[/{colour}] [bold]{row.check_id}[/bold]  {escape(row.message)}", soft_wrap=False)
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 0, 2))
    table.add_row("nêu · expected", escape(row.expected))
    table.add_row("thực · actual", escape(row.actual))
    shown = row.places if len(row.places) <= 4 else row.places[:1] + row.places[-2:]
    for place in shown:
        where = f"{place.source}" + (f", p. {place.page}" if place.page else "") + f", {place.start}:{place.end}"
        table.add_row("nơi · place", escape(f"{where}  “{' '.join(place.quote.split())}”"))
    if len(shown) < len(row.places):
        table.add_row("", f"and {len(row.places) - len(shown)} more (all of them: --format csv)")
    out.print(table)
    out.print()


def show(
    document: Annotated[str, typer.Argument(help="A file, or the id (or its beginning), number or path of a document in the archive.", metavar="DOC")],
    db: Annotated[Path | None, typer.Option("--db", help="The archive; without it DOC is a file.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="A stretch START:END of its text: print where in the source it stands.", metavar="START:END")] = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="Where to write the PNG of the page (beside you unless told).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, the public contract's.")] = False,
) -> None:
    """Show what was read from a document, or where in its source a stretch of the text stands.

    Example: vanban show 3f2a9c --at 812:871 --db archive.db
    """
    shown = _find(document, db)
    if at is not None:
        start, end = _stretch(at, len(shown.text))
        for line in place_of(shown, (start, end)):
            out.print(escape(line), soft_wrap=True)
        written = write_picture(shown.source, shown.pages, boxes_of(shown.text, shown.pages, shown.places, Span(start, end)), picture)
        if written is not None:
            say(f"the page with the place boxed: {written}")
    elif as_json:
        print(json.dumps(shown.as_object(), ensure_ascii=False))
    else:
        for block in show_document(shown):
            out.print(block)


def _find(document: str, db: Path | None) -> Shown:
    if db is not None:
        require_archive(db)
    return document_of(document, db)


def _stretch(at: str, length: int) -> tuple[int, int]:
    start, colon, end = at.partition(":")
    if not colon or not start.isdigit() or not end.isdigit() or not 0 <= int(start) < int(end) <= length:
        raise VanbanError(f"{at!r} is no stretch of a text of {length} characters", remedy="give START:END, two numbers, as in --at 812:871")
    return int(start), int(end)


