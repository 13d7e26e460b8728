"""All routes of a site, each path once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.query import Ask
from sitegen.model.site import Site
from sitegen.model.views import Translation
from sitegen.plan.articles import alias_routes, article_routes, page_routes
from sitegen.plan.conflicts import unique
from sitegen.plan.feeds import feed_routes
from sitegen.plan.files import expired_assets, file_routes
from sitegen.plan.groups import group_routes, index_routes
from sitegen.plan.home_archive import archive_routes, home_route, missing_route, root_routes
from sitegen.plan.images import crops_of, picture_routes
from sitegen.plan.routes import Route, Routes
from sitegen.plan.sitemaps import listed_pages, robots_route, sitemap_routes
from sitegen.problems import Problem


class RouteTable(Struct, frozen=True, gc=False):
    """Every output path of a site with its route, and what is wrong with them."""

    routes: Mapping[str, Route[Any]]
    problems: tuple[Problem, ...]


def route_table(ask: Ask) -> RouteTable:
    """The routes of a site, as far as each can have its path."""
    site, config, theme = ask(q.SiteOf()), ask(q.Settings()), ask(q.ThemeInUse())
    problems: list[Problem] = []
    routes = unique(_all_routes(ask, site), site, problems, config.urls.keep_case)
    problems += expired_assets(theme.assets, ask(q.ExpiredFiles()))
    return RouteTable(routes, tuple(problems))


def _all_routes(ask: Ask, site: Site) -> Routes:
    """Documents first, so that what the site makes of itself has to give way to them."""
    config = ask(q.Settings())
    for lists in site.editions:
        yield home_route(lists.edition, _versions(site, lists.edition.lang, "home"))
        yield from article_routes(lists)
        yield from page_routes(lists)
    for lists in site.editions:
        lang = lists.edition.lang
        names = ("tags", "authors", "issues", "series")
        yield from group_routes(lists, config.page_size)
        yield from index_routes(lists, {name: _versions(site, lang, name) for name in names})
        yield from archive_routes(lists, config.timezone, _versions(site, lang, "archive"))
        yield missing_route(lists.edition)
        yield from feed_routes(config, lists)
    if all(lists.edition.prefix for lists in site.editions):
        yield from root_routes(site.editions[0].edition, site.base_path)
    yield from _other_routes(ask, site)
    yield from alias_routes(site.aliases)  # which give way to everything


def _other_routes(ask: Ask, site: Site) -> Routes:
    """Files, pictures, and what machines read."""
    files, theme = ask(q.PublishedFiles()), ask(q.ThemeInUse())
    yield from file_routes(files, theme.assets, ask(q.ExpiredFiles()))
    yield from picture_routes(ask(q.PublishedCuts()), crops_of(theme))
    yield from sitemap_routes(sum(1 for _ in listed_pages(site.editions)))
    if not any(file.output == "robots.txt" for file in files):
        yield robots_route()


def _versions(site: Site, lang: str, name: str) -> tuple[Translation, ...]:
    """The other languages' versions of a list that every language may have."""
    own = next(lists.edition for lists in site.editions if lists.edition.lang == lang)
    names = {view.lang: view.name for view in own.view.editions}
    others = [lists.edition for lists in site.editions if lists.edition.lang != lang]
    return tuple(
        Translation(other.lang, names[other.lang], url, other.view.title)
        for other in others
        if (url := other.view.root if name == "home" else other.view.paths.get(name, ""))
    )
