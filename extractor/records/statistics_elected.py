"""The words for elected bodies (đại biểu Quốc hội, HĐND tỉnh ...) in, the body that one figure is about out: named with
it, in its clause, in its sentence, else in the heading over it. "HĐND thành phố" is read by the level of the city
that is meant. Where the figure holds is records/statistics_scope.py's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import regex

from extractor.annotate import Annotation
from extractor.areas import Area, Gazetteer
from extractor.facts import Header
from extractor.model import Span
from extractor.reading import Reading
from extractor.structure import Line

if TYPE_CHECKING:
    from extractor.records.statistics_scope import Place


class ElectedBodies:
    """The elected bodies of one document. meant_by: the area that a bare "thành phố" means in it."""

    def __init__(
        self, reading: Reading, header: Header, gazetteer: Gazetteer, day: str | None, own: Area | None, meant_by: Callable[[str], Area | None]
    ) -> None:
        self._reading = reading
        self._header = header
        self._gazetteer = gazetteer
        self.day = day
        self.own = own
        self._meant_by = meant_by

    def office(self, line: Line, sentence: Span, evidence: Span, figure: Span, since: int, mode: str, place: Place) -> str | None:
        """The body that is elected: named in the evidence or right behind it, else - unless the indicator only
        takes what stands with it (mode "own") - the nearest one before it in the sentence, else in the heading."""
        if mode == "none":
            return None
        offices = self._reading.annotations.of_within("office", sentence)
        here = [a for a in offices if since <= a.span.start and a.span.start < self._reach(evidence.end, sentence.end)]
        behind = [a for a in here if a.span.start >= figure.end]
        before = [a for a in here if a.span.start < figure.start]
        if mode == "own":
            inside = [a for a in (*behind, *before) if evidence.holds(a.span) or 0 <= a.span.start - evidence.end <= 1]
            return self.body(inside[0], place) if inside else None
        ahead = [a for a in offices if a.span.end <= figure.start]
        later = [a for a in offices if a.span.start >= figure.end]
        clause = self._clause(sentence, figure)
        near = [a for a in (*ahead[::-1], *later) if clause.holds(a.span)]
        for annotation in (*behind[:1], *before[-1:], *near[:1], *ahead[-1:], *later[:1]):
            return self.body(annotation, place)
        opening = self._reading.annotations.of_within("office", Span(line.content, sentence.start)) if sentence.start > line.content else []
        if len({a.get("office") for a in opening}) == 1:  # "Bầu cử đại biểu Quốc hội: ... . Số phiếu phát ra ..."
            return self.body(opening[-1], place)
        return self.office_above(line)

    def _clause(self, sentence: Span, figure: Span) -> Span:
        """What stands between the semicolons around a figure."""
        view = self._reading.view
        start, end = view.rfind(";", sentence.start, figure.start), view.find(";", figure.end, sentence.end)
        return Span(start + 1 if start >= 0 else sentence.start, end if end >= 0 else sentence.end)

    def office_between(self, start: int, end: int, place: Place) -> str | None:
        """The last body named between two places."""
        found = self._reading.annotations.of_within("office", Span(start, end)) if start < end else []
        return self.body(found[-1], place) if found else None

    def _reach(self, start: int, end: int) -> int:
        """How far behind its evidence a figure's own words go: to the next figure or the next clause."""
        match = regex.compile(r"[,;:()]|(?<![\d./])\d").search(self._reading.view, start, end)
        return match.start() if match else end

    def office_above(self, line: Line) -> str | None:
        """The one body that the nearest heading naming any names, else the one the title of the document names."""
        titles = [e.span for e in (self._header.evidence.get("title"),) if e is not None and e.span is not None]
        for span in (*(above.span for above in self._reading.structure.ancestors(line)), *titles):
            found = self._reading.annotations.of_within("office", span)
            if found:
                return self.body(found[-1]) if len({a.get("office") for a in found}) == 1 else None
        return None

    def body(self, annotation: Annotation, place: Place | None = None) -> str | None:
        """The elected body an annotation names; place: of the figure, where it tells which "thành phố" is meant."""
        office = annotation.get("office")
        if office == "all":
            return None
        if office == "city_council":
            named = self._gazetteer.find(self._reading.annotations, Span(annotation.span.start, annotation.span.end + 30), self.day, self.own)
            level = named[0].level if named and named[0].span.start < annotation.span.end else self._city_level(place)
            return {"province": "provincial_council", "district": "district_council"}.get(level or "")
        return office

    def _city_level(self, place: Place | None) -> str | None:
        if self.own is None or self.own.level == "national":
            return (place.level if place.area.kind.lower() == "thành phố" else "district") if place is not None and place.area is not None else None
        area = self._meant_by("thành phố")
        return area.level if area else ("district" if self.own else None)
