"""Header, deadlines and events in, Outcomes out: days that cannot follow one another. A deadline counted from
the election day against the day printed beside it ("04/3/2021 (80 ngày trước ngày bầu cử)"), a deadline
before the document that sets it, an event reported as held on a day after the report or not over when the news appeared, a digital signature of
another day than the date of issue. The election day is the one the document itself names, else the one of
the list elections that is near; then it is a warning at most, as is a count that is off by one (whether the
first day counts is read both ways)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from extractor import dating
from extractor.audit.report import Outcome, Unchecked, make_finding
from extractor.facts import Deadline, Event, Header
from extractor.model import Document, Severity, Span
from extractor.rules import RuleSet
from extractor.text import lower, normalize, squeeze

COUNTED, BEFORE_ISSUE, AFTER_REPORT, STAMP = "counted_day", "deadline_before_issue", "event_after_report", "signature_day"
_COUNTED_MESSAGE = ("Ngày ghi trong văn bản không khớp với số ngày tính từ ngày bầu cử.", "The printed day is not that many days from the election day.")
_BEFORE_MESSAGE = ("Thời hạn đứng trước ngày ban hành văn bản.", "The deadline lies before the day on which the document was issued.")
_AFTER_MESSAGE = ("Văn bản kể là đã diễn ra một việc có ngày sau ngày của văn bản.", "An event told as held lies after the day of the document.")
_UNFINISHED_MESSAGE = ("Tin đăng trước khi việc được kể diễn ra xong.", "Published before the event it tells as held was over.")
_STAMP_MESSAGE = ("Ngày trong chữ ký số khác ngày ban hành.", "The digital signature is of another day than the date of issue.")
_SESSION_STARTS = {"afternoon": "12:00", "evening": "17:00"}  # a session of these hours cannot have been held earlier
_FROM_ELECTION = "ngày bầu cử"
_LONGEST_COUNT = 200  # days: the law counts back 115 at most (Luật bầu cử 85/2015/QH13)
_LONG_AGO = 366  # a deadline so far back is told, not set
_SLOW_STAMP = 7


def check_timing(document: Document, rules: RuleSet, header: Header, deadlines: Sequence[Deadline], events: Sequence[Event]) -> Iterator[Outcome | Unchecked]:
    yield from _counted(document, rules, deadlines, events)
    yield from _before_issue(document, header, deadlines)
    yield from _after_report(document, header, events)
    yield from _unfinished(document, header, events)
    yield from _stamps(document, header)


def _counted(document: Document, rules: RuleSet, deadlines: Sequence[Deadline], events: Sequence[Event]) -> Iterator[Outcome | Unchecked]:
    named = {e.interval.latest for e in events if e.kind == "election" and _one_stated_day(e) and e.interval is not None}
    for deadline in deadlines:
        if deadline.latest is None or deadline.offset is None or deadline.offset_unit != "day" or deadline.certainty == "inferred":
            continue
        if not lower(normalize(deadline.anchor or "")).startswith(_FROM_ELECTION):
            continue
        days = named or _elections_near(rules, deadline.latest)
        if len(days) != 1:
            yield Unchecked(COUNTED, "", "the election day it is counted from is not clear", (deadline.span,))
            continue
        (day,) = days
        assert day is not None
        off = abs(_gap(deadline.latest, day)) - deadline.offset
        if off == 0:
            continue
        severity: Severity = "error" if named and abs(off) > 1 else "warning"
        backwards = deadline.latest < day
        right = dating.shift(day, -deadline.offset if backwards else deadline.offset)
        expected = f"{_written(day)} {'-' if backwards else '+'} {deadline.offset} ngày = {_written(right)}"
        finding = make_finding(document, COUNTED, severity, _COUNTED_MESSAGE, expected=expected, actual=_written(deadline.latest), spans=(deadline.span,))
        yield Outcome(finding, "", (deadline.latest, str(deadline.offset)))


def _elections_near(rules: RuleSet, day: str) -> set[str | None]:
    words = rules.lists.get("elections")
    days = {entry["day"] for entry in words.entries if entry["day"]} if words else set()
    return {d for d in days if len(d) == 10 and abs(_gap(day, d)) <= _LONGEST_COUNT}


def _before_issue(document: Document, header: Header, deadlines: Sequence[Deadline]) -> Iterator[Outcome]:
    """A note: documents recite deadlines that have passed, and rules may reach back."""
    if header.issued_on is None or len(header.issued_on) != 10 or header.genre != "administrative":
        return
    for deadline in deadlines:
        latest = deadline.latest
        if latest is None or deadline.certainty == "inferred" or deadline.obligation is None or deadline.kind not in ("no_later_than", "before", "on"):
            continue
        if latest >= header.issued_on or _gap(header.issued_on, latest) > _LONG_AGO:
            continue
        expected, actual = f"từ {_written(header.issued_on)}", squeeze(document.quote(deadline.span))
        spans = (*_spans_of(header, "issued_on"), deadline.span)
        yield Outcome(make_finding(document, BEFORE_ISSUE, "note", _BEFORE_MESSAGE, expected=expected, actual=actual, spans=spans), "", (latest,))


def _after_report(document: Document, header: Header, events: Sequence[Event]) -> Iterator[Outcome]:
    day = header.day
    if day is None or len(day) != 10:
        return
    for event in events:
        if event.status != "held" or not _one_stated_day(event) or event.interval is None or event.interval.latest is None or event.interval.latest <= day:
            continue
        known = header.evidence.get("issued_on" if header.issued_on else "published_at")
        certain = known is not None and known.certainty == "stated"
        expected, actual = f"không sau {_written(day)}", f"{squeeze(event.name)}: {_written(event.interval.latest)}"
        spans = (*_spans_of(header, "issued_on", "published_at"), event.span)
        severity: Severity = "warning" if certain else "note"
        yield Outcome(make_finding(document, AFTER_REPORT, severity, _AFTER_MESSAGE, expected=expected, actual=actual, spans=spans), "", (event.interval.latest,))


def _unfinished(document: Document, header: Header, events: Sequence[Event]) -> Iterator[Outcome]:
    """A note: pages are updated under their first hour. Elections are left out: they are reported while they run."""
    published = header.published_at
    if published is None or len(published) < 10:
        return
    for event in events:
        interval = event.interval
        if event.status != "held" or event.kind == "election" or interval is None or interval.latest is None or len(interval.latest) != 10:
            continue
        if "inferred" in (event.certainty, interval.certainty) or interval.calendar != "gregorian" or interval.extent == "within":
            continue
        begins = event.time or _SESSION_STARTS.get(event.session or "", "")
        still_on = (interval.earliest or "") <= published[:10] < interval.latest and interval.earliest != interval.latest
        not_begun = interval.latest == published[:10] == interval.earliest and len(published) >= 16 and begins > published[11:16]
        if not (still_on or not_begun):
            continue
        expected, actual = f"sau {_written(interval.latest)} {begins if not_begun else ''}".strip(), f"{_written(published[:10])} {published[11:16]}".strip()
        spans = (*_spans_of(header, "published_at"), event.span)
        finding = make_finding(document, AFTER_REPORT, "note", _UNFINISHED_MESSAGE, expected=expected, actual=actual, spans=spans)
        yield Outcome(finding, "unfinished", (interval.latest, begins))


def _stamps(document: Document, header: Header) -> Iterator[Outcome]:
    """Signed before or soon after the date is a note; a week off a warning: one of the two days is misprinted."""
    spans = _spans_of(header, "issued_on", "signatures")
    if header.issued_on is None or len(header.issued_on) != 10 or not spans:
        return
    for name, signed in header.signatures:
        if len(signed) < 10 or signed[:10] == header.issued_on:
            continue
        gap = _gap(signed[:10], header.issued_on)
        severity: Severity = "warning" if abs(gap) > _SLOW_STAMP else "note"
        expected, actual = _written(header.issued_on), f"{name}: {_written(signed[:10])}"
        yield Outcome(make_finding(document, STAMP, severity, _STAMP_MESSAGE, expected=expected, actual=actual, spans=spans), "", (name, signed[:10]))


def _one_stated_day(event: Event) -> bool:
    interval = event.interval
    return (
        interval is not None and interval.latest is not None and interval.earliest == interval.latest
        and "inferred" not in (event.certainty, interval.certainty) and interval.calendar == "gregorian" and len(interval.latest) == 10
    )  # fmt: skip


def _spans_of(header: Header, *fields: str) -> tuple[Span, ...]:
    found = (header.evidence.get(field) for field in fields)
    return tuple(evidence.span for evidence in found if evidence is not None and evidence.span is not None)


def _gap(later: str, earlier: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _written(day: str) -> str:
    return "/".join(reversed(day.split("-")))
