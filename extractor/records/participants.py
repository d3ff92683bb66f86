"""Reading and Header in, participants (thành phần tham dự) out: who organized, chaired, attended, spoke,
reported, signed, wrote or sits on a board, with roles. Names, roles, lists and clauses are read by the
modules beside this one; here one person named in several ways becomes one record with every mention,
each role once and each participation once. Runs after header.py; nothing else waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.facts import Evidence, Header, Participant, Participation, Role
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.clauses import ClauseReader
from extractor.records.groups import Group, ListReader
from extractor.records.names import Name, find_names, is_roster, proper_name, short_name_after
from extractor.records.people import Person, read_people
from extractor.records.roles import RoleReader
from extractor.records.rosters import RosterReader
from extractor.records.sightings import Sighting
from extractor.text import fold, lower, squeeze

_TELLS_WHAT_WAS = frozenset(("BC", "BB", "TB"))  # reports, minutes and notices of conclusions; all else looks ahead
_WHOLE_NAME = 2
# of these the signer's title is one; a Phó Bí thư who signs for the Ban Thường vụ is none of the Ban Thường vụ
_HEADED_BY_THE_SIGNER = frozenset(("people_committee", "people_council", "election", "committee"))


@dataclass(slots=True)
class _Draft:
    """One person or group while its sightings are being merged."""

    name: str | None
    group: str | None
    first: Span
    rule: str
    honorific: str | None = None
    mentions: set[Span] = field(default_factory=set)
    roles: list[Role] = field(default_factory=list)
    participation: list[Participation] = field(default_factory=list)
    took_part: bool = False
    read_at: set[Span] = field(default_factory=set)
    board: list[Role] = field(default_factory=list)


def assemble(reading: Reading, header: Header) -> tuple[Participant, ...]:
    """The participants of a document in order of first mention."""
    names = tuple(n for n in find_names(reading) if not _is_header_name(n, header))
    roles = RoleReader(reading, names)
    people = read_people(reading, names, roles)
    lists = ListReader(reading, people, roles)
    held = _tells_what_was(header) and not is_roster(reading)
    minutes = header.type_code == "BB"
    sightings: list[Sighting] = []
    if header.genre != "normative":  # a rule that says who shall attend or report names no participant
        rosters = RosterReader(reading, people, lists, roles, minutes=minutes)
        sightings += rosters.sightings()
        sightings += ClauseReader(reading, people, lists, roles, held=held, minutes=minutes).sightings(rosters.claimed)
    drafts = _Merger(reading, held)
    for sighting in sorted(sightings, key=lambda s: s.item.span.start):
        drafts.add(sighting)
    for person in people:
        drafts.mention(person)
    drafts.sign(header)
    drafts.write(header)
    drafts.short_mentions()
    return tuple(sorted(drafts.participants(), key=lambda p: p.span.start))


def _tells_what_was(header: Header) -> bool:
    """Only a report, minutes or news says that somebody attended; a plan or invitation invites."""
    if header.genre in ("news", "other"):
        return True
    if header.type_code == "TB":
        return "kết luận" in lower(header.title or "")
    return header.type_code in _TELLS_WHAT_WAS


def _is_header_name(name: Name, header: Header) -> bool:
    """The signer and the author are added from the header, with the evidence it holds."""
    spans = [e.span for key in ("signer", "author") if (e := header.evidence.get(key)) and e.span]
    return any(span.touches(name.span) for span in spans)


class _Merger:
    def __init__(self, reading: Reading, held: bool) -> None:
        self._reading = reading
        self._held = held
        self._drafts: dict[str, _Draft] = {}

    def add(self, sighting: Sighting) -> None:
        item = sighting.item
        draft = self._person(item, sighting.rule) if isinstance(item, Person) else self._group(item, sighting.rule)
        kind = sighting.kind
        if kind == "attended" and (sighting.planned or not self._held):
            kind = "invited"
        elif (sighting.planned and kind != "invited") or (kind == "office" and self._held):
            kind = None
        elif kind == "office":
            kind = "member"
        draft.took_part = draft.took_part or (kind is not None and not sighting.quoted)
        if kind is not None and all(p.kind != kind for p in draft.participation):
            draft.participation.append(Participation(kind, sighting.span))
        if isinstance(item, Person):
            draft.read_at.add(item.name.span)
            _add_roles(draft, item.roles + sighting.roles, on_board=kind == "member")

    def mention(self, person: Person) -> None:
        """Every further place where a known person is named, and those who are named with an office only."""
        key = _key(person.name.text)
        if key not in self._drafts and not any(self._is_office(role) for role in person.roles):
            return
        draft = self._person(person, "named_with_office")
        if person.name.span not in draft.read_at:
            _add_roles(draft, person.roles, on_board=False)

    def _is_office(self, role: Role) -> bool:
        """True for a title of some body, or one that says enough alone; "đoàn viên" and "nông dân" do not."""
        hits = self._reading.annotations.within("roles", role.span)
        of_a_body = bool(self._reading.annotations.within("bodies", role.span))  # Ủy viên Ban Thường vụ Tỉnh ủy
        return role.organization is not None or of_a_body or any(hit.entry["rank"] in ("head", "deputy", "titleholder") for hit in hits)

    def sign(self, header: Header) -> None:
        evidence = header.evidence.get("signer")
        if header.signer is None or evidence is None or evidence.span is None:
            return
        draft = self._known(header.signer, evidence.span, "header.signer")
        draft.took_part = True
        draft.participation.append(Participation("signed", evidence.span))
        title = header.evidence.get("signer_title")
        if header.signer_title and title is not None and title.span is not None and not self._is_function(title.span):
            role = Role(header.signer_title, self._represented(header), title.span)
            if not any(_same_office(role, other) for other in draft.roles):
                draft.roles.append(role)

    def _is_function(self, title: Span) -> bool:
        """CHỦ TRÌ HỘI NGHỊ and THƯ KÝ over a signature say what somebody did there, no office."""
        verb = self._reading.annotations.at("participation_verbs", title.start)
        return (verb is not None and verb.entry["kind"] != "none") or self._reading.match("header_foot.minor_signer", title.start, title.end) is not None

    def write(self, header: Header) -> None:
        evidence = header.evidence.get("author")
        if header.author and evidence is not None and evidence.span is not None:
            draft = self._known(header.author, evidence.span, "header.author")
            draft.took_part = True
            draft.participation.append(Participation("wrote", evidence.span))

    def short_mentions(self) -> None:
        """ "Đồng chí Thăng" points back to the one person whose name ends so."""
        endings: dict[str, list[_Draft]] = {}
        for draft in self._drafts.values():
            if draft.name is not None:
                words = draft.name.split()
                for length in range(1, min(_WHOLE_NAME, len(words) - 1) + 1):
                    endings.setdefault(_key(" ".join(words[-length:])), []).append(draft)
        ends = {draft.name: {mention.end for mention in draft.mentions} for draft in self._drafts.values()}
        for honorific in self._reading.annotations.hits("honorifics"):
            span = short_name_after(self._reading, honorific)
            if span is None or not self._reading.structure.in_body(span):
                continue
            meant = endings.get(_key(self._reading.document.quote(span)), [])
            if len(meant) == 1 and span.end not in ends.get(meant[0].name, ()):
                meant[0].mentions.add(span)

    def participants(self) -> Iterator[Participant]:
        for draft in self._drafts.values():
            if not draft.roles and not draft.took_part:  # quoted only, like a passer-by
                continue
            yield Participant(
                span=draft.first,
                rule=draft.rule,
                certainty="stated",
                name=draft.name,
                group_name=draft.group,
                honorific=draft.honorific,
                mentions=tuple(sorted(draft.mentions)),
                roles=tuple(draft.roles),
                participation=tuple(draft.participation),
            )

    def _person(self, person: Person, rule: str) -> _Draft:
        draft = self._drafts.get(_key(person.name.text))
        if draft is None:
            text = proper_name(person.name.text) if person.name.text.isupper() else person.name.text
            draft = self._drafts[_key(text)] = _Draft(text, None, person.span, rule, person.honorific)
        draft.mentions.add(person.name.span)
        if person.span.start < draft.first.start:
            draft.first = person.span
        draft.honorific = draft.honorific or person.honorific
        return draft

    def _known(self, name: str, span: Span, rule: str) -> _Draft:
        """The draft of somebody the header names, who may stand in the text as well."""
        text = squeeze(name)
        text = proper_name(text) if text.isupper() else text
        draft = self._drafts.setdefault(_key(text), _Draft(text, None, span, rule))
        draft.mentions.add(span)
        return draft

    def _group(self, group: Group, rule: str) -> _Draft:
        key = f"group {fold(group.name)}"
        draft = self._drafts.setdefault(key, _Draft(None, group.name, group.span, rule))
        draft.mentions.add(group.span)
        return draft

    def _represented(self, header: Header) -> str | None:
        """The body of "TM. ỦY BAN BẦU CỬ"; None where the prefix names no body (KT. CHỦ TỊCH)."""
        evidence: Evidence | None = header.evidence.get("signing_authority")
        if evidence is None or evidence.span is None:
            return None
        bodies = self._reading.annotations.within("bodies", evidence.span)
        prefix = self._reading.view[evidence.span.start : evidence.span.start + 4].upper()
        if not bodies or bodies[0].entry["class"] not in _HEADED_BY_THE_SIGNER or not prefix.startswith(("TM", "T/M", "T.M")):
            return None
        again = self._reading.annotations.within("signing_prefixes", Span(bodies[0].span.end, evidence.span.end))
        end = again[0].span.start if again else evidence.span.end
        words = squeeze(self._reading.document.quote(Span(bodies[0].span.start, end))).strip(" .*")
        return _in_running_text(words, bodies[0].entry["name"])


def _in_running_text(words: str, name: str) -> str:
    """ỦY BAN BẦU CỬ as the list of bodies writes it; a place behind it keeps its capitals."""
    if not words.isupper():
        return words
    return name + proper_name(words[len(name) :]).join((" ", "")) if len(words) > len(name) and lower(words).startswith(lower(name)) else name


def _add_roles(draft: _Draft, roles: Iterable[Role], *, on_board: bool) -> None:
    """Add what is new: a role said again in fewer words adds nothing, one said again in more words replaces
    it. Within one list of a board every role counts: there "Ủy viên" is not short for another."""
    before = [role for role in draft.roles if role not in draft.board]
    for role in roles:
        if any(fold(role.printed) == fold(other.printed) for other in draft.roles):
            continue
        twin = next((other for other in before if _same_office(role, other)), None) if not on_board else None
        short_of_board = not on_board and any(lower(other.printed).startswith(f"{lower(role.printed)} ") for other in draft.board)
        if twin is None and not short_of_board:
            draft.roles.append(role)
            if on_board:
                draft.board.append(role)
        elif twin is not None and len(role.printed) > len(twin.printed):
            draft.roles[draft.roles.index(twin)] = role
            before.remove(twin)


def _same_office(one: Role, other: Role) -> bool:
    """Equal words, or the same title with one body the beginning of the other ("Sở", "Sở Nội vụ")."""
    a, b = fold(one.printed), fold(other.printed)
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")


def _key(name: str) -> str:
    return lower(squeeze(name))
