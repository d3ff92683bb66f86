"""The nouns of what is extracted: one dataclass a record family, the document header, findings, and the
Result that holds them all. Made by records/ and audit.py, written by wire.py and store/. Keys and
meanings are those of the public contract (docs/reference.md); nouns only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from extractor.model import Document, MetaField, Problem, Severity, Span

Certainty = Literal["stated", "inferred", "repaired", "approximate", "planned"]
Genre = Literal["administrative", "normative", "party", "news", "other"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A date as EDTF (ISO 8601-2) and as the first and last ISO day it may mean; None where a day is
    unknown (a lunar date) or open. extent: "throughout" or "within" (one day somewhere in it)."""

    edtf: str | None
    earliest: str | None
    latest: str | None
    time: str | None = None
    extent: Literal["throughout", "within"] = "throughout"
    calendar: Literal["gregorian", "lunar"] = "gregorian"
    certainty: Certainty = "stated"


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date found and resolved, before its role is known: what the families that need days work on."""

    span: Span
    interval: Interval
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record carries: where it stands, which rule made it, how sure it is."""

    span: Span
    rule: str
    certainty: Certainty = "stated"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a header field has its value: a stretch of the text, or a metadata field."""

    span: Span | None = None
    meta: MetaField | None = None
    certainty: Certainty = "stated"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """The second head of a copy (sao y, sao lục, trích sao): NĐ 30/2020, article 25."""

    kind: str
    number: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    signer: str | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A header field that stands on the page but is not to be believed, its place, and why."""

    field: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Header:
    """The form of a document: the boxes of NĐ 30/2020 annex I, or headline, byline and time of news.
    evidence: for each field that was read, where it stands. withheld: fields left empty though written."""

    genre: Genre = "other"
    number: str | None = None
    ordinal: str | None = None
    year: int | None = None
    notation: str | None = None
    type_code: str | None = None
    type: str | None = None
    title: str | None = None
    issuer: str | None = None
    superior: str | None = None
    place: str | None = None
    issued_on: str | None = None
    effective_on: str | None = None
    published_at: str | None = None
    author: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    signing_authority: str | None = None
    signatures: tuple[tuple[str, str], ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    copy: Copy | None = None
    urgency: str | None = None
    secrecy: str | None = None
    annexes: tuple[str, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()

    @property
    def day(self) -> str | None:
        """The ISO day the document speaks from: issued, else published."""
        return self.issued_on or (self.published_at[:10] if self.published_at else None)


@dataclass(frozen=True, slots=True)
class Article:
    """A pinpoint: điểm (point), khoản (clause), điều (article)."""

    article: str | None = None
    clause: str | None = None
    point: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """trích dẫn văn bản: another document named in the text. relation is never None."""

    number: str | None
    printed: str
    ordinal: str | None = None
    year: int | None = None
    notation: str | None = None
    type_code: str | None = None
    type: str | None = None
    title: str | None = None
    articles: tuple[Article, ...] = ()
    issuer: str | None = None
    issued_on: str | None = None
    relation: str = "mentions"
    resolved_to: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Record):
    """ngày tháng: role is "issued", "published", "citation", "event", "deadline", "effective", "term",
    "birth" or "reference"."""

    interval: Interval
    role: str
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Record):
    """thời hạn: kind is "no_later_than", "before", "within", "on" or "periodic" (with an RRULE).
    due: the last day on which the duty is still met; offset counts from anchor in offset_unit."""

    obligation: str | None
    responsible: str | None
    kind: str
    cooperating: str | None = None
    recurrence: str | None = None
    earliest: str | None = None
    latest: str | None = None
    due: str | None = None
    edtf: str | None = None
    depends_on: str | None = None
    anchor: str | None = None
    offset: int | None = None
    offset_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """chức vụ: "Phó Chủ tịch" + "Ủy ban Mặt trận Tổ quốc Việt Nam Tỉnh"; the span covers both."""

    title: str
    organization: str | None
    span: Span

    @property
    def printed(self) -> str:
        return f"{self.title} {self.organization}" if self.organization else self.title


@dataclass(frozen=True, slots=True)
class Participation:
    """What one did: organized, chaired, invited, attended, absent, spoke, reported, secretary, signed,
    member or wrote."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Record):
    """One person or group of a document: exactly one of name and group_name is set."""

    name: str | None = None
    group_name: str | None = None
    honorific: str | None = None
    mentions: tuple[Span, ...] = ()
    roles: tuple[Role, ...] = ()
    participation: tuple[Participation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """sự kiện: kind "conference", "election", "meeting" ...; status "planned" or "held"."""

    name: str
    kind: str
    interval: Interval | None = None
    session: str | None = None
    time: str | None = None
    place: str | None = None
    mode: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """So với: relation "higher", "lower", "equal"; value the change as printed, where it is."""

    relation: str
    period: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic(Record):
    """số liệu: one figure of one indicator. value None where the printed figure is malformed."""

    indicator: str
    label: str
    printed: str
    value: float | int | None
    unit: str
    decimals: int = 0
    qualifier: str = "exact"
    area: str | None = None
    area_code: str | None = None
    level: str | None = None
    unit_no: str | None = None
    office: str | None = None
    subject: str | None = None
    base: str | None = None
    period: str | None = None
    as_of: str | None = None
    status: str | None = None
    comparison: Comparison | None = None
    cell: tuple[int, int, str] | None = None


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """One piece of evidence of a finding: a span of a document."""

    document_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What the audit found: severity as Problem; expected and actual in words. suggestion: what would make
    the figures agree (another whole, a digit, two digits swapped), smallest change first; never a correction."""

    check_id: str
    severity: Severity
    message: str
    expected: str
    actual: str
    evidence: tuple[FindingPlace, ...]
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A figure or date that a check looked at and could not decide: silence is not agreement. rule: the
    identity's id, "" where the check has none. tolerance: how the figure was to be read ("99,595 to 99,61")."""

    check_id: str
    rule: str
    reason: str
    spans: tuple[Span, ...]
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything read from one source; document is None where its bytes could not be read. furniture: the
    stretches of the text that are menus, footers and the like, which give no records."""

    source: str
    document: Document | None
    header: Header = field(default_factory=Header)
    citations: tuple[Citation, ...] = ()
    dates: tuple[DateMention, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    participants: tuple[Participant, ...] = ()
    events: tuple[Event, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    furniture: tuple[Span, ...] = ()
