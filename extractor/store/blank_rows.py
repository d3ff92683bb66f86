"""A family in, a row of it that says nothing out: every column it has, for a record that a person adds. Made
from the nouns of facts.py by the one module that knows which noun becomes which column (rows.py)."""

from __future__ import annotations

from functools import lru_cache

from extractor.facts import Citation, DateMention, Deadline, Event, Evidence, Header, Interval, Participant, Participation, Result, Role, Statistic
from extractor.model import Document, Source, Span
from extractor.store.rows import Row, document_rows


def blank_row(family: str) -> Row:
    """All columns of a family's table, those without a value None or their default."""
    return dict(_blank()[family])


@lru_cache(maxsize=1)
def _blank() -> dict[str, Row]:
    at = Span(0, 1)
    nothing = Interval(None, None, None)
    person = Participant(span=at, rule="", name="x", mentions=(at,), roles=(Role("x", None, at),), participation=(Participation("x", at),))
    result = Result(
        "", Document("", Source(""), "", "", "x"), Header(evidence={"title": Evidence(at)}),
        citations=(Citation(span=at, rule="", number=None, printed=""),),
        dates=(DateMention(span=at, rule="", interval=nothing, role="reference", printed=""),),
        deadlines=(Deadline(span=at, rule="", obligation=None, responsible=None, kind="on"),),
        participants=(person,),
        events=(Event(span=at, rule="", name="", kind="", interval=nothing),),
        statistics=(Statistic(span=at, rule="", indicator="other", label="", printed="", value=None, unit=""),),
    )  # fmt: skip
    document = result.document
    assert document is not None
    tables = document_rows(result, document, "").tables
    unsaid = {"name", "title", "field"}
    return {family: {key: None if key in unsaid else value for key, value in rows[0].items()} for family, rows in tables.items() if rows}
