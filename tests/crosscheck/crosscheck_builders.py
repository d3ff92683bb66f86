"""Documents for the tests of the audit over documents: a short line makes a whole Result, text and all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.crosscheck import audit_archive
from extractor.facts import Citation, Evidence, Header, Result, Statistic
from extractor.model import Document, Source, Span
from extractor.rules import RuleSet, load_rules
from extractor.store import Archive, ExtractionRun
from extractor.values import read_number, read_scaled

RULES: RuleSet = load_rules()
RUN = ExtractionRun(RULES.digest, "test")
Told = tuple[str, str, str, str]


def report(name: str, *figures: dict[str, Any], citations: tuple[dict[str, Any], ...] = (), **header: Any) -> Result:
    """A document that prints its head, then each figure and each citation on a line of its own."""
    text = f"{header.get('number', name)}\n"
    places: list[Span] = []
    for printed in (*(f["printed"] for f in figures), *(c["number"] for c in citations)):
        places.append(Span(len(text), len(text) + len(printed)))
        text += printed + "\n"
    header.setdefault("genre", "administrative")
    evidence = {key: Evidence(Span(0, len(header.get("number", name)))) for key in ("number", "issued_on") if key in header}
    document = Document(hashlib.sha256((name + text).encode()).hexdigest(), Source(name), "text/plain", "test", text)
    statistics = tuple(_statistic(span, **figure) for span, figure in zip(places, figures, strict=False))
    cited = tuple(_citation(span, **citation) for span, citation in zip(places[len(figures) :], citations, strict=True))
    return Result(name, document, Header(**header, evidence=evidence), citations=cited, statistics=statistics)


def figure(indicator: str, printed: str, **keys: Any) -> dict[str, Any]:
    return {"indicator": indicator, "printed": printed, "area": "Việt Nam", "area_code": "VN", "level": "national", "period": "2021-05-23", **keys}


def cites(number: str, issued_on: str | None = None, relation: str = "mentions", **keys: Any) -> dict[str, Any]:
    return {"number": number, "issued_on": issued_on, "relation": relation, **keys}


def told(tmp_path: Path, *results: Result) -> list[Told]:
    """(check, severity, expected, actual) of every finding over these documents, notes of what is not held left out."""
    return [row for row in all_told(tmp_path, *results) if row[0] != "not_held"]


def all_told(tmp_path: Path, *results: Result) -> list[Told]:
    with Archive(tmp_path / "a.db") as archive:
        archive.add_reference(RULES)
        archive.add(results, RUN)
        audit_archive(archive, RULES)
        assert archive.check() == ()
        return list(_rows(archive))


def _rows(archive: Archive) -> Iterator[Told]:
    for row in archive.rows("SELECT check_id, severity, expected, actual FROM findings WHERE document_id IS NULL ORDER BY check_id, expected, actual"):
        yield str(row["check_id"]), str(row["severity"]), str(row["expected"]), str(row["actual"])


def _statistic(span: Span, indicator: str, printed: str, **keys: Any) -> Statistic:
    words = printed.rstrip("%").split()
    qualifiers = {"gần": "nearly", "hơn": "over", "khoảng": "about"}
    qualifier = qualifiers.get(words[0], "exact")
    digits = words[0] if qualifier == "exact" else words[1]
    percent = printed.endswith("%")
    number = read_scaled(printed, ((digits, 1_000_000),)) if words[-1] == "triệu" else read_number(digits, counts_wholes=not percent, share=percent)
    unit = "percent" if percent else "person"
    return Statistic(
        span=span, rule="", indicator=indicator, label="", printed=printed, value=number.value, unit=unit, decimals=number.decimals, qualifier=qualifier, **keys
    )


def _citation(span: Span, number: str, **keys: Any) -> Citation:
    parts = number.split("/")
    year = int(parts[1]) if len(parts) == 3 and parts[1].isdigit() else None
    return Citation(span=span, rule="", number=number, printed=number, year=year, notation=parts[-1], **keys)
