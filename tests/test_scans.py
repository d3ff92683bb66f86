"""Scans built from documents of corpus/dev: typed fields are read, what a pen wrote is right or null, and says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.extract import extract
from extractor.model import Source
from extractor.parse.ocr_engine import INSTALL, engine
from tests.builders import annotator

SCANS = sorted((Path(__file__).parents[1] / "corpus" / "scans").glob("*.gold.json"))
pytestmark = pytest.mark.skipif(engine() is None, reason=f"reads scans: {INSTALL}")


@pytest.mark.parametrize("gold", SCANS, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_the_head_of_a_scan_is_read_and_no_handwriting_is_taken_for_type(gold: Path) -> None:
    expected = json.loads(gold.read_text(encoding="utf-8"))
    path = gold.with_name(expected["source"])
    header = extract(path.read_bytes(), Source(path.name), annotator()).header
    day = expected["document"].pop("issued_on")
    assert {name: getattr(header, name) for name in expected["document"]} == expected["document"]
    if "viet-tay" in gold.name:
        assert header.issued_on in (day, None)
        assert header.issued_on is None or header.evidence["issued_on"].certainty == "repaired"
        assert any(withheld.field == "number" for withheld in header.withheld)
    else:
        assert header.issued_on == day
