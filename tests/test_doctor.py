"""The doctor names every part, and what goes without it."""

from __future__ import annotations

import shutil
from importlib import metadata

import pytest

from extractor import doctor
from extractor.doctor import Check
from extractor.rules import load_rules


def checks() -> dict[str, Check]:
    return {check.name: check for check in doctor.examine()}


def test_here_all_that_is_needed_is_found_with_its_version() -> None:
    found = checks()
    assert [check.name for check in found.values() if check.needed and check.state != "ok"] == []
    assert found["underthesea"].version == metadata.version("underthesea")
    assert found["rules"].version == load_rules().digest[:12]
    assert "FTS5" in found["sqlite"].version


def test_every_package_that_reads_a_kind_of_file_is_looked_for() -> None:
    assert {"openpyxl", "xlrd", "warcio", "python-docx", "pypdfium2", "pdfplumber", "lxml", "trafilatura"} <= checks().keys()


def test_what_is_missing_says_what_is_lost_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for name in ("tesseract", "catdoc / antiword", "libreoffice"):
        check = checks()[name]
        assert check.state == "missing" and not check.needed and check.lost and "apt-get install" in check.remedy


def test_a_package_of_another_minor_is_broken_not_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "9.6.1" if name == "underthesea" else real(name))
    check = checks()["underthesea"]
    assert (check.state, check.needed) == ("broken", True) and "9.5" in check.lost


@pytest.mark.parametrize(("listed", "state", "version"), [("eng\nosd\n", "missing", ""), ("eng\nvie\n", "ok", "vie"), ("vie\nscript/Vietnamese\n", "ok", "script/Vietnamese")])
def test_tesseract_without_vietnamese_is_told_apart(monkeypatch: pytest.MonkeyPatch, listed: str, state: str, version: str) -> None:
    monkeypatch.setattr(doctor, "_ask", lambda program, option: f"List of languages:\n{listed}" if option == "--list-langs" else "tesseract 5.3.0\n")
    check = checks()["tesseract Vietnamese"]
    assert (check.state, check.version) == (state, version)
