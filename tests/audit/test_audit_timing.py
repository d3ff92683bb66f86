"""extractor.audit.timing, form and notation: days, form and numbers of one document that do not go together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from audit_builders import RULES

from extractor import audit
from extractor.facts import Citation, Deadline, Event, Evidence, Header, Interval
from extractor.model import Document, Source, Span

TEXT = """ỦY BAN NHÂN DÂN TỈNH    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 5/KH-UBND    ngày 1 tháng 03 năm 2021
KẾ HOẠCH tổ chức bầu cử ngày 23/5/2021
Niêm yết danh sách chậm nhất ngày 04/3/2021 (80 ngày trước ngày bầu cử).
Hội nghị tổng kết ngày 20/7/2021. Ký bởi Văn A ngày 02/3/2021.
Theo Kế hoạch số 571/KH-HĐTĐKT của Ủy ban nhân dân thành phố."""


def at(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span(start, start + len(quote))


DAY = Interval("2021-05-23", "2021-05-23", "2021-05-23")
HEADER = Header(
    genre="administrative", number="5/KH-UBND", ordinal="5", notation="KH-UBND", type_code="KH", type="Kế hoạch", title="Tổ chức bầu cử", issuer="Ủy ban nhân dân tỉnh",
    issued_on="2021-03-01", signer="Văn A", recipients=("Như trên",),
    evidence={"number": Evidence(at("5/KH-UBND")), "issued_on": Evidence(at("ngày 1 tháng 03 năm 2021")), "signatures": Evidence(at("Ký bởi Văn A ngày 02/3/2021"))},
)  # fmt: skip
ELECTION = Event(span=at("bầu cử ngày 23/5/2021"), rule="", name="bầu cử", kind="election", interval=DAY, status="planned")
COUNTED = Deadline(
    span=at("chậm nhất ngày 04/3/2021 (80 ngày trước ngày bầu cử)"), rule="", obligation="niêm yết", responsible=None, kind="no_later_than", latest="2021-03-04",
    anchor="ngày bầu cử", offset=80, offset_unit="day",
)  # fmt: skip


def told(header: Header = HEADER, deadlines: tuple[Deadline, ...] = (), events: tuple[Event, ...] = (), citations: tuple[Citation, ...] = (), text: str = TEXT) -> dict[str, Any]:
    document = Document("0" * 64, Source("page.txt"), "text/plain", "test", text)
    report = audit.examine(document, RULES, header, citations, (), (), deadlines=deadlines, events=events)
    return {f"{f.check_id}:{f.actual}": (f.severity, f.expected) for f in report.findings}


def of(check: str, found: dict[str, Any]) -> list[Any]:
    return [value for key, value in found.items() if key.startswith(check)]


def test_eighty_days_before_the_election_of_2021_are_the_fourth_of_march() -> None:
    assert of("counted_day", told(deadlines=(COUNTED,), events=(ELECTION,))) == []


@pytest.mark.parametrize(("day", "severity"), [("2021-03-14", "error"), ("2021-03-05", "warning"), ("2021-04-03", "error")])
def test_a_counted_day_that_was_shifted_is_found(day: str, severity: str) -> None:
    (finding,) = of("counted_day", told(deadlines=(replace(COUNTED, latest=day),), events=(ELECTION,)))
    assert finding == (severity, "23/05/2021 - 80 ngày = 04/03/2021")


def test_without_its_own_election_day_a_document_is_only_warned() -> None:
    (finding,) = of("counted_day", told(deadlines=(replace(COUNTED, latest="2021-03-14"),)))
    assert finding[0] == "warning"


def test_a_deadline_before_its_document_is_a_note() -> None:
    assert [s for s, _ in of("deadline_before_issue", told(deadlines=(replace(COUNTED, latest="2021-02-14", offset=None),)))] == ["note"]
    assert of("deadline_before_issue", told(deadlines=(replace(COUNTED, latest="1995-01-01", offset=None),))) == [], "recited, not set"


def test_an_event_told_as_held_after_its_report_is_a_warning() -> None:
    held = Event(span=at("Hội nghị tổng kết ngày 20/7/2021"), rule="", name="hội nghị", kind="conference", interval=replace(DAY, earliest="2021-07-20", latest="2021-07-20"), status="held")
    assert [s for s, _ in of("event_after_report", told(events=(held,)))] == ["warning"]
    assert of("event_after_report", told(events=(replace(held, status="planned"),))) == []
    assert of("event_after_report", told(events=(replace(held, certainty="inferred"),))) == []
    news = Header(genre="news", published_at="2021-07-19T08:00", evidence={"published_at": Evidence(at("ngày 02/3/2021"))})
    assert [s for s, _ in of("event_after_report", told(news, events=(held,)))] == ["warning"]


def test_a_signature_of_another_day_is_told() -> None:
    signed = replace(HEADER, signatures=(("Văn A", "2021-03-02T08:00"),))
    assert [s for s, _ in of("signature_day", told(signed))] == ["note"]
    assert [s for s, _ in of("signature_day", told(replace(HEADER, signatures=(("Văn A", "2021-04-02"),))))] == ["warning"]
    assert of("signature_day", told(replace(HEADER, signatures=(("Văn A", "2021-03-01T17:00"),)))) == []


def test_what_the_decree_writes_otherwise_is_a_note() -> None:
    found = {actual.partition(":")[2]: said for actual, said in told().items() if actual.startswith("form_written")}
    assert found == {"5/KH-UBND": ("note", "05/KH-UBND"), "ngày 1 tháng 03 năm 2021": ("note", "ngày 01 tháng 3")}


def test_a_missing_component_is_named_once() -> None:
    (finding,) = of("form_missing", told(replace(HEADER, recipients=(), signer=None)))
    assert finding == ("note", "chức vụ, họ tên của người có thẩm quyền, mục nơi nhận")


def test_an_abbreviation_outside_annex_iii_is_a_note() -> None:
    found = told(replace(HEADER, ordinal="15", number="15/CV-UBND", notation="CV-UBND", type_code="CV"))
    assert found["form_written:15/CV-UBND"] == ("note", "Công văn: không có chữ viết tắt (none)")


@pytest.mark.parametrize("changes", [{"genre": "party"}, {"genre": "news"}, {"issued_on": "2019-03-01"}])
def test_other_documents_are_not_measured_by_the_decree(changes: dict[str, Any]) -> None:
    assert [key for key in told(replace(HEADER, recipients=(), **changes)) if key.startswith("form")] == []


def test_a_page_that_prints_the_body_alone_proves_nothing() -> None:
    assert [key for key in told(replace(HEADER, recipients=()), text=TEXT.replace("CỘNG HÒA", "CONG HOA")) if key.startswith("form_missing")] == []


def test_a_notation_of_another_body_than_its_issuer_is_a_note() -> None:
    citation = Citation(
        span=at("571/KH-HĐTĐKT"), rule="", number="571/KH-HĐTĐKT", printed="571/KH-HĐTĐKT", notation="KH-HĐTĐKT", issuer="Ủy ban nhân dân thành phố", relation="mentions"
    )
    assert [s for s, _ in of("notation_issuer", told(citations=(citation,)))] == ["note"]
    own = replace(citation, number="571/KH-UBND", notation="KH-UBND")
    assert of("notation_issuer", told(citations=(own, replace(own, notation="UBND-VX")))) == []
    assert of("notation_issuer", told(citations=(replace(citation, issuer="Hội đồng Thi đua - Khen thưởng thành phố"),))) == []


@pytest.mark.parametrize(
    ("notation", "issuer"),
    [
        ("BC-VHXH", "Ban Văn hóa - Xã hội HĐND tỉnh"),
        ("CV-VHTT", "SỞ VĂN HÓA - THÔNG TIN"),
        ("KH-HĐTN", "Ban Chấp hành huyện Sông Hinh"),
    ],
)
def test_a_code_made_of_the_first_letters_of_its_body_or_of_a_body_any_society_has_is_no_note(notation: str, issuer: str) -> None:
    citation = Citation(span=at("571/KH-HĐTĐKT"), rule="", number=f"57/{notation}", printed=f"57/{notation}", notation=notation, issuer=issuer, relation="mentions")
    assert of("notation_issuer", told(citations=(citation,))) == []


MEETING = Event(span=at("Hội nghị tổng kết ngày 20/7/2021"), rule="", name="hội nghị", kind="conference", interval=Interval("2021-07-20", "2021-07-20", "2021-07-20"), status="held")
TWO_DAYS = replace(MEETING, interval=Interval("2021-07-20/2021-07-21", "2021-07-20", "2021-07-21"))


@pytest.mark.parametrize(
    ("event", "published", "notes"),
    [
        (replace(MEETING, time="14:00"), "2021-07-20T10:15", 1),
        (replace(MEETING, session="afternoon"), "2021-07-20T10:15", 1),
        (TWO_DAYS, "2021-07-20T18:00", 1),
        (replace(MEETING, time="14:00"), "2021-07-20T17:40", 0),
        (replace(MEETING, session="morning"), "2021-07-20T10:15", 0),
        (replace(MEETING, time="14:00", status="planned"), "2021-07-20T10:15", 0),
        (replace(MEETING, time="19:00", kind="election"), "2021-07-20T10:15", 0),
        (TWO_DAYS, "2021-07-21T18:00", 0),
        (replace(MEETING, time="14:00"), "2021-07-20", 0),
    ],
)
def test_news_that_appeared_before_its_event_was_over_is_noted(event: Event, published: str, notes: int) -> None:
    found = of("event_after_report", told(Header(genre="news", published_at=published), events=(event,)))
    assert [severity for severity, _ in found] == ["note"] * notes
