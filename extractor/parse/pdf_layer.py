"""The text of one page in, a judgement out: is it text, digital-signature stamps over a scan, garbage that a
bad recogniser or an old font left behind, or nothing at all? pdf.py writes it into Page.layer, so that
recognition (OCR) is asked only for the pages that need it."""

from __future__ import annotations

import unicodedata

import regex

from extractor.model import Layer
from extractor.text import fold

# The written syllable: onset, rime, and one tone; after the marks that are tones are taken off.
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ch|ph|th|tr|qu|[bcdđghklmnprstvx])?"
_RIME = (
    r"(?:uyê[nt]|iê(?:ng|nh|[cmnptu])|yê(?:ng|[mntu])|uô(?:ng|[cmnti])|ươ(?:ng|[cmnptiu])|"
    r"oa(?:ng|nh|ch|[cimnpty])?|oă(?:ng|[cmnt])|oe[nto]?|uâ(?:ng|[nty])|"
    r"uê(?:nh|ch|[n])?|uơ|uy(?:nh|ch|[aunpt])?|ia|ya|ua|ưa|ưu|iu|êu|eo|ao|au|âu|ai|ay|ây|oi|ôi|ơi|ui|ưi|oo(?:ng|c)|"
    r"[aăâeêioôơuưy](?:ng|nh|ch|[cmnpt])?)"
)
_SYLLABLE = regex.compile(rf"{_ONSET}{_RIME}", regex.IGNORECASE)
_UNACCENTED = regex.compile(fold(rf"{_ONSET}{_RIME}"), regex.IGNORECASE)
_TOKEN = regex.compile(r"[^\s.,;:()\"“”‘’'/\[\]?!…<>=_*•▪►|–—-]+")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def is_syllable(token: str) -> bool:
    """True of what can be a written Vietnamese syllable, with its marks or typed without any."""
    if token.isascii():
        return bool(_UNACCENTED.fullmatch(token))
    bare = "".join(mark for mark in unicodedata.normalize("NFD", token) if mark not in _TONES)
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def judge_layer(text: str, *, stamps: bool, pictures: bool) -> Layer:
    """The layer of a page whose body text is `text`. stamps: it carries signature marks; pictures: it
    holds an image. Text in another language is text, and so is Vietnamese typed without accents - but
    not over a picture: there it is what a recogniser that knows no Vietnamese made of a scan."""
    if len("".join(text.split())) < 5 and (pictures or not text.strip()):
        return "stamps_only" if stamps else "empty"
    return "garbage" if is_garbage(text, over_picture=pictures) else "text"


def is_garbage(text: str, *, over_picture: bool = False) -> bool:
    """Judged by the share of valid syllables among words in small letters (Vietnamese: 0.91 and more in
    every text measured; a misreading 0.5 to 0.75). Another language has few valid syllables too, but is
    clean: whole words in letters, without stray signs and odd accents."""
    if _foreign_script(text):
        return False
    tokens = [token for token in _TOKEN.findall(text)[:4000] if len(token) > 1 and any(char.isalpha() for char in token)]
    words = [token for token in tokens if not token.isupper()]
    if len(words) < 12:
        return False
    valid = sum(1 for token in words if is_syllable(token)) / len(words)
    accented = sum(1 for token in words if not token.isascii() and is_syllable(token)) / len(words)
    if valid > 0.83:
        return over_picture and accented < 0.1
    broken = sum(1 for token in tokens if not token.isalpha() and not _is_code(token)) / len(tokens)
    odd = sum(1 for token in tokens if not token.isascii() and not is_syllable(token)) / len(tokens)
    return valid > 0.55 or broken > 0.06 or odd > 0.3 or _private(text) > 0.1


def _foreign_script(text: str) -> bool:
    letters = [char for char in text[:4000] if char.isalpha()]
    foreign = [char for char in letters if ord(char) > 0x36F and not 0x1E00 <= ord(char) < 0x1F00 and not 0xE000 <= ord(char) < 0xF900]
    return len(foreign) > 0.5 * max(1, len(letters))


def _is_code(token: str) -> bool:
    """Numbers with letters (01a, QH14, 5G, a web address) are no sign of a misreading."""
    return token.isascii() and (token.isalnum() or "@" in token or "&" in token or "%" in token or "+" in token)


def _private(text: str) -> float:
    odd = sum(1 for char in text if unicodedata.category(char) in ("Co", "Cn", "Cc") and char not in "\n\t\r")
    return odd / max(1, len(text))
