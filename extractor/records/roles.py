"""The annotated text and its names in, chains of roles (chức vụ) out: "Phó Bí thư Thành ủy, Chủ tịch UBND
thành phố" gives two Roles, each a title with its organization, each with its span. A chain stands after
a name (behind a comma, dash, colon, bracket or nothing) or directly before it. Where a title ends and a
body begins, and where the body ends, is settled here; who holds the role is settled in people.py."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import regex

from extractor.facts import Role
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.names import Name
from extractor.text import squeeze

_BLANK = regex.compile(r"(?:[ ]*\n)?[ ]*")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}&/.'+-]*(?<![.'+-])|[&]")
_SEPARATOR = regex.compile(r"(?:[ ]*\n)?[ ]*(?:[,:(]|-(?=[ ]*\p{L}))(?:[ ]*\n)?[ ,]*")
_DASH = regex.compile(r"[ ]+-[ ]+|-(?=\p{L})|[ ]?/[ ]?(?=\p{Lu})")
_CHAIN_MARK = regex.compile(r"[ \n]*(?:,|[ ]-|[ ]kiêm)[ \n]*$")
_NAME_AND_MARK = regex.compile(r"(\p{Lu}[\p{Ll}']*)[ \n]*[,:(-][ \n]*$")
_OF = regex.compile(r"^(?:của|thuộc|tại)\s+")
_BRACKET = regex.compile(r"[ ]?\(([^()\n]{1,40})\)")
_ENUMERATION = regex.compile(r",[ ]+(?:\p{Lu}\p{Ll}+(?:[ ]\p{L}+){0,3},[ ]+)?\p{Lu}\p{Ll}+(?:[ ]\p{Ll}+){0,3}[ ]và[ ](?=\p{Lu})")
_LONGEST_NAME = 40  # characters
_LONGEST_TITLE = 60  # characters
_MOST_WORDS = 24
_MOST_LOOSE_WORDS = 6
# bodies whose listed name is whole: behind it only units and places go on with it
_CLOSED_CLASSES = frozenset(
    ("national_assembly", "state", "government", "party", "people_council", "people_committee", "election", "front", "court", "procuracy")
)


class RoleReader:
    """Reads roles of one document: build once, ask for places."""

    def __init__(self, reading: Reading, names: tuple[Name, ...]) -> None:
        self._reading = reading
        self._annotations = reading.annotations
        self._view = reading.view
        self._name_starts = {name.span.start for name in names} | {name.start for name in names}
        self._sorted_starts = sorted(self._name_starts)
        self._body_starts = [hit.span.start for hit in reading.annotations.hits("bodies")]
        self._bare_heads = {phrase for entry in reading.rules.lists["roles"].entries if entry.exact for phrase in entry.phrases}
        self._role_starts = [hit.span.start for hit in reading.annotations.hits("roles")]

    def after(self, offset: int, limit: int) -> tuple[Role, ...]:
        """The chain that follows a name ending at `offset`; it ends before `limit`, at a semicolon, at a
        verb, and before a role that belongs to the next name."""
        roles: list[Role] = []
        position = self._skip_separator(offset, limit)
        while position is not None and position < limit:
            role = self.role_at(position, limit)
            if role is None or self._belongs_to_next_name(role, limit) or self._is_plural(role):
                break
            roles.append(role)
            position = self._skip_separator(role.span.end, limit)
        return tuple(roles)

    def before(self, offset: int, floor: int) -> tuple[Role, ...]:
        """The chain that ends directly before a name (or its honorific) beginning at `offset`."""
        edge = offset
        while edge > floor and self._view[edge - 1] in " \n":
            edge -= 1
        nearest = self._role_ending_at(edge, floor)
        if nearest is None or self._is_plural(nearest):
            return ()
        roles = [nearest]
        while True:
            first = roles[0].span.start
            comma = _CHAIN_MARK.search(self._view, max(floor, first - 12), first)
            earlier = self._role_ending_at(comma.start(), floor) if comma else None
            if earlier is None or self._is_plural(earlier) or self._follows_a_name(earlier.span.start, floor):
                return tuple(roles)
            roles.insert(0, earlier)

    def role_at(self, offset: int, limit: int) -> Role | None:
        """The role that begins at `offset`, modifiers (nguyên, quyền ...) included."""
        title = self.title_at(offset, limit)
        return self.make(title, self.organization_end(title.end, limit)) if title else None

    def title_at(self, offset: int, limit: int) -> Span | None:
        """The title that begins at `offset`, with what stands before and behind it (nguyên, thường trực)."""
        position = self._past_modifiers(offset)
        hit = self._annotations.at("roles", position)
        if hit is None or hit.span.end > limit or self._is_area_kind(position):
            return None
        body = self._body_over(hit.span.end, floor=hit.span.start)
        if body is not None and self._is_bare_head(Span(hit.span.start, body.start)):
            return Span(offset, self._back_over_blanks(body.start))
        return Span(offset, self._title_end(hit.span.end, limit))

    def _back_over_blanks(self, offset: int) -> int:
        while offset > 0 and self._view[offset - 1].isspace():
            offset -= 1
        return offset

    def _body_over(self, offset: int, floor: int) -> Span | None:
        """The body that began at or after `floor` and reaches over `offset`: "Trưởng [ban Dân vận Tỉnh ủy]"."""
        index = bisect_left(self._body_starts, offset) - 1
        if index < 0 or self._body_starts[index] <= floor:
            return None
        span = self._annotations.hits("bodies")[index].span
        return span if span.end > offset else None

    def _is_bare_head(self, span: Span) -> bool:
        """True for Trưởng and Phó Trưởng, which the list holds with their capitals because alone they say little."""
        words = squeeze(self._view[span.start : span.end])
        return words in self._bare_heads

    def make(self, title: Span, end: int) -> Role:
        """The role of a title whose organization ends at `end`."""
        organization = squeeze(self._reading.document.quote(Span(title.end, end)))
        return Role(squeeze(self._reading.document.quote(title)), _without_of(organization) or None, Span(title.start, max(end, title.end)))

    def head_at(self, offset: int) -> bool:
        """True where a title begins, with or without a modifier before it."""
        position = self._past_modifiers(offset)
        return self._annotations.at("roles", position) is not None and not self._is_area_kind(position)

    def _past_modifiers(self, offset: int) -> int:
        """Behind nguyên, quyền ... where the title itself begins; a listed title ("Phó Bí thư") is never taken apart."""
        position = offset
        while self._annotations.at("roles", position) is None:
            modifier = self._annotations.at("role_modifiers", position)
            if modifier is None or modifier.entry["position"] != "before":
                break
            position = self._skip_blank(modifier.span.end)
        return position

    def _is_area_kind(self, offset: int) -> bool:
        """TP is thành phố before a name of a place, and trưởng phòng nowhere else but in calendars."""
        kind, role = self._annotations.at("area_kinds", offset), self._annotations.at("roles", offset)
        return kind is not None and role is not None and kind.span.end >= role.span.end

    def _title_end(self, end: int, limit: int) -> int:
        """A title takes in what stands behind it: Thường trực, thứ nhất, phụ trách, chuyên trách."""
        while True:
            hit = self._annotations.at("role_modifiers", self._skip_blank(end))
            if hit is None or hit.entry["position"] != "after" or hit.entry["effect"] == "term" or hit.span.end > limit:
                return end
            end = hit.span.end

    def _belongs_to_next_name(self, role: Role, limit: int) -> bool:
        following = self._skip_blank(role.span.end)
        return following <= limit and following in self._name_starts

    def _is_plural(self, role: Role) -> bool:
        """ "Chủ tịch UBND các huyện" is a group of office-holders, never one person's role."""
        if role.organization is None:
            return False
        words = self._annotations.within("clause_words", Span(role.span.start + len(role.title), role.span.end))
        return any(hit.entry["class"] == "plural" for hit in words)

    def _role_ending_at(self, edge: int, floor: int) -> Role | None:
        """The longest role that ends exactly at `edge`."""
        index = bisect_left(self._role_starts, edge) - 1
        found = None
        for start in reversed(self._role_starts[max(0, index - 3) : index + 1]):
            if start < floor:
                break
            start = self._with_modifiers(start, floor)
            role = self.role_at(start, edge)
            if role is not None and role.span.end == edge:
                found = role
        return found

    def _with_modifiers(self, start: int, floor: int) -> int:
        for hit in reversed(self._annotations.within("role_modifiers", Span(max(floor, start - 24), start))):
            if hit.entry["position"] == "before" and self._skip_blank(hit.span.end) == start:
                start = hit.span.start
        return start

    def _follows_a_name(self, offset: int, floor: int) -> bool:
        """True where a role directly follows, behind a separator, the end of a name: it is that one's."""
        match = _NAME_AND_MARK.search(self._view, max(floor, offset - 40), offset)
        if match is None:
            return False
        word = match.start(1)
        index = bisect_right(self._sorted_starts, word) - 1
        return index >= 0 and self._sorted_starts[index] > word - _LONGEST_NAME

    def _skip_blank(self, offset: int) -> int:
        match = _BLANK.match(self._view, offset)
        return match.end() if match else offset

    def _skip_separator(self, offset: int, limit: int) -> int | None:
        """Past a comma, dash, colon or bracket, or past a mere blank; None where the chain ends."""
        if self._view[offset : offset + 1] == ")":
            offset += 1
        match = _SEPARATOR.match(self._view, offset)
        position = match.end() if match else self._skip_blank(offset)
        joint = self._annotations.at("role_modifiers", position)
        if joint is not None and joint.entry["position"] == "between":
            position = self._skip_blank(joint.span.end)
        return position if offset < position < limit else None

    def organization_end(self, start: int, limit: int) -> int:
        """Where the body that begins at `start`, behind a title, ends; `start` where there is none.

        Bodies of the list, units ("tỉnh", "thành phố Hồng Ngự"), names of places and what "của" and "về"
        attach are taken; a verb, a name, another title or a mark ends the walk. Behind a body whose name
        is closed (Tỉnh ủy, UBND) no other lower-case word is taken, so that an unknown verb stays out."""
        over = self._body_over(start, floor=start - _LONGEST_TITLE)
        end = position = over.end if over is not None and over.end <= limit else start
        loose, closed = 0, end > start
        for _ in range(_MOST_WORDS):
            step = self._next(position, end, limit)
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
                loose = 0
                end = place.end
            position = place.end
        if loose and not closed and end > start:
            end = self._loose_tail(end, position, limit)
        return end

    def _next(self, position: int, end: int, limit: int) -> tuple[str, Span] | None:
        """What comes next: a body, a unit, a capitalised word, a joint (của, và, -), a loose word; None at an end."""
        mark = _BRACKET.match(self._view, position)
        if mark and self._annotations.at("area_kinds", self._skip_blank(mark.end())) and mark.end() < limit:
            return "joint", Span(position, mark.end())
        dash = _DASH.match(self._view, position)
        if dash and dash.end() < limit and self._continues(dash.end(), limit):
            return "joint", Span(position, dash.end())
        listed = _ENUMERATION.match(self._view, position)
        if listed and listed.end() < limit and position == end and self._continues(self._skip_blank(position + 1), limit):
            return "name", Span(position, listed.end() - 4)
        place = self._skip_blank(position)
        if place >= limit or (place == position and position > 0 and self._view[position - 1].isalnum()) or place in self._name_starts:
            return None
        body, unit = self._annotations.at("bodies", place), self._annotations.at("area_kinds", place)
        role = self._annotations.at("roles", place)
        if body is not None and body.span.end <= limit and (role is None or len(body.span) > len(role.span)):
            return "body", body.span
        if unit is not None and unit.span.end <= limit:
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
                return ("joint", hit.span) if self._continues(self._skip_blank(hit.span.end), limit) else None
            if hit.entry["class"] in ("plural", "level"):
                return "unit", hit.span
        return ("name" if match[0][0].isupper() or (match[0][0].isdigit() and match[0].isdigit()) else "word"), span

    def _continues(self, place: int, limit: int) -> bool:
        """True where a body, unit or capitalised word, but no person and no new title, begins."""
        if place >= limit or place in self._name_starts or self._annotations.at("roles", place) or self._annotations.at("group_heads", place):
            return False
        if self._annotations.at("honorifics", place) or self._stops(place):
            return False
        known = self._annotations.at("bodies", place) or self._annotations.at("area_kinds", place)
        hit = self._annotations.at("clause_words", place)
        return bool(known) or (hit is not None and hit.entry["class"] == "plural") or self._view[place : place + 1].isupper()

    def _opens_a_body(self, word: Span, limit: int) -> bool:
        """A lower-case word begins a body only where a capitalised one follows: "phòng Kinh tế"."""
        following = self._skip_blank(word.end)
        return following < limit and self._view[following].isupper() and following not in self._name_starts

    def _stops(self, place: int) -> bool:
        hit = self._annotations.at("clause_words", place)
        if hit is not None and hit.entry["class"] in ("stop", "glue", "negation"):
            return True
        verb = self._annotations.at("participation_verbs", place)
        return (verb is not None and verb.entry["kind"] != "none") or self._annotations.at("group_heads", place) is not None

    def _loose_tail(self, end: int, position: int, limit: int) -> int:
        """Lower-case words behind the last capitalised one belong to the body where a mark or a verb
        follows at once ("Trưởng phòng Nghiệp vụ y"): otherwise they are the sentence going on."""
        following = self._skip_blank(position)
        if following >= limit or self._stops(following) or self._view[position : position + 1] in ",;.:)(" or following in self._name_starts:
            return position
        return end

    def _phrase_end(self, start: int, limit: int) -> int:
        """The end of what "về" attaches: "về công tác bầu cử"."""
        position = end = start
        for _ in range(10):
            place = self._skip_blank(position)
            match = _WORD.match(self._view, place, limit)
            if match is None or place in self._name_starts or self._stops(place) or self._annotations.at("roles", place):
                break
            position = end = match.end()
        return end


def _without_of(organization: str) -> str:
    """The body without the "của" or "thuộc" that ties it to its title."""
    return str(_OF.sub("", organization))
