"""extractor.records.header: the form of a document, read from plain text as scrapers and printers leave it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import document

from extractor.annotate import Annotator
from extractor.facts import Header
from extractor.model import Document, MetaField, Source
from extractor.reading import Reading, read
from extractor.records import header
from extractor.rules import load_rules

ANNOTATOR = Annotator(load_rules())

PARTY_PLAN = """ĐẢNG BỘ TỈNH KON TUM
HUYỆN ỦY KON PLÔNG
*
Số 418 -KH/HU        ĐẢNG CỘNG SẢN VIỆT NAM
Kon Plông, ngày 04 tháng 8 năm 2023

KẾ HOẠCH
kiểm tra, giám sát năm 2024
-----
Thực hiện Quy định số 22-QĐ/TW ngày 28/7/2021 của Ban Chấp hành Trung ương, Ban Thường vụ Huyện ủy xây dựng kế hoạch như sau:
1. Mục đích
Nâng cao hiệu quả công tác kiểm tra.

Nơi nhận:
- Tỉnh ủy (b/c),
- Các chi bộ, đảng bộ,
- Lưu VPHU.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC


(Đã ký)

A Lăng Thị Mai"""

DISPATCH_IN_COLUMNS = """ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN MƯỜNG LA                      Độc lập - Tự do - Hạnh phúc
PHÒNG NỘI VỤ
Số: 88/NV-CCVC                     Mường La, ngày 5 tháng 3 năm 2021
V/v rà soát danh sách cử tri
tại các bản tái định cư

                Kính gửi: Ủy ban nhân dân các xã, thị trấn

     Căn cứ Kế hoạch số 12/KH-UBBC ngày 20/01/2021, Phòng Nội vụ đề nghị các xã rà soát danh sách.
     Đề nghị các đơn vị thực hiện./.

Nơi nhận:                               TRƯỞNG PHÒNG
- Như trên;
- Lưu: VT.

                                        Quàng Văn Hặc"""

DISPATCH_ON_ONE_LINE = """UBND TỈNH BẮC KẠN SỞ TƯ PHÁP Số: 512/STP-PBGDPL CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Bắc Kạn, ngày 07 tháng 4 năm 2022
V/v tham gia ý kiến dự thảo Nghị quyết
Kính gửi: Các sở, ban, ngành; UBND các huyện, thành phố.
Thực hiện nhiệm vụ được giao, Sở Tư pháp đề nghị các cơ quan, đơn vị nghiên cứu, gửi ý kiến về Sở trước ngày 20/4/2022 để tổng hợp./.
Nơi nhận: - Như trên; - Giám đốc Sở (b/c); - Lưu: VT, PBGDPL. | KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nông Văn Thuần"""

DECISION_LINE_BY_LINE = """ỦY BAN NHÂN DÂN
TỈNH SÓC TRĂNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 05/2019/QĐ-UBND
Sóc Trăng, ngày 15 tháng 02 năm 2019

QUYẾT ĐỊNH
BAN HÀNH QUY CHẾ QUẢN LÝ
NHÀ Ở CÔNG VỤ TRÊN ĐỊA BÀN TỈNH SÓC TRĂNG
ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý nhà ở công vụ.
Điều 2. Quyết định này có hiệu lực thi hành sau 10 ngày kể từ ngày ký.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
(Đã ký)
Lâm Hoàng Nghiệp

Nơi nhận:
- Như Điều 3;
- Lưu: VT."""

DRAFT_INVITATION = """ỦY BAN BẦU CỬ
QUẬN NINH KIỀU
Số: …../GM-UBBC
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Ninh Kiều, ngày …. tháng 5 năm 2021
GIẤY MỜI
Dự họp Ủy ban bầu cử quận
Kính gửi: Các thành viên Ủy ban bầu cử quận
Ủy ban bầu cử quận tổ chức họp vào lúc 14 giờ ngày 12/5/2021 tại Hội trường.
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG
TRẦN VĂN BÉ"""

HEADLESS_PLAN = """KẾ HOẠCH
Tập huấn nghiệp vụ cho các Tổ bầu cử

Căn cứ Kế hoạch số 09/KH-UBBC ngày 02/3/2021 của Ủy ban bầu cử tỉnh.

1. Thời gian: ngày 15/4/2021.

Trên đây là Kế hoạch tập huấn nghiệp vụ của Ủy ban bầu cử huyện Mỏ Cày Nam./.

Nơi nhận:
- UBBC tỉnh;
- Lưu: VT.

**TM. ỦY BAN BẦU CỬ
CHỦ TỊCH**

Huỳnh Thanh Sử"""

COPY = """THỦ TƯỚNG CHÍNH PHỦ        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                                 Độc lập - Tự do - Hạnh phúc
Số: 21/CT-TTg                  Hà Nội, ngày 14 tháng 7 năm 2021

CHỈ THỊ
Về việc tăng cường phòng, chống dịch bệnh

Thủ tướng Chính phủ yêu cầu các bộ, ngành, địa phương thực hiện nghiêm các biện pháp.

Nơi nhận:                               THỦ TƯỚNG
- Các bộ, cơ quan ngang bộ;
- Lưu: VT, KGVX.

                                     Trương Minh Khải

ỦY BAN NHÂN DÂN TỈNH LAI CHÂU
SAO Y
Số: 45/SY-UBND
Lai Châu, ngày 16 tháng 7 năm 2021
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG
Lê Văn Lường"""

NEWS = """Trang chủ | Tin tức | Liên hệ
Thứ Ba, 12/03/2024
Xã Hòa Tiến ban hành Kế hoạch số 15/KH-UBND về camera an ninh
Ngày đăng: 10/03/2024 08:15
Sáng 10/3, UBND xã Hòa Tiến tổ chức ra mắt mô hình camera an ninh tại thôn La Bông với sự tham gia của đông đảo người dân.
Theo Kế hoạch số 15/KH-UBND ngày 05/01/2024, toàn xã lắp đặt 40 mắt camera.
Tin, ảnh: Thu Hà"""


def reading_of(text: str, metadata: tuple[MetaField, ...] = ()) -> Reading:
    return read(Document("0" * 64, Source("sample.txt"), "text/plain", "test", text, metadata=metadata), ANNOTATOR)


def head(text: str, *metadata: MetaField) -> Header:
    return header.assemble(reading_of(text, metadata))


def test_a_party_plan_gives_every_box_of_its_form() -> None:
    got = head(PARTY_PLAN)
    assert (got.genre, got.number, got.ordinal, got.notation, got.type_code, got.type) == ("party", "418-KH/HU", "418", "KH/HU", "KH", "Kế hoạch")
    assert (got.superior, got.issuer) == ("ĐẢNG BỘ TỈNH KON TUM", "HUYỆN ỦY KON PLÔNG")
    assert (got.place, got.issued_on, got.title) == ("Kon Plông", "2023-08-04", "kiểm tra, giám sát năm 2024")
    assert (got.signing_authority, got.signer_title, got.signer) == ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "A Lăng Thị Mai")
    assert got.recipients == ("Tỉnh ủy (b/c)", "Các chi bộ, đảng bộ", "Lưu VPHU")


def test_two_columns_joined_by_wide_blanks_are_told_apart() -> None:
    got = head(DISPATCH_IN_COLUMNS)
    assert (got.type, got.type_code, got.number) == ("Công văn", None, "88/NV-CCVC")
    assert (got.superior, got.issuer) == ("ỦY BAN NHÂN DÂN HUYỆN MƯỜNG LA", "PHÒNG NỘI VỤ")
    assert got.title == "rà soát danh sách cử tri tại các bản tái định cư"
    assert got.addressees == ("Ủy ban nhân dân các xã, thị trấn",)
    assert (got.signer_title, got.signer, got.recipients) == ("TRƯỞNG PHÒNG", "Quàng Văn Hặc", ("Như trên", "Lưu: VT"))


def test_a_head_and_foot_put_on_one_line_are_read_all_the_same() -> None:
    got = head(DISPATCH_ON_ONE_LINE)
    assert (got.superior, got.issuer, got.number, got.issued_on) == ("UBND TỈNH BẮC KẠN", "SỞ TƯ PHÁP", "512/STP-PBGDPL", "2022-04-07")
    assert got.addressees == ("Các sở, ban, ngành", "UBND các huyện, thành phố")
    assert (got.signing_authority, got.signer_title, got.signer) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nông Văn Thuần")
    assert got.recipients == ("Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, PBGDPL")


def test_the_abstract_ends_where_the_authority_in_capitals_begins() -> None:
    assert head(DECISION_LINE_BY_LINE).title == "BAN HÀNH QUY CHẾ QUẢN LÝ NHÀ Ở CÔNG VỤ TRÊN ĐỊA BÀN TỈNH SÓC TRĂNG"


def test_a_year_in_the_number_makes_a_normative_act_and_effect_is_counted_from_the_signing() -> None:
    got = head(DECISION_LINE_BY_LINE)
    assert (got.genre, got.year, got.issued_on, got.effective_on) == ("normative", 2019, "2019-02-15", "2019-02-25")
    assert got.evidence["effective_on"].certainty == "inferred"


def test_a_signature_before_the_recipients_is_found() -> None:
    got = head(DECISION_LINE_BY_LINE)
    assert (got.signing_authority, got.signer_title, got.signer) == ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lâm Hoàng Nghiệp")


def test_a_draft_has_no_number_and_no_day() -> None:
    got = head(DRAFT_INVITATION)
    assert (got.number, got.ordinal, got.issued_on) == (None, None, None)
    assert (got.notation, got.type_code, got.type, got.place) == ("GM-UBBC", "GM", "Giấy mời", "Ninh Kiều")


def test_a_name_in_capitals_becomes_a_proper_name() -> None:
    assert head(DRAFT_INVITATION).signer == "Trần Văn Bé"


def test_a_plan_without_its_head_names_its_issuer_in_the_last_sentence() -> None:
    got = head(HEADLESS_PLAN)
    assert (got.genre, got.number, got.type_code, got.issued_on, got.place) == ("administrative", None, "KH", None, None)
    assert got.issuer == "Ủy ban bầu cử huyện Mỏ Cày Nam"
    assert (got.title, got.signer, got.signing_authority) == ("Tập huấn nghiệp vụ cho các Tổ bầu cử", "Huỳnh Thanh Sử", "TM. ỦY BAN BẦU CỬ")


def test_a_copy_keeps_the_original_and_names_its_own_number_day_and_signer() -> None:
    got = head(COPY)
    assert (got.number, got.issued_on, got.signer) == ("21/CT-TTg", "2021-07-14", "Trương Minh Khải")
    assert got.copy is not None
    assert (got.copy.number, got.copy.issued_on, got.copy.issuer, got.copy.signer) == ("45/SY-UBND", "2021-07-16", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "Lê Văn Lường")


def test_a_news_page_about_a_plan_stays_news_and_has_no_number() -> None:
    got = head(NEWS)
    assert (got.genre, got.number, got.type_code, got.issued_on, got.signer) == ("news", None, None, None, None)
    assert got.title == "Xã Hòa Tiến ban hành Kế hoạch số 15/KH-UBND về camera an ninh"


def test_the_labelled_time_is_the_time_of_publication_not_the_day_of_the_visit() -> None:
    got = head(NEWS)
    assert (got.published_at, got.author) == ("2024-03-10T08:15", "Thu Hà")


def test_a_page_that_shows_no_time_has_none() -> None:
    got = head(NEWS.replace("Ngày đăng: 10/03/2024 08:15\n", "").replace("Thứ Ba, 12/03/2024\n", ""))
    assert got.published_at is None


def test_metadata_fills_in_what_the_page_does_not_show_in_local_time() -> None:
    field = MetaField("published_at", "2024-03-10T01:15:00Z", "json-ld:datePublished", 3, 7)
    got = head(NEWS.replace("Ngày đăng: 10/03/2024 08:15\n", ""), field)
    assert got.published_at == "2024-03-10T08:15"
    assert got.evidence["published_at"].meta == field


@pytest.mark.parametrize("line", ["Theo Báo Kon Tum", "PV", "Ban Biên tập", "Nguồn: TTXVN", "Kon Tum"])
def test_a_source_an_office_or_a_place_is_no_author(line: str) -> None:
    assert head(NEWS.replace("Tin, ảnh: Thu Hà", line)).author is None


def test_month_comes_first_where_seconds_and_pm_show_the_american_order() -> None:
    assert head(NEWS.replace("10/03/2024 08:15", "3/10/2024 2:15:08 PM")).published_at == "2024-03-10T14:15"


def test_what_stands_behind_the_archive_copy_is_no_recipient() -> None:
    assert head(DISPATCH_ON_ONE_LINE + "\nSở Tư pháp - Tổ 8, phường Đức Xuân").recipients == ("Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, PBGDPL")


def test_the_banner_of_a_portal_is_no_superior_body() -> None:
    page = "CỔNG THÔNG TIN ĐIỆN TỬ TỈNH SÓC TRĂNG\nThứ Tư, 20/02/2019\nQuyết định về nhà ở công vụ\n" + DECISION_LINE_BY_LINE
    assert (head(page).issuer, head(page).superior) == ("ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG", None)


def test_a_secrecy_mark_raises_a_problem() -> None:
    reading = reading_of(DISPATCH_IN_COLUMNS.replace("PHÒNG NỘI VỤ\n", "PHÒNG NỘI VỤ\nMẬT\n"))
    got = header.assemble(reading)
    assert got.secrecy is not None
    assert [p.severity for p in header.problems(reading, got)] == ["warning"]


@pytest.mark.parametrize("text", [PARTY_PLAN, DISPATCH_IN_COLUMNS, DISPATCH_ON_ONE_LINE, DECISION_LINE_BY_LINE, DRAFT_INVITATION, HEADLESS_PLAN, COPY, NEWS])
def test_every_field_has_evidence_that_is_not_empty(text: str) -> None:
    got = head(text)
    fields = [name for name in got.__slots__ if name not in ("genre", "evidence") and getattr(got, name) not in (None, (), "")]
    assert set(fields) == set(got.evidence)
    for name, evidence in got.evidence.items():
        assert evidence.meta is not None or (evidence.span is not None and text[evidence.span.start : evidence.span.end].strip()), name


@pytest.mark.parametrize("text", [PARTY_PLAN, DISPATCH_IN_COLUMNS, DECISION_LINE_BY_LINE, HEADLESS_PLAN])
def test_an_unrelated_paragraph_behind_the_document_changes_nothing(text: str) -> None:
    assert head(text + "\n\nMưa vừa đến mưa to ở vùng núi phía bắc trong hai ngày tới.\n") == head(text)


def test_an_empty_text_gives_an_empty_header() -> None:
    assert head("") == Header(genre="other")


def test_a_moment_the_headline_speaks_of_is_not_that_of_publication() -> None:
    got = head(NEWS.replace("10/03/2024 08:15", "Số liệu tính đến 08h15 ngày 10/03/2024"))
    assert got.published_at is None


def test_the_words_under_a_picture_are_no_headline() -> None:
    with_picture = NEWS.replace("10/03/2024 08:15\n", "10/03/2024 08:15\n\nChủ tịch UBND xã trao camera cho các thôn. Ảnh: Đức Thiện\n")
    assert with_picture != NEWS
    assert head(with_picture).title == head(NEWS).title


def test_an_english_page_has_a_headline_and_a_time_like_any_other() -> None:
    text = (
        "Upland commune opens its first library\n\nThursday, August 14, 2025 | 09:05\n\n"
        "The commune of Nam Cuoi opened its first public library on Wednesday morning, with four thousand books given by schools in the delta "
        "and a reading room for the children of its nine hamlets.\n\n"
        "Mr. Lo Van Pang, who looks after the books, said that the house would stay open in the evening, when people come home from the fields.\n"
    )
    page = replace(document(text), language="en")
    head = header.assemble(read(page, ANNOTATOR))
    assert (head.genre, head.title, head.published_at) == ("news", "Upland commune opens its first library", "2025-08-14T09:05")
