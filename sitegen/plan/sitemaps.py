"""Sitemaps (sitemaps.org 0.9): every page that search engines may list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.jobs import Job, SitemapArgs, SitemapIndexArgs, TextArgs
from sitegen.model.site import EditionLists
from sitegen.model.site_queries import ListedPage
from sitegen.model.views import SitemapEntry
from sitegen.plan.routes import Planned, Route, Routes

#: URLs that one sitemap may hold, by the protocol.
LIMIT = 50_000


class SitemapPart(Struct, frozen=True, gc=False):
    """A sitemap's name, and which entries it holds: from the first number on, before the second."""

    name: str
    start: int
    end: int


class SitemapParts(Struct, frozen=True, gc=False):
    """The names of several sitemaps."""

    names: tuple[str, ...]


class Robots(Struct, frozen=True, gc=False):
    """What crawlers may read."""


def sitemap_routes(count: int, limit: int = LIMIT) -> Routes:
    """`sitemap.xml`; with more URLs than one file may hold, an index of numbered ones."""
    if count <= limit:
        yield _sitemap("sitemap.xml", 0, count)
        return
    starts = range(0, count, limit)
    names = tuple(f"sitemap-{number}.xml" for number in range(1, len(starts) + 1))
    for name, start in zip(names, starts, strict=True):
        yield _sitemap(name, start, start + limit)
    yield Route("sitemap.xml", "the sitemap", _index_job, SitemapParts(names))


def _index_job(planned: Planned, parts: SitemapParts) -> Job:
    base = planned.ask(q.BasePath())
    urls = tuple(planned.absolute(base + name) for name in parts.names)
    return Job("sitemap.xml", SitemapIndexArgs(urls))


def _sitemap(name: str, start: int, end: int) -> Route[SitemapPart]:
    return Route(name, "the sitemap", _sitemap_job, SitemapPart(name, start, end))


def _sitemap_job(planned: Planned, part: SitemapPart) -> Job:
    pages = islice(planned.ask(q.ListedPages()), part.start, part.end)
    return Job(part.name, SitemapArgs(tuple([_entry(planned, page) for page in pages])))


def listed_pages(editions: Iterable[EditionLists]) -> Iterator[ListedPage]:
    """Every page that search engines may list."""
    for lists in editions:
        lang = lists.edition.lang
        yield ListedPage(lang, lists.edition.view.root)
        for article in lists.articles:
            if article.is_live:
                modified = article.matter.updated or article.date
                yield ListedPage(lang, article.address.url, article.path, modified)
        for one in lists.pages:
            if one.visibility.displayed_state == "live":
                yield ListedPage(lang, one.address.url, one.document.path)
        for groups in lists.groups.values():
            for group in groups.values():
                yield ListedPage(lang, group.address.url, group.path)


def _entry(planned: Planned, page: ListedPage) -> SitemapEntry:
    many = page.path and len(planned.ask(q.Editions())) > 1
    versions = planned.ask(q.VersionsOf(page.path)) if many else ()
    alternates = tuple((lang, planned.absolute(planned.url(path))) for lang, path in versions)
    if alternates:
        alternates = ((page.lang, planned.absolute(page.url)), *alternates)
    return SitemapEntry(planned.absolute(page.url), page.modified, alternates)


def robots_route() -> Route[Robots]:
    """`robots.txt` (RFC 9309): everything may be read, and where the sitemap is."""
    return Route("robots.txt", "robots.txt", _robots_job, Robots())


def _robots_job(planned: Planned, subject: Robots) -> Job:
    sitemap = f"{planned.absolute(planned.ask(q.BasePath()))}sitemap.xml"
    return Job("robots.txt", TextArgs(f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"))
