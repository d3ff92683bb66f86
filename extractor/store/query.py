"""What a person typed in, an expression of FTS5 and a way to find its words in a text out. Whatever is
typed is words: quotes make a phrase, and nothing else has a meaning of its own, so no query is a syntax
error. "125/KH-UBBC" and "99,60%" are one word each: their parts are sought side by side. Other stretches
are cut into words by a function the caller gives (extractor.language.words), so that "đại biểu Quốc hội"
asks for two words, not for four syllables; without one each syllable is a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from extractor.store.index import WORD, folded, spoken
from extractor.text import storable

Words = Callable[[str], Sequence[str]]

_QUOTED = regex.compile(r'"([^"]*)"')
_WRITTEN = regex.compile(r"\S+")
_INNER_MARK = regex.compile(r"[\p{L}\p{N}][^\p{L}\p{N}\s]+[\p{L}\p{N}]")
_MOST_TERMS, _MOST_TOKENS = 24, 32  # beyond them a query is a pasted text: its beginning is enough
_HEADS = "title number issuer people facts"


@dataclass(frozen=True, slots=True)
class Tier:
    """Two expressions of FTS5: the words anywhere, and in the title or number. exact: accents as typed. whole: several
    words, sought in one piece."""

    anywhere: str
    title: str
    exact: bool
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """terms: each a phrase of one or more tokens, all of which a document must hold. With accents as typed
    in `exact`, without in `plain`. accented: the accents of the query tell words apart."""

    exact: tuple[tuple[str, ...], ...]
    plain: tuple[tuple[str, ...], ...]

    @property
    def accented(self) -> bool:
        return self.exact != self.plain

    def __bool__(self) -> bool:
        return bool(self.plain)

    def sought(self, *, exact: bool) -> tuple[tuple[str, ...], ...]:
        """What to mark in a text: the whole query in one piece, and each of its words."""
        terms = self.exact if exact else self.plain
        return (_whole(terms), *terms) if len(terms) > 1 else terms

    def tiers(self) -> tuple[Tier, ...]:
        """The closest first: with the accents as typed and the whole query in one piece, then its words
        anywhere, then both again without regard to accents. The last finds all that the others find."""
        ways = [(self.exact, "exact", True)] if self.accented else []
        found: list[Tier] = []
        for terms, column, exact in (*ways, (self.plain, "body", not self.accented)):
            if len(terms) > 1:
                found.append(_tier((_whole(terms),), column, exact=exact, whole=True))
            found.append(_tier(terms, column, exact=exact))
        return tuple(found)


def parse_query(text: str, words: Words | None = None) -> Query:
    """Read what was typed; the query is empty (false) where it holds no letter and no digit."""
    terms: list[str] = []
    done = 0
    clean = storable(text)
    for match in _QUOTED.finditer(clean):
        terms += _unquoted(clean[done : match.start()], words)
        terms.append(match[1])
        done = match.end()
    terms += _unquoted(clean[done:], words)
    exact = tuple(dict.fromkeys(tokens for term in terms if (tokens := _tokens(spoken(term)))))[:_MOST_TERMS]
    return Query(exact, tuple(tuple(folded(token) for token in term) for term in exact))


def column_expression(column: str, text: str) -> str | None:
    """The expression for a stretch of one of the head columns, accents counting where there are any."""
    tokens = _tokens(spoken(text))
    return f"{{{column}}} : {_phrase(tokens)}" if tokens else None


def finder(terms: Sequence[tuple[str, ...]]) -> regex.Pattern[str]:
    """A pattern that finds the terms in a folded or spoken text; group t{i} is term i, the longest first."""
    between = r"[^\p{L}\p{N}]+"
    longest_first = sorted(enumerate(terms), key=lambda item: -len(item[1]))
    ways = "|".join(f"(?P<t{i}>{between.join(map(regex.escape, term))})" for i, term in longest_first)
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{ways})(?![\p{{L}}\p{{N}}])")


def weight(terms: Sequence[tuple[str, ...]], groups: set[str | None]) -> int:
    """How much of a query the terms found say: their different words, a term of several counting for each."""
    return sum(len(term) for i, term in enumerate(terms) if f"t{i}" in groups)


def _whole(terms: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(token for term in terms for token in term)


def _unquoted(text: str, words: Words | None) -> list[str]:
    """Pieces with a mark inside stand for themselves; what lies between them is cut into words."""
    found: list[str] = []
    plain: list[str] = []
    for piece in _WRITTEN.findall(text):
        if not _INNER_MARK.search(piece):
            plain.append(piece)
            continue
        found += _cut(plain, words)
        found.append(piece)
        plain = []
    return found + _cut(plain, words)


def _cut(pieces: Sequence[str], words: Words | None) -> list[str]:
    if not pieces:
        return []
    return list(words(" ".join(pieces))) if words else list(pieces)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text)[:_MOST_TOKENS])


def _tier(terms: Sequence[tuple[str, ...]], column: str, *, exact: bool, whole: bool = False) -> Tier:
    words = " AND ".join(map(_phrase, terms))
    return Tier(f"{{{_HEADS} {column}}} : ({words})", f"{{title number}} : ({words})", exact, whole)


def _phrase(tokens: Sequence[str]) -> str:
    return '"' + " ".join(tokens) + '"'
