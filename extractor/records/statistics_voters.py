"""Bound figures of one sentence in, the same with their voter counts told apart out: which of two counts is
the electorate and which voted, and what "63,3 trong tổng số hơn 69 triệu cử tri đã đi bầu" shares. Bound,
the noun of a figure and what it counts, stands here because every later step works on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractor.model import Span
from extractor.records.statistics_figures import Quantity
from extractor.values import read_scaled

_OF_TOTAL = regex.compile(r"\s*(?:cử tri |người )?(?:trong|trên|/)(?: tổng)? số\s*(?:\p{L}+\s+)?")


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity and what it counts. part: "whole" for the second figure of a pair n/N. evidence: the
    stretch that proves it; label: the phrase as printed; carried: inherited from the item before."""

    quantity: Quantity
    indicator: str
    evidence: Span
    label: Span
    rule: str
    part: str = "all"
    carried: bool = False


def name_parts_of_total(bound: list[Bound], quantities: list[Quantity], view: str) -> list[Bound]:
    """"862 trong tổng số 874 cử tri đã đi bầu": the first figure voted, the second is the electorate."""
    out: list[Bound] = []
    for item in bound:
        earlier = [q for q in quantities if q.span.end <= item.quantity.span.start]
        first = earlier[-1] if earlier else None
        if item.indicator == "voters_voted" and item.quantity.kind == "count" and first is not None and first.kind in ("count", "percent"):
            free = not any(o.quantity is first and o.indicator != "registered_voters" for o in out)
            if free and _OF_TOTAL.fullmatch(view, first.span.end, item.quantity.span.start):
                out = [o for o in out if o.quantity is not first]
                part = "turnout_rate" if first.kind == "percent" else "voters_voted"
                first = _scaled_alike(first, item.quantity)
                out.append(replace(item, quantity=first, indicator=part, evidence=Span(first.span.start, item.evidence.end)))
                out.append(replace(item, indicator="registered_voters"))
                continue
        out.append(item)
    return out


def _scaled_alike(first: Quantity, total: Quantity) -> Quantity:
    """In "63,3 trong tổng số hơn 69 triệu cử tri" the word triệu scales both."""
    if first.kind != "count" or first.scale != 1 or total.scale == 1 or (first.figure.value or 0) >= 1000:
        return first
    return replace(first, figure=read_scaled(first.figure.printed, ((first.figure.printed, total.scale),)), scale=total.scale)


def settle_voters(bound: list[Bound], view: str) -> Iterator[Bound]:
    """Of two voter counts in one sentence that read alike the larger is the electorate; a running count
    (đến 9 giờ ..., đến 11 giờ ...) names its hours and is left as it is."""
    voted = [b for b in bound if b.indicator == "voters_voted" and b.quantity.kind == "count" and b.quantity.figure.value is not None]
    values = sorted({float(b.quantity.figure.value or 0) for b in voted})
    alike = len(voted) == 2 and len(values) == 2 and not any(b.indicator == "registered_voters" for b in bound)
    if alike and any("ngoài danh sách" in view[b.evidence.start : b.evidence.end] for b in voted):
        alike = False  # voters who are on no list there are a count of their own
    if alike and any(b.indicator == "turnout_rate" and voted[0].quantity.span.end <= b.quantity.span.start < voted[1].quantity.span.start for b in bound):
        alike = False  # "Huyện A: 60.712 cử tri, đạt 90,2%; huyện B 48.120 cử tri (97,1%)": each has its own rate
    if alike and not regex.search(r"\bgiờ\b|\d[hg]\d", view[voted[0].quantity.span.end : voted[1].quantity.span.start]):
        larger = voted[0] if float(voted[0].quantity.figure.value or 0) == values[1] else voted[1]
        bound = [replace(b, indicator="registered_voters") if b is larger else b for b in bound]
    yield from bound
