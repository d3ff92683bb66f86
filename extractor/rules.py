"""rules/ in, a RuleSet out. Patterns stand in patterns/*.toml, word lists in lists/*.csv, tables in gazetteer/; all
are data that an archivist edits, and each entry carries its own examples. Loading refuses, naming file, rule and
key, whatever it does not understand. How patterns are written: patterns.py; the proof that the examples hold:
rulecheck.py; matching them against documents: annotate.py."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import regex

from extractor.errors import RuleError
from extractor.patterns import Example, Rule, load_anchors, load_macros, load_patterns
from extractor.word_lists import Entry, WordList, alternation, load_list, read_csv, read_toml

__all__ = ["Entry", "Example", "Rule", "RuleSet", "WordList", "alternation", "load_rules", "rules_folder"]
T = TypeVar("T")


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
    lists = {path.stem: load_list(path) for path in sorted((folder / "lists").glob("*.csv"))}
    macros = load_macros(folder / "macros.toml", lists)
    anchors = load_anchors(folder / "macros.toml", macros, lists)
    rules: list[Rule] = []
    for path in sorted((folder / "patterns").glob("*.toml")):
        rules.extend(load_patterns(path, macros, lists))
    _refuse_twins(rules)
    for rule in rules:
        if rule.at and rule.at not in anchors:
            raise RuleError(f"there is no anchor {rule.at!r}", file=rule.file, place=rule.id, remedy=f"macros.toml has {', '.join(anchors) or 'none'}")
    tables = {path.stem: _load_table(path) for path in sorted((folder / "gazetteer").glob("*.csv"))}
    identities = tuple(read_toml(folder / "identities.toml").get("identity", ())) if (folder / "identities.toml").exists() else ()
    return RuleSet(tuple(rules), lists, macros, tables, identities, anchors, _digest(folder), folder, {rule.id: rule for rule in rules})


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".toml", ".csv")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _load_table(path: Path) -> tuple[Mapping[str, str], ...]:
    return tuple(row for _, row in read_csv(path))


def _refuse_twins(rules: list[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"the id {rule.id} stands in {seen[rule.id].file} too", file=rule.file, remedy="ids are permanent and unique: choose another")
        seen[rule.id] = rule
