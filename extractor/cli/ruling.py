"""vanban rules: check the proof of every rule, list the rules, explain which rule made a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from extractor.annotate import Annotator
from extractor.audit import check_examples
from extractor.cli.terminal import out, say
from extractor.explain import explain_document
from extractor.model import Source
from extractor.parse import parse
from extractor.rulecheck import check_rules
from extractor.rules import load_rules

app = typer.Typer(help="Check, list and explain the rules (rules/ holds patterns and word lists, each with its examples).", no_args_is_help=True)
Root = Annotated[Path | None, typer.Option("--rules", help="A rules folder of your own instead of the one that comes with Vanban.")]


@app.command("check")
def check(rules: Root = None, quick: Annotated[bool, typer.Option("--quick", help="Leave out the scan-time limit on hostile text.")] = False) -> None:
    """Prove every rule against its own examples, disguised as real pages disguise them.

    Example: vanban rules check
    """
    loaded = load_rules(rules)
    faults = [str(fault) for fault in (*check_rules(loaded, adversarial=not quick), *check_examples(loaded))]
    for fault in faults:
        out.print(escape(fault), soft_wrap=True)
    entries = sum(len(words.entries) for words in loaded.lists.values())
    examples = sum(len(rule.examples) + len(rule.counter_examples) for rule in loaded.rules)
    say(f"{len(loaded.rules)} patterns with {examples} examples, {len(loaded.lists)} lists with {entries} entries, {len(loaded.identities)} identities: {len(faults)} faults")
    raise typer.Exit(int(bool(faults)))


@app.command("list")
def list_rules(rules: Root = None, family: Annotated[str | None, typer.Option("--family", help="Only this family.")] = None) -> None:
    """List every pattern with its family, and every word list with its size.

    Example: vanban rules list --family date
    """
    loaded = load_rules(rules)
    table = Table("Họ · family", "Mã · id", "Ví dụ · example", box=None, pad_edge=False)
    for rule in loaded.rules:
        if family in (None, rule.family):
            table.add_row(rule.family, rule.id, escape(rule.examples[0].find or "") if rule.examples else "")
    out.print(table)
    if family is None:
        lists = Table("Danh sách · list", "Số mục · entries", box=None, pad_edge=False)
        for words in loaded.lists.values():
            lists.add_row(words.name, str(len(words.entries)))
        out.print(lists)


@app.command("explain")
def explain(
    file: Annotated[Path, typer.Argument(help="A document.")],
    rules: Root = None,
    family: Annotated[str | None, typer.Option("--family", help="Only this family of records.")] = None,
) -> None:
    """Show for each record of a document which rule made it from which words, and what lost to it.

    Example: vanban rules explain bao-cao.pdf --family statistics
    """
    document = parse(file.read_bytes(), Source(str(file)))
    for record in explain_document(document, Annotator(load_rules(rules))):
        if family in (None, record.family):
            out.print(escape(str(record)), soft_wrap=True)
