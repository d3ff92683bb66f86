"""Datasette's own pages: our head above them, names for the fields of their filters, and no heavy editor."""

from __future__ import annotations

from importlib import resources

import pytest
from datasette.app import Datasette
from web_builders import Browsed

from extractor.web.table_templates import CHANGES


@pytest.mark.parametrize(("template", "before"), [(name, before) for name, changes in CHANGES.items() for before, _ in changes])
def test_each_change_finds_its_place_in_the_datasette_that_is_installed(template: str, before: str) -> None:
    assert before in (resources.files("datasette") / "templates" / template).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["", "/documents", "/documents?genre=news&_facet=genre", "?sql=select+1", "/statistics?area__contains=a&_sort=value"])
def test_a_page_of_tables_leads_back_names_its_fields_and_is_light(site: Browsed, path: str) -> None:
    page = site.page(f"{site.datasette.urls.database(site.path.stem)}{path}")
    assert page.css_first("html").attributes["lang"] == "en"
    assert "/-/statistics" in [a.attributes["href"] for a in page.css(".vanban-top a")]
    for field in page.css("select, input[type=text], textarea"):
        assert field.attributes.get("aria-label") or page.css_first(f"label[for='{field.attributes.get('id')}']"), field.html
    scripts = [script.attributes["src"] for script in page.css("script") if "src" in script.attributes]
    weight = len(page.html or "") + sum(len(site.get(address).content) for address in scripts)
    assert weight < 300_000
    assert not any("codemirror" in address for address in scripts)


def test_a_datasette_without_an_archive_keeps_its_own_pages(site: Browsed) -> None:
    other = Browsed(Datasette(memory=True), site.path)
    assert "vanban-top" not in other.get("/_memory").text
    assert "codemirror" in other.get("/_memory").text
    for database in other.datasette.databases.values():
        database.close()
