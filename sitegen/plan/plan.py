"""The plan of a whole site: all routes, each path once, and links checked against them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sitegen.model.jobs import Job
from sitegen.model.site import Edition, Site
from sitegen.model.views import Translation
from sitegen.plan.articles import alias_routes, article_routes, page_routes
from sitegen.plan.feeds import feed_routes
from sitegen.plan.files import expired_assets, file_routes
from sitegen.plan.fronts import archive_routes, home_route, missing_route, root_routes
from sitegen.plan.groups import group_routes, index_routes
from sitegen.plan.links import check_links
from sitegen.plan.paths import unique
from sitegen.plan.pictures import picture_routes
from sitegen.plan.routes import Planned, Route, Routes, planned
from sitegen.plan.sitemaps import robots_route, sitemap_routes
from sitegen.problems import Problem


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
        routes = unique(found, problems, site.config.urls.keep_case)
    is_sound = not problems
    problems += expired_assets(site)
    corrected = check_links(site, routes, problems)
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
    yield from file_routes(site)
    yield from picture_routes(site)
    yield from sitemap_routes(site)
    if not any(file.output == "robots.txt" for file in site.files):
        yield robots_route()
    yield from alias_routes(site)  # which give way to everything


def _lists(site: Site, edition: Edition, name: str) -> tuple[Translation, ...]:
    """The other languages' versions of a list that every language may have."""
    names = {view.lang: view.name for view in edition.view.editions}
    return tuple(
        Translation(other.lang, names[other.lang], url, other.view.title)
        for other in site.editions
        if other.lang != edition.lang
        and (url := other.view.root if name == "home" else other.view.paths.get(name, ""))
    )
