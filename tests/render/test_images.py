from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from sitegen.digest import digest_bytes
from sitegen.model.documents import Source
from sitegen.model.images import DRAWING, PHOTOGRAPH, Encoding, ImageNotes
from sitegen.model.jobs import ImageArgs
from sitegen.model.render_queries import FileBytes
from sitegen.read.images import read_image
from sitegen.render.images import ImageChanged, render_image

_NOTES = ImageNotes(
    "Jürgen Roe / Agency", "A <port> & a quay", "© Agency", "https://example.org/terms?a=1&b=2"
)
_ALL = [*PHOTOGRAPH, *DRAWING]


def _file(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def _halves(mode: str = "RGB", size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, size[0], size[1]), fill="blue")
    return image.convert(mode)


def _made(data: bytes, encoding: Encoding = PHOTOGRAPH[2], **changes: Any) -> bytes:
    values: dict[str, Any] = {
        "source": "a.jpg",
        "digest": digest_bytes(data),
        "box": None,
        "width": 300,
        "height": 200,
        "format": encoding.format,
        "quality": encoding.quality,
        "speed": encoding.speed,
        "notes": ImageNotes(),
    }
    args = ImageArgs(**(values | changes))

    def ask(question: Any, /) -> Any:
        assert question == FileBytes("a.jpg")
        return data

    return render_image("pictures/a.x", args, ask).data


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _color(image: Image.Image, x: int, y: int) -> str:
    pixel = image.convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    names = {(0, 0, 0): "black", (1, 0, 0): "red", (0, 0, 1): "blue", (1, 1, 1): "white", (0, 1, 0): "green"}
    return names.get(tuple(round(channel / 255) for channel in pixel), str(pixel))


@pytest.mark.parametrize("encoding", _ALL)
def test_every_format(encoding):
    image = _opened(_made(_file(_halves()), encoding))
    assert (image.format or "").lower() == encoding.format
    assert image.size == (300, 200)
    assert (_color(image, 5, 100), _color(image, 295, 100)) == ("red", "blue")


@pytest.mark.parametrize("encoding", _ALL)
def test_the_same_job_gives_the_same_bytes(encoding):
    data = _file(_halves())
    one = _made(data, encoding, notes=_NOTES)
    _made(_file(_halves(size=(900, 900))), encoding)  # another image in between
    assert _made(data, encoding, notes=_NOTES) == one


@pytest.mark.parametrize("encoding", _ALL)
def test_credit_and_rights_are_kept(encoding):
    data = _made(_file(_halves()), encoding, notes=_NOTES)
    assert read_image(Source("a.x", data, "")).notes == _NOTES


def test_license_text_is_kept():
    notes = ImageNotes(license="Editorial use only")
    assert read_image(Source("a.x", _made(_file(_halves()), notes=notes), "")).notes == notes


def test_exif_has_artist_and_copyright():
    exif = _opened(_made(_file(_halves()), notes=_NOTES)).getexif()
    assert set(exif) == {0x013B, 0x8298}


@pytest.mark.parametrize("encoding", _ALL)
def test_camera_and_location_are_dropped(encoding):
    exif = Image.Exif()
    exif[0x0110] = "Camera 9000"
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 2.0, 3.0)})
    source = _file(_halves(), exif=exif, comment=b"Serial 1234", xmp=b"<x>Serial 1234</x>")
    assert b"Camera 9000" in source
    for notes in (ImageNotes(), _NOTES):
        made = _made(source, encoding, notes=notes)
        assert b"Camera 9000" not in made
        assert b"Serial 1234" not in made
        assert not _opened(made).getexif().get_ifd(0x8825)


@pytest.mark.parametrize(("orientation", "left"), [(1, "red"), (3, "blue"), (2, "blue")])
def test_an_image_is_rotated_by_its_orientation(orientation, left):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = _opened(_made(_file(_halves(), exif=exif)))
    assert _color(image, 5, 100) == left
    assert 0x0112 not in image.getexif()


def test_a_sideways_image_is_rotated():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = _opened(_made(_file(_halves(), exif=exif), width=200, height=300))
    assert (_color(image, 100, 5), _color(image, 100, 295)) == ("red", "blue")


def test_a_crop_is_part_of_the_image():
    image = _opened(_made(_file(_halves()), box=(300, 0, 600, 200)))
    assert _color(image, 5, 100) == "blue"


def test_a_crop_of_an_image_that_is_halved_while_decoding():
    data = _file(_halves(size=(4001, 3001)))
    image = _opened(_made(data, box=(2100, 1, 4001, 3001), width=190))
    assert {_color(image, x, y) for x in (1, 188) for y in (1, 198)} == {"blue"}


def test_a_colour_profile_is_applied_and_dropped():
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    plain = _opened(
        _made(_file(_halves(), icc_profile=swapped.tobytes()))
    )  # for another colour mode: not applied
    assert _color(plain, 5, 100) == "red"
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = _opened(_made(_file(_halves(), icc_profile=own)))
    assert "icc_profile" not in made.info
    assert _color(made, 5, 100) == "red"


@pytest.mark.parametrize("profile", [b"", b"no profile", b"\0" * 200])
def test_a_broken_profile_changes_nothing(profile):
    assert _color(_opened(_made(_file(_halves(), icc_profile=profile))), 5, 100) == "red"


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("1", "PNG"),
        ("P", "PNG"),
        ("LA", "PNG"),
        ("RGBA", "WEBP"),
        ("P", "GIF"),
    ],
)
@pytest.mark.parametrize("encoding", _ALL)
def test_every_kind_of_pixels(mode, form, encoding):
    image = _opened(_made(_file(Image.new(mode, (600, 400)), form), encoding))
    assert image.size == (300, 200)


def test_sixteen_bits_are_scaled():
    image = _opened(_made(_file(Image.new("I;16", (600, 400), 0x8000), "PNG"), DRAWING[2]))
    assert image.convert("L").getpixel((0, 0)) == 0x80


@pytest.mark.parametrize("encoding", DRAWING)
def test_transparency_is_kept(encoding):
    image = Image.new("RGBA", (600, 400), (255, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((300, 0, 600, 400), fill=(0, 255, 0, 255))
    made = _opened(_made(_file(image, "PNG"), encoding)).convert("RGBA")
    left, right = made.getpixel((5, 100)), made.getpixel((295, 100))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert (left[3], right[3]) == (0, 255)
    assert right[1] > 250


def test_a_changed_file_is_an_error():
    with pytest.raises(ImageChanged, match=r"`a.jpg` changed"):
        _made(_file(_halves(size=(601, 400))), digest="another")
