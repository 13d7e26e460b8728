"""A picture's file: how large it is, and whether it is sound."""

from __future__ import annotations

import io
import re
import warnings

from sitegen.model.documents import Picture, Source

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")

#: Pixels beyond which a picture is refused before it is decoded.
LIMIT = 200_000_000

_SVG_TAG = re.compile(rb"<svg\b[^>]*>", re.IGNORECASE | re.DOTALL)
_SVG_SIZE = re.compile(rb'\s(width|height)\s*=\s*["\']\s*([0-9.]+)(?:px)?\s*["\']')
_SVG_BOX = re.compile(rb'\sviewBox\s*=\s*["\']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)')
_SVG_NUMBER = re.compile(rb"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_LONGEST = 1e7
_ORIENTATION = 0x0112
_SIDEWAYS = (5, 6, 7, 8)


def is_picture(path: str) -> bool:
    """Whether a file is a picture, by its suffix."""
    return path.lower().endswith(SUFFIXES)


def read_picture(source: Source) -> Picture:
    """A picture's size in pixels, as it is shown (EXIF orientation counted in)."""
    if source.path.lower().endswith(".svg"):
        return _read_svg(source)
    return _read_raster(source)


def _read_svg(source: Source) -> Picture:
    tag = _SVG_TAG.search(source.data)
    if tag is None:
        return Picture(source.path, source.digest, 0, 0, "it holds no <svg> element")
    sizes = {name: _length(value) for name, value in _SVG_SIZE.findall(tag[0])}
    box = _SVG_BOX.search(tag[0])
    width = sizes.get(b"width", _length(box[1]) if box else 0)
    height = sizes.get(b"height", _length(box[2]) if box else 0)
    return Picture(source.path, source.digest, round(width), round(height))


def _length(text: bytes) -> float:
    """A length in pixels; 0 where it is no number, or none that a picture can have."""
    length = float(text) if _SVG_NUMBER.fullmatch(text) else 0
    return length if length < _LONGEST else 0


def _read_raster(source: Source) -> Picture:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(source.data)) as image:
                width, height = image.size
                orientation = image.getexif().get(_ORIENTATION, 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Picture(
            source.path, source.digest, 0, 0, f"it has more than {LIMIT // 1_000_000} million pixels"
        )
    except Exception as error:  # Pillow's readers raise whatever a damaged file makes them stumble over
        return Picture(source.path, source.digest, 0, 0, _reason(error))
    if width * height > LIMIT:
        return Picture(
            source.path, source.digest, 0, 0, f"it has more than {LIMIT // 1_000_000} million pixels"
        )
    if orientation in _SIDEWAYS:
        width, height = height, width
    return Picture(source.path, source.digest, width, height)


def _reason(error: Exception) -> str:
    name = type(error).__name__
    return "its bytes are no picture that we know" if name == "UnidentifiedImageError" else f"{name}: {error}"
