"""How the command talks to a terminal: one console for answers, one for remarks, a progress bar where a
person watches and none in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from extractor.facts import Result
from extractor.model import Problem

out = Console(soft_wrap=False, highlight=False)
remarks = Console(stderr=True, highlight=False)
T = TypeVar("T")
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def say(message: str) -> None:
    remarks.print(message)


def say_error(message: str) -> None:
    remarks.print(f"[red]error[/red] {escape(message)}", soft_wrap=True)


def say_problem(problem: Problem) -> None:
    colour = _COLOURS[problem.severity]
    remarks.print(f"[{colour}]{problem.severity}[/{colour}] {escape(problem.source)}: {escape(problem.message)}", soft_wrap=True)


def watched(things: Iterable[T], total: int | None, label: str) -> Iterator[T]:
    """The things, one by one, with a progress bar on a terminal."""
    if not remarks.is_terminal:
        yield from things
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=remarks, transient=True) as progress:
        task = progress.add_task(label, total=total)
        for thing in things:
            yield thing
            progress.advance(task)


class Progressed:
    """A progress bar that is told of each step: for work that calls back instead of yielding."""

    def __init__(self, total: int | None, label: str) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=remarks, transient=True, disable=not remarks.is_terminal)
        self._task = self._progress.add_task(label, total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def advance(self) -> None:
        self._progress.advance(self._task)


def worst(results: Iterable[Result]) -> int:
    """1 where a Result holds a problem of severity error, else 0."""
    return int(any(p.severity == "error" for r in results for p in r.problems))
