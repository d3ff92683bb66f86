"""Markup made to break parsers. What is tested is that it ends, in order and without a crash; each of
these took time that grows with the square of the input, or a recursion, before its cause was removed."""

from __future__ import annotations

import unicodedata

import pytest

from extractor.model import Source
from extractor.parse import parse

LONG = "Sở Nông nghiệp phối hợp với các xã ven sông kiểm tra hệ thống đê điều trước mùa mưa bão năm nay."
MANY = 100_000


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * MANY + LONG,
        ("<div>" + LONG) * 3000,
        "<p>" + "<b>x " * (MANY // 4) + LONG,
        "<table><tr><td>" * 20_000 + LONG,
        "<span><table><td>" + "<i>" * 20_000 + "</span>" * 20_000 + LONG,
        "<p>" * MANY + "</span>" * MANY + LONG,
        "<" * MANY + LONG,
        "<a " * MANY + LONG,
        '<a b="' * MANY + LONG,
        "<!--" * MANY + LONG,
        "<title>" * MANY + LONG,
        "<script>" * 10 + LONG,
        f"<p>{LONG}</p>" + "<p " + "a=1 " * MANY + ">x",
        f"<p>{LONG}</p><script type=application/ld+json>" + "[" * MANY + "</script>",
        "<p>" + "&" * MANY + LONG,
        "<p>" + "&#x0302;&#x0323;" * 2000 + LONG,
        "<table>" + "<tr><td colspan=99999 rowspan=99999>Xã<td>1" * 300 + f"</table><p>{LONG}",
        "<p>Mục lục</p>" * 3000 + f"<p>{LONG}</p>",
        f"<p>a\x00b {LONG}",
        "",
        "</p></div></html>",
    ],
    ids=lambda markup: str(markup[:20]) or "nothing",
)
def test_hostile_markup_is_read_to_its_end(markup: str) -> None:
    document = parse(f"<html><body>{markup}".encode(), Source("a.html"))
    assert unicodedata.is_normalized("NFC", document.text)
    assert "\x00" not in document.text
    assert all(0 <= b.start < b.end <= len(document.text) for b in document.blocks)


def test_a_tag_left_open_in_mid_page_does_not_swallow_the_rest() -> None:
    document = parse(f"<html><body><p>{LONG}</p><p class='x>{LONG}</p><p>{LONG} Hết.</p>".encode(), Source("a.html"))
    assert document.text.endswith("Hết.")
