"""Gold and output of one small document, as an annotator and the program would write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractor.evaluate.gold import Gold, read_gold
from extractor.evaluate.outputs import Output, from_object

TEXT = (
    "Kế hoạch số 12/KH-UBBC ngày 05/3/2021 của Ủy ban bầu cử tỉnh. Ông Lê Văn Tám, Phó Chủ tịch UBND tỉnh, chủ trì hội nghị.\n"
    "Tỉnh Hòa Bình có 99,60% cử tri đi bầu. Các xã gửi báo cáo trước ngày 20/3/2021. Kế hoạch số 12/KH-UBBC được gửi các xã."
)


def span(quote: str, *, last: bool = False, text: str = TEXT) -> dict[str, Any]:
    start = text.rindex(quote) if last else text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def row(quote: str, *, last: bool = False, **values: Any) -> dict[str, Any]:
    return {**values, "span": span(quote, last=last), "rule": "some.rule", "certainty": values.get("certainty", "stated")}


def output(text: str = TEXT, *, source: str = "a.txt", document: dict[str, Any] | None = None, **families: list[dict[str, Any]]) -> Output:
    return from_object({"document": {"id": f"id of {source}", "source": source, **(document or {})}, "text": text, **families})


def gold(folder: Path, *, source: str = "a.txt", document: dict[str, Any] | None = None, **families: list[dict[str, Any]]) -> tuple[Gold, ...]:
    """Write a gold file into a folder and read the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{Path(source).stem}.gold.json"
    path.write_text(json.dumps({"source": source, "document": document or {}, **families}, ensure_ascii=False), encoding="utf-8")
    return read_gold(folder)


CITED = {"number": "12/KH-UBBC", "type_code": "KH", "issued_on": "2021-03-05", "relation": "mentions"}
TURNOUT = {"indicator": "turnout_rate", "value": 99.6, "unit": "percent", "area": "Hòa Bình", "level": "province", "qualifier": "exact"}
LE_VAN_TAM = {"name": "Lê Văn Tám", "group_name": None, "roles": ["Phó Chủ tịch UBND tỉnh"], "participation": ["chaired"]}


def cited(quote: str = "Kế hoạch số 12/KH-UBBC ngày 05/3/2021", **other: Any) -> dict[str, Any]:
    return row(quote, **{**CITED, **other})


def turnout(quote: str = "99,60% cử tri đi bầu", **other: Any) -> dict[str, Any]:
    return row(quote, **{**TURNOUT, **other})


def person(*, name: str = "Lê Văn Tám", title: str = "Phó Chủ tịch", organization: str | None = "UBND tỉnh", kinds: tuple[str, ...] = ("chaired",)) -> dict[str, Any]:
    roles = [{"title": title, "organization": organization, "span": span("Phó Chủ tịch UBND tỉnh")}]
    participation = [{"kind": kind, "span": span("chủ trì")} for kind in kinds]
    return row("Ông Lê Văn Tám", name=name, group_name=None, roles=roles, participation=participation, mentions=[span("Lê Văn Tám")])


def wanted(quote: str, **values: Any) -> dict[str, Any]:
    return {**values, "quote": quote}
