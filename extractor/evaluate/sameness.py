"""Two values in, whether they say the same out. Values are compared as a reader compares them: case, tone
placement, dashes, blanks and marks at the edges tell nothing apart; a name may be printed shorter or
longer, as long as it stays the same office. The words that matter stand in judging.toml."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from extractor.text import lower, normalize

_EDGES = " .;,:*\"'“”"
_SHORTEST_SHARE = 0.6  # of the letters: below it the shorter wording leaves out what it is about
#: Attributes that quote a wording of the page, of which more or less may be taken.
WORDINGS = {
    "depends_on", "responsible", "cooperating", "obligation", "anchor", "issuer", "superior", "place", "name", "title", "signer_title", "signing_authority",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judging:
    """judging.toml: what the gold undertakes to list and which words tell names apart."""

    indicators: frozenset[str]
    telling_syllables: frozenset[str]
    area_kinds: tuple[str, ...]
    country: tuple[str, ...]


@cache
def judging() -> Judging:
    raw = tomllib.loads((resources.files("extractor.evaluate") / "judging.toml").read_text(encoding="utf-8"))
    kinds = tuple(sorted(map(plain, raw["area_kinds"]), key=len, reverse=True))
    return Judging(frozenset(raw["indicators"]), frozenset(raw["telling_syllables"]), kinds, tuple(raw["country"]))


def plain(value: object) -> str:
    """One spelling of a value: one form of dash, blank and tone placement, lower case, bare edges."""
    return " ".join(lower(normalize(unicodedata.normalize("NFC", str(value)))).split()).strip(_EDGES)


def same_words(want: object, got: object) -> bool:
    """Equal but for spelling and blanks; nothing equals no value."""
    return not _nothing(got) and plain(want).replace(" ", "") == plain(got).replace(" ", "")


def same_name(want: object, got: object) -> bool:
    """Whether two wordings name the same thing: equal, or the shorter stands in one piece in the longer, is
    most of it, and what the longer has more does not make another office of it."""
    if _nothing(want) or _nothing(got):
        return _nothing(want) and _nothing(got)
    shorter, longer = sorted((_syllables(want), _syllables(got)), key=len)
    if shorter == longer:
        return True
    for start in range(len(longer) - len(shorter) + 1):
        if shorter and longer[start : start + len(shorter)] == shorter:
            rest = longer[:start] + longer[start + len(shorter) :]
            return _letters(shorter) >= _SHORTEST_SHARE * _letters(longer) and not judging().telling_syllables & set(rest)
    return False


def same_area(want: object, got: object) -> bool:
    """Equal names of an area, with or without its kind; the whole country has several names."""
    return _bare_area(want) == _bare_area(got)


def same_day(want: object, got: object) -> bool:
    """The same ISO day, whatever time of day follows it; no day equals no day."""
    return _day(want) == _day(got)


def agrees(attribute: str, want: Any, got: Any) -> bool:
    """Whether `got` is what the gold states of an attribute: one of a list, nothing where it states null."""
    if isinstance(want, list):
        return any(agrees(attribute, one, got) for one in want)
    if want is None:
        return _nothing(got)
    return _comparison(attribute, want)(want, got)


def _comparison(attribute: str, want: object) -> Callable[[Any, Any], bool]:
    if attribute == "area":
        return same_area
    if attribute in WORDINGS:
        return same_name
    if attribute in ("earliest", "latest", "issued_on", "due"):
        return same_day
    return same_words if isinstance(want, str) else _equal


def _equal(want: object, got: object) -> bool:
    return want == got


def _nothing(value: object) -> bool:
    return value in (None, "", [])


def _syllables(value: object) -> list[str]:
    return [syllable.strip(",;:().") for syllable in plain(value).split()]


def _letters(syllables: Sequence[str]) -> int:
    return len(" ".join(syllables))


def _bare_area(value: object) -> str:
    name = plain("" if value is None else value)
    kind = next((kind for kind in judging().area_kinds if name.startswith(kind + " ")), "")
    name = name[len(kind) :].strip()
    return judging().country[0] if name in judging().country else name


def _day(value: object) -> object:
    return value[:10] if isinstance(value, str) else value
