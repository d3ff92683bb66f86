"""Lines of page furniture among lines of text."""

from __future__ import annotations

from extractor.annotate import Annotator
from extractor.model import Document, Source
from extractor.reading import read
from extractor.rules import load_rules


def kinds(text: str) -> list[str]:
    document = Document("0" * 64, Source("page.txt"), "text/plain", "test", text)
    return [line.kind for line in read(document, Annotator(load_rules())).structure.lines]


def test_a_word_that_is_furniture_only_alone_opens_an_ordinary_sentence() -> None:
    assert kinds("Sau gần 05 tháng triển khai, cuộc bầu cử đã thành công.") == ["paragraph"]


def test_a_pager_on_a_line_of_its_own_is_furniture() -> None:
    assert kinds("Cử tri đi bầu rất đông.\n\nTrang sau »") == ["paragraph", "furniture"]


def test_neighbouring_lines_of_furniture_are_one_stretch() -> None:
    text = "Trang chủ | Giới thiệu | Liên hệ\nTrang sau »\n\nCử tri đi bầu rất đông.\n\nTrang sau »"
    document = Document("0" * 64, Source("page.txt"), "text/plain", "test", text)
    stretches = read(document, Annotator(load_rules())).structure.furniture()
    assert [document.text[span.start : span.end] for span in stretches] == ["Trang chủ | Giới thiệu | Liên hệ\nTrang sau »", "Trang sau »"]
