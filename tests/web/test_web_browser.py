"""The site in a real browser against a real server: a mark covers its quote to the letter, a click shows the
other side, a box lies on its words, no page has an error in its console, and a phone needs no sideways scroll."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_browser import faults, running, started_driver
from web_builders import Browsed

pytestmark = pytest.mark.slow

PAGES = ("/", "/-/search?q=dai+bieu", "/-/search?q=b%E1%BA%A7u&view=table", "/-/statistics", "/-/deadlines", "/-/people", "/-/findings", "/-/citations", "/-/review", "/-/rule/date.in_figures")


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    """The command itself, on a free port."""
    with running(archive) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    started = started_driver()
    yield started
    started.quit()


def test_a_mark_covers_exactly_its_quote(browser: Any, address: str, site: Browsed) -> None:
    document_id = site.id_of("n01")
    browser.get(f"{address}/-/doc/{document_id}")
    for family in ("statistics", "deadlines", "dates", "events", "citations"):
        for row in site.rows(f"SELECT id, quote FROM {family} WHERE document_id = ? AND char_start IS NOT NULL", document_id):
            script = "return [...document.querySelectorAll('.text a.m')].filter(e => e.dataset.r.split(' ').includes(arguments[0])).map(e => e.textContent).join('')"
            assert browser.execute_script(script, row["id"][:12]) == row["quote"]


def test_a_click_on_the_text_shows_the_record_and_back(browser: Any, address: str, site: Browsed) -> None:
    browser.get(f"{address}/-/doc/{site.id_of('n01')}")
    mark = browser.find_elements("css selector", ".text a.m-statistics")[-1]
    record = mark.get_attribute("data-r").split()[0]
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", mark)
    mark.click()
    card = browser.find_element("id", f"r-{record}")
    assert "on" in card.get_attribute("class").split()
    assert browser.execute_script("const b = arguments[0].getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight", card)
    browser.execute_script("scrollTo(0, 0)")
    card.find_element("css selector", "h3 a").click()
    assert browser.execute_script("const b = arguments[0].getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight", mark)


def test_a_family_can_be_switched_off(browser: Any, address: str, site: Browsed) -> None:
    browser.get(f"{address}/-/doc/{site.id_of('n01')}")
    script = "return getComputedStyle(document.querySelector('.text a[class=\\'m m-statistics\\']')).borderBottomColor"
    before = browser.execute_script(script)
    browser.find_element("id", "show-statistics").click()
    assert browser.execute_script(script) != before


def test_a_box_lies_on_the_ink_of_its_words(browser: Any, address: str, site: Browsed) -> None:
    """The box as drawn on the picture, in shares of the page, is the box of the record; and there is ink in it."""
    document_id = site.id_of("v01")
    browser.set_window_size(1400, 1000)
    browser.get(f"{address}/-/doc/{document_id}")
    row = site.rows("SELECT id, boxes, page FROM deadlines WHERE document_id = ? AND page = 1 LIMIT 1", document_id)[0]
    page = site.rows("SELECT width, height FROM pages WHERE document_id = ? AND number = 1", document_id)[0]
    drawn = browser.execute_async_script(
        """const [id, done] = arguments;
           const image = document.querySelector('#p-1 img'), rect = document.querySelector(`#p-1 svg a[data-r="${id}"] rect`);
           image.decode().then(() => {
             const a = rect.getBoundingClientRect(), b = image.getBoundingClientRect();
             const canvas = document.createElement('canvas'); canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
             const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0);
             const share = [(a.left - b.left) / b.width, (a.top - b.top) / b.height, a.width / b.width, a.height / b.height];
             const data = pen.getImageData(share[0] * canvas.width, share[1] * canvas.height, share[2] * canvas.width, share[3] * canvas.height).data;
             let dark = 0; for (let i = 0; i < data.length; i += 4) if (data[i] < 128) dark++;
             done([...share, dark / (data.length / 4)]);
           });""",
        row["id"][:12],
    )
    _, x0, top, x1, bottom = json.loads(row["boxes"])[0]
    expected = [x0 / page["width"], top / page["height"], (x1 - x0) / page["width"], (bottom - top) / page["height"]]
    assert drawn[:4] == pytest.approx(expected, abs=0.004)
    assert 0.05 < drawn[4] < 0.6


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_an_error_or_is_wider_than_a_phone(browser: Any, address: str, path: str) -> None:
    browser.set_window_size(500, 900)  # the narrowest window this browser makes
    browser.get(address + path)
    assert faults(browser) == []
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_a_hostile_document_runs_nothing(browser: Any, address: str, site: Browsed) -> None:
    for path in (f"/-/doc/{site.id_of('script')}", "/-/search?q=script", f"{site.datasette.urls.database(site.path.stem)}/documents"):
        browser.get(address + path)
        assert "chiếm" not in browser.title
        assert faults(browser) == []


def test_the_search_box_finds_with_the_keyboard_alone(browser: Any, address: str) -> None:
    browser.get(address)
    assert browser.switch_to.active_element.get_attribute("name") == "q"
    browser.switch_to.active_element.send_keys("đại biểu\n")
    assert "q=" in browser.current_url
    assert browser.find_elements("css selector", ".snippet mark")


def test_reading_needs_no_script(address: str, site: Browsed, browser: Any) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.set_window_size(1400, 1000)
        browser.get(f"{address}/-/doc/{site.id_of('n01')}")
        mark = browser.find_elements("css selector", ".text a.m-statistics")[-1]
        mark.click()
        assert browser.current_url.endswith("#r-" + mark.get_attribute("data-r").split()[0])
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("path", [*PAGES, "document", "pdf", "tables", "table", "sql"])
def test_axe_finds_no_serious_fault(browser: Any, address: str, site: Browsed, path: str) -> None:
    """axe-core is no part of the project: `npm install axe-core` in tests/web, or its folder in AXE_CORE."""
    axe = Path(os.environ.get("AXE_CORE", Path(__file__).parent / "node_modules" / "axe-core")) / "axe.min.js"
    if not axe.is_file():
        pytest.skip("there is no axe-core here: npm install --prefix tests/web axe-core, or name its folder in AXE_CORE")
    where = {"document": f"/-/doc/{site.id_of('n01')}", "pdf": f"/-/doc/{site.id_of('v01')}"}.get(path, path)
    database = site.datasette.urls.database(site.path.stem)
    where = {"tables": f"{database}", "table": f"{database}/documents?genre=news&_facet=genre", "sql": f"{database}?sql=select+1"}.get(path, where)
    browser.set_window_size(1400, 1000)
    browser.get(address + where)
    browser.execute_script(axe.read_text(encoding="utf-8"))
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then(r => done(r.violations));")
    serious = [f"{v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])})" for v in found if v["impact"] in ("serious", "critical")]
    assert serious == []
