"""An archive in, a site on this machine out: Datasette with the plugin of this package over one archive,
run by uvicorn in this process until it is stopped. Binds to loopback addresses only, unless it is settled who
may read: the people of `vanban user add`, or who knows a password (environment variable VANBAN_PASSWORD).
The last step of `vanban serve`."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from extractor.errors import StoreError, VanbanError
from extractor.store import Archive
from extractor.web.security import Guard
from extractor.web.site import is_archive, make_datasette
from extractor.web.users import SHORTEST_PASSWORD, users_of

PASSWORD = "VANBAN_PASSWORD"


def serve(db: Path, *, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = True) -> None:
    """Serve an archive until interrupted. port 0 takes any free one. Raises VanbanError in plain words where
    the address is taken or may not be used."""
    import uvicorn

    guard = guard_for(host, os.environ.get(PASSWORD, ""), users_of(db).names)
    _bring_up_to_date(db)
    datasette = make_datasette(db, guard)
    listening = _listen(host, port)
    address = _address(host, listening.getsockname()[1])
    print(f"{db}: {address}\n(Ctrl-C dừng lại · Ctrl-C stops it)", flush=True)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    config = uvicorn.Config(datasette.app(), log_level="warning", access_log=False, server_header=False, proxy_headers=False, lifespan="on")
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()


def _bring_up_to_date(db: Path) -> None:
    """An archive of an older program gains what review needs; where it may not be written it is shown as it is."""
    if is_archive(db):
        with suppress(StoreError), Archive(db, wait=1.0):
            pass


def guard_for(host: str, password: str = "", users: Sequence[str] = ()) -> Guard:
    """Who may read a site at this address: anyone on this machine; elsewhere whoever knows the password or, where
    there is none, is signed in. Raises VanbanError for another address where nobody could be told apart."""
    if is_loopback(host):
        return Guard(hosts=("localhost", "127.0.0.1", "[::1]", host))
    if not password and users:
        return Guard(sign_in=True)
    if not password:
        raise VanbanError(
            f"the address {host} can be reached from other machines, and no password is configured and no user",
            remedy=f"leave out --host to serve this machine only, or add users (vanban user add NAME), or set {PASSWORD} to a password; and put TLS in front",
        )
    if len(password) < SHORTEST_PASSWORD:
        raise VanbanError(f"the password in {PASSWORD} is too short", remedy=f"take {SHORTEST_PASSWORD} characters or more")
    return Guard(password=password)


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    name = host.strip("[]")
    try:
        family = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise VanbanError(f"there is no address {host} on this machine: {error.strerror or error}", remedy="leave out --host") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((name, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        remedy = "choose another --port, or --port 0 for any free one"
        raise VanbanError(f"cannot listen on {host}, port {port}: {error.strerror or error}", remedy=remedy) from error
    return listening


def _address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return f"http://[{name}]:{port}/" if ":" in name and not name.startswith("[") else f"http://{name}:{port}/"
