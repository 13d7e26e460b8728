"""One language of the site: its articles, the groups that they form, its pages and its front."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sitegen.link.article_refs import article_ids, named_article
from sitegen.link.cards import Articles
from sitegen.link.edition_context import EditionContext
from sitegen.link.groups import Groups
from sitegen.link.site_view import masthead
from sitegen.link.tags import spellings
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, HomeMatter, Kind
from sitegen.model.site import Article, Edition, EditionLists, SitePage


def assemble(context: EditionContext) -> EditionLists:
    """The edition inside its context."""
    by_age = sorted(context.documents[Kind.ARTICLE].values(), key=_instant)  # of two at one moment, by path
    spelled = spellings(by_age, context.documents[Kind.TAG], context.problems)
    found = Articles(context, spelled.values())
    articles = tuple([found.article(document) for document in reversed(by_age)])
    groups = Groups(context, articles).all(spelled)
    home = context.documents[Kind.HOME].get("")
    lead, features = _front(context, home, articles)
    view = masthead(context, articles, tuple(groups["section"].values()))
    edition = Edition(context.lang, context.prefix, view, home, lead, features, context.documents[Kind.INDEX])
    pages = tuple([_page(context, document) for document in context.documents[Kind.PAGE].values()])
    by_id = {article.document.id: article for article in articles}
    return EditionLists(edition, articles, pages, groups, by_id)


def _instant(document: Document) -> dt.datetime:
    assert isinstance(document.matter, ArticleMatter)
    assert document.matter.date is not None
    return document.matter.date.instant


def _page(context: EditionContext, document: Document) -> SitePage:
    return SitePage(document, context.own_address(document), context.context.visibilities[document.path])


def _front(
    context: EditionContext, home: Document | None, articles: Sequence[Article]
) -> tuple[str, tuple[str, ...]]:
    """The paths of the lead and the features: the home page's own choice, else the latest article."""
    latest = articles[0].path if articles else ""
    if home is None or not isinstance(home.matter, HomeMatter):
        return latest, ()
    shown = {article.path for article in articles}
    ids = article_ids(context.context, context.lang)

    def named(key: str, entry: str) -> str:
        path = named_article(entry, home, key, ids, context.context, context.problems)
        return path if path and path in shown else ""

    lead = (named("lead", home.matter.lead) if home.matter.lead else "") or latest
    features = [named(f"features.{number}", entry) for number, entry in enumerate(home.matter.features)]
    return lead, tuple(dict.fromkeys(path for path in features if path and path != lead))
