"""Odd files are a right picture or a damaged one, and never an exception."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sitegen.model.documents import ImageInfo, Source
from sitegen.read.images import read_image
from sitegen.read.xmp import read_xmp


def _sound(form: str) -> bytes:
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = "Roe", 6
    image = Image.radial_gradient("L").resize((40, 30)).convert("RGB")
    image.save(data, form, **({} if form == "GIF" else {"exif": exif, "xmp": b"<x:xmpmeta/>"}))
    return data.getvalue()


_SVG = b'<svg width="3" height="2"><g fill="url(#a)"/><a href="#b">x</a><style>a { b: c }</style></svg>'
_FILES = {form: _sound(form) for form in ("JPEG", "PNG", "WEBP", "AVIF", "GIF")} | {"SVG": _SVG}


def _read(data: bytes, name: str) -> ImageInfo:
    picture = read_image(Source(name, data, "digest"))
    if picture.damage:
        assert (picture.width, picture.height, picture.format) == (0, 0, "")
    else:
        assert picture.format
    return picture


@pytest.mark.parametrize("form", _FILES)
def test_the_files_are_sound(form):
    assert _read(_FILES[form], f"a.{form.lower()}").damage == ""


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(_FILES)), st.sampled_from(["a.jpg", "a.svg"]), st.data())
def test_changed_bytes(form, name, chance):
    data = bytearray(_FILES[form])
    for _ in range(chance.draw(st.integers(1, 8))):
        data[chance.draw(st.integers(0, len(data) - 1))] = chance.draw(st.integers(0, 255))
    _read(bytes(data), name)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(_FILES)), st.floats(0, 1))
def test_files_that_break_off(form, share):
    data = _FILES[form]
    _read(data[: int(len(data) * share)], f"a.{form.lower()}")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_bytes_that_are_nothing(data):
    _read(data, "a.png")
    _read(data, "a.svg")
    read_xmp(data)
