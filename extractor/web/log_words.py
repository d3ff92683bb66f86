"""An entry of the log of corrections in, what was done in words of the interface out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from extractor.web.words import Words

_LONGEST = 160


def act_of(entry: Mapping[str, Any], words: Words) -> str:
    """A record added, taken out or confirmed, its words moved, a document checked; else the field that was corrected."""
    field = str(entry["field"])
    if field == "record":
        field = "added" if entry["value_before"] == "null" else "removed" if entry["value_after"] == "null" else "confirmed"
    return words.strings.get(f"act.{field}") or words.value("field", field)


def said(value_as_json: str) -> str:
    """A value of the log, which is JSON, in short: of a record its values, of a place its words."""
    value = json.loads(value_as_json)
    if isinstance(value, dict):
        value = value.get("quote") or "; ".join(str(part) for part in value.values() if part is not None)
    plain = "–" if value is None else " ".join(str(value).split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
