"""Area names in text and the units of the gazetteer they mean on a given day."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.areas import AreaMention, gazetteer
from extractor.model import Span
from extractor.rules import RuleSet, load_rules


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def mentions(rules: RuleSet, text: str, day: str = "2021-05-23", home: str | None = None) -> list[AreaMention]:
    names = gazetteer(rules)
    own = names.named(home, day=day, level="province") if home else None
    return names.find(Annotator(rules).annotate_text(text), Span(0, len(text)), day, own)


def test_the_kind_word_gives_the_level(rules: RuleSet) -> None:
    found = mentions(rules, "ở thành phố Cần Thơ, thị xã Ngã Năm, xã Đại Ngãi và TP. Vị Thanh")
    assert [(m.name, m.level) for m in found] == [("Cần Thơ", "province"), ("Ngã Năm", "district"), ("Đại Ngãi", "commune"), ("Vị Thanh", "district")]


def test_names_in_a_row_share_their_kind_word(rules: RuleSet) -> None:
    found = mentions(rules, "các huyện Tuy Phong, Bắc Bình và Đức Linh thu hoạch sớm", home="Bình Thuận")
    assert [(m.name, m.code) for m in found] == [("Tuy Phong", "595"), ("Bắc Bình", "596"), ("Đức Linh", "600")]


def test_a_name_that_several_units_bear_goes_without_a_code_unless_the_home_settles_it(rules: RuleSet) -> None:
    text = "phường Tân Lợi"
    assert mentions(rules, text)[0].code is None
    assert mentions(rules, text, home="Đắk Lắk")[0].code is not None


def test_a_person_who_bears_the_name_of_a_province_is_no_province(rules: RuleSet) -> None:
    assert mentions(rules, "Bà Nguyễn Hà Giang dự họp cùng ông Lê Hòa Bình") == []


def test_an_unknown_unit_keeps_its_name_and_level(rules: RuleSet) -> None:
    found = mentions(rules, "xã Suối Không Tên có lũ")
    assert [(m.name, m.level, m.code) for m in found] == [("Suối Không Tên", "commune", None)]


def test_districts_stand_only_until_june_2025(rules: RuleSet) -> None:
    names = gazetteer(rules)
    home = names.named("Phú Thọ", level="province", day="2021-05-23")
    assert names.named("Đoan Hùng", within=home, day="2021-05-23") is not None
    assert names.named("Đoan Hùng", day="2026-03-15", level="district") is None


def test_a_site_name_means_a_province(rules: RuleSet) -> None:
    area = gazetteer(rules).by_slug("haiphong", "2021-07-15")
    assert area is not None
    assert area.name == "Hải Phòng"


def test_two_spellings_of_a_final_i_are_one_name(rules: RuleSet) -> None:
    assert mentions(rules, "huyện Phú Quý ra quân", home="Bình Thuận")[0].code == mentions(rules, "huyện Phú Quí ra quân", home="Bình Thuận")[0].code
