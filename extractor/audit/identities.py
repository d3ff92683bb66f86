"""rules/identities.toml in, Identities out: what must hold between figures, as an auditor wrote it down.
An identity is one formula with the scope in which its figures belong together, a severity, its words and
its source, and at least one example that holds and one that does not, given as figures with their printed
form. check_examples() proves them; arithmetic.py applies identities to the statistics of a document."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, get_args

import regex

from extractor.audit.figures import EXACT, Figure, printed_figure
from extractor.audit.formula import Formula, FormulaError, parse
from extractor.errors import RuleError
from extractor.model import Severity
from extractor.rulecheck import Fault
from extractor.rules import RuleSet
from extractor.text import lower, normalize, squeeze
from extractor.values import read_number, read_scaled

WITHIN = ("sentence", "line", "document")
SCOPE = ("area", "level", "unit_no", "office", "subject", "period", "as_of", "status")
_KEYS = {"id", "check", "formula", "scope", "timeless", "within", "severity", "message_vi", "message_en", "source", "note", "example"}
_NEEDED = ("id", "check", "formula", "severity", "message_vi", "message_en", "source")
_EXAMPLE_KEYS = {"figures", "holds", "note"}
_PRINTED = regex.compile(r"(?P<words>\D*?)\s*(?P<number>\d[\d.,]*)\s*(?P<rest>\D*)")


@dataclass(frozen=True, slots=True)
class Example:
    """Figures by indicator, as printed ("99,60%"), and whether the identity holds for them."""

    figures: Mapping[str, str]
    holds: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """One rule of arithmetic. check: the check_id of its findings. scope: the keys of a statistic that
    must agree among its figures. timeless: indicators that stand for the whole election day, so that their
    hour and status need not agree. within: how far apart figures may stand and still be compared (one of
    WITHIN, a row of a table being a sentence). message: Vietnamese, English."""

    id: str
    check: str
    formula: Formula
    scope: tuple[str, ...]
    timeless: frozenset[str]
    within: str
    severity: Severity
    message: tuple[str, str]
    source: str
    examples: tuple[Example, ...]
    variants: tuple[Formula, ...]


_PARSED: dict[int, tuple[tuple[Mapping[str, Any], ...], tuple[Identity, ...]]] = {}


def identities(rules: RuleSet) -> tuple[Identity, ...]:
    """The identities of a RuleSet, in the order of the file. Raises RuleError on the first fault; parsed
    once for each RuleSet."""
    kept = _PARSED.get(id(rules.identities))
    if kept is None or kept[0] is not rules.identities:
        kept = _PARSED[id(rules.identities)] = (rules.identities, tuple(_load(rules)))
    return kept[1]


def _load(rules: RuleSet) -> Iterator[Identity]:
    seen: set[str] = set()
    for number, raw in enumerate(rules.identities, start=1):
        identity = _make(raw, str(raw.get("id", f"identity {number}")), rules)
        if identity.id in seen:
            raise RuleError(f"the id {identity.id} stands twice", file=_file(rules), remedy="ids are permanent and unique: choose another")
        seen.add(identity.id)
        yield identity


def _file(rules: RuleSet) -> str:
    return str(rules.root / "identities.toml")


def _make(raw: Mapping[str, Any], place: str, rules: RuleSet) -> Identity:
    def fault(message: str, remedy: str = "") -> RuleError:
        return RuleError(message, file=_file(rules), place=place, remedy=remedy)

    for key in raw:
        if key not in _KEYS:
            raise fault(f"unknown key {key!r}", _near(key, _KEYS))
    for key in _NEEDED:
        if not raw.get(key):
            raise fault(f"the key {key} is missing")
    if raw["severity"] not in get_args(Severity):
        raise fault(f"unknown severity {raw['severity']!r}", f"known: {', '.join(get_args(Severity))}")
    try:
        formula = parse(raw["formula"])
    except FormulaError as error:
        raise fault(str(error), "see docs: left = right, with the ids of indicators and + - * /") from error
    indicators = {entry.id for entry in rules.lists["indicators"].entries} if "indicators" in rules.lists else set(formula.names)
    for name in (*formula.names, *raw.get("timeless", ())):
        if name not in indicators:
            raise fault(f"{name!r} is no indicator of lists/indicators.csv", _near(name, indicators))
    for key in raw.get("scope", ()):
        if key not in SCOPE:
            raise fault(f"{key!r} is no key of a scope", _near(key, set(SCOPE)))
    if raw.get("within", "document") not in WITHIN:
        raise fault(f"within is not {raw['within']!r}", f"known: {', '.join(WITHIN)}")
    return Identity(
        id=raw["id"],
        check=raw["check"],
        formula=formula,
        scope=tuple(raw.get("scope", SCOPE)),
        timeless=frozenset(raw.get("timeless", ())),
        within=raw.get("within", "document"),
        severity=raw["severity"],
        message=(raw["message_vi"], raw["message_en"]),
        source=raw["source"],
        examples=tuple(_example(e, formula, fault) for e in raw.get("example", ())),
        variants=formula.variants(),
    )


def _example(raw: Mapping[str, Any], formula: Formula, fault: Any) -> Example:
    unknown = set(raw) - _EXAMPLE_KEYS
    if unknown:
        raise fault(f"unknown key {sorted(unknown)[0]!r} in an example", f"known: {', '.join(sorted(_EXAMPLE_KEYS))}")
    figures = raw.get("figures", {})
    if not isinstance(raw.get("holds"), bool) or not figures:
        raise fault("an example needs figures = { indicator = \"printed\" } and holds = true or false")
    if not set(figures) <= set(formula.names):
        raise fault(f"an example gives {sorted(set(figures) - set(formula.names))[0]!r}, which its formula does not use")
    return Example(dict(figures), raw["holds"])


def _near(word: str, known: set[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(sorted(known))[:300]}"


def fits(formula: Formula, figures: Mapping[str, Figure]) -> bool | None:
    """Whether some way to read the figures - rounded, cut, within their qualifier - makes a formula without
    any(...) hold; None where none does but for some the arithmetic has no answer."""
    return True if (said := _fit(formula, figures)) is not None and said[0] else None if said is None else False


def convention(formula: Formula, figures: Mapping[str, Figure]) -> str:
    """The way of reading under which the formula holds: "làm tròn", "cắt bớt", "khoảng"; "" where it does not
    hold, "đúng" where every figure is exact. Rounding is tried first."""
    said = _fit(formula, figures)
    return said[1] if said is not None else ""


def _fit(formula: Formula, figures: Mapping[str, Figure]) -> tuple[bool, str] | None:
    names = formula.names
    undecided = False
    for readings in product(*(figures[name].readings() for name in names)):
        verdict = formula.holds({name: reading.range for name, reading in zip(names, readings, strict=True)})
        if verdict:
            return True, next((r.convention for r in readings if r.convention != EXACT), EXACT)
        undecided = undecided or verdict is None
    return None if undecided else (False, "")


def check_examples(rules: RuleSet) -> list[Fault]:
    """Every fault in the identities of a RuleSet and in their examples; an empty list means they hold."""
    try:
        loaded = identities(rules)
    except RuleError as error:
        return [Fault(error.file, error.place, error.message)]
    return [fault for identity in loaded for fault in _check(identity, rules)]


def _check(identity: Identity, rules: RuleSet) -> Iterator[Fault]:
    file = _file(rules)
    if {example.holds for example in identity.examples} != {True, False}:
        yield Fault(file, identity.id, "needs an example that holds and one that does not")
    for example in identity.examples:
        figures = {name: read_printed(printed, name, rules) for name, printed in example.figures.items()}
        broken = [example.figures[name] for name, figure in figures.items() if figure is None]
        if broken:
            yield Fault(file, identity.id, f"the figure {broken[0]!r} of an example cannot be read")
            continue
        known = {name: figure for name, figure in figures.items() if figure is not None}
        formulas = [variant for variant in identity.variants if set(variant.names) <= set(known)]
        if not formulas:
            yield Fault(file, identity.id, f"the example {dict(example.figures)} leaves out a figure the formula needs")
            continue
        verdicts = [fits(variant, known) for variant in formulas]
        if any(verdicts) != example.holds or (not example.holds and None in verdicts):
            said = "holds" if any(verdicts) else "does not hold" if None not in verdicts else "cannot be decided"
            yield Fault(file, identity.id, f"the example {dict(example.figures)} {said}")


def read_printed(printed: str, indicator: str, rules: RuleSet) -> Figure | None:
    """The figure of a short printed form: "99,60%", "69.243.939", "hơn 69,2 triệu"; None where it is not one."""
    match = _PRINTED.fullmatch(squeeze(normalize(printed)))
    if match is None:
        return None
    percent = match["rest"].startswith("%")
    scale = _column("figure_scales", match["rest"], "value", rules) or _column("scales", match["rest"], "factor", rules)
    figure = read_scaled(printed, ((match["number"], int(scale)),)) if scale else read_number(match["number"], counts_wholes=not percent, share=percent)
    qualifier = _column("qualifiers", match["words"], "qualifier", rules) or "exact"
    return printed_figure(printed, figure, percent=percent, qualifier=qualifier)


def _column(words: str, phrase: str, column: str, rules: RuleSet) -> str:
    wanted = lower(squeeze(phrase))
    entries = rules.lists[words].entries if words in rules.lists else ()
    return next((entry[column] for entry in entries if wanted in map(lower, entry.phrases)), "")
