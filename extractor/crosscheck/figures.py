"""Figures of one thing from several documents in, a Finding for each thing they do not agree on out. A thing is
an indicator of an area, office and period (store/across.py: FIGURE_KEY). Each figure stands for its whole
interval, so "69,2 triệu" and 69.243.939 agree. What differs is told as what it most likely is:

    taken at another hour      two figures with their own as_of: no finding, unless a count went down meanwhile
    preliminary against final  a note; so is a page of the polling day itself against a later one
    a later correction         a note: every document of the one value came before every one of the other, and the
                               same body or most of the sources say the later one
    conflict                   a warning, with every value, its documents, and what most of them say

A document that gives several values of one thing says nothing that can be compared, and is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractor.audit.figures import Figure, figure_of
from extractor.crosscheck.asked import Row, ask
from extractor.facts import Finding, FindingPlace, Statistic
from extractor.model import Severity, Span
from extractor.rules import RuleSet
from extractor.store import Archive
from extractor.store.across import FIGURE_KEY, RIVAL_FIGURES
from extractor.text import fold

CHECK, SERIES = "across_documents", "time_series"
_CONFLICT = ("Các văn bản nêu số liệu khác nhau về cùng một chỉ tiêu.", "Documents give different figures of one thing.")
_CORRECTED = ("Văn bản sau nêu số khác với văn bản trước (có thể là đính chính).", "Later documents give another figure than earlier ones (a correction, perhaps).")
_PRELIMINARY = ("Số sơ bộ khác số chính thức.", "A preliminary figure differs from the final one.")
_FELL = ("Số cử tri đi bầu giảm theo thời gian trong ngày.", "The count of voters fell in the course of the day.")
_GROWING = frozenset({"voters_voted", "turnout_rate"})  # these can only grow until the polls close
_MOST_FIGURES = 2_000  # of one thing: beyond that it is no thing, but a heap
_MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class _Said:
    """One figure of one document. day: of the document; early: it may be no final one."""

    row: Row
    figure: Figure
    day: str
    early: bool

    @property
    def document(self) -> str:
        return str(self.row["document_id"])

    @property
    def place(self) -> FindingPlace:
        return FindingPlace(self.document, Span(self.row["char_start"], self.row["char_end"]))


def rival_figures(archive: Archive, rules: RuleSet) -> Iterator[Finding]:
    labels = spoken_names(rules)
    for _, group in groupby(ask(archive, RIVAL_FIGURES), key=lambda row: tuple(row[name] for name in FIGURE_KEY)):
        rows: list[Row] = []
        for row in group:
            if len(rows) < _MOST_FIGURES:
                rows.append(row)
        said = [s for row in rows if (s := read_said(row)) is not None]
        label = _label(rows[0], labels)
        yield from _series(said, label)
        by_moment: dict[object, list[_Said]] = {}
        for one in _plain(said):
            by_moment.setdefault(one.row["as_of"], []).append(one)
        for together in by_moment.values():
            yield from _compare(together, label)


def spoken_names(rules: RuleSet) -> dict[str, str]:
    """The Vietnamese names of indicators and of elected bodies, by id."""
    return {entry.id: entry.phrases[0] for name in ("offices", "indicators") if name in rules.lists for entry in rules.lists[name].entries}


def _label(row: Row, labels: dict[str, str]) -> str:
    """"tổng số cử tri, Hải Phòng, 2021-05-23"."""
    parts = (labels.get(row["indicator"], row["indicator"]), row["subject"], labels.get(row["office"], row["office"]), row["unit_no"], row["area"], row["period"])
    return ", ".join(str(part) for part in parts if part)


def read_said(row: Row) -> _Said | None:
    statistic = Statistic(
        span=Span(0, 0), rule="", certainty=row["certainty"] or "stated", indicator=row["indicator"], label="", printed=row["printed"] or "",
        value=row["value"], unit=row["unit"] or "", decimals=row["decimals"] or 0, qualifier=row["qualifier"] or "exact",
    )  # fmt: skip
    figure = figure_of(statistic)
    if figure is None:
        return None
    day = row["day"] or ""
    return _Said(row, figure, day, row["status"] == "preliminary" or (row["genre"] == "news" and day[:10] == row["period"]))


def _plain(said: Sequence[_Said]) -> list[_Said]:
    """One figure a document and moment; documents that contradict themselves are left out: the audit of each
    document speaks of that."""
    by_document: dict[tuple[str, object], list[_Said]] = {}
    for one in said:
        by_document.setdefault((one.document, one.row["as_of"]), []).append(one)
    return [several[0] for several in by_document.values() if all(_agree(several[0], other) for other in several[1:])]


def _agree(a: _Said, b: _Said) -> bool:
    return any(x.range.meets(y.range) for x in a.figure.readings() for y in b.figure.readings())


def _compare(said: Sequence[_Said], label: str) -> Iterator[Finding]:
    values = _by_value(said)
    if len(values) < 2:
        return
    early = [one for one in said if one.early]
    final = _by_value([one for one in said if not one.early])
    if early and len(final) == 1:
        yield _finding("note", _PRELIMINARY, label, values, usual=final[0])
    elif len(values) == 2 and (order := _corrected(*values)):
        yield _finding("note", _CORRECTED, label, values, usual=order[1])
    else:
        yield _finding("warning", _CONFLICT, label, values, usual=max(values, key=_weight))


def _by_value(said: Sequence[_Said]) -> list[list[_Said]]:
    """Figures that agree, together: the exact ones found the groups, rounded ones join a group they fit."""
    groups: list[list[_Said]] = []
    for one in sorted(said, key=lambda s: (s.figure.qualifier not in ("exact", "only"), s.figure.step)):
        fitting = next((group for group in groups if _agree(group[0], one)), None)
        if fitting is not None:
            fitting.append(one)
        else:
            groups.append([one])
    return groups


def _weight(group: Sequence[_Said]) -> tuple[int, str]:
    return len({one.document for one in group}), max(one.day for one in group)


def _corrected(a: list[_Said], b: list[_Said]) -> tuple[list[_Said], list[_Said]] | None:
    """(earlier, later) where the one value plainly took the place of the other."""
    earlier, later = sorted((a, b), key=lambda group: min(one.day for one in group))
    if not all(one.day for one in (*a, *b)) or max(one.day for one in earlier) >= min(one.day for one in later):
        return None
    bodies = ({fold(str(body)) for one in group if (body := one.row["issuer"] or one.row["publisher"])} for group in (earlier, later))
    same_body = bool(set.intersection(*bodies))
    most = len({one.document for one in later}) > 1 and _weight(later) > _weight(earlier)
    return (earlier, later) if same_body or most else None


def _finding(severity: Severity, message: tuple[str, str], label: str, values: Sequence[list[_Said]], *, usual: list[_Said]) -> Finding:
    others = [group for group in values if group is not usual]
    expected = f"{label}: {_shown(usual)}"
    actual = "; ".join(_shown(group) for group in sorted(others, key=_weight, reverse=True))
    shown = [one.place for group in (usual, *others) for one in group][:_MOST_PLACES]
    if not any(place == others[0][0].place for place in shown):
        shown[-1] = others[0][0].place
    return Finding(CHECK, severity, " / ".join(message), expected, actual, tuple(dict.fromkeys(shown)))


def _shown(group: Sequence[_Said]) -> str:
    """"69.243.939 (3 văn bản, 2021-07-15 đến 2021-07-24)"."""
    days = sorted({one.day for one in group if one.day})
    when = f", {days[0]}" + (f" đến {days[-1]}" if days[-1] != days[0] else "") if days else ""
    return f"{group[0].figure.printed} ({len({one.document for one in group})} văn bản{when})"


def _series(said: Sequence[_Said], label: str) -> Iterator[Finding]:
    """A count of the day that is lower at a later hour: soft, for lists of voters are corrected, too."""
    timed = sorted((one for one in said if one.row["as_of"] and one.row["indicator"] in _GROWING), key=lambda one: (str(one.row["as_of"]), one.day))
    for before, after in pairwise(timed):
        highest = [reading.range.high for reading in after.figure.readings()]
        lowest = min(reading.range.low for reading in before.figure.readings())
        if before.row["as_of"] == after.row["as_of"] or None in highest or max(high for high in highest if high is not None) >= lowest:
            continue
        expected, actual = (f"{label}: {one.figure.printed} ({one.row['as_of']})" for one in (before, after))
        yield Finding(SERIES, "warning", " / ".join(_FELL), expected, actual, (before.place, after.place))
