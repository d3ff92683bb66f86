"""A Reading in, the Header of the document out, each field with the stretch of text or the metadata field
that proves it. First of the record families: the others take the day, the signer and the genre from here.
header_boxes.py reads the top of an official document, header_title.py its type and abstract,
header_foot.py recipients and signature, header_news.py the page of a newspaper or portal; here they are
weighed, and what a part does not prove stays null."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractor.annotate import Annotation
from extractor.facts import Certainty, Evidence, Header
from extractor.model import MetaField, Problem, Span
from extractor.numbers import DocumentNumber, TypeCodes, number_of, parse_number
from extractor.reading import Reading
from extractor.records.bodies import body_at
from extractor.records.genre import genre_of, is_official, portal_fields
from extractor.records.header_boxes import Body, Boxes, iso_day, read_boxes
from extractor.records.header_extras import addressees, annexes, copy_head, digital_signatures
from extractor.records.header_foot import Foot, read_foot
from extractor.records.header_news import News, local_time, read_news
from extractor.records.header_pieces import Piece, one_line, pieces
from extractor.records.header_title import Title, TypeLine, find_type_line, read_title
from extractor.rules import Entry

_TYPE_LINE_REACH = 6  # pieces from the top, where no number tells where the head ends
_TITLE_REACH = 2500
_HEADING_REACH = 60


@dataclass(frozen=True, slots=True)
class _Parts:
    """All that was read, before it is weighed."""

    boxes: Boxes
    type_line: TypeLine | None
    title: Title | None
    foot: Foot
    panel: tuple[MetaField, ...]
    codes: TypeCodes


class _Fields:
    """Header fields as they are proven, one after the other."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.evidence: dict[str, Evidence] = {}

    def put(self, name: str, value: object, span: Span | None = None, *, rule: str, meta: MetaField | None = None, certainty: Certainty = "stated") -> None:
        if value in (None, "", ()) or (span is None and meta is None) or name in self.values:
            return
        self.values[name] = value
        self.evidence[name] = Evidence(span, meta, certainty, rule)


def assemble(reading: Reading) -> Header:
    """The header of one document."""
    parts = _read(reading)
    official = is_official(parts.boxes, parts.type_line, parts.foot, parts.panel)
    fields = _Fields()
    news = News() if official else read_news(reading)
    if official:
        _official(reading, parts, fields)
    number = _number(parts) if official else None
    issuer = fields.values.get("issuer")
    entry = _type_entry(parts, number)
    genre = genre_of(official, parts.boxes, number, entry["class"] if entry else None, _issuer_class(reading, parts, str(issuer) if issuer else None), news)
    if genre == "news":
        _news(news, fields)
    return Header(genre=genre, evidence=fields.evidence, **fields.values)  # type: ignore[arg-type]


def problems(reading: Reading, header: Header) -> tuple[Problem, ...]:
    """What a person should know: a secrecy mark forbids publishing (Luật Bảo vệ bí mật nhà nước)."""
    if header.secrecy is None:
        return ()
    span = header.evidence["secrecy"].span
    message = f"this document is marked {header.secrecy}: do not publish it or anything taken from it"
    return (Problem("warning", "extract", reading.document.source.path, message, span),)


def _read(reading: Reading) -> _Parts:
    codes = TypeCodes(reading.rules)
    panel = portal_fields(reading)
    boxes = _portal_heading(reading, read_boxes(reading, codes), panel, codes)
    head = pieces(reading, boxes.start, min(len(reading.view), max(boxes.limit, boxes.end) + _TITLE_REACH))
    type_line = _find_type_line(reading, head, boxes, codes)
    title = read_title(reading, head, type_line, boxes.issuer.text if boxes.issuer else None) if type_line else None
    body_start = title.end if title else type_line.span.end if type_line else boxes.end
    foot = read_foot(reading, body_start)
    return _Parts(boxes, type_line, title, foot, panel, codes)


def _find_type_line(reading: Reading, head: list[Piece], boxes: Boxes, codes: TypeCodes) -> TypeLine | None:
    """Behind the number; where there is none, only among the first pieces of the text."""
    if boxes.official:
        within = [p for p in head if p.start < max(boxes.limit, boxes.end) + 400]
        return find_type_line(reading, within, codes, boxes.end if boxes.number_span or boxes.blank_span or boxes.day else boxes.start)
    return find_type_line(reading, head[:_TYPE_LINE_REACH], codes, boxes.start)


def _number(parts: _Parts) -> DocumentNumber | None:
    if parts.boxes.number is not None:
        return parts.boxes.number
    if parts.boxes.blank_span is not None:
        return None
    field = _panel_field(parts, "number")
    return parse_number(field.value, parts.codes) if field else None


def _portal_heading(reading: Reading, boxes: Boxes, panel: tuple[MetaField, ...], codes: TypeCodes) -> Boxes:
    """On a law portal the heading over the text names the number, where the text itself was cut (a translation)."""
    line = next(reading.structure.body_lines(), None)
    if boxes.number is not None or boxes.blank_span is not None or not panel or line is None:
        return boxes
    found = reading.annotations.of_within("document_number", line.span)
    if len(found) == 1 and found[0].span.start - line.start < _HEADING_REACH:
        return replace(boxes, number=number_of(found[0], codes), number_span=found[0].span, end=max(boxes.end, found[0].span.end))
    return boxes


def _panel_field(parts: _Parts, name: str) -> MetaField | None:
    return next((field for field in parts.panel if field.name == name), None)


def _type_entry(parts: _Parts, number: DocumentNumber | None) -> Entry | None:
    if parts.type_line is not None:
        return parts.type_line.entry
    return parts.codes.named(number.type) if number is not None and number.type else None


def _official(reading: Reading, parts: _Parts, fields: _Fields) -> None:
    _put_number(parts, fields)
    _put_type(parts, fields)
    _put_title(parts, fields)
    _put_bodies(reading, parts, fields)
    _put_days(reading, parts, fields)
    _put_foot(parts, fields)
    _put_extras(reading, parts, fields)


def _put_number(parts: _Parts, fields: _Fields) -> None:
    number = _number(parts)
    boxes = parts.boxes
    meta = None if boxes.number_span else _panel_field(parts, "number")
    if number is not None:
        for name, value in (("number", number.number), ("ordinal", number.ordinal), ("year", number.year), ("notation", number.notation), ("type_code", number.type_code)):
            fields.put(name, value, boxes.number_span, meta=meta, rule="header.number")
    elif boxes.blank_notation is not None:
        fields.put("notation", boxes.blank_notation, boxes.blank_span, rule="header.number_blank")
        draft = parse_number(f"1{'-' if '/' in boxes.blank_notation else '/'}{boxes.blank_notation}", parts.codes)
        fields.put("type_code", draft.type_code if draft else None, boxes.blank_span, rule="header.number_blank")


def _put_type(parts: _Parts, fields: _Fields) -> None:
    boxes, line, number = parts.boxes, parts.type_line, _number(parts)
    if line is not None:
        fields.put("type", line.entry["name"], line.span, rule="header.type")
        if number is None and boxes.blank_notation is None:
            fields.put("type_code", line.entry["code"], line.span, rule="header.type")
        return
    where = boxes.number_span or boxes.blank_span
    if number is not None and number.type is not None:
        fields.put("type", number.type, where, meta=_panel_field(parts, "number"), rule="header.number", certainty="inferred")
    elif boxes.subject is not None:
        fields.put("type", parts.codes.entry_of_dispatch(), boxes.subject.span, rule="header.subject", certainty="inferred")
    elif where is not None and number is not None and number.year is None:
        fields.put("type", parts.codes.entry_of_dispatch(), where, rule="header.number", certainty="inferred")
    field = _panel_field(parts, "type")
    entry = parts.codes.named(field.value) if field else None
    fields.put("type", entry["name"] if entry else None, meta=field, rule="header.panel")


def _put_title(parts: _Parts, fields: _Fields) -> None:
    if parts.title is not None:
        fields.put("title", parts.title.text, parts.title.span, rule="header.title")
    elif parts.boxes.subject is not None:
        fields.put("title", parts.boxes.subject.text, parts.boxes.subject.span, rule="header.subject")


def _put_bodies(reading: Reading, parts: _Parts, fields: _Fields) -> None:
    boxes = parts.boxes
    for name, body in (("issuer", boxes.issuer), ("superior", boxes.superior)):
        if body is not None:
            fields.put(name, body.text, body.span, rule="header.body")
    if boxes.issuer is None:
        inferred = _closing_issuer(reading, parts) or _authority_issuer(reading, parts)
        if inferred is not None:
            fields.put("issuer", inferred.text, inferred.span, rule="header.closing_issuer", certainty="inferred")
    field = _panel_field(parts, "issuer")
    fields.put("issuer", field.value if field else None, meta=field, rule="header.panel")
    if boxes.place is not None:
        fields.put("place", one_line(reading, boxes.place), boxes.place, rule="header.place_date")


def _closing_issuer(reading: Reading, parts: _Parts) -> Body | None:
    """Trên đây là Kế hoạch ... của Ủy ban bầu cử thành phố X./. - the last such before the foot."""
    for annotation in reversed(reading.annotations.of_within("header_closing", Span(parts.boxes.end, min(len(reading.view), parts.foot.start + 1)))):
        span = annotation.groups["issuer"]
        body = body_at(span.start, reading, any_name=False)
        if body is not None:
            whole = Span(span.start, max(body.end, span.end) if len(span) - len(body) < 60 else body.end)
            return Body(one_line(reading, whole), whole)
    return None


def _authority_issuer(reading: Reading, parts: _Parts) -> Body | None:
    """The line in capitals between abstract and căn cứ: (CHỦ TỊCH) ỦY BAN NHÂN DÂN TỈNH X."""
    start = parts.title.end if parts.title else parts.type_line.span.end if parts.type_line else None
    if start is None:
        return None
    for piece in pieces(reading, start, min(len(reading.view), start + 400))[:2]:
        text = reading.view[piece.start : piece.end]
        if text != text.upper() or reading.match("header.opener", piece.start, piece.end) is not None:
            return None
        role = reading.annotations.at("roles", piece.start)
        offset = piece.start if role is None else role.span.end
        while offset < piece.end and reading.view[offset] == " ":
            offset += 1
        if offset < piece.end and (reading.annotations.at("bodies", offset) is not None or reading.match("header.body_head", offset, piece.end) is not None):
            return Body(one_line(reading, Span(offset, piece.end)), Span(offset, piece.end))
    return None


def _issuer_class(reading: Reading, parts: _Parts, issuer: str | None) -> str | None:
    body = parts.boxes.issuer
    if body is None or issuer is None:
        return None
    hit = reading.annotations.at("bodies", body.span.start)
    return hit.entry["class"] if hit is not None else None


def _put_days(reading: Reading, parts: _Parts, fields: _Fields) -> None:
    boxes = parts.boxes
    fields.put("issued_on", boxes.issued_on, boxes.day, rule="header.place_date")
    blank = boxes.day is None and _draft_day(reading, boxes)
    if not blank:
        for family in ("header_attached", "header_passed"):
            found = _day_of(reading, family, parts)
            if found is not None:
                fields.put("issued_on", iso_day(found), found.span, rule=found.rule, certainty="inferred")
        field = _panel_field(parts, "issued_on")
        fields.put("issued_on", day_of_panel(field.value) if field else None, meta=field, rule="header.panel")
    _put_effect(reading, parts, fields)


def _draft_day(reading: Reading, boxes: Boxes) -> bool:
    """The date line is there and not filled in: the day is unknown, whatever else the text says."""
    found = reading.annotations.of_within("header_place_date", Span(boxes.start, max(boxes.limit, boxes.end)))
    return any(iso_day(a) is None for a in found)


def _day_of(reading: Reading, family: str, parts: _Parts) -> Annotation | None:
    if family == "header_attached":
        near = Span(parts.boxes.start, min(len(reading.view), max(parts.boxes.end, parts.title.end if parts.title else 0) + 500))
        return next(iter(reading.annotations.of_within(family, near)), None) if parts.boxes.number is None else None
    return next(iter(reading.annotations.of(family)), None)


def _put_effect(reading: Reading, parts: _Parts, fields: _Fields) -> None:
    issued = fields.values.get("issued_on")
    for annotation in reading.annotations.of("header_effective"):
        stated = iso_day(annotation)
        if stated is not None:
            fields.put("effective_on", stated, annotation.span, rule=annotation.rule)
        elif "after" in annotation and isinstance(issued, str):
            day = date.fromisoformat(issued) + timedelta(days=int(annotation.get("after")))
            fields.put("effective_on", day.isoformat(), annotation.span, rule=annotation.rule, certainty="inferred")
    field = _panel_field(parts, "effective_on")
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


def _put_foot(parts: _Parts, fields: _Fields) -> None:
    foot = parts.foot
    fields.put("recipients", foot.recipients, foot.recipients_span, rule="header_foot.recipients")
    signature = foot.signature
    if signature is not None:
        fields.put("signer", signature.name.text, signature.name.span, rule="header_foot.signature")
        if signature.title is not None:
            fields.put("signer_title", signature.title.text, signature.title.span, rule="header_foot.signature")
        if signature.authority is not None:
            fields.put("signing_authority", signature.authority.text, signature.authority.span, rule="header_foot.signature")
        return
    for name in ("signer", "signer_title"):
        field = _panel_field(parts, name)
        fields.put(name, field.value if field else None, meta=field, rule="header.panel")


def _put_extras(reading: Reading, parts: _Parts, fields: _Fields) -> None:
    boxes = parts.boxes
    for name, mark in (("urgency", boxes.urgency), ("secrecy", boxes.secrecy)):
        if mark is not None:
            hit = reading.annotations.at(name, mark.start)
            fields.put(name, hit.entry["name"] if hit and hit.entry["name"] else one_line(reading, mark), mark, rule=f"header.{name}")
    addressed = addressees(reading, parts.boxes, parts.foot)
    if addressed is not None:
        fields.put("addressees", addressed[0], addressed[1], rule="header.addressees")
    annexed = annexes(reading, parts.foot)
    if annexed is not None:
        fields.put("annexes", annexed[0], annexed[1], rule="header_foot.annex")
    copied = copy_head(reading, parts.codes)
    if copied is not None:
        fields.put("copy", copied[0], copied[1], rule="header_foot.copy_mark")
    signed = digital_signatures(reading)
    if signed is not None:
        fields.put("signatures", signed[0], signed[1], rule="header_foot.digital")


def _news(news: News, fields: _Fields) -> None:
    for name, value, evidence in (
        ("title", news.title, news.title_evidence),
        ("published_at", news.published_at, news.published_evidence),
        ("author", news.author, news.author_evidence),
    ):
        if value is not None and evidence is not None:
            fields.values[name] = value
            fields.evidence[name] = evidence

