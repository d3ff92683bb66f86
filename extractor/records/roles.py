"""The annotated text and its names in, chains of roles (chức vụ) out: "Phó Bí thư Thành ủy, Chủ tịch UBND
thành phố" gives two Roles, each a title with its organization, each with its span. A chain stands after
a name (behind a comma, dash, colon, bracket or nothing) or directly before it. Where a title ends and a
body begins is settled here, where the body ends in organizations.py, who holds the role in people.py."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import regex

from extractor.facts import Role
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.names import Name
from extractor.records.organizations import OrganizationReader
from extractor.text import squeeze

_BLANK = regex.compile(r"(?:[ ]*\n)?[ ]*")
_SEPARATOR = regex.compile(r"(?:[ ]*\n)?[ ]*(?:[,:(]|-(?=[ ]*\p{L}))(?:[ ]*\n)?[ ,]*")
_CHAIN_MARK = regex.compile(r"[ \n]*(?:,|[ ]-|[ ]kiêm)[ \n]*$")
_REMARK = regex.compile(r"[ ]?\(([^()\n]{2,60})\)(?=[ ]*[,-])")
_NAME_AND_MARK = regex.compile(r"(\p{Lu}[\p{Ll}']*)[ \n]*[,:(-][ \n]*$")
_OF = regex.compile(r"^của\s+")
_LONGEST_NAME = 40  # characters


class RoleReader:
    """Reads roles of one document: build once, ask for places."""

    def __init__(self, reading: Reading, names: tuple[Name, ...]) -> None:
        self._reading = reading
        self._annotations = reading.annotations
        self._view = reading.view
        self._name_starts = {name.span.start for name in names} | {name.start for name in names}
        self._sorted_starts = sorted(self._name_starts)
        self._bodies = OrganizationReader(reading, self._name_starts)
        self._bare_heads = {phrase for entry in reading.rules.lists["roles"].entries if entry.exact for phrase in entry.phrases}
        self._role_starts = [hit.span.start for hit in reading.annotations.hits("roles")]

    def after(self, offset: int, limit: int) -> tuple[Role, ...]:
        """The chain that follows a name ending at `offset`; it ends before `limit`, at a semicolon, at a
        verb, and before a role that belongs to the next name."""
        roles: list[Role] = []
        position = self._skip_separator(offset, limit)
        while position is not None and position < limit:
            role = self.role_at(position, limit)
            if role is None or self._belongs_to_next_name(role, limit) or self._is_plural(role) or self._is_verb(position):
                break
            roles.append(role)
            position = self._skip_separator(role.span.end, limit)
        return tuple(roles)

    def _is_verb(self, offset: int) -> bool:
        """Chủ tọa is an office behind a mark, and what somebody does behind a blank."""
        verb = self._annotations.at("participation_verbs", offset)
        return verb is not None and verb.entry["kind"] != "none" and self._view[max(0, offset - 8) : offset].rstrip()[-1:].isalpha()

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
            if earlier is None or self._is_plural(earlier) or self._follows_a_name(earlier.span.start, floor) or self._is_spoken_for(earlier.span.start):
                return tuple(roles)
            roles.insert(0, earlier)

    def role_at(self, offset: int, limit: int) -> Role | None:
        """The role that begins at `offset`, modifiers (nguyên, quyền ...) included."""
        title = self.title_at(offset, limit)
        return self.make(title, self._bodies.end(title.end, limit)) if title else None

    def title_at(self, offset: int, limit: int) -> Span | None:
        """The title that begins at `offset`, with what stands before and behind it (nguyên, thường trực)."""
        position = self._past_modifiers(offset)
        hit = self._annotations.at("roles", position)
        if hit is None or hit.span.end > limit or self._is_area_kind(position):
            return None
        body = self._bodies.body_over(hit.span.end, floor=hit.span.start)
        if body is not None and self._is_bare_head(Span(hit.span.start, body.start)):
            return Span(offset, self._back_over_blanks(body.start))
        return Span(offset, self._title_end(hit.span.end, limit))

    def _back_over_blanks(self, offset: int) -> int:
        while offset > 0 and self._view[offset - 1].isspace():
            offset -= 1
        return offset

    def organization_end(self, start: int, limit: int) -> int:
        """Where the body that begins at `start` ends; `start` where there is none."""
        return self._bodies.end(start, limit)

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
            position = self._bodies.skip_blank(modifier.span.end)
        return position

    def _is_area_kind(self, offset: int) -> bool:
        """TP is thành phố before a name of a place, and trưởng phòng nowhere else but in calendars."""
        kind, role = self._annotations.at("area_kinds", offset), self._annotations.at("roles", offset)
        return kind is not None and role is not None and kind.span.end >= role.span.end

    def _title_end(self, end: int, limit: int) -> int:
        """A title takes in what stands behind it: Thường trực, thứ nhất, phụ trách, chuyên trách."""
        while True:
            hit = self._annotations.at("role_modifiers", self._bodies.skip_blank(end))
            if hit is None or hit.entry["position"] != "after" or hit.entry["effect"] == "term" or hit.span.end > limit:
                return end
            end = hit.span.end

    def _belongs_to_next_name(self, role: Role, limit: int) -> bool:
        following = self._bodies.skip_blank(role.span.end)
        return following <= limit and following in self._name_starts

    def _is_plural(self, role: Role) -> bool:
        """ "Chủ tịch UBND các huyện" is a group of office-holders, never one person's role."""
        if role.organization is None:
            return False
        behind = Span(role.span.start + len(role.title), role.span.end)
        bodies = self._annotations.within("bodies", behind)  # Liên hiệp [các] Hội Khoa học và Kỹ thuật is one
        words = self._annotations.within("clause_words", behind)
        return any(hit.entry["class"] == "plural" and not any(body.span.holds(hit.span) for body in bodies) for hit in words)

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
            if hit.entry["position"] == "before" and self._bodies.skip_blank(hit.span.end) == start:
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

    def _is_spoken_for(self, offset: int) -> bool:
        """ "Thừa ủy quyền của Chủ tịch nước, Phó Chủ tịch ...": the first title is that of somebody else."""
        near = self._annotations.within("clause_words", Span(max(0, offset - 32), offset))
        return any(hit.entry["class"] in ("behalf", "source") and self._bodies.skip_blank(hit.span.end) == offset for hit in near)

    def _skip_separator(self, offset: int, limit: int) -> int | None:
        """Past a comma, dash, colon or bracket, or past a mere blank; None where the chain ends."""
        if self._view[offset : offset + 1] == ")":
            offset += 1
        remark = _REMARK.match(self._view, offset, limit)
        if remark is not None and not self.head_at(remark.start(1)):
            offset = remark.end()
        match = self._reading.match("clause.position_label", offset, limit) or _SEPARATOR.match(self._view, offset)
        position = match.end() if match else self._bodies.skip_blank(offset)
        joint = self._annotations.at("role_modifiers", position)
        if joint is not None and joint.entry["position"] == "between":
            position = self._bodies.skip_blank(joint.span.end)
        return position if offset < position < limit else None


def _without_of(organization: str) -> str:
    """The body without the "của" or "thuộc" that ties it to its title."""
    return str(_OF.sub("", organization))
