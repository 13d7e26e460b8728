"""Sections, tags, authors, issues and series: a page (or pages) for each, and lists of them all."""

from __future__ import annotations

from typing import Any

from sitegen.model.content import IndexMatter
from sitegen.model.documents import Document
from sitegen.model.jobs import Job
from sitegen.model.site import Address, Author, Edition, Issue, Section, Series, Site, Tag
from sitegen.model.views import Listing, Meta, PhotoView, Translation
from sitegen.plan.feeds import feed_address, has_feed
from sitegen.plan.listings import listings
from sitegen.plan.pages import meta, page
from sitegen.plan.routes import Planned, Route, Routes


def group_routes(site: Site, edition: Edition) -> Routes:
    """Every group's own pages."""
    for section in edition.sections:
        template = getattr(section.document.matter, "template", "") if section.document else ""
        yield from _listed(site, edition, "section", section, template)
    for tag in edition.tags:
        yield from _listed(site, edition, "tag", tag)
    for author in edition.authors:
        yield from _listed(site, edition, "author", author)
    for issue in edition.issues:
        yield _single(site, edition, "issue", issue, issue.view.cover)
    for series in edition.series:
        yield _single(site, edition, "series", series, series.view.photo)


def _versions(site: Site, document: Document | None) -> tuple[Translation, ...]:
    return site.translations.get(document.path, ()) if document else ()


def _listed(
    site: Site, edition: Edition, kind: str, group: Section | Tag | Author, template: str = ""
) -> Routes:
    for place, listing in listings(group.address, group.articles, site.config.page_size):
        yield _listed_route(site, edition, kind, group, template or f"{kind}.html", place, listing)


def _listed_route(
    site: Site,
    edition: Edition,
    kind: str,
    group: Section | Tag | Author,
    template: str,
    place: Address,
    listing: Listing,
) -> Route:
    document = group.document

    def make(planned: Planned) -> Job:
        head = meta(
            site,
            edition,
            kind,
            place,
            group.view.name if isinstance(group, Author) else group.view.title,
            group.view.summary,
            photo=group.view.photo,
            translations=_versions(site, document) if listing.number == 1 else (),
            feed=feed_address(group.address).url if has_feed(site, group.articles) else "",
        )
        body = planned.body(document) if document and listing.number == 1 else None
        context: dict[str, Any] = {kind: group.view, "listing": listing}
        return page(place, template, head, body, document.path if document else "", **context)

    owner = document.path if document else f"the list of the {kind} “{group.view.id}”"
    if listing.number > 1:
        owner = f"page {listing.number} of the {kind} “{group.view.id}”"
    return Route(place.output, owner, make, document=document if listing.number == 1 else None)


def _single(site: Site, edition: Edition, kind: str, group: Issue | Series, photo: PhotoView | None) -> Route:
    def make(planned: Planned) -> Job:
        view = group.view
        versions = _versions(site, group.document)
        head = meta(
            site, edition, kind, group.address, view.title, view.summary, photo=photo, translations=versions
        )
        body = planned.body(group.document)
        context: dict[str, Any] = {kind: view}
        return page(group.address, f"{kind}.html", head, body, group.document.path, **context)

    return Route(group.address.output, group.document.path, make, document=group.document)


def index_routes(site: Site, edition: Edition, versions: dict[str, tuple[Translation, ...]]) -> Routes:
    """The lists of all tags, authors, issues and series, where there are any. `versions` by the list's
    name."""
    contents: dict[str, tuple[Any, ...]] = {
        "tags": tuple(tag.view for tag in edition.tags),
        "authors": tuple(author.view for author in edition.authors),
        "issues": tuple(issue.view for issue in edition.issues),
        "series": tuple(series.view for series in edition.series),
    }
    for name, views in contents.items():
        if name in edition.view.paths or name in edition.indexes:
            yield _index_route(site, edition, name, views, versions.get(name, ()))


def index_address(edition: Edition, name: str) -> Address:
    """The address of a list such as `/tags/`."""
    return Address(f"{edition.prefix}{name}/index.html", f"{edition.view.root}{name}/")


def _index_route(
    site: Site, edition: Edition, name: str, views: tuple[Any, ...], versions: tuple[Translation, ...]
) -> Route:
    document = edition.indexes.get(name)
    place = index_address(edition, name)

    def make(planned: Planned) -> Job:
        matter = document.matter if document else None
        title, summary = (matter.title, matter.summary) if isinstance(matter, IndexMatter) else ("", "")
        head: Meta = meta(site, edition, name, place, title, summary, translations=versions)
        body = planned.body(document) if document else None
        variable = "all_series" if name == "series" else name
        context = {variable: views}
        return page(place, f"{variable}.html", head, body, document.path if document else "", **context)

    owner = document.path if document else f"the list of all {name}"
    return Route(place.output, owner, make, document=document)
