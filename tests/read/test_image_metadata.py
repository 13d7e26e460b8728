from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from sitegen.model.documents import Source
from sitegen.model.images import ImageNotes
from sitegen.read.images import read_image
from sitegen.read.xmp import read_xmp

_OPENING = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:cc="http://creativecommons.org/ns#">'
)
_CLOSING = "</rdf:RDF></x:xmpmeta>"


def _packet(inside: str, attributes: str = "") -> bytes:
    return f"{_OPENING}<rdf:Description {attributes}>{inside}</rdf:Description>{_CLOSING}".encode()


def _alternatives(name: str, *texts: tuple[str, str]) -> str:
    items = "".join(f'<rdf:li xml:lang="{lang}">{text}</rdf:li>' for lang, text in texts)
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def _iim(*datasets: tuple[int, int, bytes]) -> bytes:
    data = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(text)) + text for record, number, text in datasets
    )
    block = b"8BIM" + struct.pack(">HBBI", 0x0404, 0, 0, len(data)) + data + b"\0" * (len(data) % 2)
    segment = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment


def _notes(form: str = "JPEG", segment: bytes = b"", **options: Any) -> ImageNotes:
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(data, form, **options)
    written = data.getvalue()
    if segment:
        written = written[:2] + segment + written[2:]
    info = read_image(Source("a.jpg", written, "digest"))
    assert info.damage == ""
    return info.notes


_WHOLE = _packet(
    "<dc:creator><rdf:Seq><rdf:li>Ada Łapin</rdf:li><rdf:li>B. Roe</rdf:li></rdf:Seq></dc:creator>"
    + _alternatives("dc:description", ("fr", "Un détroit"), ("x-default", "A strait"))
    + _alternatives("dc:rights", ("x-default", "© 2026 Agency"))
    + '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>',
    'photoshop:Credit="Agency"',
)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF"])
def test_xmp(form):
    assert _notes(form, xmp=_WHOLE) == ImageNotes(
        "Ada Łapin, B. Roe / Agency",
        "A strait",
        "© 2026 Agency",
        "https://creativecommons.org/licenses/by/4.0/",
    )


def test_xmp_of_png():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", _WHOLE.decode())
    assert _notes("PNG", pnginfo=info).caption == "A strait"


def test_usage_terms_replace_a_missing_licence():
    terms = _alternatives("xmpRights:UsageTerms", ("x-default", "Editorial use only"))
    assert _notes(xmp=_packet(terms)).license == "Editorial use only"
    both = _packet(terms, 'xmpRights:WebStatement="https://example.org/terms"')
    assert _notes(xmp=both).license == "https://example.org/terms"


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"no XML",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + _WHOLE,
        _WHOLE.replace(b"adobe:ns:meta/", b"\xff\xfe"),
        b"<a>" * 50_000,
    ],
)
def test_an_invalid_packet_is_ignored(packet):
    assert read_xmp(packet) == {}


def test_an_incomplete_packet_gives_what_comes_before():
    assert read_xmp(_WHOLE[:-60])["description"] == "A strait"


def test_metadata_of_embedded_images_are_ignored():
    inner = '<rdf:Description dc:rights="Old"><dc:description>Old</dc:description></rdf:Description>'
    pantry = f'<h:Pantry xmlns:h="x"><rdf:Bag><rdf:li>{inner}</rdf:li></rdf:Bag></h:Pantry>'
    assert read_xmp(_packet(pantry)) == {}


def test_iim():
    segment = _iim(
        (2, 80, "Jürgen Roe".encode("latin-1")),
        (2, 110, b"Agency"),
        (2, 116, b"(c) Agency"),
        (2, 120, b"A\nport"),
    )
    assert _notes(segment=segment) == ImageNotes("Jürgen Roe / Agency", "A port", "(c) Agency")


def test_an_agency_with_the_photographers_name_is_enough():
    assert _notes(segment=_iim((2, 80, b"Roe"), (2, 110, b"Roe/Agency"))).credit == "Roe/Agency"


def test_exif():
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E] = "Jürgen Roe".encode(), "© Roe".encode(), "A port"
    assert _notes(exif=exif) == ImageNotes("Jürgen Roe", "A port", "© Roe")


@pytest.mark.parametrize("caption", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "default", "Created with GIMP"])
def test_default_texts_of_cameras_are_not_captions(caption):
    exif = Image.Exif()
    exif[0x010E] = caption
    assert _notes(exif=exif).caption == ""


def test_xmp_comes_before_iim_and_iim_before_exif():
    exif = Image.Exif()
    exif[0x013B], exif[0x8298] = "Third", "Third"
    found = _notes(
        xmp=_packet(_alternatives("dc:description", ("x-default", "First"))),
        exif=exif,
        segment=_iim((2, 80, b"Second"), (2, 120, b"Second")),
    )
    assert found == ImageNotes("Second", "First", "Third")


@pytest.mark.parametrize("encoding", ["gb18030", "foo", "hex", "idna", "punycode"])
def test_a_packet_in_an_unknown_encoding_is_ignored(encoding):
    assert read_xmp(f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + _WHOLE) == {}
