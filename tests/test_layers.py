"""The house keeps its shape: walls around third-party packages, modules of one idea, and the layers of
pyproject.toml (import-linter)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "extractor"
MODULES = sorted(PACKAGE.rglob("*.py"))

# The only homes of a package (docs/design.md). The key is the import's first name.
WALLS = {
    "spacy": ("language.py",),
    "underthesea": ("language.py",),
    "sqlite_utils": ("store/",),
    "pdfplumber": ("parse/pdf",),
    "pypdfium2": ("parse/pdf", "parse/ocr"),
    "lxml": ("parse/",),
    "trafilatura": ("parse/",),
    "docx": ("parse/docx",),
    "datasette": ("web/",),
    "holidays": ("workdays.py",),
    "typer": ("cli/",),
}
def imports(path: Path) -> list[str]:
    """Every module a file imports at run time; imports for types alone do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module] if node.module != "extractor" else [f"extractor.{alias.name}" for alias in node.names]
    return found


def test_a_module_imports_only_from_layers_below() -> None:
    linted = subprocess.run([sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"], cwd=PACKAGE.parent, capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout[-3000:] + linted.stderr[-2000:]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_third_party_packages_stay_behind_their_walls(path: Path) -> None:
    here = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        homes = WALLS.get(name.split(".")[0])
        assert homes is None or any(here.startswith(home) for home in homes), f"{here} imports {name}, whose home is {homes}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_is_one_idea_and_says_which(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)) or not source.strip(), "a module opens with a paragraph: what comes in, what goes out, where it stands"
    assert source.count("\n") <= 340, "split by idea"
    assert path.stem not in ("helpers", "utils", "common", "misc")
