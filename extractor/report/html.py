"""Findings and the facts of their archive in, one HTML file out: it loads nothing from anywhere, so it can be
sent and opened years later. Each finding shows what was expected and what stands there, both quotes with
their document, page and place, the words around them, and a picture of the page where there is one. At the end stand what could
not be checked and why, and what the report rests on: rules, program, parsers, and a hash of the archive.
Everything that comes out of a document is escaped; the file holds no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TextIO

from extractor.report.contexts import Context
from extractor.store.findings import FoundPlace, FoundRow, UncheckedRow

_MOST_PLACES = 6
_ONE_PICTURE = 240.0  # points: places of a page that far apart at most are marked in one picture
_MOST_NOTES = 20  # of one check: more of them are a table, a line each
_NAMES = {"error": "lỗi · error", "warning": "cảnh báo · warning", "note": "ghi chú · note"}
_STATES = {"accepted": "đã chấp nhận · accepted", "dismissed": "đã bác · dismissed"}
_STYLE = """
body{font:15px/1.5 system-ui,"Noto Sans",sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}article{border:1px solid #ccc;border-left-width:6px;padding:.6rem 1rem;margin:1rem 0;break-inside:avoid}
.error{border-left-color:#b3261e}.warning{border-left-color:#b26a00}.note{border-left-color:#3b6ea5}.settled{opacity:.65}
dl{display:grid;grid-template-columns:9rem 1fr;gap:.2rem .8rem;margin:.4rem 0}dt{color:#555}dd{margin:0}
mark{background:#ffe08a;font-weight:600}
blockquote{margin:.3rem 0;padding:.2rem .6rem;background:#f4f4f0;overflow-wrap:anywhere}img{max-width:100%;border:1px solid #ddd}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}
small,.id{color:#555}code{overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}}
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report rests on. versions: the program and each parser; counts: documents, statistics ..."""

    archive: str
    archive_hash: str
    rules_digest: str
    versions: Sequence[str]
    counts: Sequence[tuple[str, int]]
    selection: str = ""


def write_report(
    file: TextIO,
    findings: Sequence[FoundRow],
    unchecked: Iterable[UncheckedRow],
    not_compared: Iterable[tuple[str, int]],
    facts: Facts,
    picture: Callable[[FoundPlace], str | None],
    context: Callable[[FoundPlace], Context],
) -> None:
    """picture: a place's picture as a data: address, None where there is none. context: the words around it."""
    for piece in _pieces(findings, unchecked, not_compared, facts, picture, context):
        file.write(piece)


def _pieces(
    findings: Sequence[FoundRow],
    unchecked: Iterable[UncheckedRow],
    not_compared: Iterable[tuple[str, int]],
    facts: Facts,
    picture: Callable[[FoundPlace], str | None],
    context: Callable[[FoundPlace], Context],
) -> Iterator[str]:
    yield "<!doctype html><html lang=vi><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    yield "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
    yield f"<title>Báo cáo kiểm tra · Audit report</title><style>{_STYLE}</style><h1>Báo cáo kiểm tra số liệu · Audit report</h1>"
    counts = Counter(finding.severity for finding in findings if finding.state == "open")
    settled = sum(finding.state != "open" for finding in findings)
    yield "<p>" + ", ".join(f"<b>{counts[severity]}</b> {name}" for severity, name in _NAMES.items())
    yield f"; {settled} đã quyết định · decided.</p>"
    if facts.selection:
        yield f"<p>Chỉ gồm · only: {escape(facts.selection)}</p>"
    for severity, name in _NAMES.items():
        chosen = [finding for finding in findings if finding.severity == severity]
        if chosen:
            yield f"<h2>{name} ({len(chosen)})</h2>"
        counted = Counter(finding.check_id for finding in chosen) if severity == "note" else Counter[str]()
        many = [check for check, number in counted.items() if number > _MOST_NOTES]
        for finding in chosen:
            if finding.check_id not in many:
                yield from _finding(finding, picture, context)
        for check in many:
            yield from _table([finding for finding in chosen if finding.check_id == check])
    yield from _unchecked(unchecked, not_compared)
    yield from _facts(facts)
    yield "</html>\n"


def _finding(finding: FoundRow, picture: Callable[[FoundPlace], str | None], context: Callable[[FoundPlace], Context]) -> Iterator[str]:
    settled = finding.state != "open"
    yield f"<article class='{finding.severity}{' settled' if settled else ''}' id='f{finding.id[:12]}'>"
    yield f"<b>{escape(finding.message)}</b> <small>{escape(finding.check_id)} · <span class=id>{finding.id[:12]}</span></small><dl>"
    yield f"<dt>đối chiếu · expected<dd>{escape(finding.expected)}<dt>ghi là · actual<dd>{escape(finding.actual)}"
    if finding.suggestion:
        yield f"<dt>gợi ý · suggestion<dd>{escape(finding.suggestion.removeprefix('Gợi ý (suggestion): '))}"
    if settled:
        yield f"<dt>{_STATES.get(finding.state, finding.state)}<dd>{escape(finding.reason)} <small>({escape(finding.made_by)}, {escape(finding.made_on)})</small>"
    yield "</dl>"
    shown = finding.places if len(finding.places) <= _MOST_PLACES else (*finding.places[: _MOST_PLACES - 1], finding.places[-1])
    for group in _side_by_side(shown):
        for place in group:
            where = escape(place.source) + (f", trang {place.page}" if place.page else "") + f", ký tự {place.start}-{place.end}"
            box = ", ".join(f"({', '.join(f'{x:g}' for x in b[1:])})" for b in place.boxes[:3])
            around = context(place)
            quote = f"{escape(around.before)}<mark>{escape(' '.join(place.quote.split()))}</mark>{escape(around.after)}"
            yield f"<blockquote>{quote}<br><small>{where}{f', khung · box {box}' if box else ''}</small></blockquote>"
        drawn = picture(replace(group[0], boxes=tuple(dict.fromkeys(box for place in group for box in place.boxes))))
        if drawn is not None:
            yield f"<img alt='trang {group[0].page}' src='{drawn}'>"
    if len(shown) < len(finding.places):
        yield f"<small>và {len(finding.places) - len(shown)} nơi khác · more places</small>"
    yield "</article>\n"


def _side_by_side(places: Sequence[FoundPlace]) -> Iterator[list[FoundPlace]]:
    """Places of one page that one picture can hold, together."""
    group: list[FoundPlace] = []
    for place in places:
        together = [*group, place]
        tops, bottoms = [box[2] for p in together for box in p.boxes], [box[4] for p in together for box in p.boxes]
        one_page = len({(p.document_id, p.page) for p in together}) == 1 and all(p.boxes for p in together)
        if group and not (one_page and max(bottoms) - min(tops) <= _ONE_PICTURE):
            yield group
            together = [place]
        group = together
    if group:
        yield group


def _table(findings: Sequence[FoundRow]) -> Iterator[str]:
    """Many notes of one kind: acts that are cited and not held."""
    yield f"<h3>{escape(findings[0].message)} ({len(findings)}) <small>{escape(findings[0].check_id)}</small></h3>"
    yield "<table><tr><th>đối chiếu · expected<th>ghi là · actual<th>nơi · place"
    for finding in findings:
        place = finding.places[0]
        where = f"{escape(place.source)}{f', trang {place.page}' if place.page else ''}, ký tự {place.start}-{place.end}"
        state = f" <small>{_STATES.get(finding.state, finding.state)}: {escape(finding.reason)}</small>" if finding.state != "open" else ""
        quote = escape(" ".join(place.quote.split()))
        yield f"<tr id='f{finding.id[:12]}'><td>{escape(finding.expected)}<td>{escape(finding.actual)}{state}<td>“{quote}” <small>{where}</small>"
    yield "</table>"


def _unchecked(unchecked: Iterable[UncheckedRow], not_compared: Iterable[tuple[str, int]]) -> Iterator[str]:
    yield "<h2>Không kiểm tra được · What could not be checked</h2><p>Im lặng không có nghĩa là khớp. · Silence is not agreement.</p>"
    yield "<table><tr><th>phép kiểm · check<th>lý do · reason<th>dung sai · tolerance<th>số lần · times<th>ví dụ · example"
    for row in unchecked:
        name = row.identity_id or row.check_id
        quote = escape(" ".join((row.quote or "").split())[:80])
        yield f"<tr><td>{escape(name)}<td>{escape(row.reason)}<td>{escape(row.tolerance)}<td>{row.number}<td>“{quote}” <small>{escape(row.source)}</small>"
    for reason, number in not_compared:
        yield f"<tr><td>giữa các văn bản · across documents<td>{escape(reason)}<td><td>{number}<td>"
    yield "</table>"


def _facts(facts: Facts) -> Iterator[str]:
    yield "<h2>Căn cứ của báo cáo · What this report rests on</h2><dl>"
    said = [
        ("kho · archive", facts.archive), ("mã băm của kho · archive hash", facts.archive_hash), ("bộ quy tắc · rules digest", facts.rules_digest),
        ("phiên bản · versions", ", ".join(facts.versions)), ("gồm · holds", ", ".join(f"{number} {name}" for name, number in facts.counts)),
    ]  # fmt: skip
    for name, value in said:
        yield f"<dt>{name}<dd><code>{escape(value)}</code>"
    yield "</dl>"
