"""Reading, Header and the dates found in, events (sự kiện) out: what is held on a day, with its kind, the
half of the day, place, mode, and whether it is planned or was held. A date is an event's only where the
text ties the two: "Sáng 5/4, UBND huyện tổ chức hội nghị ...", "lễ ... diễn ra ngày ...", "Thời gian: ..." of a
plan or invitation, or a polling day. One event a kind and day; a deadline or a citation's date is none."""

from __future__ import annotations

from extractor.facts import DatedSpan, Event, Header
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.event_calendar import Entry, entries
from extractor.records.event_details import EventDetails, closes, lasting_until
from extractor.records.event_finder import POINTING, Finder


def assemble(reading: Reading, header: Header, dated: tuple[DatedSpan, ...]) -> tuple[Event, ...]:
    """The events of a document in order of place, one for each kind and interval."""
    finder = Finder(reading, header)
    details = EventDetails(reading, header)
    events: dict[tuple[str, str | None, str | None], Event] = {}
    firm: set[int] = set()
    nouns: dict[Span, tuple[str, str | None, str | None]] = {}
    for date in dated:
        found = finder.find(date)
        if found is None:
            continue
        key = (found.kind, date.interval.earliest, date.interval.latest)
        if found.noun is not None:
            rival = nouns.setdefault(found.noun.span, key)
            if rival != key and date.rule in POINTING:
                continue
            if rival != key and events.get(rival) is not None and events[rival].span.start not in firm:
                del events[rival]
        if key in events and (date.rule in POINTING or events[key].span.start in firm):
            continue
        if date.rule not in POINTING:
            firm.add(date.span.start)
        began = nouns.get(found.noun.span, key) if found.noun is not None else key
        if began != key and began in events and closes(reading, events[began], date):
            events[began] = lasting_until(events[began], date)
            continue
        name, session, place, mode = details.of(found.noun, found.sentence, found.dated, found.kind)
        events[key] = Event(
            span=date.span,
            rule=found.rule,
            certainty=date.interval.certainty,
            name=name,
            kind=found.kind,
            interval=date.interval,
            session=session,
            time=date.interval.time,
            place=place,
            mode=mode,
            status=details.status(found.sentence, date.interval),
        )
    held = list(events.values())
    taken = {(e.kind, e.interval.latest, e.interval.time) for e in held if e.interval is not None}
    for entry in entries(reading, finder.nouns, dated):
        event = _of_calendar(entry, details)
        if event.interval is not None and (event.kind, event.interval.latest, event.interval.time) not in taken:
            held.append(event)
    return tuple(sorted(held, key=lambda e: e.span.start))


def _of_calendar(entry: Entry, details: EventDetails) -> Event:
    name, session, place, mode = details.of(entry.noun, entry.words, entry.dated, entry.kind)
    place = details.quoted(entry.place) if entry.place is not None else place
    interval = entry.dated.interval
    status = details.status(entry.words, interval)
    return Event(
        span=entry.span,
        rule=entry.rule,
        certainty=interval.certainty,
        name=name,
        kind=entry.kind,
        interval=interval,
        session=session,
        time=interval.time,
        place=place,
        mode=mode,
        status=status,
    )
