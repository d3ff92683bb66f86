"""A picture of ink in, the boxes of its connected areas out: the shape of a letter, a seal, a signature. Numpy
alone has no such thing. ocr_ink.py parts digits with it, ocr_seals.py finds what was not read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from extractor.parse.ocr_pages import Ink

Place = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels


def blobs(ink: Ink) -> Iterator[Place]:
    """The boxes of the connected areas of ink, by runs of each row joined to those of the row above."""
    rows = ink.shape[0]
    edge: NDArray[np.int8] = np.zeros((rows, 1), dtype=np.int8)
    steps = np.diff(np.concatenate((edge, ink.astype(np.int8), edge), axis=1), axis=1)
    ys, starts = (found.tolist() for found in np.nonzero(steps == 1))
    ends = np.nonzero(steps == -1)[1].tolist()
    parent = list(range(len(ys)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    of_row = np.searchsorted(np.asarray(ys), np.arange(rows + 1)).tolist()
    for y in range(1, rows):
        above, here = of_row[y - 1], of_row[y]
        while above < of_row[y] and here < of_row[y + 1]:
            if starts[above] <= ends[here] and starts[here] <= ends[above]:
                parent[root(here)] = root(above)
            if ends[above] < ends[here]:
                above += 1
            else:
                here += 1
    boxes: dict[int, list[int]] = {}
    for run, y in enumerate(ys):
        box = boxes.setdefault(root(run), [starts[run], y, ends[run], y + 1])
        box[0], box[2], box[3] = min(box[0], starts[run]), max(box[2], ends[run]), y + 1
    yield from ((x0, top, x1, bottom) for x0, top, x1, bottom in boxes.values())
