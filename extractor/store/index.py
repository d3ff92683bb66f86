"""Rows of a document in, entries of the full-text index out. search_words holds, for each document, its
title, number, issuer, people and facts both folded ("dai bieu") and with accents ("đại biểu"), and its
text once folded (body) and once with accents (exact). What a search is narrowed by (type, year, area, indicator)
stands there too, as marks that no query can hold, so that words and marks are sought in one go; search_titles
holds titles and numbers alone, and search_facets what is counted beside a search. The words themselves are
not kept: an entry is
taken out again by the words that went in, made anew from the rows. Should those have changed since (a new
Unicode table, a new way to fold), the index is built afresh when the archive is next opened for writing."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex
from sqlite_utils import Database

from extractor.store.rows import Row
from extractor.text import fold, lower, normalize

WORD = regex.compile(r"[\p{L}\p{N}]+")
COMPOSITION = 2  # to be raised with every change of what words_of() or spoken() gives
_PROBE = "".join(chr(c) for c in range(0x20, 0x2FFF) if unicodedata.normalize("NFC", chr(c)) == chr(c)) + "hoà uỷ"
_FACTS = (
    ("citations", ("number", "title", "issuer")),
    ("events", ("name", "place")),
    ("statistics", ("indicator", "label", "area", "subject")),
)
_COLUMNS = ("title", "number", "issuer", "people", "facts", "body", "exact", "marks")
_TITLE_COLUMNS = ("title", "number", "marks")
_FACETS = """
INSERT OR IGNORE INTO search_facets (serial, facet, value)
SELECT :serial, 'type', type FROM documents WHERE id = :id AND type IS NOT NULL
UNION ALL SELECT :serial, 'genre', genre FROM documents WHERE id = :id AND type IS NULL AND genre IS NOT NULL
UNION ALL SELECT :serial, 'issuer', issuer FROM documents WHERE id = :id AND issuer IS NOT NULL
UNION ALL SELECT :serial, 'year', substr(day, 1, 4) FROM documents WHERE id = :id AND day IS NOT NULL
UNION ALL SELECT :serial, 'area', area FROM statistics WHERE document_id = :id AND area IS NOT NULL
UNION ALL SELECT :serial, 'indicator', indicator FROM statistics WHERE document_id = :id
UNION ALL SELECT :serial, 'person', name FROM participants WHERE document_id = :id AND name IS NOT NULL"""
_PEOPLE = (("participants", ("name", "group_name")), ("roles", ("title", "organization")))


def folded(text: str) -> str:
    """As long as `text`: lower case, one form of each spelling variant, no accents."""
    return fold(normalize(text))


def spoken(text: str) -> str:
    """As long as `text`: lower case, one form of each spelling variant, accents kept."""
    return lower(normalize(text))


def add_to_index(db: Database, document_id: str) -> None:
    """Enter a document that is not in the index."""
    document = _document(db, document_id)
    db.conn.execute("INSERT OR IGNORE INTO search_documents (document_id) VALUES (?)", [document_id])
    db.conn.execute(
        "UPDATE search_documents SET day = ?, type_code = ?, type = ?, genre = ?, issuer_words = ? WHERE document_id = ?",
        [document["day"], document["type_code"], document["type"], document["genre"], in_blanks(_both((_issuer(document),))), document_id],
    )
    serial = _serial(db, document_id)
    _put(db, "rowid, ", (), serial, words_of(db, document))
    db.conn.execute(_FACETS, {"serial": serial, "id": document_id})


def take_from_index(db: Database, document_id: str) -> None:
    """Take a document's words out; to be called before any of its rows change."""
    serial = _serial(db, document_id)
    _put(db, "{table}, rowid, ", ("delete",), serial, words_of(db, _document(db, document_id)))
    db.conn.execute("DELETE FROM search_facets WHERE serial = ?", [serial])


def index_is_current(db: Database) -> bool:
    found = db.execute("SELECT value FROM search_settings WHERE name = 'composition'").fetchone()
    return found is not None and found[0] == _composition()


def rebuild_index(db: Database) -> None:
    """Build the index afresh from the rows. To be called within a transaction."""
    for table in ("search_words", "search_titles"):
        db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    db.conn.execute("DELETE FROM search_facets")
    for (document_id,) in db.execute("SELECT id FROM documents ORDER BY rowid").fetchall():
        add_to_index(db, document_id)
    db.conn.execute("INSERT OR REPLACE INTO search_settings (name, value) VALUES ('composition', ?)", [_composition()])


def words_of(db: Database, document: Mapping[str, str | None]) -> list[str]:
    """What is searched of a document, in the order of the columns of search_words."""
    text = document["text"] or ""
    heads = (document["title"], document["number"], _issuer(document))
    return [
        *(_both((head or "",)) for head in heads),
        _both(_values(db, str(document["id"]), _PEOPLE)),
        _both(_values(db, str(document["id"]), _FACTS)),
        folded(text),
        spoken(text),
        " ".join(_marks_of(db, document)),
    ]


def mark(kind: str, *values: object) -> str:
    """The word under which a value is sought: mark("year", 2021), mark("figure", "turnout_rate", "Hải Phòng")."""
    said = "\n".join(lower(normalize(str(value))) for value in values)
    return f"{kind}{hashlib.blake2s(said.encode(), digest_size=8).hexdigest()}"


def _marks_of(db: Database, document: Mapping[str, str | None]) -> Iterator[str]:
    kinds = (("genre", document["genre"]), ("type", document["type"]), ("type", document["type_code"]), ("year", (document["day"] or "")[:4]))
    yield from dict.fromkeys(mark(kind, value) for kind, value in kinds if value)
    figures = db.conn.execute("SELECT DISTINCT indicator, area, area_code FROM statistics WHERE document_id = ?", [document["id"]]).fetchall()
    areas = [(indicator, area) for indicator, name, code in figures for area in (name, code) if area]
    yield from dict.fromkeys(mark("indicator", indicator) for indicator, _, _ in figures)
    yield from dict.fromkeys(mark("area", area) for _, area in areas)
    yield from dict.fromkeys(mark("figure", *pair) for pair in areas)


def _put(db: Database, into: str, values: tuple[str, ...], serial: int, words: Sequence[str]) -> None:
    said = dict(zip(_COLUMNS, words, strict=True))
    for table, columns in (("search_words", _COLUMNS), ("search_titles", _TITLE_COLUMNS)):
        places = ", ".join("?" * (len(values) + 1 + len(columns)))
        db.conn.execute(f"INSERT INTO {table} ({into.format(table=table)}{', '.join(columns)}) VALUES ({places})", [*values, serial, *(said[c] for c in columns)])


def record_words(family: str, row: Row) -> str:
    """What a record says that its stretch of the text need not say in these words."""
    columns = next((columns for name, columns in (*_FACTS, *_PEOPLE) if name == family), ())
    return " ".join(str(row[column]).replace("_", " ") for column in columns if row[column])


def in_blanks(text: str) -> str:
    """The words of a text, a blank before and behind each, so that " uy ban " is sought as a part of it."""
    return f" {' '.join(WORD.findall(text))} "


def _issuer(document: Mapping[str, str | None]) -> str:
    return " ".join(filter(None, (document["superior"], document["issuer"])))


def _values(db: Database, document_id: str, tables: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    values: list[str] = []
    for table, columns in tables:
        rows = db.conn.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE document_id = ? ORDER BY char_start, id", [document_id])
        values += [value.replace("_", " ") for row in rows for value in row if value]
    return list(dict.fromkeys(values))


def _both(values: Iterable[str]) -> str:
    joined = "\n".join(values)
    plain, accented = folded(joined), spoken(joined)
    return plain if plain == accented else f"{plain}\n{accented}"


def _document(db: Database, document_id: str) -> dict[str, str | None]:
    columns = ("id", "title", "number", "issuer", "superior", "day", "type_code", "type", "genre", "text")
    row = db.conn.execute(f"SELECT {', '.join(columns)} FROM documents WHERE id = ?", [document_id]).fetchone()
    return dict(zip(columns, row, strict=True))


def _serial(db: Database, document_id: str) -> int:
    return int(db.conn.execute("SELECT serial FROM search_documents WHERE document_id = ?", [document_id]).fetchone()[0])


def _composition() -> str:
    return hashlib.sha256(f"{COMPOSITION}\n{folded(_PROBE)}\n{spoken(_PROBE)}".encode()).hexdigest()
