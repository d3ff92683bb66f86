"""Bytes in, one decoded string out, with the name of its encoding, what was wrong with the bytes, and
the map from a character to its line and column. First room of the text and HTML parsers.

The order of trust: a byte order mark; valid UTF-8 (bytes that are valid UTF-8 and not ASCII are UTF-8,
whatever the page declares); UTF-16 without a mark, known by its zero bytes; the declared charset (meta,
XML); UTF-8 with a few broken bytes; windows-1252 where its words prove to be in old Vietnamese letters
(old_text.py converts them); windows-1258 where its tone marks stand after letters; windows-1252."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass

from extractor.model import Place, Problem
from extractor.parse.old_words import find_stretches

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*|<\?xml\s[^>]{0,120}?encoding\s*=\s*["']\s*)([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE)
_LINE_END = re.compile("\r\n|\n|\r")
_BAD_UTF8 = re.compile("\ufffd")
# In windows-1258 the five tone marks are letters of their own: a base letter, then one of these bytes.
_TONE_1258 = re.compile(rb"[A-Za-z\xc2\xca\xd4\xe2\xea\xf4\xc3\xe3\xd5\xf5\xdd\xfd][\xcc\xd2\xde\xec\xf2]")
_WINDOWS_1252 = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_SAME_AS_1252 = {"iso8859-1", "latin-1", "ascii"}  # what browsers do with these labels: https://encoding.spec.whatwg.org


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a decoded text begin. A line ends in LF, CRLF or CR."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        return cls((0, *(match.end() for match in _LINE_END.finditer(text))))

    def place(self, offset: int) -> Place:
        """Line and column, both from 1, of the character at `offset` of the decoded text."""
        line = bisect_right(self.starts, offset)
        return Place(line=line, column=offset - self.starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Decoded:
    """text: as decoded, without its byte order mark and otherwise unchanged. problems: for a person."""

    text: str
    encoding: str
    lines: Lines
    problems: tuple[Problem, ...]


def decode(data: bytes, path: str, *, markup: bool = False) -> Decoded:
    """Decode a text file; never fails. path: named in the problems. markup: look for a declared charset."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, path, skipped=len(mark))
    declared = _declared(data) if markup else None
    problems: list[Problem] = []
    codec = _codec(declared) if declared else None
    if declared and codec is None:
        problems.append(_warning(path, f"the page declares the charset {declared!r}, which nobody knows; the bytes were judged without it"))
    wide = _wide(data)
    if wide:
        return _decode_as(data, wide, path, before=problems)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, codec, path, problems)
    if codec not in (None, "utf-8") and not text.isascii() and codec is not None and not codec.startswith("utf-16"):
        problems.append(_note(path, f"the page declares {declared}, but its bytes are UTF-8; read as UTF-8"))
    return Decoded(text, "utf-8", Lines.of(text), tuple(problems))


def _decode_other(data: bytes, codec: str | None, path: str, problems: list[Problem]) -> Decoded:
    """Bytes that are not valid UTF-8."""
    if codec and codec != "utf-8" and not codec.startswith("utf-"):
        return _decode_as(data, codec, path, before=problems)
    if codec == "utf-8" or _mostly_utf8(data):
        return _decode_as(data, "utf-8", path, before=problems)
    if find_stretches(windows_1252(data)):
        return _decode_as(data, "cp1252", path, before=problems)
    guess = "cp1258" if len(_TONE_1258.findall(data)) * 12 > sum(byte > 0x7F for byte in data) else "cp1252"
    problems.append(_warning(path, f"the file is not UTF-8 and does not say what it is; read as {_public(guess)}: check the accents"))
    return _decode_as(data, guess, path, before=problems)


def _decode_as(data: bytes, encoding: str, path: str, *, skipped: int = 0, before: list[Problem] | None = None) -> Decoded:
    problems = list(before or ())
    try:
        text = windows_1252(data) if encoding == "cp1252" else data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        lines = Lines.of(text)
        place = lines.place(len(data[: error.start].decode(encoding, errors="replace")))
        count = len(_BAD_UTF8.findall(text))
        problems.append(
            _warning(
                path,
                f"byte {skipped + error.start} (line {place.line}) is not valid {_public(encoding)}; "
                f"{count} such places were replaced by U+FFFD: save the file again as UTF-8",
            )
        )
        return Decoded(text, _public(encoding), lines, tuple(problems))
    return Decoded(text, _public(encoding), Lines.of(text), tuple(problems))


def windows_1252(data: bytes) -> str:
    """As browsers decode it: the five bytes it leaves undefined are the control characters of the same number
    (https://encoding.spec.whatwg.org), so that none of an old font's letters is lost."""
    return data.decode("latin-1").translate(_WINDOWS_1252)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, 16384)
    return match[1].decode("ascii") if match else None


def _codec(label: str) -> str | None:
    """The Python name of a declared charset; None where there is none or it is no text encoding."""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in ("idna", "punycode", "undefined", "raw-unicode-escape", "unicode-escape"):
        return None
    return "cp1252" if info.name in _SAME_AS_1252 else info.name


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: markup and digits leave zeros in every second byte."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """True where broken bytes are rare among the multi-byte characters."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text[:200000] if ord(char) > 0x7F) - bad
    return good > 4 * bad


def _public(encoding: str) -> str:
    return {"cp1252": "windows-1252", "cp1258": "windows-1258", "utf-8": "UTF-8"}.get(encoding, encoding)


def _warning(path: str, message: str) -> Problem:
    return Problem("warning", "read", path, message)


def _note(path: str, message: str) -> Problem:
    return Problem("note", "read", path, message)
