"""Two outputs over the same documents in, what the newer gained, lost and changed out. A record is the same
where family, place and what it names are the same; where only other attributes differ it has changed.
Documents are known by their bytes (id), or by file name where one output has no id for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extractor.evaluate.gold import FAMILIES
from extractor.evaluate.outputs import Found, Output

_HOW_NOT_WHAT = {"rule", "certainty", "confidence", "resolved_to", "refers_to", "places", "mentions"}
_NAMES = {
    "citations": ("number", "issued_on"), "dates": ("earliest", "latest", "time"), "deadlines": ("responsible", "latest", "depends_on"),
    "participants": ("name", "group_name"), "events": ("kind", "earliest", "latest"), "statistics": ("indicator", "value"),
    "findings": ("check_id", "expected", "actual"), "document": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One record that only one of two outputs has, or that both have differently. what: for a change,
    attribute -> (before, after)."""

    source: str
    family: str
    change: Literal["gained", "lost", "changed"]
    quote: str
    names: tuple[str, ...]
    what: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """changes: document by document, family by family. unmatched: documents only one output has."""

    changes: tuple[Change, ...]
    unmatched: tuple[str, ...]

    def count(self, change: str, family: str | None = None) -> int:
        return sum(c.change == change and family in (None, c.family) for c in self.changes)


def diff(old: Iterable[Output], new: Iterable[Output]) -> Changes:
    """What `new` says that `old` did not, and the other way round."""
    before = list(old)
    known = {output.id: output for output in before if output.id} | {output.name: output for output in before}
    changes: list[Change] = []
    unmatched: list[str] = []
    seen: set[str] = set()
    for output in new:
        earlier = known.get(output.id or "") or known.get(output.name)
        if earlier is None:
            unmatched.append(output.name)
            continue
        seen.add(earlier.name)
        changes.extend(_between(earlier, output))
    unmatched += [output.name for output in before if output.name not in seen]
    return Changes(tuple(changes), tuple(unmatched))


def _between(old: Output, new: Output) -> Iterator[Change]:
    yield from _header_changes(old, new)
    for family in FAMILIES:
        before, after = _by_place(old.rows[family]), _by_place(new.rows[family])
        for key, row in after.items():
            if key not in before:
                yield _change(new, family, "gained", row)
            elif what := _differences(before[key].values, row.values):
                yield _change(new, family, "changed", row, what)
        for key, row in before.items():
            if key not in after:
                yield _change(new, family, "lost", row)


def _header_changes(old: Output, new: Output) -> Iterator[Change]:
    about_the_run = {"id", "source", "sources", "parser", "evidence", "captured_at"}
    before, after = ({k: v for k, v in output.document.items() if k not in about_the_run} for output in (old, new))
    for field, (was, now) in _differences(before, after).items():
        nothing: tuple[object, ...] = (None, "", [])
        change: Literal["gained", "lost", "changed"] = "gained" if was in nothing else "lost" if now in nothing else "changed"
        yield Change(new.name, "document", change, str(was if now in nothing else now), (field,), {field: (was, now)})


def _by_place(rows: Iterable[Found]) -> dict[tuple[object, ...], Found]:
    """Rows by place and by what they name; the few that share both are told apart by their order."""
    placed: dict[tuple[object, ...], Found] = {}
    for row in rows:
        key: tuple[object, ...] = (row.start, row.end, *(repr(row.values.get(name)) for name in _NAMES[row.family]))
        twin = 0
        while (*key, twin) in placed:
            twin += 1
        placed[(*key, twin)] = row
    return placed


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = sorted((set(before) | set(after)) - _HOW_NOT_WHAT)
    pairs = {name: (_said(before.get(name)), _said(after.get(name))) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _said(value: Any) -> Any:
    """A value without the places inside it: those of roles may move while the roles stay."""
    if isinstance(value, list):
        return [{k: v for k, v in one.items() if k != "span"} if isinstance(one, dict) else one for one in value]
    return value


def _change(output: Output, family: str, change: Literal["gained", "lost", "changed"], row: Found, what: Mapping[str, tuple[Any, Any]] | None = None) -> Change:
    names = tuple(str(row.values[name]) for name in _NAMES[family] if row.values.get(name) is not None)
    return Change(output.name, family, change, row.quote, names, what or {})
