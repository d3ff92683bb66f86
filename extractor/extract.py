"""The pure function in the middle: bytes and rules in, a Result out. No clock, no database, no network,
no state between calls, so the command line, a worker process and a test all call the same thing and get
the same rows. Records are assembled in the order in which one family needs another."""

from __future__ import annotations

from extractor import audit
from extractor.annotate import Annotator
from extractor.errors import ReadError
from extractor.facts import Result
from extractor.model import Document, Problem, Source
from extractor.parse import parse
from extractor.reading import Reading, read
from extractor.records import citations, dates, deadlines, events, header, participants, statistics
from extractor.records.belief import believed


def extract(data: bytes, source: Source, annotator: Annotator) -> Result:
    """Read one source and extract every record; a source that cannot be read gives a Result that says so."""
    try:
        document = parse(data, source)
    except ReadError as error:
        return unreadable(source, error)
    return extract_document(document, annotator)


def unreadable(source: Source, error: ReadError) -> Result:
    """The Result of a source that could not be read: its reason as a problem of severity error."""
    message = f"{error.message} ({error.remedy})" if error.remedy else error.message
    return Result(source.path, None, problems=(Problem("error", "read", source.path, message),))


def extract_document(document: Document, annotator: Annotator) -> Result:
    """Extract from a document already parsed."""
    reading = read(document, annotator)
    return assemble(reading)


def assemble(reading: Reading) -> Result:
    """Every family of records of one reading, and what the audit says of them."""
    document = reading.document
    head = header.assemble(reading)
    dated = dates.resolve(reading, head)
    cited = citations.assemble(reading, head, dated)
    due = deadlines.assemble(reading, head, dated, cited)
    held = events.assemble(reading, head, dated)
    people = participants.assemble(reading, head)
    figures, malformed = statistics.assemble(reading, head, dated)
    cited, no_citation = believed(cited, document)
    due, no_deadline = believed(due, document)
    people, nobody = believed(people, document)
    figures, no_figure = believed(figures, document)
    mentions = dates.assemble(reading, head, dated, cited, due, held)
    report = audit.examine(document, reading.rules, head, cited, mentions, figures, reading.structure, deadlines=due, events=held)
    unsure = (*no_citation, *no_deadline, *nobody, *no_figure)
    problems = (*document.problems, *header.problems(reading, head), *malformed, *unsure)
    return Result(document.source.path, document, head, cited, mentions, due, people, held, figures, report.findings, problems, report.unchecked, reading.structure.furniture())
