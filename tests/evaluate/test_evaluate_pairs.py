"""What counts as found, exact, missed and false: each rule of the gold on the smallest document that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from evaluate_builders import CITED, LE_VAN_TAM, TURNOUT, cited, gold, output, person, row, turnout, wanted

from extractor.evaluate import evaluate
from extractor.evaluate.outputs import Output
from extractor.evaluate.scoring import Counts

CITATION = wanted("Kế hoạch số 12/KH-UBBC ngày 05/3/2021", **CITED)
FIGURE = wanted("99,60% cử tri", **TURNOUT)
PERSON = wanted("Lê Văn Tám, Phó Chủ tịch UBND tỉnh", **LE_VAN_TAM)


def counts(folder: Path, family: str, want: list[dict[str, Any]], given: Output) -> Counts:
    return evaluate(gold(folder, **{family: want}), [given]).of(family).counts


def test_a_row_right_in_everything_is_exact(tmp_path: Path) -> None:
    assert counts(tmp_path, "citations", [CITATION], output(citations=[cited()])) == Counts(found=1, exact=1)


def test_a_wrong_attribute_leaves_a_row_found_but_not_exact(tmp_path: Path) -> None:
    scores = evaluate(gold(tmp_path, citations=[CITATION]), [output(citations=[cited(relation="amends")])])
    assert scores.of("citations").counts == Counts(found=1)
    assert scores.verdicts[0].reasons == ("relation",)


def test_an_attribute_the_gold_does_not_state_is_free(tmp_path: Path) -> None:
    want = {key: value for key, value in CITATION.items() if key != "relation"}
    assert counts(tmp_path, "citations", [want], output(citations=[cited(relation="amends")])).exact == 1


def test_a_stated_null_must_be_null(tmp_path: Path) -> None:
    want = {**FIGURE, "office": None}
    assert counts(tmp_path, "statistics", [want], output(statistics=[turnout(office="national_assembly")])) == Counts(found=1)


def test_the_right_value_at_another_place_is_not_exact(tmp_path: Path) -> None:
    elsewhere = row("Kế hoạch số 12/KH-UBBC", last=True, **CITED)
    scores = evaluate(gold(tmp_path, citations=[CITATION]), [output(citations=[elsewhere])])
    assert scores.of("citations").counts == Counts(found=1)
    assert scores.verdicts[0].reasons == ("place",)


def test_a_span_over_the_whole_page_is_no_place(tmp_path: Path) -> None:
    text = "x" * 900 + " 99,60% cử tri " + "x" * 900
    everything = {**TURNOUT, "span": {"start": 0, "end": len(text), "quote": text}}
    assert counts(tmp_path, "statistics", [FIGURE], output(text, statistics=[everything])) == Counts(found=1)


def test_the_quote_is_found_across_a_line_break(tmp_path: Path) -> None:
    want = {**FIGURE, "quote": "99,60%\ncử\u00a0tri   đi bầu"}
    assert counts(tmp_path, "statistics", [want], output(statistics=[turnout()])).exact == 1


def test_a_list_gives_alternatives(tmp_path: Path) -> None:
    want = {**CITATION, "relation": ["implements", "mentions"]}
    assert counts(tmp_path, "citations", [want], output(citations=[cited()])).exact == 1


def test_an_optional_row_is_neither_missed_nor_false(tmp_path: Path) -> None:
    optional = {**CITATION, "optional": True}
    scores = evaluate(gold(tmp_path, citations=[optional], statistics=[FIGURE]), [output(citations=[cited()])])
    assert [m.family for m in scores.measures] == ["statistics"]


def test_nothing_found_is_all_missed(tmp_path: Path) -> None:
    assert counts(tmp_path, "citations", [CITATION], output()) == Counts(missed=1)


def test_what_the_gold_lacks_is_false(tmp_path: Path) -> None:
    given = output(citations=[cited(), cited("Kế hoạch số", number="99/QĐ-UBND")])
    assert counts(tmp_path, "citations", [CITATION], given) == Counts(found=1, exact=1, false=1)


def test_a_further_mention_elsewhere_is_no_false_alarm(tmp_path: Path) -> None:
    given = output(citations=[cited(), row("Kế hoạch số 12/KH-UBBC", last=True, **CITED)])
    assert counts(tmp_path, "citations", [CITATION], given) == Counts(found=1, exact=1)


def test_saying_the_same_of_one_place_twice_is_false(tmp_path: Path) -> None:
    given = output(statistics=[turnout(level="national"), turnout()])
    assert counts(tmp_path, "statistics", [FIGURE], given) == Counts(found=1, exact=1, false=1)


def test_exact_pairs_are_made_before_loose_ones(tmp_path: Path) -> None:
    later = {**CITATION, "quote": "Kế hoạch số 12/KH-UBBC được gửi", "relation": "implements"}
    given = output(citations=[row("Kế hoạch số 12/KH-UBBC", last=True, **{**CITED, "relation": "implements"}), cited()])
    assert counts(tmp_path, "citations", [CITATION, later], given) == Counts(found=2, exact=2)


@pytest.mark.parametrize(
    ("family", "quote", "values"),
    [
        ("statistics", "99,60%", {"indicator": "women", "value": 3}),
        ("citations", "Kế hoạch số", {"number": None, "title": "Luật Bầu cử"}),
        ("events", "hội nghị", {"kind": "conference", "latest": None}),
        ("dates", "05/3/2021", {"earliest": "2021-01-01", "latest": "2026-12-31", "role": "term"}),
    ],
)
def test_what_the_gold_does_not_undertake_to_list_is_not_judged(tmp_path: Path, family: str, quote: str, values: dict[str, Any]) -> None:
    scores = evaluate(gold(tmp_path, **{family: []}), [output(**{family: [row(quote, **values)]})])
    assert scores.measures == ()


def test_a_family_the_gold_file_does_not_hold_is_not_judged(tmp_path: Path) -> None:
    assert evaluate(gold(tmp_path, citations=[CITATION]), [output(citations=[cited()], statistics=[turnout()])]).of("citations").counts.false == 0


class TestParticipants:
    def test_title_and_organization_make_the_role_as_printed(self, tmp_path: Path) -> None:
        assert counts(tmp_path, "participants", [PERSON], output(participants=[person()])).exact == 1

    def test_a_vice_chair_is_no_chair(self, tmp_path: Path) -> None:
        assert counts(tmp_path, "participants", [PERSON], output(participants=[person(title="Chủ tịch")])) == Counts(found=1)

    def test_a_kind_too_many_is_not_exact_unless_it_may_be_given(self, tmp_path: Path) -> None:
        given = output(participants=[person(kinds=("chaired", "spoke"))])
        assert counts(tmp_path / "a", "participants", [PERSON], given) == Counts(found=1)
        assert counts(tmp_path / "b", "participants", [{**PERSON, "participation_may": ["spoke"]}], given).exact == 1

    def test_a_person_is_one_row_a_document(self, tmp_path: Path) -> None:
        assert counts(tmp_path, "participants", [PERSON], output(participants=[person(), person()])).false == 1

    def test_a_group_may_come_part_by_part(self, tmp_path: Path) -> None:
        text = "Trưởng Ban Pháp chế, Tổ trưởng các Tổ bầu cử dự."
        want = {"name": None, "group_name": "Trưởng Ban Pháp chế, Tổ trưởng các Tổ bầu cử", "roles": [], "participation": ["attended"]}
        want |= {"quote": "Trưởng Ban Pháp chế, Tổ trưởng các Tổ bầu cử", "parts": ["Trưởng Ban Pháp chế", "Tổ trưởng các Tổ bầu cử"]}
        rows = [
            {"name": None, "group_name": name, "roles": [], "participation": [{"kind": "attended", "span": {}}], "span": {"start": at, "end": at + len(name), "quote": name}}
            for name, at in (("Trưởng Ban Pháp chế", 0), ("Tổ trưởng các Tổ bầu cử", 21))
        ]
        assert counts(tmp_path, "participants", [want], output(text, participants=rows)) == Counts(found=1, exact=1)


class TestHeader:
    def test_a_field_needs_its_value_and_its_place(self, tmp_path: Path) -> None:
        evidence = {"number": {"start": 12, "end": 22, "quote": "12/KH-UBBC"}}
        wanted_fields = {"number": "12/KH-UBBC", "type_code": "KH"}
        given = output(document={"number": "12/KH-UBBC", "type_code": "KH", "evidence": evidence})
        assert evaluate(gold(tmp_path, document=wanted_fields), [given]).of("document").counts == Counts(found=2, exact=2)
        without = output(document={"number": "12/KH-UBBC", "type_code": "KH"})
        assert evaluate(gold(tmp_path, document=wanted_fields), [without]).of("document").counts == Counts(found=2, exact=1)

    def test_a_value_from_metadata_is_proven_by_where_it_stood(self, tmp_path: Path) -> None:
        evidence = {"published_at": {"start": None, "end": None, "quote": "2021-07-24T21:21:00+07:00", "where": "json-ld:datePublished"}}
        given = output(document={"published_at": "2021-07-24T21:21:00", "evidence": evidence})
        assert evaluate(gold(tmp_path, document={"published_at": "2021-07-24T21:21"}), [given]).of("document").counts.exact == 1

    def test_a_value_where_the_gold_has_none_is_false_and_a_right_null_earns_nothing(self, tmp_path: Path) -> None:
        wanted_fields = {"number": None, "signer": None, "genre": "news"}
        given = output(document={"number": "12/KH", "signer": None, "genre": "news"})
        assert evaluate(gold(tmp_path, document=wanted_fields), [given]).of("document").counts == Counts(found=1, exact=1, false=1)

    def test_a_wrong_value_is_both_missed_and_false(self, tmp_path: Path) -> None:
        given = output(document={"genre": "party"})
        assert evaluate(gold(tmp_path, document={"genre": "news"}), [given]).of("document").counts == Counts(missed=1, false=1)

    def test_a_list_of_recipients_is_compared_in_order(self, tmp_path: Path) -> None:
        wanted_fields = {"recipients": ["Như trên", "Lưu: VT"]}
        scores = evaluate(gold(tmp_path, document=wanted_fields), [output(document={"recipients": ["Lưu: VT", "Như trên"]})])
        assert scores.of("document").counts == Counts(missed=1, false=1)


class TestFindings:
    WANT = wanted("99,60% cử tri đi bầu", check="percentage")

    def given(self, check: str, quote: str, severity: str = "error") -> Output:
        finding = {"check_id": check, "severity": severity, "evidence": [{"document_id": "x", "span": row(quote)["span"]}]}
        return output(findings=[finding])

    def test_a_finding_is_found_where_it_touches_the_place(self, tmp_path: Path) -> None:
        assert counts(tmp_path, "findings", [self.WANT], self.given("percentage", "99,60%")) == Counts(found=1, exact=1)

    def test_of_another_check_it_is_not_exact(self, tmp_path: Path) -> None:
        assert counts(tmp_path, "findings", [self.WANT], self.given("weekday", "99,60%")) == Counts(found=1)

    def test_elsewhere_it_is_false_unless_it_is_a_note(self, tmp_path: Path) -> None:
        assert counts(tmp_path / "a", "findings", [self.WANT], self.given("percentage", "20/3/2021")) == Counts(missed=1, false=1)
        assert counts(tmp_path / "b", "findings", [self.WANT], self.given("percentage", "20/3/2021", "note")) == Counts(missed=1)


def test_a_deadline_is_found_by_day_and_doer_or_by_what_it_depends_on(tmp_path: Path) -> None:
    want = wanted("trước ngày 20/3/2021", responsible="Các xã", earliest=None, latest="2021-03-20", kind="before", depends_on=None)
    given = row("Các xã gửi báo cáo trước ngày 20/3/2021", responsible="Các xã", latest="2021-03-20", kind="before", earliest=None, depends_on=None)
    assert counts(tmp_path / "a", "deadlines", [want], output(deadlines=[given])).exact == 1
    assert counts(tmp_path / "b", "deadlines", [want], output(deadlines=[{**given, "responsible": "Sở Nội vụ"}])) == Counts(missed=1, false=1)


def test_a_date_without_a_beginning_may_have_its_day_as_one(tmp_path: Path) -> None:
    want = wanted("20/3/2021", earliest=None, latest="2021-03-20", role="deadline")
    for earliest in (None, "2021-03-20"):
        given = output(dates=[row("20/3/2021", earliest=earliest, latest="2021-03-20", role="deadline")])
        assert counts(tmp_path / str(earliest), "dates", [want], given).exact == 1
