"""Image files: their size, format, colour and metadata, and whether they are damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.image_open import TooLarge, is_sideways, open_image, to_eight_bits
from sitegen.model.documents import ImageInfo, Source
from sitegen.read.image_metadata import read_notes
from sitegen.read.svg import read_svg

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")

#: Smallest size that a JPEG is decoded to for its average colour.
_SMALL = (64, 64)
#: Pillow's name for a camera's JPEG that contains previews.
_WITH_PREVIEWS = "MPO"


def is_image(path: str) -> bool:
    """Whether a file is an image, by its suffix."""
    return path.lower().endswith(SUFFIXES)


def read_image(source: Source) -> ImageInfo:
    """Read an image's size in pixels, colour and metadata.

    The size is that of the image as shown, with its EXIF orientation. The format is that of the bytes,
    whatever the file's suffix.
    """
    if source.path.lower().endswith(".svg"):
        return read_svg(source)
    return _read_raster(source)


def _read_raster(source: Source) -> ImageInfo:
    try:
        with open_image(source.data) as image:
            return _read_opened(source, image)
    except TooLarge as error:
        return ImageInfo(source.path, source.digest, 0, 0, str(error))
    except Exception as error:  # Pillow raises all kinds of errors for damaged files
        return ImageInfo(source.path, source.digest, 0, 0, _reason(error))


def _read_opened(source: Source, image: ImageFile) -> ImageInfo:
    width, height = image.size
    image.draft(None, _SMALL)  # only for JPEG
    image.load()  # some formats have metadata after the pixels
    if is_sideways(image):
        width, height = height, width
    has_previews = image.format == _WITH_PREVIEWS
    color, transparent = _colors(image)
    return ImageInfo(
        source.path,
        source.digest,
        width,
        height,
        format="jpeg" if has_previews else str(image.format).lower(),
        animated=not has_previews and bool(getattr(image, "is_animated", False)),
        transparent=transparent,
        color=color,
        notes=read_notes(image),
    )


def _colors(image: Image) -> tuple[str, bool]:
    """The average colour, and whether any pixel is transparent."""
    from PIL.Image import Resampling

    shown = to_eight_bits(image).convert("RGBA")
    average = shown.resize((1, 1), Resampling.BOX).tobytes()
    return f"#{average[:3].hex()}", min(shown.getchannel("A").tobytes()) < 255


def _reason(error: Exception) -> str:
    if type(error).__name__ == "UnidentifiedImageError":
        return "its format is unknown"
    return f"its bytes are damaged or incomplete ({error})"
