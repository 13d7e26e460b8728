from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from sitegen.model.documents import ImageInfo, Source
from sitegen.read.images import is_image, read_image


def _encoded(form: str, **options: Any) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(data, form, **options)
    return data.getvalue()


def _read(name: str, data: bytes) -> ImageInfo:
    return read_image(Source(name, data, "digest"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_sizes(form):
    info = _read(f"a/photo.{form.lower()}", _encoded(form))
    assert (info.width, info.height, info.damage) == (30, 20, "")
    assert (info.format, info.animated, info.transparent) == (form.lower(), False, False)
    red, green, blue = bytes.fromhex(info.color[1:])
    assert red < 8
    assert abs(green - 128) < 8
    assert abs(blue - 128) < 8


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (30, 20)), (3, (30, 20)), (6, (20, 30)), (8, (20, 30))]
)
def test_sizes_are_those_of_the_image_as_shown(orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    info = _read("photo.jpg", _encoded("JPEG", exif=exif))
    assert (info.width, info.height) == size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ('<svg width="30" height="20"/>', (30, 20)),
        ("<svg width='30px' height='20.4px'/>", (30, 20)),
        (
            '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"></svg>',
            (300, 200),
        ),
        ('<svg viewBox="-1 -1, 30,20" width="100%"></svg>', (30, 20)),
        ('<svg width="60" viewBox="0 0 30 20"/>', (60, 20)),
        ("<svg/>", (0, 0)),
        ('<svg width="1.2.3" height="20"/>', (0, 20)),
        ('<svg width="." height="..5"/>', (0, 0)),
        ('<svg width=".6" height="2."/>', (1, 2)),
        ('<svg viewBox="0 0 . ."/>', (0, 0)),
        ('<svg viewBox="0 0 1.2.3 4"/>', (0, 4)),
        (f'<svg width="{"9" * 400}" height="10000000"/>', (0, 0)),
        (f'<svg viewBox="0 0 {"9" * 5000} 9999999"/>', (0, 9_999_999)),
        ('<s:svg xmlns:s="http://www.w3.org/2000/svg" width="3" height="2"/>', (3, 2)),
        ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg width="3" height="2"/>', (3, 2)),
        ('<svg width="3" height="2"><use href="#a"/><a href="https://example.org/"/></svg>', (3, 2)),
        ('<svg width="3" height="2"><style>a { fill: url(#b) }</style></svg>', (3, 2)),
    ],
)
def test_vectors(text, size):
    info = _read("drawing.svg", text.encode())
    assert (info.width, info.height) == size
    assert info.damage == ""


@pytest.mark.parametrize(
    ("mode", "form", "options"),
    [
        ("CMYK", "JPEG", {}),
        ("L", "JPEG", {}),
        ("1", "PNG", {}),
        ("P", "PNG", {}),
        ("LA", "PNG", {}),
        ("RGBA", "WEBP", {}),
        ("I;16", "PNG", {}),
        ("P", "GIF", {"transparency": 0}),
    ],
)
def test_every_kind_of_pixels_is_read(mode, form, options):
    data = io.BytesIO()
    Image.new(mode, (30, 20)).save(data, form, **options)
    info = _read("a.png", data.getvalue())
    assert info.damage == ""
    assert info.color in ("#000000", "#ffffff")
    assert info.transparent is (mode in ("LA", "RGBA") or form == "GIF")


def test_sixteen_bits_are_scaled():
    data = io.BytesIO()
    Image.new("I;16", (30, 20), 0x8000).save(data, "PNG")
    assert _read("a.png", data.getvalue()).color == "#808080"


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_animated_images_are_recognised(form):
    data = io.BytesIO()
    frames = [Image.new("RGB", (30, 20), color) for color in ("teal", "navy")]
    frames[0].save(data, form, save_all=True, append_images=frames[1:])
    assert _read("a.gif", data.getvalue()).animated


def test_a_jpeg_with_previews_is_not_animated():
    data = io.BytesIO()
    frames = [Image.new("RGB", (30, 20), color) for color in ("teal", "navy")]
    frames[0].save(data, "MPO", save_all=True, append_images=frames[1:])
    info = _read("a.jpg", data.getvalue())
    assert (info.format, info.animated, info.damage) == ("jpeg", False, "")


def test_a_format_is_that_of_the_bytes():
    assert _read("a.jpg", _encoded("PNG")).format == "png"


def _huge_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.jpg", b"", "format is unknown"),
        ("a.png", b"not an image", "format is unknown"),
        ("a.png", _encoded("PNG")[:20], ""),
        ("a.png", _huge_png(), "120 million pixels"),
        ("a.svg", b"<html></html>", "no <svg> element"),
        ("a.svg", b"", "no <svg> element"),
        ("a.svg", b'<svg width="3"><g></svg>', "not well-formed XML (mismatched tag, line 1)"),
        ("a.jpg", _encoded("JPEG", quality=95)[:-60], "incomplete"),
        ("a.jpg", _encoded("TIFF"), "format is unknown"),
    ],
)
def test_damage_is_described(name, data, words):
    info = _read(name, data)
    assert (info.width, info.height) == (0, 0)
    assert info.damage
    assert words in info.damage


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.jpg", True), ("A.JPEG", True), ("a.svg", True), ("a.avif", True), ("a.pdf", False), ("jpg", False)],
)
def test_images_are_recognised_by_suffix(name, is_one):
    assert is_image(name) is is_one


ENCODINGS = (
    *("gb18030", "shift_jis", "big5", "utf-7", "utf-32", "foo", "hex", "base64", "zlib", "rot13", "idna"),
    *("punycode", "undefined", "mbcs", "x" * 300),
)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_svg_in_an_unknown_encoding_is_damaged(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><svg width="3" height="2"><title>é</title></svg>'
    assert "its encoding" in _read("a.svg", text.encode()).damage


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "ISO-8859-15"])
def test_svgs_in_single_byte_encodings_are_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><svg width="3" height="2"><title>x</title></svg>'
    info = _read("a.svg", text.encode())
    assert (info.damage, info.width) == ("", 3)
