"""One language of the site: its articles, their groups, its pages and its home page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sitegen.link.article_refs import ArticleLookup
from sitegen.link.cards import ArticleBuilder
from sitegen.link.edition_context import Collector, EditionContext
from sitegen.link.groups import GroupBuilder
from sitegen.link.site_view import build_site_view
from sitegen.link.tags import tag_spellings
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, PageMatter
from sitegen.model.site import Article, Edition, EditionLists, SitePage


def build_edition(context: EditionContext, collector: Collector) -> EditionLists:
    """Build everything in one language."""
    oldest_first = sorted(context.articles.values(), key=_instant)  # at one instant, by path
    tags = tag_spellings(oldest_first, context.tags, collector.problems)
    builder = ArticleBuilder(context, tags.values(), collector)
    articles = tuple([builder.article(document) for document in reversed(oldest_first)])
    groups = GroupBuilder(context, articles, collector).groups(tags)
    lead, features = _home_articles(context, articles, collector)
    view = build_site_view(context, articles, tuple(groups["section"].values()))
    edition = Edition(context.lang, context.prefix, view, context.home, lead, features, context.indexes)
    pages = tuple([_page(context, document) for document in context.pages.values()])
    by_id = {article.document.id: article for article in articles}
    return EditionLists(edition, articles, pages, groups, by_id)


def _instant(document: Document[ArticleMatter]) -> dt.datetime:
    assert document.matter.date is not None  # undated articles are not shown
    return document.matter.date.instant


def _page(context: EditionContext, document: Document[PageMatter]) -> SitePage:
    return SitePage(document, context.address_of(document), context.context.visibilities[document.path])


def _home_articles(
    context: EditionContext, articles: Sequence[Article], collector: Collector
) -> tuple[str, tuple[str, ...]]:
    """The paths of the home page's lead and features; the lead defaults to the latest article."""
    home, latest = context.home, articles[0].path if articles else ""
    if home is None:
        return latest, ()
    shown = {article.path for article in articles}
    lookup = ArticleLookup(context.context, context.lang)

    def path_of(key: str, entry: str) -> str:
        path = lookup.find(entry, home, key, collector.problems)
        return path if path and path in shown else ""

    lead = (path_of("lead", home.matter.lead) if home.matter.lead else "") or latest
    features = [path_of(f"features.{number}", entry) for number, entry in enumerate(home.matter.features)]
    return lead, tuple(dict.fromkeys(path for path in features if path and path != lead))
