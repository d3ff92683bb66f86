"""The figures of tables in, Outcomes out: a column whose rows do not add up to its total row. Only plain
tables are judged - one total row, every other row with a figure in the column, all of one level and all
exact - because a table with subtotals or gaps adds up in ways that only its reader knows. A total row
(TỔNG CỘNG, Toàn tỉnh) is recognised by the word list table_words and is never a summand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

import regex

from extractor.audit.figures import written
from extractor.audit.report import Outcome, Unchecked, make_finding
from extractor.audit.sightings import Sighting, Sightings
from extractor.audit.slips import Slip, suggested, variations
from extractor.model import Document
from extractor.rules import RuleSet
from extractor.structure import Structure
from extractor.text import fold, squeeze

CHECK = "sums"
_MESSAGE = ("Dòng tổng của bảng không bằng tổng các dòng.", "The total row of the table is not the sum of its rows.")
_FEWEST_ROWS = 2
_MOST_TRIED, _MOST_SHOWN = 500, 3
_SECTION_MARK = regex.compile(r"[IVX]+|[A-ZĐ]")
_COLUMN_NUMBER = regex.compile(r"[(\[]?(?:\d{1,2}|\p{L})[)\]]?(?:\s*=.*)?|")
_NOT_WORDS = regex.compile(r"[\W\d]+")

Column = tuple[int, int, str, str]  # table, column, indicator, office


def check_tables(document: Document, rules: RuleSet, structure: Structure, sightings: Sightings) -> Iterator[Outcome | Unchecked]:
    """One finding for each column that does not add up."""
    columns: dict[Column, list[Sighting]] = {}
    for sighting in sightings.all:
        statistic = sighting.statistic
        if sighting.row is not None and not sighting.figure.percent:
            cell = structure.lines[sighting.line].cell
            assert cell is not None  # a sighting has a row because its line has a cell
            columns.setdefault((cell.table, cell.column, statistic.indicator, statistic.office or ""), []).append(sighting)
    rows = _Rows(structure, rules) if columns else None
    for column, cells in columns.items():
        assert rows is not None
        totals = [s for s in cells if s.row is not None and rows.is_total(s.row)]
        parts = [s for s in cells if s.row is None or not rows.is_total(s.row)]
        if len(totals) != 1 or len(parts) < _FEWEST_ROWS:
            continue
        total, reckoned = totals[0], sum((s.figure.value for s in parts), Fraction(0))
        if reckoned == total.figure.value or reckoned == 2 * total.figure.value:  # twice: subtotals stand among the rows
            continue
        reason = _doubt(column[0], total, parts, rows)
        if reason:
            yield Unchecked(CHECK, "", reason, (total.span,))
            continue
        added = f"{' + '.join(s.figure.printed for s in parts[:3])}{' + ...' if len(parts) > 3 else ''}"
        expected = f"{added} = {written(reckoned, 0 if reckoned.denominator == 1 else 2)} ({len(parts)} dòng)"
        spans = [total.span, *(s.span for s in parts)]
        suggest = partial(_suggestion, total, parts, total.figure.value - reckoned)
        finding = make_finding(document, CHECK, "error", _MESSAGE, expected=expected, actual=total.figure.printed, spans=spans)
        yield Outcome(finding, "audit.table_total", (*map(str, column), str(total.figure.value)), suggest)


def _suggestion(total: Sighting, parts: list[Sighting], missing: Fraction) -> str:
    """Which digit of which row, or which row counted twice or left out, would make up what is missing."""
    said = [
        f"{'tính hai lần (counted twice)' if missing > 0 else 'bỏ sót (left out)'}: {part.figure.printed}"
        for part in parts[:_MOST_TRIED] if part.figure.value == abs(missing)
    ]  # fmt: skip
    found: list[tuple[bool, int, str]] = []
    for place, (sighting, wanted) in enumerate(((total, -missing), *((part, missing) for part in parts[:_MOST_TRIED]))):
        for figure, swapped in variations(sighting.figure):
            if figure.value - sighting.figure.value == wanted:
                found.append((not swapped, place, Slip("", sighting.figure.printed, figure, swapped).words))
    return suggested([*said, *(words for _, _, words in sorted(found))], _MOST_SHOWN + len(said))


def _doubt(table: int, total: Sighting, parts: list[Sighting], rows: _Rows) -> str:
    """Why this table cannot be judged; "" where it can."""
    if any(s.figure.step or s.figure.qualifier != "exact" for s in (total, *parts)):
        return "the table gives rounded figures"
    if len({s.statistic.level for s in parts}) > 1 or rows.has_sections(table):
        return "the rows of the table are of several levels"
    if rows.data_rows(table) != len(parts) + 1:
        return "some rows of the table have no figure in this column"
    return ""


class _Rows:
    """The rows of all tables as lists of folded cell texts."""

    def __init__(self, structure: Structure, rules: RuleSet) -> None:
        words = rules.lists.get("table_words")
        entries = words.entries if words else ()
        self._total = {fold(phrase) for entry in entries if entry["role"] == "total" for phrase in entry.phrases}
        self._cells: dict[int, dict[int, list[str]]] = {}
        for line in structure.lines:
            if line.cell is not None and not line.cell.is_header:
                rows = self._cells.setdefault(line.cell.table, {})
                rows.setdefault(line.cell.row, []).append(squeeze(structure.view[line.start : line.end]))

    def is_total(self, row: tuple[int, int]) -> bool:
        return any(_NOT_WORDS.sub(" ", fold(text)).strip() in self._total for text in self._cells.get(row[0], {}).get(row[1], ()))

    def has_sections(self, table: int) -> bool:
        return any(_SECTION_MARK.fullmatch(cells[0]) for cells in self._cells.get(table, {}).values())

    def data_rows(self, table: int) -> int:
        """Rows that hold any figure beside their first cell; a row that only numbers the columns is none. The
        whole table counts: a row at its edge that could not be read is a summand all the same."""
        rows = self._cells.get(table, {}).values()
        return sum(1 for cells in rows if any(any(c.isdigit() for c in text) for text in cells[1:]) and not all(map(_COLUMN_NUMBER.fullmatch, cells)))
