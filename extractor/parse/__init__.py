"""Bytes and where they came from in, a Document out: parse(). The bytes decide what they are, the name
is only compared; the kind's parser makes text, blocks and places; identity, language and problems are
added here. First step of everything; all after it points into Document.text."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from extractor.model import Document, Problem, Source
from extractor.parse.encodings import decode
from extractor.parse.language import language_of
from extractor.parse.media import DOC, DOCX, HTML, ODT, PDF, RTF, XLS, XLSX, Media, detect
from extractor.parse.old_text import in_unicode


def parse(data: bytes, source: Source) -> Document:
    """Read one source. Raises ReadError where nothing can be read: an empty file, noise, a kind that is not
    read (a picture, a container), a truncated or encrypted file, a .doc where no converter is installed."""
    media = detect(data, source.path)
    document = in_unicode(_PARSERS.get(media.type, _plain)(data, source))
    problems = (*_mismatch(media, source), *document.problems)
    return replace(document, id=hashlib.sha256(data).hexdigest(), source=source, media_type=media.type, language=language_of(document.text), problems=problems)


def _mismatch(media: Media, source: Source) -> tuple[Problem, ...]:
    said = media.mismatch
    return (Problem("warning", "read", source.path, said),) if said else ()


def _html(data: bytes, source: Source) -> Document:
    from extractor.parse.html import PARSER, read_page

    page = read_page(decode(data, source.path, markup=True), source.path)
    return Document("", source, HTML, PARSER, page.text, blocks=page.blocks, places=page.places, metadata=page.metadata, problems=page.problems)


def _plain(data: bytes, source: Source) -> Document:
    from extractor.parse.plain import PARSER, read_plain

    text, places, problems = read_plain(decode(data, source.path), source.path)
    return Document("", source, "text/plain", PARSER, text, places=places, problems=problems)


def _pdf(data: bytes, source: Source) -> Document:
    from extractor.parse.pdf import parse_pdf

    return parse_pdf(data, source)


def _docx(data: bytes, source: Source) -> Document:
    from extractor.parse.docx import parse_docx

    return parse_docx(data, source)


def _doc(data: bytes, source: Source) -> Document:
    from extractor.parse.doc import parse_doc

    return parse_doc(data, source)


def _rtf(data: bytes, source: Source) -> Document:
    from extractor.parse.rtf import parse_rtf

    return parse_rtf(data, source)


def _odt(data: bytes, source: Source) -> Document:
    from extractor.parse.odt import parse_odt

    return parse_odt(data, source)


def _xls(data: bytes, source: Source) -> Document:
    from extractor.parse.sheets import parse_xls

    return parse_xls(data, source)


def _xlsx(data: bytes, source: Source) -> Document:
    from extractor.parse.sheets import parse_xlsx

    return parse_xlsx(data, source)


_PARSERS = {HTML: _html, PDF: _pdf, DOCX: _docx, DOC: _doc, RTF: _rtf, ODT: _odt, XLS: _xls, XLSX: _xlsx}
