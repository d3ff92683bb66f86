"""The outline of a document in, sightings out: lists of people that a label or a decision opens. "Thành
phần tham dự" and the items under it, "Chủ trì: ông A", "Thành lập Ban ... gồm các ông, bà" with its numbered
members, and tables with a column for names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.annotate import Annotation
from extractor.facts import Role
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.groups import Group, ListReader
from extractor.records.people import Person
from extractor.records.roles import RoleReader
from extractor.records.sightings import Sighting
from extractor.structure import Line
from extractor.text import lower, squeeze

_SEGMENT = regex.compile(r"\s*[,;(–]\s*|\s+-\s+")
_TAIL = regex.compile(r"[\s.,;:/)]+$")
_SIDE = regex.compile(r"[^:;,]{2,70}:\s*(?=\S)")
_FIELDS = ("name", "excluded", "board", "position", "organization")
_LONGEST_ITEM = 420
_BLANK_FORM = "...."
_LONGEST_SIDE = 60
_AS_WHAT = regex.compile(r"\s*(?:[-,:]|là)\s+(?P<office>\p{L}[\p{L} ]{4,40}?)\s*[.;]?\s*$")
_LITTLE_LEFT = 40  # characters: with more left the line goes on to say something else


class RosterReader:
    """Reads the labelled lists of one document. `claimed` collects the lines it has read, so that no
    sentence reader reads them again."""

    def __init__(self, reading: Reading, people: tuple[Person, ...], lists: ListReader, roles: RoleReader, *, minutes: bool = False) -> None:
        self._minutes = minutes  # they name as invited who sat there
        self._reading = reading
        self._view = reading.view
        self._structure = reading.structure
        self._people = people
        self._starts = [person.span.start for person in people]
        self._tables_labelled: dict[int, Annotation | None] = {}
        self._lists = lists
        self._roles = roles
        self.claimed: set[int] = set()
        self._of_board: set[int] = set()  # lines that are members of a board, whatever else they might open
        labels = reading.annotations.of("participation")
        self._labels = {line.index: label for label in labels if (line := self._line_of(label)) is not None}

    def sightings(self) -> Iterator[Sighting]:
        for index, label in self._labels.items():
            line = self._structure.lines[index]
            if line.index in self._of_board or (line.index in self.claimed and label.get("kind") == "member"):
                continue
            yield from self._board(line, label) if label.get("kind") == "member" else self._list(line, label)
        yield from self._tables()
        if self._minutes:
            yield from self._sides()

    def _sides(self) -> Iterator[Sighting]:
        """In minutes people listed under any heading of a side ("Đoàn kiểm tra:", "Bên bán:") sat there, and
        so did who stands for a side."""
        for line in self._structure.body_lines():
            if line.index in self._labels or line.index in self.claimed:
                continue
            label = self._reading.match("clause.side_of", line.content, line.end)
            person = next(iter(self._people_within(Span(label.end(), label.end() + 1))), None) if label else None
            if label is not None and person is not None:
                yield Sighting(person, "attended", Span(*label.span()), "clause.side_of")
            elif label is None or not self._people_within(line.span):
                yield from self._rows_under(line)

    def _rows_under(self, line: Line) -> Iterator[Sighting]:
        words = self._view[line.content : line.end].rstrip()
        if not words.endswith(":") or len(words) > 2 * _LONGEST_SIDE or self._people_within(line.span):
            return
        rows = list(self._structure.children(line)) or list(self._following_items(line))
        people = [self._person_of_row(row) for row in rows]
        if None in people or self._reading.search("clause.not_present", line.content, line.end):
            return
        for row, person in zip(rows, people, strict=True):
            if person is not None and row.index not in self.claimed:
                self.claimed.add(row.index)
                yield Sighting(person, "attended", Span(line.content, line.end), "clause.sides")

    def _person_of_row(self, line: Line) -> Person | None:
        """The person a list item is, with his offices and nothing else."""
        people = self._people_within(line.span)
        if len(people) != 1 or people[0].span.start != line.content or self._view[people[0].span.end : line.end].strip(" ;.,/)"):
            return None
        return people[0]

    def _line_of(self, label: Annotation) -> Line | None:
        """The line a label opens; None where it stands inside a sentence."""
        if label.get("form") != "label" or not self._structure.in_body(label.span):
            return None
        line = self._structure.line_at(label.span.start)
        if line is None or line.cell is not None or label.span.end > line.end:
            return None
        lead = self._view[line.content : label.span.start]
        opens_the_line = not lead.strip(" *\"'-+")
        ends_the_line = not self._view[label.span.end : line.end].strip(" *:")
        return line if opens_the_line or ends_the_line or label.get("kind") == "member" else None

    def _list(self, line: Line, label: Annotation) -> Iterator[Sighting]:
        start = min(label.span.end, line.end)
        while start < line.end and self._view[start] in " :*-\n":
            start += 1
        parts = [Span(start, line.end)] if start < line.end else []
        invites = not self._minutes and self._reading.search("clause.invites", label.span.start, label.span.end) is not None
        parts += [self._content(child) for child in self._members(line, label)]
        for part in parts:
            items, reached = self._lists.items(part, whole_lines=True) if len(part) < 4 * _LONGEST_ITEM else ([], 0)
            if label.get("kind") == "absent" and (absent := self._lists.people_named(part)):
                items, reached = absent, part.end  # whatever is said of why they did not come
            if items and len(part) - (reached - part.start) < _LITTLE_LEFT and (owner := self._structure.line_at(part.start)) is not None:
                self.claimed.add(owner.index)
            for item in items:
                done = self._function_behind(item, part) if len(items) == 1 and label.get("kind") == "attended" else None
                yield done or Sighting(item, label.get("kind"), label.span, label.rule, planned=invites)

    def _function_behind(self, item: Person | Group, part: Span) -> Sighting | None:
        """"1. Ông Vàng Văn Nhà - Trưởng thôn - Chủ trì": what one of those present did there."""
        match = self._reading.match("clause.function_behind", item.span.end, part.end) if isinstance(item, Person) else None
        if match is None or match.lastgroup is None:
            return None
        return Sighting(item, match.lastgroup, Span(*match.span(match.lastgroup)), "clause.function_behind")

    def _members(self, line: Line, label: Annotation) -> Iterator[Line]:
        """The leaves of the outline under a label, but for those that are labels of their own."""
        stack = list(self._structure.children(line))
        if not stack and label.span.end >= line.end - 1:
            stack = list(self._following_items(line))
        while stack:
            child = stack.pop(0)
            if child.index in self._labels or child.kind in ("heading", "cell", "furniture") or _BLANK_FORM in self._view[child.start : child.end]:
                continue
            deeper = list(self._structure.children(child))
            if deeper and self._only_titles(child):
                self.claimed.add(child.index)
                stack = deeper + stack
            else:
                yield child

    def _only_titles(self, line: Line) -> bool:
        """A line that says of what level or kind the people in the lines under it are, and names none itself."""
        words = self._view[line.content : line.end].rstrip()
        return words.endswith(":") or (len(words) < _LONGEST_SIDE and not self._lists.head_at(line.content) and not self._people_within(line.span))

    def _following_items(self, line: Line) -> Iterator[Line]:
        """Items that stand right behind a label without a mark of their own level."""
        marker = None
        for other in self._structure.lines[line.index + 1 : line.index + 60]:
            if marker is None and self._is_a_row(other):
                yield other
                continue
            if other.kind != "item" or (marker is not None and other.level != marker) or (line.kind == "item" and other.level <= line.level):
                return
            marker = other.level
            yield other

    def _is_a_row(self, line: Line) -> bool:
        """A line without a mark that is one person, with or without the side he stands for ("Bên A: Ông ...")."""
        if line.kind != "paragraph" or line.index in self._labels:
            return False
        side = _SIDE.match(self._view, line.content, line.end)
        people = self._people_within(line.span)
        if len(people) != 1 or people[0].span.start not in (line.content, side.end() if side else line.content):
            return False
        return not self._view[people[0].span.end : line.end].strip(" ;.,/")

    def _content(self, line: Line) -> Span:
        """The words of an item, behind a side label ("Cấp tỉnh: ...") where one stands."""
        side = _SIDE.match(self._view, line.content, line.end)
        person = next(iter(self._people_within(Span(line.content, line.content + 1))), None)
        if side and person is None and not self._lists.head_at(line.content) and self._lists.head_at(side.end()):
            return Span(side.end(), line.end)
        return Span(line.content, line.end)

    def _board(self, line: Line, label: Annotation) -> Iterator[Sighting]:
        inline = Span(label.span.end, line.end)
        self.claimed.add(line.index)
        if self._view[inline.start : inline.end].strip():
            for piece in self._people_parts(inline):
                yield from self._member(piece, label)
        members = [(child, self._office_over(child)) for child in self._members(line, label)]
        for child, office in members or self._under_offices(line):
            if not self._people_within(child.span) and (group := self._group_of_board(child)) is not None:
                self.claimed.add(child.index)
                yield Sighting(group, "member", label.span, label.rule)
            for piece in self._people_parts(Span(child.content, child.end)):
                self.claimed.add(child.index)
                self._of_board.add(child.index)
                yield from self._member(piece, label, office)

    def _group_of_board(self, line: Line) -> Group | None:
        """"6. Chủ tịch UBND các huyện, thị xã - Thành viên": members named by office; only where the line says what they are there."""
        part = _AS_WHAT.search(self._view, line.content, line.end)
        if part is None or self._roles.title_at(part.start("office"), part.end("office")) is None or not self._lists.head_at(line.content):
            return None
        items, _ = self._lists.items(Span(line.content, part.start()), whole_lines=True)
        return items[0] if len(items) == 1 and isinstance(items[0], Group) else None

    def _office_over(self, line: Line) -> Role | None:
        """The office in a board that a label gives: "Trưởng ban: Ông A", or the line above "Các ủy viên:"."""
        above = self._structure.parent(line)
        return self._office_label(line) or (self._office_label(above) if above is not None else None)

    def _office_label(self, line: Line) -> Role | None:
        start = self._lists.skip_plural(line.content)
        colon = self._view.find(":", start, min(line.end, start + _LONGEST_SIDE))
        title = self._roles.title_at(start, colon) if colon > start else None
        if title is None or self._people_within(Span(start, colon)):
            return None
        return self._roles.make(title, len(self._view[:colon].rstrip()) if self._view[colon - 1].isspace() else colon)

    def _under_offices(self, line: Line) -> Iterator[tuple[Line, Role | None]]:
        """The members of a board whose offices stand as headings of their own ("I- Trưởng ban: ...", "II- Các ủy viên:", "1- ...")."""
        office: Role | None = None
        for other in self._structure.lines[line.index + 1 :]:
            office = (own := self._office_label(other)) or office
            if office is None or (own is None and not self._people_within(other.span)):
                return
            if self._people_within(other.span):
                yield other, office

    def _people_parts(self, part: Span) -> Iterator[Span]:
        """A stretch cut so that each piece holds one person."""
        starts = [person.span.start for person in self._people_within(part)]
        for index, start in enumerate(starts):
            end = starts[index + 1] if index + 1 < len(starts) else part.end
            yield Span(start, end)

    def _people_within(self, part: Span) -> tuple[Person, ...]:
        return self._people[bisect_left(self._starts, part.start) : bisect_left(self._starts, part.end)]

    def _member(self, piece: Span, label: Annotation, office: Role | None = None) -> Iterator[Sighting]:
        person = next(iter(self._people_within(Span(piece.start, piece.start + 1))), None)
        if person is None or len(piece) > _LONGEST_ITEM:
            return
        if office is not None:  # the label says it whole: "Ủy viên kiêm Thư ký: Ông A"
            person = replace(person, roles=tuple(r for r in person.roles if r.span.start < office.span.start or office.span.end <= r.span.start))
        roles = self._positions(person.name.span.end, piece.end)
        if roles:
            leading = tuple(role for role in person.roles if role.span.end <= person.name.start)
            person = replace(person, roles=leading + roles, span=Span(person.span.start, roles[-1].span.end))
        said_again = office is not None and any(_is_the_office(role, office) for role in person.roles)
        yield Sighting(person, "member", label.span, label.rule, roles=(office,) if office and not said_again else ())

    def _positions(self, start: int, end: int) -> tuple[Role, ...]:
        """Every segment behind a member's name is a position; one that begins with no title goes on with
        the body before it ("Phó Trưởng ban Kinh tế - Ngân sách, Hội đồng nhân dân phường")."""
        found: list[tuple[Span | None, int, int]] = []
        for segment in self._segments(start, end):
            title = self._roles.title_at(segment.start, segment.end)
            if title is None and found and self._view[found[-1][2] : segment.start].strip() == "(":
                continue  # cán bộ Công an tỉnh (PC05)
            if title is not None or not found or found[-1][0] is None or found[-1][0].end == found[-1][2]:
                found.append((title, segment.start, segment.end))
            else:
                found[-1] = (found[-1][0], found[-1][1], segment.end)
        quote = self._reading.document.quote
        return tuple(
            self._roles.make(title, last) if title else Role(squeeze(quote(Span(first, last))), None, Span(first, last)) for title, first, last in found
        )

    def _segments(self, start: int, end: int) -> Iterator[Span]:
        tail = _TAIL.search(self._view, start, end)
        end = tail.start() if tail else end
        position = start
        for mark in _SEGMENT.finditer(self._view, start, end):
            if "-" in mark[0] and mark.start() > position and not self._roles.head_at(mark.end()):
                continue
            if mark.start() > position:
                yield Span(position, mark.start())
            position = mark.end()
        if position < end:
            yield Span(position, end)

    def _tables(self) -> Iterator[Sighting]:
        rows: dict[tuple[int, int], dict[str, Line]] = {}
        for line in self._structure.body_lines():
            if line.cell is not None and not line.cell.is_header:
                field = self._field(line.cell.header)
                rows.setdefault((line.cell.table, line.cell.row), {}).setdefault(field, line)
        excluded = {table for (table, _), row in rows.items() if "excluded" in row}
        for (table, _), row in rows.items():
            name = row.get("name")
            if name is None or table in excluded or not ({"position", "organization", "board"} & set(row)):
                continue
            if table not in self._tables_labelled:
                self._tables_labelled[table] = self._label_above(name)
            label = self._tables_labelled[table]
            if label is not None:
                yield from self._table_row(row, label)

    def _table_row(self, row: dict[str, Line], label: Annotation) -> Iterator[Sighting]:
        line = row["name"]
        person = next(iter(self._people_within(line.span)), None)
        if person is None:
            return
        roles: tuple[Role, ...] = ()
        for field in ("position", "board"):
            if field in row:
                self.claimed.add(row[field].index)
                roles += self._positions(row[field].content, row[field].end)
        self.claimed.add(line.index)
        yield Sighting(replace(person, roles=roles), label.get("kind"), label.span, label.rule)

    def _field(self, header: str) -> str:
        """What a column holds, by its header: the first of _FIELDS that it speaks of."""
        words = lower(squeeze(header))
        entries = self._reading.rules.lists["roster_headers"].entries
        found = {entry["field"] for entry in entries for phrase in entry.phrases if lower(phrase) in words}
        return next((field for field in _FIELDS if field in found), "")

    def _label_above(self, line: Line) -> Annotation | None:
        """The label whose list the table is: the last one before it, with no other heading between."""
        for other in reversed(self._structure.lines[: line.index]):
            if other.cell is not None:
                continue
            if other.index in self._labels:
                return self._labels[other.index]
            if other.kind == "heading" and len(other.span) > 12:
                return None
        return None


def _is_the_office(role: Role, office: Role) -> bool:
    """A member's own line says the office that the label over it gives: "Ủy viên Thường trực" under "Ủy viên"; not
    "Ủy viên Ban Thường vụ", nor "Trưởng Ban Dân vận" under "Trưởng Ban Chỉ đạo"."""
    said, given = lower(role.printed), lower(office.printed)
    if said == given or said.startswith((given + " thường trực", given + " kiêm")):
        return True
    return role.organization is None and len(given.split()) > 2 and said.split()[:3] == given.split()[:3]
