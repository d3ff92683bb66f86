"""What a check hands back: findings, and what it could not check with the reason. Every check of this
package is a generator of Outcomes; extractor.audit orders them and keeps each statement once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from extractor.facts import Finding, FindingPlace, Unchecked
from extractor.model import Document, Severity, Span

__all__ = ["Outcome", "Report", "Unchecked", "make_finding"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding and what it rests on: `rule`, the identity's id ("" where none), and `values`, which tell
    that two findings of different places say the same. suggest: gives the finding's suggestion; it costs more than all
    else, and is asked only of findings that are kept."""

    finding: Finding
    rule: str = ""
    values: tuple[str, ...] = ()
    suggest: Callable[[], str] | None = None

    @property
    def told(self) -> Finding:
        """The finding with its suggestion."""
        return replace(self.finding, suggestion=self.suggest()) if self.suggest is not None else self.finding

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(place.span for place in self.finding.evidence)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the audit of one document says. findings are in order of place."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()


def make_finding(
    document: Document, check_id: str, severity: Severity, message: tuple[str, str], *, expected: str, actual: str, spans: Iterable[Span]
) -> Finding:
    """message: in Vietnamese and in English; both stand in the row, the Vietnamese one first."""
    places = tuple(FindingPlace(document.id, span) for span in sorted(set(spans)))
    vietnamese, english = message
    return Finding(check_id, severity, f"{vietnamese} / {english}" if english else vietnamese, expected, actual, places)
