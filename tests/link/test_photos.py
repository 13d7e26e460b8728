from __future__ import annotations

import msgspec
import pytest

from sitegen.config.settings import RemoteImages
from sitegen.link.image_variants import crop_box, full_image, is_resized
from sitegen.link.licenses import license_of
from sitegen.model.documents import Expiry, File, ImageInfo
from sitegen.model.front_matter import Status
from sitegen.model.images import ImageNotes
from sitegen.model.site import BuildTime
from sitegen.model.views import PhotoView
from tests.factory import (
    NOW,
    PLAIN,
    THEME,
    Linked,
    Plan,
    article,
    at,
    codes,
    config,
    content,
    document,
    href,
    image,
    link,
    only,
    photo,
    put,
    site,
    when,
)

_PATH = "content/asia/straits/photo.jpg"
_PICTURE = ImageInfo(_PATH, "digest", 4000, 3000, format="jpeg", color="#aabbcc")


def _site(*refs, picture: ImageInfo = _PICTURE, now=NOW, settings=PLAIN, **matter) -> Linked:
    one = document("content/asia/straits/index.md", *refs, settings=settings, **matter)
    read = content(one, settings=settings, pictures=[picture.path])
    read = msgspec.structs.replace(read, images={picture.path: picture})
    return link(read, settings, BuildTime(now))


def _view(**arguments) -> PhotoView:
    arguments.setdefault("photo", photo())
    view = article(_site(**arguments), "asia/straits").card.photo
    assert view is not None
    return view


def _names(linked: Linked) -> list[tuple[str, str]]:
    return sorted((cut.ratio, cut.source) for cut in linked.pictures)


def test_a_photo_has_modern_sources_and_a_fallback():
    view = _view()
    assert (view.width, view.height, view.color) == (1200, 900, "#aabbcc")
    assert view.url.startswith("/pictures/photo-")
    assert view.url.endswith("-1200.jpg")
    assert [source.type for source in view.sources] == ["image/avif", "image/webp"]
    stem = view.url.removesuffix("-1200.jpg")
    assert view.sources[1].srcset == ", ".join(
        f"{stem}-{width}.webp {width}w" for width in (480, 800, 1200, 1600)
    )


def test_sources_include_the_base_path():
    view = _view(settings=config(base_url="https://example.org/review/"))
    assert view.url.startswith("/review/pictures/")
    assert all(source.srcset.startswith("/review/pictures/") for source in view.sources)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (480, [480]),
        (500, [480]),
        (700, [480, 700]),
        (820, [480, 800]),
        (1600, [480, 800, 1200, 1600]),
        (9000, [480, 800, 1200, 1600]),
    ],
)
def test_no_size_is_larger_than_the_image(width, widths):
    picture = put(_PICTURE, width=width, height=400)
    assert [size[0] for size in full_image(picture, "", "/").cuts[0].sizes] == widths


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 479},
        {"animated": True, "format": "gif"},
        {"format": "svg"},
        {"format": ""},
        {"width": 500, "height": 50_000},
    ],
)
def test_other_images_are_not_resized(changes):
    picture = put(_PICTURE, **changes)
    assert not is_resized(picture)
    linked = _site(picture=picture, photo=photo())
    view = article(linked, "asia/straits").card.photo
    assert view is not None
    assert (view.url, view.width, view.sources) == ("/asia/straits/photo.jpg", picture.width, ())
    assert [crop.url for crop in view.crops.values()] == [view.url] * 3
    assert linked.pictures == ()
    assert [file.source for file in linked.files] == [_PATH]


def test_transparent_and_lossless_images_stay_lossless():
    assert _view(picture=put(_PICTURE, transparent=True, format="webp")).url.endswith(".png")
    assert _view(picture=put(_PICTURE, format="png")).url.endswith(".png")


def test_the_original_of_a_resized_image_is_published_only_if_linked():
    assert _site(photo=photo()).files == ()
    assert _site(image("photo.jpg")).files == ()
    assert [file.source for file in _site(href("photo.jpg"), photo=photo()).files] == [_PATH]


@pytest.mark.parametrize(
    ("size", "proportion", "focus", "box"),
    [
        ((4000, 3000), (1, 1), "", (500, 0, 3500, 3000)),
        ((4000, 3000), (1, 1), "0% 0%", (0, 0, 3000, 3000)),
        ((4000, 3000), (1, 1), "100% 50%", (1000, 0, 4000, 3000)),
        ((4000, 3000), (16, 9), "50% 100%", (0, 750, 4000, 3000)),
        ((3000, 2000), (3, 2), "20% 20%", (0, 0, 3000, 2000)),
        ((1, 1), (16, 9), "20% 20%", (0, 0, 1, 1)),
    ],
)
def test_crops_are_the_largest_parts_around_the_focus(size, proportion, focus, box):
    assert crop_box(size, proportion, focus) == box


def test_a_photo_has_crops():
    view = _view(photo=photo(focus="0% 0%"))
    sizes = {name: (crop.width, crop.height) for name, crop in view.crops.items()}
    assert sizes == {"3:2": (800, 533), "1:1": (800, 800), "16:9": (800, 450)}
    assert view.crops["1:1"].url != _view(photo=photo(focus="100% 0%")).crops["1:1"].url


def test_images_in_texts_are_resized():
    linked = _site(image("photo.jpg"))
    ref = linked.refs["content/asia/straits/index.md"][0]
    assert ref.url.endswith("-1200.jpg")
    assert [source.type for source in ref.sources] == ["image/avif", "image/webp"]
    assert _names(linked) == [("", _PATH)]


_OWN = ImageNotes(
    "Roe / Agency", "A port", "(c) Agency", "https://creativecommons.org/licenses/by-sa/4.0/deed.en"
)


def test_missing_fields_come_from_the_images_metadata():
    linked = _site(picture=put(_PICTURE, notes=_OWN), photo=photo(credit=""))
    view = article(linked, "asia/straits").card.photo
    assert view is not None
    assert (view.credit, view.caption) == ("Roe / Agency", "A port")
    assert view.license is not None
    assert view.license.title == "CC BY-SA 4.0"
    assert codes(linked.problems) == []


def test_front_matter_wins_over_metadata():
    said = photo(credit="Doe", caption="A quay", license="cc0-1.0")
    linked = _site(picture=put(_PICTURE, notes=_OWN), photo=said)
    view = article(linked, "asia/straits").card.photo
    assert view is not None
    assert (view.credit, view.caption, view.license and view.license.title) == ("Doe", "A quay", "CC0 1.0")
    assert {cut.notes for cut in linked.pictures} == {_OWN}  # one file serves all articles that show it


def test_a_photo_without_a_credit_is_a_problem():
    assert only(_site(photo=photo(credit="")).problems).code == "missing-credit"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("http://creativecommons.org/licenses/by/3.0/", "CC BY 3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://example.org/terms", None),
        ("Editorial use only", None),
        ("", None),
    ],
)
def test_only_open_licences_are_taken_from_metadata(text, title):
    found = license_of(text)
    assert (found.title if found else None) == title


def test_equal_images_share_their_variants():
    one = document("content/asia/a/index.md", photo=photo())
    other = document("content/asia/b/index.md", photo=photo())
    paths = ["content/asia/a/photo.jpg", "content/asia/b/photo.jpg"]
    read = content(one, other, pictures=paths)
    read = msgspec.structs.replace(read, images={path: put(_PICTURE, path=path) for path in paths})
    linked = link(read, PLAIN, BuildTime(NOW))
    assert {cut.source for cut in linked.pictures} == {paths[0]}
    assert len(linked.pictures) == 4


# photos that end


def test_an_expired_photo_is_neither_shown_nor_published():
    linked = _site(href("photo.jpg"), photo=photo(expires=when("2026-11-01")))
    assert article(linked, "asia/straits").card.photo is None
    assert linked.pictures == ()
    assert linked.files == ()
    assert codes(linked.problems) == ["expired-photo", "expired-photo"]


def test_a_photo_is_shown_until_it_expires():
    linked = _site(photo=photo(expires=when("2026-12-24")))
    assert article(linked, "asia/straits").card.photo is not None
    assert (linked.due, linked.until) == (at("2026-12-24"), at("2026-12-24"))
    later = _site(photo=photo(expires=when("2026-12-24")), now=at("2026-12-24"))
    assert article(later, "asia/straits").card.photo is None


def test_no_other_document_may_show_an_expired_image():
    one = document("content/asia/a.md", photo=photo("/photo.jpg", expires=when("2026-11-01")))
    other = document("content/asia/b.md", image("/photo.jpg"), photo=photo("/photo.jpg"))
    linked = site(one, other, pictures=["static/photo.jpg"])
    assert codes(linked.problems) == ["expired-photo"] * 3
    assert "content/asia/a.md" in linked.problems[1].message or "a.md" in linked.problems[0].message
    assert linked.files == ()


def test_a_remote_photo_expires():
    settings = config(markdown=put(PLAIN.markdown, remote_images=RemoteImages.LOAD))
    ended = photo("https://example.org/a.jpg", expires=when("2026-11-01"))
    linked = _site(photo=ended, settings=settings)
    assert article(linked, "asia/straits").card.photo is None
    assert codes(linked.problems) == ["expired-photo", "unused-file"]


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/a.jpg",
        "http://example.org/a.jpg",
        "//EXAMPLE.org/a.jpg",
        "https://example.org/%61.jpg#x",
    ],
)
@pytest.mark.parametrize("remote", RemoteImages)
def test_a_remote_image_in_a_text_expires(written, remote):
    settings = config(markdown=put(PLAIN.markdown, remote_images=remote))
    ended = Expiry("content/asia/gone.md", "https://example.org/a.jpg", at("2026-11-01"))
    one = document("content/asia/a.md", image(written), settings=settings)
    linked = site(one, settings=settings, expiries=[ended])
    assert only(linked.problems).code == "expired-photo"
    assert "content/asia/gone.md" in only(linked.problems).message
    assert linked.refs[one.path][0].url == ""


def test_expiries_in_unpublished_documents_count():
    ended = Expiry("content/asia/broken.md", "/photo.jpg", None)
    linked = site(
        document("content/asia/a.md", photo=photo("/photo.jpg")),
        pictures=["static/photo.jpg"],
        expiries=[ended],
    )
    assert only(linked.problems).code == "expired-photo"
    assert linked.files == ()


def test_expiries_in_left_out_documents_count():
    one = document("content/asia/a.md", photo=photo("/photo.jpg", expires=when("2026-11-01")))
    linked = site(one, pictures=["static/photo.jpg"], left_out=[one.path])
    assert linked.files == ()


def test_copies_of_an_expired_file_expire():
    ended = Expiry("content/asia/draft/index.md", "photo.jpg", at("2026-11-01"))
    draft = document("content/asia/draft/index.md", status=Status.DRAFT)
    paths = ["content/asia/draft/photo.jpg", "static/copy.jpg", "static/other.jpg"]
    read = content(draft, pictures=paths, expiries=[ended])
    same = tuple(put(file, digest="same") if file.name == "copy.jpg" else file for file in read.static)
    files = {path: put(file, digest="same") for path, file in read.files.items()}
    linked = link(put(read, static=same, files=files), PLAIN, BuildTime(NOW))
    assert [file.source for file in linked.files] == ["static/other.jpg"]


def test_a_theme_shows_no_expired_image():
    ended = Expiry("content/asia/a.md", "/logo.svg", at("2026-11-01"))
    logo = File("static/logo.svg", "digest of static/logo.svg", "assets/site/logo.svg")
    linked = site(expiries=[ended], static=["static/logo.svg"], theme=put(THEME, assets=(logo,)))
    problem = only(Plan(linked).problems)
    assert (problem.code, problem.path) == ("expired-photo", "sitegen.yaml")
