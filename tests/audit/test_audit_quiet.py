"""Sentences in which everything is right and a careless audit would find a fault: read by the whole program, none may be told."""

from __future__ import annotations

import pytest
from builders import annotator

from extractor.extract import extract
from extractor.model import Source

RIGHT = [
    "Ngày thứ ba (25/5/2022) của lễ hội có nhiều trò chơi dân gian.",
    "Bước sang ngày thứ tư, 27/5/2022, đoàn làm việc tại huyện Mỏ Cày.",
    "Kỳ họp thứ sáu, ngày 7/12/2022, HĐND tỉnh Bến Tre thông qua 12 nghị quyết.",
    "Tuần thứ hai, ngày 12/5/2022, đoàn kiểm tra tiếp tục làm việc.",
    "Vòng hiệp thương thứ ba ngày 17/4/2022 diễn ra tại hội trường.",
    "Sáng thứ Hai, ngày 23/5/2022, họp giao ban; chiều thứ Ba (24/5/2022) tiếp dân.",
    "Chủ nhật tuần trước (22/5/2022), cả xã ra quân.",
    "Tỷ lệ 3/4 (75%), 2/3 (66,7%), 1/3 (33,3%) số hộ.",
    "Thu 15.234/14.000 triệu đồng, đạt 108,8% kế hoạch.",
    "Có 499/500 đại biểu có mặt, đạt 99,8%; tán thành 480/499 đại biểu (96,19%), chiếm 96% tổng số đại biểu Quốc hội.",
    "Kết quả biểu quyết: 444/450 đại biểu tham gia biểu quyết tán thành (bằng 89,88% tổng số đại biểu Quốc hội).",
    "Tổng số 1.250 ha, đã gieo 1.100 ha, đạt 88%; trong đó lúa 800 ha (72,7%), ngô 300 ha (27,3%).",
    "Tăng từ 85% lên 92,5%, tăng 7,5%; so với năm 2021 (1.200 hộ) giảm 300 hộ (25%).",
    "Bầu bổ sung 2 đại biểu; có 3/5 đại biểu trúng cử, đạt 60%.",
    "Đơn vị bầu cử số 3 bầu 2 đại biểu trong số 4 người ứng cử; toàn huyện bầu đủ 35 đại biểu; xã Tân Lập bầu được 24/25 đại biểu.",
    "Cả nước bầu đủ 500 đại biểu; tỉnh có 7 người trúng cử đại biểu Quốc hội.",
    "Toàn tỉnh bầu đủ 52 đại biểu HĐND tỉnh, trong đó 50 người trúng cử lần đầu.",
    "Theo Quyết định số 12/QĐ-UBND ngày 05/01/2021 và Quyết định số 12/QĐ-UBND ngày 10/01/2022 của UBND tỉnh.",
    "Căn cứ Thông tư số 01/2021/TT-BNV ngày 15/12/2020 của Bộ Nội vụ; Nghị định 34/2016/NĐ-CP ngày 14/5/2016.",
    "Văn bản hợp nhất số 20/VBHN-VPQH ngày 15/7/2020 hợp nhất Luật số 85/2015/QH13.",
]


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_is_right_is_no_finding(sentence: str) -> None:
    page = f"Tin trong tỉnh\n\n24/05/2022 09:30\n\n{sentence}\n"
    assert [(f.check_id, f.expected, f.actual) for f in extract(page.encode(), Source("tin.txt"), annotator()).findings] == []
