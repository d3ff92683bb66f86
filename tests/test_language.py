"""underthesea's words led back to the text, and the spaCy Doc built from them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import language
from extractor.model import Span

TEXTS = ["", " ", "\n\n", "a  b\tc", "Hoà Bình, uỷ ban 125 / KH-UBBC", "Đại biểu\u00a0Quốc hội\nkhoá XV", "HÐND các cấp", "🙂 ok", "133/2020/QH14"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_doc_gives_back_its_text_to_the_letter(text: str) -> None:
    assert language.to_doc(text).text == text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab àáôđ Đư\n\t.,/-0129()\u00a0ỷọ", max_size=60))
def test_a_doc_gives_back_any_text(text: str) -> None:
    assert language.to_doc(text).text == text


def test_compounds_are_one_word_and_stand_where_they_stand() -> None:
    text = "Hội đồng nhân dân họp"
    assert "nhân dân" in [text[w.start : w.end].lower() for w in language.words(text)] or "Hội đồng nhân dân" in [text[w.start : w.end] for w in language.words(text)]


def test_each_family_is_a_span_group_and_can_be_drawn() -> None:
    text = "Ủy ban bầu cử tỉnh họp ngày 15/7/2021."
    doc = language.to_doc(text, {"dates": [(Span(23, 37), "event")]})
    [span] = doc.spans["dates"]
    assert "15/7/2021" in span.text and span.label_ == "event"
    assert "event" in language.render(doc, "dates")


def test_a_rank_does_not_end_a_sentence() -> None:
    line = "PGS.TS. Nguyễn Văn A dự. Ông phát biểu."
    assert [line[s.start : s.end] for s in language.sentences(line)] == ["PGS.TS. Nguyễn Văn A dự.", "Ông phát biểu."]
