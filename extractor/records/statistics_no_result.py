"""A bound figure and its sentence in, whether it is no result out: targets, thresholds of the law, what holds
for every place or voter, shares of a part of the voters, the bar that places are counted by. The words that
tell are rows of figure_cues.csv, by their effect."""

from __future__ import annotations

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.statistics_cues import Cues
from extractor.records.statistics_figures import Quantity
from extractor.records.statistics_voters import Bound

_UNITS = ("constituencies", "polling_areas", "polling_teams")
_BEHIND = 24  # characters within which a verb still speaks of the units just counted
_JUST_BEFORE = 26
_A_WORD = 6
_A_LARGE_PLACE = 20_000  # voters
_A_FRACTION = 11  # voters; no polling area has as few
_CLAUSE = regex.compile(r"[,;:()]")
_ONE_CLAUSE = 50


class NoResult:
    """Knows the figures of one document that count something and are no result."""

    def __init__(self, reading: Reading, cues: Cues) -> None:
        self._reading = reading
        self._cues = cues
        self._rows = {entry.id: entry for entry in reading.rules.lists["indicators"].entries}

    def holds(self, item: Bound, sentence: Span, since: int, quantities: list[Quantity], people: list[Span]) -> bool:
        """Targets, thresholds of the law, shares of a part of the voters, figures of an earlier period."""
        figure = item.quantity.span
        if self._rows[item.indicator]["unit"] == "percent" and item.quantity.qualifier == "at_least":
            return True  # "ít nhất 35% nữ" is asked for, "từ 99% trở lên" a bar to pass: neither is a result
        if item.indicator in ("voters_voted", "registered_voters") and self._is_a_fraction(item.quantity):
            return True
        if item.indicator in ("turnout_rate", "registered_voters") and self._is_a_bar(item, sentence, quantities):
            return True
        if item.indicator in ("votes_received", "vote_share") and self._of_confidence(item):
            return True
        if item.indicator in ("turnout_rate", "voters_voted") and any(h.entry["effect"] == "part" for h in self._reading.annotations.within("figure_cues", item.evidence)):
            return True
        if self._is_a_rule_of_law(item, sentence, since, people):
            return True
        if item.indicator in _UNITS and any(
            h.entry["effect"] == "rerun" and h.span.start - item.evidence.end < _BEHIND
            for h in self._reading.annotations.within("figure_cues", Span(figure.end, sentence.end))
        ):
            return True  # "3 đơn vị bầu cử phải bầu thêm" is no number of constituencies
        for hit in self._reading.annotations.within("figure_cues", Span(sentence.start, figure.start)):
            effect, gap, near = hit.entry["effect"], figure.start - hit.span.end, since <= hit.span.start
            if effect == "target" and near and gap < 80:
                return True
            if effect in ("threshold", "condition") and item.quantity.kind != "count" and gap < 60:
                return True
            if effect == "part" and near and item.indicator in ("turnout_rate", "voters_voted", "registered_voters"):
                return True
        return False

    def _of_confidence(self, item: Bound) -> bool:
        """"Tín nhiệm cao 41 phiếu", "47/50 phiếu tán thành": what a council thinks of a person or a draft, no votes of an election."""
        figure = item.quantity.span
        near = Span(max(0, figure.start - _JUST_BEFORE), item.evidence.end + _BEHIND)
        for hit in self._reading.annotations.within("figure_cues", near):
            if hit.entry["effect"] == "confidence" and (hit.span.start >= figure.start or hit.span.end >= figure.start - _A_WORD):
                return True
        return False

    def _is_a_fraction(self, quantity: Quantity) -> bool:
        """"Gần 9/10 cử tri": a share in words, of no ten voters."""
        return quantity.whole is not None and (quantity.whole.value or _A_FRACTION) < _A_FRACTION

    def _is_a_rule_of_law(self, item: Bound, sentence: Span, since: int, people: list[Span]) -> bool:
        """"Mỗi đơn vị được bầu không quá 3 đại biểu", "dù chưa có đủ 300 cử tri", "được nhận 3 phiếu": what holds for every
        place or voter, and counts none."""
        figure, row = item.quantity.span, self._rows[item.indicator]
        if item.quantity.qualifier in ("at_least", "at_most") and (row["office"] == "sentence" or item.indicator == "voter_meetings"):
            return True
        if item.indicator == "votes_received" and item.rule.endswith("ballots_of_votes") and not people:
            return True
        for hit in self._reading.annotations.within("figure_cues", sentence):
            effect = hit.entry["effect"]
            if effect == "each" and since <= hit.span.start and hit.span.end <= figure.start and not _CLAUSE.search(self._reading.view, hit.span.end, figure.start):
                return True
            if effect == "condition" and item.indicator in ("seats", "elected", "registered_voters") and abs(hit.span.start - figure.end) < _ONE_CLAUSE:
                return True
        return False

    def _is_a_bar(self, item: Bound, sentence: Span, quantities: list[Quantity]) -> bool:
        """The rate is what places are counted by ("56 xã đạt 100%", "hầu hết các xã trên 99%", "không có xã nào dưới 90%")."""
        quantity = item.quantity
        if quantity.qualifier == "at_most" or self._is_a_share_of_places(quantity, sentence, quantities):
            return True
        if item.indicator == "registered_voters" and not self._is_a_size_to_pass(quantity):
            return False
        if quantity.qualifier != "exact":
            earlier = self._reading.annotations.within("qualifiers", Span(sentence.start, quantity.span.start))
            if any(hit.entry["qualifier"] == "vague" for hit in earlier):
                return True
        if quantity.qualifier == "exact" and quantity.figure.value != 100:
            return False
        counted = [q for q in quantities if sentence.start <= q.span.start and q.span.end <= quantity.span.start]
        if not counted:
            return False
        noun = counted[-1].noun
        return (noun is not None and noun.entry["unit"] in ("place", "polling_area")) or self._counts_places(counted[-1])

    def _is_a_share_of_places(self, quantity: Quantity, sentence: Span, quantities: list[Quantity]) -> bool:
        """"1.203 khu vực bỏ phiếu đạt 100% cử tri đi bầu, chiếm 71,69%": the share is one of places."""
        if "chiếm" not in self._reading.view[quantity.lead : quantity.span.start].lower():
            return False
        earlier = [q for q in quantities if sentence.start <= q.span.start and q.span.end <= quantity.span.start]
        if earlier and earlier[-1].kind == "percent" and earlier[-1].figure.value == 100:
            earlier.pop()
        elif not earlier or "100" not in self._reading.view[earlier[-1].span.end : quantity.span.start]:
            return False
        counted = earlier[-1] if earlier else None
        return counted is not None and ((counted.noun is not None and counted.noun.entry["unit"] in ("place", "polling_area")) or self._counts_places(counted))

    def _is_a_size_to_pass(self, quantity: Quantity) -> bool:
        """"12 xã có trên 5.000 cử tri": the size is that of each place; "12 khu vực bỏ phiếu, khoảng 8.900 cử tri" is one of all."""
        before = self._reading.view[max(0, quantity.span.start - 12) : quantity.span.start].split()
        return (quantity.figure.value or 0) < _A_LARGE_PLACE and len(before) > 1 and before[-2] == "có"

    def _counts_places(self, quantity: Quantity) -> bool:
        behind = self._cues.within(Span(quantity.span.end, quantity.span.end + 120))
        return bool(behind) and behind[0].span.start <= quantity.span.end + 1 and behind[0].indicators[0] in ("polling_areas", "polling_areas_complete", "polling_teams")
