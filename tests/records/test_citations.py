"""Cited documents: number, type, date, issuer, title and relation; a document's own number is none."""

from __future__ import annotations

import pytest
from builders import result

from extractor.facts import Citation


def cited(text: str) -> list[Citation]:
    return list(result(text).citations)


def test_a_full_citation_is_taken_apart() -> None:
    [found] = cited("Căn cứ Quyết định số 1142/QĐ-UBND ngày 07/4/2022 của Ủy ban nhân dân tỉnh Lai Châu về việc giao biên chế;")
    assert (found.number, found.type_code, found.issued_on, found.issuer) == ("1142/QĐ-UBND", "QĐ", "2022-04-07", "Ủy ban nhân dân tỉnh Lai Châu")
    assert (found.title, found.relation) == ("giao biên chế", "based_on")


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Thực hiện Công văn số 88/SNV-CCVC của Sở Nội vụ, xã báo cáo.", "implements"),
        ("Quyết định này thay thế Quyết định số 21/2017/QĐ-UBND.", "replaces"),
        ("Bãi bỏ Thông tư số 09/2011/TT-BXD.", "repeals"),
        ("Sở nhận được Công văn số 46/UBND-KT của huyện về giá điện.", "replies_to"),
        ("Bãi bỏ Điều 5 Quy định ban hành kèm theo Quyết định số 33/2016/QĐ-UBND.", "repeals"),
        ("Quyết định số 14/QĐ-UBND hết hiệu lực kể từ ngày ký.", "repeals"),
        ("Việc lấy phiếu thực hiện theo Nghị quyết số 96/2023/QH15.", "implements"),
        ("Phúc đáp Công văn số 310/UBND-KT, Sở có ý kiến như sau.", "replies_to"),
        ("Ngày 4/6, Chủ tịch xã nhắc đến Báo cáo số 5/BC-UBND trong bài nói.", "mentions"),
    ],
)
def test_the_verb_before_tells_the_relation(text: str, relation: str) -> None:
    assert [c.relation for c in cited(text)] == [relation]


def test_the_issuer_of_what_was_just_issued_is_its_subject() -> None:
    [found] = cited("Ủy ban nhân dân tỉnh Cà Mau vừa ban hành Kế hoạch số 77/KH-UBND ngày 9/3/2023.")
    assert (found.issuer, found.relation) == ("Ủy ban nhân dân tỉnh Cà Mau", "announces")


def test_who_heads_the_body_that_issued_is_part_of_the_subject() -> None:
    [found] = cited("Chủ tịch UBND tỉnh ban hành Công điện số 07/CĐ-UBND ngày 05/8/2023.")
    assert (found.issuer, found.relation) == ("Chủ tịch UBND tỉnh", "announces")


def test_a_law_may_stand_before_its_number_and_issues_nothing_by_its_name() -> None:
    found = cited("Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15; Bộ luật Lao động số 45/2019/QH14;")
    assert [(c.type, c.title, c.relation) for c in found] == [
        ("Luật", "Luật Ban hành văn bản quy phạm pháp luật", "based_on"),
        ("Bộ luật", "Bộ luật Lao động", "based_on"),
    ]


def test_the_holder_of_an_office_is_no_part_of_the_issuer() -> None:
    [found] = cited("Thủ tướng Chính phủ Võ Văn Kiệt vừa ký Quyết định số 327/CT ngày 15/9/1992.")
    assert found.issuer == "Thủ tướng Chính phủ"


def test_acts_of_one_list_share_the_issuer_that_closes_it() -> None:
    found = cited("Các Quyết định số 15/QĐ-UBND ngày 11/01/2017 và số 20/QĐ-UBND ngày 13/01/2017 của Chủ tịch UBND huyện hết hiệu lực.")
    assert [(c.issuer, c.issued_on, c.relation) for c in found] == [("Chủ tịch UBND huyện", "2017-01-11", "repeals"), ("Chủ tịch UBND huyện", "2017-01-13", "repeals")]


def test_a_type_named_once_serves_the_numbers_joined_to_it() -> None:
    found = cited("Theo các Báo cáo số 12/BC-UBND và số 15/BC-UBND của huyện.")
    assert [(c.number, c.type) for c in found] == [("12/BC-UBND", "Báo cáo"), ("15/BC-UBND", "Báo cáo")]


def test_articles_before_an_act_belong_to_it() -> None:
    [found] = cited("Theo điểm a khoản 2 Điều 10 Nghị định số 30/2020/NĐ-CP của Chính phủ.")
    assert [(a.article, a.clause, a.point) for a in found.articles] == [("10", "2", "a")]


def test_a_law_cited_by_name_and_day_has_no_number() -> None:
    [found] = cited("Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;")
    assert (found.number, found.type, found.title, found.issued_on) == (None, "Luật", "Luật Lưu trữ", "2024-06-21")


@pytest.mark.parametrize("text", ["Tỷ lệ 12/15 xã.", "Mẫu số 20/HĐBC-QH kèm theo.", "Ngày 14/9/2020 có mưa.", "Xem https://vanban.example/30/2020/NĐ-CP"])
def test_what_is_no_document_number_is_no_citation(text: str) -> None:
    assert cited(text) == []


def test_ordinals_before_a_full_number_share_its_notation_and_say_so() -> None:
    found = cited("Căn cứ các Nghị quyết số 41, 42 và 43/NQ-HĐND ngày 10/12/2024 của Hội đồng nhân dân tỉnh;")
    assert [(c.number, c.certainty) for c in found] == [("41/NQ-HĐND", "inferred"), ("42/NQ-HĐND", "inferred"), ("43/NQ-HĐND", "stated")]
    assert {c.type for c in found} == {"Nghị quyết"}


def test_a_short_mention_means_the_one_act_of_its_type_and_ordinal_cited_before() -> None:
    text = "Thực hiện Kế hoạch số 318/KH-UBND ngày 05/6/2023 của huyện. Các xã bám sát Kế hoạch 318 và Chỉ thị 16 để làm."
    full, short = cited(text)
    assert (short.number, short.certainty, short.refers_to) == ("318/KH-UBND", "inferred", f"{full.span.start}-{full.span.end}")


def test_where_two_acts_could_be_meant_none_is() -> None:
    text = "Theo Kế hoạch số 7/KH-UBND và Kế hoạch số 7/KH-HĐND, các thôn làm Kế hoạch 7 đúng hạn."
    assert len(cited(text)) == 2
