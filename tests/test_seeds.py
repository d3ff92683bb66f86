"""Real pages with gold that are not part of the project. They are looked for beside it, in ../shared/seeds;
where they are, the same referee judges them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from builders import annotator

from extractor.evaluate import Output, evaluate, from_result, read_gold
from extractor.extract import extract
from extractor.model import Source

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
LEAST_KEY, LEAST_STRICT = 0.95, 0.90
pytestmark = [
    pytest.mark.skipif(not SEEDS.is_dir(), reason=f"there are no seed pages at {SEEDS}; they are real pages and do not travel with the project"),
]


@pytest.fixture(scope="module")
def outputs() -> list[Output]:
    return [from_result(extract(gold.path.read_bytes(), Source(str(gold.path)), annotator())) for gold in read_gold(SEEDS)]


def test_every_family_is_found_and_nearly_all_of_it_exact(outputs: list[Output]) -> None:
    scores = evaluate(read_gold(SEEDS), outputs)
    low = {m.family: (m.counts.key, m.counts.strict) for m in scores.measures if m.counts.key < LEAST_KEY or m.counts.strict < LEAST_STRICT}
    assert low == {} and scores.absent == ()


def test_every_place_holds_what_it_quotes(outputs: list[Output]) -> None:
    places = [(output, found) for output in outputs for found in output.spans()]
    assert len(places) > 100
    assert [(output.name, found.quote) for output, found in places if not output.holds(found)] == []


def test_every_quote_stands_in_the_source_file(outputs: list[Output]) -> None:
    for output in outputs:
        source = "".join(unicodedata.normalize("NFC", Path(output.source).read_text(encoding="utf-8")).split())
        assert [found.quote for found in output.spans() if "".join(found.quote.split()) not in source] == []
