"""A place in the text in, the name of the body that begins there out: words of the list bodies (Ủy ban
bầu cử, Sở Nội vụ, Thủ tướng Chính phủ), with the level word and place that complete it (tỉnh Đồng Tháp,
Thành phố). Shared by the families that ask who issued, ordered or must do something."""

from __future__ import annotations

from extractor.annotate import Hit
from extractor.model import Span
from extractor.reading import Reading


def body_at(offset: int, reading: Reading, *, any_name: bool = True) -> Span | None:
    """The span of the body named at `offset`: a chain of titles and bodies from the lists with their
    place; else, with any_name, the capitalised name that begins there. None where none does."""
    line = reading.structure.line_at(offset)
    limit = line.end if line is not None else len(reading.view)
    end = _chain(offset, limit, reading)
    if end is not None:
        return Span(offset, end)
    if not any_name:
        return None
    match = reading.match("body.any_name", offset, limit)
    if match is None:
        return None
    end = match.end()
    while end > offset and reading.view[end - 1] in " -\n":
        end -= 1
    return Span(offset, end)


def _chain(offset: int, limit: int, reading: Reading) -> int | None:
    """Giám đốc + Sở Nội vụ + tỉnh X: list entries that follow one another on a blank, then a place."""
    position, end = offset, None
    for _ in range(5):
        hit = _named_at(position, reading)
        if hit is None or hit.span.end > limit:
            break
        end = hit.span.end
        if _named_at(end + 1, reading) is None:
            place = reading.match("body.place", end, limit)
            end = place.end() if place is not None else end
        if reading.view[end : end + 1] not in (" ", "\n"):
            break
        position = end + 1
    return end


def _named_at(offset: int, reading: Reading) -> Hit | None:
    """The longer of the body and the title that begin here."""
    body, role = reading.annotations.at("bodies", offset), reading.annotations.at("roles", offset)
    if body is None or role is None:
        return body or role
    return body if body.span.end >= role.span.end else role
