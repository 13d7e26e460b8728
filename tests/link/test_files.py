from __future__ import annotations

import pytest

from sitegen.link.files import bundle_of
from sitegen.model.content import Access, Kind, Status
from sitegen.model.documents import Part
from tests.factory import article, codes, config, document, edition, href, image, photo, site

BUNDLE = "content/asia/straits/index.md"
CHART, TABLE, DEEP = (f"content/asia/straits/{name}" for name in ("chart.png", "table.csv", "more/deep.csv"))


def _outputs(linked):
    return {file.source: file.output for file in linked.files}


@pytest.mark.parametrize(
    ("kind", "path", "bundle"),
    [
        (Kind.ARTICLE, "content/asia/a/index.md", "content/asia/a"),
        (Kind.ARTICLE, "content/asia/a.md", ""),
        (Kind.AUTHOR, "content/authors/desk/_index.md", "content/authors/desk"),
        (Kind.AUTHOR, "content/authors/desk.md", ""),
        (Kind.SECTION, "content/asia/_index.md", ""),
        (Kind.INDEX, "content/tags/_index.md", ""),
        (Kind.HOME, "content/_index.md", ""),
        (Kind.HOME, "content/index.md", ""),
    ],
)
def test_bundles(kind, path, bundle):
    assert bundle_of(kind, path) == bundle


@pytest.mark.parametrize(
    ("matter", "drafts", "published"),
    [
        ({}, False, True),
        ({"status": Status.DRAFT}, False, False),
        ({"status": Status.DRAFT}, True, True),
        ({"status": Status.REVIEW}, False, False),
        ({"status": Status.WITHDRAWN}, True, False),
        ({"date": "2999-01-01"}, True, False),
        ({"embargo": "2999-01-01"}, True, False),
        ({"expires": "2026-01-02"}, False, False),
    ],
)
def test_files_follow_their_articles_visibility(matter, drafts, published):
    one = document(BUNDLE, **matter)
    linked = site(one, pictures=[CHART], files=[TABLE, DEEP], drafts=drafts)
    expected = {
        CHART: "asia/straits/chart.png",
        TABLE: "asia/straits/table.csv",
        DEEP: "asia/straits/more/deep.csv",
    }
    assert _outputs(linked) == (expected if published else {})


def test_files_of_an_article_that_could_not_be_read_stay_in():
    assert _outputs(site(unread=[BUNDLE], files=[TABLE])) == {}


def test_files_go_where_the_articles_page_is():
    settings = config(permalink="/{year}/{slug}/")
    linked = site(document(BUNDLE, slug="narrows", settings=settings), settings=settings, files=[TABLE])
    assert _outputs(linked) == {TABLE: "2026/narrows/table.csv"}


@pytest.mark.parametrize("target", ["table.csv", "/asia/straits/table.csv"])
def test_a_teasers_files_go_out_only_with_its_opening(target):
    opening = document(BUNDLE, href(target), image("chart.png"), access=Access.TEASER)
    assert set(_outputs(site(opening, pictures=[CHART], files=[TABLE, DEEP]))) == {CHART, TABLE}
    rest = document(BUNDLE, href(target, Part.REST), image("chart.png", Part.REST), access=Access.TEASER)
    assert _outputs(site(rest, pictures=[CHART], files=[TABLE, DEEP])) == {}


def test_a_teasers_photo_is_shown():
    one = document(BUNDLE, access=Access.TEASER, photo=photo("chart.png"))
    assert set(_outputs(site(one, pictures=[CHART], files=[TABLE]))) == {CHART}


def test_a_file_beside_single_documents_goes_out_where_one_needs_it():
    used, unused = "content/asia/used.csv", "content/asia/unused.csv"
    linked = site(document("content/asia/a.md", href("used.csv")), files=[used, unused])
    assert _outputs(linked) == {used: "asia/used.csv"}


def test_a_loose_file_that_only_a_draft_needs_stays_in():
    linked = site(
        document("content/asia/a.md", href("used.csv"), status=Status.DRAFT), files=["content/asia/used.csv"]
    )
    assert _outputs(linked) == {}


def test_all_of_static_goes_out():
    linked = site(static=["static/robots.txt", "static/a/b.css"])
    assert _outputs(linked) == {"static/robots.txt": "robots.txt", "static/a/b.css": "a/b.css"}


def test_photos_of_every_kind_of_document_go_out():
    paths = [f"content/{name}.jpg" for name in ("section", "tag", "author", "cover", "series", "page")]
    linked = site(
        document("content/asia/_index.md", photo=photo("/section.jpg")),
        document("content/tags/oil.md", photo=photo("/tag.jpg")),
        document("content/authors/desk.md", photo=photo("/author.jpg")),
        document("content/issues/one.md", cover=photo("/cover.jpg")),
        document("content/series/straits.md", photo=photo("/series.jpg")),
        document("content/pages/about.md", photo=photo("/page.jpg")),
        pictures=paths,
    )
    assert sorted(_outputs(linked)) == sorted(paths)
    assert linked.problems == ()


def test_what_a_photo_says():
    said = photo(caption="Ships wait.", license="cc-by-4.0", focus="50% 30%")
    linked = site(document("content/asia/a.md", photo=said), pictures=["content/asia/photo.jpg"])
    shown = article(linked, "asia/a").card.photo
    assert shown is not None
    assert (shown.url, shown.width, shown.height) == ("/asia/photo.jpg", 800, 600)
    assert (shown.alt, shown.caption, shown.credit, shown.focus) == (
        "A strait",
        "Ships wait.",
        "Photographer / Agency",
        "50% 30%",
    )
    assert shown.license is not None
    assert (shown.license.title, shown.license.url) == (
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"alt": ""}, ["missing-alt"]),
        ({"credit": ""}, ["missing-credit"]),
        ({"alt": "", "credit": ""}, ["missing-alt", "missing-credit"]),
        ({"src": "absent.jpg"}, ["missing-picture"]),
        ({"src": "https://pictures.example/x.jpg"}, ["remote-picture"]),
    ],
)
def test_what_a_photo_lacks(changes, expected):
    linked = site(document("content/asia/a.md", photo=photo(**changes)), pictures=["content/asia/photo.jpg"])
    assert codes(linked.problems) == expected
    assert (article(linked, "asia/a").card.photo is None) is (changes.get("src") is not None)


@pytest.mark.parametrize(
    ("text", "title", "url"),
    [
        ("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("cc0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("public-domain", "Public domain", ""),
        ("https://example.org/terms", "example.org", "https://example.org/terms"),
        ("All rights reserved", "All rights reserved", ""),
    ],
)
def test_licences(text, title, url):
    from sitegen.link.licenses import license_link

    link = license_link(text)
    assert link is not None
    assert (link.title, link.url) == (title, url)


def test_hidden_articles_have_no_card():
    assert edition(site(document(BUNDLE, status=Status.DRAFT))).articles == ()
