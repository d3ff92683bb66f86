"""Readable sources of the built corpus documents.

Comes in: one TOML file a document. Goes out: a `Source`, which build_pdfs.py and build_docx.py lay out
as Annex I of Decree 30/2020/NĐ-CP asks (two-column header, body, recipients left, signature right).

`body` is one paragraph a line. Marks at the start of a line:

    #  centred bold line        ##  bold heading at the left      !   italic paragraph (căn cứ)
    ~  centred plain line       |   a table row, cells between bars; the first row of a run is its header
    %  relative column widths of the table that follows (not printed)
"""
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = (("## ", "heading"), ("# ", "centre_bold"), ("! ", "italic"), ("~ ", "centre"))
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Table:
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    output: str
    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    motto: tuple[str, ...]
    number: str
    about: str
    urgency: str
    place_date: str
    addressees: tuple[str, ...]
    type: str
    title: tuple[str, ...]
    body: tuple[Paragraph | Table, ...]
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    signer: str
    second_authority: tuple[str, ...]
    second_signer: str
    page_header: str
    page_footer: str
    size: float


def cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def blocks(body: str) -> tuple[Paragraph | Table, ...]:
    found: list[Paragraph | Table] = []
    widths: tuple[float, ...] = ()
    rows: list[tuple[str, ...]] = []
    for line in [*body.strip().splitlines(), ""]:
        if line.startswith("|"):
            rows.append(cells(line))
            continue
        if rows:
            found.append(Table(widths or (1.0,) * len(rows[0]), tuple(rows)))
            widths, rows = (), []
        if line.startswith("%"):
            widths = tuple(float(width) for width in line[1:].split())
        elif line.strip():
            for mark, kind in KINDS:
                if line.startswith(mark):
                    found.append(Paragraph(kind, line[len(mark):].strip()))
                    break
            else:
                found.append(Paragraph("plain", line.strip()))
    return tuple(found)


def load(path: Path) -> Source:
    raw = tomllib.loads(path.read_text(encoding="utf8"))
    motto = raw.get("motto", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"])
    lines: dict[str, Any] = {key: tuple(raw.get(key, ())) for key in
             ("superior", "issuer", "addressees", "title", "recipients", "authority", "second_authority")}
    words: dict[str, Any] = {key: raw.get(key, "") for key in
             ("output", "number", "about", "urgency", "place_date", "type", "signer", "second_signer", "page_header", "page_footer")}
    return Source(motto=tuple(motto), size=raw.get("size", 13.5), body=blocks(raw["body"]), **lines, **words)


def sources(ending: str) -> list[Source]:
    """All sources whose output has this ending, in the order of their names."""
    return [source for source in map(load, sorted(HERE.glob("*.toml"))) if source.output.endswith(ending)]
