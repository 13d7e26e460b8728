"""What a picture's own metadata say: XMP, IPTC-IIM and EXIF, in that order (IPTC Photo Metadata Standard
2023.2, "Metadata mapping"; Metadata Working Group, Guidelines 2.0)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.images import ImageNotes
from sitegen.read.xmp import read_xmp

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

#: Characters of a text that are kept: captions of agencies are long, and broken files longer.
_LONGEST = 2000
_BLANKS = lazy_pattern(r"\s+")
_CONTROL = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: What cameras and programs write where nobody has written a caption.
_NO_CAPTION = lazy_pattern(
    r"(?:[a-z]+ )?(?:digital camera|dsc)|default|untitled|created with .*|screenshot", re.IGNORECASE
)
_XMP_KEYS = ("xmp", "XML:com.adobe.xmp")

_ARTIST, _COPYRIGHT, _DESCRIPTION = 0x013B, 0x8298, 0x010E
#: Datasets of IPTC-IIM 4.2, sections 5 and 6.
_CHARSET, _UTF8 = (1, 90), b"\x1b%G"
_BYLINE, _CREDIT, _NOTICE, _CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)


def read_notes(image: ImageFile) -> ImageNotes:
    """What the metadata of an opened picture say; what is broken in them says nothing."""
    found = [_quietly(read, image) for read in (_xmp, _iim, _exif)]
    caption = next((one.caption for one in found if not _NO_CAPTION.fullmatch(one.caption or "default")), "")
    return ImageNotes(
        credit=_first(found, "credit"),
        caption=caption,
        copyright=_first(found, "copyright"),
        license=_first(found, "license"),
    )


def _first(found: list[ImageNotes], name: str) -> str:
    return next((text for one in found if (text := getattr(one, name))), "")


def _quietly(read: Callable[[ImageFile], ImageNotes], image: ImageFile) -> ImageNotes:
    try:
        return read(image)
    except Exception:  # Pillow's readers raise whatever broken metadata make them stumble over
        return ImageNotes()


def _xmp(image: ImageFile) -> ImageNotes:
    packet = next((image.info[key] for key in _XMP_KEYS if image.info.get(key)), b"")
    said = read_xmp(packet.encode() if isinstance(packet, str) else packet)
    return ImageNotes(
        credit=joined(said.get("creator", ""), said.get("credit", "")),
        caption=clean(said.get("description", "")),
        copyright=clean(said.get("rights", "")),
        license=clean(said.get("license", "") or said.get("statement", "") or said.get("terms", "")),
    )


def _iim(image: ImageFile) -> ImageNotes:
    from PIL.IptcImagePlugin import getiptcinfo

    said: Mapping[tuple[int, int], Any] = getiptcinfo(image) or {}
    is_utf8 = said.get(_CHARSET) == _UTF8

    def text(key: tuple[int, int]) -> str:
        values = said.get(key, ())
        values = [values] if isinstance(values, bytes) else values
        return ", ".join(_decoded(value, is_utf8) for value in values)

    return ImageNotes(
        credit=joined(text(_BYLINE), text(_CREDIT)),
        caption=clean(text(_CAPTION)),
        copyright=clean(text(_NOTICE)),
    )


def _exif(image: ImageFile) -> ImageNotes:
    said = image.getexif()

    def text(tag: int) -> str:
        value = said.get(tag, "")
        data = value.encode("latin-1", "replace") if isinstance(value, str) else bytes(value)
        return clean(_decoded(data.replace(b"\0", b"; ").strip(b"; "), is_utf8=False))

    return ImageNotes(credit=text(_ARTIST), caption=text(_DESCRIPTION), copyright=text(_COPYRIGHT))


def _decoded(data: bytes, is_utf8: bool) -> str:
    """Text that should name its encoding, and seldom does: UTF-8 where it can be that, else Latin-1."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8" if is_utf8 else "latin-1", "replace")


def joined(creator: str, agency: str) -> str:
    """A credit from its two parts: "Photographer / Agency"; the agency alone where it names the creator."""
    creator, agency = clean(creator), clean(agency)
    if not creator or creator.casefold() in agency.casefold():
        return agency
    return f"{creator} / {agency}" if agency and agency.casefold() not in creator.casefold() else creator


def clean(text: str) -> str:
    """A text of one line, without controls, of bearable length."""
    return _BLANKS.sub(" ", _CONTROL.sub("", text)).strip()[:_LONGEST].rstrip()
