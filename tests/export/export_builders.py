"""An archive of two small documents and a source that could not be read."""

from __future__ import annotations

from pathlib import Path

from builders import result

from extractor.errors import ReadError
from extractor.extract import unreadable
from extractor.facts import Result
from extractor.model import Source
from extractor.rules import load_rules
from extractor.store import Archive, ExtractionRun

NEWS = (
    "Sáng 20/7/2021, UBND tỉnh Hòa Bình tổ chức hội nghị tổng kết theo Kế hoạch số 45/KH-UBND ngày 02 tháng 7 năm 2021.\n"
    "Ông Lê Văn Tám, Phó Chủ tịch UBND tỉnh, chủ trì hội nghị. Tỷ lệ cử tri đi bầu đạt 99,60%.\n"
    "- Các huyện gửi báo cáo về Sở Nội vụ trước ngày 30/7/2021.\n"
)
OTHER = "=1+1 là dòng đầu. Uỷ ban bầu cử huyện Yên Thế gửi báo cáo chậm nhất ngày 05/6/2021.\n"


def results() -> list[Result]:
    failure = unreadable(Source("hong.pdf"), ReadError("not a PDF", file="hong.pdf", remedy="print it again"))
    return [result(NEWS), result(OTHER), failure]


def archive(path: Path) -> Path:
    rules = load_rules()
    with Archive(path) as store:
        store.add_reference(rules)
        store.add(results(), ExtractionRun(rules.digest, "test"))
    return path
