"""Builds extractor/parse/ocr_pen.npz: the three small networks that read digits written with a pen (ocr_pen.py).

Nothing comes in but the shapes below: digits as pens draw them in offices of Việt Nam and elsewhere (a 1 with a
long upstroke, a crossed 7, a 2 with a loop, a 9 with a tail), bent, slanted, thick and thin, rasterised with noise.
With them go single strokes, which may be a slash, and scrawls: letters, digits that touch or strike each other
out. No picture of anybody's writing is used, so none is shipped.

    python corpus/build/build_pen.py                    train, and measure on drawings of another seed
    python corpus/build/build_pen.py --fonts FOLDER     measure what is there on fonts that imitate handwriting
"""
import argparse
import math
import random
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractor.parse import ocr_pen
from extractor.parse.ocr_slots import SURE, digits_of

TARGET = Path(ocr_pen.__file__).with_name("ocr_pen.npz")
CLASSES, OF_EACH, INNER, ROUNDS, NETS = 12, 5000, 64, 26, 3
OF_ONE_HAND = 120
Strokes = list[list[tuple[float, float]]]  # in a box one wide and two high, y down


def ring(x: float, y: float, wide: float, high: float, start: float, end: float, steps: int = 12) -> list[tuple[float, float]]:
    turns = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + wide * math.cos(turn), y + high * math.sin(turn)) for turn in turns]


def zero(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    start = u(-140, -40)
    return [ring(.5, 1, u(.32, .5), u(.9, 1.02), start, start + pick.choice((1, -1)) * u(345, 395), 16)]


def one(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    x, foot, kind = u(.45, .6), u(1.9, 2.05), pick.random()
    down = [(x, 0), (x + u(-.05, .05), 1), (x + u(-.1, .1), foot)]
    if kind < .4:
        return [[(x - u(.2, .5), u(.35, .8)), (x, 0)], down]
    if kind < .85:
        return [[(x - u(.35, .9), u(.8, 1.85)), (x - u(.12, .3), u(.45, .8)), (x, 0)], down]
    return [[(x - u(.2, .4), u(.3, .6)), (x, 0)], [(x, 0), (x, foot)], [(x - u(.25, .4), foot), (x + u(.25, .4), foot)]]


def two(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    top, kind = [(u(.02, .2), u(.35, .65)), (u(.3, .5), u(0, .05)), (u(.75, .95), u(.25, .45)), (u(.65, .85), u(.75, 1.0))], pick.random()
    if pick.random() < .3:  # the head begins with a curl
        top = [(u(.25, .4), u(.5, .7)), (u(.05, .15), u(.4, .6)), (u(.08, .2), u(.1, .25)), *top[1:]]
    if kind < .4:
        return [[*top, (.38 + u(-.1, .05), 1.45), (.05, 1.95)], [(.05, 1.95), (.5, 1.95 + u(-.1, .08)), (u(.9, 1.25), 1.95 + u(-.1, .1))]]
    if kind < .85:
        return [[*top, (.45, 1.35), (.22, 1.8), (u(-.02, .12), 1.85), (u(0, .15), u(1.55, 1.7)), (.35, u(1.6, 1.8)), (.65, 1.95), (u(1, 1.45), u(1.7, 1.98))]]
    return [[(.1, .3), (.45, 0), (.85, .35), (.55, 1.1), (.1, 1.75), (.45, 1.7), (.75, 2), (1.1, 1.75)]]


def three(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    kind = pick.random()
    if kind < .25:
        return [[(u(.02, .2), u(.15, .4)), (.45, 0), (u(.75, .95), u(.35, .55)), (u(.5, .7), .85), (u(.3, .45), u(.9, .98))],
                [(u(.35, .45), .93), (.7, 1), (u(.85, 1), 1.45), (.5, u(1.9, 2)), (u(-.05, .12), u(1.6, 1.85))]]
    if kind < .45:
        return [[(u(.02, .2), u(.15, .4)), (.45, 0), (u(.7, .9), u(.3, .5)), (u(.5, .65), .8), (u(.25, .45), u(.85, 1)), (.55, u(.85, .95)),
                 (u(.85, 1), 1.4), (.5, u(1.9, 2)), (u(-.1, .12), u(1.6, 1.9))]]
    if kind < .8:  # a small head, a large bowl, a tail that ends low: the 3 of a clerk in a hurry
        waist, dip = u(.6, .9), u(0, .25)
        return [[(u(.1, .35), u(.1, .35)), (u(.45, .6), u(0, .05)), (u(.65, .85), u(.2, .35)), (u(.45, .6), waist), (u(.15, .4), waist + dip)],
                [(u(.45, .6), waist), (u(.6, .75), waist + u(.02, .15)), (u(.75, .95), u(1.2, 1.5)), (u(.45, .6), u(1.8, 1.95)), (u(-.15, .2), u(1.7, 2.05))]]
    if kind < .9:
        return [[(u(0, .15), u(0, .15)), (u(.75, .95), 0)], [(.85, .02), (.4, u(.75, .9))],
                [(.4, .82), (.8, 1), (.9, 1.45), (.5, u(1.9, 2)), (u(-.1, .1), u(1.65, 1.9))]]
    return [[(.1, .3), (.45, 0), (.8, .4), (.5, .8), (.35, .95), (.28, .8), (.5, .85), (.9, 1.4), (.5, 1.95), (.05, 1.75)]]


def four(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    kind = pick.random()
    if kind < .4:
        bar, x = u(1.15, 1.4), u(.65, .85)
        return [[(u(.15, .4), u(0, .2)), (u(0, .12), bar), (u(.05, .2), bar + .05)], [(u(0, .1), bar), (u(1, 1.25), bar + u(-.15, .08))],
                [(x, u(.3, .75)), (x - u(-.05, .12), u(1.9, 2.05))]]
    if kind < .8:
        bar, x = u(1.2, 1.45), u(.65, .8)
        return [[(x, 0), (0, bar)], [(0, bar), (u(1, 1.25), bar + u(-.08, .08))], [(x, 0), (x + u(-.08, .05), u(1.9, 2.05))]]
    bar, x = u(.95, 1.2), u(.75, .9)
    return [[(u(.1, .2), u(0, .2)), (u(.02, .12), bar * .85), (.4, bar), (x, u(.75, bar))], [(x, u(0, .3)), (x - u(-.03, .15), u(1.9, 2.1))]]


def five(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    kind = pick.random()
    if kind >= .75:
        return [[(u(.8, 1), 0), (.35, u(0, .08)), (.18, .75), (.6, .7), (.92, 1.25), (.5, 1.95), (.02, 1.75)]]
    body = [[(u(.15, .35), 0), (u(.1, .22), .8)], [(u(.1, .22), .8), (.5, u(.62, .8)), (u(.85, 1), 1.25), (.55, u(1.85, 2)), (u(-.05, .15), u(1.65, 1.9))]]
    bar = [(u(.18, .3), u(0, .08)), (u(.85, 1.2), u(-.12, .08))] if kind < .5 else [(u(.3, .45), u(-.15, .05)), (u(.95, 1.25), u(-.25, 0))]
    return [*body, bar]


def six(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    bowl = [(.1, 1.55), (.3, 1.95), (.65, 1.95), (u(.85, 1), 1.5), (.65, u(1, 1.15)), (.35, u(1.05, 1.2)), (u(.08, .2), u(1.4, 1.6))]
    return [[(u(.5, .9), u(0, .12)), (u(.25, .4), .45), (u(.03, .12), 1.1), *bowl[: pick.choice((6, 7, 7))]]]


def seven(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    kind = pick.random()
    if kind < .3:
        strokes = [[(0, u(.2, .4)), (u(.02, .1), u(.05, .15)), (.5, u(.05, .2)), (.95, 0)], [(.95, 0), (.6, 1), (u(.3, .5), 2)]]
    elif kind < .8:
        strokes = [[(u(0, .12), u(.05, .25)), (u(.85, 1), u(0, .1))], [(u(.85, .98), .05), (u(.5, .65), 1), (u(.25, .5), 2)]]
    else:
        strokes = [[(u(-.1, .05), u(.2, .45)), (.25, u(-.02, .08)), (.55, u(.12, .25)), (.95, u(-.02, .1))], [(.93, .05), (u(.5, .65), 1), (u(.3, .45), 2)]]
    bar = u(.75, 1.15)
    return [*strokes, [(u(.05, .3), bar + u(-.05, .12)), (u(.85, 1.2), bar + u(-.15, .05))]] if pick.random() < .6 else strokes


def eight(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    if pick.random() < .6:
        return [[(u(.75, .9), u(.15, .4)), (.5, 0), (u(.08, .2), .4), (.5, .95), (u(.88, 1), 1.5), (.5, 2), (u(0, .12), 1.5), (.5, .98), (u(.82, .92), .45),
                 (u(.6, .78), u(.02, .15))]]
    waist, first, second = u(.85, 1), u(0, 360), u(0, 360)
    return [ring(.5, waist / 2, u(.3, .42), waist / 2, first, first + u(355, 380)),
            ring(.5, waist + (2 - waist) / 2, u(.38, .5), (2 - waist) / 2, second, second + u(355, 380))]


def nine(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    kind, high, wide = pick.random(), u(.42, .6), u(.36, .48)
    head, x = ring(.48, high, wide, high, u(-60, -10), u(-375, -340)), .47 + wide
    if kind < .35:
        return [head, [(x, u(.2, .6)), (x + u(-.08, .05), 1.2), (x - u(0, .3), 2)]]
    if kind < .75:
        return [head, [(x, u(.3, .6)), (x + u(-.03, .05), 1.2), (u(.55, .75), 1.8), (u(.3, .5), u(1.9, 2.02)), (u(-.1, .15), u(1.75, 2))]]
    return [[(x, u(.3, .45)), (.55, 0), (.08, .45), (.35, u(.9, 1)), (x - .03, .6), (x + .05, .3), (x, 1.2), (u(.4, .7), 1.95), (u(0, .25), u(1.7, 1.95))]]


def stroke(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    kind = pick.random()
    if kind < .6:
        return [[(u(.4, .6), 0), (.5 + u(-.05, .05), 1), (u(.4, .6), 2)]]
    return [[(.7, 0), (.4, u(.8, 1.2)), (.7, 2)]] if kind < .8 else [[(.3, 0), (.6, u(.8, 1.2)), (.3, 2)]]


DIGITS = (zero, one, two, three, four, five, six, seven, eight, nine)
LETTERS: tuple[Strokes, ...] = (
    [[(.1, 0), (.1, 2)], [(.1, 0), (.8, .3), (.1, .95), (.9, 1.5), (.1, 2)]],
    [[(.1, 0), (.1, 2)], [(.1, 1.2), (.6, .9), (.8, 1.3), (.8, 2)]],
    [[(.1, 0), (.1, 2)], [(.8, .8), (.1, 1.4), (.9, 2)]],
    [[(.1, .4), (.1, 2)], [(.1, .9), (.5, .4), (.9, .9), (.9, 2)]],
    [[(.1, 0), (.1, 2)], [(.1, .3), (.6, 0), (.9, .5), (.5, 1), (.1, .8)]],
    [[(.9, .5), (.4, .2), (.05, 1.1), (.4, 1.9), (.85, 1.2)], [(.9, .3), (.85, 1.5), (1.1, 2)]],
)


def scrawl(u: Callable[[float, float], float], pick: random.Random) -> Strokes:
    kind = pick.random()
    if kind < .3:
        return [[(u(-.2, 1.2), u(0, 2)) for _ in range(pick.randint(3, 7))] for _ in range(pick.randint(1, 3))]
    if kind < .75:  # two digits that touch, or one struck over the other
        first, second = (digit(u, pick) for digit in pick.sample(DIGITS, 2))
        apart = u(.85, 1.2) if kind < .6 else u(-.05, .05)
        return [*first, *([(x + apart, y) for x, y in line] for line in second)]
    if kind < .82:  # half of a digit
        upper, cut = pick.random() < .5, u(.7, 1.3)
        parts = [[(x, y) for x, y in line if (y < cut) == upper] for line in pick.choice((two, three, five, eight, zero))(u, pick)]
        return [part for part in parts if len(part) > 1] or [[(0, 0), (1, .4), (.2, .5)]]
    return pick.choice(LETTERS)


KINDS = (*DIGITS, stroke, scrawl)


def smooth(line: np.ndarray, steps: int = 8) -> np.ndarray:
    """Catmull-Rom through the points."""
    if len(line) < 3:
        return line
    held = np.vstack([2 * line[0] - line[1], line, 2 * line[-1] - line[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for at in range(1, len(held) - 2):
        a, b, c, d = held[at - 1 : at + 3]
        parts.append(.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*parts, line[-1:]])


def drawn(strokes: Strokes, pick: random.Random) -> np.ndarray:
    """The ink of one sign, as a scanner at about 300 dpi has it."""
    noise = np.random.default_rng(pick.randrange(2**32))
    size = pick.randint(34, 90)
    shake, lean, slant, width = abs(noise.normal(0, .04)), math.radians(noise.normal(0, 6)), noise.uniform(-.2, .5), noise.uniform(.55, 1.35)
    swing, often, phase = noise.normal(0, .06, 2), noise.uniform(1, 3, 2), noise.uniform(0, 6, 2)
    thick = noise.uniform(.045, .15) * size
    lines = []
    for stroke_ in strokes:
        line = smooth(np.array(stroke_, float) + noise.normal(0, shake, (len(stroke_), 2)))
        line = line + np.stack([swing[0] * np.sin(often[0] * line[:, 1] * 2 + phase[0]), swing[1] * np.sin(often[1] * line[:, 0] * 3 + phase[1])], 1)
        y = line[:, 1] - 1
        x = (line[:, 0] - .5) * width - slant * y
        lines.append(np.stack([x * math.cos(lean) - y * math.sin(lean), x * math.sin(lean) + y * math.cos(lean)], 1) * size / 2)
    points = np.vstack(lines)
    low, high, margin = points.min(0), points.max(0), thick + 3
    image = Image.new("L", (int(high[0] - low[0] + 2 * margin) + 1, int(high[1] - low[1] + 2 * margin) + 1), 0)
    draw = ImageDraw.Draw(image)
    for line in lines:
        dots, wide = [tuple(point) for point in line - low + margin], thick * noise.uniform(.85, 1.15)
        draw.line(dots, fill=255, width=max(2, round(wide)), joint="curve")
        for x, y in (dots[0], dots[-1]):
            draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    image = image.filter(ImageFilter.GaussianBlur(noise.uniform(.3, .022 * size)))
    clean = np.asarray(image) > 90
    ink = np.asarray(image).astype(float) + noise.normal(0, noise.uniform(2, 35), clean.shape) > noise.uniform(80, 170)
    rows, columns = np.flatnonzero(clean.any(1)), np.flatnonzero(clean.any(0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def samples(seed: int, of_each: int) -> tuple[np.ndarray, np.ndarray]:
    pick = random.Random(seed)
    signs = [(ocr_pen.features_of(drawn(kind(pick.uniform, pick), pick)), index) for index, kind in enumerate(KINDS) for _ in range(of_each)]
    return np.array([sign for sign, _ in signs]), np.array([index for _, index in signs])


def trained(features: np.ndarray, kinds: np.ndarray, seed: int) -> list[np.ndarray]:
    """Two layers by Adam (Kingma and Ba 2015), with dropout and noise on what comes in."""
    rng, (count, inputs), batch = np.random.default_rng(seed), features.shape, 256
    weights = [rng.normal(0, math.sqrt(2 / inputs), (inputs, INNER)), np.zeros(INNER), rng.normal(0, math.sqrt(2 / INNER), (INNER, CLASSES)), np.zeros(CLASSES)]
    weights = [part.astype(np.float32) for part in weights]
    first, second, step = [np.zeros_like(part) for part in weights], [np.zeros_like(part) for part in weights], 0
    for round_ in range(ROUNDS):
        rate, order = 2e-3 * (1 - round_ / ROUNDS) + 1e-5, rng.permutation(count)
        for start in range(0, count, batch):
            chosen = order[start : start + batch]
            given = features[chosen] + np.float32(.08) * rng.standard_normal((len(chosen), inputs), dtype=np.float32)
            raw = given @ weights[0] + weights[1]
            kept = (rng.random(raw.shape, dtype=np.float32) > .15) / np.float32(.85)
            inner = np.maximum(raw, 0) * kept
            scores = inner @ weights[2] + weights[3]
            powers = np.exp(scores - scores.max(1, keepdims=True))
            wanted = np.full_like(powers, .02 / CLASSES)
            wanted[np.arange(len(chosen)), kinds[chosen]] += .98
            off = (powers / powers.sum(1, keepdims=True) - wanted) / len(chosen)
            back = off @ weights[2].T * kept * (raw > 0)
            step += 1
            for index, slope in enumerate((given.T @ back + 1e-4 * weights[0], back.sum(0), inner.T @ off + 1e-4 * weights[2], off.sum(0))):
                first[index] = .9 * first[index] + .1 * slope
                second[index] = .999 * second[index] + .001 * slope**2
                change = rate * first[index] / (1 - .9**step) / (np.sqrt(second[index] / (1 - .999**step)) + 1e-8)
                weights[index] -= change.astype(np.float32)
    return weights


def train() -> None:
    features, kinds = samples(1, OF_EACH)
    print(f"{len(features)} signs drawn", flush=True)
    held = {"mean": features.mean(0), "spread": features.std(0) + .05, "count": np.array(NETS)}
    features = ((features - held["mean"]) / held["spread"]).astype(np.float32)
    for net in range(NETS):
        names = ("inner", "inner_bias", "outer", "outer_bias")
        held |= {f"{name}{net}": part for name, part in zip(names, trained(features, kinds, net), strict=True)}
        print(f"net {net + 1} of {NETS}", flush=True)
    np.savez_compressed(TARGET, **{name: part.astype(np.float16) for name, part in held.items()})
    print(f"{TARGET}: {TARGET.stat().st_size // 1000} kB")


def measure(name: str, signs: list[tuple[np.ndarray, int]]) -> None:
    """Days of the month put together from signs of one hand each (OF_ONE_HAND stand together): how many are
    read, and how many of these wrongly, at several thresholds."""
    pick, judged = random.Random(7), []
    for start in range(0, len(signs), OF_ONE_HAND):
        hand: dict[int, list[ocr_pen.PenSign]] = {}
        for ink, digit in signs[start : start + OF_ONE_HAND]:
            hand.setdefault(digit, []).append(ocr_pen.read_sign(ink))
        for day in list(range(1, 32)) * 12:
            written = str(day) if 2 <= day < 10 and pick.random() < .3 else f"{day:02}"
            judged.append((digits_of([pick.choice(hand[int(char)]) for char in written]), [int(char) for char in written]))
    for least in (.7, .75, .8, .85, .9, .95):
        read = [(found[0], day) for found, day in judged if found is not None and found[1] >= least]
        wrong = [pair for pair in read if pair[0] != pair[1]]
        mark = " <- in use" if least == SURE else ""
        print(f"{name}: {len(judged)} days, from {least} on {len(read)} read, {len(wrong)} wrong ({100 * len(wrong) / max(1, len(read)):.2f} % of those){mark}")


def from_fonts(folder: Path) -> list[tuple[np.ndarray, int]]:
    """Digits of fonts, slanted, turned, thickened."""
    pick, signs = random.Random(5), []
    for path in sorted(p for end in ("ttf", "otf") for p in folder.rglob(f"*.{end}")):
        font = ImageFont.truetype(str(path), 80)
        for digit in range(10):
            for _ in range(12):
                image = Image.new("L", (200, 200), 0)
                ImageDraw.Draw(image).text((70, 40), str(digit), fill=255, font=font)
                slant = pick.uniform(-.1, .35)
                bent = (1 / pick.uniform(.85, 1.15), slant, -slant * 100, 0, 1, 0)
                image = image.rotate(pick.uniform(-6, 6), Image.Resampling.BICUBIC).transform((200, 200), Image.Transform.AFFINE, bent, Image.Resampling.BICUBIC)
                thicker = pick.choice((0, 0, 3, 5))
                image = image.filter(ImageFilter.MaxFilter(thicker)) if thicker else image
                signs.append((np.asarray(image.filter(ImageFilter.GaussianBlur(1))) > 128, digit))
    return signs


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--fonts", type=Path, help="only measure, on the fonts of this folder too")
    fonts: Path | None = parser.parse_args(argv).fonts
    if fonts is not None:
        measure("fonts", from_fonts(fonts))
    else:
        train()
    pick = random.Random(99)
    measure("drawings", [(drawn(digit(pick.uniform, pick), pick), index) for _ in range(20) for index, digit in enumerate(DIGITS) for _ in range(12)])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
