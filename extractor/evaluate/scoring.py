"""Gold and Outputs in, Scores out: for each family, over all documents and over each split, how many rows
were found, missed, false and exact, with precision, recall and F1.

Intervals are the 2.5th and 97.5th percentile of a bootstrap over documents (1,000 draws, fixed seed): rows
of one document share its quirks, so it is documents that are drawn, not rows. A bootstrap is blind to errors
that happened not to occur, so the interval is widened to Wilson's (1927) of as many rows: 26 of 26 found is
no proof of 100 %. They say what other documents of the same kinds would give, not what other kinds would."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.evaluate.gold import FAMILIES, Gold
from extractor.evaluate.outputs import Output
from extractor.evaluate.pairing import Verdict, judge

DRAWS = 1000
SEED = 20210523
MEASURED = ("document", *FAMILIES)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Counts:
    """found: rows paired, of which `exact` are right in everything; missed: gold rows without a partner;
    false: rows the gold does not hold."""

    found: int = 0
    exact: int = 0
    missed: int = 0
    false: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.found + other.found, self.exact + other.exact, self.missed + other.missed, self.false + other.false)

    @property
    def precision(self) -> float:
        return _share(self.found, self.found + self.false)

    @property
    def recall(self) -> float:
        return _share(self.found, self.found + self.missed)

    @property
    def key(self) -> float:
        """F1 of what was found."""
        return _f1(self.found, self)

    @property
    def strict(self) -> float:
        """F1 of what is right in everything."""
        return _f1(self.exact, self)

    @property
    def strict_precision(self) -> float:
        return _share(self.exact, self.found + self.false)

    @property
    def strict_recall(self) -> float:
        return _share(self.exact, self.found + self.missed)

    @property
    def rows(self) -> float:
        """The rows an F1 is a share of: the mean of those wanted and those given."""
        return self.found + (self.missed + self.false) / 2

    def __bool__(self) -> bool:
        return bool(self.found or self.missed or self.false)


@dataclass(frozen=True, slots=True)
class Measure:
    """The counts of one family in one split, and the 95 % intervals of both F1."""

    split: str
    family: str
    documents: int
    counts: Counts
    key_interval: tuple[float, float]
    strict_interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """measures: split by split (ALL first), family by family; families without a row are left out.
    absent: gold without output. spans and broken: places pointed at, and those whose quote is not what
    the text holds there."""

    measures: tuple[Measure, ...]
    verdicts: tuple[Verdict, ...]
    absent: tuple[str, ...]
    spans: int
    broken: int

    def of(self, family: str, split: str = ALL) -> Measure:
        return next(m for m in self.measures if (m.family, m.split) == (family, split))


def evaluate(golds: Sequence[Gold], outputs: Iterable[Output]) -> Scores:
    """Judge every document that has gold. Outputs are found by path, else by file name; others are ignored."""
    known: dict[str, Output] = {}
    for output in outputs:
        known.setdefault(output.name, output)
        known[output.source] = output
    given = {gold.file: found for gold in golds if (found := known.get(str(gold.path)) or known.get(gold.source))}
    verdicts: list[Verdict] = []
    counted: dict[str, list[Mapping[str, Counts]]] = defaultdict(list)
    for gold in golds:
        of_document = judge(gold, given.get(gold.file) or _nothing(gold))
        verdicts += of_document
        counted[gold.split].append(_count(of_document))
    everything = [counts for split in counted.values() for counts in split]
    splits = {ALL: everything, **(counted if len(counted) > 1 else {})}
    measures = [_measure(split, family, documents) for split, documents in splits.items() for family in MEASURED]
    spans = [output.holds(span) for output in given.values() for span in output.spans()]
    absent = tuple(gold.source for gold in golds if gold.file not in given)
    return Scores(tuple(m for m in measures if m.counts), tuple(verdicts), absent, len(spans), spans.count(False))


def _nothing(gold: Gold) -> Output:
    return Output(gold.source, gold.source, None, "", {}, {}, dict.fromkeys(FAMILIES, ()))


def _count(verdicts: Iterable[Verdict]) -> Mapping[str, Counts]:
    one = {"exact": Counts(found=1, exact=1), "inexact": Counts(found=1), "missed": Counts(missed=1), "false": Counts(false=1)}
    counts: dict[str, Counts] = defaultdict(Counts)
    for verdict in verdicts:
        counts[verdict.family] += one[verdict.outcome]
    return counts


def _measure(split: str, family: str, documents: Sequence[Mapping[str, Counts]]) -> Measure:
    counts = [document.get(family, Counts()) for document in documents]
    total = sum(counts, Counts())
    if not total:
        return Measure(split, family, len(documents), total, (0.0, 1.0), (0.0, 1.0))
    draw = random.Random(SEED)
    drawn = [sample for _ in range(DRAWS) if (sample := sum(draw.choices(counts, k=len(counts)), Counts()))]
    key = _widest(_middle([sample.key for sample in drawn]), _wilson(total.key, total.rows))
    strict = _widest(_middle([sample.strict for sample in drawn]), _wilson(total.strict, total.rows))
    return Measure(split, family, len(documents), total, key, strict)


def _widest(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return min(one[0], other[0]), max(one[1], other[1])


def _wilson(share: float, rows: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of so many rows."""
    z = 1.96
    centre = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    reach = z / (1 + z * z / rows) * math.sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows))
    return max(0.0, centre - reach), min(1.0, centre + reach)


def _middle(values: list[float]) -> tuple[float, float]:
    """The range that holds the middle 95 % of the values."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return ordered[round(0.025 * last)], ordered[round(0.975 * last)]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(right: int, counts: Counts) -> float:
    """The harmonic mean of precision and recall: 2 right / (rows wanted + rows given)."""
    both = 2 * counts.found + counts.missed + counts.false
    return 2 * right / both if both else 1.0
