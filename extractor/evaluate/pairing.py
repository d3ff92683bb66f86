"""The gold rows of one family and the rows found in one document in, a verdict on each out: paired one to
one, exact pairs first, then the rest by what they name; what stays without a partner is missed or false.
A further mention, elsewhere, of what the gold holds is neither; the same said again of one place is false."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.evaluate.gold import Gold, Wanted
from extractor.evaluate.judging import PlacedText, exact, field_proven, field_right, found, repeats, unjudged, what_differs
from extractor.evaluate.one_to_one import largest_pairing
from extractor.evaluate.outputs import Found, Output
from extractor.evaluate.sameness import same_name, same_words

Outcome = Literal["exact", "inexact", "missed", "false"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one gold row or one row of output. want is None for a false row, got for a missed one.
    reasons: for an inexact pair, what is wrong with it."""

    source: str
    family: str
    outcome: Outcome
    want: Wanted | None
    got: Found | None
    reasons: tuple[str, ...] = ()

    @property
    def quote(self) -> str:
        return self.want.quote if self.want is not None else self.got.quote if self.got is not None else ""


def judge(gold: Gold, output: Output) -> list[Verdict]:
    """Every verdict on one document: its header fields, then its families in order."""
    text = PlacedText(output.text)
    verdicts = _judge_header(gold, output)
    for family, wanted in gold.rows.items():
        if family == "findings":
            verdicts += _judge_findings(gold.source, wanted, output.rows[family], text)
        else:
            verdicts += _judge_rows(gold.source, family, wanted, output.rows[family], text)
    return verdicts


def _judge_header(gold: Gold, output: Output) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for field, stated in gold.document.items():
        value = output.document.get(field)
        want = Wanted("document", {field: stated}, str(stated))
        got = Found("document", {field: value}, None, None, str(value)) if value not in (None, "", []) else None
        if stated is not None and field_right(field, stated, output):
            proven = field_proven(field, output)
            verdicts.append(Verdict(gold.source, "document", "exact" if proven else "inexact", want, got, () if proven else ("evidence",)))
            continue
        if stated is not None:
            verdicts.append(Verdict(gold.source, "document", "missed", want, None))
        if got is not None:
            verdicts.append(Verdict(gold.source, "document", "false", None, got))
    return verdicts


def _judge_rows(source: str, family: str, wanted: Sequence[Wanted], rows: Sequence[Found], text: PlacedText) -> list[Verdict]:
    rows = _join_parts(wanted, rows) if family == "participants" else rows
    required = [want for want in wanted if not want.optional]
    strict = _pair(required, rows, lambda want, got: found(want, got, text) and exact(want, got, text))
    rest = [want for want in required if not any(want is other for other, _ in strict)]
    left = [row for row in rows if not any(row is other for _, other in strict)]
    loose = _pair(rest, left, lambda want, got: found(want, got, text))
    verdicts = [Verdict(source, family, "exact", want, got) for want, got in strict]
    verdicts += [Verdict(source, family, "inexact", want, got, what_differs(want, got, text)) for want, got in loose]
    verdicts += [Verdict(source, family, "missed", want, None) for want in rest if not any(want is other for other, _ in loose)]
    counted = [got for _, got in (*strict, *loose)]
    for row in left:
        if any(row is other for _, other in loose):
            continue
        known = any(found(want, row, text) for want in wanted)
        again = any(repeats(row, other) for other in counted)
        if not unjudged(row) and (again or not known):
            verdicts.append(Verdict(source, family, "false", None, row))
        counted.append(row)
    return verdicts


def _pair(wanted: Sequence[Wanted], rows: Sequence[Found], fits: Callable[[Wanted, Found], bool]) -> list[tuple[Wanted, Found]]:
    pairs = largest_pairing(len(wanted), len(rows), lambda i, j: fits(wanted[i], rows[j]))
    return [(wanted[i], rows[j]) for i, j in sorted(pairs.items())]


def _judge_findings(source: str, wanted: Sequence[Wanted], rows: Sequence[Found], text: PlacedText) -> list[Verdict]:
    """A finding rests on several places and the gold may quote each of them, so rows are not paired: a gold
    row is found where a finding touches it, and a finding that touches none is false."""
    verdicts: list[Verdict] = []
    for want in wanted:
        touching = [row for row in rows if found(want, row, text)]
        best = next((row for row in touching if exact(want, row, text)), touching[0] if touching else None)
        if best is None:
            verdicts += [] if want.optional else [Verdict(source, "findings", "missed", want, None)]
        elif not want.optional:
            reasons = what_differs(want, best, text)
            verdicts.append(Verdict(source, "findings", "inexact" if reasons else "exact", want, best, reasons))
    verdicts += [
        Verdict(source, "findings", "false", None, row) for row in rows if not unjudged(row) and not any(found(want, row, text) for want in wanted)
    ]
    return verdicts


def _join_parts(wanted: Sequence[Wanted], rows: Sequence[Found]) -> list[Found]:
    """A group of several parts may come as one row or as one row a part; the latter become one here."""
    joined = list(rows)
    for want in wanted:
        name = want.values.get("group_name")
        if not want.parts or any(same_words(name, row.values.get("group_name")) for row in joined):
            continue

        def fits(i: int, j: int, want: Wanted = want, joined: Sequence[Found] = tuple(joined)) -> bool:
            return not joined[j].values.get("name") and same_name(want.parts[i], joined[j].values.get("group_name"))

        pairs = largest_pairing(len(want.parts), len(joined), fits)
        if len(pairs) == len(want.parts):
            used = [joined[j] for j in sorted(pairs.values())]
            first = min(used, key=lambda row: row.start or 0)
            joined = [row for row in joined if not any(row is one for one in used)]
            joined.append(replace(first, values={**first.values, "group_name": name, "roles": []}))
    return joined
