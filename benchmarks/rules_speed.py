"""How fast the rules are: documents of the corpus in, MB/s out (10^6 bytes of UTF-8 text a second of the processor, one core,
everything loaded, the collector set as in a worker of the program). "The rules alone" is every pattern and every
word list over the text; outline, records and audit are timed apart: parsing is done before, and no model
runs. Beside it, in the same run, what a reader may compare it with: five bare patterns, underthesea's word
splitter, dateparser where it is installed. Nothing here is a test: figures depend on the machine.

    python benchmarks/rules_speed.py [--megabytes 4] [--profile]"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor.annotate import Annotator  # noqa: E402 - the checkout this file stands in, installed or not
from extractor.extract import assemble  # noqa: E402
from extractor.model import Document, Source  # noqa: E402
from extractor.parse import parse  # noqa: E402
from extractor.reading import read  # noqa: E402
from extractor.rules import load_rules  # noqa: E402
from extractor.structure import read_structure  # noqa: E402

BARE_PATTERNS = {
    "number": r"\b\d{1,5}(?:/\d{4})?/[A-ZĐ]{1,6}(?:-[A-ZĐ]{1,10}){0,3}\b",
    "date": r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\bngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}",
    "share": r"\d{1,3}(?:[.,]\d+)?\s*%",
    "person": r"\b(?:ông|bà|đồng chí)\s+\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+){1,4}",
    "deadline": r"\b(?:trước|chậm nhất|muộn nhất|đến hết)\s+ngày\s+\d{1,2}",
}


@dataclass(frozen=True, slots=True)
class Speed:
    """What one contender did: bytes of text in so many seconds."""

    name: str
    size: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.size / 1e6 / self.seconds


def main() -> None:
    options = argparse.ArgumentParser(description="Speed of the rules beside its peers.")
    options.add_argument("--megabytes", type=float, default=4.0, help="how much text to run over")
    options.add_argument("--profile", action="store_true", help="show where the time goes")
    asked = options.parse_args()

    originals = corpus_documents()
    documents = repeated(originals, asked.megabytes * 1e6)
    print(f"{len(originals)} documents of the corpus, {size(documents) / 1e6:.1f} MB in {len(documents)} runs\n")
    rules = load_rules()
    annotator = Annotator(rules)

    def whole(document: Document) -> None:
        assemble(read(document, annotator))

    for document in originals:  # what is built at first use is not what is measured
        whole(document)
    quiet_collector()
    speeds = [timed("the rules alone", documents, annotator.annotate)]
    speeds += stages(documents, annotator)
    speeds.append(timed("all of it together", documents, whole))
    speeds += peers(documents)
    report(speeds)
    one = [joined(documents, 1e6)]
    for name, work in (("the rules alone", annotator.annotate), ("all of it together", whole)):
        print(f"one document of {size(one) / 1e6:.1f} MB, {name}: {timed('', one, work).rate:.3f} MB/s (much less than above would mean that time does not grow evenly)")
    if asked.profile:
        profile(originals, whole)


def quiet_collector() -> None:
    """What a worker of the program sets before its first document (extractor/pipeline/workers.py)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def corpus_documents() -> list[Document]:
    files = sorted(path for path in (ROOT / "corpus" / "dev").glob("*") if path.suffix in (".html", ".txt", ".docx", ".pdf"))
    return [parse(path.read_bytes(), Source(str(path))) for path in files]


def size(documents: Sequence[Document]) -> int:
    return sum(len(document.text.encode()) for document in documents)


def repeated(documents: Sequence[Document], wanted: float) -> list[Document]:
    return list(documents) * max(1, round(wanted / size(documents)))


def joined(documents: Sequence[Document], wanted: float) -> Document:
    """One long plain text of so many bytes."""
    pieces: list[str] = []
    length = 0
    for document in documents:
        pieces.append(document.text)
        length += len(document.text.encode()) + 2
        if length >= wanted:
            break
    return parse("\n\n".join(pieces).encode(), Source("joined.txt"))


def timed(name: str, documents: Sequence[Document], work: Callable[[Document], object]) -> Speed:
    began = time.process_time()  # of the processor: what else the machine does is not measured
    for document in documents:
        work(document)
    return Speed(name, size(documents), time.process_time() - began)


def stages(documents: Sequence[Document], annotator: Annotator) -> list[Speed]:
    """What follows the rules, on a quarter of the text."""
    some = documents[: max(1, len(documents) // 4)]
    annotated = [annotator.annotate(document) for document in some]
    outlines = iter(zip(some, annotated, strict=True))
    readings = iter([read(document, annotator) for document in some])
    return [
        timed("outline", some, lambda _: read_structure(*next(outlines), annotator.rules)),
        timed("records and audit", some, lambda _: assemble(next(readings))),
    ]


def peers(documents: Sequence[Document]) -> list[Speed]:
    patterns = [regex.compile(pattern) for pattern in BARE_PATTERNS.values()]
    found = [timed("five bare regex patterns", documents, lambda d: [sum(1 for _ in p.finditer(d.text)) for p in patterns])]
    sample = documents[: max(1, len(documents) // 20)]
    try:
        from underthesea import word_tokenize
    except ImportError:
        print("underthesea is not installed: left out")
    else:
        word_tokenize("khởi động")
        found.append(timed("underthesea.word_tokenize", sample, lambda d: [word_tokenize(line) for line in d.text.split("\n") if line.strip()]))
    try:
        from dateparser.search import search_dates
    except ImportError:
        print("dateparser is not installed: left out")
    else:
        search_dates("ngày 5 tháng 3 năm 2021", languages=["vi"])
        found.append(timed("dateparser.search_dates", sample[:3], lambda d: search_dates(d.text, languages=["vi"])))
    return found


def report(speeds: Sequence[Speed]) -> None:
    ours = speeds[0].rate
    print(f"{'':28}{'MB':>8}{'seconds':>10}{'MB/s':>9}{'the rules are':>20}")
    for speed in speeds:
        print(f"{speed.name:28}{speed.size / 1e6:8.2f}{speed.seconds:10.2f}{speed.rate:9.3f}{ours / speed.rate:12.3f} x as fast")


def profile(documents: Sequence[Document], work: Callable[[Document], object]) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    for document in documents:
        work(document)
    profiler.disable()
    print("\nby own time:")
    pstats.Stats(profiler).sort_stats("tottime").print_stats(15)
    print("by time with all they call:")
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
