"""Lay out corpus/build/unseen_d/*.toml as the PDF and DOCX documents u50 to u55 of corpus/unseen.

Comes in: sources of the form source.py reads. Goes out: the files named by their `output`, laid out by build_pdfs.py and
build_docx.py; minutes are signed twice, as build_unseen_b.py does it, and a PDF bears the form's name at the top right of its first page and
the body's address at the foot of it, where its source has them. The same sources and font give the same bytes.

    python corpus/build/build_unseen_d.py [--fonts DIRECTORY]
"""
import argparse
import sys
from pathlib import Path

import build_docx
import build_pdfs
from build_unseen_b import signed_twice
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from source import HERE, Source, load

RECIPIENTS_AND_SIGNER, NUMBER = build_pdfs.closing, build_pdfs.number_page


def pdf(doc: Source, folder: Path) -> None:
    def furniture(canvas, template) -> None:  # type: ignore[no-untyped-def]
        NUMBER(canvas, template)
        if canvas.getPageNumber() == 1:
            canvas.setFont("Serif-Italic", 10)
            canvas.drawRightString(A4[0] - 18 * mm, A4[1] - 13 * mm, doc.page_header)
            canvas.setFont("Serif", 9)
            canvas.drawCentredString(A4[0] / 2, 11 * mm, doc.page_footer)

    build_pdfs.number_page = furniture
    build_pdfs.closing = signed_twice if doc.second_signer else RECIPIENTS_AND_SIGNER
    build_pdfs.build(doc, folder)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--fonts", type=Path, default=build_pdfs.FONTS, help="folder with LiberationSerif-*.ttf")
    parser.add_argument("--out", type=Path, default=HERE.parent / "unseen")
    options = parser.parse_args(argv)
    rl_config.invariant = 1
    for name, face in build_pdfs.FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(options.fonts / f"LiberationSerif-{face}.ttf")))
    for path in sorted((HERE / "unseen_d").glob("*.toml")):
        doc = load(path)
        (pdf if doc.output.endswith(".pdf") else build_docx.build)(doc, options.out)
        print(doc.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
