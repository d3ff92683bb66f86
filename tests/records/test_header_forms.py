"""Heads, feet and bylines of many bodies and papers: one row of headers.toml, one page."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from builders import reading

from extractor.records.header import assemble

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[" ".join((case["text"][-40:] if "author" in case else case["text"][:50]).split()) for case in CASES])
def test_the_header_says_what_the_page_says(case: dict[str, Any]) -> None:
    header = assemble(reading(case["text"]))
    wanted = {field: value for field, value in case.items() if field != "text"}
    found = {field: getattr(header, field) for field in wanted}
    assert {f: list(v) if isinstance(v, tuple) else v or "" for f, v in found.items()} == wanted
