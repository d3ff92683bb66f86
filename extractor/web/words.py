"""A language in, the words of the interface in it out. They stand in interface.csv, one row a string with its
Vietnamese and its English; nothing else of the web side holds a sentence. A string may hold {names}; of an
English one with | the first half is for one, the second for any other number. Numbers and days are written
as each language writes them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("vi", "en")
_FILE = Path(__file__).with_name("interface.csv")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Words:
    """The interface in one language: words("search.button"), words.value("relation", "based_on")."""

    language: str
    strings: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The string of a key, its {names} filled in. Raises KeyError for an unknown key."""
        text = self.strings[key]
        if "|" in text:
            one, many = text.split("|", 1)
            text = one if values.get("n") == 1 else many
        return text.format(**{name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}) if values else text

    def value(self, group: str, value: object) -> str:
        """A value of a closed list ("relation", "certainty"), in words; as it is where it has none."""
        return self.strings.get(f"{group}.{value}", str(value))

    def number(self, value: object, decimals: int = 0) -> str:
        """1234.5 as "1.234,5" or "1,234.5"."""
        if not isinstance(value, int | float):
            return str(value)
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "vi" else text

    def day(self, value: object) -> str:
        """An ISO day (or time of a day) as it is written; anything else as it is."""
        text = str(value or "")
        parts = text[:10].split("-")
        if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
            return text
        year, month, day = parts
        return f"{day}/{month}/{year}" if self.language == "vi" else f"{int(day)} {_MONTHS[int(month)]} {year}"


@lru_cache
def words_in(language: str) -> Words:
    """The interface in a language; in Vietnamese where there is no such language."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return Words(known, {row["key"]: row[known] for row in csv.DictReader(stream)})
