"""Opening pictures made of pixels: of known formats alone, and none that is too large to decode."""

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

#: Pixels beyond which a picture is refused before it is decoded: in colour, they take 500 MB.
LIMIT = 120_000_000

#: The formats that browsers show, as Pillow calls them. Others stay closed, whatever a file's name is.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")

#: The EXIF tag that says how a picture is turned, and its values for one that lies on its side.
ORIENTATION = 0x0112
SIDEWAYS = (5, 6, 7, 8)


class TooLarge(SitegenError):
    """A picture has more pixels than `LIMIT`."""


@contextmanager
def opened(data: bytes) -> Iterator[ImageFile]:
    """A picture whose header was read; TooLarge, or whatever Pillow raises for bytes that are none."""
    from PIL import Image as pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes, which are looked at here, and of metadata out of form
        pillow.MAX_IMAGE_PIXELS = LIMIT  # from twice as many on, Pillow does not even give the size
        try:
            image = pillow.open(io.BytesIO(data), formats=FORMATS)
        except pillow.DecompressionBombError as error:
            raise TooLarge(f"it has more than {LIMIT // 1_000_000} million pixels") from error
        with image:
            if image.width * image.height > LIMIT:
                raise TooLarge(f"it has more than {LIMIT // 1_000_000} million pixels")
            yield image


def is_sideways(image: ImageFile) -> bool:
    """Whether a picture is shown with its width and height exchanged (EXIF orientation)."""
    return image.getexif().get(ORIENTATION, 1) in SIDEWAYS


def to_eight_bits(image: Image) -> Image:
    """A picture of 8 bits a channel: one of 16 bits is scaled to them, and not cut off."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image
