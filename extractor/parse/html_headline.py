"""A page's tree and the titles its metadata states in, the segment that is the visible headline out. Used by
html_content.py before it looks for the body."""

from __future__ import annotations

import re

from extractor.parse.html_tree import Segment, Tree
from extractor.parse.page_marks import PageMarks
from extractor.text import lower, normalize

DAY = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
_SITE = re.compile(r"\s(?:[|»•·]|[-–—]|::)\s")
_LOOK_AT = 400  # segments; a headline stands early
_SHORTEST, _LONGEST = 12, 400
_NOT_LETTERS = re.compile(r"[\W_]+")


def find_headline(tree: Tree, marks: PageMarks, titles: tuple[str, ...], furniture: list[bool]) -> int | None:
    """The index of the headline's segment: the h1, or the line that metadata calls the title, or the line
    whose element is named a title; None where nothing says so."""
    wanted = {key for title in titles for key in _title_keys(title)}
    best: tuple[int, int] | None = None
    for index, segment in enumerate(tree.segments[:_LOOK_AT]):
        if segment.hidden or furniture[segment.element] or not _SHORTEST <= segment.chars <= 4 * _LONGEST:
            continue
        rank = _rank(tree, marks, segment, wanted)
        if rank and (best is None or rank > best[0]):
            best = (rank, index)
    return best[1] if best else None


def first_line_as_headline(tree: Tree, segments: tuple[int, ...]) -> int | None:
    """On a page that names no headline: its first line, where it is one line, no sentence, and either bold
    or followed by a date."""
    if len(segments) < 2:
        return None
    first = tree.segments[segments[0]]
    text = tree.text(first)
    if not 20 <= len(text) <= 250 or text[-1] in ".;:," or DAY.search(text):
        return None
    following = [tree.segments[i] for i in segments[1:3]]
    dated = any(s.chars < 80 and DAY.search(tree.text(s)) for s in following)
    return segments[0] if dated or first.bold > 0.9 * first.chars else None


def _rank(tree: Tree, marks: PageMarks, segment: Segment, wanted: set[str]) -> int:
    """How sure it is; 0 for no headline at all."""
    owners = [tree.elements[at] for _, at in zip(range(3), tree.ancestors(segment.owners[0]), strict=False)]
    near = [tree.elements[at] for _, at in zip(range(3), tree.ancestors(segment.element), strict=False)]
    tag = near[0].tag if near[0].tag[0] == "h" else next((e.tag for e in near[1:] if e.tag == "h1"), near[0].tag)
    linked = segment.linked > 0.5 * segment.chars
    named = any(e.raw and "headline" in marks.effects(e.raw) for e in (*owners, *near[:2]))
    said = _is_said(_key(tree.text(segment)), wanted)
    if said:
        return 10 + 4 * (tag == "h1") + 2 * named + (tag in ("h2", "h3")) - 6 * linked
    if linked:
        return 0
    return 8 if tag == "h1" else 5 if named and segment.chars >= 20 else 0


def _is_said(key: str, wanted: set[str]) -> bool:
    if key in wanted:
        return True
    return len(key) >= 20 and any(
        len(w) >= 20 and (w.startswith(key) or key.startswith(w)) and min(len(w), len(key)) > 0.6 * max(len(w), len(key)) for w in wanted
    )


def _title_keys(title: str) -> list[str]:
    """A title as it stands and without the name of the site behind it."""
    cuts = [match.start() for match in _SITE.finditer(title)]
    return [key for key in (_key(title), *(_key(title[:cut]) for cut in cuts)) if len(key) >= 10]


def _key(text: str) -> str:
    return _NOT_LETTERS.sub(" ", lower(normalize(text))).strip()
