"""A recognised page in, the places where seals and signatures lie over it out, and what was read there merged with
what a second look at them found. Tesseract's page analysis takes a seal for a picture and leaves out the
name beneath it, and a red seal is left out of the picture at first, with the title and name of the rubber
stamp beside it. The second look takes all ink, place by place, as loose words. Called by ocr_reading.py."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.parse.ocr_blobs import Place, blobs
from extractor.parse.ocr_ink import Read, Stretch, level_of
from extractor.parse.ocr_pages import Ink, coarse

# In heights of a capital.
_SEAL_AT_LEAST = 2.4
_SEAL_AT_MOST = 24.0  # a seal is 36 mm wide, a capital 3; what is larger is a table or a picture
_LEFT, _ABOVE, _BELOW = 6.0, 4.5, 5.5  # how far around a seal or signature title and name stand
_MOST_PLACES = 3
_EDGE = 6  # pixels around a word that are its own ink
_LEAST_SURE = 0.5
_SURE_WORD = 0.88
_WELL_READ = 0.85


def sealed_places(ink: Ink, stretches: Sequence[Stretch]) -> list[Place]:
    """Where something as large as a seal or a signature was not read, in the right of the page, with the
    lines around it."""
    capital = usual_capital(stretches)
    if not capital:
        return []
    free = ink.copy()
    for stretch in stretches:
        for word in stretch.words:
            if word.sure > _LEAST_SURE:
                free[max(0, word.top - _EDGE) : word.bottom + _EDGE, max(0, word.x0 - _EDGE) : word.x1 + _EDGE] = False
    height, width = ink.shape
    found: list[Place] = []
    for x0, top, x1, bottom in blobs(coarse(free)):
        across, down = 4 * (x1 - x0), 4 * (bottom - top)
        seal = _SEAL_AT_LEAST * capital < down < _SEAL_AT_MOST * capital and _SEAL_AT_LEAST * capital < across < 2 * _SEAL_AT_MOST * capital
        if seal and 2 * (x0 + x1) > 0.35 * width:
            around = (4 * x0 - _LEFT * capital, 4 * top - _ABOVE * capital, 4 * x1 + _LEFT * capital, 4 * bottom + _BELOW * capital)
            found.append((max(0, int(around[0])), max(0, int(around[1])), min(width, int(around[2])), min(height, int(around[3]))))
    return _joined(found)[:_MOST_PLACES]


def merged(first: list[Stretch], second: Sequence[Stretch]) -> list[Stretch]:
    """All stretches of the first look, with those of the second that are worth more than what they overlap."""
    for stretch in second:
        if not _is_worth_it(stretch):
            continue
        overlapped = [other for other in first if any(_overlap(word, known) for word in stretch.words for known in other.words)]
        known = [word for other in overlapped for word in other.words if any(_overlap(word, new) for new in stretch.words)]
        if known and not _is_better(stretch, sorted(known, key=lambda word: word.x0)):
            _confirm(known, stretch.words)
            continue
        for other in overlapped:
            other.words = [word for word in other.words if word not in known]
        first = [other for other in first if other.words]
        first.append(stretch)
    return first


def _confirm(known: Sequence[Read], again: Sequence[Read]) -> None:
    """A word that is read the same twice is as sure as the surer reading."""
    for word in known:
        for other in again:
            if other.text == word.text and other.sure > word.sure and _overlap(word, other):
                word.glyphs, word.sure = other.glyphs, other.sure


def _is_better(stretch: Stretch, known: Sequence[Read]) -> bool:
    gain = sum(w.worth for w in stretch.words) / max(0.01, sum(w.worth for w in known))
    if len(stretch.words) < len(known):
        return gain > 0.96  # fewer words of the same letters: nothing lies between them
    capital = stretch.level.capital if stretch.level is not None else 0.0
    same = [word.text for word in stretch.words[1:]] == [word.text for word in known[1:]]
    cut_off = len(known) > 1 and len(known[0].glyphs) < 3
    longer = same and cut_off and known[0].x0 - stretch.words[0].x0 > capital  # of the word under the seal more is seen
    return longer or gain > 1.05


def is_scribble(stretch: Stretch, usual: float) -> bool:
    """A signature or a stroke taken for letters: of a size that no type of the page has, and not sure."""
    sure = sum(word.worth for word in stretch.words) / sum(len(word.glyphs) for word in stretch.words)
    size = stretch.level.capital if stretch.level is not None else float(max(word.bottom - word.top for word in stretch.words))
    return sure < _WELL_READ and not 0.5 * usual < size < 1.6 * usual


def usual_capital(stretches: Sequence[Stretch]) -> float:
    """The height of a capital that half of the lines have, in pixels; 0 where none tells."""
    return float(np.median([stretch.level.capital for stretch in stretches if stretch.level is not None] or [0.0]))


def _is_worth_it(stretch: Stretch) -> bool:
    """Two words that are sure, or a long one; the letters on a seal run round it and are rarely read so."""
    stretch.words = [word for word in stretch.words if any(g.char.isalpha() for g in word.glyphs)]
    stretch.level = level_of([glyph for word in stretch.words for glyph in word.glyphs])
    if not stretch.words or stretch.level is None:
        return False
    letters = sum(len(word.glyphs) for word in stretch.words)
    sure = [word for word in stretch.words if word.sure >= _SURE_WORD and len(word.glyphs) > 1]
    return sum(w.worth for w in stretch.words) >= _LEAST_SURE * letters and (len(sure) > 1 or any(len(w.glyphs) > 4 for w in sure))


def _overlap(one: Read, other: Read) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.3 * min(one.x1 - one.x0, other.x1 - other.x0) and down > 0.3 * min(one.bottom - one.top, other.bottom - other.top)


def _joined(places: list[Place]) -> list[Place]:
    """Places that overlap as one: a seal and the signature over it."""
    joined: list[Place] = []
    for place in sorted(places, key=lambda p: p[1]):
        for index, other in enumerate(joined):
            if place[0] < other[2] and other[0] < place[2] and place[1] < other[3] and other[1] < place[3]:
                joined[index] = (min(place[0], other[0]), min(place[1], other[1]), max(place[2], other[2]), max(place[3], other[3]))
                break
        else:
            joined.append(place)
    return joined
