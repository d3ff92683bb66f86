"""Quantities of one sentence in, what each of them counts out. The noun is the anchor, not the number: a
figure is bound to the indicator phrase that stands right behind it (1.521 khu vực bỏ phiếu), else to the
label before it (tổng số cử tri là 1.402.871), else to the verb that rules the list it stands in (bầu đủ 9
..., 67 ... và 496 ...), else, for a percentage, to the count just before it (499 người trúng cử, đạt 99,8%).
What none of them explains is left alone. The phrases and their sides are data: indicator_phrases.csv and
patterns/statistics_indicators.toml; which rate belongs to which count is indicators.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.statistics_cues import Cue
from extractor.records.statistics_figures import Quantity
from extractor.records.statistics_sentence import SentenceText
from extractor.records.statistics_voters import Bound, name_parts_of_total, settle_voters

_ALL = 100  # percent
_FARTHEST_LABEL = 110  # characters between a label and its figure
_VALID = regex.compile(r"\s*(?:lá )?(?:phiếu )?(?:bầu )?hợp lệ")
_BREAK = regex.compile(r"[;|]|\.{3}|…")
_WELL_FORMED = regex.compile(r"\d|\p{L}+ (?:\p{L}+ )*?(?:trăm|nghìn|ngàn|triệu)", regex.IGNORECASE)
_PARTS_OF_AN_AREA = ("constituencies", "polling_areas", "polling_teams")
_AMONG = regex.compile(r"(?i)(?:(?<!\p{L})trong|so với(?: tổng)?)\s*$")
_COMPARED = regex.compile(r"[\s,;:()]*(?:(?:đạt|chiếm|bằng|có)\s)?(?:tỷ|tỉ) lệ\s(?:%\s)?so với\s[^\d,;.()]{3,40}?[:\s]*(?:là\s)?")
_CHANGED = regex.compile(r"[\s,;]*(?:tăng|giảm|vượt|cao hơn|thấp hơn|nhiều hơn|ít hơn)\s[^;()]{3,90}?,\s+")
_MEETING_ENDS = regex.compile(r"[,;.:()]|\s+(?:với|cho|thu hút|có|tại|ở|trong|và)(?!\p{L})|\s*$")
_THIS = regex.compile(r"(?i)(?:con số|tỷ lệ|tỉ lệ) này\s*$")
_OWNED = regex.compile(r"\s+(?:của|tại|ở|trong|thuộc)(?: các| mỗi| từng| toàn)?\s+")
_OF_WHOLE = regex.compile(r"[\s,]*(?:[^\s\d,;.()]+ ){0,3}?(?:trong|trên)(?: tổng)? số(?: [^\s\d,;.()]+){0,2}?\s*")
_OVER = regex.compile(r"\s*(?:phiếu|người|cử tri|đại biểu)?\s*(?:/|(?:trên|trong)(?: tổng)?(?: số)?)\s*")


class SentenceBinder(SentenceText):
    """Binds the quantities of one sentence from left to right. passing: stretches that may stand between an
    item and the one it inherits from (names of areas and of elected bodies). people: where persons are named.
    before: the last turnout of the paragraph, which a line of areas goes on with. of_meetings: the paragraph
    has spoken of meetings with voters, so that "78 cuộc" counts these."""

    def __init__(self, reading: Reading, sentence: Span, cues: list[Cue], passing: list[Span], people: list[Span], before: Bound | None, *, of_meetings: bool = False) -> None:
        super().__init__(reading, sentence, cues, passing, people)
        self._label: Cue | None = None
        self._governor: Cue | None = None
        self._last: Bound | None = None
        self._before = before
        self._of_meetings = of_meetings
        self._done = sentence.start
        self._bound: list[Bound] = []

    def bind(self, quantities: list[Quantity]) -> list[Bound]:
        bound = self._bound
        for quantity in quantities:
            self._meet_cues(quantity.span.start)
            items = list(self._bind_one(quantity))
            bound += items
            if items:
                self._last = items[-1] if items[-1].part != "whole" else items[0]
                self._done = max(self._done, quantity.span.end, *(item.evidence.end for item in items))
        bound += self._rates_before_their_label(quantities)
        bound.sort(key=lambda item: item.quantity.span)
        bound = [self._elected_by_now(self._still_to_vote(item)) for item in bound]
        return list(settle_voters(name_parts_of_total(bound, quantities, self._view), self._view))

    def _meet_cues(self, until: int) -> None:
        for cue in self._cues:
            if self._governor is not None and not self._level_with(self._governor.span.start, until):
                self._governor = None  # a bracket that closed took what rules its list along
            if self._done <= cue.span.start and cue.span.end <= until:
                if _AMONG.search(self._view, max(0, cue.span.start - 14), cue.span.start):
                    continue  # "trong số người trúng cử có ...", "so với tổng số phiếu thu vào" count nothing
                if cue.side == "governs":
                    self._governor, self._label = cue, None
                elif cue.side in ("before", "either") and not self._only_names_the_owner(cue) and not self._only_says_of_whom(cue):
                    self._label = cue

    def _only_names_the_owner(self, cue: Cue) -> bool:
        """"Tổng số cử tri của khu vực bỏ phiếu: 812": whose count it is, and no label of its own."""
        label = self._label
        return label is not None and cue.indicators[0] in _PARTS_OF_AN_AREA and bool(_OWNED.fullmatch(self._view, label.span.end, cue.span.start))

    def _only_says_of_whom(self, cue: Cue) -> bool:
        """"Tỷ lệ người ngoài Đảng trúng cử đạt 9%": the share is that of the people just named, whatever became of them."""
        label = self._label
        of_a_group = label is not None and self._rows[label.indicators[0]]["context"] == "election"
        return of_a_group and label is not None and cue.indicators[0] in ("elected", "candidates") and not self._view[label.span.end : cue.span.start].strip()

    def _bind_one(self, quantity: Quantity) -> Iterator[Bound]:
        behind = self._cue_behind(quantity)
        if self._lacks_its_sign(quantity):
            quantity = replace(quantity, kind="percent")
        if quantity.kind == "percent":
            yield from self._bind_percent(quantity, behind)
        elif quantity.kind == "none":
            if behind is not None:
                yield from self._take(quantity, behind, behind.span.end)
            elif self._label is not None and not self._view[self._label.span.end : quantity.span.start].strip(" :"):
                yield from self._take(quantity, self._label, quantity.span.end)
        elif behind is not None and not self._label_rules(quantity, behind):
            yield from self._take(quantity, behind, behind.span.end)
        elif self._label is not None and self._label_fits(quantity, self._label):
            label, self._label = self._label, None
            end = quantity.noun.span.end if quantity.noun else quantity.span.end
            end = behind.span.end if behind is not None and self._names_whole_of(label, behind, quantity) else end
            yield from self._take(quantity, label, end)
        elif (whole := self._whole_of_last(quantity)) is not None:
            yield from self._take(quantity, whole, quantity.noun.span.end if quantity.noun else quantity.span.end)
        elif self._governor is not None and self._unit_fits(quantity, self._governor) and self._governs(quantity):
            yield from self._take(quantity, self._governor, quantity.noun.span.end if quantity.noun else quantity.span.end)
        elif quantity.noun is not None and quantity.noun.entry.id == "phieu" and (person := self._person_before(quantity)) is not None:
            yield from self._take(quantity, Cue(person, ("votes_received",), "before", "count", "count_nouns.phieu"), quantity.noun.span.end)
        elif (model := self._model(quantity)) and self._follows_in_list(quantity, model[0]):
            evidence = Span(self._carried(quantity).start, quantity.noun.span.end if quantity.noun else quantity.span.end)
            yield from (replace(item, quantity=quantity, evidence=evidence, carried=True) for item in model)
        elif self._of_meetings and quantity.noun is not None and quantity.noun.entry.id == "hoi_nghi" and _MEETING_ENDS.match(self._view, quantity.noun.span.end):
            yield from self._take(quantity, Cue(quantity.noun.span, ("voter_meetings",), "after", "count", "count_nouns.hoi_nghi"), quantity.noun.span.end)
        elif quantity.noun is not None and quantity.noun.entry["alone"] and _WELL_FORMED.match(quantity.figure.printed) and not self._is_a_subset(quantity.noun.span):
            noun = quantity.noun
            met = self._last is not None and self._last.indicator == "voter_meetings"  # 11 cuộc tiếp xúc với hơn 1.300 cử tri
            alone = "meeting_attendance" if met else noun.entry["alone"]
            yield from self._take(quantity, Cue(noun.span, (alone,), "after", "count", f"count_nouns.{noun.entry.id}"), noun.span.end)

    def _lacks_its_sign(self, quantity: Quantity) -> bool:
        """"Tỷ lệ cử tri đi bầu đạt 99,8 so với tổng số cử tri": a share, as its label can count nothing else."""
        label, value = self._label, quantity.figure.value
        whole = quantity.kind != "count" or not quantity.figure.decimals or quantity.scale != 1 or quantity.noun is not None
        return not whole and value is not None and value <= _ALL and label is not None and label.measure == "percent" and self._label_fits_percent(quantity, label)

    def _label_rules(self, quantity: Quantity, behind: Cue) -> bool:
        """The label just before says it already: "số người trúng cử là 30 đại biểu nữ" aside, the label wins
        where what stands behind is the same word again."""
        if self._label is None or not (self._label.indicators == behind.indicators or self._names_whole_of(self._label, behind, quantity)):
            return False
        return self._label_fits(quantity, self._label)

    def _names_whole_of(self, label: Cue, behind: Cue, quantity: Quantity) -> bool:
        """"Số phiếu thu vào 4.110/4.112 phiếu phát ra": what stands behind names the second figure."""
        return quantity.kind == "pair" and self._rows[label.indicators[0]]["whole"] == behind.indicators[0]

    def _label_fits(self, quantity: Quantity, label: Cue) -> bool:
        between = self._view[label.span.end : quantity.span.start]
        if len(between) > _FARTHEST_LABEL or _BREAK.search(between) or not label.counts(quantity.kind == "percent"):
            return False
        return self._unit_fits(quantity, label)

    def _governs(self, quantity: Quantity) -> bool:
        start = self._governor.span.end if self._governor else self._sentence.start
        if any(h.entry["effect"] == "parts" for h in self._reading.annotations.within("figure_cues", Span(start, quantity.span.start))):
            return False  # what follows "trong đó" are parts of the count, not counts of their own
        if quantity.noun is not None:
            return True
        return self._thin(start, quantity.lead) or self._thin(self._done, quantity.lead)

    def _whole_of_last(self, quantity: Quantity) -> Cue | None:
        """"bầu được 85 đại biểu trong tổng số 88 đại biểu": what the part just before is a part of."""
        if self._last is None or not self._rows[self._last.indicator]["whole"] or not _OF_WHOLE.fullmatch(self._view, self._done, quantity.span.start):
            return None
        whole = self._rows[self._last.indicator]["whole"]
        label = Cue(self._last.label, (whole,), "governs", "count", self._last.rule)
        return label if self._unit_fits(quantity, label) else None

    def _rates_before_their_label(self, quantities: list[Quantity]) -> list[Bound]:
        """"Quận A 99,9%, quận B 99,8% là những nơi có tỷ lệ cử tri đi bầu cao": the rates stand before the phrase."""
        if self._bound or not all(q.kind == "percent" for q in quantities):
            return []
        last = quantities[-1]
        turnout = [c for c in self._cues if c.indicators == ("voters_voted",) and c.side != "governs" and c.span.start >= last.span.end and c.counts(True)]
        if not turnout or any(not self._area_just_before(q) for q in quantities):
            return []
        return [item for q in quantities for item in self._take(q, turnout[0], q.span.end)]

    def _person_before(self, quantity: Quantity) -> Span | None:
        """The person whose votes these are: named last before the figure, no other figure between (1. Nguyễn Văn A: 45.210 phiếu)."""
        named = [span for span in self._people if self._done <= span.start and span.end <= quantity.span.start]
        return named[-1] if named and quantity.span.start - named[-1].end < 120 else None

    def _model(self, quantity: Quantity) -> list[Bound]:
        """The last item of the same kind in the sentence: what a further item of a list would mean."""
        alike = [b.quantity for b in self._bound if b.quantity.kind == quantity.kind and self._level_with(b.quantity.span.end, quantity.span.start)]
        return [b for b in self._bound if alike and b.quantity is alike[-1]]

    def _follows_in_list(self, quantity: Quantity, model: Bound) -> bool:
        """Only another area or body and small words part it from the item before: "..., HĐND huyện 34/35"."""
        behind = quantity.noun.span if quantity.noun is not None else quantity.span
        new = any(self._done <= span.start and (span.end <= quantity.lead or behind.start <= span.start <= behind.end + 1) for span in self._passing)
        fits = quantity.bare if quantity.noun is None else quantity.noun.entry["unit"] == self._rows[model.indicator]["unit"]
        return new and fits and self._thin(self._done, quantity.lead)

    def _bind_percent(self, quantity: Quantity, behind: Cue | None) -> Iterator[Bound]:
        base = self._base_behind(quantity)
        won = base is not None and base.indicators == ("votes_received",)
        if won and not self._speaks_of_winning(quantity) and self._person_before(quantity) is None:
            base, won = None, False
        if won and base is not None:
            yield from self._take(quantity, base, base.span.end)
        elif behind is not None and self._rate(behind.indicators[0]):
            yield from self._take(quantity, behind, behind.span.end)
        elif self._label is not None and self._label_fits_percent(quantity, self._label) and not (self._label.span.end < self._done and self._inherits(quantity)):
            label, self._label = self._label, None
            if label.indicators == ("elected",) and any(label.span.end <= p.start and p.end <= quantity.span.start for p in self._people):
                label = replace(label, indicators=("votes_received",))  # trúng cử cao là ông ... (tỷ lệ 78,75%)
            yield from self._take(quantity, label, quantity.span.end)
        elif (person := self._winner(quantity)) is not None:
            yield from self._take(quantity, Cue(person, ("votes_received",), "before", "percent", "share_bases.votes"), quantity.span.end)
        elif base is not None and not (self._last and self._inherits(quantity)):
            yield from self._take(quantity, base, base.span.end)
        elif self._inherits(quantity) and (source := self._rated(quantity)) is not None:
            yield replace(source, quantity=quantity, indicator=self._rate(source.indicator), evidence=self._carried(quantity), carried=True)
        elif self._governor is not None and self._rate(self._governor.indicators[0]) and self._thin(self._governor.span.end, quantity.lead):
            yield from self._take(quantity, self._governor, quantity.span.end)
        elif (ahead := self._last or self._before) is not None and ahead.indicator == "turnout_rate" and (self._area_just_before(quantity) or self._of_this(quantity)):
            yield replace(ahead, quantity=quantity, evidence=self._carried(quantity), carried=True)

    def _of_this(self, quantity: Quantity) -> bool:
        """"Lúc 11 giờ, con số này mới là 72,6%": the rate told before, at another hour."""
        return bool(_THIS.search(self._view, self._sentence.start, quantity.lead))

    def _winner(self, quantity: Quantity) -> Span | None:
        """The next person of a list of shares: "...; bà Trần Thị Lụa, Phó Chủ tịch UBND xã, đạt 83,1%"."""
        if self._last is None or self._last.indicator not in ("vote_share", "votes_received"):
            return None
        person = self._person_before(quantity)
        return person if person is not None and person.start >= self._last.quantity.span.end else None

    def _label_fits_percent(self, quantity: Quantity, label: Cue) -> bool:
        between = self._view[label.span.end : quantity.span.start]
        return bool(label.counts(True) and self._rate(label.indicators[0]) and len(between) <= _FARTHEST_LABEL and not _BREAK.search(between))

    def _base_behind(self, quantity: Quantity) -> Cue | None:
        start = quantity.span.end
        while start < len(self._view) and self._view[start] in " \n":
            start += 1
        hit = self._reading.annotations.at("share_bases", start)
        if hit is None or any("meeting_attendance" in cue.indicators and cue.span.touches(hit.span) for cue in self._cues):
            return None  # "50% tổng số cử tri tham dự" is a share of a meeting
        if hit.entry["indicator"] == "voters_voted" and self._of_a_group(quantity):
            return None
        return Cue(hit.span, (hit.entry["indicator"],), "after", "percent", f"share_bases.{hit.entry.id}")

    def _of_a_group(self, quantity: Quantity) -> bool:
        """"Cử tri nữ chiếm 50,8% tổng số cử tri": a share of the electorate, no turnout."""
        if self._label is not None and self._label.indicators[0] in ("male_voters", "female_voters", "visiting_voters"):
            return True
        return any(h.entry["effect"] == "subset" for h in self._reading.annotations.within("figure_cues", Span(self._done, quantity.span.start)))

    def _rated(self, quantity: Quantity) -> Bound | None:
        """The item a bare percentage may belong to: the last one, or the part whose whole the last one is; behind a
        bracket that closed ("... 1.201.300 người (trong đó nữ 600.100), đạt 99,7%") the last one before it."""
        if self._last is None:
            return None
        if not self._level_with(self._last.quantity.span.end, quantity.span.start):
            level = [b for b in self._bound if self._rate(b.indicator) and self._level_with(b.quantity.span.end, quantity.span.start)]
            if level:
                return level[-1]
        part = next((b for b in reversed(self._bound) if b.quantity.span.end <= self._last.quantity.span.start and b.quantity is not self._last.quantity), None)
        is_part = part is not None and self._rows[part.indicator]["whole"] == self._last.indicator and bool(self._rate(part.indicator))
        if part is not None and is_part and _OVER.fullmatch(self._view, part.quantity.span.end, self._last.quantity.span.start):
            return part  # 620 phiếu / 801 phiếu hợp lệ, bằng 77,4%
        if self._rate(self._last.indicator):
            return self._last
        if self._last.indicator == "registered_voters" and self._last.rule == "count_nouns.cu_tri" and self._last.part == "all":
            return self._voted_after_all(quantity)
        parts = [b for b in self._bound if self._rows[b.indicator]["whole"] == self._last.indicator and self._rate(b.indicator)]
        return parts[-1] if parts else None

    def _voted_after_all(self, quantity: Quantity) -> Bound | None:
        """"Huyện Na Rì: 28.914 cử tri, đạt 99,6%": a count of voters with a turnout behind it counts those who voted; a
        share they make up ("chiếm 2%") leaves them what they are, unless the sentence has told turnouts before."""
        turnouts = any(b.indicator == "turnout_rate" for b in self._bound) or self._before is not None
        if self._last is None or (self._a_share(quantity) and not turnouts):
            return None
        voted = replace(self._last, indicator="voters_voted")
        self._bound[self._bound.index(self._last)] = voted
        return voted

    def _a_share(self, quantity: Quantity) -> bool:
        return "chiếm" in self._view[quantity.lead : quantity.span.start].lower()

    def _inherits(self, quantity: Quantity) -> bool:
        between = (self._view, self._done, quantity.lead)
        return self._thin(self._done, quantity.lead) or bool(_COMPARED.fullmatch(*between) or _CHANGED.fullmatch(*between))

    def _take(self, quantity: Quantity, cue: Cue, end: int) -> Iterator[Bound]:
        ahead = cue.span.start < quantity.span.start and quantity.span.start - cue.span.end < 90
        start = cue.span.start if ahead and cue.span.start >= self._done else quantity.span.start  # one figure, one place
        evidence = Span(start, max(end, quantity.span.end))
        rule = cue.rule
        if quantity.kind == "percent":
            yield Bound(quantity, self._rate(cue.indicators[0]), evidence, cue.span, rule)
        elif quantity.kind == "pair":
            yield from self._pair(quantity, cue.indicators, evidence, cue.span, rule)
        else:
            for indicator in cue.indicators:
                yield Bound(quantity, indicator, evidence, cue.span, rule)

    def _pair(self, quantity: Quantity, indicators: tuple[str, ...], evidence: Span, label: Span, rule: str) -> Iterator[Bound]:
        part, whole = self._part_and_whole(self._rows[indicators[0]])
        if part:
            yield Bound(quantity, part, evidence, label, rule, part="part")
        if part == "votes_received" and not _VALID.match(self._view, quantity.span.end):
            whole = ""  # 47/50 phiếu: of those who were there, valid or not
        if whole:
            yield Bound(quantity, whole, evidence, label, rule, part="whole")

