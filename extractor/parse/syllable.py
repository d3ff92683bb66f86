"""A word in, whether it can be a written Vietnamese syllable out: onset, rime and tone, with its marks or typed
without any. It is what tells Vietnamese from a misreading (pdf_layer) and from the letters of an old font
(old_words); no dictionary is asked, so names and rare words are syllables too."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

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
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LONGEST = 12  # characters of a syllable, though each mark be a character of its own
_KEPT = 20_000  # answers; written Vietnamese has some 7,000 syllables


def is_syllable(token: str) -> bool:
    """True of what can be a written Vietnamese syllable, with its marks or typed without any."""
    return len(token) <= _LONGEST and _is_written(token)


@lru_cache(maxsize=_KEPT)
def _is_written(token: str) -> bool:
    if token.isascii():
        return bool(_UNACCENTED.fullmatch(token))
    bare = "".join(mark for mark in unicodedata.normalize("NFD", token) if mark not in _TONES)
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))
