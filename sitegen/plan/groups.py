"""Pages of groups (sections, tags, authors, issues and series), and lists of all groups of a kind."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model import site_queries as q
from sitegen.model.front_matter import IndexMatter
from sitegen.model.jobs import Job
from sitegen.model.site import Address, Edition, EditionLists, Group, GroupView
from sitegen.model.views import IssueView, SeriesView, Translation
from sitegen.plan.feeds import feed_address, has_feed
from sitegen.plan.page_jobs import Head, page_job
from sitegen.plan.pagination import listing, page_address, page_count
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup

ViewT = TypeVar("ViewT", bound=GroupView)

#: Kinds of groups with paginated pages; the others have a single page.
_PAGINATED = ("section", "tag", "author")
_SINGLE = ("issue", "series")
#: The lists of all groups of a kind: the list's name, and the kind.
_LISTS = {"tags": "tag", "authors": "author", "issues": "issue", "series": "series"}


class GroupPage(Struct, frozen=True, gc=False):
    """One page of a group."""

    lang: str
    kind: str
    id: str
    number: int = 1
    template: str = ""


class _ListPage(Struct, frozen=True, gc=False):
    """The list of all groups of a kind."""

    lang: str
    name: str
    address: Address
    versions: tuple[Translation, ...]


def group_routes(lists: EditionLists, page_size: int) -> Routes:
    """Yield the routes of every group's own pages."""
    lang = lists.edition.lang
    for kind in _PAGINATED:
        for group in lists.groups[kind].values():
            yield from _paginated(lang, group, page_size)
    for kind in _SINGLE:
        for group in lists.groups[kind].values():
            yield _single(lang, group)


def _paginated(lang: str, group: Group, page_size: int) -> Routes:
    kind, id_, path = group.kind, group.view.id, group.path
    template = (getattr(group.document.matter, "template", "") if group.document else "") or f"{kind}.html"
    owner = path or f"the list of the {kind} “{id_}”"
    first = GroupPage(lang, kind, id_, 1, template)
    yield Route(group.address.output, owner, _paginated_job, first, "slug", path)
    for number in range(2, page_count(group.members, page_size) + 1):
        owner = f"page {number} of the {kind} “{id_}”"
        subject = GroupPage(lang, kind, id_, number, template)
        yield Route(page_address(group.address, number).output, owner, _paginated_job, subject)


def _paginated_job(site: SiteLookup, subject: GroupPage) -> Job:
    number, group = subject.number, site.group(subject.lang, subject.kind, subject.id)
    path = group.path if number == 1 else ""
    head = Head(
        subject.lang,
        subject.kind,
        page_address(group.address, number),
        group.title,
        group.view.summary,
        photo=group.photo,
        translations=site.versions(path),
        feed=feed_address(group.address).url if has_feed(site.config, group.members) else "",
    )
    body = site.body(path) if path else None
    shown = listing(site, group.address, group.members, number)
    context: dict[str, object] = {subject.kind: group.view, "listing": shown}
    return page_job(site, head, subject.template, body, group.path, **context)


def _single(lang: str, group: Group) -> Route[GroupPage]:
    subject = GroupPage(lang, group.kind, group.view.id)
    return Route(group.address.output, group.path, _single_job, subject, "slug", group.path)


def _single_job(site: SiteLookup, subject: GroupPage) -> Job:
    kind, group = subject.kind, site.group(subject.lang, subject.kind, subject.id)
    path = group.path
    head = Head(
        subject.lang,
        kind,
        group.address,
        group.title,
        group.view.summary,
        photo=group.photo,
        translations=site.versions(path),
    )
    context: dict[str, object] = {kind: group_view(site, group)}
    return page_job(site, head, f"{kind}.html", site.body(path), path, **context)


def group_view(site: SiteLookup, group: Group) -> GroupView:
    """A group as templates see it; an issue or series has the cards of its articles."""
    view = group.view
    if isinstance(view, IssueView | SeriesView):
        return replace(view, contents=site.cards(group.members))
    return view


def typed_view(site: SiteLookup, group: Group, kind: type[ViewT]) -> ViewT:
    """A group as templates see it, where the type of its view is known."""
    view = group_view(site, group)
    assert isinstance(view, kind)
    return view


def list_routes(lists: EditionLists, versions: dict[str, tuple[Translation, ...]]) -> Routes:
    """Yield the routes of the lists of all tags, authors, issues and series, unless empty.

    `versions` holds the lists in other languages, by the list's name.
    """
    edition = lists.edition
    for name in _LISTS:
        if name in edition.view.paths or name in edition.indexes:
            document = edition.indexes.get(name)
            address = _list_address(edition, name)
            owner = document.path if document else f"the list of all {name}"
            subject = _ListPage(edition.lang, name, address, versions.get(name, ()))
            yield Route(address.output, owner, _list_job, subject, document=document.path if document else "")


def _list_address(edition: Edition, name: str) -> Address:
    return Address(f"{edition.prefix}{name}/index.html", f"{edition.view.root}{name}/")


def _list_job(site: SiteLookup, subject: _ListPage) -> Job:
    lang, name, kind = subject.lang, subject.name, _LISTS[subject.name]
    document = site.ask(q.EditionOf(lang)).indexes.get(name)
    path, matter = (document.path, document.matter) if document else ("", None)
    title, summary = (matter.title, matter.summary) if isinstance(matter, IndexMatter) else ("", "")
    head = Head(lang, name, subject.address, title, summary, translations=subject.versions)
    body = site.body(path) if path else None
    groups = [site.group(lang, kind, id_) for id_ in site.ask(q.GroupsOf(lang, kind))]
    variable = "all_series" if name == "series" else name
    context: dict[str, object] = {variable: tuple([group_view(site, group) for group in groups])}
    return page_job(site, head, f"{variable}.html", body, path, **context)
