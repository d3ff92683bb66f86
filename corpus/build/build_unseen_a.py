"""Lay out four of the DOCX documents of corpus/unseen from the texts below.

Comes in: nothing but this file. Goes out: office files as clerks make them: a borderless table holds the two columns of the
header (number, place and date stand in its cells) and the foot (recipients beside the signer). The same text gives the same bytes.
A development tool: the built files are committed.

    python corpus/build/build_unseen_a.py

In a body a line that begins with "^" is centred bold, "!" bold, "_" italic, "|" a table row (cells parted by "|").
"""
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

HERE = Path(__file__).resolve().parent
EPOCH = (2026, 1, 1, 0, 0, 0)
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class Letter:
    """One document; each field is its lines. `left` and `right` are the columns of the header, `foot` and `sign` those of the foot."""
    output: str
    left: str
    right: str
    body: str
    foot: str
    sign: str


PLAN = Letter(
    "u13-ke-hoach-bau-cu-tu-mo-rong.docx",
    "ỦY BAN NHÂN DÂN\nXÃ TU MƠ RÔNG\n\nSố: 64/KH-UBND",
    MOTTO + "\n\nTu Mơ Rông, ngày 08 tháng 12 năm 2025",
    """^KẾ HOẠCH
^Chuẩn bị và tổ chức bầu cử đại biểu Quốc hội khóa XVI và đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2026 - 2031 trên địa bàn xã Tu Mơ Rông

Triển khai Kế hoạch số 301/KH-UBND ngày 21/11/2025 của UBND tỉnh Quảng Ngãi và Nghị quyết số 09-NQ/ĐU ngày 01/12/2025 của Ban Thường vụ Đảng ủy xã, UBND xã xây dựng kế hoạch với các nội dung dưới đây.
!I. YÊU CẦU
Xã có địa bàn rộng, đồng bào Xơ Đăng chiếm đa số, mùa rẫy người dân thường ở lại chòi nhiều ngày. Vì vậy từng thôn phải nắm chắc số hộ, số người đi làm xa; cán bộ xã phụ trách thôn nào chịu trách nhiệm thôn đó.
!II. QUY MÔ
Toàn xã dự kiến có 23 khu vực bỏ phiếu, khoảng 8.900 cử tri; bầu 19 đại biểu HĐND xã tại 6 đơn vị bầu cử.
!III. HỘI NGHỊ TRIỂN KHAI
1. Thời gian: 13 giờ 30 phút ngày 12/12/2025 (thứ Sáu).
2. Địa điểm: Hội trường trung tâm xã.
3. Thành phần mời: Bà Y Nhung Lê, Phó Bí thư Thường trực Đảng ủy, Chủ tịch HĐND xã; các Phó Chủ tịch UBND xã; Trưởng Công an xã, Chỉ huy trưởng Ban Chỉ huy Quân sự xã; Hiệu trưởng các trường học trên địa bàn; Bí thư chi bộ, Trưởng thôn của 21 thôn. Ông A Thái Xuân, Chủ tịch UBND xã chủ trì.
!IV. PHÂN CÔNG NHIỆM VỤ
|TT|Nội dung công việc|Cơ quan chủ trì|Cơ quan phối hợp|Thời hạn hoàn thành
|1|Tuyên truyền bằng tiếng Việt và tiếng Xơ Đăng trên loa thôn|Phòng Văn hóa - Xã hội|Mặt trận xã, Trưởng các thôn|Từ 15/12/2025 đến 14/3/2026
|2|Rà soát, lập danh sách cử tri|Công an xã|Trưởng các thôn|Xong trước 25/01/2026
|3|Niêm yết danh sách cử tri tại trụ sở và khu vực bỏ phiếu|Văn phòng HĐND và UBND xã|Trưởng các thôn|Chậm nhất 03/02/2026
|4|Sửa chữa hòm phiếu, in biển chỉ dẫn|Phòng Kinh tế|Văn phòng HĐND và UBND xã|Trong tháng 01/2026
|5|Kiểm tra điều kiện tại các khu vực bỏ phiếu|Tiểu ban An ninh, trật tự|Trạm Y tế xã|Từ 05/3 đến 10/3/2026
|6|Đề xuất khen thưởng|Phòng Văn hóa - Xã hội|Các thôn|Theo hướng dẫn của tỉnh
!V. CHẾ ĐỘ THÔNG TIN
Các cơ quan, đơn vị gửi kết quả về Phòng Văn hóa - Xã hội trước 15 giờ ngày 20 hằng tháng. Trong ngày bầu cử 15/3/2026, các tổ bầu cử báo số liệu qua điện thoại 0260.3934.112 vào các mốc 9 giờ, 11 giờ, 14 giờ và 17 giờ.
Yêu cầu các đơn vị nghiêm túc thực hiện./.""",
    "Nơi nhận:\n- UBND tỉnh (b/c);\n- TT Đảng ủy, TT HĐND xã;\n- Các cơ quan, đơn vị thuộc xã;\n- 21 thôn;\n- Lưu: VT.",
    "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLê Công Tín",
)

RESOLUTION = Letter(
    "u14-nghi-quyet-tinh-uy-dien-bien.docx",
    "TỈNH ỦY ĐIỆN BIÊN\n*\nSố 19-NQ/TU",
    "ĐẢNG CỘNG SẢN VIỆT NAM\n\nĐiện Biên, ngày 28 tháng 10 năm 2022",
    """^NGHỊ QUYẾT
^CỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH
^về nâng cao chất lượng giáo dục vùng cao, biên giới giai đoạn 2022 - 2025, định hướng đến năm 2030
-----
!I- TÌNH HÌNH VÀ NGUYÊN NHÂN
Sau 9 năm thực hiện Nghị quyết số 29-NQ/TW, ngày 04/11/2013 của Ban Chấp hành Trung ương, mạng lưới trường lớp của tỉnh được mở rộng đến tận bản. Năm học 2021 - 2022 toàn tỉnh có 480 trường, hơn 207.000 học sinh; tỷ lệ huy động trẻ 5 tuổi ra lớp đạt 99,8%. Tuy nhiên, chất lượng giữa các vùng chênh lệch lớn; thiếu trên 1.400 giáo viên; 312 phòng học vẫn là phòng tạm.
Nguyên nhân chủ yếu là địa hình chia cắt, thu nhập thấp, một số cấp ủy chưa quyết liệt; việc quán triệt Chỉ thị số 21-CT/TU, ngày 15/4/2019 của Ban Thường vụ Tỉnh ủy ở một vài nơi còn qua loa.
!II- QUAN ĐIỂM, MỤC TIÊU
Đầu tư cho giáo dục là đầu tư cho phát triển; ưu tiên nguồn lực cho các xã biên giới. Phấn đấu đến năm 2025 xóa hết phòng học tạm, 65% trường đạt chuẩn quốc gia; đến năm 2030 có 75% trường đạt chuẩn.
!III- NHIỆM VỤ, GIẢI PHÁP
1- Sắp xếp điểm trường lẻ gắn với xây nhà bán trú; bảo đảm học sinh đi học trong bán kính không quá 4 km.
2- Tuyển dụng đủ giáo viên tiếng Anh, Tin học; có chính sách giữ chân giáo viên giỏi ở vùng khó.
3- Huy động cựu chiến binh, già làng, trưởng bản vận động học sinh ra lớp sau Tết.
!IV- TỔ CHỨC THỰC HIỆN
1- Đảng đoàn Hội đồng nhân dân tỉnh lãnh đạo việc ban hành chính sách hỗ trợ, thông qua tại kỳ họp cuối năm 2022.
2- Ban cán sự đảng Ủy ban nhân dân tỉnh lãnh đạo xây dựng đề án, hoàn thành trong quý I/2023; chỉ đạo công bố danh mục trường, điểm trường phải sắp xếp trước ngày 31/5/2023.
3- Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy cụ thể hóa bằng chương trình hành động, gửi về Văn phòng Tỉnh ủy chậm nhất là ngày 15/12/2022.
4- Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với các ban đảng theo dõi, hằng năm báo cáo Ban Thường vụ Tỉnh ủy trước ngày 30/11.
Nghị quyết này phổ biến đến chi bộ.""",
    "Nơi nhận:\n- Ban Bí thư Trung ương Đảng (báo cáo),\n- Các đảng đoàn, ban cán sự đảng,\n- Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc,\n- Các đồng chí Tỉnh ủy viên,\n- Lưu Văn phòng Tỉnh ủy.",
    "T/M TỈNH ỦY\nBÍ THƯ\n\n\nMùa Văn Chính",
)

YOUTH = Letter(
    "u15-ke-hoach-thang-thanh-nien-song-hinh.docx",
    "BCH ĐOÀN TỈNH PHÚ YÊN\nBAN CHẤP HÀNH HUYỆN SÔNG HINH\n***\nSố: 57-KH/HĐTN",
    "ĐOÀN TNCS HỒ CHÍ MINH\n\n\nSông Hinh, ngày 15 tháng 02 năm 2024",
    """^KẾ HOẠCH
^Tổ chức các hoạt động Tháng Thanh niên năm 2024
-------------
Thực hiện Kế hoạch số 164-KH/TĐTN-PT ngày 02/02/2024 của Ban Thường vụ Tỉnh Đoàn, Ban Thường vụ Huyện Đoàn xây dựng kế hoạch tổ chức Tháng Thanh niên năm 2024 với chủ đề “Tuổi trẻ Sông Hinh tình nguyện vì cộng đồng”, cụ thể:
!I. MỤC ĐÍCH
Tạo khí thế thi đua sôi nổi trong đoàn viên, thanh niên; lập thành tích chào mừng kỷ niệm 93 năm Ngày thành lập Đoàn TNCS Hồ Chí Minh (26/3/1931 - 26/3/2024). Nội dung thiết thực, tránh phô trương, không để thanh thiếu nhi vắng học.
!II. CHỈ TIÊU
- 100% xã đoàn, thị trấn đoàn có ít nhất 01 công trình thanh niên;
- Trồng mới 5.000 cây xanh; hỗ trợ xây 02 căn nhà nhân ái, trị giá 70 triệu đồng/căn;
- Vận động 150 đơn vị máu; giới thiệu 60 đoàn viên ưu tú cho Đảng.
!III. HOẠT ĐỘNG CẤP HUYỆN
!1. Lễ phát động
- Thời gian: 07 giờ 00, Chủ nhật, ngày 03/3/2024.
- Địa điểm: Sân vận động huyện.
- Kính mời: đồng chí Ksor H’Lan - Phó Bí thư Huyện ủy; đồng chí Đặng Phước Toàn - Phó Bí thư Tỉnh Đoàn; Ban Thường trực Ủy ban MTTQ Việt Nam huyện; đại diện lãnh đạo Ban Chỉ huy Quân sự huyện, Công an huyện.
!2. Diễn đàn “Khởi nghiệp từ nông sản”
Dự kiến chiều 16/3/2024, tại Hội trường Nhà thiếu nhi huyện; hình thức trực tiếp kết hợp phát trực tuyến. Đồng chí Rơ Chăm Y Thiên - Phó Bí thư Huyện Đoàn chủ trì.
!3. Ngày đoàn viên
Đồng loạt tại cơ sở ngày 24/3/2024.
!IV. TỔ CHỨC THỰC HIỆN
1. Ban Thường vụ Huyện Đoàn: chỉ đạo điểm tại xã Ea Trol; thành lập đội hình tình nguyện trước ngày 25/02/2024.
2. Các xã đoàn, thị trấn đoàn, Đoàn trường THPT
- Xây dựng kế hoạch, gửi về Huyện Đoàn hạn chót ngày 22/02/2024 (qua thư điện tử huyendoansh@example.invalid).
- Mỗi tuần báo cáo một lần vào chiều thứ Năm; báo cáo tổng kết Tháng Thanh niên chậm nhất ngày 29/3/2024.
3. Hội đồng Đội huyện: tổ chức hội thi Nghi thức Đội, hoàn thành trong tuần lễ từ 18/3 đến 23/3/2024.
Trên đây là Kế hoạch tổ chức Tháng Thanh niên năm 2024, đề nghị các cơ sở Đoàn nghiêm túc triển khai.""",
    "Nơi nhận:\n- BTV Tỉnh Đoàn;\n- Thường trực Huyện ủy;\n- Các cơ sở Đoàn trực thuộc;\n- Lưu VP.",
    "TM. BAN THƯỜNG VỤ HUYỆN ĐOÀN\nBÍ THƯ\n\n\nNay Hờ Thảo My",
)

DECISION = Letter(
    "u16-quyet-dinh-ban-chi-dao-hoa-binh.docx",
    "ỦY BAN NHÂN DÂN\nTỈNH HÒA BÌNH\n____\nSố: 1533/QĐ-UBND",
    MOTTO + "\n____________\nHòa Bình, ngày 12 tháng 8 năm 2024",
    """^QUYẾT ĐỊNH
^Về việc kiện toàn Ban Chỉ đạo cải cách hành chính và chuyển đổi số tỉnh Hòa Bình
______________
^CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
_Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
_Căn cứ Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng Chính phủ phê duyệt Chương trình Chuyển đổi số quốc gia;
_Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 2217/TTr-SNV ngày 06 tháng 8 năm 2024.
^QUYẾT ĐỊNH:
Điều 1. Kiện toàn Ban Chỉ đạo cải cách hành chính và chuyển đổi số tỉnh Hòa Bình (sau đây gọi tắt là Ban Chỉ đạo), gồm 10 ông (bà) có tên sau đây:
|STT|Họ và tên|Chức vụ, đơn vị công tác|Chức danh trong Ban Chỉ đạo
|1|Ông Bùi Quang Khánh|Chủ tịch Ủy ban nhân dân tỉnh|Trưởng ban
|2|Bà Đinh Thị Thảo Vân|Phó Chủ tịch Ủy ban nhân dân tỉnh|Phó Trưởng ban Thường trực
|3|Ông Quách Tất Hiệp|Giám đốc Sở Nội vụ|Phó Trưởng ban
|4|Ông Nguyễn Xuân Toán|Giám đốc Sở Thông tin và Truyền thông|Phó Trưởng ban
|5|Bà Hà Thị Liên Phương|Giám đốc Sở Tài chính|Thành viên
|6|Ông Xa Đức Thuận|Phó Giám đốc Công an tỉnh|Thành viên
|7|Ông Lường Văn Quyết|Giám đốc Sở Y tế|Thành viên
|8|Bà Trịnh Kim Ngân|Phó Chánh Văn phòng Ủy ban nhân dân tỉnh|Thành viên
|9|Ông Bàn Sinh Phúc|Chủ tịch Ủy ban nhân dân huyện Đà Bắc|Thành viên
|10|Ông Phạm Hồng Duy|Giám đốc Viễn thông Hòa Bình|Thành viên
Mời đại diện Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tham gia Ban Chỉ đạo.
Điều 2. Ban Chỉ đạo có nhiệm vụ giúp Chủ tịch Ủy ban nhân dân tỉnh chỉ đạo, điều phối các chương trình, kế hoạch về cải cách hành chính, chuyển đổi số; làm việc theo chế độ kiêm nhiệm.
1. Sở Nội vụ là cơ quan thường trực, dự thảo Quy chế hoạt động trình Trưởng ban ban hành trong thời hạn 15 ngày kể từ ngày Quyết định này có hiệu lực.
2. Ủy ban nhân dân các huyện, thành phố kiện toàn Ban Chỉ đạo cấp mình, xong trước ngày 15 tháng 9 năm 2024.
3. Ban Chỉ đạo họp định kỳ mỗi quý một lần; phiên thứ nhất dự kiến tổ chức vào ngày 05 tháng 9 năm 2024 tại phòng họp trực tuyến của Ủy ban nhân dân tỉnh.
Điều 3. Quyết định này có hiệu lực kể từ ngày 15 tháng 8 năm 2024 và thay thế Quyết định số 2764/QĐ-UBND ngày 18 tháng 11 năm 2021 của Chủ tịch Ủy ban nhân dân tỉnh.
Điều 4. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, Thủ trưởng các cơ quan, đơn vị liên quan và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.""",
    "Nơi nhận:\n- Như Điều 4;\n- Ban Chỉ đạo CCHC của Chính phủ (b/c);\n- Bộ Nội vụ;\n- TT Tỉnh ủy, TT HĐND tỉnh;\n- Lưu: VT, NC (Đ20b).",
    "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLê Đình Cảnh",
)


def write(paragraph: Paragraph, text: str, align: ALIGN, bold: bool = False, italic: bool = False, size: float = 13) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align


def fill(cell: _Cell, lines: str, align: ALIGN, bold: bool = False, size: float = 13) -> None:
    for i, line in enumerate(lines.splitlines()):
        write(cell.paragraphs[0] if i == 0 else cell.add_paragraph(), line, align, bold, size=size)


def columns(file: Document, left: str, right: str, left_align: ALIGN, left_size: float) -> None:
    grid = file.add_table(rows=1, cols=2)
    fill(grid.cell(0, 0), left, left_align, size=left_size)
    fill(grid.cell(0, 1), right, ALIGN.CENTER, bold=True)


def body(file: Document, text: str) -> None:
    grid = None
    for line in filter(None, text.splitlines()):
        if not line.startswith("|"):
            grid = None
            mark = line[0] if line[0] in "^!_" and not line.startswith("__") else ""
            align = ALIGN.CENTER if mark == "^" or line[0] == line[-1] else ALIGN.JUSTIFY
            write(file.add_paragraph(), line.removeprefix(mark), align, mark in ("^", "!"), mark == "_")
            continue
        cells = line[1:].split("|")
        if grid is None:
            grid = file.add_table(rows=0, cols=len(cells))
            grid.style = "Table Grid"
        for cell, words in zip(grid.add_row().cells, cells, strict=True):
            fill(cell, words, ALIGN.LEFT, cells[0] in ("TT", "STT"), 12)


def repack(path: Path) -> None:
    """Give every member of the file one fixed time, so that the same text gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)


def build(letter: Letter, folder: Path) -> None:
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    file.styles["Normal"].font.name = "Times New Roman"
    columns(file, letter.left, letter.right, ALIGN.CENTER, 13)
    file.add_paragraph()
    body(file, letter.body)
    file.add_paragraph()
    columns(file, letter.foot, letter.sign, ALIGN.LEFT, 11)
    core = file.core_properties
    core.author, core.title, core.comments, core.created, core.modified = "", "", "", datetime(*EPOCH), datetime(*EPOCH)
    file.save(str(folder / letter.output))
    repack(folder / letter.output)


def main() -> int:
    for letter in (PLAN, RESOLUTION, YOUTH, DECISION):
        build(letter, HERE.parent / "unseen")
        print(letter.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
