"""Verbs of review: user keeps the list of those who may review in the browser, review verify looks whether the logs
of what they did are whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from extractor.cli.archive import require_archive
from extractor.cli.terminal import out, say, say_error
from extractor.store import Archive

users = typer.Typer(no_args_is_help=True, help="Who may review in the browser (người soát).")
reviews = typer.Typer(no_args_is_help=True, help="What reviewers did (việc soát).")
Db = Annotated[Path, typer.Option("--db", help="The archive: one SQLite file.")]
Name = Annotated[str, typer.Argument(metavar="NAME")]


def register(app: typer.Typer) -> None:
    app.add_typer(users, name="user")
    app.add_typer(reviews, name="review")


@users.command("add")
def add(name: Name, db: Db = Path("archive.db")) -> None:
    """Let a person review, or give them another password, which is asked for twice (or read from a pipe).

    Example: vanban user add Lan --db archive.db
    """
    require_archive(db)
    from extractor.web.users import users_of  # the web side loads Datasette: only where it is asked for

    asked = typer.prompt("Mật khẩu · password", hide_input=True, confirmation_prompt=True, err=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    known = users_of(db)
    known.with_user(name, str(asked)).save()
    say(f"{escape(name)} may review {escape(str(db))} ({escape(str(known.path))})")


@users.command("remove")
def remove(name: Name, db: Db = Path("archive.db")) -> None:
    """Take a person off the list; they are signed out at once, what they did stays.

    Example: vanban user remove Lan --db archive.db
    """
    require_archive(db)
    from extractor.web.users import users_of

    users_of(db).without_user(name).save()
    say(f"{escape(name)} may no longer review {escape(str(db))}")


@users.command("list")
def listed(db: Db = Path("archive.db")) -> None:
    """Tell who may review.

    Example: vanban user list --db archive.db
    """
    require_archive(db)
    from extractor.web.users import users_of

    for name in users_of(db).names:
        print(name)


@reviews.command("verify")
def verify(
    db: Db = Path("archive.db"),
    expect: Annotated[str | None, typer.Option("--expect", help="A hash that an earlier run printed: it must still be in its log.", metavar="HASH")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Look whether every entry of the logs of corrections, decisions and people follows from the one before it.

    Print the hash of the newest entry of each log: kept elsewhere, it proves later that nothing was cut off.

    Example: vanban review verify --db archive.db
    """
    require_archive(db)
    with Archive(db, readonly=True) as archive:
        faults, heads = list(archive.check_logs()), archive.log_heads()
        if expect and not any(any(archive.rows(f"SELECT 1 FROM {table} WHERE entry_hash = ?", [expect])) for table in heads):
            faults.append(f"no log holds the entry {expect}: entries were cut off, or this is another archive")
    if as_json:
        print(json.dumps({"faults": faults, "logs": {name: {"entries": count, "last_hash": head} for name, (count, head) in heads.items()}}))
    else:
        for name, (count, head) in heads.items():
            out.print(f"{name}: {count} entries, {head}", soft_wrap=True)
        for fault in faults:
            say_error(fault)
        say("the logs are whole" if not faults else f"{len(faults)} faults: the logs were tampered with")
    raise typer.Exit(int(bool(faults)))
