"""extractor.crosscheck.figures: what documents say differently of one thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from crosscheck_builders import RULES, RUN, figure, report, told

from extractor.crosscheck import audit_archive, not_compared
from extractor.store import Archive


def test_two_totals_of_one_election_two_voters_apart_are_a_conflict(tmp_path: Path) -> None:
    first = report("bao-a.txt", figure("voters_voted", "69.243.939"), genre="news", published_at="2021-07-15T10:00")
    second = report("bao-b.txt", figure("voters_voted", "69.243.941"), genre="news", published_at="2021-07-15T11:00")
    ((check, severity, expected, actual),) = told(tmp_path, first, second)
    assert (check, severity) == ("across_documents", "warning")
    assert {"69.243.939", "69.243.941"} == {expected.split(": ")[1].split(" ")[0], actual.split(" ")[0]}
    assert "số cử tri đã bỏ phiếu, Việt Nam, 2021-05-23" in expected


def test_what_most_sources_say_is_told(tmp_path: Path) -> None:
    papers = [report(f"{n}.txt", figure("voters_voted", "69.243.939"), genre="news", published_at=f"2021-07-{15 + n}") for n in range(3)]
    odd = report("odd.txt", figure("voters_voted", "69.234.939"), genre="news", published_at="2021-07-16")
    ((_, severity, expected, actual),) = told(tmp_path, *papers, odd)
    assert severity == "warning"
    assert "69.243.939 (3 văn bản, 2021-07-15 đến 2021-07-17)" in expected
    assert actual == "69.234.939 (1 văn bản, 2021-07-16)"


@pytest.mark.parametrize("other", ["69,2 triệu", "69.243.939", "hơn 69 triệu", "gần 70 triệu"])
def test_figures_that_agree_within_their_rounding_are_no_finding(tmp_path: Path, other: str) -> None:
    assert told(tmp_path, report("a", figure("voters_voted", "69.243.939")), report("b", figure("voters_voted", other))) == []


def test_another_hour_explains_another_figure_but_not_a_lower_one(tmp_path: Path) -> None:
    noon = report("noon", figure("voters_voted", "40.000.000", as_of="2021-05-23T12:00"))
    evening = report("evening", figure("voters_voted", "69.000.000", as_of="2021-05-23T19:00"))
    assert told(tmp_path, noon, evening) == []
    later = report("later", figure("voters_voted", "39.123.456", as_of="2021-05-23T15:00"))
    assert [(check, severity) for check, severity, _, _ in told(tmp_path, noon, later, evening)] == [("time_series", "warning")]


def test_preliminary_against_final_is_a_note(tmp_path: Path) -> None:
    early = report("early", figure("turnout_rate", "98,43%", status="preliminary"), issued_on="2021-05-24")
    final = report("final", figure("turnout_rate", "99,60%", status="final"), issued_on="2021-07-15")
    ((_, severity, expected, actual),) = told(tmp_path, early, final)
    assert severity == "note" and "99,60" in expected and "98,43" in actual


def test_news_of_the_polling_day_itself_is_preliminary(tmp_path: Path) -> None:
    evening = report("evening", figure("turnout_rate", "98,43%"), genre="news", published_at="2021-05-23T20:00")
    final = report("final", figure("turnout_rate", "99,60%"), issued_on="2021-07-15")
    assert [severity for _, severity, _, _ in told(tmp_path, evening, final)] == ["note"]


def test_the_same_body_that_says_it_otherwise_later_corrects_itself(tmp_path: Path) -> None:
    first = report("first", figure("elected", "499"), issued_on="2021-06-10", issuer="Hội đồng bầu cử quốc gia")
    later = report("later", figure("elected", "498"), issued_on="2021-07-12", issuer="HỘI ĐỒNG BẦU CỬ QUỐC GIA")
    ((_, severity, expected, _),) = told(tmp_path, first, later)
    assert severity == "note" and "498" in expected


def test_another_office_area_or_period_is_another_thing(tmp_path: Path) -> None:
    one = report("one", figure("elected", "500", office="national_assembly"))
    others = [
        report("two", figure("elected", "3.721", office="provincial_council")),
        report("three", figure("elected", "9", office="national_assembly", area="Hải Phòng", area_code="31", level="province")),
        report("four", figure("elected", "496", office="national_assembly", period="2016-05-22")),
        report("five", figure("elected", "480", office="national_assembly", certainty="planned")),
    ]
    assert told(tmp_path, one, *others) == []


def test_a_document_that_contradicts_itself_is_not_held_against_others(tmp_path: Path) -> None:
    both = report("both", figure("elected", "500"), figure("elected", "499"))
    assert told(tmp_path, both, report("other", figure("elected", "499"))) == []


def test_what_was_found_before_keeps_its_run_and_goes_when_it_is_settled(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add_reference(RULES)
        archive.add([report("a", figure("elected", "499")), report("b", figure("elected", "500"))], RUN)
        assert audit_archive(archive, RULES) == audit_archive(archive, RULES) == 1
        ((_, runs),) = [tuple(row.values()) for row in archive.rows("SELECT count(*), count(DISTINCT run_id) FROM findings")]
        assert runs == 1
        (place, *_) = archive.rows("SELECT p.quote, p.boxes FROM finding_places AS p ORDER BY position")
        assert place["quote"] in ("499", "500")


def test_what_cannot_be_compared_is_counted_with_its_reason(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add([report("a", figure("elected", "499", area_code=None), figure("seats", "500", period=None))], RUN)
        assert dict(not_compared(archive)) == {"no area of the gazetteer": 1, "no period": 1}


def test_a_figure_that_a_person_corrected_is_the_one_compared(tmp_path: Path) -> None:
    first = report("bao-a.txt", figure("voters_voted", "69.243.939"), genre="news", published_at="2021-07-15T10:00")
    second = report("bao-b.txt", figure("voters_voted", "69.243.941"), genre="news", published_at="2021-07-15T11:00")
    assert told(tmp_path, first, second)
    with Archive(tmp_path / "a.db") as archive:
        wrong = next(archive.rows("SELECT id FROM statistics WHERE value = 69243941"))
        archive.correct("statistics", str(wrong["id"]), "value", 69243939, made_by="Lan", reason="đọc nhầm")
        audit_archive(archive, RULES)
        assert list(archive.rows("SELECT id FROM findings WHERE check_id = 'across_documents'")) == []
