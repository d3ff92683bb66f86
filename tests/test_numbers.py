"""extractor.numbers: what the parts of a printed document number are, and which type it names."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.numbers import DocumentNumber, TypeCodes, number_of, parse_number
from extractor.rules import load_rules

RULES = load_rules()
CODES = TypeCodes(RULES)
ANNOTATOR = Annotator(RULES)


def read(printed: str) -> DocumentNumber:
    number = parse_number(printed, CODES)
    assert number is not None
    return number


def found(text: str) -> list[str]:
    return [number_of(a, CODES).number for a in ANNOTATOR.annotate_text(text).of("document_number")]


@pytest.mark.parametrize(
    ("printed", "ordinal", "year", "notation", "type_code"),
    [
        ("58/KH-UBND", "58", None, "KH-UBND", "KH"),
        ("27 /QĐ-UBND", "27", None, "QĐ-UBND", "QĐ"),
        ("91/2015/NĐ-CP", "91", 2015, "NĐ-CP", "NĐ"),
        ("64/2020/QH14", "64", 2020, "QH14", None),
        ("36-HD/VPTW", "36", None, "HD/VPTW", "HD"),
        ("16/KH-MTTQ-BTT", "16", None, "KH-MTTQ-BTT", "KH"),
        ("1207/UBND-NC", "1207", None, "UBND-NC", None),
        ("204B/BC-SVHTT", "204B", None, "BC-SVHTT", "BC"),
        ("20/CTR-UBND", "20", None, "CTR-UBND", "CTr"),
    ],
)
def test_the_parts_of_a_number_are_told_apart(printed: str, ordinal: str, year: int | None, notation: str, type_code: str | None) -> None:
    number = read(printed)
    assert (number.ordinal, number.year, number.notation, number.type_code) == (ordinal, year, notation, type_code)


def test_blanks_are_taken_out_and_dashes_are_plain() -> None:
    assert read("33/TTr – NN&PTNT").number == "33/TTr-NN&PTNT"


def test_tt_is_a_circular_with_a_year_a_party_letter_with_a_hyphen_and_undecided_otherwise() -> None:
    assert read("38/2014/TT-BCT").type == "Thông tư"
    assert read("06-TT/TU").type == "Thông tri"
    assert read("15/TT-HĐND").type is None


def test_before_1996_the_ministry_stood_before_the_type() -> None:
    assert read("1205-TC/QĐ/CĐKT").type_code == "QĐ"


@pytest.mark.parametrize(("printed", "repaired"), [("640/QĐUBND", "640/QĐ-UBND"), ("44/2016/NĐCP", "44/2016/NĐ-CP"), ("12/QD-UBND", "12/QĐ-UBND"), ("204 KH/TWĐTN", "204-KH/TWĐTN")])
def test_a_damaged_number_keeps_its_printed_form_and_offers_the_regular_one(printed: str, repaired: str) -> None:
    number = read(printed)
    assert (number.damaged, number.repaired) == (True, repaired)
    assert number.number == printed.replace(" ", "")


@pytest.mark.parametrize("printed", ["12/9/2021", "24/24", "HD-12", "0225.3757.388", "58/KH-UBND và 59/KH-UBND", ""])
def test_what_is_not_one_number_is_no_number(printed: str) -> None:
    assert parse_number(printed, CODES) is None


def test_the_issuing_body_is_read_from_either_order() -> None:
    assert [read(n).issuer_code for n in ("58/KH-UBND", "36-HD/VPTW", "1207/UBND-NC", "64/2020/QH14")] == ["UBND", "VPTW", "UBND", "QH14"]


def test_numbers_are_found_in_running_text_to_the_letter() -> None:
    text = "Thực hiện Quyết định số 77/QĐ-UBNDngày 12/3/2017 và Chỉ thị 23-CT/TU, mẫu số 22/HĐBC-QH, điện thoại 0225.3757.388."
    annotations = ANNOTATOR.annotate_text(text).of("document_number")
    assert [text[a.span.start : a.span.end] for a in annotations] == ["77/QĐ-UBND", "23-CT/TU"]


@pytest.mark.parametrize("text", ["http://x.vn/12/QĐ-UBND", "125_KH-UBND.pdf", "mẫu 15/HĐBC-HĐND", "3/ UBND - HĐND các xã", "ngày 12/09/2021", "tỷ lệ 1/500"])
def test_addresses_forms_and_ratios_are_left_alone(text: str) -> None:
    assert found(text) == []
