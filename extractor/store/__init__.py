"""The store: one SQLite file that holds documents, records and the evidence of both. Results come in from
the pipeline, searches and SQL are answered to the command, the web and the exports. The only home of
sqlite_utils; layers above import what is named here."""

from extractor.store.archive import Archive, Stored
from extractor.store.corrections import Correction
from extractor.store.record_hits import RecordHit
from extractor.store.runs import ExtractionRun
from extractor.store.search import DocumentHit, Filters, SearchPage
from extractor.store.snippets import Snippet

__all__ = ["Archive", "Correction", "DocumentHit", "ExtractionRun", "Filters", "RecordHit", "SearchPage", "Snippet", "Stored"]
