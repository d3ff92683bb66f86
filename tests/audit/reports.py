"""A generator of reports in prose whose figures all agree, in the many ways papers put them: running counts of the day, districts
side by side, shares of several wholes, two elections in one paragraph, last term in brackets. It does not know the audit."""

from __future__ import annotations

import random
from collections.abc import Iterator

from protocols import grouped, rate

_DISTRICTS = {
    "Thái Bình": ("Tiền Hải", "Kiến Xương", "Vũ Thư", "Đông Hưng"),
    "Nghệ An": ("Yên Thành", "Diễn Châu", "Con Cuông", "Kỳ Sơn"),
    "Cà Mau": ("Thới Bình", "U Minh", "Đầm Dơi", "Năm Căn"),
    "Lào Cai": ("Bảo Thắng", "Văn Bàn", "Bắc Hà", "Si Ma Cai"),
    "Kon Tum": ("Đăk Hà", "Ngọc Hồi", "Sa Thầy", "Kon Rẫy"),
}


def report(seed: int) -> str:
    """One page as plain text, of three to seven paragraphs."""
    dice = random.Random(seed)
    province, districts = dice.choice(list(_DISTRICTS.items()))
    paragraphs = list(_paragraphs(dice, province, districts))
    dice.shuffle(paragraphs)
    lead = f"Ngày 23/5/2021, cử tri tỉnh {province} đi bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026."
    return "\n\n".join((f"Kết quả bầu cử tại {province}", "24/05/2021 09:30", lead, *paragraphs[: dice.randint(3, 7)])) + "\n"


def _paragraphs(dice: random.Random, province: str, districts: tuple[str, ...]) -> Iterator[str]:
    decimals, cuts = dice.choice((1, 2, 2)), dice.random() < 0.2

    def share(part: int, whole: int) -> str:
        return f"{rate(part, whole, decimals, cuts)}%"

    registered = dice.randint(300_000, 2_000_000)
    early, late, voted = (int(registered * dice.uniform(*span)) for span in ((0.2, 0.5), (0.6, 0.9), (0.97, 0.9999)))
    hours = ((9, early), (15, late), (19, voted))
    yield f"Toàn tỉnh {province} có {grouped(registered)} cử tri. " + " ".join(
        f"Đến {hour} giờ có {grouped(count)} cử tri đi bầu, đạt {share(count, registered)}." for hour, count in hours
    )
    electorates = {name: dice.randint(20_000, 150_000) for name in dice.sample(districts, 3)}
    turnout = {name: int(count * dice.uniform(0.98, 1)) for name, count in electorates.items()}
    by_district = (f"huyện {name} có {grouped(electorates[name])} cử tri, {grouped(turnout[name])} cử tri đi bầu, đạt {share(turnout[name], electorates[name])}" for name in electorates)
    yield f"Trong đó, {'; '.join(by_district)}. Toàn tỉnh đạt {share(voted, registered)} ({grouped(voted)}/{grouped(registered)} cử tri)."
    ranked = ", ".join(f"{name} {share(turnout[name], electorates[name])}" for name in electorates)
    yield f"Một số huyện có tỷ lệ cao: {ranked}. Tỷ lệ chung toàn tỉnh {share(voted, registered)}, cao hơn nhiệm kỳ trước (97,{dice.randint(10, 99)}%)."
    yield f"Tổng số cử tri {grouped(registered)} người, nam {grouped(registered // 2)}, nữ {grouped(registered - registered // 2)}; đã đi bầu {grouped(voted)}, chưa đi bầu {grouped(registered - voted)}."
    elected = dice.randint(40, 70)
    seats, candidates = elected + dice.choice((0, 0, 1, 2)), elected + dice.randint(15, 40)
    women, stood, young, minority = dice.randint(5, 20), dice.randint(20, 40), dice.randint(3, 15), dice.randint(1, 12)
    yield (
        f"Số đại biểu HĐND tỉnh được bầu là {seats} đại biểu, trúng cử {elected} đại biểu, đạt {share(elected, seats)}. Trong {elected} đại biểu trúng cử, nữ có {women} người,"
        f" chiếm {share(women, elected)}; trẻ tuổi {young} người, chiếm {share(young, elected)}; dân tộc thiểu số {minority} người ({share(minority, elected)})."
    )
    yield (
        f"Danh sách chính thức những người ứng cử đại biểu HĐND tỉnh có {candidates} người để bầu {seats} đại biểu; trong đó nữ {stood} người, chiếm {share(stood, candidates)}."
        f" Kết quả đã có {elected} người trúng cử; nữ trúng cử {women} người, đạt {share(women, elected)}."
    )
    yield f"Toàn tỉnh bầu được {elected} đại biểu HĐND tỉnh, {dice.randint(200, 400)} đại biểu HĐND cấp huyện, {grouped(dice.randint(2000, 4000))} đại biểu HĐND cấp xã."
    yield f"Tại huyện {districts[0]}, {dice.randint(27, 29)}/30 đại biểu trúng cử, thiếu so với số được bầu; các huyện còn lại bầu đủ số lượng."
    returned = voted - dice.randint(0, 50)
    invalid = dice.randint(100, returned // 50)
    valid = returned - invalid
    yield (
        f"Số phiếu phát ra {grouped(voted)} phiếu, số phiếu thu vào {grouped(returned)} phiếu, đạt {share(returned, voted)}; số phiếu hợp lệ {grouped(valid)} phiếu, chiếm"
        f" {share(valid, returned)}; số phiếu không hợp lệ {grouped(invalid)} phiếu, chiếm {share(invalid, returned)}."
    )
    yield (
        f"Bầu cử đại biểu Quốc hội: số phiếu thu vào {grouped(returned)}, hợp lệ {grouped(valid)}, không hợp lệ {grouped(invalid)}."
        f" Bầu cử đại biểu HĐND tỉnh: số phiếu thu vào {grouped(returned - 7)}, hợp lệ {grouped(valid - 30)}, không hợp lệ {grouped(invalid + 23)}."
    )
    for name in ("Ông Trần Văn Bình", "Bà Lê Thị Hoa"):
        votes = dice.randint(valid // 2, valid)
        yield f"{name} được {grouped(votes)} phiếu, đạt {share(votes, valid)} trên tổng số {grouped(valid)} phiếu hợp lệ."
    areas = dice.randint(100, 400)
    complete = areas - dice.randint(0, 60)
    yield f"Đến nay có {complete}/{areas} khu vực bỏ phiếu hoàn thành, đạt {share(complete, areas)}; {dice.randint(10, 40)} khu vực đạt 100% cử tri đi bầu."
    yield f"Có {dice.randint(2, 3)}/4 thị trấn và {dice.randint(10, 18)}/20 xã hoàn thành trước 17 giờ; {dice.randint(5, 9)}/10 chỉ tiêu đạt và vượt."
    yield f"Thu ngân sách đạt {dice.randint(300, 900)},4 tỷ đồng, bằng {dice.randint(98, 112)},5% dự toán, tăng {dice.randint(3, 9)},2% so với cùng kỳ."
    summoned = dice.randint(50, 90)
    yield f"Hội nghị triệu tập {summoned} đại biểu, có mặt {summoned - 3} đại biểu, vắng 3, đạt {share(summoned - 3, summoned)}."
