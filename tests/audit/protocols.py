"""A generator of election protocols that agree with themselves, and of single slips in them. A protocol is lines
and a table whose figures carry keys: "{voted.3}" is the count of voters of the fourth commune. The same protocol is
printed as a page with known statistics (what the audit alone must judge) and as HTML (what the whole program reads).
The generator knows what the forms say (mẫu 26/HĐBC-HĐND, 35/HĐBC); it does not know the audit."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import regex
from audit_builders import Page, _statistic

from extractor.facts import Citation, DateMention, Deadline, Event, Header, Interval
from extractor.model import Block, Cell, Span

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
DECREES = ("30/2020/NĐ-CP", "15/2016/TT-BVHTTDL", "09/2021/TT-BTC", "76/2015/NQ-HĐBCQG")
_PLACES = {  # province, district and its communes, with the codes of 2021
    "Thái Nguyên": ("Đại Từ", ("Phúc Lương", "Minh Tiến", "Yên Lãng", "Đức Lương", "Phú Cường", "Na Mao", "Phú Lạc", "Tân Linh")),
    "Thái Bình": ("Tiền Hải", ("Đông Hải", "Đông Trà", "Đông Long", "Đông Quí", "Vũ Lăng", "Đông Xuyên", "Tây Lương", "Tây Ninh")),
    "Nghệ An": ("Yên Thành", ("Mã Thành", "Lăng Thành", "Tân Thành", "Đức Thành", "Kim Thành", "Hậu Thành", "Hùng Thành", "Đô Thành")),
}
COLUMNS = ("registered", "voted", "turnout", "returned", "valid", "invalid")
_INDICATORS = {
    "registered": "registered_voters", "voted": "voters_voted", "turnout": "turnout_rate", "returned": "ballots_returned", "valid": "valid_ballots",
    "invalid": "invalid_ballots", "valid_rate": "valid_ballot_rate", "invalid_rate": "invalid_ballot_rate", "received": "ballots_received", "issued": "ballots_issued",
    "exchanged": "ballots_exchanged", "unused": "ballots_unused", "seats": "seats", "candidates": "candidates", "elected": "elected", "elected_rate": "elected_rate",
    "women": "women", "women_rate": "women_rate", "votes": "votes_received", "share": "vote_share",
}  # fmt: skip
_HEADINGS = ("TT", "Đơn vị", "Tổng số cử tri", "Số cử tri đi bầu", "Tỷ lệ (%)", "Số phiếu thu vào", "Số phiếu hợp lệ", "Số phiếu không hợp lệ")
_MARK = regex.compile(r"\{([\w.]+)\}")


@dataclass(frozen=True)
class Protocol:
    """printed: every figure by key, as on the page. rows: keys' suffixes of the communes, in order. decimals: of
    its rates. days: key to (ISO day as printed, weekday as printed). cited: (number, ISO day) in order of place."""

    province: str
    district: str
    communes: tuple[str, ...]
    printed: dict[str, str]
    days: dict[str, tuple[str, str]]
    cited: tuple[tuple[str, str], ...]
    counted: tuple[str, int]
    rows: tuple[int, ...] = field(default=())

    def lines(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Marked lines with the scope of their figures."""
        district = {"area": self.district, "level": "district"}
        council = {**district, "office": "district_council"}
        yield f"Toàn tỉnh {self.province} có {{registered.p}} cử tri, đã có {{voted.p}} cử tri đi bầu, đạt tỷ lệ {{turnout.p}}%.", {"area": self.province, "level": "province"}
        yield f"Bầu cử đại biểu HĐND huyện {self.district}: số phiếu nhận vào {{received.d}} phiếu, số phiếu phát ra {{issued.d}} phiếu, số phiếu đổi {{exchanged.d}} phiếu, số phiếu không sử dụng {{unused.d}} phiếu.", council
        yield "Số phiếu thu vào {returned.d} phiếu; số phiếu hợp lệ {valid.d} phiếu, đạt tỷ lệ {valid_rate.d}%; số phiếu không hợp lệ {invalid.d} phiếu, chiếm tỷ lệ {invalid_rate.d}%.", council
        yield "Số đại biểu được bầu là {seats.d} đại biểu, số người ứng cử là {candidates.d} người; số người trúng cử là {elected.d} người, đạt tỷ lệ {elected_rate.d}%.", council
        yield "Trong số {elected.e} người trúng cử HĐND huyện có {women.d} nữ, chiếm {women_rate.d}%.", council
        for number in range(2):
            yield f"{number + 1}. Ông {('Trần Văn Bình', 'Lê Minh Sơn')[number]} được {{votes.{number}}} phiếu, đạt {{share.{number}}}% số phiếu hợp lệ.", {**council, "subject": ("Trần Văn Bình", "Lê Minh Sơn")[number]}

    def table(self) -> list[list[str]]:
        rows = [[str(n), self.communes[i], *(f"{{{column}.c{i}}}" for column in COLUMNS)] for n, i in enumerate(self.rows, start=1)]
        return [list(_HEADINGS), *rows, ["", "Toàn huyện", *(f"{{{column}.t}}" for column in COLUMNS)]]

    def tail(self) -> list[str]:
        """Lines of days and citations, printed as they stand."""
        (issued, weekday), offset = self.days["meeting"], self.counted
        return [
            f"Căn cứ số {self.cited[0][0]} ngày {_day(self.cited[0][1])} về mẫu biểu.",
            f"Hội nghị tổng kết tổ chức vào {weekday}, ngày {_day(issued)}.",
            f"Niêm yết danh sách chậm nhất ngày {_day(offset[0])} ({offset[1]} ngày trước ngày bầu cử).",
            f"Ngày bầu cử là ngày {_day(self.days['election'][0])}.",
            f"Thực hiện số {self.cited[1][0]} ngày {_day(self.cited[1][1])} nêu trên.",
        ]

    def html(self) -> bytes:
        body = "".join(f"<p>{self._fill(line)}</p>" for line, _ in self.lines())
        rows = "".join("<tr>" + "".join(f"<{'th' if n == 0 else 'td'}>{self._fill(cell)}</{'th' if n == 0 else 'td'}>" for cell in row) + "</tr>" for n, row in enumerate(self.table()))
        tail = "".join(f"<p>{line}</p>" for line in self.tail())
        title = f"Kết quả bầu cử huyện {self.district}, tỉnh {self.province}"
        return f"<html lang=vi><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>{title}</h1><p>Ngày 23/5/2021, cử tri đi bầu cử đại biểu HĐND.</p>{body}<table>{rows}</table>{tail}</article></body></html>".encode()

    def _fill(self, marked: str) -> str:
        return _MARK.sub(lambda m: self.printed[m[1]], marked)

    def page(self) -> Page:
        """The page with its statistics, dates, citations and deadline as a perfect reader would have them."""
        made = Page("")
        blocks: list[Block] = []
        for marked, scope in self.lines():
            start = len(made.text)
            self._put(made, marked, scope)
            blocks.append(Block(start, len(made.text)))
            made.text += "\n"
        for row, cells in enumerate(self.table()):
            for column, marked in enumerate(cells):
                start = len(made.text)
                total = cells[1] == "Toàn huyện"
                area = {"area": self.district if total else cells[1], "level": "district" if total else "commune", "cell": (row, column, _HEADINGS[column])}
                if column >= 5:
                    area["office"] = "national_assembly"
                self._put(made, marked, area)
                if len(made.text) > start:
                    blocks.append(Block(start, len(made.text), "cell", cell=Cell(0, row, column, _HEADINGS[column], cells[0], is_header=row == 0)))
                made.text += "\n"
        for line in self.tail():
            blocks.append(Block(len(made.text), len(made.text) + len(line)))
            made.text += line + "\n"
        made.blocks = tuple(blocks)
        self._dates(made)
        return made

    def _put(self, made: Page, marked: str, scope: dict[str, Any]) -> None:
        done = 0
        for match in _MARK.finditer(marked):
            made.text += marked[done : match.start()]
            done, start = match.end(), len(made.text)
            printed = self.printed[match[1]]
            made.text += printed
            made.statistics.append(_statistic(_INDICATORS[match[1].split(".")[0]], printed, Span(start, len(made.text)), dict(scope)))
        made.text += marked[done:]

    def _dates(self, made: Page) -> None:
        day, weekday = self.days["meeting"]
        span = _span(made.text, f"{weekday}, ngày {_day(day)}")
        made.mentions.append(DateMention(span=span, rule="", interval=Interval(day, day, day), role="event", printed=made.text[span.start : span.end]))
        start = 0
        for number, issued in self.cited:
            start = made.text.index(number, start)
            parts = number.split("/")
            span = Span(start, start + len(number))
            made.citations.append(Citation(span=span, rule="", number=number, printed=number, year=int(parts[1]), notation=parts[-1], issued_on=issued))
            start = span.end
        made.header = Header()

    def timed(self, made: Page) -> tuple[tuple[Deadline, ...], tuple[Event, ...]]:
        """The deadline and the election of the page."""
        election = self.days["election"][0]
        day, offset = self.counted
        due = Deadline(
            span=_span(made.text, f"ngày {_day(day)} ({offset}"), rule="", obligation="niêm yết", responsible=None, kind="no_later_than", latest=day,
            anchor="ngày bầu cử", offset=offset, offset_unit="day",
        )  # fmt: skip
        held = Event(span=_span(made.text, f"Ngày bầu cử là ngày {_day(election)}"), rule="", name="bầu cử", kind="election", interval=Interval(election, election, election))
        return (due,), (held,)


def consistent(seed: int) -> Protocol:
    """A protocol in which everything agrees; rates are rounded in some, cut in others, as writers do."""
    dice = random.Random(seed)
    province, (district, names) = dice.choice(list(_PLACES.items()))
    communes = tuple(dice.sample(names, dice.randint(3, len(names))))
    decimals, cuts = dice.choice((1, 2, 2, 2, 3)), dice.random() < 0.25
    counts: dict[str, int] = {}
    for i in range(len(communes)):
        registered = dice.randint(900, 9_500)
        voted = registered - dice.choice((0, dice.randint(0, 40), dice.randint(0, 400)))
        returned = voted - dice.choice((0, 0, dice.randint(0, 5)))
        invalid = dice.randint(0, max(1, returned // 60))
        counts |= {f"registered.c{i}": registered, f"voted.c{i}": voted, f"returned.c{i}": returned, f"valid.c{i}": returned - invalid, f"invalid.c{i}": invalid}
    for column in ("registered", "voted", "returned", "valid", "invalid"):
        counts[f"{column}.t"] = sum(counts[f"{column}.c{i}"] for i in range(len(communes)))
    counts["registered.p"] = counts["registered.t"] + dice.randint(300_000, 2_000_000)
    counts["voted.p"] = counts["voted.t"] + int((counts["registered.p"] - counts["registered.t"]) * dice.uniform(0.9, 1.0))
    issued, exchanged, unused = counts["voted.t"], dice.randint(0, 60), dice.randint(1, 900)
    invalid = dice.randint(0, counts["voted.t"] // 50)
    returned = issued - dice.randint(0, 9)
    seats = dice.randint(20, 40)
    elected = seats - dice.choice((0, 0, 1, 2))
    counts |= {"received.d": issued + exchanged + unused, "issued.d": issued, "exchanged.d": exchanged, "unused.d": unused, "returned.d": returned}
    counts |= {"valid.d": returned - invalid, "invalid.d": invalid, "seats.d": seats, "candidates.d": seats + dice.randint(5, 30), "elected.d": elected, "elected.e": elected}
    counts["women.d"] = dice.randint(1, elected // 2)
    for number in range(2):
        counts[f"votes.{number}"] = dice.randint(counts["valid.d"] // 2 + 1, counts["valid.d"])
    shares = {"turnout.p": ("voted.p", "registered.p"), "valid_rate.d": ("valid.d", "returned.d"), "invalid_rate.d": ("invalid.d", "returned.d")}
    shares |= {"elected_rate.d": ("elected.d", "seats.d"), "women_rate.d": ("women.d", "elected.e"), "turnout.t": ("voted.t", "registered.t")}
    shares |= {f"turnout.c{i}": (f"voted.c{i}", f"registered.c{i}") for i in range(len(communes))}
    shares |= {f"share.{n}": (f"votes.{n}", "valid.d") for n in range(2)}
    printed = {key: grouped(value) for key, value in counts.items()}
    printed |= {key: rate(counts[part], counts[whole], decimals, cuts) for key, (part, whole) in shares.items()}
    election, meeting = date(2021, 5, 23), date(2021, 6, 1) + timedelta(days=dice.randint(0, 40))
    offset = dice.choice((40, 60, 80))
    number = dice.choice(DECREES)
    issued_on = date(int(number.split("/")[1]), dice.randint(2, 11), dice.randint(1, 28)).isoformat()
    days = {"meeting": (meeting.isoformat(), WEEKDAYS[meeting.weekday()]), "election": (election.isoformat(), "")}
    counted = ((election - timedelta(days=offset)).isoformat(), offset)
    return Protocol(province, district, communes, printed, days, ((number, issued_on), (number, issued_on)), counted, tuple(range(len(communes))))


SLIPS = ("digit", "swap", "row_lost", "total_off", "wrong_whole", "date_shifted", "citation_date")


def with_slip(protocol: Protocol, kind: str, seed: int) -> Protocol | None:
    """The protocol with one slip of that kind; None where it has no place for it."""
    dice = random.Random(seed)
    printed = dict(protocol.printed)
    if kind in ("digit", "swap", "total_off"):
        keys = [key for key in printed if kind != "total_off" or (key.endswith(".t") and not key.startswith("turnout"))]
        key = dice.choice(keys)
        changed = _swapped(printed[key], dice) if kind == "swap" else _digit(printed[key], dice)
        return replace(protocol, printed={**printed, key: changed}) if changed is not None else None
    if kind == "row_lost":
        lost = dice.choice(protocol.rows)
        return replace(protocol, rows=tuple(i for i in protocol.rows if i != lost)) if len(protocol.rows) > 3 else None
    if kind == "wrong_whole":
        key, part, whole = dice.choice((("valid_rate.d", "valid.d", "received.d"), ("turnout.t", "returned.t", "registered.t"), ("women_rate.d", "women.d", "seats.d")))
        decimals = len(printed[key].partition(",")[2])
        wrong = rate(_count(printed[part]), _count(printed[whole]), decimals, False)
        return replace(protocol, printed={**printed, key: wrong}) if wrong != printed[key] else None
    by = dice.choice((-10, -9, -7, -1, 1, 7, 9, 10, 30))
    if kind == "citation_date":
        number, issued = protocol.cited[1]
        return replace(protocol, cited=(protocol.cited[0], (number, _shifted(issued, by))))
    if dice.random() < 0.5:
        return replace(protocol, counted=(_shifted(protocol.counted[0], by), protocol.counted[1]))
    day, weekday = protocol.days["meeting"]
    return replace(protocol, days={**protocol.days, "meeting": (_shifted(day, by), weekday)})


def grouped(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def rate(part: int, whole: int, decimals: int, cuts: bool) -> str:
    scaled = 100 * part * 10**decimals
    number = scaled // whole if cuts else (2 * scaled + whole) // (2 * whole)
    text = f"{number:0{decimals + 1}}"
    return f"{text[:-decimals]},{text[-decimals:]}"


def _digit(printed: str, dice: random.Random) -> str | None:
    places = [i for i, c in enumerate(printed) if c.isdigit()]
    place = dice.choice(places)
    options = [d for d in "0123456789" if d != printed[place] and not (d == "0" and place == 0)]
    return printed[:place] + dice.choice(options) + printed[place + 1 :]


def _swapped(printed: str, dice: random.Random) -> str | None:
    places = [i for i, c in enumerate(printed) if c.isdigit()]
    pairs = [(a, b) for a, b in pairwise(places) if printed[a] != printed[b] and not (a == 0 and printed[b] == "0")]
    if not pairs:
        return None
    a, b = dice.choice(pairs)
    letters = list(printed)
    letters[a], letters[b] = letters[b], letters[a]
    return "".join(letters)


def _count(printed: str) -> int:
    return int(printed.replace(".", ""))


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{int(month)}/{year}"


def _shifted(iso: str, days: int) -> str:
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


def _span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))
