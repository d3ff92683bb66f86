"""The hooks by which Datasette 0.65 shows the pages of this package. A Datasette without an archive among
its databases is left as it is, so that installing Vanban changes nothing for other databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datasette import Response
from datasette import hookimpl as _hookimpl
from datasette.utils.asgi import Forbidden, NotFound, Request
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup

from extractor.errors import VanbanError
from extractor.language import segment_query
from extractor.web.pages import ROUTES
from extractor.web.security import App, Guard, guarded
from extractor.web.sessions import cookies_of, reviewer_of
from extractor.web.site import site_of
from extractor.web.visit import NAVIGATION, Visit, static_address

if TYPE_CHECKING:
    from datasette.app import Datasette

F = TypeVar("F", bound=Callable[..., Any])
_TEMPLATES = Path(__file__).parent / "templates"


def hookimpl(hook: F) -> F:
    """Datasette's own mark, with the types it does not ship."""
    marked: F = _hookimpl(hook)
    return marked


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return list(ROUTES) if site_of(datasette) else []


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.loader = ChoiceLoader([FileSystemLoader(_TEMPLATES), env.loader] if env.loader else [])


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]] | None:
    """The tokeniser of queries is loaded before the first of them, and not by two threads at once."""
    if site_of(datasette) is None:
        return None

    async def warm_up() -> None:
        await asyncio.get_running_loop().run_in_executor(None, segment_query, "khởi động")

    return warm_up


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    site = site_of(datasette)

    def wrap(app: App) -> App:
        if site is None:
            return app
        return guarded(app, site.guard or Guard(), lambda headers: reviewer_of(datasette, site.path, cookies_of(headers)) is not None)

    return wrap


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> dict[str, object]:
    """What the head of Datasette's own pages says (templates/tables/base.html)."""
    site = site_of(datasette)
    if site is None or request is None:
        return {}
    words = Visit.of(request, datasette).words
    tables = datasette.urls.database(site.database)
    return {"vanban": {"t": words, "language": words.language, "navigation": NAVIGATION, "static": static_address, "tables": tables}}


@hookimpl
def menu_links(datasette: Datasette, request: Request | None) -> list[dict[str, str]]:
    """The way back from Datasette's own pages."""
    if site_of(datasette) is None or request is None:
        return []
    words = Visit.of(request, datasette).words
    return [{"href": path, "label": words(f"nav.{name}")} for name, path in NAVIGATION]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Datasette) -> Markup | None:
    """In Datasette's tables, the id of a document and the title and source in its row lead to its page."""
    if site_of(datasette) is None or not isinstance(value, str):
        return None
    if column == "document_id" or (table == "documents" and column == "id"):
        document_id, said = value, value[:12]
    elif table == "documents" and column in ("title", "source") and "id" in row.keys():  # noqa: SIM118  # a sqlite3.Row holds values
        document_id, said = str(row["id"]), value
    else:
        return None
    return Markup('<a href="/-/doc/{}">{}</a>').format(document_id, said) if document_id.isalnum() else None


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]] | None:
    """What a person can act on, and what is not there, are said in plain words on a page like the others."""
    missing = isinstance(exception, NotFound)
    refused = isinstance(exception, Forbidden)
    if site_of(datasette) is None or not (missing or refused or isinstance(exception, VanbanError)) or request.path.endswith(".json"):
        return None

    async def page() -> Response:
        visit = Visit.of(request, datasette)
        message = visit.words("error.missing") if missing else visit.words("error.refused") if refused else str(exception)
        return await visit.page("error", status=404 if missing else 403 if refused else 503, message=message)

    return page
