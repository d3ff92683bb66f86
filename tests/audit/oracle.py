"""What any method that knows the forms and reads a figure as its rounding interval could see in a protocol, by brute
force: every relation between printed figures is written out and tried with whole numbers alone. It shares no line
with the audit, which it judges. A slip is visible where some relation is broken for every way to read the figures."""

from __future__ import annotations

from datetime import date

from protocols import WEEKDAYS, Protocol

_RATES = (("turnout", "voted", "registered"),)


def visible(protocol: Protocol) -> bool:
    return any(_broken(protocol))


def _broken(p: Protocol) -> list[bool]:
    said = p.printed
    found: list[bool] = []
    for suffix in (*(f"c{i}" for i in p.rows), "t", "p"):
        found.append(not _is_share(said[f"turnout.{suffix}"], said[f"voted.{suffix}"], said[f"registered.{suffix}"]))
        found.append(_low(said[f"voted.{suffix}"]) > _high(said[f"registered.{suffix}"]))
        if suffix != "p":
            found.append(not _adds_up(said[f"returned.{suffix}"], said[f"valid.{suffix}"], said[f"invalid.{suffix}"]))
    for column in ("registered", "voted", "returned", "valid", "invalid"):
        found.append(not _adds_up(said[f"{column}.t"], *(said[f"{column}.c{i}"] for i in p.rows)))
    found.append(not _adds_up(said["returned.d"], said["valid.d"], said["invalid.d"]))
    found.append(not _adds_up(said["received.d"], said["issued.d"], said["exchanged.d"], said["unused.d"]))
    found += [_low(said[a]) > _high(said[b]) for a, b in (("returned.d", "issued.d"), ("issued.d", "received.d"), ("elected.d", "seats.d"), ("elected.d", "candidates.d"))]
    shares = [("valid_rate.d", "valid.d", "returned.d"), ("invalid_rate.d", "invalid.d", "returned.d"), ("elected_rate.d", "elected.d", "seats.d")]
    shares += [(f"share.{n}", f"votes.{n}", "valid.d") for n in range(2)]
    found += [not _is_share(said[rate], said[part], said[whole]) for rate, part, whole in shares]
    # the share of women may be one of the elected, of the candidates or of the seats: all three stand in the page
    found.append(not any(_is_share(said["women_rate.d"], said["women.d"], said[whole]) for whole in ("elected.e", "elected.d", "candidates.d", "seats.d")))
    day, weekday = p.days["meeting"]
    found.append(WEEKDAYS[date.fromisoformat(day).weekday()] != weekday)
    gap = (date.fromisoformat(p.days["election"][0]) - date.fromisoformat(p.counted[0])).days
    found.append(gap != p.counted[1])
    found.append(p.cited[0][1] != p.cited[1][1])
    return found


def _readings(printed: str) -> list[tuple[int, int]]:
    """Whole numbers from .. through .. that a printed count may stand for: a large one in thousands may be rounded or cut."""
    value = int(printed.replace(".", ""))
    if value >= 10_000 and value % 1000 == 0:
        return [(value - 500, value + 499), (value, value + 999)]
    return [(value, value)]


def _low(printed: str) -> int:
    return min(first for first, _ in _readings(printed))


def _high(printed: str) -> int:
    return max(last for _, last in _readings(printed))


def _adds_up(total: str, *parts: str) -> bool:
    return _low(total) <= sum(map(_high, parts)) and sum(map(_low, parts)) <= _high(total)


def _is_share(rate: str, part: str, whole: str) -> bool:
    """Some reading of both counts, rounded half up or cut to the printed digits, gives the printed rate."""
    digits = rate.partition(",")[2]
    wanted, unit = int(rate.replace(",", "")), 10 ** len(digits)
    for first, last in _readings(part):
        for least, most in _readings(whole):
            if least <= 0:
                return True
            lowest, highest = (100 * unit * first, most), (100 * unit * last, least)
            rounded = ((2 * lowest[0] + lowest[1]) // (2 * lowest[1]), (2 * highest[0] + highest[1]) // (2 * highest[1]))
            cut = (lowest[0] // lowest[1], highest[0] // highest[1])
            if rounded[0] <= wanted <= rounded[1] or cut[0] <= wanted <= cut[1]:
                return True
    return False
