"""A Result in, the rows of one document out: the only place that knows which noun of facts.py becomes
which column. Ids are digests of document, family, place and values, so that the same input gives the same
rows, and rows that say the same of the same place are one. Nothing here touches a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from extractor.facts import Citation, DateMention, Deadline, Event, Evidence, Finding, Header, Interval, Participant, Record, Result, Statistic, Unchecked
from extractor.model import Document, Problem, Source, Span
from extractor.store.audit_tables import evidence_key
from extractor.store.places import pack
from extractor.store.runs import digest
from extractor.text import lower, normalize, squeeze

Value = str | int | float | None
Row = dict[str, Value]

_HEADER_COLUMNS = (
    "genre", "number", "ordinal", "year", "notation", "type_code", "type", "title", "issuer", "superior", "place", "issued_on", "effective_on",
    "published_at", "author", "signer", "signer_title", "signing_authority", "urgency", "secrecy",
)  # fmt: skip
_NOWHERE: Row = {"document_id": None, "char_start": None, "char_end": None, "quote": None, "page": None, "boxes": "[]"}
_UNSAID = ("rule", "certainty", "confidence", "resolved_to", "refers_to")  # how it was found, not what was: no part of an id


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document: its own, its packed place map, and those of every other table by name."""

    document: Row
    place_map: bytes
    tables: Mapping[str, list[Row]]


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def document_rows(result: Result, document: Document, run_id: str) -> DocumentRows:
    """The rows of a Result whose bytes could be read."""
    make = _Maker(document, run_id)
    tables: dict[str, list[Row]] = {
        "pages": [_page(document.id, p.number, p.width, p.height, p.start, p.end, p.layer, p.ocr_confidence) for p in document.pages],
        "recipients": list(_recipients(result.header, document.id, run_id)),
        "evidence": [make.evidence(key, e, result.header) for key, e in sorted(result.header.evidence.items())],
        "citations": make.citations(result.citations),
        "dates": [make.record("dates", d, _date(d)) for d in result.dates],
        "deadlines": [make.record("deadlines", d, _deadline(d)) for d in result.deadlines],
        "events": [make.record("events", e, _event(e)) for e in result.events],
        "statistics": [make.record("statistics", s, _statistic(s)) for s in result.statistics],
        **make.participants(result.participants),
        **finding_rows(result.findings, {document.id: document.text}, run_id, document),
        "unchecked": [_unchecked(u, document, run_id) for u in result.unchecked],
        "problems": problem_rows((*document.problems, *result.problems), document, run_id),
    }
    return DocumentRows(_document(result, document, run_id), pack(document.places), {name: _once(rows) for name, rows in tables.items()})


def source_row(source: Source, document_id: str | None) -> Row:
    """One place where bytes were found; document_id None where they could not be read."""
    row: Row = {"path": source.path, "document_id": document_id, "url": source.url, "publisher": source.publisher, "captured_at": source.captured_at}
    return {"id": digest("sources", source.path, document_id), **row}


def problem_rows(problems: Iterable[Problem], document: Document | None, run_id: str) -> list[Row]:
    return _once([_problem(problem, document, run_id) for problem in problems])


def finding_rows(findings: Sequence[Finding], texts: Mapping[str, str], run_id: str, document: Document | None) -> dict[str, list[Row]]:
    """Findings and their places. document: whose own audit found them; None: an audit over documents, whose
    places then go without page and boxes. A place in a document that `texts` lacks is left out."""
    rows: list[Row] = []
    places: list[Row] = []
    for finding in findings:
        known = [place for place in finding.evidence if place.document_id in texts]
        where = [(place.document_id, place.span.start, place.span.end) for place in known]
        identity = digest(document.id if document else None, "findings", where, finding.check_id, finding.expected, finding.actual)
        rows.append(
            {
                "id": identity, "document_id": document.id if document else None, "check_id": finding.check_id, "severity": finding.severity,
                "message": finding.message, "expected": finding.expected, "actual": finding.actual, "run_id": run_id, "suggestion": finding.suggestion,
            }
        )  # fmt: skip
        quotes: list[tuple[object, object]] = []
        for position, place in enumerate(known):
            own = document is not None and place.document_id == document.id
            span = span_columns(document, place.span) if own and document else _bare_span(place.document_id, texts[place.document_id], place.span)
            quotes.append((span["document_id"], span["quote"]))
            places.append({"id": digest(identity, position), "finding_id": identity, "position": position, **span})
        rows[-1]["evidence_key"] = evidence_key(finding.check_id, quotes, finding.expected, finding.actual)
    return {"findings": _once(rows), "finding_places": _once(places)}


def _unchecked(unchecked: Unchecked, document: Document, run_id: str) -> Row:
    span = unchecked.spans[0] if unchecked.spans else None
    place = (span.start, span.end) if span else None
    identity = digest(document.id, "unchecked", place, unchecked.check_id, unchecked.rule, unchecked.reason)
    said: Row = {"check_id": unchecked.check_id, "identity_id": unchecked.rule or None, "reason": unchecked.reason, "tolerance": unchecked.tolerance}
    return {"id": identity, **span_columns(document, span), **said, "run_id": run_id}


def span_columns(document: Document, span: Span | None) -> Row:
    if span is None:
        return {**_NOWHERE, "document_id": document.id}
    boxes = [[b.page, round(b.x0, 2), round(b.top, 2), round(b.x1, 2), round(b.bottom, 2)] for b in document.line_boxes(span)]
    return {
        "document_id": document.id, "char_start": span.start, "char_end": span.end, "quote": document.quote(span),
        "page": document.page_at(span.start), "boxes": as_json(boxes),
    }  # fmt: skip


def derived_columns(row: Mapping[str, Value]) -> Row:
    """What of a document's row follows from its other columns: its day, and the key number + issuer + year
    by which one act is known again (numbering restarts each year: NĐ 30/2020, article 8)."""
    issued, published = row["issued_on"], row["published_at"]
    day = str(issued) if issued else str(published)[:10] if published else None
    year = row["year"] or (str(issued)[:4] if issued else None)
    complete = row["number"] and row["issuer"] and year
    key = f"{row['number']}|{lower(normalize(squeeze(str(row['issuer']))))}|{year}" if complete else None
    return {"document_key": key, "day": day}


def _bare_span(document_id: str, text: str, span: Span) -> Row:
    return {**_NOWHERE, "document_id": document_id, "char_start": span.start, "char_end": span.end, "quote": text[span.start : span.end]}


def _once(rows: list[Row]) -> list[Row]:
    """Rows that say the same of the same place are one row; the first of them is kept."""
    kept: dict[Value, Row] = {}
    for index, row in enumerate(rows):
        kept.setdefault(row.get("id", index), row)
    return list(kept.values())


def _document(result: Result, document: Document, run_id: str) -> Row:
    source, header, copy = document.source, result.header, result.header.copy
    row: Row = {
        "id": document.id, "source": source.path, "media_type": document.media_type, "language": document.language, "parser": document.parser,
        "url": source.url, "publisher": source.publisher, "captured_at": source.captured_at, "page_count": len(document.pages) or None,
        **{key: getattr(header, key) for key in _HEADER_COLUMNS},
        "signatures": as_json([{"name": name, "signed_at": signed} for name, signed in header.signatures]),
        "copy_kind": copy.kind if copy else None, "copy_number": copy.number if copy else None, "copy_issued_on": copy.issued_on if copy else None,
        "copy_issuer": copy.issuer if copy else None, "copy_signer": copy.signer if copy else None,
        "annexes": as_json(list(header.annexes)),
        "furniture": as_json([[span.start, span.end] for span in result.furniture]),
    }  # fmt: skip
    return {**row, **derived_columns(row), "run_id": run_id, "text": document.text}


def _page(document_id: str, number: int, width: float, height: float, start: int, end: int, layer: str, confidence: float | None) -> Row:
    return {
        "document_id": document_id, "number": number, "width": width, "height": height,
        "char_start": start, "char_end": end, "layer": layer, "ocr_confidence": confidence,
    }  # fmt: skip


def _recipients(header: Header, document_id: str, run_id: str) -> Iterator[Row]:
    for kind, names in (("addressee", header.addressees), ("recipient", header.recipients)):
        for position, printed in enumerate(names):
            identity = digest(document_id, "recipients", kind, position, printed)
            yield {"id": identity, "document_id": document_id, "kind": kind, "position": position, "printed": printed, "run_id": run_id}


def _problem(problem: Problem, document: Document | None, run_id: str) -> Row:
    span = problem.span if document else None
    where = span_columns(document, span) if document else _NOWHERE
    place = (span.start, span.end) if span else None
    identity = digest(where["document_id"] or problem.source, "problems", place, problem.severity, problem.stage, problem.message)
    said: Row = {"source": problem.source, "severity": problem.severity, "stage": problem.stage, "message": problem.message, "run_id": run_id}
    return {"id": identity, **where, **said}


@dataclass(frozen=True, slots=True)
class _Maker:
    """Rows of the records of one document and run."""

    document: Document
    run_id: str

    def record(self, family: str, record: Record, values: Row) -> Row:
        said = {key: value for key, value in values.items() if key not in _UNSAID}
        return {**self._placed(family, record.span, said, record.rule, record.certainty, record.confidence), **values}

    def evidence(self, key: str, evidence: Evidence, header: Header) -> Row:
        value, meta = getattr(header, key, None), evidence.meta
        values: Row = {
            "field": key,
            "value": value if value is None or isinstance(value, str) else as_json(asdict(value) if hasattr(value, "__dataclass_fields__") else value),
            "found_in": meta.where if meta else None,
            "line_no": meta.line if meta else None,
            "column_no": meta.column if meta else None,
        }
        row = {**self._placed("evidence", evidence.span, values, evidence.rule, evidence.certainty, None), **values}
        return row if evidence.span or not meta else {**row, "quote": meta.value}

    def citations(self, citations: Sequence[Citation]) -> list[Row]:
        """refers_to of a Citation names another of the same document as "START-END" of its span, or by its id."""
        rows = [self.record("citations", citation, _citation(citation)) for citation in citations]
        ids = {str(row["id"]): row["id"] for row in rows} | {f"{row['char_start']}-{row['char_end']}": row["id"] for row in reversed(rows)}
        for row, citation in zip(rows, citations, strict=True):
            row["refers_to"] = ids.get(citation.refers_to or "")
        return rows

    def participants(self, participants: Sequence[Participant]) -> dict[str, list[Row]]:
        tables: dict[str, list[Row]] = {"participants": [], "mentions": [], "roles": [], "participations": []}
        for person in participants:
            own: Row = {"name": person.name, "group_name": person.group_name, "honorific": person.honorific}
            parts: tuple[tuple[str, list[tuple[Span, Row]]], ...] = (
                ("mentions", [(span, {}) for span in person.mentions]),
                ("roles", [(role.span, {"title": role.title, "organization": role.organization}) for role in person.roles]),
                ("participations", [(done.span, {"kind": done.kind}) for done in person.participation]),
            )
            said = {**own, **{name: as_json([[s.start, s.end, *v.values()] for s, v in rows]) for name, rows in parts}}
            row = {**self._placed("participants", person.span, said, person.rule, person.certainty, person.confidence), **own}
            tables["participants"].append(row)
            for name, places in parts:
                tables[name] += [self._part(name, row, person, position, span, values) for position, (span, values) in enumerate(places)]
        return tables

    def _part(self, name: str, owner: Row, person: Participant, position: int, span: Span, values: Row) -> Row:
        said = {"participant_id": owner["id"], **values}
        placed = self._placed(name, span, said, person.rule, person.certainty, person.confidence)
        return {**placed, "participant_id": owner["id"], "position": position, **values}

    def _placed(self, family: str, span: Span | None, values: Mapping[str, Value], rule: str, certainty: str, confidence: float | None) -> Row:
        place = (span.start, span.end) if span else None
        identity = digest(self.document.id, family, place, sorted(values.items()))
        return {
            "id": identity, **span_columns(self.document, span), "rule": rule, "certainty": certainty, "confidence": confidence, "run_id": self.run_id,
        }  # fmt: skip


def _columns(record: Record, *without: str) -> Row:
    skipped = {"span", "rule", "certainty", "confidence", *without}
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name not in skipped}


def _citation(citation: Citation) -> Row:
    return {**_columns(citation, "articles"), "articles": as_json([asdict(article) for article in citation.articles])}


def _date(date: DateMention) -> Row:
    return {**_interval(date.interval), "role": date.role, "printed": date.printed}


def _deadline(deadline: Deadline) -> Row:
    return {**_columns(deadline, "offset"), "offset_value": deadline.offset}


def _event(event: Event) -> Row:
    interval = _interval(event.interval)
    return {**_columns(event, "interval", "time"), **interval, "time": event.time or interval["time"]}


def _interval(interval: Interval | None) -> Row:
    names = ("edtf", "earliest", "latest", "time", "extent", "calendar")
    return {name: getattr(interval, name) if interval else None for name in names}


def _statistic(statistic: Statistic) -> Row:
    comparison, cell = statistic.comparison, statistic.cell
    return {
        **_columns(statistic, "comparison", "cell"),
        "value": _storable(statistic.value),
        "comparison_relation": comparison.relation if comparison else None,
        "comparison_period": comparison.period if comparison else None,
        "comparison_value": _storable(comparison.value) if comparison else None,
        "cell_row": cell[0] if cell else None,
        "cell_column": cell[1] if cell else None,
        "cell_header": cell[2] if cell else None,
    }


def _storable(value: float | int | None) -> float | int | None:
    """SQLite counts to 2**63 - 1; a longer figure, misprinted as it must be, is kept as a float."""
    return float(value) if isinstance(value, int) and not -(2**63) <= value < 2**63 else value
