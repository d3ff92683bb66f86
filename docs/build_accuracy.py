"""corpus/dev and first-scores.toml in, accuracy.md out: how good the extraction is, told in two kinds of figures that
must not be mixed - on documents scored for the first time, and on documents the rules were made with.

    python docs/build_accuracy.py            run `vanban evaluate corpus/dev` and write the page

The first table is copied from first-scores.toml; the second is what `vanban evaluate corpus/dev --json` says now."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))

from extractor.evaluate import gold_digest  # noqa: E402 - the checkout this file stands in, installed or not

FAMILIES = {
    "document": "đầu văn bản · header fields", "citations": "trích dẫn", "dates": "ngày tháng", "deadlines": "thời hạn", "participants": "người tham gia",
    "events": "sự kiện", "statistics": "số liệu", "findings": "kiểm tra chéo",
}  # fmt: skip

_HEAD = """\
# Accuracy · Độ chính xác

Written by `python docs/build_accuracy.py`; not by hand.

F1 is the harmonic mean of precision (độ đúng: how much of what was given is right) and recall (độ đủ: how much of what
should be found was). **Key** (tìm thấy): the right thing was read - the number, the days, the person, the indicator and
its value. **Strict** (khớp hẳn): it also stands at the right place, and every attribute the gold states is right.
Every document was written for this project, with the forms and turns of phrase of real ones; the gold was written by
reading, before any code ran on it. Form of the gold: [corpus/README.md](../corpus/README.md).
"""
_FIRST = """\
## Scored for the first time · chấm lần đầu

Documents that nobody had looked at when they were scored. **These figures are the ones to expect** on documents of other
provinces, ministries and newspapers. A set is scored once: afterwards it may be read, and then belongs below.
"""
_DEV = """\
## Documents the rules were made with · tập phát triển

The rules were mended until these documents were read well, so these figures **say little about other documents**: they
guard against breaking what worked. The sets scored above stand here too, once they have been read.

`vanban evaluate corpus/dev`: {documents} documents, gold digest `{digest}`. In brackets: 95 % interval over documents, as if
others of the same kinds were drawn.
"""


def main() -> None:
    (DOCS / "accuracy.md").write_text(page(measured()), encoding="utf-8")
    print("written: docs/accuracy.md")


def measured() -> Sequence[Mapping[str, Any]]:
    """The measures of corpus/dev as `vanban evaluate --json` gives them."""
    command = [sys.executable, "-m", "extractor", "evaluate", "corpus/dev", "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # what it says of problems stays on standard error
    if done.returncode:
        raise SystemExit("nothing is written: a document of corpus/dev could not be read, or a place does not hold its quote")
    return [measure for measure in json.loads(done.stdout)["measures"] if measure["split"] == "all"]


def page(measures: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join([_HEAD, _FIRST, first_scores(), development(measures)])


def first_scores() -> str:
    """One table: a column a set, each cell key / strict."""
    scores = tomllib.loads((DOCS / "first-scores.toml").read_text(encoding="utf-8"))["score"]
    head = ["family", *(f"{score['set']}, {score['documents']} documents, {score['date']}" for score in scores)]
    lines = [_line(head), _line(["---", *("---:" for _ in scores)])]
    for family, name in FAMILIES.items():
        lines.append(_line([f"{family} ({name})", *(_pair(score["families"].get(family)) for score in scores)]))
    notes = [f"- {score['set']}: {score['now']}" for score in scores if score.get("now")]
    return "\n".join([*lines, "", "Each cell: key / strict.", "", *notes, ""])


def _pair(score: Mapping[str, float] | None) -> str:
    return f"{score['key']:.3f} / {score['strict']:.3f}" if score is not None else "-"


def development(measures: Sequence[Mapping[str, Any]]) -> str:
    documents = max(measure["documents"] for measure in measures)
    lines = [_DEV.format(documents=documents, digest=gold_digest(ROOT / "corpus" / "dev")[:16])]
    lines += [_line(["family", "found", "missed", "false", "key", "strict"]), _line(["---", *["---:"] * 5])]
    for m in measures:
        counts = [str(m[name]) for name in ("found", "missed", "false")]
        lines.append(_line([f"{m['family']} ({FAMILIES[m['family']]})", *counts, _figure(m, "key"), _figure(m, "strict")]))
    return "\n".join([*lines, ""])


def _figure(measure: Mapping[str, Any], kind: str) -> str:
    low, high = measure[f"f1_{kind}_interval"]
    return f"{measure[f'f1_{kind}']:.3f} [{low:.2f}-{high:.2f}]"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
