"""A place of a finding in, the words around it out: what a place of a web page, a Word file or a text has in the stead of a
picture. Read from the text the archive holds, so it serves whether or not the file still stands where it was read."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.store import Archive
from extractor.store.findings import FoundPlace

_BEFORE, _AFTER = 160, 120  # characters looked at
_AROUND = "SELECT substr(text, :first + 1, :start - :first) AS before, substr(text, :end + 1, :most) AS after FROM documents WHERE id = :document"


@dataclass(frozen=True, slots=True)
class Context:
    """The words before and behind a place, on one line; "…" where they go on."""

    before: str
    after: str


class Contexts:
    """Contexts of places of one archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def of(self, place: FoundPlace) -> Context:
        first = max(0, place.start - _BEFORE)
        asked: dict[str, str | int | float | None] = {"document": place.document_id, "first": first, "start": place.start, "end": place.end, "most": _AFTER}
        row = next(self._archive.rows(_AROUND, asked), None)
        if row is None:
            return Context("", "")
        before, after = str(row["before"] or ""), str(row["after"] or "")
        cut = len(after) == _AFTER
        return Context(_one_line(before, "…" if first else "", ""), _one_line(after, "", "…" if cut else ""))


def _one_line(text: str, head: str, tail: str) -> str:
    """Lines and cells side by side; a word cut in two at an end is left out."""
    pieces = [" ".join(line.split()) for line in text.split("\n")]
    if head:
        pieces[0] = pieces[0].partition(" ")[2]
    if tail:
        pieces[-1] = pieces[-1].rpartition(" ")[0]
    opens = " " if text[:1].isspace() else ""
    closes = " " if text[-1:].isspace() else ""
    return opens + head + " · ".join(piece for piece in pieces if piece) + tail + closes
