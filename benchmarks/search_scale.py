"""How long a search takes in a large archive: a synthetic archive in, milliseconds out, for typical searches in the
store alone (hits, snippets, records), their facets, and the whole page as the site answers it. Milliseconds are
of the processor (all threads of this process), so that other work on the machine does not count.

The documents are made of sentences of corpus/dev, each with a number, an issuer, people, figures and citations of
its own, so that words are as common as they are in real documents: some stand in every document, some in one. Filled
by plain SQL; what is timed is the first answer after opening (the facets of a site are kept until the archive
changes) and the middle one of the next. Nothing here is a test: figures depend on the machine.

    python benchmarks/search_scale.py [--documents 100000] [--archive FILE]

A FILE that is there already is asked as it is."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor.language import segment_query  # noqa: E402 - the checkout this file stands in, installed or not
from extractor.rules import load_rules  # noqa: E402
from extractor.store import Archive, ExtractionRun, Filters  # noqa: E402
from extractor.store.facets import facets_of  # noqa: E402
from extractor.store.index import add_to_index  # noqa: E402

SENTENCES = 14  # of a document: some 1,800 characters
FIGURES, PEOPLE, CITATIONS = 5, 4, 3
ROUNDS = 5
SEARCHES: tuple[tuple[str, dict[str, str]], ...] = (
    ("everything, newest first", {}),
    ("a word of most documents", {"q": "bầu cử"}),
    ("the same without accents", {"q": "bau cu"}),
    ("two words with accents", {"q": "đại biểu Quốc hội"}),
    ("the same without accents", {"q": "dai bieu quoc hoi"}),
    ("four common words", {"q": "cử tri ủy ban nhân dân tỉnh kết quả"}),
    ("a single syllable", {"q": "và"}),
    ("a phrase in quotes", {"q": '"ủy ban bầu cử tỉnh"'}),
    ("a number of one document", {"q": "4710/BC-UBBC"}),
    ("a number cited by many", {"q": "17/2015/TT-BNV"}),
    ("a percentage", {"q": "99,60%"}),
    ("a year", {"q": "2021"}),
    ("a name", {"q": "Nguyễn Thị Bình"}),
    ("a name without accents", {"q": "nguyen thi binh"}),
    ("a word that is not there", {"q": "zzxqj"}),
    ("words and a type", {"q": "bầu cử", "type": "Báo cáo"}),
    ("words and an issuer", {"q": "bầu cử", "issuer": "Ủy ban bầu cử tỉnh Lạng Sơn"}),
    ("words and a year", {"q": "cử tri", "year": "2021"}),
    ("words and an area", {"q": "cử tri", "area": "Lạng Sơn"}),
    ("words and an indicator", {"q": "cử tri", "indicator": "turnout_rate"}),
    ("words and a person", {"q": "cử tri", "person": "Nguyễn Văn Hòa"}),
    ("an indicator and an area", {"indicator": "turnout_rate", "area": "Lạng Sơn"}),
    ("a type alone", {"type": "Kế hoạch"}),
    ("a year alone", {"year": "2019"}),
)  # fmt: skip
TYPES = (("Báo cáo", "BC"), ("Kế hoạch", "KH"), ("Quyết định", "QĐ"), ("Thông báo", "TB"), ("Nghị quyết", "NQ"), ("Công văn", None))
FAMILY_NAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Giàng Lò Quàng Hà".split()
MIDDLE_NAMES = "Văn Thị Minh Đức Thanh Ngọc Quang Hữu Xuân Thu".split()
GIVEN_NAMES = "Bình Hòa Hạnh Dũng Lan Mai Tuấn Hùng Hải Sơn Long Phương Thảo Trang Cường Thắng Nam Khánh Linh Yến Nhung Tâm Đạt Phúc".split()
INDICATORS = ("turnout_rate", "registered_voters", "voters_voted", "valid_ballots", "elected", "candidates", "polling_areas", "seats")


def sentences() -> list[str]:
    """What the documents of the corpus are made of, one line each, in an order that does not change."""
    with tempfile.TemporaryDirectory() as folder:
        from extractor.pipeline.ingest import ingest
        from extractor.pipeline.sources import find_sources

        path = Path(folder) / "corpus.db"
        with Archive(path) as archive:
            ingest(list(find_sources([ROOT / "corpus" / "dev"])), archive, load_rules(), jobs=1)
            texts = [str(row["text"]) for row in archive.rows("SELECT text FROM documents ORDER BY id")]
    return [line for text in texts for line in dict.fromkeys(text.splitlines()) if 40 < len(line) < 300]


def fill(path: Path, documents: int) -> None:
    """An archive of so many documents, indexed."""
    rules, lines, dice = load_rules(), sentences(), random.Random(1)
    run = ExtractionRun(rules.digest, "benchmark")
    with Archive(path) as archive:
        archive.add_reference(rules)
        archive.add([], run)
        areas = [(str(r["code"]), str(r["name"])) for r in archive.rows("SELECT code, name FROM areas WHERE level = 'province' ORDER BY id")]
    with Archive(path) as archive:
        db = archive._db  # the index is made by the store's own code
        connection: sqlite3.Connection = db.conn
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
        connection.execute("BEGIN")
        for number in range(documents):
            add_to_index(db, _put(connection, number, dice, lines, areas, run.id))
        connection.execute("COMMIT")


def _put(db: sqlite3.Connection, number: int, dice: random.Random, lines: list[str], areas: list[tuple[str, str]], run: str) -> str:
    identity = hashlib.sha256(str(number).encode()).hexdigest()
    (name, code), (area_code, area) = TYPES[number % len(TYPES)], dice.choice(areas)
    day = f"{2011 + number % 16}-{1 + dice.randrange(12):02}-{1 + dice.randrange(28):02}"
    issuer, said = f"Ủy ban bầu cử tỉnh {area}", f"{number % 9000}/{code or 'UBND'}-UBBC"
    title = f"{dice.choice(lines)[:90]} tỉnh {area}"
    people = [f"{dice.choice(FAMILY_NAMES)} {dice.choice(MIDDLE_NAMES)} {dice.choice(GIVEN_NAMES)}" for _ in range(PEOPLE)]
    acts = [f"{dice.randrange(1, 200)}/{dice.randrange(2010, 2020)}/TT-BNV" for _ in range(CITATIONS)]
    figures = [f"{dice.randrange(9000, 10000) / 100:.2f}".replace(".", ",") + "%" for _ in range(FIGURES)]
    text, places = "", {}
    for line in (said, title, *(dice.choice(lines) for _ in range(SENTENCES)), *acts, *people, *figures):
        places[line] = (len(text), len(text) + len(line))
        text += f"{line}\n"
    head = (identity, f"{number}.txt", text, "vi", "administrative", said, code, name, title, issuer, day, day, run)
    columns = "id, source, text, language, genre, number, type_code, type, title, issuer, issued_on, day, run_id"
    db.execute(f"INSERT INTO documents ({columns}) VALUES ({', '.join('?' * len(head))})", head)
    for n, figure in enumerate(figures):
        value, indicator = float(figure[:-1].replace(",", ".")), dice.choice(INDICATORS)
        _record(db, "statistics", f"{identity[:24]}s{n}", identity, places[figure], figure, run, indicator=indicator, printed=figure, value=value, area=area, area_code=area_code)
    for n, person in enumerate(people):
        _record(db, "participants", f"{identity[:24]}p{n}", identity, places[person], person, run, name=person)
    for n, act in enumerate(acts):
        _record(db, "citations", f"{identity[:24]}c{n}", identity, places[act], act, run, number=act, relation="mentions")
    return identity


def _record(db: sqlite3.Connection, table: str, id: str, document: str, place: tuple[int, int], quote: str, run: str, **values: object) -> None:
    row = {"id": id, "document_id": document, "char_start": place[0], "char_end": place[1], "quote": quote, "run_id": run, **values}
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _filters(asked: dict[str, str]) -> Filters:
    year = asked.get("year")
    since, until = (f"{year}-01-01", f"{year}-12-31") if year else (None, None)
    return Filters(since=since, until=until, **{name: value for name, value in asked.items() if name not in ("q", "year")})


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the first time, and of the middle one of the rounds after it."""
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        act()
        taken.append(1000 * (time.process_time() - began))
    return taken[0], statistics.median(taken[1:])


def measure(path: Path) -> None:
    from extractor.web.security import Guard
    from extractor.web.site import make_datasette

    segment_query("khởi động")
    datasette = make_datasette(path, Guard(hosts=("localhost",)))
    loop = asyncio.new_event_loop()
    loop.run_until_complete(datasette.invoke_startup())
    print(f"{'milliseconds: first / middle':34s} {'hits':>8s} {'store':>15s} {'facets':>15s} {'page':>15s}")
    with Archive(path, readonly=True) as archive:
        for label, asked in SEARCHES:
            query, filters = asked.get("q", ""), _filters(asked)
            address = f"/-/search?{urlencode(asked)}"
            page = _timed(lambda address=address: loop.run_until_complete(datasette.client.get(address)))  # type: ignore[misc]
            found = archive.search(query, filters, words=segment_query, limit=20)
            store = _timed(lambda q=query, f=filters: archive.search(q, f, words=segment_query, limit=20))  # type: ignore[misc]
            facets = _timed(lambda q=query, f=filters: facets_of(archive, q, f, words=segment_query))  # type: ignore[misc]
            hits = f"{'>' if found.total_is_least else ''}{found.total}"
            print(f"{label:34s} {hits:>8s} " + " ".join(f"{first:7.1f}/{middle:7.1f}" for first, middle in (store, facets, page)), flush=True)
    for database in datasette.databases.values():
        database.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    asked.add_argument("--documents", type=int, default=100_000)
    asked.add_argument("--archive", type=Path, help="where the archive is kept; made if it is not there")
    asked.add_argument("--only-make", action="store_true", help="make the archive, and ask nothing of it")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.archive or Path(folder) / "search.db"
        if not path.exists():
            began = time.perf_counter()
            fill(path, options.documents)
            print(f"{options.documents} documents, {path.stat().st_size / 1e6:.0f} MB, made in {time.perf_counter() - began:.0f} s")
        if not options.only_make:
            measure(path)


if __name__ == "__main__":
    main()
