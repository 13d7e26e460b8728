"""Open raster images: only in known formats, and only if they are not too large to decode."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sitegen.problems import SitegenError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

#: The most pixels in an image. In colour, they take 500 MB of memory.
LIMIT = 120_000_000

#: Pillow's names of the formats that browsers show. Files in others are not opened, whatever their names are.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")

#: The EXIF tag for orientation, and its values for images turned by 90 degrees.
ORIENTATION = 0x0112
SIDEWAYS = (5, 6, 7, 8)


class TooLarge(SitegenError):
    """An image has more pixels than `LIMIT`."""


@contextmanager
def open_image(data: bytes) -> Iterator[ImageFile]:
    """Open an image and read its header. Raises TooLarge, or what Pillow raises for invalid images."""
    from PIL import Image as pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the size, which is checked here, and about malformed metadata
        pillow.MAX_IMAGE_PIXELS = LIMIT  # beyond twice the limit, Pillow does not open the image
        try:
            image = pillow.open(io.BytesIO(data), formats=FORMATS)
        except pillow.DecompressionBombError as error:
            raise TooLarge(f"it has more than {LIMIT // 1_000_000} million pixels") from error
        with image:
            if image.width * image.height > LIMIT:
                raise TooLarge(f"it has more than {LIMIT // 1_000_000} million pixels")
            yield image


def is_sideways(image: ImageFile) -> bool:
    """Whether an image is displayed with its width and height swapped (EXIF orientation)."""
    return image.getexif().get(ORIENTATION, 1) in SIDEWAYS


def to_eight_bits(image: Image) -> Image:
    """The image with 8 bits per channel. 16 bits are scaled down, not clipped."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image
