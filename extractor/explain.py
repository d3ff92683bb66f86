"""A document and the rules in, an account of every record out: which rule made it, from which words,
and which other matches lost to it under the overlap policy (annotate.py). Behind `vanban rules explain`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.annotate import Annotation, Annotator
from extractor.extract import assemble
from extractor.facts import Record
from extractor.model import Document
from extractor.reading import Reading, read
from extractor.text import squeeze

FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics")


@dataclass(frozen=True, slots=True)
class Explained:
    """One record: its family, words, rule, the named pieces of the match, and what lost to it."""

    family: str
    place: str
    quote: str
    rule: str
    certainty: str
    pieces: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.place:>10}  {self.family}: {self.quote}", f"{'':12}rule {self.rule}, {self.certainty}"]
        lines += [f"{'':12}{name} = {value}" for name, value in self.pieces]
        lines += [f"{'':12}lost: {other}" for other in self.lost]
        return "\n".join(lines)


def explain_document(document: Document, annotator: Annotator) -> Iterator[Explained]:
    """The account of every record, family by family, in order of place."""
    reading = read(document, annotator)
    result = assemble(reading)
    matches = {(a.rule, a.span.start): a for family in {rule.family for rule in annotator.rules.rules} for a in reading.annotations.of(family)}
    for family in FAMILIES:
        for record in getattr(result, family):
            yield _explain(family, record, reading, matches)


def _explain(family: str, record: Record, reading: Reading, matches: dict[tuple[str, int], Annotation]) -> Explained:
    document = reading.document
    place = document.places.at(record.span.start)
    where = place.part or (f"p. {page}" if (page := document.page_at(record.span.start)) else f"{place.line}:{place.column}")
    match = matches.get((record.rule, record.span.start))
    pieces = tuple((name, squeeze(document.quote(span))) for name, span in match.groups.items()) if match else ()
    beaten = (a for a in reading.annotations.lost if match is not None and a.family == match.family and a.span.touches(match.span))
    lost = tuple(f"{a.rule} {squeeze(document.quote(a.span))!r}" for a in beaten)
    return Explained(family, where, squeeze(document.quote(record.span))[:160], record.rule, record.certainty, pieces, lost)
