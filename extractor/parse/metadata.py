"""A page's tree in, what it says of itself outside its text out: title, author, publisher, address, the times
of publication and of change (kept apart), and the properties a law portal lists. Every field keeps where
it stood ("json-ld:datePublished", "meta:article:published_time", "title", "panel:Số hiệu") and the line
and column of its value. Nothing is converted or chosen here: records/header.py weighs the fields.

htmldate is asked for a date of publication only where the page states none, neither in metadata nor
beside its headline, and never for documents, whose date is in their text."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.model import MetaField
from extractor.parse.encodings import Lines
from extractor.parse.html_content import Content
from extractor.parse.html_panel import stated
from extractor.parse.html_tokens import attribute_offset, attributes, plain
from extractor.parse.html_tree import Element, Raw, Tree
from extractor.text import squeeze, storable

_META_NAMES = {
    "og:title": "title",
    "twitter:title": "title",
    "dc.title": "title",
    "headline": "title",
    "name": "title",
    "article:published_time": "published_at",
    "og:published_time": "published_at",
    "datepublished": "published_at",
    "pubdate": "published_at",
    "publishdate": "published_at",
    "publish-date": "published_at",
    "publication_date": "published_at",
    "dc.date.issued": "published_at",
    "dcterms.issued": "published_at",
    "dc.date": "published_at",
    "article:modified_time": "modified_at",
    "og:updated_time": "modified_at",
    "datemodified": "modified_at",
    "lastmod": "modified_at",
    "last-modified": "modified_at",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "dc.publisher": "publisher",
    "og:site_name": "publisher",
    "publisher": "publisher",
    "og:url": "url",
    "language": "language",
}
_LD_DATES = {"datePublished": "published_at", "dateModified": "modified_at"}
_LD_TYPES = frozenset(
    {
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "Report",
        "WebPage",
        "Legislation",
        "SocialMediaPosting",
        "AnalysisNewsArticle",
    }
)
_DEEPEST = 6
_LONGEST = 2000
_LONGEST_SCRIPT = 500_000
_LONGEST_FOR_HTMLDATE = 1_000_000
_DAY = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d{2}-\d{2}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}")


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    value: str
    where: str
    offset: int | None


def head_titles(tree: Tree) -> tuple[str, ...]:
    """What the metadata calls the title of the page: the headline is recognised by it."""
    found = [*_from_json(tree), *_from_meta(tree), *_from_title(tree)]
    return tuple(dict.fromkeys(field.value for field in found if field.name == "title"))


def read_metadata(tree: Tree, lines: Lines, content: Content, text: str) -> tuple[MetaField, ...]:
    """All fields in the order of trust of their sources; the same value may be stated by several."""
    found = [*_from_json(tree), *_from_meta(tree), *_from_links(tree), *_from_panel(tree, content), *_from_time(tree, content), *_from_title(tree)]
    if not any(field.name == "published_at" for field in found) and _wants_a_date(tree, content, text):
        found.extend(_from_htmldate(tree))
    fields: dict[tuple[str, str, str], MetaField] = {}
    for field in found:
        value = squeeze(storable(field.value))
        if value and len(value) <= _LONGEST:
            place = lines.place(field.offset) if field.offset is not None else None
            meta = MetaField(field.name, value, field.where, place.line if place else None, place.column if place else None)
            fields.setdefault((field.name, value, field.where), meta)
    return tuple(fields.values())


def _from_title(tree: Tree) -> Iterator[_Found]:
    for raw in tree.raws:
        if raw.name == "title":
            value = plain(tree.source, raw.start, raw.end)
            if value:
                yield _Found("title", value, "title", raw.start + _blanks(tree.source, raw.start))
            return


def _from_meta(tree: Tree) -> Iterator[_Found]:
    for element in tree.heads:
        if element.tag != "meta":
            continue
        found = attributes(element.raw)
        value = found.get("content", "")
        for key in ("property", "name", "itemprop"):
            label = found.get(key, "").strip().lower()
            if label in _META_NAMES and value.strip() and not (label == "name" and key != "itemprop"):
                yield _Found(_META_NAMES[label], value, f"meta:{label}", _attribute(tree, element, "content"))
                break


def _from_links(tree: Tree) -> Iterator[_Found]:
    for element in tree.heads:
        found = attributes(element.raw)
        if element.tag == "link" and found.get("rel", "").lower() == "canonical" and found.get("href"):
            yield _Found("url", found["href"], "link:canonical", _attribute(tree, element, "href"))


def _from_panel(tree: Tree, content: Content) -> Iterator[_Found]:
    for pair in content.panel:
        if stated(pair.value):
            yield _Found(pair.name, pair.value, f"panel:{pair.label.rstrip(' :')}", pair.offset)


def _from_time(tree: Tree, content: Content) -> Iterator[_Found]:
    """The first <time datetime> between the headline and the first paragraphs of the article."""
    if not content.segments or content.office:
        return
    first = content.headline if content.headline is not None else content.segments[0]
    for index in content.segments:
        if not first - 3 <= index < first + 6:
            continue
        for owner in tree.segments[index].owners:
            for _, at in zip(range(3), tree.ancestors(owner), strict=False):
                element = tree.elements[at]
                value = attributes(element.raw).get("datetime") if element.tag == "time" else None
                if value:
                    yield _Found("published_at", value, "time:datetime", _attribute(tree, element, "datetime"))
                    return


def _from_json(tree: Tree) -> Iterator[_Found]:
    for raw in tree.raws:
        if raw.name == "script" and "ld+json" in raw.attributes.lower() and raw.end - raw.start <= _LONGEST_SCRIPT:
            try:
                data = json.loads(tree.source[raw.start : raw.end].strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _from_object(tree, raw, data)


def _from_object(tree: Tree, raw: Raw, data: Any) -> Iterator[_Found]:
    for item in _articles(data, _DEEPEST):
        for key, name in _LD_DATES.items():
            if isinstance(item.get(key), str):
                yield _value(tree, raw, name, key, item[key])
        if isinstance(item.get("headline"), str):
            yield _value(tree, raw, "title", "headline", item["headline"])
        for key in ("author", "publisher"):
            for person in _names(item.get(key)):
                yield _value(tree, raw, key, key, person)
        url = item.get("url") or item.get("mainEntityOfPage")
        url = url.get("@id") if isinstance(url, dict) else url
        if isinstance(url, str):
            yield _value(tree, raw, "url", "url" if item.get("url") else "mainEntityOfPage", url)


def _articles(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block that describe the page, wherever @graph or a list puts them."""
    if depth == 0:
        return
    if isinstance(data, list):
        for item in data[:50]:
            yield from _articles(item, depth - 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if _LD_TYPES.intersection(k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)):
            yield data
        for key in ("@graph", "mainEntity"):
            if isinstance(data.get(key), list | dict):
                yield from _articles(data[key], depth - 1)


def _names(value: Any) -> list[str]:
    people = value if isinstance(value, list) else [value]
    names = [person.get("name") if isinstance(person, dict) else person for person in people[:20]]
    return [name for name in names if isinstance(name, str) and name.strip() and not name.startswith("http")]


def _value(tree: Tree, raw: Raw, name: str, key: str, value: str) -> _Found:
    """The value's own place behind its key, or the key's where JSON escapes hide the value."""
    at = tree.source.find(f'"{key}"', raw.start, raw.end)
    at = raw.start if at < 0 else at
    exact = tree.source.find(f'"{value}"', at, raw.end)
    return _Found(name, value, f"json-ld:{key}", exact + 1 if exact >= 0 else at)


def _wants_a_date(tree: Tree, content: Content, text: str) -> bool:
    if not text or content.office or content.panel or len(tree.source) > _LONGEST_FOR_HTMLDATE:
        return False
    return content.headline is not None and _DAY.search(text, 0, 1500) is None


def _from_htmldate(tree: Tree) -> Iterator[_Found]:
    import htmldate  # loads dateparser, half a second

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate.find_date(tree.source, original_date=True, extensive_search=False)
    except Exception:  # lxml and its own parser raise what they like on broken pages
        return
    if found:
        offset = tree.source.find(found)
        yield _Found("published_at", found, "htmldate", offset if offset >= 0 else None)


def _attribute(tree: Tree, element: Element, name: str) -> int:
    return attribute_offset(tree.source, element.start, element.start + len(element.tag) + 2 + len(element.raw), name)


def _blanks(source: str, start: int) -> int:
    offset = start
    while offset < len(source) and source[offset].isspace():
        offset += 1
    return offset - start
