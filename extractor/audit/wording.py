"""A failed identity in, its Outcome out: the finding in plain words, with the printed figures and the sum
done before the reader's eyes ("69.243.939 / 69.523.277 = 99,598 %, làm tròn 99,60 %")."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.audit.figures import Figure, cut, decimals_of, written
from extractor.audit.formula import Expression, Formula, Name, Operation, evaluate, render
from extractor.audit.identities import Identity
from extractor.audit.ranges import Range, UndecidedError
from extractor.audit.report import Outcome, make_finding
from extractor.audit.sightings import Sighting
from extractor.model import Document, Severity
from extractor.rules import RuleSet

_RELATIONS = {"<=": "không quá", "<": "nhỏ hơn", ">=": "không dưới", ">": "lớn hơn"}


def finding_of(
    document: Document, rules: RuleSet, identity: Identity, formula: Formula, figures: Mapping[str, Sighting], severity: Severity
) -> Outcome:
    printed = {name: s.figure.printed for name, s in figures.items()}
    known = {name: s.figure for name, s in figures.items()}
    if formula.relation == "=":
        named, other = (formula.left, formula.right) if isinstance(formula.left, Name) else (formula.right, formula.left)
        expected = f"{render(other, printed)} = {_result(other, named, known)}"
        actual = f"{label_of(named, rules)}: {render(named, printed)}"
    else:
        expected = f"{label_of(formula.left, rules)} {_RELATIONS[formula.relation]} {_limit(formula.right, printed, rules)}"
        actual = f"{label_of(formula.left, rules)}: {render(formula.left, printed)}"
    spans = (s.span for s in figures.values())
    finding = make_finding(document, identity.check, severity, identity.message, expected=expected, actual=actual, spans=spans)
    return Outcome(finding, identity.id, tuple(f"{name}={known[name].value}" for name in sorted(known)))


def _limit(tree: Expression, printed: Mapping[str, str], rules: RuleSet) -> str:
    return f"{label_of(tree, rules)} ({render(tree, printed)})" if isinstance(tree, Name | Operation) else render(tree, printed)


def label_of(tree: Expression, rules: RuleSet) -> str:
    """The Vietnamese name of what an expression counts: of a sum, its parts joined."""
    if isinstance(tree, Name):
        words = rules.lists.get("indicators")
        return next((entry.phrases[0] for entry in words.entries if entry.id == tree.id), tree.id) if words else tree.id
    if isinstance(tree, Operation):
        return f"{label_of(tree.left, rules)} {tree.sign} {label_of(tree.right, rules)}"
    return str(tree.value)


def _result(tree: Expression, named: Expression, figures: Mapping[str, Figure]) -> str:
    """The value of the reckoned side, in the digits of the printed one and two more."""
    try:
        value = evaluate(tree, {name: figure.readings()[0].range for name, figure in figures.items()})
    except UndecidedError:
        return "?"
    target = figures[named.id] if isinstance(named, Name) else next(iter(figures.values()))
    if not target.percent:
        return _between(value, 0, "")
    decimals = decimals_of(target)
    if value.exact is None:
        return _between(value, decimals, " %")
    return percentage(value, decimals)


def percentage(value: Range, decimals: int) -> str:
    """"99,598 %, làm tròn 99,60 %", and how it reads cut off where that differs."""
    exact = value.low
    rounded, short = written(exact, decimals), cut(exact, decimals)
    said = f"{written(exact, decimals + 1)} %, làm tròn {rounded} %"
    return said if short == rounded else f"{said} (cắt bớt {short} %)"


def _between(value: Range, decimals: int, sign: str) -> str:
    if value.exact is not None:
        whole = value.exact.denominator == 1
        return written(value.exact, 0 if whole else max(decimals, 2)) + sign
    if value.low == 0 and value.high is not None:
        return f"không quá {written(value.high, decimals)}{sign}"
    low = written(value.low, decimals) + sign
    return f"từ {low} trở lên" if value.high is None else f"từ {low} đến {written(value.high, decimals)}{sign}"
