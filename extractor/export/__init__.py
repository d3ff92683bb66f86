"""An archive in, files for other programs out: export() is the one function the command and notebooks call.

    csv      one file a table, for spreadsheets and statistics programs      (tables.py)
    parquet  one file a table, typed, with the texts; needs pyarrow          (tables.py)
    jsonl    one JSON object a document, as `vanban extract` writes them     (results.py, json_lines.py)
    docbin   spaCy documents with the record families as doc.spans           (spacy_docs.py)
    gold     what people reviewed, in the form of corpus/, with its documents (gold.py)

Every file is written beside its place and moved there when it is whole, so that a broken run leaves no
half file. Corrections made by people are in what is exported, for they are in the archive's rows."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import VanbanError
from extractor.export.files import Written
from extractor.export.gold import write_gold
from extractor.export.json_lines import write_json_lines
from extractor.export.spacy_docs import write_docbin
from extractor.export.tables import write_csv, write_parquet
from extractor.store import Archive

__all__ = ["FORMATS", "Exported", "export"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: each file with its number of rows (of documents, for jsonl and docbin)."""

    format: str
    files: tuple[Written, ...]


_WRITERS: dict[str, Callable[[Archive, Path], tuple[Written, ...]]] = {
    "csv": write_csv,
    "jsonl": lambda archive, out: (write_json_lines(archive, out),),
    "docbin": lambda archive, out: (write_docbin(archive, out),),
    "parquet": write_parquet,
    "gold": write_gold,
}
FORMATS = tuple(_WRITERS)


def export(format: str, db: Path | str, out: Path | str, *, excel: bool = False, reviewed: bool = False) -> Exported:
    """Write the archive in the file `db` to `out`: a folder for csv, parquet and gold, a file for jsonl and docbin.

    excel: CSV that opens rightly in a spreadsheet (a byte order mark, and no cell that it would take for a
    formula). reviewed: of docbin, only what people confirmed, corrected or added. Raises StoreError where db is no archive, VanbanError for an unknown format, a place that
    cannot be written, or a package that is missing.
    """
    if format not in _WRITERS:
        near = difflib.get_close_matches(format, FORMATS, n=1)
        raise VanbanError(f"there is no export format {format!r}", remedy=f"did you mean {near[0]}?" if near else f"known: {', '.join(FORMATS)}")
    target = Path(out)
    with Archive(db, readonly=True) as archive:
        try:
            if excel and format == "csv":
                files = write_csv(archive, target, excel=True)
            elif reviewed and format == "docbin":
                files = (write_docbin(archive, target, reviewed=True),)
            else:
                files = _WRITERS[format](archive, target)
        except OSError as error:
            raise VanbanError(f"cannot be written: {error.strerror or error}", file=str(target), remedy="choose another --out, or make room") from error
    return Exported(format, files)
