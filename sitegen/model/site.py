"""What linking makes of documents: a site whose every part has its URL, its visibility and its neighbours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from sitegen.model.documents import Document, ref_key
from sitegen.model.front_matter import ArticleMatter, HomeMatter, IndexMatter, PageMatter, When
from sitegen.model.images import Cut
from sitegen.model.jobs import ResolvedRef
from sitegen.model.views import (
    AuthorView,
    Byline,
    Card,
    ExternalCard,
    IssueView,
    Link,
    PageView,
    PhotoView,
    SectionView,
    SeriesView,
    SiteView,
    TagView,
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


class BuildTime(Struct, frozen=True, gc=False):
    """The build's moment (UTC), and what is shown beside what is public then: drafts and articles in review,
    or everything that is not withdrawn, as its author's preview shows it."""

    now: dt.datetime
    drafts: bool = False
    everything: bool = False


class Address(Struct, frozen=True, gc=False):
    """Where something stands: its path in the output tree, and its URL with the base URL's path, encoded."""

    output: str
    url: str


class Placement(Struct, frozen=True, gc=False):
    """Where a shown document stands, and how much of it is shown."""

    address: Address
    gated: bool = False
    state: State = State.LIVE
    """The state that pages tell."""


class CardLinks(Struct, frozen=True, gc=False):
    """What an article's card leads to."""

    section: Link
    tags: tuple[Link, ...]
    authors: tuple[Byline, ...]
    issue: Link | None = None
    series: Link | None = None


class Article(Struct, frozen=True, gc=False):
    """An article that this build shows: all that decides on where it stands, and in which lists.

    Its `document` has only that; what it says is in the answer to `DocumentOf`, and how lists show it in that
    to `CardOf`.
    """

    document: Document[ArticleMatter]
    address: Address
    visibility: Visibility
    section: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    links: CardLinks

    @property
    def path(self) -> str:
        """Its file's path from the project's root."""
        return self.document.path

    @property
    def matter(self) -> ArticleMatter:
        """What of its front matter decides on where it stands."""
        return self.document.matter

    @property
    def date(self) -> When:
        """When it was, or will be, published."""
        assert self.matter.date is not None  # without one it is not shown
        return self.matter.date

    @property
    def is_live(self) -> bool:
        """Whether it is finished, so that others may list it."""
        return self.visibility.told is State.LIVE


class SitePage(Struct, frozen=True, gc=False):
    """A page that this build shows."""

    document: Document[PageMatter]
    address: Address
    visibility: Visibility


GroupView = SectionView | TagView | AuthorView | IssueView | SeriesView


class Group(Struct, frozen=True, gc=False):
    """A section, tag, author, issue or series: `kind` says which. The views of issues and series have no
    cards yet."""

    kind: str
    address: Address
    view: GroupView
    document: Document | None
    """What describes it."""
    members: tuple[str, ...]
    """The paths of its articles: newest first, of a series oldest first, of an issue in the order of its
    contents."""

    @property
    def title(self) -> str:
        """Its title: an author's is their name."""
        return self.view.name if isinstance(self.view, AuthorView) else self.view.title

    @property
    def photo(self) -> PhotoView | None:
        """Its picture: an issue's is its cover."""
        return self.view.cover if isinstance(self.view, IssueView) else self.view.photo

    @property
    def path(self) -> str:
        """The path of the document that describes it; empty where none does."""
        return self.document.path if self.document else ""


class Needs(Struct, frozen=True, gc=False):
    """The paths of files, and the sizes and crops of pictures, that have to be published."""

    files: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()


class CardResult(Struct, frozen=True, gc=False):
    """An article's card, what is wrong with what it shows, and what has to be published for it."""

    card: Card
    problems: tuple[Problem, ...] = ()
    needs: Needs = Needs()


class PageResult(Struct, frozen=True, gc=False):
    """A page as its template sees it, what is wrong with it, and what has to be published for it."""

    view: PageView
    problems: tuple[Problem, ...] = ()
    needs: Needs = Needs()


class DocumentResult(Struct, frozen=True, gc=False, omit_defaults=True):
    """What has to be published for a document, and what is wrong with what it shows and leads to."""

    needs: Needs = Needs()
    problems: tuple[Problem, ...] = ()


class ResolvedRefs(Struct, frozen=True, gc=False):
    """What became of a text's references: those in their places, links that only the plan can check, what is
    wrong, and what has to be published."""

    refs: tuple[ResolvedRef, ...] = ()
    pending: tuple[PendingLink, ...] = ()
    problems: tuple[Problem, ...] = ()
    needs: Needs = Needs()


class Related(Struct, frozen=True, gc=False):
    """What is shown beside an article: articles of this site, by their paths, and of others."""

    articles: tuple[str, ...] = ()
    elsewhere: tuple[ExternalCard, ...] = ()


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
    """What all pages of one language have in common."""

    lang: str
    prefix: str
    """The first part of its output paths: empty, or `fr/`."""
    view: SiteView
    home: Document[HomeMatter] | None
    lead: str
    """The path of the article that leads; empty where there is none."""
    features: tuple[str, ...]
    """The paths of those that follow it."""
    indexes: Mapping[str, Document[IndexMatter]]
    """Descriptions of the lists of authors, tags, issues and series, by the list's name."""


class EditionLists(Struct, frozen=True, gc=False):
    """Everything in one language."""

    edition: Edition
    articles: tuple[Article, ...]
    """Newest first."""
    pages: tuple[SitePage, ...]
    groups: Mapping[str, Mapping[str, Group]]
    """Sections, tags, authors, issues and series in their order, by `section`, `tag`, … and id."""
    by_id: Mapping[str, Article]
    """The articles again, by id."""


class Alias(Struct, frozen=True, gc=False):
    """A former URL of a document, which leads to its present one."""

    output: str
    url: str
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
    """How everything that a build publishes is organised, in all languages."""

    base_path: str
    """The base URL's path: `/` or `/review/`."""
    due: dt.datetime | None
    """When the next article appears or goes, by the clock alone."""
    until: dt.datetime | None
    """When the clock may change anything, if only the state of what is hidden."""
    editions: tuple[EditionLists, ...]
    placements: Mapping[str, Placement]
    """By the paths of shown documents."""
    versions: Mapping[str, tuple[tuple[str, str], ...]]
    """A document's versions in other languages, each with its language and path, by its path."""
    aliases: tuple[Alias, ...]
    unpublished: Mapping[str, str]
    """The paths of documents that are not part of it, by the outputs that they would have."""
    states: Mapping[str, State]
    """The state of every article and page that was read, shown or not, by its path."""
    pending: tuple[PendingLink, ...]
    """The configuration's links to URLs of the site."""
    needs: Needs
    """What has to be published for the groups' photos."""
    problems: tuple[Problem, ...]
