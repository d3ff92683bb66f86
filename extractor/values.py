"""Figures as printed in, exact values out. Vietnamese notation groups thousands with a dot and marks
decimals with a comma (69.523.277; 99,60 %); news also prints 99.60 %, and copied pages 1,234,567. What
can be read in one way only becomes a value; what cannot ("2.0732.328") stays without one and says why:
a broken figure is evidence for a person, never a guess. The words for numbers and scales come from
rules/lists, so this module holds the arithmetic of reading alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

_WHOLE = regex.compile(r"\d+")
_GROUPED = regex.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,(?P<decimals>\d+))?")
_GROUPED_ENGLISH = regex.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.(?P<decimals>\d+))?|[1-9]\d{0,2}(?:,\d{3})+\.(?P<decimals>\d+)")
_GROUPED_BLANK = regex.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,(?P<decimals>\d+))?")
_COMMA = regex.compile(r"\d+,(?P<decimals>\d+)")
_DOT = regex.compile(r"\d+\.(?P<decimals>\d+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as read. value: None where the printed form is malformed, and then `fault` says why in
    plain words. decimals: digits after the decimal mark as printed ("99,60" has two)."""

    printed: str
    value: int | float | None
    decimals: int = 0
    fault: str = ""


def read_number(printed: str, *, counts_wholes: bool = False, share: bool = False) -> Figure:
    """Read a number in digits.

    counts_wholes: it counts things that have no halves (people, ballots), so "12,345" can only be
    grouped. share: it is a percentage, so one mark of either kind ("99.60", "99,785") is the decimal mark.
    """
    text = printed.strip()
    if _WHOLE.fullmatch(text):
        if text.startswith("0") and len(text) > 3:
            return Figure(printed, None, 0, "a number with leading zeros is a code, not a quantity")
        return Figure(printed, int(text))
    if share:
        return _read_share(printed, text)
    for pattern, group, mark in ((_GROUPED, ".", ","), (_GROUPED_ENGLISH, ",", "."), (_GROUPED_BLANK, " ", ",")):
        if match := pattern.fullmatch(text):
            return _exact(printed, text.replace(group, "").replace(mark, "."), match["decimals"] or "")
    if match := _COMMA.fullmatch(text):
        if not counts_wholes:
            return _exact(printed, text.replace(",", "."), match["decimals"])
        if len(match["decimals"]) == 3 and len(text) <= 7 and not text.startswith("0"):
            return _exact(printed, text.replace(",", ""), "")
        return Figure(printed, None, len(match["decimals"]), "a count of whole things has a decimal mark")
    if match := _DOT.fullmatch(text):
        if not counts_wholes and len(match["decimals"]) != 3:
            return _exact(printed, text, match["decimals"])
        return Figure(printed, None, 0, "a group of digits is not three long")
    return Figure(printed, None, 0, "the groups of digits do not make one number")


def _read_share(printed: str, text: str) -> Figure:
    match = _COMMA.fullmatch(text) or _DOT.fullmatch(text)
    if match:
        return _exact(printed, text.replace(",", "."), match["decimals"])
    if match := _GROUPED.fullmatch(text):
        return _exact(printed, text.replace(".", "").replace(",", "."), match["decimals"] or "")
    return Figure(printed, None, 0, "the groups of digits do not make one percentage")


def _exact(printed: str, plain: str, decimals: str) -> Figure:
    number = Decimal(plain)
    return Figure(printed, float(number) if decimals else int(number), len(decimals))


def read_scaled(printed: str, parts: Sequence[tuple[str, int]]) -> Figure:
    """Read a number with its scale words: (("69,2", 1_000_000),) or (("1", 10**9), ("200", 10**6)).

    The product is exact ("69,2 triệu" is 69200000, not 69200000.00000001); decimals are those printed.
    """
    total, decimals = Decimal(0), 0
    for digits, scale in parts:
        figure = read_number(digits)
        if figure.value is None:
            return Figure(printed, None, figure.decimals, figure.fault)
        total += Decimal(str(figure.value)) * scale
        decimals = figure.decimals
    return Figure(printed, int(total) if total == total.to_integral_value() else float(total), decimals)


def read_words(printed: str, meanings: Mapping[str, int]) -> Figure:
    """Read a number in words ("một nghìn hai trăm", "ba mươi mốt").

    meanings: each syllable to its number; what is 10 or more multiplies what stands before it, and a
    zero ("linh", "lẻ", "không trăm") only fills a place.
    """
    total = section = digit = 0
    for word in printed.lower().split():
        if word not in meanings:
            return Figure(printed, None, 0, f"{word!r} is no number word")
        number = meanings[word]
        if number < 10:
            digit = number
        elif number < 1000:
            section += (digit or 1) * number if section or digit or number != 10 else number
            digit = 0
        else:
            total += (section + digit or 1) * number
            section = digit = 0
    return Figure(printed, total + section + digit)
