"""Case and underscores in URLs, and aliases that are files or differ in case."""

from __future__ import annotations

import pytest

from sitegen.config.settings import Config, UrlsConfig
from sitegen.link.aliases import alias_path
from sitegen.model.documents import Document
from sitegen.slugs import document_slug
from tests.factory import codes, config, document, href, only, plan, site

_KEEP = config(urls=UrlsConfig(keep_case=True, keep_underscores=True))
_FILES = config(permalink="/{path}.html")


@pytest.mark.parametrize(
    ("name", "case", "underscores", "slug"),
    [
        ("data_wrangling_R", False, False, "data-wrangling-r"),
        ("data_wrangling_R", True, True, "data_wrangling_R"),
        ("data_wrangling_R", True, False, "data-wrangling-R"),
        ("data_wrangling_R", False, True, "data_wrangling_r"),
        ("Ünder_Scores & more", True, True, "Ünder_Scores-and-more"),
        ("Rust-1.39.0", True, True, "Rust-1-39-0"),
        ("?", True, True, "u-3f"),
    ],
)
def test_case_and_underscores_in_slugs(name: str, case: bool, underscores: bool, slug: str) -> None:
    assert document_slug(name, keep_case=case, keep_underscores=underscores) == slug


@pytest.mark.parametrize(
    ("settings", "path", "output"),
    [
        (_KEEP, "content/Asia_East/data_wrangling_R.md", "Asia_East/data_wrangling_R/index.html"),
        (_KEEP, "content/pages/Legal_Notes/A_b.md", "Legal_Notes/A_b/index.html"),
        (_KEEP, "content/authors/Jo_Doe.md", "authors/Jo_Doe/index.html"),
        (config(), "content/Asia_East/data_wrangling_R.md", "asia-east/data-wrangling-r/index.html"),
        (_FILES, "content/Asia_East/data_wrangling_R.md", "Asia_East/data_wrangling_R.html"),
        (_FILES, "content/asia/a b.md", "asia/a b.html"),
        (config(permalink="/x/{id}.html"), "content/asia/A_b.md", "x/asia/a-b.html"),
    ],
)
def test_addresses(settings: Config, path: str, output: str) -> None:
    assert output in plan(document(path, settings=settings), settings=settings).routes


def test_a_section_has_the_same_slug_everywhere() -> None:
    planned = plan(document("content/Asia_East/A.md", settings=_KEEP), settings=_KEEP)
    assert {"Asia_East/index.html", "Asia_East/feed.xml"} <= planned.routes.keys()
    assert planned.problems == ()


def test_a_slug_replaces_the_files_name() -> None:
    one = document("content/asia/A_b.md", settings=_FILES, slug="short")
    assert "asia/short.html" in plan(one, settings=_FILES).routes


def test_links_and_files_of_articles_that_are_files() -> None:
    a = document("content/asia/a/index.md", href("chart.csv"), href("../b/index.md"), settings=_FILES)
    b = document("content/asia/b/index.md", href("chart.csv"), href("/asia/a.html"), settings=_FILES)
    planned = plan(a, b, settings=_FILES, files=["content/asia/a/chart.csv", "content/asia/b/chart.csv"])
    assert planned.problems == ()
    assert {"asia/a.html", "asia/a/chart.csv", "asia/b.html", "asia/b/chart.csv"} <= planned.routes.keys()
    assert [ref.url for ref in planned.refs(a.path)] == ["/asia/a/chart.csv", "/asia/b.html"]


def _two(settings: Config) -> tuple[Document, Document]:
    return (
        document("content/asia/guide.md", settings=settings),
        document("content/asia/other.md", settings=settings, aliases=("/asia/Guide/",)),
    )


def test_paths_that_differ_only_in_case() -> None:
    assert codes(plan(*_two(config())).problems) == ["alias-clash"]
    planned = plan(*_two(_KEEP), settings=_KEEP)
    assert planned.problems == ()
    assert {"asia/guide/index.html", "asia/Guide/index.html"} <= planned.routes.keys()


def test_an_alias_in_another_case() -> None:
    plain = site(document("content/asia/guide.md", aliases=("/Asia/Guide/",)))
    assert (codes(plain.problems), plain.aliases) == (["needless-alias"], ())
    assert "urls.keep_case" in only(plain.problems).hint
    kept = site(document("content/asia/guide.md", settings=_KEEP, aliases=("/Asia/Guide/",)), settings=_KEEP)
    assert (kept.problems, only(kept.aliases).output) == ((), "Asia/Guide/index.html")
    own = site(document("content/asia/guide.md", settings=_KEEP, aliases=("/asia/guide",)), settings=_KEEP)
    assert codes(own.problems) == ["needless-alias"]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/a/Rust-1.39.0", "/a/Rust-1.39.0/"),
        ("/a/v2.0-beta", "/a/v2.0-beta/"),
        ("/st.gallen", "/st.gallen/"),
        ("/posts/node.js", "/posts/node.js/"),
        ("/posts/asp.net/", "/posts/asp.net/"),
        ("/old.html", "/old.html"),
        ("/OLD.PHP", "/OLD.PHP"),
        ("/feed.xml", "/feed.xml"),
        ("/old", "/old/"),
        ("/.html", "/.html/"),
    ],
)
def test_paths_of_aliases(written: str, path: str) -> None:
    assert alias_path(written) == path
