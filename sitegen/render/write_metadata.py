"""Whose a picture is, as metadata of its file: an XMP packet (ISO 16684-1), and EXIF's two texts."""

from __future__ import annotations

from html import escape

from sitegen.model.images import ImageNotes

_ARTIST, _COPYRIGHT = 0x013B, 0x8298

_OPENING = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:cc="http://creativecommons.org/ns#" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">'
)
_CLOSING = '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'


def xmp_of(notes: ImageNotes) -> bytes:
    """The packet that says what the notes do; empty where they say nothing."""
    said = "".join(
        [
            _listed("dc:creator", notes.credit),
            f"<photoshop:Credit>{escape(notes.credit)}</photoshop:Credit>" if notes.credit else "",
            _in_any_language("dc:description", notes.caption),
            _in_any_language("dc:rights", notes.copyright),
            _license(notes.license),
        ]
    )
    return f"{_OPENING}{said}{_CLOSING}".encode() if said else b""


def _listed(name: str, text: str) -> str:
    return f"<{name}><rdf:Seq><rdf:li>{escape(text)}</rdf:li></rdf:Seq></{name}>" if text else ""


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
    """EXIF with the artist and the copyright, as far as they are known; in UTF-8 (MWG, Guidelines 2.0)."""
    from PIL.Image import Exif

    exif = Exif()
    for tag, text in ((_ARTIST, notes.credit), (_COPYRIGHT, notes.copyright)):
        if text:
            exif[tag] = text.encode()
    return exif.tobytes() if len(exif) else b""
