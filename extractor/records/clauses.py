"""Sentences in, sightings out: who does what by verb. Three frames of Vietnamese report prose are read: a
list opened by a verb ("Dự hội nghị có ..."), a subject before its verb ("đồng chí A, Bí thư, chủ trì"),
and a verb put first ("Phát biểu tại hội nghị, ông A ..."). A verb without a subject that stands plainly
in one of these places says nothing about anybody."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import regex

from extractor.annotate import Annotation, Hit
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.groups import Group, ListReader
from extractor.records.organizations import HEADS_OF_PEOPLE
from extractor.records.people import Person
from extractor.records.roles import RoleReader
from extractor.records.sightings import Sighting
from extractor.structure import Line

_GLUED_STOP = regex.compile(r"(?<=\p{Ll})[.…](?=\p{Lu}\p{Ll})")
_BLANKS = regex.compile(r"[\s,]*")
_OPENS = regex.compile(r"(?:^|[,;:.!?…(\"'*-]|\n)\s*$")
_WHAT_GROUPS_DO = frozenset(("attended", "spoke", "attended+spoke", "reported", "absent"))
_FARTHEST_SUBJECT = 240
_FARTHEST_OBJECT = 220
_FARTHEST_COORDINATE = 110


class ClauseReader:
    """Reads the participation verbs of one document."""

    def __init__(self, reading: Reading, people: tuple[Person, ...], lists: ListReader, roles: RoleReader, *, held: bool, minutes: bool = False) -> None:
        self._held = held
        self._minutes = minutes
        self._reading = reading
        self._annotations = reading.annotations
        self._view = reading.view
        self._people = people
        self._starts = [person.span.start for person in people]
        self._lists = lists
        self._roles = roles

    def sightings(self, skipped: set[int]) -> Iterator[Sighting]:
        """The sightings of every sentence; `skipped` are the lines a label has already claimed."""
        for line in self._reading.structure.body_lines():
            if line.index in skipped:
                continue
            for sentence in self._reading.structure.sentences(line):
                for part in _parts(self._view, sentence):
                    yield from self._sentence(part)

            if self._minutes:
                yield from self._turn(line)
        yield from self._offices()

    def _turn(self, line: Line) -> Iterator[Sighting]:
        """In minutes "Ông A (tổ 4): đường ngập, cần sửa sớm" is what he said; figures are what he got."""
        person = next(iter(self._people_in(line.content, line.content + 1)), None)
        if person is None:
            return
        remark = self._reading.match("clause.bracket", person.span.end, line.end)
        said = self._reading.match("clause.turn", remark.end() if remark else person.span.end, line.end)
        if said is not None:
            yield Sighting(person, "spoke", Span(*said.span("mark")), "clause.turn")

    def _offices(self) -> Iterator[Sighting]:
        """ "Đoàn số 1 do bà A, Phó Chủ tịch hội, làm Trưởng đoàn" gives her that office as well; "được bầu
        giữ chức Bí thư" only one of whom no other office is said: the new one begins later."""
        for person in self._people:
            if not self._reading.structure.in_body(person.span):
                continue
            position = self._past_blanks(person.span.end)
            verb = self._annotations.at("clause_words", position)
            named = verb.span if verb is not None and verb.entry["class"] == "office" else None
            if named is None and not person.roles:
                given = self._reading.match("clause.appointed", person.span.end, person.span.end + _FARTHEST_COORDINATE)
                named = Span(position, given.end()) if given else None
            role = self._roles.role_at(self._past_blanks(named.end), named.end + _FARTHEST_COORDINATE) if named else None
            if named is not None and role is not None:
                yield Sighting(person, "office", named, "clause_words.office", roles=(role,))

    def _sentence(self, sentence: Span) -> Iterator[Sighting]:
        openers = [a for a in self._annotations.of_within("participation", sentence) if a.get("form") == "opener"]
        claimed: list[Span] = []
        for index, opener in enumerate(openers):
            limit = openers[index + 1].span.start if index + 1 < len(openers) else sentence.end
            items, reached = self._lists.items(Span(opener.span.end, limit))
            if opener.get("kind") == "absent":
                items, reached = self._lists.people_named(Span(opener.span.end, limit)), limit
            for item in items:
                yield Sighting(item, opener.get("kind"), opener.span, opener.rule, planned=self._is_planned(opener))
            if items:
                claimed.append(Span(opener.span.start, reached))
        yield from self._verbs(sentence, claimed)

    def _verbs(self, sentence: Span, claimed: list[Span]) -> Iterator[Sighting]:
        floor = sentence.start
        last: Hit | None = None
        subjects: list[Person | Group] = []
        for verb in self._annotations.within("participation_verbs", sentence):
            index = bisect_right(claimed, verb.span.start, key=lambda span: span.start) - 1
            if verb.entry["kind"] == "none" or (index >= 0 and claimed[index].holds(verb.span)) or self._inside_a_name(verb.span):
                continue
            if verb.entry["frame"] == "host":
                yield from self._host(verb, sentence)
                continue
            found, planned = self._subjects_before(verb, floor)
            if not found and last is not None and last.entry["frame"] == "action" and subjects and self._is_coordinated(last, verb):
                found = subjects
            if not found and verb.entry["frame"] == "action" and self._is_clause_initial(verb, sentence, claimed):
                found = self._subject_after(verb, sentence)
            else:
                floor = verb.span.end if found else floor
            if not found:
                continue
            for item in found:
                for kind in verb.entry["kind"].split("+"):
                    if isinstance(item, Person) or self._may_do(item, verb):
                        yield self._did(item, kind, verb, planned=planned)
            last, subjects = verb, found

    def _did(self, item: Person | Group, kind: str, verb: Hit, *, planned: bool) -> Sighting:
        return Sighting(item, kind, verb.span, f"participation_verbs.{verb.entry.id}", planned=planned, quoted=verb.entry["frame"] == "content" and not self._minutes)

    def _subjects_before(self, verb: Hit, floor: int) -> tuple[list[Person | Group], bool]:
        """The list that ends directly before the verb, and whether the verb stands in the future."""
        floor = max(floor, verb.span.start - 4 * _FARTHEST_SUBJECT)
        for start in self._candidate_starts(floor, verb):
            items, reached = self._lists.items(Span(start, verb.span.start))
            if not items or not self._begins_a_clause(start, floor) or self._takes_office(items[:-1]):
                continue
            edge = self._past_remark(items[-1], max(reached, items[-1].span.end), verb)
            bound = self._glue_to(edge, verb.span.start)
            if bound is not None:
                return items, bound == "future"
        return [], False

    def _candidate_starts(self, floor: int, verb: Hit) -> list[int]:
        first, last = bisect_left(self._starts, floor), bisect_left(self._starts, verb.span.start)
        starts = [p.span.start for p in self._people[first:last]]
        if verb.entry["frame"] == "action" and not starts:
            groups = self._annotations.within("group_heads", Span(max(floor, verb.span.start - _FARTHEST_SUBJECT), verb.span.start))
            starts += [hit.span.start for hit in groups if hit.entry["kind"] in HEADS_OF_PEOPLE and self._begins_a_clause(hit.span.start, floor)]
        return sorted(starts)

    def _begins_a_clause(self, start: int, floor: int) -> bool:
        """A subject stands at the head of its clause; what follows a preposition is somebody else."""
        before = self._view[max(floor, start - 60) : start]
        if _OPENS.search(before) or not before.strip():
            return True
        if any(hit.entry["class"] == "vague" and hit.span.start < start < hit.span.end for hit in self._annotations.within("clause_words", Span(max(0, start - 12), start + 24))):
            return True  # các [đại biểu Nguyễn Văn A, ...]
        edge = start
        while edge > floor and self._view[edge - 1].isspace():
            edge -= 1
        for hit in self._annotations.within("clause_words", Span(max(floor, edge - 24), edge)):
            if hit.span.end == edge:
                return hit.entry["class"] in ("agent", "glue", "plural", "behalf")
        if any(hit.span.end == edge for hit in self._annotations.within("participation_verbs", Span(max(floor, edge - 40), edge))):
            return False
        near = Span(max(floor, edge - 40), edge)
        if any(found.span.end == edge for found in self._annotations.of_within("date", near)):
            return True
        return any(hit.span.end == edge for name in ("honorifics", "event_nouns", "list_leads", "sessions") for hit in self._annotations.within(name, near))

    def _glue_to(self, position: int, verb_start: int) -> str | None:
        """ "now" where only blanks and words like đã, cùng, đến stand between subject and verb, "future"
        where sẽ is among them; None where anything else or a negation is."""
        answer = "now"
        while position < verb_start:
            position = min(self._past_blanks(position), verb_start)
            if position >= verb_start:
                return answer
            hit = self._annotations.at("clause_words", position)
            if hit is None:
                return None
            if hit.entry["class"] == "behalf":
                return answer if verb_start - position < 100 and not self._people_in(position, verb_start) else None
            if hit.entry["class"] not in ("glue", "future"):
                return None
            answer = "future" if hit.entry["class"] == "future" else answer
            position = hit.span.end
        return answer

    def _takes_office(self, items: list[Person | Group]) -> bool:
        """A person who "làm Trưởng đoàn" has a clause of his own and is no subject of a later verb."""
        places = [self._past_blanks(item.span.end) for item in items]
        return any((hit := self._annotations.at("clause_words", place)) is not None and hit.entry["class"] == "office" for place in places)

    def _past_remark(self, last: Person | Group, edge: int, verb: Hit) -> int:
        """Behind ", hộ dân ở tổ 4," or "(28 tuổi)" between a person and the verb; `edge` where none stands there."""
        end = self._before_glue(edge, verb.span.start)
        remark = self._reading.match("clause.remark", edge, end) if isinstance(last, Person) else None
        if remark is None or self._people_in(edge, end):
            return edge
        acts = self._annotations.within("participation_verbs", Span(edge, end))
        return edge if any(hit.entry["kind"] != "none" for hit in acts) else end

    def _is_coordinated(self, last: Hit, verb: Hit) -> bool:
        """True in "dự hội nghị và phát biểu": a second verb of the same subject."""
        between = self._view[last.span.end : verb.span.start]
        if last.entry["kind"] == "reported" and verb.entry["frame"] == "content":  # báo cáo kết quả giải quyết, trả lời kiến nghị
            return False
        if len(between) > _FARTHEST_COORDINATE or ";" in between or self._people_in(last.span.end, verb.span.start):
            return False
        for hit in self._annotations.within("clause_words", Span(last.span.end, verb.span.start)):
            if hit.entry["class"] in ("negation", "agent"):
                return False
        return self._reading.search("clause.and_at_end", last.span.end, self._before_glue(last.span.end, verb.span.start)) is not None

    def _is_clause_initial(self, verb: Hit, sentence: Span, claimed: list[Span]) -> bool:
        if verb.span.start - sentence.start > 2 * _FARTHEST_COORDINATE:
            return False
        edge = self._before_glue(sentence.start, verb.span.start)
        before = self._view[sentence.start : edge]
        if self._people_in(sentence.start, verb.span.start) or any(span.end > sentence.start for span in claimed):
            return False
        return not before.strip(" \n*\"'-•") or (len(before) < 120 and self._reading.search("clause.mark_at_end", sentence.start, edge) is not None)

    def _subject_after(self, verb: Hit, sentence: Span) -> list[Person | Group]:
        """In "Phát biểu tại hội nghị, ông A nhấn mạnh" the person behind the comma."""
        following = self._people_in(verb.span.end, min(sentence.end, verb.span.end + _FARTHEST_OBJECT))
        if not following:
            return []
        person = following[0]
        gap = self._view[verb.span.end : person.span.start]
        led = self._reading.search("clause.behalf_at_end", verb.span.end, person.span.start)
        return [person] if led is not None and ";" not in gap else []

    def _host(self, verb: Hit, sentence: Span) -> Iterator[Sighting]:
        """A body that holds an event on a day: "Ngày 4/5, UBND huyện tổ chức hội nghị ..."."""
        event = self._annotations.within("event_nouns", Span(verb.span.end, min(sentence.end, verb.span.end + 60)))
        if not event or not self._annotations.of_within("date", sentence):
            return
        for body in self._annotations.within("bodies", Span(max(sentence.start, verb.span.start - 160), verb.span.start)):
            end = self._roles.organization_end(body.span.start, verb.span.start)
            joined = self._glue_to(end, verb.span.start) == "now"
            joined = joined or (self._held and self._reading.match("clause.partner", end, verb.span.start) is not None)
            if end > body.span.start and joined and self._begins_a_clause(body.span.start, sentence.start):
                span = Span(body.span.start, end)
                name = " ".join(self._reading.document.quote(span).split())
                yield Sighting(Group(span, name), "organized", verb.span, f"participation_verbs.{verb.entry.id}")
                return

    def _before_glue(self, start: int, end: int) -> int:
        """Where the words that stand between a subject and the verb at `end` begin; `end` without any."""
        glue = self._reading.search("clause.glue_at_end", start, end)
        return glue.start() if glue is not None else end

    def _may_do(self, group: Group, verb: Hit) -> bool:
        """Of a group only attending, speaking and reporting are said by a verb, and only where the document
        tells what was: in a plan or a rule "các phòng báo cáo" is a duty."""
        head = self._annotations.at("group_heads", group.span.start)
        known = (head is not None and head.entry["kind"] in HEADS_OF_PEOPLE) or self._roles.head_at(group.span.start)
        clause = any(hit.entry["class"] in ("stop", "negation") for hit in self._annotations.within("clause_words", group.span))
        return self._held and known and not clause and verb.entry["frame"] == "action" and verb.entry["kind"] in _WHAT_GROUPS_DO

    def _is_planned(self, opener: Annotation) -> bool:
        near = self._annotations.within("clause_words", Span(max(0, opener.span.start - 12), opener.span.end))
        return any(hit.entry["class"] == "future" for hit in near)

    def _past_blanks(self, offset: int) -> int:
        match = _BLANKS.match(self._view, offset)
        return int(match.end()) if match else offset

    def _inside_a_name(self, span: Span) -> bool:
        """A verb that is part of a title or body (Ban Chỉ đạo, điều hành) is no verb."""
        index = bisect_left(self._starts, span.end) - 1
        if index >= 0 and self._people[index].span.holds(span):
            return True
        near = self._annotations.within("bodies", Span(max(0, span.start - 80), span.end + 80))
        return any(hit.span.holds(span) for hit in near)

    def _people_in(self, start: int, end: int) -> tuple[Person, ...]:
        return self._people[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _parts(view: str, sentence: Span) -> Iterator[Span]:
    """A sentence, cut also where a scraper glued a caption to its full stop ("thành phố.Quang cảnh")."""
    start = sentence.start
    for match in _GLUED_STOP.finditer(view, sentence.start, sentence.end):
        yield Span(start, match.end())
        start = match.end()
    if start < sentence.end:
        yield Span(start, sentence.end)
