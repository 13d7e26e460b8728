"""In which sizes, crops and formats a picture is shown: the same in all articles that show it.

Its files carry what it says of itself. With the words of an article, each would need files of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from posixpath import basename

from msgspec import Struct

from sitegen.digest import digest_of
from sitegen.link.urls import address
from sitegen.model.documents import ImageInfo
from sitegen.model.images import DRAWING, PHOTOGRAPH, RATIOS, Box, Cut, output_of
from sitegen.model.views import CropView, ImageSource
from sitegen.slugs import document_slug

#: Widths in pixels of whole pictures and of crops, which stand beside texts.
WIDTHS = (480, 800, 1200, 1600)
CROP_WIDTHS = (480, 800)

#: The widths of what every browser and reader knows: of a whole picture also what other sites show of a page.
_FALLBACK, _CROP_FALLBACK = 1200, 800

#: A picture's own width is one more size if it is so many times the next smaller one.
_MORE = 1.15
#: Pixels a side that every format can have (WebP: 16383).
_LONGEST = 16_000
#: Formats that are made of pixels, and those of them that authors choose where nothing may be lost.
_PIXELS = frozenset({"jpeg", "png", "webp", "avif", "gif"})
_LOSING_NOTHING = frozenset({"png", "gif"})

#: Characters of a file's name that its outputs keep.
_STEM = 40
#: Pictures of which it is remembered how they are shown: some stand in hundreds of articles.
_REMEMBERED = 1 << 14
_DIGITS = 10


class Shown(Struct, frozen=True, gc=False):
    """How a picture is shown: the URL and size of what every browser knows, better sources, and cuts that
    have to be made; without cuts the file itself is shown."""

    url: str
    width: int
    height: int
    sources: tuple[ImageSource, ...] = ()
    cuts: tuple[Cut, ...] = ()


def is_resized(picture: ImageInfo) -> bool:
    """Whether a picture goes out in sizes of its own; else its file is copied. Vectors need none, and what
    moves would stand still."""
    return (
        picture.format in _PIXELS
        and not picture.animated
        and picture.width >= WIDTHS[0]
        and picture.height * min(picture.width, WIDTHS[-1]) <= _LONGEST * picture.width
    )


@lru_cache(maxsize=_REMEMBERED)
def whole(picture: ImageInfo, url: str, base: str) -> Shown:
    """A whole picture; `url` is that of its own file, `base` the base URL's path."""
    if not is_resized(picture):
        return Shown(url, picture.width, picture.height)
    size = picture.width, picture.height
    return _shown(_cut(picture, "", None, _sizes(size, WIDTHS), _FALLBACK), base)


@lru_cache(maxsize=_REMEMBERED)
def crops(
    picture: ImageInfo, url: str, base: str, focus: str
) -> tuple[Mapping[str, CropView], tuple[Cut, ...]]:
    """The crops by their names, and their cuts. `focus` is a CSS `object-position` in per cent, or empty.

    A picture that is not resized is not cropped either: its crops have all of it.
    """
    if not is_resized(picture):
        plain = CropView(url, picture.width, picture.height, ())
        return dict.fromkeys(RATIOS, plain), ()
    views, cuts = {}, []
    for ratio, proportion in RATIOS.items():
        box = crop_box((picture.width, picture.height), proportion, focus)
        size = box[2] - box[0], box[3] - box[1]
        one = _cut(picture, ratio, box, _sizes(size, CROP_WIDTHS), _CROP_FALLBACK)
        shown = _shown(one, base)
        views[ratio] = CropView(shown.url, shown.width, shown.height, shown.sources)
        cuts.append(one)
    return views, tuple(cuts)


def crop_box(size: tuple[int, int], proportion: tuple[int, int], focus: str) -> Box:
    """The largest part of these proportions, placed as CSS places it by `object-position` (CSS Images 3,
    section 5.5): the focus is always in it."""
    width, height = size
    across, down = proportion
    inner_width = min(width, max(1, round(height * across / down)))
    inner_height = min(height, max(1, round(width * down / across)))
    x, y = [float(part.rstrip("%")) / 100 for part in focus.split()] if focus else (0.5, 0.5)
    left, top = round((width - inner_width) * x), round((height - inner_height) * y)
    return left, top, left + inner_width, top + inner_height


def _sizes(size: tuple[int, int], steps: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    width, height = size
    widths = [step for step in steps if step <= width]
    if not widths or (width < steps[-1] and width >= widths[-1] * _MORE):
        widths.append(width)
    return tuple((each, max(1, round(height * each / width))) for each in widths)


def _cut(
    picture: ImageInfo,
    ratio: str,
    box: Box | None,
    sizes: tuple[tuple[int, int], ...],
    widest: int,
) -> Cut:
    drawing = picture.transparent or picture.format in _LOSING_NOTHING
    made_of = (picture.digest, box, sizes, picture.notes, DRAWING if drawing else PHOTOGRAPH)
    stem = document_slug(basename(picture.path).rpartition(".")[0])[:_STEM].strip("-")
    name = f"pictures/{stem}-{digest_of(made_of)[:_DIGITS]}"
    fallback = max((size for size in sizes if size[0] <= widest), default=sizes[0])
    return Cut(name, picture.path, picture.digest, ratio, box, sizes, fallback, drawing, picture.notes)


def _shown(cut: Cut, base: str) -> Shown:
    url = address(base, f"/{cut.name}").url
    *better, plain = cut.encodings
    sources = tuple(
        [
            ImageSource(
                each.media, ", ".join([f"{output_of(url, width, each)} {width}w" for width, _ in cut.sizes])
            )
            for each in better
        ]
    )
    width, height = cut.fallback
    return Shown(output_of(url, width, plain), width, height, sources, (cut,))
