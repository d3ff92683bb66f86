"""The audit against single slips in protocols that agree with themselves: nothing is said of a clean one, and
whatever any method could see is found. The shares are printed (pytest -s): found of what is visible, and what no
method can see, since the changed figure is still allowed by the rounding of all others. Published elsewhere, of
reporting errors in papers: statcheck finds 0.52-0.61."""

from __future__ import annotations

from collections import Counter

import pytest
from audit_builders import RULES
from builders import annotator
from oracle import visible
from protocols import SLIPS, Protocol, consistent, with_slip
from reports import report

from extractor import audit
from extractor.extract import extract
from extractor.facts import Finding
from extractor.model import Source

COUNTS = {"ordinary": (100, 60), "many": (1_000, 300)}


def findings(protocol: Protocol) -> list[Finding]:
    page = protocol.page()
    deadlines, events = protocol.timed(page)
    outcome = audit.examine(page.document, RULES, page.header, page.citations, page.mentions, page.statistics, deadlines=deadlines, events=events)
    return list(outcome.findings)


def said(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(f.severity, f.expected, f.actual) for f in found]


SIZES = [pytest.param("ordinary"), pytest.param("many", marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
def test_a_clean_protocol_gives_no_finding(size: str) -> None:
    for seed in range(COUNTS[size][0]):
        protocol = consistent(seed)
        assert not visible(protocol), f"the generator or the oracle is wrong: {seed}"
        assert said(findings(protocol)) == [], seed


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_program_says_nothing_of_reports_in_prose_that_agree(size: str) -> None:
    for seed in range(COUNTS[size][0] // 2):
        assert said(list(extract(report(seed).encode(), Source("bao-cao.txt"), annotator()).findings)) == [], seed


@pytest.mark.parametrize("size", SIZES)
def test_every_slip_that_any_method_could_see_is_found(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    seen, found, missed = Counter[str](), Counter[str](), []
    made = Counter[str]()
    for kind in SLIPS:
        for seed in range(COUNTS[size][1]):
            changed = with_slip(consistent(seed), kind, seed)
            if changed is None:
                continue
            made[kind] += 1
            if not visible(changed):
                assert [f for f in findings(changed) if f.severity == "error"] == [], f"an error where nothing is wrong: {kind} {seed}"
                continue
            seen[kind] += 1
            if findings(changed):
                found[kind] += 1
            else:
                missed.append((kind, seed))
    with capsys.disabled():
        print(f"\n{'slip':14} made visible found  found of visible")
        for kind in SLIPS:
            print(f"{kind:14} {made[kind]:4} {seen[kind]:7} {found[kind]:5}  {found[kind] / max(1, seen[kind]):.3f}")
        unseen = 1 - seen.total() / made.total()
        print(f"{'all':14} {made.total():4} {seen.total():7} {found.total():5}  {found.total() / seen.total():.3f}; no method can see {unseen:.3f}")
    assert missed == []


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_program_says_nothing_false_of_clean_protocols(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    """From HTML bytes on: what is misread must not become an error."""
    for seed in range(COUNTS[size][0]):
        result = extract(consistent(seed).html(), Source(f"{seed}.html"), annotator())
        assert said([f for f in result.findings if f.severity == "error"]) == [], seed
    seen = found = 0
    for kind in SLIPS:
        for seed in range(COUNTS[size][1] // 6):
            changed = with_slip(consistent(seed), kind, seed)
            if changed is not None and visible(changed):
                seen += 1
                found += any(f.severity != "note" for f in extract(changed.html(), Source("x.html"), annotator()).findings)
    with capsys.disabled():
        print(f"\nfrom HTML on: {found} of {seen} visible slips found ({found / seen:.3f})")
    assert found == seen
