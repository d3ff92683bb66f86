"""vanban serve: it says where it is, opens the browser, stays on this machine unless told, and elsewhere asks who is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import uvicorn

from extractor.errors import VanbanError
from extractor.web import server
from extractor.web.users import users_of


@pytest.fixture
def served(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened in a browser and listened on; the server itself does not run."""
    seen: list[str] = []
    shutil.copy(archive, tmp_path / "kho.db")
    monkeypatch.setattr(server.webbrowser, "open", lambda address: seen.append(f"browser {address}"))
    monkeypatch.setattr(server.threading, "Thread", lambda target, args, daemon: type("Now", (), {"start": lambda self: target(*args)})())
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: seen.append(f"socket {sockets[0].getsockname()[0]}"))
    monkeypatch.delenv(server.PASSWORD, raising=False)
    return seen


def test_it_prints_its_address_opens_the_browser_and_stays_on_this_machine(served: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server.serve(tmp_path / "kho.db", port=0)
    address = capsys.readouterr().out.splitlines()[0].rsplit(" ", 1)[-1]
    assert address.startswith("http://127.0.0.1:")
    assert served == [f"browser {address}", "socket 127.0.0.1"]


def test_elsewhere_it_refuses_until_there_is_somebody_to_tell_apart(served: list[str], tmp_path: Path) -> None:
    with pytest.raises(VanbanError, match="no password is configured and no user"):
        server.serve(tmp_path / "kho.db", host="0.0.0.0", port=0, open_browser=False)
    assert served == []
    users_of(tmp_path / "kho.db").with_user("Lan", "một câu dài dễ nhớ").save()
    server.serve(tmp_path / "kho.db", host="0.0.0.0", port=0, open_browser=False)
    assert served == ["socket 0.0.0.0"]
