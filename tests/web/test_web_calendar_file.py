"""Deadlines as a file for calendar programs: lines folded between characters, texts escaped, the same bytes each time."""

from __future__ import annotations

from typing import Any

from extractor.web.calendar_file import calendar_file
from extractor.web.words import words_in

ROW: dict[str, Any] = {
    "id": "a" * 32, "document_id": "b" * 64, "char_start": 7, "due": "2021-06-10", "obligation": "gửi báo cáo; kèm danh sách, biên bản\nvề " + "Ủy ban bầu cử " * 9,
    "responsible": "Các huyện", "depends_on": None, "recurrence": None, "quote": "chậm nhất ngày 10/6/2021", "of_number": "61/KH-UBBC", "of_title": None,
}  # fmt: skip


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_deadline_is_one_day_long_and_its_text_is_escaped_and_whole() -> None:
    text = calendar_file([ROW], words_in("vi"), "http://localhost")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = unfolded(text)
    assert "DTSTART;VALUE=DATE:20210610" in lines
    assert "DTEND;VALUE=DATE:20210611" in lines
    assert f"SUMMARY:gửi báo cáo\\; kèm danh sách\\, biên bản\\nvề {'Ủy ban bầu cử ' * 9}" in lines
    assert f"URL:http://localhost/-/doc/{'b' * 64}?at=7#t-{'a' * 12}" in lines


def test_the_same_deadlines_give_the_same_file() -> None:
    assert calendar_file([ROW], words_in("vi"), "") == calendar_file([ROW], words_in("vi"), "")


def test_a_due_that_is_no_day_is_left_out() -> None:
    odd = [{**ROW, "due": due} for due in (None, "2021-06", "2021-02-30", "sớm")]
    assert "BEGIN:VEVENT" not in calendar_file(odd, words_in("vi"), "")
