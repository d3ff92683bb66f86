"""Who took part, how, and as what: one record a person or group, with every mention."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import document, reading, result

from extractor.facts import Evidence, Header, Participant
from extractor.model import Span
from extractor.records.participants import assemble

NEWS = Header(genre="news", published_at="2024-05-06")
PLAN = Header(genre="administrative", type_code="KH")
DECISION = Header(genre="administrative", type_code="QĐ")


def kinds(text: str, header: Header = NEWS) -> dict[str, list[str]]:
    return {(p.name or p.group_name or ""): [part.kind for part in p.participation] for p in assemble(reading(text), header)}


def person(text: str, name: str, header: Header = NEWS) -> Participant:
    return next(p for p in assemble(reading(text), header) if p.name == name)


REPORT = (
    "Sáng 3/5, đồng chí Lò Văn Phương, Bí thư Huyện ủy chủ trì hội nghị. Dự hội nghị có bà Cà Thị Mai - Phó Chủ tịch HĐND huyện; "
    "lãnh đạo HĐND, UBND, Mặt trận Tổ quốc huyện; Ủy viên UBND huyện, thành viên Ban Chỉ đạo bầu cử huyện; đông đảo nhân dân.\n\n"
    "Bí thư Huyện ủy Lò Văn Phương phát biểu tại hội nghị\n\n"
    "Phát biểu tại hội nghị, đồng chí Phương yêu cầu các xã khẩn trương. Ông Quàng Văn Ín, Trưởng phòng Nội vụ báo cáo kết quả."
)


def test_a_report_of_a_conference_gives_chair_attendees_groups_and_speakers() -> None:
    assert kinds(REPORT) == {
        "Lò Văn Phương": ["chaired", "spoke"],
        "Cà Thị Mai": ["attended"],
        "lãnh đạo HĐND, UBND, Mặt trận Tổ quốc huyện": ["attended"],
        "Ủy viên UBND huyện": ["attended"],
        "thành viên Ban Chỉ đạo bầu cử huyện": ["attended"],
        "Quàng Văn Ín": ["reported"],
    }


def test_one_person_named_three_ways_is_one_record_with_each_role_once() -> None:
    found = person(REPORT, "Lò Văn Phương")
    assert [role.printed for role in found.roles] == ["Bí thư Huyện ủy"]
    assert [document(REPORT).quote(mention) for mention in found.mentions] == ["Lò Văn Phương", "Lò Văn Phương", "Phương"]


def test_every_span_holds_its_own_words() -> None:
    text = document(REPORT).text
    for found in assemble(reading(REPORT), NEWS):
        for role in found.roles:
            assert " ".join(text[role.span.start : role.span.end].split()) == role.printed
        for mention in found.mentions:
            assert text[mention.start : mention.end].strip() == text[mention.start : mention.end] != ""
        if found.group_name:
            assert " ".join(text[found.span.start : found.span.end].split()) == found.group_name


def test_an_unrelated_paragraph_appended_changes_no_earlier_record() -> None:
    longer = REPORT + "\n\nTại xã Mường Báng, nông dân thu hoạch vụ lúa nước, năng suất đạt 60 tạ/ha."
    assert assemble(reading(REPORT), NEWS) == assemble(reading(longer), NEWS)


PLAN_TEXT = (
    "KẾ HOẠCH\nTổ chức Hội nghị tổng kết\n\n3. Thành phần tham dự\n\n- Bà Lường Thị Vân, Chủ tịch Hội Phụ nữ huyện;\n- Thường trực Huyện ủy;\n"
    "- Trưởng các Ban bầu cử, Tổ trưởng các Tổ bầu cử;\n- Đại diện Ủy ban nhân dân, Ủy ban bầu cử các xã.\n\n4. Nội dung\n\n- Ông Hà Văn Nghĩa báo cáo."
)


def test_a_plan_invites() -> None:
    found = kinds(PLAN_TEXT, PLAN)
    assert found["Lường Thị Vân"] == ["invited"]
    assert found["Thường trực Huyện ủy"] == ["invited"]
    assert found["Đại diện Ủy ban nhân dân, Ủy ban bầu cử các xã"] == ["invited"]
    assert "Trưởng các Ban bầu cử" in found and "Tổ trưởng các Tổ bầu cử" in found


def test_news_about_an_invitation_invites_too() -> None:
    text = "Thành phần mời dự họp: Thường trực Đảng ủy xã; lãnh đạo công an xã."
    assert kinds(text) == {"Thường trực Đảng ủy xã": ["invited"], "lãnh đạo công an xã": ["invited"]}


def test_minutes_name_chair_secretary_and_the_absent() -> None:
    text = (
        "BIÊN BẢN\nhọp thôn\n\n1. Chủ trì: Ông Hạng A Chua - Trưởng thôn\n2. Thư ký: Bà Giàng Thị Mỷ - Chi hội trưởng\n"
        "3. Có mặt 20 người; vắng: 01 người (có lý do: ông Sùng A Dế - Bí thư chi bộ, ốm)."
    )
    found = kinds(text, Header(genre="administrative", type_code="BB"))
    assert found == {"Hạng A Chua": ["chaired"], "Giàng Thị Mỷ": ["secretary"], "Sùng A Dế": ["absent"]}


BOARD = (
    "Điều 1. Thành lập Ban bầu cử xã gồm các thôn: Nà Lộc, Nà Khoa, gồm các ông, bà có tên sau đây:\n"
    "1. Ông Tòng Văn Hiêng, Phó Trưởng ban Kinh tế - Ngân sách, Hội đồng nhân dân xã, Phó Trưởng ban;\n"
    "2. Mời bà Lèo Thị Ín, Hội Khuyến học thôn Nà Lộc, Ủy viên.\n"
    "Điều 2. Chánh Văn phòng và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
)


def test_members_of_a_board_keep_position_and_board_role_apart() -> None:
    found = person(BOARD, "Tòng Văn Hiêng", DECISION)
    assert [(role.title, role.organization) for role in found.roles][-1] == ("Phó Trưởng ban", None)
    assert found.roles[0].printed == "Phó Trưởng ban Kinh tế - Ngân sách, Hội đồng nhân dân xã"
    assert kinds(BOARD, DECISION) == {"Tòng Văn Hiêng": ["member"], "Lèo Thị Ín": ["member"]}


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Chính trị chỉ đạo các cấp ủy. Sở Nội vụ chủ trì, phối hợp với các huyện.",
        "Kính thưa các đồng chí lãnh đạo tỉnh! Thưa các vị đại biểu!",
        "Nhà văn hóa ở đường Trần Hưng Đạo đón hàng nghìn khách tham dự.",
        "Dự kiến năm nay huyện có 5 xã về đích. Dự thảo có các nội dung mới.",
        "Chị Lê Thị Hoa chia sẻ: giá rau tăng.",
    ],
)
def test_titles_alone_vocatives_and_passers_by_take_no_part(text: str) -> None:
    assert kinds(text) == {}


def test_nobody_attends_who_is_said_not_to() -> None:
    assert kinds("Ông Trần Văn Tý không dự họp.") == {}


def test_a_rule_that_says_who_shall_attend_names_no_participant() -> None:
    text = "Thành phần tham dự: Thường trực Hội đồng; lãnh đạo các vụ."
    assert kinds(text, Header(genre="normative", type_code="TT")) == {}


def test_the_signer_signs_for_the_body_and_the_author_writes() -> None:
    text = "Trên đây là kế hoạch của xã.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLù Văn Cường"
    places = {"signer": "Lù Văn Cường", "signer_title": "CHỦ TỊCH", "signing_authority": "TM. ỦY BAN NHÂN DÂN"}
    evidence = {key: Evidence(Span(text.index(words), text.index(words) + len(words))) for key, words in places.items()}
    signed = Header(genre="administrative", type_code="KH", signer="Lù Văn Cường", signer_title="Chủ tịch", evidence=evidence)
    header = replace(signed, signing_authority=places["signing_authority"])
    found = person(text, "Lù Văn Cường", header)
    assert [part.kind for part in found.participation] == ["signed"]
    assert [(role.title, role.organization) for role in found.roles] == [("Chủ tịch", "Ủy ban nhân dân")]
    byline = "Trận đấu kết thúc.\n\nVân Khánh"
    news = Header(genre="news", author="Vân Khánh", evidence={"author": Evidence(Span(byline.index("Vân"), len(byline)))})
    assert kinds(byline, news) == {"Vân Khánh": ["wrote"]}


def test_offices_of_a_board_as_headings_hold_for_the_people_under_them() -> None:
    text = (
        "Điều 1. Kiện toàn Ban Chỉ đạo phòng, chống thiên tai huyện gồm các đồng chí có tên sau đây:\n"
        "I- Trưởng Ban Chỉ đạo: Đồng chí Lương Đức Toàn, Phó Bí thư Thường trực Huyện ủy.\n"
        "II- Các Phó Trưởng Ban Chỉ đạo:\n"
        "1- Đồng chí Hà Thị Mây, Trưởng Ban Dân vận Huyện ủy - Phó Trưởng ban Thường trực;\n"
        "2- Đồng chí Vũ Khắc Điệp, Phó Chủ tịch UBND huyện;\n"
        "III- Các ủy viên:\n"
        "1- Đồng chí Bàn Văn Sáu, Ủy viên Ban Thường vụ, Chánh Thanh tra huyện.\n"
        "Điều 2. Văn phòng Huyện ủy thi hành Quyết định này.\n"
    )
    people = {p.name: p for p in result(text).participants if p.name}
    assert {name: [q.kind for q in p.participation] for name, p in people.items()} == {n: ["member"] for n in ("Lương Đức Toàn", "Hà Thị Mây", "Vũ Khắc Điệp", "Bàn Văn Sáu")}
    assert people["Lương Đức Toàn"].roles[-1].printed == "Trưởng Ban Chỉ đạo"
    assert [r.printed for r in people["Hà Thị Mây"].roles] == ["Trưởng Ban Dân vận Huyện ủy", "Phó Trưởng ban Thường trực"]
    assert people["Vũ Khắc Điệp"].roles[-1].printed == "Phó Trưởng Ban Chỉ đạo"
    assert people["Bàn Văn Sáu"].roles[-1].printed == "ủy viên"
