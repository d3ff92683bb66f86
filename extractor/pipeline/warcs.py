"""A web archive (.warc, .warc.gz; ISO 28500) in, its documents out: one a response or resource of a document's
media type, with its address and the time of capture; and the bytes of one of them. Pictures, style
sheets, redirects and errors are no documents. Called by sources.py; warcio reads the records."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from extractor.errors import ReadError

LARGEST = 512 * 2**20
HIGHEST_RATIO = 200
_SMALL = 10 * 2**20
_DAMAGE = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, OSError, ValueError)
_TYPES = (
    "text/html", "application/xhtml", "text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel", "application/rtf", "text/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml", "application/vnd.openxmlformats-officedocument.spreadsheetml",
    "application/vnd.oasis.opendocument.text", "application/vnd.ms-word",
)  # fmt: skip
_UNSAID = ("", "application/octet-stream", "application/download", "application/force-download", "binary/octet-stream", "unknown/unknown")
_NAMES = frozenset([".pdf", ".doc", ".docx", ".docm", ".rtf", ".xls", ".xlsx", ".odt", ".htm", ".html", ".txt"])
_REMEDY = "fetch the web archive again; what stands before the damage was read"


@dataclass(frozen=True, slots=True)
class Capture:
    """captured_at: as the archive says it (WARC-Date, UTC). offset: of its record in the file. fault: why it, and all
    that follows it, cannot be read."""

    url: str
    captured_at: str | None
    offset: int
    fault: ReadError | None = None


def captures(path: Path) -> Iterator[Capture]:
    """The documents of a web archive in order; where it is damaged or cut off, the last Capture has a fault."""
    with _opened(path) as stream:
        records = ArchiveIterator(stream)
        try:
            for record in records:
                offset = records.get_record_offset()
                found = _capture(record, offset)
                if _is_cut(record):
                    message = f"the web archive is cut off in the middle of a record ({_header(record, 'WARC-Target-URI') or 'without an address'})"
                    yield Capture(_header(record, "WARC-Target-URI"), None, offset, ReadError(message, file=str(path), remedy=_REMEDY))
                    return
                if found is not None:
                    yield found
        except _DAMAGE as error:
            reason = str(error).strip().split("\n", 1)[0] or type(error).__name__
            yield Capture("", None, 0, ReadError(f"the web archive is damaged: {reason}", file=str(path), remedy=_REMEDY))


def read_capture(path: Path, url: str, offset: int | None) -> bytes:
    """The body of a response, decoded from its transfer. offset: of its record; None where only the address is known:
    then the first capture of it."""
    with _opened(path) as stream:
        if offset is not None:
            stream.seek(offset)
        try:
            for record in ArchiveIterator(stream):
                if _header(record, "WARC-Target-URI") == url and _capture(record, 0) is not None:
                    return _body(record, path, url)
                if offset is not None:
                    break
        except _DAMAGE as error:
            raise ReadError(f"{url} cannot be read from the web archive: {error}", file=str(path), remedy=_REMEDY) from error
    raise ReadError(f"{url} is not in the web archive", file=str(path), remedy="it may have changed: read it again")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The file, with what warcio prints about it kept from the screen: what matters is said as a problem."""
    try:
        with path.open("rb") as stream, contextlib.redirect_stderr(io.StringIO()):
            yield stream
    except FileNotFoundError as error:
        raise ReadError("there is no such file", file=str(path), remedy="check the path") from error
    except PermissionError as error:
        raise ReadError("may not be read by this user", file=str(path), remedy="change its permissions or run as its owner") from error


def _capture(record: Any, offset: int) -> Capture | None:
    """None where the record holds no document."""
    url = _header(record, "WARC-Target-URI")
    if record.rec_type == "response" and record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return None
        said = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type == "resource":
        said = _header(record, "Content-Type")
    else:
        return None
    if not url or not _is_document(said, url):
        return None
    return Capture(url, _header(record, "WARC-Date") or None, offset)


def _is_document(said: str, url: str) -> bool:
    media_type = said.split(";", 1)[0].strip().lower()
    if media_type in _UNSAID:
        return PurePosixPath(urlsplit(url).path).suffix.lower() in _NAMES
    return media_type.startswith(_TYPES)


def _header(record: Any, name: str) -> str:
    return str(record.rec_headers.get_header(name) or "").strip("<> ")


def _is_cut(record: Any) -> bool:
    """True where less follows than the record says. Reads it to its end."""
    if record.rec_headers.get_header("Content-Length") is None:
        return True
    while record.raw_stream.read(65536):
        pass
    return getattr(record.raw_stream, "limit", 0) > 0


def _body(record: Any, path: Path, url: str) -> bytes:
    packed = record.length or 0
    data: bytes = record.content_stream().read(LARGEST + 1)
    if len(data) > LARGEST or (len(data) > _SMALL and len(data) > HIGHEST_RATIO * max(1, packed)):
        remedy = "if that is right, fetch it by itself and give the file"
        raise ReadError(f"{url} would unpack to more than {len(data) // 2**20} MB", file=str(path), remedy=remedy)
    return data
