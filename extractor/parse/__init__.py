"""Bytes and where they came from in, a Document out: parse(). The bytes decide what they are, the name
is only compared; the kind's parser makes text, blocks and places; identity, language and problems are
added here. First step of everything; all after it points into Document.text."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from extractor.model import Document, Problem, Source
from extractor.parse.encodings import decode
from extractor.parse.language import language_of
from extractor.parse.media import DOCX, HTML, PDF, Media, detect


def parse(data: bytes, source: Source) -> Document:
    """Read one source. Raises ReadError where nothing can be read: an empty file, noise, a kind that is not
    read (.doc, .rtf, .xls), a truncated or encrypted PDF or DOCX."""
    media = detect(data, source.path)
    document = _PARSERS.get(media.type, _plain)(data, source)
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


_PARSERS = {HTML: _html, PDF: _pdf, DOCX: _docx}
