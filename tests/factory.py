"""Plain values for tests: documents, their references, and sites linked from them, by keyword arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import msgspec

from sitegen.build.site_engine import EngineInputs, engine, set_inputs
from sitegen.config.settings import Config
from sitegen.dates import parse_moment
from sitegen.digest import digest_of
from sitegen.engine.engine import Engine
from sitegen.link.template_rules import view_of
from sitegen.model import site_queries as q
from sitegen.model.documents import (
    Content,
    Document,
    Expiry,
    File,
    Heading,
    ImageInfo,
    Outline,
    Part,
    Ref,
    RefKind,
    Theme,
    with_digests,
)
from sitegen.model.front_matter import MATTERS, Kind, Photo, When
from sitegen.model.images import Cut
from sitegen.model.jobs import ResolvedRef
from sitegen.model.site import (
    Address,
    Alias,
    Article,
    BuildTime,
    EditionLists,
    Group,
    PendingLink,
    Published,
    Related,
    SitePage,
    State,
)
from sitegen.plan.routes import Route
from sitegen.plan.rules import JobOf, PlanProblems, RoutesOf
from sitegen.plan.site_lookup import SiteLookup
from sitegen.problems import Problem
from sitegen.read.content_paths import content_path_of, layout_of
from sitegen.read.project import content_digest, core_digest

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
THEME = Theme("plain", {}, (), {}, {}, "")

_MOMENTS = ("date", "updated", "embargo", "expires")


def config(**changes: Any) -> Config:
    """A configuration, in UTC unless told."""
    values: dict[str, Any] = {"title": "Review", "timezone": "UTC", "base_url": "https://example.org/"}
    return Config(**(values | changes))


PLAIN = config()


def when(text: str, zone: str = "UTC") -> When:
    """The moment that an author would write so."""
    return parse_moment(text, ZoneInfo(zone))


def at(text: str) -> dt.datetime:
    """The instant that `text` names, in UTC."""
    return when(text).instant


def href(target: str, part: Part = Part.OPENING) -> Ref:
    """A link as reading leaves it."""
    return Ref(RefKind.LINK, target, part)


def image(target: str, part: Part = Part.OPENING, alt: str = "A map") -> Ref:
    """A picture in the text as reading leaves it."""
    return Ref(RefKind.IMAGE, target, part, (("alt", alt),))


def heading(anchor: str, part: Part = Part.OPENING) -> Heading:
    """A heading of the second level."""
    return Heading(2, anchor, anchor.capitalize(), part)


def photo(src: str = "photo.jpg", **changes: Any) -> Photo:
    """A photo of which everything is said."""
    return Photo(**({"src": src, "alt": "A strait", "credit": "Photographer / Agency"} | changes))


def document(
    path: str,
    *refs: Ref,
    settings: Config = PLAIN,
    headings: Iterable[Heading] = (),
    lang: str = "",
    excerpt: str = "",
    minutes: int = 1,
    **matter: Any,
) -> Document:
    """A document that lies at `path`; dates are written as in front matter, other keys as typed values."""
    place = content_path_of(path, layout_of(settings))
    assert place is not None, f"{path} describes nothing"
    values: dict[str, Any] = dict(matter)
    name = "name" if place.kind is Kind.AUTHOR else "title"
    values.setdefault(name, place.id.rpartition("/")[2] or "Home")
    if place.kind is Kind.ARTICLE:
        values.setdefault("date", "2026-01-01")
    for key in _MOMENTS:
        if isinstance(values.get(key), str):
            values[key] = when(values[key], settings.timezone)
    shown: tuple[Heading, ...] = tuple(headings)
    outline = Outline(
        headings=shown,
        refs=refs,
        anchors=tuple(entry.anchor for entry in shown if entry.part is Part.OPENING),
        rest_anchors=tuple(entry.anchor for entry in shown if entry.part is Part.REST),
        minutes=minutes,
        excerpt=excerpt,
        has_rest=any(
            part is Part.REST for part in (*[ref.part for ref in refs], *[one.part for one in shown])
        ),
    )
    one = MATTERS[place.kind](**values)
    return with_digests(
        Document(place.kind, lang or place.lang, place.id, path, place.section, one, outline, "", "")
    )


def content(
    *documents: Document,
    settings: Config = PLAIN,
    pictures: Iterable[str] = (),
    files: Iterable[str] = (),
    static: Iterable[str] = (),
    damaged: Mapping[str, str] | None = None,
    unread: Iterable[str] = (),
    expiries: Iterable[Expiry] = (),
    data: Mapping[str, Any] | None = None,
    theme: Theme = THEME,
) -> Content:
    """All that was read. `pictures` are 800 × 600; `damaged` says why one cannot be shown; `unread` are paths of
    documents that could not be read."""
    images = {path: ImageInfo(path, f"digest of {path}", 800, 600) for path in pictures}
    images |= {path: ImageInfo(path, f"digest of {path}", 0, 0, why) for path, why in (damaged or {}).items()}
    paths = sorted({*files, *(path for path in images if not path.startswith("static/"))})
    loose = sorted({*static, *(path for path in images if path.startswith("static/"))})
    beside = [File(path, f"digest of {path}", path) for path in paths]
    own = tuple(File(path, f"digest of {path}", path.removeprefix("static/")) for path in loose)
    known = layout_of(settings)
    found = [content_path_of(path, known) for path in [*unread, *(one.path for one in documents)]]
    places = [place for place in found if place]
    digests = {name: digest_of(value) for name, value in (data or {}).items()}
    ends = (*(end for one in documents for end in _expiries(one)), *expiries)
    core = core_digest(
        {one.path: one.digest for one in documents}, images.values(), (*beside, *own), places, ends
    )
    return Content(
        documents={one.path: one for one in documents},
        images=images,
        files={file.path: file for file in beside},
        static=own,
        data=data or {},
        theme=theme,
        places={place.path: place for place in places},
        expiries=ends,
        digests={one.path: one.digest for one in documents},
        bodies={one.path: f"body of {one.path}" for one in documents},
        key=content_digest(core, digests, theme),
        core=core,
        problems=(),
    )


def _expiries(document: Document) -> Iterator[Expiry]:
    """What reading finds in a front matter that has no mistake."""
    for key in ("photo", "cover"):
        shown: Photo | None = getattr(document.matter, key, None)
        if shown is not None and shown.expires is not None:
            yield Expiry(document.path, shown.src, shown.expires.instant)


class Linked:
    """A site in an engine, with what linking says of it."""

    def __init__(self, ask: Engine, passed_over: tuple[str, ...] = ()) -> None:
        self.ask = ask
        self._passed_over = passed_over
        self._site = ask(q.SiteOf())

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.ask(q.LinkProblems()) if one.code not in self._passed_over)

    @property
    def related(self) -> dict[str, LinkedRelated]:
        return {
            article.path: LinkedRelated(self.ask, self.ask(q.RelatedOf(article.path)))
            for lists in self._site.editions
            for article in lists.articles
        }

    @property
    def translations(self) -> dict[str, tuple[Any, ...]]:
        planned = SiteLookup(self.ask)
        return {path: found for path in self._site.placements if (found := planned.versions(path))}

    @property
    def editions(self) -> tuple[LinkedEdition, ...]:
        return tuple(LinkedEdition(self.ask, lists) for lists in self._site.editions)

    @property
    def refs(self) -> dict[str, tuple[ResolvedRef, ...]]:
        return {path: self.ask(q.ReferencesOf(path)).refs for path in self._site.placements}

    @property
    def pending(self) -> tuple[PendingLink, ...]:
        of_texts = [one for path in self._site.placements for one in self.ask(q.ReferencesOf(path)).pending]
        return (*of_texts, *self._site.pending)

    @property
    def files(self) -> tuple[Published, ...]:
        return self.ask(q.PublishedFiles())

    @property
    def pictures(self) -> tuple[Cut, ...]:
        return self.ask(q.PublishedCuts())

    @property
    def aliases(self) -> tuple[Alias, ...]:
        return self._site.aliases

    @property
    def unpublished(self) -> Mapping[str, str]:
        return self._site.unpublished

    @property
    def states(self) -> Mapping[str, State]:
        return self._site.states

    @property
    def due(self) -> dt.datetime | None:
        return self._site.due

    @property
    def until(self) -> dt.datetime | None:
        return self._site.until

    def addresses(self) -> dict[str, Address]:
        return {path: one.address for path, one in self._site.placements.items()}


class LinkedEdition:
    """One language of a site."""

    def __init__(self, ask: Engine, lists: EditionLists) -> None:
        self.ask = ask
        self.lists = lists
        edition = lists.edition
        self.lang, self.prefix, self.view = edition.lang, edition.prefix, edition.view
        self.home, self.indexes = edition.home, edition.indexes
        self.lead = self._article(edition.lead) if edition.lead else None
        self.features = tuple(map(self._article, edition.features))

    def _article(self, path: str) -> LinkedArticle:
        article = self.ask(q.ArticleOf(path))
        assert article is not None
        return LinkedArticle(self.ask, article)

    @property
    def articles(self) -> tuple[LinkedArticle, ...]:
        return tuple(LinkedArticle(self.ask, article) for article in self.lists.articles)

    @property
    def pages(self) -> tuple[LinkedPage, ...]:
        return tuple(LinkedPage(self.ask, one) for one in self.lists.pages)

    @property
    def by_id(self) -> dict[str, LinkedArticle]:
        return {one.document.id: one for one in self.articles}

    def _groups(self, kind: str) -> tuple[LinkedGroup, ...]:
        return tuple(LinkedGroup(self, group) for group in self.lists.groups[kind].values())

    @property
    def sections(self) -> tuple[LinkedGroup, ...]:
        return self._groups("section")

    @property
    def tags(self) -> tuple[LinkedGroup, ...]:
        return self._groups("tag")

    @property
    def authors(self) -> tuple[LinkedGroup, ...]:
        return self._groups("author")

    @property
    def issues(self) -> tuple[LinkedGroup, ...]:
        return self._groups("issue")

    @property
    def series(self) -> tuple[LinkedGroup, ...]:
        return self._groups("series")


class LinkedGroup:
    """A group of a site, with its articles."""

    def __init__(self, edition: LinkedEdition, group: Group) -> None:
        self.view, self.address, self.document = view_of(edition.ask, group), group.address, group.document
        self.articles = tuple(map(edition._article, group.members))


class LinkedPage:
    """A page of a site."""

    def __init__(self, ask: Engine, one: SitePage) -> None:
        self.document, self.address = one.document, one.address
        self.view = ask(q.PageOf(one.document.path)).view


class LinkedRelated:
    """What is shown beside an article."""

    def __init__(self, ask: Engine, related: Related) -> None:
        self.cards = tuple(ask(q.CardOf(path)).card for path in related.articles)
        self.elsewhere = related.elsewhere


class LinkedArticle:
    """An article of a site, with its card."""

    def __init__(self, ask: Engine, article: Article) -> None:
        self.article, self.address = article, article.address
        self.document = ask(q.DocumentOf(article.path))
        self.card = ask(q.CardOf(article.path)).card
        self.section, self.tags, self.authors = article.section, article.tags, article.authors
        self.visibility = article.visibility


class Plan:
    """What is planned of a linked site."""

    def __init__(self, linked: Linked) -> None:
        self.ask = linked.ask

    @property
    def routes(self) -> Mapping[str, Route[Any]]:
        return self.ask(RoutesOf()).routes

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.ask(PlanProblems())

    def job(self, output: str) -> Any:
        return self.ask(JobOf(output))

    def jobs(self) -> dict[str, Any]:
        return {output: self.job(output) for output in self.routes}

    def refs(self, path: str) -> tuple[ResolvedRef, ...]:
        return self.ask(q.RefsOf(path))


def site(
    *documents: Document,
    settings: Config = PLAIN,
    now: dt.datetime = NOW,
    drafts: bool = False,
    left_out: Iterable[str] = (),
    **read: Any,
) -> Linked:
    """The documents, linked."""
    everything = content(*documents, settings=settings, **read)
    linked = link(everything, settings, BuildTime(now, drafts), left_out)
    return Linked(linked.ask, ("unused-file",))  # tests/link/test_unused_files.py


def link(
    read: Content,
    settings: Config,
    moment: BuildTime,
    left_out: Iterable[str] = (),
    ask: Engine | None = None,
) -> Linked:
    """What was read, linked: by a new engine, or by one that knows earlier times."""
    ask = ask or engine()
    _GIVEN[ask] = set_inputs(
        ask, read, settings, moment, frozenset(left_out), _GIVEN.get(ask, EngineInputs())
    )
    return Linked(ask)


#: The digests of what engines were given last.
_GIVEN: WeakKeyDictionary[Engine, EngineInputs] = WeakKeyDictionary()


def plan(*documents: Document, **arguments: Any) -> Plan:
    """The documents, linked and planned."""
    return Plan(site(*documents, **arguments))


def edition(linked: Linked, lang: str = "en") -> LinkedEdition:
    """One language of a site."""
    return next(one for one in linked.editions if one.lang == lang)


def article(linked: Linked, id_: str, lang: str = "en") -> LinkedArticle:
    """The article of an id."""
    return next(one for one in edition(linked, lang).articles if one.document.id == id_)


def ids(articles: Iterable[Any]) -> list[str]:
    """The ids of articles or of their cards."""
    return [getattr(entry, "card", entry).id for entry in articles]


def codes(problems: Iterable[Problem]) -> list[str]:
    """The codes of problems, in their order."""
    return [problem.code for problem in problems]


T = TypeVar("T")


def only(values: Iterable[T]) -> T:
    """The one value that there is."""
    found = list(values)
    assert len(found) == 1, found
    return found[0]


def put(value: Any, **changes: Any) -> Any:
    """A frozen value with some fields changed."""
    return msgspec.structs.replace(value, **changes)
