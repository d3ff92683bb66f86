"""One date of the text in, the event (sự kiện) it belongs to out, or None. A date is an event's only where the text
ties the two: "Sáng 5/4, UBND huyện tổ chức hội nghị ...", "lễ ... diễn ra ngày ...", "Thời gian: ..." of a plan or
invitation, "Lễ khai mạc: 19 giờ ...", the hour at which minutes open, or a polling day. Serves events.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.annotate import Hit
from extractor.facts import DatedSpan, Header, Interval
from extractor.model import Span
from extractor.reading import Reading
from extractor.records.event_nouns import KINDS, EventNouns
from extractor.structure import Line

POINTING = frozenset(("date.relative_day", "date.same_day"))  # "hôm nay": a printed day tells more
_PAUSE = regex.compile(r"[,;.](?!\d)")
_CLAUSE_END = regex.compile(r"[;:]")
_MARK = regex.compile(r"[,;:.()]")
_ASIDE = regex.compile(r"\([^()]*\)|^[\s–-]+")
_LEAD = 12  # characters between the head of a line and the noun it is about
_NEAR_START = 64
_LONGEST_GAP = 130
_LONGEST_OPENER = 900
_LONGEST_PERIOD = 62  # days
_A_FEW_DAYS = 8
_A_MONTH = 31


@dataclass(frozen=True, slots=True)
class Found:
    """A date tied to an event noun. noun: None for a polling day."""

    dated: DatedSpan
    kind: str
    noun: Hit | None
    sentence: Span
    rule: str


class Finder:
    """Finds the events of the dates of one document."""

    def __init__(self, reading: Reading, header: Header) -> None:
        self._reading = reading
        self._annotations = reading.annotations
        self._view = reading.view
        self._header = header
        self.nouns = EventNouns(reading)
        elections = reading.rules.lists.get("elections")
        self._polling_days = frozenset(entry["day"] for entry in elections.entries) if elections else frozenset()
        self._header_spans = [e.span for key in ("issued_on", "published_at", "number", "copy") if (e := header.evidence.get(key)) and e.span]

    def find(self, date: DatedSpan) -> Found | None:
        """The event of a date; None where it is none's."""
        line = self._reading.structure.line_at(date.span.start)
        interval = date.interval
        if line is None or line.kind == "furniture" or interval.latest is None or interval.earliest is None or _days(interval) > _LONGEST_PERIOD:
            return None
        if any(span.touches(date.span) for span in self._header_spans):
            return None
        sentence = self._sentence(date, line)
        if self._is_cited(date, sentence) or self._only_ends(date, sentence):
            return None
        polling = self._polling_day(date, sentence)
        if polling is not None:
            return polling
        labelled = self._labelled(date, line)
        if labelled is not None:
            return labelled
        if self._is_deadline(date, sentence):
            return None
        return (
            self._named_line(date, line)
            or self._event_before(date, sentence, line)
            or self._event_after(date, sentence, line)
            or self._under_its_name(date, line)
            or self._minutes(date, line)
        )

    def _named_line(self, date: DatedSpan, line: Line) -> Found | None:
        """ "1. Lễ khai mạc: 19 giờ 30 phút ngày 25/5/2023 tại Quảng trường": a line that names an event, and when."""
        nouns = self.nouns.within(Span(line.content, min(line.end, line.content + _LEAD + 12)))
        if not nouns or nouns[0].span.end > date.span.start or _days(date.interval) > _A_MONTH:
            return None
        colon = self._view.find(":", nouns[0].span.end, date.span.start)
        if colon < 0 or colon - nouns[0].span.end > _LONGEST_GAP or not self._reading.fills("event.line_opens", colon + 1, date.span.start):
            return None
        return Found(date, KINDS[nouns[0].entry["kind"]], nouns[0], line.span, "event.named_line")

    def _minutes(self, date: DatedSpan, line: Line) -> Found | None:
        """The hour and day at which minutes (biên bản) open: of what they go on to name, or of a meeting."""
        if self._header.type_code != "BB" or not self._reading.fills("event.minutes_open", line.content, date.span.start):
            return None
        nouns = self.nouns.within(Span(date.span.end, date.span.end + 2 * _LONGEST_OPENER))
        title = self._header.evidence.get("title")
        titled = self.nouns.within(title.span) if title is not None and title.span is not None else []
        noun = next(iter(titled or nouns), None)
        if noun is None:
            return None
        told = self._reading.structure.line_at(nouns[0].span.start) if nouns else None
        return Found(date, KINDS[noun.entry["kind"]], noun, Span(line.start, told.end if told is not None else line.end), "event.minutes_open")

    def _under_its_name(self, date: DatedSpan, line: Line) -> Found | None:
        """ "2. Diễn đàn khởi nghiệp" and under it "Dự kiến chiều 16/3, tại Nhà thiếu nhi huyện; ...": a line that
        opens with day and place, under a short line that names what is held."""
        if not self._reading.fills("event.line_opens", line.content, date.span.start):
            return None
        after = Span(date.span.end, min(line.end, date.span.end + _NEAR_START))
        if not self._annotations.of_within("event_place", Span(after.start, line.end)) or self.nouns.within(after):
            return None
        above = self._reading.structure.parent(line)
        nouns = self.nouns.within(above.span) if above is not None and len(above.span) < 2 * _LONGEST_GAP else []
        return Found(date, KINDS[nouns[0].entry["kind"]], nouns[0], line.span, "event.under_its_name") if nouns else None

    def _sentence(self, date: DatedSpan, line: Line) -> Span:
        """The sentence of the date; a mere "Hôm nay, ngày 4 tháng 5." is read with the one behind it."""
        sentences = list(self._reading.structure.sentences(line))
        for index, sentence in enumerate(sentences):
            if date.span.start < sentence.end:
                following = sentences[index + 1] if index + 1 < len(sentences) else None
                if following is not None and self._annotations.of_within("date", following):
                    return sentence  # the next sentence has a day of its own
                short = len(sentence) - len(date.span) < _NEAR_START and index + 1 < len(sentences)
                return Span(sentence.start, sentences[index + 1].end) if short else sentence
        return line.span

    def _is_cited(self, date: DatedSpan, sentence: Span) -> bool:
        """True where the date belongs to a document named before it ("Kế hoạch số 4/KH-UBND ngày ...")."""
        near = Span(max(sentence.start, date.span.start - 60), date.span.start)
        if any(number.span.end > date.span.start - 12 for number in self._annotations.of_within("document_number", near)):
            return True
        types = self._annotations.within("document_types", Span(max(sentence.start, date.span.start - 200), date.span.start))
        types = [hit for hit in types if self._view[hit.span.start].isupper()]
        if not types:
            return False
        between = Span(types[-1].span.end, date.span.start)
        if self.nouns.within(between) or self._annotations.of_within("event_when", between):
            return False
        return not _PAUSE.search(self._view, between.start, between.end)

    def _only_ends(self, date: DatedSpan, sentence: Span) -> bool:
        """True of the hour at which minutes say a meeting closed: its day is said where it opened."""
        ends = self._annotations.of_within("event_end", Span(max(sentence.start, date.span.start - 40), date.span.end))
        return any(not self._view[end.span.end : date.span.start].strip() for end in ends)

    def _is_deadline(self, date: DatedSpan, sentence: Span) -> bool:
        """True directly behind chậm nhất, trước, hạn, đến hết."""
        for hit in self._annotations.within("deadline_cues", Span(max(sentence.start, date.span.start - 36), date.span.end)):
            if hit.entry["kind"] in ("no_later_than", "before") and not _PAUSE.search(self._view, hit.span.end, date.span.start):
                return True
        return False

    def _polling_day(self, date: DatedSpan, sentence: Span) -> Found | None:
        interval = date.interval
        if interval.earliest != interval.latest:
            return None
        if interval.latest in self._polling_days and self._about_voting(date, sentence):
            return Found(date, "election", None, sentence, "elections.polling_day")
        for cue in self._cues(date, sentence, "election"):
            about = self._held_about_an_election(sentence, date)
            if about is not None:
                return Found(date, KINDS[about.entry["kind"]], about, sentence, cue)
            return Found(date, "election", None, sentence, cue)
        return None

    def _about_voting(self, date: DatedSpan, sentence: Span) -> bool:
        """Said in the paragraph of the day, or by the title of the document."""
        line = self._reading.structure.line_at(date.span.start)
        whole = line.span if line is not None else sentence
        near = Span(max(whole.start, date.span.start - 400), min(whole.end, date.span.end + 400))
        title = self._header.evidence.get("title")
        places = [near] + ([title.span] if title is not None and title.span is not None else [])
        return any(self._reading.search("event.voting", place.start, place.end) for place in places)

    def _held_about_an_election(self, sentence: Span, date: DatedSpan) -> Hit | None:
        """ "Hội nghị tổng kết cuộc bầu cử được tổ chức ngày ...": the day is that of the meeting."""
        nouns = self.nouns.within(Span(sentence.start, date.span.start))
        return nouns[-1] if nouns and not _MARK.search(self._view, nouns[-1].span.end, date.span.start) else None

    def _cues(self, date: DatedSpan, sentence: Span, kind: str) -> Iterator[str]:
        """The ids of the rules whose find ends where the date begins."""
        for cue in self._annotations.of_within("event_when", Span(max(sentence.start, date.span.start - 260), date.span.end)):
            if cue.get("kind") == kind and cue.span.start < date.span.start and self._reading.fills("event.lasting", cue.span.end, date.span.start):
                yield cue.rule

    def _labelled(self, date: DatedSpan, line: Line) -> Found | None:
        """ "Thời gian: ..." of a plan or invitation whose title or heading names the event."""
        label = next((a for a in self._annotations.of_within("event_label", line.span) if a.get("part") == "time"), None)
        if label is None or not 0 <= date.span.start - label.span.end < _NEAR_START:
            return None
        noun = self._titled_noun(line)
        return Found(date, KINDS[noun.entry["kind"]], noun, line.span, label.rule) if noun else None

    def _titled_noun(self, line: Line) -> Hit | None:
        """The event noun of the headings above, of the title, or the last one of the text before."""
        for above in self._reading.structure.ancestors(line):
            nouns = self.nouns.within(above.span)
            if nouns:
                return nouns[0]
        if self._header.type_code == "GM":  # what one is invited to stands between the invitation and its time
            before = self.nouns.within(Span(max(0, line.start - _LONGEST_OPENER), line.start))
            asked = [n for n in before if self._reading.search("event.invited", max(0, n.span.start - 60), n.span.start)]
            if asked:
                return asked[-1]
        title = self._header.evidence.get("title")
        if title is not None and title.span is not None and (nouns := self.nouns.within(title.span)):
            return nouns[0]
        if not any(a.get("part") == "place" for a in self._annotations.of_within("event_label", Span(line.start, line.end + 400))):
            return None
        for other in self._reading.structure.lines[max(0, line.index - 4) : line.index + 6]:
            if any(a.get("part") == "content" for a in self._annotations.of_within("event_label", other.span)) and (nouns := self.nouns.within(other.span)):
                return nouns[0]
        before = self.nouns.within(Span(0, line.start))
        return before[0] if before else None

    def _event_before(self, date: DatedSpan, sentence: Span, line: Line) -> Found | None:
        """ "hội nghị hiệp thương lần thứ ba ngày 15/4", "Lễ hội ... diễn ra ngày 2/3"."""
        reach = Span(max(sentence.start, date.span.start - 2 * _LONGEST_GAP), date.span.start)
        nouns = self.nouns.within(reach)
        if not nouns:
            return None
        noun = nouns[-1]
        gap = self._view[noun.span.end : date.span.start]
        held = next(self._cues(date, sentence, "held"), None)
        heads_its_line = noun.span.start - line.content < _LEAD and gap.count(":") == 1 and ";" not in gap
        if held is not None and (heads_its_line or not _CLAUSE_END.search(gap)):
            return Found(date, KINDS[noun.entry["kind"]], noun, sentence, held)
        lead = self._reading.search("event.leads_in", noun.span.end, date.span.start)
        if self._is_held(noun.span.end, date.span.start) and not _CLAUSE_END.search(gap) and _days(date.interval) < _A_FEW_DAYS:
            return Found(date, KINDS[noun.entry["kind"]], noun, sentence, "event.held_so_on_day")
        if lead and self._reading.search("event.was_held", noun.span.end, date.span.start) and not _CLAUSE_END.search(gap):
            return Found(date, KINDS[noun.entry["kind"]], noun, sentence, "event.held_so_on_day")
        longest = _LONGEST_GAP if lead else _LONGEST_GAP // 3
        gap = gap[: lead.start() - noun.span.end] if lead else gap
        near = len(gap) <= longest and not _MARK.search(gap)
        if near and _days(date.interval) < (_A_MONTH if lead else _A_FEW_DAYS) and not self._has_verb(noun.span.end, noun.span.end + len(gap)):
            return Found(date, KINDS[noun.entry["kind"]], noun, sentence, "event.named_with_day")
        return None

    def _event_after(self, date: DatedSpan, sentence: Span, line: Line) -> Found | None:
        """ "Sáng 5/4, tại ..., UBND huyện tổ chức hội nghị ...": a day at the head of its sentence."""
        if date.span.start - sentence.start > 3 * _LONGEST_GAP:
            return None
        sentence = Span(sentence.start, min(sentence.end, date.span.end + _LONGEST_OPENER))
        lead = _ASIDE.sub("", self._view[sentence.start : date.span.start])
        if date.interval.time is None and self._reading.search("event.since", sentence.start, date.span.start):
            return None  # "Từ đầu năm đến ngày 15/6, huyện đã tổ chức 12 hội nghị"
        if len(lead.strip(" -–,.")) > _NEAR_START or self.nouns.within(Span(sentence.start, date.span.start)):
            return None
        for verb in self._annotations.within("participation_verbs", Span(date.span.end, sentence.end)):
            if verb.entry["kind"] not in ("none",) and verb.entry["frame"] in ("host", "action"):
                nouns = self.nouns.within(Span(verb.span.start, min(sentence.end, verb.span.end + _NEAR_START)))
                if not nouns and verb.entry["frame"] == "host" and self._view[verb.span.start - 5 : verb.span.start] == "được ":
                    nouns = self.nouns.within(Span(date.span.end, verb.span.start))
                if nouns:
                    nouns = self.nouns.past_meeting(nouns)
                    return Found(date, KINDS[nouns[0].entry["kind"]], nouns[0], sentence, f"participation_verbs.{verb.entry.id}")
        for cue in self._annotations.of_within("event_when", Span(date.span.end, sentence.end)):
            nouns = self.nouns.within(Span(date.span.end, min(sentence.end, cue.span.end + _NEAR_START)))
            if nouns:
                return Found(date, KINDS[nouns[0].entry["kind"]], nouns[0], sentence, cue.rule)
        return self._verbless(date, sentence)

    def _is_held(self, start: int, end: int) -> bool:
        """ "Kỳ họp thứ 12 HĐND tỉnh khóa X, nhiệm kỳ ... khai mạc": the verb of the event itself behind its name."""
        held = self._reading.search("event.is_held", start, min(end, start + _LONGEST_GAP + 40))
        if held is None or any(mark in self._view[start : held.start()] for mark in ".;:"):
            return False
        commas = [at for at in range(start, held.start()) if self._view[at] == ","]
        return all(self._reading.match("event.name_goes_on", at) is not None for at in commas)

    def _verbless(self, date: DatedSpan, sentence: Span) -> Found | None:
        """ "Sáng 27/4, Tổ công tác họp đánh giá ...", "Sáng nay (3/4) diễn ra lễ ...": the noun itself tells."""
        nouns = self.nouns.within(Span(date.span.end, min(sentence.end, date.span.end + 2 * _LONGEST_GAP)))
        met = self.nouns.past_meeting(nouns)
        if met is not nouns:
            return Found(date, KINDS[met[0].entry["kind"]], met[0], sentence, f"event_nouns.{met[0].entry.id}")
        for hit in nouns:
            text = self._view[hit.span.start : hit.span.end]
            opened = self._reading.search("event.opened_before", date.span.end, hit.span.start)
            if text in ("họp", "tiếp xúc cử tri") or opened or self._is_held(hit.span.end, sentence.end):
                return Found(date, KINDS[hit.entry["kind"]], hit, sentence, f"event_nouns.{hit.entry.id}")
        return None

    def _has_verb(self, start: int, end: int) -> bool:
        partner = self._reading.match("event.with_partner", start, end)
        start = partner.end() if partner is not None else start
        verbs = self._annotations.within("participation_verbs", Span(start, end))
        words = self._annotations.within("clause_words", Span(start, end))
        return any(hit.entry["kind"] != "none" for hit in verbs) or any(hit.entry["class"] in ("stop", "negation", "agent") for hit in words)


def _days(interval: Interval) -> int:
    """How many days an interval spans, roughly enough to tell a day from a season."""
    first, last = (interval.earliest or "")[:10], (interval.latest or "")[:10]
    if len(first) < 10 or len(last) < 10:
        return 10_000
    return (int(last[:4]) - int(first[:4])) * 365 + (int(last[5:7]) - int(first[5:7])) * 30 + int(last[8:]) - int(first[8:])
