"""A stretch of text in, the event nouns of it out (event_nouns.csv) that name something held on a day: elections,
names of bodies and of houses aside. Serves event_finder.py and event_calendar.py."""

from __future__ import annotations

from extractor.annotate import Hit
from extractor.model import Span
from extractor.reading import Reading

# the kind of event for each kind of event_nouns.csv; what is missing lasts too long or says too little for an event of a day
KINDS = {
    "conference": "conference", "meeting": "meeting", "session": "session", "congress": "congress", "ceremony": "ceremony",
    "press_conference": "press_conference",
    "voter_meeting": "meeting", "reception": "meeting", "dialogue": "meeting", "contest": "contest", "festival": "festival", "training": "training",
}  # fmt: skip


class EventNouns:
    """The event nouns of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._annotations = reading.annotations

    def within(self, span: Span) -> list[Hit]:
        """Event nouns of a span that name something held, elections and names of bodies aside."""
        nouns = [hit for hit in self._annotations.within("event_nouns", span) if hit.entry["kind"] in KINDS]
        return [hit for hit in nouns if not self._inside_a_body(hit.span) and not self._inside_a_place(hit.span)]

    def _inside_a_place(self, span: Span) -> bool:
        """The Hội nghị of a Trung tâm Hội nghị."""
        return self._reading.search("event.place_of_events", max(0, span.start - 20), span.start) is not None

    def _inside_a_body(self, span: Span) -> bool:
        near = self._annotations.within("bodies", Span(max(0, span.start - 60), span.end + 40))
        return any(hit.span.holds(span) for hit in near)

    @staticmethod
    def past_meeting(nouns: list[Hit]) -> list[Hit]:
        """ "họp Hội nghị lần thứ tư": what is met for names the event, not the verb to meet."""
        if len(nouns) > 1 and nouns[0].entry.id == "hop" and nouns[1].span.start - nouns[0].span.end == 1:
            return nouns[1:]
        return nouns
