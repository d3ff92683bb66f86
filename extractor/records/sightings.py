"""What participants.py merges: one sighting says that a person or group did something at one place."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.facts import Role
from extractor.model import Span
from extractor.records.groups import Group
from extractor.records.people import Person


@dataclass(frozen=True, slots=True)
class Sighting:
    """kind: a participation kind of the contract, None where one is only named with an office, "office"
    where one is said to lead a body (làm Trưởng đoàn). span: the
    words that say so (a verb, a label). roles: those this place adds to the person's own. quoted: a verb
    of saying tells it, which anybody interviewed has, not only those who take part."""

    item: Person | Group
    kind: str | None
    span: Span
    rule: str
    planned: bool = False
    quoted: bool = False
    roles: tuple[Role, ...] = ()
