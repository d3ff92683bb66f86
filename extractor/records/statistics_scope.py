"""Where and for what a figure holds: the document's own area, then for each figure its area and level, the
body that is elected, the day and the status it is true of. What the sentence says comes first, then the
paragraph, the heading above it, and last the document itself: "thành phố" said by a city's own paper is
that city. What was not said in the sentence makes the record "inferred"."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.annotate import Annotation
from extractor.areas import COUNTRY, Area, AreaMention, gazetteer
from extractor.facts import DatedSpan, Header
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.statistics_elected import ElectedBodies
from extractor.records.statistics_home import BODY_BEFORE, is_firm, openings, own_area, polling_day, usual_day
from extractor.records.statistics_time import Times
from extractor.structure import Line

_LINKED = regex.compile(r"\s*(?:của|tại|ở|trong|trên địa bàn|thuộc|toàn)?\s*")
_AND = regex.compile(r"\s*(?:,|và|,\s*và)\s+")
_LISTING = regex.compile(r"[\s,;:(–-]*(?:(?:gồm|bao gồm|gồm có|thuộc|là|và)\s+)?(?:các\s+)?")
_BARE_NAME = regex.compile(r"(?<=(?:[,;:]|gồm|là|với|như)\s+)(\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,3})\s*[:(,]?\s*$")
_LINES_BACK = 6


@dataclass(frozen=True, slots=True)
class Place:
    """The area of a figure: name without kind word, level, gazetteer code, number of a polling area or
    constituency, and whether the figure's own sentence says so."""

    name: str | None
    level: str | None
    code: str | None
    unit_no: str | None = None
    stated: bool = False
    area: Area | None = None


class Scope:
    """The areas, bodies and days of one document."""

    def __init__(self, reading: Reading, header: Header, dated: tuple[DatedSpan, ...]) -> None:
        self._reading = reading
        self._gazetteer = gazetteer(reading.rules)
        self._header = header
        self.polling_day = polling_day(reading)
        self.day = header.day or usual_day(reading, dated)
        self.own = own_area(reading, header, self._gazetteer, self.day)
        self.firm = is_firm(reading, header, self._gazetteer, self.day)
        self._openings = () if self.firm else openings(reading, self._gazetteer, self.day)
        self.several = len({area.code for _, area in self._openings}) > 1
        self._issued_by = self._issuing_unit()
        self._lines: dict[int, list[AreaMention | Annotation]] = {}
        self.elected = ElectedBodies(reading, header, self._gazetteer, self.day, self.own, self._meant_by)
        self.times = Times(reading, dated, self.day, (header.day or self.polling_day or "")[:10])

    @property
    def title(self) -> Span | None:
        """Where the headline or abstract of the document stands."""
        evidence = self._header.evidence.get("title")
        return evidence.span if evidence is not None else None

    def mentions(self, line: Line) -> list[AreaMention | Annotation]:
        """The areas named in a line and the words that mean one without a name (toàn tỉnh, cả nước), by place."""
        if line.index not in self._lines:
            view, span = self._reading.view, line.span
            named = self._gazetteer.find(self._reading.annotations, span, self.day, self.own)
            taken = [m.span for m in named]
            named += [m for m in self._gazetteer.find_below(view, span, self.own, self.day) if not any(m.span.touches(t) for t in taken)]
            taken = [m.span for m in named]
            words = [a for a in self._reading.annotations.of_within("area_word", span) if not any(a.span.touches(t) for t in taken)]
            self._lines[line.index] = sorted([*named, *words], key=lambda m: m.span)
        return self._lines[line.index]

    def place(self, line: Line, sentence: Span, evidence: Span, figure: Span) -> Place:
        """The area of a figure: named inside or right behind its evidence, else the nearest one named before
        it in the sentence, else that of the paragraph, else the document's own."""
        mentions = [m for m in self.mentions(line) if sentence.holds(m.span)]
        tail = self._behind_body(evidence.end, sentence.end)
        behind = [m for m in mentions if (evidence.end <= m.span.start < tail < m.span.end) or m.span.start in (tail, tail + 1)] if tail > evidence.end else []
        behind += [m for m in mentions if evidence.end <= m.span.start and _LINKED.fullmatch(self._reading.view, evidence.end, m.span.start)]
        inside = [m for m in mentions if evidence.holds(m.span)]
        before = [m for m in mentions if m.span.end <= figure.start and not self._in_brackets(m.span.end, figure.start)]
        for mention in (*inside[-1:], *behind[:1], *(self._unit_listing(m, line) for m in reversed(before))):
            place = self._read(mention, line)
            if place is not None:
                return place
            if isinstance(mention, Annotation) and "kind" in mention and self.own is None:
                return Place(None, None, None)  # "toàn huyện" of a page that names no huyện: not the unit spoken of before
        return self._paragraph(line, sentence)

    def sharing(self, line: Line, sentence: Span, figure: Span) -> list[Place]:
        """The areas listed before the last one that a rate stands behind: it is the rate of each ("A, B và C (99,98%)")."""
        named = [m for m in self.mentions(line) if sentence.start <= m.span.start and m.span.end <= figure.start]
        if not named or not isinstance(named[-1], AreaMention) or self._reading.match("area_word.rate_of_all", named[-1].span.end, figure.start) is None:
            return []
        shared: list[Place] = []
        last = named[-1]
        for mention in reversed(named[:-1]):
            if not isinstance(mention, AreaMention) or mention.level != last.level or not _AND.fullmatch(self._reading.view, mention.span.end, last.span.start):
                break
            shared.append(Place(mention.name, mention.level, mention.code, stated=True, area=mention.area))
            last = mention
        return shared[::-1]

    def _behind_body(self, start: int, end: int) -> int:
        """Where the elected body that stands right behind a figure ends (91 người ứng cử | đại biểu HĐND tỉnh | Cà Mau)."""
        found = self._reading.annotations.of_within("office", Span(start, end))
        return found[0].span.end if found and found[0].span.start - start <= 1 else start

    def _in_brackets(self, start: int, end: int) -> bool:
        """A bracket that closes between mention and figure held the mention as an aside."""
        between = self._reading.view[start:end]
        closing = between.find(")")
        return closing >= 0 and "(" not in between[:closing]

    def _paragraph(self, line: Line, sentence: Span) -> Place:
        earlier = [m for m in self.mentions(line) if m.span.end <= sentence.start]
        later = [m for m in self.mentions(line) if m.span.start >= sentence.end]
        for mention in (*reversed(earlier), *later):
            if not isinstance(mention, Annotation):
                continue
            if mention.get("level") == "national" and (mention in earlier or (not earlier and not self.firm)):
                return self.country()
            if mention in earlier and "kind" in mention and "unit_no" not in mention:
                place = self._read(mention, line)
                if place is not None:
                    return Place(place.name, place.level, place.code, place.unit_no, area=place.area)
        reporting = self._reporting(line, sentence.start)
        return Place(reporting.name, reporting.level, reporting.code, area=reporting) if reporting else self.default()

    def _reporting(self, line: Line, before: int, kind: str | None = None) -> Area | None:
        """The area whose body the paragraph lets speak ("Ủy ban bầu cử tỉnh Kon Tum cho biết ..."); of that kind word, if one is given."""
        word = kind.lower().removeprefix("toàn ").strip() if kind else None
        for mention in reversed(self.mentions(line)):
            if isinstance(mention, AreaMention) and not mention.bare and mention.area is not None and mention.span.end <= before:
                spoken_for = BODY_BEFORE.search(self._reading.view, max(line.start, mention.span.start - 40), mention.span.start)
                if spoken_for and word in (None, mention.area.kind.lower()):
                    return mention.area
        return None

    def country(self) -> Place:
        return Place(COUNTRY.name, "national", COUNTRY.code)

    def row_area(self, line: Line, text: str) -> Place | None:
        """The area that the first cell of a table row names: with its kind word, or as a unit of the document's own area."""
        named = self._gazetteer.find(self._reading.annotations, line.span, self.day, self.own)
        kinded = [m for m in named if not m.bare]
        if kinded:
            return Place(kinded[0].name, kinded[0].level, kinded[0].code, stated=True)
        for word in self._reading.annotations.of_within("area_word", line.span):
            if "unit_no" in word:
                return self._read(word, line)
        area = self._gazetteer.named(text, day=self.day, within=self.own) if self.own else None
        if area is None and named and (self.own is None or self.own.level == "national"):
            return Place(named[0].name, named[0].level, named[0].code, stated=True)
        return Place(area.name, area.level, area.code, stated=True) if area else None

    def _of_issuer(self, number: str) -> Place:
        return Place(self.own.name if self.own else self._header.place, "polling_area", None, number)

    def _issuing_unit(self) -> str | None:
        """The number of the polling area whose team issued the document (Tổ bầu cử số 4)."""
        spans = [e.span for key in ("issuer", "superior") if (e := self._header.evidence.get(key)) is not None and e.span is not None]
        words = [w for span in spans for w in self._reading.annotations.of_within("area_word", span) if "unit_no" in w]
        return words[0].get("unit_no").lstrip("0") if words else None

    def default(self) -> Place:
        if self._issued_by is not None:
            return self._of_issuer(self._issued_by)
        if self.own is None:
            return Place(None, None, None)
        return Place(self.own.name, self.own.level, self.own.code or None)

    def opened(self, line: Line) -> tuple[int, Place] | None:
        """In a round-up: the line at or before this one that went over to another province, and that province."""
        before = [(index, area) for index, area in self._openings if index <= line.index] if self.several else []
        return (before[-1][0], Place(before[-1][1].name, before[-1][1].level, before[-1][1].code, area=before[-1][1])) if before else None

    def named_bare(self, sentence: Span, lead: int, around: Place | None) -> Place | None:
        """The place whose name alone stands right before a rate ("các xã: Gia Hưng đạt 100%"): a unit of the area the text spoke of,
        else a name of which no more is known."""
        run = _BARE_NAME.search(self._reading.view, sentence.start, lead)
        if run is None:
            return None
        outer = around.area if around is not None and around.area is not None else self.own
        area = self._gazetteer.named(run[1], day=self.day, within=outer) if outer is not None else None
        return Place(area.name, area.level, area.code, stated=True, area=area) if area is not None else Place(run[1], None, None, stated=True)

    def numbered_unit(self, level: str, number: str) -> Place:
        """The polling area or constituency of that number in the document's own area."""
        return Place(self.own.name if self.own else None, level, None, number, stated=True)

    def _read(self, mention: AreaMention | Annotation, line: Line) -> Place | None:
        if isinstance(mention, AreaMention):
            return Place(mention.name, mention.level, mention.code, stated=True, area=mention.area)
        if mention.get("level") == "national":
            return Place(COUNTRY.name, "national", COUNTRY.code, stated=True)
        if "unit_no" in mention:
            return self._unit(mention, line)
        if mention.get("level") == "own" or self.own is None:
            return None
        if "this" in mention:
            earlier = [m for m in self.mentions(line) if m.span.end <= mention.span.start and not (isinstance(m, Annotation) and "kind" in m and "unit_no" not in m)]
            numbered = [m for m in earlier if isinstance(m, Annotation) and "unit_no" in m]
            return self._read(numbered[-1] if numbered else earlier[-1], line) if earlier else None
        kind = mention.get("kind")
        here = self._spoken_of(line, mention, 0) if self.several else None
        area = self._reporting(line, mention.span.start, kind) or here or self._meant_by(kind) or self._spoken_of(line, mention, _LINES_BACK)
        return Place(area.name, area.level, area.code, stated=True, area=area) if area else None

    def _unit(self, mention: Annotation, line: Line) -> Place:
        """A numbered unit; where it lies as the line said when it named the unit first ("khu vực bỏ phiếu số 12 (phường 4 ...) ... . Tổ
        bầu cử số 12 ...")."""
        kind, number = mention.get("kind").lower(), mention.get("unit_no").lstrip("0")
        level = "constituency" if "đơn vị" in kind or "ban" in kind else "polling_area"
        alike = [m for m in self.mentions(line) if isinstance(m, Annotation) and "unit_no" in m and m.get("unit_no").lstrip("0") == number]
        around = self._named_near(alike[0] if alike and alike[0].span.start < mention.span.start else mention, line)
        return Place(around, level, None, number, stated=True)

    def _unit_listing(self, mention: AreaMention | Annotation, line: Line) -> AreaMention | Annotation:
        """The numbered unit that an area is a part of ("Đơn vị bầu cử số 1 gồm thành phố Thái Bình và huyện Vũ Thư có ..."), else the area itself."""
        at = mention
        for earlier in reversed([m for m in self.mentions(line) if m.span.end <= mention.span.start]):
            if not _LISTING.fullmatch(self._reading.view, earlier.span.end, at.span.start):
                return mention
            if isinstance(earlier, Annotation):
                return earlier if "unit_no" in earlier else mention
            at = earlier
        return mention

    def _named_near(self, mention: Annotation, line: Line) -> str | None:
        behind = [m for m in self.mentions(line) if isinstance(m, AreaMention) and 0 <= m.span.start - mention.span.end <= 12]
        if behind and (behind[0].listed or self._goes_on(behind[0], line)):
            behind = []  # "Đơn vị bầu cử số 2 (các xã A, B và C)": a unit made of several lies in none of them
        return behind[0].name if behind else (self.own.name if self.own else None)

    def _goes_on(self, first: AreaMention, line: Line) -> bool:
        joint = _AND.match(self._reading.view, first.span.end)
        return joint is not None and any(
            isinstance(m, AreaMention) and m.level == first.level and m.span.start == joint.end() for m in self.mentions(line)
        )

    def _meant_by(self, kind: str) -> Area | None:
        """The area that "tỉnh", "toàn thành phố" ... means in this document: its own, or the one around it."""
        word = kind.lower().removeprefix("toàn ").strip()
        area = self.own
        while area is not None:
            if area.kind.lower() == word or (word == "tỉnh" and area.level == "province"):
                return area  # a province that has since become a city is "tỉnh" where its people still say so
            area = self._gazetteer.parent(area, self.day)
        return None

    def _spoken_of(self, line: Line, mention: Annotation, back: int) -> Area | None:
        """The unit of that kind named last before, at most so many lines back ("Thành phố Ngã Bảy có ... . Toàn thành phố ...")."""
        word = mention.get("kind").lower().removeprefix("toàn ").strip()
        for near in reversed(self._reading.structure.lines[max(0, line.index - back) : line.index + 1]):
            for named in reversed(self.mentions(near)):
                if isinstance(named, AreaMention) and named.area is not None and named.span.end <= mention.span.start and named.area.kind.lower() == word:
                    return named.area
        return None

    def unit_above(self, line: Line) -> Place | None:
        """The constituency or polling area named by the lines just before a table."""
        lines, index = self._reading.structure.lines, line.index
        while index > 0 and lines[index].cell is not None:
            index -= 1
        for near in lines[max(0, index - 2) : index + 1][::-1]:
            for word in self._reading.annotations.of_within("area_word", near.span):
                if "unit_no" in word:
                    return self._read(word, near)
        return None

    def unit_over(self, line: Line) -> Place | None:
        """The constituency or polling area whose item a line stands under ("1. Đơn vị bầu cử số 1: ... - Ông A: 4.811 phiếu")."""
        for above in self._reading.structure.ancestors(line):
            words = [w for w in self._reading.annotations.of_within("area_word", above.span) if "unit_no" in w]
            if words:
                place = self._read(words[0], above) if len(words) == 1 else None
                return Place(place.name, place.level, place.code, place.unit_no) if place else None
        return None
