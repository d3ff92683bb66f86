"""Who takes part in passages of every kind of document: one row of attendance.toml, one passage."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from builders import document, reading

from extractor.facts import Header, Participant
from extractor.records.participants import assemble

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "attendance.toml").read_text(encoding="utf-8"))["case"]
HEADERS = {
    "news": Header(genre="news", published_at="2024-05-06"),
    "other": Header(genre="other"),
    "party": Header(genre="party", type_code="NQ"),
    "cv": Header(genre="administrative"),
    "tb": Header(genre="administrative", type_code="TB", title="Kết luận của Chủ tịch tại cuộc họp"),
    "tbk": Header(genre="administrative", type_code="TB", title="Lịch tiếp công dân"),
    **{code.lower(): Header(genre="administrative", type_code=code) for code in ("KH", "QĐ", "BB", "BC", "GM")},
    "qd": Header(genre="administrative", type_code="QĐ"),
}


def stated(person: Participant) -> tuple[str, frozenset[str], frozenset[str]]:
    return person.name or f"[{person.group_name}]", frozenset(r.printed for r in person.roles), frozenset(p.kind for p in person.participation)


def expected(row: str) -> tuple[str, frozenset[str], frozenset[str]]:
    name, roles, kinds = (part.strip() for part in f"{row} | |".split("|")[:3])
    return name, frozenset(r.strip() for r in roles.split(";") if r.strip()), frozenset(k for k in kinds.split(",") if k)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}: {' '.join(case['text'].split())[:50]}" for case in CASES])
def test_everybody_who_takes_part_is_found_and_nobody_else(case: dict[str, Any]) -> None:
    found = assemble(reading(case["text"]), HEADERS[case["kind"]])
    assert {stated(person) for person in found} == {expected(row) for row in case["people"]}


@pytest.mark.parametrize("case", CASES[::4], ids=[" ".join(case["text"].split())[:40] for case in CASES[::4]])
def test_an_unrelated_paragraph_behind_it_changes_no_earlier_record(case: dict[str, Any]) -> None:
    alone = assemble(reading(case["text"]), HEADERS[case["kind"]])
    followed = assemble(reading(f"{case['text']}\n\nĐêm qua trời mưa to, suối dâng cao ngang bờ kè."), HEADERS[case["kind"]])
    assert followed == alone


@pytest.mark.parametrize("case", CASES[::4], ids=[" ".join(case["text"].split())[:40] for case in CASES[::4]])
def test_every_role_and_mention_is_quoted_where_it_stands(case: dict[str, Any]) -> None:
    text = document(case["text"]).text
    for person in assemble(reading(case["text"]), HEADERS[case["kind"]]):
        for role in person.roles:
            assert role.title in " ".join(text[role.span.start : role.span.end].split())
        for mention in person.mentions:
            assert text[mention.start : mention.end].strip()
