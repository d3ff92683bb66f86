"""Date mentions and text in, Outcomes out: a weekday that is not that date's ("Thứ Hai, ngày 15/3/2026" was a
Sunday), and days no calendar has ("ngày 31/4"). The weekday is looked for in the printed date itself, right
before it and in brackets right behind it; "lần thứ hai ngày ..." is an ordinal. Where the year was inferred,
a wrong weekday speaks against the year as much as against the writer: then it is a warning, and only for days
near the document's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import regex

from extractor import dating
from extractor.audit.report import Outcome, Unchecked, make_finding
from extractor.errors import RuleError
from extractor.facts import DateMention, Header
from extractor.model import Document, Severity, Span
from extractor.rules import Entry, Rule, RuleSet, WordList
from extractor.text import lower, normalize, squeeze

WEEKDAY, IMPOSSIBLE = "weekday", "impossible_date"
_NEAR_DAYS = 60
_BEFORE = 28  # characters before a date in which its weekday may stand
_ORDINAL = "thứ"  # what names a weekday and an ordinal alike
_TO_ITS_DAY = regex.compile(r"[\s,()-]*(?:$|(?:ngày\s*)?\d)", regex.IGNORECASE)
_WEEKDAY_MESSAGE = ("Thứ trong tuần không đúng với ngày.", "The weekday is not that of the date.")
_IMPOSSIBLE_MESSAGE = ("Ngày này không có trong lịch.", "No calendar has this day.")


def check_weekdays(document: Document, rules: RuleSet, header: Header, mentions: Sequence[DateMention], view: str) -> Iterator[Outcome | Unchecked]:
    """One finding for each date that is printed with another day's weekday."""
    names = rules.derive("audit.weekdays", _Names)
    for mention in mentions:
        day = mention.interval.latest
        if day is None or mention.interval.earliest not in (None, day) or mention.interval.calendar != "gregorian":
            continue
        found = names.beside(mention.span, view)
        if found is None or found[0] == dating.weekday(day):
            continue
        said, place = found
        severity = _severity(mention, header)
        if severity is None:
            yield Unchecked(WEEKDAY, "", "the year of the date is inferred", (mention.span,))
            continue
        right = names.called(dating.weekday(day))
        year, month, number = day.split("-")
        span = Span(min(place.start, mention.span.start), max(place.end, mention.span.end))
        expected = f"{int(number)}/{int(month)}/{year} là {right}"
        actual = squeeze(document.quote(place))
        yield Outcome(make_finding(document, WEEKDAY, severity, _WEEKDAY_MESSAGE, expected=expected, actual=actual, spans=(span,)), "", (day, str(said)))


def _severity(mention: DateMention, header: Header) -> Severity | None:
    if mention.certainty != "inferred" and mention.interval.certainty != "inferred":
        return "error"
    if header.day is None or mention.interval.latest is None:
        return None
    gap = abs((date.fromisoformat(mention.interval.latest) - date.fromisoformat(header.day)).days)
    return "warning" if gap <= _NEAR_DAYS else None


class _Names:
    """The names of weekdays (list weekdays) as one pattern."""

    def __init__(self, rules: RuleSet) -> None:
        words = rules.lists.get("weekdays")
        entries = words.entries if words else ()
        self._by_name = {lower(normalize(phrase)): _number(entry, words) for entry in entries for phrase in entry.phrases}
        self._called: dict[int, str] = {}
        for name, number in self._by_name.items():
            self._called.setdefault(number, name[:1].upper() + name[1:])
        phrases = "|".join(regex.escape(p).replace("\\ ", r"\s+") for p in sorted(self._by_name, key=len, reverse=True))
        self._name = regex.compile(rf"(?<![\p{{L}}\d])(?:{phrases})(?![\p{{L}}\d/])" if phrases else r"(?!)", regex.IGNORECASE)
        self._behind = regex.compile(rf"\s*\(\s*(?P<name>{self._name.pattern})\s*\)", regex.IGNORECASE)
        self._ordinal, self._weekday = rules.rule("audit.ordinal_lead"), rules.rule("audit.weekday_lead")

    def called(self, weekday: int) -> str:
        """The common name of a weekday, with a capital: "Thứ sáu", "Chủ nhật"."""
        return self._called.get(weekday, str(weekday))

    def beside(self, span: Span, view: str) -> tuple[int, Span] | None:
        """The weekday that a date carries (1 Monday to 7 Sunday), and where it stands; None where it has
        none or several."""
        inside = [m for m in self._name.finditer(view, span.start, span.end) if _TO_ITS_DAY.match(view, m.end(), span.end)]
        matches = inside or self._before(span, view) or [m for m in (self._behind.match(view, span.end),) if m is not None]
        if len(matches) != 1:
            return None
        match = matches[0]
        place = Span(*(match.span("name") if "name" in match.re.groupindex else match.span()))
        name = squeeze(view[place.start : place.end]).lower()
        return None if self._is_ordinal(place, view) else (self._by_name[name], place)

    def _before(self, span: Span, view: str) -> list[regex.Match[str]]:
        matches = list(self._name.finditer(view, max(0, span.start - _BEFORE), span.start))
        return [m for m in matches if not view[m.end() : span.start].strip(" ,(\n-")]

    def _is_ordinal(self, place: Span, view: str) -> bool:
        """"lần thứ hai", "kỳ họp thứ năm", "ngày thứ ba của lễ hội": counted, not named."""
        name = view[place.start : place.end].split()
        before = view[max(0, place.start - 24) : place.start]
        if len(name) < 2 or lower(name[0]) != _ORDINAL or not before.rstrip()[-1:].isalpha() or "\n" in before[len(before.rstrip()) :]:
            return False
        words = lower(before).split()
        spoken = [" ".join(words[-count:]) for count in (1, 2) if len(words) >= count]
        if self._leads(self._ordinal, spoken):
            return True
        return not name[1][:1].isupper() and not self._leads(self._weekday, spoken)

    def _leads(self, rule: Rule | None, spoken: list[str]) -> bool:
        return rule is not None and any(rule.pattern.fullmatch(words) for words in spoken)


def _number(entry: Entry, words: WordList | None) -> int:
    number = entry["weekday"]
    if number not in tuple("1234567"):
        file = words.file if words else ""
        raise RuleError(f"the weekday {number!r} is none", file=file, place=entry.id, remedy="1 is Monday (thứ hai), 7 Sunday (chủ nhật)")
    return int(number)


def check_calendar(document: Document, rules: RuleSet, view: str) -> Iterator[Outcome]:
    """Days that are printed in full and do not exist. A day in digits with month above 12 may be in American
    order: a warning."""
    for id in ("audit.day_in_figures", "audit.day_in_words"):
        rule = rules.rule(id)
        for match in rule.pattern.finditer(view) if rule else ():
            severity = _impossible(match)
            if severity is None:
                continue
            span = Span(*match.span())
            printed = squeeze(document.quote(span))
            finding = make_finding(document, IMPOSSIBLE, severity, _IMPOSSIBLE_MESSAGE, expected=_longest(match), actual=printed, spans=(span,))
            yield Outcome(finding, id, (str(span.start),))


def _impossible(match: regex.Match[str]) -> Severity | None:
    day, month, year = int(match["day"]), int(match["month"]), int(match["year"] or 0)
    if day == 0 or month == 0 or dating.valid(year or 2000, month, day):  # 0: a form not filled in; 2000 had a 29 February
        return None
    if month > 12 or day > 31:
        return None if not year else "warning" if month > 12 and dating.valid(year, day, month) else "error"
    return "error"


def _longest(match: regex.Match[str]) -> str:
    month, year = int(match["month"]), int(match["year"] or 2000)
    return f"tháng {month} có {dating.last_day(year, month)} ngày" if month <= 12 else "tháng 1 đến 12"
