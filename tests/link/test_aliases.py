from __future__ import annotations

import pytest

from sitegen.config.settings import LanguageConfig
from sitegen.model.front_matter import Status
from tests.factory import codes, config, document, href, only, plan, site

DRAFT = document("content/asia/draft.md", status=Status.DRAFT, slug="short", aliases=("/old/", "/old.html"))


@pytest.mark.parametrize(
    "written", ["/asia/short/", "/asia/short", "/old/", "/old", "/old.html", "../short/#part"]
)
def test_links_to_urls_of_hidden_documents_are_warnings(written):
    one = document("content/asia/a.md", href(written))
    planned = plan(one, DRAFT)
    problem = only(planned.problems)
    assert (problem.code, problem.key) == ("link-to-unpublished", "ref:0")
    assert "content/asia/draft.md" in problem.message
    assert planned.job("asia/a/index.html").args.body.refs[0].url == ""


def test_left_out_documents_are_unpublished():
    one = document("content/asia/landing.md")
    linked = site(one, document("content/asia/a.md", href("/asia/landing/")), left_out=[one.path])
    assert linked.unpublished == {"asia/landing/index.html": one.path}


@pytest.mark.parametrize(
    ("path", "output"),
    [
        ("content/asia/2024-03-01-broken.md", "2024/asia/broken/index.html"),
        ("content/asia/2024-03-01-long/index.md", "asia/long/index.html"),
        ("content/fr/asia/2024-03-01-rompu.md", "fr/2024/asia/rompu/index.html"),
    ],
)
def test_unreadable_documents_get_urls_from_their_names(path, output):
    settings = config(
        permalink="/{section}/{slug}/" if "long" in path else "/{year}/{section}/{slug}/",
        languages={"en": LanguageConfig(), "fr": LanguageConfig(root="content/fr", prefix="/fr/")},
    )
    assert site(settings=settings, unread=[path]).unpublished == {output: path}


def test_a_new_page_at_the_url_of_a_hidden_one_is_linked():
    """A new article has the URL of a withdrawn one."""
    old = document("content/asia/old.md", status=Status.WITHDRAWN, slug="talks")
    planned = plan(
        document("content/asia/a.md", href("/asia/talks/")), document("content/asia/talks.md"), old
    )
    assert codes(planned.problems) == []
