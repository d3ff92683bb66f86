"""Bytes and a file name in, the media type out: the bytes decide, the name only confirms. What cannot
be read is refused here with a reason in plain words and a remedy. First step of parse()."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from extractor.errors import ReadError

HTML, PLAIN, PDF = "text/html", "text/plain", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC, RTF, ODT = "application/msword", "application/rtf", "application/vnd.oasis.opendocument.text"
XLS, XLSX = "application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ = frozenset([HTML, PLAIN, PDF, DOCX, DOC, RTF, ODT, XLS, XLSX])

_BY_NAME = {
    "html": HTML,
    "htm": HTML,
    "xhtml": HTML,
    "shtml": HTML,
    "txt": PLAIN,
    "text": PLAIN,
    "md": PLAIN,
    "csv": PLAIN,
    "pdf": PDF,
    "docx": DOCX,
    "docm": DOCX,
    "doc": DOC,
    "rtf": RTF,
    "xls": XLS,
    "xlsx": XLSX,
    "odt": ODT,
    "zip": "application/zip",
    "gz": "application/gzip",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}
_SPOKEN = {
    HTML: "an HTML page",
    PLAIN: "plain text",
    PDF: "a PDF",
    DOCX: "a Word document (.docx)",
    DOC: "an old Word document (.doc)",
    RTF: "a rich text document (.rtf)",
    XLS: "an old Excel workbook (.xls)",
    XLSX: "an Excel workbook (.xlsx)",
    ODT: "an OpenDocument text (.odt)",
    "application/zip": "a ZIP archive",
    "application/gzip": "a gzip archive",
    "image/jpeg": "a JPEG image",
    "image/png": "a PNG image",
    "image/tiff": "a TIFF image",
    "application/x-ole-storage": "an old Office file",
    "message/rfc822": "a saved e-mail or web archive (.mht)",
    "image/gif": "a GIF image",
    "image/bmp": "a bitmap image",
}
_REMEDIES = {
    "application/x-ole-storage": "open it in its own program and save it as .docx or PDF",
    "application/zip": "unpack it and give the files inside",
    "application/gzip": "unpack it and give the file inside",
    "message/rfc822": "open it in a browser and save it as an HTML page",
}
_MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\x0c\r\x1b")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
_FIRST_TAG = re.compile(
    r"(?:\s|\ufeff|<!--.{0,2000}?-->|<\?[^>]{0,300}\?>)*"
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|div|p|pre|table|center|font|h[1-6]|article|section|main|header|nav|form|span|b|a|ul|ol|link|style|script)\b)",
    re.IGNORECASE | re.DOTALL,
)
_ANY_PAGE_TAG = re.compile(r"<(?:html|head|body)\b[^>]{0,2000}>", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:p|div|td|tr|table|span|li|a|b|i|strong|em|pre|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Media:
    """What the bytes are, and what the name said they would be where it said something else."""

    type: str
    named: str | None = None

    @property
    def mismatch(self) -> str | None:
        """A sentence naming both, where name and bytes disagree."""
        if self.named is None or self.named == self.type:
            return None
        return f"the name says {spoken(self.named)}, the bytes say {spoken(self.type)}; read as {spoken(self.type)}"


def spoken(media_type: str) -> str:
    return _SPOKEN.get(media_type, media_type)


def detect(data: bytes, path: str) -> Media:
    """The media type of readable bytes. Raises ReadError for empty files, noise and kinds that are not read."""
    if not data:
        raise ReadError("the file is empty", file=path, remedy="fetch or export it again")
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"):
        raise ReadError("the file holds nothing but blanks", file=path, remedy="fetch or export it again")
    named = _BY_NAME.get(PurePath(path).suffix.lower().lstrip("."))
    found = _binary_type(data) or _text_type(data, named)
    if found is None:
        raise ReadError(
            "the file is neither text nor a document: its bytes look like noise or a program's own format",
            file=path,
            remedy="check that it was downloaded whole, or open it in its own program and save it as PDF",
        )
    if found in _READ:
        return Media(found, named)
    if found.startswith("image/"):
        raise ReadError(f"this is {spoken(found)}, not a document", file=path, remedy="put the picture into a PDF; scanned PDFs are read by OCR")
    raise ReadError(f"this is {spoken(found)}, which is not read", file=path, remedy=_REMEDIES.get(found, "save it as PDF"))


def _binary_type(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data), "application/x-ole-storage")
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or b"\x00" in data[:64]):
            return kind
    if re.match(rb"(?:From|MIME-Version|Content-Type):\s", data, re.IGNORECASE) and re.search(
        rb"\n(?:MIME-Version|Content-Type): ?(?:1\.0|multipart)", b"\n" + data[:4000], re.IGNORECASE
    ):
        return "message/rfc822"
    return None


def _zip_type(data: bytes) -> str:
    """Office files are ZIP archives. A broken one that names word/ is still one: its parser says what is wrong."""
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return DOCX if b"word/" in data[:65536] else "application/zip"
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if "content.xml" in names and "mimetype" in names:
        return ODT
    return "application/zip"


def _text_type(data: bytes, named: str | None) -> str | None:
    head = data[:65536]
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or _zeros_every_second(head)
    if not wide and _noise(head):
        return None
    text = head.decode("utf-16", errors="ignore") if wide and head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.replace(b"\x00", b"").decode("latin-1")
    if _FIRST_TAG.match(text) or _ANY_PAGE_TAG.search(text):
        return HTML
    if named == HTML and _CLOSING.search(text):
        return HTML
    return PLAIN


def _zeros_every_second(head: bytes) -> bool:
    even, odd, half = head[0::2].count(0), head[1::2].count(0), max(1, len(head) // 2)
    return max(even, odd) > 0.3 * half and min(even, odd) < 0.05 * half


def _noise(head: bytes) -> bool:
    """More control bytes than text ever has; a few zero bytes in a text file are damage, not noise."""
    return len(head) - len(head.translate(None, _CONTROL)) > 0.05 * len(head)
