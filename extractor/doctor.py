"""Nothing in, a list of Checks out: which parts of Vanban are on this machine, in which version, and what is
lost without the missing ones. Behind `vanban doctor`. Packages are looked up, not imported; programs are
asked for their version; the word splitter, the rules and SQLite's full-text search are really tried."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Literal

from extractor import language
from extractor.errors import VanbanError
from extractor.rules import load_rules

_OLDEST_PYTHON = (3, 11)
_REINSTALL = "run: make setup (or: pip install vanban)"
_SECONDS = 20.0
#: Names under which Tesseract lists Vietnamese, the better data first.
_VIETNAMESE = ("script/Vietnamese", "Vietnamese", "vie")


@dataclass(frozen=True, slots=True)
class Check:
    """One part. needed: without it Vanban does not do its main job. purpose: what it is for; lost: what goes
    without it; remedy: what to do. state: "broken" is there, but of a wrong version or not working."""

    name: str
    state: Literal["ok", "missing", "broken"]
    version: str
    purpose: str
    needed: bool = True
    lost: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Package:
    """A distribution as pip knows it. versions: the prefix its version must have, "" for any."""

    name: str
    purpose: str
    lost: str
    versions: str = ""
    needed: bool = True


_PACKAGES = (
    _Package("underthesea", "tách từ · words", "words of Vietnamese: search phrases and spaCy documents", versions="9.5."),
    _Package("spacy", "spaCy Doc, DocBin", "export docbin and notebooks", versions="3.8."),
    _Package("regex", "mẫu · patterns", "every rule"),
    _Package("pdfplumber", "PDF: bảng · tables", "PDF files"),
    _Package("pdfminer.six", "PDF", "PDF files"),
    _Package("pypdfium2", "PDF: chữ · text", "PDF files"),
    _Package("lxml", "HTML", "HTML files"),
    _Package("trafilatura", "HTML: bài viết · article", "HTML files"),
    _Package("python-docx", "DOCX", "Word files"),
    _Package("openpyxl", "XLSX", "spreadsheets (.xlsx)"),
    _Package("xlrd", "XLS", "spreadsheets (.xls)"),
    _Package("warcio", "WARC", "web archives (.warc, .warc.gz)"),
    _Package("numpy", "PDF, ảnh · pictures", "PDF files and recognition"),
    _Package("sqlite-utils", "SQLite", "ingest, search, serve", versions="4."),
    _Package("datasette", "duyệt web · browsing", "vanban serve", versions="0.65."),
    _Package("pyarrow", "export parquet", "export parquet (CSV and JSON Lines do without)", needed=False),
)


def examine() -> tuple[Check, ...]:
    """Check every part; nothing raised here says anything about documents."""
    checks = [_python(), *map(_package, _PACKAGES), _splitter(), _sqlite(), _rules(), *_tesseract(), _old_word(), _libreoffice()]
    return tuple(checks)


def _python() -> Check:
    state: Literal["ok", "broken"] = "ok" if sys.version_info >= _OLDEST_PYTHON else "broken"
    return Check("python", state, platform.python_version(), "", lost="everything", remedy="install Python 3.11 or newer")


def _package(package: _Package) -> Check:
    remedy = _REINSTALL if package.needed else f"pip install {package.name}"
    try:
        version = metadata.version(package.name)
    except metadata.PackageNotFoundError:
        return Check(package.name, "missing", "", package.purpose, package.needed, package.lost, remedy)
    if not version.startswith(package.versions):
        return Check(package.name, "broken", version, package.purpose, package.needed, f"made for {package.versions}*: {package.lost}", remedy)
    return Check(package.name, "ok", version, package.purpose, package.needed)


def _splitter() -> Check:
    """underthesea may be there and still not start, for want of its own data."""
    name, purpose, lost = "underthesea words", "thử · tried", "words of Vietnamese: search phrases and spaCy documents"
    try:
        found = language.words("đại biểu Quốc hội")
    except Exception as error:
        return Check(name, "broken", "", purpose, lost=f"{lost} ({type(error).__name__}: {error})", remedy=_REINSTALL)
    aligned = bool(found) and all(word.aligned for word in found)
    return Check(name, "ok" if aligned else "broken", f"{len(found)} từ · words", purpose, lost=lost, remedy=_REINSTALL)


def _sqlite() -> Check:
    purpose, remedy = "tìm kiếm · search (FTS5)", "use a Python whose SQLite has FTS5 (python.org, Debian, conda all do)"
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE trial USING fts5(words)")
    except sqlite3.Error:
        return Check("sqlite", "broken", f"{sqlite3.sqlite_version}, no FTS5", purpose, lost="vanban ingest and search", remedy=remedy)
    finally:
        connection.close()
    return Check("sqlite", "ok", f"{sqlite3.sqlite_version} + FTS5", purpose)


def _rules() -> Check:
    purpose = "quy tắc · rules"
    try:
        rules = load_rules()
    except VanbanError as error:
        return Check("rules", "broken", "", purpose, lost=f"everything: {error}", remedy="vanban rules check names each fault")
    entries = sum(len(words.entries) for words in rules.lists.values())
    return Check("rules", "ok", rules.digest[:12], f"{purpose}: {len(rules.rules)} + {entries}")


def _tesseract() -> Iterator[Check]:
    remedy = "apt-get install tesseract-ocr tesseract-ocr-script-viet"
    lost = "text of scanned pages; each such page is reported as unread"
    said = _ask("tesseract", "--version")
    if said is None:
        yield Check("tesseract", "missing", "", "trang quét · scans", False, lost, remedy)
        return
    yield Check("tesseract", "ok", said.split("\n", 1)[0].removeprefix("tesseract").strip(), "trang quét · scans", needed=False)
    listed = (_ask("tesseract", "--list-langs") or "").split()
    data = next((name for name in _VIETNAMESE if name in listed), None)
    if data is None:
        yield Check("tesseract Vietnamese", "missing", "", "trang quét · scans", False, lost, remedy)
    elif data == "vie":
        lost = "accuracy on scans: the script data make a third to two thirds of the errors of vie"
        yield Check("tesseract Vietnamese", "ok", data, "trang quét · scans", False, lost, remedy)
    else:
        yield Check("tesseract Vietnamese", "ok", data, "trang quét · scans", needed=False)


def _old_word() -> Check:
    found = [name for name in ("catdoc", "antiword") if shutil.which(name)]
    if found:
        return Check("catdoc / antiword", "ok", ", ".join(found), ".doc cũ · old Word", needed=False)
    return Check("catdoc / antiword", "missing", "", ".doc cũ · old Word", False, "old Word files (.doc)", "apt-get install catdoc antiword (one is enough)")


def _libreoffice() -> Check:
    name = next((name for name in ("soffice", "libreoffice") if shutil.which(name)), None)
    if name is not None:
        return Check("libreoffice", "ok", (_ask(name, "--version") or "").strip()[:40], "đổi định dạng · converts", needed=False)
    lost = "old office files that nothing else here reads; save them as .docx or .pdf instead"
    return Check("libreoffice", "missing", "", "đổi định dạng · converts", False, lost, "apt-get install libreoffice-core libreoffice-writer")


def _ask(program: str, option: str) -> str | None:
    """What a program says of itself; None where it is not there or does not answer."""
    path = shutil.which(program)
    if path is None:
        return None
    try:
        answer = subprocess.run([path, option], capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout or answer.stderr
