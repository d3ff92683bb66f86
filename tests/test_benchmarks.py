"""The speed script measures what it says it measures; how fast that is, no test asks."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from builders import annotator, document

from extractor.extract import assemble
from extractor.reading import read

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "rules_speed.py"
TEXT = "Chậm nhất ngày 20/7/2021, các huyện gửi báo cáo về Sở Nội vụ.\n"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rules_speed", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rules_speed"] = module
    spec.loader.exec_module(module)
    return module


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
    [annotate, structure, records] = script.stages([document(TEXT)] * 4, annotator())
    assert annotate.size == structure.size == records.size == len(TEXT.encode())
    assert assemble(read(document(TEXT), annotator())).deadlines


def test_bare_patterns_are_among_the_peers(script: ModuleType) -> None:
    assert len(script.BARE_PATTERNS) == 5
    assert script.peers([document(TEXT)])[0].name == "five bare regex patterns"
