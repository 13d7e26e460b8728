"""A handful of small photos: bands of colour under a disc, saved as real JPEG files."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw

from bench.corpus import PHOTOS

SIZE = (960, 540)
_QUALITY = 78


def draw_photos(folder: Path) -> None:
    """Draw all photos into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PHOTOS:
        _draw(random.Random(name)).save(folder / name, "JPEG", quality=_QUALITY)


def _draw(chance: random.Random) -> Image.Image:
    width, height = SIZE
    image = Image.new("RGB", SIZE, _colour(chance, 150))
    pen = ImageDraw.Draw(image)
    centre = (int(width * (0.2 + 0.6 * chance.random())), int(height * 0.3))
    pen.ellipse((centre[0] - 60, centre[1] - 60, centre[0] + 60, centre[1] + 60), fill=_colour(chance, 210))
    for band in range(6):
        top = height // 2 + band * height // 12
        ridge = [(x, top + int(chance.random() * 40)) for x in range(0, width + 60, 60)]
        pen.polygon([*ridge, (width, height), (0, height)], fill=_colour(chance, 120 - 18 * band))
    return image


def _colour(chance: random.Random, light: int) -> tuple[int, int, int]:
    red, green, blue = (max(0, min(255, light + int(chance.random() * 50) - 25)) for _ in range(3))
    return red, green, blue
