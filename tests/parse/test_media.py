"""What bytes are is told by the bytes; the name is only compared."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from extractor.errors import ReadError
from extractor.model import Source
from extractor.parse import parse
from extractor.parse.media import DOCX, HTML, PDF, PLAIN, detect

PAGE = "<!DOCTYPE html><html><body><p>Đoàn kiểm tra đã làm việc tại xã.</p></body></html>".encode()


def zipped(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [
        (PAGE, "a.html", HTML),
        (b"\xef\xbb\xbf" + PAGE, "a.htm", HTML),
        (PAGE.decode().encode("utf-16"), "a.html", HTML),
        (b"<?xml version='1.0'?>\n<!-- saved -->\n<html><body>x</body></html>", "a.xhtml", HTML),
        ("Số: 12/KH-UBND\n".encode(), "a.txt", PLAIN),
        ("x < y và y > z".encode(), "a.txt", PLAIN),
        ("một\nhai\n".encode("utf-16"), "a.txt", PLAIN),
        (b"%PDF-1.7\n", "a.pdf", PDF),
        (b"junk before\n%PDF-1.4", "a.pdf", PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", DOCX),
    ],
)
def test_the_bytes_decide(data: bytes, path: str, kind: str) -> None:
    assert detect(data, path).type == kind


@pytest.mark.parametrize(
    ("data", "path", "reason", "remedy"),
    [
        (b"", "a.txt", "empty", "again"),
        (b" \r\n\t\n", "a.txt", "blanks", "again"),
        (bytes(range(256)) * 8, "a.txt", "noise", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "WordDocument".encode("utf-16-le"), "a.doc", "old Word", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "Workbook".encode("utf-16-le"), "a.xls", "workbook", ".xlsx"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", "PNG", "OCR"),
        (zipped("notes.txt"), "a.zip", "ZIP", "unpack"),
        (zipped("xl/workbook.xml"), "a.xlsx", "damaged", "save a copy"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason_and_a_remedy(data: bytes, path: str, reason: str, remedy: str) -> None:
    with pytest.raises(ReadError) as refused:
        parse(data, Source(path))
    assert refused.value.file == path
    assert reason in refused.value.message
    assert remedy in refused.value.remedy


def test_a_wrong_extension_is_a_warning_that_names_both() -> None:
    document = parse(PAGE, Source("bao-cao.pdf"))
    assert document.media_type == HTML
    [problem] = [p for p in document.problems if p.stage == "read"]
    assert problem.severity == "warning"
    assert "PDF" in problem.message and "HTML" in problem.message


@pytest.mark.parametrize("path", ["a.html", "a.aspx", "tai-lieu", "a.html.gz!x.htm"])
def test_a_fitting_or_unknown_extension_is_no_problem(path: str) -> None:
    assert not [p for p in parse(PAGE, Source(path)).problems if p.stage == "read"]


def test_the_identity_of_a_document_is_that_of_its_bytes() -> None:
    one, two = parse(PAGE, Source("a.html")), parse(PAGE, Source("b.html"))
    assert one.id == two.id and len(one.id) == 64
    assert one.parser == "html/1" and one.source.path == "a.html"
