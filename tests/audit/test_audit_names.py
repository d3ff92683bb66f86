"""Every check has a name a reader sees and a line in docs/audit.md."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import regex
from audit_builders import RULES

from extractor.audit.identities import identities

ROOT = Path(__file__).resolve().parent.parent.parent
_NAMED = regex.compile(r"^[A-Z_]+(?:, [A-Z_]+)* = (\"[a-z_]+\"(?:, \"[a-z_]+\")*)$", regex.MULTILINE)


def checks() -> list[str]:
    """The ids that modules of the audit give their findings, and those of the identities."""
    modules = [path.read_text("utf-8") for folder in ("audit", "crosscheck") for path in sorted((ROOT / "extractor" / folder).glob("*.py"))]
    named = {id.strip(' "') for module in modules for line in _NAMED.findall(module) for id in line.split(",")}
    return sorted(named | {identity.check for identity in identities(RULES)})


@pytest.mark.parametrize("check", checks())
def test_a_check_has_a_name_in_both_languages_and_a_line_in_the_docs(check: str) -> None:
    with (ROOT / "extractor/web/interface.csv").open(encoding="utf-8", newline="") as file:
        names = {row[0]: row[1:] for row in csv.reader(file)}
    assert all(names[f"check.{check}"])
    assert f"\n| `{check}` | " in (ROOT / "docs/audit.md").read_text("utf-8")
