"""What a change of rules gained and lost, told from two outputs."""

from __future__ import annotations

from evaluate_builders import cited, output, person, row, turnout

from extractor.evaluate import diff


def test_the_same_output_twice_has_no_change() -> None:
    given = output(citations=[cited()], participants=[person()], document={"number": "12/KH"})
    assert diff([given], [given]).changes == ()


def test_what_only_one_output_has_is_gained_or_lost() -> None:
    changes = diff([output(citations=[cited()])], [output(statistics=[turnout()])])
    assert {(c.change, c.family, c.quote) for c in changes.changes} == {
        ("lost", "citations", "Kế hoạch số 12/KH-UBBC ngày 05/3/2021"),
        ("gained", "statistics", "99,60% cử tri đi bầu"),
    }
    assert changes.count("gained") == changes.count("lost", "citations") == 1


def test_another_attribute_at_the_same_place_is_a_change_that_says_what() -> None:
    [change] = diff([output(citations=[cited()])], [output(citations=[cited(relation="amends")])]).changes
    assert change.change == "changed" and change.what == {"relation": ("mentions", "amends")}


def test_a_record_that_moved_is_lost_here_and_gained_there() -> None:
    changes = diff([output(citations=[cited()])], [output(citations=[cited("Kế hoạch số 12/KH-UBBC")])])
    assert sorted(c.change for c in changes.changes) == ["gained", "lost"]


def test_another_rule_that_gives_the_same_record_is_no_change() -> None:
    assert diff([output(citations=[cited()])], [output(citations=[{**cited(), "rule": "a.better.rule", "confidence": 0.9}])]).changes == ()


def test_header_fields_are_compared_too() -> None:
    changes = diff([output(document={"number": None, "signer": "A", "genre": "news"})], [output(document={"number": "1/BC", "genre": "party"})])
    assert {(c.change, c.names[0]) for c in changes.changes} == {("gained", "number"), ("lost", "signer"), ("changed", "genre")}


def test_a_document_in_one_output_only_is_named() -> None:
    assert set(diff([output(source="a.txt")], [output(source="b.txt")]).unmatched) == {"a.txt", "b.txt"}


def test_twins_at_one_place_are_counted_one_by_one() -> None:
    twice = [row("bầu", kind="election", latest=None), row("bầu", kind="election", latest=None)]
    assert diff([output(events=twice)], [output(events=twice[:1])]).count("lost") == 1
