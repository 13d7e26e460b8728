from __future__ import annotations

import pytest

from sitegen.config.settings import UnknownKeys
from sitegen.model.documents import Source
from sitegen.model.front_matter import Kind
from sitegen.read.image_expiry import expiries_of
from sitegen.read.options import MatterOptions
from sitegen.read.split import split
from sitegen.read.visibility_keys import means_expires
from tests.factory import at

PATH = "content/asia/a.md"


def found(yaml: str, kind: Kind = Kind.ARTICLE, **fields: tuple[str, ...]) -> list[tuple[str, object]]:
    return found_in(f"---\n{yaml}\n---\n\nText, expires: never.\n".encode(), kind, **fields)


def found_in(data: bytes, kind: Kind = Kind.ARTICLE, **fields: tuple[str, ...]) -> list[tuple[str, object]]:
    names = {key.replace("__", "."): value for key, value in fields.items()}
    options = MatterOptions("UTC", UnknownKeys.ERROR, {kind.value: names})
    front, _ = split(data, PATH)
    expiries = expiries_of(Source(PATH, data, "digest"), kind, front, options)
    assert all(expiry.path == PATH for expiry in expiries)
    return [(expiry.src, expiry.instant) for expiry in expiries]


ENDED = [("p.jpg", at("2024-06-01"))]
UNCLEAR = [("p.jpg", None)]


@pytest.mark.parametrize(
    "yaml",
    [
        "photo: {src: p.jpg, expires: 2024-06-01}",
        "photo:\n  expires: 2024-06-01\n  src: p.jpg\n  alt: q.jpg\n  credit: r.jpg",
        "cover: {src: p.jpg, expires: '2024-06-01'}",
        "bogus: 1\nphoto: {src: p.jpg, expires: 2024-06-01, alt: q.jpg}",
        "Photo: {src: p.jpg, expires: 2024-06-01}",
        "photo: {src: p.jpg, expries: 2024-06-01}",
        "photo: {src: p.jpg, Expires: 2024-06-01}",
        "photo: {src: p.jpg, expired: 2024-06-01}",
        "photo: {src: p.jpg, expire: 2024-06-01}",
        "photo: {src: p.jpg, expiry_date: 2024-06-01}",
        "photo: {src: p.jpg, valid-until: 2024-06-01}",
        "photo: {scr: p.jpg, expires: 2024-06-01}",
        "photo: {src: [p.jpg], expires: 2024-06-01}",
        "photo: {src: p.jpg, expires: 2024-06-01}\nphoto: {src: p.jpg}",
        "photo: {src: p.jpg}\nphoto: {src: p.jpg, expires: 2024-06-01}",
        "phtoo: {src: p.jpg, expires: 2024-06-01}",
        "picture: {file: p.jpg, expires: 2024-06-01}",
        "photo: [{src: p.jpg, expires: 2024-06-01}]",
        "photo: {src: {file: p.jpg}, expires: 2024-06-01}",
        "photos: {lead: {src: p.jpg, alt: a, expires: 2024-06-01}}",
        "extra: &rights {expires: 2024-06-01}\nphoto: {src: p.jpg, <<: *rights}",
        'photo: {src: p.jpg, "e\\x78\\u0070ires": 2024-06-01}',
        "photo:\nsrc: p.jpg\nexpires: 2024-06-01",
    ],
)
def test_expiries_in_all_forms(yaml):
    assert found(yaml) == ENDED


@pytest.mark.parametrize(
    "yaml",
    [
        "photo: {src: p.jpg, expires: some day}",
        "photo: {src: p.jpg, expires: 2024-02-30}",
        "photo: {src: p.jpg, expires: [2024-06-01]}",
        "photo: {src: p.jpg, expires: {date: 2024-06-01}}",
        "photo: {src: p.jpg, expires: 2024-06-01\ntitle: A",
        "title: 'A\nphoto:\n  src: p.jpg\n  expires: 2099-01-01",
        "title: A: B\nphoto:\n  expries: 2024-06-01\n  src: 'p.jpg'",
    ],
)
def test_an_invalid_expiry_counts_as_past(yaml):
    assert found(yaml) == UNCLEAR


@pytest.mark.parametrize(
    "data",
    [
        b"---\nphoto: {src: p.jpg, expires: 2099-01-01}\ntitle: caf\xe9\n---\n",
        b"photo: {src: p.jpg, expires: 2099-01-01}\n\nNo fence.\n",
        b"---\nphoto:\n  src: p.jpg\n  expires: 2099-01-01\n\nNo end.\n",
        b"\xef\xbb\xbf---\nphoto: {src: p.jpg, expires: 2099-01-01}\0\n---\n",
        *(
            "---\ntitle: Ä\r\nphoto: {src: p.jpg, expires: 2099-01-01}\r\n---\r\n".encode(encoding)
            for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
        ),
    ],
)
def test_files_without_recognisable_front_matter(data):
    assert found_in(data) == UNCLEAR


def test_spaces_in_image_names_of_broken_yaml():
    assert ("my photo.jpg", None) in found("photo:\n  src: my photo.jpg\n  expires: 2024-06-01\ntitle: 'A")


@pytest.mark.parametrize(
    "yaml",
    [
        "title: Experts expect",
        "expires: 2024-06-01",
        "photo: {src: p.jpg}",
        "photo: p.jpg",
        "photo: {src: p.jpg, expires: }",
        "photo: {src: p.jpg, expires: null}",
        "photo: {src: p.jpg, alt: 'It expires: soon'}",
        "extra: {photo: {src: p.jpg, expires: 2024-06-01}}",
        "offer: {name: subscription, expires: 2024-06-01}",
        "[photo, expires]",
        "",
    ],
)
def test_texts_without_an_expiry(yaml):
    assert found(yaml) == []


def test_the_body_has_no_expiries():
    assert found("title: A\nphoto: p.jpg") == []


@pytest.mark.parametrize(
    "yaml",
    [
        "image: p.jpg\nimage_until: 2024-06-01",
        "photo: p.jpg\nimage_until: 2024-06-01",
        "photo: p.jpg\nimage_untl: 2024-06-01",
    ],
)
def test_other_names_of_the_configuration(yaml):
    fields = {"photo__src": ("image",), "photo__expires": ("image_until",)}
    assert found(yaml, **fields) == ENDED
    assert found("lead: {src: p.jpg, expires: 2024-06-01}", photo=("lead",)) == ENDED


def test_kinds_have_different_names():
    assert found("cover: {src: p.jpg, expires: 2024-06-01}", Kind.ISSUE) == ENDED


@pytest.mark.parametrize("name", ["src", "alt", "caption", "credit", "license", "focus", "exif", "export"])
def test_keys_with_another_meaning(name):
    assert not means_expires(name)


def test_other_encodings_in_image_names():
    for encoding in ("utf-16", "utf-32", "cp1252"):
        data = "---\nphoto: {src: café.jpg, expires: 2099-01-01}\n---\n".encode(encoding)
        assert ("café.jpg", None) in found_in(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"+++\ntitle = 'x'\nphoto = {src = 'p.jpg', expires = 2024-06-01}\n+++\nText\n", ENDED),
        (b"+++\n[photo]\nsrc = 'p.jpg'\nexpires = 2024-06-01T00:00:00Z\n+++\nText\n", ENDED),
        (b"+++\nbogus = \n[photo]\nsrc = 'p.jpg'\nexpires = 2024-06-01\n+++\nText\n", UNCLEAR),
        (b"+++\n[photo]\nsrc = 'p.jpg'\nexpires = 2024-06-01\n\nText\n", UNCLEAR),
        (b'{"photo": {"src": "p.jpg", "expires": "2024-06-01"}}\nText\n', ENDED),
        (b'{"photo": {"src": "p.jpg", "expires": "2024-06-01"}\nText\n', UNCLEAR),
        (b"Title: x\nPhoto: p.jpg\nPhoto-Expires: 2024-06-01\n\nText\n", UNCLEAR),
    ],
)
def test_other_formats_of_front_matter_have_the_same_expiries(data, expected):
    assert found_in(data) == expected


def test_the_first_of_several_expiries_counts():
    assert found("photo: {src: p.jpg, expires: 2025-01-01, expiry: 2024-06-01}") == ENDED
    assert found("photo: {src: p.jpg, expires: 2024-06-01, expires: some day}") == UNCLEAR
