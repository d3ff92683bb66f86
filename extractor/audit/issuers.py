"""The printed issuer of a document or citation in, the body it means out: which entry of rules/lists/bodies.csv, and
for a body that every area has, of which area. "UBND tỉnh Ninh Bình", "Chủ tịch Ủy ban nhân dân tỉnh Ninh Bình" and, in a
document of Ninh Bình's own, "UBND tỉnh" are one body; "UBND tỉnh" in a newspaper is none that could be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.rules import Entry, RuleSet
from extractor.text import fold, squeeze

_NATIONAL = frozenset({"national_assembly", "government", "ministry", "state"})  # classes of which there is one each
_NATIONAL_CODES = ("TW", "QG")  # how the codes of Party organs and councils of the whole country end
_WORDS = regex.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Issuer:
    """body: id of the list. area: kind and name, folded ("tinh ninh binh"); "" for a body of the whole country."""

    body: str
    area: str

    def differs(self, other: Issuer) -> bool:
        """Of "tỉnh Ninh Bình" and "tỉnh Ninh Bình về thực hiện ..." the longer one only runs on."""
        return self.body != other.body or not (self.area.startswith(other.area) or other.area.startswith(self.area))


class Issuers:
    """The bodies of the list, by folded name. Made once for a rule set: rules.derive("audit.issuers", Issuers)."""

    def __init__(self, rules: RuleSet) -> None:
        self._bodies = _by_name(rules, "bodies")
        self._heads = tuple(name for name, _ in _by_name(rules, "roles"))
        self._kinds = _by_name(rules, "area_kinds")

    def read(self, printed: str | None, *home: str | None) -> Issuer | None:
        """home: issuer and superior of the document that prints it; None where it is not clear which body is meant."""
        text = _plain(printed)
        found = self._body(text) or next((self._body(text[len(head) - 1 :]) for head in self._heads if text.startswith(head)), None)
        if found is None:
            return None
        entry, rest = found
        if not rest.strip():
            return Issuer(entry.id, "") if _of_the_country(entry) else None
        kind = next(((name, kind.id) for name, kind in self._kinds if rest.startswith(name)), None)
        if kind is None:
            return None
        named = rest[len(kind[0]) :].strip() or next(self._named_at_home(kind[1], home), "")
        return Issuer(entry.id, f"{kind[1]} {named}") if named else None

    def _body(self, text: str) -> tuple[Entry, str] | None:
        """The body whose name a text begins with, the longest first, and what follows it."""
        return next(((entry, text[len(name) - 1 :]) for name, entry in self._bodies if text.startswith(name)), None)

    def _named_at_home(self, kind: str, home: tuple[str | None, ...]) -> Iterator[str]:
        """The area of that kind that the document's own issuer or the body above it is of."""
        for text in map(_plain, home):
            for name, entry in self._kinds:
                if entry.id == kind and name in text:
                    yield text.rpartition(name)[2].strip()


def _of_the_country(body: Entry) -> bool:
    return body["class"] in _NATIONAL or any(code.endswith(_NATIONAL_CODES) for code in body["codes"].split("|"))


def _by_name(rules: RuleSet, name: str) -> tuple[tuple[str, Entry], ...]:
    words = rules.lists.get(name)
    named = ((_plain(phrase), entry) for entry in (words.entries if words else ()) for phrase in entry.phrases)
    return tuple(sorted(named, key=lambda pair: (-len(pair[0]), pair[0])))


def _plain(printed: str | None) -> str:
    """Folded words with a blank at either end, so that a name is found only as whole words."""
    return f" {_WORDS.sub(' ', fold(squeeze(printed or ''))).strip()} "
