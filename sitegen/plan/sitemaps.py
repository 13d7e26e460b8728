"""Sitemaps (sitemaps.org 0.9): every page that search engines may list."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.content import When
from sitegen.model.jobs import Job, SitemapArgs, SitemapIndexArgs, TextArgs
from sitegen.model.site import Author, Edition, Issue, Section, Series, Site, Tag
from sitegen.model.views import SitemapEntry, Translation
from sitegen.plan.pages import absolute
from sitegen.plan.routes import Planned, Route, Routes

#: URLs that one sitemap may hold, by the protocol.
LIMIT = 50_000


def sitemap_routes(site: Site, limit: int = LIMIT) -> Routes:
    """`sitemap.xml`; with more URLs than one file may hold, an index of numbered ones."""
    entries = [entry for edition in site.editions for entry in _entries(site, edition)]
    if len(entries) <= limit:
        yield _sitemap(("sitemap.xml"), tuple(entries))
        return
    parts = [tuple(entries[start : start + limit]) for start in range(0, len(entries), limit)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield _sitemap(name, part)
    urls = tuple(absolute(site, site.base_path + name) for name in names)

    def make(planned: Planned) -> Job:
        return Job("sitemap-index", "sitemap.xml", SitemapIndexArgs(urls))

    yield Route("sitemap.xml", "the sitemap", make)


def _sitemap(name: str, entries: tuple[SitemapEntry, ...]) -> Route:
    def make(planned: Planned) -> Job:
        return Job("sitemap", name, SitemapArgs(entries))

    return Route(name, "the sitemap", make)


def _entries(site: Site, edition: Edition) -> Iterable[SitemapEntry]:
    yield _entry(site, edition, edition.view.root)
    for article in edition.articles:
        if article.card.state == "live":
            changed = article.card.updated or article.card.date
            yield _entry(site, edition, article.address.url, article.document.path, changed)
    for one in edition.pages:
        if one.view.state == "live":
            yield _entry(site, edition, one.address.url, one.document.path)
    for group in _groups(edition):
        path = group.document.path if group.document else ""
        yield _entry(site, edition, group.address.url, path)


def _groups(edition: Edition) -> Iterable[Section | Tag | Author | Issue | Series]:
    yield from edition.sections
    yield from edition.tags
    yield from edition.authors
    yield from edition.issues
    yield from edition.series


def _entry(
    site: Site, edition: Edition, url: str, path: str = "", modified: When | None = None
) -> SitemapEntry:
    versions: tuple[Translation, ...] = site.translations.get(path, ()) if path else ()
    alternates = tuple((version.lang, absolute(site, version.url)) for version in versions)
    if alternates:
        alternates = ((edition.lang, absolute(site, url)), *alternates)
    return SitemapEntry(absolute(site, url), modified, alternates)


def robots_route(site: Site) -> Route:
    """`robots.txt` (RFC 9309): everything may be read, and where the sitemap is."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {absolute(site, site.base_path)}sitemap.xml\n"

    def make(planned: Planned) -> Job:
        return Job("text", "robots.txt", TextArgs(text))

    return Route("robots.txt", "robots.txt", make)
