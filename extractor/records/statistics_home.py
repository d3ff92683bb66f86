"""A Reading and its header in; what a document is about as a whole out: the area it speaks for, the day that
chooses its gazetteer, the polling day of its election. Each is None where the document does not settle it."""

from __future__ import annotations

from collections import Counter

import regex

from extractor.areas import COUNTRY, LEVELS, Area, Gazetteer
from extractor.facts import DatedSpan, Header
from extractor.model import Span
from extractor.reading import Reading
from extractor.text import normalize

_SITE = regex.compile(r"(?<![\w@.])([\w-]+)\.gov\.vn|(?<![\w@.])(?:www\.)?bao([\w-]+?)(?:online|dientu)?\.(?:com\.)?vn")
BODY_BEFORE = regex.compile(r"(?:ủy ban|UBND|UBBC|UBMTTQ|hội đồng nhân dân|HĐND|bầu cử|ủy|đảng bộ|chính quyền|công an|địa bàn|cử tri|sở \p{L}+)[\s,]*$", regex.IGNORECASE)
_DATED_YEAR = regex.compile(r"(?:/|tháng \d{1,2},? năm )(20\d\d)(?!\d)")
_OPENING = 70  # characters in which a paragraph names the province it is about
_TERM_START = regex.compile(r"(?<!\d)(20\d\d)[ ]?-[ ]?20\d\d")


def own_area(reading: Reading, header: Header, names: Gazetteer, day: str | None) -> Area | None:
    """The area a document speaks for: that of its issuer, of its site ("(Haiphong.gov.vn)"), of the place it
    is dated from, of its headline, or the one it most clearly names; None where nothing settles it."""
    if area := _stated(reading, header, names, day):
        return area
    named, dated = _most_named(reading, names, day), _dated_from(header, names, day)
    if named is None or (dated is not None and dated.level != "province" and names.holds(named, dated)):
        return dated or named
    return named


def _dated_from(header: Header, names: Gazetteer, day: str | None) -> Area | None:
    """The unit an official document is dated from (địa danh); its seat, so the widest unit of that name."""
    levels = ("province", "district", "commune") if header.place else ()
    return next((area for level in levels if (area := names.named(header.place or "", day=day, level=level))), None)


def is_firm(reading: Reading, header: Header, names: Gazetteer, day: str | None) -> bool:
    """True where issuer, site or headline says whom a document speaks for, not only how often an area is named."""
    area = _stated(reading, header, names, day)
    return area is not None and area.level != "national"


def openings(reading: Reading, names: Gazetteer, day: str | None) -> tuple[tuple[int, Area], ...]:
    """Where a text goes over to another province: (line, province) for each paragraph that opens with one. With
    several different ones the text is a round-up, in which each has its own figures."""
    opened: list[tuple[int, Area]] = []
    for line in reading.structure.body_lines():
        head = Span(line.content, min(line.end, line.content + _OPENING))
        named = [m.area for m in names.find(reading.annotations, head, day) if m.level == "province" and m.area is not None]
        opened += [(line.index, area) for area in named[:1]]
    return tuple(opened)


def _stated(reading: Reading, header: Header, names: Gazetteer, day: str | None) -> Area | None:
    issuer = [e.span for key in ("issuer", "superior") if (e := header.evidence.get(key)) is not None and e.span is not None]
    for span in issuer:
        if area := _issuing(reading, header, names, span, day):
            return area
    if area := _of_site(reading, names, day):
        return area
    title = header.evidence.get("title")
    if title is not None and title.span is not None and (area := _first_area(reading, names, title.span, day)):
        return area
    return None


def _issuing(reading: Reading, header: Header, names: Gazetteer, span: Span, day: str | None) -> Area | None:
    """The narrowest unit that the name of an issuer holds (UBND xã X, huyện Y). Of a name that several units bear
    the one in the province the document names most; where that settles nothing, the unit as printed, without code."""
    named = sorted((m for m in names.find(reading.annotations, span, day)), key=lambda m: -LEVELS.index(m.level))
    for mention in named:
        if mention.area is not None:
            return mention.area
        around = _province_around(reading, names, day)
        again = [m.area for m in names.find(reading.annotations, mention.span, day, around) if m.area is not None] if around else []
        if again:
            return again[0]
        if header.place and mention.name.lower() == normalize(header.place).lower():
            kind = reading.view[mention.span.start : mention.span.end - len(mention.name)].strip().lower()
            return Area("", header.place, kind, mention.level)
    return None


def _province_around(reading: Reading, names: Gazetteer, day: str | None) -> Area | None:
    """The province named most on any line of a document, its list of recipients too (UBBC tỉnh Vĩnh Long)."""
    named = Counter(
        m.area for line in reading.structure.lines for m in names.find(reading.annotations, line.span, day) if m.level == "province" and m.area is not None
    )
    ranked = named.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def _first_area(reading: Reading, names: Gazetteer, span: Span, day: str | None) -> Area | None:
    found = [m.area for m in names.find(reading.annotations, span, day) if m.area is not None]
    return found[0] if found else None


def _of_site(reading: Reading, names: Gazetteer, day: str | None) -> Area | None:
    source = reading.document.source
    places = [reading.view[: reading.structure.lines[-1].end] if reading.structure.lines else "", source.url or "", source.publisher or ""]
    for match in (m for text in places for m in _SITE.finditer(text)):
        slug = (match[1] or match[2] or "").lower().replace("-", "")
        if area := names.by_slug(slug, day):
            return area
    return None


def _most_named(reading: Reading, names: Gazetteer, day: str | None) -> Area | None:
    """The area named most, behind the name of a body above all (UBND tỉnh ..., cử tri huyện ...), the head of
    the text counting double; the country where a text speaks of it, or of many provinces, more than of one."""
    votes: Counter[Area] = Counter()
    for number, line in enumerate(reading.structure.body_lines()):
        weight = 2 if number < 4 else 1
        votes[COUNTRY] += 2 * weight * sum(1 for a in reading.annotations.of_within("area_word", line.span) if a.get("level") == "national")
        for mention in names.find(reading.annotations, line.span, day):
            body = BODY_BEFORE.search(reading.view, max(line.start, mention.span.start - 60), mention.span.start)
            if mention.area is not None and (body or mention.level != "commune"):
                votes[mention.area] += weight * (2 if body else 1) + (mention.level == "province")
    provinces: Counter[Area] = Counter()
    for area, count in votes.items():
        provinces[names.province_of(area) or COUNTRY] += count
    if not provinces:
        return None
    top, count = provinces.most_common(1)[0]
    if top.level == "national" or 2 * count < sum(provinces.values()):
        return COUNTRY if votes[COUNTRY] else None
    inner = Counter({area: n for area, n in votes.items() if area.level != "national" and names.holds(top, area)})
    ahead, most = inner.most_common(1)[0]
    return ahead if most >= 2 * votes[top] else top


def usual_day(reading: Reading, dated: tuple[DatedSpan, ...]) -> str | None:
    """A day in the middle of the year a document names most (terms of office aside), for want of its own day."""
    within_a_year = [i.interval for i in dated if i.interval.earliest and i.interval.latest and i.interval.earliest[:4] == i.interval.latest[:4]]
    years = Counter(interval.latest[:4] for interval in within_a_year if interval.latest)
    if not years:
        years = Counter(_DATED_YEAR.findall(reading.view)) or Counter(_TERM_START.findall(reading.view))
    return f"{years.most_common(1)[0][0]}-06-30" if years else None


def polling_day(reading: Reading) -> str | None:
    """The day of the election a document speaks of most (Quốc hội khóa XV, nhiệm kỳ 2021 - 2026)."""
    days = Counter(hit.entry["day"] for hit in reading.annotations.hits("elections"))
    ranked = days.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return str(ranked[0][0]) or None
