"""Date annotations in, dates out, in two steps. resolve() turns every match of the "date" family into
an Interval, inferring a missing year from the day the document speaks from; the other families work on
these. assemble() runs last and gives each its role: where a header field, a citation, a deadline or an
event has claimed the place, the role is theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor import dating
from extractor.annotate import Annotation
from extractor.facts import Certainty, Citation, DatedSpan, DateMention, Deadline, Event, Header, Interval
from extractor.model import Span
from extractor.reading import Reading

_DAYS = {
    *("date.in_words", "date.day_month_in_words", "date.without_word_day", "date.in_figures", "date.day_month", "date.day_month_dot", "date.days_listed", "date.english"),
    *("date.range_in_figures", "date.range_without_year", "date.range_in_words", "date.relative_day", "date.same_day"),
    *("date.range_dotted", "date.range_in_brackets", "date.weekday_of_week", "date.day_month_dot_bare"),
}
_PLAN_CODES = {"KH", "CT", "HD", "CTr", "QĐ", "TB", "GM", "PA", "ĐA", "CĐ", "TTr"}


def resolve(reading: Reading, header: Header) -> tuple[DatedSpan, ...]:
    """Every date of the text with its interval, in order of place; unfilled date lines give none."""
    annotations = [a for a in reading.annotations.of("date") if reading.structure.in_body(a.span) or _is_evidence(a.span, header)]
    annotations = [a for a in annotations if not reading.document.doubts(a.span) or _is_issued(a.span, header)]
    anchor = header.day or _spoken_day(annotations, reading)
    ahead = header.type_code in _PLAN_CODES or (header.genre in ("administrative", "party") and header.type_code != "BC")
    dated: list[DatedSpan] = []
    for annotation in annotations:
        interval = _interval(annotation, reading, anchor, header.day, ahead, dated)
        if interval is not None:
            if _is_issued(annotation.span, header) and reading.document.doubts(annotation.span):
                interval = replace(interval, certainty="repaired")
            dated.append(DatedSpan(annotation.span, _qualified(interval, annotation, reading), annotation.rule))
    return tuple(dated)


def assemble(
    reading: Reading, header: Header, dated: Sequence[DatedSpan], citations: Iterable[Citation], deadlines: Iterable[Deadline], events: Iterable[Event]
) -> tuple[DateMention, ...]:
    """The dates with their roles, in order of place."""
    claims = [("citation", c.span) for c in citations] + [("deadline", d.span) for d in deadlines]
    claims += [("event", e.span) for e in events if e.interval is not None]
    by_place = sorted(claims, key=lambda claim: claim[1].start)
    mentions = []
    head = _head(header)
    for found in dated:
        if found.span.end <= head and not _is_evidence(found.span, header):
            continue  # a portal prints today's date above the item: that of the crawl, not of the document
        role = _role(found, reading, header, by_place)
        printed = reading.document.quote(found.span)
        mentions.append(DateMention(span=found.span, rule=found.rule, certainty=found.interval.certainty, interval=found.interval, role=role, printed=printed))
    return tuple(mentions)


def _head(header: Header) -> int:
    """Where the document itself begins: at its headline, or at the first box of its form."""
    title = header.evidence.get("title")
    if header.genre == "news" and title is not None and title.span is not None:
        return title.span.start
    return min((e.span.start for e in header.evidence.values() if e.span is not None), default=0)


def _is_evidence(span: Span, header: Header) -> bool:
    return any(e.span is not None and e.span.touches(span) for e in header.evidence.values())


def _is_issued(span: Span, header: Header) -> bool:
    """The day of issue, which the head has weighed and believes."""
    issued = header.evidence.get("issued_on")
    return issued is not None and issued.span is not None and issued.span.touches(span)


def _spoken_day(annotations: Sequence[Annotation], reading: Reading) -> str | None:
    """For a text that prints no day of its own: the middle of the year most of its full dates name."""
    named = Counter(a.get("year") for a in annotations if a.constants["shape"] in ("day", "month", "range") and a.get("year"))
    named.update(a.get("year2") for a in annotations if a.get("year2") and a.constants["shape"] == "range")
    if not named:
        return None
    year, _ = max(named.items(), key=lambda item: (item[1], item[0]))
    latest = max((f"{year}-{int(a.get('month')):02}" for a in annotations if a.get("year") == year and a.get("month")), default=f"{year}-06")
    return dating.iso(int(year), int(latest[5:7]), 28)


def _interval(
    annotation: Annotation, reading: Reading, anchor: str | None, header_day: str | None, ahead: bool, before: Sequence[DatedSpan]
) -> Interval | None:
    shape = annotation.constants["shape"]
    if shape == "blank":
        return None
    if shape == "lunar":
        return Interval(None, None, None, calendar="lunar")
    if shape == "relative":
        return _relative(annotation, header_day, before)
    if shape == "weekday":
        return _weekday(annotation, reading, header_day)
    if shape == "term":
        return dating.years(int(annotation.get("year")), int(annotation.get("year2")))
    if shape == "day":
        return _day(annotation, reading, anchor, ahead)
    if shape == "range":
        return _range(annotation, anchor, ahead)
    if shape == "months":
        last = int(annotation.get("year2"))
        return dating.months(int(annotation.get("year") or last), int(annotation.get("month")), last, int(annotation.get("month2")))
    return _period(annotation, reading, anchor, ahead)


def _day(annotation: Annotation, reading: Reading, anchor: str | None, ahead: bool) -> Interval | None:
    day, month = int(annotation.get("day")), _month(annotation, reading)
    time = dating.clock(annotation.get("hour"), annotation.get("minute") or annotation.get("minute2"), annotation.get("session").lower())
    if annotation.get("year"):
        return dating.day(int(annotation.get("year")), month, day, time=time)
    if anchor is None:
        return replace(dating.undated_day(month, day), time=time)
    year = dating.nearest_year(month, day, anchor, looks_ahead=ahead)
    return dating.day(year, month, day, time=time, certainty="inferred")


def _month(annotation: Annotation, reading: Reading) -> int:
    """The month in digits, or by its English name; 0 where none is printed."""
    if "month_name" in annotation.groups:
        named = reading.annotations.within("month_words", annotation.groups["month_name"])
        return int(named[0].entry["month"]) if named else 0
    return int(annotation.get("month") or 0)


def _range(annotation: Annotation, anchor: str | None, ahead: bool) -> Interval | None:
    day2, month2 = int(annotation.get("day2")), int(annotation.get("month2"))
    day, month = int(annotation.get("day")), int(annotation.get("month") or month2)
    certainty: Certainty = "stated"
    if annotation.get("year2"):
        year2 = int(annotation.get("year2"))
    elif anchor is not None and (month <= month2 or month - month2 > 6):  # "từ 1/3 đến 1/2 độ dài" is no stretch of days
        year2, certainty = dating.nearest_year(month2, day2, anchor, looks_ahead=ahead), "inferred"
    else:
        return None
    year = int(annotation.get("year") or (year2 - 1 if month > month2 else year2))
    if not dating.valid(year, month, day) or not dating.valid(year2, month2, day2):
        return None
    first, last = dating.iso(year, month, day), dating.iso(year2, month2, day2)
    return dating.days(first, last, certainty=certainty) if first < last else None


def _period(annotation: Annotation, reading: Reading, anchor: str | None, ahead: bool) -> Interval | None:
    certainty: Certainty = "stated"
    shape = annotation.constants["shape"]
    if annotation.get("year"):
        year = int(annotation.get("year"))
    elif anchor is not None:
        certainty = "inferred"
        month = _month(annotation, reading) or 6
        year = dating.nearest_year(month, 15, anchor, looks_ahead=ahead) if shape in ("month", "week") else int(anchor[:4])
    else:
        return None
    if shape == "month":
        return dating.month(year, _month(annotation, reading), part=_part(annotation, reading), certainty=certainty)
    if shape == "week":
        return _week(annotation, year, certainty)
    if shape == "quarter":
        return dating.quarter(year, annotation.get("quarter"), certainty=certainty)
    if shape == "half":
        count = {"6": 6, "sáu": 6, "9": 9, "chín": 9}[annotation.get("months").lower()]
        first = 1 if annotation.get("half").lower() == "đầu" else 13 - count
        return dating.months(year, first, year, first + count - 1)
    return dating.year(year)


def _week(annotation: Annotation, year: int, certainty: Certainty) -> Interval:
    """tuần đầu tháng 6: days 1 to 7; the last week is the month's last seven days."""
    month, word = int(annotation.get("month")), annotation.get("week").lower()
    last = dating.last_day(year, month)
    first = {"đầu": 1, "thứ nhất": 1, "thứ hai": 8, "thứ ba": 15, "thứ tư": 22, "cuối": last - 6}[word]
    return dating.month(year, month, part=(first, first + 6), certainty=certainty)


def _part(annotation: Annotation, reading: Reading) -> tuple[int, int] | None:
    if "part" not in annotation.groups:
        return None
    for hit in reading.annotations.within("parts_of_month", annotation.groups["part"]):
        return int(hit.entry["first"]), int(hit.entry["last"])
    return None


def _relative(annotation: Annotation, anchor: str | None, before: Sequence[DatedSpan]) -> Interval | None:
    time = dating.clock(annotation.get("hour"), annotation.get("minute") or annotation.get("minute2"), annotation.get("session").lower())
    word = annotation.get("relative").lower()
    if word == "cùng ngày":
        last = next((d.interval for d in reversed(before) if d.interval.earliest and d.interval.earliest == d.interval.latest), None)
        return replace(last, time=time, certainty="inferred") if last is not None else None
    if anchor is None:
        return None
    day = dating.shift(anchor, {"nay": 0, "qua": -1, "mai": 1}[word.split()[-1]])
    return Interval(day, day, day, time, certainty="inferred")


def _weekday(annotation: Annotation, reading: Reading, anchor: str | None) -> Interval | None:
    """thứ Sáu tuần này: the Friday of the week (Monday to Sunday) of the document's own day, or of one beside it."""
    named = reading.annotations.within("weekdays", annotation.groups["weekday"])
    if anchor is None or not named:
        return None
    weeks = {"này": 0, "tới": 1, "sau": 1, "qua": -1, "trước": -1}[annotation.get("week").lower().split()[-1]]
    day = dating.shift(anchor, int(named[0].entry["weekday"]) - dating.weekday(anchor) + 7 * weeks)
    return Interval(day, day, day, certainty="inferred")


def _qualified(interval: Interval, annotation: Annotation, reading: Reading) -> Interval:
    """dự kiến before a date makes it planned, khoảng approximate."""
    line = reading.structure.line_at(annotation.span.start)
    first = line.start if line else annotation.span.start
    if reading.search("cue.planned", first, annotation.span.start):
        return replace(interval, certainty="planned")
    if reading.search("cue.approximate", first, annotation.span.start):
        return replace(interval, certainty="approximate")
    return interval


def _role(found: DatedSpan, reading: Reading, header: Header, claims: Sequence[tuple[str, Span]]) -> str:
    for field, role in (("published_at", "published"), ("issued_on", "issued")):
        evidence = header.evidence.get(field)
        if evidence is not None and evidence.span is not None and evidence.span.touches(found.span):
            return role
    if found.rule == "date.term":
        return "term"
    claimed = [role for role, span in claims if span.touches(found.span)]
    for role in ("deadline", "citation", "event"):
        if role in claimed:
            return role
    sentence = reading.structure.sentence_at(found.span.start)
    if reading.search("cue.birth", sentence.start, found.span.start):
        return "birth"
    if reading.search("cue.effective", sentence.start, found.span.start):
        return "effective"
    cues = reading.annotations.within("deadline_cues", Span(max(sentence.start, found.span.start - 30), found.span.end))
    if any(cue.span.end >= found.span.start - 6 and cue.entry["kind"] not in ("on", "within") for cue in cues):
        return "reference"
    part_of_month = found.interval.extent == "within" and "/" in (found.interval.edtf or "")
    one_day = (found.rule in _DAYS or part_of_month) and found.interval.earliest is not None
    opens = found.span.start - sentence.start < 25
    if one_day and (opens or reading.search("cue.happens", sentence.start, found.span.start)):
        return "event"
    return "reference"
