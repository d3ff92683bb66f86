"""The rows of a document and the corrections of it in, the rows with every correction laid over them out, in the
order they were made; called when a document is read again, and for each new correction. A person's word wins
over the rules: a record that was added or confirmed is there whatever the rules find, one that was taken out is not.
What a person only changed a value of changes that value wherever the record is still found: by its id, at its place,
or where its very words stand nearest by. Nothing here touches a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.model import Document, Page, Source, Span
from extractor.store.blank_rows import blank_row
from extractor.store.corrections import CHECKED, RECORD, SPAN, Correction, facet
from extractor.store.places import unpack
from extractor.store.rows import DocumentRows, Row, Value, as_json, derived_columns, span_columns
from extractor.store.runs import digest

#: The rule of a record that a person added.
REVIEW_RULE = "review"
#: Rows of a document that a correction may change, besides its own.
LAID_TABLES = ("evidence", "citations", "dates", "deadlines", "participants", "mentions", "roles", "participations", "events", "statistics", "reviews")
_PARTS = ("mentions", "roles", "participations")
_SEVERAL_AT_A_PLACE = ("statistics", "participations")


def apply_corrections(rows: DocumentRows, corrections: Iterable[Correction]) -> DocumentRows:
    """The rows with every correction laid over them. A value whose record is not found any more has no effect, and
    the entry is kept."""
    said = tuple(corrections)
    if not said:
        return rows
    laid = _Laid(rows)
    for correction in said:
        laid.lay(correction)
    return laid.rows()


def records_digest(tables: Mapping[str, Sequence[Row]]) -> str:
    """What CHECKED stands for: the records of a document, whatever their order."""
    return digest("checked", sorted(str(row["id"]) for name in LAID_TABLES if name != "reviews" for row in tables.get(name, ())))


@dataclass(slots=True)
class _Laid:
    """Rows while corrections are laid over them, and what became of each record. gone: ids of people taken out."""

    before: DocumentRows
    document: Row = field(init=False)
    tables: dict[str, list[Row]] = field(init=False)
    reviews: dict[str, Row] = field(init=False)
    _read: list[Document] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.document = dict(self.before.document)
        self.tables = {name: list(rows) for name, rows in self.before.tables.items()}
        self.reviews = {str(row["record_id"]): row for row in self.tables.pop("reviews", [])}

    def rows(self) -> DocumentRows:
        known = {str(self.document["id"]), *(str(row["id"]) for name in LAID_TABLES for row in self.tables.get(name, ()))}
        reviews = [row for record_id, row in self.reviews.items() if record_id in known]
        document = {**self.document, **derived_columns(self.document)}
        return DocumentRows(document, self.before.place_map, {**self.tables, "reviews": reviews})

    def lay(self, correction: Correction) -> None:
        if correction.family == "documents":
            self._lay_on_document(correction)
        elif correction.field == RECORD:
            self._lay_record(correction)
        elif correction.field == SPAN:
            self._lay_span(correction)
        else:
            self._change(correction, self._meant(correction), {correction.field: _plain(correction.after)})

    def _lay_on_document(self, correction: Correction) -> None:
        if correction.field == CHECKED:
            if correction.after == records_digest(self.tables):
                self._note(correction, self.document["id"], "confirmed")
            return
        value = _plain(correction.after)
        self.document[correction.field] = value
        shown = [row for row in self.tables["evidence"] if row["field"] == correction.field]
        for row in shown:
            row_after = {**row, "value": value if value is None or isinstance(value, str) else as_json(value)}
            self.tables["evidence"] = [row_after if other["id"] == row["id"] else other for other in self.tables["evidence"]]
            self._note(correction, row["id"], "corrected", "value")

    def _lay_record(self, correction: Correction) -> None:
        found = self._meant(correction, exactly=correction.after is None or correction.before is None)
        if correction.after is None:
            self._take_out(correction.family, {row["id"] for row in found})
            return
        state = "added" if correction.before is None else "confirmed"
        values = {name: value for name, value in correction.values.items() if name != "participant"}
        if found:
            self._change(correction, found, values, state)
        else:
            self._put_in(correction, values, state)

    def _put_in(self, correction: Correction, values: Mapping[str, Value], state: str) -> None:
        """A record that the rules do not find, where its words still stand; a role or a deed where its person does."""
        place = self._place(correction.char_start, correction.quote) if correction.char_start is not None and correction.quote else None
        if place is None:
            return
        owner: Row = {}
        if correction.family in _PARTS:
            person = self._person(str(correction.values.get("participant") or ""), correction.char_start or 0)
            if person is None:
                return
            position = sum(row["participant_id"] == person["id"] for row in self.tables[correction.family])
            owner = {"participant_id": person["id"], "position": position}
        said: Row = {"id": correction.record_id, "rule": REVIEW_RULE, "certainty": "stated", "confidence": None, "run_id": self.document["run_id"]}
        row = {**blank_row(correction.family), **owner, **values, **place, **said}
        self.tables[correction.family].append(row)
        if correction.family == "participants":
            mention = {**blank_row("mentions"), **place, **said, "id": digest(row["id"], "mention"), "participant_id": row["id"], "position": 0}
            self.tables["mentions"].append(mention)
        self._note(correction, row["id"], state)

    def _lay_span(self, correction: Correction) -> None:
        wanted = correction.after if isinstance(correction.after, Mapping) else {}
        place = self._place(int(wanted.get("start") or 0), str(wanted.get("quote") or ""))
        if place is not None:
            self._change(correction, self._meant(correction), place)

    def _change(self, correction: Correction, found: Sequence[Row], values: Mapping[str, Value], state: str = "corrected") -> None:
        meant = {row["id"] for row in found}
        self.tables[correction.family] = [{**row, **values} if row["id"] in meant else row for row in self.tables[correction.family]]
        for record_id in meant:
            self._note(correction, record_id, state, correction.field)

    def _take_out(self, family: str, gone: set[Value]) -> None:
        self.tables[family] = [row for row in self.tables[family] if row["id"] not in gone]
        if family == "participants":
            for part in _PARTS:
                self.tables[part] = [row for row in self.tables[part] if row["participant_id"] not in gone]
        if family == "citations":
            self.tables[family] = [{**row, "refers_to": None} if row["refers_to"] in gone else row for row in self.tables[family]]

    def _note(self, correction: Correction, record_id: Value, state: str, changed: str | None = None) -> None:
        """What became of a record: "added" outlasts "corrected", which outlasts "confirmed"."""
        earlier = self.reviews.get(str(record_id), {})
        rank = ("confirmed", "corrected", "added")
        state = max(state, str(earlier.get("state") or state), key=rank.index)
        fields = list(dict.fromkeys([*_listed(earlier), *([changed] if changed and changed != RECORD else [])]))
        self.reviews[str(record_id)] = {
            "record_id": record_id, "document_id": self.document["id"], "family": correction.family, "state": state, "fields": as_json(fields),
            "made_by": correction.made_by, "made_on": correction.made_on, "entry_no": correction.entry_no,
        }  # fmt: skip

    def _person(self, name: str, near: int) -> Row | None:
        same = [row for row in self.tables["participants"] if name in (row["name"], row["group_name"])]
        return min(same, key=lambda row: abs(int(row["char_start"] or 0) - near), default=None)

    def _place(self, start: int | None, quote: str) -> Row | None:
        """The columns of the place where the words stand: where they stood, else the nearest; None where nowhere."""
        text = str(self.document["text"])
        first = start or 0
        if not quote:
            return None
        if text[first : first + len(quote)] != quote:
            behind, before = text.find(quote, first), text.rfind(quote, 0, first + len(quote))
            first = min((at for at in (behind, before) if at >= 0), key=lambda at: abs(at - (start or 0)), default=-1)
            if first < 0:
                return None
        return span_columns(self._document(), Span(first, first + len(quote)))

    def _meant(self, correction: Correction, *, exactly: bool = False) -> list[Row]:
        """The record itself while it exists; else, at its place or over it, the one its facet names, or the only one:
        not where a place may state several facts, for it may be another. exactly: only one of the same facet."""
        rows = self.tables[correction.family]
        same = [row for row in rows if row["id"] == correction.record_id]
        if same:
            return same
        there = self._there(correction, rows)
        named = [row for row in there if facet(correction.family, row) == correction.facet]
        if named or exactly:
            return named
        if not there:
            over = [row for row in rows if _overlap(correction, row) and facet(correction.family, row) == correction.facet]
            return over if len(over) == 1 else []
        return there if len(there) == 1 and correction.family not in _SEVERAL_AT_A_PLACE else []

    def _there(self, correction: Correction, rows: Sequence[Row]) -> list[Row]:
        """The rows at the place of a correction; where its words stand there no longer, those of the very words nearest by."""
        alike = [row for row in rows if row["quote"] == correction.quote]
        start, quote = correction.char_start, correction.quote or ""
        if start is None or str(self.document["text"])[start : start + len(quote)] == quote:
            return [row for row in alike if (row["char_start"], row["char_end"]) == (start, correction.char_end)]
        nearest = min((_distance(correction, row) for row in alike), default=0)
        return [row for row in alike if _distance(correction, row) == nearest]

    def _document(self) -> Document:
        if not self._read:
            self._read.append(document_of(self.before))
        return self._read[0]


def document_of(rows: DocumentRows) -> Document:
    """The text of stored rows with its pages and its map, so that a span of it can be led to page and boxes."""
    row = rows.document
    pages = tuple(
        Page(int(p["number"] or 0), float(p["width"] or 0), float(p["height"] or 0), int(p["char_start"] or 0), int(p["char_end"] or 0))
        for p in rows.tables.get("pages", ())
    )  # fmt: skip
    return Document(str(row["id"]), Source(str(row["source"])), str(row["media_type"]), str(row["parser"]), str(row["text"]), pages=pages, places=unpack(rows.place_map))


def _plain(said: object) -> Value:
    return said if said is None or isinstance(said, str | int | float) else as_json(said)


def _listed(review: Mapping[str, Value]) -> list[str]:
    return [str(name) for name in json.loads(str(review.get("fields") or "[]"))]


def _distance(correction: Correction, row: Row) -> int:
    return abs(int(row["char_start"] or 0) - (correction.char_start or 0))


def _overlap(correction: Correction, row: Row) -> bool:
    """Whether a record begins or ends elsewhere now, but is of the same words: one quote holds the other."""
    if row["char_start"] is None or row["quote"] is None or correction.char_start is None or correction.char_end is None or correction.quote is None:
        return False
    crossing = int(row["char_start"]) < correction.char_end and correction.char_start < int(row["char_end"] or 0)
    return crossing and (str(row["quote"]) in correction.quote or correction.quote in str(row["quote"]))
