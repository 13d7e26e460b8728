"""Questions that can be asked of a site, and the types of their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

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

# Inputs: what reading, the command and the clock say


class Settings(Query[Config], frozen=True):
    """The configuration."""


class Now(Query[BuildTime], frozen=True):
    """The build's moment."""


class LeftOut(Query[frozenset[str]], frozen=True):
    """The paths of documents that a partial build does without."""


class ReadPaths(Query[tuple[str, ...]], frozen=True):
    """The paths of the documents that could be read."""


class DocumentRead(Query[Document], frozen=True):
    """A document as its file says it."""

    path: str


class BodyDigestOf(Query[str], frozen=True):
    """The digest of a document's body in the store."""

    path: str


class ContentPaths(Query[Mapping[str, ContentPath]], frozen=True):
    """Where each document belongs by its path: of those that could not be read, too."""


class Expiries(Query[tuple[Expiry, ...]], frozen=True):
    """Until when pictures may be shown, as all documents say."""


class Images(Query[Mapping[str, ImageInfo]], frozen=True):
    """What is known of every picture, by its path."""


class ContentFiles(Query[Mapping[str, File]], frozen=True):
    """The files of the content folders that are no documents, by their paths."""


class StaticFiles(Query[tuple[File, ...]], frozen=True):
    """The files of `static/`."""


class DataFile(Query[Any], frozen=True):
    """What a file of `data/` holds."""

    name: str


class DataNamed(Query[Any], frozen=True):
    """What a file of `data/` holds; None where there is none."""

    name: str


class ThemeInUse(Query[Theme], frozen=True):
    """The theme with its parents, and the site's own templates."""


# How the site is organised: what changes when documents come, go, move or appear


class SiteOf(Query[Site], frozen=True):
    """All of the organisation at once. Whoever asks for it is asked again after each change of it."""


class StatesOf(Query[Mapping[str, State]], frozen=True):
    """The state of every article and page that was read, shown or not, by its path."""


class DueOf(Query[tuple[dt.datetime | None, dt.datetime | None]], frozen=True):
    """When the clock alone shows or hides the next document, and when it may change anything at all."""


class ShownPaths(Query[tuple[str, ...]], frozen=True):
    """The paths of all shown documents."""


class BasePath(Query[str], frozen=True):
    """The base URL's path: `/` or `/review/`."""


class Editions(Query[tuple[str, ...]], frozen=True):
    """The languages, the main one first."""


class EditionOf(Query[Edition], frozen=True):
    """The site in one language."""

    lang: str


class SiteViewOf(Query[SiteView], frozen=True):
    """What all pages of a language know of the site."""

    lang: str


class PlacementOf(Query[Placement | None], frozen=True):
    """Where a document stands and who sees it; None for one that is not shown."""

    path: str


class ArticleOf(Query[Article | None], frozen=True):
    """An article that is shown."""

    path: str


class ArticleNamed(Query[str | None], frozen=True):
    """The path of the article that is shown under an id."""

    lang: str
    id: str


class MembersOf(Query[tuple[str, ...]], frozen=True):
    """The paths of a group's articles in their order; those of the whole edition without a `kind`."""

    lang: str
    kind: str = ""
    id: str = ""


class GroupOf(Query[Group | None], frozen=True):
    """A section, tag, author, issue or series."""

    lang: str
    kind: str
    id: str


class GroupsOf(Query[tuple[str, ...]], frozen=True):
    """The ids of an edition's groups of a kind, in their order."""

    lang: str
    kind: str


class RelatedOf(Query[Related], frozen=True):
    """What is shown beside an article."""

    path: str


class VersionsOf(Query[tuple[tuple[str, str], ...]], frozen=True):
    """A document's versions in other languages, each with its language and path, in the order of the
    languages."""

    path: str


class Aliases(Query[tuple[Alias, ...]], frozen=True):
    """Former URLs of documents."""


class Unpublished(Query[Mapping[str, str]], frozen=True):
    """The paths of documents that are not published, by the outputs that they would have."""


# What each document says


class DocumentOf(Query[Document], frozen=True):
    """A document, with the id and the date that it has among the others."""

    path: str


class TitleOf(Query[str], frozen=True):
    """The title of a document: an author's is their name."""

    path: str


class AnchorsOf(Query[Outline], frozen=True):
    """The outline of a document with nothing in it but anchors."""

    path: str


class AuthorNoteOf(Query[AuthorNote | None], frozen=True):
    """What an article says of a described author; None where there is nothing to say."""

    lang: str
    id: str


class CardOf(Query[CardResult], frozen=True):
    """How lists show an article."""

    path: str


class PageOf(Query[PageResult], frozen=True):
    """A page outside the sections."""

    path: str


class ReferencesOf(Query[ResolvedRefs], frozen=True):
    """What became of the links and pictures in a shown document's text."""

    path: str


class SettingLinks(Query[tuple[PendingLink, ...]], frozen=True):
    """The links of the configuration that lead to URLs of this site."""


class ResultOf(Query[DocumentResult], frozen=True):
    """What has to be published for a document, and what is wrong with what it shows and leads to."""

    path: str


class AllResults(Query[Mapping[str, DocumentResult]], frozen=True):
    """The outcomes of all shown documents."""


# What all of it comes to


class ListedPage(Struct, frozen=True, gc=False):
    """A page that search engines may list: its language, its URL, the path of its document, if it has one,
    and when that changed."""

    lang: str
    url: str
    path: str = ""
    modified: When | None = None


class ListedPages(Query[tuple[ListedPage, ...]], frozen=True):
    """The pages that search engines may list, in the order of the sitemap."""


class PublishedFiles(Query[tuple[Published, ...]], frozen=True):
    """The files that go out as they are."""


class PublishedCuts(Query[tuple[Cut, ...]], frozen=True):
    """The sizes and crops of pictures that pages may show, by their names."""


class ExpiredFiles(Query[Mapping[str, str]], frozen=True):
    """The digests of picture files that may not be shown any more, with the document that says so."""


class LinkProblems(Query[tuple[Problem, ...]], frozen=True):
    """All that linking finds wrong."""


class RefsOf(Query[tuple[ResolvedRef, ...]], frozen=True):
    """A document's references as its page writes them: links to URLs of the site are checked."""

    path: str
