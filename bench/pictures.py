"""A handful of small photos: bands of colour under a disc, saved as real JPEG files.

Peers that do not resize pictures themselves get them in all sizes and formats that sitegen makes of them.
"""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageOps

from bench.corpus import PHOTOS

SIZE = (960, 540)
_QUALITY = 78

#: The uses of a photo with the sizes of each, the last of which is also that of the JPEG file.
USES = {
    "whole": ((480, 270), (800, 450), (960, 540)),
    "3x2": ((480, 320), (800, 533)),
    "16x9": ((480, 270), (800, 450)),
}
_BETTER: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60, "speed": 9, "max_threads": 1},
    "webp": {"quality": 78, "method": 2},
}
_PLAIN: dict[str, Any] = {"quality": 80, "optimize": True, "progressive": True}


def draw_photos(folder: Path) -> None:
    """Draw all photos into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PHOTOS:
        _draw(random.Random(name)).save(folder / name, "JPEG", quality=_QUALITY)


def write_renditions(folder: Path) -> Mapping[str, Any]:
    """Write all photos in all sizes and formats into `folder`, whose address is `/pictures/`.

    What templates need to show them comes back, by the address of each photo and by use.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in _renditions().items():
        (folder / name).write_bytes(data)
    return {f"/photos/{photo}": _facts(photo) for photo in PHOTOS}


@cache
def _renditions() -> Mapping[str, bytes]:
    """The files' names and bytes: made once for all projects of a bench."""
    files = {}
    for photo in PHOTOS:
        image = _draw(random.Random(photo))
        for use, sizes in USES.items():
            for size in sizes:
                shown = ImageOps.fit(image, size, Image.Resampling.LANCZOS)
                for kind, options in _BETTER.items():
                    files[_name(photo, use, size, kind)] = _encoded(shown, kind, options)
                if size == sizes[-1]:
                    files[_name(photo, use, size, "jpg")] = _encoded(shown, "jpeg", _PLAIN)
    return files


def _encoded(image: Image.Image, kind: str, options: Mapping[str, Any]) -> bytes:
    data = io.BytesIO()
    image.save(data, kind.upper(), **options)
    return data.getvalue()


def _name(photo: str, use: str, size: tuple[int, int], ending: str) -> str:
    return f"{photo.removesuffix('.jpg')}-{use}-{size[0]}.{ending}"


@cache
def _facts(photo: str) -> Mapping[str, Any]:
    average = _draw(random.Random(photo)).resize((1, 1), Image.Resampling.BOX)
    return {"color": f"#{average.tobytes().hex()}", **{use: _shown(photo, use) for use in USES}}


def _shown(photo: str, use: str) -> Mapping[str, Any]:
    sources = [
        {
            "type": f"image/{kind}",
            "srcset": ", ".join(
                f"/pictures/{_name(photo, use, size, kind)} {size[0]}w" for size in USES[use]
            ),
        }
        for kind in _BETTER
    ]
    width, height = size = USES[use][-1]
    return {
        "sources": sources,
        "url": f"/pictures/{_name(photo, use, size, 'jpg')}",
        "width": width,
        "height": height,
    }


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
