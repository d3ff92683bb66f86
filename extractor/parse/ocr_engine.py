"""Nothing in, the recognition engine of this machine out: Tesseract, with its version and its data for
Vietnamese, and the one way to ask it something. Tesseract is a program of its own; without it, or without
Vietnamese data, there is no engine and INSTALL says what to do. Called by ocr.py and ocr_reading.py."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache

INSTALL = "install tesseract-ocr with tesseract-ocr-script-viet and run `vanban doctor`"
SECONDS = 100.0  # for one page; a dense A4 page takes 2, on a busy machine ten times that
_DATA = ("Vietnamese", "script/Vietnamese", "vie")  # the first makes a third to two thirds of the errors of the last


@dataclass(frozen=True, slots=True)
class Engine:
    """Tesseract as installed. language: the data for Vietnamese; turns: it has the data that tell which way
    up a page is."""

    path: str
    version: str
    language: str
    turns: bool

    @property
    def name(self) -> str:
        return f"tesseract/{self.version} {self.language}"

    def ask(self, given: bytes, *options: str) -> bytes:
        """The answer to one picture. Raises OSError or subprocess.SubprocessError."""
        return _run([self.path, "stdin", "stdout", *options], given, SECONDS)


@lru_cache(maxsize=1)
def engine() -> Engine | None:
    """The installed engine; None where it, or its Vietnamese data, is missing."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    try:
        said = _run([path, "--version"], b"", 20.0).decode(errors="replace")
        listed = _run([path, "--list-langs"], b"", 20.0).decode(errors="replace").split()
    except (OSError, subprocess.SubprocessError):
        return None
    language = next((name for name in _DATA if name in listed), None)
    version = next((word for word in said.split() if word[:1].isdigit()), "unknown")
    return Engine(path, version, language, "osd" in listed) if language else None


def _run(command: list[str], given: bytes, seconds: float) -> bytes:
    """One thread: several only wait for each other, and one process a core runs already."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, input=given, capture_output=True, timeout=seconds, check=True, env=environment).stdout
