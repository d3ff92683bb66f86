"""Builds corpus/scans: pages of corpus/dev as an office scanner would hand them over.

Comes in: PDFs of corpus/dev, written for this project. Goes out: picture PDFs without a text layer - set askew,
with noise and uneven paper, a red seal and a signature over the foot or a seal over the date, and on some of
them number and day blanked and filled in again by hand. The gold files beside them are written by hand: a
number that is written by hand is null there; a day is the day.

    python corpus/build/build_scans.py

The same input gives the same bytes; the random numbers have a fixed seed.
"""
import argparse
import math
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

CORPUS = Path(__file__).parent.parent
DPI = 200
SEAL = 36  # mm across
# Strokes of digits in a box one wide and two high, as a pen runs: leaning, open where type is closed.
STROKES = {
    "0": [[(.55, .05), (.1, .6), (.15, 1.6), (.5, 1.95), (.9, 1.4), (.85, .5), (.5, .0)]],
    "1": [[(.2, .55), (.6, .05), (.45, 1.0), (.35, 2.05)]],
    "2": [[(.1, .45), (.4, .05), (.85, .3), (.7, .9), (.05, 1.9), (.4, 1.75), (1.05, 1.95)]],
    "3": [[(.15, .2), (.6, .0), (.85, .4), (.4, .85), (.9, 1.3), (.6, 1.95), (.05, 1.8)]],
    "4": [[(.6, .0), (.05, 1.2), (1.05, 1.15)], [(.8, .6), (.6, 2.1)]],
    "6": [[(.8, .05), (.35, .5), (.1, 1.3), (.3, 1.95), (.75, 1.85), (.85, 1.4), (.5, 1.15), (.15, 1.45)]],
    "7": [[(.1, .15), (.95, .05), (.5, 1.0), (.3, 2.05)], [(.25, 1.0), (.85, .95)]],
}


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: `pages` of `source`; by_hand: printed words, and the digits in them that a pen writes anew."""

    name: str
    source: str
    pages: int
    skew: float
    turn: int = 0
    black_and_white: bool = False
    seal_over: str = ""
    seal_on_date: str = ""
    by_hand: tuple[tuple[str, str], ...] = ()


SCANS = (
    Scan("s01-cong-van-danh-may", "v04-cong-van-so-noi-vu-phu-tho.pdf", 1, 0.7, seal_over="Đinh Thị Bích Vân"),
    Scan("s02-so-va-ngay-viet-tay", "v05-thong-bao-ket-luan-quang-ninh.pdf", 1, -0.5, by_hand=(("174/TB-UBND", "174"), ("ngày 22 tháng 8 năm 2022", "22"))),
    Scan("s04-dau-do-de-len-ngay", "v01-ke-hoach-ubbc-thai-binh.pdf", 1, 0.3, seal_on_date="ngày 28 tháng 01 năm 2021"),
    Scan("s05-ngay-viet-tay-den-trang", "v03-bao-cao-ket-qua-bau-cu-hong-linh.pdf", 1, 0.6, black_and_white=True,
         by_hand=(("46/BC-UBBC", "46"), ("ngày 31 tháng 5 năm 2021", "31"))),
    Scan("s03-den-trang-nam-ngang", "v02-quyet-dinh-ban-bau-cu-phuong-rach-gia.pdf", 2, 0.4, turn=90, black_and_white=True),
)


def place_of(page: pypdfium2.PdfPage, printed: str, part: str = "") -> tuple[float, float, float, float]:
    """Where the printed words stand, or a part of them, in pixels of the rendered page."""
    text = page.get_textpage()
    found = text.search(printed, match_case=True).get_next()
    if found is None:
        raise SystemExit(f"{printed!r} is not on the page any more; mend SCANS")
    first = found[0] + (printed.index(part) if part else 0)
    boxes = [text.get_charbox(index) for index in range(first, first + len(part or printed))]
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    scale, height = DPI / 72, page.get_height()
    return left * scale, (height - top) * scale, right * scale, (height - bottom) * scale


def write_by_hand(image: Image.Image, place: tuple[float, float, float, float], digits: str, rng: random.Random) -> None:
    """White over the print, then a blue pen, larger than type and off its line."""
    left, top, right, bottom = place
    draw = ImageDraw.Draw(image)
    draw.rectangle((left - 2, top - 4, right + 2, bottom + 4), fill="white")
    height = (bottom - top) * 1.45
    width = height * 0.42
    x = (left + right) / 2 - len(digits) * width * 0.62
    for digit in digits:
        y = top - height * 0.22 + rng.uniform(-2, 2)
        for stroke in STROKES[digit]:
            points = [(x + width * px + (2 - py) * 2.4 + rng.uniform(-.7, .7), y + height * py / 2 + rng.uniform(-.7, .7)) for px, py in stroke]
            draw.line(points, fill=(28, 38, 130), width=4, joint="curve")
        x += width * 1.25


def sign(image: Image.Image, place: tuple[float, float, float, float]) -> None:
    """A round red seal left of the name and a signature over it."""
    left, top, right, _ = place
    size = SEAL / 25.4 * DPI
    seal(image, left - size * 0.45, top - size * 0.95)
    wave = [(left + (right - left) * t / 40, top - 46 + 26 * math.sin(t / 2.3) * math.cos(t / 9)) for t in range(41)]
    ImageDraw.Draw(image).line(wave, fill=(25, 35, 120), width=3, joint="curve")


def seal(image: Image.Image, x: float, y: float) -> None:
    """A round red seal with a star, 36 mm wide, with its box at x, y."""
    size = SEAL / 25.4 * DPI
    draw = ImageDraw.Draw(image)
    for inset, width in ((0, 5), (14, 2), (size * 0.29, 2)):
        draw.ellipse((x + inset, y + inset, x + size - inset, y + size - inset), outline=(200, 30, 40), width=width)
    middle, radius = (x + size / 2, y + size / 2), size * 0.12
    star = [(middle[0] + radius * (1 if i % 2 == 0 else 0.4) * math.sin(i * math.pi / 5),
             middle[1] - radius * (1 if i % 2 == 0 else 0.4) * math.cos(i * math.pi / 5)) for i in range(10)]
    draw.polygon(star, fill=(200, 30, 40))


def scanned(image: Image.Image, scan: Scan, rng: random.Random) -> Image.Image:
    """Paper, noise, skew; then what the scanner makes of it."""
    image = image.rotate(-scan.skew, Image.Resampling.BICUBIC, fillcolor="white").filter(ImageFilter.GaussianBlur(0.6))
    noise = np.random.default_rng(rng.randrange(2**32))
    pixels = np.asarray(image).astype(np.float32)
    paper = 246 - 8 * np.linspace(0, 1, pixels.shape[0])[:, None, None]
    pixels = pixels * paper / 255 + noise.normal(0, 4, pixels.shape[:2])[:, :, None]
    for _ in range(60):
        x, y, size = rng.randrange(pixels.shape[1] - 4), rng.randrange(pixels.shape[0] - 4), rng.choice((1, 2, 2, 3))
        pixels[y : y + size, x : x + size] = 60
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    if scan.turn:
        image = image.rotate(scan.turn, expand=True)
    return image.convert("L").point(lambda grey: 255 * (grey > 150)).convert("1") if scan.black_and_white else image


def build(scan: Scan, folder: Path) -> Path:
    pdf = pypdfium2.PdfDocument(CORPUS / "dev" / scan.source)
    rng = random.Random(scan.name)
    images = []
    for number in range(min(scan.pages, len(pdf))):
        page = pdf[number]
        image = page.render(scale=DPI / 72).to_pil().convert("RGB")
        for printed, digits in scan.by_hand if number == 0 else ():
            write_by_hand(image, place_of(page, printed, digits), digits, rng)
        if scan.seal_over and number == scan.pages - 1:
            sign(image, place_of(page, scan.seal_over))
        if scan.seal_on_date and number == 0:
            left, top, *_ = place_of(page, scan.seal_on_date)
            seal(image, left - SEAL / 25.4 * DPI * 0.5, top - SEAL / 25.4 * DPI * 0.6)
        images.append(scanned(image, scan, rng))
    target = folder / f"{scan.name}.pdf"
    day = time.gmtime(0)
    options = {} if scan.black_and_white else {"quality": 38}
    images[0].save(target, "PDF", resolution=DPI, save_all=True, append_images=images[1:], creationDate=day, modDate=day, **options)
    return target


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=CORPUS / "scans")
    folder: Path = parser.parse_args(argv).out
    folder.mkdir(exist_ok=True)
    for scan in SCANS:
        target = build(scan, folder)
        print(f"{target.name}: {target.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
