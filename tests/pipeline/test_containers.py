"""Containers give their documents; what is wrong in one costs one row and touches nothing else."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from extractor.errors import ReadError
from extractor.pipeline import Item, find_sources, run
from extractor.pipeline import sources as sources_module
from extractor.rules import load_rules

GOOD = "UBND XÃ AN HÒA\nSố: 12/BC-UBND\nAn Hòa, ngày 05 tháng 6 năm 2021\nBÁO CÁO\nKết quả bầu cử\n"


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in members.items():
            container.writestr(name, data)
    return stream.getvalue()


def nested(depth: int) -> bytes:
    data = zipped({"day.txt": GOOD.encode()})
    for level in range(depth - 1):
        data = zipped({f"{level}.zip": data})
    return data


def found(path: Path) -> list[Item]:
    return list(find_sources([path]))


def readable(items: list[Item]) -> list[str]:
    names = []
    for item in items:
        try:
            assert item.read()
            names.append(item.source.path.partition("!")[2] or item.path.name)
        except ReadError:
            pass
    return names


def faults(items: list[Item]) -> list[str]:
    said = []
    for item in items:
        try:
            item.read()
        except ReadError as error:
            assert error.remedy
            said.append(error.message)
    return said


def test_members_of_a_zip_within_a_zip_are_documents_with_the_whole_way_in_their_name(tmp_path: Path) -> None:
    inner = zipped({"thư mục/b!.txt": GOOD.encode()})
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": GOOD.encode(), "sâu.zip": inner, "style.css": b"x", "__MACOSX/a.txt": b"x", ".b.txt": b"x"}))
    passed: list[Path] = []
    items = list(find_sources([tmp_path / "a.zip"], passed))
    assert [item.member for item in items] == ["a.txt", "sâu.zip!thư mục/b!.txt"]
    assert {item.read() for item in items} == {GOOD.encode()}
    assert [path.name for path in passed] == ["a.zip!style.css"]
    assert Item(tmp_path / "a.zip", "sâu.zip!thư mục/b!.txt").read() == GOOD.encode()


def test_a_zip_five_deep_is_read_and_one_twenty_deep_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "5.zip").write_bytes(nested(5))
    (tmp_path / "20.zip").write_bytes(nested(20))
    assert len(readable(found(tmp_path / "5.zip"))) == 1
    items = found(tmp_path / "20.zip")
    assert len(items) == 1 and "deep" in faults(items)[0]


def test_a_bomb_beside_a_document_costs_one_row(tmp_path: Path) -> None:
    bomb = zipped({"zeros.txt": b"0" * (32 * 2**20)})
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": GOOD.encode(), "bomb.zip": bomb, "zeros.txt": b"0" * (32 * 2**20)}))
    items = found(tmp_path / "a.zip")
    assert readable(items) == ["a.txt"]
    assert len(faults(items)) == 2 and all("unpack to" in fault for fault in faults(items))


def test_a_zip_that_unfolds_into_ever_more_zips_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.pipeline.zips.MOST_MEMBERS", 50)
    data = zipped({"a.txt": GOOD.encode()})
    for _ in range(3):
        data = zipped({f"{number}.zip": data for number in range(10)})
    (tmp_path / "fan.zip").write_bytes(data)
    items = found(tmp_path / "fan.zip")
    assert len(items) <= 51 and "more than 50 files" in faults(items)[-1]


@pytest.mark.parametrize("harm", ["cut", "member", "inner", "encrypted"])
def test_a_damaged_zip_is_a_problem_and_its_good_members_are_read(tmp_path: Path, harm: str) -> None:
    good = zipped({"a.txt": GOOD.encode() * 50, "b.txt": GOOD.encode() * 50})
    if harm == "cut":
        data, expected = good[: len(good) // 2], []
    elif harm == "member":
        at = good.index(b"a.txt") + len("a.txt") + 4
        data, expected = good[:at] + b"\xff\xff\xff\xff" + good[at + 4 :], ["b.txt"]
    elif harm == "inner":
        data, expected = zipped({"b.txt": GOOD.encode(), "c.zip": good[:100]}), ["b.txt"]
    else:
        at = good.index(b"PK\x01\x02") + 8
        data, expected = good[:at] + bytes([good[at] | 1]) + good[at + 1 :], ["b.txt"]
    (tmp_path / "a.zip").write_bytes(data)
    items = found(tmp_path / "a.zip")
    assert readable(items) == expected
    assert len(faults(items)) == 1


def record(kind: str, url: str, block: bytes, content_type: str = "application/http; msgtype=response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-06-05T02:03:04Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, content_type: str, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


PAGE = f"<html><body><p>{GOOD}</p></body></html>".encode()
RECORDS = [
    record("warcinfo", "", b"software: test\r\n", "application/warc-fields"),
    record("request", "https://xa.vn/a", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
    record("response", "https://xa.vn/a", answer(PAGE, "text/html; charset=utf-8")),
    record("response", "https://xa.vn/a.css", answer(b"p {}", "text/css")),
    record("response", "https://xa.vn/gone", answer(b"<p>gone</p>", "text/html", "404 Not Found")),
    record("response", "https://xa.vn/b.html", answer(gzip.compress(PAGE), "text/html", more="Content-Encoding: gzip\r\n")),
    record("response", "https://xa.vn/tai-ve/c.txt", answer(GOOD.encode(), "application/octet-stream")),
    record("resource", "https://xa.vn/d.txt", GOOD.encode(), "text/plain"),
]
DOCUMENTS = ["https://xa.vn/a", "https://xa.vn/b.html", "https://xa.vn/tai-ve/c.txt", "https://xa.vn/d.txt"]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_web_archive_gives_one_document_a_response_with_address_and_day(tmp_path: Path, name: str) -> None:
    packed = b"".join(gzip.compress(r) if name.endswith(".gz") else r for r in RECORDS)
    (tmp_path / name).write_bytes(packed)
    items = found(tmp_path / name)
    assert [item.source.url for item in items] == DOCUMENTS
    assert {item.source.captured_at for item in items} == {"2021-06-05T02:03:04Z"}
    assert [item.read() for item in items] == [PAGE, PAGE, GOOD.encode(), GOOD.encode()]
    assert Item(tmp_path / name, "https://xa.vn/d.txt").read() == GOOD.encode()
    assert items[0].source.path == f"{tmp_path / name}!https://xa.vn/a"


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_web_archive_cut_in_the_middle_gives_what_stands_before_the_cut_and_one_problem(tmp_path: Path, name: str) -> None:
    pieces = [gzip.compress(r) if name.endswith(".gz") else r for r in RECORDS]
    whole = b"".join(pieces)
    (tmp_path / name).write_bytes(whole[: len(whole) - len(pieces[-1]) // 3])
    items = found(tmp_path / name)
    assert readable(items) == DOCUMENTS[:3]
    assert len(faults(items)) == 1 and "cut off in the middle" in faults(items)[0]


def test_a_file_called_a_web_archive_that_is_none_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"\x00\x01nothing of the kind\n" * 20)
    assert len(found(tmp_path / "a.warc")) == len(faults(found(tmp_path / "a.warc"))) == 1


def test_a_web_archive_with_a_swelling_response_costs_one_row(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * (32 * 2**20))
    swollen = record("response", "https://xa.vn/bomb", answer(bomb, "text/html", more="Content-Encoding: gzip\r\n"))
    (tmp_path / "a.warc").write_bytes(swollen + RECORDS[2])
    items = found(tmp_path / "a.warc")
    assert readable(items) == ["https://xa.vn/a"] and "unpack" in faults(items)[0]


def test_a_file_that_changes_while_it_is_read_is_a_problem_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growing, calm = tmp_path / "a.txt", tmp_path / "b.txt"
    growing.write_text(GOOD, encoding="utf-8")
    calm.write_text(GOOD, encoding="utf-8")
    read_bytes = sources_module.Path.read_bytes

    def write_on(path: Path) -> bytes:
        data = read_bytes(path)
        if path == growing:
            with path.open("ab") as stream:
                stream.write(b"one line more\n")
        return data

    monkeypatch.setattr(sources_module.Path, "read_bytes", write_on)
    changed, read = run(find_sources([tmp_path]), load_rules(), jobs=1)
    assert changed.document is None and "changed while" in changed.problems[0].message
    assert read.document is not None and read.document.text == GOOD
