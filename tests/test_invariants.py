"""What must hold whatever a document says: quotes stand where they say, the same input gives the same
result, and an unrelated paragraph changes no earlier record."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from builders import annotator, document

from extractor import wire
from extractor.extract import extract, extract_document
from extractor.model import Source

CORPUS = sorted(p for p in (Path(__file__).parents[1] / "corpus" / "dev").iterdir() if p.suffix in (".txt", ".html", ".pdf", ".docx"))
FAMILIES = ("citations", "dates", "deadlines", "participants", "events", "statistics")


@cache
def read(path: Path) -> dict[str, Any]:
    return json.loads(wire.to_line(extract(path.read_bytes(), Source(path.name), annotator())))


def spans(found: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [row for family in FAMILIES for row in found[family]]
    inner = [part["span"] for row in rows for key in ("roles", "participation") for part in row.get(key, [])]
    mentions = [m for row in rows for m in row.get("mentions", [])]
    evidence = [e for e in found["document"]["evidence"].values() if e["start"] is not None]
    findings = [e["span"] for f in found["findings"] for e in f["evidence"]]
    return [*(row["span"] for row in rows), *inner, *mentions, *evidence, *findings]


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.name)
def test_every_span_quotes_its_text_and_leads_to_a_place(path: Path) -> None:
    found = read(path)
    assert not [p for p in found["problems"] if p["severity"] == "error"]
    for span in spans(found):
        assert found["text"][span["start"] : span["end"]] == span["quote"]
        assert span.get("line") or span.get("part") or span["page"]
        if span["page"]:
            assert span["boxes"], "a span on a page has boxes"
    for family in FAMILIES:
        for row in found[family]:
            assert row["rule"] and row["certainty"] in ("stated", "inferred", "repaired", "approximate", "planned")
            assert row.get("relation", "x") is not None


@pytest.mark.parametrize("path", CORPUS[::5], ids=lambda p: p.name)
def test_the_same_bytes_give_the_same_line(path: Path) -> None:
    first, second = (wire.to_line(extract(path.read_bytes(), Source(path.name), annotator())) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("path", [p for p in CORPUS if p.suffix == ".txt"], ids=lambda p: p.name)
def test_an_unrelated_paragraph_changes_no_earlier_record(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before = extract_document(document(text), annotator())
    after = extract_document(document(text.rstrip("\n") + "\n\nTrời nhiều mây, có mưa rào vài nơi, gió nhẹ.\n"), annotator())
    for family in ("citations", "dates", "deadlines", "events", "statistics"):
        assert getattr(before, family) == getattr(after, family), family


@pytest.mark.parametrize("path", [p for p in CORPUS if p.name.startswith(("n13", "n14", "u05"))], ids=lambda p: p.name)
def test_pages_of_sport_and_weather_hold_no_deadline_and_no_election_figure(path: Path) -> None:
    found = read(path)
    assert found["deadlines"] == []
    assert [s for s in found["statistics"] if s["indicator"] != "other"] == []


def test_no_phone_house_or_counter_is_a_record_anywhere() -> None:
    for path in CORPUS:
        for row in (row for family in ("statistics", "citations", "dates") for row in read(path)[family]):
            quote = " ".join(row["span"]["quote"].split())
            assert not any(word in quote.lower() for word in ("điện thoại", "lượt truy cập", "đang online", "số nhà", "fax")), (path.name, quote)
