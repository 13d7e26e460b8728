"""Images in other sizes and formats. Of their metadata, only credit, caption and rights are kept.

The bytes depend only on the Job: encoders use one thread, and images share no state.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from sitegen.digest import digest_bytes
from sitegen.image_open import is_sideways, open_image, to_eight_bits
from sitegen.model.images import Box, ImageNotes
from sitegen.model.jobs import ImageArgs, Output
from sitegen.model.query import Ask
from sitegen.model.render_queries import FileBytes
from sitegen.problems import SitegenError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.PngImagePlugin import PngInfo

#: The smallest width and height to which a JPEG is decoded: those of its largest size. The decoder can halve
#: an image at almost no cost.
_DRAFT_SIZE = (1600, 1000)
#: Pillow's `reducing_gap`: a fast first step reduces the image to this multiple of the final size.
_REDUCING_GAP = 3.0
_LOSSLESS = 100

#: EXIF tags.
_ARTIST, _COPYRIGHT = 0x013B, 0x8298

_XMP_START = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:cc="http://creativecommons.org/ns#" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">'
)
_XMP_END = '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'


class ImageChanged(SitegenError):
    """An image file has changed since it was read."""


def render_image(path: str, args: ImageArgs, ask: Ask) -> Output:
    """Render one size of an image in one format. Raises ImageChanged if the file has changed."""
    source = _Source(args.source, args.digest, ask)
    shown = _resized(source, args.box, (args.width, args.height))
    source.release()
    return Output(path, _encoded(shown, args))


class _Source:
    """An image file, read only if its pixels are not cached. Files with equal bytes are equal."""

    def __init__(self, path: str, digest: str, ask: Ask) -> None:
        self._path = path
        self._digest = digest
        self._ask: Callable[[FileBytes], bytes] = ask

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and other._digest == self._digest

    def load(self) -> bytes:
        """Read the bytes."""
        data = self._ask(FileBytes(self._path))
        if digest_bytes(data) != self._digest:
            raise ImageChanged(f"`{self._path}` changed during the build. Run the build again.")
        return data

    def release(self) -> None:
        """Drop `ask`: this is a cache key, and would keep the whole site in memory."""
        self._ask = _released


def _released(query: FileBytes) -> bytes:
    raise KeyError(query.path)


@lru_cache(maxsize=1)
def _resized(source: _Source, box: Box | None, size: tuple[int, int]) -> Image:
    from PIL.Image import Resampling

    image, scale = _decoded(source)
    part = None if box is None else _within(box, scale, image.size)
    return image.resize(size, Resampling.LANCZOS, part, _REDUCING_GAP)


def _within(box: Box, scale: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """A box in an image that was scaled down to `size`."""
    left, top, right, bottom = (side / scale for side in box)
    return left, top, min(right, size[0]), min(bottom, size[1])


@lru_cache(maxsize=1)
def _decoded(source: _Source) -> tuple[Image, float]:
    """The upright image in sRGB, and the factor by which it is smaller than its file."""
    from PIL import ImageOps

    with open_image(source.load()) as image:
        width = image.width
        size = _DRAFT_SIZE[::-1] if is_sideways(image) else _DRAFT_SIZE
        image.draft(None, size)
        image.load()
        scale = width / image.width
        upright = ImageOps.exif_transpose(image)
    return _in_srgb(upright), round(scale)


def _in_srgb(image: Image) -> Image:
    """The image in sRGB, with its transparency."""
    profile = image.info.get("icc_profile")
    image = to_eight_bits(image)
    alpha = None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
    elif image.mode in ("P", "1", "LA", "PA"):
        image = image.convert("RGB" if image.mode in ("P", "PA") else "L")
    plain = image if alpha is None else image.convert("RGB")
    converted = (_converted(plain, profile) if profile else None) or plain.convert("RGB")
    if alpha is not None:
        converted.putalpha(alpha)
    return converted


def _converted(image: Image, profile: bytes) -> Image | None:
    """The image converted by its colour profile; None for a broken or unsuitable profile."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None


def _encoded(image: Image, args: ImageArgs) -> bytes:
    data = io.BytesIO()
    image = image.copy()
    image.info = {}  # drop all metadata of the source
    options = _options(args)
    if args.format == "jpeg" and image.mode != "RGB":
        image = image.convert("RGB")
    image.save(data, args.format.upper(), **options)
    return data.getvalue()


def _options(args: ImageArgs) -> dict[str, object]:
    """The options of Pillow's encoder."""
    xmp = xmp_of(args.notes)
    match args.format:
        case "avif":
            options: dict[str, object] = {"quality": args.quality, "speed": args.speed, "max_threads": 1}
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


def _chunks(xmp: bytes) -> PngInfo:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp.decode())
    return info


# Metadata


def xmp_of(notes: ImageNotes) -> bytes:
    """An XMP packet (ISO 16684-1) with the credit, caption and rights; empty if there are none."""
    properties = "".join(
        [
            _creator(notes.credit),
            f"<photoshop:Credit>{escape(notes.credit)}</photoshop:Credit>" if notes.credit else "",
            _in_any_language("dc:description", notes.caption),
            _in_any_language("dc:rights", notes.copyright),
            _license(notes.license),
        ]
    )
    return f"{_XMP_START}{properties}{_XMP_END}".encode() if properties else b""


def _creator(text: str) -> str:
    return f"<dc:creator><rdf:Seq><rdf:li>{escape(text)}</rdf:li></rdf:Seq></dc:creator>" if text else ""


def _in_any_language(name: str, text: str) -> str:
    if not text:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'


def _license(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        return _in_any_language("xmpRights:UsageTerms", text)
    statement = f"<xmpRights:WebStatement>{escape(text)}</xmpRights:WebStatement>"
    return f'{statement}<cc:license rdf:resource="{escape(text)}"/>'


def exif_of(notes: ImageNotes) -> bytes:
    """EXIF with the artist and the copyright in UTF-8 (MWG, Guidelines 2.0); empty if there are neither."""
    from PIL.Image import Exif

    exif = Exif()
    for tag, text in ((_ARTIST, notes.credit), (_COPYRIGHT, notes.copyright)):
        if text:
            exif[tag] = text.encode()
    return exif.tobytes() if len(exif) else b""
