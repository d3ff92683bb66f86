"""Small documents and readings for tests, built from plain text: no files, no mocks."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache

from extractor.annotate import Annotator
from extractor.extract import extract_document
from extractor.facts import Result
from extractor.model import Document, Place, PlaceMap, Run, Source
from extractor.reading import Reading, read
from extractor.rules import load_rules


@cache
def annotator() -> Annotator:
    """All rules, loaded once for the whole test run."""
    return Annotator(load_rules())


def document(text: str, *, name: str = "van-ban.txt") -> Document:
    text = unicodedata.normalize("NFC", text)
    places = PlaceMap((Run(0, Place(line=1, column=1)),))
    return Document(hashlib.sha256(text.encode()).hexdigest(), Source(name), "text/plain", "test/1", text, places=places)


def reading(text: str) -> Reading:
    return read(document(text), annotator())


def result(text: str) -> Result:
    return extract_document(document(text), annotator())
