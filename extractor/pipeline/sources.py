"""Paths as given in, one Item a document out: files, folders (in order of name, hidden files left out),
members of .zip files, and "-" for a list of paths on standard input. Nothing is opened here but the
table of contents of a container; what cannot be found is an Item too, so that it is reported."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ReadError
from extractor.model import Source

# Found in a folder, these are no documents; given by name, any file is tried.
NO_DOCUMENTS = frozenset(
    ".json .jsonl .toml .yaml .yml .py .md .css .js .csv .tsv .db .sqlite .log .lock .png .jpg .jpeg .gif .svg .ico .webp .mp3 .mp4 .avi .exe .dll .so .pyc".split()
)
MAX_FILE_BYTES = 512 * 1024 * 1024
MAX_ZIP_MEMBERS = 100_000
MAX_ZIP_RATIO = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be read: a file, or a member of a container. fault: why it cannot be."""

    path: Path
    member: str | None = None
    fault: ReadError | None = None

    @property
    def source(self) -> Source:
        return Source(f"{self.path}!{self.member}" if self.member else str(self.path))

    def read(self) -> bytes:
        """The bytes of the document; ReadError in plain words where they cannot be had."""
        if self.fault is not None:
            raise self.fault
        try:
            if self.member is not None:
                return _read_member(self.path, self.member)
            if self.path.stat().st_size > MAX_FILE_BYTES:
                raise ReadError(f"larger than {MAX_FILE_BYTES // 2**20} MB", file=str(self.path), remedy="split it or read it with a tool of its own")
            return self.path.read_bytes()
        except FileNotFoundError as error:
            raise ReadError("there is no such file", file=str(self.path), remedy="check the path") from error
        except PermissionError as error:
            raise ReadError("may not be read by this user", file=str(self.path), remedy="change its permissions or run as its owner") from error
        except OSError as error:
            raise ReadError(f"cannot be read: {error.strerror or error}", file=str(self.path)) from error


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
            yield from _one(path)


def _in_folder(folder: Path, passed_over: list[Path]) -> Iterator[Item]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not path.is_file() or hidden:
            continue
        if path.suffix.lower() in NO_DOCUMENTS:
            passed_over.append(path)
        else:
            yield from _one(path)


def _one(path: Path) -> Iterator[Item]:
    if path.suffix.lower() == ".zip" and path.is_file():
        yield from _in_zip(path)
    else:
        yield Item(path)


def _in_zip(path: Path) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(path) as container:
            members = [m for m in container.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        yield Item(path, fault=ReadError(f"not a readable .zip: {error}", file=str(path), remedy="unpack it with another tool and give the folder"))
        return
    if len(members) > MAX_ZIP_MEMBERS:
        yield Item(path, fault=ReadError(f"holds {len(members)} members", file=str(path), remedy="unpack it and give the folder"))
        return
    for member in sorted(members, key=lambda m: m.filename):
        if not Path(member.filename).name.startswith("."):
            yield Item(path, member.filename)


def _read_member(path: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as container:
            info = container.getinfo(name)
            bomb = info.file_size > 10 * 2**20 and info.file_size > MAX_ZIP_RATIO * max(1, info.compress_size)
            if bomb or info.file_size > MAX_FILE_BYTES:
                remedy = "if that is right, unpack it yourself and give the file"
                raise ReadError(f"{name} would unpack to {info.file_size // 2**20} MB", file=str(path), remedy=remedy)
            if info.flag_bits & 1:
                raise ReadError(f"{name} is encrypted", file=str(path), remedy="unpack it with its password and give the folder")
            with container.open(info) as stream:
                data = stream.read(info.file_size + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise ReadError(f"{name} cannot be unpacked: {error}", file=str(path)) from error
    return data
