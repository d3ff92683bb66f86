"""A place behind a title in, the end of the body that is named there out: "Phó Chủ tịch [UBND thành phố Hồng
Ngự]". Bodies of the list, units, names of places, and what "của" and "về" attach are walked over; a verb,
a name, another title or a mark ends the walk. roles.py asks it where a role ends, clauses.py who a host is."""

from __future__ import annotations

from bisect import bisect_left

import regex

from extractor.model import Span
from extractor.reading import Reading

_BLANK = regex.compile(r"(?:[ ]*\n)?[ ]*")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}&/.'+-]*(?<![.'+-])|[&]")
_CAPITALS = regex.compile(r"\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}")
_DASH = regex.compile(r"[ ]+-[ ]+|-(?=\p{L})|[ ]?/[ ]?(?=\p{Lu})")
_BRACKET = regex.compile(r"[ ]?\(([^()\n]{1,40})\)")
_ENUMERATION = regex.compile(r",\s+(?:\p{Lu}\p{Ll}+(?:\s\p{L}+){0,3},\s+)?\p{Lu}\p{Ll}+(?:\s\p{Ll}+){0,3}\svà\s(?=\p{Lu})")
_MARK = regex.compile(r"[,;.)](?:[ ]*\n)?[ ]*")
_COMMA = regex.compile(r",[ ]*\n?[ ]*")
_LONGEST_TITLE = 60  # characters
_LONGEST_SECTION = 24  # characters of "Phó Trưởng phòng "
_MOST_WORDS = 24
_MOST_LOOSE_WORDS = 6
_LOOSE_IN_A_NAME = 2  # lower-case syllables of a compound: Lao [động], Thương [binh]
# bodies whose listed name is whole: behind it only units and places go on with it
_CLOSED_CLASSES = frozenset(
    (
        *("national_assembly", "state", "government", "party", "people_council", "people_committee", "election", "front", "court", "procuracy"),
        *("ministry", "provincial_department", "district_office"),
    )
)
# nouns for people in office; forces, press and publics may be part of a body's name
HEADS_OF_PEOPLE = frozenset(("leaders", "representatives", "members", "standing", "delegates", "delegation", "heads", "whole", "staff"))
_OUTER_CLASSES = frozenset(("ministry", "provincial_department", "government", "front", "union", "association"))


class OrganizationReader:
    """Reads the bodies behind titles of one document. name_starts: where names and their honorifics begin."""

    def __init__(self, reading: Reading, name_starts: set[int]) -> None:
        self._annotations = reading.annotations
        self._view = reading.view
        self._name_starts = name_starts
        self._body_starts = [hit.span.start for hit in reading.annotations.hits("bodies")]

    def end(self, start: int, limit: int) -> int:
        """Where the body that begins at `start`, behind a title, ends; `start` where there is none.

        Bodies of the list, units ("tỉnh", "thành phố Hồng Ngự"), names of places and what "của" and "về"
        attach are taken; a verb, a name, another title or a mark ends the walk. Behind a body whose name
        is closed (Tỉnh ủy, UBND) no other lower-case word is taken, so that an unknown verb stays out."""
        over = self.body_over(start, floor=start - _LONGEST_TITLE)
        end = position = over.end if over is not None and over.end <= limit else start
        loose, closed, last = 0, end > start, "body"
        for _ in range(_MOST_WORDS):
            step = self._next(position, limit, inside_a_name=last == "name" and loose <= _LOOSE_IN_A_NAME)
            if step is None:
                break
            kind, place = step
            if kind == "body":
                body = self._annotations.at("bodies", place.start)
                closed = body is not None and body.entry["class"] in _CLOSED_CLASSES
            if kind == "word":
                loose += 1
                if closed or loose > _MOST_LOOSE_WORDS or (end == start and not self._opens_a_body(place, limit)):
                    break
            elif kind == "about":
                return self._phrase_end(place.end, limit)
            elif kind != "joint":
                closed = closed or kind == "unit"
                loose, last = 0, kind
                end = place.end
            position = place.end
        if loose and not closed and end > start:
            end = self._loose_tail(end, position, limit)
        return self._outer_body(start, end, limit)

    def _next(self, position: int, limit: int, *, inside_a_name: bool) -> tuple[str, Span] | None:
        """What comes next: a body, a unit, a capitalised word, a joint (của, và, -), a loose word; None at an
        end. Inside a name a comma may go on with it: "Lao động, Thương binh và Xã hội"."""
        mark = _BRACKET.match(self._view, position)
        if mark and self._annotations.at("area_kinds", self.skip_blank(mark.end())) and mark.end() < limit:
            return "joint", Span(position, mark.end())
        dash = _DASH.match(self._view, position)
        if dash and dash.end() < limit and self._continues(dash.end(), limit):
            return "joint", Span(position, dash.end())
        listed = _ENUMERATION.match(self._view, position)
        if listed and listed.end() < limit and inside_a_name and self._continues(self.skip_blank(position + 1), limit):
            return "name", Span(position, listed.end() - 4)
        place = self.skip_blank(position)
        if place >= limit or (place == position and position > 0 and self._view[position - 1].isalnum()) or place in self._name_starts:
            return None
        body, unit = self._annotations.at("bodies", place), self._annotations.at("area_kinds", place)
        role = self._annotations.at("roles", place)
        if body is not None and body.span.end <= limit and (role is None or len(body.span) > len(role.span)):
            return "body", body.span
        if unit is not None and unit.span.end <= limit and not self._is(place, "noun"):
            return "unit", unit.span
        if role is not None or self._stops(place):
            return None
        return self._next_word(place, limit)

    def _next_word(self, place: int, limit: int) -> tuple[str, Span] | None:
        match = _WORD.match(self._view, place, limit)
        if match is None:
            return None
        span = Span(*match.span())
        hit = self._annotations.at("clause_words", place)
        if hit is not None and hit.span.end >= span.end:
            if hit.entry["class"] == "about":
                return "about", hit.span
            if hit.entry["class"] in ("of", "and"):
                return ("joint", hit.span) if self._continues(self.skip_blank(hit.span.end), limit) else None
            if hit.entry["class"] in ("plural", "level") or (hit.entry["class"] == "hamlet" and self._opens_a_body(hit.span, limit)):
                return "unit", hit.span
        return ("name" if match[0][0].isupper() or match[0][0].isdigit() else "word"), span

    def _continues(self, place: int, limit: int) -> bool:
        """True where a body, unit or capitalised word, but no person and no new title, begins."""
        if place >= limit or place in self._name_starts or self._annotations.at("roles", place) or self._stops(place):
            return False
        polite = self._annotations.at("honorifics", place)
        if (polite is not None and self.skip_blank(polite.span.end) in self._name_starts) or self._stops(place):
            return False
        known = self._annotations.at("bodies", place) or self._annotations.at("area_kinds", place)
        hit = self._annotations.at("clause_words", place)
        return bool(known) or (hit is not None and hit.entry["class"] in ("plural", "level")) or self._view[place : place + 1].isupper()

    def _opens_a_body(self, word: Span, limit: int) -> bool:
        """A lower-case word begins a body only where a capitalised one follows: "phòng Kinh tế"."""
        following = self.skip_blank(word.end)
        return following < limit and (self._view[following].isupper() or self._view[following].isdigit()) and following not in self._name_starts

    def _stops(self, place: int) -> bool:
        hit = self._annotations.at("clause_words", place)
        if hit is not None and _CAPITALS.match(self._view, place):
            return False  # the Cần of Cần Thơ is no verb
        if hit is not None and hit.entry["class"] in ("stop", "glue", "negation", "office", "appointed", "future"):
            return True
        verb = self._annotations.at("participation_verbs", place)
        head = self._annotations.at("group_heads", place)
        crowd = head is not None and head.entry["kind"] not in HEADS_OF_PEOPLE and self._view[place].isupper()  # Cục [Báo chí]
        named = verb is not None and verb.entry["frame"] == "host" and self._view[place].isupper()  # phòng Tổ chức, Biên chế
        acts = verb is not None and verb.entry["kind"] != "none" and not named
        return acts or (head is not None and not crowd)

    def _loose_tail(self, end: int, position: int, limit: int) -> int:
        """Lower-case words behind the last capitalised one belong to the body where a mark or a verb
        follows at once ("Trưởng phòng Nghiệp vụ y"): otherwise they are the sentence going on."""
        following = self.skip_blank(position)
        if following >= limit or self._stops(following) or self._is(following, "and") or self._view[position : position + 1] in ",;.:)(" or following in self._name_starts:
            return position
        return end

    def _outer_body(self, start: int, end: int, limit: int) -> int:
        """ "Trưởng phòng Bảo trợ xã hội, Sở Y tế": behind a comma the body that a section belongs to, where
        that body is not itself the subject of a clause or one of several that are listed."""
        comma = _COMMA.match(self._view, end, limit)
        body = self._annotations.at("bodies", comma.end()) if comma and end > start else None
        if comma is None or body is None or body.span.end > limit or body.entry["class"] not in _OUTER_CLASSES:
            return end
        near = self._annotations.within("clause_words", Span(max(0, start - _LONGEST_SECTION), end))
        whole = self.end(comma.end(), limit)
        return whole if any(hit.entry["class"] == "section" for hit in near) and self._closes_a_name(whole, limit) else end

    def _closes_a_name(self, offset: int, limit: int) -> bool:
        """A mark that no further body of a list follows, or a verb that a person's own clause goes on with."""
        mark = _MARK.match(self._view, offset)
        if mark is None:
            return offset >= limit or self._stops(self.skip_blank(offset))
        return self._annotations.at("bodies", mark.end()) is None and not self._is(mark.end(), "plural")

    def _is(self, offset: int, kind: str) -> bool:
        hit = self._annotations.at("clause_words", offset)
        return hit is not None and hit.entry["class"] == kind

    def _phrase_end(self, start: int, limit: int) -> int:
        """The end of what "về" attaches: "về công tác bầu cử"."""
        position = end = start
        for _ in range(10):
            place = self.skip_blank(position)
            match = _WORD.match(self._view, place, limit)
            if match is None or place in self._name_starts or self._stops(place) or self._annotations.at("roles", place):
                break
            position = end = match.end()
        return end

    def body_over(self, offset: int, floor: int) -> Span | None:
        """The body that began at or after `floor` and reaches over `offset`: "Trưởng [ban Dân vận Tỉnh ủy]"."""
        index = bisect_left(self._body_starts, offset) - 1
        if index < 0 or self._body_starts[index] <= floor:
            return None
        span = self._annotations.hits("bodies")[index].span
        return span if span.end > offset else None

    def skip_blank(self, offset: int) -> int:
        match = _BLANK.match(self._view, offset)
        return match.end() if match else offset
