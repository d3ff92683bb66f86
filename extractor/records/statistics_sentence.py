"""One sentence with what was found in it in, answers about it out: which phrase stands behind a figure, whether
a noun fits a label, what parts two places, which indicator is the rate or the whole of another. It holds no
state of its own; the binder of statistics_binding.py asks while it walks from figure to figure."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.statistics_cues import Cue
from extractor.records.statistics_figures import Quantity
from extractor.records.statistics_voters import Bound
from extractor.rules import Entry

_THIN = regex.compile(r"[\s,;:()=\-]*")
_APPOSED = regex.compile(r"\s*(?:\([^()\n]{0,40}\)\s*)?")
_NUMBER_OF = regex.compile(r"(?i)(?:tổng )?số |(?:tỷ|tỉ) lệ ")
_BRACKET = regex.compile(r"[()]")
_PLACES = ("place", "polling_area")
_A_FEW_WORDS = 36  # characters
_CLAUSE_BREAK = regex.compile(r"[;:(]|(?:sẽ|để) ")
_OF_KIND = regex.compile(r" (?:là )?")
_A_YEAR = regex.compile(r"(?:19|20)\d\d")


class SentenceText:
    """passing: stretches that may stand between an item and the one it inherits from (names of areas and of
    elected bodies); people: where persons are named."""

    def __init__(self, reading: Reading, sentence: Span, cues: list[Cue], passing: list[Span], people: list[Span]) -> None:
        self._reading = reading
        self._view = reading.view
        self._sentence = sentence
        self._cues = cues
        self._passing = passing
        self._people = people
        self._rows = {entry.id: entry for entry in reading.rules.lists["indicators"].entries}

    def _cue_behind(self, quantity: Quantity) -> Cue | None:
        gap = _APPOSED.match(self._view, quantity.span.end, self._sentence.end)
        starts = {gap.end() if gap else quantity.span.end, quantity.span.end + 1}
        if quantity.noun is not None and (linked := _OF_KIND.match(self._view, quantity.noun.span.end, self._sentence.end)):
            starts |= {linked.end(), linked.start() + 1}  # "7 đại biểu | là người dân tộc thiểu số"
        for cue in self._cues:
            if quantity.kind == "none" and quantity.span.start < cue.span.start < quantity.span.end < cue.span.end and cue.side != "before":
                return cue  # "không có trường hợp | tự ứng cử": the phrase takes the end of the zero along
            if cue.span.start in starts and cue.side in ("after", "either") and cue.counts(quantity.kind == "percent") and not self._is_a_title(cue):
                return cue
        return None

    def _is_a_title(self, cue: Cue) -> bool:
        """"... 0 số đơn vị bầu cử: 12": a phrase that says "number of" heads the next figure, whatever stands before it."""
        return bool(_NUMBER_OF.match(self._view, cue.span.start))

    def _unit_fits(self, quantity: Quantity, cue: Cue) -> bool:
        noun = quantity.noun
        if noun is None:
            return quantity.bare and not _A_YEAR.fullmatch(quantity.figure.printed)
        counted = noun.entry["counts"].split("|") if noun.entry["counts"] else cue.indicators
        if self._view[noun.span.start : noun.span.end].lower() in self._view[cue.span.start : cue.span.end].lower().split(" ", 1)[-1] and noun.entry["unit"] in _PLACES:
            return True  # "số đơn vị bầu cử ...: 524 đơn vị": the noun is the label's own
        return noun.entry["unit"] == self._rows[cue.indicators[0]]["unit"] and bool(set(counted) & set(cue.indicators))

    def _level_with(self, place: int, until: int) -> bool:
        """No bracket that holds the first place closes before the second."""
        depth = 0
        for mark in _BRACKET.finditer(self._view, place, until):
            depth += 1 if mark[0] == "(" else -1
            if depth < 0:
                return False
        return True

    def _area_just_before(self, quantity: Quantity) -> bool:
        return any(span.end <= quantity.lead and not self._view[span.end : quantity.lead].strip(" \n:,(–-") for span in self._passing)

    def _is_a_subset(self, noun: Span) -> bool:
        """"173 cử tri từ 100 tuổi" is no electorate."""
        hit = self._reading.annotations.at("figure_cues", noun.start)
        return hit is not None and hit.entry["effect"] == "subset"

    def _speaks_of_winning(self, quantity: Quantity) -> bool:
        """Someone was elected or stood for election earlier in the sentence: then it is his share of the votes."""
        people = ("elected", "votes_received", "candidates")
        return any(cue.span.end <= quantity.span.start and cue.indicators[0] in people for cue in self._cues)

    def _carried(self, quantity: Quantity) -> Span:
        return Span(quantity.lead if quantity.span.start - quantity.lead < 40 else quantity.span.start, quantity.span.end)

    def _thin(self, start: int, end: int) -> bool:
        """Nothing but punctuation, areas and elected bodies stands between the two places."""
        position = start
        for span in self._passing:
            if span.start < position < span.end <= end:
                position = span.end  # "51/51 đại biểu HĐND | tỉnh, đạt 100%"
            elif position <= span.start and span.end <= end:
                if not _THIN.fullmatch(self._view, position, span.start):
                    return False
                position = span.end
        return position >= end or bool(_THIN.fullmatch(self._view, position, end))

    def _still_to_vote(self, item: Bound) -> Bound:
        """"Hôm nay, hơn 870.000 cử tri đi bầu cử" tells the size of the electorate, not who has voted."""
        if item.indicator != "voters_voted" or item.quantity.kind != "count" or item.label.start < item.quantity.span.start:
            return item
        effects = {h.entry["effect"]: h for h in self._reading.annotations.within("figure_cues", Span(self._sentence.start, item.evidence.end))}
        return replace(item, indicator="registered_voters") if "electorate" in effects and "done" not in effects else item

    def _elected_by_now(self, item: Bound) -> Bound:
        """"Cử tri đã lựa chọn, bầu ra 6 đại biểu" tells whom they elected, not how many are to be."""
        if item.indicator != "seats" or item.rule != "indicator.seats_verb":
            return item
        near = Span(max(self._sentence.start, item.label.start - _A_FEW_WORDS), item.label.start)
        done = [h for h in self._reading.annotations.within("figure_cues", near) if h.entry["effect"] == "done"]
        return replace(item, indicator="elected") if done and not _CLAUSE_BREAK.search(self._view, done[-1].span.end, item.label.start) else item

    def _rate(self, indicator: str) -> str:
        row = self._rows[indicator]
        return indicator if row["unit"] == "percent" else row["rate"]

    def _part_and_whole(self, row: Entry) -> tuple[str, str]:
        if row["whole"]:
            return row.id, row["whole"]
        parts = [entry.id for entry in self._rows.values() if entry["whole"] == row.id and entry["rate"]]
        if len(parts) == 1:  # 871.402/874.102 cử tri: the noun is that of the whole
            return parts[0], row.id
        return "", row.id
