"""rules/ loads, proves itself, and refuses what it does not understand with file, rule and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import rulecheck
from extractor.annotate import Annotator
from extractor.errors import RuleError
from extractor.rulecheck import check_rules
from extractor.rules import RuleSet, load_rules

GOOD = """
family = "greeting"
[[rule]]
id = "greeting.hello"
pattern = 'xin chào (?P<whom>bà|ông)'
triggers = ["xin chào"]
  [[rule.example]]
  text = "Sáng nay xin chào bà con"
  find = "xin chào bà"
  value = { whom = "bà" }
  [[rule.counter_example]]
  text = "xin chớ chào bà"
"""


def folder(tmp_path: Path, patterns: str = GOOD, lists: dict[str, str] | None = None, macros: str = "") -> Path:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "lists").mkdir()
    (tmp_path / "patterns" / "greetings.toml").write_text(patterns, encoding="utf-8")
    (tmp_path / "macros.toml").write_text(macros or "[macro]\n", encoding="utf-8")
    for name, content in (lists or {}).items():
        (tmp_path / "lists" / f"{name}.csv").write_text(content, encoding="utf-8")
    return tmp_path


def faults(rules: RuleSet) -> list[str]:
    return [str(fault) for fault in check_rules(rules, adversarial=False)]


def test_the_projects_own_rules_are_proven() -> None:
    assert faults(load_rules()) == []


def test_a_good_rule_is_found_through_a_line_break_and_no_break_spaces(tmp_path: Path) -> None:
    annotator = Annotator(load_rules(folder(tmp_path)))
    found = annotator.annotate_text("Xin\u00a0chào\nông").of("greeting")
    assert [a.get("whom") for a in found] == ["ông"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("triggers =", "triger ="), "did you mean triggers?"),
        (("(?P<whom>bà|ông)", "${whom}"), "${whom} is not known"),
        (("(?P<whom>bà|ông)", "(?P<whom>bà|ông"), "the pattern is not valid"),
        (('find = "xin chào bà"', 'find = "xin chào cô"'), "must stand exactly once"),
        (('id = "greeting.hello"', 'id = ""'), "the key id is missing"),
        (("xin chào (?P", "xin – chào (?P"), "U+2013"),
    ],
)
def test_a_fault_names_its_file_and_rule_and_what_to_do(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_rules(folder(tmp_path, GOOD.replace(*change)))
    assert message in str(caught.value) and "greetings.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("find = \"xin chào bà\"", "find = \"chào bà\""), "finds 'xin chào bà', not 'chào bà'"),
        (('value = { whom = "bà" }', 'value = { whom = "ông" }'), "whom of"),
        (('text = "xin chớ chào bà"', 'text = "xin chào ông"'), "in its counter-example"),
        (("Sáng nay xin chào bà con", "xin chào bà con, xin chào ông, xin chào bà"), "must stand exactly once"),
    ],
)
def test_an_example_that_does_not_hold_is_a_fault(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    try:
        found = faults(load_rules(folder(tmp_path, GOOD.replace(*change))))
    except RuleError as error:
        found = [str(error)]
    assert any(message in fault for fault in found)


def test_a_rule_without_counter_example_and_a_macro_without_use_are_faults(tmp_path: Path) -> None:
    lonely = GOOD[: GOOD.index("  [[rule.counter_example]]")]
    found = faults(load_rules(folder(tmp_path, lonely, macros="[macro]\nnobody = 'x'\n")))
    assert any("counter_example" in fault for fault in found) and any("no pattern uses this macro" in fault for fault in found)


def test_a_runaway_pattern_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulecheck, "_PATIENCE", 1.0)
    runaway = GOOD.replace("xin chào (?P<whom>bà|ông)", "(?:(?:a|a )+)+(?P<whom>bà|ông)|xin chào (?P<whom>bà)").replace('triggers = ["xin chào"]\n', "")
    found = [str(f) for f in check_rules(load_rules(folder(tmp_path, runaway)), adversarial=True)]
    assert any("backtracks" in fault or "too slow" in fault for fault in found)


def test_a_list_entry_must_be_found_where_its_example_marks_it(tmp_path: Path) -> None:
    words = "id,phrase,example\nchair,Chủ tịch,Ông là [[Chủ tịch]] xã\nvice,Phó Chủ tịch,Bà là Phó [[Chủ tịch]] xã\n"
    found = faults(load_rules(folder(tmp_path, lists={"roles": words})))
    assert len(found) == 1 and "vice" in found[0]


def test_the_longest_entry_wins_so_that_a_vice_chair_is_no_chair(tmp_path: Path) -> None:
    words = "id,phrase,example\nchair,Chủ tịch,Ông là [[Chủ tịch]] xã\nvice,Phó Chủ tịch,Bà là [[Phó Chủ tịch]] xã\n"
    annotator = Annotator(load_rules(folder(tmp_path, lists={"roles": words})))
    hits = annotator.annotate_text("Phó\nChủ tịch và chủ tịch; Chủ tịches").hits("roles")
    assert [hit.entry.id for hit in hits] == ["vice", "chair"]


def test_the_digest_changes_with_any_letter_of_any_rule(tmp_path: Path) -> None:
    first = load_rules(folder(tmp_path)).digest
    (tmp_path / "patterns" / "greetings.toml").write_text(GOOD.replace("Sáng", "Chiều"), encoding="utf-8")
    assert load_rules(tmp_path).digest != first


def test_all_29_administrative_types_are_known_with_their_codes() -> None:
    types = load_rules().lists["document_types"].entries
    by_name = {entry["name"]: entry["code"] for entry in types if entry["class"] == "administrative"}
    decree = (
        "Nghị quyết=NQ Quyết định=QĐ Chỉ thị=CT Quy chế=QC Quy định=QyĐ Thông cáo=TC Thông báo=TB Hướng dẫn=HD Chương trình=CTr Kế hoạch=KH Phương án=PA "
        "Đề án=ĐA Dự án=DA Báo cáo=BC Biên bản=BB Tờ trình=TTr Hợp đồng=HĐ Công văn= Công điện=CĐ Bản ghi nhớ=BGN Bản thỏa thuận=BTT Giấy ủy quyền=GUQ "
        "Giấy mời=GM Giấy giới thiệu=GGT Giấy nghỉ phép=GNP Phiếu gửi=PG Phiếu chuyển=PC Phiếu báo=PB Thư công="
    )
    import re

    wanted = dict(re.findall(r"(\S.*?)=(\S*)(?: |$)", decree))
    assert len(wanted) == 29
    assert {name: by_name.get(name) for name in wanted} == wanted


def test_a_blank_behind_which_a_pattern_looks_is_a_blank_like_any_other(tmp_path: Path) -> None:
    patterns = GOOD.replace("'xin chào (?P<whom>bà|ông)'", "'(?<!đừng )xin chào (?P<whom>bà|ông)'").replace("xin chớ chào bà", "đừng xin chào bà")
    rules = load_rules(folder(tmp_path, patterns))
    assert faults(rules) == []
    assert Annotator(rules).annotate_text("đừng\nxin chào ông").of("greeting") == []
