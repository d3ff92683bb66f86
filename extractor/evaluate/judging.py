"""One gold row and one row of output in, whether the second is what the first asks for: found (key) and
exact (strict). Also what the gold does not undertake to list, so that a find of it is no false alarm, and
the fields of the document header. Meanings are those of the public contract."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from extractor.evaluate.gold import Wanted
from extractor.evaluate.one_to_one import largest_pairing
from extractor.evaluate.outputs import Found, Output
from extractor.evaluate.sameness import agrees, judging, plain, same_day, same_name, same_words

_WITHIN_REACH = (2, 200)  # a span may be twice as long as the quote and 200 characters more; beyond, it is no place
_TITLE_LENGTH = (0.9, 1.2)  # of the gold's title
_DERIVED = {"genre", "type_code", "type", "ordinal", "year", "notation"}  # follow from what has a place of its own
_LISTS = {"addressees", "recipients", "annexes"}
_SETTLED_BY_KEY = {
    "citations": {"number"}, "dates": {"earliest", "latest"}, "deadlines": {"latest"}, "participants": {"name", "group_name", "roles", "participation"},
    "events": {"kind", "latest"}, "statistics": {"indicator", "value"}, "findings": set(),
}  # fmt: skip


class PlacedText:
    """A text in which quotes are looked up whatever their blanks and line breaks; look-ups are linear."""

    def __init__(self, text: str) -> None:
        self._offsets = [i for i, char in enumerate(text) if not char.isspace()]
        self._dense = "".join(text.split())
        # str.split and str.isspace agree on what is white space
        self._known: dict[str, list[tuple[int, int]]] = {}

    def places(self, quote: str) -> list[tuple[int, int]]:
        """Every half-open range of the text where the quote stands."""
        if quote not in self._known:
            self._known[quote] = list(self._find("".join(quote.split())))
        return self._known[quote]

    def _find(self, dense: str) -> Iterator[tuple[int, int]]:
        start = self._dense.find(dense) if dense else -1
        while start >= 0:
            yield self._offsets[start], self._offsets[start + len(dense) - 1] + 1
            start = self._dense.find(dense, start + 1)


def found(want: Wanted, got: Found, text: PlacedText) -> bool:
    """Whether the row is the thing the gold row names, wherever it points and whatever else it says."""
    stated, read = want.values, got.values
    match want.family:
        case "citations":
            if stated.get("number") is None:
                return not read.get("number") and same_day(stated.get("issued_on"), read.get("issued_on")) and same_name(stated.get("title"), read.get("title"))
            return same_words(stated["number"], read.get("number"))
        case "dates":
            open_start = stated.get("earliest") is None and (read.get("earliest") is None or same_day(read["earliest"], stated.get("latest")))
            return same_day(stated.get("latest"), read.get("latest")) and (open_start or same_day(stated.get("earliest"), read.get("earliest")))
        case "deadlines":
            if stated.get("latest"):
                return same_day(stated["latest"], read.get("latest")) and agrees("responsible", stated.get("responsible"), read.get("responsible"))
            return same_name(stated.get("depends_on"), read.get("depends_on"))
        case "participants":
            if stated.get("name"):
                return same_words(stated["name"], read.get("name"))
            return not read.get("name") and same_name(stated.get("group_name"), read.get("group_name"))
        case "events":
            return agrees("kind", stated["kind"], read.get("kind")) and same_day(stated.get("latest"), read.get("latest"))
        case "statistics":
            return agrees("indicator", stated["indicator"], read.get("indicator")) and _same_figure(stated.get("value"), read.get("value"))
        case _:
            return in_place(want, got, text)


def exact(want: Wanted, got: Found, text: PlacedText) -> bool:
    """Whether the row, already found, also points at the right place and is right in all the gold states."""
    if not in_place(want, got, text) or any(wrong_attributes(want, got)):
        return False
    return want.family != "participants" or (_same_roles(want, got) and _same_participation(want, got))


def wrong_attributes(want: Wanted, got: Found) -> Iterator[str]:
    """The attributes the gold states and the row gets wrong, beyond those by which it was found."""
    skipped = _SETTLED_BY_KEY[want.family]
    yield from (key for key, stated in want.values.items() if key not in skipped and not agrees(key, stated, got.values.get(key)))


def what_differs(want: Wanted, got: Found, text: PlacedText) -> tuple[str, ...]:
    """In words for a list: what keeps a found row from being exact."""
    reasons = [] if in_place(want, got, text) else ["place"]
    reasons += wrong_attributes(want, got)
    if want.family == "participants":
        reasons += [name for name, same in (("roles", _same_roles(want, got)), ("participation", _same_participation(want, got))) if not same]
    return tuple(reasons)


def in_place(want: Wanted, got: Found, text: PlacedText) -> bool:
    """Whether the row touches a place where the gold's quote stands, and is not simply half the page."""
    rows: tuple[Found, ...] = got.values.get("places", (got,))
    return any(_touches_quote(want, row, text) for row in rows)


def _touches_quote(want: Wanted, got: Found, text: PlacedText) -> bool:
    factor, more = _WITHIN_REACH
    if got.start is None or got.end is None or not 0 < got.end - got.start <= factor * len(want.quote) + more:
        return False
    name = want.values.get("name") if want.family == "participants" else None
    places = [place for quote in (want.quote, name) if quote for place in text.places(quote)]
    if places:
        return any(start < got.end and got.start < end for start, end in places)
    # the gold quotes the page as a reader sees it; a parser may part its words otherwise
    return plain(got.quote) in plain(want.quote) or plain(want.quote) in plain(got.quote)


def unjudged(got: Found) -> bool:
    """Whether the gold does not undertake to list such a row: figures of further indicators, acts cited
    without a number, events without a day, terms and periods of years, findings that are mere notes."""
    match got.family:
        case "statistics":
            return got.values.get("indicator") not in judging().indicators
        case "citations":
            return not got.values.get("number")
        case "events":
            return not got.values.get("latest")
        case "dates":
            return got.values.get("role") == "term"
        case "findings":
            return got.values.get("severity") == "note"
        case _:
            return False


def repeats(got: Found, other: Found) -> bool:
    """Whether one row says again, of the same place, what another says; of a person: anywhere at all, for a
    person is one row a document."""
    if _identity(got) != _identity(other):
        return False
    return got.touches(other) or (got.family == "participants" and bool(got.values.get("name")))


def field_right(field: str, want: Any, output: Output) -> bool:
    """Whether a header field has the value the gold states for it (never null here)."""
    got = output.document.get(field)
    if got in (None, "", []):
        return False
    if field in _LISTS:
        return isinstance(got, list) and len(got) == len(want) and all(map(same_name, want, got))
    if isinstance(want, list):
        return any(field_right(field, one, output) for one in want)
    if field == "published_at":
        return str(got)[:16] == str(want)[:16]
    if field == "title":
        least, most = (share * len(plain(want)) for share in _TITLE_LENGTH)
        return same_name(want, got) and least <= len(plain(got)) <= most
    return agrees(field, want, got)


def field_proven(field: str, output: Output) -> bool:
    """Whether the output says where a header field stands, and rightly."""
    if field in _DERIVED:
        return True
    evidence = output.evidence.get(field)
    return evidence is not None and (bool(evidence.where) or output.holds(evidence))


def _same_figure(want: Any, got: Any) -> bool:
    if want is None or got is None:
        return want is None and got is None
    return isinstance(got, int | float) and math.isclose(want, got, rel_tol=0, abs_tol=1e-9)


def _same_roles(want: Wanted, got: Found) -> bool:
    stated = want.values.get("roles") or []
    read = [" ".join(part for part in (role.get("title"), role.get("organization")) if part) for role in got.values.get("roles") or ()]
    if not stated:
        # the words of a group's own name may be given as its role
        return all(plain(role) in plain(want.values.get("group_name") or "") for role in read)
    pairs = largest_pairing(len(stated), len(read), lambda i, j: agrees("title", stated[i], read[j]))
    return len(stated) == len(read) == len(pairs)


def _same_participation(want: Wanted, got: Found) -> bool:
    read: set[str] = {done["kind"] for done in got.values.get("participation") or ()}
    stated: list[set[str]] = [set(kind.split("|")) for kind in want.values.get("participation") or ()]
    return all(kinds & read for kinds in stated) and read <= set(want.may).union(*stated)


def _identity(got: Found) -> tuple[object, ...]:
    values: Mapping[str, Any] = got.values
    match got.family:
        case "citations":
            return (plain(values.get("number") or values.get("title") or "").replace(" ", ""),)
        case "deadlines":
            return plain(values.get("responsible") or ""), values.get("latest")
        case "participants":
            return (plain(values.get("name") or values.get("group_name") or ""),)
        case "events":
            return values.get("kind"), values.get("latest")
        case "statistics":
            return values.get("indicator"), values.get("value")
        case "dates":
            return values.get("earliest"), values.get("latest")
        case _:
            return values.get("check_id"), values.get("expected"), values.get("actual")
