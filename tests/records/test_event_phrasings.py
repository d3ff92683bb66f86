"""When something is held, as papers, plans, invitations and minutes say it."""

from __future__ import annotations

import pytest
from builders import result

from extractor.facts import Event

NEWS = "Tin hoạt động\n\n20/06/2021 08:10\n\nThông tin trong tuần.\n\n"
PLAN = (
    "ỦY BAN NHÂN DÂN\nHUYỆN MÙ CANG CHẢI\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 112/KH-UBND\n\n"
    "Mù Cang Chải, ngày 20 tháng 5 năm 2021\n\nKẾ HOẠCH\nTổ chức Hội nghị tổng kết công tác bầu cử\n\n"
)
INVITATION = (
    "ỦY BAN NHÂN DÂN\nTỈNH YÊN BÁI\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 88/GM-UBND\n\n"
    "Yên Bái, ngày 5 tháng 7 năm 2021\n\nGIẤY MỜI\nDự họp Ủy ban nhân dân tỉnh\n\n"
)


def events(text: str, head: str = NEWS) -> list[Event]:
    return [e for e in result(head + text).events if e.span.start >= len(head)]


def said(found: list[Event]) -> list[str]:
    return [f"{e.kind} {e.interval.earliest} {e.interval.latest}" for e in found if e.interval is not None]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Chiều 10/6, Kỳ họp thứ 12 HĐND tỉnh đã bế mạc.", "session 2021-06-10 2021-06-10"),
        ("Kỳ họp được khai mạc sáng 15/6 và bế mạc sáng 17/6/2021.", "session 2021-06-15 2021-06-17"),
        ("Đại hội diễn ra trong 02 ngày, từ ngày 16 đến ngày 17/6/2021.", "congress 2021-06-16 2021-06-17"),
        ("Mặt trận xã vừa tổ chức Hội nghị hiệp thương lần thứ ba vào ngày 15/4/2021.", "conference 2021-04-15 2021-04-15"),
        ("Hội nghị tổng kết cuộc bầu cử được tổ chức ngày 15/7/2021.", "conference 2021-07-15 2021-07-15"),
        ("Ngày 17/6, Đoàn đại biểu Quốc hội tỉnh tiếp xúc cử tri tại xã Púng Luông.", "meeting 2021-06-17 2021-06-17"),
        ("Hội nghị cấp xã: tổ chức từ ngày 10/6 đến ngày 14/6/2021.", "conference 2021-06-10 2021-06-14"),
        ("Hội nghị được tổ chức tại Hội trường Tỉnh ủy, kết nối đến 10 điểm cầu vào chiều 17/6.", "conference 2021-06-17 2021-06-17"),
        ("Phiên thứ nhất dự kiến tổ chức vào ngày 05 tháng 9 năm 2021.", "meeting 2021-09-05 2021-09-05"),
        ("Kính mời đại biểu dự Hội nghị sơ kết 6 tháng đầu năm vào hồi 14 giờ 00 ngày 11/7/2021.", "conference 2021-07-11 2021-07-11"),
    ],
)
def test_a_day_is_tied_to_what_is_held(text: str, want: str) -> None:
    assert said(events(text)) == [want]


@pytest.mark.parametrize(
    "text",
    [
        "Từ đầu năm đến ngày 15/6/2021, huyện đã tổ chức 12 hội nghị tập huấn.",
        "Ông Vàng A Sình làm Chủ tịch UBND huyện từ ngày 20/6/2016 tại kỳ họp thứ nhất.",
        "Sau hội nghị, ngày 19/6 Sở Tài chính phải gửi báo cáo.",
        "Nghị quyết có hiệu lực từ ngày 1/7/2021 sau khi HĐND tỉnh thông qua tại kỳ họp thứ hai.",
        "Các đơn vị đăng ký dự hội thi trước ngày 25/6/2021.",
    ],
)
def test_a_day_of_something_else_is_none(text: str) -> None:
    assert said(events(text)) == []


def test_the_hour_at_which_minutes_close_is_no_second_meeting() -> None:
    text = "Hôm nay, vào hồi 19 giờ 30 phút, ngày 06 tháng 4 năm 2021, thôn tổ chức hội nghị cử tri.\n\nHội nghị kết thúc vào hồi 21 giờ 00 phút cùng ngày."
    assert said(events(text, "")) == ["meeting 2021-04-06 2021-04-06"]


def test_a_plan_may_name_its_mode_on_a_line_of_its_own() -> None:
    text = "- Thời gian: Sáng ngày 18/6/2021\n- Địa điểm: Tại Nhà văn hóa xã Nậm Có\n- Hình thức: trực tiếp kết hợp trực tuyến"
    (event,) = events(text, PLAN)
    assert (event.kind, event.session, event.place, event.mode) == ("conference", "morning", "Nhà văn hóa xã Nậm Có", "hybrid")


def test_a_day_under_the_name_of_what_is_held() -> None:
    text = "2. Diễn đàn khởi nghiệp\n\nDự kiến chiều 16/6/2021, tại Nhà thiếu nhi huyện; hình thức trực tiếp kết hợp phát trực tuyến."
    (event,) = events(text, PLAN)
    assert (event.kind, event.session, event.place, event.mode) == ("conference", "afternoon", "Nhà thiếu nhi huyện", "hybrid")


def test_an_invitation_is_to_what_it_invites_to() -> None:
    text = "Trân trọng kính mời đồng chí tới dự Lễ khánh thành Trường Mầm non Hoa Ban.\n\nVào hồi: 8 giờ 30 phút, ngày 15 tháng 7 năm 2021\n\nTại: xã Phình Hồ, huyện Trạm Tấu."
    (event,) = events(text, INVITATION)
    assert (event.kind, event.time, event.place) == ("ceremony", "08:30", "xã Phình Hồ, huyện Trạm Tấu")


CALENDAR = PLAN.replace("112/KH-UBND", "31/TB-UBND").replace("KẾ HOẠCH\nTổ chức Hội nghị tổng kết công tác bầu cử", "THÔNG BÁO\nLịch làm việc của lãnh đạo UBND huyện")


def test_a_work_calendar_gives_an_event_an_entry_with_its_hour_and_place() -> None:
    text = (
        "THỨ HAI, NGÀY 24/5/2021\n- Sáng: 8 giờ, họp Ban Thường vụ Huyện ủy, điểm tại Phòng họp Huyện ủy.\n- Chiều: làm việc tại cơ quan.\n"
        "THỨ BA, NGÀY 25/5/2021\n- 14 giờ 30: tiếp xúc cử tri xã Lao Chải tại Nhà văn hóa xã.\n"
    )
    found = events(text, CALENDAR)
    assert said(found) == ["meeting 2021-05-24 2021-05-24", "meeting 2021-05-25 2021-05-25"]
    assert [(e.time, e.session, e.place) for e in found] == [("08:00", "morning", "Phòng họp Huyện ủy"), ("14:30", "afternoon", "Nhà văn hóa xã")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("1. Lễ khai mạc: 19 giờ 30 phút ngày 25/6/2021 tại Quảng trường 2/9.", "ceremony 2021-06-25 2021-06-25"),
        ("Hội đồng họp xét khen thưởng vào trung tuần tháng 6 năm 2021.", "meeting 2021-06-11 2021-06-20"),
        ("Kỳ họp diễn ra trong 2 ngày, 27 và 28 tháng 6 năm 2021.", "session 2021-06-27 2021-06-28"),
        ("Lớp tập huấn mở trong 02 ngày 14, 15/6/2021 tại huyện.", "training 2021-06-14 2021-06-15"),
        ("Thường trực Huyện ủy có buổi làm việc với Đảng ủy xã Lao Chải vào sáng 17/6/2021.", "meeting 2021-06-17 2021-06-17"),
        ("Hội nghị hiệp thương được thực hiện từ ngày 05/6 đến ngày 07/6/2021.", "conference 2021-06-05 2021-06-07"),
        ("Kỳ họp thứ 7, HĐND huyện khóa XX khai mạc tại Mù Cang Chải sáng 20/6/2021.", "session 2021-06-20 2021-06-20"),
    ],
)
def test_plans_name_an_event_in_the_line_of_its_day(text: str, want: str) -> None:
    assert said(events(text, PLAN)) == [want]


def test_minutes_are_of_the_meeting_that_they_open() -> None:
    head = PLAN.replace("112/KH-UBND", "07/BB-UBND").replace("KẾ HOẠCH\nTổ chức Hội nghị tổng kết", "BIÊN BẢN\nTổng kết")
    text = "Vào hồi 14 giờ 30 phút, ngày 19 tháng 5 năm 2021, tổ công tác gồm có:\n1. Bà Lò Thị Mỷ, Tổ trưởng;\nđã họp tại Hội trường tầng 2, trụ sở Huyện ủy để tổng kết."
    [found] = events(text, head)
    assert (found.kind, found.session, found.place) == ("meeting", "afternoon", "Hội trường tầng 2, trụ sở Huyện ủy")
