"""The documentation says what the program does: everything public stands in it, its commands run, its worked
example works, and what is generated is as the program says now."""

from __future__ import annotations

import importlib.util
import json
import shlex
import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import regex
from builders import annotator, document
from typer.testing import CliRunner

from extractor import patterns, rulecheck, wire
from extractor.annotate import Annotator
from extractor.audit import check_examples
from extractor.audit.identities import _EXAMPLE_KEYS as IDENTITY_EXAMPLE_KEYS
from extractor.audit.identities import _KEYS as IDENTITY_KEYS
from extractor.audit.identities import identities
from extractor.cli import app
from extractor.errors import VanbanError
from extractor.extract import extract, extract_document
from extractor.model import Source
from extractor.rulecheck import check_rules
from extractor.rules import RuleSet, load_rules

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DEV = ROOT / "corpus" / "dev"
PAGES = sorted([*DOCS.glob("*.md"), *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"))])
# small, one with a finding of severity error: what the examples of the documentation are run on
SMALL = {"u12-giay-moi-nam-dinh.html": "giay-moi.html", "u03-binh-dinh-ngay-bau-cu-2016.txt": "bau-cu.txt"}
BLOCK = regex.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", regex.MULTILINE | regex.DOTALL)


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = script("build_reference")
ACCURACY = script("build_accuracy")


def section(page: str, heading: str) -> str:
    """The page from a heading to the next of the same rank."""
    rank = heading.split(" ")[0]
    start = f"\n{page}".index(f"\n{heading}\n")
    return regex.split(rf"\n#{{1,{len(rank)}}} ", page[start + len(heading) :])[0]


# --- everything public is there


def test_the_generated_parts_are_what_the_program_says() -> None:
    stale = [path.name for path, text in REFERENCE.built().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"{stale}: describe what is new in docs/reference.toml, then python docs/build_reference.py"


@pytest.mark.parametrize("name", REFERENCE.all_commands())
def test_every_command_and_option_stands_in_the_reference_with_an_example(name: str) -> None:
    told = section(read("reference.md"), f"### vanban {name}")
    examples = [line for block in blocks(told, "console") for line in block.splitlines()]
    assert examples and all(line.startswith(f"$ vanban {name}") for line in examples)
    for parameter in REFERENCE.all_commands()[name].params:
        if parameter.param_type_name == "option":
            assert all(f"`{option}" in told for option in parameter.opts)
            assert any(parameter.opts[0] in shlex.split(line) for line in examples), f"no example of {parameter.opts[0]}"


def test_every_table_and_column_stands_in_the_reference() -> None:
    page = read("reference.md")
    for table, columns in REFERENCE.all_tables().items():
        told = section(page, f"### {table}")
        assert [name for name, _ in columns if f"`{name}`" not in told] == [], table


def test_every_key_of_the_json_object_stands_in_the_reference() -> None:
    told = section(read("reference.md"), "## The JSON object · đối tượng JSON")
    keys: set[str] = set()
    for name in SMALL:
        keys |= set(keys_of(wire.to_object(extract((DEV / name).read_bytes(), Source(name), annotator()))))
    assert {"span", "edtf", "indicator", "group_name"} <= keys
    assert sorted(key for key in keys if f"`{key}`" not in told and f'"{key}"' not in told) == []


def keys_of(value: Any, inside: str = "") -> Iterator[str]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        if inside != "evidence" or key in ("start", "end", "quote", "where"):
            yield key
        yield from keys_of(inner, key)
    for item in value if isinstance(value, list) else ():
        yield from keys_of(item, inside="")


def test_every_rule_key_and_list_column_is_documented() -> None:
    page = read("rules.md")
    known = {*patterns._RULE_KEYS, *patterns._EXAMPLE_KEYS, *IDENTITY_KEYS, *IDENTITY_EXAMPLE_KEYS, "id", "phrase", "case", "not", "[macro]", "[anchor]"}
    assert sorted(key for key in known if f"`{key}`" not in page) == []
    for name, columns in REFERENCE.all_lists().items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        assert [c for c in columns if c not in REFERENCE._SHARED_LIST_COLUMNS and f"`{c}`" not in row] == [], name


def test_every_check_of_the_audit_is_explained() -> None:
    told = read("audit.md")
    sources = [path.read_text(encoding="utf-8") for room in ("audit", "crosscheck") for path in (ROOT / "extractor" / room).glob("*.py")]
    constants = regex.compile(r"^(?:[A-Z]+_?[A-Z]*, )*[A-Z]+_?[A-Z]* = (?P<ids>(?:\"[a-z_]+\"(?:, )?)+)$", regex.MULTILINE)
    named = {id for source in sources for match in constants.finditer(source) for id in regex.findall(r"[a-z_]+", match["ids"])}
    checks = (named - {"sentence", "line", "document"}) | {identity.check for identity in identities(load_rules())}  # WITHIN is no check
    assert {"percentage", "weekday", "form_missing"} <= checks
    assert sorted(check for check in checks if f"`{check}`" not in told) == []


def test_the_walls_are_those_that_are_tested() -> None:
    from test_layers import WALLS

    told = section(read("design.md"), "## Walls · các vách ngăn")
    assert [package for package in WALLS if f"`{package}`" not in told] == []


# --- what it shows works


@dataclass(frozen=True, slots=True)
class Line:
    """One command of a console block: its words, the exit status it states, files for input and output."""

    text: str
    words: tuple[str, ...]
    status: int
    given: str | None
    written: str | None


def blocks(page: str, kind: str) -> list[str]:
    return [match["body"] for match in BLOCK.finditer(page) if match["kind"].strip() == kind]


def console_lines(path: Path) -> list[Line]:
    found = []
    for block in blocks(path.read_text(encoding="utf-8"), "console"):
        for text in block.replace("\\\n", " ").splitlines():
            words = shlex.split(text.strip().removeprefix("$ "), comments=True)
            if words and Path(words[0]).name == "vanban":
                status = regex.search(r"\s#.*exit (\d)", text)
                plain = words[1 : next((i for i, word in enumerate(words) if word in ("<", ">", "|")), len(words))]
                target = {sign: words[words.index(sign) + 1] for sign in ("<", ">") if sign in words}
                found.append(Line(text, tuple(plain), int(status[1]) if status else 0, target.get("<"), target.get(">")))
    return found


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the documentation says its examples run, with every document it names."""
    place = tmp_path_factory.mktemp("docs")
    for folder in ("van-ban", "corpus/dev", "build"):
        (place / folder).mkdir(parents=True)
    for name, plain in SMALL.items():
        shutil.copy(DEV / name, place / "van-ban" / plain)
    shown = " ".join(path.read_text(encoding="utf-8") for path in PAGES)
    for source in DEV.glob("*.*"):
        if source.suffix != ".json" and (source.name in SMALL or source.name in shown):
            shutil.copy(source, place / "corpus" / "dev")
            shutil.copy(source.with_suffix(".gold.json"), place / "corpus" / "dev")
    shutil.copytree(ROOT / "rules", place / "rules")
    (place / "danh-sach.txt").write_text("van-ban/giay-moi.html\n", encoding="utf-8")
    (place / "mat-khau.txt").write_text("một câu dài dễ nhớ\n", encoding="utf-8")
    (place / "cu.jsonl").write_text(json.dumps({"document": {"source": "corpus/dev/khac.txt"}, "text": ""}) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert CliRunner().invoke(app, ["ingest", "van-ban", "--db", "archive.db", "--jobs", "1"]).exit_code == 0
    shutil.copy(place / "archive.db", place / "build" / "demo.db")
    return place


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_shown_runs_and_exits_as_stated(path: Path, workplace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shutil.copytree(workplace, tmp_path / "here"))
    loaded: dict[str, RuleSet] = {}
    monkeypatch.setattr("extractor.web.serve", lambda *_, **__: None)  # it would serve until it is stopped
    monkeypatch.setattr(rulecheck, "_check_speed", lambda _: iter(()))  # run once in test_rules: it takes seconds
    # the same rules are loaded once, however many commands ask for them
    for room in ("documents", "archive", "auditing", "measuring", "ruling"):
        monkeypatch.setattr(f"extractor.cli.{room}.load_rules", lambda root=None: loaded.get(str(root)) or loaded.setdefault(str(root), load_rules(root)))
    with sqlite3.connect("archive.db") as db:
        known = {"$DOCUMENT": db.execute("SELECT id FROM documents WHERE source = 'van-ban/bau-cu.txt'").fetchone()[0][:12]}
        known["$FINDING"] = db.execute("SELECT id FROM findings WHERE severity = 'error'").fetchone()[0]
        known["$RUN"] = db.execute("SELECT run_id FROM documents").fetchone()[0]
    for line in console_lines(path):
        words = [known.get(word, word) for word in line.words]
        given = Path(line.given).read_text(encoding="utf-8") if line.given else None
        result = CliRunner().invoke(app, words, input=given)
        raised = result.exception
        status = 1 if isinstance(raised, VanbanError) else result.exit_code  # main() says it in one line and exits with 1
        assert status == line.status and (raised is None or isinstance(raised, VanbanError | SystemExit)), f"{line.text}: {raised!r}\n{result.output}"
        if line.written:
            Path(line.written).write_text(result.stdout, encoding="utf-8")


def test_the_worked_example_of_rules_md_works_as_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    added = [match for match in BLOCK.finditer(read("rules.md")) if " add:" in match["kind"]]
    assert len(added) == 3
    for match in added:
        file = tmp_path / "rules" / match["kind"].split("add:")[1].strip()
        held = file.read_text(encoding="utf-8")
        file.write_text(held.rstrip("\n") + "\n" + match["body"], encoding="utf-8")
    changed = load_rules(tmp_path / "rules")
    new = {"mobile_ballot_boxes", "boxes.mobile", "deadline.in_weeks_at_most"}
    faults = [fault for fault in (*check_rules(changed, adversarial=False), *check_examples(changed)) if fault.id in new]
    assert [str(fault) for fault in faults] == []
    result = extract_document(document("BÁO CÁO\nKết quả bầu cử\n\nToàn xã bố trí 12 hòm phiếu lưu động.\n"), Annotator(changed))
    [figure] = result.statistics
    assert (figure.indicator, figure.value, figure.unit, figure.rule) == ("mobile_ballot_boxes", 12, "ballot_box", "indicator_phrases.boxes.mobile")


# --- figures and form


def test_accuracy_tells_first_scores_from_figures_of_development() -> None:
    page = read("accuracy.md")
    assert ACCURACY.first_scores() in page, "python docs/build_accuracy.py"
    assert page.index("## Scored for the first time") < page.index("## Documents the rules were made with")
    floors = tomllib.loads((ROOT / "corpus" / "floors.toml").read_text(encoding="utf-8"))
    shown = {match["family"]: float(match["key"]) for match in regex.finditer(r"^\| (?P<family>\w+) \([^|]+\| \d+ \| \d+ \| \d+ \| (?P<key>[\d.]+) ", page, regex.MULTILINE)}
    assert set(shown) == set(floors["floors"]), "python docs/build_accuracy.py"
    assert all(shown[family] >= floor["key"] for family, floor in floors["floors"].items()), "python docs/build_accuracy.py"


def test_a_first_score_names_its_day_its_set_and_every_family() -> None:
    for score in tomllib.loads(read("first-scores.toml"))["score"]:
        assert score["date"] and score["set"] and score["documents"] > 0
        assert set(score["families"]) <= set(ACCURACY.FAMILIES)
        assert all(0 <= pair["strict"] <= pair["key"] <= 1 for pair in score["families"].values())


@pytest.mark.parametrize("path", [*PAGES, *sorted(DOCS.glob("*.toml")), *sorted(DOCS.glob("*.py"))], ids=lambda path: path.name)
def test_no_page_names_a_machine_or_leaves_something_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not regex.search(r"/(?:home|root|Users|work|tmp)/|[A-Z]:\\\\", text)
    assert not regex.search(r"\b(?:TODO|FIXME|XXX)\b(?!X|-)", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_between_pages_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in regex.findall(r"\]\((?!https?:)([^)]+)\)", text):
        file, _, place = target.partition("#")
        page = (path.parent / file) if file else path
        assert page.exists(), f"{path.name}: {target}"
        assert not place or place in anchors(page.read_text(encoding="utf-8")), f"{path.name}: {target}"


def anchors(text: str) -> set[str]:
    """The names that GitHub gives to headings."""
    headings = regex.findall(r"^#+ (.+)$", text, regex.MULTILINE)
    return {regex.sub(r"[^\p{L}\p{N}\p{M} _-]", "", heading.lower()).replace(" ", "-") for heading in headings}
