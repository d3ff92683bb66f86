"""Every request in, refused or passed on; every answer out with the headers that keep a hostile document
harmless: no script but our own files, no frame, no guess of a type. Refused are requests under a foreign
host name (a page elsewhere that has its name lead to this machine), requests that would write and come
from another site or are longer than a form, and, where the site is for those only, whoever does not know the
password or is not signed in. An ASGI layer around
the whole of Datasette; its own pages carry a few short scripts, which are let in by their digest."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import quote, urlsplit

import regex

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_READING = frozenset(("GET", "HEAD", "OPTIONS"))
_OPEN = ("/-/sign-in", "/-/vanban/")  # what is shown to who has not signed in yet
_LONGEST_FORM = 256_000
_SCRIPT = regex.compile(r"<script>(.*?)</script>", regex.DOTALL)
_ALLOW_FACET = tuple(f"DATASETTE_ALLOW_FACET = {value};" for value in ("true", "false"))
_COMMON = (
    "default-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
OWN_POLICY = f"{_COMMON}; script-src 'self'; style-src 'self'"
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may read. hosts: the names under which the site answers, without port; empty for any. password:
    asked for in every request where it is not empty. sign_in: nobody reads without being signed in."""

    hosts: tuple[str, ...] = ()
    password: str = ""
    sign_in: bool = False


def guarded(app: App, guard: Guard, signed_in: Callable[[dict[str, str]], bool] = lambda headers: False) -> App:
    """The app behind its guard. signed_in: whether a request with these headers is of somebody who is signed in."""
    datasette_policy = _datasette_policy()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers") or ()}

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": list(_with_defaults(message.get("headers") or (), datasette_policy))}
            await send(message)

        status, reason = _refusal(scope["method"], headers, guard)
        if status:
            await _refuse(send_with_headers, status, reason)
            return
        if guard.sign_in and not scope["path"].startswith(_OPEN) and not signed_in(headers):
            await _lead_to_sign_in(send_with_headers, scope)
            return
        await app(scope, receive, send_with_headers)

    return answer


def _refusal(method: str, headers: dict[str, str], guard: Guard) -> tuple[int, str]:
    if guard.hosts and _name(headers.get("host", "")) not in guard.hosts:
        return 421, "Trang này chỉ trả lời trên máy này. · This site answers on this machine only."
    if method not in _READING and _foreign(headers):
        return 403, "Yêu cầu từ trang khác bị từ chối. · A request from another site is refused."
    if method not in _READING and not _is_short(headers):
        return 413, "Yêu cầu quá dài. · The request is too long."
    if guard.password and not _knows(headers.get("authorization", ""), guard.password):
        return 401, "Cần mật khẩu. · A password is needed."
    return 0, ""


def _is_short(headers: dict[str, str]) -> bool:
    """Whether a request that writes says how long it is, and is no longer than a form."""
    length = headers.get("content-length", "0" if "transfer-encoding" not in headers else "")
    return length.isascii() and length.isdigit() and int(length) <= _LONGEST_FORM


def _name(host: str) -> str:
    return host.rsplit(":", 1)[0] if regex.search(r":\d+$", host) else host


def _foreign(headers: dict[str, str]) -> bool:
    """Whether a browser says that another site asks, or says nothing of where the request comes from."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin") or headers.get("referer")
    return origin is None or urlsplit(origin).netloc != headers.get("host", "")


def _knows(authorization: str, password: str) -> bool:
    kind, _, coded = authorization.partition(" ")
    if kind.lower() != "basic":
        return False
    try:
        given = base64.b64decode(coded, validate=True).partition(b":")[2]
    except binascii.Error:
        return False
    return hmac.compare_digest(given, password.encode())


async def _lead_to_sign_in(send: Send, scope: Scope) -> None:
    """To the page that asks for a name; a program, or a form, is told that it may not."""
    if scope["method"] != "GET" or scope["path"].endswith((".json", ".csv")):
        await _refuse(send, 403, "Cần đăng nhập. · Sign in first.")
        return
    query = scope.get("query_string", b"").decode("latin-1")
    asked = quote(scope["path"] + (f"?{query}" if query else ""), safe="")
    await send({"type": "http.response.start", "status": 303, "headers": [(b"location", f"/-/sign-in?back={asked}".encode()), (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = reason.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    headers.append((b"content-security-policy", FILE_POLICY.encode()))
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="vanban", charset="UTF-8"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_defaults(headers: Iterable[tuple[bytes, bytes]], policy: bytes) -> Iterable[tuple[bytes, bytes]]:
    given = {name.lower() for name, _ in headers}
    yield from headers
    for name, value in {**_HEADERS, b"content-security-policy": policy}.items():
        if name not in given:
            yield name, value


def _datasette_policy() -> bytes:
    """Datasette's own pages: their inline scripts are few and fixed, so their digests are let in and no
    other; styles are written into its templates (colours of databases, columns on a phone)."""
    templates = resources.files("datasette") / "templates"
    scripts = [*_ALLOW_FACET]
    for name in ("_close_open_menus.html", "_codemirror_foot.html"):
        scripts += _SCRIPT.findall((templates / name).read_text(encoding="utf-8"))
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return f"{_COMMON}; script-src 'self' {digests}; style-src 'self' 'unsafe-inline'".encode()
