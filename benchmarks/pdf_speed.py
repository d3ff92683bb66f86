"""How fast digital PDFs are read: files in, pages a second out (one process, its own processor time). Ours is
the whole reading - text, a box for every character, columns, paragraphs, tables, the judgement of the
layer - without recognition. Beside it, in the same run and over the same bytes, what a reader may compare it
with: pdfplumber's extract_text, page by page, and the bare text pypdfium2 hands out, which no reading can
beat. Nothing here is a test: figures depend on the machine.

    python benchmarks/pdf_speed.py [FILE_OR_FOLDER ...] [--runs 3] [--files] [--profile]"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor.model import Source  # noqa: E402 - the checkout this file stands in, installed or not
from extractor.parse.pdf import parse_pdf  # noqa: E402


@dataclass(frozen=True, slots=True)
class File:
    """One PDF. pages: how many; digital: True where every page has a text layer that is believed."""

    path: Path
    data: bytes
    pages: int
    digital: bool


@dataclass(frozen=True, slots=True)
class Speed:
    """What one contender did: pages in so many seconds."""

    name: str
    pages: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def main() -> None:
    options = argparse.ArgumentParser(description="Speed of reading digital PDFs beside pdfplumber.")
    options.add_argument("paths", nargs="*", type=Path, default=[ROOT / "corpus" / "dev"], help="PDF files, or folders of them")
    options.add_argument("--runs", type=int, default=3, help="how often each file is read; the fastest run counts")
    options.add_argument("--files", action="store_true", help="show each file on a line of its own")
    options.add_argument("--profile", action="store_true", help="show where the time goes")
    asked = options.parse_args()

    files = [file for file in map(opened, pdfs(asked.paths)) if file.digital]  # which also warms up what loads at first use
    if not files:
        raise SystemExit("no digital PDF there: name files or folders that hold some")
    with_text(files[0])
    pages = sum(file.pages for file in files)
    print(f"{len(files)} digital PDFs, {pages} pages\n")
    contenders: dict[str, Callable[[File], object]] = {"vanban": ours, "pdfplumber extract_text": with_text, "pypdfium2, bare text": bare}
    best = {name: [fastest(work, file, asked.runs) for file in files] for name, work in contenders.items()}
    if asked.files:
        for index, file in enumerate(files):
            rates = "".join(f"{file.pages / seconds[index]:10.1f}" for seconds in best.values())
            print(f"{rates}  {file.path.name}")
        print()
    report([Speed(name, pages, sum(seconds)) for name, seconds in best.items()])
    if asked.profile:
        profile(files)


def pdfs(paths: Sequence[Path]) -> list[Path]:
    return [found for path in paths for found in ([path] if path.is_file() else sorted(path.rglob("*.pdf")))]


def opened(path: Path) -> File:
    data = path.read_bytes()
    document = parse_pdf(data, Source(str(path)))
    return File(path, data, len(document.pages), all(page.layer == "text" for page in document.pages))


def ours(file: File) -> object:
    return parse_pdf(file.data, Source(str(file.path)))


def with_text(file: File) -> object:
    texts = []
    with pdfplumber.open(BytesIO(file.data)) as pdf:
        for page in pdf.pages:
            texts.append(page.extract_text())
            page.close()
    return texts


def bare(file: File) -> object:
    pdf = pypdfium2.PdfDocument(file.data)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    return texts


def fastest(work: Callable[[File], object], file: File, runs: int) -> float:
    """Seconds of processor time: other work on the machine does not count."""
    seconds = []
    for _ in range(max(1, runs)):
        began = time.process_time()
        work(file)
        seconds.append(time.process_time() - began)
    return min(seconds)


def report(speeds: Sequence[Speed]) -> None:
    ours = speeds[0].rate
    print(f"{'':28}{'pages':>8}{'seconds':>10}{'pages/s':>10}{'vanban is':>16}")
    for speed in speeds:
        print(f"{speed.name:28}{speed.pages:8}{speed.seconds:10.2f}{speed.rate:10.1f}{ours / speed.rate:12.2f} x as fast")


def profile(files: Sequence[File]) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    for file in files:
        ours(file)
    profiler.disable()
    print("\nby own time:")
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
