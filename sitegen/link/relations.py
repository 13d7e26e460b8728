"""What is shown beside each article: its author's own choice, then what is closest to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.digest import digest_bytes, encoded_in_order
from sitegen.link.former import Former
from sitegen.link.ground import Ground
from sitegen.link.memo import Memo
from sitegen.link.renewal import Basis, relate
from sitegen.link.sharing import Traits
from sitegen.link.titles import article_ids, named_article
from sitegen.model.content import ArticleMatter, RelatedLink
from sitegen.model.documents import Document
from sitegen.model.site import Article, Edition, Related
from sitegen.model.views import ExternalCard
from sitegen.problems import Problem

_SECONDS_A_DAY = 86_400


def relations(
    editions: Sequence[Edition], ground: Ground, problems: list[Problem], memo: Memo, former: Former
) -> dict[str, Related]:
    """What is shown beside each article, by its path."""
    most = ground.config.related
    limit = most * 2  # some of them may be the author's own choice, too
    basis = Basis(limit, [_all_traits(edition, former) for edition in editions])
    encoded = encoded_in_order(basis)
    automatic = memo("related", digest_bytes(encoded), lambda last: relate(basis, encoded, last))
    found: dict[str, Related] = {}
    for edition, nearest in zip(editions, automatic.nearest, strict=True):
        by_path = {article.document.path: article for article in edition.articles}
        ids = article_ids(ground, edition.lang)
        cards = [article.card for article in edition.articles]
        for article, indexes in zip(edition.articles, nearest, strict=True):
            document = article.document
            if _chosen(document):
                close = [edition.articles[index] for index in indexes]
                found[document.path] = _related_of(article, by_path, close, ids, ground, problems)
            else:
                found[document.path] = Related(tuple([cards[index] for index in indexes[:most]]), ())
    return found


def _chosen(document: Document) -> tuple[str | RelatedLink, ...]:
    """The author's own choice."""
    assert isinstance(document.matter, ArticleMatter)
    return document.matter.related


def _all_traits(edition: Edition, former: Former) -> list[Traits]:
    articles = {article.document.path: (article,) for article in edition.articles}
    return list(former.each(f"traits:{edition.lang}", None, articles, _traits).values())


def _traits(article: Article) -> Traits:
    return Traits(
        article.document.path,
        article.card.date.instant.timestamp() / _SECONDS_A_DAY,
        article.section,
        article.tags,
        article.authors,
    )


def _related_of(
    article: Article,
    by_path: Mapping[str, Article],
    close: Sequence[Article],
    ids: Mapping[str, str],
    ground: Ground,
    problems: list[Problem],
) -> Related:
    """The author's own choice first, then automatic ones up to the limit."""
    document = article.document
    named: list[Article] = []
    elsewhere: list[ExternalCard] = []
    for number, entry in enumerate(_chosen(document)):
        if isinstance(entry, RelatedLink):
            elsewhere.append(ExternalCard(entry.title, entry.url, entry.source, entry.lang))
        elif path := named_article(entry, document, f"related.{number}", ids, ground, problems):
            named += [by_path[path]] if path in by_path else []
    room = max(0, ground.config.related - len(named) - len(elsewhere))
    taken = {one.document.path for one in named}
    rest = [one for one in close if one.document.path not in taken][:room]
    chosen = {one.document.path: one.card for one in (*named, *rest) if one is not article}
    return Related(tuple(chosen.values()), tuple(elsewhere))
