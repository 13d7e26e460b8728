"""Articles as schema.org describes them, for JSON-LD: https://schema.org/NewsArticle."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.model.front_matter import When
from sitegen.model.views import ArticleView, Byline, Meta, SiteView


def news_article(
    article: ArticleView,
    meta: Meta,
    site: SiteView,
    absolute: Callable[[str], str],
    iso_date: Callable[[When], str],
) -> dict[str, object]:
    """An article as a `NewsArticle`; `absolute` completes URLs of the site, `iso_date` writes dates."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.card.title,
        "description": meta.description,
        "inLanguage": meta.lang,
        "datePublished": iso_date(article.card.date),
        "dateModified": iso_date(article.card.updated or article.card.date),
        "mainEntityOfPage": meta.canonical,
        "isAccessibleForFree": not article.gated,
        "publisher": {"@type": "Organization", "name": site.title, "url": site.base_url},
    }
    if article.card.authors:
        data["author"] = [_person(author, absolute) for author in article.card.authors]
    if meta.image:
        data["image"] = [meta.image]
    if article.card.section.title:
        data["articleSection"] = article.card.section.title
    if article.gated:
        data["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".teaser"}
    return data


def _person(author: Byline, absolute: Callable[[str], str]) -> dict[str, str]:
    person = {"@type": "Person", "name": author.name}
    return person | {"url": absolute(author.url)} if author.url else person
