from __future__ import annotations

from sitegen.model.views import Byline, Link
from sitegen.render.structured_data import news_article
from tests.render.samples import SITE, article, card, day, meta


def _data(shown=None, head=None, **changes):
    return news_article(
        article(shown, **changes),
        head or meta(),
        SITE,
        lambda url: f"https://example.org{url}",
        lambda when: when.instant.date().isoformat(),
    )


def test_an_article_says_what_search_engines_ask():
    assert _data() == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "How to Keep a Strait Open",
        "description": "A summary.",
        "inLanguage": "en",
        "datePublished": "2026-03-01",
        "dateModified": "2026-03-01",
        "mainEntityOfPage": "https://example.org/review/x/",
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "Organization",
            "name": "Review",
            "url": "https://example.org/review/",
        },
        "author": [
            {
                "@type": "Person",
                "name": "Asia Desk",
                "url": "https://example.org/review/authors/asia-desk/",
            }
        ],
        "articleSection": "Asia",
    }


def test_what_an_article_does_not_have_is_left_out():
    data = _data(card(authors=(), section=Link("", "")))
    assert not {"author", "articleSection", "image", "hasPart"} & data.keys()


def test_authors_without_a_page_have_no_url():
    data = _data(card(authors=(Byline("A. Guest", "", "", ""),)))
    assert data["author"] == [{"@type": "Person", "name": "A. Guest"}]


def test_an_update_and_an_image():
    data = _data(card(updated=day(2026, 4, 2)), meta(image="https://example.org/p.jpg"))
    assert (data["datePublished"], data["dateModified"]) == ("2026-03-01", "2026-04-02")
    assert data["image"] == ["https://example.org/p.jpg"]


def test_a_gated_article_names_the_part_that_is_not_free():
    data = _data(gated=True)
    assert data["isAccessibleForFree"] is False
    assert data["hasPart"] == {
        "@type": "WebPageElement",
        "isAccessibleForFree": False,
        "cssSelector": ".teaser",
    }
