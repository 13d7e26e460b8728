"""The rules of planning: what the output tree holds, and where links to URLs of the site lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from sitegen.plan.check_links import Checked, Target, by_folder, check
from sitegen.plan.plan import RouteTable, route_table
from sitegen.plan.routes import Planned, Route
from sitegen.plan.sitemaps import listed_pages
from sitegen.problems import Problem
from sitegen.suggest import NameIndex


class RoutesOf(Query[RouteTable], frozen=True):
    """All routes at once. Whoever asks for them is asked again after each change of the organisation."""


class OutputPaths(Query[tuple[str, ...]], frozen=True):
    """All output paths."""


class _Routes(Query[Mapping[str, Route[Any]]], frozen=True):
    pass


class RouteOf(Query[Route[object] | None], frozen=True):
    """The route of an output path."""

    output: str


class JobOf(Query[Job], frozen=True):
    """What it takes to make an output."""

    output: str


class PlanProblems(Query[tuple[Problem, ...]], frozen=True):
    """All that planning finds wrong."""


class _TargetOf(Query[Target | None], frozen=True):
    output: str


class _Outputs(Query[Mapping[str, NameIndex]], frozen=True):
    pass


class _NearUrl(Query[str | None], frozen=True):
    folder: str
    written: str


class _CheckedOf(Query[Checked], frozen=True):
    path: str


class _AllChecked(Query[Mapping[str, Checked]], frozen=True):
    pass


class _Hidden(Query[str | None], frozen=True):
    output: str


def _routes(ask: Ask, _: RoutesOf) -> RouteTable:
    return route_table(ask)


def _all_routes(ask: Ask, _: _Routes) -> Mapping[str, Route[Any]]:
    return ask(RoutesOf()).routes


def _target(ask: Ask, question: _TargetOf) -> Target | None:
    route = ask(RouteOf(question.output))
    return None if route is None else Target(route.owner if route.alias else route.document)


def _outputs(ask: Ask, _: _Outputs) -> Mapping[str, NameIndex]:
    return by_folder(ask(RoutesOf()).routes)


def _near_url(ask: Ask, question: _NearUrl) -> str | None:
    names = ask(_Outputs()).get(question.folder)
    return names.nearest(question.written) if names else None


def _hidden(ask: Ask, question: _Hidden) -> str | None:
    return ask(q.Unpublished()).get(question.output)


class _Land:
    """What links can lead to, of which only what is looked at is asked for."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.base_path = ask(q.BasePath())
        self.keep = ask(q.Settings()).keep

    def target(self, output: str) -> Target | None:
        return self._ask(_TargetOf(output))

    def hidden(self, output: str) -> str | None:
        return self._ask(_Hidden(output))

    def outline(self, path: str) -> tuple[Outline, bool]:
        placement = self._ask(q.PlacementOf(path))
        return self._ask(q.AnchorsOf(path)), placement is not None and placement.gated

    def near(self, folder: str, written: str) -> str | None:
        return self._ask(_NearUrl(folder, written))


_NOTHING = Checked()


def _checked(ask: Ask, question: _CheckedOf) -> Checked:
    is_setting = question.path == CONFIGURATION
    pending = ask(q.SettingLinks()) if is_setting else ask(q.ReferencesOf(question.path)).pending
    return check(pending, _Land(ask)) if pending else _NOTHING


def _refs(ask: Ask, question: q.RefsOf) -> tuple[ResolvedRef, ...]:
    refs, corrected = ask(q.ReferencesOf(question.path)).refs, ask(_CheckedOf(question.path)).corrected
    if not corrected:
        return refs
    return tuple([replace(ref, url=corrected.get(index, ref.url)) for index, ref in enumerate(refs)])


def _listed(ask: Ask, _: q.ListedPages) -> tuple[ListedPage, ...]:
    return tuple(listed_pages(ask(q.SiteOf()).editions))


def _note(ask: Ask, question: q.AuthorNoteOf) -> AuthorNote | None:
    """Not the whole view of an author, whose count changes with each article."""
    group = ask(q.GroupOf(question.lang, "author", question.id))
    view = group.view if group else None
    if not isinstance(view, AuthorView) or not view.summary:
        return None
    return AuthorNote(view.name, view.url, view.role, view.affiliation, view.photo, view.summary)


def _job(ask: Ask, question: JobOf) -> Job:
    route = ask(RouteOf(question.output))
    if route is None:
        raise KeyError(question.output)
    return route.make(Planned(ask), route.subject)


def _problems(ask: Ask, _: PlanProblems) -> tuple[Problem, ...]:
    checked = [*ask(_AllChecked()).values(), ask(_CheckedOf(CONFIGURATION))]
    return (*ask(RoutesOf()).problems, *[problem for each in checked for problem in each.problems])


class _KeptRoute(Struct, frozen=True, array_like=True):
    """A route as it is kept: its function and the type of its subject by their names."""

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
_DECODER = msgspec.msgpack.Decoder(_KeptRoute | None)


def _encoded(route: Route[Any] | None) -> bytes:
    if route is None:
        return _ENCODER.encode(None)
    subject = msgspec.Raw(_ENCODER.encode(route.subject))
    make, kind = name_of(route.make), name_of(type(route.subject))
    kept = _KeptRoute(
        route.output, route.owner, make, kind, subject, route.key, route.document, route.gated, route.alias
    )
    return _ENCODER.encode(kept)


def _decoded(data: bytes) -> Route[Any] | None:
    kept = _DECODER.decode(data)
    if kept is None:
        return None
    subject = msgspec.msgpack.decode(kept.subject, type=by_name(kept.kind))
    make = by_name(kept.make)
    return Route(kept.output, kept.owner, make, subject, kept.key, kept.document, kept.gated, kept.alias)


def _route_digest(route: Route[Any] | None) -> str:
    return digest_bytes(_encoded(route))


def _output_paths(ask: Ask, _: OutputPaths) -> tuple[str, ...]:
    return tuple(ask(RoutesOf()).routes)


#: The rules in their order: each may ask what stands before it, and all of linking.
PLAN_RULES = (
    Rule(q.ListedPages, _listed, cached_as=tuple[ListedPage, ...]),
    Rule(q.AuthorNoteOf, _note, cached_as=AuthorNote | None),
    Rule(RoutesOf, _routes, unique_digest),
    Rule(OutputPaths, _output_paths),
    Rule(_Routes, _all_routes, unique_digest),
    part(RouteOf, _Routes(), _route_digest, cached_as=Codec(_encoded, _decoded)),
    Rule(_TargetOf, _target, cached_as=Target | None),
    Rule(_Outputs, _outputs, unique_digest),
    Rule(_NearUrl, _near_url, cached_as=str | None),
    Rule(_Hidden, _hidden, cached_as=str | None),
    Rule(_CheckedOf, _checked),
    gathered(_AllChecked, _CheckedOf, q.ShownPaths(), cached_as=Checked),
    Rule(q.RefsOf, _refs, cached_as=tuple[ResolvedRef, ...]),
    Rule(JobOf, _job),
    Rule(PlanProblems, _problems, unique_digest, cached_as=tuple[Problem, ...]),
)
