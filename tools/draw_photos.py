"""Draw the demo publication's photos: the same pictures, byte for byte, on every run with one Pillow.

    python tools/draw_photos.py            draw all of them into content/
    python tools/draw_photos.py hormuz     only those whose path contains a word

Each picture is a function from a seeded random generator to an image, registered with the path it is saved
under. Pictures are drawn at twice their size and reduced, which smooths their edges; a fine grain is laid
over the result.
"""

# A drawing is a long list of places and colours; splitting one up makes it no clearer.
# ruff: noqa: ARG001, C901

from __future__ import annotations

import itertools
import math
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

CONTENT = Path(__file__).resolve().parent.parent / "content"
CREDIT = "Drawn by code for sitegen"
SCALE = 2
QUALITY = 82
LIMIT = 200_000
WIDE = (1600, 900)

Colour = tuple[int, int, int]
Point = tuple[float, float]
Draw = Callable[[random.Random, int, int], Image.Image]


@dataclass(frozen=True)
class Picture:
    path: str
    size: tuple[int, int]
    draw: Draw
    description: str
    grain: float = 0.030


PICTURES: list[Picture] = []


def picture(
    path: str, description: str, size: tuple[int, int] = WIDE, grain: float = 0.030
) -> Callable[[Draw], Draw]:
    def register(draw: Draw) -> Draw:
        PICTURES.append(Picture(path, size, draw, description, grain))
        return draw

    return register


# --- colour, light and noise --------------------------------------------------------------------------------


def rgb(text: str) -> Colour:
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def mix(a: Colour, b: Colour, t: float) -> Colour:
    return (
        round(a[0] + (b[0] - a[0]) * t),
        round(a[1] + (b[1] - a[1]) * t),
        round(a[2] + (b[2] - a[2]) * t),
    )


def gradient(width: int, height: int, stops: Sequence[tuple[float, str]]) -> Image.Image:
    """A vertical gradient through `stops`: (place from 0 to 1, colour)."""
    steps = 512
    column = Image.new("RGB", (1, steps))
    for y in range(steps):
        t = y / (steps - 1)
        for (t0, c0), (t1, c1) in itertools.pairwise(stops):
            if t <= t1:
                column.putpixel((0, y), mix(rgb(c0), rgb(c1), max(0.0, (t - t0) / (t1 - t0))))
                break
    return column.resize((width, height), Image.Resampling.BICUBIC)


def light(image: Image.Image, x: float, y: float, radius: float, colour: str, strength: float) -> None:
    """A soft glow around a point, added to what is there."""
    small = 16
    w, h = image.width // small, image.height // small
    mask = Image.new("L", (w, h), 0)
    steps = 40
    draw = ImageDraw.Draw(mask)
    for step in range(steps):
        r = radius / small * (1 - step / steps)
        value = round(255 * strength * (step / steps) ** 2)
        draw.ellipse((x / small - r, y / small - r, x / small + r, y / small + r), fill=value)
    mask = mask.filter(ImageFilter.GaussianBlur(radius / small / 18)).resize(
        image.size, Image.Resampling.BICUBIC
    )
    glow = Image.composite(Image.new("RGB", image.size, rgb(colour)), Image.new("RGB", image.size), mask)
    image.paste(ImageChops.screen(image, glow))


def disc(image: Image.Image, x: float, y: float, radius: float, colour: str) -> None:
    ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=rgb(colour))


def overlay(image: Image.Image, paint: Callable[[ImageDraw.ImageDraw], None], blur: float = 0) -> None:
    """Paint with transparent colours."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    paint(ImageDraw.Draw(layer))
    if blur:
        layer = layer.filter(ImageFilter.GaussianBlur(blur))
    image.paste(Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB"))


def grain(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    noise = noise.filter(ImageFilter.GaussianBlur(0.7))
    return Image.blend(
        image, ImageChops.overlay(image, Image.merge("RGB", (noise, noise, noise))), strength * 5
    )


class Noise:
    """Smooth value noise in one or two dimensions, summed over octaves."""

    def __init__(self, rng: random.Random) -> None:
        self.values = [rng.uniform(-1, 1) for _ in range(1024)]

    def _lattice(self, x: int, y: int) -> float:
        return self.values[(x * 131 + y * 717 + (x * y) % 57) % 1024]

    def _smooth(self, x: float, y: float) -> float:
        x0, y0 = math.floor(x), math.floor(y)
        u, v = x - x0, y - y0
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
        top = self._lattice(x0, y0) * (1 - u) + self._lattice(x0 + 1, y0) * u
        low = self._lattice(x0, y0 + 1) * (1 - u) + self._lattice(x0 + 1, y0 + 1) * u
        return top * (1 - v) + low * v

    def at(self, x: float, y: float = 0.0, octaves: int = 4, gain: float = 0.5) -> float:
        total, amplitude = 0.0, 1.0
        for _ in range(octaves):
            total += amplitude * self._smooth(x, y)
            x, y, amplitude = x * 2 + 17.3, y * 2 + 9.1, amplitude * gain
        return total


# --- what scenes are made of --------------------------------------------------------------------------------


def land(
    image: Image.Image,
    ridge: Sequence[Point],
    colours: tuple[str, str],
    floor: float,
    depth: float | None = None,
) -> None:
    """A hill under a ridge line, from its colour at the top to a mistier one at its foot."""
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).polygon([*ridge, (ridge[-1][0], floor), (ridge[0][0], floor)], fill=255)
    top = min(y for _, y in ridge)
    height = max(2, math.ceil(depth or (floor - top)))
    fill = Image.new("RGB", image.size, rgb(colours[1]))
    fill.paste(gradient(image.width, height, [(0, colours[0]), (1, colours[1])]), (0, math.floor(top)))
    image.paste(fill, mask=mask)


def ridge_line(
    noise: Noise, width: int, base: float, height: float, stretch: float, shift: float, gain: float = 0.45
) -> list[Point]:
    return [
        (x, base + height * noise.at(x / width * stretch + shift, shift, octaves=7, gain=gain))
        for x in range(0, width + 8, 6)
    ]


def hills(
    image: Image.Image,
    rng: random.Random,
    first: float,
    last: float,
    count: int,
    colours: tuple[str, str],
    mist: str,
    height: float,
    gain: float = 0.45,
) -> None:
    """Rows of hills from far (pale) to near (dark)."""
    noise = Noise(rng)
    for n in range(count):
        t = n / max(1, count - 1)
        base = image.height * (first + (last - first) * t)
        colour = mix(rgb(colours[0]), rgb(colours[1]), t**0.85)
        foot = mix(colour, rgb(mist), 0.55 * (1 - t * 0.55))
        ridge = ridge_line(
            noise, image.width, base, image.height * height * (0.6 + 0.7 * t), 2.4 + t, 11.7 * n, gain
        )
        land(image, ridge, (hexa(colour), hexa(foot)), image.height, image.height * 0.26)


def hexa(colour: Colour) -> str:
    return "{:02x}{:02x}{:02x}".format(*colour)


def sea(
    image: Image.Image,
    rng: random.Random,
    horizon: float,
    stops: Sequence[tuple[float, str]],
    glint: str,
    sun_x: float | None = None,
    bottom: float = 1.0,
) -> None:
    w, h = image.size
    y0, y1 = round(h * horizon), round(h * bottom)
    image.paste(gradient(w, y1 - y0, stops), (0, y0))
    r, g, b = rgb(glint)

    def ripples(draw: ImageDraw.ImageDraw) -> None:
        for _ in range(1500):
            t = rng.random() ** 1.6
            y = y0 + 2 + t * (y1 - y0)
            length = (8 + 90 * t) * rng.uniform(0.4, 1.6)
            x = rng.uniform(-50, w)
            alpha = rng.randint(8, 30)
            if sun_x is not None:
                x = rng.gauss(sun_x * w, w * (0.035 + 0.16 * t)) if rng.random() < 0.6 else x
                near = math.exp(-(((x - sun_x * w) / (w * (0.05 + 0.12 * t))) ** 2))
                alpha = round(alpha + 120 * near * rng.random())
            thick = 1.2 + 3.6 * t
            draw.ellipse(
                (x - length / 2, y - thick / 2, x + length / 2, y + thick / 2), fill=(r, g, b, alpha)
            )

    overlay(image, ripples, blur=1.2)


def container_ship(
    image: Image.Image, rng: random.Random, x: float, y: float, length: float, hull: str
) -> None:
    """A laden ship heading right; (x, y) is the stern at the water line."""
    draw = ImageDraw.Draw(image)
    dark = rgb(hull)
    u = length / 100
    box_w, box_h = 3.1 * u, 1.55 * u
    shades = [mix(dark, rgb(c), 0.55) for c in ("b5533c", "3f6b7d", "c79a4b", "8a8f8c", "54785e", "a8452f")]
    for column in range(24):
        left = x + 4 * u + column * (box_w + 0.25 * u)
        if 5.2 <= column % 24 <= 7.4:
            continue
        rows = 5 if column > 2 else 4
        rows = rows if column < 20 else rows - (column - 19) // 2
        for row in range(rows + rng.choice((0, 0, 0, -1))):
            top = y - 6.2 * u - (row + 1) * (box_h + 0.12 * u)
            draw.rectangle((left, top, left + box_w, top + box_h), fill=rng.choice(shades))
    bridge = x + 21.3 * u
    draw.rectangle((bridge, y - 19 * u, bridge + 7 * u, y - 5 * u), fill=mix(dark, (235, 235, 225), 0.35))
    draw.rectangle((bridge - 1.2 * u, y - 19.6 * u, bridge + 8.2 * u, y - 17.8 * u), fill=dark)
    draw.rectangle((bridge + 3 * u, y - 24 * u, bridge + 3.7 * u, y - 19 * u), fill=dark)
    draw.polygon(
        [
            (x, y - 6 * u),
            (x + 92 * u, y - 6 * u),
            (x + 100 * u, y - 9 * u),
            (x + 95.5 * u, y + 0.6 * u),
            (x + 2 * u, y + 0.6 * u),
        ],
        fill=dark,
    )
    draw.rectangle((x + 2 * u, y - 0.5 * u, x + 95.5 * u, y + 0.6 * u), fill=mix(dark, rgb("8c3b2a"), 0.5))


def tanker(image: Image.Image, x: float, y: float, length: float, colour: str) -> None:
    """A tanker heading left; (x, y) is the bow at the water line."""
    draw = ImageDraw.Draw(image)
    u = length / 100
    dark = rgb(colour)
    hull = [(-1, -5.6), (8, -4.4), (99, -4.4), (100, -6), (99, 0.5), (3, 0.5)]
    draw.polygon([(x + a * u, y + b * u) for a, b in hull], fill=dark)
    for a, b, c, d in (
        (82, -13, 92, -4),
        (84, -15, 90, -13),
        (93, -11, 96, -4),
        (48, -9.5, 48.8, -4),
        (46, -9.5, 51, -9),
    ):
        draw.rectangle((x + a * u, y + b * u, x + c * u, y + d * u), fill=dark)
    draw.rectangle((x + 20 * u, y - 5.3 * u, x + 80 * u, y - 4.2 * u), fill=dark)
    draw.rectangle((x + 8 * u, y - 10 * u, x + 8.6 * u, y - 4 * u), fill=dark)


def shadow_on_water(image: Image.Image, x: float, y: float, length: float, colour: str) -> None:
    r, g, b = rgb(colour)

    def paint(draw: ImageDraw.ImageDraw) -> None:
        for n in range(14):
            inset = n * length * 0.012
            top = y + n * length * 0.009
            draw.rectangle(
                (x + inset, top, x + length - inset, top + length * 0.006), fill=(r, g, b, 110 - n * 7)
            )

    overlay(image, paint, blur=length / 160)


def crane(image: Image.Image, x: float, y: float, height: float, colour: Colour, raised: bool) -> None:
    """A ship-to-shore gantry crane standing on the ground line y, its boom to the left."""
    draw = ImageDraw.Draw(image)
    u = height / 100
    w = max(2, round(2.2 * u))

    def line(*points: Point, width: int = w) -> None:
        draw.line([(x + a * u, y - b * u) for a, b in points], fill=colour, width=width)

    line((-14, 0), (-12, 58))
    line((16, 0), (14, 58))
    line((-14, 24), (16, 24))
    line((-14, 2), (1, 24), (16, 2), width=max(1, w // 2))
    line((-13, 24), (14, 57), width=max(1, w // 2))
    line((-12, 58), (46, 58), width=round(w * 1.6))
    line((-10, 58), (-4, 92), (2, 58))
    line((-4, 92), (44, 59), width=max(1, w // 2))
    if raised:
        line((-12, 58), (-40, 116), width=round(w * 1.3))
        line((-4, 92), (-29, 92), width=max(1, w // 2))
    else:
        line((-12, 58), (-76, 58), width=round(w * 1.6))
        line((-4, 92), (-70, 59), width=max(1, w // 2))
        line((-4, 92), (-40, 59), width=max(1, w // 2))
        line((-52, 58), (-52, 40), width=max(1, w // 3))
        draw.rectangle((x - 58 * u, y - 40 * u, x - 46 * u, y - 36 * u), fill=colour)
    draw.rectangle((x + 22 * u, y - 66 * u, x + 38 * u, y - 57 * u), fill=colour)


def pylon(image: Image.Image, x: float, y: float, height: float, colour: Colour) -> list[Point]:
    """A lattice tower; gives the points where its wires hang."""
    draw = ImageDraw.Draw(image)
    u = height / 100
    thick, thin = max(2, round(1.5 * u)), max(1, round(0.7 * u))

    def half(level: float) -> float:
        return 11 - 8.4 * (level / 62) if level < 62 else 2.6 - 1.6 * (level - 62) / 38

    def line(a: Point, b: Point, width: int) -> None:
        draw.line([(x + a[0] * u, y - a[1] * u), (x + b[0] * u, y - b[1] * u)], fill=colour, width=width)

    levels = [0, 16, 30, 42, 52, 62, 70, 78, 86, 94, 100]
    for low, high in itertools.pairwise(levels):
        for side in (-1, 1):
            line((side * half(low), low), (side * half(high), high), thick)
            line((side * half(low), low), (-side * half(high), high), thin)
        line((-half(high), high), (half(high), high), thin)
    hooks: list[Point] = []
    for level, arm in ((62, 20), (76, 16), (89, 12)):
        for side in (-1, 1):
            line((side * half(level), level), (side * arm, level + 1), thick)
            line((side * half(level), level + 6), (side * arm, level + 1), thin)
            line((side * arm, level + 1), (side * arm, level - 3.5), thin)
            hooks.append((x + side * arm * u, y - (level - 3.5) * u))
    hooks.append((x, y - 100 * u))
    return hooks


def wire(image: Image.Image, a: Point, b: Point, sag: float, colour: Colour, width: int) -> None:
    points = []
    for n in range(41):
        t = n / 40
        points.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + sag * 4 * t * (1 - t)))
    ImageDraw.Draw(image).line(points, fill=colour, width=width)


def spruce(draw: ImageDraw.ImageDraw, x: float, y: float, height: float, colour: Colour) -> None:
    for n in range(6):
        top = y - height * (1 - n * 0.15)
        spread = height * (0.05 + 0.032 * n)
        draw.polygon(
            [(x, top), (x - spread, top + height * 0.27), (x + spread, top + height * 0.27)], fill=colour
        )


def contours(
    field: Callable[[float, float], float], columns: int, rows: int, level: float
) -> list[tuple[Point, Point]]:
    """Marching squares over a grid of the unit square: the segments where `field` crosses `level`."""
    grid = [[field(c / columns, r / rows) - level for c in range(columns + 1)] for r in range(rows + 1)]
    segments: list[tuple[Point, Point]] = []
    for r in range(rows):
        for c in range(columns):
            corners = (
                ((c, r), grid[r][c]),
                ((c + 1, r), grid[r][c + 1]),
                ((c + 1, r + 1), grid[r + 1][c + 1]),
                ((c, r + 1), grid[r + 1][c]),
            )
            cuts: list[Point] = []
            for ((xa, ya), va), ((xb, yb), vb) in zip(corners, (*corners[1:], corners[0]), strict=True):
                if (va > 0) != (vb > 0):
                    t = va / (va - vb)
                    cuts.append(((xa + (xb - xa) * t) / columns, (ya + (yb - ya) * t) / rows))
            for a, b in zip(cuts[::2], cuts[1::2], strict=False):
                segments.append((a, b))
    return segments


# --- Asia ---------------------------------------------------------------------------------------------------


@picture("photos/malacca.jpg", "A container ship in a narrow sea between wooded hills, at sunrise")
def malacca(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "274a5c"), (0.3, "6f9490"), (0.5, "e9c98f"), (0.6, "f3b277"), (1, "f3b277")])
    light(image, w * 0.70, h * 0.49, w * 0.50, "ffd9a0", 0.75)
    disc(image, w * 0.70, h * 0.49, h * 0.062, "fff0cf")
    noise = Noise(rng)
    for n, (base, colour, foot) in enumerate(
        (
            (0.545, "9fae9c", "dcc19a"),
            (0.575, "6f9189", "c5b795"),
            (0.60, "44706f", "8fa193"),
        )
    ):
        ridge = [
            (
                x,
                h
                * (
                    base
                    - 0.075 * max(0, 1 - x / w * (1.7 + n * 0.25))
                    + 0.05 * noise.at(x / w * 4 + n * 9, n, 6)
                ),
            )
            for x in range(0, w + 8, 6)
        ]
        land(image, ridge, (colour, foot), h * 0.64)
    sea(image, rng, 0.62, [(0, "d9b07f"), (0.22, "86a096"), (0.6, "2f6470"), (1, "143a49")], "ffe9bf", 0.70)
    tanker(image, w * 0.80, h * 0.632, w * 0.085, "4a6a6c")
    shadow_on_water(image, w * 0.14, h * 0.735, w * 0.43, "0d2a36")
    container_ship(image, rng, w * 0.14, h * 0.735, w * 0.43, "12303d")
    return image


@picture("asia/indus/valley.jpg", "A braided river running out of bare mountains")
def indus(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "7fa3b8"), (0.35, "c9d6d2"), (0.6, "f0e3cd"), (1, "f0e3cd")])
    hills(image, rng, 0.32, 0.56, 5, ("b3bdc2", "7d6c60"), "eadfce", 0.16, gain=0.56)
    ground = h * 0.60
    image.paste(
        gradient(w, round(h - ground), [(0, "d9c9ab"), (0.35, "c2a983"), (1, "7d6649")]), (0, round(ground))
    )
    noise = Noise(rng)
    overlay(
        image,
        lambda d: d.rectangle((0, ground - h * 0.05, w, ground + h * 0.02), fill=(238, 226, 204, 150)),
        blur=36,
    )

    def bars(draw: ImageDraw.ImageDraw) -> None:
        for _ in range(700):
            t = rng.random() ** 1.7
            y = ground + t * (h - ground)
            length, x = w * (0.01 + 0.07 * t), rng.uniform(-100, w)
            shade = rng.choice(((96, 74, 48), (236, 220, 188)))
            draw.ellipse((x, y, x + length, y + 2 + 7 * t), fill=(*shade, 34))

    overlay(image, bars, blur=2)

    def braid(draw: ImageDraw.ImageDraw) -> None:
        for strand in range(9):
            left: list[Point] = []
            right: list[Point] = []
            for n in range(240):
                t = (n / 239) ** 2.2
                y = ground + h * 0.008 + t * (h - ground)
                u = t**0.55
                bend = math.sin(u * 7.5 + 0.5) * (0.02 + 0.13 * t) + 0.03 * noise.at(u * 6, 1.0, 2) * t**0.5
                aside = (0.004 + 0.085 * t) * math.sin(u * (9 + strand * 1.7) + strand * 2.1)
                centre = w * (0.52 + bend + aside)
                breadth = w * (0.0012 + 0.023 * t) * (0.75 + 0.5 * noise.at(u * 8 + strand * 5, strand, 2))
                left.append((centre - breadth, y))
                right.append((centre + breadth, y))
            draw.polygon(
                [*left, *reversed(right)], fill=(*mix(rgb("b9d6d6"), rgb("5f98a5"), strand / 8), 235)
            )

    overlay(image, braid, blur=2)
    near = ridge_line(noise, w, h * 0.965, h * 0.06, 3.1, 40.0)
    land(image, [(x, y - h * 0.18 * max(0, 1 - x / w * 2.6)) for x, y in near], ("4b3d33", "33291f"), h)
    return image


@picture("photos/alliances.jpg", "A globe drawn in points of light, with arcs that meet at one shore")
def alliances(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "0c1b2e"), (1, "16344a")])
    light(image, w * 0.52, h * 0.72, w * 0.52, "2f6d86", 0.55)
    cx, cy, radius = w * 0.52, h * 1.02, h * 0.86
    noise = Noise(rng)

    def place(lat: float, lon: float) -> tuple[float, float, float]:
        a, o = math.radians(lat), math.radians(lon)
        x, y, z = math.cos(a) * math.sin(o), math.sin(a), math.cos(a) * math.cos(o)
        tilt = math.radians(-22)
        return x, y * math.cos(tilt) - z * math.sin(tilt), y * math.sin(tilt) + z * math.cos(tilt)

    draw = ImageDraw.Draw(image)
    disc(image, cx, cy, radius, "10293d")
    for lat in range(-60, 90, 2):
        count = max(8, round(180 * math.cos(math.radians(lat))))
        for n in range(count):
            lon = -90 + n * 180 / count
            x, y, z = place(lat, lon)
            if z < 0.02:
                continue
            value = noise.at(lon / 38 + 2, lat / 24 + 8, 4, 0.5)
            size = h * (0.0032 if value > 0.18 else 0.0013) * (0.45 + 0.55 * z)
            colour = (
                mix(rgb("2b556b"), rgb("e8d9b0"), 0.75 * z)
                if value > 0.18
                else mix(rgb("16344a"), rgb("4d7f92"), z)
            )
            draw.ellipse(
                (
                    cx + x * radius - size,
                    cy - y * radius - size,
                    cx + x * radius + size,
                    cy - y * radius + size,
                ),
                fill=colour,
            )
    hub = (30.0, 42.0)
    for lat, lon in ((36, -12), (52, -28), (14, -30), (20, -8), (-8, -2), (44, 4)):
        points: list[Point] = []
        a, b = place(*hub), place(lat, lon)
        for n in range(61):
            t = n / 60
            p = [a[k] * (1 - t) + b[k] * t for k in range(3)]
            norm = math.sqrt(sum(v * v for v in p))
            lift = 1 + 0.20 * 4 * t * (1 - t)
            points.append((cx + p[0] / norm * lift * radius, cy - p[1] / norm * lift * radius))
        draw.line(points, fill=rgb("e2a24c"), width=5, joint="curve")
        x, y = points[-1]
        disc(image, x, y, h * 0.010, "f2c77e")
        disc(image, x, y, h * 0.005, "10293d")
    x, y, _ = place(*hub)
    light(image, cx + x * radius, cy - y * radius, h * 0.16, "e2a24c", 0.8)
    disc(image, cx + x * radius, cy - y * radius, h * 0.016, "fff0cf")
    return image


# --- Europe -------------------------------------------------------------------------------------------------


@picture("photos/montreux.jpg", "A suspension bridge across a strait between two dark headlands")
def montreux(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(
        w, h, [(0, "3b3a5c"), (0.28, "8a6a86"), (0.48, "e39a80"), (0.6, "f7cf9d"), (1, "f7cf9d")]
    )
    light(image, w * 0.46, h * 0.57, w * 0.42, "ffdca8", 0.7)
    disc(image, w * 0.46, h * 0.565, h * 0.05, "fff3d6")
    hills(image, rng, 0.57, 0.605, 3, ("d3a196", "9a7489"), "f2c9a3", 0.045)
    sea(image, rng, 0.63, [(0, "efbf95"), (0.25, "a9788a"), (0.65, "54486c"), (1, "28274a")], "ffe6c2", 0.46)
    noise = Noise(rng)
    dark = mix(rgb("2a2547"), rgb("8a6a86"), 0.12)
    draw = ImageDraw.Draw(image)
    deck = h * 0.475
    towers = (w * 0.245, w * 0.755)
    top = h * 0.20

    def cable(x: float) -> float:
        if x < towers[0]:
            return deck - (deck - top) * math.pow(max(0.0, x / towers[0]), 1.25)
        if x > towers[1]:
            return deck - (deck - top) * math.pow(max(0.0, (w - x) / (w - towers[1])), 1.25)
        t = (x - towers[0]) / (towers[1] - towers[0]) * 2 - 1
        return deck - h * 0.022 - (deck - h * 0.022 - top) * t * t

    draw.line([(x, cable(x)) for x in range(0, w + 1, 8)], fill=dark, width=6, joint="curve")
    for x in range(round(w * 0.02), w, round(w * 0.0125)):
        draw.line((x, cable(x), x, deck), fill=dark, width=2)
    draw.rectangle((0, deck, w, deck + h * 0.011), fill=dark)
    for x in range(0, w, 22):
        draw.line(
            (x, deck + h * 0.011, x + 11, deck + h * 0.019, x + 22, deck + h * 0.011), fill=dark, width=2
        )
    for tower in towers:
        for side in (-1, 1):
            leg = tower + side * w * 0.009
            draw.rectangle((leg - 9, top - h * 0.012, leg + 9, h * 0.66), fill=dark)
        for y in (0.215, 0.30, 0.39):
            draw.rectangle((tower - w * 0.009, h * y, tower + w * 0.009, h * (y + 0.012)), fill=dark)
    for mirrored in (False, True):
        ridge = []
        for x in range(0, round(w * 0.40), 6):
            t = x / (w * 0.40)
            y = h * (0.50 + 0.17 * t**1.5 + 0.022 * noise.at(t * 6 + (30 if mirrored else 0), 2, 6, 0.55))
            ridge.append((w - x if mirrored else x, min(y, h * 0.672)))
        land(image, sorted(ridge), ("2a2547", "3d3257"), h * 0.672)
    tanker(image, w * 0.47, h * 0.70, w * 0.10, "2a2547")
    shadow_on_water(image, w * 0.47, h * 0.703, w * 0.10, "2a2547")
    return image


@picture("photos/helsinki.jpg", "Low wooded islands in a still sea under a pale evening sky")
def helsinki(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "8fb0c4"), (0.3, "c8d7da"), (0.5, "f4ddcf"), (0.58, "f6cfc0"), (1, "f6cfc0")])
    sea(image, rng, 0.56, [(0, "eccdc3"), (0.3, "b9c9d0"), (1, "5f8499")], "ffffff", 0.35)
    noise = Noise(rng)
    isles = (
        (0.66, 0.565, 0.30, "b0b9c2"),
        (0.14, 0.57, 0.34, "a3b0bb"),
        (0.90, 0.60, 0.26, "7f97a5"),
        (0.40, 0.625, 0.22, "6c8797"),
        (0.06, 0.69, 0.40, "40606f"),
        (0.80, 0.77, 0.46, "24424f"),
    )
    for centre, y, breadth, colour in isles:
        tone = rgb(colour)
        size = breadth * (y - 0.5) * 1.6
        draw = ImageDraw.Draw(image)
        rock: list[Point] = []
        trees: list[tuple[float, float, float]] = []
        for n in range(81):
            t = n / 80 * 2 - 1
            x = w * (centre + breadth / 2 * t)
            rise = (1 - t * t) ** 0.6 * h * size * (0.26 + 0.10 * noise.at(n / 14 + centre * 50, y * 9, 3))
            rock.append((x, h * y - rise))
            if abs(t) < 0.86:
                trees.append((x, h * y - rise * 0.6, h * size * rng.uniform(0.30, 0.62) * (1 - 0.5 * t * t)))
        mirror = [(x, 2 * h * y - yy) for x, yy in rock]

        def reflect(
            d: ImageDraw.ImageDraw,
            mirror: list[Point] = mirror,
            tone: Colour = tone,
            trees: list[tuple[float, float, float]] = trees,
            y: float = y,
        ) -> None:
            d.polygon(mirror, fill=(*tone, 120))
            for tx, ty, tall in trees:
                foot = 2 * h * y - ty
                d.polygon(
                    [(tx - tall * 0.2, foot), (tx + tall * 0.2, foot), (tx, foot + tall * 0.9)],
                    fill=(*tone, 75),
                )

        overlay(image, reflect, blur=5)
        for tx, ty, tall in trees:
            spruce(draw, tx, ty + tall * 0.1, tall, tone)
        draw.polygon(rock, fill=mix(tone, (225, 205, 195), 0.10))
    return image


@picture("photos/arctic.jpg", "Green northern light above ice floes", size=(1200, 1600))
def arctic(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "060d1f"), (0.45, "0f2740"), (0.68, "2b5a68"), (1, "2b5a68")])
    draw = ImageDraw.Draw(image)
    for _ in range(420):
        x, y, s = rng.uniform(0, w), rng.uniform(0, h * 0.6), rng.choice((1, 1, 1.5, 2.4))
        draw.ellipse(
            (x - s, y - s, x + s, y + s), fill=mix(rgb("0f2740"), (240, 245, 250), rng.uniform(0.3, 0.95))
        )
    noise = Noise(rng)
    for band, (colour, base, tall) in enumerate(
        (("57e0a0", 0.44, 0.30), ("8af0c0", 0.53, 0.24), ("5aa9d8", 0.33, 0.26))
    ):
        layer = Image.new("RGB", (w // 4, h // 4))
        pen = ImageDraw.Draw(layer)
        for x in range(w // 4):
            t = x / (w // 4)
            foot = h / 4 * (base + 0.13 * noise.at(t * 2.1 + band * 8, band, 2))
            top = h / 4 * tall * (0.75 + 0.5 * noise.at(t * 13 + band * 5, 3.0, 3))
            bright = max(0.08, 0.42 + 0.55 * noise.at(t * 9 + band * 3, 7.0, 4, 0.65))
            for n in range(30):
                s = n / 29
                y1 = foot - top * s
                y0 = foot - top * (s + 1 / 29)
                pen.rectangle(
                    (x, y0, x, y1),
                    fill=mix((0, 0, 0), rgb(colour), bright * (1 - s) ** 1.7 * min(1.0, s * 9 + 0.25)),
                )
        layer = layer.filter(ImageFilter.GaussianBlur(2.4)).resize((w, h), Image.Resampling.BICUBIC)
        image.paste(ImageChops.screen(image, layer))
    hills(image, rng, 0.665, 0.70, 3, ("4b7f88", "0e2b3b"), "6ea3a6", 0.035, gain=0.55)
    horizon = 0.71
    image.paste(
        gradient(w, round(h * (1 - horizon)) + 1, [(0, "3d7c80"), (0.4, "1a4152"), (1, "081a2b")]),
        (0, round(h * horizon)),
    )
    draw = ImageDraw.Draw(image)
    for row in range(26):
        t = row / 25
        y = h * (horizon + 0.012 + (1 - horizon) * t**1.7)
        size = w * (0.012 + 0.11 * t**1.5)
        x = -size * rng.uniform(0, 2)
        while x < w + size:
            breadth = size * rng.uniform(0.5, 1.7)
            if rng.random() < 0.62:
                corners = 9
                shape = []
                for n in range(corners):
                    a = 2 * math.pi * n / corners
                    r = rng.uniform(0.72, 1.05)
                    shape.append((x + breadth * 0.5 * r * math.cos(a), y + breadth * 0.13 * r * math.sin(a)))
                draw.polygon(
                    [(px, py + breadth * 0.035) for px, py in shape],
                    fill=mix(rgb("1f5361"), rgb("123347"), t),
                )
                draw.polygon(
                    shape, fill=mix(rgb("8fc7bd"), rgb("c6dfe0"), rng.uniform(0.1, 0.9) * (0.4 + 0.6 * t))
                )
            x += breadth * rng.uniform(1.05, 1.5)
    return image


@picture("photos/test-ban.jpg", "Rows of seismic traces with one burst in the middle")
def test_ban(rng: random.Random, w: int, h: int) -> Image.Image:
    back = rgb("151a1e")
    image = Image.new("RGB", (w, h), back)
    draw = ImageDraw.Draw(image)
    noise = Noise(rng)
    rows = 34
    for row in range(rows):
        base = h * (0.14 + 0.80 * row / (rows - 1))
        arrival = 0.38 + 0.0042 * abs(row - 17)
        loud = math.exp(-(((row - 17) / 11) ** 2))
        points: list[Point] = []
        for n in range(0, 701):
            t = n / 700
            quiet = 0.10 * noise.at(t * 60 + row * 7, row, 3)
            since = t - arrival
            burst = 0.0
            if since > 0:
                swing = abs(noise.at(t * 74 + row * 13, row * 2.0, 2, 0.7))
                burst = (
                    loud
                    * swing
                    * min(1, since * 40)
                    * (math.exp(-since * 9) + 0.55 * math.exp(-(((since - 0.16) / 0.05) ** 2)))
                )
            edge = min(1.0, t * 12, (1 - t) * 12)
            points.append((w * (0.09 + 0.82 * t), base - h * 0.135 * (abs(quiet) * 0.5 + burst) * edge))
        draw.polygon([(points[0][0], base + 6), *points, (points[-1][0], base + 6)], fill=back)
        draw.line(points, fill=mix(rgb("56727a"), rgb("f0e2c0"), 0.25 + 0.75 * loud), width=4, joint="curve")
    return image


@picture("photos/rome.jpg", "Umbrella pines on a hill above a hazy plain")
def rome(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "6d8fa3"), (0.35, "d9d3bd"), (0.58, "f4cf9b"), (1, "f0bd87")])
    light(image, w * 0.24, h * 0.50, w * 0.40, "ffe3b0", 0.6)
    hills(image, rng, 0.55, 0.80, 5, ("d3b796", "6f6a4c"), "f0cf9f", 0.045)
    noise = Noise(rng)
    crest = [
        (x, h * (0.90 - 0.07 * math.sin(x / w * 2.6 + 0.2) + 0.012 * noise.at(x / w * 9, 1.0, 4)))
        for x in range(0, w + 8, 6)
    ]
    dark = rgb("2f3524")
    draw = ImageDraw.Draw(image)
    for place, tall in ((0.56, 0.36), (0.635, 0.47), (0.70, 0.40), (0.79, 0.52), (0.87, 0.43), (0.945, 0.35)):
        x, y = w * place, h * 0.86
        top = y - h * tall
        lean = h * rng.uniform(-0.02, 0.02)
        draw.line([(x, y + h * 0.05), (x + lean, top)], fill=dark, width=round(h * 0.011))
        for side in (-1, 1):
            draw.line(
                [(x + lean * 0.7, top + h * 0.09), (x + lean + side * h * 0.05, top - h * 0.005)],
                fill=dark,
                width=round(h * 0.006),
            )
        for _ in range(60):
            a, r = rng.uniform(0, math.pi), rng.random() ** 0.5
            px, py = x + lean + math.cos(a) * r * h * 0.125, top - math.sin(a) * r * h * 0.055
            s = h * rng.uniform(0.012, 0.026)
            draw.ellipse(
                (px - s * 1.5, py - s * 0.8, px + s * 1.5, py + s * 0.8),
                fill=mix(dark, rgb("6b7546"), rng.uniform(0, 0.4) * (1 - math.cos(a)) / 2),
            )
    land(image, crest, ("2f3524", "23281b"), h)
    return image


# --- Economy ------------------------------------------------------------------------------------------------


def rosette(
    draw: ImageDraw.ImageDraw,
    cx: float,
    cy: float,
    radius: float,
    petals: int,
    lines: int,
    colours: tuple[str, str],
    width: int,
) -> None:
    """A guilloche: one wavy ring drawn many times, each a little turned."""
    for n in range(lines):
        t = n / lines
        points = []
        for k in range(721):
            a = math.radians(k / 2)
            wave = math.sin(petals * a + 2 * math.pi * t)
            inner = math.cos((petals * 2 + 1) * a - 2 * math.pi * t)
            r = radius * (0.66 + 0.26 * wave + 0.08 * inner)
            points.append((cx + r * math.cos(a), cy + r * math.sin(a)))
        draw.line(
            points,
            fill=mix(rgb(colours[0]), rgb(colours[1]), 0.5 + 0.5 * math.sin(2 * math.pi * t)),
            width=width,
        )


@picture(
    "economy/reserves/engraving.jpg", "Fine engraved rosettes of the kind found on banknotes", grain=0.02
)
def reserves(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "eee6d2"), (1, "dccfb0")])
    draw = ImageDraw.Draw(image)
    for n in range(46):
        points = [
            (
                x,
                h * (-0.1 + n * 0.027)
                + h * 0.035 * math.sin(x / w * 13 + n * 0.37)
                + h * 0.02 * math.sin(x / w * 29 - n * 0.5),
            )
            for x in range(0, w + 8, 8)
        ]
        draw.line(points, fill=mix(rgb("dccfb0"), rgb("93a68a"), 0.55), width=2)
    for cx, cy, r, petals, colours in (
        (0.30, 0.52, 0.40, 12, ("1f4a41", "6f9a78")),
        (0.76, 0.46, 0.30, 9, ("7a3f2c", "c08a5a")),
    ):
        rosette(draw, w * cx, h * cy, h * r, petals, 34, colours, 2)
        rosette(draw, w * cx, h * cy, h * r * 0.40, petals - 3, 16, colours, 2)
    return image


@picture("economy/reserve-figures/ingots.jpg", "Stacked bars in shades of gold")
def ingots(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "1a1612"), (1, "33291b")])
    draw = ImageDraw.Draw(image)
    bar_w, bar_h = w * 0.115, h * 0.085
    for row in range(10):
        y = h * 0.07 + row * bar_h * 1.12
        x = -bar_w * (0.62 if row % 2 else 0.1)
        while x < w + bar_w:
            shine = rng.uniform(0.05, 0.8) * (1 - abs((x / w) - 0.42)) * (0.65 + 0.35 * row / 9)
            face = mix(rgb("6b4a17"), rgb("e6b95a"), shine)
            slope = bar_w * 0.055
            draw.polygon(
                [(x, y + bar_h), (x + slope, y), (x + bar_w - slope, y), (x + bar_w, y + bar_h)], fill=face
            )
            draw.polygon(
                [
                    (x + slope, y),
                    (x + bar_w - slope, y),
                    (x + bar_w - slope * 1.25, y + bar_h * 0.10),
                    (x + slope * 1.25, y + bar_h * 0.10),
                ],
                fill=mix(face, rgb("fff0c0"), 0.45),
            )
            draw.rounded_rectangle(
                (x + bar_w * 0.28, y + bar_h * 0.38, x + bar_w * 0.72, y + bar_h * 0.70),
                radius=8,
                outline=mix(face, rgb("33220a"), 0.45),
                width=3,
            )
            x += bar_w * 1.05
    light(image, w * 0.36, h * 0.30, w * 0.42, "ffdf95", 0.28)
    return image


@picture("economy/semiconductors/wafer.jpg", "A chip's blocks and conductors seen from above", grain=0.02)
def semiconductors(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "0d2b2c"), (1, "0a1f27")])
    draw = ImageDraw.Draw(image)
    step = w // 100
    left, top, right, bottom = 36 * step, round(h * 0.20), 68 * step, round(h * 0.80)
    copper, pale = rgb("c4834a"), rgb("e9c892")

    def trace(x: float, y: float, dx: int, dy: int, colour: Colour) -> None:
        points = [(x, y)]
        length = rng.randint(4, 16)
        x, y = x + dx * step * length, y + dy * step * length
        points.append((x, y))
        bend = rng.choice((-1, 1)) * rng.randint(2, 9) * step
        if dx:
            x, y = x + dx * abs(bend), y + bend
        else:
            x, y = x + bend, y + dy * abs(bend)
        points.append((x, y))
        x, y = x + dx * step * rng.randint(3, 26), y + dy * step * rng.randint(3, 26)
        points.append((x, y))
        draw.line(points, fill=colour, width=5, joint="curve")
        draw.ellipse((x - 11, y - 11, x + 11, y + 11), fill=colour)
        draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=rgb("0a1f27"))

    for n in range(left + step, right, step):
        for y, dy in ((top, -1), (bottom, 1)):
            trace(n, y, 0, dy, mix(rgb("15484a"), copper, rng.random() ** 1.5))
    for n in range(top + step, bottom, step):
        for x, dx in ((left, -1), (right, 1)):
            trace(x, n, dx, 0, mix(rgb("15484a"), copper, rng.random() ** 1.5))
    draw.rectangle(
        (left - step, top - step, right + step, bottom + step), fill=rgb("163c3f"), outline=copper, width=6
    )
    draw.rectangle((left, top, right, bottom), fill=rgb("0f2f35"))

    def split(x0: float, y0: float, x1: float, y1: float, depth: int) -> None:
        if depth == 0 or min(x1 - x0, y1 - y0) < 3.2 * step:
            tone = mix(
                rgb("1b5054"),
                rng.choice((copper, pale, rgb("3f8b82"), rgb("7f5a8a"))),
                rng.uniform(0.1, 0.75),
            )
            draw.rectangle((x0 + 4, y0 + 4, x1 - 4, y1 - 4), fill=tone)
            gap = rng.choice((9, 13, 18))
            fine = mix(tone, rgb("0a1f27"), 0.4)
            if rng.random() < 0.5:
                for y in range(round(y0) + 12, round(y1) - 8, gap):
                    draw.line((x0 + 12, y, x1 - 12, y), fill=fine, width=2)
            else:
                for x in range(round(x0) + 12, round(x1) - 8, gap):
                    draw.line((x, y0 + 12, x, y1 - 12), fill=fine, width=2)
            return
        cut = rng.uniform(0.32, 0.68)
        if x1 - x0 > y1 - y0:
            split(x0, y0, x0 + (x1 - x0) * cut, y1, depth - 1)
            split(x0 + (x1 - x0) * cut, y0, x1, y1, depth - 1)
        else:
            split(x0, y0, x1, y0 + (y1 - y0) * cut, depth - 1)
            split(x0, y0 + (y1 - y0) * cut, x1, y1, depth - 1)

    split(left + 10, top + 10, right - 10, bottom - 10, 6)
    light(image, (left + right) / 2, h * 0.42, w * 0.30, "e9c892", 0.28)
    return image


@picture("photos/cables.jpg", "A chart of the sea bed in contour lines, crossed by three cables", grain=0.02)
def cables(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "10344a"), (1, "0c2438")])
    noise = Noise(rng)
    draw = ImageDraw.Draw(image)

    def depth(x: float, y: float) -> float:
        return noise.at(x * 3.2 + 4, y * 2.0 + 2, 4, 0.42) + 1.25 * math.cos(x * 6.28) * 0.5

    for n in range(22):
        level = -0.95 + n * 0.1
        shore = n == 16
        colour = rgb("e8d9b0") if shore else mix(rgb("1d536b"), rgb("6fb0b0"), n / 22)
        for a, b in contours(depth, 200, 112, level):
            draw.line(
                (a[0] * w, a[1] * h, b[0] * w, b[1] * h), fill=colour, width=6 if shore else 2 + (n % 4 == 0)
            )
    for route, start, end, bow in (
        ("f0a35e", 0.30, 0.24, 0.12),
        ("e4694f", 0.46, 0.58, -0.08),
        ("f5d58a", 0.74, 0.66, 0.10),
    ):
        points = []
        for n in range(121):
            t = n / 120
            x = 0.075 + 0.85 * t
            y = (
                start
                + (end - start) * t
                + bow * math.sin(math.pi * t)
                + 0.022 * noise.at(t * 5 + start * 30, 1.0, 2)
            )
            points.append((x * w, y * h))
        draw.line(points, fill=rgb(route), width=8, joint="curve")
        for x, y in (points[0], points[-1]):
            disc(image, x, y, 20, route)
            disc(image, x, y, 9, "0c2438")
        for x, y in points[12:-6:12]:
            disc(image, x, y, 9, route)
    return image


@picture("photos/sanctions.jpg", "Idle harbour cranes with raised booms in cold morning mist")
def sanctions(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "94a4ad"), (0.45, "ccd2d0"), (0.68, "e6dfd3"), (1, "e6dfd3")])
    light(image, w * 0.22, h * 0.50, w * 0.30, "fff3de", 0.5)
    for distance, tone, foot, tall in (
        (3, "b3bdc2", 0.70, 0.26),
        (2, "8a9aa3", 0.725, 0.36),
        (1, "4d616d", 0.76, 0.50),
    ):
        count = {3: 9, 2: 6, 1: 4}[distance]
        for n in range(count):
            x = w * (0.10 + (n + 0.5) / count * 0.95 + rng.uniform(-0.02, 0.02))
            crane(image, x, h * foot, h * tall, rgb(tone), raised=True)
        draw = ImageDraw.Draw(image)
        x = -40.0
        while x < w:
            wide, high = (
                rng.uniform(0.04, 0.12) * w,
                rng.choice((0.012, 0.024, 0.036)) * h * (4 - distance) / 2,
            )
            draw.rectangle(
                (x, h * foot - high, x + wide, h * foot + 4), fill=mix(rgb(tone), (230, 225, 215), 0.12)
            )
            x += wide + rng.uniform(0.0, 0.04) * w
        haze = (0, h * (foot - 0.05), w, h * (foot + 0.02))
        overlay(image, partial(ImageDraw.ImageDraw.rectangle, xy=haze, fill=(230, 224, 214, 80)), blur=40)
    sea(image, rng, 0.76, [(0, "b9bfbe"), (0.3, "8b9ba2"), (1, "42545f")], "ffffff", 0.22)
    ImageDraw.Draw(image).rectangle((0, h * 0.752, w, h * 0.775), fill=rgb("3a4a54"))
    return image


@picture("photos/fertiliser.jpg", "Green furrows that run to the horizon under a low sun")
def fertiliser(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "7fb0bf"), (0.3, "d6dcc0"), (0.5, "f7dd9d"), (1, "f7dd9d")])
    light(image, w * 0.60, h * 0.45, w * 0.42, "fff0c0", 0.75)
    disc(image, w * 0.60, h * 0.435, h * 0.045, "fffbe6")
    hills(image, rng, 0.47, 0.50, 2, ("b6c39a", "8fa67c"), "eedfa8", 0.03)
    horizon = h * 0.52
    image.paste(
        gradient(w, round(h - horizon) + 1, [(0, "b7b96a"), (0.25, "8a9a48"), (1, "3f5a2a")]),
        (0, round(horizon)),
    )
    vanish = (w * 0.60, h * 0.505)
    draw = ImageDraw.Draw(image)
    rows = 64
    for n in range(-rows, rows):
        x0, x1 = vanish[0] + n * w * 0.105, vanish[0] + (n + 0.5) * w * 0.105
        soil = mix(rgb("4a3a22"), rgb("5d4a2b"), (n % 3) / 2)
        steps = 14
        for s in range(steps):
            a, b = (s / steps) ** 2, ((s + 1) / steps) ** 2
            ya, yb = horizon + (h * 1.02 - horizon) * a, horizon + (h * 1.02 - horizon) * b
            ka, kb = (ya - vanish[1]) / (h * 1.02 - vanish[1]), (yb - vanish[1]) / (h * 1.02 - vanish[1])
            quad = [
                (vanish[0] + (x0 - vanish[0]) * ka, ya),
                (vanish[0] + (x1 - vanish[0]) * ka, ya),
                (vanish[0] + (x1 - vanish[0]) * kb, yb),
                (vanish[0] + (x0 - vanish[0]) * kb, yb),
            ]
            draw.polygon(quad, fill=mix(rgb("a3a55c"), soil, 0.15 + 0.75 * a**0.5))
    at = 0.0
    while at < w:
        size = h * rng.uniform(0.010, 0.026)
        if not 0.52 < at / w < 0.69:
            draw.ellipse(
                (at - size * 1.3, horizon - size * 1.2, at + size * 1.3, horizon + size * 0.5),
                fill=mix(rgb("5f7449"), rgb("839460"), rng.random()),
            )
        at += size * 1.2
    light(image, w * 0.60, h * 0.56, w * 0.30, "ffe9a8", 0.35)
    return image


# --- Energy -------------------------------------------------------------------------------------------------


@picture("photos/hormuz.jpg", "Tankers in a strait below bare mountains at dusk")
def hormuz(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(
        w, h, [(0, "31435e"), (0.25, "86758a"), (0.45, "e0906a"), (0.56, "f2bd7d"), (1, "f2bd7d")]
    )
    light(image, w * 0.30, h * 0.53, w * 0.40, "ffd28f", 0.7)
    disc(image, w * 0.30, h * 0.50, h * 0.055, "ffedc4")
    noise = Noise(rng)
    for n, (base, tall, colour, foot) in enumerate(
        (
            (0.53, 0.10, "c98a78", "eab283"),
            (0.565, 0.11, "9a6b70", "cf977c"),
            (0.60, 0.13, "664e60", "9a6f6e"),
        )
    ):
        ridge = []
        for x in range(0, w + 8, 6):
            t = x / w
            rise = max(0.0, (t - 0.34 + n * -0.02 + n * 0.12)) ** 0.8
            y = base - tall * rise * (1.1 + 0.9 * noise.at(t * 5.2 + n * 13, n, 7, 0.58))
            ridge.append((x, h * min(y, 0.605)))
        land(image, ridge, (colour, foot), h * 0.62)
    sea(image, rng, 0.60, [(0, "e8ac78"), (0.2, "b07f78"), (0.6, "4f5470"), (1, "262f4b")], "ffe2b0", 0.30)
    for left, down, length in (
        (0.50, 0.612, 0.06),
        (0.83, 0.625, 0.09),
        (0.11, 0.66, 0.15),
        (0.42, 0.745, 0.36),
    ):
        tone = hexa(mix(rgb("1c2238"), rgb("8a6a70"), max(0.0, (0.745 - down) * 5)))
        shadow_on_water(image, w * left, h * down, w * length, tone)
        tanker(image, w * left, h * down, w * length, tone)
    return image


@picture("energy/suez/canal.jpg", "A ship in a straight canal through the desert")
def suez(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "8fb3c0"), (0.3, "dfdcc6"), (0.5, "f3dcae"), (1, "f3dcae")])
    light(image, w * 0.5, h * 0.46, w * 0.5, "fff1cd", 0.5)
    hills(image, rng, 0.455, 0.475, 2, ("dcc39a", "cba878"), "efd7aa", 0.02)
    horizon = h * 0.48
    image.paste(
        gradient(w, round(h - horizon) + 1, [(0, "e0bf88"), (0.3, "cfa167"), (1, "8f6238")]),
        (0, round(horizon)),
    )
    (w * 0.5, h * 0.475)
    water = Image.new("L", (w, h), 0)
    ImageDraw.Draw(water).polygon(
        [(w * 0.493, horizon), (w * 0.507, horizon), (w * 0.88, h), (w * 0.12, h)], fill=255
    )
    surface = image.copy()
    sea(surface, rng, 0.48, [(0, "d7d2b4"), (0.15, "8fb0ab"), (0.5, "3f7d86"), (1, "184a57")], "f5f7e6", 0.5)
    draw = ImageDraw.Draw(image)
    for left, right, colour in ((0.075, 0.925, "b88a55"), (0.105, 0.895, "e3c894")):
        draw.polygon(
            [(w * 0.492, horizon), (w * 0.508, horizon), (w * right, h), (w * left, h)], fill=rgb(colour)
        )
    image.paste(surface, mask=water)
    noise = Noise(rng)

    def dunes(d: ImageDraw.ImageDraw) -> None:
        for n in range(60):
            t = (n / 60) ** 1.8
            y = horizon + (h - horizon) * t
            for side in (-1, 1):
                edge = w * (0.5 + side * (0.02 + 0.42 * t))
                x0 = edge + side * w * rng.uniform(0.02, 0.4)
                length = w * rng.uniform(0.05, 0.2)
                points = [
                    (x0 + side * length * k / 20, y + h * 0.012 * t * noise.at(k / 5 + n, n, 2))
                    for k in range(21)
                ]
                d.line(points, fill=(90, 58, 30, 60), width=2 + round(5 * t))

    overlay(image, dunes, blur=3)
    cx, y = w * 0.5, h * 0.66
    draw = ImageDraw.Draw(image)
    dark = rgb("1d3440")
    overlay(
        image,
        lambda d: d.polygon(
            [
                (cx - w * 0.055, y),
                (cx + w * 0.055, y),
                (cx + w * 0.035, y + h * 0.16),
                (cx - w * 0.035, y + h * 0.16),
            ],
            fill=(16, 40, 50, 150),
        ),
        blur=9,
    )
    shades = [rgb(c) for c in ("a8492f", "3f6b7d", "c79a4b", "7c8583", "4f7460")]
    box_w, box_h = w * 0.0118, h * 0.0195
    for column in range(8):
        for row in range(6 if 0 < column < 7 else 5):
            x0 = cx - 4 * box_w + column * box_w
            y0 = y - h * 0.075 - (row + 1) * box_h
            draw.rectangle(
                (x0 + 1, y0 + 1, x0 + box_w - 2, y0 + box_h - 2), fill=mix(rng.choice(shades), dark, 0.18)
            )
    draw.rectangle((cx - w * 0.026, y - h * 0.215, cx + w * 0.026, y - h * 0.185), fill=rgb("d9d4c4"))
    draw.rectangle((cx - w * 0.042, y - h * 0.232, cx + w * 0.042, y - h * 0.205), fill=rgb("e8e4d6"))
    draw.rectangle((cx - w * 0.040, y - h * 0.224, cx + w * 0.040, y - h * 0.214), fill=dark)
    draw.rectangle((cx - w * 0.006, y - h * 0.275, cx + w * 0.006, y - h * 0.23), fill=dark)
    draw.polygon(
        [
            (cx - w * 0.052, y - h * 0.085),
            (cx, y - h * 0.095),
            (cx + w * 0.052, y - h * 0.085),
            (cx + w * 0.040, y - h * 0.012),
            (cx, y + h * 0.008),
            (cx - w * 0.040, y - h * 0.012),
        ],
        fill=dark,
    )
    draw.polygon(
        [
            (cx - w * 0.041, y - h * 0.02),
            (cx, y - h * 0.006),
            (cx + w * 0.041, y - h * 0.02),
            (cx + w * 0.039, y - h * 0.010),
            (cx, y + h * 0.008),
            (cx - w * 0.039, y - h * 0.010),
        ],
        fill=rgb("8c3b2a"),
    )
    draw.line((cx, y - h * 0.095, cx, y + h * 0.006), fill=mix(dark, (255, 255, 255), 0.22), width=4)
    return image


@picture("photos/baltic.jpg", "A line of pylons across low hills at first light")
def baltic(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(
        w, h, [(0, "23465c"), (0.35, "6f94a0"), (0.6, "efc8a4"), (0.72, "f0a98a"), (1, "f0a98a")]
    )
    light(image, w * 0.80, h * 0.66, w * 0.40, "ffe0b5", 0.6)
    hills(image, rng, 0.66, 0.80, 4, ("b9a09a", "3d5560"), "eebf9f", 0.035)
    towers = (
        (1.20, 0.98, 1.05),
        (0.76, 0.905, 0.62),
        (0.50, 0.865, 0.40),
        (0.335, 0.838, 0.272),
        (0.225, 0.82, 0.19),
        (0.15, 0.806, 0.135),
        (0.098, 0.797, 0.098),
    )
    previous: list[Point] | None = None
    for n, (x, y, tall) in reversed(list(enumerate(towers))):
        colour = mix(rgb("152833"), rgb("8d8f93"), n / 7)
        hooks = pylon(image, w * x, h * y, h * tall, colour)
        if previous:
            for a, b in zip(previous, hooks, strict=True):
                wire(image, a, b, h * tall * 0.075, colour, max(2, round(5 * tall)))
        previous = hooks
    noise = Noise(rng)
    land(image, ridge_line(noise, w, h * 0.93, h * 0.03, 3.0, 21.0), ("1c343e", "10222b"), h)
    return image


@picture("photos/stocks.jpg", "Rows of round storage tanks at nightfall")
def stocks(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(
        w, h, [(0, "1b2338"), (0.3, "5a5474"), (0.58, "d0877a"), (0.72, "f3c08c"), (1, "eab486")]
    )
    light(image, w * 0.62, h * 0.74, w * 0.36, "ffd6a0", 0.5)
    for foot, tone, count, tall in (
        (0.765, "a4777a", 12, 0.075),
        (0.80, "6a5064", 7, 0.13),
        (0.86, "2b2a42", 4, 0.20),
    ):
        for n in range(count):
            x = w * ((n + 0.5) / count + rng.uniform(-0.02, 0.02))
            wide = h * tall * rng.uniform(0.75, 0.95)
            top, base = h * (foot - tall * rng.uniform(0.85, 1.0)), h * foot
            colour = rgb(tone)
            shade = gradient(
                round(base - top),
                round(wide * 2),
                [
                    (0, hexa(mix(colour, (0, 0, 0), 0.25))),
                    (0.62, hexa(mix(colour, rgb("eab486"), 0.30))),
                    (1, hexa(colour)),
                ],
            )
            image.paste(shade.rotate(90, expand=True), (round(x - wide), round(top)))
            draw = ImageDraw.Draw(image)
            draw.ellipse(
                (x - wide, top - wide * 0.13, x + wide, top + wide * 0.13),
                fill=mix(colour, rgb("eab486"), 0.22),
            )
            for k in range(1, 5):
                y = top + (base - top) * k / 5
                draw.arc(
                    (x - wide, y - wide * 0.11, x + wide, y + wide * 0.11),
                    0,
                    180,
                    fill=mix(colour, (0, 0, 0), 0.2),
                    width=2,
                )
            for k in range(22):
                t = k / 21
                sx, sy = x - wide * 0.8 + wide * 1.1 * t, base - (base - top) * t
                draw.line((sx, sy, sx + wide * 0.05, sy), fill=mix(colour, (255, 230, 200), 0.45), width=3)
    ImageDraw.Draw(image).rectangle((0, h * 0.845, w, h), fill=rgb("1a1c2c"))
    overlay(image, lambda d: d.rectangle((0, h * 0.845, w, h * 0.85), fill=(234, 180, 134, 140)), blur=2)
    return image


# --- desks and the cover ----------------------------------------------------------------------------


@picture("authors/asia-desk/portrait.jpg", "Scale-shaped waves under a red sun", size=(800, 800))
def asia_desk(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "f0e3c8"), (1, "e6cfa6")])
    disc(image, w * 0.5, h * 0.40, h * 0.22, "c2452f")
    draw = ImageDraw.Draw(image)
    radius = w / 9
    for row in range(14):
        y = h * 0.50 + row * radius * 0.5
        for column in range(-1, 11):
            x = column * radius + (radius / 2 if row % 2 else 0)
            for k, colour in enumerate(("1f4a5c", "f0e3c8", "1f4a5c", "f0e3c8", "2f6a78")):
                r = radius * 0.5 * 1.12 * (1 - k * 0.2)
                draw.ellipse((x - r, y - r, x + r, y + r), fill=rgb(colour))
    return image


@picture("photos/desk-europe.jpg", "Two tiers of stone arches", size=(800, 800))
def europe_desk(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "5f87a8"), (0.6, "cfd9d6"), (1, "f2dcb8")])
    draw = ImageDraw.Draw(image)
    for top, bottom, count, tone in ((0.30, 0.55, 6, "d1ab78"), (0.55, 1.0, 4, "c1935f")):
        draw.rectangle((0, h * top, w, h * bottom), fill=rgb(tone))
        draw.rectangle((0, h * top, w, h * (top + 0.018)), fill=mix(rgb(tone), rgb("5a3d22"), 0.45))
        for n in range(count):
            x0, x1 = w * (n + 0.17) / count, w * (n + 0.83) / count
            crown = h * (top + 0.055)
            radius = (x1 - x0) / 2
            for inset, colour in ((-9, mix(rgb(tone), rgb("5a3d22"), 0.35)), (0, None)):
                fill = colour or rgb("a9c0c6" if top < 0.5 else "d9d3bd")
                draw.pieslice(
                    (x0 + inset, crown + inset, x1 - inset, crown + 2 * radius - inset), 180, 360, fill=fill
                )
                draw.rectangle((x0 + inset, crown + radius, x1 - inset, h * bottom), fill=fill)
    noise = Noise(rng)
    land(image, ridge_line(noise, w, h * 0.93, h * 0.03, 2.0, 3.0), ("66733f", "46522c"), h)
    return image


@picture("photos/desk-economy.jpg", "An engraved rosette on dark green", size=(800, 800), grain=0.02)
def economy_desk(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "123f38"), (1, "0c2b29")])
    draw = ImageDraw.Draw(image)
    rosette(draw, w / 2, h / 2, w * 0.44, 12, 30, ("3f8a72", "e9d9a8"), 2)
    rosette(draw, w / 2, h / 2, w * 0.19, 8, 16, ("e9d9a8", "c4834a"), 2)
    return image


@picture("photos/desk-energy.jpg", "A wind turbine in front of the evening sun", size=(800, 800))
def energy_desk(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(w, h, [(0, "2f4b63"), (0.5, "b98a82"), (0.8, "f3c088"), (1, "f3c088")])
    light(image, w * 0.5, h * 0.44, w * 0.55, "ffdfa5", 0.6)
    disc(image, w * 0.5, h * 0.44, h * 0.27, "fbe3b0")
    draw = ImageDraw.Draw(image)
    dark = rgb("243445")
    cx, cy = w * 0.5, h * 0.44
    draw.polygon(
        [(cx - w * 0.008, cy), (cx + w * 0.008, cy), (cx + w * 0.018, h), (cx - w * 0.018, h)], fill=dark
    )
    for n in range(3):
        a = math.radians(-72 + n * 120)
        blade = []
        for along, across in ((0.02, 0.010), (0.08, 0.026), (0.34, 0.004), (0.345, 0), (0.02, -0.010)):
            blade.append(
                (
                    cx + w * (along * math.cos(a) - across * math.sin(a)),
                    cy + w * (along * math.sin(a) + across * math.cos(a)),
                )
            )
        draw.polygon(blade, fill=dark)
    disc(image, cx, cy, w * 0.022, "243445")
    hills(image, rng, 0.84, 0.95, 3, ("a2736b", "243445"), "e2a981", 0.04)
    return image


@picture("issues/2026-autumn.jpg", "A narrow sea between two headlands under a large sun", size=(1200, 1600))
def autumn(rng: random.Random, w: int, h: int) -> Image.Image:
    image = gradient(
        w, h, [(0, "173a4d"), (0.22, "3f6f78"), (0.42, "e0a268"), (0.55, "f1c283"), (1, "f1c283")]
    )
    light(image, w * 0.5, h * 0.40, w * 0.75, "ffd08a", 0.6)
    disc(image, w * 0.5, h * 0.40, w * 0.235, "e9573a")
    hills(image, rng, 0.50, 0.525, 2, ("c98a66", "8a6a62"), "f0bd85", 0.02)
    sea(image, rng, 0.535, [(0, "eba36a"), (0.2, "a8695c"), (0.55, "2f5566"), (1, "10303f")], "ffd9a0", 0.5)
    noise = Noise(rng)
    for n, (reach, top, foot, tone, low) in enumerate(
        (
            (0.46, 0.45, 0.575, "5d5560", "8a6a62"),
            (0.42, 0.46, 0.66, "334a58", "4d5a62"),
            (0.44, 0.52, 0.80, "14303e", "1d3c49"),
        )
    ):
        for mirrored in (False, True):
            if n == 2 and mirrored:
                reach = 0.30  # noqa: PLW2901
            bank, shore = [], []
            for k in range(121):
                t = k / 120
                x = w * reach * t
                x = w - x if mirrored else x
                rough = noise.at(t * 5 + n * 7 + (40 if mirrored else 0), n, 6, 0.55)
                bank.append((x, h * (top + (foot - top) * t**1.7 + 0.022 * rough * (1 - t))))
                shore.append((x, h * (foot + (0.06 + 0.05 * n) * (1 - t) ** 1.4)))
            outline = [*bank, *reversed(shore)]
            mask = Image.new("L", image.size, 0)
            ImageDraw.Draw(mask).polygon(outline, fill=255)
            image.paste(gradient(w, h, [(0, tone), (top, tone), (1, low)]), mask=mask)
    for x, y, length in ((0.47, 0.566, 0.05), (0.52, 0.62, 0.10), (0.46, 0.715, 0.24)):
        tone = hexa(mix(rgb("0d2430"), rgb("8a6a62"), max(0.0, (0.715 - y) * 4)))
        shadow_on_water(image, w * x, h * y, w * length, tone)
        tanker(image, w * x, h * y, w * length, tone)
    return image


# --- figures ------------------------------------------------------------------------------------------------


def figure(size: tuple[int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE), rgb("fbf8f1"))
    return image, ImageDraw.Draw(image)


def chart_of_reserves() -> Image.Image:
    """The shares that the article's table gives, as bars."""
    image, draw = figure((1400, 760))
    bars = (
        ("US dollar", 58),
        ("Euro", 20),
        ("Japanese yen", 6),
        ("Pound sterling", 5),
        ("Canadian dollar", 3),
        ("Australian dollar", 2),
        ("Renminbi", 2),
        ("All others", 5),
    )
    font = ImageFont.load_default(52)
    ink = rgb("1f2f33")
    for n, (name, share) in enumerate(bars):
        y = 70 + n * 172
        length = share / 58 * 1820
        draw.text((700, y + 44), name, font=font, fill=ink, anchor="rm")
        draw.rectangle((740, y, 740 + length, y + 88), fill=rgb("1f5a51") if n == 0 else rgb("8fae98"))
        draw.text((740 + length + 28, y + 44), f"{share}", font=font, fill=ink, anchor="lm")
    draw.line((740, 50, 740, 70 + 8 * 172 - 40), fill=ink, width=4)
    return image.resize((1400, 760), Image.Resampling.LANCZOS)


def chart_of_rivers() -> Image.Image:
    """Which river joins which: a scheme, not a map."""
    image, draw = figure((1400, 860))
    font = ImageFont.load_default(50)
    west, east, ink = rgb("2f6d86"), rgb("c07a3c"), rgb("1f2f33")
    paths = (
        ("Indus", west, [(300, 130), (300, 1560)], 18),
        ("Jhelum", west, [(760, 130), (760, 420), (1200, 700)], 12),
        ("Chenab", west, [(1200, 130), (1200, 1200)], 14),
        ("Ravi", east, [(1640, 130), (1640, 600), (1200, 900)], 12),
        ("Beas", east, [(2080, 130), (2080, 360), (2460, 560)], 12),
        ("Sutlej", east, [(2460, 130), (2460, 760), (1200, 1200)], 12),
    )
    for name, colour, points, width in paths:
        draw.line(points, fill=colour, width=width * 2, joint="curve")
        x, y = points[0]
        draw.text((x, y - 30), name, font=font, fill=ink, anchor="ms")
    draw.line([(1200, 1200), (300, 1470)], fill=west, width=36)
    draw.text((800, 1400), "Panjnad", font=font, fill=ink, anchor="lm")
    draw.text((340, 1580), "to the Arabian Sea", font=font, fill=ink, anchor="lm")
    for y, colour, text in ((1420, west, "western rivers: Pakistan"), (1520, east, "eastern rivers: India")):
        draw.rectangle((1700, y - 22, 1780, y + 22), fill=colour)
        draw.text((1810, y), text, font=font, fill=ink, anchor="lm")
    return image.resize((1400, 860), Image.Resampling.LANCZOS)


CHARTS: dict[str, Callable[[], Image.Image]] = {
    "economy/reserves/chart.png": chart_of_reserves,
    "asia/indus/rivers.png": chart_of_rivers,
}


# --- saving -------------------------------------------------------------------------------------------------


def save(item: Picture) -> Path:
    rng = random.Random(item.path)
    image = item.draw(rng, item.size[0] * SCALE, item.size[1] * SCALE)
    image = grain(image.resize(item.size, Image.Resampling.LANCZOS), rng, item.grain)
    exif = Image.Exif()
    exif[0x010E] = item.description
    exif[0x013B] = CREDIT
    exif[0x8298] = "CC0 1.0"
    target = CONTENT / item.path
    target.parent.mkdir(parents=True, exist_ok=True)
    for quality in range(QUALITY, 50, -4):
        image.save(target, quality=quality, optimize=True, progressive=True, exif=exif)
        if target.stat().st_size < LIMIT:
            break
    return target


def main(words: list[str]) -> None:
    def wanted(path: str) -> bool:
        return not words or any(word in path for word in words)

    for item in PICTURES:
        if wanted(item.path):
            target = save(item)
            print(f"{target.stat().st_size // 1024:4d} kB  {item.path}")
    for path, draw in CHARTS.items():
        if wanted(path):
            target = CONTENT / path
            target.parent.mkdir(parents=True, exist_ok=True)
            draw().quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)
            print(f"{target.stat().st_size // 1024:4d} kB  {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
