"""Grammars in corpus/build/quiet/NAME.txt in, texts in corpus/quiet/NAME.txt out: pages of addresses, menus, weather,
law articles and the like, which hold no record of the families that corpus/quiet/families.toml names. The same grammars
give the same texts.

A grammar is symbols (@name), each followed by its alternatives, one a line; \\n and \\t are a line and a column. In an
alternative {name} is one of that symbol's, {name*3..5} so many different ones in a row, {name/3..5} so many lines, {^name}
one with a capital, {=name} the same one all over a page, {20..35} a number, {A..F} a letter, {#} the number of a line
among its like. @doc is a page; pages are made until the text is long enough. tap-van.txt has no grammar: it was written by hand.

    python corpus/build/build_quiet.py"""

from __future__ import annotations

import random
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "quiet"
SIZE = 24_000  # bytes of UTF-8 a text
_SLOT = re.compile(r"\{(?P<mark>[\^=]{0,2})(?P<name>[a-z_0-9]+?)(?:(?P<join>[*/])(?P<least>\d+)\.\.(?P<most>\d+))?\}|\{(?P<first>\d+|[A-Z])\.\.(?P<last>\d+|[A-Z])\}")


class Grammar:
    """The alternatives of each symbol are dealt like cards: all of them before any comes again."""

    def __init__(self, source: str, seed: str) -> None:
        self._dice = random.Random(seed)
        self._alternatives: dict[str, list[str]] = {}
        self._deck: dict[str, list[str]] = {}
        self._of_page: dict[str, str] = {}
        name = ""
        for line in source.splitlines():
            if line.startswith("@"):
                name = line[1:].strip()
                self._alternatives[name] = []
            elif line.strip() and not line.startswith("#"):
                self._alternatives[name].append(line.replace("\\n", "\n").replace("\\t", "\t"))

    def text(self) -> str:
        pages: list[str] = []
        while sum(len(page.encode()) for page in pages) < SIZE:
            self._of_page.clear()
            pages.append(self._one("doc").strip() + "\n")
        return "\n".join(pages)

    def _one(self, name: str) -> str:
        if not self._deck.get(name):
            self._deck[name] = self._dice.sample(self._alternatives[name], len(self._alternatives[name]))
        return _SLOT.sub(self._fill, self._deck[name].pop())

    def _fill(self, slot: re.Match[str]) -> str:
        if slot["first"]:
            if slot["first"].isalpha():
                return chr(self._dice.randint(ord(slot["first"]), ord(slot["last"])))
            return str(self._dice.randint(int(slot["first"]), int(slot["last"])))
        if slot["join"]:
            count = self._dice.randint(int(slot["least"]), int(slot["most"]))
            several = list(dict.fromkeys(self._one(slot["name"]) for _ in range(count)))
            return ("\n" if slot["join"] == "/" else " ").join(said.replace("{#}", str(number)) for number, said in enumerate(several, start=1))
        said = self._of_page.setdefault(slot["name"], self._one(slot["name"])) if "=" in slot["mark"] else self._one(slot["name"])
        return said[:1].upper() + said[1:] if "^" in slot["mark"] else said


if __name__ == "__main__":
    for path in sorted((HERE / "quiet").glob("*.txt")):
        (OUT / path.name).write_text(Grammar(path.read_text("utf-8"), path.stem).text(), "utf-8")
