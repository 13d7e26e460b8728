"""The sizes, crops and formats of images, which are the same in all articles.

The files contain the image's own metadata: metadata from an article would need separate files per article.
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

#: Widths in pixels of full images and of crops.
WIDTHS = (480, 800, 1200, 1600)
CROP_WIDTHS = (480, 800)

#: Widths of the fallback for old browsers and feed readers; the full image is also used for social previews.
_FALLBACK, _CROP_FALLBACK = 1200, 800

#: An image's own width is added to the sizes if it is this many times the next smaller one.
_MIN_STEP = 1.15
#: The longest side in pixels that every format supports (WebP: 16383).
_MAX_SIDE = 16_000
_RASTER_FORMATS = frozenset({"jpeg", "png", "webp", "avif", "gif"})
_LOSSLESS_FORMATS = frozenset({"png", "gif"})

#: Characters of the file's name in the names of its variants.
_STEM_LENGTH = 40
#: Size of the caches: some images are in hundreds of articles.
_CACHE_SIZE = 1 << 14
#: Characters of the digest in the names of variants.
_DIGEST_LENGTH = 10


class ShownImage(Struct, frozen=True, gc=False):
    """How an image is shown: the URL and size of the fallback, better sources, and the variants to create.

    Without variants, the URL is that of the original file.
    """

    url: str
    width: int
    height: int
    sources: tuple[ImageSource, ...] = ()
    cuts: tuple[Cut, ...] = ()


def is_resized(image: ImageInfo) -> bool:
    """Whether an image is published in several sizes. Vector and animated images are copied."""
    return (
        image.format in _RASTER_FORMATS
        and not image.animated
        and image.width >= WIDTHS[0]
        and image.height * min(image.width, WIDTHS[-1]) <= _MAX_SIDE * image.width
    )


@lru_cache(maxsize=_CACHE_SIZE)
def full_image(image: ImageInfo, url: str, base: str) -> ShownImage:
    """The full image; `url` is that of the original file, `base` the base URL's path."""
    if not is_resized(image):
        return ShownImage(url, image.width, image.height)
    size = image.width, image.height
    return _shown(_cut(image, "", None, _sizes(size, WIDTHS), _FALLBACK), base)


@lru_cache(maxsize=_CACHE_SIZE)
def image_crops(
    image: ImageInfo, url: str, base: str, focus: str
) -> tuple[Mapping[str, CropView], tuple[Cut, ...]]:
    """The crops by name, and their variants. `focus` is a CSS `object-position` in per cent, or empty.

    An image that is not resized is not cropped either: its crops are the original file.
    """
    if not is_resized(image):
        plain = CropView(url, image.width, image.height, ())
        return dict.fromkeys(RATIOS, plain), ()
    views, cuts = {}, []
    for ratio, proportion in RATIOS.items():
        box = crop_box((image.width, image.height), proportion, focus)
        size = box[2] - box[0], box[3] - box[1]
        one = _cut(image, ratio, box, _sizes(size, CROP_WIDTHS), _CROP_FALLBACK)
        shown = _shown(one, base)
        views[ratio] = CropView(shown.url, shown.width, shown.height, shown.sources)
        cuts.append(one)
    return views, tuple(cuts)


def crop_box(size: tuple[int, int], proportion: tuple[int, int], focus: str) -> Box:
    """The largest box with this aspect ratio, placed like `object-position` (CSS Images 3, section 5.5).

    It always contains the focus.
    """
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
    if not widths or (width < steps[-1] and width >= widths[-1] * _MIN_STEP):
        widths.append(width)
    return tuple((each, max(1, round(height * each / width))) for each in widths)


def _cut(
    image: ImageInfo,
    ratio: str,
    box: Box | None,
    sizes: tuple[tuple[int, int], ...],
    widest: int,
) -> Cut:
    drawing = image.transparent or image.format in _LOSSLESS_FORMATS
    made_of = (image.digest, box, sizes, image.notes, DRAWING if drawing else PHOTOGRAPH)
    stem = document_slug(basename(image.path).rpartition(".")[0])[:_STEM_LENGTH].strip("-")
    name = f"pictures/{stem}-{digest_of(made_of)[:_DIGEST_LENGTH]}"
    fallback = max((size for size in sizes if size[0] <= widest), default=sizes[0])
    return Cut(name, image.path, image.digest, ratio, box, sizes, fallback, drawing, image.notes)


def _shown(cut: Cut, base: str) -> ShownImage:
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
    return ShownImage(output_of(url, width, plain), width, height, sources, (cut,))
