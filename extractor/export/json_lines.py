"""An archive in, JSON Lines out: one object a document in the form of the public contract, the same as
`vanban extract` prints, with what only an archive knows beside it: the id of every record, every place the
same bytes were found at, the citations it could resolve, and what people corrected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractor import wire
from extractor.export.files import Written, whole_file
from extractor.export.results import Held, held_results
from extractor.store import Archive


def write_json_lines(archive: Archive, out: Path) -> Written:
    """One line a document, and one a source that could not be read."""
    count = 0
    with whole_file(out) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        for held in held_results(archive):
            stream.write(json.dumps(_object(held), ensure_ascii=False, allow_nan=False) + "\n")
            count += 1
    return Written(out, count)


def _object(held: Held) -> dict[str, Any]:
    content = wire.to_object(held.result)
    if held.sources:
        content["document"]["sources"] = list(held.sources)
    for family, ids in held.ids.items():
        for record, id in zip(content[family], ids, strict=True):
            record["id"] = id
    return content
