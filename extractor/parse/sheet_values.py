"""The value of a cell and its number format in, the characters a Vietnamese reader sees out: decimal comma, no
sign between thousands, percent as percent, dates as 23/05/2021. Called by sheets.py for every cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import regex

_QUOTED = regex.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
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
    form = _QUOTED.sub("", number_format or "General").split(";", 1)[0]
    percent = "%" in form
    value = value * 100 if percent else value
    asked = _DECIMALS.search(form)
    if asked is not None:
        digits = f"{value:.{len(asked['digits'])}f}"
    elif any(sign in form for sign in "0#?"):
        digits = f"{value:.0f}"
    else:
        digits = f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
    return digits.replace(".", ",") + ("%" if percent else "")
