"""The archive: an overview of all years, and a page for each year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from msgspec import Struct

from sitegen.dates import in_zone
from sitegen.model.jobs import Job
from sitegen.model.site import Address, Article, EditionLists
from sitegen.model.views import ArchiveMonth, ArchiveYear, Translation
from sitegen.plan.page_jobs import Head, page_job
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup


class _Year(Struct, frozen=True, gc=False):
    """A year and the paths of its articles by month, newest first."""

    lang: str
    year: int
    address: Address
    months: tuple[tuple[str, ...], ...]


class _Archive(Struct, frozen=True, gc=False):
    """All years, each with its number of articles."""

    lang: str
    address: Address
    versions: tuple[Translation, ...]
    years: tuple[ArchiveYear, ...]


def archive_routes(lists: EditionLists, timezone: str, versions: tuple[Translation, ...]) -> Routes:
    """Yield the routes of the overview and of each year; a year begins and ends in the site's time zone."""
    edition = lists.edition
    if not lists.articles:
        return
    root = Address(f"{edition.prefix}archive/index.html", f"{edition.view.root}archive/")
    years = tuple(_years(edition.lang, lists.articles, root, timezone))
    counts = tuple([ArchiveYear(year.year, year.address.url, sum(map(len, year.months))) for year in years])
    yield Route(root.output, "the archive", _archive_job, _Archive(edition.lang, root, versions, counts))
    for year in years:
        yield Route(year.address.output, f"the archive of {year.year}", _year_job, year)


def _years(lang: str, articles: Sequence[Article], root: Address, timezone: str) -> Iterator[_Year]:
    folder, zone = root.output.removesuffix("index.html"), ZoneInfo(timezone)
    for year, group in groupby(articles, key=lambda article: in_zone(article.date, zone).year):
        address = Address(f"{folder}{year}/index.html", f"{root.url}{year}/")
        months = groupby(group, key=lambda article: in_zone(article.date, zone).month)
        paths = tuple([tuple([article.path for article in month]) for _, month in months])
        yield _Year(lang, year, address, paths)


def _archive_job(site: SiteLookup, subject: _Archive) -> Job:
    head = Head(subject.lang, "archive", subject.address, translations=subject.versions)
    return page_job(site, head, "archive.html", years=subject.years)


def _year_job(site: SiteLookup, subject: _Year) -> Job:
    months = [site.cards(paths) for paths in subject.months]
    views = tuple([ArchiveMonth(cards[0].date, cards) for cards in months])
    view = ArchiveYear(subject.year, subject.address.url, sum(map(len, months)), views)
    head = Head(subject.lang, "archive-year", subject.address, str(subject.year))
    return page_job(site, head, "archive_year.html", year=view)
