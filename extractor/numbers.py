"""Document numbers (số, ký hiệu) as values: a match of the family "document_number", or a printed form,
comes in; a DocumentNumber with its parts and the document type its notation names goes out. The shapes
themselves stand in rules/patterns/document_numbers.toml, the codes of types in the list document_types.

Three orders are met (NĐ 30/2020/NĐ-CP, annex I and III; Hướng dẫn 36-HD/VPTW): state `125/KH-UBBC` and of
a dispatch `338/UBND-VX`, normative `30/2020/NĐ-CP`, Party `36-HD/VPTW`. The order decides between types
that share a code: TT is Thông tư with a year and Thông tri of the Party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.annotate import Annotation
from extractor.rules import Entry, RuleSet
from extractor.text import fold, normalize, squeeze

Order = Literal["state", "normative", "party"]

_PRINTED = regex.compile(
    r"""(?P<ordinal>\d{1,6}(?:bis|\p{L})?)[ ]?                     # 125, 3176B, 02bis
        (?: /[ ]? (?P<year>(?:19|20)\d\d)[ ]? (?=/) )?              # 30/2020/...
        (?P<join>[-/]|(?<=[ ]))[ ]? (?P<notation>\p{L}[\p{L}\d&./ -]*)  # KH-UBBC, HD/VPTW; a blank for the join: "204 KH/TWĐTN"
    """,
    regex.VERBOSE,
)
_PREFERENCE: dict[Order, tuple[str, ...]] = {
    "state": ("administrative", "normative", "party", "other"),
    "normative": ("normative", "administrative", "party", "other"),
    "party": ("party", "administrative", "normative", "other"),
}


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number taken apart. number: as printed, without blanks and with plain hyphens. ordinal keeps its
    leading zero and its letter. type_code: canonical code of the type, None of a dispatch or where the
    notation names none; type: its name, None where type_code is. damaged: the form is not regular (lost
    hyphen, blank for a hyphen, Đ without its bar); repaired then is the regular form, else `number`."""

    number: str
    ordinal: str
    year: int | None
    notation: str
    order: Order
    type_code: str | None = None
    type: str | None = None
    damaged: bool = False
    repaired: str = ""

    @property
    def key(self) -> str:
        """What is compared when two numbers are asked to be the same: case, zeros and damage aside."""
        return (self.repaired or self.number).lstrip("0").upper()

    @property
    def issuer_code(self) -> str:
        """The part of the notation that names the issuing body: UBBC of KH-UBBC, VPTW of HD/VPTW, UBND of UBND-VX."""
        start, _, rest = (self.repaired or self.number).removeprefix(self.ordinal).lstrip("/-").removeprefix(f"{self.year}/").replace("/", "-").partition("-")
        return rest.split("-")[0] if self.type_code is not None and rest else start


class TypeCodes:
    """The codes of document types, ready for look-up. Build once for a RuleSet."""

    def __init__(self, rules: RuleSet) -> None:
        words = rules.lists.get("document_types")
        self.entries: tuple[Entry, ...] = words.entries if words else ()
        self._by_code: dict[str, list[Entry]] = {}
        self._by_fold: dict[str, list[Entry]] = {}
        self._by_name: dict[str, Entry] = {}
        for entry in self.entries:
            for code in _codes(entry):
                self._by_code.setdefault(code.upper(), []).append(entry)
                self._by_fold.setdefault(fold(code), []).append(entry)
            for phrase in (*entry.phrases, entry["name"]):
                self._by_name.setdefault(normalize(phrase).lower(), entry)

    def named(self, name: str) -> Entry | None:
        """The type of that printed name, any case."""
        return self._by_name.get(squeeze(normalize(name)).lower())

    def code_of(self, name: str) -> str | None:
        """The canonical code of a type by its name: "KH" of "Kế hoạch"; None where it has none."""
        entry = self.named(name)
        return (entry["code"] or None) if entry else None

    def entry_of_dispatch(self) -> str | None:
        """The name of the type that has no code and stands behind V/v: công văn."""
        return next((entry["name"] for entry in self.entries if entry.id == "cong_van"), None)

    def find(self, code: str, order: Order) -> Entry | None:
        """The type a code stands for in a number of that order; main types go before their special forms."""
        return self._best(self._by_code.get(code.upper(), ()), code, order)

    def find_damaged(self, code: str, order: Order) -> Entry | None:
        """The one type a code without its marks (QD, ND) can stand for."""
        fits = self._by_fold.get(fold(code), [])
        return fits[0] if len({entry["code"] for entry in fits}) == 1 else None

    def _best(self, fits: Iterable[Entry], code: str, order: Order) -> Entry | None:
        preference = _PREFERENCE[order]
        ranked = sorted(fits, key=lambda e: (e["class"] == "other", e["code"].upper() != code.upper(), preference.index(e["class"])))
        return ranked[0] if ranked else None


def _codes(entry: Entry) -> Iterable[str]:
    return (code for code in (entry["code"], *entry["code_variants"].split("|")) if code)


def number_of(annotation: Annotation, codes: TypeCodes) -> DocumentNumber:
    """The value of one match of the family "document_number"."""
    ordinal, year, notation = annotation.get("ordinal"), annotation.get("year"), _tight(annotation.get("notation"))
    whole = squeeze(annotation.view[annotation.span.start : annotation.span.end])
    return _make(_tight(whole), ordinal, int(year) if year else None, notation, codes, damaged="damage" in annotation)


def parse_number(printed: str, codes: TypeCodes) -> DocumentNumber | None:
    """The value of a printed form such as "27 /QĐ-UBND" (a metadata field, a table cell); None where the
    text is not one number and nothing else."""
    one = squeeze(normalize(printed))
    match = _PRINTED.fullmatch(one)
    if match is None or not match["notation"][0].isupper() or regex.search(r"\p{L} +\p{L}", match["notation"]):
        return None
    if not match["join"] and "/" not in match["notation"]:
        return None
    year = int(match["year"]) if match["year"] else None
    return _make(_tight(one), match["ordinal"], year, _tight(match["notation"]), codes, damaged=False)


def _tight(text: str) -> str:
    return "".join(text.split())


def _make(number: str, ordinal: str, year: int | None, notation: str, codes: TypeCodes, *, damaged: bool) -> DocumentNumber:
    after = number[len(ordinal) : len(ordinal) + 1]
    order: Order = "normative" if year is not None else "party" if after != "/" else "state"
    entry, regular = _type_of(notation, order, codes)
    join = "-" if order == "party" else "/"
    head = f"{ordinal}/{year}/" if year is not None else f"{ordinal}{join}"
    irregular = damaged or regular != notation or after not in ("/", "-")
    code = None
    if entry is not None:
        code = entry["code"] or notation.replace("/", "-").split("-")[0]
    return DocumentNumber(number, ordinal, year, notation, order, code, entry["name"] if entry else None, irregular, head + regular if irregular else "")


def _type_of(notation: str, order: Order, codes: TypeCodes) -> tuple[Entry | None, str]:
    """The type a notation names, and the notation in its regular form."""
    parts = notation.replace("/", "-").split("-")
    first = parts[0]
    if order == "party" and len(parts) > 2 and (inner := codes.find(parts[1], "state")) is not None and inner["class"] != "other":
        return inner, notation  # 1141-TC/QĐ/CĐKT: before 1996 the ministry stood before the type
    entry = codes.find(first, order)
    if entry is not None and len(parts) > 1:
        return (None if _undecided(entry, first, order) else entry), notation
    if entry is not None and order == "state" and entry["class"] in ("administrative", "party"):
        return entry, notation  # 316/TTr
    if len(parts) > 1:
        damaged = codes.find_damaged(first, order)
        return (damaged, damaged["code"] + notation[len(first) :]) if damaged is not None else (None, notation)
    return _fused(notation, order, codes)


def _undecided(entry: Entry, code: str, order: Order) -> bool:
    """A code that a dispatch of a body may wear as well: TT without a year is as often Thường trực."""
    return order == "state" and code == "TT" and entry["class"] in ("normative", "party")


def _fused(notation: str, order: Order, codes: TypeCodes) -> tuple[Entry | None, str]:
    """QĐUBND or QĐ.UBND: the type and the issuer grown together; the longest code that leaves a body of
    at least two letters."""
    if len(notation) < 4:
        return None, notation
    for length in (4, 3, 2):
        head, rest = notation[:length], notation[length:].lstrip(".")
        entry = codes.find(head, order)
        if entry is not None and entry["class"] != "other" and entry["code"] == head and len(rest) >= 2 and rest[0].isupper():
            return entry, f"{head}-{rest}"
    return None, notation
