"""Small documents and Results for the tests of the store: text in, nouns out, no parser and no rules."""

from __future__ import annotations

import hashlib
from array import array

from extractor.facts import (
    Article,
    Citation,
    Comparison,
    DateMention,
    Deadline,
    Event,
    Evidence,
    Finding,
    FindingPlace,
    Header,
    Interval,
    Participant,
    Participation,
    Result,
    Role,
    Statistic,
)
from extractor.model import Block, Document, MetaField, Page, Place, PlaceMap, Problem, Run, Source, Span
from extractor.store import ExtractionRun

RULES_A = ExtractionRun("a" * 64, "0.1", ("html 1", "text 1"), {"ocr": False})
RULES_B = ExtractionRun("b" * 64, "0.1", ("html 1", "text 1"), {"ocr": False})

PLAN = """KẾ HOẠCH
Tổng kết công tác bầu cử
Thực hiện Kế hoạch số 40/KH-UBBC ngày 03/02/2021 của Ủy ban bầu cử tỉnh, ông Trần Văn Bình - Chủ tịch Ủy ban nhân dân tỉnh chủ trì hội nghị ngày 18/6/2021.
Các huyện gửi báo cáo chậm nhất ngày 10/6/2021.
Toàn tỉnh bầu đủ 9 đại biểu; tỷ lệ cử tri đi bầu đạt 99,60%."""


def span_of(text: str, quote: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote))


def document_of(text: str, path: str = "plan.html", *, pages: int = 0, key: str | None = None) -> Document:
    """A document whose id follows from its text (or from `key`)."""
    identity = hashlib.sha256((key or text).encode()).hexdigest()
    runs, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        runs.append(Run(start, Place(line=number, column=1)))
        start += len(line) + 1
    blocks = (Block(0, len(text)),)
    if not pages:
        return Document(identity, Source(path), "text/html", "html 1", text, blocks=blocks, places=PlaceMap(tuple(runs)))
    boxes = array("f")
    for offset, char in enumerate(text):
        boxes.extend((float("nan"),) * 4 if char == "\n" else (72 + 5.25 * (offset % 80), 90.0, 77.25 + 5.25 * (offset % 80), 102.5))
    sheets = (Page(1, 595.0, 842.0, 0, len(text)),)
    return Document(identity, Source(path), "application/pdf", "pdf 1", text, blocks=blocks, pages=sheets, places=PlaceMap(tuple(runs), boxes))


def plan(path: str = "plan.html", *, text: str = PLAN, pages: int = 0) -> Result:
    """A Result that fills every family."""
    document = document_of(text, path, pages=pages)
    day = Interval("2021-06-18", "2021-06-18", "2021-06-18")
    at = span_of(text, "Trần Văn Bình")
    role = span_of(text, "Chủ tịch Ủy ban nhân dân tỉnh")
    nine = span_of(text, "bầu đủ 9 đại biểu")
    header = Header(
        genre="administrative", number="61/KH-UBBC", ordinal="61", notation="KH-UBBC", type_code="KH", type="Kế hoạch", title="Tổng kết công tác bầu cử",
        issuer="Ủy ban bầu cử tỉnh", issued_on="2021-06-01", addressees=("Các huyện",), recipients=("Như trên", "Lưu: VT"),
        evidence={
            "title": Evidence(span_of(text, "Tổng kết công tác bầu cử"), rule="header.title"),
            "number": Evidence(meta=MetaField("number", "61/KH-UBBC", "meta:doc-number", 7, 3), rule="header.meta"),
        },
    )  # fmt: skip
    rate = Statistic(
        span=span_of(text, "tỷ lệ cử tri đi bầu đạt 99,60%"), rule="s.rate", indicator="turnout_rate", label="tỷ lệ cử tri đi bầu", printed="99,60%",
        value=99.6, unit="percent", decimals=2, area="Kon Tum", area_code="62", level="province", period="2021-05-23",
        comparison=Comparison("higher", "2016", 0.4), cell=(1, 2, "Tỷ lệ"),
    )  # fmt: skip
    return Result(
        path, document, header,
        citations=(
            Citation(
                span=span_of(text, "Kế hoạch số 40/KH-UBBC ngày 03/02/2021 của Ủy ban bầu cử tỉnh"), rule="c.n", number="40/KH-UBBC", printed="40/KH-UBBC",
                issued_on="2021-02-03", issuer="Ủy ban bầu cử tỉnh", relation="implements", articles=(Article("3", "1"),),
            ),
        ),
        dates=(DateMention(span=span_of(text, "ngày 18/6/2021"), rule="d", interval=day, role="event", printed="18/6/2021"),),
        deadlines=(
            Deadline(
                span=span_of(text, "chậm nhất ngày 10/6/2021"), rule="l", obligation="gửi báo cáo", responsible="Các huyện", kind="no_later_than",
                latest="2021-06-10", due="2021-06-10", offset=3, offset_unit="day",
            ),
        ),
        participants=(
            Participant(
                span=at, rule="p", name="Trần Văn Bình", honorific="ông", mentions=(at,), roles=(Role("Chủ tịch", "Ủy ban nhân dân tỉnh", role),),
                participation=(Participation("chaired", span_of(text, "chủ trì")),),
            ),
        ),
        events=(Event(span=span_of(text, "hội nghị ngày 18/6/2021"), rule="e", name="hội nghị", kind="conference", interval=day, status="planned"),),
        statistics=(*(
            Statistic(span=nine, rule="s.seats", indicator=name, label="bầu đủ", printed="9", value=9, unit="person", office="provincial_council")
            for name in ("elected", "seats")
        ), rate),
        findings=(Finding("day_order", "note", "hạn trước hội nghị", "2021-06-18", "2021-06-10", (FindingPlace(document.id, span_of(text, "10/6/2021")),)),),
        problems=(Problem("note", "extract", path, "một ngày không rõ năm", span_of(text, "18/6/2021")),),
    )  # fmt: skip


def note(text: str, path: str = "note.txt", **header: object) -> Result:
    """A document of plain text with no records."""
    return Result(path, document_of(text, path), Header(**header))  # type: ignore[arg-type]


def unreadable(path: str) -> Result:
    return Result(path, None, problems=(Problem("error", "read", path, "tệp bị hỏng"),))
