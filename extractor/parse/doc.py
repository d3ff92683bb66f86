"""The bytes of an old Word file (.doc) in, its Document out. A program of the system turns the file into text:
catdoc first, then LibreOffice, then antiword: of the Vietnamese letters of 15 hand-transcribed files in old
letters they keep 0.999, 0.998 and 0.987 (antiword drops what stands in wide tables and reads no Word 6), and
catdoc takes a hundredth of the time. The place of a character is the paragraph of the converted text;
Document.parser names the program and its version."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex

from extractor.errors import ReadError
from extractor.model import Document, Problem, Source
from extractor.parse.office_body import Paragraph, Table, TableCell, write_body

MEDIA_TYPE = "application/msword"
SECONDS = 120  # for one file: LibreOffice takes some seconds to start
_LARGEST = 100_000_000  # bytes of converted text
# catdoc writes these for the end of a cell and of a row, by the map it is given: characters no document holds.
_CELL, _ROW = "\uf8fc", "\uf8fe"
_MAP = f'001C "{_CELL}"\n001E "{_ROW}"\n'
# The names of Word's fields, with their switches, which catdoc prints before what they show.
_FIELD = regex.compile(
    r"[ \t]?\b(?:NUMPAGES|SECTIONPAGES|PAGE|PAGEREF|FILENAME|MERGEFIELD|TOC|REF|SEQ|EMBED|INCLUDEPICTURE|CREATEDATE|SAVEDATE|FORMTEXT|FORMCHECKBOX)"
    r'(?:[ \t]+(?:\\\*[ \t]*(?:MERGEFORMAT|Arabic|roman|ROMAN|Upper|Lower)|\\[a-z@#!]+|"[^"\n]*"|_(?:Toc|Ref)\d+|(?:Word|Equation)\.[A-Za-z.0-9]+))*'
    r"(?=[ \t]{2}|[ \t]*$)[ \t]*"
)
_HYPERLINK = regex.compile(r'[ \t]?\bHYPERLINK[ \t]+(?:\\[a-z][ \t]+)*"[^"\n]*"(?:[ \t]+\\[a-z](?:[ \t]+"[^"\n]*")?)*[ \t]*')
_PAGE_NUMBER = regex.compile(r"[-–—\s]*PAGE\b[^\p{Ll}]*$")
_HEAD = 1000  # characters in which the head of a document stands, when it opens with a table
_SHORT = 60  # characters of a line in a narrow cell
_FAST_SAVED = "fast-saved"
_VERSION = regex.compile(r"\d+(?:\.\d+)+")
_INSTALL = "install catdoc (apt-get install catdoc), or save the file as .docx"


@dataclass(frozen=True, slots=True)
class _Program:
    """A converter: how it is called, how it says its version, and how its text becomes parts."""

    name: str
    convert: Callable[[str, Path, str], subprocess.CompletedProcess[bytes]]
    version: Sequence[str]


def parse_doc(data: bytes, source: Source) -> Document:
    """Read a .doc. Raises ReadError where no converter is installed, and for what none of them can read."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError("the Word file is encrypted and opens only with a password", file=source.path, remedy="save a copy without the password and read that")
    programs = [(program, path) for program in _PROGRAMS if (path := shutil.which(program.name))]
    if not programs:
        raise ReadError("old Word files (.doc) need a program to convert them, and none is installed", file=source.path, remedy=_INSTALL)
    reasons = []
    for program, path in programs:
        text, said = _converted(program, path, data)
        if text.strip():
            body = write_body(list(_parts(text)))
            parser = f"doc/2 {program.name}/{_version(path, program)}"
            return Document("", source, MEDIA_TYPE, parser, body.text, blocks=body.blocks, places=body.places, problems=tuple(_problems(said, source.path)))
        reasons.append(f"{program.name}: {said or 'no text'}")
    message = f"no text could be read from the old Word file ({'; '.join(reasons)})"
    raise ReadError(message, file=source.path, remedy="open it in Word or LibreOffice and save it as .docx or PDF")


def _converted(program: _Program, path: str, data: bytes) -> tuple[str, str]:
    """The text a program makes of the file, and what it complained of."""
    with tempfile.TemporaryDirectory(prefix="vanban-") as folder:
        file = Path(folder) / "input.doc"
        file.write_bytes(data)
        try:
            done = program.convert(path, file, folder)
        except subprocess.TimeoutExpired:
            return "", f"took more than {SECONDS} s"
        except OSError as error:
            return "", f"cannot be run: {error.strerror or error}"
        text = done.stdout[:_LARGEST].decode("utf-8", errors="replace")
        said = " ".join(done.stderr.decode("utf-8", errors="replace").replace(folder, "").split())[:200]
        # antiword prints why it fails to its output, and ends with a status of its own
        return ("", said or text.strip()[:200]) if done.returncode not in (0, None) else (text, said)


def _with_catdoc(path: str, file: Path, folder: str) -> subprocess.CompletedProcess[bytes]:
    """Its own map of special characters would drop soft hyphens, which in TCVN3 are the letter ư."""
    home = Path(folder)
    (home / ".catdocrc").write_text(f"map_path={folder}\n", encoding="ascii")
    (home / "vanban.specchars").write_text(_MAP, encoding="utf-8")
    (home / "vanban.replchars").write_text("", encoding="ascii")
    return _run([path, "-w", "-f", "vanban", "-d", "utf-8", str(file)], folder)


def _with_antiword(path: str, file: Path, folder: str) -> subprocess.CompletedProcess[bytes]:
    done = _run([path, "-w", "0", "-m", "UTF-8.txt", str(file)], folder)
    done.stdout = done.stdout.replace(b"|", b"\t")  # which it draws between cells
    return done


def _with_libreoffice(path: str, file: Path, folder: str) -> subprocess.CompletedProcess[bytes]:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    done = _run([path, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(file)], folder)
    made = file.with_suffix(".txt")
    return subprocess.CompletedProcess(done.args, done.returncode, made.read_bytes() if made.exists() else b"", done.stderr)


def _run(command: list[str], home: str) -> subprocess.CompletedProcess[bytes]:
    surroundings = {"HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=home, env=surroundings, stdin=subprocess.DEVNULL)


_PROGRAMS = (
    _Program("catdoc", _with_catdoc, ("-V",)),
    _Program("soffice", _with_libreoffice, ("--version",)),
    _Program("antiword", _with_antiword, ("-h",)),
)


@lru_cache(maxsize=8)
def _version(path: str, program: _Program) -> str:
    try:
        said = subprocess.run([path, *program.version], capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    found = _VERSION.search((said.stdout + said.stderr).decode("utf-8", errors="replace"))
    return found[0] if found else "unknown"


def _parts(text: str) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables. A row ends with its mark; where its first cell begins nobody says: it is taken for
    the last line before the second cell, or for all of it at the beginning and, if short, between two rows alike."""
    number = 0
    rows: list[list[list[str]]] = []
    chunks = text.replace("\ufeff", "").split(_ROW)
    for index, chunk in enumerate(chunks):
        cells = [_lines(cell) for cell in chunk.split(_CELL)]
        in_row = index < len(chunks) - 1 and len(cells) > 1
        before: list[str] = []
        if not in_row:
            before = [line for lines in cells for line in lines]
        elif not (index == 0 and len(chunk) < _HEAD) and not (rows and len(rows[-1]) == len(cells) and _is_one_cell(cells[0])):
            before, cells[0] = cells[0][:-1], cells[0][-1:]
        if rows and (before or not in_row):
            number += 1
            yield _table(rows, number)
            rows = []
        for line in before:
            number += 1
            yield Paragraph(line, f"p{number}")
        if in_row:
            rows.append(cells)
    if rows:
        yield _table(rows, number + 1)


def _is_one_cell(lines: list[str]) -> bool:
    """Between two rows alike: a line, or a few short ones. Long ones are the text between two tables."""
    return len(lines) <= 1 or (len(lines) <= 4 and max(map(len, lines)) < _SHORT)


def _lines(text: str) -> list[str]:
    lines = (_FIELD.sub("", _HYPERLINK.sub("", line)).rstrip() for line in text.split("\n") if not _PAGE_NUMBER.match(line))
    return [line for line in lines if line.strip()]


def _table(rows: list[list[list[str]]], number: int) -> Table:
    cells = []
    for row, texts in enumerate(rows):
        for column, lines in enumerate(texts):
            name = f"p{number}/r{row + 1}/c{column + 1}"
            cells.append(TableCell(row, column, tuple(Paragraph(line, f"{name}/p{at}") for at, line in enumerate(lines, start=1))))
    return Table(tuple(cells), len(rows))


def _problems(said: str, path: str) -> Iterator[Problem]:
    if _FAST_SAVED in said:
        message = "the Word file was saved in fast mode: changes may stand at its end instead of in place; save it anew to be sure"
        yield Problem("warning", "parse", path, message)
