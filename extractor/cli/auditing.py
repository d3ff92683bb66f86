"""Verbs that look closely: audit lists what cannot be true together, lets a person accept or dismiss it, and
writes a report that can be sent; show prints a document and where in
its source a stretch of it stands."""

from __future__ import annotations

import csv
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.cli.archive import Db, require_archive
from extractor.cli.documents import Rules
from extractor.cli.terminal import out, say
from extractor.crosscheck import audit_archive, not_compared
from extractor.errors import StoreError, VanbanError
from extractor.model import Span
from extractor.report import Facts, write_report
from extractor.report.contexts import Contexts
from extractor.report.pictures import Pictures
from extractor.rules import load_rules
from extractor.show import Shown, document_of, place_of, show_document
from extractor.show_place import boxes_of, write_picture
from extractor.store import Archive
from extractor.store.findings import FoundRow, findings_of, unchecked_of

_RANK = {"note": 0, "warning": 1, "error": 2}
_FORMATS = ("table", "json", "csv", "html")
_COLUMNS = ("id", "severity", "check_id", "message", "expected", "actual", "suggestion", "state", "reason", "source", "page", "boxes", "char_start", "char_end", "quote")
_WAIT = 5.0  # seconds for another writer, before the findings of the last run are shown

audits = typer.Typer(invoke_without_command=True)
Reason = Annotated[str, typer.Option("--reason", help="Why: it is kept with the decision.")]
By = Annotated[str | None, typer.Option("--by", help="Who decides; your user name unless told.")]
OwnDb = Annotated[Path | None, typer.Option("--db", help="The archive: one SQLite file; archive.db unless told.")]


def register(app: typer.Typer) -> None:
    app.add_typer(audits, name="audit")
    app.command()(show)


@audits.callback()
def audit(
    context: typer.Context,
    db: Db = Path("archive.db"),
    document: Annotated[str | None, typer.Option("--document", help="Only this document: its id or the beginning of it.")] = None,
    check: Annotated[str | None, typer.Option("--check", help="Only this check: percentage, part_whole ...")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only findings that this run (a state of rules and program) or a later one added.", metavar="RUN")] = None,
    fail_on: Annotated[str, typer.Option("--fail-on", help="Exit with 1 where an open finding is at least this severe.")] = "error",
    format: Annotated[str, typer.Option("--format", help="table, json, csv or html.")] = "table",
    out_file: Annotated[Path | None, typer.Option("--out", help="Write to this file instead of standard output.", metavar="FILE")] = None,
    everything: Annotated[bool, typer.Option("--all", help="In the table: notes and dismissed findings, too.")] = False,
    rules: Rules = None,
) -> None:
    """List the figures, dates and references that do not agree, with their quotes.

    Documents are compared with each other first. Findings that were accepted or dismissed do not count for --fail-on.

    Example: vanban audit --db archive.db --check percentage --format html --out report.html
    """
    if context.invoked_subcommand is not None:
        return
    if fail_on not in _RANK:
        raise typer.BadParameter(f"one of {', '.join(_RANK)}", param_hint="--fail-on")
    if format not in _FORMATS:
        raise typer.BadParameter(f"one of {', '.join(_FORMATS)}", param_hint="--format")
    require_archive(db)
    _compare_documents(db, rules)
    with Archive(db, readonly=True) as archive:
        found = list(findings_of(archive, document=document, check=check, since=since))
        if check is not None and not found:
            _say_other_checks(archive, check)
        selection = ", ".join(f"{name} {value}" for name, value in (("document", document), ("check", check), ("since", since)) if value)
        with _written_to(out_file) as file:
            _print_findings(found, format, file, archive, document, selection, everything=everything or check is not None)
    raise typer.Exit(int(any(_RANK[row.severity] >= _RANK[fail_on] and row.state == "open" for row in found)))


@audits.command()
def accept(context: typer.Context, finding: Annotated[str, typer.Argument(metavar="ID")], reason: Reason, by: By = None, db: OwnDb = None) -> None:
    """Accept a finding: it is so, and somebody sees to it. It stays so while its evidence is unchanged.

    Example: vanban audit accept 3f2a9c --reason "Đã báo đơn vị đính chính" --db archive.db
    """
    _decide(context, finding, "accepted", reason, by, db)


@audits.command()
def dismiss(context: typer.Context, finding: Annotated[str, typer.Argument(metavar="ID")], reason: Reason, by: By = None, db: OwnDb = None) -> None:
    """Dismiss a finding: it is no fault. It stays so while its evidence is unchanged.

    Example: vanban audit dismiss 3f2a9c --reason "Hai kỳ báo cáo khác nhau" --db archive.db
    """
    _decide(context, finding, "dismissed", reason, by, db)


@audits.command()
def reopen(context: typer.Context, finding: Annotated[str, typer.Argument(metavar="ID")], reason: Reason, by: By = None, db: OwnDb = None) -> None:
    """Take back what was decided on a finding; the earlier decision stays in the log.

    Example: vanban audit reopen 3f2a9c --reason "Nhầm dòng" --db archive.db
    """
    _decide(context, finding, "open", reason, by, db)


def _decide(context: typer.Context, finding: str, decision: str, reason: str, by: str | None, db: Path | None) -> None:
    given = context.parent.params.get("db") if context.parent is not None else None
    path = db or given or Path("archive.db")
    require_archive(path)
    with Archive(path) as archive:
        entry = archive.decide(finding, decision, reason=reason, made_by=by or getpass.getuser())
    say(f"{entry.finding_id[:12]} {escape(entry.check_id)}: {entry.decision} ({escape(entry.reason)})")


def _compare_documents(db: Path, rules: Path | None) -> None:
    """Bring the findings over documents up to date; an archive that cannot be written shows those it has."""
    try:
        with Archive(db, wait=_WAIT) as archive:
            audit_archive(archive, load_rules(rules))
    except StoreError as error:
        say(f"documents were not compared again: {escape(str(error))}")


def _say_other_checks(archive: Archive, check: str) -> None:
    """Silence may be a misspelt name: say which checks have found something."""
    held = [str(row["check_id"]) for row in archive.rows("SELECT DISTINCT check_id FROM findings ORDER BY check_id")]
    if held and check not in held:
        say(f"no finding of the check {escape(check)}; found here: {', '.join(held)}")


@contextmanager
def _written_to(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        yield file
    part.replace(path)


def _print_findings(found: list[FoundRow], format: str, file: TextIO, archive: Archive, document: str | None, selection: str, *, everything: bool) -> None:
    if format == "json":
        print(json.dumps([row.as_object() for row in found], ensure_ascii=False), file=file)
    elif format == "csv":
        _write_csv(found, file)
    elif format == "html":
        write_report(file, found, unchecked_of(archive, document=document), not_compared(archive), _facts(archive, selection), Pictures().of, Contexts(archive).of)
    else:
        console = out if file is sys.stdout else Console(file=file, width=160, highlight=False)
        shown = [row for row in found if everything or (row.severity != "note" and row.state != "dismissed")]
        for row in shown:
            _print_finding(row, console)
        counts = ", ".join(f"{sum(r.severity == s for r in found)} {s}" for s in ("error", "warning", "note"))
        decided = sum(row.state != "open" for row in found)
        undecided = sum(row.number for row in unchecked_of(archive, document=document))
        remarks = (f"{decided} decided" if decided else "", f"{len(found) - len(shown)} not shown (--all)" if len(shown) < len(found) else "")
        say("; ".join(filter(None, (f"{len(found)} findings: {counts}", *remarks))))
        say(f"{undecided} figures and dates could not be checked; --format html says which and why")


def _write_csv(found: list[FoundRow], file: TextIO) -> None:
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for row in found:
        said = (row.id, row.severity, row.check_id, row.message, row.expected, row.actual, row.suggestion, row.state, row.reason)
        for place in row.places:
            writer.writerow((*said, place.source, place.page, json.dumps(place.boxes), place.start, place.end, place.quote))


def _facts(archive: Archive, selection: str) -> Facts:
    """What the report rests on: the runs that gave the records of the archive, newest last."""
    runs = list(archive.rows("SELECT rules_digest, program, parsers FROM runs WHERE id IN (SELECT run_id FROM documents) ORDER BY started_at"))
    versions = {f"vanban {row['program']}" for row in runs} | {parser for row in runs for parser in json.loads(str(row["parsers"]))}
    digests = list(dict.fromkeys(str(row["rules_digest"]) for row in runs))
    counted = [(name, int(str(next(archive.rows(f"SELECT count(*) AS n FROM {name}"))["n"]))) for name in ("documents", "statistics", "citations", "dates")]
    return Facts(str(archive.path), archive.content_hash(), ", ".join(digests), sorted(versions), counted, selection)


def _print_finding(row: FoundRow, console: Console) -> None:
    colour = {"error": "red", "warning": "yellow", "note": "cyan"}[row.severity]
    settled = f"  [dim]{row.state}: {escape(row.reason)}[/dim]" if row.state != "open" else ""
    console.print(f"[{colour}]{row.severity}[/{colour}] [bold]{row.check_id}[/bold] [dim]{row.id[:12]}[/dim]  {escape(row.message)}{settled}", soft_wrap=False)
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 0, 2))
    table.add_row("đối chiếu · expected", escape(row.expected))
    table.add_row("ghi là · actual", escape(row.actual))
    if row.suggestion:
        table.add_row("gợi ý · suggestion", escape(row.suggestion.removeprefix("Gợi ý (suggestion): ")))
    shown = row.places if len(row.places) <= 4 else row.places[:1] + row.places[-2:]
    for place in shown:
        where = f"{place.source}" + (f", p. {place.page}" if place.page else "") + f", {place.start}:{place.end}"
        table.add_row("nơi · place", escape(f"{where}  “{' '.join(place.quote.split())}”"))
    if len(shown) < len(row.places):
        table.add_row("", f"and {len(row.places) - len(shown)} more (all of them: --format csv)")
    console.print(table)
    console.print()


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


