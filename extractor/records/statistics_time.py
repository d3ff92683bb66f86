"""When a figure is true: the earlier election or period it is told of to compare with, and the moment of an
interim count ("tính đến 11 giờ ngày 23/5 ..."). A Reading and its days in; each answer is asked for one figure
of one sentence by records/statistics.py, and is None where the sentence does not say."""

from __future__ import annotations

import regex

from extractor.facts import DatedSpan
from extractor.model import Span
from extractor.reading import Reading

_PAST_YEAR = regex.compile(r"(?i)(?:(?:năm|nhiệm kỳ|khóa)\s|\()(20\d\d)(?!\d)")
_HOUR = regex.compile(r"(\d{1,2})(?:\s?(?:giờ|h|g|:)\s?(\d{2})?)")
_PRESENT = regex.compile(r"(?i)(?<!\p{L})(?:năm nay|lần này|kỳ này|khóa này|nhiệm kỳ này|hiện nay)(?!\p{L})")
_AGAINST = regex.compile(r"(?i)so với")
_NEW_ITEM = regex.compile(r";\s*(?:và\s+)?$")
_UNTIL = ("đến", "lúc", "tới")
_A_TERM_AGO = 3  # years; a plan or decree of last year is no earlier election


class Times:
    """The days and hours of one document. day: the day that the document speaks from, for want of its own the usual
    one; published: its own day or ""."""

    def __init__(self, reading: Reading, dated: tuple[DatedSpan, ...], day: str | None, published: str) -> None:
        self._reading = reading
        self._dated = dated
        self._day = day
        self._published = published

    def earlier_period(self, sentence: Span, figure: Span, since: int) -> str | None:
        """Where a figure is one of an earlier election or period, to be compared with: its year, or "" where the
        year is not said ("nhiệm kỳ trước đạt 99,1%"); None where the figure is of the present."""
        view = self._reading.view
        if _PRESENT.search(view, max(sentence.start, since), figure.start):
            return None
        for hit in self._reading.annotations.within("figure_cues", Span(max(sentence.start, since), figure.start)):
            if hit.entry["effect"] == "past" and figure.start - hit.span.end < 60 and ";" not in view[hit.span.end : figure.start]:
                if _AGAINST.search(view, max(sentence.start, hit.span.start - 12), hit.span.end) and "," in view[hit.span.end : figure.start]:
                    continue  # "So với nhiệm kỳ trước, tỷ lệ đạt 99,5%" tells the rate of today
                return ""
        if self._day is None:
            return None
        for match in _PAST_YEAR.finditer(view, max(sentence.start, since), figure.start):
            if int(self._day[:4]) - int(match[1]) >= _A_TERM_AGO and ";" not in view[match.end() : figure.start]:
                return match[1]
        return None

    def as_of(self, sentence: Span, figure: Span) -> str | None:
        """The moment an interim figure is true of: the last day or hour before it that "đến" leads in; an hour
        without a day is one of the day named last before it, else of the day the document speaks from."""
        clocks = [a for a in self._reading.annotations.of_within("no_figure", Span(sentence.start, figure.start)) if a.rule == "no_figure.clock"]
        for item in reversed(self._dated):
            if sentence.start <= item.span.start and item.span.end <= figure.start and item.interval.latest and self._leads_up(item.span, sentence):
                later = [c for c in clocks if c.span.start >= item.span.end and (c.get("link").lower() in _UNTIL or self._leads_up(c.span, sentence))]
                if not later:  # "đến 9 giờ cùng ngày ..., đến 11 giờ ...": the hour named last counts
                    return item.interval.latest + (f"T{item.interval.time}" if item.interval.time else "")
                break
        for clock in reversed(clocks):
            hour = _HOUR.search(self._reading.view, clock.span.start, clock.span.end)
            if hour and (clock.get("link").lower() in _UNTIL or self._leads_up(clock.span, sentence)) and int(hour[1]) < 25:
                days = [i.interval.latest for i in self._dated if i.span.end <= figure.start and i.interval.latest and i.interval.earliest == i.interval.latest]
                day = days[-1] if days else self._published
                return f"{day}T{int(hour[1]):02d}:{hour[2] or '00'}" if day else None
        return None

    def _leads_up(self, span: Span, sentence: Span) -> bool:
        """A moment figures are true of: led in by "đến", "lúc", or standing at the head of its sentence ("17 giờ, số cử tri ...")."""
        head = not regex.search(r"[\p{L}\d]", self._reading.view[sentence.start : span.start]) or bool(_NEW_ITEM.search(self._reading.view, sentence.start, span.start))
        if head and regex.match(r"[,:]", self._reading.view[span.end : span.end + 1]) and regex.search(r"giờ|\d\s?[hg:]", self._reading.view[span.start : span.end]):
            return True
        lead = self._reading.view[max(0, span.start - 20) : span.start].lower()
        return bool(regex.search(r"(?:đến|lúc|hết|tới|vào)(?: thời điểm| lúc| hồi| khoảng)?\s*$", lead))

    def at_hour(self, header: str) -> str | None:
        """The moment that a column headed by an hour ("11h", "Đến 15 giờ") tells, on the document's own day."""
        hour = _HOUR.search(header)
        return f"{self._published}T{int(hour[1]):02d}:{hour[2] or '00'}" if hour and self._published and int(hour[1]) < 25 else None
