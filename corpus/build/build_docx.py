"""Lay out corpus/build/*.toml as the DOCX documents of corpus/dev.

Comes in: the sources. Goes out: office files as clerks make them: the header is a borderless two-column table, so number,
date and signer stand in cells and not in paragraphs; data tables have rulings. The same sources give the same bytes.
A development tool: the built files are committed.

    python corpus/build/build_docx.py
"""
import argparse
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from source import HERE, Source, Table, sources

EPOCH = (2026, 1, 1, 0, 0, 0)


def write(paragraph: Paragraph, text: str, bold: bool = False, italic: bool = False, size: float = 13, align: ALIGN = ALIGN.CENTER) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(2)


def fill(cell: _Cell, lines: list[tuple[str, bool, bool]], size: float = 13, align: ALIGN = ALIGN.CENTER) -> None:
    """Write lines (text, bold, italic) into a cell, the first into the paragraph that every cell has."""
    for i, (text, bold, italic) in enumerate(lines):
        write(cell.paragraphs[0] if i == 0 else cell.add_paragraph(), text, bold, italic, size, align)


def header(file: Document, doc: Source) -> None:
    grid = file.add_table(rows=2, cols=2)
    fill(grid.cell(0, 0), [(line, False, False) for line in doc.superior] + [(line, True, False) for line in doc.issuer])
    fill(grid.cell(0, 1), [(line, True, False) for line in doc.motto])
    number = [(doc.number, False, False)] + ([(doc.about, False, False)] if doc.about else [])
    fill(grid.cell(1, 0), number)
    fill(grid.cell(1, 1), [(doc.place_date, False, True)])
    file.add_paragraph()


def opening(file: Document, doc: Source) -> None:
    for i, line in enumerate((doc.type, *doc.title)):
        write(file.add_paragraph(), line, bold=True, size=14 if i == 0 else 13)
    if len(doc.addressees) == 1:
        write(file.add_paragraph(), f"Kính gửi: {doc.addressees[0]}")
    elif doc.addressees:
        write(file.add_paragraph(), "Kính gửi:")
        for line in doc.addressees:
            write(file.add_paragraph(), f"- {line}")


def ruled(file: Document, table: Table) -> None:
    grid = file.add_table(rows=0, cols=len(table.rows[0]))
    grid.style = "Table Grid"
    for i, row in enumerate(table.rows):
        cells = grid.add_row().cells
        for j, text in enumerate(row):
            fill(cells[j], [(text, i == 0 or row[1].isupper(), False)], 12, ALIGN.CENTER if i == 0 or j == 0 else ALIGN.LEFT)
    file.add_paragraph()


def closing(file: Document, doc: Source) -> None:
    grid = file.add_table(rows=1, cols=2)
    if doc.second_signer:
        left = [(line, True, False) for line in doc.second_authority] + [("", False, False)] * 3 + [(doc.second_signer, True, False)]
        fill(grid.cell(0, 0), left)
    else:
        ends = [";"] * (len(doc.recipients) - 1) + ["."]
        lines = [(f"- {line}{end}", False, False) for line, end in zip(doc.recipients, ends, strict=True)]
        fill(grid.cell(0, 0), [("Nơi nhận:", True, True), *lines], 11, ALIGN.LEFT)
    fill(grid.cell(0, 1), [(line, True, False) for line in doc.authority] + [("", False, False)] * 3 + [(doc.signer, True, False)])


def repack(path: Path) -> None:
    """Give every member of the file one fixed time, so that the same source gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)


def build(doc: Source, folder: Path) -> None:
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(1.8), Cm(2), Cm(2)
    file.styles["Normal"].font.name = "Times New Roman"
    if doc.page_header:
        write(section.header.paragraphs[0], doc.page_header, italic=True, size=10)
    if doc.page_footer:
        write(section.footer.paragraphs[0], doc.page_footer, size=9)
    header(file, doc)
    opening(file, doc)
    for block in doc.body:
        if isinstance(block, Table):
            ruled(file, block)
            continue
        bold, italic = block.kind in ("heading", "centre_bold"), block.kind == "italic"
        align = ALIGN.CENTER if block.kind.startswith("centre") else ALIGN.JUSTIFY
        paragraph = file.add_paragraph()
        write(paragraph, block.text, bold, italic, 13, align)
        if align is ALIGN.JUSTIFY:
            paragraph.paragraph_format.first_line_indent = Cm(1)
    closing(file, doc)
    core = file.core_properties
    core.author, core.title, core.comments, core.created, core.modified = "", "", "", datetime(*EPOCH), datetime(*EPOCH)
    file.save(str(folder / doc.output))
    repack(folder / doc.output)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=HERE.parent / "dev")
    options = parser.parse_args(argv)
    for doc in sources(".docx"):
        build(doc, options.out)
        print(doc.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
