"""Sections, tags, authors, issues and series: a page (or pages) for each, and lists of them all."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model import site_queries as q
from sitegen.model.front_matter import IndexMatter
from sitegen.model.jobs import Job
from sitegen.model.site import Address, Edition, EditionLists, Group
from sitegen.model.views import IssueView, SeriesView, Translation
from sitegen.plan.feeds import feed_address, has_feed
from sitegen.plan.pages import meta, page
from sitegen.plan.pagination import listing, page_address, page_count
from sitegen.plan.routes import Planned, Route, Routes

#: The groups whose articles are listed on pages of their own; the others are shown whole.
_LISTED = ("section", "tag", "author")
_WHOLE = ("issue", "series")
#: The lists of all groups of a kind, by the list's name.
_LISTS = {"tags": "tag", "authors": "author", "issues": "issue", "series": "series"}


class GroupPage(Struct, frozen=True, gc=False):
    """One page of a group."""

    lang: str
    kind: str
    id: str
    number: int = 1
    template: str = ""


class _IndexPage(Struct, frozen=True, gc=False):
    """The list of all groups of a kind."""

    lang: str
    name: str
    place: Address
    versions: tuple[Translation, ...]


def group_routes(lists: EditionLists, page_size: int) -> Routes:
    """Every group's own pages."""
    lang = lists.edition.lang
    for kind in _LISTED:
        for group in lists.groups[kind].values():
            yield from _listed(lang, group, page_size)
    for kind in _WHOLE:
        for group in lists.groups[kind].values():
            yield _single(lang, group)


def _listed(lang: str, group: Group, page_size: int) -> Routes:
    kind, id_, path = group.kind, group.view.id, group.path
    template = (getattr(group.document.matter, "template", "") if group.document else "") or f"{kind}.html"
    owner = path or f"the list of the {kind} “{id_}”"
    first = GroupPage(lang, kind, id_, 1, template)
    yield Route(group.address.output, owner, _list_job, first, "slug", path)
    for number in range(2, page_count(group.members, page_size) + 1):
        owner = f"page {number} of the {kind} “{id_}”"
        subject = GroupPage(lang, kind, id_, number, template)
        yield Route(page_address(group.address, number).output, owner, _list_job, subject)


def _list_job(planned: Planned, subject: GroupPage) -> Job:
    number, group = subject.number, planned.group(subject.lang, subject.kind, subject.id)
    path = group.path if number == 1 else ""
    place = page_address(group.address, number)
    head = meta(
        planned,
        subject.lang,
        subject.kind,
        place,
        group.title,
        group.view.summary,
        photo=group.photo,
        translations=planned.versions(path),
        feed=feed_address(group.address).url if has_feed(planned.config, group.members) else "",
    )
    body = planned.body(path) if path else None
    shown = listing(planned, group.address, group.members, number)
    context: dict[str, Any] = {subject.kind: group.view, "listing": shown}
    return page(place, subject.template, head, body, group.path, **context)


def _single(lang: str, group: Group) -> Route[GroupPage]:
    subject = GroupPage(lang, group.kind, group.view.id)
    return Route(group.address.output, group.path, _single_job, subject, "slug", group.path)


def _single_job(planned: Planned, subject: GroupPage) -> Job:
    kind, group = subject.kind, planned.group(subject.lang, subject.kind, subject.id)
    view, place, path = view_of(planned, group), group.address, group.path
    versions = planned.versions(path)
    head = meta(
        planned,
        subject.lang,
        kind,
        place,
        group.title,
        group.view.summary,
        photo=group.photo,
        translations=versions,
    )
    context: dict[str, Any] = {kind: view}
    return page(place, f"{kind}.html", head, planned.body(path), path, **context)


def view_of(planned: Planned, group: Group) -> Any:
    """A group as templates see it: issues and series have the cards of their articles."""
    view = group.view
    if isinstance(view, IssueView | SeriesView):
        return replace(view, contents=planned.cards(group.members))
    return view


def index_routes(lists: EditionLists, versions: dict[str, tuple[Translation, ...]]) -> Routes:
    """The lists of all tags, authors, issues and series, where there are any. `versions` by the list's
    name."""
    edition = lists.edition
    for name in _LISTS:
        if name in edition.view.paths or name in edition.indexes:
            document = edition.indexes.get(name)
            place = index_address(edition, name)
            owner = document.path if document else f"the list of all {name}"
            subject = _IndexPage(edition.lang, name, place, versions.get(name, ()))
            yield Route(place.output, owner, _index_job, subject, document=document.path if document else "")


def index_address(edition: Edition, name: str) -> Address:
    """The address of a list such as `/tags/`."""
    return Address(f"{edition.prefix}{name}/index.html", f"{edition.view.root}{name}/")


def _index_job(planned: Planned, subject: _IndexPage) -> Job:
    lang, name, kind = subject.lang, subject.name, _LISTS[subject.name]
    document = planned.ask(q.EditionOf(lang)).indexes.get(name)
    path, matter = (document.path, document.matter) if document else ("", None)
    title, summary = (matter.title, matter.summary) if isinstance(matter, IndexMatter) else ("", "")
    head = meta(planned, lang, name, subject.place, title, summary, translations=subject.versions)
    body = planned.body(path) if path else None
    groups = [planned.group(lang, kind, id_) for id_ in planned.ask(q.GroupsOf(lang, kind))]
    variable = "all_series" if name == "series" else name
    context = {variable: tuple([view_of(planned, group) for group in groups])}
    return page(subject.place, f"{variable}.html", head, body, path, **context)
