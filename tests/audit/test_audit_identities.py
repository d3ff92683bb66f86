"""extractor.audit.identities: identities are data that proves itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from audit_builders import RULES, page

from extractor.audit import check_examples
from extractor.audit.identities import identities
from extractor.errors import RuleError
from extractor.rules import RuleSet

WIDE = {
    "id": "test.one",
    "check": "percentage",
    "formula": "turnout_rate = 100 * voters_voted / registered_voters",
    "severity": "error",
    "message_vi": "Sai.",
    "message_en": "Wrong.",
    "source": "test",
    "example": [
        {"figures": {"turnout_rate": "50%", "voters_voted": "1", "registered_voters": "2"}, "holds": True},
        {"figures": {"turnout_rate": "60%", "voters_voted": "1", "registered_voters": "2"}, "holds": False},
    ],
}


def with_identity(**changes: Any) -> RuleSet:
    return replace(RULES, identities=({**WIDE, **changes},))


def test_every_identity_that_travels_with_the_project_proves_itself() -> None:
    assert check_examples(RULES) == []
    assert {i.check for i in identities(RULES)} == {"percentage", "part_whole", "elected_seats", "sums"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"formula": "turnout_rate = 100 * voters_voted"}, "does not use"),
        ({"formula": "turnout_rate ="}, "a number, a name or a bracket is expected"),
        ({"formula": "turnout_rate = 100 * voters_votd / registered_voters"}, "no indicator"),
        ({"severity": "fatal"}, "unknown severity"),
        ({"scope": ["area", "planet"]}, "no key of a scope"),
        ({"within": "page"}, "within is not"),
        ({"mesage_vi": "?"}, "unknown key"),
        ({"source": ""}, "source is missing"),
        ({"example": [{"figures": {"turnout_rate": "50%"}}]}, "holds = true or false"),
    ],
)
def test_a_faulty_identity_stops_the_run_and_is_a_fault_of_the_check(changes: dict[str, Any], said: str) -> None:
    rules = with_identity(**changes)
    with pytest.raises(RuleError, match=said):
        identities(rules)
    assert said in check_examples(rules)[0].message


def test_a_misspelt_indicator_is_told_what_was_meant() -> None:
    with pytest.raises(RuleError, match="voters_voted"):
        identities(with_identity(formula="turnout_rate = 100 * voters_votd / registered_voters"))


def test_an_example_that_says_the_opposite_is_a_fault() -> None:
    examples = [{**e, "holds": not e["holds"]} for e in WIDE["example"]]  # type: ignore[attr-defined,dict-item]
    messages = [fault.message for fault in check_examples(with_identity(example=examples))]
    assert [m.rsplit("} ", 1)[1] for m in messages] == ["holds", "does not hold"]


def test_an_identity_without_a_failing_example_is_a_fault() -> None:
    messages = [fault.message for fault in check_examples(with_identity(example=WIDE["example"][:1]))]  # type: ignore[index]
    assert messages == ["needs an example that holds and one that does not"]


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(RuleError, match="stands twice"):
        identities(replace(RULES, identities=(WIDE, WIDE)))


def test_an_auditor_adds_a_check_as_data_alone() -> None:
    added = with_identity(id="seats.below", check="candidates_seats", formula="seats < candidates", message_vi="Thiếu số dư.", example=[])
    flawed = page("Đơn vị có {candidates:5} người ứng cử để bầu {seats:5} đại biểu.")
    assert [(f.check_id, f.message) for f in flawed.findings(added)] == [("candidates_seats", "Thiếu số dư. / Wrong.")]
