"""Lay out corpus/build/*.toml as the PDF documents of corpus/dev.

Comes in: the sources and a Times-like TrueType font with Vietnamese letters. Goes out: born-digital PDFs with the
font embedded; the same sources and font give the same bytes (reportlab invariant mode). A development tool: the built files
are committed, so nobody needs reportlab or the font to use the corpus.

    python corpus/build/build_pdfs.py [--fonts DIRECTORY]
"""
import argparse
import sys
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from source import HERE, Source, sources
from source import Table as SourceTable

FACES = {"Serif": "Regular", "Serif-Bold": "Bold", "Serif-Italic": "Italic", "Serif-BoldItalic": "BoldItalic"}
FONTS = Path("/usr/share/fonts/truetype/liberation2")
WIDTH = A4[0] - 30 * mm - 18 * mm - 12
LEFT, RIGHT = WIDTH * 0.39, WIDTH * 0.61


def style(size: float, face: str = "Serif", align: int = TA_LEFT, **more: float) -> ParagraphStyle:
    return ParagraphStyle("s", fontName=face, fontSize=size, leading=size * 1.24, alignment=align, **more)


def body_styles(size: float) -> dict[str, ParagraphStyle]:
    return {
        "plain": style(size, align=TA_JUSTIFY, firstLineIndent=28, spaceAfter=5, allowWidows=1, allowOrphans=1),
        "italic": style(size, "Serif-Italic", TA_JUSTIFY, firstLineIndent=28, spaceAfter=4),
        "heading": style(size, "Serif-Bold", TA_JUSTIFY, firstLineIndent=28, spaceAfter=5, spaceBefore=3, keepWithNext=1),
        "centre_bold": style(size, "Serif-Bold", TA_CENTER, spaceAfter=5, spaceBefore=5, keepWithNext=1),
        "centre": style(size, "Serif", TA_CENTER, spaceAfter=5, keepWithNext=1),
    }


HEAD, HEAD_BOLD = style(12, align=TA_CENTER), style(12, "Serif-Bold", TA_CENTER)
HEAD_ITALIC = style(13, "Serif-Italic", TA_CENTER)


class Rule(Flowable):  # type: ignore[misc]
    """The short line under the motto, the issuer and the title: centred, `share` of the column wide."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, 7.0
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.line(self.width * (1 - self.share) / 2, 4, self.width * (1 + self.share) / 2, 4)


def header(doc: Source) -> list[Flowable]:
    left: list[Flowable] = [Paragraph(line, HEAD) for line in doc.superior]
    left += [Paragraph(line, HEAD_BOLD) for line in doc.issuer]
    left += [] if doc.issuer[-1] == "*" else [Rule(0.3)]
    right: list[Flowable] = [Paragraph(line, HEAD_BOLD) for line in doc.motto] + [Rule(0.6)]
    number = [Paragraph(doc.number, style(13, align=TA_CENTER))]
    if doc.about:
        number.append(Paragraph(doc.about, style(12, align=TA_CENTER)))
    if doc.urgency:
        number.append(Table([[Paragraph(doc.urgency, style(13, "Serif-Bold", TA_CENTER))]], colWidths=[92],
                            style=[("BOX", (0, 0), (-1, -1), 1, "black")], spaceBefore=6))
    grid = Table([[left, right], [number, Paragraph(doc.place_date, HEAD_ITALIC)]], colWidths=[LEFT, RIGHT])
    grid.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                              ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]))
    return [grid, Spacer(1, 10)]


def opening(doc: Source) -> list[Flowable]:
    out: list[Flowable] = []
    if doc.type:
        out.append(Paragraph(doc.type, style(14, "Serif-Bold", TA_CENTER, spaceAfter=2)))
        out += [Paragraph(line, style(13.5, "Serif-Bold", TA_CENTER)) for line in doc.title]
        out += [Rule(0.24), Spacer(1, 4)]
    if len(doc.addressees) == 1:
        out.append(Paragraph(f"Kính gửi: {doc.addressees[0]}", style(13.5, align=TA_CENTER, spaceAfter=8)))
    elif doc.addressees:
        out.append(Paragraph("Kính gửi:", style(13.5, leftIndent=90)))
        out += [Paragraph(f"- {line}", style(13.5, leftIndent=140)) for line in doc.addressees]
        out.append(Spacer(1, 6))
    return out


def ruled(table: SourceTable) -> Table:
    unit = WIDTH / sum(table.widths)
    first, plain = style(11, "Serif-Bold", TA_CENTER), style(11, align=TA_LEFT)
    total, middle = style(11, "Serif-Bold", TA_CENTER), style(11, align=TA_CENTER)

    def cell(i: int, j: int, text: str) -> Paragraph:
        if i == 0:
            return Paragraph(text, first)
        if table.rows[i][1].isupper() or table.rows[i][0].isupper():
            return Paragraph(text, total)
        return Paragraph(text, middle if j == 0 or text[:1].isdigit() else plain)

    rows = [[cell(i, j, text) for j, text in enumerate(row)] for i, row in enumerate(table.rows)]
    return Table(rows, colWidths=[width * unit for width in table.widths], repeatRows=1, spaceBefore=4, spaceAfter=8,
                 style=[("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                        ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3)])


def closing(doc: Source) -> list[Flowable]:
    left: list[Flowable] = [Paragraph("Nơi nhận:", style(12, "Serif-BoldItalic"))] if doc.recipients else []
    ends = [";"] * (len(doc.recipients) - 1) + ["."]
    left += [Paragraph(f"- {line}{end}", style(11)) for line, end in zip(doc.recipients, ends, strict=True)]
    bold = style(13.5, "Serif-Bold", TA_CENTER)
    right: list[Flowable] = [Paragraph(line, bold) for line in doc.authority]
    right += [Spacer(1, 46), Paragraph(doc.signer, bold)]
    grid = Table([[left, right]], colWidths=[WIDTH * 0.5] * 2,
                 style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return [Spacer(1, 8), KeepTogether([grid])]


def number_page(canvas, template) -> None:  # type: ignore[no-untyped-def]
    if canvas.getPageNumber() > 1:
        canvas.setFont("Serif", 13)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(canvas.getPageNumber()))


def build(doc: Source, folder: Path) -> None:
    story, styles = header(doc) + opening(doc), body_styles(doc.size)
    for block in doc.body:
        story.append(ruled(block) if isinstance(block, SourceTable) else Paragraph(block.text, styles[block.kind]))
    template = SimpleDocTemplate(str(folder / doc.output), pagesize=A4, leftMargin=30 * mm, rightMargin=18 * mm,
                                 topMargin=20 * mm, bottomMargin=20 * mm, title=doc.type.capitalize() or doc.about, invariant=1)
    template.build(story + closing(doc), onFirstPage=number_page, onLaterPages=number_page)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--fonts", type=Path, default=FONTS, help="folder with LiberationSerif-*.ttf")
    parser.add_argument("--out", type=Path, default=HERE.parent / "dev")
    options = parser.parse_args(argv)
    if not (options.fonts / "LiberationSerif-Regular.ttf").exists():
        print(f"{options.fonts}: no LiberationSerif-Regular.ttf; install the package fonts-liberation2 or pass --fonts", file=sys.stderr)
        return 1
    rl_config.invariant = 1
    for name, face in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(options.fonts / f"LiberationSerif-{face}.ttf")))
    for doc in sources(".pdf"):
        build(doc, options.out)
        print(doc.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
