"""Office files in old formats: their text, tables and places."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from random import Random

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ReadError
from extractor.model import Document, Place, Source
from extractor.parse import doc, parse
from extractor.parse.sheet_values import shown_number
from tests.parse.test_old_words import old

SENTENCE = "uỷ ban nhân dân huyện tổ chức hội nghị tổng kết, cử tri được mời dự đông đủ"


def rtf(body: str, fonts: str = r"{\f0\froman\fcharset0 Times New Roman;}") -> Document:
    return parse(f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{fonts}}}\\uc1 {body}}}".encode("latin-1"), Source("a.rtf"))


def hexed(text: str) -> str:
    return "".join(char if char.isascii() else f"\\'{char.encode('cp1252')[0]:02x}" for char in text)


def cells(document: Document) -> list[tuple[int, int, str, str, str]]:
    return [(b.cell.row, b.cell.column, document.text[b.start : b.end], b.cell.header, b.cell.row_header) for b in document.blocks if b.cell is not None]


def places_hold(document: Document) -> bool:
    """Every block begins at a named place, and no block is empty."""
    return all(document.places.at(block.start).part and document.text[block.start : block.end].strip() for block in document.blocks)


# .rtf


def test_an_rtf_in_tcvn3_becomes_unicode_with_looks_and_places() -> None:
    typed = hexed(old(SENTENCE, "TCVN3"))
    document = rtf(rf"\pard\qc\b {typed}\b0\par\pard\qj {typed}\par {{\pard\qr {typed}\par}}", r"{\f0\fnil\fcharset2{\*\panose 0201}.VnTime;}")
    assert document.text == f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}"
    assert [(block.kind, block.align, block.bold) for block in document.blocks] == [("heading", "centre", True), ("paragraph", "full", False), ("paragraph", "right", False)]
    place = document.places.at(document.text.index("huyện"))
    assert (place.part, place.column) == ("body/p1", SENTENCE.index("huyện") + 1)
    assert document.parser == "rtf/2"


FONTS = r"{\f0\fnil\fcharset0 .VnTime;}{\f1\fnil\fcharset0{\*\panose 02020603050405020304}.VnTimeH;}"


def test_small_letters_of_a_capitals_only_font_are_the_capitals_a_reader_sees() -> None:
    head, name = old("sở tài chính vật giá", "TCVN3"), old("Người ký: Hà Thị Lành, phó giám đốc sở", "TCVN3")
    document = rtf(rf"{{\f1 {hexed(head)}}}\par {hexed(name)}\par", FONTS)
    assert document.text == "SỞ TÀI CHÍNH VẬT GIÁ\nNgười ký: Hà Thị Lành, phó giám đốc sở"
    assert places_hold(document) and not document.capitals
    place = document.places.at(document.text.index("CHÍNH"))
    assert place == Place(part="body/p1", column=1 + "sở tài chính".index("chính"))


def test_all_caps_of_an_rtf_end_with_their_group_and_their_word() -> None:
    assert rtf(r"{\caps ph} {\caps l\caps0 ist} {\caps a\plain b}\par").text == "PH List Ab"


def test_a_soft_hyphen_of_an_rtf_is_a_letter_in_tcvn3_and_nothing_elsewhere() -> None:
    typed = hexed(old(f"{SENTENCE} phường thường trực", "TCVN3"))
    assert "\\'ad" in typed
    assert rtf(typed).text == f"{SENTENCE} phường thường trực"
    assert rtf(r"thu\-ong ngay").text == "thuong ngay"


def test_one_rtf_may_mix_code_pages_unicode_and_old_letters() -> None:
    fonts = r"{\f0\fcharset0 Times New Roman;}{\f1\fcharset163 Arial;}{\f2\fcharset204 Arial Cyr;}{\f3\fcharset0 VNI-Times;}"
    typed = hexed(old(SENTENCE, "VNI"))
    document = rtf(rf"\f0 T\u7893?nh \f1 \'d0\'e0 N\'e3\'fdng\par\f2 \'cc\'ee\'f1\'ea\'e2\'e0\par\f3 {typed}\par", fonts)
    assert document.text.split("\n") == ["Tổnh".replace("ổ", chr(7893)) + " Đà Năưng", "Москва", SENTENCE]


def test_a_table_of_an_rtf_is_cells_with_headers_and_merged_cells() -> None:
    row = r"\trowd\clbrdrl\brdrs\cellx1000\cellx2000\cellx3000 "
    head = rf"{row}\pard\intbl Don vi\cell So cu tri\cell Ty le\cell\row"
    body = rf"{row}\pard\intbl Xa An\cell 1.200\cell 99,5%\cell\row {row}\pard\intbl Xa Binh\cell 900\cell 98%\cell\row"
    document = rtf(rf"Truoc\par {head}{body}\pard Sau\par")
    assert cells(document)[3:] == [
        (1, 0, "Xa An", "Don vi", ""),
        (1, 1, "1.200", "So cu tri", "Xa An"),
        (1, 2, "99,5%", "Ty le", "Xa An"),
        (2, 0, "Xa Binh", "Don vi", ""),
        (2, 1, "900", "So cu tri", "Xa Binh"),
        (2, 2, "98%", "Ty le", "Xa Binh"),
    ]
    assert document.text.startswith("Truoc\nDon vi") and document.text.endswith("98%\nSau")
    assert document.places.at(document.text.index("900")).part == "body/t1/r3/c2/p1"
    assert places_hold(document)


def test_the_two_columns_of_a_head_are_read_one_after_the_other() -> None:
    row = r"\trowd\cellx4000\cellx9000 "
    state = hexed(old("Cộng hoà xã hội chủ nghĩa Việt Nam", "TCVN3"))
    motto, body = hexed(old("Độc lập - Tự do - Hạnh phúc", "TCVN3")), hexed(old(SENTENCE, "TCVN3"))
    document = rtf(rf"{row}\pard\intbl UBND\par An\cell {state}\par {motto}\cell\row {row}\pard\intbl 12/KH\cell An, 2/3\cell\row\pard {body}\par")
    assert document.text.split("\n") == ["UBND", "An", "12/KH", "Cộng hoà xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "An, 2/3", SENTENCE]
    assert [block.align for block in document.blocks][:6] == ["left", "left", "left", "right", "right", "right"]


def test_what_is_no_text_stays_out_of_an_rtf_and_notes_stand_at_the_end() -> None:
    document = rtf(
        r"{\info{\title Khong}}{\*\unknown Khong}{\stylesheet{\s0 Khong;}}{\header Dau trang\par}{\footer\qc - 3 -\par}"
        r"{\pict\bin4 }}}}ffd8}Mot{\v an}{\footnote Chu thich}{\field{\*\fldinst PAGE}{\fldrslt hai}}{\deleted bo}\par Ba\emdash\bullet\par"
    )
    assert document.text == "Mothai\nBa—•\nChu thich\nDau trang"
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "note", "running"]


@pytest.mark.parametrize("end", [1, 30, 60, 90])
def test_an_rtf_that_is_cut_off_gives_what_it_has_and_says_so(end: int) -> None:
    whole = rb"{\rtf1\ansi{\fonttbl{\f0 A;}}\pard Dong mot cua van ban nay\par{\b Dong hai}\par\trowd\cellx100\intbl o mot\cell o hai\cell\row}"
    document = parse(whole[:-end], Source("a.rtf"))
    assert any("cut off" in problem.message for problem in document.problems)


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(ReadError, match="groups"):
        parse(b"{\\rtf1 " + b"{" * 5000, Source("a.rtf"))


# .xls, .xlsx


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kết quả"
    sheet["A1"] = "KẾT QUẢ BẦU CỬ ĐẠI BIỂU HĐND XÃ"
    sheet.merge_cells("A1:D1")
    for column, head in enumerate(["TT", "Đơn vị", "Số cử tri", "Tỷ lệ"], start=1):
        sheet.cell(3, column, head)
    for row, (name, voters, rate) in enumerate([("Thôn Đông", 1234, 0.9956), ("Thôn Đoài", 900, 1)], start=4):
        sheet.cell(row, 1, row - 3)
        sheet.cell(row, 2, name)
        sheet.cell(row, 3, voters).number_format = "#,##0"
        sheet.cell(row, 4, rate).number_format = "0.00%"
    sheet["B8"] = "Ngày lập biểu"
    sheet["C8"] = datetime(2021, 5, 24)
    other = book.create_sheet("Sheet2")
    other["B2"] = "Ghi chú của tổ bầu cử"
    book.create_sheet("Ẩn").sheet_state = "hidden"
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_headings_lines_and_cells_with_headers() -> None:
    document = parse(saved(workbook()), Source("a.xlsx"))
    assert document.text.split("\n")[:2] == ["Kết quả", "KẾT QUẢ BẦU CỬ ĐẠI BIỂU HĐND XÃ"]
    assert document.blocks[0].kind == "heading"
    assert (1, 2, "1.234", "Số cử tri", "Thôn Đông") in cells(document)
    assert (2, 3, "100,00%", "Tỷ lệ", "Thôn Đoài") in cells(document)
    assert "24/05/2021" in document.text and document.text.endswith("Ghi chú của tổ bầu cử")
    assert document.places.at(document.text.index("99,56%")).part == "sheet1/r4/c4"
    assert document.places.at(document.text.index("Ghi chú")).part == "sheet2/r2/c2"
    assert ["hidden" in problem.message for problem in document.problems] == [True]
    assert places_hold(document) and document.parser.startswith("xlsx/2 openpyxl/")


def test_head_and_foot_of_a_workbook_are_read_column_by_column() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, left, right in ((1, "UBND HUYỆN ĐÔNG HẢI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (2, "PHÒNG NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"), (3, "Số: 7/BC-NV", "Đông Hải, ngày 03 tháng 2 năm 2020")):
        sheet.cell(row, 1, left)
        sheet.cell(row, 4, right)
    for row in range(5, 9):
        for column in range(1, 6):
            sheet.cell(row, column, row * column)
    for row, left, right in ((10, "Nơi nhận:", "TRƯỞNG PHÒNG"), (11, "- UBND huyện;", "(đã ký)"), (12, "- Lưu.", None), (15, None, "Danh Thị Sa Rây")):
        sheet.cell(row, 1, left)
        sheet.cell(row, 4, right)
    sheet.cell(17, 1, "Ghi chú: số liệu tạm tính đến hết ngày 31/01/2020.")
    sheet.merge_cells("A17:E17")
    lines = parse(saved(book), Source("a.xlsx")).text.split("\n")
    assert lines[:6] == ["UBND HUYỆN ĐÔNG HẢI", "PHÒNG NỘI VỤ", "Số: 7/BC-NV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đông Hải, ngày 03 tháng 2 năm 2020"]
    assert lines[-7:] == ["Nơi nhận:", "- UBND huyện;", "- Lưu.", "TRƯỞNG PHÒNG", "(đã ký)", "Danh Thị Sa Rây", "Ghi chú: số liệu tạm tính đến hết ngày 31/01/2020."]


def test_a_workbook_in_tcvn3_is_converted_with_its_headers() -> None:
    book = openpyxl.Workbook()
    for row in [["tên dự án", "số vốn đăng ký", "địa điểm"], ["xây dựng trường học", 12, "quận tây hồ"], ["đường giao thông", 13.5, "huyện đông anh"]]:
        book.active.append([old(value, "TCVN3") if isinstance(value, str) else value for value in row])
    document = parse(saved(book), Source("a.xlsx"))
    assert cells(document)[-2:] == [(2, 1, "13,5", "số vốn đăng ký", "đường giao thông"), (2, 2, "huyện đông anh", "địa điểm", "đường giao thông")]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [(1234.0, "General", "1234"), (0.9956, "0.00%", "99,56%"), (99.6, "0.0", "99,6"), (1234.5, "#,##0", "1.235"), (1234567.0, "#,##0.0", "1.234.567,0"), (1e300, "0", "1e+300"), (0.1 + 0.2, "General", "0,3"), (5.0, '0 "cử tri"', "5")],
)
def test_figures_are_shown_as_vietnamese_are_written(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize("name", ["a.xlsx", "a.odt"])
def test_a_package_with_entities_or_a_bomb_in_it_is_refused(name: str) -> None:
    main, kind = ("xl/workbook.xml", "x") if name.endswith("xlsx") else ("content.xml", "application/vnd.oasis.opendocument.text")
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(ReadError, match="entities"):
        parse(package({"mimetype": kind.encode(), main: entity}), Source(name))


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for part, data in parts.items():
            made.writestr(part, data)
    return stream.getvalue()


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_workbook_cut_off_is_refused(share: float) -> None:
    data = saved(workbook())
    with pytest.raises(ReadError) as refused:
        parse(data[: int(len(data) * share)], Source("a.xlsx"))
    assert refused.value.remedy


# .odt

CONTENT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles><style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="C1" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style></office:automatic-styles>
<office:body><office:text>BODY</office:text></office:body></office:document-content>"""


def odt(body: str) -> Document:
    return parse(package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": CONTENT.replace("BODY", body).encode()}), Source("a.odt"))


def test_an_odt_is_paragraphs_items_tables_and_notes_in_order() -> None:
    cell = '<table:table-cell table:style-name="C1"><text:p>{}</text:p></table:table-cell>'
    rows = "".join("<table:table-row>" + "".join(cell.format(text) for text in row) + "</table:table-row>" for row in [("Xã", "Cử tri"), ("An", "900"), ("Bình", "800")])
    document = odt(
        '<text:tracked-changes><text:p>bỏ</text:p></text:tracked-changes><text:h text:outline-level="2">Mục một</text:h><text:p text:style-name="P1">GIỮA</text:p>'
        '<text:p>Một<text:s text:c="2"/>hai<text:tab/>ba\n  bốn<text:note><text:note-body><text:p>Ghi chú</text:p></text:note-body></text:note><text:span> năm</text:span></text:p>'
        f"<text:list><text:list-item><text:p>mục con</text:p></text:list-item></text:list><table:table>{rows}</table:table><text:p/><text:p>Cuối</text:p>"
    )
    assert document.text == "Mục một\nGIỮA\nMột  hai\tba bốn năm\nmục con\nXã\nCử tri\nAn\n900\nBình\n800\nCuối\nGhi chú"
    assert [block.kind for block in document.blocks] == ["heading", "heading", "paragraph", "item", *["cell"] * 6, "paragraph", "note"]
    assert (2, 1, "800", "Cử tri", "Bình") in cells(document)
    assert document.places.at(document.text.index("800")).part == "body/t1/r3/c2/p1"
    assert places_hold(document)


def test_an_odt_without_text_body_or_cut_off_is_refused() -> None:
    with pytest.raises(ReadError, match="no text document"):
        parse(package({"mimetype": b"x", "content.xml": b"<a/>"}), Source("a.odt"))
    with pytest.raises(ReadError, match="damaged"):
        parse(package({"mimetype": b"x", "content.xml": b"<a><b>"}), Source("a.odt"))


# .doc

OLE_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")


def test_without_a_converter_a_doc_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc.shutil, "which", lambda name: None)
    with pytest.raises(ReadError) as refused:
        parse(OLE_WORD, Source("a.doc"))
    assert "apt-get install catdoc" in refused.value.remedy


@pytest.mark.skipif(shutil.which("catdoc") is None, reason="catdoc is not installed")
def test_a_doc_that_is_damaged_is_refused_with_a_remedy() -> None:
    with pytest.raises(ReadError) as refused:
        parse(OLE_WORD, Source("a.doc"))
    assert ".docx" in refused.value.remedy


def test_the_text_of_a_converter_is_parted_into_paragraphs_and_rows() -> None:
    head = "UBND XÃ AN\ue000CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập\ue001Số: 1/KH\ue000An, ngày 2\ue001KẾ HOẠCH\nNội dung  HYPERLINK \"http://a.vn\" dài\n - PAGE   2 -\n"
    table = "TT\ue000Xã\ue000Cử tri\ue0011\ue000An\ue000900\ue0012\ue000Bình\ue000800\ue001Cuối\n"
    parts = list(doc._parts((head + table).replace("\ue000", doc._CELL).replace("\ue001", doc._ROW)))
    assert [type(part).__name__ for part in parts] == ["Table", "Paragraph", "Paragraph", "Table", "Paragraph"]
    assert [cell.text for cell in parts[0].cells] == ["UBND XÃ AN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập", "Số: 1/KH", "An, ngày 2"]
    assert parts[2].text == "Nội dung dài"
    assert [cell.text for cell in parts[3].cells][-3:] == ["2", "Bình", "800"]


@pytest.mark.skipif(shutil.which("catdoc") is None, reason="catdoc is not installed")
def test_a_doc_in_tcvn3_is_read_from_its_head_to_its_table() -> None:
    data = (Path(__file__).parent / "files" / "ke-hoach-tcvn3.doc").read_bytes()
    document = parse(data, Source("ke-hoach.doc"))
    lines = document.text.split("\n")
    assert lines[:5] == ["UBND huyện", "Số: 07/KH-UB", "Cộng hoà xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "ngày 12 tháng 3 năm 2004"]
    assert [block.align for block in document.blocks[:5]] == ["left", "left", "right", "right", "right"]
    assert "Thường trực Uỷ ban nhân dân huyện giao các phường, thị trấn tổ chức hội nghị cử tri" in document.text
    assert (2, 1, "1.250", "Số cử tri", "Phường Trần Phú") in cells(document)
    assert document.parser.startswith("doc/2 catdoc/") and document.language == "vi"
    assert any("TCVN3" in problem.message for problem in document.problems) and places_hold(document)


def test_a_docx_in_tcvn3_has_its_two_column_head_and_its_lost_letters() -> None:
    file = docx.Document()
    grid = file.add_table(1, 2)
    grid.cell(0, 0).text = old("UBND huyện", "TCVN3")
    grid.cell(0, 1).text = old("Cộng hoà xã hội chủ nghĩa Việt Nam", "TCVN3")
    run = file.add_paragraph().add_run()
    before, after = old("các đồng chí lãnh đạo huyện, th", "TCVN3"), old("ờng trực", "TCVN3")
    run.text = before
    run._r.append(OxmlElement("w:softHyphen"))
    run._r.append(run._r.makeelement(qn("w:t"), {}))
    run._r[-1].text = after
    stream = io.BytesIO()
    file.save(stream)
    document = parse(stream.getvalue(), Source("a.docx"))
    assert document.text.split("\n") == ["UBND huyện", "Cộng hoà xã hội chủ nghĩa Việt Nam", "các đồng chí lãnh đạo huyện, thường trực"]
    assert [block.align for block in document.blocks] == ["left", "right", None]


@pytest.mark.parametrize("name", ["a.rtf", "a.xlsx", "a.odt"])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_bytes_that_went_wrong_are_read_or_refused_and_nothing_else(name: str, seed: int) -> None:
    random = Random(seed)
    data = bytearray(
        saved(workbook())
        if name == "a.xlsx"
        else package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": CONTENT.replace("BODY", "<text:p>a</text:p>" * 20).encode()})
        if name == "a.odt"
        else rb"{\rtf1\ansi{\fonttbl{\f0\fcharset163 A;}}\trowd\cellx10\cellx20\intbl a\cell b\cell\row\pard \u7893?\'d0{\b x}\par{\footnote n}\bin3 abc}"
    )
    for _ in range(random.randint(1, 6)):
        data[random.randrange(len(data))] = random.randrange(256)
    try:
        document = parse(bytes(data), Source(name))
    except ReadError:
        return
    assert all(block.end <= len(document.text) for block in document.blocks)
