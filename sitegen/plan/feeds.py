"""Atom feeds: of the site, and of each section, tag and author."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.model.content import When
from sitegen.model.jobs import FeedArgs, Job
from sitegen.model.site import Address, Article, Edition, Site
from sitegen.model.views import FeedEntry, FeedView
from sitegen.plan.pages import absolute
from sitegen.plan.routes import Planned, Route, Routes


def feed_address(first: Address) -> Address:
    """The address of the feed of a list."""
    return Address(f"{first.output.removesuffix('index.html')}feed.xml", f"{first.url}feed.xml")


def has_feed(site: Site, articles: Sequence[Article]) -> bool:
    """Whether a list has a feed: an empty one has nothing to date it by."""
    return site.config.feeds.enabled and bool(articles)


def feed_routes(site: Site, edition: Edition) -> Routes:
    """All feeds of an edition."""
    home = Address(f"{edition.prefix}index.html", edition.view.root)
    groups: list[tuple[str, str, Address, Sequence[Article]]] = [("", "", home, edition.articles)]
    groups += [(s.view.title, s.view.summary, s.address, s.articles) for s in edition.sections]
    groups += [(t.view.title, t.view.summary, t.address, t.articles) for t in edition.tags]
    groups += [(a.view.name, a.view.summary, a.address, a.articles) for a in edition.authors]
    for title, summary, place, articles in groups:
        if has_feed(site, articles):
            yield _feed_route(site, edition, title, summary, place, articles)


def _feed_route(
    site: Site, edition: Edition, title: str, summary: str, page: Address, articles: Sequence[Article]
) -> Route:
    place = feed_address(page)

    def make(planned: Planned) -> Job:
        chosen = articles[: site.config.feeds.items]
        name = f"{title} – {edition.view.title}" if title else edition.view.title
        view = FeedView(
            title=name,
            subtitle=summary or ("" if title else edition.view.tagline),
            lang=edition.lang,
            id=absolute(site, place.url),
            url=absolute(site, place.url),
            page=absolute(site, page.url),
            updated=_updated(chosen),
            entries=tuple(FeedEntry(article.card, article.visibility.gated) for article in chosen),
        )
        full = site.config.feeds.full
        bodies = tuple(planned.article_body(article) if full else None for article in chosen)
        return Job("feed", place.output, FeedArgs(view, bodies))

    return Route(place.output, f"the feed of {title or 'the site'}", make)


def _updated(articles: Sequence[Article]) -> When:
    return max((article.card.updated or article.card.date for article in articles), key=lambda w: w.instant)
