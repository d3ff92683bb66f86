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


def headline_candidates(tree: Tree, marks: PageMarks, titles: tuple[str, ...]) -> list[int]:
    """Segments that may be the headline, the surest first: the h1, the line that metadata calls the title, the
    line whose element is named a title; empty where nothing says so."""
    whole = {key for title in titles if len(key := _key(title)) >= 10}
    parts = {key for title in titles for key in _title_parts(title)}
    found: list[tuple[int, int]] = []
    for index, segment in enumerate(tree.segments[:_LOOK_AT]):
        if not segment.hidden and _SHORTEST <= segment.chars <= 4 * _LONGEST:
            rank = _rank(tree, marks, segment, whole, parts)
            if rank:
                found.append((-rank, index))
    return [index for _, index in sorted(found)]


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


def _rank(tree: Tree, marks: PageMarks, segment: Segment, whole: set[str], parts: set[str]) -> int:
    """How sure it is; 0 for no headline at all."""
    linked = segment.linked > 0.5 * segment.chars
    element = tree.elements[segment.element]
    if linked and element.tag not in ("h1", "h2", "h3"):
        return 0
    near = [tree.elements[at] for _, at in zip(range(3), tree.ancestors(segment.element), strict=False)]
    owners = [tree.elements[at] for _, at in zip(range(3), tree.ancestors(segment.owners[0]), strict=False)]
    tag = "h1" if any(e.tag == "h1" for e in near) else element.tag
    named = any(e.raw and "headline" in marks.effects(e.raw) for e in (*owners, *near[:2]))
    if tag[0] != "h" and not named and segment.chars < 20:
        return 0
    key = _key(tree.text(segment))
    said = 10 if _is_said(key, whole) else 6 if _is_said(key, parts) else 0  # a part may be the name of the site
    if said:
        return said + 4 * (tag == "h1") + 2 * named + (tag in ("h2", "h3")) - 6 * linked
    if linked:
        return 0
    if tag == "h1" and _is_site_name(tree, segment):
        return 3
    return 8 if tag == "h1" else 5 if named and segment.chars >= 20 else 0


def _is_said(key: str, wanted: set[str]) -> bool:
    if key in wanted:
        return True
    return len(key) >= 20 and any(
        len(w) >= 20 and (w.startswith(key) or key.startswith(w)) and min(len(w), len(key)) > 0.6 * max(len(w), len(key)) for w in wanted
    )


def _is_site_name(tree: Tree, segment: Segment) -> bool:
    """An h1 in the head of the page, outside any article, is the name of the site."""
    tags = [tree.elements[at].tag for _, at in zip(range(8), tree.ancestors(segment.element), strict=False)]
    return "header" in tags and not {"article", "main", "section"} & set(tags)


def _title_parts(title: str) -> list[str]:
    """A title without the name of the site before or behind it: its longest part, and what begins with that."""
    parts = [_key(part) for part in _SITE.split(title)]
    longest = max(parts, key=len)
    heads = (_key(title[: match.start()]) for match in _SITE.finditer(title))
    return [key for key in (longest, *(head for head in heads if longest in head)) if len(key) >= 10]


def _key(text: str) -> str:
    return _NOT_LETTERS.sub(" ", lower(normalize(text))).strip()
