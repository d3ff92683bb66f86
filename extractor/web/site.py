"""An archive in, a Datasette over it out, opened for reading only; and for any Datasette the Site that says
which of its databases is the archive. What the pages and the plugin hold on to between requests stands here."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

from datasette.database import Database

from extractor.annotate import Annotator
from extractor.rules import RuleSet, load_rules
from extractor.store import Archive
from extractor.web.security import Guard
from extractor.web.sessions import Tries
from extractor.web.table_templates import with_changes
from extractor.web.users import users_of

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
_SETTINGS = {"default_page_size": 50, "truncate_cells_html": 200, "allow_download": False, "default_cache_ttl": 0, "sql_time_limit_ms": 2000}
_INNER_TABLES = ("place_maps", "search_documents", "search_facets", "search_settings", "search_titles", "search_words")
_ANSWERS_KEPT = 200
_APPLICATION_ID_AT = 68  # in the file header; https://www.sqlite.org/fileformat.html#application_id


class ReadOnlyArchive(Database):  # type: ignore[misc]  # Datasette ships no types
    """A database that cannot be opened for writing, whatever asks. Its path may hold any character. Where
    its folder cannot be written either, an archive at rest is read without the files beside it."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        if write:
            raise PermissionError("this archive is served for reading only")
        address = f"file:{quote(os.fsencode(Path(self.path).absolute()))}"
        connection = sqlite3.connect(f"{address}?mode=ro", uri=True, check_same_thread=False)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            connection = sqlite3.connect(f"{address}?immutable=1", uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection


@dataclass(slots=True)
class Site:
    """The archive a Datasette serves. database: its name there. guard: None where Datasette was not started
    by this package."""

    path: Path
    database: str
    guard: Guard | None = None
    tries: Tries = field(default_factory=Tries)
    _rules: list[RuleSet] = field(default_factory=list)
    _annotators: list[Annotator] = field(default_factory=list)
    _answers: dict[object, object] = field(default_factory=dict)

    def rules(self) -> RuleSet:
        """The rules of this program, loaded when first asked for."""
        if not self._rules:
            self._rules.append(load_rules())
        return self._rules[0]

    def annotator(self) -> Annotator:
        """The rules ready to read a text, made when first asked for."""
        if not self._annotators:
            self._annotators.append(Annotator(self.rules()))
        return self._annotators[0]

    def remembered(self, question: object, answer: Callable[[], T]) -> T:
        """The answer to a question about the whole archive, reckoned anew only when its file has changed."""
        asked = (question, self._state())
        found = self._answers.get(asked)
        if found is None:
            found = answer()
            if len(self._answers) >= _ANSWERS_KEPT:
                self._answers.clear()
            self._answers[asked] = found
        return found  # type: ignore[return-value]  # kept under its own question

    def _state(self) -> tuple[tuple[int, int], ...]:
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return tuple((stat.st_mtime_ns, stat.st_size) for file in files if file.exists() and (stat := file.stat()))


_sites: WeakKeyDictionary[Datasette, Site | None] = WeakKeyDictionary()


def make_datasette(db: Path, guard: Guard) -> Datasette:
    """A Datasette over one archive, with the pages of this package. Raises StoreError where it is none."""
    # Datasette loads the plugins that are installed while it is imported itself: this package's among them.
    from datasette.app import Datasette, DatasetteClient
    from datasette.plugins import pm

    from extractor.web import plugin

    with Archive(db, readonly=True):
        pass  # says in plain words what is wrong with the file
    if not pm.is_registered(plugin):
        pm.register(plugin, name="vanban")
    pm.get_plugin("datasette.handle_exception").rich = None  # it prints every page not found, with all local variables
    datasette = Datasette(files=[], memory=True, settings=_SETTINGS, metadata=_metadata(db.stem), secret=users_of(db).secret)
    datasette.jinja_env.loader = with_changes(datasette.jinja_env.loader)
    datasette.remove_database("_memory")
    datasette.add_database(ReadOnlyArchive(datasette, str(db)), name=db.stem)
    _sites[datasette] = Site(db, db.stem, guard)
    datasette.client = DatasetteClient(datasette)  # the one it made held the routes of a site without an archive
    return datasette


def site_of(datasette: Datasette) -> Site | None:
    """The archive among the databases of a Datasette; None where there is none."""
    if datasette not in _sites:
        _sites[datasette] = next((Site(Path(db.path), name) for name, db in datasette.databases.items() if db.path and is_archive(Path(db.path))), None)
    return _sites[datasette]


def is_archive(path: Path) -> bool:
    """Whether the head of a file says that it is an archive, of whatever age."""
    from extractor.store.migrations import APPLICATION_ID

    try:
        with path.open("rb") as file:
            head = file.read(_APPLICATION_ID_AT + 4)
    except OSError:
        return False
    return int.from_bytes(head[_APPLICATION_ID_AT:], "big") == APPLICATION_ID


def _metadata(database: str) -> dict[str, object]:
    tables = {name: {"hidden": True} for name in _INNER_TABLES}
    return {"title": "Vanban", "databases": {database: {"tables": {**tables, "documents": {"label_column": "title"}}}}}
