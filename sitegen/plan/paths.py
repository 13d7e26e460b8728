"""Each output path once: two routes for one path, or a file where another needs a folder, is a Problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.names import fold
from sitegen.plan.routes import Route
from sitegen.problems import Problem, problem_at
from sitegen.project import CONFIGURATION

#: Bytes that a file's name may have on the usual file systems.
_NAME_LIMIT = 255


def unique(found: Iterable[Route[Any]], problems: list[Problem]) -> dict[str, Route[Any]]:
    """The routes by their paths; of two that want one, the first."""
    taken: dict[str, Route[Any]] = {}
    folders: dict[str, Route[Any]] = {}
    routes: dict[str, Route[Any]] = {}
    for route in found:
        key = fold(route.output)
        # No file is in the way of a folder that is known.
        parents = () if key.rpartition("/")[0] in folders else _parents(key)
        other = taken.get(key) or folders.get(key) or next((taken[p] for p in parents if p in taken), None)
        if other is not None:
            problems.append(_clash(route, other))
            continue
        if too_long := _too_long(route):
            problems.append(too_long)
            continue
        taken[key] = route
        routes[route.output] = route
        for parent in parents:
            folders.setdefault(parent, route)
    return routes


def _parents(path: str) -> Sequence[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _is_file(owner: str) -> bool:
    return "/" in owner and " " not in owner.split("/", maxsplit=1)[0]


def _clash(route: Route[Any], other: Route[Any]) -> Problem:
    """Said of the second, unless only the first is a file that somebody can rename."""
    if not _is_file(route.owner) and _is_file(other.owner):
        route, other = other, route
    url = "/" + route.output.removesuffix("index.html")
    message = f"Two things want the URL `{url}`: this and {_named(other.owner)}."
    hint = "Give one of them another `slug`, or rename its file."
    path = route.owner if _is_file(route.owner) else CONFIGURATION
    return problem_at(path, route.key, "url-clash", message, hint)


def _named(owner: str) -> str:
    return f"`{owner}`" if _is_file(owner) else owner


def _too_long(route: Route[Any]) -> Problem | None:
    if len(route.output.encode()) <= _NAME_LIMIT:
        return None
    longest = max(route.output.split("/"), key=lambda part: len(part.encode()))
    if len(longest.encode()) <= _NAME_LIMIT:
        return None
    message = f"`{longest[:40]}…` is {len(longest.encode())} bytes long; file systems store {_NAME_LIMIT}."
    if _is_file(route.owner):
        return problem_at(route.owner, route.key, "name-too-long", message, "Give a shorter `slug`.")
    # A tag or an author stands in the front matter of any number of articles.
    hint = (
        f"It is part of the URL `/{route.output[:40]}…`. Look for the name in your articles, and shorten it."
    )
    return problem_at(CONFIGURATION, route.key, "name-too-long", message, hint)
