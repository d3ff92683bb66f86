"""A request in, what every page needs out: its parameters, the language, a way to read the archive and a
way to answer; for who is signed in also a way to write. Pages are functions of a Visit; none touches Datasette or
SQLite itself."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from datasette import Response
from datasette.utils import tilde_encode
from datasette.utils.asgi import Forbidden, NotFound, Request

from extractor.store import Archive
from extractor.web.security import FILE_POLICY, OWN_POLICY
from extractor.web.sessions import reviewer_of
from extractor.web.site import Site, site_of
from extractor.web.words import LANGUAGES, Words, words_in

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
STATIC = Path(__file__).parent / "static"
_COOKIE = "vanban_language"
NAVIGATION = (
    ("search", "/"), ("statistics", "/-/statistics"), ("deadlines", "/-/deadlines"), ("people", "/-/people"),
    ("citations", "/-/citations"), ("findings", "/-/findings"), ("review", "/-/review"),
)  # fmt: skip
_LONGEST_ARGUMENT = 2_000
_WAIT = 8.0  # seconds for another writer (an ingest that runs) before a person is told to try again


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent: names and values in order."""

    sent: tuple[tuple[str, str], ...]

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.sent if key == name), default)

    def all(self, name: str) -> list[str]:
        """The values of boxes of one name that were ticked."""
        return [value for key, value in self.sent if key == name]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to one archive."""

    request: Request
    datasette: Datasette
    site: Site
    words: Words
    reviewer: str | None = None

    @classmethod
    def of(cls, request: Request, datasette: Datasette) -> Visit:
        site = site_of(datasette)
        if site is None:
            raise NotFound("no archive is served here")
        asked = request.args.get("lang") or request.cookies.get(_COOKIE) or ""
        return cls(request, datasette, site, words_in(asked), reviewer_of(datasette, site.path, request.cookies))

    def arg(self, name: str) -> str:
        """A parameter of the address, without the characters no text holds; empty where it is not given."""
        value = str(self.request.args.get(name) or "")[:_LONGEST_ARGUMENT]
        return value.encode("utf-8", "replace").decode().replace("\0", "").strip()

    def number(self, name: str, default: int, most: int) -> int:
        value = self.arg(name)
        return min(int(value), most) if value.isascii() and value.isdigit() and len(value) < 10 else default

    def part(self, name: str) -> str:
        """A named piece of the path."""
        return str(self.request.url_vars[name])

    async def read(self, ask: Callable[[Archive], T], remember: object = None) -> T:
        """Ask the archive, away from the thread that answers others. Opening one takes a millisecond.
        remember: a name for the question, where its answer is worth keeping; nobody may change that answer."""

        def asked() -> T:
            with Archive(self.site.path, readonly=True) as archive:
                return ask(archive)

        def answered() -> T:
            return asked() if remember is None else self.site.remembered(remember, asked)

        return await asyncio.get_running_loop().run_in_executor(None, answered)

    async def form(self) -> Form:
        """What a form of this site sent. Forbidden without Datasette's token against forged requests, which its own
        layer asks only of a browser that sends cookies."""
        body = (await self.request.post_body()).decode("utf-8", "replace")
        sent = Form(tuple((name, value.replace("\r\n", "\n").replace("\0", "")) for name, value in parse_qsl(body, keep_blank_values=True)))
        token = self.request.scope.get("csrftoken")
        if token is None or not secrets.compare_digest(sent.get("csrftoken").encode(), str(token()).encode()):
            raise Forbidden("the form is not from this site, or too old")
        return sent

    def who(self) -> str:
        """The name of the person who writes; Forbidden for a reader."""
        if self.reviewer is None:
            raise Forbidden("sign in first")
        return self.reviewer

    async def write(self, act: Callable[[Archive], T]) -> T:
        """Let a signed-in reviewer change the archive, away from the thread that answers others."""
        self.who()

        def done() -> T:
            with Archive(self.site.path, wait=_WAIT) as archive:
                return act(archive)

        return await asyncio.get_running_loop().run_in_executor(None, done)

    def _back(self) -> str:
        return self.here() if self.request.method == "GET" and self.request.path != "/-/sign-in" else "/"

    def here(self, **changes: object) -> str:
        """This address with some of its parameters changed; None takes one away."""
        kept = {name: self.request.args.get(name) for name in self.request.args if name != "lang"}
        return link(self.request.path, **{**kept, **changes})

    def table_link(self, table: str) -> str:
        """Datasette's own page of a table."""
        return str(self.datasette.urls.table(self.site.database, table))

    def row_link(self, table: str, row: object) -> str:
        return f"{self.table_link(table)}/{tilde_encode(str(row))}"

    async def page(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """An answer of our own, from templates/vanban/."""
        words = self.words
        other = next(language for language in LANGUAGES if language != words.language)
        common = {
            "t": words, "visit": self, "link": link, "language": words.language, "static": static_address,
            "navigation": NAVIGATION, "here": template, "other_language": other, "other_words": words_in(other),
            "database_path": self.datasette.urls.database(self.site.database).lstrip("/"),
            "reviewer": self.reviewer, "csrftoken": self.request.scope.get("csrftoken", str), "back": self._back(),
            "switch": link(self.request.path, **{**_first(self.request), "lang": other}),
        }  # fmt: skip
        body = await self.datasette.render_template(f"vanban/{template}.html", {**common, **context}, request=self.request)
        response = Response.html(body, status=status, headers={"content-security-policy": OWN_POLICY, "cache-control": "no-cache"})
        if self.request.args.get("lang") in LANGUAGES:
            response.set_cookie(_COOKIE, words.language, max_age=365 * 86_400, httponly=True, samesite="lax")
        return response


def link(path: str, /, **arguments: object) -> str:
    """An address with its parameters; those that are None or empty are left out."""
    given = {name: str(value) for name, value in arguments.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def local_path(back: str, otherwise: str = "/") -> str:
    """A path of this site to lead back to; `otherwise` for anything else."""
    plain = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() and "\\" not in back and "#" not in back
    return back if plain else otherwise


def download(body: bytes | str, name: str, content_type: str) -> Response:
    """A file to be saved, never shown: whatever it holds, it gets no rights in our origin."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)[-100:].lstrip(".") or "file"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    headers = {"content-disposition": disposition, "content-security-policy": FILE_POLICY, "cache-control": "no-cache"}
    return Response(body, headers=headers, content_type=content_type)


@lru_cache
def static_address(name: str) -> str:
    """The address of a file of static/, which changes with its content, so that it may be kept for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/-/vanban/{digest}/{name}"


def _first(request: Request) -> dict[str, object]:
    return {name: request.args.get(name) for name in request.args}
