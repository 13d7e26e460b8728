"""Pictures: what is said of them, and the sizes and formats in which they go out."""

from __future__ import annotations

from msgspec import Struct


class ImageNotes(Struct, frozen=True, gc=False, omit_defaults=True):
    """What a picture's metadata say of it. Texts are of one line; empty where nothing is said."""

    credit: str = ""
    """Who made it, and for whom: "Photographer / Agency"."""
    caption: str = ""
    copyright: str = ""
    license: str = ""
    """The licence's URL, or the terms of use in words."""


class Encoding(Struct, frozen=True, gc=False):
    """How a picture is encoded: `quality` from 0 to 100, where 100 loses nothing, and `speed` as the format
    counts it (AVIF: 0 to 10, the fastest; WebP: the method, 0 to 6, the slowest)."""

    format: str
    """`avif`, `webp`, `jpeg` or `png`; the ending of its files, but for `jpeg`."""
    quality: int
    speed: int

    @property
    def media(self) -> str:
        """The media type."""
        return f"image/{self.format}"

    @property
    def ending(self) -> str:
        """What files of the format end in."""
        return "jpg" if self.format == "jpeg" else self.format


#: The formats of photographs and of what must lose nothing, from the one that browsers should take first to
#: the one that all of them know. With these speeds, a photo of 12 million pixels takes about a second in all.
PHOTOGRAPH = (Encoding("avif", 60, 9), Encoding("webp", 78, 2), Encoding("jpeg", 80, 0))
DRAWING = (Encoding("avif", 90, 9), Encoding("webp", 100, 2), Encoding("png", 100, 0))

#: The proportions of the crops, by the names that templates have for them.
RATIOS = {"3:2": (3, 2), "1:1": (1, 1), "16:9": (16, 9)}

Box = tuple[int, int, int, int]
"""A part of a picture: left, top, right and bottom, in pixels of the picture as it is shown."""


class Cut(Struct, frozen=True, gc=False):
    """A picture as it goes out in several sizes: the whole of it, or the part in a box."""

    name: str
    """What its files' paths begin with: `pictures/<the file's name>-<digest>`."""
    source: str
    digest: str
    """That of the source's bytes."""
    ratio: str
    """A key of `RATIOS`; empty for the whole."""
    box: Box | None
    sizes: tuple[tuple[int, int], ...]
    """Widths and heights in pixels, the smallest first."""
    fallback: tuple[int, int]
    """The one size in which there is a file that every browser and reader knows."""
    drawing: bool
    """Whether it has to lose nothing."""
    notes: ImageNotes

    @property
    def encodings(self) -> tuple[Encoding, ...]:
        """Its formats; the last is the fallback's."""
        return DRAWING if self.drawing else PHOTOGRAPH


def output_of(name: str, width: int, encoding: Encoding) -> str:
    """The path, or the URL, of one file of a cut whose `name` is given so."""
    return f"{name}-{width}.{encoding.ending}"
