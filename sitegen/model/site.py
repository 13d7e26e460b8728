"""What linking makes of documents: a site whose every part has its URL, its visibility and its neighbours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from sitegen.config import Config
from sitegen.model.documents import Document, Theme, ref_key
from sitegen.model.jobs import ResolvedRef
from sitegen.model.pictures import Cut
from sitegen.model.views import (
    AuthorView,
    Card,
    ExternalCard,
    IssueView,
    PageView,
    SectionView,
    SeriesView,
    SiteView,
    TagView,
    Translation,
)
from sitegen.problems import Problem


class State(StrEnum):
    """Where a document stands at the build's moment. Only `live` is public."""

    LIVE = "live"
    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Visibility(Struct, frozen=True, gc=False):
    """What is decided of a document: its state, whether this build shows it, whether only its opening.

    `due` is the next instant at which the clock alone shows or hides it.
    """

    state: State
    shown: bool
    gated: bool
    due: dt.datetime | None = None

    @property
    def told(self) -> State:
        """The state that pages tell: of what is not finished. A preview shows all else as it will be."""
        return self.state if self.state in (State.DRAFT, State.REVIEW) else State.LIVE


class Address(Struct, frozen=True, gc=False):
    """Where something stands: its path in the output tree, and its URL with the base URL's path, encoded."""

    output: str
    url: str


class Article(Struct, frozen=True, gc=False):
    """An article that this build shows."""

    document: Document
    address: Address
    visibility: Visibility
    section: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    card: Card


class Page(Struct, frozen=True, gc=False):
    """A page that this build shows."""

    document: Document
    address: Address
    view: PageView


class Section(Struct, frozen=True, gc=False):
    """A section with its articles, newest first."""

    address: Address
    view: SectionView
    document: Document | None
    articles: tuple[Article, ...]


class Tag(Struct, frozen=True, gc=False):
    """A tag with its articles, newest first."""

    address: Address
    view: TagView
    document: Document | None
    articles: tuple[Article, ...]


class Author(Struct, frozen=True, gc=False):
    """A described author with their articles, newest first."""

    address: Address
    view: AuthorView
    document: Document
    articles: tuple[Article, ...]


class Issue(Struct, frozen=True, gc=False):
    """A magazine issue with its articles in the order of its contents."""

    address: Address
    view: IssueView
    document: Document
    articles: tuple[Article, ...]


class Series(Struct, frozen=True, gc=False):
    """A series with its articles, oldest first."""

    address: Address
    view: SeriesView
    document: Document
    articles: tuple[Article, ...]


Group = Section | Tag | Author | Issue | Series


class Related(Struct, frozen=True, gc=False):
    """What is shown beside an article: articles of this site, and of others."""

    cards: tuple[Card, ...]
    elsewhere: tuple[ExternalCard, ...]


class PendingLink(Struct, frozen=True, gc=False):
    """A link to a URL of this site that only the plan can tell to be there; `output` is the path it needs."""

    source: str
    output: str
    written: str
    fragment: str
    index: int = -1
    """Which of the document's refs it is; -1 for one of the configuration."""
    setting: str = ""
    """The configuration's key that holds it."""

    @property
    def key(self) -> str:
        """The key that a problem of it names."""
        return ref_key(self.index) if self.index >= 0 else self.setting


class Edition(Struct, frozen=True, gc=False):
    """The site in one language."""

    lang: str
    prefix: str
    """The first part of its output paths: empty, or `fr/`."""
    view: SiteView
    articles: tuple[Article, ...]
    """Newest first."""
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    tags: tuple[Tag, ...]
    authors: tuple[Author, ...]
    issues: tuple[Issue, ...]
    """Newest first."""
    series: tuple[Series, ...]
    home: Document | None
    lead: Article | None
    features: tuple[Article, ...]
    indexes: Mapping[str, Document]
    """Descriptions of the lists of authors, tags, issues and series, by the list's name."""
    by_id: Mapping[str, Article]
    """The articles again, by id."""
    groups: Mapping[str, Mapping[str, Group]]
    """Sections, tags, authors, issues and series again, by `section`, `tag`, … and id."""


class Alias(Struct, frozen=True, gc=False):
    """A former URL of a document, which leads to its present one."""

    output: str
    url: str
    title: str
    lang: str
    source: str
    key: str
    """The front-matter key that it stands under."""


class Published(Struct, frozen=True, gc=False):
    """A file that goes out with a document, or from `static/`; `source` is its path from the project's
    root."""

    source: str
    digest: str
    output: str


class Site(Struct, frozen=True, gc=False):
    """Everything that a build publishes, in all languages."""

    config: Config
    base_path: str
    """The base URL's path: `/` or `/review/`."""
    moment: dt.datetime
    due: dt.datetime | None
    """When the next article appears or goes, by the clock alone."""
    until: dt.datetime | None
    """When the clock may change anything, if only the state of what is hidden."""
    editions: tuple[Edition, ...]
    refs: Mapping[str, tuple[ResolvedRef, ...]]
    """The resolved references of each shown document, by its path."""
    pending: tuple[PendingLink, ...]
    related: Mapping[str, Related]
    """By the article's path."""
    translations: Mapping[str, tuple[Translation, ...]]
    """The other languages' versions of a document, by its path; of a list, by `<lang>:<list's name>`."""
    aliases: tuple[Alias, ...]
    unpublished: Mapping[str, str]
    """The paths of documents that are not part of it, by the outputs that they would have."""
    files: tuple[Published, ...]
    expired: Mapping[str, str]
    """The digests of picture files that may not be shown any more, with the document that says so."""
    pictures: tuple[Cut, ...]
    """The sizes and crops that pages may show, by their names."""
    bodies: Mapping[str, str]
    """The digest of each document's body in the store, by the document's path."""
    theme: Theme
    data: Mapping[str, Any]
    states: Mapping[str, State]
    """The state of every article and page that was read, shown or not, by its path."""
    key: str
    """A digest of everything else but bodies, problems and the moment: of all that its plan is made of, and
    all answers to queries."""
    core: str
    """The same without data and theme, which linking only passes on."""
    problems: tuple[Problem, ...]
