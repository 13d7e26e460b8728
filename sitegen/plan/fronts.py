"""The home page, the archive and the page for what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from msgspec import Struct

from sitegen.model.content import HomeMatter
from sitegen.model.jobs import Job, RedirectArgs
from sitegen.model.site import Address, Article, Edition, Site
from sitegen.model.views import ArchiveYear, Card, HomeView, Rail, Translation
from sitegen.moments import in_zone
from sitegen.plan.pages import meta, page
from sitegen.plan.routes import Planned, Route, Routes

_Versions = tuple[Translation, ...]


class _Year(Struct, frozen=True, gc=False):
    """A year of the archive, with its articles, newest first."""

    edition: Edition
    year: int
    place: Address
    articles: tuple[Article, ...]


def home_route(edition: Edition, versions: _Versions) -> Route[tuple[Edition, _Versions]]:
    """The home page."""
    document = edition.home
    owner = document.path if document else "the home page"
    return Route(_home(edition).output, owner, _home_job, (edition, versions), document=document)


def _home(edition: Edition) -> Address:
    return Address(f"{edition.prefix}index.html", edition.view.root)


def _home_job(planned: Planned, subject: tuple[Edition, _Versions]) -> Job:
    edition, versions = subject
    place, document = _home(edition), edition.home
    view = home_view(planned.site, edition)
    photo = view.lead.photo if view.lead else None
    summary = view.summary or edition.view.tagline
    head = meta(planned, edition, "home", place, view.title, summary, photo=photo, translations=versions)
    body = planned.body(document) if document else None
    return page(place, "home.html", head, body, document.path if document else "", home=view)


def home_view(site: Site, edition: Edition) -> HomeView:
    """Lead and features, then the latest, then each section's latest that do not stand above."""
    matter = edition.home.matter if edition.home else HomeMatter()
    assert isinstance(matter, HomeMatter)
    size = site.config.rail
    above = {article.document.path for article in (edition.lead, *edition.features) if article}
    latest = list(islice((one for one in edition.articles if one.document.path not in above), size))
    shown = above | {article.document.path for article in latest}
    rails = tuple(
        Rail(section.view, _rest(section.articles, shown, size))
        for section in edition.sections
        if section.articles
    )
    return HomeView(
        title=matter.title,
        summary=matter.summary,
        lead=edition.lead.card if edition.lead else None,
        features=tuple(article.card for article in edition.features),
        latest=tuple(article.card for article in latest),
        rails=tuple(rail for rail in rails if rail.cards),
        issue=edition.issues[0].view if edition.issues else None,
        extra=matter.extra,
    )


def _rest(articles: tuple[Article, ...], shown: set[str], size: int) -> tuple[Card, ...]:
    return tuple(islice((one.card for one in articles if one.document.path not in shown), size))


def archive_routes(site: Site, edition: Edition, versions: _Versions) -> Routes:
    """The archive: all years, and a page for each; years are the site's zone's."""
    if not edition.articles:
        return
    root = Address(f"{edition.prefix}archive/index.html", f"{edition.view.root}archive/")
    years = tuple(_years(edition, root, ZoneInfo(site.config.timezone)))
    yield Route(root.output, "the archive", _archive_job, (edition, root, years, versions))
    for year in years:
        yield Route(year.place.output, f"the archive of {year.year}", _year_job, year)


def _years(edition: Edition, root: Address, zone: ZoneInfo) -> Iterator[_Year]:
    folder = root.output.removesuffix("index.html")
    for year, group in groupby(edition.articles, key=lambda article: in_zone(article.card.date, zone).year):
        place = Address(f"{folder}{year}/index.html", f"{root.url}{year}/")
        yield _Year(edition, year, place, tuple(group))


def _archive_job(planned: Planned, subject: tuple[Edition, Address, tuple[_Year, ...], _Versions]) -> Job:
    edition, place, years, versions = subject
    head = meta(planned, edition, "archive", place, "", translations=versions)
    counts = tuple(ArchiveYear(year.year, year.place.url, len(year.articles)) for year in years)
    return page(place, "archive.html", head, years=counts)


def _year_job(planned: Planned, year: _Year) -> Job:
    head = meta(planned, year.edition, "archive-year", year.place, str(year.year))
    cards = tuple(article.card for article in year.articles)
    view = ArchiveYear(year.year, year.place.url, len(cards), cards)
    return page(year.place, "archive_year.html", head, year=view)


def missing_route(edition: Edition) -> Route[tuple[Edition, Address]]:
    """`404.html`, which web servers show for what is not there."""
    place = Address(f"{edition.prefix}404.html", f"{edition.view.root}404.html")
    return Route(place.output, "the page for what is not there", _missing_job, (edition, place))


def _missing_job(planned: Planned, subject: tuple[Edition, Address]) -> Job:
    edition, place = subject
    return page(place, "404.html", meta(planned, edition, "missing", place, "", indexed=False))


def root_routes(site: Site) -> Routes:
    """Where every language has a prefix: the site's root leads to the main one, and has its `404.html`."""
    main, place = site.editions[0], Address("404.html", f"{site.base_path}404.html")
    yield Route("index.html", "the way to the main language", _lead_job, main)
    yield Route(place.output, "the page for what is not there", _missing_job, (main, place))


def _lead_job(planned: Planned, main: Edition) -> Job:
    url = main.view.root
    return Job("redirect", "index.html", RedirectArgs(url, planned.absolute(url), main.view.title, main.lang))
