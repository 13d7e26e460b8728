"""An image's metadata from XMP, IPTC-IIM and EXIF, in that order.

See IPTC Photo Metadata Standard 2023.2, "Metadata mapping", and Metadata Working Group, Guidelines 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.images import ImageNotes
from sitegen.read.xmp import read_xmp

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

#: Longest text in characters: agencies write long captions, and broken files have longer ones.
_LONGEST = 2000
_BLANKS = lazy_pattern(r"\s+")
_CONTROL = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Captions that cameras and programs write by default.
_NO_CAPTION = lazy_pattern(
    r"(?:[a-z]+ )?(?:digital camera|dsc)|default|untitled|created with .*|screenshot", re.IGNORECASE
)
_XMP_KEYS = ("xmp", "XML:com.adobe.xmp")

_ARTIST, _COPYRIGHT, _DESCRIPTION = 0x013B, 0x8298, 0x010E
#: Datasets of IPTC-IIM 4.2, sections 5 and 6.
_CHARSET, _UTF8 = (1, 90), b"\x1b%G"
_BYLINE, _CREDIT, _NOTICE, _CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)


def read_notes(image: ImageFile) -> ImageNotes:
    """Read the metadata of an opened image. Broken metadata are ignored."""
    found = [_read_safely(read, image) for read in (_xmp, _iim, _exif)]
    caption = next((one.caption for one in found if not _NO_CAPTION.fullmatch(one.caption or "default")), "")
    return ImageNotes(
        credit=_first(found, "credit"),
        caption=caption,
        copyright=_first(found, "copyright"),
        license=_first(found, "license"),
    )


def _first(found: list[ImageNotes], name: str) -> str:
    return next((text for one in found if (text := getattr(one, name))), "")


def _read_safely(read: Callable[[ImageFile], ImageNotes], image: ImageFile) -> ImageNotes:
    try:
        return read(image)
    except Exception:  # Pillow raises all kinds of errors for broken metadata
        return ImageNotes()


def _xmp(image: ImageFile) -> ImageNotes:
    packet = next((image.info[key] for key in _XMP_KEYS if image.info.get(key)), b"")
    properties = read_xmp(packet.encode() if isinstance(packet, str) else packet)
    return ImageNotes(
        credit=joined(properties.get("creator", ""), properties.get("credit", "")),
        caption=clean(properties.get("description", "")),
        copyright=clean(properties.get("rights", "")),
        license=clean(
            properties.get("license", "") or properties.get("statement", "") or properties.get("terms", "")
        ),
    )


def _iim(image: ImageFile) -> ImageNotes:
    from PIL.IptcImagePlugin import getiptcinfo

    datasets: Mapping[tuple[int, int], bytes | list[bytes]] = getiptcinfo(image) or {}
    is_utf8 = datasets.get(_CHARSET) == _UTF8

    def text(key: tuple[int, int]) -> str:
        found = datasets.get(key, [])
        values = [found] if isinstance(found, bytes) else found
        return ", ".join(_decoded(value, is_utf8) for value in values)

    return ImageNotes(
        credit=joined(text(_BYLINE), text(_CREDIT)),
        caption=clean(text(_CAPTION)),
        copyright=clean(text(_NOTICE)),
    )


def _exif(image: ImageFile) -> ImageNotes:
    tags = image.getexif()

    def text(tag: int) -> str:
        value = tags.get(tag, "")
        data = value.encode("latin-1", "replace") if isinstance(value, str) else bytes(value)
        return clean(_decoded(data.replace(b"\0", b"; ").strip(b"; "), is_utf8=False))

    return ImageNotes(credit=text(_ARTIST), caption=text(_DESCRIPTION), copyright=text(_COPYRIGHT))


def _decoded(data: bytes, is_utf8: bool) -> str:
    """Decode text that rarely declares its encoding: UTF-8 if possible, else Latin-1."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8" if is_utf8 else "latin-1", "replace")


def joined(creator: str, agency: str) -> str:
    """A credit from its parts: "Photographer / Agency", or the agency alone if it names the creator."""
    creator, agency = clean(creator), clean(agency)
    if not creator or creator.casefold() in agency.casefold():
        return agency
    return f"{creator} / {agency}" if agency and agency.casefold() not in creator.casefold() else creator


def clean(text: str) -> str:
    """A text on one line, without control characters, and of limited length."""
    return _BLANKS.sub(" ", _CONTROL.sub("", text)).strip()[:_LONGEST].rstrip()
