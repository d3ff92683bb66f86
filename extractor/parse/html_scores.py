"""A page's tree in, judgements on its elements out: which are furniture, how much running text each holds,
which is the innermost that holds most of it. The density pass of html_content.py.

Furniture is what the markup names so (page_marks.py), what is mostly links, and lists of linked titles with
their teasers. A name is not believed of what holds the headline, nor where nothing else is left."""

from __future__ import annotations

from extractor.parse.html_tree import Segment, Tree
from extractor.parse.page_marks import PageMarks

LONG, _MIDDLING = 80, 40  # characters of a paragraph, of a line that may be one
_HALF = 0.5
_MOST = 0.85  # share of the score that keeps the descent going
_ENOUGH = 0.6  # share of the whole page's score below which it never goes
_CONTAINERS = frozenset(["div", "section", "article", "main", "td", "body", "#page", "html", "form", "center", "blockquote"])
_NEVER_FURNITURE = frozenset({"body", "html", "main", "article", "h1"})
_NEVER_TEXT = frozenset({"nav", "footer", "aside", "dialog"})


class Scores:
    """Sums over elements, made in one pass each."""

    def __init__(self, tree: Tree, marks: PageMarks, headline: int | None) -> None:
        self.tree = tree
        visible = [segment for segment in tree.segments if not segment.hidden]
        self.chars = tree.roll_up((s.element, s.chars) for s in visible)
        self.linked = tree.roll_up((s.element, s.linked) for s in visible)
        self.links = tree.roll_up((s.element, 1) for s in visible if is_link(s))
        self.long = tree.roll_up((s.element, 1) for s in visible if is_long(s))
        self.score = tree.roll_up((s.element, _score(s)) for s in visible)
        # what holds the headline is no sidebar, whatever it is called
        held = set(tree.ancestors(tree.segments[headline].element)) if headline is not None else set()
        self.furniture = self._find_furniture(marks, held, believe=True)
        if self.long[0] and not any(is_long(s) and not self.furniture[s.element] for s in visible):
            self.furniture = self._find_furniture(marks, held, believe=False)
        self.repeated: set[int] = set()

    def _find_furniture(self, marks: PageMarks, held: set[int], *, believe: bool) -> list[bool]:
        """believe: names in the markup. Where that leaves no paragraph at all, what holds most of the page's
        paragraphs is its content after all."""
        found = [False] * len(self.tree.elements)
        teasers = _teasers(self.tree)
        half = self.score[0] / 2
        for at, element in enumerate(self.tree.elements):
            if (element.parent >= 0 and found[element.parent]) or at in teasers or element.tag in _NEVER_TEXT:
                found[at] = True
            elif at not in held and element.raw and element.tag not in _NEVER_FURNITURE and "furniture" in marks.effects(element.raw):
                found[at] = believe or not (self.score[at] >= half and self.long[at] >= 2)
            elif self.links[at] >= 3 and self.linked[at] > 0.65 * self.chars[at] and self.chars[at] < 0.8 * self.chars[0]:
                found[at] = True
        return found

    def count(self, skip: int | None) -> None:
        """Sum again without furniture, the headline and its repetitions."""
        said = self.tree.text(self.tree.segments[skip]) if skip is not None else None
        self.repeated = {
            i for i, s in enumerate(self.tree.segments) if i == skip or (said is not None and abs(s.chars - len(said)) < 40 and self.tree.text(s) == said)
        }
        self.score = self.tree.roll_up((s.element, _score(s)) for i, s in enumerate(self.tree.segments) if self.readable(i) and i not in self.repeated)

    def innermost(self, headline: int | None) -> int:
        """The innermost container that holds most of the score; on the way down to the headline, half is enough."""
        held = set(self.tree.ancestors(self.tree.segments[headline].element)) if headline is not None else set()
        best = [-1] * len(self.score)
        for at in range(1, len(self.score)):
            parent = self.tree.elements[at].parent
            if best[parent] < 0 or self.score[at] > self.score[best[parent]]:
                best[parent] = at
        at, enough = 0, self.score[0]
        while best[at] >= 0 and self.score[best[at]] > 0:
            share = _HALF if best[at] in held else _MOST
            if self.score[best[at]] < share * self.score[at] or (share == _MOST and self.score[best[at]] < _ENOUGH * enough):
                break
            at = best[at]
            enough = self.score[at] if at in held else enough
        while self.tree.elements[at].tag not in _CONTAINERS:
            at = self.tree.elements[at].parent
        return at

    def half_links(self, root: int) -> bool:
        readable = [self.tree.segments[i] for i in self.tree.under(root) if self.readable(i)]
        return sum(s.linked for s in readable) > 0.4 * sum(s.chars for s in readable) and sum(s.chars for s in readable) > 400

    def readable(self, index: int) -> bool:
        segment = self.tree.segments[index]
        return not segment.hidden and not self.furniture[segment.element]


def _teasers(tree: Tree) -> set[int]:
    """Elements that hold a linked title and at most three lines more, three or more of a kind side by side:
    a list of other articles with their first sentences."""
    counts = tree.roll_up((s.element, 1) for s in tree.segments if not s.hidden)
    first: dict[int, int] = {}
    kinds: dict[tuple[int, str, str], list[int]] = {}
    for index, segment in enumerate(tree.segments):
        if segment.hidden or not is_link(segment):
            continue
        for _, at in zip(range(4), tree.ancestors(segment.element), strict=False):
            if counts[at] > 4:
                break
            if first.setdefault(at, index) == index and counts[at] >= 2 and not _follows(tree, index, at):
                kinds.setdefault((tree.elements[at].parent, tree.elements[at].tag, tree.elements[at].raw[:60]), []).append(at)
    return {at for alike in kinds.values() if len(alike) >= 3 for at in alike}


def _follows(tree: Tree, index: int, at: int) -> bool:
    """Does other text of the element stand before this segment?"""
    return (
        index > 0
        and not tree.segments[index - 1].hidden
        and any(a == at for _, a in zip(range(6), tree.ancestors(tree.segments[index - 1].element), strict=False))
    )


def is_long(segment: Segment) -> bool:
    return segment.chars >= LONG and not is_link(segment)


def _score(segment: Segment) -> int:
    """Ten for each character of a long unlinked paragraph, less for shorter ones."""
    if is_link(segment):
        return 0
    weight = 10 if segment.chars >= LONG else 6 if segment.chars >= _MIDDLING else 2
    return weight * segment.chars


def is_link(segment: Segment) -> bool:
    return segment.linked > 0.5 * segment.chars
