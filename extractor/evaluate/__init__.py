"""Gold files and what was extracted in, figures out: how much of each record family was found, and how
much of it is right to the last attribute, with intervals that say how far the figures can be trusted.

    gold.py      NAME.gold.json -> Gold            outputs.py   Result or a line of JSON Lines -> Output
    sameness.py  do two values say the same        judging.py   is this row what that gold row asks for
    pairing.py   one-to-one pairs of a family      scoring.py   counts, precision, recall, F1, intervals
    changes.py   two outputs -> gained and lost    floors.py    what corpus/dev must reach, pinned

Key and strict. A row is found (key) where the right thing was read: the document number, the days, the
person, the indicator and its value. It is exact (strict) where it also points at the place the gold quotes
and every attribute the gold states is right; a stated null must be null."""

from extractor.evaluate.changes import Changes, diff
from extractor.evaluate.gold import Gold, gold_digest, read_gold
from extractor.evaluate.outputs import Output, from_result, read_outputs
from extractor.evaluate.scoring import Scores, evaluate

__all__ = ["Changes", "Gold", "Output", "Scores", "diff", "evaluate", "from_result", "gold_digest", "read_gold", "read_outputs"]
