"""A page of a PDF as a picture: as displayed, in a process of its own that a hostile file may bring down."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from extractor.errors import ReadError
from extractor.parse.pdf_picture import draw_page

PLAN = next((Path(__file__).parents[2] / "corpus" / "dev").glob("v01*.pdf")).read_bytes()


def test_a_page_is_drawn_in_its_proportions_and_at_the_dots_asked_for() -> None:
    with Image.open(io.BytesIO(draw_page(PLAN, "plan.pdf", 1, 72))) as small, Image.open(io.BytesIO(draw_page(PLAN, "plan.pdf", 1, 144))) as large:
        assert large.width == pytest.approx(2 * small.width, abs=2)
        assert small.height / small.width == pytest.approx(842 / 595, abs=0.01)


def test_what_cannot_be_drawn_is_an_error_for_people() -> None:
    for data, number in ((b"not a PDF", 1), (PLAN, 99), (PLAN[:400], 1)):
        with pytest.raises(ReadError, match="cannot be drawn"):
            draw_page(data, "plan.pdf", number, 72)


def test_a_folder_named_like_the_package_is_not_taken_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "extractor").mkdir()
    (tmp_path / "extractor" / "__init__.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert draw_page(PLAN, "plan.pdf", 1, 36)
