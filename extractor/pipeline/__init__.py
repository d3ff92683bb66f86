"""Many sources in, a stream of Results out: what the command line, a notebook or a server calls.
sources.py finds the files, workers.py runs extract() on them in child processes with limits."""

from extractor.pipeline.sources import Item, find_sources
from extractor.pipeline.workers import Limits, run

__all__ = ["Item", "Limits", "find_sources", "run"]
