"""An archive that people reviewed in, gold out: for each document they looked at NAME.gold.json in the form of
corpus/README.md, and the document beside it where its file is still there, ready for `vanban evaluate`. Of a document
that was checked as a whole every row must be found and nothing else; of another only what people vouched for must
be found, and what nobody looked at is optional: it counts neither way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from extractor import wire
from extractor.export.files import Written, folder, whole_file
from extractor.export.vouched import Vouched, vouched
from extractor.pipeline.originals import original_of
from extractor.store import Archive

Json = dict[str, Any]
_HEADER = (
    "genre", "number", "ordinal", "year", "notation", "type_code", "type", "title", "issuer", "superior", "place", "issued_on", "effective_on",
    "published_at", "author", "signer", "signer_title", "signing_authority", "urgency", "secrecy",
)  # fmt: skip
_ROWS = {
    "citations": ("number", "type_code", "title", "issuer", "issued_on", "relation"),
    "dates": ("earliest", "latest", "role", "certainty", "calendar"),
    "deadlines": ("obligation", "responsible", "kind", "earliest", "latest", "depends_on"),
    "participants": ("name", "group_name", "roles", "participation"),
    "events": ("kind", "earliest", "latest", "session", "place", "mode"),
    "statistics": ("indicator", "value", "decimals", "unit", "qualifier", "area", "level", "office", "subject", "as_of"),
}
_USUAL = {"certainty": "stated", "calendar": "gregorian"}  # said only where it is otherwise


def write_gold(archive: Archive, out: Path) -> tuple[Written, ...]:
    """One NAME.gold.json a reviewed document, with how many rows must be found, and the documents themselves."""
    place = folder(out)
    written: list[Written] = []
    taken: set[str] = set()
    for document in vouched(archive):
        original = original_of(archive, _id(document))
        name = _free(original[0] if original else PurePath(document.held.result.source).name, _id(document), taken)
        content = _gold(document, name)
        with whole_file(place / f"{PurePath(name).stem}.gold.json") as part:
            part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        required = sum(not row.get("optional") for family in _ROWS for row in content.get(family, ()))
        written.append(Written(place / f"{PurePath(name).stem}.gold.json", required))
        if original:
            with whole_file(place / name) as part:
                part.write_bytes(original[1])
    return tuple(written)


def _id(document: Vouched) -> str:
    read = document.held.result.document
    return read.id if read else ""


def _free(name: str, document_id: str, taken: set[str]) -> str:
    """The name, or where another document of the export bears it, one that tells them apart."""
    plain = name if PurePath(name).stem not in taken else f"{PurePath(name).stem}-{document_id[:8]}{PurePath(name).suffix}"
    taken.add(PurePath(plain).stem)
    return plain


def _gold(document: Vouched, name: str) -> Json:
    content = wire.to_object(document.held.result)
    head = {key: content["document"][key] for key in _HEADER if document.checked or key in document.fields}
    return {"source": name, "document": head, **{family: list(_rows(document, content, family)) for family in _ROWS}}


def _rows(document: Vouched, content: Json, family: str) -> Iterator[Json]:
    for index, record in enumerate(content[family]):
        row = {key: _plain(key, record[key]) for key in _ROWS[family] if key not in _USUAL or record[key] != _USUAL[key]}
        quote = record["span"]["quote"]
        if quote:
            yield {**row, "quote": quote, **({} if document.vouches(family, index) else {"optional": True})}


def _plain(key: str, value: Any) -> Any:
    """Roles as they are printed and participations by kind, without their own places."""
    if key == "roles":
        return [" ".join(part for part in (role["title"], role["organization"]) if part) for role in value]
    if key == "participation":
        return list(dict.fromkeys(part["kind"] for part in value))
    return value
