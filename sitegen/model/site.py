"""The results of linking: a site in which everything has its URL, visibility and neighbours."""

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
    """The state of a document at build time. Only `live` is public."""

    LIVE = "live"
    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Visibility(Struct, frozen=True, gc=False):
    """The visibility of a document: its state, whether this build shows it, and whether only its opening.

    `due` is when the clock alone next shows or hides it.
    """

    state: State
    shown: bool
    gated: bool
    due: dt.datetime | None = None

    @property
    def displayed_state(self) -> State:
        """The state that pages show: `draft` and `review`, or else `live`."""
        return self.state if self.state in (State.DRAFT, State.REVIEW) else State.LIVE


class BuildTime(Struct, frozen=True, gc=False):
    """The build time (UTC), and what to show besides public documents: `drafts` and articles in review, or
    `everything` but withdrawn ones, as previews do."""

    now: dt.datetime
    drafts: bool = False
    everything: bool = False


class Address(Struct, frozen=True, gc=False):
    """An address in the site: a path in the output tree, and the encoded URL with the base URL's path."""

    output: str
    url: str


class Placement(Struct, frozen=True, gc=False):
    """The address of a shown document, and how much of it is shown."""

    address: Address
    gated: bool = False
    state: State = State.LIVE
    """The state that pages show."""


class CardLinks(Struct, frozen=True, gc=False):
    """The links on an article's card."""

    section: Link
    tags: tuple[Link, ...]
    authors: tuple[Byline, ...]
    issue: Link | None = None
    series: Link | None = None


class Article(Struct, frozen=True, gc=False):
    """An article that this build shows: everything that decides on its URL and on the lists that contain it.

    Its `document` has only these fields. Ask `DocumentOf` for the full document, and `CardOf` for its card.
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
        """The path of its file from the project root."""
        return self.document.path

    @property
    def matter(self) -> ArticleMatter:
        """The part of its front matter that decides where it is listed."""
        return self.document.matter

    @property
    def date(self) -> When:
        """Its publication date."""
        assert self.matter.date is not None  # without one it is not shown
        return self.matter.date

    @property
    def is_live(self) -> bool:
        """Whether it is finished, so lists may show it."""
        return self.visibility.displayed_state is State.LIVE


class SitePage(Struct, frozen=True, gc=False):
    """A standalone page that this build shows."""

    document: Document[PageMatter]
    address: Address
    visibility: Visibility


GroupView = SectionView | TagView | AuthorView | IssueView | SeriesView


class Group(Struct, frozen=True, gc=False):
    """A section, tag, author, issue or series, depending on `kind`. The views of issues and series have no
    cards yet."""

    kind: str
    address: Address
    view: GroupView
    document: Document | None
    """The document that describes it, if any."""
    members: tuple[str, ...]
    """The paths of its articles: newest first; in a series, oldest first; in an issue, in the order of its
    contents."""

    @property
    def title(self) -> str:
        """Its title; for an author, the name."""
        return self.view.name if isinstance(self.view, AuthorView) else self.view.title

    @property
    def photo(self) -> PhotoView | None:
        """Its image; for an issue, the cover."""
        return self.view.cover if isinstance(self.view, IssueView) else self.view.photo

    @property
    def path(self) -> str:
        """The path of the document that describes it, or empty."""
        return self.document.path if self.document else ""


class Needs(Struct, frozen=True, gc=False):
    """The files and images that have to be published."""

    files: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()


class CardResult(Struct, frozen=True, gc=False):
    """The card of an article, with the problems of its content and the files that it needs."""

    card: Card
    problems: tuple[Problem, ...] = ()
    needs: Needs = Needs()


class PageResult(Struct, frozen=True, gc=False):
    """The view of a page, with its problems and the files that it needs."""

    view: PageView
    problems: tuple[Problem, ...] = ()
    needs: Needs = Needs()


class DocumentResult(Struct, frozen=True, gc=False, omit_defaults=True):
    """The files that a document needs, and the problems with its images and links."""

    needs: Needs = Needs()
    problems: tuple[Problem, ...] = ()


class ResolvedRefs(Struct, frozen=True, gc=False):
    """The resolved references of a text, links that only the plan can check, problems, and the files that the
    text needs."""

    refs: tuple[ResolvedRef, ...] = ()
    pending: tuple[PendingLink, ...] = ()
    problems: tuple[Problem, ...] = ()
    needs: Needs = Needs()


class Related(Struct, frozen=True, gc=False):
    """The related articles of an article: paths on this site, and articles on other sites."""

    articles: tuple[str, ...] = ()
    elsewhere: tuple[ExternalCard, ...] = ()


class PendingLink(Struct, frozen=True, gc=False):
    """A link to a URL of this site that only the plan can check: `output` has to be an output path."""

    source: str
    output: str
    written: str
    fragment: str
    index: int = -1
    """The index in the document's refs; -1 for a link in the configuration."""
    setting: str = ""
    """The key of the configuration that contains it."""

    @property
    def key(self) -> str:
        """The `key` for problems with it."""
        return ref_key(self.index) if self.index >= 0 else self.setting


class Edition(Struct, frozen=True, gc=False):
    """What all pages in a language share."""

    lang: str
    prefix: str
    """The prefix of its output paths: empty, or `fr/`."""
    view: SiteView
    home: Document[HomeMatter] | None
    lead: str
    """The path of the lead article, or empty."""
    features: tuple[str, ...]
    """The paths of the features that follow the lead."""
    indexes: Mapping[str, Document[IndexMatter]]
    """The documents that describe the lists of authors, tags, issues and series, by the name of the list."""


class EditionLists(Struct, frozen=True, gc=False):
    """All articles, pages and groups in a language."""

    edition: Edition
    articles: tuple[Article, ...]
    """Newest first."""
    pages: tuple[SitePage, ...]
    groups: Mapping[str, Mapping[str, Group]]
    """Sections, tags, authors, issues and series in order, by kind (`section`, `tag`, …) and id."""
    by_id: Mapping[str, Article]
    """The articles, by id."""


class Alias(Struct, frozen=True, gc=False):
    """A former URL of a document, which redirects to its current one."""

    output: str
    url: str
    lang: str
    source: str
    key: str
    """The front-matter key that contains it."""


class Published(Struct, frozen=True, gc=False):
    """A file to publish, from the content folders or `static/`. `source` is its path from the project
    root."""

    source: str
    digest: str
    output: str


class Site(Struct, frozen=True, gc=False):
    """The organisation of a site, in all languages."""

    base_path: str
    """The base URL's path: `/` or `/review/`."""
    due: dt.datetime | None
    """When the clock alone next shows or hides an article."""
    until: dt.datetime | None
    """When the clock next changes anything, even if only the state of a hidden document."""
    editions: tuple[EditionLists, ...]
    placements: Mapping[str, Placement]
    """The placement of each shown document, by path."""
    versions: Mapping[str, tuple[tuple[str, str], ...]]
    """The translations of each document, as languages and paths, by the document's path."""
    aliases: tuple[Alias, ...]
    unpublished: Mapping[str, str]
    """The paths of unpublished documents, by the output paths that they would have."""
    states: Mapping[str, State]
    """The state of every readable article and page, shown or not, by path."""
    pending: tuple[PendingLink, ...]
    """The links in the configuration to URLs of the site."""
    needs: Needs
    """The files that the groups' photos need."""
    problems: tuple[Problem, ...]
