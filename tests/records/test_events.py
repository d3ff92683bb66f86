"""A date becomes an event's day only where the text ties it to an event, or it is a polling day."""

from __future__ import annotations

import pytest
from builders import reading

from extractor.facts import Event, Header
from extractor.records import dates
from extractor.records.events import assemble

NEWS = Header(genre="news", published_at="2021-06-20")


def events(text: str, header: Header = NEWS) -> tuple[Event, ...]:
    page = reading(text)
    return assemble(page, header, dates.resolve(page, header))


def days(text: str, header: Header = NEWS) -> list[tuple[str, str | None]]:
    return [(event.kind, event.interval.latest if event.interval else None) for event in events(text, header)]


def test_the_opener_of_a_report_gives_day_half_day_place_and_mode() -> None:
    (event,) = events("Sáng 15/6/2021, tại Hội trường Huyện ủy, UBND huyện tổ chức Hội nghị trực tuyến sơ kết 6 tháng.")
    assert (event.kind, event.session, event.place, event.mode, event.status) == ("conference", "morning", "Hội trường Huyện ủy", "online", "held")
    assert event.name == "Hội nghị trực tuyến sơ kết 6 tháng"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chiều 4/6/2021, Tổ công tác họp đánh giá đợt 1.", [("meeting", "2021-06-04")]),
        ("Lễ hội diễn ra ngày 21/2/2021.", [("festival", "2021-02-21")]),
        ("Xã đã tổ chức hội nghị hiệp thương lần thứ ba ngày 15/4/2021.", [("conference", "2021-04-15")]),
        ("Trong cuộc bầu cử ngày 23/5/2021, cử tri đi bầu đông đủ.", [("election", "2021-05-23")]),
        ("Ngày bầu cử bổ sung là Chủ nhật, ngày 17/9/2017.", [("election", "2017-09-17")]),
    ],
)
def test_the_tie_between_a_day_and_an_event_is_read(text: str, found: list[tuple[str, str]]) -> None:
    assert days(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Kế hoạch số 5/KH-UBND ngày 4/3/2021 về tổ chức hội nghị tổng kết.",
        "Các xã tổ chức hội nghị tổng kết chậm nhất ngày 10/3/2021.",
        "Ngày 12/4/2021, bão đổ bộ vào đất liền.",
        "Luật Bầu cử đại biểu Quốc hội ngày 25/6/2015.",
        "Hội nghị kết thúc. Ông Páo sinh ngày 3/2/1970.",
    ],
)
def test_citations_deadlines_and_plain_days_are_no_events(text: str) -> None:
    assert days(text) == []


def test_a_plan_labels_time_and_place() -> None:
    text = (
        "KẾ HOẠCH\nTổ chức Hội nghị tổng kết công tác bầu cử\n\nII. NỘI DUNG\n\n1. Thời gian: Dự kiến trung tuần tháng 6/2021.\n\n"
        "2. Địa điểm: Hội trường UBND thành phố Cao Lãnh.\n"
    )
    (event,) = events(text, Header(genre="administrative", type_code="KH", issued_on="2021-05-20"))
    assert (event.kind, event.place, event.status) == ("conference", "Hội trường UBND thành phố Cao Lãnh", "planned")
    assert event.interval is not None and (event.interval.earliest, event.interval.latest) == ("2021-06-11", "2021-06-20")


def test_one_event_a_kind_and_day() -> None:
    text = "Ngày 23/5/2021, cử tri đi bầu cử. Ngày bầu cử 23/5/2021 diễn ra an toàn."
    assert days(text) == [("election", "2021-05-23")]
