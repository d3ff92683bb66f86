"""A document in - a file read now, or one held in an archive - and what a person wants to see of it out: its
header, its records with their quotes, and for a stretch of its text the place in the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from extractor import wire
from extractor.annotate import Annotator
from extractor.errors import StoreError, VanbanError
from extractor.facts import Result
from extractor.model import Page, Place, PlaceMap, Span
from extractor.pipeline.sources import Item
from extractor.pipeline.workers import read_item
from extractor.rules import load_rules
from extractor.store import Archive

HEAD = (
    ("type", "loại văn bản"), ("number", "số, ký hiệu"), ("title", "trích yếu"), ("issuer", "cơ quan ban hành"), ("superior", "cơ quan chủ quản"),
    ("place", "địa danh"), ("issued_on", "ngày ban hành"), ("effective_on", "ngày hiệu lực"), ("published_at", "ngày đăng"), ("author", "tác giả"),
    ("signing_authority", "quyền hạn ký"), ("signer_title", "chức vụ người ký"), ("signer", "người ký"), ("urgency", "độ khẩn"), ("secrecy", "độ mật"),
)  # fmt: skip
FAMILIES = {
    "citations": ("number", "type", "issued_on", "issuer", "relation"),
    "dates": ("edtf", "role", "certainty"),
    "deadlines": ("due", "responsible", "kind", "depends_on"),
    "participants": ("name", "group_name"),
    "events": ("kind", "edtf", "place"),
    "statistics": ("indicator", "value", "unit", "qualifier", "area", "office"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One document ready to be shown: object is the public contract's for a file, rows for an archive."""

    source: str
    text: str
    places: PlaceMap
    pages: tuple[Page, ...]
    head: dict[str, Any]
    records: dict[str, list[dict[str, Any]]]
    object: dict[str, Any]

    def as_object(self) -> dict[str, Any]:
        return self.object

    def page_at(self, offset: int) -> int | None:
        return next((p.number for p in reversed(self.pages) if p.start <= offset), None)


def document_of(name: str, db: Path | None) -> Shown:
    """The document a person names: a file where there is no archive, else an id, number or path in it."""
    return _from_file(Path(name)) if db is None else _from_archive(name, db)


def _from_file(path: Path) -> Shown:
    result = read_item(Item(path), Annotator(load_rules()))
    if result.document is None:
        raise VanbanError(result.problems[0].message, file=str(path))
    return _shown(result)


def _shown(result: Result) -> Shown:
    document = result.document
    assert document is not None
    whole = wire.to_object(result)
    records = {family: [{**row, "quote": row["span"]["quote"], "char_start": row["span"]["start"]} for row in whole[family]] for family in FAMILIES}
    return Shown(result.source, document.text, document.places, document.pages, whole["document"], records, whole)


def _from_archive(name: str, db: Path) -> Shown:
    with Archive(db, readonly=True) as archive:
        found = list(archive.rows(
            """SELECT * FROM documents WHERE (substr(id, 1, length(?)) = ? AND length(?) >= 4)
               OR number = ? OR id IN (SELECT document_id FROM sources WHERE path = ?)""",
            [name, name, name, name, name],
        ))  # fmt: skip
        if len(found) != 1:
            many = ", ".join(str(row["id"])[:12] for row in found[:5])
            remedy = f"say which: {many}" if found else "vanban search shows ids and numbers"
            raise StoreError(f"{len(found) or 'no'} documents are named {name!r}", file=str(db), remedy=remedy)
        document_id = str(found[0]["id"])
        records = {family: list(archive.rows(f"SELECT * FROM {family} WHERE document_id = ? ORDER BY char_start", [document_id])) for family in FAMILIES}
        pages = tuple(
            Page(int(r["number"]), float(r["width"]), float(r["height"]), int(r["char_start"]), int(r["char_end"]))  # type: ignore[arg-type]  # columns are declared so
            for r in archive.rows("SELECT * FROM pages WHERE document_id = ? ORDER BY number", [document_id])
        )
        text = str(found[0].pop("text"))
        return Shown(str(found[0]["source"]), text, archive.places(document_id), pages, found[0], records, {"document": found[0], **records})


def show_document(shown: Shown) -> Iterator[Table | Text]:
    """The header as a table, then a table a family."""
    head = Table(box=None, show_header=False, pad_edge=False)
    head.add_row("nguồn · source", shown.source)
    for key, vietnamese in HEAD:
        if shown.head.get(key):
            head.add_row(f"{vietnamese} · {key}", str(shown.head[key]))
    yield head
    for family, keys in FAMILIES.items():
        if not shown.records[family]:
            continue
        yield Text(f"\n{family}", style="bold magenta")
        table = Table(*keys, "quote", box=None, pad_edge=False, header_style="dim")
        for row in shown.records[family]:
            table.add_row(*("" if row.get(key) is None else str(row[key]) for key in keys), " ".join(str(row["quote"]).split())[:70])
        yield table


def place_of(shown: Shown, stretch: tuple[int, int]) -> Iterator[str]:
    """Where in the source a stretch of the text stands, first and last character."""
    span = Span(*stretch)
    yield f"“{shown.text[span.start:span.end]}”"
    yield f"{shown.source}: {_told(shown, span.start)}" + ("" if len(span) == 1 else f" to {_told(shown, span.end - 1)}")


def _told(shown: Shown, offset: int) -> str:
    place: Place = shown.places.at(offset)
    page = place.page or shown.page_at(offset)
    if page is not None:
        box = shown.places.box(offset)
        return f"page {page}" + (f", box {box[0]:.1f} {box[1]:.1f} {box[2]:.1f} {box[3]:.1f} (points from the top left)" if box else "")
    if place.part is not None:
        return f"{place.part}, character {place.column}"
    return f"line {place.line}, column {place.column}"
