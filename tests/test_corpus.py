"""The figures of corpus/dev against the floors pinned for them, and the gold against its digest. Where this
fails because figures rose or the gold was mended, write the floors again:

    vanban evaluate corpus/dev --write-floors corpus/floors.toml"""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import annotator

from extractor.evaluate import Output, Scores, evaluate, from_result, gold_digest, read_gold
from extractor.evaluate.floors import MARGIN, read_floors, shortfalls
from extractor.extract import extract
from extractor.model import Source

CORPUS = Path(__file__).parent.parent / "corpus"
FLOORS = read_floors(CORPUS / "floors.toml")
UPDATE = "vanban evaluate corpus/dev --write-floors corpus/floors.toml"


@pytest.fixture(scope="module")
def outputs() -> list[Output]:
    golds = read_gold(CORPUS / "dev")
    return [from_result(extract(gold.path.read_bytes(), Source(str(gold.path)), annotator())) for gold in golds]


@pytest.fixture(scope="module")
def scores(outputs: list[Output]) -> Scores:
    return evaluate(read_gold(CORPUS / "dev"), outputs)


@pytest.mark.parametrize("family", sorted(FLOORS.floors))
def test_a_family_reaches_its_floors(scores: Scores, family: str) -> None:
    fallen = [line for line in shortfalls(FLOORS, scores) if line.startswith(f"{family}:")]
    assert not fallen, f"{'; '.join(fallen)}. See which rows: vanban evaluate corpus/dev --list. To lower a floor on purpose: {UPDATE} --lower"


def test_every_family_measured_has_floors(scores: Scores) -> None:
    assert {m.family for m in scores.measures} == set(FLOORS.floors), f"write the floors again: {UPDATE}"


def test_the_gold_is_the_one_the_floors_were_measured_on() -> None:
    assert gold_digest(CORPUS / "dev") == FLOORS.digest, f"the gold files changed: read the change, then write the floors again: {UPDATE}"


def test_floors_stand_below_what_is_measured_and_not_far(scores: Scores) -> None:
    """A floor far below the figure guards nothing: it is raised when the figure has risen."""
    for measure in scores.measures:
        floor, counts = FLOORS.floors[measure.family], measure.counts
        assert counts.key - floor.key < 10 * MARGIN and counts.strict - floor.strict < 10 * MARGIN, f"{measure.family} has risen: {UPDATE}"


def test_every_place_holds_what_it_quotes(outputs: list[Output]) -> None:
    broken = [(output.name, found.family, found.quote) for output in outputs for found in output.spans() if not output.holds(found)]
    assert broken == []


def test_every_document_gives_output(scores: Scores) -> None:
    assert scores.absent == ()
