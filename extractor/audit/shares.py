"""Text in, Outcomes out: percentages that stand right behind the figures they are made of, whatever those
count. Two shapes are known (rules/patterns/audit.toml): a pair with its rate, "134/152 nhà, đạt 88,16%",
and a count with its share, "304 phiếu (61,04%)". The second has no denominator in sight; denominators()
says which whole numbers could be it. Where none can, one of the two figures is misprinted: in the table of
June 2013 no number of members makes 133 votes 24,69 %, while 304 (61,04 %) and 43 (8,63 %) both say 498."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import ceil, floor

import regex

from extractor.audit.figures import Figure, printed_figure, written
from extractor.audit.formula import Formula, parse
from extractor.audit.identities import convention, fits
from extractor.audit.ranges import point
from extractor.audit.report import Outcome, make_finding
from extractor.audit.slips import Slip, slips
from extractor.audit.wording import percentage
from extractor.model import Document, Severity, Span
from extractor.rules import RuleSet
from extractor.values import read_number

CHECK = "percentage"
_PAIR = regex.compile(r"(?<![\d.,/\p{L}-])\d[\d.]*(?=[ ]?/[ ]?\d)")
_SAME_TABLE, _MOST_PAIRS = 4_000, 40  # characters between counts that may be shares of one whole; how many of them are tried
_COUNT = regex.compile(r"(?<![\d.,/-])\d[\d.]*(?=[^\d%;]{0,24}\()")
_SHARE: Formula = parse("rate = 100 * part / whole")
_PAIR_MESSAGE = ("Tỷ lệ phần trăm không khớp với hai số đứng trước.", "The percentage does not follow from the two figures before it.")
_COUNT_MESSAGE = (
    "Không có tổng số nguyên nào cho ra tỷ lệ phần trăm này: một trong hai số bị in sai.",
    "No whole number makes this percentage of this count: one of the two is misprinted.",
)


def check_pairs(document: Document, rules: RuleSet, view: str, dates: Sequence[Span]) -> Iterator[Outcome]:
    """n/N ..., đạt p%. dates: what is a day and month, not a pair."""
    rule = rules.rule("audit.pair_rate")
    for start in _PAIR.finditer(view) if rule else ():
        match = rule.pattern.match(view, start.start()) if rule else None
        if match is None or any(Span(*match.span()).touches(d) for d in dates) or _may_be_day(match["part"], match["whole"]):
            continue
        figures = {name: _figure(match[name], percent=name == "rate") for name in ("part", "whole", "rate")}
        known = {name: figure for name, figure in figures.items() if figure is not None}
        if len(known) < 3 or fits(_SHARE, known) is not False:
            continue
        right = 100 * known["part"].value / known["whole"].value
        decimals = _decimals(match["rate"])
        slip = is_slip(match["rate"].replace(".", ","), written(right, decimals))
        severity: Severity = "warning" if match["vote"] or (match["plan"] and not slip) else "error"
        spans = _spans(match, "part", "whole", "rate")
        expected = f"{match['part']} / {match['whole']} = {percentage(point(right), decimals)}"
        finding = make_finding(document, CHECK, severity, _PAIR_MESSAGE, expected=expected, actual=f"{match['rate']} %", spans=spans)
        values = tuple(match[name] for name in ("part", "whole", "rate"))
        yield Outcome(finding, "audit.pair_rate", values, partial(_slip_of, known))


def check_counts(document: Document, rules: RuleSet, view: str) -> Iterator[Outcome]:
    """n người (p%): a warning where no whole number can be the whole. The other counts of the page say which
    whole was probably meant, and that says which digit is the suspect."""
    rule = rules.rule("audit.count_share")
    read: list[tuple[regex.Match[str], Figure, Figure]] = []
    for start in _COUNT.finditer(view) if rule else ():
        match = rule.pattern.match(view, start.start()) if rule else None
        if match is None:
            continue
        count, rate = _figure(match["part"], percent=False), _figure(match["rate"], percent=True)
        if count is not None and rate is not None and not count.step and count.value and rate.value:
            read.append((match, count, rate))
    for match, count, rate in read:
        if denominators(count, rate):
            continue
        near = 100 * count.value / rate.value
        expected = f"100 × {match['part']} / {match['rate']} = {float(near):.2f}".replace(".", ",") + ": không phải số nguyên"
        actual = f"{match['part']} ({match['rate']} %)"
        pairs = [(c, r) for m, c, r in read if abs(m.start() - match.start()) < _SAME_TABLE]
        spans = _spans(match, "part", "rate")
        finding = make_finding(document, CHECK, "warning", _COUNT_MESSAGE, expected=expected, actual=actual, spans=spans)
        yield Outcome(finding, "audit.count_share", (match["part"], match["rate"]), partial(_shared_whole, count, rate, pairs))


def _slip_of(figures: Mapping[str, Figure]) -> str:
    return _said(slips(_SHARE, figures))


def _shared_whole(count: Figure, rate: Figure, pairs: Sequence[tuple[Figure, Figure]]) -> str:
    """The whole that explains most of the other pairs, and what would make this one fit it."""
    explained = common_denominators(pairs[:_MOST_PAIRS])
    if not explained:
        return ""
    whole, which = max(explained.items(), key=lambda pair: (len(pair[1]), -pair[0]))
    figures = {"part": count, "whole": Figure(Fraction(whole), Fraction(0), "exact", written(Fraction(whole), 0), False), "rate": rate}
    found = [slip for slip in slips(_SHARE, figures) if slip.name != "whole"]
    other = f"{len(which)} số khác cùng tính trên (the others are shares of) {figures['whole'].printed}"
    return _said(found, figures) + (" | " if found else "Gợi ý (suggestion): ") + other


def _said(found: Sequence[Slip], figures: Mapping[str, Figure] | None = None) -> str:
    def words(slip: Slip) -> str:
        how = convention(_SHARE, {**figures, slip.name: slip.figure}) if figures else ""
        return f"{slip.words}; {how}" if how else slip.words

    return f"Gợi ý (suggestion): {' | '.join(words(slip) for slip in found[:2])}" if found else ""


def denominators(count: Figure, rate: Figure) -> tuple[range, ...]:
    """The whole numbers N for which count / N is printed as rate, one range for each way to read the rate
    (rounded, cut); () where there is none. Both figures must be above zero."""
    found = []
    for reading in rate.readings():
        low, high = reading.range.low, reading.range.high
        first = ceil(count.value) if high is None else _above(100 * count.value / high, open_end=reading.range.open_high)
        last = None if low == 0 else _below(100 * count.value / low, open_end=reading.range.open_low)
        if last is None or first <= last:
            found.append(range(first, (last if last is not None else first + 10**9) + 1))
    return tuple(found)


def common_denominators(pairs: Sequence[tuple[Figure, Figure]]) -> dict[int, tuple[int, ...]]:
    """For each whole number that explains at least two of the pairs (count, rate): which pairs it explains.
    Large counts allow many numbers; only those that some pair narrows down to a hundred are tried."""
    options = [denominators(count, rate) for count, rate in pairs]
    tried = {n for found in options for span in found if len(span) <= 100 for n in span}
    explained = {n: tuple(i for i, found in enumerate(options) if any(n in span for span in found)) for n in sorted(tried)}
    return {n: which for n, which in explained.items() if len(which) > 1}


def is_slip(printed: str, right: str) -> bool:
    """One digit differs, or two neighbours changed places: what fingers do, not what another base does."""
    if len(printed) != len(right):
        return False
    off = [i for i, (a, b) in enumerate(zip(printed, right, strict=True)) if a != b]
    swapped = len(off) == 2 and off[1] - off[0] <= 2 and printed[off[0]] == right[off[1]] and printed[off[1]] == right[off[0]]
    return len(off) == 1 or swapped


def _above(value: Fraction, *, open_end: bool) -> int:
    least = ceil(value)
    return least + 1 if open_end and least == value else least


def _below(value: Fraction, *, open_end: bool) -> int:
    most = floor(value)
    return most - 1 if open_end and most == value else most


def _figure(printed: str, *, percent: bool) -> Figure | None:
    return printed_figure(printed, read_number(printed, counts_wholes=not percent, share=percent), percent=percent)


def _decimals(printed: str) -> int:
    return read_number(printed, share=True).decimals


def _may_be_day(part: str, whole: str) -> bool:
    """"đến 15/7, đạt 98%" is a day, not fifteen of seven."""
    return part.isdigit() and whole.isdigit() and int(part) <= 31 and int(whole) <= 12


def _spans(match: regex.Match[str], *names: str) -> list[Span]:
    return [Span(*match.span(name)) for name in names]
