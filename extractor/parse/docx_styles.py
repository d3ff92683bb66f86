"""The style sheet of a Word file in; for a paragraph out what its looks say of it: alignment, bold type,
outline level, list level; for a table, whether lines are drawn round its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from extractor.model import Align
from extractor.parse.docx_text import W, capitals_of

_ALIGN: dict[str, Align] = {"center": "centre", "right": "right", "end": "right", "both": "full", "distribute": "full", "left": "left", "start": "left"}


@dataclass(frozen=True, slots=True)
class Look:
    """heading: outline level from 1, 0 for body text. item: list level from 1, 0 where it is no item."""

    align: Align | None = None
    bold: bool = False
    heading: int = 0
    item: int = 0
    ruled: bool = False
    capitals: bool = False  # small letters are shown as capitals


class Styles:
    """Styles by their id; each is its parent's look with its own settings over it."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = {style.get(W + "styleId"): style for style in sheet.iter(W + "style")} if sheet is not None else {}
        self._looks: dict[str, Look] = {}

    def of_paragraph(self, paragraph: Any) -> Look:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return Look()
        return _over(self._named(properties.find(W + "pStyle")), properties)

    def is_ruled(self, table: Any) -> bool:
        """True where the table, its style or one of its cells draws lines."""
        properties = table.find(W + "tblPr")
        if properties is not None:
            borders = properties.find(W + "tblBorders")
            if borders is not None:
                if _draws(borders):
                    return True
            elif self._named(properties.find(W + "tblStyle")).ruled:
                return True
        cells = table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")
        return sum(1 for borders in cells if _draws(borders, sides=("left", "start", "right", "end"))) > 1

    def _named(self, mark: Any) -> Look:
        return self._look(mark.get(W + "val") or "", 0) if mark is not None else Look()

    def _look(self, name: str, depth: int) -> Look:
        if name in self._looks:
            return self._looks[name]
        style = self._sheet.get(name)
        if style is None or depth > 20:
            return Look()
        based = style.find(W + "basedOn")
        look = self._look(based.get(W + "val") or "", depth + 1) if based is not None else Look()
        for tag in (W + "pPr", W + "rPr", W + "tblPr"):
            properties = style.find(tag)
            if properties is not None:
                look = _over(look, properties)
        self._looks[name] = look
        return look


def _over(look: Look, properties: Any) -> Look:
    """A look with the settings of one properties element over it."""
    mark = properties.find(W + "jc")
    if mark is not None and mark.get(W + "val") in _ALIGN:
        look = replace(look, align=_ALIGN[mark.get(W + "val")])
    mark = properties.find(W + "b")
    if mark is not None:
        look = replace(look, bold=mark.get(W + "val", "true") not in ("0", "false", "off"))
    capitals = capitals_of(properties)
    if capitals is not None:
        look = replace(look, capitals=capitals)
    level = _number(properties.find(W + "outlineLvl"))
    if level is not None:
        look = replace(look, heading=level + 1 if level < 9 else 0)
    numbering = properties.find(W + "numPr")
    if numbering is not None:
        off = _number(numbering.find(W + "numId")) == 0
        look = replace(look, item=0 if off else (_number(numbering.find(W + "ilvl")) or 0) + 1)
    borders = properties.find(W + "tblBorders")
    return look if borders is None else replace(look, ruled=_draws(borders))


def _number(mark: Any) -> int | None:
    value = mark.get(W + "val") if mark is not None else None
    return int(value) if value is not None and value.isdigit() else None


def _draws(borders: Any, sides: tuple[str, ...] = ("insideV", "insideH")) -> bool:
    return any(borders.find(W + side) is not None and borders.find(W + side).get(W + "val") not in (None, "nil", "none") for side in sides)
