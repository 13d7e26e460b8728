"""Sample values of a site, and an `ask` that answers from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sitegen.model import site_queries as q
from sitegen.model.documents import Body, File, Template, Theme
from sitegen.model.front_matter import Access, When
from sitegen.model.jobs import BodyRef, Job, PageArgs
from sitegen.model.query import Query
from sitegen.model.render_queries import BodyAt, FileBytes, Latest, SiteShown
from sitegen.model.views import (
    ArticleView,
    Byline,
    Card,
    CropView,
    ImageSource,
    Link,
    Listing,
    Meta,
    PhotoView,
    SectionView,
    SiteView,
)
from sitegen.read.file_state import Files
from sitegen.read.theme.load import bundled_themes, read_theme
from sitegen.render.theme import THEME_RULES

REPOSITORY = Path(__file__).resolve().parent.parent.parent
BROADSHEET, _PROBLEMS = read_theme(Files(REPOSITORY / "tests"), "broadsheet", {}, bundled_themes())
assert not _PROBLEMS

SITE = SiteView(
    title="Review",
    tagline="Policy, analysed",
    lang="en",
    direction="ltr",
    base_url="https://example.org/review/",
    root="/review/",
    timezone="Europe/Berlin",
    navigation=(),
    editions=(),
    feed="/review/feed.xml",
    options={},
    paths={"tags": "/review/tags/"},
)

SOURCES = (ImageSource("image/webp", "/review/p-480.webp 480w, /review/p-1200.webp 1200w"),)
PHOTO = PhotoView(
    "/review/p.jpg",
    1200,
    800,
    "A strait",
    "Ships wait.",
    "Photographer / Agency",
    None,
    "50% 50%",
    "#336699",
    SOURCES,
    {name: CropView("/review/c.jpg", 800, 500, SOURCES) for name in ("3:2", "1:1", "16:9")},
)


def day(year: int, month: int, date: int, hour: int = 0) -> When:
    """A date in UTC, with a time if `hour` is given."""
    return When(dt.datetime(year, month, date, hour, tzinfo=dt.UTC), bool(hour))


def card(**changes: Any) -> Card:
    values: dict[str, Any] = {
        "id": "asia/straits",
        "lang": "en",
        "url": "/review/asia/straits/",
        "title": "How to Keep a Strait Open",
        "subtitle": "The Way Forward With Rules",
        "summary": "A summary.",
        "date": day(2026, 3, 1, 10),
        "updated": None,
        "section": Link("Asia", "/review/asia/"),
        "authors": (Byline("Asia Desk", "/review/authors/asia-desk/", "", ""),),
        "tags": (),
        "photo": None,
        "issue": None,
        "series": None,
        "minutes": 5,
        "access": Access.FREE,
        "state": "live",
        "extra": {},
    }
    return Card(**(values | changes))


def article(shown: Card | None = None, **changes: Any) -> ArticleView:
    values: dict[str, Any] = {
        "card": shown or card(),
        "headings": (),
        "related": (),
        "elsewhere": (),
        "corrections": (),
        "in_series": None,
        "in_issue": None,
        "doi": "",
        "gated": False,
        "subscribe": None,
    }
    return ArticleView(**(values | changes))


def meta(kind: str = "article", title: str = "How to Keep a Strait Open", **changes: Any) -> Meta:
    values: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "description": "A summary.",
        "lang": "en",
        "url": "/review/x/",
        "canonical": "https://example.org/review/x/",
    }
    return Meta(**(values | changes))


SECTION = SectionView("asia", "/review/asia/", "Asia", "The region.", None, 1, {})
ONE_PAGE = Listing((card(),), 1, 1, 1, "", "", ())


def page(
    template: str = "article.html",
    context: Mapping[str, Any] | None = None,
    body: BodyRef | None = None,
    head: Meta | None = None,
    document: str = "content/asia/straits.md",
) -> Job:
    names = {"article": article()} if context is None else context
    return Job("x/index.html", PageArgs(template, head or meta(), tuple(names.items()), body, document))


class Asked:
    """An `ask` that answers from a few values and records queries, except those for the theme's parts.

    `answers` are by type of query.
    """

    def __init__(
        self,
        theme: Theme = BROADSHEET,
        bodies: Mapping[str, Body] | None = None,
        files: Mapping[str, bytes] | None = None,
        answers: Mapping[type[Query[Any]], Any] | None = None,
        site: SiteView = SITE,
    ) -> None:
        self.asked: list[Query[Any]] = []
        self._bodies = bodies or {}
        self._files = files or {}
        self._answers = {q.ThemeInUse: theme, SiteShown: site, Latest: (), **(answers or {})}

    def __call__(self, question: Query[Any], /) -> Any:
        if part := THEME_RULES.get(type(question)):
            return part(lambda each: self._answers[type(each)], question)
        self.asked.append(question)
        if isinstance(question, BodyAt):
            return self._bodies[question.digest]
        if isinstance(question, FileBytes):
            return self._files[question.path]
        return self._answers[type(question)]


def theme_in(folder: Path, templates: Mapping[str, str], assets: tuple[File, ...] = ()) -> Theme:
    """Broadsheet with templates that the site overrides."""
    own = {name: Template(f"templates/{name}", "", text) for name, text in templates.items()}
    return Theme(
        BROADSHEET.name,
        {**BROADSHEET.templates, **own},
        assets or BROADSHEET.assets,
        BROADSHEET.strings,
        BROADSHEET.options,
        f"{folder}{sorted(templates.items())}{assets}",
    )
