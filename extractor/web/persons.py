"""A name, or a person that a reviewer put together, in; all that is read of them out: the documents that name them,
with roles and deeds, in groups of those said to be one person and those that nobody has told apart yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.store import Archive, Filters
from extractor.text import fold, lower, normalize
from extractor.web.cards import place_link

_MOST_SEARCHED = 500
_MOST_OF_ONE = 500
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One document that names the person: its head, the roles said there and the ways of taking part. shares: one
    of its roles is said elsewhere in the same words, which speaks for one person."""

    row: Row
    address: str
    roles: list[Row] = field(default_factory=list)
    kinds: list[Row] = field(default_factory=list)
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Appearances of one person; person_id None: of one name, not told apart yet. link: who joined them, when, why."""

    person_id: str | None
    appearances: tuple[Appearance, ...]
    link: Row | None = None


def names_like(archive: Archive, name: str) -> list[str]:
    """The names that are written otherwise and are the same: old and new tone marks, case."""
    wanted = lower(normalize(name))
    return [found for found in named(archive, name) if lower(normalize(found)) == wanted]


def named(archive: Archive, query: str) -> list[str]:
    """Names that hold the words, with or without diacritics: sought by the index, then looked at."""
    hits = archive.search("", Filters(person=query), limit=_MOST_SEARCHED).hits
    wanted = fold(normalize(query))
    found = {
        str(row["name"])
        for hit in hits
        for row in archive.rows("SELECT name FROM participants WHERE document_id = ? AND name IS NOT NULL", [hit.document_id])
        if wanted in fold(normalize(str(row["name"])))
    }
    return sorted(found)


def groups_of_names(archive: Archive, names: Sequence[str]) -> list[Group]:
    """Those of a name: each person that was put together, then the rest."""
    marks = ", ".join("?" * len(names))
    ids = [str(row["id"]) for row in archive.rows(f"SELECT id FROM participants WHERE name IN ({marks}) LIMIT {_MOST_OF_ONE}", list(names))]
    return _groups(archive, ids)


def groups_of_person(archive: Archive, person_id: str) -> list[Group]:
    """The one group of a person; none where there is no such person."""
    return _groups(archive, [str(row["participant_id"]) for row in archive.rows("SELECT participant_id FROM person_appearances WHERE person_id = ?", [person_id])])


def joined_names(archive: Archive, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Of each name how many persons were put together and of how many appearances."""
    wanted = set(names)
    found: dict[str, tuple[set[str], int]] = {}
    for row in archive.rows("SELECT name, person_id FROM person_appearances"):
        if row["name"] in wanted:
            persons, count = found.get(str(row["name"]), (set(), 0))
            found[str(row["name"])] = (persons | {str(row["person_id"])}, count + 1)
    return {name: (len(persons), count) for name, (persons, count) in found.items()}


def _groups(archive: Archive, ids: Sequence[str]) -> list[Group]:
    appearances = _appearances(archive, ids)
    links = {str(row["participant_id"]): row for row in archive.rows("SELECT * FROM person_appearances") if row["participant_id"] in appearances}
    by_person: dict[str | None, list[Appearance]] = {}
    for participant_id, appearance in appearances.items():
        link = links.get(participant_id)
        by_person.setdefault(str(link["person_id"]) if link else None, []).append(appearance)
    joined = [Group(person, tuple(mine), links[str(mine[0].row["id"])]) for person, mine in by_person.items() if person is not None]
    loose = by_person.get(None, [])
    return [*joined, *([Group(None, tuple(loose))] if loose else [])]


def _appearances(archive: Archive, ids: Sequence[str]) -> dict[str, Appearance]:
    """By participant, oldest document first, those without a day last."""
    marks = ", ".join("?" * len(ids))
    rows = archive.rows(
        f"""SELECT p.id, p.document_id, p.name, p.char_start, p.quote, p.honorific, p.certainty, d.day, d.title, d.number, d.type, d.genre, d.source
            FROM participants p JOIN documents d ON d.id = p.document_id WHERE p.id IN ({marks}) ORDER BY d.day IS NULL, d.day, d.id, p.char_start""",
        list(ids),
    )
    found = {str(row["id"]): Appearance(row, place_link(row["document_id"], row["char_start"], row["id"])) for row in rows}
    for table in ("roles", "participations"):
        for part in archive.rows(f"SELECT * FROM {table} WHERE participant_id IN ({marks}) ORDER BY participant_id, position", list(ids)):
            mine = found[str(part["participant_id"])]
            (mine.roles if table == "roles" else mine.kinds).append(part)
    said: dict[str, set[str]] = {}
    for participant_id, appearance in found.items():
        for role in appearance.roles:
            said.setdefault(_role(role), set()).add(participant_id)
    shared = {participant_id for together in said.values() if len(together) > 1 for participant_id in together}
    return {key: Appearance(a.row, a.address, a.roles, a.kinds, key in shared) for key, a in found.items()}


def _role(role: Row) -> str:
    return fold(normalize(f"{role['title'] or ''} {role['organization'] or ''}")).strip()
