"""Verbs on an archive: ingest fills it, search finds in it, serve opens it in a browser."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from extractor.cli.documents import Jobs, Paths, Rules, sources
from extractor.cli.terminal import Progressed, out, say, say_problem
from extractor.errors import StoreError
from extractor.export import export as write_out
from extractor.facts import Result
from extractor.language import segment_query
from extractor.pipeline.ingest import ingest as bring_up_to_date
from extractor.rules import load_rules
from extractor.store import Archive, DocumentHit, Filters, Snippet

Db = Annotated[Path, typer.Option("--db", help="The archive: one SQLite file.")]


def register(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command()(search)
    app.command()(summary)
    app.command()(export)
    app.command()(serve)


def ingest(
    paths: Paths,
    db: Db,
    rules: Rules = None,
    jobs: Jobs = None,
    again: Annotated[bool, typer.Option("--again", help="Read known documents once more.")] = False,
) -> None:
    """Read, extract and store documents; safe to repeat.

    Example: vanban ingest van-ban/ --db archive.db
    """
    failed = 0
    items = sources(paths)
    with Archive(db) as archive, Progressed(len(items), "reading") as progress:

        def watch(result: Result | None) -> None:
            nonlocal failed
            progress.advance()
            for problem in result.problems if result is not None else ():
                if problem.severity == "error":
                    failed += 1
                    say_problem(problem)

        stored = bring_up_to_date(items, archive, load_rules(rules), jobs=jobs, again=again, watch=watch)
    say(f"{stored.new} new, {stored.replaced} read again, {stored.unchanged} unchanged, {stored.unreadable} unreadable, in {db}")
    raise typer.Exit(int(failed > 0))


def search(
    query: Annotated[str, typer.Argument(help="Words, a name or a document number; with or without diacritics.")] = "",
    db: Db = Path("archive.db"),
    type: Annotated[str | None, typer.Option("--type", help='Code or name: KH or "Kế hoạch".')] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help="Words of the issuing body.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="From this day on, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Up to this day, YYYY-MM-DD.")] = None,
    area: Annotated[str | None, typer.Option("--area", help="Name or code of an area a statistic is of.")] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help="Id of an indicator: turnout_rate.")] = None,
    person: Annotated[str | None, typer.Option("--person", help="Words of a participant's name.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 10,
    offset: Annotated[int, typer.Option("--offset", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Find documents and records, with or without diacritics.

    Example: vanban search "dai bieu" --type KH --since 2021-01-01 --db archive.db
    """
    require_archive(db)
    filters = Filters(type=type, issuer=issuer, since=since, until=until, area=area, indicator=indicator, person=person)
    with Archive(db, readonly=True) as archive:
        page = archive.search(query, filters, words=segment_query, offset=offset, limit=limit)
    if as_json:
        print(json.dumps(asdict(page), ensure_ascii=False))
        return
    for hit in page.hits:
        out.print(_shown(hit), soft_wrap=False)
    least = "at least " if page.total_is_least else ""
    say(f"{least}{page.total} documents" + (f", {page.offset + 1} to {page.offset + len(page.hits)} shown" if len(page.hits) < page.total else ""))


def summary(db: Db = Path("archive.db"), as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Tell what an archive holds: documents by kind, records by family, problems.

    Example: vanban summary --db archive.db
    """
    require_archive(db)
    with Archive(db, readonly=True) as archive:
        kinds = list(archive.rows(_KINDS))
        counts = {family: next(archive.rows(f"SELECT count(*) AS n, count(DISTINCT document_id) AS documents FROM {family}")) for family in _FAMILIES}
        troubled = list(archive.rows("SELECT severity, count(*) AS n FROM problems GROUP BY severity ORDER BY severity"))
    if as_json:
        print(json.dumps({"documents": kinds, "records": counts, "problems": troubled}, ensure_ascii=False))
        return
    table = Table("Loại · kind", "Số văn bản · documents", "Từ · from", "Đến · to", box=None, pad_edge=False)
    for row in kinds:
        table.add_row(str(row["kind"]), str(row["n"]), str(row["first"] or ""), str(row["last"] or ""))
    out.print(table)
    table = Table("Bản ghi · records", "Số · number", "Trong văn bản · documents", box=None, pad_edge=False)
    for family, found in counts.items():
        table.add_row(family, str(found["n"]), str(found["documents"]))
    out.print(table)
    for row in troubled:
        out.print(f"{row['n']} problems of severity {row['severity']}")


def export(
    format: Annotated[str, typer.Argument(help="csv, jsonl, docbin (spaCy), parquet or gold (what people reviewed, as in corpus/).", metavar="FORMAT")],
    db: Db = Path("archive.db"),
    to: Annotated[Path, typer.Option("--out", help="A folder for csv, parquet and gold, a file for jsonl and docbin.")] = Path("export"),
    excel: Annotated[bool, typer.Option("--excel", help="csv with the mark that makes Excel read it as UTF-8.")] = False,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="docbin with what people confirmed, corrected or added, and nothing else: to train on.")] = False,
) -> None:
    """Write an archive's tables or documents into files for other programs.

    Example: vanban export csv --db archive.db --out tables/
    """
    require_archive(db)
    written = write_out(format, db, to, excel=excel, reviewed=reviewed)
    for file in written.files:
        say(f"{file.path}: {file.rows} rows")


def serve(
    db: Annotated[Path, typer.Argument(help="The archive: one SQLite file.", metavar="ARCHIVE")],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free one.")] = 8001,
    host: Annotated[str, typer.Option("--host", help="Only this machine unless told otherwise.")] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Browse, search, check and review an archive in a web browser, on this machine only.

    Example: vanban serve archive.db --port 8001
    """
    require_archive(db)
    from extractor.web import serve as open_site  # the web side loads Datasette: only where it is asked for

    open_site(db, host=host, port=port, open_browser=not no_browser)


_FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics", "findings")
_KINDS = """SELECT coalesce(type, CASE genre WHEN 'news' THEN 'Tin (news)' ELSE genre END) AS kind, count(*) AS n, min(day) AS first, max(day) AS last
            FROM documents GROUP BY kind ORDER BY n DESC, kind"""


def require_archive(db: Path) -> None:
    if not db.is_file():
        raise StoreError("there is no archive here", file=str(db), remedy=f"make one first: vanban ingest FOLDER --db {db}")


def _shown(hit: DocumentHit) -> Group:
    head = " ".join(part for part in (hit.type, hit.number) if part)
    day = hit.issued_on or (hit.published_at or "")[:10]
    line = Text.assemble((head or "Tin", "bold"), "  ", (day, "cyan"), "  ", hit.issuer or "")
    parts: list[Text | Table] = [line, Text(hit.title or hit.source)]
    parts += [_marked(snippet) for snippet in hit.snippets[:2]]
    if hit.records:
        table = Table(box=None, pad_edge=False, show_header=False)
        for record in hit.records[:4]:
            table.add_row(Text(record.family, style="magenta"), Text(" ".join(record.quote.split())[:100]))
        parts.append(table)
    parts.append(Text(f"{hit.document_id[:12]}  {hit.source}\n", style="dim"))
    return Group(*parts)


def _marked(snippet: Snippet) -> Text:
    text = Text("  … ")
    position = snippet.start
    for span in snippet.highlights:
        text.append(_line(snippet.text[position - snippet.start : span.start - snippet.start]))
        text.append(_line(snippet.text[span.start - snippet.start : span.end - snippet.start]), style="bold yellow")
        position = span.end
    text.append(_line(snippet.text[position - snippet.start :]) + " …")
    return text


def _line(text: str) -> str:
    return text.replace("\n", " ")
