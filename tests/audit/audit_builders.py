"""Builders for the tests of extractor.audit: pages and tables in which the figures are marked, so that a test
reads like the page it is about. "{voters_voted:4.561}" prints 4.561 and makes a statistic of it; keys of the
statistic follow a bar: "{elected:499|office=national_assembly}"; "{turnout_rate:gần 70%}" carries a qualifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor import audit
from extractor.facts import Citation, DateMention, Finding, Header, Interval, Statistic
from extractor.model import Block, Cell, Document, Source, Span
from extractor.rules import RuleSet, load_rules
from extractor.values import read_number, read_scaled

RULES = load_rules()
_MARK = regex.compile(r"\{(?P<indicator>\w+):(?P<printed>[^|{}]+)(?:\|(?P<keys>[^{}]*))?\}")
_QUALIFIERS = {"gần": "nearly", "hơn": "over", "trên": "over", "khoảng": "about"}


@dataclass
class Page:
    """A document under construction, with what was extracted from it."""

    text: str
    statistics: list[Statistic] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    mentions: list[DateMention] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()
    header: Header = field(default_factory=Header)

    @property
    def document(self) -> Document:
        return Document("0" * 64, Source("page.txt"), "text/plain", "test", self.text, blocks=self.blocks)

    def report(self, rules: RuleSet = RULES) -> audit.Report:
        return audit.examine(self.document, rules, self.header, self.citations, self.mentions, self.statistics)

    def findings(self, rules: RuleSet = RULES) -> tuple[Finding, ...]:
        return audit.check(self.document, rules, self.header, self.citations, self.mentions, self.statistics)

    def told(self, rules: RuleSet = RULES) -> list[tuple[str, str]]:
        """(check_id, severity) of every finding, in order."""
        return [(f.check_id, f.severity) for f in self.findings(rules)]


def page(marked: str, **scope: Any) -> Page:
    """A page of plain text; `scope` holds for every figure unless its mark says otherwise."""
    text, statistics = _unmark(marked, 0, {"area": "Thái Nguyên", "level": "province", **scope})
    return Page(text, statistics)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], **scope: Any) -> Page:
    """A page that is one table; cells may hold a mark. The area of a row is its second cell, unless marked."""
    text, blocks, statistics = "", [], []
    for row, cells in enumerate([header, *rows]):
        for column, marked in enumerate(cells):
            area = cells[1] if len(cells) > 1 else ""
            printed, found = _unmark(marked, len(text), {"area": area, "level": "commune", "cell": (row, column, header[column]), **scope})
            start = len(text)
            text += printed
            cell = Cell(0, row, column, header[column], cells[0], is_header=row == 0)
            if printed:
                blocks.append(Block(start, len(text), "cell", cell=cell))
            text += "\n"
            statistics += found
    return Page(text, statistics, blocks=tuple(blocks))


def cited(text: str, *numbered: tuple[str, str, str | None]) -> Page:
    """A page with citations: (number, ISO date, issuer), in the order in which the number stands in the text."""
    made, start = Page(text), 0
    for number, issued_on, issuer in numbered:
        start = text.index(number, start)
        parts = number.split("/")
        year = int(parts[1]) if len(parts) == 3 else None
        span = Span(start, start + len(number))
        made.citations.append(
            Citation(span=span, rule="", number=number, printed=number, year=year, notation=parts[-1], issuer=issuer, issued_on=issued_on)
        )
        start = span.end
    return made


def dated(text: str, printed: str, day: str, *, inferred: bool = False, spoken: str | None = None) -> Page:
    """A page with one date mention. spoken: the day the document is of."""
    start = text.index(printed)
    certainty = "inferred" if inferred else "stated"
    interval = Interval(day, day, day, certainty=certainty)
    mention = DateMention(span=Span(start, start + len(printed)), rule="", certainty=certainty, interval=interval, role="event", printed=printed)
    return Page(text, mentions=[mention], header=Header(issued_on=spoken))


def _unmark(marked: str, offset: int, scope: dict[str, Any]) -> tuple[str, list[Statistic]]:
    text, statistics, done = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        done = match.end()
        start = offset + len(text)
        text += match["printed"]
        keys = dict(pair.split("=") for pair in (match["keys"] or "").split(",") if pair)
        for indicator in match["indicator"].split("__"):
            statistics.append(_statistic(indicator, match["printed"], Span(start, offset + len(text)), {**scope, **keys}))
    return text + marked[done:], statistics


def _statistic(indicator: str, printed: str, span: Span, keys: dict[str, Any]) -> Statistic:
    words = printed.rstrip("%").split()
    qualifier = _QUALIFIERS.get(words[0], "exact")
    digits = words[0] if qualifier == "exact" else words[1]
    percent = printed.endswith("%") or indicator.endswith(("_rate", "_share"))
    scaled = words[-1] == "triệu"
    number = read_scaled(printed, ((digits, 1_000_000),)) if scaled else read_number(digits, counts_wholes=not percent, share=percent)
    unit = "percent" if percent else "person"
    return Statistic(
        span=span,
        rule="",
        indicator=indicator,
        label="",
        printed=printed,
        value=number.value,
        unit=unit,
        decimals=number.decimals,
        qualifier=qualifier,
        **keys,
    )
