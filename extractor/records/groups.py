"""A stretch of text that lists attendees in, its items out: people, and groups such as "lãnh đạo các sở,
ban, ngành". A list is cut at semicolons, and at a comma or "và" only where a new head noun begins
(lãnh đạo, đại diện, Ủy viên, a title, a person): groups that share one head stay one. A list ends where
something begins that is neither."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractor.facts import Role
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.organizations import HEADS_OF_PEOPLE
from extractor.records.people import Person
from extractor.records.roles import RoleReader
from extractor.text import squeeze

_LEAD = regex.compile(r"(?:[\s,;:*•+]|-(?=\s))+")
_ITEM_END = regex.compile(r";|\.{2,}|…|(?<!(?<!\p{L})(?:T[Pp]|TX|TT))[.!?](?=\s|\p{Lu}|$)|\n\s*\n|(?<=\p{L})(?<!(?:T[Pp]|TX|TT|[PQH]))\.(?=\p{Lu})")
_COMMA = regex.compile(r",|\s+-\s+")
_INTRODUCTION = regex.compile(r"[^:;,.\n]{3,80}:\s*")
_OFFICE = regex.compile(r"\s*[-,]\s*(\p{Lu}\p{L}+(?: [\p{L}\p{N}&-]+){1,9})(?=\s*[;.])")
_STOP = regex.compile(r"[.!?]\s")
_FULL_STOP = regex.compile(r"\.(?!\.)|[!?]|\n\s*\n")
_REMARK = regex.compile(r"\s*\([^()]{0,120}\)|\)")
_COLON = regex.compile(r"\s*:?\s*")
_GOES_ON = regex.compile(r"[ ]\p{L}")
_LONGEST_GROUP = 220
_LONGEST_REMARK = 90


@dataclass(frozen=True, slots=True)
class Group:
    """A body or a group of attendees named as one."""

    span: Span
    name: str


class ListReader:
    """Reads lists of attendees of one document."""

    def __init__(self, reading: Reading, people: tuple[Person, ...], roles: RoleReader) -> None:
        self._reading = reading
        self._annotations = reading.annotations
        self._view = reading.view
        self._people = people
        self._starts = [person.span.start for person in people]
        self._roles = roles

    def items(self, region: Span, *, whole_lines: bool = False) -> tuple[list[Person | Group], int]:
        """The items of a list and the offset at which it ended. whole_lines: the region is a list item
        under a label, where a body may follow a comma."""
        found: list[Person | Group] = []
        position = region.start
        while position < region.end:
            start = self._past_introduction(self._skip_lead(position, region.end), region.end)
            if start >= region.end:
                return found, region.end
            if found and not whole_lines and self._is_bare_body(start) and ";" not in self._view[position:start]:
                return found, position
            item = self._item_at(start, region.end, press=whole_lines)
            if item is None:
                beyond = self._past_what_names_nobody(start, region.end, after_person=bool(found) and isinstance(found[-1], Person))
                if beyond is None:
                    return found, position
                position = beyond
                continue
            if isinstance(item, Person) and not item.roles:
                item = self._with_unlisted_office(item, region.end)
            found.append(item)
            position = item.span.end
            if isinstance(item, Person):
                position = self._skip_bracket(position, region.end)
            if self._ends_here(position, region.end):
                return found, position
        return found, position

    def _past_introduction(self, start: int, limit: int) -> int:
        """Behind "các đồng chí Ủy viên Trung ương Đảng:", where the people it announces begin."""
        match = _INTRODUCTION.match(self._view, start, limit)
        if match is None or self._person_at(match.end(), limit) is None or self._people_between(start - 1, match.end()):
            return start
        return int(match.end())

    def _is_bare_body(self, start: int) -> bool:
        """A body behind a comma, without a noun for its people, is the subject of what follows."""
        return self._annotations.at("bodies", start) is not None and not self._new_head_at(start)

    def _with_unlisted_office(self, person: Person, limit: int) -> Person:
        """In a list a capitalised phrase between a name and a semicolon is an office, known to us or not."""
        match = _OFFICE.match(self._view, person.name.span.end, min(limit, person.name.span.end + _LONGEST_REMARK))
        if match is None or self._people_between(person.name.span.end, match.end(1)) or self._annotations.within("participation_verbs", Span(*match.span(1))):
            return person
        span = Span(*match.span(1))
        return replace(person, roles=(Role(squeeze(self._reading.document.quote(span)), None, span),), span=Span(person.span.start, span.end))

    def _past_what_names_nobody(self, start: int, limit: int, *, after_person: bool) -> int | None:
        """The end of "các đại biểu", or of a remark between a person and the next semicolon ("đi công tác");
        None where the list is over."""
        vague = self._vague_at(start)
        if vague is not None:
            return self._item_stop(vague, limit)
        semicolon = self._view.find(";", start, min(limit, start + _LONGEST_REMARK))
        if not after_person or semicolon < 0 or _STOP.search(self._view, start, semicolon):
            return None
        verbs = self._annotations.within("participation_verbs", Span(start, semicolon))
        return None if any(hit.entry["kind"] != "none" for hit in verbs) else semicolon

    def _item_at(self, start: int, limit: int, *, press: bool) -> Person | Group | None:
        person = self._person_at(start, limit) or self._person_at(self.skip_plural(start), limit)
        if person is not None:
            return person
        counted = self._annotations.at("clause_words", start)
        if self._vague_at(start) is not None or (counted is not None and counted.entry["class"] == "count"):
            return None
        if not self.head_at(start) and not (press and self._reading.match("clause.press", start, limit)):
            return None
        return self._group(start, limit)

    def people_named(self, region: Span) -> list[Person | Group]:
        """Everybody named in a stretch, but for those who are sent instead of others."""
        first = max(0, bisect_left(self._starts, region.start) - 1)
        found = self._people[first : bisect_left(self._starts, region.end)]
        return [person for person in found if person.name.span.start >= region.start and not self._is_sent(person)]

    def _is_sent(self, person: Person) -> bool:
        near = Span(max(0, person.span.start - 16), person.span.start)
        return any(hit.entry["class"] == "agent" and not self._view[hit.span.end : near.end].strip() for hit in self._annotations.within("clause_words", near))

    def _person_at(self, start: int, limit: int) -> Person | None:
        index = bisect_left(self._starts, start)
        if index < len(self._people):
            person = self._people[index]
            if person.span.start == start and person.name.span.end <= limit:
                return person
            if person.name.span.start == start or person.name.start == start:
                return person
        return None

    def head_at(self, start: int) -> bool:
        """True where a head noun of a group, a title or a body begins (after các, một số ...)."""
        place = self.skip_plural(start)
        if self._annotations.at("group_heads", place) or self._annotations.at("group_heads", start) or self._roles.head_at(place):
            return True
        return self._annotations.at("bodies", place) is not None or (place != start and self._annotations.at("area_kinds", place) is not None)

    def _new_head_at(self, start: int) -> bool:
        """True where a noun for people in office begins; forces, press and publics go on with the item before."""
        place = self.skip_plural(start)
        head = self._annotations.at("group_heads", place) or self._annotations.at("group_heads", start)
        return (head is not None and head.entry["kind"] in HEADS_OF_PEOPLE) or self._roles.head_at(place)

    def _group(self, start: int, limit: int) -> Group | None:
        stop = self._item_stop(start, min(limit, start + _LONGEST_GROUP + 1))
        trail = self._reading.search("clause.trail", start, stop)
        text = self._view[start : trail.start() if trail else stop]
        if text.count("(") > text.count(")") or self._reading.search("clause.counted", start, start + len(text)):
            text = text[: text.rfind("(")].rstrip()
        if not 3 < len(text) <= _LONGEST_GROUP or len(text.split()) < 2:
            return None
        span = Span(start, start + len(text))
        head = self._annotations.at("group_heads", start) or self._annotations.at("group_heads", self.skip_plural(start))
        if head is not None and head.span.end >= span.end:  # "các đại biểu" alone names nobody
            return None
        return Group(span, squeeze(self._reading.document.quote(span)))

    def _item_stop(self, start: int, limit: int) -> int:
        """Where the group that begins at `start` ends."""
        end = _ITEM_END.search(self._view, start, limit)
        stop = end.start() if end else limit
        stop = min([stop, *(p.span.start for p in self._people_between(start, stop))])
        for hit in self._annotations.within("participation_verbs", Span(start + 1, stop)):
            if hit.entry["kind"] != "none" and not self._inside_a_body(hit.span) and not (hit.entry["frame"] == "host" and self._is_listed(hit.span.start)):
                stop = hit.span.start
                break
        return min([stop, *self._breaks(start, stop)])

    def _breaks(self, start: int, stop: int) -> Iterator[int]:
        """The commas and words for "and" behind which another head begins, and words no group goes on with."""
        for comma in _COMMA.finditer(self._view, start, stop):
            following = self._skip_lead(comma.end(), stop)
            if self._vague_at(following) is not None or (self._new_head_at(following) and not self._ends_in_bare_title(start, comma.start(), following)):
                yield comma.start()
                break
        for hit in self._annotations.within("clause_words", Span(start, stop)):
            following = self._skip_lead(hit.span.end, stop)
            if hit.entry["class"] == "and" and self._view[following : following + 1].isdigit():
                yield hit.span.start
                break
            if hit.entry["class"] == "and" and self._new_head_at(following) and not self._ends_in_bare_title(start, hit.span.start, following):
                yield hit.span.start
                break
            if hit.entry["class"] in ("glue", "vague", "future") and hit.span.start > start and not self._inside_a_body(hit.span):
                yield hit.span.start
                break

    def _is_listed(self, offset: int) -> bool:
        """ "các ban, ngành, tổ chức": behind a comma or các the word for holding is the one for organizations."""
        before = self._view[max(0, offset - 12) : offset].rstrip()
        words = self._annotations.within("clause_words", Span(max(0, offset - 8), offset))
        return before.endswith(",") or any(hit.span.end == offset - 1 and hit.entry["class"] in ("plural", "and") for hit in words)

    def _ends_in_bare_title(self, start: int, end: int, following: int) -> bool:
        """ "Trưởng, phó phòng" and "Chủ tịch, các Phó Chủ tịch UBND" are one: the body comes at the end, or,
        as in "Bí thư chi bộ, trưởng thôn", nowhere."""
        closing = self._roles.role_at(self.skip_plural(following), following + _LONGEST_GROUP)
        if closing is None:
            return False
        last = self._reading.search("clause.last_part", start, end)
        part = self._view[last.start() : end] if last else ""
        place = self.skip_plural(end - len(part.lstrip()))
        hit = self._annotations.at("roles", place)
        if hit is None or hit.span.end < end - (len(part) - len(part.rstrip())):
            return False
        says_its_body = bool(self._annotations.within("bodies", hit.span))
        return not says_its_body or (closing.organization is None and not self._annotations.within("bodies", closing.span))

    def _inside_a_body(self, span: Span) -> bool:
        near = self._annotations.within("bodies", Span(max(0, span.start - 60), span.end + 60))
        return any(hit.span.holds(span) for hit in near)

    def _people_between(self, start: int, end: int) -> tuple[Person, ...]:
        first, last = bisect_left(self._starts, start + 1), bisect_left(self._starts, end)
        return self._people[first:last]

    def _vague_at(self, start: int) -> int | None:
        """The end of a phrase that names nobody ("các đại biểu") and is no group; None elsewhere."""
        hit = self._annotations.at("clause_words", start)
        if hit is None or hit.entry["class"] != "vague":
            return None
        following = self._view[hit.span.end : hit.span.end + 2]
        return hit.span.end if not _GOES_ON.match(following) or self._annotations.at("participation_verbs", hit.span.end + 1) else None

    def _ends_here(self, position: int, limit: int) -> bool:
        return position < limit and _FULL_STOP.match(self._view[position : position + 3]) is not None

    def _skip_bracket(self, position: int, limit: int) -> int:
        match = _REMARK.match(self._view, position, limit)
        return int(match.end()) if match else position

    def _skip_lead(self, position: int, limit: int) -> int:
        """Past marks, "và", "cùng", "còn có" and the plural honorific that opens an item."""
        while position < limit:
            match = _LEAD.match(self._view, position, limit)
            if match:
                position = match.end()
            hit = self._annotations.at("clause_words", position)
            word = self._annotations.at("list_leads", position)
            polite = self._annotations.at("honorifics", position)
            if word is not None and word.span.end < limit:
                position = word.span.end
            elif polite is not None and polite.entry["kind"] != "role_noun" and self._person_at(position, limit) is None and self._leads_on(polite.span.end):
                position = polite.span.end
            elif not match or (hit is None and word is None):
                return position
            else:
                return position
        return position

    def _leads_on(self, offset: int) -> bool:
        """An honorific is skipped before a head noun, a colon or a person, never before anything else."""
        match = _COLON.match(self._view, offset)
        place = match.end() if match else offset
        return self.head_at(place) or self._person_at(place, len(self._view)) is not None

    def skip_plural(self, position: int) -> int:
        for _ in range(3):
            hit = self._annotations.at("clause_words", position)
            polite = self._annotations.at("honorifics", position)
            if hit is not None and hit.entry["class"] == "plural":
                position = hit.span.end + 1
            elif polite is not None and polite.entry["plural"] == "yes":
                position = polite.span.end + 1
            else:
                break
        return position
