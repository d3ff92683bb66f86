"""The annotated text in, candidate names of persons out, in order of place. A name is a run of capitalised
syllables that begins with a surname (họ), or that an honorific announces, and that no place or thing
claims: a street, ward, school or ship named after someone is no person, nor is Hồ Chí Minh in the name
of a city. Whether a person named takes part in anything is decided in participants.py."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import regex

from extractor.annotate import Annotations, Hit
from extractor.model import Span
from extractor.reading import Reading
from extractor.rules import RuleSet
from extractor.text import lower, squeeze

_SYLLABLE = r"\p{Lu}(?:\p{Ll}+|'\p{L}+)?(?![\p{L}\p{N}])"
_GAP = r"(?:[ ]+\n?[ ]*|\n[ ]*)"
_RUN = regex.compile(rf"(?<![\p{{L}}\p{{N}}'./@-]){_SYLLABLE}(?:{_GAP}{_SYLLABLE}){{0,9}}")
_CAPITALS = regex.compile(rf"(?<![\p{{L}}\p{{N}}'./@-])\p{{Lu}}{{2,}}(?:{_GAP}\p{{Lu}}{{1,}}(?!\p{{L}})){{1,5}}(?![\p{{L}}\p{{N}}])")
_SHORT = regex.compile(rf"[ ]+({_SYLLABLE}(?:[ ]+{_SYLLABLE})?)(?![ ]+\p{{Lu}}\p{{Ll}})")
_MARK_BEHIND = regex.compile(r"[ ]*[,-][ ]*\n?[ ]*")
_OFFICE_MARK = regex.compile(r"[ ]*[,(-][ ]*")
_HEAD_LINES = 12
_WORD = regex.compile(r"\S+")
_LAST_WORDS = regex.compile(r"\S+(?:[ ]\S+)?\s+$")
_BEFORE = regex.compile(r"[\s:\"'(]*$")
_NUMBER_BEFORE = regex.compile(r"\d[A-Za-z]?(?:/\d+)*[ ,]*$")
_BEFORE_A_COLON = frozenset(("neutral", "political"))  # "Ông: A", "các đồng chí: A"; but "Thư ký: A" is a label
_VOUCHING = frozenset(("neutral", "political", "diplomatic", "army", "academic", "religious"))
_OFFICES = frozenset(("ministry", "provincial_department", "district_office", "commune_office", "party", "people_committee", "people_council"))
_LONGEST_NAME = 5  # syllables
_CUTTERS = ("roles", "bodies", "group_heads", "event_nouns", "namesakes", "document_types")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name. text: on one line, capitals of a signature turned into a proper name.
    honorific: the words before it that address or rank the person. certain: False for names of two
    syllables without an honorific, which need a title beside them."""

    span: Span
    text: str
    honorific: Span | None
    certain: bool

    @property
    def start(self) -> int:
        """Where the honorific begins, else the name."""
        return self.honorific.start if self.honorific else self.span.start


def find_names(reading: Reading) -> tuple[Name, ...]:
    """Every candidate name of the body of a document, in order of place, none overlapping."""
    finder = _Finder(reading)
    return tuple(finder.names())


def short_name_after(reading: Reading, honorific: Hit) -> Span | None:
    """The one or two syllables after an honorific ("đồng chí Thăng", "bà Kim Anh") that may point back to a full name."""
    start = honorific.span.end
    match = _SHORT.match(reading.view, start)
    return Span(*match.span(1)) if match else None


def area_names(rules: RuleSet) -> dict[str, frozenset[str]]:
    """The lower-case names of all units of the gazetteer, without their kind, each with its levels."""
    levels: dict[str, set[str]] = {}
    for row in rules.tables.get("areas", ()):
        if row.get("name"):
            levels.setdefault(lower(row["name"]), set()).add(row["level"])
    return {name: frozenset(found) for name, found in levels.items()}


def _surnames(rules: RuleSet) -> frozenset[str]:
    return frozenset(lower(p) for entry in rules.lists["surnames"].entries for p in entry.phrases)


def _common_surnames(rules: RuleSet) -> frozenset[str]:
    return frozenset(lower(p) for entry in rules.lists["surnames"].entries if entry["frequency"] == "common" for p in entry.phrases)


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self._view = reading.view
        self._reading = reading
        self._annotations = reading.annotations
        self._surnames = reading.rules.derive("surnames", _surnames)
        self._common = reading.rules.derive("common_surnames", _common_surnames)
        self._areas = reading.rules.derive("area_names", area_names)
        self._cuts = _starts_of_long_hits(reading.annotations)
        self._honorific_ends = {hit.span.end: hit for hit in reading.annotations.hits("honorifics")}
        self._blocker_ends = {hit.span.end: hit for hit in reading.annotations.hits("name_blockers")}
        self._role_ends = {hit.span.end for hit in reading.annotations.hits("roles")}
        self._bodies = reading.annotations.hits("bodies")
        self._body_ends = [hit.span for hit in self._bodies]
        self._roster = is_roster(reading)
        self._covers = sorted([hit.span for hit in reading.annotations.hits("namesakes")] + self._body_ends)

    def names(self) -> Iterator[Name]:
        for line in self._reading.structure.body_lines():
            for match in _RUN.finditer(self._view, line.content, line.end):
                yield from self._names_of_run(Span(*match.span()), line.content)
            for match in _CAPITALS.finditer(self._view, line.content, line.end):
                yield from self._capital_name(Span(*match.span()))

    def _names_of_run(self, run: Span, line_start: int) -> Iterator[Name]:
        for segment in self._segments(run):
            name = self._name_of_segment(segment, line_start)
            if name is not None:
                yield name

    def _segments(self, run: Span) -> Iterator[list[Span]]:
        """The syllables of a run without a leading honorific, cut where a title, body or event stands in it."""
        syllables = [Span(*m.span()) for m in _WORD.finditer(self._view, run.start, run.end)]
        segment: list[Span] = []
        skip_to = self._covered_until(run.start)
        for syllable in syllables:
            if syllable.start < skip_to:
                continue
            hit_end = self._cuts.get(syllable.start)
            if hit_end is not None:
                if segment:
                    yield segment
                segment, skip_to = [], hit_end
                continue
            leading = self._honorific_ends.get(syllable.end)
            if not segment and leading is not None and leading.span.start >= run.start and syllable is not syllables[-1]:
                continue
            segment.append(syllable)
        if segment:
            yield segment

    def _covered_until(self, offset: int) -> int:
        """The end of the body, or of the namesake with his title, that began before `offset` and reaches over it."""
        index = bisect_left(self._covers, offset, key=lambda s: s.start) - 1
        end = self._covers[index].end if index >= 0 else 0
        return end if end > offset else 0

    def _name_of_segment(self, segment: list[Span], line_start: int) -> Name | None:
        honorific = self._honorific_before(segment[0].start)
        if honorific is not None:
            return self._honoured(segment, honorific)
        first = self._first_syllable(segment, line_start)
        if first is None:
            return None
        syllables = segment[first:]
        if not 2 <= len(syllables) <= _LONGEST_NAME:
            return None
        common = lower(self._view[syllables[0].start : syllables[0].end]) in self._common
        if len(syllables) == 2 and not common and not self._is_titled(syllables[-1].end):
            return None
        return self._make(syllables, None, certain=len(syllables) > 2)

    def _is_titled(self, offset: int) -> bool:
        """A title stands behind the mark that follows: "Y Lan, Phó Chủ tịch"."""
        mark = _MARK_BEHIND.match(self._view, offset)
        return mark is not None and self._annotations.at("roles", mark.end()) is not None

    def _first_syllable(self, segment: list[Span], line_start: int) -> int | None:
        """The syllable at which a name begins, behind what names a place or thing ("Phường Máy Tơ", "Tàu ...")."""
        first = 0
        while True:
            blocker = self._blocked(segment[first].start, line_start)
            if blocker not in (None, "place"):
                return None
            found = self._surname_index(segment[first:], after_place=blocker == "place")
            if found is None or found == 0:
                return None if found is None else first
            first += found
            if blocker is None and self._blocked(segment[first].start, line_start) is None:
                return first

    def _honoured(self, segment: list[Span], honorific: Span) -> Name | None:
        """An honorific vouches for a name of two syllables or more, whatever it begins with; "cử tri" or "nghệ
        nhân" may stand before the name of a town, and vouch only for what begins with a surname."""
        if len(segment) == 1 and self._roster and self._has_an_office(segment[0].end):
            return self._make(segment, honorific, certain=True)
        if not 2 <= len(segment) <= _LONGEST_NAME + 1:
            return None
        known = lower(self._view[segment[0].start : segment[0].end]) in self._surnames
        if not known and self._honorific_ends[honorific.end].entry["kind"] not in _VOUCHING:
            return None
        return self._make(segment, honorific, certain=True)

    def _has_an_office(self, offset: int) -> bool:
        """An office stands behind the mark or in the bracket that follows: "Đ/c Hùng - Chủ tịch UBND xã", "đ/c Lan (Phó phòng)"."""
        mark = _OFFICE_MARK.match(self._view, offset)
        return mark is not None and self._annotations.at("roles", mark.end()) is not None

    def _make(self, syllables: list[Span], honorific: Span | None, *, certain: bool) -> Name:
        span = Span(syllables[0].start, syllables[-1].end)
        return Name(span, squeeze(self._reading.document.quote(span)), honorific, certain)

    def _capital_name(self, span: Span) -> Iterator[Name]:
        """A name wholly in capitals counts only where an honorific vouches for it ("Ông NGUYỄN VĂN A")."""
        honorific = self._honorific_before(span.start)
        first = self._view[span.start : span.end].split()[0]
        if honorific is not None and lower(first) in self._surnames:
            yield Name(span, proper_name(self._reading.document.quote(span)), honorific, True)

    def _honorific_before(self, offset: int) -> Span | None:
        """The honorifics and ranks that stand directly before, as one span ("đồng chí Đại tá")."""
        start, end = offset, None
        while True:
            blank = _BEFORE.search(self._view, max(0, start - 8), start)
            edge = blank.start() if blank else start
            hit = self._honorific_ends.get(edge)
            if hit is None or "\n\n" in self._view[edge:start]:
                break
            if end is not None and "(" in self._view[edge:start]:  # 02 đồng chí (Ông A, ...)
                break
            if ":" in self._view[edge:start] and (end is not None or hit.entry["kind"] not in _BEFORE_A_COLON):
                break
            start, end = hit.span.start, edge if end is None else end
        return Span(start, end) if end is not None else None

    def _blocked(self, offset: int, line_start: int) -> str | None:
        """ "thing" where the run names a street, school or house; "place" where it begins with the name of a unit."""
        edge = offset
        while edge > line_start and self._view[edge - 1].isspace():
            edge -= 1
        if edge in self._role_ends:
            return None
        if _NUMBER_BEFORE.search(self._view, max(line_start, edge - 12), edge):
            return "thing"
        hit = self._blocker_ends.get(edge)
        if hit is None or self._ends_an_office(hit.span):
            return None
        if hit.entry["class"] == "unit":
            return "place"
        return hit.entry["class"]

    def _ends_an_office(self, blocker: Span) -> bool:
        """The trường of Sở Tài nguyên và Môi trường is no school."""
        index = bisect_left(self._body_ends, blocker.start, key=lambda s: s.start) - 1
        body = self._bodies[index] if index >= 0 else None
        return body is not None and body.span.end == blocker.end and body.entry["class"] in _OFFICES

    def _surname_index(self, segment: list[Span], *, after_place: bool) -> int | None:
        """The syllable a name begins with; what a unit's name covers is passed over."""
        words = [lower(self._view[s.start : s.end]) for s in segment]
        index = 0
        if after_place:
            index = self._area_length(words, 0, self._level_of_kind_before(segment[0].start))
            if index == 0 and not self._names_an_office(segment[0].start):
                return None
        while index < len(words) - 1:
            area = self._area_length(words, index)
            if area and index + area < len(words) and any(w in self._surnames for w in words[index + area : -1]):
                index += area
                continue
            if words[index] in self._surnames and not (area and index + area == len(words)):
                return index
            index += 1
        return None

    def _names_an_office(self, offset: int) -> bool:
        """True in "UBND tỉnh Trương Quốc Huy": the word of kind belongs to a body, and a person follows."""
        word = _LAST_WORDS.search(self._view, max(0, offset - 24), offset)
        if word is None:
            return False
        index = bisect_right(self._body_ends, offset, key=lambda s: s.start) - 1
        return index >= 0 and 0 <= offset - self._body_ends[index].end <= len(word[0]) + 1

    def _level_of_kind_before(self, offset: int) -> str | None:
        """The level that "tỉnh", "huyện" or "xã" directly before promises; None where it may be any (thành phố)."""
        kinds = [hit for hit in self._annotations.within("area_kinds", Span(max(0, offset - 12), offset)) if not self._view[hit.span.end : offset].strip()]
        return kinds[-1].entry["level"] if kinds and kinds[-1].entry["level"] != "city" else None

    def _area_length(self, words: list[str], index: int, level: str | None = None) -> int:
        """The number of syllables at `index` that are the name of a unit, of that level where one is given."""
        for length in (4, 3, 2):
            levels = self._areas.get(" ".join(words[index : index + length]))
            if levels and (level is None or level in levels) and index + length <= len(words):
                return length
        return 0


def is_roster(reading: Reading) -> bool:
    """True of calendars and duty rosters, which name their own people by the given name alone."""
    lines = islice(reading.structure.body_lines(), _HEAD_LINES)
    return any(reading.match("clause.calendar", line.content, line.end) and not reading.view[line.start : line.end].rstrip().endswith(".") for line in lines)


def proper_name(text: str) -> str:
    """LÊ HÙNG DŨNG as Lê Hùng Dũng."""
    return " ".join(word[:1].upper() + lower(word[1:]) for word in text.split())


def _starts_of_long_hits(annotations: Annotations) -> dict[int, int]:
    """Start and end of the hits of two syllables or more that can not be part of a name."""
    cuts: dict[int, int] = {}
    for name in _CUTTERS:
        for hit in annotations.hits(name):
            words = annotations.view[hit.span.start : hit.span.end]
            if len(words.split()) > 1 or words.isupper():
                cuts[hit.span.start] = max(hit.span.end, cuts.get(hit.span.start, 0))
    return cuts
