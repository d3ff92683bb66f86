"""Datasette's templates in, the same with what a reader without a mouse or with a screen reader needs out: our
base.html in the place of theirs, names for the fields of the filters, and no editor of 340 kB for the box in which
SQL is written. Used for the sites of this package only; written for Datasette 0.65, whose pages these are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader

_OURS = Path(__file__).parent / "templates" / "tables"
_LEFT_OUT = ("_codemirror.html", "_codemirror_foot.html")

#: Template to what is changed in it: as it stands, and with what is added.
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "table.html": (
        ('<select name="_filter_column_{{ loop.index }}">', '<select name="_filter_column_{{ loop.index }}" aria-label="Filter {{ loop.index }}: column">'),
        ('<select name="_filter_op_{{ loop.index }}">', '<select name="_filter_op_{{ loop.index }}" aria-label="Filter {{ loop.index }}: comparison">'),
        ('name="_filter_value_{{ loop.index }}" class', 'name="_filter_value_{{ loop.index }}" aria-label="Filter {{ loop.index }}: value" class'),
        ('<select name="_filter_column">', '<select name="_filter_column" aria-label="New filter: column">'),
        ('<select name="_filter_op">', '<select name="_filter_op" aria-label="New filter: comparison">'),
        ('name="_filter_value" class', 'name="_filter_value" aria-label="New filter: value" class'),
        ('<select name="_sort" id="sort_by">', '<select name="_sort" id="sort_by" aria-label="Sort by">'),
        ('<pre class="wrapped-sql">', '<pre class="wrapped-sql" tabindex="0">'),
    ),
    "database.html": (('<textarea id="sql-editor"', '<textarea aria-label="SQL" id="sql-editor"'),),
    "query.html": (
        ('<textarea id="sql-editor"', '<textarea aria-label="SQL" id="sql-editor"'),
        ('<div class="table-wrapper">', '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">'),
    ),
    "_table.html": (('<div class="table-wrapper">', '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">'),),
}


def with_changes(theirs: BaseLoader) -> BaseLoader:
    """The loader of a Datasette, for a site of this package."""
    return ChoiceLoader([FileSystemLoader(_OURS), _Changed(theirs)])


class _Changed(BaseLoader):
    def __init__(self, theirs: BaseLoader) -> None:
        self._theirs = theirs

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, current = self._theirs.get_source(environment, template)
        if template in _LEFT_OUT:
            return "", file, current
        for before, after in CHANGES.get(template, ()):
            source = source.replace(before, after)
        return source, file, current

    def list_templates(self) -> list[str]:
        return self._theirs.list_templates()
