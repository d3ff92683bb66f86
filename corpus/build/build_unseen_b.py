"""Lay out corpus/build/unseen_b/*.toml as the PDF documents u17 to u25 of corpus/unseen.

Comes in: sources of the form source.py reads. Goes out: born-digital PDFs, laid out by build_pdfs.py, with one addition:
minutes (biên bản) are signed twice, the secretary at the left and the chair at the right.

    python corpus/build/build_unseen_b.py [--fonts DIRECTORY]
"""
import argparse
import sys
from pathlib import Path

import build_pdfs
from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table
from source import HERE, Source, load


def signed_twice(doc: Source) -> list[Flowable]:
    bold = build_pdfs.style(13.5, "Serif-Bold", TA_CENTER)

    def column(authority: tuple[str, ...], signer: str, lines: int) -> list[Flowable]:
        missing = bold.leading * (lines - len(authority))
        return [*(Paragraph(line, bold) for line in authority), Spacer(1, 46 + missing), Paragraph(signer, bold)]

    lines = max(len(doc.authority), len(doc.second_authority))
    grid = Table([[column(doc.second_authority, doc.second_signer, lines), column(doc.authority, doc.signer, lines)]],
                 colWidths=[build_pdfs.WIDTH * 0.5] * 2, style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    return [Spacer(1, 8), KeepTogether([grid])]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--fonts", type=Path, default=build_pdfs.FONTS, help="folder with LiberationSerif-*.ttf")
    parser.add_argument("--out", type=Path, default=HERE.parent / "unseen")
    options = parser.parse_args(argv)
    rl_config.invariant = 1
    for name, face in build_pdfs.FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(options.fonts / f"LiberationSerif-{face}.ttf")))
    recipients_and_signer = build_pdfs.closing
    for path in sorted((HERE / "unseen_b").glob("*.toml")):
        doc = load(path)
        build_pdfs.closing = signed_twice if doc.second_signer else recipients_and_signer
        build_pdfs.build(doc, options.out)
        print(doc.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
