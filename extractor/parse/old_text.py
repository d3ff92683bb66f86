"""A Document read by any parser in, the same Document out with its old Vietnamese letters in Unicode and the
way back kept: each character still leads to the place where its old form stood. Text that is Unicode
already passes untouched, but for what its type shows as capitals: that becomes capitals. Last step of parse() for all that has no pages (PDF converts word by word)."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.model import Block, Cell, Document, MetaField, PlaceMap, Problem, Run, Span
from extractor.parse.old_capitals import in_capitals, typed_in_capitals
from extractor.parse.old_letters import OldLetters, converted
from extractor.parse.old_words import Stretch, find_stretches, reads_better


def in_unicode(document: Document) -> Document:
    """The document with all of its old letters converted, and a note that says so."""
    if document.pages:
        return document
    stretches = find_stretches(document.text)
    if not stretches:
        return replace(document, text=in_capitals(document.text, document.capitals), capitals=()) if document.capitals else document
    change = _Change.of(document.text, stretches)
    letters = change.usual
    problems = tuple(replace(problem, span=change.span(problem.span) if problem.span else None) for problem in document.problems)
    return replace(
        document,
        text=in_capitals(change.text, [change.span(span) for span in document.capitals]),
        capitals=(),
        places=PlaceMap(tuple(change.runs(document.places))),
        blocks=tuple(_block(block, change, letters) for block in document.blocks),
        metadata=tuple(_field(field, letters) for field in document.metadata),
        problems=(*problems, Problem("note", "parse", document.source.path, change.said)),
    )


def text_in_unicode(text: str) -> str:
    """A text alone, converted where it proves to be in old letters."""
    stretches = find_stretches(text)
    return _Change.of(text, stretches).text if stretches else text


def _block(block: Block, change: _Change, letters: OldLetters) -> Block:
    cell = block.cell
    if cell is not None and (cell.header or cell.row_header):
        cell = Cell(cell.table, cell.row, cell.column, _short(cell.header, letters), _short(cell.row_header, letters), cell.is_header)
    return replace(block, start=change.new(block.start), end=change.new(block.end), cell=cell)


def _field(field: MetaField, letters: OldLetters) -> MetaField:
    return replace(field, value=_short(field.value, letters))


def _short(text: str, letters: OldLetters) -> str:
    """A heading apart from the text, which is too short to prove anything by itself."""
    if text.isascii() or not reads_better(text, letters):
        return text
    return "".join(char for char, _ in converted(text, letters))


@dataclass(frozen=True, slots=True)
class _Change:
    """A converted text beside the old one. longer: old offsets of the second signs of letters written in two."""

    text: str
    stretches: tuple[Stretch, ...]
    longer: Sequence[int]

    @classmethod
    def of(cls, old: str, stretches: tuple[Stretch, ...]) -> _Change:
        pieces: list[str] = []
        longer = array("L")
        last = 0
        for stretch in stretches:
            pieces.append(old[last : stretch.start])
            at = stretch.start
            before = old[stretch.start : stretch.end]
            pairs = converted(before, stretch.letters)
            for _, length in pairs:
                if length == 2:
                    longer.append(at + 1)
                at += length
            made = "".join([char for char, _ in pairs])
            pieces.append(in_capitals(made, typed_in_capitals(made, before)) if stretch.letters == "TCVN3" else made)
            last = stretch.end
        pieces.append(old[last:])
        return cls("".join(pieces), stretches, longer)

    @property
    def usual(self) -> OldLetters:
        """The letters that most of the old text is in."""
        length: Counter[OldLetters] = Counter()
        for stretch in self.stretches:
            length[stretch.letters] += stretch.end - stretch.start
        return length.most_common(1)[0][0]

    @property
    def said(self) -> str:
        kinds = " and ".join(sorted({stretch.letters for stretch in self.stretches}))
        return f"written in the letters of old Vietnamese fonts ({kinds}), known by its words and converted to Unicode"

    def new(self, offset: int) -> int:
        """The offset in the new text of one in the old."""
        return offset - bisect_right(self.longer, offset - 1)

    def span(self, span: Span) -> Span:
        return Span(self.new(span.start), self.new(span.end))

    def runs(self, places: PlaceMap) -> list[Run]:
        """The way back from the new text: the old one's, begun anew after each letter written in two."""
        made = [Run(self.new(run.start), run.place, run.fixed) for run in places.runs]
        for at in self.longer:
            after = places.at(at + 1)
            run = places.runs[bisect_right(places.runs, at + 1, key=lambda run: run.start) - 1]
            if not run.fixed and run.place.column is not None:
                made.append(Run(self.new(at + 1), after))
        made.sort(key=lambda run: run.start)
        return made


