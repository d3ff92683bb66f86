"""How figures are shown: Scores and Changes in, tables of 80 columns, lists and JSON out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.markup import escape
from rich.table import Table

from extractor.cli.terminal import out, say, say_error
from extractor.evaluate import Changes, Scores
from extractor.evaluate.pairing import Verdict
from extractor.evaluate.scoring import ALL, Measure

_OUTCOMES = {"missed": "sót · missed", "false": "thừa · false", "inexact": "lệch · inexact"}
_CHANGES = {"gained": "thêm · gained", "lost": "mất · lost", "changed": "đổi · changed"}
_HEADINGS = ("đúng\nfound", "sót\nmissed", "thừa\nfalse", "độ đúng\nprec.", "độ đủ\nrecall", "F1 tìm thấy\nkey \\[95 %]", "F1 khớp hẳn\nstrict \\[95 %]")
_UNSHOWN = {"mentions", "places", "rule", "printed", "label", "edtf", "confidence"}


def print_scores(scores: Scores, folder: str) -> None:
    """One table a split, then how many places hold what they quote."""
    for split in dict.fromkeys(measure.split for measure in scores.measures):
        out.print(_table([m for m in scores.measures if m.split == split], folder if split == ALL else split))
        out.print()
    out.print("F1 [95 %]: khoảng tin cậy, bốc lại theo văn bản · over documents")
    out.print(f"{scores.spans - scores.broken}/{scores.spans} vị trí khớp nguyên văn · places equal their text", soft_wrap=True)
    for source in scores.absent:
        say_error(f"{source}: no output")


def _table(measures: Sequence[Measure], name: str) -> Table:
    title = f"{escape(name)}: {measures[0].documents} văn bản · documents"
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), title=title, title_justify="left", title_style="bold")
    table.add_column("Họ\nfamily", no_wrap=True)
    for heading in _HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for m in measures:
        c = m.counts
        shares = (f"{c.precision:.3f}", f"{c.recall:.3f}", _with_interval(c.key, m.key_interval), _with_interval(c.strict, m.strict_interval))
        table.add_row(m.family, str(c.found), str(c.missed), str(c.false), *shares)
    return table


def _with_interval(value: float, interval: tuple[float, float]) -> str:
    low, high = (f"{x:.2f}".removeprefix("0") for x in interval)
    return f"{value:.3f} {low}-{high}"


def print_verdicts(scores: Scores) -> None:
    """Every row that is not exact, with its document, its words, what was wanted and what was given."""
    for verdict in scores.verdicts:
        if verdict.outcome != "exact":
            out.print(f"\n[bold]{_OUTCOMES[verdict.outcome]}[/bold] {verdict.family}  {escape(verdict.source)}", soft_wrap=True)
            out.print(f"  “{escape(_short(verdict.quote))}”", soft_wrap=True)
            for line in _details(verdict):
                out.print(f"  {escape(line)}", soft_wrap=True)


def _details(verdict: Verdict) -> Iterator[str]:
    """What the gold wants beside what was given, as far as they matter."""
    if verdict.reasons:
        yield f"khác · differs in: {', '.join(verdict.reasons)}"
    if verdict.want is not None:
        yield f"cần · want: {_values(verdict.want.values)}"
    if verdict.got is not None:
        yield f"có · got:   {_values(verdict.got.values)}"


def _values(values: Mapping[str, Any]) -> str:
    shown = {key: value for key, value in values.items() if key not in _UNSHOWN and value not in (None, "", [])}
    for key in ("roles", "participation"):
        if shown.get(key) and isinstance(shown[key][0], dict):
            shown[key] = [" ".join(str(v) for k, v in one.items() if k != "span" and v) for one in shown[key]]
    return ", ".join(f"{key}={_short(str(value))}" for key, value in shown.items())


def print_changes(changes: Changes) -> None:
    """What the newer output gained (+), lost (-) and says otherwise (~)."""
    counts = ", ".join(f"{label} {changes.count(kind)}" for kind, label in _CHANGES.items())
    out.print(f"\n[bold]So với lần trước · against the earlier output[/bold]: {counts}", soft_wrap=True)
    for change in changes.changes:
        sign = {"gained": "+", "lost": "-", "changed": "~"}[change.change]
        out.print(f"{sign} {change.family}  {escape(change.source)}  “{escape(_short(change.quote))}” {escape(' | '.join(change.names))}", soft_wrap=True)
        for name, (was, now) in change.what.items() if change.change == "changed" else ():
            out.print(f"    {name}: {escape(_short(str(was)))} -> {escape(_short(str(now)))}", soft_wrap=True)
    for name in changes.unmatched:
        say(f"only one of the two outputs has {escape(name)}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:157] + "..."


def as_json(scores: Scores, changes: Changes | None, *, with_list: bool) -> dict[str, Any]:
    """All of it for a program: measures, and where asked for rows and diff."""
    answer: dict[str, Any] = {
        "measures": [
            {
                "split": m.split, "family": m.family, "documents": m.documents, **asdict(m.counts), "precision": m.counts.precision, "recall": m.counts.recall,
                "f1_key": m.counts.key, "f1_key_interval": m.key_interval, "f1_strict": m.counts.strict, "f1_strict_interval": m.strict_interval,
            }
            for m in scores.measures
        ],
        "spans": scores.spans,
        "broken_spans": scores.broken,
        "absent": scores.absent,
    }  # fmt: skip
    if with_list:
        answer["rows"] = [_verdict_json(v) for v in scores.verdicts if v.outcome != "exact"]
    if changes is not None:
        answer["diff"] = {
            "changes": [{**asdict(c), "what": {name: list(pair) for name, pair in c.what.items()}} for c in changes.changes],
            "unmatched": changes.unmatched,
        }
    return answer


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    want, got = verdict.want, verdict.got
    return {
        "source": verdict.source, "family": verdict.family, "outcome": verdict.outcome, "quote": verdict.quote, "differs_in": verdict.reasons,
        "want": dict(want.values) if want else None,
        "got": {k: v for k, v in got.values.items() if k != "places"} if got else None,
        "start": got.start if got else None, "end": got.end if got else None,
    }  # fmt: skip
