"""A Reading in, what a news page says of itself out: headline, time of publication, byline. The visible page
decides and metadata confirms or fills in; a time counts only beside the headline or behind a label (Ngày
đăng), because the day at the top of a portal is the day of the visit, and days in the text are events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import regex

from extractor.annotate import Annotation
from extractor.facts import Certainty, Evidence
from extractor.model import MetaField, Span
from extractor.reading import Reading
from extractor.records.header_foot import Lines
from extractor.records.header_pieces import is_capitals, one_line, trim
from extractor.rules import RuleSet
from extractor.structure import Line
from extractor.text import fold, squeeze

_VIETNAM = timezone(timedelta(hours=7))
_LANGUAGES = ("vi", "en")  # portals have English pages; their times and headlines stand as on the Vietnamese ones
_LEAD = 110  # a paragraph as long as this, or a shorter one that ends a sentence, opens the article
_HEADLINE = (16, 320)
_NEAR = 5  # lines between headline and time
_TIME_LINE = 150  # a line with the time of publication says little else
_BEHIND = 6  # lines behind the last paragraph in which a byline may stand
_MONTHS = {name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}
_ISO = regex.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<time>\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?")
_BYLINE_END = regex.compile(r"\s*(?:[|;(]|\s{3,}| - (?=\p{Ll}|\d)|\d)")
_SITE_TAIL = regex.compile(r"\s+[|\-–—»]\s+[^|»]{2,80}$")


@dataclass(frozen=True, slots=True)
class News:
    """The fields of a news page, each with its evidence; None where the page does not say."""

    title: str | None = None
    title_evidence: Evidence | None = None
    published_at: str | None = None
    published_evidence: Evidence | None = None
    author: str | None = None
    author_evidence: Evidence | None = None
    prose: int = 0


def read_news(reading: Reading) -> News:
    """The news fields of a page, whatever it is: genre.py decides whether they count. prose: how many
    paragraphs of running text it has."""
    lines = [line for line in reading.structure.body_lines() if line.kind != "cell"]
    paragraphs = [i for i, line in enumerate(lines) if _is_paragraph(reading, line)]
    if not paragraphs or reading.document.language not in _LANGUAGES:
        return News()
    headline = _headline(reading, lines, paragraphs[0])
    title, title_evidence = _title(reading, lines, headline)
    published, published_evidence = _published(reading, lines, headline, paragraphs)
    author, author_evidence = _author(reading, lines, headline, paragraphs)
    return News(title, title_evidence, published, published_evidence, author, author_evidence, len(paragraphs))


def _is_paragraph(reading: Reading, line: Line) -> bool:
    text = squeeze(reading.view[line.start : line.end])
    if is_capitals(text) or len(text) < 60:
        return False
    closed = text.endswith((".", ":", ";", "!", "?", '"', "…", ")"))
    return text.endswith(".") or (len(text) >= _LEAD and text.count(" ") > 15 and (closed or len(text) > 330))


# --- headline


def _headline(reading: Reading, lines: list[Line], first: int) -> int | None:
    """The line above the first paragraph that is most like a headline: marked as one, named by the
    metadata, repeated, near the text."""
    named = {_folded(value) for field in reading.document.metadata if field.name == "title" for value in _without_site(field.value)}
    best: tuple[int, int] | None = None
    texts = [_folded(reading.view[line.start : line.end]) for line in lines[: first + 4]]
    for index in range(min(first, len(lines))):
        line, text = lines[index], texts[index]
        if not _may_be_headline(reading, line):
            continue
        points = index - first + (8 if line.kind == "heading" and line.level <= 2 else 3 if line.bold or (line.kind == "heading" and line.level < 9) else 0)
        nearly = len(text) > 20 and any(name.startswith(text) or text.startswith(name) for name in named if len(name) > 20)
        points += 20 if text in named else 10 if nearly else 0
        points += 6 if texts.count(text) > 1 else 0
        points += 2 if text.count(" ") >= 6 else 0
        points += 4 if text in _folded(reading.view[lines[first].start : lines[first].end]) else 0
        if best is None or points >= best[0]:
            best = points, index
    return best[1] if best else None


def _may_be_headline(reading: Reading, line: Line) -> bool:
    text = squeeze(reading.view[line.start : line.end])
    if not _HEADLINE[0] <= len(text) <= _HEADLINE[1] or text.count(" ") < 3 or (text.endswith((".", ":", ";", ",")) and not text.endswith("...")):
        return False
    if regex.search(r"[|»›>]| / .* / ", text) or (text.isascii() and reading.document.language == "vi"):
        return False
    if reading.search("header_news.photo_credit", line.start, line.end):
        return False  # the words under a picture
    return not any(a.span.start - line.start < 30 for a in reading.annotations.of_within("header_time", line.span))


def _title(reading: Reading, lines: list[Line], headline: int | None) -> tuple[str | None, Evidence | None]:
    if headline is not None:
        line = lines[headline]
        span = trim(reading.view, line.start, line.end) or line.span
        return one_line(reading, span), Evidence(span=span, rule="header_news.headline")
    field = next((f for f in reading.document.metadata if f.name == "title" and len(_without_site(f.value)[-1]) >= 25), None)
    if field is None:
        return None, None
    return squeeze(_without_site(field.value)[-1]), Evidence(meta=field, rule="header_news.headline")


def _without_site(value: str) -> tuple[str, ...]:
    """The title of a page as stated, and without the name of the site behind its last bar or dash."""
    short = _SITE_TAIL.sub("", value)
    return (value, short) if short != value else (value,)


def _folded(text: str) -> str:
    return fold(squeeze(text)).strip(" .*_\"'“”")


# --- time of publication


def _published(reading: Reading, lines: list[Line], headline: int | None, paragraphs: list[int]) -> tuple[str | None, Evidence | None]:
    seen = _visible_time(reading, lines, headline, paragraphs)
    if seen is not None:
        return seen
    for field in reading.document.metadata:
        if field.name == "published_at":
            value = local_time(field.value)
            if value is not None:
                certainty: Certainty = "inferred" if field.where.startswith("htmldate") else "stated"
                return value, Evidence(meta=field, certainty=certainty, rule="header_news.metadata")
    return None, None


def _visible_time(reading: Reading, lines: list[Line], headline: int | None, paragraphs: list[int]) -> tuple[str, Evidence] | None:
    """The best time line: beside the headline, first published before last changed, with a clock before without."""
    anchor = headline if headline is not None else paragraphs[0]
    last = paragraphs[-1]
    best: tuple[tuple[int, ...], str, Span] | None = None
    for index, line in enumerate(lines):
        distance = min(abs(index - anchor), abs(index - last - 1) if index > last else 99)
        for order, annotation in enumerate(_time_lines(reading, line)):
            value = _moment(annotation)
            label = annotation.get("label").lower()
            if value is None or (index > anchor + _NEAR and not label and index < last):
                continue
            clock = "T" in value
            weekday_only = not clock and not label and index < anchor
            if weekday_only or (not label and distance > _NEAR) or (label and index > anchor and distance > 2 * _NEAR):
                continue
            if not clock and not label and not _stands_alone(reading, line, annotation):
                continue
            rank = (1 if "cập nhật" in label else 0, 0 if clock else 1, 0 if label else 1, 0 if index >= anchor else 1, distance, index, order)
            if best is None or rank < best[0]:
                best = rank, value, annotation.span
    return (best[1], Evidence(span=best[2], rule="header_news.time")) if best else None


def _time_lines(reading: Reading, line: Line) -> list[Annotation]:
    """The times in a line that is made of little else: no sentence, no abstract of a listed document."""
    found = [a for a in reading.annotations.of_within("header_time", line.span) if not reading.search("header_news.told_moment", line.start, a.span.start)]
    if not found or len(line.span) > _TIME_LINE:
        return []
    edges = [line.start, *(edge for a in found for edge in (a.span.start, a.span.end)), line.end]
    words = squeeze(" ".join(reading.view[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)))
    if words.endswith(".") or len(words) > 90 or found[0].span.start - line.start > 45 or reading.annotations.of_within("document_number", line.span):
        return []
    return found


def _stands_alone(reading: Reading, line: Line, annotation: Annotation) -> bool:
    rest = reading.view[line.start : annotation.span.start] + reading.view[annotation.span.end : line.end]
    return not any(c.isalnum() for c in rest)


def _moment(annotation: Annotation) -> str | None:
    """The local time of a match; month first where seconds and AM or PM show the American order."""
    month = _MONTHS[annotation.get("month_name").lower()[:3]] if "month_name" in annotation else int(annotation.get("month"))
    day, year = int(annotation.get("day")), int(annotation.get("year"))
    half = annotation.get("half").upper()
    american = half in ("AM", "PM") and annotation.get("second") and day <= 12
    if american or month > 12 >= day:
        day, month = month, day
    try:
        moment = datetime(year, month, day)
    except ValueError:
        return None
    if not annotation.get("hour"):
        return moment.date().isoformat()
    hour, minute = int(annotation.get("hour")), int(annotation.get("minute"))
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    elif half in ("AM", "SA") and hour == 12:
        hour = 0
    return f"{moment.date().isoformat()}T{hour:02d}:{minute:02d}" if hour < 24 else None


def local_time(value: str) -> str | None:
    """An ISO moment as Vietnamese local time to the minute, an ISO day as it is; None for anything else."""
    match = _ISO.match(value.strip())
    if match is None:
        return None
    if not match["time"]:
        return str(match["day"])
    try:
        moment = datetime.fromisoformat(f"{match['day']}T{match['time']}{(match['zone'] or '').replace('Z', '+00:00')}")
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(_VIETNAM)
    return moment.strftime("%Y-%m-%dT%H:%M")


# --- byline


def _author(reading: Reading, lines: list[Line], headline: int | None, paragraphs: list[int]) -> tuple[str | None, Evidence | None]:
    last = paragraphs[-1]
    named = _labelled(reading, lines, headline, last) or _signed(reading, lines, last)
    if named is not None:
        return named.text, Evidence(span=named.span, rule="header_news.byline")
    for field in reading.document.metadata:
        if field.name == "author" and _is_byline(reading, field):
            return squeeze(field.value), Evidence(meta=field, rule="header_news.metadata")
    return None, None


def _labelled(reading: Reading, lines: list[Line], headline: int | None, last: int) -> Lines | None:
    """Tin, ảnh: X; Tác giả: X - beside the headline or behind the article."""
    near = lines[max(0, (headline or 0) - 2) : (headline or 0) + _NEAR] + lines[last : last + _BEHIND]
    for line in near:
        for lead in reading.annotations.of_within("header_byline", line.span):
            end = line.end
            cut = _BYLINE_END.search(reading.view, lead.span.end, end) or reading.search("header_news.byline_remark", lead.span.end, end)
            span = trim(reading.view, lead.span.end, cut.start() if cut else end)
            if span is not None and (_is_person(reading, named := reading.view[span.start : span.end]) or _is_pen_name(reading, named)):
                return Lines(one_line(reading, span).strip(" ./()"), span)
    return None


def _signed(reading: Reading, lines: list[Line], last: int) -> Lines | None:
    """A short line of one to four capitalised syllables right behind the last paragraph."""
    for line in lines[last + 1 : last + 1 + _BEHIND]:
        if reading.annotations.of_within("header_source", line.span):
            continue
        span = trim(reading.view, line.start, line.end)
        if span is None or len(span) > 60 or "\t" in reading.document.quote(span):  # a row of columns is no name
            continue
        remark = reading.search("header_news.byline_remark", span.start, span.end)
        inner = reading.view[span.start : remark.start() if remark else span.end].strip("()[] ./")
        start = reading.view.index(inner, span.start)
        capitals = line is lines[last + 1] and _is_pen_name(reading, inner)
        if (capitals or _is_person(reading, inner)) and not _is_place(reading, inner):
            return Lines(squeeze(reading.document.text[start : start + len(inner)]), Span(start, start + len(inner)))
    return None


def _is_person(reading: Reading, text: str) -> bool:
    """The shape of one to three names, which no list knows as a body, an office, a type or page furniture."""
    text = squeeze(text).strip(" ./()")
    shape = reading.rules.rule("header_news.person")
    if len(text) < 2 or shape is None or shape.pattern.fullmatch(text) is None:
        return False
    return not _is_listed(reading, text)


def _is_pen_name(reading: Reading, text: str) -> bool:
    """HÀ PHƯƠNG, BẢO CHÂU - K.N: capitals that are names and initials and nothing else."""
    shape = reading.rules.rule("header_news.capital_byline")
    return shape is not None and is_capitals(text) and shape.pattern.fullmatch(squeeze(text)) is not None and not _is_listed(reading, text)


def _is_listed(reading: Reading, text: str) -> bool:
    """The line begins with words of a list that no name begins with."""
    listed = reading.rules.derive("header_news.listed", _listed)
    words = squeeze(text).lower().split(" ")
    return any(" ".join(words[:count]) in listed for count in range(1, len(words) + 1))


def _listed(rules: RuleSet) -> frozenset[str]:
    lists = (rules.lists[name] for name in ("bodies", "roles", "document_types", "furniture", "event_nouns", "byline_not") if name in rules.lists)
    return frozenset(phrase.lower() for words in lists for entry in words.entries for phrase in entry.phrases)


def _is_place(reading: Reading, text: str) -> bool:
    """A province named alone (the end of a page's address), as far as the gazetteer knows."""
    return squeeze(text).lower() in reading.rules.derive("header_news.provinces", _provinces)


def _provinces(rules: RuleSet) -> frozenset[str]:
    return frozenset(row["name"].lower() for row in rules.tables.get("areas", ()) if row["level"] == "province")


def _is_byline(reading: Reading, field: MetaField) -> bool:
    """A person's name in the metadata: not the site, the office or the account that put the page up."""
    value = squeeze(field.value)
    publishers = {_folded(other.value) for other in reading.document.metadata if other.name == "publisher"}
    return _folded(value) not in publishers and " " in value and _is_person(reading, value)
