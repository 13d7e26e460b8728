"""The plan of a whole site: all routes, each path once, and links checked against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from sitegen.fragments import find_fragment
from sitegen.model.jobs import Job
from sitegen.model.site import Edition, PendingLink, Site
from sitegen.model.views import Translation
from sitegen.names import fold
from sitegen.plan.articles import alias_routes, article_routes, page_routes
from sitegen.plan.feeds import feed_routes
from sitegen.plan.files import file_routes
from sitegen.plan.fronts import archive_routes, home_route, missing_route, root_routes
from sitegen.plan.groups import group_routes, index_routes
from sitegen.plan.pictures import picture_routes
from sitegen.plan.routes import Planned, Route, Routes, planned
from sitegen.plan.sitemaps import robots_route, sitemap_routes
from sitegen.problems import Problem, did_you_mean, problem_at

#: Bytes that a file's name may have on the usual file systems.
_NAME_LIMIT = 255

_CONFIGURATION = "sitegen.yaml"

#: What was probably meant as an address elsewhere, such as `example.org/page`.
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:com|edu|eu|gov|int|io|net|org|[a-z]{2})(?:/\S*)?")


class Plan(Struct, frozen=True, gc=False):
    """Every output path of a site with its route, and what is wrong with them."""

    planned: Planned
    routes: Mapping[str, Route[Any]]
    problems: tuple[Problem, ...]
    is_sound: bool = True
    """Whether each route has the path that it wants."""

    def job(self, output: str) -> Job:
        """The Job that makes an output path; KeyError for a path that is not planned."""
        route = self.routes[output]
        return route.make(self.planned, route.subject)


def plan(site: Site, former: Plan | None = None) -> Plan:
    """Plan a site. A former plan of the same outputs tells that each of them can have its path."""
    problems: list[Problem] = []
    found = list(_all_routes(site))
    if former is not None and former.is_sound and [route.output for route in found] == list(former.routes):
        routes = {route.output: route for route in found}
    else:
        routes = _unique(found, problems)
    is_sound = not problems
    corrected = _check_links(site, routes, problems)
    return Plan(planned(site, corrected), routes, tuple(problems), is_sound)


def _all_routes(site: Site) -> Routes:
    """Documents first, so that what the site makes of itself has to give way to them."""
    for edition in site.editions:
        yield home_route(edition, _lists(site, edition, "home"))
        yield from article_routes(edition)
        yield from page_routes(edition)
    for edition in site.editions:
        names = ("tags", "authors", "issues", "series")
        yield from group_routes(site, edition)
        yield from index_routes(edition, {name: _lists(site, edition, name) for name in names})
        yield from archive_routes(site, edition, _lists(site, edition, "archive"))
        yield missing_route(edition)
        yield from feed_routes(site, edition)
    if all(edition.prefix for edition in site.editions):
        yield from root_routes(site)
    yield from alias_routes(site)
    yield from file_routes(site)
    yield from picture_routes(site)
    yield from sitemap_routes(site)
    if not any(file.output == "robots.txt" for file in site.files):
        yield robots_route()


def _lists(site: Site, edition: Edition, name: str) -> tuple[Translation, ...]:
    """The other languages' versions of a list that every language may have."""
    names = {view.lang: view.name for view in edition.view.editions}
    return tuple(
        Translation(other.lang, names[other.lang], url, other.view.title)
        for other in site.editions
        if other.lang != edition.lang
        and (url := other.view.root if name == "home" else other.view.paths.get(name, ""))
    )


def _unique(found: Iterable[Route[Any]], problems: list[Problem]) -> dict[str, Route[Any]]:
    taken: dict[str, Route[Any]] = {}
    folders: dict[str, Route[Any]] = {}
    routes: dict[str, Route[Any]] = {}
    for route in found:
        key = fold(route.output)
        parents = (
            () if key.rpartition("/")[0] in folders else _parents(key)
        )  # no file is in a known one's way
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
    path = route.owner if _is_file(route.owner) else _CONFIGURATION
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
    return problem_at(_CONFIGURATION, route.key, "name-too-long", message, hint)


def _check_links(
    site: Site, routes: Mapping[str, Route[Any]], problems: list[Problem]
) -> dict[str, dict[int, str]]:
    """Links to URLs of this site: what is there keeps its URL, with the slash that a folder's page needs."""
    corrected: dict[str, dict[int, str]] = {}
    broken: list[PendingLink] = []
    for link in site.pending:
        output, slash = link.output, False
        if output not in routes and not output.endswith("index.html"):
            output, slash = f"{output}/index.html", True
        route = routes.get(output)
        fragment = link.fragment
        if route is None:
            broken.append(link)
            corrected.setdefault(link.source, {})[link.index] = ""
            continue
        if route.document is not None and fragment:
            found = find_fragment(route.document.outline, fragment, route.gated)
            if found is None:
                problems.append(_wrong_fragment(link, route))
            fragment = found or ""
        if slash or fragment != link.fragment:
            corrected.setdefault(link.source, {})[link.index] = _url(site, output, fragment)
    neighbours = _by_folder(routes) if broken else {}
    problems += [_broken(link, neighbours) for link in broken]
    return corrected


def _url(site: Site, output: str, fragment: str) -> str:
    url = site.base_path + quote(output.removesuffix("index.html"), safe="/-._~!$&'()*+,;=:@")
    return f"{url}#{fragment}" if fragment else url


def _folder(output: str) -> str:
    return output.removesuffix("/index.html").rpartition("/")[0]


def _by_folder(routes: Iterable[str]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for output in routes:
        folders.setdefault(_folder(output), []).append("/" + output.removesuffix("index.html"))
    return folders


def _broken(link: PendingLink, neighbours: Mapping[str, Sequence[str]]) -> Problem:
    message = f"The link `{link.written}` leads to no page or file of this site."
    otherwise = "Name the other article's file, so that it is checked: `../asia/x.md`."
    if _HOST.fullmatch(link.written):
        otherwise = f"For another site, write `https://{link.written}`."
    hint = did_you_mean(link.written, neighbours.get(_folder(link.output), ()), otherwise)
    return problem_at(link.source, link.key, "broken-link", message, hint)


def _wrong_fragment(link: PendingLink, route: Route[Any]) -> Problem:
    assert route.document is not None
    message = f"`{route.document.path}` has no heading or anchor `#{link.fragment}`."
    outline = route.document.outline
    known = (*outline.anchors, *outline.rest_anchors)
    hint = did_you_mean(link.fragment, known, "Look at the headings of the page.")
    return problem_at(link.source, link.key, "broken-fragment", message, hint)
