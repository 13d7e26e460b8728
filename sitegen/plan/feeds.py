"""Atom feeds of the site and of each section, tag and author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.config.settings import Config
from sitegen.model import site_queries as q
from sitegen.model.front_matter import When
from sitegen.model.jobs import FeedArgs, Job
from sitegen.model.site import Address, EditionLists
from sitegen.model.views import Card, FeedEntry, FeedView
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup


class _Feed(Struct, frozen=True, gc=False):
    """A list's feed; the feed of the whole site has no kind."""

    lang: str
    page: Address
    kind: str = ""
    id: str = ""


def feed_address(first: Address) -> Address:
    """The address of a list's feed; `first` is the list's first page."""
    return Address(f"{first.output.removesuffix('index.html')}feed.xml", f"{first.url}feed.xml")


def has_feed(config: Config, articles: Sequence[object]) -> bool:
    """Whether a list gets a feed; an empty feed could not be dated."""
    return config.feeds.enabled and bool(articles)


def feed_routes(config: Config, lists: EditionLists) -> Routes:
    """Yield the routes of all feeds of an edition."""
    for feed, title, articles in _feeds(lists):
        if has_feed(config, articles):
            output = feed_address(feed.page).output
            yield Route(output, f"the feed of {title or 'the site'}", _feed_job, feed)


def _feeds(lists: EditionLists) -> Iterator[tuple[_Feed, str, Sequence[object]]]:
    edition = lists.edition
    home = Address(f"{edition.prefix}index.html", edition.view.root)
    yield _Feed(edition.lang, home), "", lists.articles
    for kind in ("section", "tag", "author"):
        for group in lists.groups[kind].values():
            yield _Feed(edition.lang, group.address, kind, group.view.id), group.title, group.members


def _feed_job(site: SiteLookup, feed: _Feed) -> Job:
    settings, site_view = site.config.feeds, site.view(feed.lang)
    address = feed_address(feed.page)
    title, summary, members = _contents(site, feed)
    chosen = members[: settings.items]
    cards = site.cards(chosen)
    view = FeedView(
        title=f"{title} – {site_view.title}" if title else site_view.title,
        subtitle=summary or ("" if title else site_view.tagline),
        lang=feed.lang,
        id=site.absolute(address.url),
        url=site.absolute(address.url),
        page=site.absolute(feed.page.url),
        updated=_updated(cards),
        entries=tuple([_entry(site, path, card) for path, card in zip(chosen, cards, strict=True)]),
    )
    bodies = tuple([site.body(path) if settings.full else None for path in chosen])
    return Job(address.output, FeedArgs(view, bodies))


def _contents(site: SiteLookup, feed: _Feed) -> tuple[str, str, tuple[str, ...]]:
    """The title and summary of a feed, and the paths of its articles."""
    if not feed.kind:
        return "", "", site.ask(q.MembersOf(feed.lang))
    group = site.group(feed.lang, feed.kind, feed.id)
    return group.title, group.view.summary, group.members


def _entry(site: SiteLookup, path: str, card: Card) -> FeedEntry:
    placement = site.ask(q.PlacementOf(path))
    return FeedEntry(card, placement is not None and placement.gated)


def _updated(cards: Sequence[Card]) -> When:
    return max([card.updated or card.date for card in cards], key=lambda when: when.instant)
