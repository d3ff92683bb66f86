"""What a run was: which rules, program, parsers and options gave the records of an archive. The pipeline
makes one before it reads the first source; the archive signs every row with its id. Two runs that would
extract the same have the same id, whenever and wherever they take place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata

Option = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ExtractionRun:
    """rules_digest: RuleSet.digest. program: its version. parsers: name and version of each parser that
    may take part ("html 1", "pdfplumber 0.11.9"), in any order. options: those that change what is read."""

    rules_digest: str
    program: str = ""
    parsers: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return digest(self.rules_digest, self.program, sorted(self.parsers), sorted(self.options.items()))


def program_version(package: str = "vanban") -> str:
    """The installed version of a package; "uninstalled" where a checkout is run without an environment."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "uninstalled"


def digest(*values: object) -> str:
    """32 hexadecimal digits that stand for the values: the ids of runs and of records."""
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
