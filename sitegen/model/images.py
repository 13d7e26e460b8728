"""Images: their metadata, and the sizes and formats in which they are published."""

from __future__ import annotations

from msgspec import Struct


class ImageNotes(Struct, frozen=True, gc=False, omit_defaults=True):
    """The credit, caption and licence in an image's metadata. Each is one line, or empty."""

    credit: str = ""
    """The credit line: "Photographer / Agency"."""
    caption: str = ""
    copyright: str = ""
    license: str = ""
    """The URL of the licence, or the terms of use as text."""


class Encoding(Struct, frozen=True, gc=False):
    """How to encode an image: `quality` from 0 to 100 (lossless), and `speed` in the format's own terms
    (AVIF: 0 to 10, the fastest; WebP: the method, 0 to 6, the slowest)."""

    format: str
    """`avif`, `webp`, `jpeg` or `png`."""
    quality: int
    speed: int

    @property
    def media(self) -> str:
        """The media type."""
        return f"image/{self.format}"

    @property
    def ending(self) -> str:
        """The file name suffix, without a dot."""
        return "jpg" if self.format == "jpeg" else self.format


#: The formats for photographs and for lossless images, in the order of preference; every browser supports the
#: last. At these speeds, a photo of 12 million pixels takes about a second in all formats.
PHOTOGRAPH = (Encoding("avif", 60, 9), Encoding("webp", 78, 2), Encoding("jpeg", 80, 0))
DRAWING = (Encoding("avif", 90, 9), Encoding("webp", 100, 2), Encoding("png", 100, 0))

#: The aspect ratios of crops, by the names that templates use.
RATIOS = {"3:2": (3, 2), "1:1": (1, 1), "16:9": (16, 9)}

Box = tuple[int, int, int, int]
"""A part of an image: left, top, right and bottom, in pixels of the displayed image."""


class Cut(Struct, frozen=True, gc=False):
    """An image to publish in several sizes: the whole image, or the crop in `box`."""

    name: str
    """The prefix of its files' paths: `pictures/<file name>-<digest>`."""
    source: str
    digest: str
    """The digest of the source's bytes."""
    ratio: str
    """A key of `RATIOS`; empty for the whole image."""
    box: Box | None
    sizes: tuple[tuple[int, int], ...]
    """Widths and heights in pixels, smallest first."""
    fallback: tuple[int, int]
    """The one size that is also published in a format that every browser and feed reader supports."""
    drawing: bool
    """Whether the encoding must be lossless, as for drawings."""
    notes: ImageNotes

    @property
    def encodings(self) -> tuple[Encoding, ...]:
        """The formats to publish; the last is the fallback."""
        return DRAWING if self.drawing else PHOTOGRAPH


def output_of(name: str, width: int, encoding: Encoding) -> str:
    """The path or URL of one file of a cut, with `name` as its prefix."""
    return f"{name}-{width}.{encoding.ending}"
