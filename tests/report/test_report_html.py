"""extractor.report.html: one file an auditor can send."""

from __future__ import annotations

import io

from extractor.report import Facts, write_report
from extractor.report.contexts import Context
from extractor.store.findings import FoundPlace, FoundRow

FACTS = Facts("a.db", "abc", "def", ("vanban 1",), (("documents", 1),))


def place(start: int, *, page: int | None = None, top: float = 100.0) -> FoundPlace:
    boxes = ((page, 10.0, top, 50.0, top + 10),) if page is not None else ()
    return FoundPlace("0" * 64, "bao-cao.pdf", page, start, start + 3, f"{start}", boxes)


def finding(id: str, *places: FoundPlace, severity: str = "error", check: str = "percentage") -> FoundRow:
    return FoundRow(id * 12, severity, check, "Không khớp", "1 / 2 = 50 %", "51 %", places)


def written(*findings: FoundRow) -> tuple[str, list[FoundPlace]]:
    """The page, and the places a picture was asked for."""
    file, asked = io.StringIO(), []

    def picture(place: FoundPlace) -> str | None:
        asked.append(place)
        return "data:image/png;base64,AA==" if place.boxes else None

    write_report(file, findings, (), (), FACTS, picture, lambda place: Context("trước ", " sau"))
    return file.getvalue(), asked


def test_places_side_by_side_on_a_page_share_one_picture_with_all_of_them_marked() -> None:
    page, asked = written(finding("a", place(1, page=2), place(5, page=2, top=120.0), place(9, page=2, top=700.0)))
    assert [len(place.boxes) for place in asked] == [2, 1]
    assert page.count("<img") == 2 and page.count("<blockquote>") == 3


def test_a_place_without_a_page_is_shown_in_its_words() -> None:
    page, _ = written(finding("a", place(7)))
    assert "trước <mark>7</mark> sau" in page and "<img" not in page


def test_many_notes_of_one_check_are_a_table_and_few_are_not() -> None:
    notes = [finding(f"{n:x}"[-1], place(n), severity="note", check="not_held") for n in range(25)]
    assert written(*notes)[0].count("<article") == 0 and written(*notes)[0].count("<tr id=") == 25
    assert written(*notes[:3])[0].count("<article") == 3
    assert written(*[finding("b", place(n)) for n in range(25)])[0].count("<article") == 25, "errors are always shown whole"
