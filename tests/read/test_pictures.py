from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from sitegen.model.documents import Picture, Source
from sitegen.read.pictures import is_picture, read_picture


def _encoded(form: str, **options: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(data, form, **options)
    return data.getvalue()


def _read(name: str, data: bytes) -> Picture:
    return read_picture(Source(name, data, "digest"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_sizes(form):
    assert _read(f"a/photo.{form.lower()}", _encoded(form)) == Picture(
        f"a/photo.{form.lower()}", "digest", 30, 20
    )


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (30, 20)), (3, (30, 20)), (6, (20, 30)), (8, (20, 30))]
)
def test_sizes_are_as_the_picture_is_shown(orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = _read("photo.jpg", _encoded("JPEG", exif=exif))
    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ('<svg width="30" height="20"/>', (30, 20)),
        ("<svg width='30px' height='20.4px'/>", (30, 20)),
        ('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">', (300, 200)),
        ('<svg viewBox="-1 -1, 30,20" width="100%">', (30, 20)),
        ('<svg width="60" viewBox="0 0 30 20"/>', (60, 20)),
        ("<svg/>", (0, 0)),
        ('<svg width="1.2.3" height="20"/>', (0, 20)),
        ('<svg width="." height="..5"/>', (0, 0)),
        ('<svg width=".6" height="2."/>', (1, 2)),
        ('<svg viewBox="0 0 . ."/>', (0, 0)),
        ('<svg viewBox="0 0 1.2.3 4"/>', (0, 4)),
        (f'<svg width="{"9" * 400}" height="10000000"/>', (0, 0)),
        (f'<svg viewBox="0 0 {"9" * 5000} 9999999"/>', (0, 9_999_999)),
        ('<SVG width="3" height="2"></SVG>', (3, 2)),
    ],
)
def test_vectors(text, size):
    picture = _read("drawing.svg", text.encode())
    assert (picture.width, picture.height) == size
    assert picture.damage == ""


def _huge_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.jpg", b"", "no picture that we know"),
        ("a.png", b"not a picture", "no picture that we know"),
        ("a.png", _encoded("PNG")[:20], ""),
        ("a.png", _huge_png(), "200 million pixels"),
        ("a.svg", b"<html></html>", "no <svg> element"),
        ("a.svg", b"", "no <svg> element"),
    ],
)
def test_damage_is_said(name, data, words):
    picture = _read(name, data)
    assert (picture.width, picture.height) == (0, 0)
    assert picture.damage
    assert words in picture.damage


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.jpg", True), ("A.JPEG", True), ("a.svg", True), ("a.avif", True), ("a.pdf", False), ("jpg", False)],
)
def test_pictures_are_known_by_their_ending(name, is_one):
    assert is_picture(name) is is_one
