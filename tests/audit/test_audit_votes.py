"""extractor.audit.votes: the votes of all candidates of a unit against its valid ballots and seats."""

from __future__ import annotations

import pytest
from audit_builders import page

UNIT = {"level": "constituency", "unit_no": "2", "office": "district_council"}


def unit(seats: str, *votes: str, candidates: str = "", valid: str = "5.904") -> list[tuple[str, str]]:
    names = ("Hoàng Văn Đoạt", "Chu Thị Lịch", "Mông Thanh Bách", "Lý Tiến Sềnh")
    stood = f"Số người ứng cử: {{candidates:{candidates}}}.\n" if candidates else ""
    text = f"Số đại biểu được bầu: {{seats:{seats}}}.\n{stood}Số phiếu hợp lệ: {{valid_ballots:{valid}}}.\n"
    listed = "\n".join(f"{name}: {{votes_received:{printed}|subject={name}}} phiếu" for name, printed in zip(names, votes, strict=False))
    return page(text + listed, **UNIT).told()


WARNING = [("sums", "warning")]


@pytest.mark.parametrize("votes", [("4.811", "4.276", "2.391"), ("5.904", "5.904", "0"), ("5.904", "5.904")])
def test_votes_up_to_every_ballot_naming_as_many_as_are_elected_are_in_order(votes: tuple[str, ...]) -> None:
    assert unit("2", *votes) == []


def test_more_votes_than_the_ballots_can_carry_are_a_warning() -> None:
    assert unit("2", "5.811", "4.276", "2.391") == WARNING


def test_fewer_votes_than_ballots_are_a_warning_only_where_all_candidates_are_listed() -> None:
    assert unit("1", "1.811", "1.276", "1.391", candidates="3") == WARNING
    assert unit("1", "1.811", "1.276", "1.391", candidates="4") == []
    assert unit("1", "1.811", "1.276", "1.391") == []


def test_lists_of_units_that_cannot_be_told_apart_are_left_unchecked() -> None:
    text = "Bầu {seats:1}, hợp lệ {valid_ballots:100}: An {votes_received:90|subject=An}, Bình {votes_received:95|subject=Bình}. Bầu {seats:2}, hợp lệ {valid_ballots:200}."
    report = page(text).report()
    assert report.findings == () and "audit.votes" in {u.rule for u in report.unchecked}


def test_a_candidate_counted_in_each_polling_area_is_not_added_up() -> None:
    text = "Bầu {seats:1}, ứng cử {candidates:2}, hợp lệ {valid_ballots:500}: An {votes_received:90|subject=An}, Bình {votes_received:95|subject=Bình}; khu vực hai: An {votes_received:300|subject=An}."
    assert page(text).told() == []
