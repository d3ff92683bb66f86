"""A Reading in, the Header of the document out, each field with the stretch of text or the metadata field
that proves it. First of the record families: the others take the day, the signer and the genre from here.
header_boxes.py reads the top of an official document, header_title.py its type and abstract, header_days.py
its days, header_foot.py recipients and signature, header_news.py the page of a newspaper or portal; here
they are weighed, and what no part proves stays null."""

from __future__ import annotations

from dataclasses import replace

from extractor.facts import Header
from extractor.model import MetaField, Problem, Span
from extractor.numbers import DocumentNumber, TypeCodes, number_of, parse_number
from extractor.reading import Reading
from extractor.records.bodies import body_at
from extractor.records.genre import genre_of, is_official, portal_fields
from extractor.records.header_belief import believed, believed_foot, certainty_told, repaired_number
from extractor.records.header_boxes import Body, Boxes, read_boxes
from extractor.records.header_days import put_days
from extractor.records.header_extras import addressees, annexes, copy_head, digital_signatures
from extractor.records.header_foot import read_foot
from extractor.records.header_news import News, read_news
from extractor.records.header_parts import Fields, Parts, panel_field
from extractor.records.header_pieces import Piece, one_line, pieces
from extractor.records.header_title import TypeLine, find_type_line, read_annex_title, read_title
from extractor.rules import Entry

_TYPE_LINE_REACH = 6  # pieces from the top, where no number tells where the head ends
_TITLE_REACH = 2500
_HEADING_REACH = 60
_ATTACHED_REACH = 400


def assemble(reading: Reading) -> Header:
    """The header of one document."""
    parts = _read(reading)
    official = is_official(parts.boxes, parts.type_line, parts.foot, parts.panel, parts.attached.span if parts.attached else None, parts.title)
    fields = Fields()
    news = News() if official else read_news(reading)
    if official:
        _official(reading, parts, fields)
    number = _number(parts) if official else None
    issuer = fields.values.get("issuer")
    entry = _type_entry(parts, number)
    genre = genre_of(official, parts.boxes, number, entry["class"] if entry else None, _issuer_class(reading, parts, str(issuer) if issuer else None), news)
    if genre == "news":
        _news(news, fields)
    evidence = certainty_told(reading, fields.evidence, fields.values.get("signer"))
    return Header(genre=genre, evidence=evidence, withheld=parts.boxes.withheld if official else (), **fields.values)  # type: ignore[arg-type]


def problems(reading: Reading, header: Header) -> tuple[Problem, ...]:
    """What a person should know: what is written there but not legible; a secrecy mark forbids publishing
    (Luật Bảo vệ bí mật nhà nước)."""
    found = [Problem("note", "extract", reading.document.source.path, f"{w.field} is left empty: {w.reason}", w.span) for w in header.withheld]
    if header.secrecy is not None:
        message = f"this document is marked {header.secrecy}: do not publish it or anything taken from it"
        found.append(Problem("warning", "extract", reading.document.source.path, message, header.evidence["secrecy"].span))
    return tuple(found)


def _read(reading: Reading) -> Parts:
    codes = reading.rules.derive("type_codes", TypeCodes)
    panel = portal_fields(reading)
    boxes = _portal_heading(reading, read_boxes(reading, codes), panel, codes)
    head = pieces(reading, boxes.start, min(len(reading.view), max(boxes.limit, boxes.end) + _TITLE_REACH))
    type_line = _find_type_line(reading, head, boxes, codes)
    boxes = believed(reading, boxes, type_line)
    title = read_title(reading, head, type_line, boxes.issuer.text if boxes.issuer else None) if type_line else None
    body_start = title.end if title else type_line.span.end if type_line else boxes.end
    foot, unsure = believed_foot(reading, read_foot(reading, body_start), body_start)
    boxes = replace(boxes, withheld=(*boxes.withheld, *unsure))
    near = Span(boxes.start, min(len(reading.view), max(boxes.end, body_start) + _ATTACHED_REACH))
    attached = next(iter(reading.annotations.of_within("header_attached", near)), None)
    if attached is not None and type_line is None:
        title = read_annex_title(reading, head, attached.span)
        attached = attached if title is not None else None
    lead_type = _type_of_lead(reading, boxes.number_span, codes) if type_line is None and boxes.number_span is not None else None
    return Parts(boxes, type_line, title, foot, panel, attached, codes, lead_type)


def _type_of_lead(reading: Reading, number: Span, codes: TypeCodes) -> Entry | None:
    """The type that stands before "số" in the number's own line: Bản án số: 15/2022/HS-ST."""
    leads = reading.annotations.of_within("header_number", Span(max(0, number.start - _HEADING_REACH), number.start + 1))
    words = reading.view[leads[-1].span.start : leads[-1].span.end].rstrip(" .:\n").split() if leads else []
    return codes.named(" ".join(words[:-1])) if len(words) > 1 else None


def _find_type_line(reading: Reading, head: list[Piece], boxes: Boxes, codes: TypeCodes) -> TypeLine | None:
    """Behind the number; where there is none, only among the first pieces of the text."""
    if boxes.official:
        within = [p for p in head if p.start < max(boxes.limit, boxes.end) + 400]
        return find_type_line(reading, within, codes, boxes.end if boxes.number_span or boxes.blank_span or boxes.day else boxes.start)
    return find_type_line(reading, head[:_TYPE_LINE_REACH], codes, boxes.start)


def _number(parts: Parts) -> DocumentNumber | None:
    if parts.boxes.number is not None:
        return parts.boxes.number
    if parts.boxes.blank_span is not None:
        return None
    field = panel_field(parts, "number")
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


def _type_entry(parts: Parts, number: DocumentNumber | None) -> Entry | None:
    if parts.type_line is not None or parts.lead_type is not None:
        return parts.type_line.entry if parts.type_line is not None else parts.lead_type
    return parts.codes.named(number.type) if number is not None and number.type else None


def _official(reading: Reading, parts: Parts, fields: Fields) -> None:
    _put_number(reading, parts, fields)
    _put_type(parts, fields)
    _put_title(parts, fields)
    _put_bodies(reading, parts, fields)
    put_days(reading, parts, fields)
    _put_foot(parts, fields)
    _put_extras(reading, parts, fields)


def _put_number(reading: Reading, parts: Parts, fields: Fields) -> None:
    number = _number(parts)
    boxes = parts.boxes
    repaired = repaired_number(reading, boxes, number) if number is not None else None
    if repaired is not None:
        for name in ("number", "notation"):
            fields.put(name, getattr(repaired, name), boxes.number_span, rule="header.number", certainty="repaired")
    meta = None if boxes.number_span else panel_field(parts, "number")
    if number is not None:
        dispatch = parts.type_line is None and boxes.subject is not None and number.order == "state" and number.type_code != "CV"
        for name in ("number", "ordinal", "year", "notation", *(() if dispatch else ("type_code",))):
            fields.put(name, getattr(number, name), boxes.number_span, meta=meta, rule="header.number")
    elif boxes.blank_notation is not None:
        fields.put("notation", boxes.blank_notation, boxes.blank_span, rule="header.number_blank")
        draft = parse_number(f"1{'-' if '/' in boxes.blank_notation else '/'}{boxes.blank_notation}", parts.codes)
        fields.put("type_code", draft.type_code if draft else None, boxes.blank_span, rule="header.number_blank")


def _put_type(parts: Parts, fields: Fields) -> None:
    boxes, line, number = parts.boxes, parts.type_line, _number(parts)
    if line is None and boxes.subject is not None and number is not None and number.order == "state" and number.type_code not in (None, "CV"):
        fields.put("type", parts.codes.entry_of_dispatch(), boxes.subject.span, rule="header.subject", certainty="inferred")
        return  # 214/CT-TTHT of a Cục Thuế: V/v stands under the number of a công văn alone
    if line is not None:
        fields.put("type", line.entry["name"], line.span, rule="header.type")
        if number is None and boxes.blank_notation is None:
            fields.put("type_code", line.entry["code"], line.span, rule="header.type")
        return
    if parts.lead_type is not None and boxes.number_span is not None:
        fields.put("type", parts.lead_type["name"], boxes.number_span, rule="header.number")
        return
    where = boxes.number_span or boxes.blank_span
    if number is not None and number.type is not None:
        fields.put("type", number.type, where, meta=panel_field(parts, "number"), rule="header.number", certainty="inferred")
    elif boxes.subject is not None:
        fields.put("type", parts.codes.entry_of_dispatch(), boxes.subject.span, rule="header.subject", certainty="inferred")
    elif where is not None and number is not None and number.year is None:
        fields.put("type", parts.codes.entry_of_dispatch(), where, rule="header.number", certainty="inferred")
    field = panel_field(parts, "type")
    entry = parts.codes.named(field.value) if field else None
    fields.put("type", entry["name"] if entry else None, meta=field, rule="header.panel")


def _put_title(parts: Parts, fields: Fields) -> None:
    if parts.title is not None:
        fields.put("title", parts.title.text, parts.title.span, rule="header.title")
    elif parts.boxes.subject is not None:
        fields.put("title", parts.boxes.subject.text, parts.boxes.subject.span, rule="header.subject")


def _put_bodies(reading: Reading, parts: Parts, fields: Fields) -> None:
    boxes = parts.boxes
    for name, body in (("issuer", boxes.issuer), ("superior", boxes.superior)):
        if body is not None:
            fields.put(name, body.text, body.span, rule="header.body")
    if boxes.issuer is None:
        inferred = _closing_issuer(reading, parts) or _authority_issuer(reading, parts)
        if inferred is not None:
            fields.put("issuer", inferred.text, inferred.span, rule="header.closing_issuer", certainty="inferred")
    field = panel_field(parts, "issuer")
    fields.put("issuer", field.value if field else None, meta=field, rule="header.panel")
    if boxes.place is not None:
        fields.put("place", one_line(reading, boxes.place), boxes.place, rule="header.place_date")


def _closing_issuer(reading: Reading, parts: Parts) -> Body | None:
    """Trên đây là Kế hoạch ... của Ủy ban bầu cử thành phố X./. - the last such before the foot."""
    for annotation in reversed(reading.annotations.of_within("header_closing", Span(parts.boxes.end, min(len(reading.view), parts.foot.start + 1)))):
        span = annotation.groups["issuer"]
        body = body_at(span.start, reading, any_name=False)
        if body is not None:
            whole = Span(span.start, max(body.end, span.end) if len(span) - len(body) < 60 else body.end)
            return Body(one_line(reading, whole), whole)
    return None


def _authority_issuer(reading: Reading, parts: Parts) -> Body | None:
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


def _issuer_class(reading: Reading, parts: Parts, issuer: str | None) -> str | None:
    for body in (parts.boxes.superior, parts.boxes.issuer):
        hit = reading.annotations.at("bodies", body.span.start) if body is not None and issuer is not None else None
        if hit is not None:
            return hit.entry["class"]
    return None


def _put_foot(parts: Parts, fields: Fields) -> None:
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
        field = panel_field(parts, name)
        fields.put(name, field.value if field else None, meta=field, rule="header.panel")


def _put_extras(reading: Reading, parts: Parts, fields: Fields) -> None:
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


def _news(news: News, fields: Fields) -> None:
    for name, value, evidence in (
        ("title", news.title, news.title_evidence),
        ("published_at", news.published_at, news.published_evidence),
        ("author", news.author, news.author_evidence),
    ):
        if value is not None and evidence is not None:
            fields.values[name] = value
            fields.evidence[name] = evidence

