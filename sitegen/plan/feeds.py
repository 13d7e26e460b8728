"""Atom feeds: of the site, and of each section, tag and author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.model.content import When
from sitegen.model.jobs import FeedArgs, Job
from sitegen.model.site import Address, Article, Edition, Section, Site, Tag
from sitegen.model.views import FeedEntry, FeedView
from sitegen.plan.routes import Planned, Route, Routes


class _Feed(Struct, frozen=True, gc=False):
    """A list's feed; the list of everything has no title of its own."""

    edition: Edition
    title: str
    summary: str
    page: Address
    articles: Sequence[Article]


def feed_address(first: Address) -> Address:
    """The address of the feed of a list."""
    return Address(f"{first.output.removesuffix('index.html')}feed.xml", f"{first.url}feed.xml")


def has_feed(site: Site, articles: Sequence[Article]) -> bool:
    """Whether a list has a feed: an empty one has nothing to date it by."""
    return site.config.feeds.enabled and bool(articles)


def feed_routes(site: Site, edition: Edition) -> Routes:
    """All feeds of an edition."""
    for feed in _feeds(edition):
        if has_feed(site, feed.articles):
            output = feed_address(feed.page).output
            yield Route(output, f"the feed of {feed.title or 'the site'}", _feed_job, feed)


def _feeds(edition: Edition) -> Iterator[_Feed]:
    home = Address(f"{edition.prefix}index.html", edition.view.root)
    yield _Feed(edition, "", "", home, edition.articles)
    groups: tuple[Section | Tag, ...] = (*edition.sections, *edition.tags)
    for group in groups:
        yield _Feed(edition, group.view.title, group.view.summary, group.address, group.articles)
    for author in edition.authors:
        yield _Feed(edition, author.view.name, author.view.summary, author.address, author.articles)


def _feed_job(planned: Planned, feed: _Feed) -> Job:
    settings, site_view = planned.site.config.feeds, feed.edition.view
    place = feed_address(feed.page)
    chosen = feed.articles[: settings.items]
    view = FeedView(
        title=f"{feed.title} – {site_view.title}" if feed.title else site_view.title,
        subtitle=feed.summary or ("" if feed.title else site_view.tagline),
        lang=feed.edition.lang,
        id=planned.absolute(place.url),
        url=planned.absolute(place.url),
        page=planned.absolute(feed.page.url),
        updated=_updated(chosen),
        entries=tuple([FeedEntry(article.card, article.visibility.gated) for article in chosen]),
    )
    bodies = tuple([planned.article_body(article) if settings.full else None for article in chosen])
    return Job("feed", place.output, FeedArgs(view, bodies))


def _updated(articles: Sequence[Article]) -> When:
    return max([article.card.updated or article.card.date for article in articles], key=lambda w: w.instant)
