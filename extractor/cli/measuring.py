"""vanban evaluate and vanban doctor: how good the extraction is, and whether this machine has all it needs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from extractor.cli import figures
from extractor.cli.terminal import out, say, say_problem, watched
from extractor.doctor import Check, examine
from extractor.errors import VanbanError
from extractor.evaluate import Gold, Output, diff, evaluate, from_result, gold_digest, read_gold, read_outputs
from extractor.evaluate.floors import write_floors
from extractor.pipeline import Item, run
from extractor.rules import load_rules

_STATES = {"ok": "[green]có[/green]", "missing": "[yellow]thiếu[/yellow]", "broken": "[red]hỏng[/red]"}


def register(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate_folder)
    app.command("doctor")(doctor)


def evaluate_folder(
    gold_dir: Annotated[Path, typer.Argument(help="A folder of documents with NAME.gold.json beside them; folders in it are splits.", metavar="GOLD_DIR")],
    show_list: Annotated[bool, typer.Option("--list", help="List every missed, false and inexact row with its document and words.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Figures (and --list, --diff) as one JSON object on standard output.")] = False,
    old: Annotated[Path | None, typer.Option("--diff", help="Records gained and lost against this earlier output.", metavar="OLD.jsonl")] = None,
    floors_file: Annotated[Path | None, typer.Option("--write-floors", help="Pin the figures, less 0.01, in this file.", metavar="FILE")] = None,
    lower: Annotated[bool, typer.Option("--lower", help="Let --write-floors lower a floor. Say why in the commit.")] = False,
    rules: Annotated[Path | None, typer.Option("--rules", help="A rules folder of your own instead of the one that comes with Vanban.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; one a core unless told.")] = None,
) -> None:
    """Extract documents that have gold and say how much was found and how much is exact, with 95 % intervals.

    Example: vanban evaluate corpus/dev --list
    """
    if lower and floors_file is None:
        raise typer.BadParameter("--lower goes with --write-floors FILE", param_hint="--lower")
    golds = read_gold(gold_dir)
    outputs, failed = _extract(golds, rules, jobs)
    scores = evaluate(golds, outputs)
    changes = diff(read_outputs(old), outputs) if old is not None else None
    if as_json:
        _write_json(figures.as_json(scores, changes, with_list=show_list))
    else:
        figures.print_scores(scores, str(gold_dir))
        if show_list:
            figures.print_verdicts(scores)
        if changes is not None:
            figures.print_changes(changes)
    if floors_file is not None:
        write_floors(floors_file, gold_dir, gold_digest(gold_dir), scores, lower=lower)
        say(f"floors written to {escape(str(floors_file))}")
    raise typer.Exit(int(failed or scores.broken > 0))


def _extract(golds: Sequence[Gold], rules: Path | None, jobs: int | None) -> tuple[list[Output], bool]:
    for gold in golds:
        if not gold.path.is_file():
            raise VanbanError(f"its document {gold.source} is not beside it", file=str(gold.file), remedy="put the document there, or mend the key source")
    failed = False
    outputs: list[Output] = []
    results = run([Item(gold.path) for gold in golds], load_rules(rules), jobs=jobs)
    for result in watched(results, len(golds), "extracting"):
        outputs.append(from_result(result))
        for problem in result.problems:
            if problem.severity == "error":
                say_problem(problem)
                failed = True
    return outputs, failed


def doctor(as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False) -> None:
    """Say what is installed, in which version, and what is lost where something is missing.

    Example: vanban doctor
    """
    checks = examine()
    if as_json:
        _write_json({"checks": [asdict(check) for check in checks]})
    else:
        _print_checks(checks)
    raise typer.Exit(int(any(check.needed and check.state != "ok" for check in checks)))


def _print_checks(checks: Sequence[Check]) -> None:
    table = Table("Thành phần\npart", "\nstate", "Phiên bản\nversion", "Dùng để\nwhat it is for", box=None, pad_edge=False, padding=(0, 1))
    for check in checks:
        table.add_row(check.name, _STATES[check.state], escape(check.version), escape(check.purpose))
    out.print(table)
    for check in checks:
        if check.state != "ok":
            mark = "[red]cần · needed[/red]" if check.needed else "[yellow]nên có · optional[/yellow]"
            out.print(f"\n{mark} [bold]{check.name}[/bold]: {escape(check.lost)}", soft_wrap=True)
            out.print(f"  {escape(check.remedy)}", soft_wrap=True)


def _write_json(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
