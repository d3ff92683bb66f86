"""The speed scripts measure what they say they measure; how fast that is, no test asks."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from builders import annotator, document

from extractor.extract import assemble
from extractor.reading import read

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
PDF = Path(__file__).parent.parent / "corpus" / "dev" / "v04-cong-van-so-noi-vu-phu-tho.pdf"
TEXT = "Chậm nhất ngày 20/7/2021, các huyện gửi báo cáo về Sở Nội vụ.\n"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return loaded("rules_speed")


@pytest.fixture(scope="module")
def pdf_speed() -> ModuleType:
    return loaded("pdf_speed")


def test_size_is_bytes_of_text_and_a_rate_is_megabytes_a_second(script: ModuleType) -> None:
    assert script.size([document(TEXT)]) == len(TEXT.encode())
    assert script.Speed("x", 2_000_000, 4.0).rate == 0.5


def test_documents_are_repeated_to_the_size_asked_for(script: ModuleType) -> None:
    one = document(TEXT)
    assert len(script.repeated([one], 10 * len(TEXT.encode()))) == 10
    assert len(script.repeated([one], 1)) == 1
    assert script.joined([one] * 50, 3 * len(TEXT.encode())).text.count("Chậm nhất") == 3


def test_each_document_is_worked_on_once(script: ModuleType) -> None:
    seen: list[str] = []
    speed = script.timed("all", [document("a"), document("b")], lambda d: seen.append(d.text))
    assert (seen, speed.size, speed.name) == (["a", "b"], 2, "all")


def test_the_steps_are_those_of_the_whole(script: ModuleType) -> None:
    [structure, records] = script.stages([document(TEXT)] * 4, annotator())
    assert structure.size == records.size == len(TEXT.encode())
    assert assemble(read(document(TEXT), annotator())).deadlines


def test_bare_patterns_are_among_the_peers(script: ModuleType) -> None:
    assert len(script.BARE_PATTERNS) == 5
    assert script.peers([document(TEXT)])[0].name == "five bare regex patterns"


def test_all_readers_of_pdf_read_the_same_pages(pdf_speed: ModuleType) -> None:
    file = pdf_speed.opened(PDF)
    assert (file.pages, file.digital) == (1, True)
    readings = [pdf_speed.ours(file).text, *pdf_speed.with_text(file), *pdf_speed.bare(file)]
    assert len(readings) == 3
    assert all("SỞ NỘI VỤ" in text for text in readings)


def test_pages_a_second_are_told(pdf_speed: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    pdf_speed.report([pdf_speed.Speed("vanban", 100, 0.5), pdf_speed.Speed("other", 100, 5.0)])
    assert "200.0" in capsys.readouterr().out


def test_a_folder_is_searched_for_pdfs(pdf_speed: ModuleType) -> None:
    assert pdf_speed.pdfs([PDF]) == [PDF]
    assert PDF in pdf_speed.pdfs([PDF.parent])
