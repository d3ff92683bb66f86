"""Records in, those that most want a person's eye out: what the rules repaired, reckoned roughly or inferred,
or gave little confidence, the least certain first, without those that a person looked at; and the log of what
reviewers did, with its chain verified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import Request
from markupsafe import Markup

from extractor.store import Archive
from extractor.web.cards import FAMILIES, Card, card, place_link
from extractor.web.log_words import act_of, said
from extractor.web.marking import snippet
from extractor.web.visit import Visit

if TYPE_CHECKING:
    from datasette.app import Datasette

_PER_PAGE = 40
_LOGGED = 100
_AROUND = 120  # characters shown before and behind the words of a record
_REVIEWED = tuple(family for family in FAMILIES if family not in ("findings", "problems"))
_DOUBTFUL = ("repaired", "approximate", "inferred")
_SURE = 0.9
Row = Mapping[str, Any]


async def review_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    family = visit.arg("family") if visit.arg("family") in _REVIEWED else ""
    number = max(1, visit.number("page", 1, 100_000))

    def ask(archive: Archive) -> tuple[dict[str, int], list[tuple[str, Row]], dict[str, str]]:
        names = dict(_labels(archive, visit.words.language))
        counts = {name: int(next(archive.rows(f"SELECT count(*) AS n FROM {name} WHERE {_condition()}"))["n"] or 0) for name in _REVIEWED}
        wanted = [family] if family else [name for name in _REVIEWED if counts[name]]
        return counts, _queue(archive, wanted, (number - 1) * _PER_PAGE), names

    counts, queue, names = await visit.read(ask, remember=("review", family, number, visit.words.language))
    cards: list[tuple[Card, Row]] = [(card(name, row, visit.words, names), row) for name, row in queue[:_PER_PAGE]]
    return await visit.page("review", cards=cards, counts={k: v for k, v in counts.items() if v}, family=family, number=number, more=len(queue) > _PER_PAGE, around=_around)


def _around(row: Row) -> Markup:
    """The words of a record in their surroundings; nothing for one without a place."""
    if row["char_start"] is None:
        return Markup("")
    return snippet(str(row["around"] or ""), max(row["char_start"] - _AROUND, 0), [(row["char_start"], row["char_end"])])


def _condition() -> str:
    return f"(certainty IN {_DOUBTFUL!r} OR confidence < {_SURE}) AND id NOT IN (SELECT record_id FROM reviews)"


def _queue(archive: Archive, families: list[str], offset: int) -> list[tuple[str, Row]]:
    """One page of the queue and one more. Confidence first where there is any, then the kind of doubt."""
    if not families:
        return []
    rank = f"CASE certainty {' '.join(f'WHEN {name!r} THEN {i}' for i, name in enumerate(_DOUBTFUL))} ELSE 9 END"
    parts = [f"SELECT '{name}' AS family, id, document_id, char_start, coalesce(confidence, 1.0) AS sure, {rank} AS doubt FROM {name} WHERE {_condition()}" for name in families]
    listed = archive.rows(f"{' UNION ALL '.join(parts)} ORDER BY sure, doubt, document_id, char_start, id LIMIT {_PER_PAGE + 1} OFFSET ?", [offset])
    found: list[tuple[str, Row]] = []
    for entry in list(listed):
        sql = f"""SELECT r.*, d.title AS of_title, d.number AS of_number, d.source AS of_source,
                    substr(d.text, max(r.char_start - {_AROUND}, 0) + 1, r.char_end - max(r.char_start - {_AROUND}, 0) + {_AROUND}) AS around
                  FROM {entry['family']} r JOIN documents d ON d.id = r.document_id WHERE r.id = ?"""
        found += [(str(entry["family"]), row) for row in archive.rows(sql, [entry["id"]])]
    return found


def _labels(archive: Archive, language: str) -> list[tuple[str, str]]:
    column = "name_en" if language == "en" else "label"
    return [(str(row["id"]), str(row[column] or row["id"])) for row in archive.rows("SELECT * FROM indicators")]


async def log_page(request: Request, datasette: Datasette) -> Response:
    """What reviewers did, newest first, and whether the logs are whole."""
    visit = Visit.of(request, datasette)
    number = max(1, visit.number("page", 1, 100_000))

    def ask(archive: Archive) -> tuple[list[Row], dict[str, tuple[int, str]], tuple[str, ...]]:
        sql = """SELECT c.*, d.title AS of_title, d.number AS of_number, d.source AS of_source FROM corrections c JOIN documents d ON d.id = c.document_id
                 ORDER BY c.entry_no DESC LIMIT ? OFFSET ?"""
        return list(archive.rows(sql, [_LOGGED + 1, (number - 1) * _LOGGED])), archive.log_heads(), archive.check_logs()

    entries, heads, faults = await visit.read(ask, remember=("log", number))
    return await visit.page(
        "log", entries=entries[:_LOGGED], more=len(entries) > _LOGGED, number=number, heads=heads, faults=faults, place=place_link, act=act_of, said=said
    )
