"""Words that a person marked in, values for the form of a record out, as far as the rules read them from these words
alone: what a person need not type. Nothing is kept; the person looks at it and may change all of it."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.annotate import Annotator
from extractor.extract import extract_document
from extractor.model import Block, Document, Source
from extractor.store.rows import Value, document_rows

#: What the words are where the rules make nothing of them.
_VERBATIM = {"dates": "printed", "citations": "title", "events": "name", "roles": "title", "evidence": "value", "participants": "name"}
_UNREAD = ("evidence", "roles", "participations")


def prefilled(family: str, quote: str, annotator: Annotator) -> Mapping[str, Value]:
    """Columns of the family's longest record in the words; where there is none, what the words say of a day, or the
    words themselves as the chief value."""
    if not quote.strip():
        return {}
    if family not in _UNREAD:
        document = Document("", Source("marked"), "text/plain", "", quote, blocks=(Block(0, len(quote)),))
        tables = document_rows(extract_document(document, annotator), document, "").tables
        rows = sorted(tables.get(family, ()), key=lambda row: int(row["char_start"] or 0) - int(row["char_end"] or 0))
        if rows:
            return rows[0]
        if family == "deadlines":
            return _deadline(quote, tables["dates"], annotator)
    return {_VERBATIM[family]: " ".join(quote.split())} if family in _VERBATIM else {}


def _deadline(quote: str, dates: list[dict[str, Value]], annotator: Annotator) -> Mapping[str, Value]:
    """A day and the cue before it ("trước", "chậm nhất"), where nothing says what is to be done."""
    cue = next(iter(annotator.annotate_text(quote).hits("deadline_cues")), None)
    said: dict[str, Value] = {"kind": cue.entry["kind"] if cue else None}
    return {**said, "latest": dates[0]["latest"], "edtf": dates[0]["edtf"]} if dates else said
