"""The parts of a document's form in, its day of issue and the day it takes effect out. The place-date line goes
before all; a draft whose day is blank has none, whatever else its text says. A law tells its day in the
last sentence, an annex that stands alone in the act it came with; "kể từ ngày ký" counts from the day of issue."""

from __future__ import annotations

from datetime import date, timedelta

from extractor.model import Span
from extractor.reading import Reading
from extractor.records.header_boxes import Boxes, iso_day
from extractor.records.header_news import local_time
from extractor.records.header_parts import Fields, Parts, panel_field


def put_days(reading: Reading, parts: Parts, fields: Fields) -> None:
    """Put issued_on and effective_on, where they are stated or follow from what is."""
    boxes = parts.boxes
    if boxes.stamp is not None:
        fields.put("issued_on", boxes.issued_on, meta=boxes.stamp, rule="header.digital_stamp", certainty="inferred")
    fields.put("issued_on", boxes.issued_on, boxes.day, rule="header.place_date")
    blank = boxes.day is None and (_draft_day(reading, boxes) or any(w.field == "issued_on" for w in boxes.withheld))
    if not blank:
        passed = next(iter(reading.annotations.of("header_passed")), None)
        for found in (parts.attached if boxes.number is None else None, passed):
            if found is not None:
                fields.put("issued_on", iso_day(found), found.span, rule=found.rule, certainty="inferred")
        field = panel_field(parts, "issued_on")
        fields.put("issued_on", day_of_panel(field.value) if field else None, meta=field, rule="header.panel")
    _put_effect(reading, parts, fields)


def _draft_day(reading: Reading, boxes: Boxes) -> bool:
    """The date line is there and not filled in: the day is unknown, whatever else the text says."""
    found = reading.annotations.of_within("header_place_date", Span(boxes.start, max(boxes.limit, boxes.end)))
    return any(iso_day(a) is None for a in found)


def _put_effect(reading: Reading, parts: Parts, fields: Fields) -> None:
    issued = fields.values.get("issued_on")
    for annotation in reading.annotations.of("header_effective"):
        stated = iso_day(annotation)
        if stated is not None:
            fields.put("effective_on", stated, annotation.span, rule=annotation.rule)
        elif "after" in annotation and isinstance(issued, str):
            day = date.fromisoformat(issued) + timedelta(days=int(annotation.get("after")))
            fields.put("effective_on", day.isoformat(), annotation.span, rule=annotation.rule, certainty="inferred")
    field = panel_field(parts, "effective_on")
    fields.put("effective_on", day_of_panel(field.value) if field else None, meta=field, rule="header.panel")


def day_of_panel(value: str) -> str | None:
    """The ISO day of a portal's "19/09/2025" or ISO moment; None for "Đang cập nhật"."""
    moment = local_time(value)
    if moment is not None:
        return moment[:10]
    parts = value.strip().replace("-", "/").replace(".", "/").split("/")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        return None
