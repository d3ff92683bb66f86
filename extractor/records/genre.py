"""What was read of a document's form in, its genre out: administrative, normative, party, news or other. The
form decides, not the topic: a news page about a plan is news, a plan put up on a portal is a plan."""

from __future__ import annotations

from extractor.facts import Genre
from extractor.model import MetaField, Span
from extractor.numbers import DocumentNumber
from extractor.reading import Reading
from extractor.records.header_boxes import Boxes
from extractor.records.header_foot import Foot
from extractor.records.header_news import News
from extractor.records.header_title import Title, TypeLine

_PORTAL_FIELDS = frozenset({"number", "issued_on", "effective_on", "signer", "signer_title", "issuer", "type"})


def is_official(boxes: Boxes, type_line: TypeLine | None, foot: Foot, panel: tuple[MetaField, ...], attached: Span | None, title: Title | None) -> bool:
    """Two signs of the official form at least: a title of state or Party, a number line, a type line or an
    annex's title of its own, V/v, place and day, a signed foot, "ban hành kèm theo" under the title; or a
    law portal's property panel with the act's number."""
    signs = (
        boxes.state is not None or boxes.party is not None,
        boxes.number_span is not None or boxes.blank_span is not None,
        type_line is not None or title is not None,
        boxes.subject is not None,
        boxes.day is not None,
        foot.signature is not None,
        bool(foot.recipients),
        attached is not None,
    )
    return sum(signs) >= 2 or len(panel) >= 3 or (bool(panel) and boxes.number_span is not None)


def portal_fields(reading: Reading) -> tuple[MetaField, ...]:
    """What a law portal's panel states of the act that the page shows."""
    return tuple(field for field in reading.document.metadata if field.where.startswith("panel") and field.name in _PORTAL_FIELDS)


def genre_of(official: bool, boxes: Boxes, number: DocumentNumber | None, type_class: str | None, issuer_class: str | None, news: News) -> Genre:
    """Party papers carry the Party's name or a number with the hyphen first; normative ones the year in
    their number (Luật ban hành văn bản quy phạm pháp luật) or a type that only such acts have."""
    if not official:
        return "news" if news.title is not None and news.prose > 0 else "other"
    if number is not None and number.order == "normative":
        return "other" if type_class == "other" else "normative"  # a judgment bears the year in its number, too
    if boxes.party is not None or issuer_class == "party" or (issuer_class is None and number is not None and number.order == "party" and boxes.state is None):
        return "party"
    if type_class == "normative":
        return "normative"
    return "administrative"
