"""The command `vanban`: verbs only. Each verb reads its options, calls one layer below, and prints;
what a program may want goes to standard output (--json, JSON Lines), what a person wants to know about
the run goes to standard error. Exit status: 0 all well, 1 a problem of severity error, 2 usage."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from extractor.cli import archive, auditing, documents, measuring, reviewing, ruling
from extractor.cli.terminal import say_error
from extractor.errors import VanbanError

app = typer.Typer(
    name="vanban",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads Vietnamese official documents: numbers, dates, deadlines, people and figures, each tied to its place.\n\n"
    "Đọc văn bản hành chính tiếng Việt: số hiệu, ngày tháng, thời hạn, người tham dự và số liệu, mỗi giá trị gắn với vị trí của nó.",
)
for room in (archive, documents, auditing, measuring, reviewing):
    room.register(app)
app.add_typer(ruling.app, name="rules")


def main() -> NoReturn:
    """Run the command; an error a person can act on is one line, not a traceback."""
    try:
        app(standalone_mode=True)
    except VanbanError as error:
        say_error(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output went away (`vanban ... | head`): that is its right
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)
