"""The rules of planning: output paths, their Jobs, and checks of links to URLs of the site."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sitegen.config.project import CONFIGURATION
from sitegen.digest import digest_bytes
from sitegen.engine.rules import Codec, Rule, by_name, gathered, name_of, part, unique_digest
from sitegen.model import site_queries as q
from sitegen.model.documents import Outline
from sitegen.model.jobs import Job, ResolvedRef
from sitegen.model.query import Ask, Query
from sitegen.model.site_queries import ListedPage
from sitegen.model.views import AuthorNote, AuthorView
from sitegen.plan.check_links import CheckedLinks, Target, by_folder, check_links
from sitegen.plan.plan import RouteTable, route_table
from sitegen.plan.routes import AnyRoute, Route
from sitegen.plan.site_lookup import SiteLookup
from sitegen.plan.sitemaps import listed_pages
from sitegen.problems import Problem
from sitegen.suggest import NameIndex


class RoutesOf(Query[RouteTable], frozen=True):
    """All routes at once. Rules that ask for them run again whenever the structure of the site changes."""


class OutputPaths(Query[tuple[str, ...]], frozen=True):
    """All output paths."""


class _Routes(Query[Mapping[str, AnyRoute]], frozen=True):
    pass


class RouteOf(Query[Route[object] | None], frozen=True):
    """The route of an output path."""

    output: str


class JobOf(Query[Job], frozen=True):
    """The Job of an output path."""

    output: str


class PlanProblems(Query[tuple[Problem, ...]], frozen=True):
    """All problems found while planning."""


class _TargetOf(Query[Target | None], frozen=True):
    output: str


class _UrlIndexes(Query[Mapping[str, NameIndex]], frozen=True):
    pass


class _NearestUrl(Query[str | None], frozen=True):
    folder: str
    url: str


class _CheckedLinksOf(Query[CheckedLinks], frozen=True):
    path: str


class _AllCheckedLinks(Query[Mapping[str, CheckedLinks]], frozen=True):
    pass


class _UnpublishedAt(Query[str | None], frozen=True):
    output: str


def _routes(ask: Ask, _: RoutesOf) -> RouteTable:
    return route_table(ask)


def _all_routes(ask: Ask, _: _Routes) -> Mapping[str, AnyRoute]:
    return ask(RoutesOf()).routes


def _target(ask: Ask, query: _TargetOf) -> Target | None:
    route = ask(RouteOf(query.output))
    return None if route is None else Target(route.owner if route.alias else route.document)


def _url_indexes(ask: Ask, _: _UrlIndexes) -> Mapping[str, NameIndex]:
    return by_folder(ask(RoutesOf()).routes)


def _nearest_url(ask: Ask, query: _NearestUrl) -> str | None:
    names = ask(_UrlIndexes()).get(query.folder)
    return names.nearest(query.url) if names else None


def _unpublished_at(ask: Ask, query: _UnpublishedAt) -> str | None:
    return ask(q.Unpublished()).get(query.output)


class _QueriedTargets:
    """The targets of links, each queried when a link needs it."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.base_path = ask(q.BasePath())
        self.keep = ask(q.Settings()).keep

    def target(self, output: str) -> Target | None:
        return self._ask(_TargetOf(output))

    def unpublished(self, output: str) -> str | None:
        return self._ask(_UnpublishedAt(output))

    def outline(self, path: str) -> tuple[Outline, bool]:
        placement = self._ask(q.PlacementOf(path))
        return self._ask(q.AnchorsOf(path)), placement is not None and placement.gated

    def nearest(self, folder: str, url: str) -> str | None:
        return self._ask(_NearestUrl(folder, url))


_NO_LINKS = CheckedLinks()


def _checked(ask: Ask, query: _CheckedLinksOf) -> CheckedLinks:
    is_setting = query.path == CONFIGURATION
    pending = ask(q.SettingLinks()) if is_setting else ask(q.ReferencesOf(query.path)).pending
    return check_links(pending, _QueriedTargets(ask)) if pending else _NO_LINKS


def _refs(ask: Ask, query: q.RefsOf) -> tuple[ResolvedRef, ...]:
    refs, corrected = ask(q.ReferencesOf(query.path)).refs, ask(_CheckedLinksOf(query.path)).corrected
    if not corrected:
        return refs
    return tuple([replace(ref, url=corrected.get(index, ref.url)) for index, ref in enumerate(refs)])


def _listed(ask: Ask, _: q.ListedPages) -> tuple[ListedPage, ...]:
    return tuple(listed_pages(ask(q.SiteOf()).editions))


def _note(ask: Ask, query: q.AuthorNoteOf) -> AuthorNote | None:
    """The parts of an author's view that do not change with each article, as the count does."""
    group = ask(q.GroupOf(query.lang, "author", query.id))
    view = group.view if group else None
    if not isinstance(view, AuthorView) or not view.summary:
        return None
    return AuthorNote(view.name, view.url, view.role, view.affiliation, view.photo, view.summary)


def _job(ask: Ask, query: JobOf) -> Job:
    route = ask(RouteOf(query.output))
    if route is None:
        raise KeyError(query.output)
    return route.make(SiteLookup(ask), route.subject)


def _problems(ask: Ask, _: PlanProblems) -> tuple[Problem, ...]:
    checked = [*ask(_AllCheckedLinks()).values(), ask(_CheckedLinksOf(CONFIGURATION))]
    return (*ask(RoutesOf()).problems, *[problem for each in checked for problem in each.problems])


class _StoredRoute(Struct, frozen=True, array_like=True):
    """A route in the cache; its function and the type of its subject are stored by name."""

    output: str
    owner: str
    make: str
    kind: str
    subject: msgspec.Raw
    key: str
    document: str
    gated: bool
    alias: bool


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_StoredRoute | None)


def _encoded(route: AnyRoute | None) -> bytes:
    if route is None:
        return _ENCODER.encode(None)
    stored = _StoredRoute(
        route.output,
        route.owner,
        name_of(route.make),
        name_of(type(route.subject)),
        msgspec.Raw(_ENCODER.encode(route.subject)),
        route.key,
        route.document,
        route.gated,
        route.alias,
    )
    return _ENCODER.encode(stored)


def _decoded(data: bytes) -> AnyRoute | None:
    stored = _DECODER.decode(data)
    if stored is None:
        return None
    return Route(
        stored.output,
        stored.owner,
        by_name(stored.make),
        msgspec.msgpack.decode(stored.subject, type=by_name(stored.kind)),
        stored.key,
        stored.document,
        stored.gated,
        stored.alias,
    )


def _route_digest(route: AnyRoute | None) -> str:
    return digest_bytes(_encoded(route))


def _output_paths(ask: Ask, _: OutputPaths) -> tuple[str, ...]:
    return tuple(ask(RoutesOf()).routes)


#: Each rule may ask the rules above it, and all rules of linking.
PLAN_RULES = (
    Rule(q.ListedPages, _listed, cached_as=tuple[ListedPage, ...]),
    Rule(q.AuthorNoteOf, _note, cached_as=AuthorNote | None),
    Rule(RoutesOf, _routes, unique_digest),
    Rule(OutputPaths, _output_paths),
    Rule(_Routes, _all_routes, unique_digest),
    part(RouteOf, _Routes(), _route_digest, cached_as=Codec(_encoded, _decoded)),
    Rule(_TargetOf, _target, cached_as=Target | None),
    Rule(_UrlIndexes, _url_indexes, unique_digest),
    Rule(_NearestUrl, _nearest_url, cached_as=str | None),
    Rule(_UnpublishedAt, _unpublished_at, cached_as=str | None),
    Rule(_CheckedLinksOf, _checked),
    gathered(_AllCheckedLinks, _CheckedLinksOf, q.ShownPaths(), cached_as=CheckedLinks),
    Rule(q.RefsOf, _refs, cached_as=tuple[ResolvedRef, ...]),
    Rule(JobOf, _job),
    Rule(PlanProblems, _problems, unique_digest, cached_as=tuple[Problem, ...]),
)
