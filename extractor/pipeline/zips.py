"""A .zip in, the names of its members out, those of .zip files within it too ("inner.zip!a.html"); and the bytes
of one of them. What a hostile file can do is bounded: how deep containers lie, how many members there
are, how much is unpacked on the way and how far one member swells. Called by sources.py."""

from __future__ import annotations

import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from extractor.errors import ReadError

DEEPEST = 5  # containers within containers, the outermost counted
MOST_MEMBERS = 100_000
LARGEST_MEMBER = 512 * 2**20
LARGEST_INNER = 256 * 2**20  # of a container within a container, which is held in memory
MOST_UNPACKED = 2 * 2**30  # bytes of inner containers, all together
HIGHEST_RATIO = 200
_SMALL = 10 * 2**20  # what may swell as it likes
_DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """name: as read_member() takes it. fault: why what stands there cannot be read."""

    name: str
    fault: ReadError | None = None


def members(path: Path) -> Iterator[Member]:
    """Every file in the container, in order of name, hidden ones left out. Raises ReadError where the container
    itself cannot be read."""
    with _opened(path) as container:
        yield from _Search(path).within(container, "", 1)


def read_member(path: Path, name: str) -> bytes:
    """The bytes of a member. Raises ReadError in plain words."""
    container, inner = _holder(path, name)
    return _unpacked(container, inner, path, name, LARGEST_MEMBER)


@dataclass(slots=True)
class _Search:
    path: Path
    found: int = 0
    unpacked: int = 0
    full: bool = False

    def within(self, container: zipfile.ZipFile, prefix: str, depth: int) -> Iterator[Member]:
        for info in sorted(container.infolist(), key=lambda m: m.filename):
            if self.full:
                return
            if info.is_dir() or _is_hidden(info.filename):
                continue
            name = prefix + info.filename
            self.found += 1
            if self.found > MOST_MEMBERS or self.unpacked > MOST_UNPACKED:
                self.full = True
                message = f"holds more than {MOST_MEMBERS} files, or containers of more than {MOST_UNPACKED // 2**30} GB; the rest was not looked at"
                yield Member(name, ReadError(message, file=str(self.path), remedy="if that is right, unpack it and give the folder"))
            elif info.filename.lower().endswith(".zip"):
                yield from self._inner(container, info, name, depth)
            else:
                yield Member(name)

    def _inner(self, container: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, depth: int) -> Iterator[Member]:
        if depth >= DEEPEST:
            message = f"containers lie more than {DEEPEST} deep within one another; the innermost were not opened"
            yield Member(name, ReadError(message, file=str(self.path), remedy="if that is right, unpack it and give the folder"))
            return
        try:
            data = _unpacked(container, info.filename, self.path, name, LARGEST_INNER)
            self.unpacked += len(data)
            inner = _opened_bytes(data, self.path, name)
        except ReadError as error:
            yield Member(name, error)
            return
        with inner:
            yield from self.within(inner, f"{name}!", depth + 1)


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise ReadError("there is no such file", file=str(path), remedy="check the path") from error
    except PermissionError as error:
        raise ReadError("may not be read by this user", file=str(path), remedy="change its permissions or run as its owner") from error
    except _DAMAGE as error:
        raise ReadError(f"not a readable .zip: {error}", file=str(path), remedy="unpack it with another tool and give the folder") from error


def _opened_bytes(data: bytes, path: Path, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise ReadError(f"{name} is not a readable .zip: {error}", file=str(path), remedy="unpack it with another tool and give the folder") from error


def _holder(path: Path, name: str) -> tuple[zipfile.ZipFile, str]:
    """The container that a member lies in, and its name there. A name may hold "!" of its own."""
    chain: tuple[str, ...] = ()
    container, rest = _held(path, chain), name
    while rest not in container.NameToInfo:
        ends = [at for at, char in enumerate(rest) if char == "!" and rest[:at] in container.NameToInfo]
        if not ends or len(chain) >= DEEPEST:
            raise ReadError(f"{name} is not in the container", file=str(path), remedy="it may have changed: read it again")
        chain, rest = (*chain, rest[: ends[0]]), rest[ends[0] + 1 :]
        container = _held(path, chain)
    return container, rest


def _held(path: Path, chain: tuple[str, ...]) -> zipfile.ZipFile:
    status = path.stat()
    return _kept_open(path, chain, status.st_size, status.st_mtime_ns, os.getpid())


@lru_cache(maxsize=8)
def _kept_open(path: Path, chain: tuple[str, ...], size: int, changed: int, process: int) -> zipfile.ZipFile:
    """The members of a container are read one after the other, so it stays open. size and changed: of the file, so that
    one that has changed is opened anew; process: a worker must not share an open file with the one it came from."""
    if not chain:
        return _opened(path)
    name = "!".join(chain)
    return _opened_bytes(_unpacked(_held(path, chain[:-1]), chain[-1], path, name, LARGEST_INNER), path, name)


def _unpacked(container: zipfile.ZipFile, name: str, path: Path, shown: str, largest: int) -> bytes:
    try:
        info = container.getinfo(name)
        bomb = info.file_size > _SMALL and info.file_size > HIGHEST_RATIO * max(1, info.compress_size)
        if bomb or info.file_size > largest:
            remedy = "if that is right, unpack it yourself and give the file"
            raise ReadError(f"{shown} would unpack to {info.file_size // 2**20} MB", file=str(path), remedy=remedy)
        if info.flag_bits & 1:
            raise ReadError(f"{shown} is encrypted", file=str(path), remedy="unpack it with its password and give the folder")
        with container.open(info) as stream:
            return stream.read(info.file_size + 1)
    except _DAMAGE as error:
        raise ReadError(f"{shown} cannot be unpacked: {error}", file=str(path), remedy="fetch the container again, or unpack it with another tool") from error
