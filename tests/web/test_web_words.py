"""The table of translations: every string a page asks for is there, in both languages, and none is idle."""

from __future__ import annotations

import csv
from pathlib import Path

import regex

WEB = Path(__file__).parents[2] / "extractor" / "web"
ROWS = list(csv.DictReader((WEB / "interface.csv").read_text(encoding="utf-8").splitlines()))
KEYS = {row["key"] for row in ROWS}
ASKED = regex.compile(r"""(?:\bt|words|other_words)\(\s*['"]([a-z_.]+)['"]\s*([,)~])""")
SOURCES = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]


def asked() -> tuple[set[str], set[str]]:
    whole, beginnings = set(), set()
    for path in SOURCES:
        for key, after in ASKED.findall(path.read_text(encoding="utf-8")):
            (beginnings if after == "~" else whole).add(key)
    return whole, beginnings


def test_every_string_is_there_in_both_languages() -> None:
    assert len(KEYS) == len(ROWS)
    assert not [row["key"] for row in ROWS if not row["vi"].strip() or not row["en"].strip()]


def test_every_string_a_page_asks_for_is_in_the_table() -> None:
    whole, beginnings = asked()
    assert whole <= KEYS, whole - KEYS
    assert all(any(key.startswith(beginning) for key in KEYS) for beginning in beginnings)


def test_no_template_holds_a_sentence_of_its_own() -> None:
    letters = regex.compile(r"\p{L}{3,}\s+\p{L}{3,}")
    for path in WEB.rglob("*.html"):
        bare = regex.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " | ", path.read_text(encoding="utf-8"), flags=regex.DOTALL)
        assert not letters.search(bare), (path.name, letters.search(bare))
