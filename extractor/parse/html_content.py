"""A page's tree in, the segments that are its content out: headline, the time beside it, lead, body,
byline - and not menus, sidebars, related links, comments, footers. Called by html.py.

Text density decides first: long unlinked segments score, furniture named by the markup does not, and the
content is the innermost element that holds most of the score. Where what it holds is still half links,
trafilatura is asked which paragraphs are content (html_opinion.py). It is not asked first because it
takes as long as all the rest together, and on pages laid out in tables it joins and reorders lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.parse.html_headline import DAY, first_line_as_headline, headline_candidates
from extractor.parse.html_opinion import ask_trafilatura
from extractor.parse.html_panel import Property, find_panel
from extractor.parse.html_scores import LONG, Scores, is_link, is_long
from extractor.parse.html_tree import Segment, Tree
from extractor.parse.page_marks import PageMarks
from extractor.text import lower, normalize

_LONGEST_INLINE = 150
_OFFICE = re.compile(
    r"""name=["']?(?:ProgId["']?\s+content=["']?Word\.Document|Generator["']?\s+content=["']?(?:Microsoft Word|LibreOffice|OpenOffice))""", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…][\"”')]?\s*$")


@dataclass(frozen=True, slots=True)
class Content:
    """segments: indexes in order of the page. contents: those of a table of contents kept as furniture.
    office: the page is a document saved from a word processor. root: the element that holds the body."""

    segments: tuple[int, ...] = ()
    headline: int | None = None
    root: int = 0
    contents: tuple[int, ...] = ()
    office: bool = False
    panel: tuple[Property, ...] = ()
    shown_panel: bool = False


def choose_content(tree: Tree, marks: PageMarks, titles: tuple[str, ...]) -> Content:
    """titles: what metadata says the headline is. A page without a body gives no segments."""
    if _OFFICE.search(tree.source, 0, 20000):
        return Content(tuple(i for i, s in enumerate(tree.segments) if not s.hidden), office=True)
    _drop_inline_furniture(tree, marks)
    panel = find_panel(tree, marks)
    headlines = headline_candidates(tree, marks, titles)
    scores = Scores(tree, marks, next(iter(headlines), None))
    headline = next((index for index in headlines if scores.readable(index)), None)
    scores.count(skip=headline)
    root = scores.innermost(headline)
    if scores.half_links(root):
        root = ask_trafilatura(tree, scores.furniture) or root
    body = [i for i in tree.under(root) if scores.readable(i)]
    named = {i for pair in panel for i in pair.segments}
    prose = [i for i in body if i not in named and i not in scores.repeated]
    bare = scores.linked[0] == 0 and not any(scores.furniture)
    if (not (prose and bare) and not _is_body(tree, prose, headline)) or _is_index(tree, body):
        return _panel_only(tree, scores, panel, headline)
    panel = _outside(tree, panel, body)
    named = {i for pair in panel for i in pair.segments}
    body = _from_headline(tree, body, headline)
    chosen = _without_furniture(tree, marks, [i for i in body if i not in named or len(panel) < 3])
    around = [i for i in _around(tree, marks, scores, headline, root) if i not in named]
    segments = tuple(sorted({*chosen, *around}))
    headline = headline if headline in segments else first_line_as_headline(tree, segments)
    return Content(segments, headline, root, _contents(tree, marks, segments), panel=panel)


def _drop_inline_furniture(tree: Tree, marks: PageMarks) -> None:
    """A counter or share link inside the line of the date: <span class="view">2.604 lượt xem</span>."""
    for segment in tree.segments:
        if segment.chars > _LONGEST_INLINE or not segment.owners or segment.owners[0] == segment.element == segment.owners[-1]:
            continue
        out = [_inline_effect(tree, marks, segment, owner, "furniture") for owner in segment.owners]
        if not any(out):
            continue
        kept = [(part, owner) for part, owner, dropped in zip(segment.parts, segment.owners, out, strict=True) if not dropped]
        segment.parts, segment.owners = [part for part, _ in kept], [owner for _, owner in kept]
        segment.chars = len(tree.text(segment))
        segment.linked = min(segment.linked, segment.chars)
        segment.hidden = segment.hidden or not segment.chars


def _inline_effect(tree: Tree, marks: PageMarks, segment: Segment, owner: int, effect: str) -> bool:
    for _, at in zip(range(4), tree.ancestors(owner), strict=False):
        if at == segment.element:
            return False
        if effect in marks.effects(tree.elements[at].raw):
            return True
    return False


def _is_body(tree: Tree, body: list[int], headline: int | None) -> bool:
    """One long paragraph is a body; under a headline one short sentence is."""
    unlinked = [tree.segments[i] for i in body if not is_link(tree.segments[i])]
    if any(is_long(s) for s in unlinked) or sum(s.chars >= 25 for s in unlinked) >= 8:
        return True
    cells = sum(tree.elements[s.element].tag == "td" for s in unlinked)
    if cells >= 12 and cells >= 0.8 * len(body):
        return True  # a table of figures is a document too
    return headline is not None and any(s.chars >= 25 and _SENTENCE_END.search(tree.text(s)) for s in unlinked)


def _is_index(tree: Tree, body: list[int]) -> bool:
    """A list of articles: linked headings, each with a teaser, and hardly more paragraphs than headings."""
    headings = [i for i in body if tree.elements[tree.segments[i].element].tag in ("h2", "h3", "h4") and is_link(tree.segments[i])]
    paragraphs = sum(1 for i in body if is_long(tree.segments[i]))
    return len(headings) >= 4 and paragraphs <= 1.3 * len(headings) + 1


def _outside(tree: Tree, panel: tuple[Property, ...], body: list[int]) -> tuple[Property, ...]:
    """A label in the running text of a document (a form to fill in) names no property of the page."""
    start = next((i for i in body if is_long(tree.segments[i])), len(tree.segments))
    kept = tuple(pair for pair in panel if not start <= pair.segments[0] <= body[-1])
    return kept if len({pair.name for pair in kept}) >= 2 else ()


def _panel_only(tree: Tree, scores: Scores, panel: tuple[Property, ...], headline: int | None) -> Content:
    """No body: a panel of four or more properties is then the content, with the headline above it."""
    stated = [pair for pair in panel if scores.readable(pair.segments[0])]
    if len({pair.name for pair in stated}) < 4:
        return Content(panel=panel)
    counts = tree.roll_up((tree.segments[pair.segments[0]].element, 1) for pair in stated)
    root = max(at for at, count in enumerate(counts) if count >= 0.7 * len(stated))
    around = max((at for at in tree.ancestors(root) if scores.chars[at] >= 2.5 * scores.chars[root]), default=0)
    box = next((at for at in tree.ancestors(root) if tree.elements[at].parent == around), root)
    shown = {i for i in tree.under(box) if scores.readable(i)}
    if headline is not None:
        shown.add(headline)
    return Content(tuple(sorted(shown)), headline, root, panel=panel, shown_panel=True)


def _without_furniture(tree: Tree, marks: PageMarks, body: list[int]) -> list[int]:
    """Cut related links and the like that stand inside the body without a name in the markup."""
    kept: list[int] = []
    position = 0
    while position < len(body):
        segment = tree.segments[body[position]]
        if segment.chars <= 80 and marks.opens_furniture(tree.text(segment)):
            position = _past_furniture(tree, body, position)
            continue
        run = position
        while run < len(body) and is_link(tree.segments[body[run]]):
            run += 1
        if run - position >= 3:
            position = run
            continue
        kept.append(body[position])
        position += 1
    return kept


def _past_furniture(tree: Tree, body: list[int], position: int) -> int:
    """The index after a furniture heading and what belongs to it: links right under it; else, at the end of
    an article, everything; in a box of its own, the box."""
    following = position + 1
    while following < len(body) and (is_link(tree.segments[body[following]]) or tree.segments[body[following]].linked > 15):
        following += 1
    if following > position + 1:
        return following
    rest = sum(tree.segments[i].chars for i in body[following:])
    long = sum(1 for i in body[following:] if tree.segments[i].chars > 200)
    return len(body) if long == 0 and rest < 0.5 * sum(tree.segments[i].chars for i in body) else following


def _from_headline(tree: Tree, body: list[int], headline: int | None) -> list[int]:
    """A headline inside the body begins it: above it stand at most the date and what is no article."""
    if headline is None or headline not in body:
        return body
    above = sum(tree.segments[i].chars for i in body if i < headline)
    if above > 0.3 * sum(tree.segments[i].chars for i in body):
        return body
    return [i for i in body if i >= headline or (headline - i <= 3 and _is_dated(tree, i))]


def _is_dated(tree: Tree, index: int) -> bool:
    segment = tree.segments[index]
    return segment.chars < LONG and not is_link(segment) and DAY.search(tree.text(segment)) is not None


def _around(tree: Tree, marks: PageMarks, scores: Scores, headline: int | None, root: int) -> list[int]:
    """Headline, what stands between it and the body, the time just above it, and what follows the body in
    the element that holds both: byline and source."""
    body = tree.under(root)
    if headline is None or not body:
        return []
    if body[0] <= headline <= body[-1]:
        return [headline]  # see _from_headline
    if headline > body[-1]:
        return [headline]
    above = set(tree.ancestors(root))
    common = next(at for at in tree.ancestors(tree.segments[headline].element) if at in above)
    inside = [i for i in tree.under(common) if scores.readable(i)]
    between = [i for i in inside if headline < i < body[0] and not is_link(tree.segments[i])]
    if len(between) > 15:
        between = [i for i in between[:3] if DAY.search(tree.text(tree.segments[i]))]
    before = [i for i in inside if headline - 4 < i < headline and _is_dated(tree, i)]
    after: list[int] = []
    for i in range(body[-1] + 1, len(tree.segments)):
        segment = tree.segments[i]
        if i not in inside or is_link(segment) or segment.chars > 160 or len(after) == 4 or marks.opens_furniture(tree.text(segment)):
            break
        after.append(i)
    return [*before, headline, *between, *after]


def _contents(tree: Tree, marks: PageMarks, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """A table of contents outside the body whose entries repeat lines of it: part of the document, but every
    line of it stands in the body too."""
    taken = set(chosen)
    heading = next((i for i, s in enumerate(tree.segments) if i not in taken and s.chars <= 40 and not is_link(s) and marks.opens_contents(tree.text(s))), None)
    if heading is None:
        return ()
    lines = {_key(tree.text(tree.segments[i]))[:60] for i in chosen}
    for _, at in zip(range(12), tree.ancestors(tree.segments[heading].element), strict=False):
        inside = tree.under(at)
        if taken & set(inside):
            return ()
        entries = [key for i in inside if len(key := _key(tree.text(tree.segments[i]))) > 12]
        if len(entries) >= 3:
            return tuple(inside) if sum(key[:60] in lines for key in entries) >= 0.3 * len(entries) else ()
    return ()


def _key(text: str) -> str:
    return lower(normalize(text))
