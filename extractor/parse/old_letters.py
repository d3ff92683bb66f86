"""Text in the letters of old Vietnamese fonts in, Unicode out. Before Unicode, fonts put Vietnamese letters
where Western ones stand: TCVN 5712:1993 (the .Vn fonts), VISCII (RFC 1456) and VPS one byte a letter, VNI
a letter and a mark after it. What a file calls its font is no proof; old_words.py decides by the words.
Characters are those of Windows-1252, as programs hand them out: its undefined bytes as U+0081 and so on,
and those of a symbol font as U+F020 to U+F0FF. Fonts
that show small letters as capitals are known by their names (shows_capitals); old_text.py makes the capitals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex

OldLetters = Literal["TCVN3", "VNI", "VISCII", "VPS"]

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
# Two of its places are given back as look-alikes by programs that go by a glyph's name.
_TCVN3 |= {"\u2212": "ư", "\u2219": "ã"}

# Bytes 0x80 to 0xFF in order; "." where a byte stands for no letter. The rare capitals stand among the control
# bytes. VISCII has Õ where others have the no-break space, which is what it is here.
_VISCII = (
    {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"},
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    ".ắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
)
_VPS = (
    {"\x02": "Ạ", "\x03": "Ậ", "\x04": "Ặ", "\x05": "Ẹ", "\x06": "Ệ", "\x10": "Ị", "\x11": "Ọ", "\x12": "Ộ", "\x13": "Ợ", "\x14": "Ụ", "\x15": "Ự"}
    | {"\x19": "Ỵ", "\x1c": "Ẫ", "\x1d": "Ữ"},
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ..ỀỂỄỐỒỔ.ýỷỵỚỜỞ"
    ".ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ."
    "àáâãảạă.èéêẽìí.ĩẴĐòóôõ.Ơụùúủ.ỶẼỳ",
)

# VNI: the letter, then one sign for its mark and tone. Each line: letter, signs, what they make of it.
_VNI_PAIRS = {
    letter + sign: made
    for letter, signs, makes in (
        ("a", "ùøûõï", "áàảãạ"),
        ("a", "âáàåãä", "âấầẩẫậ"),
        ("a", "êéèúüë", "ăắằẳẵặ"),
        ("e", "ùøûõï", "éèẻẽẹ"),
        ("e", "âáàåãä", "êếềểễệ"),
        ("o", "ùøûõï", "óòỏõọ"),
        ("o", "âáàåãä", "ôốồổỗộ"),
        ("ô", "ùøûõï", "ớờởỡợ"),
        ("u", "ùøûõï", "úùủũụ"),
        ("ö", "ùøûõï", "ứừửữự"),
        ("y", "ùøûõ", "ýỳỷỹ"),
    )
    for sign, made in zip(signs, makes, strict=True)
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIRS |= {pair[0].upper() + sign: made.upper() for pair, made in list(_VNI_PAIRS.items()) for sign in (pair[1], pair[1].upper())}
_VNI_ALONE |= {old.upper(): letter.upper() for old, letter in _VNI_ALONE.items()}

# Signs and letters that Unicode Vietnamese does not have and old letters are full of.
_TELLING = regex.compile("[¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇËÏÐÑÖ×ØÜÞßäåæçëîïðñö÷øûüþ\u2212\u2219]")
_CAPITALS_ONLY = regex.compile(r"\.vn[\w ]*h", regex.IGNORECASE)  # .VnTimeH, .VnArialH, .Vn3DH: "hoa"
_SYMBOL_FONT = {0xF000 + code: chr(code) for code in range(0x20, 0x100)}


def _by_byte(controls: dict[str, str], upper_half: str) -> dict[str, str]:
    """A table of bytes as a table of characters: bytes 0x80 to 0x9F are handed out in two ways."""
    table = dict(controls)
    for byte, letter in enumerate(upper_half, start=0x80):
        if letter != ".":
            table[chr(byte)] = letter
            table[bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)] = letter
    return table


_ONE_BYTE = {"TCVN3": _TCVN3, "VISCII": _by_byte(*_VISCII), "VPS": _by_byte(*_VPS)}


def shows_capitals(font: str) -> bool:
    """True of the name of an old font whose small letters look like capitals."""
    return _CAPITALS_ONLY.fullmatch(font.strip(" ;*")) is not None


def looks_old(text: str) -> bool:
    """True where it is worth trying to convert."""
    return 25 * len(_TELLING.findall(text)) > len(text) > 0


def converted(text: str, letters: OldLetters) -> list[tuple[str, int]]:
    """The characters of `text` in Unicode, each with the number of old characters it was written in."""
    text = text.translate(_SYMBOL_FONT)
    if letters == "VNI":
        return list(_from_vni(text))
    table = _ONE_BYTE[letters]
    return [(table.get(char, char), 1) for char in text]


def _from_vni(text: str) -> Iterator[tuple[str, int]]:
    index = 0
    while index < len(text):
        pair = text[index : index + 2]
        if pair in _VNI_PAIRS:
            yield _VNI_PAIRS[pair], 2
            index += 2
        else:
            yield _VNI_ALONE.get(text[index], text[index]), 1
            index += 1
