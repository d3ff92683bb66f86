"""A second opinion on a page whose content is hard to tell: trafilatura chooses paragraphs, and the
element that holds them is returned. Its text is never used: it has no offsets, and on pages laid out in
tables it comes as one line or reordered, which is found out here and then not believed."""

from __future__ import annotations

import itertools
import logging

from extractor.parse.html_tree import Tree
from extractor.text import lower, normalize, squeeze

_LONGEST_PAGE = 2_000_000  # characters; beyond, it takes seconds
_FEWEST_LINES = 3
_PROBE = 50


def ask_trafilatura(tree: Tree, furniture: list[bool]) -> int | None:
    """The innermost element that holds nine tenths of the paragraphs trafilatura keeps; None where it
    fails, or gives one line, or gives an order that is not the page's."""
    if len(tree.source) > _LONGEST_PAGE:
        return None
    import trafilatura  # takes a third of a second to load, and most runs never need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        extracted = trafilatura.extract(tree.source, include_comments=False, include_tables=True, favor_recall=True) or ""
    except Exception:  # it raises what lxml and its own code happen to raise
        return None
    lines = [key for line in extracted.splitlines() if len(key := _key(line)) > 30]
    if len(lines) < _FEWEST_LINES:
        return None
    probes = {line[:_PROBE]: position for position, line in enumerate(lines)}
    hits = [
        (probes[key[:_PROBE]], s.element) for s in tree.segments if s.chars > 30 and not furniture[s.element] and (key := _key(tree.text(s)))[:_PROBE] in probes
    ]
    if len(hits) < _FEWEST_LINES or not _in_order([position for position, _ in hits]):
        return None
    counts = tree.roll_up((element, 1) for _, element in hits)
    return max(at for at, count in enumerate(counts) if count >= 0.9 * len(hits))


def _in_order(positions: list[int]) -> bool:
    falls = sum(1 for one, two in itertools.pairwise(positions) if two < one)
    return falls <= 0.1 * len(positions)


def _key(text: str) -> str:
    return lower(normalize(squeeze(text)))
