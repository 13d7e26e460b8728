"""Sitemaps (sitemaps.org 0.9) and `robots.txt`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.jobs import Job, SitemapArgs, SitemapIndexArgs, TextArgs
from sitegen.model.site import EditionLists
from sitegen.model.site_queries import ListedPage
from sitegen.model.views import SitemapEntry
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup

#: The protocol's limit of URLs per sitemap.
LIMIT = 50_000


class SitemapPart(Struct, frozen=True, gc=False):
    """A sitemap file with the entries `start` to `end`, exclusive."""

    name: str
    start: int
    end: int


class SitemapIndex(Struct, frozen=True, gc=False):
    """An index of sitemap files, by their names."""

    names: tuple[str, ...]


class Robots(Struct, frozen=True, gc=False):
    """`robots.txt`, which depends only on the configuration."""


def sitemap_routes(count: int, limit: int = LIMIT) -> Routes:
    """Yield `sitemap.xml`: a sitemap, or above the limit an index of numbered sitemaps."""
    if count <= limit:
        yield _sitemap("sitemap.xml", 0, count)
        return
    starts = range(0, count, limit)
    names = tuple(f"sitemap-{number}.xml" for number in range(1, len(starts) + 1))
    for name, start in zip(names, starts, strict=True):
        yield _sitemap(name, start, start + limit)
    yield Route("sitemap.xml", "the sitemap", _index_job, SitemapIndex(names))


def _index_job(site: SiteLookup, index: SitemapIndex) -> Job:
    base = site.ask(q.BasePath())
    urls = tuple(site.absolute(base + name) for name in index.names)
    return Job("sitemap.xml", SitemapIndexArgs(urls))


def _sitemap(name: str, start: int, end: int) -> Route[SitemapPart]:
    return Route(name, "the sitemap", _sitemap_job, SitemapPart(name, start, end))


def _sitemap_job(site: SiteLookup, part: SitemapPart) -> Job:
    pages = islice(site.ask(q.ListedPages()), part.start, part.end)
    return Job(part.name, SitemapArgs(tuple([_entry(site, page) for page in pages])))


def listed_pages(editions: Iterable[EditionLists]) -> Iterator[ListedPage]:
    """Yield every page that search engines may index."""
    for lists in editions:
        lang = lists.edition.lang
        yield ListedPage(lang, lists.edition.view.root)
        for article in lists.articles:
            if article.is_live:
                modified = article.matter.updated or article.date
                yield ListedPage(lang, article.address.url, article.path, modified)
        for standalone in lists.pages:
            if standalone.visibility.displayed_state == "live":
                yield ListedPage(lang, standalone.address.url, standalone.document.path)
        for groups in lists.groups.values():
            for group in groups.values():
                yield ListedPage(lang, group.address.url, group.path)


def _entry(site: SiteLookup, page: ListedPage) -> SitemapEntry:
    has_versions = page.path and len(site.ask(q.Editions())) > 1
    versions = site.ask(q.VersionsOf(page.path)) if has_versions else ()
    alternates = tuple((lang, site.absolute(site.url(path))) for lang, path in versions)
    if alternates:
        alternates = ((page.lang, site.absolute(page.url)), *alternates)
    return SitemapEntry(site.absolute(page.url), page.modified, alternates)


def robots_route() -> Route[Robots]:
    """The route of `robots.txt` (RFC 9309), which allows everything and names the sitemap."""
    return Route("robots.txt", "robots.txt", _robots_job, Robots())


def _robots_job(site: SiteLookup, _: Robots) -> Job:
    sitemap = f"{site.absolute(site.ask(q.BasePath()))}sitemap.xml"
    return Job("robots.txt", TextArgs(f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"))
