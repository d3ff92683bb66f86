"""The program in, the generated parts of the documentation out: commands with their options, tables with their
columns (reference.md), word lists with theirs (rules.md), the layers (design.md), the identities (audit.md). What exists is read from the
program; what it means stands in reference.toml. A name without words, or words without a name, stops it.

    python docs/build_reference.py            write the parts anew
    python docs/build_reference.py --check    exit 1 where they are not what the program says"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import regex
import typer
from sqlite_utils import Database

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))

from extractor.cli import app  # noqa: E402 - the checkout this file stands in, installed or not
from extractor.store.migrations import migrate  # noqa: E402

_SHARED_LIST_COLUMNS = ("id", "phrase", "case", "not", "example")
_RECORD_COLUMNS = ("id", "document_id", "char_start", "char_end", "quote", "page", "boxes", "rule", "certainty", "confidence", "run_id")


class DocsError(Exception):
    """The program and reference.toml do not speak of the same things."""


def main() -> int:
    stale = [path for path, text in built().items() if path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the program says: python docs/build_reference.py")
        return int(bool(stale))
    for path in stale:
        path.write_text(built()[path], encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    return 0


def built() -> dict[Path, str]:
    """Every page with its generated parts as they should be."""
    words = tomllib.loads((DOCS / "reference.toml").read_text(encoding="utf-8"))
    parts: dict[str, Callable[[], str]] = {
        "reference.md:commands": lambda: commands(words["commands"]),
        "reference.md:tables": lambda: tables(words["tables"], words["columns"]),
        "rules.md:lists": lambda: lists(words["lists"]),
        "design.md:layers": layers,
        "audit.md:identities": identities,
    }
    pages: dict[Path, str] = {}
    for place, make in parts.items():
        name, _, part = place.partition(":")
        page = DOCS / name
        pages[page] = replaced(pages.get(page) or page.read_text(encoding="utf-8"), part, make(), name)
    return pages


def replaced(text: str, part: str, content: str, page: str) -> str:
    """The page with the content between the two marks of the part."""
    begin, end = f"<!-- generated: {part} -->", f"<!-- end: {part} -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise DocsError(f"{page} needs the marks {begin} and {end}, once each")
    before, rest = text.split(begin)
    return f"{before}{begin}\n\n{content.strip()}\n\n{end}{rest.split(end)[1]}"


# --- commands


def all_commands() -> dict[str, Any]:
    """Every verb by its full name, without "vanban"."""
    return dict(_verbs(typer.main.get_command(app), ""))


def _verbs(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    held: Mapping[str, Any] = getattr(command, "commands", {})
    if not held or getattr(command, "invoke_without_command", False):
        yield name, command
    for word, verb in held.items():
        yield from _verbs(verb, f"{name} {word}".strip())


def options(command: Any) -> list[tuple[str, str]]:
    """Each option as it is typed, the long form first, and what it does."""
    found = []
    for parameter in command.params:
        if parameter.param_type_name == "option":
            value = "" if parameter.is_flag else f" {_value_name(parameter)}"
            names = ", ".join(f"`{name}{value}`" for name in parameter.opts)
            found.append((names, _told(parameter)))
    return found


def _value_name(parameter: Any) -> str:
    return str(parameter.metavar or parameter.opts[0].lstrip("-").upper().replace("-", "_"))


def _told(parameter: Any) -> str:
    said = [parameter.help or {"limit": "How many to show.", "offset": "How many to pass over."}.get(parameter.name, "")]
    if parameter.required:
        said.append("Needed.")
    elif parameter.default not in (None, False, ""):
        said.append(f"Default: {parameter.default}.")
    return " ".join(part for part in said if part)


def commands(words: Mapping[str, Any]) -> str:
    found = all_commands()
    _same("commands", found, words)
    return "\n".join(_command(name, command, words[name]) for name, command in found.items())


def _command(name: str, command: Any, words: Mapping[str, Any]) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(["vanban", name, *(_argument(p) for p in arguments), "[OPTIONS]"])
    lines = [f"### vanban {name}", "", f"{words['vi']}  ", str(command.help).split("\n")[0], "", f"`{usage}`"]
    if "more" in words:
        lines += ["", words["more"]]
    rows = [*((f"`{_argument(p)}`", _told(p)) for p in arguments), *options(command)]
    lines += ["", *_table(("argument, option", "meaning"), rows), "", f"Exit status (mã trả về): {words['exit']}; 2 for a wrong option.", ""]
    return "\n".join([*lines, "```console", *(f"$ {line}" for line in words["examples"]), "```", ""])


def _argument(parameter: Any) -> str:
    name = str(parameter.metavar or parameter.name.upper())
    return name if parameter.required else f"[{name}]"


# --- tables


def all_tables() -> dict[str, list[tuple[str, str]]]:
    """Every table and view of a new archive with its columns and their types."""
    db = Database(memory=True)
    migrate(db)
    names = [str(name) for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid")]
    kept = [name for name in names if not name.startswith(("search_words_", "search_titles_", "sqlite_"))]
    return {name: [(str(row[1]), str(row[2])) for row in db.execute("SELECT * FROM pragma_table_info(?)", [name])] for name in kept}


def tables(words: Mapping[str, Mapping[str, str]], shared: Mapping[str, str]) -> str:
    found = all_tables()
    _same("tables", found, words)
    order = list(words)
    parts = []
    for name in sorted(found, key=order.index):
        own, columns = words[name], found[name]
        _no_leftovers(f"tables.{name}", set(own) - {"about"}, {column for column, _ in columns})
        common = [column for column, _ in columns if column in _RECORD_COLUMNS and column not in own]
        whole = len(common) == len(_RECORD_COLUMNS)
        rows = [(f"`{c}`", type.lower(), own.get(c) or _shared(name, c, shared)) for c, type in columns if not (whole and c in common)]
        lines = [f"### {name}", "", own["about"], "", *_table(("column", "type", "meaning"), rows), ""]
        if whole:
            lines += ["and the columns of every record: " + ", ".join(f"`{column}`" for column in common) + ".", ""]
        parts.append("\n".join(lines))
    every = _table(("column", "meaning"), [(f"`{column}`", shared[column]) for column in _RECORD_COLUMNS])
    return "\n".join(["### Columns of every record · cột chung", "", *every, "", *parts])


def _shared(table: str, column: str, shared: Mapping[str, str]) -> str:
    if column not in shared:
        raise DocsError(f"reference.toml says nothing of the column {table}.{column}")
    return shared[column]


# --- word lists


def all_lists() -> dict[str, list[str]]:
    """Every word list of rules/ with its columns."""
    found = {}
    for path in sorted((ROOT / "rules" / "lists").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            found[path.stem] = next(csv.reader(stream))
    return found


def lists(words: Mapping[str, Mapping[str, str]]) -> str:
    found = all_lists()
    _same("lists", found, words)
    rows = []
    for name, columns in found.items():
        own = [column for column in columns if column not in _SHARED_LIST_COLUMNS]
        _no_leftovers(f"lists.{name}", set(words[name]) - {"about"}, set(own))
        silent = [column for column in own if column not in words[name]]
        if silent:
            raise DocsError(f"reference.toml says nothing of the column {silent[0]} of the list {name}")
        rows.append((f"`{name}`", words[name]["about"], "<br>".join(f"`{column}`: {words[name][column]}" for column in own)))
    return "\n".join(_table(("list", "what it is", "its own columns"), rows))


# --- layers


def layers() -> str:
    """The layers of pyproject.toml, from above to below."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]
    return "\n".join(["```text", *(line.replace(" : ", " | ") for line in contract["layers"]), "```"])


# --- identities


def identities() -> str:
    """The formulas of rules/identities.toml."""
    held = tomllib.loads((ROOT / "rules" / "identities.toml").read_text(encoding="utf-8"))["identity"]
    rows = [(f"`{i['id']}`", f"`{i['check']}`", f"`{i['formula']}`", i["severity"], i["source"]) for i in held]
    return "\n".join(_table(("id", "check_id", "formula", "severity, at most", "source"), rows))


# --- shared


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(regex.sub(r"\|", r"\\|", cell) for cell in cells) + " |"

    return [line(head), line(["---"] * len(head)), *map(line, rows)]


def _same(what: str, found: Mapping[str, object], words: Mapping[str, object]) -> None:
    missing = [name for name in found if name not in words]
    if missing:
        raise DocsError(f"reference.toml says nothing of {what}: {', '.join(missing)}")
    _no_leftovers(what, set(words), set(found))


def _no_leftovers(where: str, words: set[str], found: set[str]) -> None:
    if words - found:
        raise DocsError(f"reference.toml speaks in {where} of what is not there: {', '.join(sorted(words - found))}")


if __name__ == "__main__":
    raise SystemExit(main())
