"""A Result in, the JSON object of the public contract out (docs/reference.md), and nothing else: the
only place where frozen nouns become plain dictionaries for a line of JSON Lines. Names here are public;
they may grow, not change."""

from __future__ import annotations

import json
from typing import Any

from extractor.facts import Citation, DateMention, Deadline, Event, Evidence, Finding, Header, Interval, Participant, Record, Result, Statistic, Unchecked
from extractor.model import Document, Problem, Span

SCHEMA_VERSION = 1
Json = dict[str, Any]


def to_line(result: Result) -> str:
    """One document as one line of JSON, keys in the order of the contract, no ASCII escapes."""
    return json.dumps(to_object(result), ensure_ascii=False, allow_nan=False)


def to_object(result: Result) -> Json:
    document = result.document
    if document is None:
        head: Json = {"id": None, "source": result.source, "sources": [result.source]}
        problems = [_problem(p, None) for p in result.problems]
        return {"schema_version": SCHEMA_VERSION, "document": head, "text": "", "pages": [], **_families(result, None), "problems": problems}
    return {
        "schema_version": SCHEMA_VERSION,
        "document": _head(result, document),
        "text": document.text,
        "pages": [
            {"number": p.number, "width": p.width, "height": p.height, "start": p.start, "end": p.end, "layer": p.layer, "ocr_confidence": p.ocr_confidence}
            for p in document.pages
        ],
        **_families(result, document),
        "problems": [_problem(p, document) for p in result.problems],
    }


def span_object(span: Span, document: Document) -> Json:
    """A span as the contract shows it, with line, column or part beside page and boxes."""
    place = document.places.at(span.start)
    boxes = [[b.page, round(b.x0, 2), round(b.top, 2), round(b.x1, 2), round(b.bottom, 2)] for b in document.line_boxes(span)]
    found: Json = {"start": span.start, "end": span.end, "quote": document.quote(span), "page": document.page_at(span.start), "boxes": boxes}
    if place.line is not None:
        found |= {"line": place.line, "column": place.column}
    if place.part is not None:
        found |= {"part": place.part, "column": place.column}
    return found


def _families(result: Result, document: Document | None) -> Json:
    if document is None:
        return {name: [] for name in ("citations", "dates", "deadlines", "participants", "events", "statistics", "findings", "unchecked")}
    return {
        "citations": [_citation(c, document) for c in result.citations],
        "dates": [_date(d, document) for d in result.dates],
        "deadlines": [_deadline(d, document) for d in result.deadlines],
        "participants": [_participant(p, document) for p in result.participants],
        "events": [_event(e, document) for e in result.events],
        "statistics": [_statistic(s, document) for s in result.statistics],
        "findings": [_finding(f, document) for f in result.findings],
        "unchecked": [_unchecked(u, document) for u in result.unchecked],
    }


def _head(result: Result, document: Document) -> Json:
    header = result.header
    return {
        "id": document.id,
        "source": document.source.path,
        "sources": [document.source.path],
        "media_type": document.media_type,
        "language": document.language,
        "parser": document.parser,
        "url": document.source.url,
        "publisher": document.source.publisher,
        "captured_at": document.source.captured_at,
        "page_count": len(document.pages) or None,
        "furniture": [[span.start, span.end] for span in result.furniture],
        **_header(header),
        "evidence": {key: _evidence(e, document) for key, e in header.evidence.items()},
    }


def _header(header: Header) -> Json:
    plain = (
        "genre number ordinal year notation type_code type title issuer superior place issued_on effective_on published_at author "
        "signer signer_title signing_authority urgency secrecy"
    ).split()
    head: Json = {key: getattr(header, key) for key in plain}
    head["signatures"] = [{"name": name, "signed_at": when} for name, when in header.signatures]
    head["addressees"] = list(header.addressees)
    head["recipients"] = list(header.recipients)
    head["annexes"] = list(header.annexes)
    copy = header.copy
    head["copy"] = {"kind": copy.kind, "number": copy.number, "issued_on": copy.issued_on, "issuer": copy.issuer, "signer": copy.signer} if copy else None
    return head


def _evidence(evidence: Evidence, document: Document) -> Json:
    if evidence.span is not None:
        return {**span_object(evidence.span, document), "certainty": evidence.certainty, "rule": evidence.rule}
    meta = evidence.meta
    return {
        "start": None,
        "end": None,
        "quote": meta.value if meta else None,
        "where": meta.where if meta else None,
        "line": meta.line if meta else None,
        "column": meta.column if meta else None,
        "certainty": evidence.certainty,
        "rule": evidence.rule,
    }


def _record(record: Record, document: Document) -> Json:
    return {"span": span_object(record.span, document), "rule": record.rule, "certainty": record.certainty, "confidence": record.confidence}


def _citation(c: Citation, document: Document) -> Json:
    return {
        "number": c.number, "printed": c.printed, "ordinal": c.ordinal, "year": c.year, "notation": c.notation, "type_code": c.type_code, "type": c.type,
        "title": c.title, "articles": [{"article": a.article, "clause": a.clause, "point": a.point} for a in c.articles], "issuer": c.issuer,
        "issued_on": c.issued_on, "relation": c.relation, "resolved_to": c.resolved_to, "refers_to": c.refers_to, **_record(c, document),
    }  # fmt: skip


def _interval(interval: Interval | None) -> Json:
    if interval is None:
        return {"edtf": None, "earliest": None, "latest": None}
    return {"edtf": interval.edtf, "earliest": interval.earliest, "latest": interval.latest}


def _date(d: DateMention, document: Document) -> Json:
    i = d.interval
    return {**_interval(i), "time": i.time, "role": d.role, "extent": i.extent, "calendar": i.calendar, "printed": d.printed, **_record(d, document)}


def _deadline(d: Deadline, document: Document) -> Json:
    keys = "obligation responsible cooperating kind recurrence earliest latest due edtf depends_on anchor offset offset_unit".split()
    return {**{key: getattr(d, key) for key in keys}, **_record(d, document)}


def _participant(p: Participant, document: Document) -> Json:
    return {
        "name": p.name,
        "group_name": p.group_name,
        "honorific": p.honorific,
        "mentions": [span_object(m, document) for m in p.mentions],
        "roles": [{"title": r.title, "organization": r.organization, "span": span_object(r.span, document)} for r in p.roles],
        "participation": [{"kind": k.kind, "span": span_object(k.span, document)} for k in p.participation],
        **_record(p, document),
    }


def _event(e: Event, document: Document) -> Json:
    time = e.time or (e.interval.time if e.interval else None)
    keys = {"name": e.name, "kind": e.kind, **_interval(e.interval), "session": e.session, "time": time, "place": e.place, "mode": e.mode, "status": e.status}
    return {**keys, **_record(e, document)}


def _statistic(s: Statistic, document: Document) -> Json:
    keys = "indicator label printed value decimals unit qualifier area area_code level unit_no office subject base period as_of status".split()
    comparison = {"relation": s.comparison.relation, "period": s.comparison.period, "value": s.comparison.value} if s.comparison else None
    cell = {"row": s.cell[0], "column": s.cell[1], "header": s.cell[2]} if s.cell else None
    return {**{key: getattr(s, key) for key in keys}, "comparison": comparison, "cell": cell, **_record(s, document)}


def _finding(f: Finding, document: Document) -> Json:
    places = []
    for place in f.evidence:
        own = place.document_id == document.id
        span = span_object(place.span, document) if own else {"start": place.span.start, "end": place.span.end}
        places.append({"document_id": place.document_id, "span": span})
    said = {"check_id": f.check_id, "severity": f.severity, "message": f.message, "expected": f.expected, "actual": f.actual}
    return {**said, "suggestion": f.suggestion, "evidence": places}


def _unchecked(u: Unchecked, document: Document) -> Json:
    span = span_object(u.spans[0], document) if u.spans else None
    return {"check_id": u.check_id, "identity_id": u.rule or None, "reason": u.reason, "tolerance": u.tolerance, "span": span}


def _problem(p: Problem, document: Document | None) -> Json:
    span = span_object(p.span, document) if p.span is not None and document is not None else None
    return {"severity": p.severity, "stage": p.stage, "source": p.source, "message": p.message, "span": span}
