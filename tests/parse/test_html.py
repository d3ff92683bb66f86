"""Web pages: what is content, what is furniture, and where every character came from."""

from __future__ import annotations

import itertools
import unicodedata

import pytest

from extractor.model import Block, Document, Source
from extractor.parse import parse

LONG = "Sở Nông nghiệp phối hợp với các xã ven sông kiểm tra hệ thống đê điều trước mùa mưa bão năm nay."
MORE = "Đoàn công tác yêu cầu gia cố hai điểm xung yếu, chuẩn bị vật tư tại chỗ và lập danh sách hộ dân phải di dời."


def page(body: str, head: str = "<title>Kiểm tra đê điều trước mùa mưa</title>") -> Document:
    return parse(f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode(), Source("a.html"))


def block(document: Document, words: str) -> Block:
    return next(b for b in document.blocks if words in document.quote(b.span))


FURNITURE = f"""
<nav><a href=/>Trang chủ</a> <a href=/t>Tin tức</a></nav>
<div class="breadcrumb"><a href=/>Trang chủ</a> › Thủy lợi</div>
<article><h1>Kiểm tra đê điều trước mùa mưa</h1>
<div class="meta"><time datetime="2023-05-04T09:10">04/05/2023 09:10</time> <span class="luot-xem">1.377 lượt xem</span></div>
<div class="share">Chia sẻ: 36</div>
<p class="sapo">{LONG}</p><p>{MORE}</p>
<figure><img src=a.jpg><figcaption>Đoàn kiểm tra cống Lân. Ảnh: Hải Hà</figcaption></figure>
<p>{LONG} {MORE}</p><p class="author">Thu Trang</p>
<div class="tags">Từ khóa: đê điều</div></article>
<div class="tin-lien-quan"><h3>Tin liên quan</h3><p>Khánh thành cầu Hồng Thái (12/03/2023)</p><p>Hội xuân làng Vọng (05/02/2023)</p></div>
<section class="comments"><p>Nội dung bình luận tối thiểu 15 chữ, tiếng Việt có dấu, không dùng lời lẽ thô tục với người khác.</p></section>
<aside><p>Giá vàng hôm nay 56,42 triệu đồng mỗi lượng, giảm nhẹ so với phiên giao dịch cuối tuần trước.</p></aside>
<footer><p>Giấy phép số 217/GP-BTTTT cấp ngày 24/4/2019. Tổng Biên tập: Trịnh Xuân Hồng, Điện thoại: (0220) 3853.661</p></footer>
"""


def test_headline_time_lead_caption_and_byline_are_kept_in_order() -> None:
    document = page(FURNITURE)
    lines = [document.quote(b.span) for b in document.blocks]
    assert lines == [
        "Kiểm tra đê điều trước mùa mưa",
        "04/05/2023 09:10",
        LONG,
        MORE,
        "Đoàn kiểm tra cống Lân. Ảnh: Hải Hà",
        f"{LONG} {MORE}",
        "Thu Trang",
    ]
    assert block(document, "Kiểm tra đê").kind == "heading" and block(document, "Kiểm tra đê").level == 1
    assert block(document, "cống Lân").kind == "caption"


@pytest.mark.parametrize("words", ["Trang chủ", "Chia sẻ", "lượt xem", "Từ khóa", "Khánh thành", "bình luận", "Giá vàng", "Giấy phép"])
def test_furniture_is_no_part_of_the_text(words: str) -> None:
    assert words not in page(FURNITURE).text


def test_more_related_links_change_nothing_before_them() -> None:
    more = FURNITURE.replace("<p>Hội xuân", "<p>Xổ số kiến thiết (01/02/2023)</p><p>Hội xuân")
    assert page(more).text == page(FURNITURE).text


def test_related_items_inside_the_body_are_cut_at_their_heading() -> None:
    body = f"<h1>Kiểm tra đê điều trước mùa mưa</h1><div class=content><p>{LONG}</p><p>{MORE}</p><p>{LONG}</p>"
    assert page(f"{body}<p><b>Các tin khác:</b></p><p>Hội xuân làng Vọng (05/02/2023)</p></div>").text.endswith(LONG)


def test_a_box_of_links_between_paragraphs_does_not_end_the_article() -> None:
    box = "<p>Xem thêm:</p><p><a href=1>Hội xuân làng Vọng</a></p>"
    text = page(f"<h1>Kiểm tra đê điều trước mùa mưa</h1><div><p>{LONG}</p>{box}<p>{MORE}</p></div>").text
    assert "Hội xuân" not in text and text.endswith(MORE)


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href=1>Tin tức</a></nav><footer>Giấy phép số 12/GP-TTĐT ngày 18/5/2013</footer>",
        "<h1>Tin thủy lợi</h1><ul>"
        + "".join(f"<li><h3><a href={i}>Bản tin số {i} về công tác thủy lợi</a></h3><span>1{i}/05/2023</span></li>" for i in range(9))
        + "</ul>",
        "<h1>Tin thủy lợi</h1>" + "".join(f"<div><h2><a href={i}>Bản tin số {i} về đê điều</a></h2><p>{LONG}</p></div>" for i in range(6)),
        "<main><p>Văn bản không tồn tại</p></main><footer><p>Đơn vị chủ quản: Bộ Tư pháp</p></footer>",
    ],
    ids=["menu only", "list of links", "teasers", "not found"],
)
def test_a_page_without_a_body_has_an_empty_text_and_a_note(body: str) -> None:
    document = page(body)
    assert document.text == "" and document.blocks == ()
    assert [p.severity for p in document.problems] == ["note"]


def test_a_short_item_under_a_headline_is_a_body() -> None:
    document = page("<nav><a href=1>Tin tức</a></nav><h1>Đóng cửa cầu Hồng Thái</h1><p>Cầu đóng từ 22 giờ ngày 4/5.</p>")
    assert document.text == "Đóng cửa cầu Hồng Thái\n\nCầu đóng từ 22 giờ ngày 4/5."


def test_a_bare_page_is_read_whole() -> None:
    assert page("<p>Số: 05/TB-UBND</p>").text == "Số: 05/TB-UBND"


def test_a_page_laid_out_in_tables_is_read_in_order_without_its_menus() -> None:
    menu = "<table class=leftmenu><tr><td><a href=1>Tin tức - Sự kiện</a></td></tr><tr><td><a href=2>Văn bản</a></td></tr></table>"
    inner = f"<table><tr><td class=tieude>Kiểm tra đê điều tại huyện Kiến Xương</td></tr><tr><td>Ngày đăng: 04/05/2023 08:15</td></tr><tr><td><div><p>{LONG}</p><p>{MORE}</p></div></td></tr>"
    foot = "<tr><td><b>Các tin khác</b><br><a href=3>Hội xuân làng Vọng (05/02/2023)</a></td></tr></table>"
    document = page(
        f"<form><table width=100%><tr><td>{menu}</td><td>{inner}{foot}</td><td><p>Đường dây nóng: 0233.3852.513</p></td></tr></table></form>",
        "<title>Trang tin</title>",
    )
    assert [document.quote(b.span) for b in document.blocks] == ["Kiểm tra đê điều tại huyện Kiến Xương", "Ngày đăng: 04/05/2023 08:15", LONG, MORE]
    assert document.blocks[0].kind == "heading"


def test_one_break_is_a_line_and_two_are_a_paragraph() -> None:
    document = page(f"<div>{LONG[:-1]}<br>dòng nối<br><br>{MORE}</div>")
    assert [document.quote(b.span) for b in document.blocks] == [f"{LONG[:-1]}\ndòng nối", MORE]


def test_lines_that_a_single_break_separates_are_items_where_they_have_marks() -> None:
    document = page(f"<div>{LONG}<br>- Xã An Bình<br>- Xã Vũ Tây</div>")
    assert [document.quote(b.span) for b in document.blocks] == [LONG, "- Xã An Bình", "- Xã Vũ Tây"]


TABLE = f"""<h1>Diện tích lúa bị ngập tại các huyện</h1><p>{LONG}</p>
<table><caption>Diện tích ngập (số liệu đến 7/9)</caption>
<tr><th rowspan=2>TT</th><th rowspan=2>Huyện</th><th colspan=2>Diện tích (ha)</th></tr>
<tr><th>Ngập</th><th>Mất trắng</th></tr>
<tr><td>1</td><td>Kiến Xương</td><td>1.250</td><td>85</td></tr>
<tr><td>2</td><td>Thái Thụy</td><td>2.004</td><td>112</td></tr></table>"""


def test_cells_of_a_data_table_know_their_headers() -> None:
    document = page(TABLE)
    cell = block(document, "2.004").cell
    assert cell is not None
    assert (cell.row, cell.column, cell.header, cell.row_header, cell.is_header) == (3, 2, "Diện tích (ha) Ngập", "Thái Thụy", False)
    head = block(document, "Mất trắng").cell
    assert head is not None and head.is_header and head.column == 3
    assert block(document, "Diện tích ngập").kind == "caption"


def test_neighbouring_cells_do_not_run_together() -> None:
    text = page(TABLE).text
    assert "1.250\n\n85" in text


def test_the_head_of_a_document_saved_from_word_keeps_its_two_columns() -> None:
    head = "<meta name=ProgId content=Word.Document><meta name=Generator content='Microsoft Word 15'>"
    body = (
        "<div class=WordSection1><table class=MsoNormalTable border=0><tr><td><p>UBND X&#195; V&#360; T&#194;Y</p><p>S&#7889;:&nbsp;&nbsp;/KH-UBND</p></td>"
        "<td><p>C&#7896;NG H&#210;A</p><p><i>V&#361; T&#226;y, ng&#224;y 4 th&#225;ng 5 n&#259;m 2023</i></p></td></tr></table>"
        "<p align=center><b>K&#7870; HO&#7840;CH</b></p><p>Nu&#244;i t&#244;m.</p></div>"
    )
    document = page(body, head)
    sides = [(document.quote(b.span).replace("\xa0", " "), b.align) for b in document.blocks]
    assert sides == [
        ("UBND XÃ VŨ TÂY", "left"),
        ("Số:  /KH-UBND", "left"),
        ("CỘNG HÒA", "right"),
        ("Vũ Tây, ngày 4 tháng 5 năm 2023", "right"),
        ("KẾ HOẠCH", "centre"),
        ("Nuôi tôm.", None),
    ]


def test_the_table_of_contents_of_a_portal_is_kept_as_furniture() -> None:
    body = "".join(f"<p>Điều {i}. Trách nhiệm của đơn vị thứ {i}</p><p>{LONG}</p>" for i in range(1, 6))
    entries = "".join(f"<div>Điều {i}. Trách nhiệm của đơn vị thứ {i}</div>" for i in range(1, 6))
    document = page(f"<h1>Quy định quản lý đê điều trên địa bàn</h1><main>{body}</main><footer>Bộ</footer><div><div>Mục lục</div><div>{entries}</div></div>")
    assert [b.kind for b in document.blocks[-6:]] == ["furniture"] * 6
    assert document.quote(document.blocks[-6].span) == "Mục lục"


@pytest.mark.parametrize("source", [FURNITURE, TABLE, FURNITURE.replace("ả", "&#7843;").replace("đ", "&#273;"), unicodedata.normalize("NFD", FURNITURE)])
def test_every_character_leads_back_to_where_it_stood(source: str) -> None:
    document = page(source.replace("<p", "\r\n<p"))
    raw = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Kiểm tra đê điều trước mùa mưa</title></head><body>{source}</body></html>".replace(
        "<p", "\r\n<p"
    )
    lines = raw.split("\r\n") if "\r\n" in raw else [raw]
    lines = [part for line in lines for part in line.split("\n")]
    last = (0, 0)
    for run_block in document.blocks:
        for offset in range(run_block.start, run_block.end):
            place = document.places.at(offset)
            assert place.line is not None and place.column is not None
            there = lines[place.line - 1][place.column - 1 :]
            char = document.text[offset]
            assert char.isspace() or there.startswith("&#") or there[0] == unicodedata.normalize("NFD", char)[0] or there[0] == char
            assert (place.line, place.column) >= last
            last = (place.line, place.column)


def test_blocks_are_in_order_and_do_not_overlap() -> None:
    for source in (FURNITURE, TABLE):
        blocks = page(source).blocks
        assert all(one.end <= two.start for one, two in itertools.pairwise(blocks))


HEAD = "Kiểm tra đê điều trước mùa mưa"
TEASERS = "".join(f"<div class=news><a href={i}>Bản tin tổng hợp số {i} của huyện</a><p>{MORE} {LONG}</p></div>" for i in range(5))


@pytest.mark.parametrize(
    "source",
    [
        f"<h1>{HEAD}</h1><div class=noidung><p>{LONG}</p><p>{MORE}</p></div><div id=comments>" + f"<p>{LONG} {MORE}</p>" * 9 + "</div>",
        f"<div class=row><div class=col-8><h1>{HEAD}</h1><p>{LONG}</p><p>{MORE}</p></div><div class=col-4>{TEASERS}</div></div>",
        f"<div class='right-column'><h1>{HEAD}</h1><p>{LONG}</p><p>{MORE}</p></div>",
        f"<header><h1><a href=/>Trang tin huyện Kiến Xương</a></h1></header><article><h2 class=entry-title>{HEAD}</h2><p>{LONG}</p><p>{MORE}</p></article>",
        f"<header><h1>Trang tin điện tử huyện Kiến Xương</h1></header><article><h2 class=entry-title>{HEAD}</h2><p>{LONG}</p><p>{MORE}</p></article>",
        f"<div class=top><a href=1>Trang chủ</a></div><div class=w><div class=t>{HEAD}</div><div class=b><div>{LONG}</div><div>{MORE}</div></div></div>"
        "<div class=x>Bản quyền thuộc Ủy ban nhân dân huyện. Địa chỉ: Thị trấn Kiến Xương. Điện thoại: 0227.3821.234</div>",
    ],
    ids=[
        "comments longer than the article",
        "teasers beside it",
        "a column that only sounds like a sidebar",
        "linked site name",
        "site name",
        "nothing but divs",
    ],
)
def test_the_article_is_found_beside_what_is_longer_or_misnamed(source: str) -> None:
    document = page(source)
    assert [document.quote(b.span) for b in document.blocks] == [HEAD, LONG, MORE]
    assert [b.kind for b in document.blocks] == ["heading", "paragraph", "paragraph"]


def test_lines_of_preformatted_text_are_lines() -> None:
    document = page(f"<pre>UBND XÃ VŨ TÂY\n\nSố:   45/KH-UBND\n\n{LONG}\n- Xã An Bình\n</pre>")
    assert [document.quote(b.span) for b in document.blocks] == ["UBND XÃ VŨ TÂY", "Số:   45/KH-UBND", LONG, "- Xã An Bình"]


def test_a_line_of_the_text_that_names_the_site_is_not_the_headline() -> None:
    body = f"<main><h1>Quyết định về đê điều Kiến Xương</h1><p>{LONG}</p><p>{MORE}</p><p>- Cơ sở dữ liệu quốc gia về pháp luật;</p></main>"
    document = page(body, "<title>Văn bản | Cơ sở dữ liệu quốc gia về pháp luật</title>")
    assert [document.quote(b.span) for b in document.blocks if b.kind == "heading"] == ["Quyết định về đê điều Kiến Xương"]


def test_an_attachment_under_the_text_is_kept() -> None:
    text = page(f"<h1>{HEAD}</h1><div><p>{LONG}</p><p>Tài liệu: <a href=a.pdf>Kế hoạch số 45/KH-UBND</a></p></div><div><a href=1>Trang chủ</a></div>").text
    assert text.endswith("Tài liệu: Kế hoạch số 45/KH-UBND")
