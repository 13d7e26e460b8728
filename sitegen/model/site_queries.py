"""Queries about a site, and the types of their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from sitegen.config.settings import Config
from sitegen.model.documents import ContentPath, Document, Expiry, File, ImageInfo, Outline, Theme
from sitegen.model.front_matter import When
from sitegen.model.images import Cut
from sitegen.model.jobs import ResolvedRef
from sitegen.model.query import Query
from sitegen.model.site import (
    Alias,
    Article,
    BuildTime,
    CardResult,
    DocumentResult,
    Edition,
    Group,
    PageResult,
    PendingLink,
    Placement,
    Published,
    Related,
    ResolvedRefs,
    Site,
    State,
)
from sitegen.model.views import AuthorNote, SiteView
from sitegen.problems import Problem

# Inputs: from reading, the command line and the clock


class Settings(Query[Config], frozen=True):
    """The configuration."""


class Now(Query[BuildTime], frozen=True):
    """The build time."""


class LeftOut(Query[frozenset[str]], frozen=True):
    """The paths of documents that a partial build leaves out."""


class ReadPaths(Query[tuple[str, ...]], frozen=True):
    """The paths of all readable documents."""


class DocumentRead(Query[Document], frozen=True):
    """A document, as read from its file."""

    path: str


class BodyDigestOf(Query[str], frozen=True):
    """The digest of a document's body in the store."""

    path: str


class ContentPaths(Query[Mapping[str, ContentPath]], frozen=True):
    """The ContentPath of each document, readable or not, by path."""


class Expiries(Query[tuple[Expiry, ...]], frozen=True):
    """The image expiries from all documents."""


class Images(Query[Mapping[str, ImageInfo]], frozen=True):
    """All images, by path."""


class ContentFiles(Query[Mapping[str, File]], frozen=True):
    """The other files in the content folders, by path."""


class StaticFiles(Query[tuple[File, ...]], frozen=True):
    """The files in `static/`."""


class DataFile(Query[object], frozen=True):
    """The value in a file of `data/`."""

    name: str


class DataNamed(Query[object], frozen=True):
    """The value in a file of `data/`; None if there is no such file."""

    name: str


class ThemeInUse(Query[Theme], frozen=True):
    """The theme with its parents, and the site's own templates."""


# The organisation of the site: it changes when documents are added, removed, moved or published


class SiteOf(Query[Site], frozen=True):
    """The whole organisation of the site. It rarely equals a previous one, so ask for a part of it if you
    can."""


class StatesOf(Query[Mapping[str, State]], frozen=True):
    """The state of every readable article and page, shown or not, by path."""


class DueOf(Query[tuple[dt.datetime | None, dt.datetime | None]], frozen=True):
    """When the clock alone next shows or hides a document, and when it next changes anything at all."""


class ShownPaths(Query[tuple[str, ...]], frozen=True):
    """The paths of all shown documents."""


class BasePath(Query[str], frozen=True):
    """The base URL's path: `/` or `/review/`."""


class Editions(Query[tuple[str, ...]], frozen=True):
    """The languages of the site, main language first."""


class EditionOf(Query[Edition], frozen=True):
    """The site in one language."""

    lang: str


class SiteViewOf(Query[SiteView], frozen=True):
    """The view of the site that all pages of a language share."""

    lang: str


class PlacementOf(Query[Placement | None], frozen=True):
    """The URL of a document and how much of it is shown; None if it is not shown."""

    path: str


class ArticleOf(Query[Article | None], frozen=True):
    """A shown article; None for any other path."""

    path: str


class ArticleNamed(Query[str | None], frozen=True):
    """The path of the shown article with an id."""

    lang: str
    id: str


class MembersOf(Query[tuple[str, ...]], frozen=True):
    """The paths of a group's articles in order; without a `kind`, of all articles in the language."""

    lang: str
    kind: str = ""
    id: str = ""


class GroupOf(Query[Group | None], frozen=True):
    """A section, tag, author, issue or series."""

    lang: str
    kind: str
    id: str


class GroupsOf(Query[tuple[str, ...]], frozen=True):
    """The ids of all groups of a kind, in order."""

    lang: str
    kind: str


class RelatedOf(Query[Related], frozen=True):
    """The related articles of an article."""

    path: str


class VersionsOf(Query[tuple[tuple[str, str], ...]], frozen=True):
    """The translations of a document, each as its language and path, in the order of the languages."""

    path: str


class Aliases(Query[tuple[Alias, ...]], frozen=True):
    """Former URLs of documents."""


class Unpublished(Query[Mapping[str, str]], frozen=True):
    """The paths of unpublished documents, by the output paths that they would have."""


# Single documents


class DocumentOf(Query[Document], frozen=True):
    """A document, with the id and date that it has in the site."""

    path: str


class TitleOf(Query[str], frozen=True):
    """The title of a document; for an author profile, the name."""

    path: str


class AnchorsOf(Query[Outline], frozen=True):
    """The outline of a document, reduced to its anchors."""

    path: str


class AuthorNoteOf(Query[AuthorNote | None], frozen=True):
    """The note about an author below articles; None if there is nothing to show."""

    lang: str
    id: str


class CardOf(Query[CardResult], frozen=True):
    """The card of an article."""

    path: str


class PageOf(Query[PageResult], frozen=True):
    """The view of a standalone page."""

    path: str


class ReferencesOf(Query[ResolvedRefs], frozen=True):
    """The resolved links and images in the text of a shown document."""

    path: str


class SettingLinks(Query[tuple[PendingLink, ...]], frozen=True):
    """The links in the configuration to URLs of this site."""


class ResultOf(Query[DocumentResult], frozen=True):
    """The files that a document needs, and the problems with its images and links."""

    path: str


class AllResults(Query[Mapping[str, DocumentResult]], frozen=True):
    """The results of all shown documents, by path."""


# Results for the whole site


class ListedPage(Struct, frozen=True, gc=False):
    """A page that search engines may index: its language and URL, the path of its document, if any, and the
    document's last change."""

    lang: str
    url: str
    path: str = ""
    modified: When | None = None


class ListedPages(Query[tuple[ListedPage, ...]], frozen=True):
    """The pages that search engines may index, in the order of the sitemap."""


class PublishedFiles(Query[tuple[Published, ...]], frozen=True):
    """The files to copy to the output."""


class PublishedCuts(Query[tuple[Cut, ...]], frozen=True):
    """The images to publish in several sizes, by name."""


class ExpiredFiles(Query[Mapping[str, str]], frozen=True):
    """By the digest of each expired image, the path of the document that gives its expiry."""


class LinkProblems(Query[tuple[Problem, ...]], frozen=True):
    """All problems from linking."""


class RefsOf(Query[tuple[ResolvedRef, ...]], frozen=True):
    """The resolved references of a document, with links to URLs of the site checked."""

    path: str
