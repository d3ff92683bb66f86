"""Full citations in, those that lean on them out: ordinals that share one notation ("số 12, 13 và
14/NQ-HĐND") and later mentions in short ("Kế hoạch 125", "Hướng dẫn nêu trên"). What is taken from the
citation meant is inferred, and a short mention says which one that is (refers_to: "START-END")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from extractor.facts import Citation
from extractor.model import Span
from extractor.reading import Reading

_ORDINAL = regex.compile(r"\d+[a-z]?")
_REACH = 120


def shared_notation(citation: Citation, reading: Reading) -> Iterator[Citation]:
    """The acts named by ordinal alone before a full number that ends their list."""
    if citation.number is None or citation.notation is None or citation.ordinal is None:
        return
    begin = reading.view.find(citation.ordinal, citation.span.start, citation.span.end)
    match = reading.search("citation.shared_notation", max(0, begin - _REACH), begin) if begin >= 0 else None
    if match is None or (citation.span.start < begin and citation.span.start > match.start()):
        return
    tail = citation.number.removeprefix(citation.ordinal)
    for ordinal in _ORDINAL.finditer(reading.view, match.start("first"), match.end("more")):
        number = ordinal[0] + tail
        own = replace(citation, span=Span(*ordinal.span()), printed=ordinal[0], number=number, ordinal=ordinal[0], certainty="inferred")
        yield replace(own, issued_on=None, title=None, articles=(), rule="citation.shared_notation")


def short_mentions(full: Sequence[Citation], reading: Reading) -> Iterator[Citation]:
    """Mentions by type and ordinal, or by type and "nêu trên", of an act cited before in this document."""
    taken = [c.span for c in full]
    for annotation in reading.annotations.of("short_citation"):
        if not reading.structure.in_body(annotation.span) or any(annotation.span.touches(span) for span in taken):
            continue
        kind, ordinal = annotation.get("type").casefold(), annotation.get("ordinal").lstrip("0")
        before = [c for c in full if c.span.start < annotation.span.start and (c.type or "").casefold() == kind and c.number is not None]
        meant = [c for c in before if (c.ordinal or "").lstrip("0") == ordinal] if ordinal else before[-1:]
        if len({c.number for c in meant}) != 1:
            continue  # nothing cited before, or several: no guess
        first = meant[0]
        yield replace(
            first,
            span=annotation.span,
            printed=reading.document.quote(annotation.span),
            articles=(),
            title=None,
            relation="mentions",
            certainty="inferred",
            rule=annotation.rule,
            refers_to=f"{first.span.start}-{first.span.end}",
        )
