"""One paragraph of a Word file in, its characters out as a reader sees them: tracked insertions in, deletions
and hidden type out, tabs and line breaks kept. Numbers that Word makes by itself (automatic lists,
note marks) are no characters of the file and stay out. Called by docx_body for every paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.parse.old_letters import looks_old, shows_capitals

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What holds runs or paragraphs and is itself nothing to read.
WRAPPERS = frozenset(W + tag for tag in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo"))
_BULLETS = {"F0B7": "•", "F0A7": "▪", "F0D8": "►", "F02D": "-", "F0FC": "-", "F02B": "+", "F076": "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one run."""

    text: str
    bold: bool | None  # None: as the style of the paragraph says
    capitals: bool | None = None  # its type shows small letters as capitals; None: as the style says


def pieces_of(paragraph: Any) -> Iterator[Piece]:
    """The runs of a w:p in order; text boxes anchored in it are not among them (see boxes_of)."""
    for run in _runs(paragraph):
        properties = run.find(W + "rPr")
        if properties is not None and _is_on(properties.find(W + "vanish")):
            continue
        text = "".join(_characters(run, _in_old_letters(run, properties)))
        if text:
            yield Piece(text, _bold(properties), capitals_of(properties))


def boxes_of(paragraph: Any) -> Iterator[Any]:
    """The contents (w:txbxContent) of the text boxes anchored in a paragraph, each once: a box stands
    twice in the file, for new and for old readers."""
    for content in paragraph.iter(W + "txbxContent"):
        holders = [ancestor.tag for ancestor in content.iterancestors()]
        within = holders.index(paragraph.tag) if paragraph.tag in holders else len(holders)
        if MC + "Fallback" not in holders[:within] and W + "del" not in holders[:within] and content.getparent() is not None:
            nearest = next((a for a in content.iterancestors() if a.tag == W + "p"), None)
            if nearest is paragraph:
                yield content


def _runs(holder: Any) -> Iterator[Any]:
    for child in holder:
        if child.tag == W + "r":
            yield child
        elif child.tag in WRAPPERS:
            yield from _runs(child)


def _characters(run: Any, old_letters: bool) -> Iterator[str]:
    for child in run:
        tag = child.tag
        if tag == W + "t":
            yield (child.text or "").replace("\n", " ").replace("\r", "")
        elif tag == W + "tab" or tag == W + "ptab":
            yield "\t"
        elif tag == W + "cr" or (tag == W + "br" and child.get(W + "type") in (None, "textWrapping")):
            yield "\n"
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif tag == W + "softHyphen" and old_letters:
            yield "\u00ad"  # in the old .Vn fonts this byte is the letter ư
        elif tag == W + "sym":
            yield _symbol(child.get(W + "char") or "")
        elif tag == MC + "AlternateContent":
            choice = child.find(MC + "Choice")
            if choice is not None:
                yield from _characters(choice, old_letters)


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return _BULLETS.get(code.upper(), "" if 0xE000 <= value < 0xF900 or value < 32 or value > 0xFFFF else chr(value))


def _in_old_letters(run: Any, properties: Any) -> bool:
    """Whether a soft hyphen of the run may be a letter: old_text.py has the last word, by the words."""
    if run.find(W + "softHyphen") is None:
        return False
    if looks_old("".join(text.text or "" for text in run.iter(W + "t"))):
        return True
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return fonts is not None and any(str(name).startswith(".Vn") for name in fonts.attrib.values())


def _bold(properties: Any) -> bool | None:
    mark = properties.find(W + "b") if properties is not None else None
    return None if mark is None else _is_on(mark)


def capitals_of(properties: Any) -> bool | None:
    """Whether run properties show small letters as capitals: "all caps", or a font made so; None where they say
    neither."""
    if properties is None:
        return None
    caps, fonts = properties.find(W + "caps"), properties.find(W + "rFonts")
    if fonts is not None and any(shows_capitals(str(name)) for name in fonts.attrib.values()):
        return True
    return None if caps is None else _is_on(caps)


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(W + "val", "true") not in ("0", "false", "off", "none")
