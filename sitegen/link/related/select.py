"""What is shown beside each article: its author's own choice, then what is closest to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sitegen.link.article_refs import article_ids, named_article
from sitegen.link.context import LinkContext
from sitegen.link.related.index import Traits
from sitegen.model.front_matter import RelatedLink
from sitegen.model.site import Article, EditionLists, Related
from sitegen.model.views import ExternalCard
from sitegen.problems import Problem

_SECONDS_A_DAY = 86_400


class ChosenRelated(Struct, frozen=True, gc=False):
    """An author's own choice of related articles, by their paths, and of others'."""

    articles: tuple[str, ...]
    elsewhere: tuple[ExternalCard, ...]


def traits_of(lists: EditionLists) -> list[Traits]:
    """What of an edition's articles counts for their relations."""
    return [_traits(article) for article in lists.articles]


def _traits(article: Article) -> Traits:
    day = article.date.instant.timestamp() / _SECONDS_A_DAY
    return Traits(article.path, day, article.section, article.tags, article.authors)


def chosen(lists: EditionLists, context: LinkContext, problems: list[Problem]) -> dict[str, ChosenRelated]:
    """What authors have chosen themselves, by the article's path."""
    ids = article_ids(context, lists.edition.lang)
    shown = {article.path for article in lists.articles}
    return {
        article.path: _chosen(article, shown, ids, context, problems)
        for article in lists.articles
        if article.matter.related
    }


def _chosen(
    article: Article, shown: set[str], ids: Mapping[str, str], context: LinkContext, problems: list[Problem]
) -> ChosenRelated:
    named: list[str] = []
    elsewhere: list[ExternalCard] = []
    for number, entry in enumerate(article.matter.related):
        if isinstance(entry, RelatedLink):
            elsewhere.append(ExternalCard(entry.title, entry.url, entry.source, entry.lang))
        elif path := named_article(entry, article.document, f"related.{number}", ids, context, problems):
            named += [path] if path in shown else []
    return ChosenRelated(tuple(named), tuple(elsewhere))


def related_of(path: str, own: ChosenRelated | None, close: Sequence[str], most: int) -> Related:
    """What is shown beside an article: its author's own choice first, then the closest up to the limit."""
    if own is None:
        return Related(tuple(close[:most]))
    room = max(0, most - len(own.articles) - len(own.elsewhere))
    rest = [each for each in close if each not in own.articles][:room]
    shown = dict.fromkeys(each for each in (*own.articles, *rest) if each != path)
    return Related(tuple(shown), own.elsewhere)
