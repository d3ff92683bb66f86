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
_MOST_KNOWN = 20_000
_WORDS = regex.compile(r"[\W_]+")

Names = dict[str, list[tuple[str, Entry]]]


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
        self._bodies, self._heads, self._kinds = _by_name(rules, "bodies"), _by_name(rules, "roles"), _by_name(rules, "area_kinds")
        self._known: dict[str, tuple[Entry, str] | None] = {}  # an archive prints few names, each of them often

    def read(self, printed: str | None, *home: str | None) -> Issuer | None:
        """home: issuer and superior of the document that prints it; None where it is not clear which body is meant."""
        found = self._named(printed or "")
        if found is None:
            return None
        entry, rest = found
        if not rest.strip():
            return Issuer(entry.id, "") if _of_the_country(entry) else None
        kind = _begun(self._kinds, rest)
        if kind is None:
            return None
        named = kind[1].strip() or next(self._named_at_home(kind[0].id, home), "")
        return Issuer(entry.id, f"{kind[0].id} {named}") if named else None

    def _named(self, printed: str) -> tuple[Entry, str] | None:
        """The body that a name, or an office and a name, begins with, and what follows it."""
        if printed not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            text = _plain(printed)
            head = _begun(self._heads, text)
            self._known[printed] = _begun(self._bodies, text) or (_begun(self._bodies, head[1]) if head else None)
        return self._known[printed]

    def _named_at_home(self, kind: str, home: tuple[str | None, ...]) -> Iterator[str]:
        """The area of that kind that the document's own issuer or the body above it is of."""
        for text in map(_plain, home):
            for name, entry in (pair for pairs in self._kinds.values() for pair in pairs):
                if entry.id == kind and name in text:
                    yield text.rpartition(name)[2].strip()


def _of_the_country(body: Entry) -> bool:
    return body["class"] in _NATIONAL or any(code.endswith(_NATIONAL_CODES) for code in body["codes"].split("|"))


def _by_name(rules: RuleSet, name: str) -> Names:
    """The names of a list by their first word, the longest first."""
    words = rules.lists.get(name)
    names: Names = {}
    named = ((_plain(phrase), row) for row in (words.entries if words else ()) for phrase in row.phrases)
    for plain, entry in sorted(named, key=lambda pair: (-len(pair[0]), pair[0])):
        names.setdefault(plain.split()[0], []).append((plain, entry))
    return names


def _begun(names: Names, text: str) -> tuple[Entry, str] | None:
    """The longest name a text begins with, and what follows it."""
    first = text.split(maxsplit=1)[:1]
    return next(((entry, text[len(name) - 1 :]) for name, entry in names.get(first[0], ()) if text.startswith(name)), None) if first else None


def _plain(printed: str | None) -> str:
    """Folded words with a blank at either end, so that a name is found only as whole words."""
    return f" {_WORDS.sub(' ', fold(squeeze(printed or ''))).strip()} "
