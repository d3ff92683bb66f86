"""A chain of titles is cut into roles, each with its body, and ends where the sentence goes on."""

from __future__ import annotations

import pytest
from builders import reading

from extractor.records.names import find_names
from extractor.records.people import read_people
from extractor.records.roles import RoleReader


def chain(text: str) -> list[tuple[str, str | None]]:
    page = reading(text)
    found = find_names(page)
    people = read_people(page, found, RoleReader(page, found))
    return [(role.title, role.organization) for role in people[0].roles]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ông Lê Văn Hẳn, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Trà Vinh chủ trì.", [("Phó Bí thư", "Tỉnh ủy"), ("Chủ tịch", "UBND tỉnh Trà Vinh")]),
        ("Ông Hoàng Tuấn - Giám đốc Sở Nội vụ - Ủy viên Ủy ban bầu cử tỉnh", [("Giám đốc", "Sở Nội vụ"), ("Ủy viên", "Ủy ban bầu cử tỉnh")]),
        ("Chủ tịch UBND huyện Lò Văn Tiến phát biểu.", [("Chủ tịch", "UBND huyện")]),
        ("Bà Đinh Thị Hà (nguyên Phó Chủ tịch HĐND tỉnh) nêu ý kiến.", [("nguyên Phó Chủ tịch", "HĐND tỉnh")]),
        (
            "Ông Tô Văn Đáng, Phó Trưởng ban Ban Chỉ đạo của Huyện ủy về công tác bầu cử, dự.",
            [("Phó Trưởng ban", "Ban Chỉ đạo của Huyện ủy về công tác bầu cử")],
        ),
        ("Bà Ma Thị Na, Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị, cho biết.", [("Phó Trưởng", "phòng Kinh tế, Hạ tầng và Đô thị")]),
        ("Ông Vừ A Bằng, Chủ tịch UBND thị xã Mường Lay lưu ý các xã.", [("Chủ tịch", "UBND thị xã Mường Lay")]),
        ("Ông Bế Văn Hùng, Phó Bí thư Thường trực Tỉnh ủy dự.", [("Phó Bí thư Thường trực", "Tỉnh ủy")]),
    ],
)
def test_titles_and_bodies_are_told_apart(text: str, roles: list[tuple[str, str | None]]) -> None:
    assert chain(text) == roles


def test_a_title_before_the_next_name_is_not_taken_by_the_name_before() -> None:
    text = "Tới dự có ông Hà Trọng Hải, Phó Chủ tịch UBND tỉnh Giàng A Tính."
    assert chain(text) == []


def test_office_holders_in_the_plural_are_no_role_of_one_person() -> None:
    assert chain("Dự họp có ông Lý Văn Hải, Chủ tịch UBND các xã, thị trấn.") == []


def test_a_plural_title_is_shared_by_the_names_behind_it() -> None:
    page = reading("Các Phó Chủ tịch UBND tỉnh: Lê Ngọc Hân, Vương Trinh Quốc; Chánh Văn phòng UBND tỉnh Trần Văn Nam cùng dự.")
    found = find_names(page)
    people = read_people(page, found, RoleReader(page, found))
    assert [[role.printed for role in person.roles] for person in people] == [
        ["Phó Chủ tịch UBND tỉnh"],
        ["Phó Chủ tịch UBND tỉnh"],
        ["Chánh Văn phòng UBND tỉnh"],
    ]
