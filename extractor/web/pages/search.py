"""The front page: one box for words, numbers and names, facets as links, and the answers as a list, a table,
CSV or JSON. Everything stands in the address, so a search can be kept and sent on."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import Request
from markupsafe import Markup

from extractor.language import segment_query
from extractor.store import Archive, DocumentHit, Filters, RecordHit, SearchPage
from extractor.store.facets import Facets, facets_of
from extractor.web.cards import place_link
from extractor.web.marking import snippet
from extractor.web.visit import Visit, download

if TYPE_CHECKING:
    from datasette.app import Datasette

_PER_PAGE = 20
_MOST_IN_FILE = 1_000
_LONGEST_QUOTE = 140
_FILTERS = ("type", "genre", "issuer", "year", "since", "until", "area", "indicator", "person")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a facet: what it is called, how many answers have it, and the address that asks for it."""

    label: str
    count: int
    address: str


async def search_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    query, asked = visit.arg("q"), {name: visit.arg(name) for name in _FILTERS if visit.arg(name)}
    form = visit.arg("_format")
    in_file = form in ("csv", "json")
    limit = visit.number("limit", _MOST_IN_FILE, _MOST_IN_FILE) if in_file else _PER_PAGE
    number = max(1, visit.number("page", 1, 100_000))
    filters = _filters(asked)

    found, facets, indicators = await asyncio.gather(
        visit.read(lambda archive: archive.search(query, filters, words=segment_query, offset=(number - 1) * limit, limit=limit)),
        visit.read(lambda archive: facets_of(archive, query, filters, words=segment_query), remember=("facets", query, filters)),
        visit.read(_indicators, remember="indicators"),
    )
    if form == "csv":
        return download(_as_csv(found), "search.csv", "text/csv; charset=utf-8")
    if form == "json":
        whole = {"query": query, "filters": asked, **asdict(found), "facets": asdict(facets)}
        return Response(json.dumps(whole, ensure_ascii=False), content_type="application/json; charset=utf-8")
    return await visit.page(
        "search",
        query=query, found=found, facets=list(_links(visit, facets, asked, indicators)), counted=facets, snippet=_marked,
        chosen=[(name, _label(visit, name, value, indicators), visit.here(**{name: None, "page": None})) for name, value in asked.items()], hidden=asked,
        table=visit.arg("view") == "table", place=_place, squeezed=_squeezed, number=number,
        more=(found.total_is_least or number * limit < found.total) and bool(found.hits),
    )  # fmt: skip


def _filters(asked: dict[str, str]) -> Filters:
    year = asked.get("year", "")
    in_year = (f"{year}-01-01", f"{year}-12-31") if len(year) == 4 and year.isascii() and year.isdigit() else (None, None)
    return Filters(
        genre=asked.get("genre"), type=asked.get("type"), issuer=asked.get("issuer"), person=asked.get("person"), area=asked.get("area"),
        indicator=asked.get("indicator"), since=asked.get("since") or in_year[0], until=asked.get("until") or in_year[1],
    )  # fmt: skip


def _indicators(archive: Archive) -> dict[str, dict[str, str]]:
    """Indicator to its names by language."""
    return {str(row["id"]): {"vi": str(row["label"] or row["id"]), "en": str(row["name_en"] or row["id"])} for row in archive.rows("SELECT * FROM indicators")}


def _links(visit: Visit, facets: Facets, asked: dict[str, str], indicators: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, list[FacetLink]]]:
    """The facets that would narrow the search, each with its links; years in their order, the last first."""
    for name, values in facets.values.items():
        if name in asked or (name == "type" and "genre" in asked):
            continue
        links = []
        for value in sorted(values, key=lambda value: value.value, reverse=True) if name == "year" else values:
            parameter = name if value.label else "genre"
            label = value.label if parameter not in ("genre", "indicator") else _label(visit, parameter, value.value, indicators)
            links.append(FacetLink(label, value.count, visit.here(**{parameter: value.value, "page": None})))
        if links:
            yield name, links


def _label(visit: Visit, name: str, value: str, indicators: Mapping[str, Mapping[str, str]]) -> str:
    if name == "indicator":
        return indicators.get(value, {}).get(visit.words.language, value)
    return visit.words.value("genre", value) if name == "genre" else value


def _marked(hit: DocumentHit) -> list[Markup]:
    return [snippet(s.text, s.start, [(span.start, span.end) for span in s.highlights]) for s in hit.snippets]


def _place(document_id: str, record: RecordHit) -> str:
    return place_link(document_id, record.span.start, record.id)


def _squeezed(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


def _as_csv(found: SearchPage) -> str:
    """With a byte order mark, and an apostrophe before what a spreadsheet would run as a formula."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow(("document_id", "type", "number", "day", "issuer", "title", "source", "exact", "snippet"))
    for hit in found.hits:
        day = hit.issued_on or (hit.published_at or "")[:10]
        first = " ".join(hit.snippets[0].text.split()) if hit.snippets else ""
        writer.writerow([_harmless(v) for v in (hit.document_id, hit.type, hit.number, day, hit.issuer, hit.title, hit.source, int(hit.exact), first)])
    return stream.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
