"""rules/pages.toml in, questions answered about elements and lines out: is this element page furniture, a
headline, a byline, a caption; does this line open a stretch of furniture; which property does this
label name. Used by html_content.py, html.py and metadata.py; loaded once a process."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractor.errors import RuleError
from extractor.parse.html_tokens import attributes
from extractor.rules import rules_folder
from extractor.text import lower, normalize, squeeze

EFFECTS = frozenset({"furniture", "headline", "byline", "caption"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z]+")
_TAIL = re.compile(r"""[\s:：.…›>"\-|]*(?:\(\s*\d*\s*\))?[\s:：.…›>"\-|]*$""")  # of a normalised line: » is "
_HEAD = re.compile(r"""^[\s"›>\-•*|+]+""")
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class PageMarks:
    """The vocabulary of page parts."""

    names: Mapping[str, re.Pattern[str]]
    headings: frozenset[str]
    contents: frozenset[str]
    properties: Mapping[str, str]

    def effects(self, raw: str) -> frozenset[str]:
        """What the attributes of a tag say the element is."""
        return _effects(self, raw) if "=" in raw else frozenset()

    def opens_furniture(self, line: str) -> bool:
        return len(line) <= _LONGEST_HEADING and _bare(line) in self.headings

    def opens_contents(self, line: str) -> bool:
        return len(line) <= _LONGEST_HEADING and _bare(line) in self.contents

    def property_of(self, label: str) -> str | None:
        """The metadata field that a label of a property panel names."""
        return self.properties.get(_label(label)) if len(label) <= _LONGEST_HEADING else None

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=16384)
def _effects(marks: PageMarks, raw: str) -> frozenset[str]:
    found = attributes(raw)
    names = " ".join(found.get(name, "") for name in ("class", "id", "role", "itemprop")).split()
    words = " ".join(f"-{_NOT_WORD.sub('-', _CAMEL.sub('-', name).lower()).strip('-')}-" for name in names[:40])
    return frozenset(effect for effect, pattern in marks.names.items() if pattern.search(words)) if words else frozenset()


def _bare(line: str) -> str:
    return _HEAD.sub("", _TAIL.sub("", lower(normalize(squeeze(line)))))


def _label(text: str) -> str:
    return lower(normalize(squeeze(text))).rstrip(" :")


@lru_cache(maxsize=1)
def page_marks() -> PageMarks:
    return load_page_marks(rules_folder() / "pages.toml")


def load_page_marks(path: Path) -> PageMarks:
    """Read pages.toml. Raises RuleError, naming file and entry, on what it does not understand."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read: {error}", file=str(path), remedy="restore the file or mend its TOML") from error
    unknown = set(content) - {"mark", "heading", "property", "contents"}
    if unknown:
        raise RuleError(f"unknown key {sorted(unknown)[0]!r}", file=str(path), remedy="known: mark, heading, property, contents")
    names: dict[str, list[str]] = {}
    for entry in content.get("mark", ()):
        if entry.get("effect") not in EFFECTS:
            raise RuleError(
                f"unknown effect {entry.get('effect')!r}", file=str(path), place=str(entry.get("id", "")), remedy=f"known: {', '.join(sorted(EFFECTS))}"
            )
        names.setdefault(entry["effect"], []).extend(entry["names"])
    return PageMarks(
        {effect: _names_pattern(words) for effect, words in names.items()},
        frozenset(_bare(phrase) for entry in content.get("heading", ()) for phrase in entry["phrases"]),
        frozenset(_bare(phrase) for entry in content.get("contents", ()) for phrase in entry["phrases"]),
        {_label(label): entry["name"] for entry in content.get("property", ()) for label in entry["labels"]},
    )


def _names_pattern(names: list[str]) -> re.Pattern[str]:
    """Names stand in words as -main-menu- -left-. "tin-khac" is also tinkhac, "share*" has any letters after
    it, "=view" is the whole of a name."""
    whole = [_name(name[1:]) for name in names if name.startswith("=")]
    parts = [_name(name) for name in names if not name.startswith("=")]
    return re.compile(rf"-(?:{'|'.join(parts)})-|(?<!\S)-(?:{'|'.join(whole)})-(?!\S)")


def _name(name: str) -> str:
    return re.escape(name).replace(r"\-", "-?").replace(r"\*", "[a-z]*")
