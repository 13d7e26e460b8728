"""Pictures in other sizes and formats, with nothing of their metadata but whose they are.

The bytes depend on the Job alone: encoders work in one thread, and no file is begun with what another left.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sitegen.digest import digest_bytes
from sitegen.image_open import is_sideways, opened, to_eight_bits
from sitegen.model.images import Box
from sitegen.model.jobs import ImageArgs, Output
from sitegen.model.query import Ask
from sitegen.model.render_queries import FileBytes
from sitegen.problems import SitegenError
from sitegen.render.write_metadata import exif_of, xmp_of

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels that a JPEG is decoded to at the least, across and down: as many as any of its sizes has. The
#: decoder halves a picture for next to nothing.
_ENOUGH = (1600, 1000)
#: Resizing may first leave out whole pixels, down to so many times the size; the eye sees no difference.
_GAP = 3.0
_LOSSLESS = 100


class ImageChanged(SitegenError):
    """A picture's file is not the one any more that was read."""


def render_picture(path: str, args: ImageArgs, ask: Ask) -> Output:
    """One size of a picture in one format; ImageChanged where the file is not the one that was read."""
    source = _Source(args.source, args.digest, ask)
    shown = _resized(source, args.box, (args.width, args.height))
    source.let_go()
    return Output(path, _encoded(shown, args))


class _Source:
    """A picture's file, which is asked for only if its pixels are not at hand. Equal bytes make it equal."""

    def __init__(self, path: str, digest: str, ask: Ask) -> None:
        self._path = path
        self._digest = digest
        self._ask: Callable[[FileBytes], bytes] = ask

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and other._digest == self._digest

    def load(self) -> bytes:
        """The bytes."""
        data = self._ask(FileBytes(self._path))
        if digest_bytes(data) != self._digest:
            raise ImageChanged(f"`{self._path}` changed during the build. Run the build again.")
        return data

    def let_go(self) -> None:
        """Ask no more: what is cached under this would hold the whole site behind it."""
        self._ask = _nobody


def _nobody(question: FileBytes) -> bytes:
    raise KeyError(question.path)


@lru_cache(maxsize=1)
def _resized(source: _Source, box: Box | None, size: tuple[int, int]) -> Image:
    from PIL.Image import Resampling

    image, scale = _decoded(source)
    part = None if box is None else _within(box, scale, image.size)
    return image.resize(size, Resampling.LANCZOS, part, _GAP)


def _within(box: Box, scale: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """A box of the picture that is so many times smaller, and has whole pixels."""
    left, top, right, bottom = (side / scale for side in box)
    return left, top, min(right, size[0]), min(bottom, size[1])


@lru_cache(maxsize=1)
def _decoded(source: _Source) -> tuple[Image, float]:
    """A picture as it is shown, in sRGB, and by how much it is smaller than its file says."""
    from PIL import ImageOps

    with opened(source.load()) as image:
        width = image.width
        enough = _ENOUGH[::-1] if is_sideways(image) else _ENOUGH
        image.draft(None, enough)
        image.load()
        scale = width / image.width
        turned = ImageOps.exif_transpose(image)
    return _in_srgb(turned), round(scale)


def _in_srgb(image: Image) -> Image:
    """The picture in sRGB, with what is transparent kept so."""
    profile = image.info.get("icc_profile")
    image = to_eight_bits(image)
    alpha = None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
    elif image.mode in ("P", "1", "LA", "PA"):
        image = image.convert("RGB" if image.mode in ("P", "PA") else "L")
    plain = image if alpha is None else image.convert("RGB")
    made = (_converted(plain, profile) if profile else None) or plain.convert("RGB")
    if alpha is not None:
        made.putalpha(alpha)
    return made


def _converted(image: Image, profile: bytes) -> Image | None:
    """The picture by its colour profile; None for a profile that is broken or belongs to other pixels."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None


def _encoded(image: Image, args: ImageArgs) -> bytes:
    data = io.BytesIO()
    image = image.copy()
    image.info = {}  # nothing of what stands in the source's file
    options = _options(args)
    if args.format == "jpeg" and image.mode != "RGB":
        image = image.convert("RGB")
    image.save(data, args.format.upper(), **options)
    return data.getvalue()


def _options(args: ImageArgs) -> dict[str, Any]:
    """What Pillow's encoder of the format is told."""
    xmp = xmp_of(args.notes)
    match args.format:
        case "avif":
            options: dict[str, Any] = {"quality": args.quality, "speed": args.speed, "max_threads": 1}
            options["subsampling"] = "4:4:4" if args.quality > 80 else "4:2:0"
            return options | ({"xmp": xmp} if xmp else {})
        case "webp":
            lossless = args.quality == _LOSSLESS
            options = {"quality": args.quality, "method": args.speed, "lossless": lossless}
            return options | ({"xmp": xmp} if xmp else {})
        case "png":
            return {"pnginfo": _chunks(xmp)} if xmp else {}
    options = {"quality": args.quality, "optimize": True, "progressive": True}
    return options | ({"xmp": xmp, "exif": exif_of(args.notes)} if xmp else {})


def _chunks(xmp: bytes) -> Any:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp.decode())
    return info
