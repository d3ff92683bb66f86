"""Text in the letters of old Vietnamese fonts in, Unicode out. Before Unicode, fonts put Vietnamese letters
where Western ones stand: TCVN 5712:1993 (the .Vn fonts) one byte a letter, VNI a letter and a mark after
it. What a file calls its font is no proof; the words are: a text is converted only where the outcome is
written in Vietnamese syllables. Characters are those of Windows-1252, as programs hand them out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex

OldLetters = Literal["TCVN3", "VNI"]

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
# Two of its places are given back as look-alikes by programs that go by a glyph's name.
_TCVN3 |= {"\u2212": "ư", "\u2219": "ã"}

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


def looks_old(text: str) -> bool:
    """True where it is worth trying to convert."""
    return 25 * len(_TELLING.findall(text)) > len(text) > 0


def converted(text: str, letters: OldLetters) -> list[tuple[str, int]]:
    """The characters of `text` in Unicode, each with the number of old characters it was written in."""
    if letters == "TCVN3":
        return [(_TCVN3.get(char, char), 1) for char in text]
    return list(_from_vni(text))


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
