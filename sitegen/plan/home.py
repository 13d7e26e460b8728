"""The home page of each language."""

from __future__ import annotations

from itertools import islice

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.front_matter import HomeMatter
from sitegen.model.jobs import Job
from sitegen.model.site import Address, Edition
from sitegen.model.views import HomeView, IssueView, Rail, SectionView, Translation
from sitegen.plan.groups import typed_view
from sitegen.plan.page_jobs import Head, page_job
from sitegen.plan.routes import Route
from sitegen.plan.site_lookup import SiteLookup


class _HomePage(Struct, frozen=True, gc=False):
    lang: str
    address: Address
    versions: tuple[Translation, ...]


def home_route(edition: Edition, versions: tuple[Translation, ...]) -> Route[_HomePage]:
    """The route of an edition's home page; `versions` are those of the other languages."""
    address = Address(f"{edition.prefix}index.html", edition.view.root)
    path = edition.home.path if edition.home else ""
    subject = _HomePage(edition.lang, address, versions)
    return Route(address.output, path or "the home page", _home_job, subject, document=path)


def _home_job(site: SiteLookup, subject: _HomePage) -> Job:
    edition = site.ask(q.EditionOf(subject.lang))
    path = edition.home.path if edition.home else ""
    view = home_view(site, edition)
    head = Head(
        subject.lang,
        "home",
        subject.address,
        view.title,
        view.summary or edition.view.tagline,
        photo=view.lead.photo if view.lead else None,
        translations=subject.versions,
    )
    return page_job(site, head, "home.html", site.body(path) if path else None, path, home=view)


def home_view(site: SiteLookup, edition: Edition) -> HomeView:
    """Collect the lead, the features, the latest articles, and the rest of each section's latest.

    No article appears twice.
    """
    matter = edition.home.matter if edition.home else HomeMatter()
    lang, size = edition.lang, site.config.rail
    featured = {path for path in (edition.lead, *edition.features) if path}
    everything = site.ask(q.MembersOf(lang))
    latest = tuple(islice((path for path in everything if path not in featured), size))
    shown = featured | set(latest)
    rails = [_rail(site, lang, id_, shown, size) for id_ in site.ask(q.GroupsOf(lang, "section"))]
    issues = site.ask(q.GroupsOf(lang, "issue"))
    return HomeView(
        title=matter.title,
        summary=matter.summary,
        lead=site.card(edition.lead) if edition.lead else None,
        features=site.cards(edition.features),
        latest=site.cards(latest),
        rails=tuple(rail for rail in rails if rail.cards),
        issue=typed_view(site, site.group(lang, "issue", issues[0]), IssueView) if issues else None,
        extra=matter.extra,
    )


def _rail(site: SiteLookup, lang: str, id_: str, shown: set[str], size: int) -> Rail:
    section = site.group(lang, "section", id_)
    rest = islice((path for path in section.members if path not in shown), size)
    return Rail(typed_view(site, section, SectionView), site.cards(rest))
