"""The bytes of an office file that is a ZIP of XML parts (.xlsx, .odt) in, an opened package out. What a parser
must never unfold is refused first: too large, encrypted, with entities. Used before any library sees the file."""

from __future__ import annotations

import io
import zipfile
import zlib

from extractor.errors import ReadError

LARGEST = 400_000_000  # bytes a package may unfold to
MOST_PARTS = 20_000
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")


def open_package(data: bytes, file: str, kind: str) -> zipfile.ZipFile:
    """The package, to be read part by part. kind: what it is, for the message of a ReadError."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
        if sum(part.file_size for part in parts) > LARGEST or len(parts) > MOST_PARTS:
            raise ReadError(f"{kind} unfolds to more than is reasonable", file=file, remedy="check where it comes from")
        for part in parts:
            if part.flag_bits & 1:
                raise ReadError(f"{kind} is encrypted and opens only with a password", file=file, remedy="save a copy without the password and read that")
            if part.filename.endswith((".xml", ".rels")) and _declares_entities(package, part):
                message = f"the part {part.filename} declares entities, which no office program writes"
                raise ReadError(message, file=file, remedy="check where it comes from; nothing was read")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error) as error:
        raise ReadError(f"{kind} is damaged or cut off", file=file, remedy="fetch it again") from error
    return package


def _declares_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with package.open(part) as stream:
        head = stream.read(4096)
    return any(mark.encode(encoding) in head for mark in _DECLARATIONS for encoding in ("ascii", "utf-16-le", "utf-16-be"))
