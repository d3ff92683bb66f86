"""The one root of the project's errors. Every error is written for a person: it names the file, the
place in it and the reason in plain words, and says what to do. It comes in from nowhere and is raised
by every layer; the command line prints it, the pipeline turns it into a row in problems."""

from __future__ import annotations


class VanbanError(Exception):
    """Something a person can act on.

    message: what went wrong, in plain words. file: the file it concerns, as given. place: where in
    that file ("line 12", "page 3"). remedy: what to do about it.
    """

    def __init__(self, message: str, *, file: str = "", place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} ({self.remedy})" if self.remedy else text


class ReadError(VanbanError):
    """A source that cannot be read: it becomes a row in problems, and the run goes on."""


class RuleError(VanbanError):
    """A rule, list or identity that is wrong: it stops the run at once."""


class StoreError(VanbanError):
    """A database that cannot be opened, written or understood."""
