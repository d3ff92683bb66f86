"""Who is signed in: a request's cookies in, the name of a reviewer out. The cookie is Datasette's own for its
actors (ds_actor), signed with the secret of users.py and good for a working day; it also bears a stamp of
the password, so that a person who was removed, or whose password was changed, is signed out at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils import baseconv
from itsdangerous import BadSignature

from extractor.errors import VanbanError
from extractor.web.users import Users, users_of

if TYPE_CHECKING:
    from datasette.app import Datasette

COOKIE = "ds_actor"
_SECONDS = 12 * 3600
_FREE_TRIES, _PAUSE = 8, 60.0  # wrong passwords for one name, and the seconds it then rests


def reviewer_of(datasette: Datasette, db: Path, cookies: Mapping[str, str]) -> str | None:
    """The name of the person who is signed in; None for a reader."""
    if COOKIE not in cookies:
        return None
    try:
        said: Any = datasette.unsign(cookies[COOKIE], "actor")
        name, stamp, until = str(said["a"]["id"]), str(said["a"]["stamp"]), int(baseconv.base62.decode(said["e"]))
        users = users_of(db)
    except (BadSignature, KeyError, TypeError, ValueError, VanbanError):
        return None
    return name if time.time() < until and users.stamp(name) == stamp else None


def cookies_of(headers: Mapping[str, str]) -> dict[str, str]:
    """The cookies of a request, by name; none where they are malformed."""
    try:
        return {key: morsel.value for key, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def sign_in(response: Response, datasette: Datasette, users: Users, name: str, *, secure: bool) -> None:
    """Put the cookie of this person on an answer. secure: where the site is reached by https, by https only."""
    until = baseconv.base62.encode(int(time.time()) + _SECONDS)
    said = {"a": {"id": name, "stamp": users.stamp(name)}, "e": until}
    response.set_cookie(COOKIE, datasette.sign(said, "actor"), max_age=_SECONDS, httponly=True, samesite="lax", secure=secure)


def sign_out(response: Response) -> None:
    response.set_cookie(COOKIE, "", max_age=0, expires=0, httponly=True, samesite="lax")


class Tries:
    """Wrong passwords by name, in this process: after a few in a row the name rests for a minute."""

    def __init__(self) -> None:
        self._failed: dict[str, tuple[int, float]] = {}

    def must_wait(self, name: str, now: float) -> bool:
        count, last = self._failed.get(name.casefold(), (0, 0.0))
        return count >= _FREE_TRIES and now - last < _PAUSE

    def note(self, name: str, now: float, *, right: bool) -> None:
        if right:
            self._failed.pop(name.casefold(), None)
            return
        if len(self._failed) > 1000:
            self._failed.clear()
        count, _ = self._failed.get(name.casefold(), (0, 0.0))
        self._failed[name.casefold()] = (count + 1, now)
