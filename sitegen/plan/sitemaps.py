"""Sitemaps (sitemaps.org 0.9): every page that search engines may list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sitegen.model.content import When
from sitegen.model.jobs import Job, SitemapArgs, SitemapIndexArgs, TextArgs
from sitegen.model.site import Edition, Group, Site
from sitegen.model.views import SitemapEntry, Translation
from sitegen.plan.routes import Planned, Route, Routes

#: URLs that one sitemap may hold, by the protocol.
LIMIT = 50_000

_Part = tuple[str, int, int]
"""A sitemap's name, and which entries it holds: from the first number on, before the second."""


def sitemap_routes(site: Site, limit: int = LIMIT) -> Routes:
    """`sitemap.xml`; with more URLs than one file may hold, an index of numbered ones."""
    count = sum(1 for edition in site.editions for _ in _pages(edition))
    if count <= limit:
        yield _sitemap("sitemap.xml", 0, count)
        return
    starts = range(0, count, limit)
    names = tuple(f"sitemap-{number}.xml" for number in range(1, len(starts) + 1))
    for name, start in zip(names, starts, strict=True):
        yield _sitemap(name, start, start + limit)
    yield Route("sitemap.xml", "the sitemap", _index_job, names)


def _index_job(planned: Planned, names: tuple[str, ...]) -> Job:
    urls = tuple(planned.absolute(planned.site.base_path + name) for name in names)
    return Job("sitemap-index", "sitemap.xml", SitemapIndexArgs(urls))


def _sitemap(name: str, start: int, end: int) -> Route[_Part]:
    return Route(name, "the sitemap", _sitemap_job, (name, start, end))


def _sitemap_job(planned: Planned, part: _Part) -> Job:
    name, start, end = part
    pages = ((edition, *one) for edition in planned.site.editions for one in _pages(edition))
    entries = tuple([_entry(planned, *one) for one in islice(pages, start, end)])
    return Job("sitemap", name, SitemapArgs(entries))


def _pages(edition: Edition) -> Iterator[tuple[str, str, When | None]]:
    """The URL of each page, its document's path or nothing, and when it changed."""
    yield edition.view.root, "", None
    for article in edition.articles:
        if article.card.state == "live":
            yield article.address.url, article.document.path, article.card.updated or article.card.date
    for one in edition.pages:
        if one.view.state == "live":
            yield one.address.url, one.document.path, None
    for group in _groups(edition):
        yield group.address.url, group.document.path if group.document else "", None


def _groups(edition: Edition) -> Iterator[Group]:
    yield from edition.sections
    yield from edition.tags
    yield from edition.authors
    yield from edition.issues
    yield from edition.series


def _entry(planned: Planned, edition: Edition, url: str, path: str, modified: When | None) -> SitemapEntry:
    versions: tuple[Translation, ...] = planned.site.translations.get(path, ()) if path else ()
    alternates = tuple((version.lang, planned.absolute(version.url)) for version in versions)
    if alternates:
        alternates = ((edition.lang, planned.absolute(url)), *alternates)
    return SitemapEntry(planned.absolute(url), modified, alternates)


def robots_route() -> Route[None]:
    """`robots.txt` (RFC 9309): everything may be read, and where the sitemap is."""
    return Route("robots.txt", "robots.txt", _robots_job, None)


def _robots_job(planned: Planned, subject: None) -> Job:
    sitemap = f"{planned.absolute(planned.site.base_path)}sitemap.xml"
    return Job("text", "robots.txt", TextArgs(f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"))
