"""The route table: every output path of a site, once."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.query import Ask
from sitegen.model.site import Site
from sitegen.model.views import Translation
from sitegen.plan.archive import archive_routes
from sitegen.plan.articles import article_routes
from sitegen.plan.check_paths import valid_routes
from sitegen.plan.feeds import feed_routes
from sitegen.plan.files import expired_assets, file_routes
from sitegen.plan.groups import group_routes, list_routes
from sitegen.plan.home import home_route
from sitegen.plan.images import crops_of, image_routes
from sitegen.plan.pages import not_found_route, page_routes, root_not_found_route
from sitegen.plan.redirects import alias_routes, root_redirect_route
from sitegen.plan.routes import AnyRoute, Routes
from sitegen.plan.sitemaps import listed_pages, robots_route, sitemap_routes
from sitegen.problems import Problem


class RouteTable(Struct, frozen=True, gc=False):
    """The routes of a site by output path, and the problems found with them."""

    routes: Mapping[str, AnyRoute]
    problems: tuple[Problem, ...]


def route_table(ask: Ask) -> RouteTable:
    """Collect the routes of a site; where two conflict, the first wins."""
    site, config, theme = ask(q.SiteOf()), ask(q.Settings()), ask(q.ThemeInUse())
    problems: list[Problem] = []
    routes = valid_routes(_all_routes(ask, site), site, problems, config.urls.keep_case)
    problems += expired_assets(theme.assets, ask(q.ExpiredFiles()))
    return RouteTable(routes, tuple(problems))


def _all_routes(ask: Ask, site: Site) -> Routes:
    """Yield documents first, so that they win over generated pages."""
    config = ask(q.Settings())
    for lists in site.editions:
        yield home_route(lists.edition, _versions(site, lists.edition.lang, "home"))
        yield from article_routes(lists)
        yield from page_routes(lists)
    for lists in site.editions:
        lang = lists.edition.lang
        names = ("tags", "authors", "issues", "series")
        yield from group_routes(lists, config.page_size)
        yield from list_routes(lists, {name: _versions(site, lang, name) for name in names})
        yield from archive_routes(lists, config.timezone, _versions(site, lang, "archive"))
        yield not_found_route(lists.edition)
        yield from feed_routes(config, lists)
    if all(lists.edition.prefix for lists in site.editions):
        yield root_redirect_route(site.editions[0].edition)
        yield root_not_found_route(site.editions[0].edition, site.base_path)
    yield from _other_routes(ask, site)
    yield from alias_routes(site.aliases)  # last: everything else wins over an alias


def _other_routes(ask: Ask, site: Site) -> Routes:
    """Yield files, images, sitemaps and `robots.txt`."""
    files, theme = ask(q.PublishedFiles()), ask(q.ThemeInUse())
    yield from file_routes(files, theme.assets, ask(q.ExpiredFiles()))
    yield from image_routes(ask(q.PublishedCuts()), crops_of(theme))
    yield from sitemap_routes(sum(1 for _ in listed_pages(site.editions)))
    if not any(file.output == "robots.txt" for file in files):
        yield robots_route()


def _versions(site: Site, lang: str, name: str) -> tuple[Translation, ...]:
    """The home page, archive or list of that name in the other languages."""
    own = next(lists.edition for lists in site.editions if lists.edition.lang == lang)
    names = {view.lang: view.name for view in own.view.editions}
    others = [lists.edition for lists in site.editions if lists.edition.lang != lang]
    return tuple(
        Translation(other.lang, names[other.lang], url, other.view.title)
        for other in others
        if (url := other.view.root if name == "home" else other.view.paths.get(name, ""))
    )
