"""The gazetteer in, area names found in text out: tỉnh, thành phố, huyện, quận, xã, phường ... with their
level and code. The tables stand in rules/gazetteer and are dated, because units merge: 63 provinces and
three levels until 30 June 2025, 34 provinces and two levels since. A name is looked up behind its kind
word (area_kinds.csv); a province also without one. Names are kept in one trie of syllables, built once
for each RuleSet. A name that several units of one day bear is settled by the document's own area, or
keeps its name and level and goes without a code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from extractor.annotate import Annotations
from extractor.model import Span
from extractor.rules import RuleSet
from extractor.text import fold, lower, normalize

_SYLLABLE = regex.compile(r"[\p{L}\d']+")
_JOINT = regex.compile(r"[ ]*-[ ]*|\.?[ ]*\n?[ ]*")
_NAME = regex.compile(r"\p{Lu}[\p{L}']*(?:[ -]+(?:\p{Lu}[\p{L}']*|\d+(?![\d.,/%])))*|\d{1,2}(?![\d.,/%\p{L}])")
_FINAL_I = regex.compile(r"(?<=^\p{L}*[bcdđghklmnpqrstvx]u?)[iíìỉĩị]$")
_Y_FOR_I = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))
_AND = regex.compile(r"[ ]*(?:,|và)[ ]+")
_ONE_MORE = regex.compile(r"[ ]\p{Lu}\p{Ll}+(?![ ]\p{Lu})")
_CITY = "city"
LEVELS = ("national", "province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative unit while it lasted. name is without the kind word; level one of LEVELS;
    since and until are ISO days or "" (open); until is the last day on which it stood."""

    code: str
    name: str
    kind: str
    level: str
    parent: str = ""
    since: str = ""
    until: str = ""

    def stands_on(self, day: str | None) -> bool:
        return day is None or ((not self.since or self.since <= day) and (not self.until or day <= self.until))


COUNTRY = Area("VN", "Việt Nam", "", "national")


@dataclass(frozen=True, slots=True)
class AreaMention:
    """An area named at a place. area is None where the gazetteer does not settle which unit it is; name
    and level then stand as printed. bare: named without a kind word. listed: one of several names in a row."""

    span: Span
    name: str
    level: str
    area: Area | None
    bare: bool = False
    listed: bool = False

    @property
    def code(self) -> str | None:
        return self.area.code if self.area else None


@dataclass(slots=True)
class _Node:
    areas: list[Area] = field(default_factory=list)
    next: dict[str, _Node] = field(default_factory=dict)


class Gazetteer:
    """Areas by name, by code and by parent."""

    def __init__(self, areas: Iterable[Area], aliases: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        """aliases: (code, first day) of a province -> other ways to write its name ("TP.HCM", "BR-VT")."""
        self._root = _Node()
        self._by_code: dict[str, list[Area]] = {}
        self._slugs: dict[str, list[Area]] = {}
        for area in areas:
            self._by_code.setdefault(area.code, []).append(area)
            names = {area.name, *(aliases.get((area.code, area.since), ()) if area.level == "province" else ())}
            for name in names:
                self._add(name, area)
            if area.level == "province":
                for name in names:
                    self._slugs.setdefault(regex.sub(r"[^a-z]", "", fold(name)), []).append(area)

    def _add(self, name: str, area: Area) -> None:
        node = self._root
        for syllable in _SYLLABLE.findall(normalize(name)):
            node = node.next.setdefault(_key(syllable), _Node())
        if area not in node.areas:
            node.areas.append(area)

    def find(self, annotations: Annotations, span: Span, day: str | None = None, home: Area | None = None) -> list[AreaMention]:
        """The areas named inside the span, in order of place. day: the ISO day the text speaks of; home: the
        document's own area, which settles a name that several units bear."""
        found: list[AreaMention] = []
        span = Span(span.start, min(span.end, len(annotations.view)))
        for hit in annotations.within("area_kinds", span):
            found.extend(self._behind_kind(annotations.view, hit.span, hit.entry["level"], span.end, day, home))
        taken = {offset for mention in found for offset in range(mention.span.start, mention.span.end)}
        found += [m for m in self._bare_provinces(annotations.view, span, day) if m.span.start not in taken]
        return sorted(found, key=lambda mention: mention.span)

    def _behind_kind(self, view: str, kind: Span, level: str, end: int, day: str | None, home: Area | None) -> Iterator[AreaMention]:
        start = kind.end
        while start < end and view[start] in " \n.":
            start += 1
        first, listed = kind.start, False
        while mention := self._named(view, first, start, level, end, day, home):
            joint = _AND.match(view, mention.span.end, end)
            more = bool(joint and self._named(view, joint.end(), joint.end(), level, end, day, home, known_only=True))
            yield AreaMention(mention.span, mention.name, mention.level, mention.area, listed=listed or more)
            if not (joint and more):
                return
            first = start = joint.end()
            listed = True

    def _named(
        self, view: str, first: int, start: int, level: str, end: int, day: str | None, home: Area | None, *, known_only: bool = False
    ) -> AreaMention | None:
        whole = next(((stop, a) for stop, areas in self._walk(view, first, end) if (a := _provinces(areas, day))), None)
        if whole and whole[0] > start > first:  # a province whose kind word is part of how its name is written: TP.HCM
            area = _settle(whole[1], day, None, self)
            return AreaMention(Span(first, whole[0]), whole[1][0].name, "province", area)
        printed = _NAME.match(view, start, end)
        if printed is None:
            return None
        for stop, areas in self._walk(view, start, printed.end()):
            fitting = [a for a in areas if a.level == level or (level == _CITY and a.kind.lower() == "thành phố")]
            if fitting and (level != "commune" or not self._begins_another(fitting, view, stop, printed.end(), home)):
                area = _settle(fitting, day, home, self)
                exact = area.level if area else fitting[0].level
                return AreaMention(Span(first, stop), _as_printed(view[start:stop], (area or fitting[0]).name), exact, area)
        if known_only or printed[0][0].isdigit():
            return None
        return AreaMention(Span(first, printed.end()), " ".join(printed[0].split()), "district" if level == _CITY else level, None)

    def _begins_another(self, fitting: list[Area], view: str, stop: int, end: int, home: Area | None) -> bool:
        """"Xã Quế Trung" where the gazetteer has only a phường Quế of another province: a unit that is gone, not that one.
        A unit of the home province is itself, whatever capital follows it ("xã Phú Thịnh Nguyễn Văn A")."""
        if home is None or home.level == "national" or _ONE_MORE.match(view, stop, end) is None:
            return False
        province = self.province_of(home)
        return province is None or not any(self.holds(province, a) for a in fitting)

    def _bare_provinces(self, view: str, span: Span, day: str | None) -> Iterator[AreaMention]:
        for run in _NAME.finditer(view, span.start, span.end):
            for start in (run.start(), _after_opening_word(view, run.start(), run.end())):
                hit = next(((stop, a) for stop, areas in self._walk(view, start, run.end()) if (a := _provinces(areas, day))), None)
                if hit and hit[0] == run.end():  # "Nguyễn Hà Giang" and "Hòa Bình Xanh" name no province
                    yield AreaMention(Span(start, hit[0]), hit[1][0].name, "province", _settle(hit[1], day, None, self), bare=True)
                    break

    def find_below(self, view: str, span: Span, home: Area | None, day: str | None) -> list[AreaMention]:
        """Units right below `home` that are named without a kind word, a whole run of capitals each ("Phú Quý 95,47%")."""
        found = []
        for run in _NAME.finditer(view, span.start, span.end) if home is not None else ():
            for stop, areas in self._walk(view, run.start(), run.end())[:1]:
                inner = [a for a in areas if home is not None and home.level != "national" and a.parent == home.code and a.stands_on(day) and a.level != home.level]
                if stop == run.end() and len(inner) == 1:
                    found.append(AreaMention(Span(run.start(), stop), _as_printed(run[0], inner[0].name), inner[0].level, inner[0], bare=True))
        return found

    def _walk(self, view: str, start: int, end: int) -> list[tuple[int, list[Area]]]:
        """All units whose name begins at `start`, longest name first: (end of the name, units)."""
        node, stops = self._root, []
        while syllable := _SYLLABLE.match(view, start, end):
            following = node.next.get(_key(syllable[0]))
            if following is None:
                break
            node, start = following, syllable.end()
            if node.areas:
                stops.append((start, node.areas))
            joint = _JOINT.match(view, start, end)
            start = joint.end() if joint else start
        return stops[::-1]

    def named(self, name: str, *, day: str | None = None, within: Area | None = None, level: str | None = None) -> Area | None:
        """The one unit of that name (without kind word) below `within`, standing on that day; None where none or several."""
        view = normalize(name)
        start = len(view) - len(view.lstrip())
        for stop, areas in self._walk(view, start, len(view)):
            if view[stop:].strip(" .,;:*"):
                continue
            fitting = [a for a in areas if (level is None or a.level == level) and a.stands_on(day) and (within is None or self.holds(within, a))]
            if within is not None and level is None:
                nearest = [a for a in fitting if a.parent == within.code] or fitting
                fitting = nearest
            if len({a.code for a in fitting}) == 1:
                return fitting[0]
        return None

    def by_slug(self, slug: str, day: str | None = None) -> Area | None:
        """The province a site name means ("haiphong" of haiphong.gov.vn); None where none or several."""
        fitting = _latest([a for a in self._slugs.get(slug, ()) if a.stands_on(day)])
        return fitting[0] if len({a.code for a in fitting}) == 1 else None

    def parent(self, area: Area, day: str | None = None) -> Area | None:
        above = [a for a in self._by_code.get(area.parent, ()) if a.stands_on(day) and LEVELS.index(a.level) < LEVELS.index(area.level)]
        return above[0] if above else None

    def holds(self, outer: Area, inner: Area) -> bool:
        """True where `inner` lies in `outer`, at any depth."""
        if outer.level == "national":
            return True
        above: Area | None = inner
        while above is not None and above.level != "national":
            if above.code == outer.code and above.level == outer.level:
                return True
            above = self.parent(above, inner.since or None) or self.parent(above)
        return False

    def province_of(self, area: Area) -> Area | None:
        above: Area | None = area
        while above is not None and above.level != "province":
            above = self.parent(above)
        return above


@lru_cache(maxsize=65536)
def _key(syllable: str) -> str:
    """One spelling for the two of a final i (Phú Quí, Phú Quý; Lí Sơn, Lý Sơn) and for the many of the highland names in k
    (Đăk, Đắk, Dak; Pắk, Păk), in lower case."""
    if syllable[-1] in "kK":
        return fold(syllable)
    return str(_FINAL_I.sub(lambda m: _Y_FOR_I[m[0]], lower(syllable)))


def _as_printed(printed: str, name: str) -> str:
    """The name as the text spells it, where that is a spelling of the same name (Phú Quý, Phú Quí)."""
    same = [_key(s) for s in _SYLLABLE.findall(printed)] == [_key(s) for s in _SYLLABLE.findall(normalize(name))]
    return " ".join(printed.split()) if same and not printed.isupper() else name


def _after_opening_word(view: str, start: int, end: int) -> int:
    """Where a name may begin after a word that is a capital only because a sentence opens with it ("Tại Hải Phòng")."""
    before = view[max(0, start - 2) : start].strip(" ")
    word = _SYLLABLE.match(view, start, end)
    if word is None or (before and before[-1] not in '.!?;:"\n(-*'):
        return start
    return min(end, int(word.end()) + 1)


def _provinces(areas: list[Area], day: str | None) -> list[Area]:
    return [a for a in areas if a.level == "province" and a.stands_on(day)] or [a for a in areas if a.level == "province"]


def _latest(areas: list[Area]) -> list[Area]:
    """Of one name over time, the unit that stood last."""
    last = max((a.since for a in areas), default="")
    return [a for a in areas if a.since == last]


def _settle(areas: list[Area], day: str | None, home: Area | None, gazetteer: Gazetteer) -> Area | None:
    standing = [a for a in areas if a.stands_on(day)] or areas
    if len({a.code for a in standing}) == 1:
        return standing[0]
    if home is not None:
        for outer in (home, gazetteer.province_of(home)):
            near = [a for a in standing if outer is not None and gazetteer.holds(outer, a)]
            if len({a.code for a in near}) == 1:
                return near[0]
    provinces = [a for a in standing if a.level == "province"]
    return provinces[0] if len({a.code for a in provinces}) == 1 else None


_BUILT: dict[str, Gazetteer] = {}


def gazetteer(rules: RuleSet) -> Gazetteer:
    """The gazetteer of a RuleSet, built on first use and kept by the digest of the rules."""
    if rules.digest not in _BUILT:
        _BUILT[rules.digest] = Gazetteer((_area(row) for row in rules.tables.get("areas", ())), _aliases(rules))
    return _BUILT[rules.digest]


def _area(row: Mapping[str, str]) -> Area:
    return Area(row["code"], row["name"], row["kind"], row["level"], row["parent"], row["valid_from"], row["valid_to"])


def _aliases(rules: RuleSet) -> dict[tuple[str, str], tuple[str, ...]]:
    names: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rules.tables.get("province_aliases", ()):
        phrases = tuple(phrase.strip() for phrase in row["phrase"].split("|"))
        names[row["code"], row["valid_from"]] = names.get((row["code"], row["valid_from"]), ()) + phrases
    return names
