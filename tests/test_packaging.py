"""The wheel is whole: rules travel with the package, and it runs where there is no checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--disable-pip-version-check", "-w", folder, ROOT], check=True, timeout=300)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_rule_file_template_and_the_licence(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "rules").rglob("*"):
        if path.suffix in (".toml", ".csv"):
            assert f"extractor/_rules/{path.relative_to(ROOT / 'rules').as_posix()}" in held
    for path in (ROOT / "extractor").rglob("*"):
        if path.is_file() and path.suffix in (".py", ".toml", ".html", ".css", ".js", ".csv"):
            assert path.relative_to(ROOT).as_posix() in held, path
    assert any(name.endswith("LICENSE") for name in held)


def test_rules_load_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    code = "from extractor.rules import load_rules, rules_folder; print(len(load_rules().rules), rules_folder())"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout and int(done.stdout.split()[0]) > 100
