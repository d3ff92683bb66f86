"""Lay out corpus/build/unseen_e/*.toml as the PDF and DOCX documents u64 to u69 of corpus/unseen.

Comes in: sources of the form source.py reads, some with an `annex` (a phụ lục, in the marks of `body`) that starts a page of its
own after the signature, as Decree 30/2020/NĐ-CP asks. Goes out: the files named by their `output`, laid out with the parts of
build_pdfs.py and build_docx.py; the same sources and font give the same bytes.

    python corpus/build/build_unseen_e.py [--fonts DIRECTORY]
"""
import argparse
import sys
import tomllib
from pathlib import Path

import build_docx
import build_pdfs
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate
from source import HERE, Source, Table, blocks, load
from source import Paragraph as SourceParagraph


def flow(parts: tuple[SourceParagraph | Table, ...], size: float) -> list[Flowable]:
    """Paragraphs and ruled tables in the styles of build_pdfs.py."""
    styles = build_pdfs.body_styles(size)
    return [build_pdfs.ruled(part) if isinstance(part, Table) else Paragraph(part.text, styles[part.kind]) for part in parts]


def build_pdf(doc: Source, annex: tuple[SourceParagraph | Table, ...], folder: Path) -> None:
    story = build_pdfs.header(doc) + build_pdfs.opening(doc) + flow(doc.body, doc.size) + build_pdfs.closing(doc)
    if annex:
        story += [PageBreak(), *flow(annex, doc.size)]
    template = SimpleDocTemplate(str(folder / doc.output), pagesize=A4, leftMargin=30 * mm, rightMargin=18 * mm,
                                 topMargin=20 * mm, bottomMargin=20 * mm, title=doc.type.capitalize(), invariant=1)
    template.build(story, onFirstPage=build_pdfs.number_page, onLaterPages=build_pdfs.number_page)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--fonts", type=Path, default=build_pdfs.FONTS, help="folder with LiberationSerif-*.ttf")
    parser.add_argument("--out", type=Path, default=HERE.parent / "unseen")
    options = parser.parse_args(argv)
    rl_config.invariant = 1
    for name, face in build_pdfs.FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(options.fonts / f"LiberationSerif-{face}.ttf")))
    for path in sorted((HERE / "unseen_e").glob("*.toml")):
        doc = load(path)
        if doc.output.endswith(".pdf"):
            build_pdf(doc, blocks(tomllib.loads(path.read_text(encoding="utf8")).get("annex", "")), options.out)
        else:
            build_docx.build(doc, options.out)
        print(doc.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
