"""patterns/*.toml and macros.toml in, Rules out: each one regular expression of the `regex` package, written
against the normalised view of extractor.text (one dash, one blank, hòa not hoà), with its examples. A blank
in it stands for any white space up to one line break; line breaks and indentation inside the TOML string are
dropped; `${name}` is a macro of macros.toml, `${list:units}` the alternation of a list's phrases, longest
first. Stands under rules.py, which loads a whole folder.

Where a pattern is tried. `triggers` are literal
words one of which stands in every match: the pattern is then tried only at them and at the words before them
as far back as `reach` says. `lead` is what may stand before the pattern ("Sáng Chủ nhật, ngày " before 23/5):
it is tried backwards from where the pattern matched, so that a pattern with a lead begins at its trigger and
is tried nowhere else; with `needs_lead` a match without it is none.
`after` are literal words right after one of which every match begins ("Điều" before 5). `at` names an [anchor]
of macros.toml: a short pattern that finds, once for all rules that share it, the only places where the pattern
may begin (a digit that opens a number)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from extractor.errors import RuleError
from extractor.text import lower, normalize
from extractor.word_lists import WordList, alternation, read_toml

_BLANK = r"(?:[ ]++\n?[ ]*+|\n[ ]*+)"
_LEAD_BLANK = r"(?:[ ]+\n?[ ]*|\n[ ]*)"  # read backwards, where a possessive blank would starve itself
_MACRO = regex.compile(r"\$\{(list:)?([\w.]+)\}")
_RULE_KEYS = {"id", "pattern", "triggers", "reach", "case", "set", "example", "counter_example", "note", "family", "anchored", "lead", "needs_lead", "at", "after"}
_EXAMPLE_KEYS = {"text", "find", "value", "note"}
_OTHER_FORMS = set("–—‑−‐“”„‘’Ð\u00a0\u200b")  # normalize() turns these into others; in a [class] that would make a range


@dataclass(frozen=True, slots=True)
class Example:
    """text, the exact stretch of it that must be found (None: nothing of the rule may be found), and
    the values that the find must carry."""

    text: str
    find: str | None
    value: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of one family. set: constants that every match carries. reach: how many characters
    before and after a trigger the pattern may touch. anchored: the pattern is not scanned for; a record
    family tries it at a place it already knows (Reading.match)."""

    id: str
    family: str
    pattern: regex.Pattern[str]
    triggers: tuple[str, ...]
    reach: tuple[int, int]
    set: Mapping[str, str | int]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]
    file: str
    anchored: bool = False
    lead: regex.Pattern[str] | None = None
    needs_lead: bool = False
    at: str = ""
    after: tuple[str, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()  # the named groups of the pattern and their numbers
    lead_groups: tuple[tuple[str, int], ...] = ()

    @property
    def begins_before(self) -> int:
        """How many characters before a trigger the pattern may begin: with a lead it begins at the trigger."""
        return 0 if self.lead is not None else self.reach[0]


def load_macros(path: Path, lists: Mapping[str, WordList]) -> dict[str, str]:
    macros: dict[str, str] = {}
    if path.exists():
        for name, body in read_toml(path).get("macro", {}).items():
            macros[name] = f"(?:{_expand(_one_line(body), macros, lists, str(path), name)})"
    return macros


def load_anchors(path: Path, macros: Mapping[str, str], lists: Mapping[str, WordList]) -> dict[str, regex.Pattern[str]]:
    if not path.exists():
        return {}
    raw = read_toml(path).get("anchor", {})
    return {name: regex.compile(_expand(_one_line(body), macros, lists, str(path), name), regex.VERSION0) for name, body in raw.items()}


def _one_line(pattern: str) -> str:
    return "".join(line.strip() if "\n" in pattern else line for line in pattern.split("\n"))


def _expand(pattern: str, macros: Mapping[str, str], lists: Mapping[str, WordList], file: str, place: str) -> str:
    def value(match: regex.Match[str]) -> str:
        name = match[2]
        known: Mapping[str, object] = lists if match[1] else macros
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}"
            raise RuleError(f"${{{match[1] or ''}{name}}} is not known here", file=file, place=place, remedy=hint)
        return alternation(lists[name]) if match[1] else macros[name]

    return _MACRO.sub(value, pattern)


def _blanks(pattern: str, blank: str) -> str:
    """Literal blanks outside character classes stand for any white space up to one line break. A look-behind
    is matched backwards, so its blanks are the lead's."""
    out: list[str] = []
    in_class = escaped = False
    behind: list[bool] = [False]  # for each open bracket, whether it stands in a look-behind
    for index, char in enumerate(pattern):
        plain, escaped = not escaped, not escaped and char == "\\"
        if plain and in_class:
            in_class = char != "]"
        elif plain and char == "[":
            in_class = True
        elif plain and char == "(":
            behind.append(behind[-1] or pattern.startswith(("(?<=", "(?<!"), index))
        elif plain and char == ")" and len(behind) > 1:
            behind.pop()
        elif plain and char == " ":
            out.append(_LEAD_BLANK if behind[-1] else blank)
            continue
        out.append(char)
    return "".join(out)


def load_patterns(path: Path, macros: Mapping[str, str], lists: Mapping[str, WordList]) -> Iterator[Rule]:
    content = read_toml(path)
    unknown = set(content) - {"family", "rule"}
    if unknown:
        raise RuleError(f"unknown key {sorted(unknown)[0]!r}", file=str(path), remedy="a pattern file holds family and [[rule]]")
    for number, raw in enumerate(content.get("rule", ()), start=1):
        yield _make_rule(raw, content.get("family", ""), path, str(raw.get("id", f"rule {number}")), macros, lists)


def _make_rule(raw: Mapping[str, Any], family: str, path: Path, place: str, macros: Mapping[str, str], lists: Mapping[str, WordList]) -> Rule:
    def fault(message: str, remedy: str = "") -> RuleError:
        return RuleError(message, file=str(path), place=place, remedy=remedy)

    for key in raw:
        if key not in _RULE_KEYS:
            near = difflib.get_close_matches(key, _RULE_KEYS, n=1)
            raise fault(f"unknown key {key!r}", f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(_RULE_KEYS))}")
    for key in ("id", "pattern"):
        if not raw.get(key):
            raise fault(f"the key {key} is missing")
    family = raw.get("family", family)
    if not family:
        raise fault("no family is named, neither by the file nor by the rule")
    odd = sorted({c for c in raw["pattern"] + raw.get("lead", "") if c in _OTHER_FORMS})
    if odd:
        remedy = 'write the plain form ("-", a blank, a straight quote): patterns run on the normalised view, which has no other'
        raise fault(f"the pattern holds {', '.join(f'U+{ord(c):04X}' for c in odd)}", remedy)
    flags = regex.VERSION0 if raw.get("case") == "exact" else regex.VERSION0 | regex.IGNORECASE

    def compiled(key: str, blank: str, more: int = 0) -> regex.Pattern[str]:
        source = normalize(_expand(_one_line(raw[key]), macros, lists, str(path), place))
        return regex.compile(_blanks(source, blank), flags | more)

    try:
        pattern = compiled("pattern", _BLANK)
        lead = compiled("lead", _LEAD_BLANK, regex.REVERSE) if "lead" in raw else None
    except regex.error as error:
        raise fault(f"the pattern is not valid: {error}") from error
    before, after = raw.get("reach", (120, 200))
    return Rule(
        id=raw["id"],
        family=family,
        pattern=pattern,
        triggers=tuple(lower(normalize(t)) for t in raw.get("triggers", ())),
        reach=(int(before), int(after)),
        set=dict(raw.get("set", {})),
        examples=tuple(_make_example(e, fault, wants_find=True) for e in raw.get("example", ())),
        counter_examples=tuple(_make_example(e, fault, wants_find=False) for e in raw.get("counter_example", ())),
        file=str(path),
        anchored=bool(raw.get("anchored", False)),
        lead=lead,
        needs_lead=bool(raw.get("needs_lead", False)),
        at=str(raw.get("at", "")),
        after=tuple(lower(normalize(t)) for t in raw.get("after", ())),
        groups=tuple(pattern.groupindex.items()),
        lead_groups=tuple(lead.groupindex.items()) if lead is not None else (),
    )


def _make_example(raw: Mapping[str, Any], fault: Any, *, wants_find: bool) -> Example:
    unknown = set(raw) - _EXAMPLE_KEYS
    if unknown:
        raise fault(f"unknown key {sorted(unknown)[0]!r} in an example", f"known: {', '.join(sorted(_EXAMPLE_KEYS))}")
    if "text" not in raw or (wants_find and "find" not in raw):
        raise fault("an example needs text and find, a counter-example text")
    find = raw.get("find")
    if find is not None and raw["text"].count(find) != 1:
        raise fault(f"the find {find!r} must stand exactly once in its text")
    return Example(raw["text"], find if wants_find else None, raw.get("value", {}))
