"""Article pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Heading, Part, with_matter
from sitegen.model.front_matter import ArticleMatter
from sitegen.model.jobs import Job
from sitegen.model.site import Article, EditionLists
from sitegen.model.views import ArticleView, AuthorNote, Card, CorrectionView, Link, SeriesPlace
from sitegen.plan.page_jobs import Head, page_job
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup


class _ArticlePage(Struct, frozen=True, gc=False):
    lang: str
    path: str


def article_routes(lists: EditionLists) -> Routes:
    """Yield a route for each article, sorted by source path."""
    for article in sorted(lists.articles, key=lambda article: article.path):
        subject, gated = _ArticlePage(lists.edition.lang, article.path), article.visibility.gated
        yield Route(article.address.output, article.path, _article_job, subject, "slug", article.path, gated)


def _article_job(site: SiteLookup, subject: _ArticlePage) -> Job:
    path, article = subject.path, site.ask(q.ArticleOf(subject.path))
    assert article is not None
    document, card = with_matter(site.document(path), ArticleMatter), site.card(path)
    matter = document.matter
    head = Head(
        subject.lang,
        "article",
        article.address,
        matter.title,
        card.summary or matter.subtitle,
        photo=card.photo,
        translations=site.versions(path),
        indexed=article.is_live,
        published=matter.date,
        modified=matter.updated,
    )
    view = _article_view(site, article, document, card)
    return page_job(site, head, matter.template or "article.html", site.body(path), path, article=view)


def _article_view(
    site: SiteLookup, article: Article, document: Document[ArticleMatter], card: Card
) -> ArticleView:
    matter = document.matter
    gated, offer = article.visibility.gated, site.config.subscribe
    related = site.ask(q.RelatedOf(article.path))
    return ArticleView(
        card=card,
        headings=_headings(document.outline.headings, gated),
        related=site.cards(related.articles),
        elsewhere=related.elsewhere,
        corrections=tuple([CorrectionView(entry.date, entry.text) for entry in matter.corrections]),
        in_series=_place_in(site, article, "series", matter.series),
        in_issue=_place_in(site, article, "issue", matter.issue),
        doi=matter.doi,
        gated=gated,
        subscribe=Link(offer.label, _with_base_path(site, offer.url)) if offer and gated else None,
        about=tuple(_author_notes(site, article)),
    )


def _author_notes(site: SiteLookup, article: Article) -> Iterator[AuthorNote]:
    for id_ in article.authors:
        if note := site.ask(q.AuthorNoteOf(article.document.lang, id_)):
            yield note


def _with_base_path(site: SiteLookup, url: str) -> str:
    """Prefix a path of this site with the base path; return any other URL unchanged."""
    return site.ask(q.BasePath()) + url.removeprefix("/") if url.startswith("/") else url


def _headings(headings: Sequence[Heading], gated: bool) -> tuple[Heading, ...]:
    return tuple(heading for heading in headings if not (gated and heading.part is Part.REST))


def _place_in(site: SiteLookup, article: Article, kind: str, id_: str) -> SeriesPlace | None:
    """The article's place in a series or issue, if it is listed there."""
    lang = article.document.lang
    group = site.ask(q.GroupOf(lang, kind, id_)) if id_ else None
    if group is None or article.path not in group.members:
        return None
    index, paths = group.members.index(article.path), group.members
    before = site.card(paths[index - 1]) if index else None
    after = site.card(paths[index + 1]) if index + 1 < len(paths) else None
    return SeriesPlace(group.title, group.address.url, index + 1, len(paths), before, after)
