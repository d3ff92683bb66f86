"""One document made ready for the record families: its text, what was annotated in it, its outline, and
the rules. records/ modules take a Reading and give records; nothing else passes between the layers."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.annotate import Annotations, Annotator
from extractor.model import Document
from extractor.rules import RuleSet
from extractor.structure import Structure, read_structure


@dataclass(frozen=True, slots=True)
class Reading:
    """What a record family needs to know. `view` of annotations and structure is the normalised text."""

    document: Document
    rules: RuleSet
    annotations: Annotations
    structure: Structure

    @property
    def view(self) -> str:
        return self.annotations.view


def read(document: Document, annotator: Annotator) -> Reading:
    annotations = annotator.annotate(document)
    return Reading(document, annotator.rules, annotations, read_structure(document, annotations, annotator.rules))
