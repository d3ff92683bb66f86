"""Paths as given in, one Item a document out: files, folders (in order of name, hidden files left out),
members of .zip files (zips.py), responses of web archives (warcs.py), and "-" for a list of paths on standard
input. Nothing is opened here but containers; what cannot be found is an Item too, so that it is reported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ReadError
from extractor.model import Source
from extractor.pipeline.warcs import captures, read_capture
from extractor.pipeline.zips import members, read_member

# Found in a folder, these are no documents; given by name, any file is tried.
NO_DOCUMENTS = frozenset(
    ".json .jsonl .toml .yaml .yml .py .md .css .js .csv .tsv .db .sqlite .log .lock "
    ".png .jpg .jpeg .gif .svg .ico .webp .mp3 .mp4 .avi .exe .dll .so .pyc".split()
)
MAX_FILE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be read: a file, or a member of a container, for one in a web archive with the time of its
    capture and the place of its record. fault: why it cannot be."""

    path: Path
    member: str | None = None
    fault: ReadError | None = None
    captured_at: str | None = None
    offset: int | None = None

    @property
    def source(self) -> Source:
        name = f"{self.path}!{self.member}" if self.member else str(self.path)
        return Source(name, url=self.member if self._is_captured else None, captured_at=self.captured_at)

    @property
    def _is_captured(self) -> bool:
        return bool(self.member) and _is_web_archive(self.path)

    def read(self) -> bytes:
        """The bytes of the document; ReadError in plain words where they cannot be had."""
        if self.fault is not None:
            raise self.fault
        try:
            before = self.path.stat()
            data = self._bytes(before)
            after = self.path.stat()
        except FileNotFoundError as error:
            raise ReadError("there is no such file", file=str(self.path), remedy="check the path") from error
        except PermissionError as error:
            raise ReadError("may not be read by this user", file=str(self.path), remedy="change its permissions or run as its owner") from error
        except OSError as error:
            raise ReadError(f"cannot be read: {error.strerror or error}", file=str(self.path)) from error
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise ReadError("the file was changed while it was read", file=str(self.path), remedy="read it again when it is finished")
        return data

    def _bytes(self, status: os.stat_result) -> bytes:
        if self.member is not None:
            return read_capture(self.path, self.member, self.offset) if self._is_captured else read_member(self.path, self.member)
        if status.st_size > MAX_FILE_BYTES:
            raise ReadError(f"larger than {MAX_FILE_BYTES // 2**20} MB", file=str(self.path), remedy="split it or read it with a tool of its own")
        return self.path.read_bytes()


def find_sources(paths: Iterable[str | Path], passed_over: list[Path] | None = None) -> Iterator[Item]:
    """Every document under the given paths, in a stable order. passed_over gathers the files of folders
    that are no documents by their names, so that nothing is left out in silence."""
    passed = passed_over if passed_over is not None else []
    for given in paths:
        if str(given) == "-":
            yield from find_sources((line.strip() for line in sys.stdin if line.strip()), passed)
            continue
        path = Path(given)
        if path.is_dir():
            yield from _in_folder(path, passed)
        else:
            yield from _one(path, passed)


def _in_folder(folder: Path, passed_over: list[Path]) -> Iterator[Item]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not path.is_file() or hidden:
            continue
        if path.suffix.lower() in NO_DOCUMENTS:
            passed_over.append(path)
        else:
            yield from _one(path, passed_over)


def _one(path: Path, passed_over: list[Path]) -> Iterator[Item]:
    if not path.is_file():
        yield Item(path)
    elif path.suffix.lower() == ".zip":
        yield from _in_zip(path, passed_over)
    elif _is_web_archive(path):
        yield from _in_web_archive(path)
    else:
        yield Item(path)


def _is_web_archive(path: Path) -> bool:
    return path.name.lower().endswith((".warc", ".warc.gz"))


def _in_zip(path: Path, passed_over: list[Path]) -> Iterator[Item]:
    try:
        for member in members(path):
            if member.fault is None and Path(member.name).suffix.lower() in NO_DOCUMENTS:
                passed_over.append(Path(f"{path}!{member.name}"))
            else:
                yield Item(path, member.name, member.fault)
    except ReadError as error:
        yield Item(path, fault=error)


def _in_web_archive(path: Path) -> Iterator[Item]:
    try:
        for capture in captures(path):
            yield Item(path, capture.url or None, capture.fault, capture.captured_at, capture.offset)
    except ReadError as error:
        yield Item(path, fault=error)
