"""Word files in, text with places out. The files are made here with python-docx and, where it cannot write
what Word writes (tracked changes, footnotes, text boxes), with the XML put in by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractor.errors import ReadError
from extractor.model import Document, Place, Source
from extractor.parse import parse
from extractor.parse.docx import parse_docx

CORPUS = Path(__file__).parents[2] / "corpus" / "dev"


def packed(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(data: bytes, path: str = "mẫu.docx") -> Document:
    return parse_docx(data, Source(path))


def texts(document: Document, **wanted: object) -> list[str]:
    return [document.quote(b.span) for b in document.blocks if all(getattr(b, key) == value for key, value in wanted.items())]


def with_part(data: bytes, name: str, content: str) -> bytes:
    """The package with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def paragraph(xml: str) -> docx.document.Document:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))
    return document


def official() -> docx.document.Document:
    document = docx.Document()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH HÒA BÌNH"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 12/KH-UBND"
    head.cell(1, 1).text = "Hòa Bình, ngày 05 tháng 6 năm 2021"
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("KẾ HOẠCH").bold = True
    document.add_paragraph("Các đơn vị báo cáo kết quả trước ngày 15/6/2021./.")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    foot.cell(0, 1).text = "CHỦ TỊCH\n\nNguyễn Văn An"
    return document


def test_the_head_and_the_foot_are_read_column_by_column() -> None:
    document = read(packed(official()))
    assert texts(document, align="left") == ["ỦY BAN NHÂN DÂN", "TỈNH HÒA BÌNH", "Số: 12/KH-UBND", "Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hòa Bình, ngày 05 tháng 6 năm 2021"]
    assert texts(document, align="right") == [*right, "CHỦ TỊCH", "Nguyễn Văn An"]
    assert texts(document, kind="heading", align="centre") == ["KẾ HOẠCH"]


def test_a_head_with_lines_round_it_is_still_a_head() -> None:
    document = official()
    document.tables[0].style = "Table Grid"
    assert not any(block.cell for block in read(packed(document)).blocks)


def data_table(document: docx.document.Document) -> None:
    table = document.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    for row, cells in enumerate((("TT", "Đơn vị", "Tổng số cử tri"), ("1", "Xã An Bình", "5.412"), ("2", "Xã An Hòa", "4.936"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text


def test_a_data_table_gives_a_block_a_cell_with_header_and_row_name() -> None:
    document = docx.Document()
    document.add_paragraph("Kết quả như sau:")
    data_table(document)
    result = read(packed(document))
    cells = {result.quote(b.span): b.cell for b in result.blocks if b.cell}
    assert len(cells) == 9 and cells["Đơn vị"].is_header
    figure = cells["4.936"]
    assert (figure.table, figure.row, figure.column, figure.header, figure.row_header) == (0, 2, 2, "Tổng số cử tri", "Xã An Hòa")


def test_a_two_storey_header_names_the_columns_under_it_from_the_top() -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Đơn vị"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Số phiếu"
    table.cell(1, 1).text, table.cell(1, 2).text = "Hợp lệ", "Không hợp lệ"
    for column, text in enumerate(("(1)", "(2)", "(3)")):
        table.cell(2, column).text = text
    for column, text in enumerate(("Xã An Bình", "101", "2")):
        table.cell(3, column).text = text
    result = read(packed(document))
    cells = {result.quote(b.span): b.cell for b in result.blocks if b.cell}
    assert cells["101"].header == "Số phiếu Hợp lệ" and cells["2"].header == "Số phiếu Không hợp lệ"
    assert cells["(2)"].is_header and not cells["101"].is_header


def test_a_cell_over_several_rows_stands_once_and_names_them_all() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    table.cell(0, 0).text, table.cell(0, 1).text = "Huyện", "Số đại biểu"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Lạc Sơn"
    table.cell(1, 1).text, table.cell(2, 1).text = "31", "32"
    result = read(packed(document))
    assert result.text.count("Lạc Sơn") == 1
    assert {b.cell.row_header for b in result.blocks if b.cell and result.quote(b.span) in ("31", "32")} == {"Lạc Sơn"}


def test_insertions_are_text_and_deletions_are_not() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    xml = (
        run.format("Hạn nộp: ")
        + "<w:del w:id='1' w:author='a'><w:r><w:delText>ngày 10/5/2021</w:delText></w:r></w:del>"
        + f"<w:ins w:id='2' w:author='a'>{run.format('ngày 12/5/2021')}</w:ins>"
        + f"<w:moveFrom w:id='3' w:author='a'>{run.format(' cũ')}</w:moveFrom><w:moveTo w:id='4' w:author='a'>{run.format(' mới')}</w:moveTo>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r>"
    )
    assert read(packed(paragraph(xml))).text == "Hạn nộp: ngày 12/5/2021 mới"


def test_tabs_breaks_and_hyphens_are_kept_and_field_codes_are_not() -> None:
    xml = (
        "<w:r><w:t>08</w:t><w:noBreakHyphen/><w:t>CT/TU</w:t><w:tab/><w:t>một</w:t><w:br/><w:t>hai</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        "<w:hyperlink><w:r><w:t xml:space='preserve'> ba</w:t></w:r></w:hyperlink>"
    )
    assert read(packed(paragraph(xml))).text == "08-CT/TU\tmột\nhai ba"


@pytest.mark.parametrize("look", ["<w:caps/>", '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'])
def test_what_its_type_shows_as_capitals_becomes_capitals_and_keeps_its_place(look: str) -> None:
    document = parse(packed(paragraph(f"<w:r><w:t>Kèm </w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t>quyết định</w:t></w:r><w:r><w:t> số 5</w:t></w:r>")), Source("a.docx"))
    assert document.text.startswith("Kèm QUYẾT ĐỊNH số 5")
    assert document.places.at(document.text.index("QUYẾT")) == Place(part="body/p1", column=5)
    assert not document.capitals


def test_capitals_of_a_style_hold_unless_the_run_says_otherwise() -> None:
    styled = docx.Document()
    styled.styles.add_style("Cơ quan", WD_STYLE_TYPE.PARAGRAPH).font.all_caps = True
    line = styled.add_paragraph("Sở Nội vụ ", style="Cơ quan")
    line.add_run("(dự thảo)").font.all_caps = False
    assert parse(packed(styled), Source("a.docx")).text == "SỞ NỘI VỤ (dự thảo)"


def test_each_character_leads_back_to_its_paragraph_and_cell() -> None:
    document = docx.Document()
    document.add_paragraph("Thứ nhất")
    document.add_paragraph("")
    document.add_paragraph("Thứ ba: ngày 05/6/2021")
    data_table(document)
    result = read(packed(document))
    place = result.places.at(result.text.index("05/6/2021"))
    assert (place.part, place.column) == ("body/p3", 14)
    assert result.places.at(result.text.index("5.412")).part == "body/t1/r2/c3/p1"


def test_decomposed_letters_come_out_composed_and_keep_their_columns() -> None:
    import unicodedata

    document = docx.Document()
    document.add_paragraph(unicodedata.normalize("NFD", "Ủy ban bầu cử"))
    result = read(packed(document))
    assert result.text == "Ủy ban bầu cử"


def test_footnotes_follow_the_body_as_notes() -> None:
    data = packed(paragraph("<w:r><w:t>Theo quy định</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"))
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Khoản 3 Điều 24.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    data = with_part(data, "word/footnotes.xml", notes)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
        types = package.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    data = with_part(data, "word/_rels/document.xml.rels", relations.replace("</Relationships>", relation))
    override = '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    result = read(with_part(data, "[Content_Types].xml", types.replace("</Types>", override)))
    assert texts(result, kind="note") == ["Khoản 3 Điều 24."]
    assert result.places.at(result.text.index("Khoản")).part == "footnotes/n1/p1"


def test_page_heads_stand_last_once_and_page_numbers_not_at_all() -> None:
    document = docx.Document()
    document.add_paragraph("Nội dung")
    document.sections[0].header.paragraphs[0].text = "Dự thảo lần 2"
    document.sections[0].footer.paragraphs[0].text = "Trang 1/2"
    result = read(packed(document))
    assert result.text == "Nội dung\nDự thảo lần 2"
    assert texts(result, kind="running") == ["Dự thảo lần 2"]


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    xml = f"<w:r><mc:AlternateContent {mc}>{twice}</mc:AlternateContent></w:r>"
    result = read(packed(paragraph("<w:r><w:t>Thân</w:t></w:r>" + xml)))
    assert result.text.count("HỎA TỐC") == 1 and result.text.startswith("Thân")


def test_list_items_are_marked_but_their_numbers_are_not_written() -> None:
    document = docx.Document()
    document.add_paragraph("Việc thứ nhất", style="List Number")
    result = read(packed(document))
    assert result.text == "Việc thứ nhất" and texts(result, kind="item") == ["Việc thứ nhất"]


def test_headings_carry_their_level() -> None:
    document = docx.Document()
    document.add_heading("Mục đích", level=2)
    (block,) = read(packed(document)).blocks
    assert (block.kind, block.level) == ("heading", 2)


def test_a_table_in_a_cell_is_read_with_the_cell() -> None:
    document = docx.Document()
    data_table(document)
    inner = document.tables[0].cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "trong", "ngoài"
    result = read(packed(document))
    assert "Xã An Bình\ntrong\nngoài" in texts(result, kind="cell")


def test_an_unrelated_paragraph_appended_changes_no_earlier_text() -> None:
    document = official()
    before = read(packed(document))
    document.add_paragraph("Đoạn thêm không liên quan.")
    after = read(packed(document))
    assert after.text.startswith(before.text) and after.blocks[: len(before.blocks)] == before.blocks


def test_blocks_are_in_order_and_hold_their_quotes() -> None:
    for path in sorted(CORPUS.glob("*.docx")):
        document = read(path.read_bytes(), path.name)
        end = 0
        for block in document.blocks:
            assert end <= block.start < block.end and document.quote(block.span).strip()
            end = block.end
        assert all(document.places.at(offset).part for offset in range(0, len(document.text), 7))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"),
        (b"not a zip", "damaged"),
        (packed(docx.Document())[:3000], "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Word file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 2, "password"),
    ],
)
def test_what_cannot_be_opened_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read(data, "hỏng.docx")
    assert caught.value.file == "hỏng.docx" and caught.value.remedy


def test_a_zip_of_something_else_is_no_word_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(ReadError, match="no Word file"):
        read(out.getvalue())


@pytest.mark.parametrize("entity", ["SYSTEM 'file:///etc/passwd'", "'" + "a" * 1000 + "'"])
def test_declared_entities_are_refused_and_never_unfolded(entity: str) -> None:
    body = f"<!DOCTYPE w [<!ENTITY x {entity}>]><w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(ReadError, match="entities"):
        read(with_part(packed(docx.Document()), "word/document.xml", body))


def test_a_file_with_macros_is_read_like_any_other() -> None:
    data = packed(paragraph("<w:r><w:t>Có macro</w:t></w:r>"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml").decode()
    macro = types.replace("openxmlformats-officedocument.wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml")
    assert read(with_part(data, "[Content_Types].xml", macro)).text == "Có macro"


def test_a_file_without_text_is_a_warning() -> None:
    (problem,) = read(packed(docx.Document())).problems
    assert problem.severity == "warning" and "no text" in problem.message
