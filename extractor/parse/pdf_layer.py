"""The text of one page in, a judgement out: is it text, digital-signature stamps over a scan, garbage that a
bad recogniser or an old font left behind, or nothing at all? pdf.py writes it into Page.layer, so that
recognition (OCR) is asked only for the pages that need it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import islice

import regex

from extractor.model import Layer
from extractor.parse.syllable import is_syllable

_TOKEN = regex.compile(r"[^\s.,;:()\"“”‘’'/\[\]?!…<>=_*•▪►|–—-]+")
# Whatever is no letter of Vietnamese, its blanks and figures, or of private use: letters of other scripts are among them.
_FAR = regex.compile(r"[^\x00-\u036F\u1E00-\u1EFF\uE000-\uF8FF]")


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
    written = Counter(islice(_TOKEN.findall(text), 4000)).items()
    tokens = {token: times for token, times in written if len(token) > 1 and (token.isalpha() or any(map(str.isalpha, token)))}
    words = {token: times for token, times in tokens.items() if not token.isupper()}
    total = sum(words.values())
    if total < 12:
        return False
    syllables = {token: times for token, times in words.items() if is_syllable(token)}
    valid = sum(syllables.values()) / total
    accented = sum([times for token, times in syllables.items() if not token.isascii()]) / total
    if valid > 0.83:
        return over_picture and accented < 0.1
    every = sum(tokens.values())
    broken = sum([times for token, times in tokens.items() if not token.isalpha() and not _is_code(token)]) / every
    odd = sum([times for token, times in tokens.items() if not token.isascii() and not is_syllable(token)]) / every
    return valid > 0.55 or broken > 0.06 or odd > 0.3 or _private(text) > 0.1


def _foreign_script(text: str) -> bool:
    sample = text[:4000]
    foreign = sum(map(str.isalpha, _FAR.findall(sample)))
    return foreign > 0 and foreign > 0.5 * sum(map(str.isalpha, sample))


def _is_code(token: str) -> bool:
    """Numbers with letters (01a, QH14, 5G, a web address) are no sign of a misreading."""
    return token.isascii() and (token.isalnum() or "@" in token or "&" in token or "%" in token or "+" in token)


def _private(text: str) -> float:
    odd = sum(1 for char in text if unicodedata.category(char) in ("Co", "Cn", "Cc") and char not in "\n\t\r")
    return odd / max(1, len(text))
