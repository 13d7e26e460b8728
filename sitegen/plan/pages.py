"""Standalone pages outside the sections, and the 404 page."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.documents import with_matter
from sitegen.model.front_matter import PageMatter
from sitegen.model.jobs import Job
from sitegen.model.site import Address, Edition, EditionLists
from sitegen.plan.page_jobs import Head, page_job
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup


class _Page(Struct, frozen=True, gc=False):
    lang: str
    path: str


class _NotFoundPage(Struct, frozen=True, gc=False):
    lang: str
    address: Address


def page_routes(lists: EditionLists) -> Routes:
    """Yield a route for each page outside the sections."""
    for page in lists.pages:
        path = page.document.path
        yield Route(page.address.output, path, _page_job, _Page(lists.edition.lang, path), "slug", path)


def _page_job(site: SiteLookup, subject: _Page) -> Job:
    path, placement = subject.path, site.ask(q.PlacementOf(subject.path))
    document, view = with_matter(site.document(path), PageMatter), site.ask(q.PageOf(path)).view
    matter = document.matter
    assert placement is not None
    head = Head(
        subject.lang,
        "page",
        placement.address,
        view.title,
        view.summary,
        photo=view.photo,
        translations=site.versions(path),
        indexed=view.state == "live",
    )
    return page_job(site, head, matter.template or "page.html", site.body(path), path, page=view)


def not_found_route(edition: Edition) -> Route[_NotFoundPage]:
    """The route of an edition's `404.html`, which web servers show for unknown URLs."""
    address = Address(f"{edition.prefix}404.html", f"{edition.view.root}404.html")
    return _not_found_route(edition.lang, address)


def root_not_found_route(main: Edition, base_path: str) -> Route[_NotFoundPage]:
    """The route of `404.html` at the root of a site where every language has a prefix."""
    return _not_found_route(main.lang, Address("404.html", f"{base_path}404.html"))


def _not_found_route(lang: str, address: Address) -> Route[_NotFoundPage]:
    return Route(address.output, "the 404 page", _not_found_job, _NotFoundPage(lang, address))


def _not_found_job(site: SiteLookup, subject: _NotFoundPage) -> Job:
    head = Head(subject.lang, "missing", subject.address, indexed=False)
    return page_job(site, head, "404.html")
