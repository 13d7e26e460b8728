"""The home page, the archive and the page for what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from msgspec import Struct

from sitegen.dates import in_zone
from sitegen.model import site_queries as q
from sitegen.model.front_matter import HomeMatter
from sitegen.model.jobs import Job, RedirectArgs
from sitegen.model.site import Address, Article, Edition, EditionLists
from sitegen.model.views import ArchiveYear, Card, HomeView, Rail, Translation
from sitegen.plan.groups import view_of
from sitegen.plan.pages import meta, page
from sitegen.plan.routes import Planned, Route, Routes

_Versions = tuple[Translation, ...]


class _Front(Struct, frozen=True, gc=False):
    """A page that an edition has once."""

    lang: str
    place: Address
    versions: _Versions = ()


class _Year(Struct, frozen=True, gc=False):
    """A year of the archive, with the paths of its articles, newest first."""

    lang: str
    year: int
    place: Address
    articles: tuple[str, ...]


class _Archive(Struct, frozen=True, gc=False):
    """All years of the archive, with the count of articles of each."""

    front: _Front
    years: tuple[ArchiveYear, ...]

    @property
    def lang(self) -> str:
        """Its language."""
        return self.front.lang


def home_route(edition: Edition, versions: _Versions) -> Route[_Front]:
    """The home page."""
    place = Address(f"{edition.prefix}index.html", edition.view.root)
    path = edition.home.path if edition.home else ""
    subject = _Front(edition.lang, place, versions)
    return Route(place.output, path or "the home page", _home_job, subject, document=path)


def _home_job(planned: Planned, subject: _Front) -> Job:
    edition, place = planned.ask(q.EditionOf(subject.lang)), subject.place
    path = edition.home.path if edition.home else ""
    view = home_view(planned, edition)
    photo = view.lead.photo if view.lead else None
    head = meta(
        planned,
        subject.lang,
        "home",
        place,
        view.title,
        view.summary or edition.view.tagline,
        photo=photo,
        translations=subject.versions,
    )
    return page(place, "home.html", head, planned.body(path) if path else None, path, home=view)


def home_view(planned: Planned, edition: Edition) -> HomeView:
    """Lead and features, then the latest, then each section's latest that do not stand above."""
    matter = edition.home.matter if edition.home else HomeMatter()
    assert isinstance(matter, HomeMatter)
    lang, size = edition.lang, planned.config.rail
    above = {path for path in (edition.lead, *edition.features) if path}
    everything = planned.ask(q.MembersOf(lang))
    latest = tuple(islice((path for path in everything if path not in above), size))
    shown = above | set(latest)
    rails = [_rail(planned, lang, id_, shown, size) for id_ in planned.ask(q.GroupsOf(lang, "section"))]
    issues = planned.ask(q.GroupsOf(lang, "issue"))
    return HomeView(
        title=matter.title,
        summary=matter.summary,
        lead=planned.card(edition.lead) if edition.lead else None,
        features=planned.cards(edition.features),
        latest=planned.cards(latest),
        rails=tuple(rail for rail in rails if rail.cards),
        issue=view_of(planned, planned.group(lang, "issue", issues[0])) if issues else None,
        extra=matter.extra,
    )


def _rail(planned: Planned, lang: str, id_: str, shown: set[str], size: int) -> Rail:
    section = planned.group(lang, "section", id_)
    rest = islice((path for path in section.members if path not in shown), size)
    return Rail(view_of(planned, section), planned.cards(rest))


def archive_routes(lists: EditionLists, timezone: str, versions: _Versions) -> Routes:
    """The archive: all years, and a page for each; years are the site's zone's."""
    edition = lists.edition
    if not lists.articles:
        return
    root = Address(f"{edition.prefix}archive/index.html", f"{edition.view.root}archive/")
    years = tuple(_years(edition.lang, lists.articles, root, timezone))
    counts = tuple([ArchiveYear(year.year, year.place.url, len(year.articles)) for year in years])
    front = _Front(edition.lang, root, versions)
    yield Route(root.output, "the archive", _archive_job, _Archive(front, counts))
    for year in years:
        yield Route(year.place.output, f"the archive of {year.year}", _year_job, year)


def _years(lang: str, articles: Sequence[Article], root: Address, timezone: str) -> Iterator[_Year]:
    folder, zone = root.output.removesuffix("index.html"), ZoneInfo(timezone)
    for year, group in groupby(articles, key=lambda article: in_zone(article.date, zone).year):
        place = Address(f"{folder}{year}/index.html", f"{root.url}{year}/")
        yield _Year(lang, year, place, tuple([article.path for article in group]))


def _archive_job(planned: Planned, subject: _Archive) -> Job:
    place, lang = subject.front.place, subject.front.lang
    head = meta(planned, lang, "archive", place, "", translations=subject.front.versions)
    return page(place, "archive.html", head, years=subject.years)


def _year_job(planned: Planned, year: _Year) -> Job:
    head = meta(planned, year.lang, "archive-year", year.place, str(year.year))
    cards: tuple[Card, ...] = planned.cards(year.articles)
    view = ArchiveYear(year.year, year.place.url, len(cards), cards)
    return page(year.place, "archive_year.html", head, year=view)


def missing_route(edition: Edition) -> Route[_Front]:
    """`404.html`, which web servers show for what is not there."""
    place = Address(f"{edition.prefix}404.html", f"{edition.view.root}404.html")
    return Route(place.output, "the page for what is not there", _missing_job, _Front(edition.lang, place))


def _missing_job(planned: Planned, subject: _Front) -> Job:
    head = meta(planned, subject.lang, "missing", subject.place, "", indexed=False)
    return page(subject.place, "404.html", head)


def root_routes(main: Edition, base_path: str) -> Routes:
    """Where every language has a prefix: the site's root leads to the main one, and has its `404.html`."""
    place = Address("404.html", f"{base_path}404.html")
    yield Route("index.html", "the way to the main language", _lead_job, main.lang)
    yield Route(place.output, "the page for what is not there", _missing_job, _Front(main.lang, place))


def _lead_job(planned: Planned, lang: str) -> Job:
    view = planned.view(lang)
    args = RedirectArgs(view.root, planned.absolute(view.root), view.title, lang)
    return Job("index.html", args)
