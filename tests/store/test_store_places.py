"""extractor.store.places: a place map put into a blob comes out as it went in."""

from __future__ import annotations

import math
from array import array

from hypothesis import given
from hypothesis import strategies as st
from store_builders import plan

from extractor.model import Place, PlaceMap, Run
from extractor.store.places import pack, unpack

_NUMBER = st.none() | st.integers(1, 2**30)
_PLACES = st.builds(Place, _NUMBER, _NUMBER, st.none() | st.text(max_size=12), _NUMBER)
_RUNS = st.lists(st.tuples(st.integers(0, 2**30), _PLACES, st.booleans())).map(lambda rows: tuple(Run(*row) for row in sorted(rows, key=lambda r: r[0])))
_POINT = st.floats(-20_000, 20_000, width=32)
_BOXES = st.lists(st.tuples(_POINT, _POINT, _POINT, _POINT) | st.just((math.nan,) * 4)).map(lambda fours: array("f", [x for four in fours for x in four]))


@given(_RUNS, _BOXES)
def test_a_map_comes_out_as_it_went_in(runs: tuple[Run, ...], boxes: array[float]) -> None:
    found = unpack(pack(PlaceMap(runs, boxes)))
    assert found.runs == runs
    assert len(found.boxes) == len(boxes)
    for before, after in zip(boxes, found.boxes, strict=True):
        assert (math.isnan(before) and math.isnan(after)) or abs(before - after) < 0.011


def test_the_rectangles_of_a_page_take_little_room() -> None:
    document = plan("p.pdf", pages=1).document
    assert document is not None
    assert len(pack(document.places)) < 4 * len(document.text)


def test_an_empty_map_is_a_map() -> None:
    assert unpack(pack(PlaceMap())).at(3) == Place()
