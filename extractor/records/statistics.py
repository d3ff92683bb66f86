"""A Reading, its header and its days in; the statistics of the document out, one record a figure, each with
indicator, unit, area, elected body, period and status - and a problem for every figure that counts something
but is printed so that it has no one value. The steps stand in the modules beside this one: find the figures,
bind them sentence by sentence, read the tables, say what they hold for; here they become records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from extractor.facts import Certainty, DatedSpan, Header, Statistic
from extractor.model import Problem, Span
from extractor.reading import Reading
from extractor.records.names import find_names
from extractor.records.statistics_binding import SentenceBinder
from extractor.records.statistics_comparison import comparison
from extractor.records.statistics_cues import Cues
from extractor.records.statistics_figures import Quantity, find_quantities
from extractor.records.statistics_heads import CellFigure
from extractor.records.statistics_no_result import NoResult
from extractor.records.statistics_other import read_other
from extractor.records.statistics_scope import Place, Scope
from extractor.records.statistics_tables import TableReader
from extractor.records.statistics_voters import Bound
from extractor.rules import Entry
from extractor.structure import Line
from extractor.text import squeeze
from extractor.values import Figure, read_number

_MOMENTS = ("no_figure.clock", "no_figure.day")  # "đến 11 giờ 71,2%, đến 15 giờ 90,4%": a moment may part two items of a list
_A_SERIES = 3  # rates one after another
_ONLY_A_COUNTRY = 15_000_000  # voters: no province of Viet Nam has as many


def assemble(reading: Reading, header: Header, dated: tuple[DatedSpan, ...]) -> tuple[tuple[Statistic, ...], tuple[Problem, ...]]:
    """The statistics in order of place, and the problems of malformed figures among them."""
    scope = Scope(reading, header, dated)
    cues = Cues(reading)
    prose = _Prose(reading, scope, cues)
    records = list(prose.read())
    records += read_other(reading, header, scope, cues, prose.quantities, prose.used)
    records += [_of_cell(found, reading, scope) for found in TableReader(reading, scope, cues).read()]
    records = _once_a_place(records)
    problems = tuple(
        Problem("warning", "extract", reading.document.source.path, f"the figure {r.printed!r} ({r.label}) is malformed and has no value", r.span)
        for r in records
        if r.value is None
    )
    return tuple(records), problems


def _once_a_place(records: list[Statistic]) -> list[Statistic]:
    """The same place never gives two rows of one indicator and value, but for the areas that share it."""
    kept: dict[tuple[int, str, object, str | None], Statistic] = {}
    for record in sorted(records, key=lambda r: (r.span.start, r.span.end, r.indicator)):
        shared = record.area if record.indicator == "turnout_rate" else None
        kept.setdefault((record.span.end, record.indicator, record.value, shared), record)
    return list(kept.values())


class _Prose:
    """Figures of running text."""

    def __init__(self, reading: Reading, scope: Scope, cues: Cues) -> None:
        self._reading = reading
        self._scope = scope
        self._cues = cues
        self._rows = {entry.id: entry for entry in reading.rules.lists["indicators"].entries}
        self._refused = NoResult(reading, cues)
        self._before: Bound | None = None
        self._told: Bound | None = None  # the turnout last told
        self._names: list[Span] | None = None
        self._offices: dict[Span, str | None] = {}
        self._places: dict[Span, Place] = {}
        self._last_place: Place | None = None
        self._last_line = 0
        self._wholes: dict[tuple[int, str], Place] = {}  # (line, indicator) -> where it was last said to hold
        self.quantities: list[Quantity] = []
        self.used: list[Span] = []
        whole, title = Span(0, len(reading.view)), scope.title
        self._of_voters_meeting = any(cue.rule == "indicator.voters_summoned" for cue in cues.within(whole))
        self._of_voters_meeting |= title is not None and any("voter_meetings" in cue.indicators for cue in cues.within(title))
        self._of_election = bool(reading.annotations.of("office")) or any(h.entry["effect"] == "election" for h in reading.annotations.hits("figure_cues"))

    def read(self) -> Iterator[Statistic]:
        self.quantities = find_quantities(self._reading)
        by_line = groupby(self.quantities, key=lambda q: self._reading.structure.line_at(q.span.start))
        for line, quantities in by_line:
            if line is not None:
                inside = list(quantities)
                self._before = self._introduced(line) or self._goes_on(line, inside)
                yield from self._read_line(line, inside)

    def _introduced(self, line: Line) -> Bound | None:
        """The turnout that the line over a list says its items tell ("Tỷ lệ cử tri đi bầu của các huyện như sau:", "- Quỳ Châu: 99,9%")."""
        above = self._reading.structure.parent(line)
        if above is None or not self._reading.view[above.start : above.end].rstrip().endswith(":"):
            return None
        said = [cue for cue in self._cues.within(above.span) if cue.counts(True)]
        if {i for cue in said for i in cue.indicators} != {"voters_voted"} or any(above.span.holds(q.span) for q in self.quantities):
            return None
        nothing = Quantity(said[-1].span, "percent", Figure("", None), None, "exact", said[-1].span.start, bare=True, noun=None)
        return Bound(nothing, "turnout_rate", said[-1].span, said[-1].span, said[-1].rule)

    def _goes_on(self, line: Line, quantities: list[Quantity]) -> Bound | None:
        """The turnout told in the paragraph before, where this one is a series of areas with a rate each and names
        nothing that they are of ("2 tỉnh đạt cao nhất là A và B là 99,99%; C 99,98%; D 99,97%")."""
        rates = [quantity for quantity in quantities if quantity.kind == "percent"]
        if self._told is None or len(rates) < _A_SERIES or self._cues.within(line.span):
            return None
        if self._reading.search("area_word.series_opener", line.start, rates[0].span.start) is None:
            return None
        return self._told if len(self._scope.mentions(line)) >= len(rates) else None

    def _read_line(self, line: Line, quantities: list[Quantity]) -> Iterator[Statistic]:
        for sentence in self._reading.structure.sentences(line):
            inside = [q for q in quantities if sentence.holds(q.span)]
            if inside:
                yield from self._read_sentence(line, sentence, inside)

    def _read_sentence(self, line: Line, sentence: Span, quantities: list[Quantity]) -> Iterator[Statistic]:
        passing = [a.span for a in self._reading.annotations.of_within("office", sentence)]
        passing += [m.span for m in self._scope.mentions(line) if sentence.holds(m.span)]
        passing += [a.span for a in self._reading.annotations.of_within("no_figure", sentence) if a.rule in _MOMENTS]
        binder = SentenceBinder(self._reading, sentence, self._cues.within(sentence), sorted(passing), self._people(sentence), self._before, of_meetings=self._met(line, sentence))
        bound = [self._at_a_voters_meeting(item) for item in binder.bind(quantities)]
        self.used += [item.quantity.span for item in bound]
        since = sentence.start
        for index, item in enumerate(bound):
            if not self._refused.holds(item, sentence, since, self.quantities, self._people(sentence)) and self._in_context(item, line):
                record = self._record(item, line, sentence, since)
                earlier = self._scope.times.earlier_period(sentence, item.quantity.span, since)
                # a figure of an earlier election is kept, but not as this document's own
                if item.indicator == "turnout_rate" and earlier is None:
                    for place in self._scope.sharing(line, sentence, item.quantity.span):
                        yield replace(record, area=place.name, area_code=place.code, level=place.level)
                yield replace(record, indicator="other", base=item.indicator, period=earlier or None) if earlier is not None else record
                if self._rows[item.indicator]["unit"] == "percent" and item.indicator == "turnout_rate":
                    self._before = self._told = item
            following = bound[index + 1] if index + 1 < len(bound) else None
            if following is None or following.quantity is not item.quantity:
                since = max(since, item.evidence.end)

    def _met(self, line: Line, sentence: Span) -> bool:
        said = Span(line.start, sentence.end)
        return any("voter_meetings" in cue.indicators for cue in self._cues.within(said))

    def _at_a_voters_meeting(self, item: Bound) -> Bound:
        """In the minutes of a meeting with voters those present are its attendance, no delegates."""
        return replace(item, indicator="meeting_attendance") if item.indicator == "delegates_present" and self._of_voters_meeting else item

    def _people(self, sentence: Span) -> list[Span]:
        """Where persons are named in a sentence that speaks of votes; elsewhere nobody asks."""
        votes = any(hit.entry.id == "phieu" for hit in self._reading.annotations.within("count_nouns", sentence))
        if not votes and not any({"votes_received", "elected"} & set(cue.indicators) for cue in self._cues.within(sentence)):
            return []
        if self._names is None:
            self._names = [name.span for name in find_names(self._reading)]
        return [span for span in self._names if sentence.holds(span)]

    def _subject(self, item: Bound, sentence: Span) -> str | None:
        if item.indicator not in ("votes_received", "vote_share"):
            return None
        before = [span for span in self._people(sentence) if span.end <= item.quantity.span.start]
        return squeeze(self._reading.document.quote(before[-1])) if before else None

    def _in_context(self, item: Bound, line: Line) -> bool:
        """Some phrases count what they say only where elections are spoken of (nữ chiếm 29%), or meetings with
        voters: in the same paragraph or a heading over it ("election", "meeting"), or anywhere ("document")."""
        context = self._rows[item.indicator]["context"]
        if not context:
            return True
        if context == "document":
            return self._of_election
        if context == "meeting" and self._of_voters_meeting:
            return True
        wanted = ("voter_meetings",) if context == "meeting" else ("elected", "candidates", "seats", "self_nominated_candidates")
        for place in (line, *self._reading.structure.ancestors(line)):
            if any(set(cue.indicators) & set(wanted) for cue in self._cues.within(place.span)):
                return True
            if context == "election" and self._reading.annotations.of_within("office", place.span):
                return True
        return False

    def _record(self, item: Bound, line: Line, sentence: Span, since: int) -> Statistic:
        row = self._rows[item.indicator]
        figure = self._figure(item, row["unit"])
        place = self._place(item, line, sentence, since)
        if item.indicator in ("registered_voters", "voters_voted") and (figure.value or 0) > _ONLY_A_COUNTRY:
            place = self._places[item.label] = self._scope.country()
        office = self._office(item, line, sentence, since, place)
        certainty: Certainty = "stated" if place.stated else "inferred"
        return Statistic(
            span=item.evidence,
            rule=item.rule,
            certainty=certainty,
            indicator=item.indicator,
            label=squeeze(self._reading.document.quote(item.label)),
            printed=figure.printed,
            value=figure.value,
            unit=row["unit"],
            decimals=figure.decimals,
            qualifier=item.quantity.qualifier,
            area=place.name,
            area_code=place.code,
            level=place.level,
            unit_no=place.unit_no,
            office=office,
            subject=self._subject(item, sentence),
            base=self._base(row, sentence),
            period=_period(row, self._scope),
            comparison=comparison(self._reading, sentence, item.evidence),
            as_of=self._as_of(item, sentence),
            status=self._status(sentence),
        )

    def _place(self, item: Bound, line: Line, sentence: Span, since: int) -> Place:
        """A carried item holds for the area of the one it was carried from, unless it names its own."""
        named = any(since <= m.span.start and m.span.end <= item.quantity.span.start for m in self._scope.mentions(line))
        if item.carried and item.label in self._places and not named:
            return self._places[item.label]
        place = self._scope.place(line, sentence, item.evidence, item.quantity.span)
        row = self._rows[item.indicator]
        if not place.stated and row["unit"] in ("person", "ballot", "percent") and row["context"] != "meeting":
            place = self._scope.unit_over(line) or place
        if not place.stated and item.indicator == "turnout_rate":
            place = self._scope.named_bare(sentence, item.quantity.lead, self._last_place) or place
        unsaid = not place.stated and place == self._scope.default()
        opened = self._scope.opened(line)
        if unsaid and opened is not None and (self._last_place is None or self._last_line < opened[0]):
            place = opened[1]  # a text of several areas goes on with the one it spoke of
        elif self._last_place is not None and (place.name is None or (self._scope.several and unsaid)):
            place = replace(self._last_place, stated=False, unit_no=None)
        elif place.unit_no is None and (place.stated or place != self._scope.default()):
            self._last_place, self._last_line = place, line.index
        if row["base"] and unsaid and (line.index, row["base"]) in self._wholes:
            place = replace(self._wholes[line.index, row["base"]], stated=False)  # "... có 33 đại biểu trúng cử. Trong đó, nữ đạt 30,3%"
        self._wholes[line.index, item.indicator] = place
        self._places[item.label] = place
        return place

    def _office(self, item: Bound, line: Line, sentence: Span, since: int, place: Place) -> str | None:
        """A carried item keeps the body of the one it was carried from, unless it names its own."""
        row = self._rows[item.indicator]
        mode = row["office"]
        if item.carried and mode == "own":
            office = self._scope.elected.office_between(since, item.quantity.span.start, place) or self._offices.get(item.label)
            self._offices[item.label] = office
            return office
        office = self._scope.elected.office(line, sentence, item.evidence, item.quantity.span, since, mode, place)
        if row["context"] == "election" and not self._reading.annotations.of_within("office", sentence):
            earlier = self._reading.annotations.of_within("office", Span(line.start, sentence.start)) if sentence.start > line.start else []
            office = self._scope.elected.body(earlier[-1], place) if earlier else office  # "Trong đó, tỷ lệ nữ ..." goes on about the same body
        self._offices[item.label] = office
        return office

    def _as_of(self, item: Bound, sentence: Span) -> str | None:
        """The moment a figure is true of: what is carried from an item before holds as of the same moment, unless it names its own."""
        own = self._scope.times.as_of(sentence, item.quantity.span)
        if own is not None or not item.carried or item.label.end > item.quantity.span.start:
            return own
        told = self._reading.structure.sentence_at(item.label.start)
        end = item.label.end if told == sentence else told.end
        return self._scope.times.as_of(told, Span(end, end))

    def _base(self, row: Entry, sentence: Span) -> str | None:
        """What a rate is of; the structure of a list of candidates is of these, not of the elected."""
        said = {indicator for cue in self._cues.within(sentence) for indicator in cue.indicators}
        of_candidates = row["base"] == "elected" and "candidates" in said and not said & {"elected", "seats"}
        return "candidates" if of_candidates else row["base"] or None

    def _figure(self, item: Bound, unit: str) -> Figure:
        quantity = item.quantity
        if item.part == "whole" and quantity.whole is not None:
            return quantity.whole
        if quantity.kind == "count" and unit != "percent" and quantity.scale == 1 and isinstance(quantity.figure.value, float):
            return read_number(quantity.figure.printed, counts_wholes=True)
        return quantity.figure

    def _status(self, sentence: Span) -> str | None:
        for hit in self._reading.annotations.within("figure_cues", sentence):
            if hit.entry["effect"] == "preliminary":
                return "preliminary"
        return None


def _period(row: Entry, scope: Scope) -> str | None:
    """Of a figure that an election produced, its polling day."""
    of_the_vote = row["context"] in ("election", "document") or (row["office"] == "own" and row["context"] != "meeting" and row.id != "voter_meetings")
    return scope.polling_day if of_the_vote else None


def _of_cell(found: CellFigure, reading: Reading, scope: Scope) -> Statistic:
    row = next(entry for entry in reading.rules.lists["indicators"].entries if entry.id == found.indicator)
    place = found.place
    return Statistic(
        span=found.span,
        rule=found.rule,
        certainty="stated" if place.stated else "inferred",
        indicator=found.indicator,
        label=squeeze(found.label),
        printed=squeeze(reading.document.quote(found.span)),
        value=found.figure.value,
        unit=row["unit"],
        decimals=found.figure.decimals,
        area=place.name,
        area_code=place.code,
        level=place.level,
        unit_no=place.unit_no,
        office=found.office,
        subject=found.subject,
        base=row["base"] or None,
        period=_period(row, scope),
        as_of=found.as_of,
        cell=found.cell,
    )
