"""Large photos as a camera gives them, drawn by code: as hard to encode, and each another one.

What makes a photo hard is what no drawing has: detail of every size, more of it here than there, and grain.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

#: Pixels of a camera of 12 megapixels, and how its JPEG files are encoded.
CAMERA = (4000, 3000)
_QUALITY = 90

#: Detail from coarse to fine: a spot's size as a share of the picture's height, and how much of it shows
#: through the coarser ones. Light in nature has about as much of each size.
_DETAIL = ((1 / 8, 0.5), (1 / 24, 0.42), (1 / 75, 0.36), (1 / 250, 0.30), (1 / 750, 0.24), (1 / 1500, 0.18))
#: How much stronger detail is than the blend of its sizes, which come out of it weak.
_CONTRAST = 1.7
#: How strong the grain of the sensor is.
_GRAIN = 0.06
_GREY = 128

Size = tuple[int, int]
Colour = tuple[int, int, int]


def draw_photograph(file: Path, seed: int, number: int, size: Size = CAMERA) -> None:
    """Draw the photo of a number into a JPEG file; another seed gives other photos."""
    chance = random.Random(f"{seed} photograph {number}")
    scene = _scene(chance, size)
    luma, blue, red = scene.convert("YCbCr").split()
    # The eye sees detail by its light, and cameras keep little of it in colours.
    shown = Image.merge("YCbCr", (_detailed(chance, luma), blue, red))
    file.parent.mkdir(parents=True, exist_ok=True)
    shown.save(file, "JPEG", quality=_QUALITY)


def _scene(chance: random.Random, size: Size) -> Image.Image:
    """A sky, ranges of hills, and houses with windows, in colours that change from place to place."""
    width, height = size
    image = _clouds(chance, "RGB", size, height / 3)
    sky = _colour(chance, 190)
    image = Image.blend(image, Image.new("RGB", size, sky), 0.75)
    pen = ImageDraw.Draw(image)
    horizon = height * (0.3 + 0.3 * chance.random())
    _disc(pen, chance, width, horizon)
    for row in range(5):
        top = horizon + (height - horizon) * row / 5
        pen.polygon(_ridge(chance, size, top), fill=_colour(chance, 140 - 18 * row))
        for _ in range(4 + int(chance.random() * 8)):
            _house(pen, chance, (int(chance.random() * width), int(top)), height / 14 * (0.5 + row / 3))
    return image


def _disc(pen: ImageDraw.ImageDraw, chance: random.Random, width: int, horizon: float) -> None:
    x, y = width * chance.random(), horizon * chance.random()
    radius = horizon * (0.06 + 0.1 * chance.random())
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(chance, 235))


def _ridge(chance: random.Random, size: Size, top: float) -> Sequence[tuple[float, float]]:
    """A range of hills, down to the lower edge: each point is a step up or down from the one before."""
    width, height = size
    step, level, points = width / 160, top, []
    for number in range(162):
        level += (chance.random() - 0.5) * height / 60 + (top - level) * 0.05
        points.append((number * step, level))
    return [*points, (width, height), (0, height)]


def _house(pen: ImageDraw.ImageDraw, chance: random.Random, place: tuple[int, int], high: float) -> None:
    x, y = place
    wide = high * (0.6 + chance.random())
    pen.rectangle((x, y - high / 2, x + wide, y + high / 2), fill=_colour(chance, 120))
    pane = high / 12
    for column in range(int(wide / pane / 2)):
        for row in range(5):
            left, top = x + pane * (0.5 + 2 * column), y - high / 2 + pane * (1 + 2 * row)
            light = 60 + int(chance.random() * 150)
            pen.rectangle((left, top, left + pane, top + pane), fill=_colour(chance, light))


def _detailed(chance: random.Random, luma: Image.Image) -> Image.Image:
    """The light of a scene with detail of every size, strong in some places and weak in others, and grain."""
    size = luma.size
    detail = Image.new("L", size, _GREY)
    for share, strength in _DETAIL:
        detail = Image.blend(detail, _clouds(chance, "L", size, max(1.0, share * size[1])), strength)
    detail = detail.point([round(_GREY + (light - _GREY) * _CONTRAST) for light in range(256)])
    where = _clouds(chance, "L", size, size[1] / 5)
    lit = Image.composite(ImageChops.overlay(luma, detail), luma, where)
    grain = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
    grain = Image.blend(Image.new("L", size, _GREY), grain, _GRAIN)
    return ImageChops.add(lit, grain, offset=-_GREY)


def _clouds(chance: random.Random, mode: str, size: Size, spot: float) -> Image.Image:
    """Smooth noise, whose spots have about this size."""
    small = max(2, round(size[0] / spot)), max(2, round(size[1] / spot))
    noise = Image.frombytes(mode, small, chance.randbytes(small[0] * small[1] * len(mode)))
    return noise.resize(size, Image.Resampling.BICUBIC)


def _colour(chance: random.Random, light: int) -> Colour:
    red, green, blue = (max(0, min(255, light + int(chance.random() * 70) - 35)) for _ in range(3))
    return red, green, blue
