"""The bytes of a PDF and the number of a page in, a picture of that page out (WebP): the page as displayed,
turned and cropped, so that the boxes of records lie on their words. A hostile file may bring a reader
down, so the page is drawn by a process of its own, with limits on its time and its memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from extractor.errors import ReadError

_SECONDS = 20
_MOST_PIXELS = 6_000_000
_MOST_BYTES = 1_500 * 2**20  # of memory


def draw_page(data: bytes, file: str, number: int, dots: int) -> bytes:
    """A page as WebP. number: from 1. dots: an inch. Raises ReadError where the page cannot be drawn."""
    # -P: a folder named like this package where the program runs must not be taken for it.
    command = [sys.executable, "-P", "-m", __name__, str(number), str(dots)]
    home = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        drawn = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False, env=home)
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"drawing the page took more than {_SECONDS} seconds", file=file, place=f"page {number}", remedy="open the original instead") from error
    if drawn.returncode or not drawn.stdout:
        raise ReadError("the page cannot be drawn", file=file, place=f"page {number}", remedy="open the original instead")
    return drawn.stdout


def _draw(data: bytes, number: int, dots: int) -> bytes:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    page = pdf[number - 1]
    width, height = page.get_size()
    scale = min(dots / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    out = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(out, "WEBP", quality=72, method=3)
    return out.getvalue()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])))
