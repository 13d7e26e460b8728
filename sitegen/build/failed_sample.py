"""What a build renders that cannot be published, so that mistakes in templates are told with all others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.jobs import AssetArgs, CopyArgs, ImageArgs, PageArgs, TextArgs
from sitegen.model.query import Ask
from sitegen.plan.routes import Route
from sitegen.plan.rules import JobOf, RoutesOf

#: Outputs that are rendered of each kind and template: what fails on every page fails on one of them.
_EACH = 20

#: What outputs without a template are made of.
_PLAIN = (CopyArgs, AssetArgs, ImageArgs, TextArgs)


class Sample(Struct, frozen=True):
    """Outputs that stand for all, and the HTML pages that there are beside them."""

    outputs: tuple[str, ...]
    other_pages: tuple[str, ...]


def sample(ask: Ask, outputs: Iterable[str]) -> Sample:
    """Of the outputs some of each kind and template, from the first one to the last, in the order of all."""
    routes = ask(RoutesOf()).routes
    alike: dict[Hashable, list[str]] = {}
    for output in outputs:
        alike.setdefault(_look(ask, routes[output]), []).append(output)
    chosen: list[str] = []
    others: list[str] = []
    for group in alike.values():
        args = ask(JobOf(group[0])).args
        if not isinstance(args, _PLAIN):
            some = _spread_out(group)
            chosen += some
            others += set(group).difference(some) if isinstance(args, PageArgs) else ()
    return Sample(tuple(chosen), tuple(others))


def _look(ask: Ask, route: Route[Any]) -> Hashable:
    """What decides on a route's template."""
    own = getattr(ask(q.DocumentOf(route.document)).matter, "template", "") if route.document else ""
    return (route.make, own, *(getattr(route.subject, name, "") for name in ("kind", "name", "template")))


def _spread_out(group: list[str]) -> list[str]:
    last = len(group) - 1
    if last < _EACH:
        return group
    return [group[at * last // (_EACH - 1)] for at in range(_EACH)]
