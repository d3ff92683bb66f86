"""Lay out corpus/build/unseen_c/*.toml as the PDF and DOCX documents u33 to u38 of corpus/unseen.

Comes in: sources of the form source.py reads. Goes out: the files named by their `output`, laid out by build_pdfs.py and
build_docx.py; the same sources and font give the same bytes.

    python corpus/build/build_unseen_c.py [--fonts DIRECTORY]
"""
import argparse
import sys
from pathlib import Path

import build_docx
import build_pdfs
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from source import HERE, load


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--fonts", type=Path, default=build_pdfs.FONTS, help="folder with LiberationSerif-*.ttf")
    parser.add_argument("--out", type=Path, default=HERE.parent / "unseen")
    options = parser.parse_args(argv)
    rl_config.invariant = 1
    for name, face in build_pdfs.FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(options.fonts / f"LiberationSerif-{face}.ttf")))
    for path in sorted((HERE / "unseen_c").glob("*.toml")):
        doc = load(path)
        (build_pdfs if doc.output.endswith(".pdf") else build_docx).build(doc, options.out)
        print(doc.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
