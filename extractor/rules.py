"""rules/ in, a RuleSet out. Patterns stand in patterns/*.toml, word lists in lists/*.csv; both are
data that an archivist edits, and each entry carries its own examples. Loading expands macros, compiles
every pattern once and refuses, naming file, rule and key, whatever it does not understand. The proof
that the examples hold is rulecheck.py; matching them against documents is annotate.py.

A pattern is one regular expression of the `regex` package, written against the normalised view of
extractor.text (one dash, one blank, hòa not hoà). A blank in it stands for any white space up to one
line break; line breaks and indentation inside the TOML string are dropped; `${name}` is a macro of
macros.toml, `${list:units}` the alternation of a list's phrases, longest first. `triggers` are literal
words one of which stands in every match: the pattern then runs only around them. `lead` is what may stand
before the pattern ("Sáng Chủ nhật, ngày " before 23/5): it is tried backwards from where the pattern
matched, so that a scan need not try it at every letter; with `needs_lead` a match without it is none.
`at` names an [anchor] of macros.toml: a short pattern that finds, once for all rules that share it, the
only places where the pattern may begin (a digit that opens a number)."""

from __future__ import annotations

import csv
import difflib
import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import regex

from extractor.errors import RuleError
from extractor.text import lower, normalize

T = TypeVar("T")
_BLANK = r"(?:[ ]++\n?[ ]*+|\n[ ]*+)"
_LEAD_BLANK = r"(?:[ ]+\n?[ ]*|\n[ ]*)"  # read backwards, where a possessive blank would starve itself
_MACRO = regex.compile(r"\$\{(list:)?([\w.]+)\}")
_RULE_KEYS = {"id", "pattern", "triggers", "reach", "case", "set", "example", "counter_example", "note", "family", "anchored", "lead", "needs_lead", "at"}
_EXAMPLE_KEYS = {"text", "find", "value", "note"}
_OTHER_FORMS = set("–—‑−‐“”„‘’Ð\u00a0\u200b")  # normalize() turns these into others; in a [class] that would make a range
LONGEST_ALTERNATION = 400


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a word list: its id, its phrases (on the page any of them), and its other columns."""

    list: str
    id: str
    phrases: tuple[str, ...]
    exact: bool
    columns: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.columns.get(column, "")


@dataclass(frozen=True, slots=True)
class WordList:
    name: str
    file: str
    entries: tuple[Entry, ...]

    def by_id(self, id: str) -> Entry:
        return next(entry for entry in self.entries if entry.id == id)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything in rules/, loaded. digest: SHA-256 over all files, the identity of a rule set."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, WordList]
    macros: Mapping[str, str]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    identities: tuple[Mapping[str, Any], ...]
    anchors: Mapping[str, regex.Pattern[str]]
    digest: str
    root: Path
    by_id: Mapping[str, Rule] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def derive(self, key: str, build: Callable[[RuleSet], T]) -> T:
        """What `build` makes of this rule set, made once: look-up tables that every document needs."""
        if key not in self.derived:
            self.derived[key] = build(self)
        value: T = self.derived[key]
        return value

    def family(self, name: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.family == name)

    def rule(self, id: str) -> Rule | None:
        return self.by_id.get(id)


def rules_folder() -> Path:
    """The rules that travel with the package: rules/ beside it in a checkout, extractor/_rules in a wheel."""
    beside = Path(__file__).resolve().parent.parent / "rules"
    if beside.is_dir():
        return beside
    return Path(str(resources.files("extractor") / "_rules"))


def load_rules(root: Path | str | None = None) -> RuleSet:
    """Load a rules folder (the project's own unless told otherwise); raise RuleError on the first fault."""
    folder = Path(root) if root is not None else rules_folder()
    if not folder.is_dir():
        raise RuleError("there is no rules folder here", file=str(folder), remedy="give the folder that holds patterns/ and lists/")
    lists = {path.stem: _load_list(path) for path in sorted((folder / "lists").glob("*.csv"))}
    macros = _load_macros(folder / "macros.toml", lists)
    anchors = {name: regex.compile(body) for name, body in _read_toml(folder / "macros.toml").get("anchor", {}).items()} if macros else {}
    rules: list[Rule] = []
    for path in sorted((folder / "patterns").glob("*.toml")):
        rules.extend(_load_patterns(path, macros, lists))
    _refuse_twins(rules)
    for rule in rules:
        if rule.at and rule.at not in anchors:
            raise RuleError(f"there is no anchor {rule.at!r}", file=rule.file, place=rule.id, remedy=f"macros.toml has {', '.join(anchors) or 'none'}")
    tables = {path.stem: _load_table(path) for path in sorted((folder / "gazetteer").glob("*.csv"))}
    identities = tuple(_read_toml(folder / "identities.toml").get("identity", ())) if (folder / "identities.toml").exists() else ()
    return RuleSet(tuple(rules), lists, macros, tables, identities, anchors, _digest(folder), folder, {rule.id: rule for rule in rules})


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".toml", ".csv")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"not valid TOML: {error}", file=str(path)) from error


def _read_csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            if None in row or None in row.values():
                raise RuleError("this row has more or fewer cells than the header", file=str(path), place=f"line {reader.line_num}")
            yield reader.line_num, row


def _load_table(path: Path) -> tuple[Mapping[str, str], ...]:
    return tuple(row for _, row in _read_csv(path))


def _load_list(path: Path) -> WordList:
    entries: list[Entry] = []
    seen: set[str] = set()
    for line, row in _read_csv(path):
        place = f"line {line}"
        if "id" not in row or "phrase" not in row or "example" not in row:
            raise RuleError("a word list needs the columns id, phrase and example", file=str(path), place=place)
        if row["id"] in seen or not row["id"]:
            raise RuleError(f"the id {row['id']!r} is missing or stands twice", file=str(path), place=place)
        seen.add(row["id"])
        phrases = tuple(normalize(p.strip()) for p in row["phrase"].split("|") if p.strip())
        if not phrases:
            raise RuleError("the phrase is empty", file=str(path), place=place)
        entries.append(Entry(path.stem, row["id"], phrases, row.get("case", "") == "exact", row))
    return WordList(path.stem, str(path), tuple(entries))


def _load_macros(path: Path, lists: Mapping[str, WordList]) -> dict[str, str]:
    macros: dict[str, str] = {}
    if path.exists():
        for name, body in _read_toml(path).get("macro", {}).items():
            macros[name] = f"(?:{_expand(_one_line(body), macros, lists, str(path), name)})"
    return macros


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


def alternation(words: WordList) -> str:
    """The phrases of a list as one group of a pattern, longest first."""
    phrases = sorted({p for entry in words.entries for p in entry.phrases}, key=lambda p: (-len(p), p))
    if len(phrases) > LONGEST_ALTERNATION:
        raise RuleError(f"{len(phrases)} phrases are too many for one alternation", file=words.file, remedy="look the list up with Annotations.hits instead")
    return "(?:" + "|".join(regex.escape(p, literal_spaces=True) for p in phrases) + ")"


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


def _load_patterns(path: Path, macros: Mapping[str, str], lists: Mapping[str, WordList]) -> Iterator[Rule]:
    content = _read_toml(path)
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


def _refuse_twins(rules: list[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"the id {rule.id} stands in {seen[rule.id].file} too", file=rule.file, remedy="ids are permanent and unique: choose another")
        seen[rule.id] = rule
