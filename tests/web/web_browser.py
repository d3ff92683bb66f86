"""A real headless Chromium for the tests of the site, and the command itself as the server it looks at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage".split()


@contextmanager
def running(archive: Path) -> Iterator[str]:
    """`vanban serve` on a free port; its address."""
    command = [sys.executable, "-m", "extractor", "serve", str(archive), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().rsplit(" ", 1)[-1].strip().rstrip("/")
        finally:
            server.terminate()
            server.wait(20)


def started_driver() -> Any:
    """A browser; the test is skipped where there is none."""
    chromium, driver = shutil.which("chromium") or shutil.which("chromium-browser"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("there is no Chromium with its driver here: apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver", reason="there is no selenium here: pip install selenium")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))


def faults(driver: Any) -> list[str]:
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


@dataclass
class Driven:
    """A browser at work on one site: what a person does, by the names of CSS."""

    driver: Any
    address: str

    @classmethod
    @contextmanager
    def started(cls, address: str) -> Iterator[Driven]:
        driver = started_driver()
        try:
            yield cls(driver, address)
        finally:
            driver.quit()

    @property
    def path(self) -> str:
        return urlsplit(self.driver.current_url).path

    def open(self, path: str, width: int = 1400) -> None:
        self.driver.set_window_size(width, 1000)
        self.driver.get(self.address + path)

    def find(self, name: str) -> Any:
        return self.driver.find_element("css selector", name)

    def click(self, name: str) -> None:
        """Follow a link or send a form, and wait for the page it leads to."""
        element = self.find(name)
        element.location_once_scrolled_into_view  # noqa: B018  # reading it scrolls
        element.click()
        self._await_next_page(element)

    def press(self, name: str) -> None:
        """Go to an element and press Enter, as with the keyboard alone."""
        element = self.find(name)
        self.script("arguments[0].focus()", element)
        self.driver.switch_to.active_element.send_keys("\n")
        self._await_next_page(element)

    def _await_next_page(self, element: Any) -> None:
        from selenium.webdriver.support.expected_conditions import staleness_of
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.driver, 20).until(staleness_of(element))
        fault = self.driver.find_elements("css selector", "[role=alert]")
        assert not fault, fault[0].text

    def type(self, name: str, text: str, *, clear: bool = False) -> None:
        element = self.find(name)
        if clear:
            element.clear()
        element.send_keys(text)

    def choose(self, name: str, value: str) -> None:
        self.find(f"{name} option[value='{value}']").click()

    def text(self, name: str) -> str:
        return str(self.script("return arguments[0].textContent", self.find(name))).strip()

    def value(self, name: str) -> str:
        return str(self.find(name).get_attribute("value"))

    def attribute(self, name: str, attribute: str) -> str:
        return str(self.find(name).get_attribute(attribute))

    def shown(self, name: str) -> bool:
        return bool(self.find(name).is_displayed())

    def html(self) -> str:
        return str(self.driver.page_source)

    def script(self, source: str, *values: Any) -> Any:
        return self.driver.execute_script(source, *values)

    def faults(self) -> list[str]:
        return faults(self.driver)

    def mark(self, start: int, end: int) -> None:
        """Mark the characters start to end (code points) of the page's text, as a pointer would."""
        self.driver.execute_async_script(
            """const [start, end, done] = arguments;
               const text = document.querySelector('.text[data-first]'), walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
               const range = document.createRange(); let at = 0;
               const inside = (node, n) => [...node.data].slice(0, n).join('').length;
               while (walk.nextNode()) {
                 const node = walk.currentNode, length = [...node.data].length;
                 if (at <= start && start < at + length) range.setStart(node, inside(node, start - at));
                 if (at < end && end <= at + length) { range.setEnd(node, inside(node, end - at)); break; }
                 at += length;
               }
               getSelection().removeAllRanges(); getSelection().addRange(range);
               setTimeout(done, 50);""",
            start, end,
        )  # fmt: skip

    @contextmanager
    def without_scripts(self) -> Iterator[None]:
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def serious_faults(browser: Driven) -> list[str]:
    """What axe-core finds; nothing where it is not there. It is no part of the project: `npm install axe-core` in
    tests/web, or its folder in AXE_CORE."""
    axe = Path(os.environ.get("AXE_CORE", Path(__file__).parent / "node_modules" / "axe-core")) / "axe.min.js"
    if not axe.is_file():
        return []
    browser.script(axe.read_text(encoding="utf-8"))
    found = browser.driver.execute_async_script("const done = arguments[0]; axe.run().then(r => done(r.violations));")
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])})" for v in found if v["impact"] in ("serious", "critical")]
