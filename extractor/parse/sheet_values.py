"""The value of a cell and its number format in, the characters a Vietnamese reader sees out: decimal comma,
points between thousands where the format asks for them, percent as percent, dates as 23/05/2021. Called by sheets.py for every cell."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

import regex

_QUOTED = regex.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_VIETNAMESE = str.maketrans(",.", ".,")
_DECIMALS = regex.compile(r"[0#?][.,](?P<digits>[0?]+)(?![0#?,.])")


def shown_value(value: object, number_format: str) -> str:
    """A value as openpyxl gives it; "" for an error or nothing."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown_number(float(value), number_format)
    if isinstance(value, datetime):
        day = f"{value.day:02}/{value.month:02}/{value.year}"
        return day if value.hour == value.minute == value.second == 0 else f"{value.hour:02}:{value.minute:02} {day}"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, time):
        return f"{value.hour:02}:{value.minute:02}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    text = str(value) if value is not None else ""
    return "" if text.startswith("#") and text.rstrip("!?").isupper() else text


def shown_number(value: float, number_format: str) -> str:
    """A figure with the decimals its format asks for; a whole number in a general format has none."""
    if not math.isfinite(value) or abs(value) >= 1e15:
        return f"{value:.10g}".replace(".", ",")
    form = _QUOTED.sub("", number_format or "General").split(";", 1)[0]
    percent = "%" in form
    exact = Decimal(repr(value)) * (100 if percent else 1)
    asked = _DECIMALS.search(form)
    if not any(sign in form for sign in "0#?"):
        digits = f"{exact:.0f}" if exact == exact.to_integral_value() and abs(exact) < 10**15 else f"{value * (100 if percent else 1):.10g}"
    else:
        places = len(asked["digits"]) if asked is not None else 0
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)  # as sheets round: 0,5 goes up
        digits = f"{rounded:,f}" if "#,#" in form else f"{rounded:f}"
    return digits.translate(_VIETNAMESE) + ("%" if percent else "")
