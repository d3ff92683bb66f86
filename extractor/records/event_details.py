"""The place of an event in the text in, what is said of it there out: its name, the half of the day, the
hall or town, whether people met in person or online, and whether it was to come or over. Serves events.py."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.annotate import Hit
from extractor.facts import DatedSpan, Event, Header, Interval
from extractor.model import Span
from extractor.reading import Reading
from extractor.text import squeeze

_SESSIONS = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "evening", "all_day": "all_day"}
_STOP = regex.compile(r"[.;]")
_LAST_BRACKET = regex.compile(r"\([^()]*\)\s*$")
_TAIL = regex.compile(r"[\s,.;:/(*-]+$")
_LOOKS_AHEAD = frozenset(("KH", "GM", "CTr", "CV", "HD", "CT", "CĐ", "TTr", "PA", "ĐA"))
_LONGEST_NAME = 260


class EventDetails:
    """Reads what surrounds an event of one document."""

    def __init__(self, reading: Reading, header: Header) -> None:
        self._reading = reading
        self._annotations = reading.annotations
        self._view = reading.view
        self._header = header

    def of(self, noun: Hit | None, sentence: Span, dated: DatedSpan, kind: str) -> tuple[str, str | None, str | None, str | None]:
        """Name, session, place and mode. A polling day is named by its words in the text; it has no one place or mode."""
        if noun is None:
            return self._election_name(sentence, dated), None, None, None
        name = self._name(noun)
        return name, self._session(dated), self._place(noun, sentence, dated), self._mode(noun, sentence)

    def status(self, sentence: Span, interval: Interval) -> str | None:
        """ "planned" after sẽ or dự kiến and for a day behind the document's own, "held" for a day before it."""
        day = self._header.day
        words = self._annotations.within("clause_words", sentence)
        if interval.certainty == "planned" or (day and interval.earliest and interval.earliest > day):
            return "planned"
        if day and interval.latest and interval.latest <= day:
            return "held"
        if self._header.type_code in _LOOKS_AHEAD or any(hit.entry["class"] == "future" for hit in words):
            return "planned"
        return "held" if self._header.genre == "news" or self._header.type_code in ("BC", "BB") else None

    def quoted(self, span: Span) -> str | None:
        """The words of a place cell, on one line."""
        return squeeze(_TAIL.sub("", self._reading.document.quote(span))) or None

    def _name(self, noun: Hit) -> str:
        line = self._reading.structure.line_at(noun.span.start)
        limit = min(line.end if line else noun.span.end, noun.span.start + _LONGEST_NAME)
        end = self._reading.search("event.name_end", noun.span.end, limit)
        stop = end.start() if end else limit
        text = self._reading.document.quote(Span(noun.span.start, stop))
        return squeeze(_TAIL.sub("", text))

    def _election_name(self, sentence: Span, dated: DatedSpan) -> str:
        hits = [h for h in self._annotations.within("event_nouns", sentence) if h.entry["kind"] == "election"]
        named = list(self._annotations.within("elections", sentence))
        if hits and named and 0 <= named[0].span.start - hits[0].span.end < 40:
            return squeeze(self._reading.document.quote(Span(hits[0].span.start, named[0].span.end)))
        everywhere = [h for h in self._annotations.hits("event_nouns") if h.entry["kind"] == "election"]
        hit = next(iter(hits or everywhere), None)
        return squeeze(self._reading.document.quote(hit.span if hit else dated.span))

    def _session(self, dated: DatedSpan) -> str | None:
        near = Span(max(0, dated.span.start - 14), dated.span.end)
        for hit in self._annotations.within("sessions", near):
            if not _STOP.search(self._view, hit.span.end, dated.span.start):
                return _SESSIONS.get(hit.entry["session"])
        return _session_of(dated.interval.time)

    def _place(self, noun: Hit, sentence: Span, dated: DatedSpan) -> str | None:
        label = self._place_label(dated)
        if label is not None:
            return label
        for place in self._annotations.of_within("event_place", sentence):
            far = place.span.start - max(noun.span.end, dated.span.end)
            if place.span.start > dated.span.start - 140 and far < 220:
                span = self._with_address(self._to_subject(place.groups["place"]))
                return squeeze(self._reading.document.quote(span)) or None
        return None

    def _with_address(self, place: Span) -> Span:
        """ "Hội trường tầng 2, trụ sở Huyện ủy": a hall with the house or town it stands in."""
        end = place.end
        for _ in range(3):
            more = self._reading.match("event.place_goes_on", end, end + 100)
            if more is None:
                break
            end = more.end()
        return Span(place.start, end)

    def _to_subject(self, place: Span) -> Span:
        """A place without a comma behind it ends where the body that hosts begins."""
        for body in self._annotations.within("bodies", Span(place.start + 1, place.end)):
            before = self._view[place.start : body.span.start].rstrip()
            if self._annotations.within("participation_verbs", Span(body.span.end, place.end)) and before:
                return Span(place.start, place.start + len(before))
        return place

    def _place_label(self, dated: DatedSpan) -> str | None:
        """ "Địa điểm: ..." within a few lines of "Thời gian: ..."."""
        line = self._reading.structure.line_at(dated.span.start)
        if line is None or not any(a.get("part") == "time" for a in self._annotations.of_within("event_label", line.span)):
            return None
        for other in self._reading.structure.lines[max(0, line.index - 3) : line.index + 5]:
            label = next((a for a in self._annotations.of_within("event_label", other.span) if a.get("part") == "place"), None)
            if label is not None:
                at = self._reading.match("event.at_word", label.span.end, other.end)
                text = _LAST_BRACKET.sub("", _TAIL.sub("", self._reading.document.quote(Span(at.end() if at else label.span.end, other.end))))
                return squeeze(_TAIL.sub("", text.lstrip())) or None
        return None

    def _mode_lines(self, index: int) -> list[Span]:
        """ "Hình thức: trực tiếp kết hợp trực tuyến" within a few lines of "Thời gian: ..."."""
        lines = self._reading.structure.lines[max(0, index - 3) : index + 5]
        return [line.span for line in lines if any(a.get("part") == "mode" for a in self._annotations.of_within("event_label", line.span))]

    def _mode(self, noun: Hit, sentence: Span) -> str | None:
        """Said in the event's name or sentence, else in its paragraph; an invitation may say it above."""
        line = self._reading.structure.line_at(sentence.start)
        places = [sentence, line.span if line else sentence]
        if noun.span.start < sentence.start:
            above = self._reading.structure.line_at(noun.span.start)
            places += [above.span if above else noun.span, Span(0, sentence.start)]
        places += self._mode_lines(line.index) if line is not None else []
        for place in places:
            modes = [a.get("mode") for a in self._annotations.of_within("event_mode", place)]
            if modes:
                return "hybrid" if "hybrid" in modes else modes[0]
        return None


def _session_of(time: str | None) -> str | None:
    """The half of the day an hour lies in: "14:30" is in the afternoon."""
    if time is None:
        return None
    return "morning" if time < "12:00" else "afternoon" if time < "18:00" else "evening"


def closes(reading: Reading, opened: Event, date: DatedSpan) -> bool:
    """The first day is that of the opening, the second that of the close of the same thing (khai mạc ..., bế mạc ...)."""
    start = opened.span.start
    begins = reading.search("event.opens_with", max(0, start - 30), start)
    return begins is not None and reading.search("event.closes_with", opened.span.end, date.span.start) is not None


def lasting_until(opened: Event, date: DatedSpan) -> Event:
    """One event from the opening to the close."""
    first, last = opened.interval, date.interval
    if first is None or first.earliest is None or last.latest is None or last.latest < first.earliest:
        return opened
    interval = Interval(f"{first.earliest}/{last.latest}", first.earliest, last.latest, first.time, certainty=first.certainty)
    return replace(opened, span=Span(opened.span.start, date.span.end), interval=interval, session=None)
