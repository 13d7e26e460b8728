from __future__ import annotations

from urllib.parse import unquote

import pytest

from sitegen.config.settings import LanguageConfig
from sitegen.link.urls import (
    PermalinkParts,
    absolute,
    address,
    base_path,
    page_path,
    permalink,
    prefix_of,
    slug_of_id,
)
from sitegen.model import site_queries as q
from sitegen.model.site import Address
from tests.factory import article, codes, config, document, edition, site, when


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://example.org", "/"),
        ("https://example.org/", "/"),
        ("https://example.org/review", "/review/"),
        ("https://example.org/review/", "/review/"),
        ("https://example.org//review//asia/", "/review/asia/"),
        ("http://localhost:8000/", "/"),
    ],
)
def test_base_paths(url, path):
    assert base_path(url) == path


@pytest.mark.parametrize(
    ("base", "path", "output", "url"),
    [
        ("/", "/", "index.html", "/"),
        ("/", "/asia/", "asia/index.html", "/asia/"),
        ("/review/", "/asia/", "asia/index.html", "/review/asia/"),
        ("/review/", "/", "index.html", "/review/"),
        ("/", "/feed.xml", "feed.xml", "/feed.xml"),
        ("/", "/asia/한국/", "asia/한국/index.html", "/asia/%ED%95%9C%EA%B5%AD/"),
        ("/", "/a b?c#d%e/", "a b?c#d%e/index.html", "/a%20b%3Fc%23d%25e/"),
        ("/", "/straße(1),it's/", "straße(1),it's/index.html", "/stra%C3%9Fe(1),it's/"),
        ("/", '/"<x>"/', '"<x>"/index.html', "/%22%3Cx%3E%22/"),
    ],
)
def test_addresses(base, path, output, url):
    assert address(base, path) == Address(output, url)
    assert unquote(url) == base + path.lstrip("/")


def test_absolute_urls_have_the_base_urls_host():
    assert (
        absolute("https://example.org:8443/review/", "/review/asia/")
        == "https://example.org:8443/review/asia/"
    )


@pytest.mark.parametrize(
    ("prefix", "expected"), [("/fr/", "fr/"), ("fr", "fr/"), ("/", ""), ("/a/b", "a/b/"), ("", "")]
)
def test_prefixes_of_languages(prefix, expected):
    settings = config(languages={"en": LanguageConfig(), "fr": LanguageConfig(prefix=prefix)})
    assert prefix_of(settings, "fr") == expected
    assert prefix_of(settings, "de") == ""


@pytest.mark.parametrize(
    ("id_", "given", "slug"),
    [
        ("asia/Alliances_and Costs", "", "alliances-and-costs"),
        ("asia/x", "chosen-slug", "chosen-slug"),
        ("asia/c++", "", "c-plus-plus"),
        ("asia/한국", "", "한국"),
    ],
)
def test_slugs(id_, given, slug):
    assert slug_of_id(id_, given) == slug


def test_slugs_by_language():
    assert slug_of_id("asia/IŞIK", "", lang="tr") == "ışık"
    assert page_path("İstanbul/IŞIK", "", lang="tr") == "istanbul/ışık/"
    assert permalink(PermalinkParts("", "IŞIK/x", "tr", "x"), config(permalink="/{id}/")) == "ışık/x/"


def test_pages_keep_their_folders():
    assert page_path("legal/Terms of Use", "") == "legal/terms-of-use/"
    assert page_path("legal/terms", "conditions") == "legal/conditions/"


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/{section}/{slug}/", "asia/costs/"),
        ("/{year}/{month}/{day}/{slug}/", "2026/03/02/costs/"),
        ("/{id}/", "asia/deep/costs/"),
        ("/archive/{section}-{year}/{slug}/", "archive/asia-2026/costs/"),
    ],
)
def test_permalinks(pattern, path):
    date = when("2026-03-02T10:00")
    parts = PermalinkParts("asia", "asia/deep/costs", "en", "costs", date)
    assert permalink(parts, config(permalink=pattern)) == path


def test_permalinks_without_a_date_have_no_empty_parts():
    parts = PermalinkParts("asia", "asia/costs", "en", "costs")
    assert permalink(parts, config(permalink="/{year}/{slug}/")) == "costs/"


@pytest.mark.parametrize(
    ("zone", "url"),
    [("UTC", "/2025/12/31/a/"), ("Europe/Berlin", "/2026/01/01/a/"), ("America/New_York", "/2025/12/31/a/")],
)
def test_dates_in_urls_are_those_of_the_sites_zone(zone, url):
    settings = config(permalink="/{year}/{month}/{day}/{slug}/", timezone=zone)
    linked = site(
        document("content/asia/a.md", date="2025-12-31T23:30Z", settings=settings), settings=settings
    )
    assert article(linked, "asia/a").address.url == url


def test_a_day_without_a_time_is_that_day_in_the_sites_zone():
    settings = config(permalink="/{year}/{month}/{day}/{slug}/", timezone="Pacific/Auckland")
    linked = site(document("content/asia/a.md", date="2026-01-01", settings=settings), settings=settings)
    assert article(linked, "asia/a").address.url == "/2026/01/01/a/"


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/review/"])
def test_every_kind_of_document_has_its_url(base):
    settings = config(
        base_url=base, languages={"en": LanguageConfig(), "fr": LanguageConfig("content/fr", "/fr/")}
    )
    root = base_path(base)
    linked = site(
        *(
            document(path, settings=settings, **matter)
            for path, matter in [
                ("content/asia/_index.md", {"slug": "far-east"}),
                ("content/asia/a.md", {"tags": ("C#",), "authors": ("desk",)}),
                ("content/pages/legal/terms.md", {}),
                ("content/authors/desk.md", {"slug": "the-desk"}),
                ("content/issues/2026-1.md", {}),
                ("content/series/straits.md", {}),
                ("content/fr/europe/b.md", {}),
            ]
        ),
        settings=settings,
    )
    english, french = edition(linked, "en"), edition(linked, "fr")
    assert linked.ask(q.BasePath()) == root
    assert english.articles[0].card.url == f"{root}far-east/a/"
    assert english.articles[0].card.section.url == english.sections[0].address.url == f"{root}far-east/"
    assert english.articles[0].card.tags[0].url == english.tags[0].address.url == f"{root}tags/c-sharp/"
    assert (
        english.articles[0].card.authors[0].url
        == english.authors[0].address.url
        == f"{root}authors/the-desk/"
    )
    assert english.pages[0].view.url == f"{root}legal/terms/"
    assert english.issues[0].view.url == f"{root}issues/2026-1/"
    assert english.series[0].view.url == f"{root}series/straits/"
    assert french.articles[0].address == Address("fr/europe/b/index.html", f"{root}fr/europe/b/")
    assert french.view.root == f"{root}fr/"
    assert english.view.paths == {
        "tags": f"{root}tags/",
        "authors": f"{root}authors/",
        "archive": f"{root}archive/",
        "issues": f"{root}issues/",
        "series": f"{root}series/",
    }


def test_an_article_in_no_section_is_an_error_and_left_out():
    linked = site(document("content/a.md"), document("content/b.md", section="asia"))
    assert codes(linked.problems) == ["no-section"]
    assert [one.card.url for one in edition(linked).articles] == ["/asia/b/"]
    assert linked.problems[0].path == "content/a.md"


def test_two_files_with_one_id_are_an_error():
    linked = site(document("content/asia/a.md"), document("content/asia/a/index.md"))
    [problem] = linked.problems
    assert problem.code == "duplicate-id"
    assert {problem.path, problem.message.split("`")[3]} == {
        "content/asia/a/index.md",
        "content/asia/a.md",
    }
    assert len(edition(linked).articles) == 1
