"""An archive in, a site on this machine out: Datasette with the plugin of this package over one archive,
run by uvicorn in this process until it is stopped. Binds to loopback addresses only, unless a password is
configured (environment variable VANBAN_PASSWORD). The last step of `vanban serve`."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
import webbrowser
from pathlib import Path

from extractor.errors import VanbanError
from extractor.web.security import Guard
from extractor.web.site import make_datasette

PASSWORD = "VANBAN_PASSWORD"
_SHORTEST_PASSWORD = 12


def serve(db: Path, *, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = True) -> None:
    """Serve an archive until interrupted. port 0 takes any free one. Raises VanbanError in plain words where
    the address is taken or may not be used."""
    import uvicorn

    guard = guard_for(host, os.environ.get(PASSWORD, ""))
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


def guard_for(host: str, password: str = "") -> Guard:
    """Who may read a site at this address: anyone on this machine, or whoever knows the password. Raises
    VanbanError for another address without a password."""
    if is_loopback(host):
        return Guard(hosts=("localhost", "127.0.0.1", "[::1]", host))
    if not password:
        raise VanbanError(
            f"the address {host} can be reached from other machines, and no password is configured",
            remedy=f"leave out --host to serve this machine only, or set the environment variable {PASSWORD} to a password and put TLS in front",
        )
    if len(password) < _SHORTEST_PASSWORD:
        raise VanbanError(f"the password in {PASSWORD} is too short", remedy=f"take {_SHORTEST_PASSWORD} characters or more")
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
