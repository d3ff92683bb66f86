"""Text and malformed statistics in, Outcomes out: figures that were damaged on their way to us. A thousands
group that is not three digits long, a letter that stands for a digit (O for 0, l for 1: what OCR and typing
do), and decimal marks that change within one page. Warnings and notes, never errors: the figure cannot be
reckoned with, so nothing follows from it. Where the figures beside it tell what it must have been, that is
suggested. Patterns: rules/patterns/audit.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import regex

from extractor.audit.figures import Figure, printed_figure
from extractor.audit.identities import Identity, fits
from extractor.audit.report import Outcome, make_finding
from extractor.audit.sightings import Sightings
from extractor.facts import Statistic
from extractor.model import Document, Span
from extractor.rules import RuleSet
from extractor.structure import Structure
from extractor.text import squeeze
from extractor.values import read_number

DAMAGED, MARKS = "damaged_figure", "decimal_marks"
_GROUP_MESSAGE = ("Nhóm hàng nghìn của số này không đủ ba chữ số.", "A thousands group of this figure is not three digits long.")
_LETTER_MESSAGE = ("Trong số này có chữ cái đứng ở chỗ của chữ số.", "A letter stands in this figure where a digit must have stood.")
_SHARE_MESSAGE = ("Dấu thập phân của số này khác với các số khác trong văn bản.", "The decimal mark of this figure is not that of the others here.")
_COUNT_MESSAGE = ("Dấu phân nhóm của số này khác với các số khác trong văn bản.", "The grouping mark of this figure is not that of the others here.")
_NEAR_A_LETTER = regex.compile(r"[\d.,][OoQlI|SBZ]|[OoQlI|SBZ][\d.,]")
_TOKEN = frozenset("0123456789.,OoQlI|SBZ")
_BROKEN = regex.compile(r"(?<![\p{L}\d.,/-])\d{1,3}\.\d")
_MOST_TOLD = 200  # damaged figures of one document
_MOST_PLACES = 20
_LONGEST = 24  # characters of a figure
_FEWEST_ALIKE = 3  # of one mark, that make the other one strange
_SHOWN = 3


def check_damage(document: Document, rules: RuleSet, structure: Structure, identities: Sequence[Identity], sightings: Sightings) -> Iterator[Outcome]:
    told: list[Span] = []
    for statistic in sightings.malformed[:_MOST_TOLD]:
        match = _digits(statistic)
        if match is None or any(span.touches(statistic.span) for span in told[-5:]):
            continue
        told.append(statistic.span)
        expected = _readings(match, statistic, identities, sightings)
        finding = make_finding(document, DAMAGED, "warning", _GROUP_MESSAGE, expected=expected, actual=squeeze(match), spans=(statistic.span,))
        yield Outcome(finding, "audit.malformed", (match, str(statistic.span.start)))
    for span, outcome in islice((*_broken(document, rules, structure), *_letters(document, rules, structure)), _MOST_TOLD):
        if not any(span.touches(other) for other in told):
            yield outcome
    for id, message in (("audit.share_mark", _SHARE_MESSAGE), ("audit.group_mark", _COUNT_MESSAGE)):
        yield from _marks(document, rules, structure, id, message)


def _digits(statistic: Statistic) -> str | None:
    found = regex.search(r"\d[\d.,]*\d", statistic.printed)
    return found[0] if found else None


def _readings(printed: str, statistic: Statistic, identities: Sequence[Identity], sightings: Sightings) -> str:
    """What the broken figure may have been: those readings that the figures beside it allow, else how many."""
    found = [(text, figure) for text in _mended(printed) if (figure := printed_figure(text, read_number(text, counts_wholes=True), percent=False))]
    if not found:
        return "nhóm ba chữ số, ví dụ (groups of three, as in) 1.234.567"
    fitting = [text for text, figure in found if _allowed(figure, statistic, identities, sightings)]
    known = 0 < len(fitting) < len(found)
    shown = fitting if known else [text for text, _ in found]
    more = f" (+{len(shown) - _SHOWN})" if len(shown) > _SHOWN else ""
    return f"{' hoặc '.join(shown[:_SHOWN])}{more}" + ("; các số bên cạnh cho phép (the figures beside it allow this)" if known else "")


def _mended(printed: str) -> list[str]:
    """The figure with one digit of a group of four left out, or one put into a group of two."""
    groups = printed.split(".")
    wrong = [i for i, group in enumerate(groups) if i and len(group) != 3]
    if len(wrong) != 1 or "," in printed:
        return []
    index, group = wrong[0], groups[wrong[0]]
    if len(group) == 4:
        changed = [group[:i] + group[i + 1 :] for i in range(4)]
    elif len(group) == 2:
        changed = [group[:i] + digit + group[i:] for i in range(3) for digit in "0123456789"]
    else:
        return []
    return list(dict.fromkeys(".".join((*groups[:index], new, *groups[index + 1 :])) for new in changed))


def _allowed(figure: Figure, statistic: Statistic, identities: Sequence[Identity], sightings: Sightings) -> bool:
    """No identity over the figures of the same line contradicts this reading."""
    line = [s for s in sightings.all if abs(s.span.start - statistic.span.start) < 400 and s.statistic.area == statistic.area]
    for identity in identities:
        for formula in identity.variants:
            if statistic.indicator not in formula.names or len(formula.names) < 2:
                continue
            known = {s.statistic.indicator: s.figure for s in line} | {statistic.indicator: figure}
            if all(name in known for name in formula.names) and fits(formula, known) is False:
                return False
    return True


def _broken(document: Document, rules: RuleSet, structure: Structure) -> Iterator[tuple[Span, Outcome]]:
    rule = rules.rule("audit.broken_groups")
    for start in _BROKEN.finditer(structure.view) if rule else ():
        match = rule.pattern.match(structure.view, start.start()) if rule else None
        if match is None or not structure.in_body(Span(*match.span())):
            continue
        span = Span(*match.span())
        mended = _mended(match[0])
        expected = " hoặc ".join(mended[:_SHOWN]) + (f" (+{len(mended) - _SHOWN})" if len(mended) > _SHOWN else "")
        finding = make_finding(document, DAMAGED, "warning", _GROUP_MESSAGE, expected=expected or "nhóm ba chữ số", actual=match[0], spans=(span,))
        yield span, Outcome(finding, "audit.broken_groups", (match[0],))


def _letters(document: Document, rules: RuleSet, structure: Structure) -> Iterator[tuple[Span, Outcome]]:
    rule = rules.rule("audit.look_alike")
    tried = -1
    for near in _NEAR_A_LETTER.finditer(structure.view) if rule else ():
        start = near.start()
        while start > 0 and near.start() - start <= _LONGEST and structure.view[start - 1] in _TOKEN:
            start -= 1
        match = rule.pattern.match(structure.view, start) if rule and start != tried else None
        tried = start
        if rule is None or match is None or not structure.in_body(Span(*match.span())):
            continue
        restored = match[0].translate(str.maketrans(str(rule.set["letters"]), str(rule.set["digits"])))
        letters = sum(a != b for a, b in zip(match[0], restored, strict=True))
        if not letters or 2 * letters > sum(c.isdigit() for c in restored):
            continue
        span = Span(*match.span())
        finding = make_finding(document, DAMAGED, "warning", _LETTER_MESSAGE, expected=restored, actual=document.quote(span), spans=(span,))
        yield span, Outcome(finding, "audit.look_alike", (match[0],))


def _marks(document: Document, rules: RuleSet, structure: Structure, id: str, message: tuple[str, str]) -> Iterator[Outcome]:
    """A note where one page writes both 99,60% and 99.60%: the rarer mark is named with its places."""
    rule = rules.rule(id)
    by_mark: dict[str, list[Span]] = {}
    for match in rule.pattern.finditer(structure.view) if rule else ():
        if structure.in_body(Span(*match.span())):
            by_mark.setdefault(match["mark"], []).append(Span(*match.span()))
    if len(by_mark) < 2:
        return
    rare, usual = sorted(by_mark, key=lambda mark: len(by_mark[mark]))
    if len(by_mark[usual]) < _FEWEST_ALIKE or 2 * len(by_mark[rare]) > len(by_mark[usual]):
        return
    first, model = by_mark[rare][0], by_mark[usual][0]
    expected = f"{document.quote(model)} ({len(by_mark[usual])} lần)"
    actual = f"{document.quote(first)} ({len(by_mark[rare])} lần)"
    spans = by_mark[rare][:_MOST_PLACES]
    yield Outcome(make_finding(document, MARKS, "note", message, expected=expected, actual=actual, spans=spans), id, (rare, usual))
