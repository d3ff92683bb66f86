"""Citations and the header in, Outcomes out: a number whose notation is another body's than the one said to
have issued it (571/KH-HĐTĐKT "của Ủy ban nhân dân"). Bodies and their codes stand in rules/lists/bodies.csv.
A note: offices sign for each other, and writers name the body above. Nothing is said where either the body
or the code is not in the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.audit.report import Outcome, make_finding
from extractor.facts import Citation, Header
from extractor.model import Document, Span
from extractor.rules import Entry, RuleSet
from extractor.text import fold, squeeze

CHECK = "notation_issuer"
_INITIAL = regex.compile(r"(?<!\p{L})\p{L}")
_TELLING = 4  # letters of a code that no other body uses as its own: VP, PC and SNV are many
_MESSAGE = ("Ký hiệu của số văn bản không phải của cơ quan được ghi là nơi ban hành.", "The notation is not that of the body said to have issued it.")


def check_notations(document: Document, rules: RuleSet, header: Header, citations: Sequence[Citation]) -> Iterator[Outcome]:
    bodies = rules.derive("audit.bodies", _Bodies)
    evidence = header.evidence.get("number")
    named: list[tuple[str | None, str | None, str | None, Span | None]] = [(c.number, c.notation, c.issuer, c.span) for c in citations]
    named.append((header.number, header.notation, header.issuer, evidence.span if evidence else None))
    for number, notation, issuer, span in named:
        if number is None or notation is None or issuer is None or span is None:
            continue
        said, meant = bodies.called(issuer), bodies.coded(notation)
        if said is None or not meant or said.id in {entry.id for entry in meant} or bodies.signs_for(said, notation) or _spelt_by(issuer, notation):
            continue
        expected = " / ".join(sorted({entry["name"] or entry.phrases[0] for entry in meant}))
        actual = f"{number} của {squeeze(issuer)}"
        yield Outcome(make_finding(document, CHECK, "note", _MESSAGE, expected=expected, actual=actual, spans=(span,)), "", (number, fold(issuer)))


def _spelt_by(issuer: str, notation: str) -> bool:
    """The code is made of first letters of the printed name: VHTT of the Sở Văn hóa - Thông tin, VHXH of a council's Ban Văn hóa - Xã hội."""
    letters = iter(_INITIAL.findall(fold(issuer)))
    return all(letter in letters for letter in fold(notation.replace("/", "-").rpartition("-")[2]) if letter.isalpha())


class _Bodies:
    """The bodies of the list by name and by code."""

    def __init__(self, rules: RuleSet) -> None:
        words = rules.lists.get("bodies")
        entries = words.entries if words else ()
        self._names = sorted(((f" {fold(phrase)} ", entry) for entry in entries for phrase in entry.phrases), key=lambda pair: -len(pair[0]))
        self._codes: dict[str, list[Entry]] = {}
        for entry in entries:
            for code in filter(None, entry["codes"].split("|")):
                self._codes.setdefault(code, []).append(entry)

    def called(self, issuer: str) -> Entry | None:
        """The body an issuer begins with, the longest name first; None where the list does not know it or its code."""
        folded = f" {fold(squeeze(issuer))} "
        found = next((entry for name, entry in self._names if folded.startswith(name)), None)
        return found if found is not None and found["codes"] else None

    def coded(self, notation: str) -> list[Entry]:
        """The bodies whose code is the last part of a notation (KH-HĐTĐKT, QĐ-UBND); [] where none is known."""
        parts = notation.replace("/", "-").split("-")
        return self._codes.get(parts[-1], []) if len(parts) > 1 and len(parts[-1]) >= _TELLING else []

    def signs_for(self, body: Entry, notation: str) -> bool:
        """Any other part of the notation is the body's own code: UBND-VX."""
        return any(part.startswith(code) for part in notation.replace("/", "-").split("-") for code in body["codes"].split("|") if code)
