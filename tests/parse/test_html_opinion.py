"""trafilatura's opinion is an element of our tree, or nothing; its text is never used."""

from __future__ import annotations

from extractor.parse.html_builder import build_tree
from extractor.parse.html_opinion import ask_trafilatura

SENTENCES = [
    "Sở Nông nghiệp phối hợp với các xã ven sông kiểm tra hệ thống đê điều trước mùa mưa bão năm nay.",
    "Đoàn công tác yêu cầu gia cố hai điểm xung yếu, chuẩn bị vật tư tại chỗ và lập danh sách hộ dân phải di dời.",
    "Các địa phương báo cáo kết quả kiểm tra về Ban Chỉ huy phòng thủ dân sự tỉnh trước khi bước vào mùa mưa lũ.",
    "Kinh phí tu bổ đê điều được bố trí từ nguồn ngân sách tỉnh và các nguồn vốn hợp pháp khác theo quy định.",
]


def test_the_element_that_holds_the_paragraphs_is_returned() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    tree = build_tree(
        f"<html><body><nav><a href=/>Trang chủ</a></nav><div id=top>Hôm nay</div><article><div id=story>{paragraphs}</div></article></body></html>"
    )
    chosen = ask_trafilatura(tree, [False] * len(tree.elements))
    assert chosen is not None
    assert "story" in tree.elements[chosen].raw


def test_nothing_is_returned_where_it_finds_nothing() -> None:
    tree = build_tree("<html><body><p>Xin chào</p></body></html>")
    assert ask_trafilatura(tree, [False] * len(tree.elements)) is None


def test_markup_that_makes_it_fail_is_no_crash_here() -> None:
    tree = build_tree("<div>" * 20_000 + SENTENCES[0])
    assert ask_trafilatura(tree, [False] * len(tree.elements)) is None
