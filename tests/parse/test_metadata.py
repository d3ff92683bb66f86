"""What a page says of itself outside its text."""

from __future__ import annotations

from extractor.model import Document, MetaField, Source
from extractor.parse import parse

STORY = "<h1>Mở lại bến phà Cồn Nhất</h1><p>Bến phà hoạt động trở lại sau ba tháng sửa chữa, mỗi ngày có mười hai chuyến qua sông.</p><p>Giá vé không đổi.</p>"


def page(head: str, body: str = STORY) -> Document:
    return parse(f"<html><head>{head}</head>\n<body>{body}</body></html>".encode(), Source("a.html"))


def fields(document: Document, name: str) -> list[MetaField]:
    return [field for field in document.metadata if field.name == name]


LD = """<script type="application/ld+json">
{"@graph": [{"@type": "BreadcrumbList"}, {"@type": "NewsArticle", "headline": "Mở lại bến phà Cồn Nhất",
 "datePublished": "2022-03-04T07:30:00+07:00", "dateModified": "2022-03-05T10:00:00+07:00",
 "author": [{"@type": "Person", "name": "Đỗ Quyên"}], "publisher": {"name": "Báo Cửa Sông"}}]}
</script>"""


def test_publication_and_change_are_kept_apart() -> None:
    document = page(LD)
    assert [(f.value, f.where) for f in fields(document, "published_at")] == [("2022-03-04T07:30:00+07:00", "json-ld:datePublished")]
    assert [(f.value, f.where) for f in fields(document, "modified_at")] == [("2022-03-05T10:00:00+07:00", "json-ld:dateModified")]
    assert [f.value for f in fields(document, "author")] == ["Đỗ Quyên"]
    assert [f.value for f in fields(document, "publisher")] == ["Báo Cửa Sông"]


def test_every_value_stands_at_its_line_and_column() -> None:
    head = LD + "\n<meta property='og:site_name' content='Báo &amp; Đài'><title>\n Mở lại bến phà</title>"
    lines = f"<html><head>{head}</head>".split("\n")
    for field in page(head).metadata:
        assert field.line is not None and field.column is not None
        there = lines[field.line - 1][field.column - 1 :]
        assert there.replace("&amp;", "&").startswith(field.value)


def test_broken_json_is_passed_over() -> None:
    assert page('<script type="application/ld+json">{"@type": "NewsArticle", </script><title>Mở lại bến phà</title>').metadata[0].where == "title"


def test_the_time_beside_the_headline_is_a_field_too() -> None:
    body = STORY.replace("</h1>", "</h1><time datetime='2022-03-04T07:30'>04/03/2022 07:30</time>")
    assert [(f.value, f.where) for f in fields(page("", body), "published_at")] == [("2022-03-04T07:30", "time:datetime")]


def test_no_date_is_guessed_from_a_page_that_states_none() -> None:
    assert fields(page("<title>Mở lại bến phà Cồn Nhất</title>"), "published_at") == []


PANEL = """<div class=props><table><tr><td>Số hiệu</td><td>12/2019/QĐ-UBND</td></tr><tr><td>Loại văn bản:</td><td>Quyết định</td></tr>
<tr><td>Ngày ban hành</td><td>14/03/2019</td><td>Người ký</td><td>Trần Văn Ban</td></tr><tr><td>Ngày có hiệu lực</td><td>01/05/2019</td></tr><tr><td>Ngày hết hiệu lực</td><td>--</td></tr></table></div>"""


def test_the_property_panel_of_a_portal_is_metadata() -> None:
    document = page("", STORY.replace("</h1>", f"</h1>{PANEL}<nav><a href=1>Tải về</a></nav>"))
    got = {f.name: f.value for f in document.metadata if f.where.startswith("panel:")}
    assert got == {"number": "12/2019/QĐ-UBND", "type": "Quyết định", "issued_on": "14/03/2019", "signer": "Trần Văn Ban", "effective_on": "01/05/2019"}
    assert "Trần Văn Ban" not in document.text


def test_a_panel_that_is_all_a_page_has_is_its_text() -> None:
    document = page("", f"<nav><a href=1>Trang chủ</a></nav><h1>Quyết định về bến phà Cồn Nhất</h1>{PANEL}<footer>Bộ</footer>")
    assert "12/2019/QĐ-UBND" in document.text and "Quyết định về bến phà" in document.text
    assert any("not its text" in p.message for p in document.problems)


def test_a_label_inside_a_document_names_no_property() -> None:
    form = STORY + "<p>Tình trạng: tốt</p><p>Ngày cập nhật: 05/6/2020</p><p>Người ký: (ghi rõ họ tên)</p>"
    assert not [f for f in page("<title>Mở lại bến phà Cồn Nhất</title>", form).metadata if f.where.startswith("panel:")]
