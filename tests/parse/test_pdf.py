"""PDF in, text with places out. The pages are drawn here with the standard fonts, so Vietnamese stands
without accents; what needs accents is read from the corpus."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakSet

import numpy as np
import pytest
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import ReadError
from extractor.model import Block, Document, Source, Span
from extractor.parse import pdf
from extractor.parse.pdf import parse_pdf
from extractor.parse.pdf_chars import Frame
from extractor.parse.pdf_layer import is_garbage, judge_layer
from extractor.parse.pdf_pages import SAMPLE, PageLayout, lay_out
from extractor.parse.syllable import is_syllable

CORPUS = Path(__file__).parents[2] / "corpus" / "dev"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 540.0


class Sheet:
    """A PDF drawn line by line; y counts down from the top of the page."""

    def __init__(self, size: tuple[float, float] = (WIDTH, HEIGHT), **options: object) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=size, invariant=1, **options)
        self.height = size[1]

    def text(self, x: float, y: float, text: str, *, bold: bool = False, size: float = 13) -> None:
        self.canvas.setFont("Times-Bold" if bold else "Times-Roman", size)
        self.canvas.drawString(x, self.height - y, text)

    def centred(self, middle: float, y: float, text: str, *, bold: bool = False, size: float = 13) -> None:
        self.text(middle - stringWidth(text, "Times-Bold" if bold else "Times-Roman", size) / 2, y, text, bold=bold, size=size)

    def paragraph(self, y: float, text: str, *, indent: float = 36, width: float = RIGHT - LEFT) -> float:
        """Wrapped and justified, first line indented; gives back the y below it."""
        words, x = text.split(), LEFT + indent
        while words:
            line: list[str] = []
            while words and stringWidth(" ".join([*line, words[0]]), "Times-Roman", 13) <= LEFT + width - x:
                line.append(words.pop(0))
            loose = LEFT + width - x - sum(stringWidth(w, "Times-Roman", 13) for w in line)
            step = loose / (len(line) - 1) if words and len(line) > 1 else stringWidth(" ", "Times-Roman", 13)
            for word in line:
                self.text(x, y, word)
                x += stringWidth(word, "Times-Roman", 13) + step
            x, y = LEFT, y + 16
        return y + 6

    def grid(self, xs: list[float], ys: list[float], rows: list[list[str]]) -> None:
        self.canvas.setLineWidth(0.6)
        for y in ys:
            self.canvas.line(xs[0], self.height - y, xs[-1], self.height - y)
        for x in xs:
            self.canvas.line(x, self.height - ys[0], x, self.height - ys[-1])
        for top, row in zip(ys, rows, strict=False):
            for x, cell in zip(xs, row, strict=False):
                for index, line in enumerate(cell.split("\n")):
                    self.text(x + 4, top + 14 + 13 * index, line, size=11)

    def turn(self) -> None:
        self.canvas.showPage()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


BODY = (
    "Can cu ke hoach da duoc thong qua, cac co quan to chuc trien khai cong tac bau cu theo dung tien do, bao dam dan chu, "
    "binh dang, dung phap luat, an toan va tiet kiem, tao dieu kien cho nhan dan thuc hien quyen lam chu cua minh trong ngay hoi lon."
)


NO_PAGES = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def read(data: bytes, path: str = "mau.pdf") -> Document:
    return parse_pdf(data, Source(path))


def texts(document: Document, **wanted: object) -> list[str]:
    return [document.quote(b.span) for b in document.blocks if all(getattr(b, key) == value for key, value in wanted.items())]


def block_with(document: Document, words: str) -> Block:
    return next(b for b in document.blocks if words in document.quote(b.span))


def official_page() -> Sheet:
    sheet = Sheet()
    head = ((60, "UY BAN NHAN DAN", "CONG HOA XA HOI CHU NGHIA VIET NAM"), (76, "TINH HOA BINH", "Doc lap - Tu do - Hanh phuc"))
    for y, left, right in head:
        sheet.centred(165, y, left, bold=True)
        sheet.centred(395, y, right, bold=True, size=12)
    sheet.centred(165, 104, "So: 12/KH-UBND")
    sheet.centred(395, 106, "Hoa Binh, ngay 05 thang 6 nam 2021")
    sheet.centred((LEFT + RIGHT) / 2, 140, "KE HOACH", bold=True)
    sheet.centred((LEFT + RIGHT) / 2, 156, "To chuc cuoc bau cu dai bieu Quoc hoi va dai bieu hoi dong", bold=True)
    sheet.centred((LEFT + RIGHT) / 2, 172, "nhan dan cac cap tren dia ban tinh", bold=True)
    sheet.paragraph(220, BODY)
    sheet.paragraph(320, "Cac don vi bao cao ket qua truoc ngay 15/6/2021 de tong hop theo quy dinh./.")
    sheet.text(LEFT, 400, "Noi nhan:", bold=True, size=12)
    for index, line in enumerate(("- Nhu tren;", "- Cac so, ban, nganh va to chuc doan the cap tinh;", "- Luu: VT.")):
        sheet.text(LEFT, 414 + 13 * index, line, size=11)
    sheet.centred(430, 400, "TM. UY BAN NHAN DAN", bold=True)
    sheet.centred(430, 416, "CHU TICH", bold=True)
    sheet.centred(430, 500, "Nguyen Van An", bold=True)
    return sheet


def test_the_head_of_an_official_document_is_read_column_by_column() -> None:
    document = read(official_page().bytes())
    head = [(document.quote(b.span), b.align) for b in document.blocks[:6]]
    assert head == [
        ("UY BAN NHAN DAN", "left"),
        ("TINH HOA BINH", "left"),
        ("So: 12/KH-UBND", "left"),
        ("CONG HOA XA HOI CHU NGHIA VIET NAM", "right"),
        ("Doc lap - Tu do - Hanh phuc", "right"),
        ("Hoa Binh, ngay 05 thang 6 nam 2021", "right"),
    ]


def test_recipients_come_before_the_signature_beside_them() -> None:
    document = read(official_page().bytes())
    assert texts(document, align="left")[3:] == ["Noi nhan:", "- Nhu tren;", "- Cac so, ban, nganh va to chuc doan the cap tinh;", "- Luu: VT."]
    assert texts(document, align="right")[3:] == ["TM. UY BAN NHAN DAN", "CHU TICH", "Nguyen Van An"]


def test_a_head_whose_columns_nearly_touch_is_still_two_columns() -> None:
    sheet = Sheet()
    head = ((60, "UY BAN NHAN DAN TINH DONG", "CONG HOA XA HOI CHU NGHIA VIET NAM"), (76, "NAI VA CAC NGANH", "Doc lap - Tu do - Hanh phuc"))
    for y, left, right in head:
        sheet.centred(168, y, left, size=12)
        sheet.centred(405, y, right, bold=True)
    sheet.paragraph(140, BODY)
    document = read(sheet.bytes())
    assert texts(document, align="left") == ["UY BAN NHAN DAN TINH DONG", "NAI VA CAC NGANH"]


def test_addressees_set_beside_their_label_do_not_join_the_head() -> None:
    sheet = Sheet()
    sheet.centred(165, 60, "SO NOI VU", bold=True)
    sheet.centred(395, 60, "CONG HOA XA HOI CHU NGHIA VIET NAM", bold=True)
    sheet.centred(165, 90, "So: 15/SNV-VP")
    sheet.centred(395, 90, "Hoa Binh, ngay 05 thang 6 nam 2021")
    sheet.text(180, 130, "Kinh gui:")
    for index, name in enumerate(("- Uy ban nhan dan tinh;", "- So Tu phap;", "- Cac so, nganh lien quan.")):
        sheet.text(240, 130 + 17 * index, name)
    sheet.paragraph(210, BODY)
    document = read(sheet.bytes())
    after_head = document.text[document.text.index("nam 2021") :]
    assert after_head.index("Kinh gui:") < after_head.index("- Uy ban nhan dan tinh;") < after_head.index("- So Tu phap;")


def test_a_signature_that_begins_above_the_recipients_stays_whole() -> None:
    sheet = Sheet()
    y = sheet.paragraph(80, BODY) + 20
    for index, line in enumerate(("TM. UY BAN NHAN DAN", "KT. CHU TICH", "PHO CHU TICH")):
        sheet.centred(430, y + 16 * index, line, bold=True)
    for index, line in enumerate(("Noi nhan:", "- Nhu tren;", "- Cac Pho Chu tich;", "- Luu: VT.")):
        sheet.text(LEFT, y + 16 + 12.5 * index, line, size=10.5)
    sheet.centred(430, y + 120, "Nguyen Van Binh", bold=True)
    document = read(sheet.bytes())
    assert texts(document, align="right") == ["TM. UY BAN NHAN DAN", "KT. CHU TICH", "PHO CHU TICH", "Nguyen Van Binh"]


def test_a_list_set_with_tabs_keeps_its_rows_together() -> None:
    sheet = Sheet()
    sheet.paragraph(80, BODY)
    people = (("1. Ong Nguyen Van An", "Truong ban"), ("2. Ba Tran Thi Binh", "Pho Truong ban"), ("3. Ong Le Van Cuong", "Thu ky"))
    for index, (name, role) in enumerate(people):
        sheet.text(LEFT + 36, 200 + 20 * index, name)
        sheet.text(360, 200 + 20 * index, role)
    assert "1. Ong Nguyen Van An Truong ban" in texts(read(sheet.bytes()))


def test_type_and_title_are_centred_headings_and_the_title_is_one() -> None:
    document = read(official_page().bytes())
    title = "To chuc cuoc bau cu dai bieu Quoc hoi va dai bieu hoi dong nhan dan cac cap tren dia ban tinh"
    assert texts(document, align="centre", kind="heading") == ["KE HOACH", title]


def test_wrapped_lines_are_one_paragraph_with_single_blanks() -> None:
    document = read(official_page().bytes())
    assert BODY in texts(document, align="full")


def test_a_paragraph_that_crosses_the_page_is_one_block_on_two_pages() -> None:
    sheet = Sheet()
    for index in range(3):
        sheet.paragraph(80 + 100 * index, BODY)
    sheet.text(LEFT + 36, 700, "Hoi nghi tiep xuc cu tri duoc to chuc tai hoi truong huyen Cau Dinh thuoc")
    sheet.turn()
    sheet.text(300, 40, "2")
    sheet.text(LEFT, 80, "tinh Hoa Binh vao sang ngay 05/5/2021.")
    sheet.paragraph(110, BODY)
    document = read(sheet.bytes())
    whole = "Hoi nghi tiep xuc cu tri duoc to chuc tai hoi truong huyen Cau Dinh thuoc tinh Hoa Binh vao sang ngay 05/5/2021."
    assert whole in texts(document)
    span = Span(document.text.index(whole), document.text.index(whole) + len(whole))
    assert [box.page for box in document.line_boxes(span)] == [1, 2]


def test_page_numbers_are_left_out_and_running_heads_are_marked() -> None:
    sheet = Sheet()
    for number in range(1, 5):
        sheet.centred(WIDTH / 2, 40, f"- {number} -")
        sheet.text(LEFT, 815, "Cong bao tinh, so 12")
        sheet.paragraph(90, f"Trang thu {number}. " + BODY)
        sheet.turn()
    document = read(sheet.bytes())
    assert not any(text.startswith("- ") for text in texts(document))
    assert texts(document, kind="running") == ["Cong bao tinh, so 12"] * 4
    assert len(texts(document, kind="paragraph")) == 4


def test_a_list_wrapped_in_the_middle_of_a_term_of_office_makes_no_item() -> None:
    sheet = Sheet()
    y = sheet.paragraph(80, BODY)
    sheet.text(LEFT + 36, y, "Thuc hien nghi quyet ve bau cu dai bieu hoi dong nhan dan nhiem ky 2021")
    sheet.text(RIGHT - stringWidth("nam", "Times-Roman", 13), y, "nam")
    sheet.text(LEFT, y + 16, "- 2026 tren dia ban.")
    sheet.paragraph(y + 40, BODY)
    assert any("2021 nam - 2026 tren dia ban." in text for text in texts(read(sheet.bytes())))


def test_list_marks_begin_blocks_of_their_own() -> None:
    sheet = Sheet()
    y = 80.0
    for index in range(1, 4):
        y = sheet.paragraph(y, f"{index}. {BODY}") - 6
    assert [text[:2] for text in texts(read(sheet.bytes()))] == ["1.", "2.", "3."]


def test_a_ruled_table_gives_a_block_a_cell_with_its_header() -> None:
    sheet = Sheet()
    sheet.paragraph(80, BODY)
    rows = [["TT", "Don vi", "Tong so\ncu tri"], ["1", "Phuong Tan Hoa", "5.412"], ["2", "Phuong Dong Tien\nva vung lan can", "4.936"]]
    sheet.grid([85, 120, 260, 400], [200, 235, 260, 295], rows)
    sheet.paragraph(340, BODY)
    document = read(sheet.bytes())
    cells = {document.quote(b.span): b.cell for b in document.blocks if b.cell}
    assert cells["Tong so cu tri"].is_header
    figure = cells["5.412"]
    assert (figure.row, figure.column, figure.header, figure.row_header) == (1, 2, "Tong so cu tri", "Phuong Tan Hoa")
    assert cells["Phuong Dong Tien va vung lan can"].row == 2
    assert len(texts(document, kind="paragraph")) == 2


def test_a_table_that_goes_on_overleaf_keeps_number_rows_and_header() -> None:
    sheet = Sheet()
    xs = [85.0, 260.0, 400.0]
    sheet.grid(xs, [700, 730, 760], [["Don vi", "So phieu"], ["Xa An Binh", "101"]])
    sheet.turn()
    sheet.grid(xs, [80, 110, 140], [["Xa An Hoa", "102"], ["Xa An Lac", "103"]])
    document = read(sheet.bytes())
    cell = block_with(document, "103").cell
    assert cell is not None
    assert (cell.table, cell.row, cell.header, cell.row_header) == (0, 3, "So phieu", "Xa An Lac")


def test_type_that_stands_upright_in_a_narrow_column_is_its_head() -> None:
    sheet = Sheet()
    rows = [["Don vi", "", "Ghi chu"], ["Xa An Binh", "12", "du"], ["Xa An Hoa", "13", "du"]]
    sheet.grid([85, 260, 290, 400], [200, 280, 310, 340], rows)
    sheet.canvas.saveState()
    sheet.canvas.translate(280, HEIGHT - 272)
    sheet.canvas.rotate(90)
    sheet.text(0, HEIGHT, "So to bau cu", size=11)
    sheet.canvas.restoreState()
    document = read(sheet.bytes())
    assert block_with(document, "13").cell.header == "So to bau cu"  # type: ignore[union-attr]


def test_shading_behind_words_is_no_table() -> None:
    sheet = Sheet()
    for row in range(6):
        for column in range(5):
            sheet.canvas.setFillColorRGB(0.95, 0.95, 0.95)
            sheet.canvas.rect(LEFT + 80 * column, HEIGHT - 110 - 16 * row, 80, 16, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    sheet.paragraph(96, BODY)
    assert not any(b.cell for b in read(sheet.bytes()).blocks)


def test_justified_lines_with_wide_blanks_are_no_columns() -> None:
    sheet = Sheet()
    for index in range(3):
        sheet.text(LEFT, 100 + 16 * index, "To chuc thuc hien cong tac")
        sheet.text(300, 100 + 16 * index, "tuyen truyen ve ngay bau cu cho moi nguoi")
        sheet.text(RIGHT - 3, 100 + 16 * index, ".")
    sheet.paragraph(148, BODY, indent=0)
    assert not texts(read(sheet.bytes()), align="right")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(rotation: int) -> None:
    wide = rotation in (90, 270)
    sheet = Sheet(size=(HEIGHT, WIDTH) if wide else (WIDTH, HEIGHT))
    canvas = sheet.canvas
    canvas.setPageRotation(rotation)
    if rotation:
        canvas.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[rotation])
        canvas.rotate(rotation)
    canvas.setFont("Times-Roman", 13)
    height = WIDTH if wide else HEIGHT
    canvas.drawString(100, height - 200, "So 12/KH-UBND")
    canvas.drawString(100, height - 230, "Cac co quan to chuc thuc hien ke hoach nay.")
    document = read(sheet.bytes())
    page = document.pages[0]
    assert (page.width, page.height) == ((HEIGHT, WIDTH) if wide else (WIDTH, HEIGHT))
    (box,) = document.line_boxes(Span(0, len("So 12/KH-UBND")))
    assert document.text.startswith("So 12/KH-UBND")
    assert abs(box.x0 - 100) < 1 and abs(box.x1 - 100 - stringWidth("So 12/KH-UBND", "Times-Roman", 13)) < 2
    assert 185 < box.top < 191 and 200 < box.bottom < 205


def test_boxes_count_from_the_crop_box() -> None:
    sheet = Sheet()
    sheet.canvas.setCropBox((50, 60, 500, 780))
    sheet.text(100, 200, "Trong khung")
    document = read(sheet.bytes())
    (box,) = document.line_boxes(Span(0, 5))
    assert (document.pages[0].width, document.pages[0].height) == (450, 720)
    assert abs(box.x0 - 50) < 1 and abs(box.bottom - (200 - 62 + 3)) < 3


def test_every_character_lies_on_its_page_and_knows_it() -> None:
    for path in sorted(CORPUS.glob("*.pdf")):
        document = read(path.read_bytes(), path.name)
        assert document.pages, path.name
        for page in document.pages:
            for offset in range(page.start, page.end):
                box = document.places.box(offset)
                if box is None:
                    assert document.text[offset] in " \n"
                    continue
                x0, top, x1, bottom = box
                assert -0.1 <= x0 <= x1 + 0.1 <= page.width + 0.2 and -0.1 <= top <= bottom <= page.height + 0.1
                assert document.places.at(offset).page == page.number


def test_blocks_and_pages_are_in_order_and_pages_cover_the_text() -> None:
    for path in sorted(CORPUS.glob("*.pdf")):
        document = read(path.read_bytes(), path.name)
        ends = [0]
        for block in document.blocks:
            assert ends[-1] <= block.start < block.end <= len(document.text)
            ends.append(block.end)
        assert [page.start for page in document.pages[1:]] == [page.end for page in document.pages[:-1]]
        assert document.pages[0].start == 0 and document.pages[-1].end == len(document.text)


def test_an_unrelated_page_appended_changes_no_earlier_text() -> None:
    alone = read(official_page().bytes())
    sheet = official_page()
    sheet.turn()
    sheet.paragraph(80, "Phu luc kem theo. " + BODY)
    assert read(sheet.bytes()).text.startswith(alone.text + "\n")


def test_type_drawn_at_an_angle_is_left_out_of_the_body() -> None:
    sheet = official_page()
    sheet.canvas.saveState()
    sheet.canvas.translate(200, 300)
    sheet.canvas.rotate(35)
    sheet.text(0, HEIGHT, "BAN SAO LUU HANH NOI BO", size=30)
    sheet.canvas.restoreState()
    assert read(sheet.bytes()).text == read(official_page().bytes()).text


def test_a_page_drawn_lying_on_its_side_is_read_line_by_line() -> None:
    sheet = Sheet()
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    for index in range(6):
        sheet.canvas.setFont("Times-Roman", 13)
        sheet.canvas.drawString(100, 400 - 40 * index, f"Muc {index + 1} cua bang phan cong nhiem vu")
    assert texts(read(sheet.bytes())) == [f"Muc {index + 1} cua bang phan cong nhiem vu" for index in range(6)]


def scan(*lines: str) -> bytes:
    """A page that is one grey picture, with lines of small type over it."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, WIDTH, HEIGHT)
    for index, line in enumerate(lines):
        sheet.text(400, 40 + 9 * index, line, size=7)
    return sheet.bytes()


@pytest.fixture
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.parse.ocr.engine", lambda: None)


@pytest.mark.usefixtures("without_recognition")
def test_a_scan_without_text_says_that_recognition_is_needed() -> None:
    document = read(scan())
    assert [page.layer for page in document.pages] == ["empty"] and document.text == ""
    assert document.problems[0].severity == "error" and "OCR" in document.problems[0].message and "install" in document.problems[0].message


def test_blank_pages_are_a_warning_and_need_no_recognition() -> None:
    sheet = Sheet()
    sheet.turn()
    document = read(sheet.bytes())
    assert document.pages[0].layer == "empty"
    assert [(p.severity, "OCR" in p.message) for p in document.problems] == [("warning", False)]


@pytest.mark.usefixtures("without_recognition")
def test_a_text_layer_of_misreadings_gives_no_text() -> None:
    wrong = (
        "UBND TINH KIEN GIANG Quyt djnh st ve vic thanh lp Hi ding sang kin cp co s nam ciia S Y t tnh ngay thang "
        "vic to chirc can b phong ban tnh hinh thuc hin nhim v trong qui"
    )
    document = read(scan(wrong[:80], wrong[80:]))
    assert document.pages[0].layer == "garbage" and document.text == ""


@pytest.mark.usefixtures("without_recognition")
def test_stamps_over_a_scan_become_metadata_not_text() -> None:
    sheet_lines = ("Digitally signed by: UBND tinh Hoa Binh", "Signed by: Van thu", "Date: 07.02.2023 08:19:22 +07:00")
    document = read(scan(*sheet_lines))
    assert document.pages[0].layer == "stamps_only" and document.text == ""
    assert [(field.name, field.where) for field in document.metadata] == [("signature", "stamp")]
    assert "08:19:22 +07:00" in document.metadata[0].value


def test_stamp_wording_inside_the_body_stays_in_the_body() -> None:
    sheet = Sheet()
    for index in range(4):
        sheet.paragraph(80 + 100 * index, f"Dieu {index + 1}. Quyet dinh nay co hieu luc ke tu ngay ky. {BODY}")
    document = read(sheet.bytes())
    assert document.text.count("ngay ky") == 4 and not document.metadata


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0" * 400, "empty"),
        (b"PK\x03\x04 not a pdf at all" * 20, "not a PDF"),
        (NO_PAGES, "no pages"),
        (official_page().bytes()[:900], "cut off"),
    ],
)
def test_what_cannot_be_opened_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read(data, "hong.pdf")
    assert caught.value.file == "hong.pdf" and caught.value.remedy


def test_a_password_is_asked_for_in_plain_words() -> None:
    sheet = Sheet(encrypt=StandardEncryption("mo", "chu"))
    sheet.text(100, 100, "kin")
    with pytest.raises(ReadError, match="password"):
        read(sheet.bytes())


def test_a_broken_cross_reference_table_is_repaired() -> None:
    good = official_page().bytes()
    broken = good.replace(b"startxref", b"startnada")
    assert read(broken).text == read(good).text


def test_emptied_streams_and_giant_pages_do_no_harm() -> None:
    sheet = Sheet(size=(14_400, 14_400))
    sheet.text(7_000, 7_000, "Mot dong duy nhat tren trang rat lon")
    assert read(sheet.bytes()).text == "Mot dong duy nhat tren trang rat lon"


@pytest.mark.parametrize("coding", ["JBIG2Decode", "JPXDecode", "CCITTFaxDecode", "DCTDecode"])
def test_a_picture_of_any_coding_whole_or_not_leaves_the_words_beside_it(coding: str) -> None:
    document = read(with_picture(coding, b"BT /F1 13 Tf 85 700 Td (Danh sach cu tri niem yet tai tru so) Tj ET"))
    assert document.text == "Danh sach cu tri niem yet tai tru so"
    assert document.pages[0].layer == "text"


@pytest.mark.parametrize("coding", ["JBIG2Decode", "JPXDecode"])
def test_a_page_that_is_only_a_picture_nobody_can_decode_is_a_problem_and_no_words(coding: str) -> None:
    document = read(with_picture(coding, b""))
    assert document.text == "" and document.pages[0].layer == "empty"
    assert [problem.severity for problem in document.problems] == ["error"]


def with_picture(coding: str, words: bytes) -> bytes:
    """A page with a damaged picture of this coding over it, and words; its cross-reference table is left to the reader."""
    drawn = b"q 500 0 0 700 40 40 cm /I1 Do Q " + words
    noise = bytes(range(7, 250))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I1 5 0 R >> /Font << /F1 6 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /XObject /Subtype /Image /Width 2480 /Height 3508 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /%s /Length %d >> stream\n%s\nendstream"
        % (coding.encode(), len(noise), noise),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    body = b"".join(b"%d 0 obj %s endobj\n" % (number, thing) for number, thing in enumerate(objects, start=1))
    return b"%PDF-1.5\n" + body + b"trailer << /Root 1 0 R /Size 7 >>\n%%EOF\n"


def test_five_thousand_pages_are_read_with_no_more_than_a_few_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    for number in range(50):
        sheet.text(85, 100, f"{number}. To bau cu")
        sheet.turn()
    few, many, stream = PdfDocument(sheet.bytes()), PdfDocument.new(), io.BytesIO()
    for _ in range(100):
        many.import_pages(few)
    many.save(stream)
    held: WeakSet[PageLayout] = WeakSet()
    most = 0

    def watched(*asked: object) -> Iterator[PageLayout]:
        nonlocal most
        for page in lay_out(*asked):  # type: ignore[arg-type]
            held.add(page)
            most = max(most, sum(1 for known in held if known.lines))
            yield page

    monkeypatch.setattr(pdf, "lay_out", watched)
    document = read(stream.getvalue())
    assert len(document.pages) == 5000 and most <= SAMPLE + 2
    last = document.text.rindex("49. To bau cu")
    assert document.places.at(last).page == 5000


def test_marks_are_joined_to_their_letters() -> None:
    text = read((CORPUS / "v01-ke-hoach-ubbc-thai-binh.pdf").read_bytes()).text
    assert "Ủy ban bầu cử tỉnh xây dựng kế hoạch" in text


@pytest.mark.parametrize("word", ["nghiêng", "khuỷu", "quốc", "gì", "giếng", "thuở", "hươu", "yêu", "ngoằn", "Ủy", "hoà", "đường", "loay", "xoong", "quyết", "khuya", "dan", "bau", "duoc"])
def test_written_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["chirc", "djnh", "CQNG", "trtxong", "hoà1", "election", "närn"])
def test_misread_and_foreign_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_clean_text_in_another_language_or_without_accents_is_no_garbage() -> None:
    english = (
        "The National Assembly adopted the resolution on the date of the general election and assigned "
        "the Standing Committee to supervise its execution nationwide."
    )
    assert not is_garbage(english)
    assert judge_layer(BODY, stamps=False, pictures=False) == "text"
    assert judge_layer(BODY, stamps=False, pictures=True) == "garbage"


def test_a_page_set_in_an_old_font_is_converted_letter_by_letter() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc")
    sheet.text(LEFT, 140, "Thèng ®èc Ng©n hµng Nhµ níc chØ ®¹o thùc hiÖn nh÷ng néi dung cña QuyÕt ®Þnh")
    document = read(sheet.bytes())
    assert texts(document)[0] == "Cộng hoà xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
    assert [(p.severity, "TCVN3" in p.message) for p in document.problems] == [("note", True)]


def test_a_frame_turns_corners_into_place() -> None:
    frame = Frame(10, 20, 110, 220, 90)
    assert frame.size == (200, 100)
    assert frame.displayed(np.array([[10.0, 20.0, 20.0, 25.0]])).tolist() == [[0, 0, 5, 10]]  # the bottom left corner is displayed top left
