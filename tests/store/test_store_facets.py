"""The facets of a search: each value leads to as many documents as it says, under the same filters."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_builders import PLAN, RULES_A, note, plan

from extractor.store import Archive, Filters
from extractor.store.facets import facets_of


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = [plan(f"p{i}.html", text=f"{PLAN}\nBản {i}") for i in range(3)]
    notes = [note(f"Bầu cử ở xã {i}", f"n{i}.txt", genre="news", published_at=f"2021-05-2{i}T08:00") for i in range(2)]
    held = Archive(tmp_path / "a.db")
    held.add([*made, *notes], RULES_A)
    return held


def test_a_value_says_how_many_documents_have_it_not_how_many_records(archive: Archive) -> None:
    with archive:
        facets = facets_of(archive)
    said = {name: [(v.value, v.count) for v in values] for name, values in facets.values.items()}
    assert said["type"] == [("Kế hoạch", 3), ("news", 2)]
    assert said["year"] == [("2021", 5)]
    assert said["area"] == [("Kon Tum", 3)]
    assert ("elected", 3) in said["indicator"]
    assert said["person"] == [("Trần Văn Bình", 3)]
    assert (facets.counted, facets.complete) == (5, True)


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("bau cu", Filters()), ("bầu cử", Filters(genre="news")), ("", Filters(person="tran van")), ("", Filters(issuer="Ủy ban bầu cử")),
        ("bầu cử", Filters(area="Kon Tum", indicator="turnout_rate")), ("", Filters(type="KH", since="2021-01-01", until="2021-12-31")), ("zzz", Filters()), ("...", Filters()),
    ],
)  # fmt: skip
def test_facets_are_counted_over_what_the_search_answers(archive: Archive, query: str, filters: Filters) -> None:
    with archive:
        assert facets_of(archive, query, filters).counted == archive.search(query, filters).total


def test_an_area_and_an_indicator_must_stand_in_one_figure(archive: Archive) -> None:
    with archive:
        assert facets_of(archive, "", Filters(area="Kon Tum", indicator="elected")).counted == 0
