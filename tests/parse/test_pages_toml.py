"""rules/pages.toml proves itself: every entry is put to its own example."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import RuleError
from extractor.parse.page_marks import load_page_marks, page_marks
from extractor.rules import rules_folder

PAGES: dict[str, Any] = tomllib.loads((rules_folder() / "pages.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", PAGES["mark"], ids=lambda entry: str(entry["id"]))
def test_a_mark_finds_the_element_of_its_example(entry: dict[str, Any]) -> None:
    raw = re.match(r"<\w+([^>]*)>", entry["example"])
    assert raw is not None
    assert entry["effect"] in page_marks().effects(raw[1])


@pytest.mark.parametrize("entry", PAGES["heading"] + PAGES["contents"], ids=lambda entry: str(entry["id"]))
def test_a_heading_is_recognised_however_it_is_dressed(entry: dict[str, Any]) -> None:
    marks = page_marks()
    known = marks.opens_contents if entry in PAGES["contents"] else marks.opens_furniture
    assert known(entry["example"])
    for phrase in entry["phrases"]:
        assert known(phrase.upper()) and known(f"» {phrase}: ")


@pytest.mark.parametrize("entry", PAGES["property"], ids=lambda entry: str(entry["name"]))
def test_a_label_names_its_property(entry: dict[str, Any]) -> None:
    label, value = entry["example"].split(":", 1)
    assert page_marks().property_of(label) == entry["name"]
    assert page_marks().property_of(value) is None


@pytest.mark.parametrize(
    "name",
    ["content", "article-body", "page-view", "preview", "detail__content", "news_detail", "adventure", "container", "main-content", "commune", "rendering"],
)
def test_names_of_content_are_not_furniture(name: str) -> None:
    assert "furniture" not in page_marks().effects(f' class="{name}"')


@pytest.mark.parametrize(
    "line", ["Tin liên quan đến vụ việc được công bố chiều nay.", "Bình luận về kết quả này, ông cho biết", "Chia sẻ khó khăn với đồng bào vùng lũ"]
)
def test_a_sentence_that_begins_like_a_heading_opens_no_furniture(line: str) -> None:
    assert not page_marks().opens_furniture(line)


@pytest.mark.parametrize("text", ["[[marks]]\nid = 'x'", "[[mark]]\nid = 'x'\neffect = 'furnitur'\nnames = ['a']", "[[mark"])
def test_a_fault_in_the_file_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pages.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=re.escape(str(path))):
        load_page_marks(path)
