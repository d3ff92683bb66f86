"""Make the office documents of corpus/dev in old formats and old letters: o01 (.rtf, TCVN3), o02 (.xlsx), o03 (.odt,
VNI and Unicode in one file).

Comes in: the wording below. Goes out: files as clerks of their years made them. In TCVN3 the heading lines are
set in a capitals-only font, so the file holds small letters there. The same wording gives the same bytes.
A development tool: the built files are committed.

    python corpus/build/build_office.py
"""
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

from extractor.parse.old_letters import OldLetters, converted

OUT = Path(__file__).resolve().parent.parent / "dev"
EPOCH = (2026, 1, 1, 0, 0, 0)


def typed(text: str, letters: OldLetters) -> str:
    """The text as an old program typed it. Raises KeyError for a letter that the font has not."""
    table: dict[str, str] = {}
    if letters == "VNI":
        for base in "aeouyôöAEOUYÔÖ":
            for sign in "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË":
                made = converted(base + sign, letters)
                if len(made) == 1 and base.islower() == sign.islower():
                    table.setdefault(made[0][0], base + sign)
    for code in range(0xA0, 0x100):
        [(made_of, _)] = converted(chr(code), letters)
        if made_of != chr(code):
            table.setdefault(made_of, chr(code))
    kept = "".join(sorted({char for char in text if ord(char) < 0x80 or char in "–“”íìÍÌ"}))
    return "".join(char if char in kept and char not in table else table[char] for char in text)


# o01: a district's plan of 2004, Word of its time, saved as rich text.

PLAN_HEAD = (
    (("uỷ ban nhân dân", "huyện kiến xương"), ("cộng hoà xã hội chủ nghĩa việt nam", "Độc lập - Tự do - Hạnh phúc")),
    (("Số: 18/KH-UB",), ("Kiến Xương, ngày 10 tháng 5 năm 2004",)),
)
PLAN_TITLE = ("kế hoạch", "Tổng kết cuộc bầu cử đại biểu Hội đồng nhân dân ba cấp nhiệm kỳ 2004 - 2009")
PLAN_BODY = """Thực hiện Hướng dẫn số 21/HD-UB ngày 28/4/2004 của Uỷ ban nhân dân tỉnh Thái Bình về tổng kết cuộc bầu cử đại biểu Hội đồng nhân dân các cấp, Uỷ ban nhân dân huyện xây dựng kế hoạch như sau:
I. Mục đích, yêu cầu
- Đánh giá đúng kết quả lãnh đạo, chỉ đạo, tổ chức cuộc bầu cử; rút ra bài học cho những lần sau.
- Việc tổng kết phải gọn, tiết kiệm, không phô trương hình thức.
II. Kết quả bước đầu
Theo báo cáo của các xã, thị trấn, trong ngày bầu cử 25/4/2004 toàn huyện có 154.210 cử tri đi bỏ phiếu trên tổng số 155.020 cử tri, đạt tỷ lệ 99,48%. Huyện đã bố trí 268 khu vực bỏ phiếu. Cử tri bầu đủ 40 đại biểu Hội đồng nhân dân huyện.
III. Thời gian tổng kết
1. Cấp xã: hoàn thành trước ngày 20/5/2004.
2. Cấp huyện: hội nghị tổng kết tổ chức vào sáng ngày 02/6/2004 tại hội trường Uỷ ban nhân dân huyện.
IV. Tổ chức thực hiện
1. Phòng Tổ chức - Lao động xã hội chuẩn bị báo cáo tổng kết, gửi Văn phòng Hội đồng nhân dân và Uỷ ban nhân dân huyện chậm nhất ngày 25/5/2004.
2. Phòng Tài chính hướng dẫn các xã, thị trấn quyết toán kinh phí bầu cử, hoàn thành trong tháng 6/2004.
3. Uỷ ban nhân dân các xã, thị trấn gửi báo cáo về huyện trước ngày 22/5/2004.
Nơi gửi thiếu sót hoặc chậm phải chịu trách nhiệm trước Uỷ ban nhân dân huyện./.""".split("\n")
PLAN_RECIPIENTS = ("Nơi nhận:", "- Uỷ ban nhân dân tỉnh;", "- Thường trực Huyện uỷ;", "- Uỷ ban nhân dân các xã, thị trấn;", "- Lưu VP.")
PLAN_SIGNATURE = ("tm. uỷ ban nhân dân huyện", "chủ tịch", "", "Phạm Văn Thoả")


def rtf(text: str) -> str:
    return "".join(char if ord(char) < 0x80 else f"\\'{char.encode('cp1252')[0]:02x}" for char in typed(text, "TCVN3").replace("\\", "\\\\"))


def rtf_line(line: str) -> str:
    """A line of head, title or foot: one written small is set in the capitals-only font."""
    return f"{{\\f1 {rtf(line)}}}" if line[:1].islower() else rtf(line)


def rtf_cell(lines: tuple[str, ...], look: str) -> str:
    return "\\par\n".join(f"{look}{rtf_line(line)}" for line in lines) + "\\cell\n"


def rtf_table(rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...], look: str) -> str:
    return "".join(f"\\trowd\\trgaph108\\cellx4200\\cellx9300\\pard\\intbl{look}{rtf_cell(left, '')}{rtf_cell(right, '')}\\row\n" for left, right in rows)


def build_plan() -> bytes:
    fonts = r"{\f0\fswiss\fcharset0\fprq2{\*\panose 020b7200000000000000}.VnTime;}{\f1\fswiss\fcharset0\fprq2 .VnTimeH;}"
    parts = [rf"{{\rtf1\ansi\ansicpg1252\uc1\deff0{{\fonttbl{fonts}}}{{\info{{\author KX}}}}" + "\n{\\footer\\pard\\qc\\chpgn\\par}\n"]
    parts.append(rtf_table(PLAN_HEAD, "\\qc "))
    parts += [f"\\pard\\qc\\b {rtf_line(line)}\\b0\\par\n" for line in PLAN_TITLE]
    for line in PLAN_BODY:
        heading = re.match(r"[IVX]+\. ", line)
        parts.append(f"\\pard\\qj\\fi720 {'{' + chr(92) + 'b ' if heading else ''}{rtf(line)}{'}' if heading else ''}\\par\n")
    parts.append(rtf_table(((PLAN_RECIPIENTS, PLAN_SIGNATURE),), "\\ql "))
    return ("".join(parts) + "}\n").encode("ascii")


# o02: the annex of a report of 2021: results by commune, as a sheet.

RESULTS = (
    ("Thượng Giáo", 5120, 5116, 99.92, 5040, 76, 44, 26),
    ("Chu Hương", 2470, 2466, 99.84, 2431, 35, 40, 24),
    ("Khang Ninh", 3385, 3385, 100.00, 3322, 63, 42, 25),
    ("Bành Trạch", 2618, 2613, 99.81, 2587, 26, 41, 24),
    ("Yến Dương", 1907, 1904, 99.84, 1880, 24, 38, 23),
)
RESULT_HEADS = ("TT", "Đơn vị", "Tổng số cử tri", "Số cử tri đi bầu", "Tỷ lệ cử tri đi bầu (%)", "Số phiếu hợp lệ", "Số phiếu không hợp lệ", "Số người ứng cử", "Số người trúng cử")


def build_results() -> bytes:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime(*EPOCH)
    sheet = book.active
    sheet.title = "Biểu 03"
    lines = ("BIỂU TỔNG HỢP KẾT QUẢ BẦU CỬ ĐẠI BIỂU HỘI ĐỒNG NHÂN DÂN XÃ", "Nhiệm kỳ 2021 - 2026", "(Kèm theo Báo cáo số 96/BC-UBBC ngày 28/5/2021 của Ủy ban bầu cử huyện Ba Bể)")
    for row, line in enumerate(lines, start=1):
        sheet.cell(row, 1, line).alignment = Alignment(horizontal="center")
        sheet.cell(row, 1).font = Font(bold=row == 1, italic=row == 3)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=9)
    edge = Border(*[Side(style="thin")] * 4)
    total = (
        "", "Cộng", *(sum(row[index] for row in RESULTS) for index in (1, 2)), round(100 * sum(r[2] for r in RESULTS) / sum(r[1] for r in RESULTS), 2),
        *(sum(row[index] for row in RESULTS) for index in (4, 5, 6, 7)),
    )  # fmt: skip
    table = [RESULT_HEADS, *((number, f"Xã {row[0]}", *row[1:]) for number, row in enumerate(RESULTS, start=1)), total]
    for row, values in enumerate(table, start=5):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value)
            cell.border = edge
            cell.font = Font(bold=row == 5 or not values[0])
            if row > 5 and column > 2:
                cell.number_format = "0.00" if column == 5 else "#,##0"
    sheet.cell(12, 2, "Ghi chú: số liệu do các Ủy ban bầu cử xã báo cáo, Phòng Nội vụ tổng hợp.")
    stream = io.BytesIO()
    book.save(stream)
    return repacked(stream.getvalue())


def repacked(data: bytes) -> bytes:
    """The same package with one day for all its parts: openpyxl writes the day of the run into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            part = package.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", part)
            copy.writestr(zipfile.ZipInfo(name, EPOCH), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# o03: a province's letter of 1999 in VNI, opened later and given a note in Unicode.

LETTER_HEAD = (
    (("UBND TỈNH ĐỒNG NAI", "SỞ VĂN HÓA - THÔNG TIN"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")),
    (("Số: 417/CV-VHTT", "V/v tuyên truyền bầu cử"), ("Biên Hòa, ngày 04 tháng 10 năm 1999",)),
)
LETTER_TO = ("Kính gửi: Phòng Văn hóa - Thông tin các huyện, thành phố",)
LETTER_BODY = """Thực hiện Chỉ thị số 33/CT-UBT ngày 20/9/1999 của Chủ tịch Ủy ban nhân dân tỉnh về cuộc bầu cử đại biểu Hội đồng nhân dân ba cấp, Sở Văn hóa - Thông tin yêu cầu các Phòng Văn hóa - Thông tin làm tốt những việc sau đây:
1. Phòng Văn hóa - Thông tin các huyện, thành phố treo băng rôn, khẩu hiệu tại các khu vực bỏ phiếu, hoàn thành trước ngày 01/11/1999.
2. Đội thông tin lưu động tỉnh biểu diễn phục vụ vùng sâu, vùng xa trong tháng 10/1999.
3. Báo cáo kết quả gửi về Sở chậm nhất ngày 20/11/1999.
Ngày bầu cử là Chủ nhật, ngày 14/11/1999. Toàn tỉnh có khoảng 1.120.000 cử tri và 1.435 khu vực bỏ phiếu.
Nhận được công văn này, đề nghị các đơn vị khẩn trương thực hiện.""".split("\n")
LETTER_SIGNATURE = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Minh Trí")
LETTER_RECIPIENTS = ("Nơi nhận:", "- Như trên;", "- UBND tỉnh;", "- Lưu VT.")
LETTER_NOTE = "Ghi chú của Chi cục Văn thư - Lưu trữ: bản đánh máy lại từ hồ sơ giấy, chưa đối chiếu chữ ký; khi trích dẫn cần ghi rõ điều này."

ODT_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)
ODT_STYLES = """<office:automatic-styles>
<style:style style:name="C" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-family="VNI-Times"/></style:style>
<style:style style:name="J" style:family="paragraph"><style:paragraph-properties fo:text-align="justify"/><style:text-properties fo:font-family="VNI-Times"/></style:style>
<style:style style:name="N" style:family="paragraph"><style:text-properties fo:font-family="Times New Roman"/></style:style>
</office:automatic-styles>"""


def odt_paragraph(text: str, style: str = "J") -> str:
    return f'<text:p text:style-name="{style}">{escape(typed(text, "VNI"))}</text:p>'


def odt_table(rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...], style: str) -> str:
    made = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell>{''.join(odt_paragraph(line, style) for line in cell)}</table:table-cell>" for cell in row) + "</table:table-row>"
        for row in rows
    )
    return f'<table:table><table:table-column table:number-columns-repeated="2"/>{made}</table:table>'


def build_letter() -> bytes:
    body = [odt_table(LETTER_HEAD, "C"), *(odt_paragraph(line, "C") for line in LETTER_TO), *map(odt_paragraph, LETTER_BODY)]
    body.append(odt_table(((LETTER_RECIPIENTS, LETTER_SIGNATURE),), "J"))
    body.append(f'<text:p text:style-name="N">{escape(LETTER_NOTE)}</text:p>')
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {ODT_NAMES} office:version="1.2">{ODT_STYLES}<office:body><office:text>\n'
    content += "\n".join(body) + "\n</office:text></office:body></office:document-content>\n"
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>\n'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype", EPOCH), kind, zipfile.ZIP_STORED)
        package.writestr(zipfile.ZipInfo("content.xml", EPOCH), content, zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("META-INF/manifest.xml", EPOCH), manifest, zipfile.ZIP_DEFLATED)
    return out.getvalue()


BUILDERS = {
    "o01-ke-hoach-tong-ket-kien-xuong.rtf": build_plan,
    "o02-bieu-ket-qua-ba-be.xlsx": build_results,
    "o03-cong-van-tuyen-truyen-dong-nai.odt": build_letter,
}


if __name__ == "__main__":
    for name, build in BUILDERS.items():
        (OUT / name).write_bytes(build())
        print(f"corpus/dev/{name}")
