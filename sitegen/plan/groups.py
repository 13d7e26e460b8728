"""Sections, tags, authors, issues and series: a page (or pages) for each, and lists of them all."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.model.content import IndexMatter
from sitegen.model.documents import Document
from sitegen.model.jobs import Job
from sitegen.model.site import Address, Author, Edition, Issue, Section, Series, Site, Tag
from sitegen.model.views import PhotoView, Translation
from sitegen.plan.feeds import feed_address, has_feed
from sitegen.plan.listings import listing, page_address, page_count
from sitegen.plan.pages import meta, page
from sitegen.plan.routes import Planned, Route, Routes


class _ListPage(Struct, frozen=True, gc=False):
    """One page of a group's list; `kind` is `section`, `tag` or `author`."""

    edition: Edition
    kind: str
    group: Section | Tag | Author
    template: str
    number: int


class _GroupPage(Struct, frozen=True, gc=False):
    """The page of a group that is shown whole; `kind` is `issue` or `series`."""

    edition: Edition
    kind: str
    group: Issue | Series
    photo: PhotoView | None


class _IndexPage(Struct, frozen=True, gc=False):
    """The list of all groups of a kind."""

    edition: Edition
    name: str
    views: tuple[Any, ...]
    versions: tuple[Translation, ...]


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
        yield _single(_GroupPage(edition, "issue", issue, issue.view.cover))
    for series in edition.series:
        yield _single(_GroupPage(edition, "series", series, series.view.photo))


def _versions(site: Site, document: Document | None) -> tuple[Translation, ...]:
    return site.translations.get(document.path, ()) if document else ()


def _listed(
    site: Site, edition: Edition, kind: str, group: Section | Tag | Author, template: str = ""
) -> Routes:
    document = group.document
    owner = document.path if document else f"the list of the {kind} “{group.view.id}”"
    template = template or f"{kind}.html"
    first = _ListPage(edition, kind, group, template, 1)
    yield Route(group.address.output, owner, _list_job, first, "slug", document)
    for number in range(2, page_count(group.articles, site.config.page_size) + 1):
        owner = f"page {number} of the {kind} “{group.view.id}”"
        subject = _ListPage(edition, kind, group, template, number)
        yield Route(page_address(group.address, number).output, owner, _list_job, subject)


def _list_job(planned: Planned, subject: _ListPage) -> Job:
    group, number, site = subject.group, subject.number, planned.site
    document = group.document
    place = page_address(group.address, number)
    head = meta(
        planned,
        subject.edition,
        subject.kind,
        place,
        group.view.name if isinstance(group, Author) else group.view.title,
        group.view.summary,
        photo=group.view.photo,
        translations=_versions(site, document) if number == 1 else (),
        feed=feed_address(group.address).url if has_feed(site, group.articles) else "",
    )
    body = planned.body(document) if document and number == 1 else None
    shown = listing(group.address, group.articles, site.config.page_size, number)
    context: dict[str, Any] = {subject.kind: group.view, "listing": shown}
    return page(place, subject.template, head, body, document.path if document else "", **context)


def _single(subject: _GroupPage) -> Route[_GroupPage]:
    document = subject.group.document
    return Route(subject.group.address.output, document.path, _single_job, subject, "slug", document)


def _single_job(planned: Planned, subject: _GroupPage) -> Job:
    edition, kind, group = subject.edition, subject.kind, subject.group
    view, place = group.view, group.address
    versions = _versions(planned.site, group.document)
    head = meta(
        planned, edition, kind, place, view.title, view.summary, photo=subject.photo, translations=versions
    )
    body = planned.body(group.document)
    context: dict[str, Any] = {kind: view}
    return page(place, f"{kind}.html", head, body, group.document.path, **context)


def index_routes(edition: Edition, versions: dict[str, tuple[Translation, ...]]) -> Routes:
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
            document = edition.indexes.get(name)
            owner = document.path if document else f"the list of all {name}"
            subject = _IndexPage(edition, name, views, versions.get(name, ()))
            yield Route(index_address(edition, name).output, owner, _index_job, subject, document=document)


def index_address(edition: Edition, name: str) -> Address:
    """The address of a list such as `/tags/`."""
    return Address(f"{edition.prefix}{name}/index.html", f"{edition.view.root}{name}/")


def _index_job(planned: Planned, subject: _IndexPage) -> Job:
    edition, name = subject.edition, subject.name
    document, place = edition.indexes.get(name), index_address(edition, name)
    matter = document.matter if document else None
    title, summary = (matter.title, matter.summary) if isinstance(matter, IndexMatter) else ("", "")
    head = meta(planned, edition, name, place, title, summary, translations=subject.versions)
    body = planned.body(document) if document else None
    variable = "all_series" if name == "series" else name
    context = {variable: subject.views}
    return page(place, f"{variable}.html", head, body, document.path if document else "", **context)
