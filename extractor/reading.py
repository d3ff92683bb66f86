"""One document made ready for the record families: its text, what was annotated in it, its outline, and
the rules. records/ modules take a Reading and give records; nothing else passes between the layers."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.annotate import Annotations, Annotator
from extractor.errors import RuleError
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

    def match(self, rule_id: str, start: int, end: int | None = None) -> regex.Match[str] | None:
        """Try an anchored rule at exactly one place of the text, up to `end` at most."""
        return self._pattern(rule_id).match(self.view, start, len(self.view) if end is None else end)

    def search(self, rule_id: str, start: int, end: int) -> regex.Match[str] | None:
        """Look for an anchored rule between two places; its $ stands for `end`."""
        return self._pattern(rule_id).search(self.view, start, end)

    def fills(self, rule_id: str, start: int, end: int) -> bool:
        """True where the text between two places is wholly what an anchored rule allows, or nothing."""
        return start >= end or self._pattern(rule_id).fullmatch(self.view, start, end) is not None

    def says(self, rule_id: str, words: str) -> bool:
        """True where some words (the header of a column) begin as an anchored rule has it."""
        return self._pattern(rule_id).match(words.strip()) is not None

    def _pattern(self, rule_id: str) -> regex.Pattern[str]:
        rule = self.rules.rule(rule_id)
        if rule is None:
            raise RuleError(f"the rule {rule_id} is needed here but rules/ does not hold it", file=str(self.rules.root))
        return rule.pattern


def read(document: Document, annotator: Annotator) -> Reading:
    annotations = annotator.annotate(document)
    return Reading(document, annotator.rules, annotations, read_structure(document, annotations, annotator.rules))
