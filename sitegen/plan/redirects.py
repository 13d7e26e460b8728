"""Redirect pages: former URLs of documents, and the root of a site whose languages all have prefixes."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.model import site_queries as q
from sitegen.model.jobs import Job, RedirectArgs
from sitegen.model.site import Alias, Edition
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup


def alias_routes(aliases: Sequence[Alias]) -> Routes:
    """Yield a redirect for each former URL."""
    for alias in aliases:
        yield Route(alias.output, alias.source, _alias_job, alias, alias.key, alias=True)


def _alias_job(site: SiteLookup, alias: Alias) -> Job:
    title = site.ask(q.TitleOf(alias.source))
    return Job(alias.output, RedirectArgs(alias.url, site.absolute(alias.url), title, alias.lang))


def root_redirect_route(main: Edition) -> Route[str]:
    """The route of the redirect from the site's root to the main language."""
    return Route("index.html", "the redirect to the main language", _root_redirect_job, main.lang)


def _root_redirect_job(site: SiteLookup, lang: str) -> Job:
    view = site.view(lang)
    return Job("index.html", RedirectArgs(view.root, site.absolute(view.root), view.title, lang))
