"""What a person is shown of a document, and where in its source a stretch of the text stands."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import VanbanError

CORPUS = Path(__file__).parents[1] / "corpus" / "dev"
PDF = CORPUS / "v04-cong-van-so-noi-vu-phu-tho.pdf"
HTML = CORPUS / "n03-phu-tho-cu-tri-theo-huyen.html"


def vanban(*words: str | Path) -> str:
    done = CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "80"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_a_file_is_shown_with_its_header_and_its_records() -> None:
    shown = vanban("show", PDF)
    assert "1268/SNV-XDCQ" in shown and "deadlines" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_a_stretch_of_a_pdf_is_boxed_on_a_picture_of_its_page(tmp_path: Path) -> None:
    found = json.loads(vanban("show", PDF, "--json"))
    span = found["deadlines"][0]["span"]
    target = tmp_path / "page.png"
    shown = vanban("show", PDF, "--at", f"{span['start']}:{span['end']}", "--picture", target)
    assert span["quote"] in " ".join(shown.split()) and "page 1" in shown
    image = Image.open(io.BytesIO(target.read_bytes())).convert("RGB")
    _, x0, top, _, bottom = span["boxes"][0]
    page = found["pages"][0]
    column = round(x0 * image.width / page["width"]) - 2
    row = round((top + bottom) / 2 * image.height / page["height"])
    assert image.getpixel((column, row)) == (200, 30, 30)


def test_a_stretch_of_a_page_of_html_is_given_by_line_and_column() -> None:
    found = json.loads(vanban("show", HTML, "--json"))
    span = next(s["span"] for s in found["statistics"])
    shown = vanban("show", HTML, "--at", f"{span['start']}:{span['start'] + 1}")
    assert f"line {span['line']}, column {span['column']}" in shown
    source = HTML.read_text(encoding="utf-8").splitlines()
    assert source[span["line"] - 1][span["column"] - 1] == found["text"][span["start"]]


@pytest.mark.parametrize("at", ["5", "9:3", "0:99999999", "a:b"])
def test_a_stretch_that_is_none_is_refused_in_plain_words(at: str) -> None:
    with pytest.raises(VanbanError, match="START:END"):
        vanban("show", PDF, "--at", at)
