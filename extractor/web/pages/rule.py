"""The id of a rule in, the rule as an archivist wrote it out: its pattern or word, its file, what it must
find and what it must leave alone. The step from a record to the reason why it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound, Request
from markupsafe import Markup, escape

from extractor.rules import Entry, Example, Rule, RuleSet
from extractor.store import Archive
from extractor.web.visit import Visit, link

if TYPE_CHECKING:
    from datasette.app import Datasette

_TABLES = ("evidence", "citations", "dates", "deadlines", "participants", "events", "statistics")


@dataclass(frozen=True, slots=True)
class Use:
    """One table whose records a rule made, and how many."""

    family: str
    count: int


async def rule_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    identity = visit.part("id")
    rules = visit.site.rules()
    rule, entry = _found(rules, identity)

    def ask(archive: Archive) -> tuple[list[Use], bool]:
        counts = [(t, next(archive.rows(f"SELECT count(*) AS n FROM {t} WHERE rule = ?", [identity]))["n"]) for t in _TABLES]
        current = any(archive.rows("SELECT 1 FROM runs WHERE rules_digest = ?", [rules.digest]))
        return [Use(table, int(n)) for table, n in counts if n], current

    uses, current = await visit.read(ask)
    if rule is None and entry is None and not uses:
        raise NotFound(f"no rule {identity}")
    return await visit.page(
        "rule", identity=identity, rule=rule, entry=entry, uses=uses, current=current, file=_file(rules, rule, entry),
        pattern=_pattern(rule) if rule else "", example=_shown,
        rule_rows=lambda family: link(visit.table_link(family), rule=identity),
    )  # fmt: skip


def _found(rules: RuleSet, identity: str) -> tuple[Rule | None, Entry | None]:
    """The pattern or the row of a word list behind the id that a record bears: a row is named by its own id or
    after its list."""
    rule = rules.rule(identity)
    if rule is not None:
        return rule, None
    found = (entry for words in rules.lists.values() for entry in words.entries if identity in (entry.id, f"{words.name}.{entry.id}"))
    return None, next(found, None)


def _file(rules: RuleSet, rule: Rule | None, entry: Entry | None) -> str:
    if rule is not None:
        return f"rules/patterns/{rule.file.replace(chr(92), '/').rsplit('/', 1)[-1]}"
    return f"rules/lists/{entry.list}.csv" if entry is not None else ""


def _pattern(rule: Rule) -> str:
    return str(rule.pattern.pattern)


def _shown(example: Example) -> Markup:
    if not example.find:
        return escape(example.text)
    before, _, after = example.text.partition(example.find)
    return escape(before) + Markup("<mark>{}</mark>").format(example.find) + escape(after)
