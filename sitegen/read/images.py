"""A picture's file: how large it is, whether it is sound, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.image_open import TooLarge, is_sideways, opened, to_eight_bits
from sitegen.model.documents import ImageInfo, Source
from sitegen.read.image_metadata import read_notes
from sitegen.read.svg import read_svg

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")

#: Pixels a side of what the average colour of a JPEG is taken from: so much is decoded at the least.
_SMALL = (64, 64)
#: How Pillow calls the JPEG of a camera that holds previews beside the picture.
_MANY_IN_ONE = "MPO"


def is_image(path: str) -> bool:
    """Whether a file is a picture, by its suffix."""
    return path.lower().endswith(SUFFIXES)


def read_image(source: Source) -> ImageInfo:
    """What a picture's file holds: its size in pixels as it is shown (EXIF orientation counted in), its
    colours, its metadata. Its format is that of its bytes, whatever its name says."""
    if source.path.lower().endswith(".svg"):
        return read_svg(source)
    return _read_raster(source)


def _read_raster(source: Source) -> ImageInfo:
    try:
        with opened(source.data) as image:
            return _read_opened(source, image)
    except TooLarge as error:
        return ImageInfo(source.path, source.digest, 0, 0, str(error))
    except Exception as error:  # Pillow's readers raise whatever a damaged file makes them stumble over
        return ImageInfo(source.path, source.digest, 0, 0, _reason(error))


def _read_opened(source: Source, image: ImageFile) -> ImageInfo:
    width, height = image.size
    image.draft(None, _SMALL)  # which only JPEGs know
    image.load()  # some formats have metadata behind the pixels
    if is_sideways(image):
        width, height = height, width
    is_camera = image.format == _MANY_IN_ONE
    color, transparent = _colors(image)
    return ImageInfo(
        source.path,
        source.digest,
        width,
        height,
        format="jpeg" if is_camera else str(image.format).lower(),
        animated=not is_camera and bool(getattr(image, "is_animated", False)),
        transparent=transparent,
        color=color,
        notes=read_notes(image),
    )


def _colors(image: Image) -> tuple[str, bool]:
    """The average colour of what is not transparent, and whether anything is."""
    from PIL.Image import Resampling

    shown = to_eight_bits(image).convert("RGBA")
    average = shown.resize((1, 1), Resampling.BOX).tobytes()
    return f"#{average[:3].hex()}", min(shown.getchannel("A").tobytes()) < 255


def _reason(error: Exception) -> str:
    if type(error).__name__ == "UnidentifiedImageError":
        return "its bytes are no picture that we know"
    return f"its bytes are damaged or break off ({error})"
