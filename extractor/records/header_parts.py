"""What passes between the parts of the header: Parts, all that was read of a document's form before it is
weighed, and Fields, the header fields as they are proven one after the other. A field that has a value
keeps it: what is printed goes before what is inferred, the text before a portal's panel."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.annotate import Annotation
from extractor.facts import Certainty, Evidence
from extractor.model import MetaField, Span
from extractor.numbers import TypeCodes
from extractor.records.header_boxes import Boxes
from extractor.records.header_foot import Foot
from extractor.records.header_title import Title, TypeLine
from extractor.rules import Entry


@dataclass(frozen=True, slots=True)
class Parts:
    """All that was read, before it is weighed. panel: what a law portal states of the act; lead_type: the type that
    stands in the number's own line."""

    boxes: Boxes
    type_line: TypeLine | None
    title: Title | None
    foot: Foot
    panel: tuple[MetaField, ...]
    attached: Annotation | None
    codes: TypeCodes
    lead_type: Entry | None = None


class Fields:
    """Header fields as they are proven, one after the other."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.evidence: dict[str, Evidence] = {}

    def put(self, name: str, value: object, span: Span | None = None, *, rule: str, meta: MetaField | None = None, certainty: Certainty = "stated") -> None:
        if value in (None, "", ()) or (span is None and meta is None) or name in self.values:
            return
        self.values[name] = value
        self.evidence[name] = Evidence(span, meta, certainty, rule)


def panel_field(parts: Parts, name: str) -> MetaField | None:
    return next((field for field in parts.panel if field.name == name), None)
