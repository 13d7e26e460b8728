"""Articles and pages: a route for each, and for each former URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.model.content import ArticleMatter, PageMatter
from sitegen.model.documents import Heading, Part
from sitegen.model.jobs import Job, RedirectArgs
from sitegen.model.site import Alias, Article, Edition, Page, Site
from sitegen.model.views import ArticleView, Card, CorrectionView, Link, SeriesPlace
from sitegen.plan.pages import absolute, meta, page
from sitegen.plan.routes import Planned, Route, Routes


def article_routes(site: Site, edition: Edition) -> Routes:
    """A route for each article."""
    series = {
        group.document.id: (group.view.title, group.address.url, group.articles) for group in edition.series
    }
    issues = {
        group.document.id: (group.view.title, group.address.url, group.articles) for group in edition.issues
    }
    for article in edition.articles:
        yield _article_route(site, edition, article, series, issues)


_Groups = Mapping[str, tuple[str, str, Sequence[Article]]]


def _article_route(site: Site, edition: Edition, article: Article, series: _Groups, issues: _Groups) -> Route:
    matter = article.document.matter
    assert isinstance(matter, ArticleMatter)

    def make(planned: Planned) -> Job:
        head = meta(
            site,
            edition,
            "article",
            article.address,
            matter.title,
            article.card.summary or matter.subtitle,
            photo=article.card.photo,
            translations=site.translations.get(article.document.path, ()),
            indexed=article.card.state == "live",
            published=matter.date,
            modified=matter.updated,
        )
        view = _article_view(
            site,
            article,
            _place(article, series.get(matter.series)),
            _place(article, issues.get(matter.issue)),
        )
        template = matter.template or "article.html"
        body = planned.article_body(article)
        return page(article.address, template, head, body, article.document.path, article=view)

    return Route(
        article.address.output,
        article.document.path,
        make,
        "slug",
        article.document,
        article.visibility.gated,
    )


def _article_view(
    site: Site, article: Article, in_series: SeriesPlace | None, in_issue: SeriesPlace | None
) -> ArticleView:
    matter = article.document.matter
    assert isinstance(matter, ArticleMatter)
    gated = article.visibility.gated
    offer = site.config.subscribe
    related = site.related[article.document.path]
    return ArticleView(
        card=article.card,
        headings=_headings(article.document.outline.headings, gated),
        related=related.cards,
        elsewhere=related.elsewhere,
        corrections=tuple(CorrectionView(entry.date, entry.text) for entry in matter.corrections),
        in_series=in_series,
        in_issue=in_issue,
        doi=matter.doi,
        gated=gated,
        subscribe=Link(offer.label, _local(site, offer.url)) if offer and gated else None,
    )


def _local(site: Site, url: str) -> str:
    """A path of this site, with the base path before it; other URLs as they are."""
    return site.base_path + url.removeprefix("/") if url.startswith("/") else url


def _headings(headings: Sequence[Heading], gated: bool) -> tuple[Heading, ...]:
    return tuple(heading for heading in headings if not (gated and heading.part is Part.REST))


def _place(article: Article, group: tuple[str, str, Sequence[Article]] | None) -> SeriesPlace | None:
    if group is None:
        return None
    title, url, articles = group
    index = next(
        (i for i, other in enumerate(articles) if other.document.path == article.document.path), None
    )
    if index is None:
        return None
    before: Card | None = articles[index - 1].card if index else None
    after: Card | None = articles[index + 1].card if index + 1 < len(articles) else None
    return SeriesPlace(title, url, index + 1, len(articles), before, after)


def page_routes(site: Site, edition: Edition) -> Routes:
    """A route for each page outside the sections."""
    for one in edition.pages:
        yield _page_route(site, edition, one)


def _page_route(site: Site, edition: Edition, one: Page) -> Route:
    matter = one.document.matter
    assert isinstance(matter, PageMatter)

    def make(planned: Planned) -> Job:
        head = meta(
            site,
            edition,
            "page",
            one.address,
            one.view.title,
            one.view.summary,
            photo=one.view.photo,
            translations=site.translations.get(one.document.path, ()),
            indexed=one.view.state == "live",
        )
        body = planned.body(one.document)
        return page(one.address, matter.template or "page.html", head, body, one.document.path, page=one.view)

    return Route(one.address.output, one.document.path, make, "slug", one.document)


def alias_routes(site: Site) -> Routes:
    """A redirect page for each former URL."""
    for alias in site.aliases:
        yield _alias_route(site, alias)


def _alias_route(site: Site, alias: Alias) -> Route:
    def make(planned: Planned) -> Job:
        args = RedirectArgs(alias.url, absolute(site, alias.url), alias.title, alias.lang)
        return Job("redirect", alias.output, args)

    return Route(alias.output, alias.source, make, alias.key)
