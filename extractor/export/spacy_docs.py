"""An archive in, a spaCy DocBin out: each document in underthesea's words with doc.text == text, the header
fields and the record families as doc.spans, labelled by what tells their rows apart (the indicator of a
figure, the role of a date). doc.user_data holds id and source. Read it back with extractor.language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor import language
from extractor.export.files import Written, whole_file
from extractor.export.results import held_results
from extractor.export.vouched import vouched
from extractor.facts import Result
from extractor.model import Span
from extractor.store import Archive

Labelled = list[tuple[Span, str]]


def write_docbin(archive: Archive, out: Path, *, reviewed: bool = False) -> Written:
    """One DocBin of all documents that could be read; reviewed: of those that a person looked at, with what they
    vouched for alone. doc.user_data["checked"] then says whether the whole of it was looked through, so that what
    is not marked is known to be nothing."""
    with whole_file(out) as part:
        docs = language.save_docs(_reviewed_docs(archive) if reviewed else _docs(archive), part)
    return Written(out, docs)


def _docs(archive: Archive) -> Iterator[Any]:
    for held in held_results(archive):
        document = held.result.document
        if document is not None:
            doc = language.to_doc(document.text, groups(held.result))
            doc.user_data.update(id=document.id, source=document.source.path)
            yield doc


def _reviewed_docs(archive: Archive) -> Iterator[Any]:
    for found in vouched(archive):
        document = found.held.result.document
        if document is not None:
            doc = language.to_doc(document.text, groups(found.result()))
            doc.user_data.update(id=document.id, source=document.source.path, checked=found.checked)
            yield doc


def groups(result: Result) -> dict[str, Labelled]:
    """The places of one document by family, each with its label."""
    return {
        "document": [(e.span, field) for field, e in result.header.evidence.items() if e.span is not None],
        "citations": [(c.span, c.relation) for c in result.citations],
        "dates": [(d.span, d.role) for d in result.dates],
        "deadlines": [(d.span, d.kind) for d in result.deadlines],
        "participants": [(mention, "person" if p.name else "group") for p in result.participants for mention in p.mentions or (p.span,)],
        "events": [(e.span, e.kind) for e in result.events],
        "statistics": [(s.span, s.indicator) for s in result.statistics],
    }
