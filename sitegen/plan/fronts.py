"""The home page, the archive and the page for what is not there."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import ZoneInfo

from sitegen.model.content import HomeMatter
from sitegen.model.jobs import Job, RedirectArgs
from sitegen.model.site import Address, Article, Edition, Site
from sitegen.model.views import ArchiveYear, Card, HomeView, Rail, Translation
from sitegen.moments import in_zone
from sitegen.plan.pages import absolute, meta, page
from sitegen.plan.routes import Planned, Route, Routes


def home_route(site: Site, edition: Edition, versions: tuple[Translation, ...]) -> Route:
    """The home page."""
    place = Address(f"{edition.prefix}index.html", edition.view.root)
    document = edition.home

    def make(planned: Planned) -> Job:
        view = home_view(site, edition)
        photo = view.lead.photo if view.lead else None
        head = meta(
            site,
            edition,
            "home",
            place,
            view.title,
            view.summary or edition.view.tagline,
            photo=photo,
            translations=versions,
        )
        body = planned.body(document) if document else None
        return page(place, "home.html", head, body, document.path if document else "", home=view)

    owner = document.path if document else "the home page"
    return Route(place.output, owner, make, document=document)


def home_view(site: Site, edition: Edition) -> HomeView:
    """Lead and features, then the latest, then each section's latest that do not stand above."""
    matter = edition.home.matter if edition.home else HomeMatter()
    assert isinstance(matter, HomeMatter)
    size = site.config.rail
    above = {article.document.path for article in (edition.lead, *edition.features) if article}
    latest = [article for article in edition.articles if article.document.path not in above][:size]
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
    return tuple(article.card for article in articles if article.document.path not in shown)[:size]


def archive_routes(site: Site, edition: Edition, versions: tuple[Translation, ...]) -> Routes:
    """The archive: all years, and a page for each; years are the site's zone's."""
    if not edition.articles:
        return
    zone = ZoneInfo(site.config.timezone)
    root = Address(f"{edition.prefix}archive/index.html", f"{edition.view.root}archive/")
    years = tuple(
        ArchiveYear(year, f"{root.url}{year}/", len(cards), cards)
        for year, cards in (
            (year, tuple(article.card for article in group))
            for year, group in groupby(
                edition.articles, key=lambda article: in_zone(article.card.date, zone).year
            )
        )
    )
    yield _archive_route(site, edition, root, years, versions)
    for year in years:
        yield _year_route(site, edition, year)


def _archive_route(
    site: Site,
    edition: Edition,
    place: Address,
    years: tuple[ArchiveYear, ...],
    versions: tuple[Translation, ...],
) -> Route:
    def make(planned: Planned) -> Job:
        head = meta(site, edition, "archive", place, "", translations=versions)
        counts = tuple(ArchiveYear(year.year, year.url, year.count) for year in years)
        return page(place, "archive.html", head, years=counts)

    return Route(place.output, "the archive", make)


def _year_route(site: Site, edition: Edition, year: ArchiveYear) -> Route:
    place = Address(f"{edition.prefix}archive/{year.year}/index.html", year.url)

    def make(planned: Planned) -> Job:
        head = meta(site, edition, "archive-year", place, str(year.year))
        return page(place, "archive_year.html", head, year=year)

    return Route(place.output, f"the archive of {year.year}", make)


def missing_route(site: Site, edition: Edition) -> Route:
    """`404.html`, which web servers show for what is not there."""
    place = Address(f"{edition.prefix}404.html", f"{edition.view.root}404.html")

    def make(planned: Planned) -> Job:
        return page(place, "404.html", meta(site, edition, "missing", place, "", indexed=False))

    return Route(place.output, "the page for what is not there", make)


def root_routes(site: Site) -> Routes:
    """Where every language has a prefix: the site's root leads to the main one, and has its `404.html`."""
    main = site.editions[0]

    def lead(planned: Planned) -> Job:
        url = main.view.root
        return Job(
            "redirect", "index.html", RedirectArgs(url, absolute(site, url), main.view.title, main.lang)
        )

    def missing(planned: Planned) -> Job:
        place = Address("404.html", f"{site.base_path}404.html")
        return page(place, "404.html", meta(site, main, "missing", place, "", indexed=False))

    yield Route("index.html", "the way to the main language", lead)
    yield Route("404.html", "the page for what is not there", missing)
