"""What a reviewer sent in a form in, acts of the store out: a record saved, added, moved to another family, taken out or
confirmed, all of one form kept together or not at all. A saved record counts as confirmed: the reviewer saw it whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import regex

from extractor.rules import RuleSet
from extractor.store import Archive
from extractor.store.review import Review
from extractor.web.fields import Value, fields_of, follow, read
from extractor.web.held_record import seen
from extractor.web.visit import Form

Row = Mapping[str, Any]


class ChangedMeanwhileError(Exception):
    """Somebody else changed the record since its form was opened."""


class NotInTextError(Exception):
    """The words given do not stand in the text of the document."""


def typed(family: str, form: Form) -> dict[str, Value]:
    """The values of a family's form. Raises UnreadableError."""
    return {field.name: read(field, form.get(f"f-{field.name}")) for field in fields_of(family)}


def save(archive: Archive, review: Review, document_id: str, family: str, record_id: str, form: Form, rules: RuleSet) -> str:
    """Correct a record as its form says, and confirm it; its id."""
    table = "documents" if family == "documents" else family
    row = next(archive.rows(f"SELECT * FROM {table} WHERE id = ?", [record_id]), None)
    if row is None or seen({name: value for name, value in row.items() if name != "text"}) != form.get("seen"):
        raise ChangedMeanwhileError
    said = {name: value for name, value in typed(family, form).items() if name in row and name not in ("participant",)}
    changed = {name: value for name, value in said.items() if value != row[name]}
    if family == "evidence":
        _save_head(archive, review, document_id, row, changed, rules)
    else:
        for name, value in {**changed, **follow(family, changed, row, rules)}.items():
            review.correct(family, record_id, name, value)
    if family != "documents":
        start, end = _words(archive, document_id, form)
        if row["char_start"] is not None and (start, end) != (row["char_start"], row["char_end"]):
            review.respan(family, record_id, start, end)
        review.confirm(family, record_id)
    return record_id


def add(archive: Archive, review: Review, document_id: str, family: str, form: Form, rules: RuleSet) -> str:
    """Add a record as its form says; where it takes the place of one of another family, take that out. Its id."""
    values: dict[str, Value] = {name: value for name, value in typed(family, form).items() if value is not None}
    start, end = _words(archive, document_id, form)
    if family == "evidence" and values.get("field"):
        head = next(archive.rows("SELECT * FROM documents WHERE id = ?", [document_id]))
        _correct_head(review, document_id, head, {str(values["field"]): values.get("value")}, rules)
    elif family != "evidence":
        blank = dict.fromkeys(("ordinal", "year", "notation", "type_code", "type", "edtf", "due"))
        values |= follow(family, values, {**{name: blank[name] for name in _follows(family)}, **values}, rules)
    if form.get("old_family") and form.get("old_record"):
        review.remove(form.get("old_family"), form.get("old_record"))
    return str(review.add(family, document_id, start, end, values).record_id)


def remove(archive: Archive, review: Review, document_id: str, family: str, record_id: str, rules: RuleSet) -> None:
    """Take out a record; with the place of a header field goes its value, which stood nowhere else."""
    row = next(archive.rows("SELECT field FROM evidence WHERE id = ? AND document_id = ?", [record_id, document_id]), None) if family == "evidence" else None
    if row is not None:
        head = next(archive.rows("SELECT * FROM documents WHERE id = ?", [document_id]))
        if head.get(str(row["field"])) is not None and any(field.name == row["field"] for field in fields_of("documents")):
            _correct_head(review, document_id, head, {str(row["field"]): None}, rules)
    review.remove(family, record_id)


def _follows(family: str) -> tuple[str, ...]:
    return {"citations": ("ordinal", "year", "notation", "type_code", "type"), "dates": ("edtf",), "events": ("edtf",), "deadlines": ("edtf", "due")}.get(family, ())


def _save_head(archive: Archive, review: Review, document_id: str, row: Row, changed: Mapping[str, Value], rules: RuleSet) -> None:
    """The value of a header field belongs to the document; its row in evidence shows it."""
    if "value" in changed:
        head = next(archive.rows("SELECT * FROM documents WHERE id = ?", [document_id]))
        _correct_head(review, document_id, head, {str(row["field"]): changed["value"]}, rules)


def _correct_head(review: Review, document_id: str, head: Row, changed: Mapping[str, Value], rules: RuleSet) -> None:
    for name, value in {**changed, **follow("documents", changed, head, rules)}.items():
        if head.get(name) != value:
            review.correct("documents", document_id, name, value)


def _words(archive: Archive, document_id: str, form: Form) -> tuple[int, int]:
    """The place of the words that the form says: as marked where they stand there, else where they stand nearest
    to it. Blanks and line breaks count alike."""
    text = str(next(archive.rows("SELECT text FROM documents WHERE id = ?", [document_id]))["text"])
    quote = form.get("quote")
    start, end = (int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1 for value in (form.get("start"), form.get("end")))
    if 0 <= start < end <= len(text) and (not quote.strip() or text[start:end].split() == quote.split()):
        return start, end
    wanted = regex.compile(r"\s+".join(map(regex.escape, quote.split())))
    found = [match.span() for match in wanted.finditer(text)] if quote.split() else []
    if not found:
        raise NotInTextError
    return min(found, key=lambda span: abs(span[0] - max(start, 0)))
