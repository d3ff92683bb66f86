"""The font table of a rich text file in, for each of its fonts out: by which code page its bytes are read, and whether
it shows small letters as capitals. rtf.py fills it while it reads and asks it for every run."""

from __future__ import annotations

import regex

from extractor.parse.encodings import windows_1252
from extractor.parse.old_letters import shows_capitals

_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_OLD_FONT = regex.compile(r"\.vn|vni|vps|viscii", regex.IGNORECASE)
_PICTURE_FONT = regex.compile(r"symbol|dings|webdings|monotype sorts", regex.IGNORECASE)


class FontTable:
    """Fonts by number, with the code page their bytes are read by. depth: of its group while it is being read."""

    def __init__(self) -> None:
        self.depth: int | None = None
        self.default = -1
        self.code_page = "cp1252"
        self._pages: dict[int, int] = {}
        self._names: dict[int, str] = {}
        self._number = -1

    def leave(self, depth: int) -> None:
        if self.depth is not None and depth < self.depth:
            self.depth = None

    def word(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self._number = number
        elif word == "fcharset" and number is not None:
            self._pages[self._number] = number

    def name(self, text: bytes, depth: int) -> None:
        if self.depth is not None and depth <= self.depth + 1:
            self._names[self._number] = self._names.get(self._number, "") + text.decode("latin-1")

    def shows_capitals(self, font: int) -> bool:
        return shows_capitals(self._names.get(font, ""))

    def decode(self, data: bytes, font: int) -> str:
        name, charset = self._names.get(font, ""), self._pages.get(font, 0)
        if _OLD_FONT.match(name) or charset == 2:
            text = windows_1252(data)
            return "".join(char if char.isascii() else "•" for char in text) if _PICTURE_FONT.search(name) else text
        page = _CODE_PAGES.get(charset, self.code_page)
        if page == "cp1252":
            return windows_1252(data)
        try:
            return data.decode(page, errors="replace")
        except LookupError:
            return windows_1252(data)
