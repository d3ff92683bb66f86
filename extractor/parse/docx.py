"""The bytes of a Word file (.docx) in, its Document out: the body in order, then foot- and endnotes (kind
"note"), then page heads and feet (kind "running"). python-docx opens the package; docx_body reads what
stands in it. Automatic list numbers are not in the text: it holds only what stands in the file."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import docx
import regex
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from extractor.errors import ReadError
from extractor.model import Document, Problem, Source
from extractor.parse.docx_body import BodyWriter
from extractor.parse.docx_styles import Styles
from extractor.parse.docx_text import W
from extractor.parse.language import language_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST = 400_000_000  # bytes a package may unfold to
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPES = regex.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_PAGE_NUMBER = regex.compile(r"[-–—\s]*(?:(?:Trang|Page)\s*)?\d{0,4}(?:\s*/\s*\d{0,4})?[-–—\s.]*", regex.IGNORECASE)


def parse_docx(data: bytes, source: Source) -> Document:
    """Read a Word file. Raises ReadError for what is no .docx, is damaged, encrypted or unfolds without end."""
    opened = _open(data, source.path)
    body = opened.element.body
    writer = BodyWriter(Styles(opened.styles.element))
    writer.write(body, "body")
    for name, note in _notes(opened.part):
        writer.write(note, name, kind="note")
    for name, running in _running(opened.part):
        writer.write(running, name, kind="running")
    text, places = writer.builder.finish()
    return Document(
        id=hashlib.sha256(data).hexdigest(),
        source=source,
        media_type=MEDIA_TYPE,
        parser=f"docx/2 python-docx/{version('python-docx')}",
        text=text,
        language=language_of(text) if text.strip() else "vi",
        blocks=tuple(writer.blocks),
        places=places,
        problems=tuple(_problems(text, source.path)),
        capitals=tuple(writer.capitals),
    )


def _open(data: bytes, file: str) -> Any:
    _guard(data, file)
    try:
        return docx.Document(io.BytesIO(_plain_type(data)))
    except Exception as error:  # python-docx lets KeyError, ValueError, lxml's and its own errors through
        message = "the Word file is damaged: its parts do not fit together"
        raise ReadError(message, file=file, remedy="open it in Word or LibreOffice and save a copy") from error


def _guard(data: bytes, file: str) -> None:
    """Refuse, before anything is unfolded, what must not be."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError("the Word file is encrypted and opens only with a password", file=file, remedy="save a copy without the password and read that")
        raise ReadError("this is an old Word file (.doc), not a .docx", file=file, remedy="name it .doc, or save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
                raise ReadError("this is a zip file, but no Word file", file=file, remedy="check what the file really is")
            if sum(entry.file_size for entry in entries) > LARGEST or len(entries) > 20_000:
                raise ReadError("the Word file unfolds to more than is reasonable", file=file, remedy="check where it comes from")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and _declares_entities(package, entry):
                    message = f"the part {entry.filename} declares entities, which no Word file does"
                    raise ReadError(message, file=file, remedy="check where it comes from; nothing was read")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error) as error:
        raise ReadError("the Word file is damaged or cut off", file=file, remedy="fetch it again") from error


def _declares_entities(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with package.open(entry) as stream:
        head = stream.read(4096)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head or "<!DOCTYPE".encode("utf-16-be") in head


def _plain_type(data: bytes) -> bytes:
    """Templates and files with macros are read like any other; python-docx knows one content type only."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml")
        if not _OTHER_TYPES.search(types):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in package.infolist():
                copy.writestr(entry, _OTHER_TYPES.sub(_MAIN_TYPE, types) if entry.filename == "[Content_Types].xml" else package.read(entry))
    return out.getvalue()


def _notes(part: Any) -> Iterator[tuple[str, Any]]:
    """Footnotes, then endnotes; the separators that Word keeps among them have a type of their own."""
    for kind, tag in ((RELATIONSHIP_TYPE.FOOTNOTES, "footnote"), (RELATIONSHIP_TYPE.ENDNOTES, "endnote")):
        for related in _related(part, kind):
            number = 0
            for note in parse_xml(related.blob).iter(W + tag):
                if note.get(W + "type") in (None, "normal"):
                    number += 1
                    yield f"{tag}s/n{number}", note


def _running(part: Any) -> Iterator[tuple[str, Any]]:
    """Page heads and feet, each wording once; mere page numbers are left out."""
    seen: set[str] = set()
    for kind, name in ((RELATIONSHIP_TYPE.HEADER, "header"), (RELATIONSHIP_TYPE.FOOTER, "footer")):
        for number, related in enumerate(_related(part, kind), start=1):
            element = related.element if hasattr(related, "element") else parse_xml(related.blob)
            wording = "".join(text.text or "" for text in element.iter(W + "t"))
            if wording not in seen and not _PAGE_NUMBER.fullmatch(wording):
                seen.add(wording)
                yield f"{name}{number}", element


def _related(part: Any, kind: str) -> list[Any]:
    return [rel.target_part for rel in part.rels.values() if rel.reltype == kind and not rel.is_external]


def _problems(text: str, path: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem("warning", "parse", path, "the Word file holds no text; if it holds scanned pages as pictures, export it as PDF and read that")
