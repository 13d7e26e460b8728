"""The showcase's pictures, drawn by Pillow: the same on every run."""

from __future__ import annotations

import io
import math
import random
from typing import Any

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

#: The sky at its top and at the horizon, the sun, and the nearest hill.
SKIES: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((44, 62, 92), (238, 178, 130), (255, 236, 200), (24, 34, 46)),
    ((120, 160, 186), (236, 226, 204), (255, 250, 230), (38, 70, 66)),
    ((70, 50, 84), (226, 132, 112), (255, 214, 170), (40, 26, 46)),
    ((150, 176, 170), (244, 232, 206), (250, 244, 220), (84, 78, 50)),
)


def landscape(seed: int, size: tuple[int, int] = (1600, 900)) -> bytes:
    """Hills in layers beneath a low sun, as a JPEG."""
    chance = random.Random(seed)
    top, horizon, sun, near = SKIES[seed % len(SKIES)]
    width, height = size
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=_between(top, horizon, min(1.0, 1.5 * y / height)))
    x, center, radius = chance.uniform(0.25, 0.75) * width, 0.48 * height, 0.07 * height
    draw.ellipse([x - radius, center - radius, x + radius, center + radius], fill=sun)
    for layer in range(5):
        base, rise = height * (0.55 + 0.1 * layer), height * 0.09
        waves = [(chance.uniform(1, 5) * (1 + layer / 3), chance.uniform(0, 6.3)) for _ in range(3)]
        ridge = [
            (px, base - rise * sum(math.sin(px / width * pace * 3.14 + phase) for pace, phase in waves) / 3)
            for px in range(0, width + 8, 8)
        ]
        draw.polygon(
            [(0, height), *ridge, (width, height)], fill=_between(horizon, near, (layer + 1.5) / 5.5)
        )
    return _bytes(image, "JPEG", quality=82)


def portrait(seed: int) -> bytes:
    """A head and shoulders before a plain ground, as a JPEG."""
    top, horizon, sun, near = SKIES[seed % len(SKIES)]
    image = Image.new("RGB", (600, 600), _between(top, horizon, 0.6))
    draw = ImageDraw.Draw(image)
    draw.ellipse([90, 400, 510, 900], fill=near)
    draw.ellipse([195, 130, 405, 410], fill=_between(sun, near, 0.35))
    return _bytes(image, "JPEG", quality=82)


def chart() -> bytes:
    """Columns that rise to the right, as a PNG."""
    image = Image.new("RGB", (1200, 600), "white")
    draw = ImageDraw.Draw(image)
    for column in range(10):
        draw.rectangle(
            [80 + column * 108, 540 - 45 * (column + 1), 150 + column * 108, 540], fill=(23, 73, 127)
        )
    draw.line([(60, 540), (1160, 540)], fill=(22, 24, 27), width=4)
    return _bytes(image, "PNG", optimize=True)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _bytes(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)  # type: ignore[arg-type]
    return buffer.getvalue()
