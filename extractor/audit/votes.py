"""The votes of all candidates of one unit in, Outcomes out: every valid ballot names at least one candidate and at most as many as
are to be elected (Luật bầu cử 85/2015/QH13, article 74: a ballot that names more, or none, is not valid), so that all votes
together lie between the valid ballots and that many times them. The upper limit is tried on any list; the lower one only where
the document says how many stood and names all of them. A warning: pages leave candidates out and run units together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from extractor.audit.figures import written
from extractor.audit.report import Outcome, Unchecked, make_finding
from extractor.audit.sightings import Sighting, Sightings
from extractor.model import Document

CHECK = "sums"
_OVER = ("Tổng số phiếu bầu lớn hơn số phiếu hợp lệ nhân với số người được bầu.", "The votes of all candidates are more than the valid ballots times the seats.")
_UNDER = ("Tổng số phiếu bầu nhỏ hơn số phiếu hợp lệ, trong khi mỗi phiếu hợp lệ bầu ít nhất một người.", "The votes of all candidates are fewer than the valid ballots.")

Scope = tuple[str | None, ...]


def check_votes(document: Document, sightings: Sightings) -> Iterator[Outcome | Unchecked]:
    """One finding for each list of candidates whose votes cannot be."""
    for scope, listed in groupby(sightings.of("votes_received"), key=_scope):
        counted = [s for s in listed if s.statistic.subject]
        votes = {s.statistic.subject: s for s in counted}
        if len(votes) < 2 or len({(s.statistic.subject, s.figure.value) for s in counted}) > len(votes):  # by polling area, each with its own count
            continue
        if any(s.figure.step or s.figure.qualifier != "exact" for s in counted):
            continue
        valid, seats, candidates = (_only(sightings, name, scope) for name in ("valid_ballots", "seats", "candidates"))
        first = next(iter(votes.values()))
        if valid is None or seats is None:
            missing = "valid_ballots" if valid is None else "seats"
            yield Unchecked(CHECK, "audit.votes", f"which {missing} belongs to the candidates is not clear", (first.span,))
            continue
        total = sum(s.figure.value for s in votes.values())
        spans = (valid.span, seats.span, *(s.span for s in votes.values()))
        reckoned = f"{' + '.join(s.figure.printed for s in list(votes.values())[:3])}{' + ...' if len(votes) > 3 else ''} = {written(total, 0)} phiếu"
        if total > valid.figure.value * seats.figure.value:
            most = written(valid.figure.value * seats.figure.value, 0)
            expected = f"không quá {valid.figure.printed} × {seats.figure.printed} = {most}"
            yield Outcome(make_finding(document, CHECK, "warning", _OVER, expected=expected, actual=reckoned, spans=spans), "audit.votes", (str(total), most))
        elif candidates is not None and candidates.figure.value == len(votes) and total < valid.figure.value:
            expected = f"không dưới {valid.figure.printed}"
            yield Outcome(make_finding(document, CHECK, "warning", _UNDER, expected=expected, actual=reckoned, spans=spans), "audit.votes", (str(total),))


def _scope(sighting: Sighting) -> Scope:
    statistic = sighting.statistic
    return sighting.area, statistic.level, statistic.unit_no, statistic.office, statistic.period


def _only(sightings: Sightings, indicator: str, scope: Scope) -> Sighting | None:
    """The figure of that scope, where the document knows one exact value of it."""
    found = [s for s in sightings.of(indicator) if _scope(s) == scope]
    one = len({s.figure.value for s in found}) == 1 and not found[0].figure.step and found[0].figure.qualifier == "exact"
    return found[0] if one else None
