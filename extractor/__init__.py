"""Vanban reads Vietnamese official documents and ties every value to its place in the source.

The front door, for notebooks and programs (the command line is `vanban`):

    from extractor import Annotator, Archive, extract, load_rules
    annotator = Annotator(load_rules())
    result = extract(data, Source("bao-cao.pdf"), annotator)

Names are loaded when first used, so that importing a part does not load the whole."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.annotate import Annotator
    from extractor.errors import VanbanError
    from extractor.extract import extract
    from extractor.facts import Result
    from extractor.model import Document, Source, Span
    from extractor.pipeline import find_sources, run
    from extractor.rules import load_rules
    from extractor.store import Archive
    from extractor.wire import to_object

_DOORS = {
    "Annotator": "annotate",
    "Archive": "store",
    "Document": "model",
    "Result": "facts",
    "Source": "model",
    "Span": "model",
    "VanbanError": "errors",
    "extract": "extract",
    "find_sources": "pipeline",
    "load_rules": "rules",
    "run": "pipeline",
    "to_object": "wire",
}
__all__ = ["Annotator", "Archive", "Document", "Result", "Source", "Span", "VanbanError", "extract", "find_sources", "load_rules", "run", "to_object"]


def __getattr__(name: str) -> object:
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_DOORS[name]}"), name)
