"""Names in, people out: each name with its honorific and the chain of roles that stands before or after
it, and the roles it shares with its neighbours ("các Phó Chủ tịch UBND tỉnh: A, B"; "các ông A, B, Phó
Giám đốc"). A two-syllable name without honorific or role is dropped here: it may be anything."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractor.facts import Role
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.names import Name
from extractor.records.roles import RoleReader
from extractor.text import lower, squeeze

_TITLE_LINK = regex.compile(r"\s*:?\s*(?:(?<=:\s*)\d{1,2}[.)]\s*)?$")
_LABEL_COLON = regex.compile(r"\s*:\s*$")
_NEAR = 90
_RANKS = frozenset(("army", "academic"))


@dataclass(frozen=True, slots=True)
class Person:
    """One mention of a person. span: from the honorific or leading title to the end of the last role."""

    name: Name
    honorific: str | None
    roles: tuple[Role, ...]
    span: Span


def read_people(reading: Reading, names: tuple[Name, ...], roles: RoleReader) -> tuple[Person, ...]:
    """Every name with its roles, in order of place."""
    people: list[Person] = []
    for index, name in enumerate(names):
        line = reading.structure.line_at(name.span.start)
        if line is None:
            continue
        ceiling = names[index + 1].start if index + 1 < len(names) else line.end
        floor = max(line.content, people[-1].span.end if people else 0)
        person = _read_person(reading, name, roles, floor, min(ceiling, line.end))
        if name.certain or person.roles:
            people.append(person)
    people = _share_leading_titles(reading, people, roles)
    return tuple(_share_following_roles(reading, people))


def _read_person(reading: Reading, name: Name, roles: RoleReader, floor: int, limit: int) -> Person:
    before = roles.before(name.start, floor) or roles.before(_before_rank(reading, name), floor) or _title_of_label(reading, name, roles)
    after = roles.after(name.span.end, limit)
    start = before[0].span.start if before else name.start
    honorific = _honorific(reading, name, start)
    end = after[-1].span.end if after else name.span.end
    words = _for_one(reading, honorific) if honorific else None
    return Person(name, words, before + after, Span(honorific.start if honorific else start, end))


def _title_of_label(reading: Reading, name: Name, roles: RoleReader) -> tuple[Role, ...]:
    """The titles of "Thẩm phán - Chủ tọa phiên tòa: Ông A", where they are all that stands before the colon of a line and
    the label is none of a list (Thư ký: ..., Chủ trì: ...)."""
    line = reading.structure.line_at(name.start)
    colon = _LABEL_COLON.search(reading.view, line.content, name.start) if line is not None else None
    if line is None or colon is None or reading.annotations.of_within("participation", Span(line.content, colon.end())):
        return ()
    titles = roles.before(colon.start(), line.content)
    return titles if titles and titles[0].span.start == line.content else ()


def _before_rank(reading: Reading, name: Name) -> int:
    """The comma in "Giám đốc Công an tỉnh, Đại tá A": a rank may stand apart from the office before it."""
    ranks = reading.annotations.within("honorifics", name.honorific) if name.honorific else []
    edge = name.start
    while edge > 0 and reading.view[edge - 1] in " \n":
        edge -= 1
    ranked = bool(ranks) and all(hit.entry["kind"] in _RANKS for hit in ranks)
    return edge - 1 if ranked and reading.view[edge - 1 : edge] == "," else name.start


def _honorific(reading: Reading, name: Name, start: int) -> Span | None:
    """The honorific of the name, else the one that stands before its leading title."""
    if name.honorific is not None:
        return name.honorific
    edge = start
    while edge > 0 and reading.view[edge - 1] in " \n":
        edge -= 1
    for hit in reversed(reading.annotations.within("honorifics", Span(max(0, edge - 20), edge))):
        return hit.span if hit.span.end == edge and start != name.start else None
    return None


def _for_one(reading: Reading, honorific: Span) -> str:
    """ "các đồng chí" before the first of a list is "đồng chí" to each."""
    words = squeeze(reading.document.quote(honorific))
    if all(hit.entry["plural"] != "yes" for hit in reading.annotations.within("honorifics", honorific)):
        return words
    rest = words.partition(" ")[2]
    known = any(lower(rest) == lower(p) for entry in reading.rules.lists["honorifics"].entries for p in entry.phrases)
    return rest if known else words


def _share_leading_titles(reading: Reading, people: list[Person], roles: RoleReader) -> list[Person]:
    """A plural title before a colon, or before the first of several names, is each one's own."""
    shared: tuple[Role, ...] = ()
    link = ""
    result: list[Person] = []
    for index, person in enumerate(people):
        own = _plural_title_before(reading, person, people[index - 1].span.end if index else 0, roles)
        if own:
            shared, link = own, ""
        elif shared:
            mark = _mark_between(reading, people[index - 1], person)
            shared = shared if mark and (mark == ";" or link != ";") and not (mark == ";" and link == ",") else ()
            link = mark or link
        missing = tuple(r for r in shared if r not in person.roles)
        result.append(replace(person, roles=missing + person.roles) if missing else person)
    return result


def _plural_title_before(reading: Reading, person: Person, floor: int, roles: RoleReader) -> tuple[Role, ...]:
    view = reading.view
    edge = person.span.start
    blank = _TITLE_LINK.search(view, max(floor, edge - 8), edge)
    line = reading.structure.line_at(edge)
    if blank is None or line is None or ":" not in blank[0]:
        leading = tuple(r for r in person.roles if r.span.end <= person.name.start)
        return leading if leading and _plural_before(reading, leading[0].span.start) else ()
    title = roles.before(blank.start(), max(floor, line.content))
    return title if title and _plural_before(reading, title[0].span.start) else ()


def _plural_before(reading: Reading, offset: int) -> bool:
    edge = offset
    while edge > 0 and reading.view[edge - 1] in " \n":
        edge -= 1
    near = Span(max(0, edge - 24), edge)
    words = [h.span.end for h in reading.annotations.within("clause_words", near) if h.entry["class"] == "plural"]
    words += [h.span.end for h in reading.annotations.within("honorifics", near) if h.entry["plural"] == "yes"]
    return edge in words


def _mark_between(reading: Reading, one: Person, other: Person) -> str:
    """ ";" or "," where that links two people of a list ("và" counts as a comma); "" where they are not linked."""
    if not _linked(reading, one, other):
        return ""
    return ";" if ";" in reading.view[one.span.end : other.span.start] else ","


def _linked(reading: Reading, one: Person, other: Person) -> bool:
    between = Span(one.span.end, other.span.start)
    start = between.start
    while start < between.end and reading.view[start] in ") ":
        start += 1
    return len(between) < _NEAR and reading.match("clause.link", start, between.end) is not None


def _share_following_roles(reading: Reading, people: list[Person]) -> list[Person]:
    """In "các ông A, B, Phó Giám đốc Sở" the title closes the group and is A's as well."""
    result = list(people)
    plural = _opened_by_a_plural(reading, people)
    for index in range(len(people) - 2, -1, -1):
        person, following = result[index], result[index + 1]
        if person.roles or not following.roles or following.roles[0].span.start < following.name.span.end:
            continue
        if plural[index] and _linked(reading, person, following):
            result[index] = replace(person, roles=following.roles)
    return result


def _opened_by_a_plural(reading: Reading, people: list[Person]) -> list[bool]:
    """For each person, whether a plural honorific stands before the name or before one it is linked to."""
    opened: list[bool] = []
    for index, person in enumerate(people):
        honorific = person.name.honorific
        if honorific is not None:
            opened.append(any(hit.entry["plural"] == "yes" for hit in reading.annotations.within("honorifics", honorific)))
        else:
            opened.append(index > 0 and opened[-1] and _linked(reading, people[index - 1], person))
    return opened
