"""Choose related articles: the author's own choice, then the closest articles."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sitegen.link.article_refs import ArticleLookup
from sitegen.link.context import LinkContext
from sitegen.link.related.index import ArticleTraits
from sitegen.model.front_matter import RelatedLink
from sitegen.model.site import Article, EditionLists, Related
from sitegen.model.views import ExternalCard
from sitegen.problems import Problem

_SECONDS_A_DAY = 86_400


class ChosenRelated(Struct, frozen=True, gc=False):
    """The related articles that an author chose: paths of this site's, and cards of other sites'."""

    articles: tuple[str, ...]
    elsewhere: tuple[ExternalCard, ...]


def traits_of(lists: EditionLists) -> list[ArticleTraits]:
    """The traits of an edition's articles."""
    return [_traits(article) for article in lists.articles]


def _traits(article: Article) -> ArticleTraits:
    day = article.date.instant.timestamp() / _SECONDS_A_DAY
    return ArticleTraits(article.path, day, article.section, article.tags, article.authors)


def chosen_related(
    lists: EditionLists, context: LinkContext, problems: list[Problem]
) -> dict[str, ChosenRelated]:
    """The related articles that authors chose, by the article's path."""
    lookup = ArticleLookup(context, lists.edition.lang)
    shown = {article.path for article in lists.articles}
    return {
        article.path: _chosen(article, shown, lookup, problems)
        for article in lists.articles
        if article.matter.related
    }


def _chosen(
    article: Article, shown: set[str], lookup: ArticleLookup, problems: list[Problem]
) -> ChosenRelated:
    named: list[str] = []
    elsewhere: list[ExternalCard] = []
    for number, entry in enumerate(article.matter.related):
        if isinstance(entry, RelatedLink):
            elsewhere.append(ExternalCard(entry.title, entry.url, entry.source, entry.lang))
        elif path := lookup.find(entry, article.document, f"related.{number}", problems):
            named += [path] if path in shown else []
    return ChosenRelated(tuple(named), tuple(elsewhere))


def related_of(path: str, chosen: ChosenRelated | None, close: Sequence[str], limit: int) -> Related:
    """An article's related articles: the author's own choice, then the closest ones up to the limit."""
    if chosen is None:
        return Related(tuple(close[:limit]))
    room = max(0, limit - len(chosen.articles) - len(chosen.elsewhere))
    rest = [each for each in close if each not in chosen.articles][:room]
    shown = dict.fromkeys(each for each in (*chosen.articles, *rest) if each != path)
    return Related(tuple(shown), chosen.elsewhere)
