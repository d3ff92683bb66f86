"""Every quote is found again in the source file itself, at the place its map says: the file is opened anew, with
another library than the one that read it where there is one, and what stands at the place is held against the
quote. Blanks, letter case that the type alone changes, and the form of composed letters do not count."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import unicodedata
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pdfplumber
import pytest
from docx.oxml.ns import qn
from test_invariants import read, spans

from extractor.parse.old_letters import converted

CORPUS = Path(__file__).parents[1] / "corpus" / "dev"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix in (".txt", ".html", ".pdf", ".docx", ".rtf", ".odt", ".xlsx"))


def bare(text: str) -> str:
    """What of a wording counts."""
    return re.sub(r"[\s\u00ad\u200b\ufeff]+", "", unicodedata.normalize("NFC", text)).lower()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_quote_stands_in_the_source_where_it_is_said_to_stand(path: Path) -> None:
    here = [span for span in spans(read(path)) if bare(span["quote"])]
    assert [(span["quote"], span.get("part") or span.get("line") or span["page"]) for span in here if not stands(path, span)] == []


def test_there_are_quotes_of_every_kind_of_file() -> None:
    for suffix in {path.suffix for path in FILES}:
        assert sum(len(spans(read(path))) for path in FILES if path.suffix == suffix) > 20, suffix


def test_a_quote_at_another_place_is_missed() -> None:
    for suffix, moved in ((".txt", {"column": 2}), (".html", {"line": 1}), (".pdf", {"boxes": [[1, 0, 0, 9, 9]]}), (".docx", {"column": 2}), (".rtf", {"part": "body/p2"})):
        path = next(path for path in FILES if path.suffix == suffix)
        span = next(span for span in spans(read(path)) if span.get("part") != "body/p2" and span.get("column") != 2)
        assert stands(path, span) and not stands(path, {**span, **moved}), suffix


def stands(path: Path, span: dict[str, Any]) -> bool:
    """A page is held against the quote as a whole; what follows line and column must begin with it; in a paragraph or
    cell that ends before the quote does, with its first line."""
    quote = bare(span["quote"])
    if path.suffix == ".pdf":
        return in_boxes(path, span) == quote
    if path.suffix in (".txt", ".html"):
        first, *more = lines(path)[span["line"] - 1 : span["line"] + 200]
        rest = "\n".join([first[span["column"] - 1 :], *more])
        return bare(rest if path.suffix == ".txt" else shown(rest)).startswith(quote)
    paragraph = {".docx": word, ".rtf": rich_text, ".odt": open_document, ".xlsx": cell}[path.suffix](path, span["part"])
    rest = paragraph[span["column"] - 1 :]
    letters = {".rtf": "TCVN3", ".odt": "VNI"}.get(path.suffix)
    forms = [bare(rest), *([bare("".join(char for char, _ in converted(rest, letters)))] if letters else [])]
    return any(form.startswith(bare(span["quote"].split("\n")[0])) for form in forms)


# Text and web pages: the characters after line and column, tags taken away.


@cache
def lines(path: Path) -> list[str]:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return data.decode("cp1252").split("\n")


def shown(markup: str) -> str:
    return html.unescape(re.sub(r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", "", markup, flags=re.DOTALL))


# PDF: what pdfplumber sees inside the boxes.


@cache
def drawn(path: Path) -> list[list[tuple[float, float, str]]]:
    with pdfplumber.open(path) as pdf:
        return [[((c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2, c["text"]) for c in page.chars] for page in pdf.pages]


def in_boxes(path: Path, span: dict[str, Any]) -> str:
    found = []
    for page, x0, top, x1, bottom in span["boxes"]:
        inside = [(x, char) for x, y, char in drawn(path)[page - 1] if x0 - 0.5 <= x <= x1 + 0.5 and top - 0.5 <= y <= bottom + 0.5]
        found += [char for _, char in sorted(inside, key=lambda placed: placed[0])]
    return bare("".join(found))


# Office files: the paragraph or cell of that name.


def step(name: str) -> tuple[str, int]:
    kind, number = re.fullmatch(r"([a-z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    return kind, int(number)


@cache
def opened(path: Path) -> Any:
    return docx.Document(str(path))


def word(path: Path, part: str) -> str:
    first, *names = part.split("/")
    element = opened(path).element.body
    if first.startswith(("header", "footer")):
        section = opened(path).sections[0]
        element = (section.header if first.startswith("header") else section.footer)._element
    for kind, number in map(step, names):
        if kind == "c":
            element = at_column(element, number)
        else:
            tag = qn({"p": "w:p", "t": "w:tbl", "r": "w:tr"}[kind])
            element = [child for child in element if child.tag == tag][number - 1]
    return docx.text.paragraph.Paragraph(element, None).text


def at_column(row: Any, number: int) -> Any:
    """The cell that begins at this column of the grid."""
    column = 1
    for cell in row.iterfind(qn("w:tc")):
        if column == number:
            return cell
        across = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        column += int(across.get(qn("w:val"))) if across is not None else 1
    raise LookupError(number)


@cache
def sheets(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True).worksheets


def cell(path: Path, part: str) -> str:
    sheet, row, column = (step(name)[1] for name in part.split("/"))
    value, form = sheets(path)[sheet - 1].cell(row, column).value, sheets(path)[sheet - 1].cell(row, column).number_format
    if not isinstance(value, int | float):
        return str(value)
    written = f"{value:,.2f}" if form == "0.00" else f"{value:,}" if "," in form else str(value)
    return written.translate(str.maketrans(",.", ".,"))


@cache
def rich_paragraphs(path: Path) -> dict[str, str]:
    """The paragraphs of a rich text file by their names, read by its marks alone; old letters stay as they are."""
    text = re.sub(r"\{\\(?:fonttbl|info|footer)(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}", "", path.read_text(encoding="ascii"))
    found: dict[str, str] = {}
    body = table = row = column = paragraph = 0
    held, in_table = "", False
    for hexed, mark, char in re.findall(r"\\'([0-9a-f]{2})|\\([a-z]+)-?\d* ?|([^\\{}\n])", text):
        if hexed or char:
            held += bytes.fromhex(hexed).decode("cp1252") if hexed else char
        elif mark == "trowd":
            table, row = (table, row + 1) if in_table else (table + 1, 1)
            in_table, column, paragraph = True, 1, 1
        elif mark in ("par", "cell"):
            body += 1
            found[f"body/t{table}/r{row}/c{column}/p{paragraph}" if in_table else f"body/p{body}"] = held
            held = ""
            paragraph = paragraph + 1 if mark == "par" else 1
            column += mark == "cell"
        elif mark == "pard" and in_table and column > 2:
            in_table = False
    return found


def rich_text(path: Path, part: str) -> str:
    return rich_paragraphs(path).get(part, "")


@cache
def content(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as package:
        return ElementTree.fromstring(package.read("content.xml"))


def open_document(path: Path, part: str) -> str:
    _, *names = part.split("/")
    [element] = [found for found in content(path).iter() if found.tag.endswith("}text") and "office" in found.tag]
    for kind, number in map(step, names):
        tag = {"p": "}p", "t": "}table", "r": "}table-row", "c": "}table-cell"}[kind]
        element = [child for child in element if child.tag.endswith(tag)][number - 1]
    return "".join(element.itertext())


# Old Word files: the place is one of the converted text; another converter must have put the same words on paper.

OLD_WORD = sorted((Path(__file__).parents[2] / "shared" / "real" / "doc").glob("*.doc"))


@pytest.mark.skipif(not OLD_WORD, reason="no old Word files beside the checkout")
@pytest.mark.skipif(not (shutil.which("catdoc") and shutil.which("antiword")), reason="needs catdoc and antiword")
@pytest.mark.parametrize("path", OLD_WORD[:4], ids=lambda path: path.name)
def test_another_converter_finds_the_quotes_of_an_old_word_file(path: Path) -> None:
    done = subprocess.run(["antiword", "-w", "0", "-m", "UTF-8.txt", str(path)], capture_output=True, check=True, timeout=60)
    whole = bare(done.stdout.decode("utf-8", errors="replace").replace("|", ""))
    here = [span for span in spans(read(path)) if bare(span["quote"])]
    assert here and all(span["part"].startswith("p") for span in here)
    assert [span["quote"] for span in here if any(bare(line) not in whole for line in span["quote"].split("\n"))] == []
