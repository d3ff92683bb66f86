"""How the audit over documents grows: synthetic archives in, seconds, documents a second and peak memory out, for a
tenth, a third and all of 100,000 documents with 20 statistics and 3 citations each. One figure in a thousand is
misprinted, so that there is something to find. The archive is filled by plain SQL: what is timed is the audit, from
the open file to the stored findings. Each size runs in a process of its own, so that its memory is its own.
Nothing here is a test: figures depend on the machine.

    python benchmarks/audit_scale.py [--documents 100000] [--folder DIR]"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor.crosscheck import audit_archive  # noqa: E402 - the checkout this file stands in, installed or not
from extractor.rules import load_rules  # noqa: E402
from extractor.store import Archive, ExtractionRun  # noqa: E402

FIGURES = 20
INDICATORS = ("registered_voters", "voters_voted", "ballots_returned", "valid_ballots", "seats", "candidates", "elected", "polling_areas", "women", "young")
PERIODS = ("2016-05-22", "2021-05-23", "2026-03-15")
ISSUERS = ("Bộ Tài chính", "Bộ trưởng Bộ Tài chính")
ACTS = tuple(f"{number:02}/{year}/TT-BTC" for year in range(2010, 2021) for number in range(1, 200))


def fill(path: Path, documents: int) -> None:
    """An archive of so many documents, each reporting ten indicators of an area for two elections."""
    rules = load_rules()
    run = ExtractionRun(rules.digest, "benchmark")
    with Archive(path) as archive:
        archive.add_reference(rules)
        archive.add([], run)
        areas = [(str(r["code"]), str(r["name"]), str(r["level"])) for r in archive.rows("SELECT code, name, level FROM areas WHERE level IN ('province', 'commune') ORDER BY id")]
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN")
    dice = random.Random(1)
    for number in range(documents):
        identity, text, figures, citations = _document(number, dice, areas)
        day = f"20{16 + number % 10:02}-{1 + number % 12:02}-{1 + number % 28:02}"
        head = (identity, f"{number}.txt", text, "administrative", f"{number % 900}/BC-UBBC", day, day, run.id)
        db.execute("INSERT INTO documents (id, source, text, genre, number, issued_on, day, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", head)
        db.executemany(
            "INSERT INTO statistics (id, document_id, char_start, char_end, quote, certainty, run_id, indicator, printed, value, decimals, unit, qualifier,"
            " area, area_code, level, period) VALUES (?, ?, ?, ?, ?, 'stated', ?, ?, ?, ?, 0, 'person', 'exact', ?, ?, ?, ?)",
            [(f"{identity[:24]}s{n}", identity, start, end, text[start:end], run.id, *said) for n, (start, end, *said) in enumerate(figures)],
        )
        db.executemany(
            "INSERT INTO citations (id, document_id, char_start, char_end, quote, run_id, number, printed, year, notation, issued_on, issuer, relation)"
            " VALUES (?, ?, 0, 1, ?, ?, ?, ?, ?, ?, ?, ?, 'based_on')",
            [
                (f"{identity[:24]}c{n}", identity, text[:1], run.id, act, act, int(act.split("/")[1]), "TT-BTC", issued, ISSUERS[number % 2])
                for n, (act, issued) in enumerate(citations)
            ],
        )
    db.execute("COMMIT")
    db.close()


def _document(number: int, dice: random.Random, areas: list[tuple[str, str, str]]) -> tuple[str, str, list[tuple[object, ...]], list[tuple[str, str]]]:
    code, name, level = areas[number // 4 % len(areas)]  # four documents speak of each area
    text, figures = "", []
    for indicator, period in _things(number):
        value = int(hashlib.blake2s(f"{indicator}{code}{level}{period}".encode(), digest_size=2).hexdigest(), 16) + 100
        value += dice.random() < 0.001
        printed = f"{value:,}".replace(",", ".")
        figures.append((len(text), len(text) + len(printed), indicator, printed, value, name, code, level, period))
        text += printed + "\n"
    acts = [ACTS[dice.randrange(len(ACTS))] for _ in range(3)]
    cited = [(act, f"{act.split('/')[1]}-05-{1 + int(act[:2]) % 28:02}" if dice.random() > 0.001 else f"{act.split('/')[1]}-06-30") for act in dict.fromkeys(acts)]
    return hashlib.sha256(str(number).encode()).hexdigest(), text, figures, cited


def _things(number: int) -> Iterator[tuple[str, str]]:
    for turn in range(FIGURES):
        yield INDICATORS[turn % len(INDICATORS)], PERIODS[(number // 40_000 + turn // len(INDICATORS)) % len(PERIODS)]


def measure(path: Path) -> dict[str, float]:
    """Audit an archive and say what it took; memory is the peak of this process, in MB."""
    rules = load_rules()
    before = _peak()
    with Archive(path) as archive:
        started = time.perf_counter()
        found = audit_archive(archive, rules)
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "found": found, "before": before, "peak": _peak()}


def _peak() -> float:
    """Peak memory of this process in MB. Linux hands ru_maxrss on to a child, so its own account is asked first."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        print(f"{'documents':>10} {'statistics':>11} {'seconds':>8} {'docs/s':>8} {'findings':>9} {'peak MB':>8} {'of it rules':>11}")
        for size in (options.documents // 10, options.documents // 3, options.documents):
            path = Path(folder) / f"{size}.db"
            fill(path, size)
            said = json.loads(subprocess.run([sys.executable, __file__, "--measure", str(path)], check=True, capture_output=True, text=True).stdout)
            rate = size / said["seconds"]
            print(f"{size:>10,} {size * FIGURES:>11,} {said['seconds']:>8.1f} {rate:>8,.0f} {said['found']:>9,} {said['peak']:>8.0f} {said['before']:>11.0f}", flush=True)
            for file in path.parent.glob(path.name + "*"):
                file.unlink()


if __name__ == "__main__":
    main()
