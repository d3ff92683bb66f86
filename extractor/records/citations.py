"""Document numbers, dates and word lists in; citations out: every other document the text names, with
its type, date, issuer, title and what the text does with it (căn cứ, thực hiện, thay thế ...).

The number is the anchor. Left of it stands the type ("Kế hoạch số"), right of it in any order the date
("ngày 22/01/2021"), the issuer ("của Ủy ban bầu cử tỉnh") and the title ("về việc ..."); the relation is
told by the nearest verb before. A document's own number is no citation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.annotate import Annotation, Hit
from extractor.facts import Article, Citation, DatedSpan, Header
from extractor.model import Span
from extractor.numbers import DocumentNumber, TypeCodes, number_of
from extractor.reading import Reading
from extractor.records.bodies import body_at
from extractor.records.short_citations import shared_notation, short_mentions
from extractor.text import squeeze

_NUMBER_WORD = regex.compile(r"[ \n]*(?:số|số hiệu|số văn bản)?[ \n]*:?[ \n]*$", regex.IGNORECASE)
_DATE_LINK = regex.compile(r"[ ,\n(]*(?:(?:đã )?(?:được )?(?:ký|ban hành|phát hành|cấp)[ \n]*)?(?:vào[ \n]*)?$", regex.IGNORECASE)
_ISSUER_LINK = regex.compile(r"[ ,\n]*(?:của|do)[ \n]+", regex.IGNORECASE)
_PARENTHESIS = regex.compile(r"[ \n]*\([^()\n]{1,60}\)")
_SAME_TYPE = regex.compile(r"[ \n]*(?:,|và|;)[ \n]*(?:số[ \n]*)?$", regex.IGNORECASE)
_SUBJECT_END = regex.compile(r"[ \n]*(?:vừa|đã|sẽ|mới)?[ \n]*$", regex.IGNORECASE)
_TAIL_REACH = 220
_LONGEST_LAW = 180
_LONGEST_OFFICE = 30
_ACTS_ON = ("amends", "replaces", "repeals")


@dataclass(frozen=True, slots=True)
class _Tail:
    """What was read to the right of a number: its end, and the pieces found."""

    end: int
    issued_on: str | None = None
    issuer: Span | None = None
    title: Span | None = None


def assemble(reading: Reading, header: Header, dated: Sequence[DatedSpan]) -> tuple[Citation, ...]:
    """The citations of a document in order of place."""
    by_start = {d.span.start: d for d in dated}
    found = list(_as_one_list(list(_numbered(reading, header, by_start)), reading))
    found += [shared for citation in tuple(found) for shared in shared_notation(citation, reading)]
    taken = [c.span for c in found]
    found += [c for c in _named(reading, by_start) if not any(c.span.touches(t) for t in taken)]
    found.sort(key=lambda c: c.span.start)
    return tuple(sorted([*found, *short_mentions(found, reading)], key=lambda c: c.span.start))


def _numbered(reading: Reading, header: Header, dated: dict[int, DatedSpan]) -> Iterator[Citation]:
    own = header.evidence.get("number")
    codes = reading.rules.derive("type_codes", TypeCodes)
    previous: tuple[Annotation, Hit | None, str] | None = None
    for annotation in reading.annotations.of("document_number"):
        if not reading.structure.in_body(annotation.span) or _is_own(annotation, own.span if own else None, header):
            continue
        number = number_of(annotation, codes)
        kind = _type_before(annotation.span.start, reading)
        relation: str | None = None
        if kind is None and previous is not None and _SAME_TYPE.search(reading.view[previous[0].span.end : annotation.span.start][-24:]):
            kind, relation = previous[1], previous[2]
        start = kind.span.start if kind is not None else annotation.span.start
        law = _law_before(annotation.span.start, reading) if kind is None or reading.view[kind.span.start].islower() else None
        if law is not None:
            start, kind = law.start, reading.annotations.at("document_types", law.start)
        relation = relation or _relation(start, reading)
        tail = _tail(annotation.span.end, reading, dated)
        issuer = tail.issuer or (_subject(start, reading) if relation == "announces" else None)
        previous = (annotation, kind, relation)
        tail = replace(tail, title=law) if law is not None else tail
        yield _citation(annotation, number, kind, relation, tail, issuer, start, reading)


def _as_one_list(found: list[Citation], reading: Reading) -> Iterator[Citation]:
    """Acts of one list ("các Quyết định số A ngày ..., số B ngày ... và số C ngày ... của Chủ tịch UBND tỉnh hết hiệu lực") share the
    issuer that closes it, and what is said of them behind it."""
    later: Citation | None = None
    out: list[Citation] = []
    for citation in reversed(found):
        if later is not None and later.span.start <= citation.span.start:  # its type word stands before the first of the list
            relation = later.relation if citation.relation == "mentions" else citation.relation
            citation = replace(citation, issuer=citation.issuer or later.issuer, relation=relation)
        elif citation.relation == "mentions" and reading.match("citation.expires", citation.span.end) is not None:
            citation = replace(citation, relation="repeals")
        out.append(citation)
        later = citation
    yield from reversed(out)


def _law_before(offset: int, reading: Reading) -> Span | None:
    """The law whose name stands before its number: "Luật Ban hành văn bản quy phạm pháp luật [số] 64/2025/QH15"."""
    line = reading.structure.line_at(offset)
    first = max(line.start if line else 0, offset - _LONGEST_LAW)
    for hit in reversed(reading.annotations.within("document_types", Span(first, offset))):
        match = reading.match("citation.law_before_number", hit.span.start, offset)
        if match is not None:
            outer = _law_that_amends(hit.span.start, match.end(), first, reading)
            return Span(outer if outer is not None else hit.span.start, match.end("name"))
    return None


def _law_that_amends(start: int, end: int, first: int, reading: Reading) -> int | None:
    """Where "Luật sửa đổi, bổ sung một số điều của Luật X số ..." begins, of which the law found is only the last part."""
    earlier = reading.annotations.within("document_types", Span(first, start))
    return next((h.span.start for h in earlier if (m := reading.match("citation.law_before_number", h.span.start, end)) is not None and m.end() == end), None)


def _citation(
    annotation: Annotation, number: DocumentNumber, kind: Hit | None, relation: str, tail: _Tail, issuer: Span | None, start: int, reading: Reading
) -> Citation:
    code = (kind.entry["code"] or None) if kind is not None else number.type_code
    articles = tuple(_articles(start, reading))
    return Citation(
        span=Span(start, tail.end),
        rule=annotation.rule,
        certainty="repaired" if number.damaged else "stated",
        number=number.number,
        printed=squeeze(reading.document.quote(annotation.span)),
        ordinal=number.ordinal,
        year=number.year,
        notation=number.notation,
        type_code=code,
        type=kind.entry["name"] if kind is not None else number.type,
        title=squeeze(reading.document.quote(tail.title)) if tail.title else None,
        articles=articles,
        issuer=squeeze(reading.document.quote(issuer)) if issuer else None,
        issued_on=tail.issued_on,
        relation=relation,
    )


def _is_own(annotation: Annotation, own: Span | None, header: Header) -> bool:
    return own is not None and own.touches(annotation.span)


def _type_before(offset: int, reading: Reading) -> Hit | None:
    """The document type whose name ends right before `offset`, "số" between them or not."""
    line = reading.structure.line_at(offset)
    first = max(line.start if line else 0, offset - 60)
    for hit in reversed(reading.annotations.within("document_types", Span(first, offset))):
        if _NUMBER_WORD.fullmatch(reading.view[hit.span.end : offset]):
            return hit
        return None
    return None


def _tail(offset: int, reading: Reading, dated: dict[int, DatedSpan]) -> _Tail:
    """Date, issuer and title to the right of a number, each at most once, in the order they stand."""
    line = reading.structure.line_at(offset)
    limit = min(line.end if line else len(reading.view), offset + _TAIL_REACH)
    tail, position = _Tail(offset), offset
    while position < limit:
        step = _date_at(position, limit, reading, dated, tail) or _issuer_at(position, limit, reading, tail)
        if step is None:
            break
        tail, position = step, step.end
    title = _title_at(position, reading)
    return _Tail(tail.end, tail.issued_on, tail.issuer, title)


def _date_at(position: int, limit: int, reading: Reading, dated: dict[int, DatedSpan], tail: _Tail) -> _Tail | None:
    if tail.issued_on is not None:
        return None
    for start in range(position, min(position + 24, limit)):
        found = dated.get(start)
        if found is None:
            continue
        interval = found.interval
        if _DATE_LINK.fullmatch(reading.view[position:start]) and interval.earliest is not None and interval.earliest == interval.latest:
            return _Tail(found.span.end, interval.earliest, tail.issuer, tail.title)
        return None
    return None


def _issuer_at(position: int, limit: int, reading: Reading, tail: _Tail) -> _Tail | None:
    if tail.issuer is not None:
        return None
    skipped = _PARENTHESIS.match(reading.view, position, limit)
    start = skipped.end() if skipped else position
    link = _ISSUER_LINK.match(reading.view, start, limit)
    if link is None:
        return None
    body = body_at(link.end(), reading)
    return _Tail(body.end, tail.issued_on, body, tail.title) if body is not None else None


def _title_at(position: int, reading: Reading) -> Span | None:
    match = reading.match("citation_tail.title", position)
    return Span(*match.span("title")) if match is not None else None


def _relation(start: int, reading: Reading) -> str:
    """What the text does with the cited document: told by the nearest relation word before it in the
    sentence, else by the word that opens the line (Căn cứ ...; ...)."""
    sentence = reading.structure.sentence_at(start)
    hits = reading.annotations.within("relations", Span(sentence.start, start))
    for hit in reversed(hits):
        between = reading.view[hit.span.end : start]
        if regex.search(r"[;]", between):
            break
        if len(between) < 90 and not _breaks(between):
            before = max(sentence.start, hit.span.start - 16)
            told = reading.search("cue.passive", before, hit.span.start) or reading.search("cue.negated", before, hit.span.start)
            if hit.entry["relation"] == "attached_to" and (outer := _acts_on_the_annex(hit.span.start, hits, reading)):
                return outer
            return "mentions" if told is not None else hit.entry["relation"]
    line = reading.structure.line_at(start)
    if line is not None:
        opening = reading.annotations.at("relations", line.content)
        if opening is not None and opening.entry["relation"] == "based_on":
            return "based_on"
        if opening is not None and opening.entry["relation"] == "implements" and start - opening.span.end < 200:
            return "implements"
    return "mentions"


def _acts_on_the_annex(start: int, hits: list[Hit], reading: Reading) -> str | None:
    """"Bãi bỏ Điều 5 Quy định ban hành kèm theo Quyết định số 33 ...": what the verb before does with the annex."""
    acting = [hit for hit in hits if hit.span.end <= start and hit.entry["relation"] in _ACTS_ON]
    if not acting:
        return None
    between = Span(acting[-1].span.end, start)
    other = reading.annotations.of_within("document_number", between) or regex.search(r"[;.:]", reading.view[between.start : between.end])
    return None if other or len(between) > _LONGEST_LAW else str(acting[-1].entry["relation"])


def _breaks(between: str) -> bool:
    return regex.search(r"\.\s|:\s", between) is not None


def _subject(start: int, reading: Reading) -> Span | None:
    """Who "vừa ban hành": the body that ends right before the verb."""
    sentence = reading.structure.sentence_at(start)
    verbs = reading.annotations.within("relations", Span(sentence.start, start))
    if not verbs:
        return None
    verb = verbs[-1].span.start
    for hit in reversed(reading.annotations.within("bodies", Span(sentence.start, verb))):
        body = body_at(hit.span.start, reading)
        if body is not None and _SUBJECT_END.fullmatch(reading.view[body.end : verb]):
            if reading.annotations.within("surnames", Span(hit.span.end, body.end)) and reading.annotations.at("roles", hit.span.start):
                body = hit.span  # "Thủ tướng Chính phủ Phạm Minh Chính": the office issues, whoever holds it
            return _with_office(body, sentence.start, reading)
    return None


def _with_office(body: Span, floor: int, reading: Reading) -> Span:
    """Chủ tịch UBND tỉnh: the office whose holder issues, before the body he heads."""
    near = reading.annotations.within("roles", Span(max(floor, body.start - _LONGEST_OFFICE), body.start))
    held = [hit for hit in near if not reading.view[hit.span.end : body.start].strip()]
    return Span(held[0].span.start, body.end) if held else body


def _articles(start: int, reading: Reading) -> Iterator[Article]:
    """The pinpoints that stand right before the cited act (điểm a khoản 2 Điều 10 Luật ...)."""
    line = reading.structure.line_at(start)
    first = max(line.start if line else 0, start - 60)
    for annotation in reading.annotations.of_within("article", Span(first, start)):
        if regex.fullmatch(r"[ ,]*(?:và[ ]|của[ ])?", reading.view[annotation.span.end : start]):
            yield Article(annotation.get("article") or None, annotation.get("clause") or None, annotation.get("point") or None)


def _named(reading: Reading, dated: dict[int, DatedSpan]) -> Iterator[Citation]:
    """Laws cited by name and date or year, without a number."""
    for annotation in reading.annotations.of("named_act"):
        if not reading.structure.in_body(annotation.span):
            continue
        issued_on = None
        if annotation.get("day"):
            issued_on = f"{annotation.get('year')}-{int(annotation.get('month')):02}-{int(annotation.get('day')):02}"
        name = f"{annotation.get('type')} {annotation.get('name')}".strip()
        kind = reading.annotations.at("document_types", annotation.span.start)
        yield Citation(
            span=annotation.span,
            rule=annotation.rule,
            number=None,
            printed=squeeze(reading.document.quote(annotation.span)),
            type_code=(kind.entry["code"] or None) if kind else None,
            type=kind.entry["name"] if kind else annotation.get("type"),
            title=name,
            articles=tuple(_articles(annotation.span.start, reading)),
            issued_on=issued_on,
            year=int(annotation.get("year")),
            relation=_relation(annotation.span.start, reading),
        )
