"""Articles and pages: a route for each, and for each former URL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.model.content import ArticleMatter, PageMatter
from sitegen.model.documents import Heading, Part
from sitegen.model.jobs import Job, RedirectArgs
from sitegen.model.site import Alias, Article, Edition, Issue, Page, Series, Site
from sitegen.model.views import ArticleView, AuthorNote, AuthorView, Card, CorrectionView, Link, SeriesPlace
from sitegen.plan.pages import meta, page
from sitegen.plan.routes import Planned, Route, Routes


class _Run(Struct, frozen=True, gc=False):
    """A series or an issue: its articles in order, and the place of each by its path."""

    title: str
    url: str
    articles: Sequence[Article]
    places: Mapping[str, int]


class _ArticlePage(Struct, frozen=True, gc=False):
    edition: Edition
    article: Article
    series: _Run | None
    issue: _Run | None


def article_routes(edition: Edition) -> Routes:
    """A route for each article, by their files."""
    series = {group.view.id: _run(group) for group in edition.series}
    issues = {group.view.id: _run(group) for group in edition.issues}
    for article in sorted(edition.articles, key=lambda article: article.document.path):
        document = article.document
        assert isinstance(document.matter, ArticleMatter)
        subject = _ArticlePage(
            edition, article, series.get(document.matter.series), issues.get(document.matter.issue)
        )
        gated = article.visibility.gated
        yield Route(article.address.output, document.path, _article_job, subject, "slug", document, gated)


def _run(group: Series | Issue) -> _Run:
    places = {article.document.path: place for place, article in enumerate(group.articles)}
    return _Run(group.view.title, group.address.url, group.articles, places)


def _article_job(planned: Planned, subject: _ArticlePage) -> Job:
    article = subject.article
    matter = article.document.matter
    assert isinstance(matter, ArticleMatter)
    path = article.document.path
    head = meta(
        planned,
        subject.edition,
        "article",
        article.address,
        matter.title,
        article.card.summary or matter.subtitle,
        photo=article.card.photo,
        translations=planned.site.translations.get(path, ()),
        indexed=article.card.state == "live",
        published=matter.date,
        modified=matter.updated,
    )
    template = matter.template or "article.html"
    view = _article_view(planned.site, subject, matter)
    return page(article.address, template, head, planned.article_body(article), path, article=view)


def _article_view(site: Site, subject: _ArticlePage, matter: ArticleMatter) -> ArticleView:
    article = subject.article
    gated = article.visibility.gated
    offer = site.config.subscribe
    related = site.related[article.document.path]
    return ArticleView(
        card=article.card,
        headings=_headings(article.document.outline.headings, gated),
        related=related.cards,
        elsewhere=related.elsewhere,
        corrections=tuple([CorrectionView(entry.date, entry.text) for entry in matter.corrections]),
        in_series=_place(article, subject.series),
        in_issue=_place(article, subject.issue),
        doi=matter.doi,
        gated=gated,
        subscribe=Link(offer.label, _local(site, offer.url)) if offer and gated else None,
        about=tuple(_about(subject.edition, article)),
    )


def _about(edition: Edition, article: Article) -> Iterator[AuthorNote]:
    """Not the whole view of an author, whose count changes with each article."""
    for id_ in article.authors:
        view = edition.groups["author"][id_].view
        assert isinstance(view, AuthorView)
        if view.summary:
            yield AuthorNote(view.name, view.url, view.role, view.affiliation, view.photo, view.summary)


def _local(site: Site, url: str) -> str:
    """A path of this site, with the base path before it; other URLs as they are."""
    return site.base_path + url.removeprefix("/") if url.startswith("/") else url


def _headings(headings: tuple[Heading, ...], gated: bool) -> tuple[Heading, ...]:
    return tuple(heading for heading in headings if heading.part is not Part.REST) if gated else headings


def _place(article: Article, run: _Run | None) -> SeriesPlace | None:
    index = run.places.get(article.document.path) if run else None
    if run is None or index is None:
        return None
    articles = run.articles
    before: Card | None = articles[index - 1].card if index else None
    after: Card | None = articles[index + 1].card if index + 1 < len(articles) else None
    return SeriesPlace(run.title, run.url, index + 1, len(articles), before, after)


def page_routes(edition: Edition) -> Routes:
    """A route for each page outside the sections."""
    for one in edition.pages:
        document = one.document
        yield Route(one.address.output, document.path, _page_job, (edition, one), "slug", document)


def _page_job(planned: Planned, subject: tuple[Edition, Page]) -> Job:
    edition, one = subject
    matter = one.document.matter
    assert isinstance(matter, PageMatter)
    path = one.document.path
    head = meta(
        planned,
        edition,
        "page",
        one.address,
        one.view.title,
        one.view.summary,
        photo=one.view.photo,
        translations=planned.site.translations.get(path, ()),
        indexed=one.view.state == "live",
    )
    body = planned.body(one.document)
    return page(one.address, matter.template or "page.html", head, body, path, page=one.view)


def alias_routes(site: Site) -> Routes:
    """A redirect page for each former URL."""
    for alias in site.aliases:
        yield Route(alias.output, alias.source, _alias_job, alias, alias.key)


def _alias_job(planned: Planned, alias: Alias) -> Job:
    args = RedirectArgs(alias.url, planned.absolute(alias.url), alias.title, alias.lang)
    return Job("redirect", alias.output, args)
