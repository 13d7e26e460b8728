"""Questions that can be asked of a site, and the types of their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sitegen.config import Config
from sitegen.model.asking import Question
from sitegen.model.content import When
from sitegen.model.documents import Document, Expiry, File, Outline, Picture, Place, Theme
from sitegen.model.jobs import ResolvedRef
from sitegen.model.pictures import Cut
from sitegen.model.site import (
    Alias,
    Article,
    Edition,
    Group,
    MadeCard,
    MadePage,
    Moment,
    Outcome,
    PendingLink,
    Published,
    Related,
    ResolvedRefs,
    Site,
    Standing,
    State,
)
from sitegen.model.views import AuthorNote, SiteView
from sitegen.problems import Problem

# Inputs: what reading, the command and the clock say


class Settings(Question[Config], frozen=True):
    """The configuration."""


class Clock(Question[Moment], frozen=True):
    """The build's moment."""


class LeftOut(Question[frozenset[str]], frozen=True):
    """The paths of documents that a partial build does without."""


class ReadPaths(Question[tuple[str, ...]], frozen=True):
    """The paths of the documents that could be read."""


class DocumentRead(Question[Document], frozen=True):
    """A document as its file says it."""

    path: str


class TextOf(Question[str], frozen=True):
    """The digest of a document's body in the store."""

    path: str


class Places(Question[Mapping[str, Place]], frozen=True):
    """Where each document belongs by its path: of those that could not be read, too."""


class Expiries(Question[tuple[Expiry, ...]], frozen=True):
    """Until when pictures may be shown, as all documents say."""


class Pictures(Question[Mapping[str, Picture]], frozen=True):
    """What is known of every picture, by its path."""


class ContentFiles(Question[Mapping[str, File]], frozen=True):
    """The files of the content folders that are no documents, by their paths."""


class StaticFiles(Question[tuple[File, ...]], frozen=True):
    """The files of `static/`."""


class DataFile(Question[Any], frozen=True):
    """What a file of `data/` holds."""

    name: str


class DataNamed(Question[Any], frozen=True):
    """What a file of `data/` holds; None where there is none."""

    name: str


class ThemeInUse(Question[Theme], frozen=True):
    """The theme with its parents, and the site's own templates."""


# How the site is organised: what changes when documents come, go, move or appear


class SiteOf(Question[Site], frozen=True):
    """All of the organisation at once. Whoever asks for it is asked again after each change of it."""


class StatesOf(Question[Mapping[str, State]], frozen=True):
    """The state of every article and page that was read, shown or not, by its path."""


class DueOf(Question[tuple[dt.datetime | None, dt.datetime | None]], frozen=True):
    """When the clock alone shows or hides the next document, and when it may change anything at all."""


class ShownPaths(Question[tuple[str, ...]], frozen=True):
    """The paths of all shown documents."""


class BasePath(Question[str], frozen=True):
    """The base URL's path: `/` or `/review/`."""


class Editions(Question[tuple[str, ...]], frozen=True):
    """The languages, the main one first."""


class EditionOf(Question[Edition], frozen=True):
    """The site in one language."""

    lang: str


class SiteViewOf(Question[SiteView], frozen=True):
    """What all pages of a language know of the site."""

    lang: str


class StandingOf(Question[Standing | None], frozen=True):
    """Where a document stands and who sees it; None for one that is not shown."""

    path: str


class ArticleOf(Question[Article | None], frozen=True):
    """An article that is shown."""

    path: str


class ArticleNamed(Question[str | None], frozen=True):
    """The path of the article that is shown under an id."""

    lang: str
    id: str


class MembersOf(Question[tuple[str, ...]], frozen=True):
    """The paths of a group's articles in their order; those of the whole edition without a `kind`."""

    lang: str
    kind: str = ""
    id: str = ""


class GroupOf(Question[Group | None], frozen=True):
    """A section, tag, author, issue or series."""

    lang: str
    kind: str
    id: str


class GroupsOf(Question[tuple[str, ...]], frozen=True):
    """The ids of an edition's groups of a kind, in their order."""

    lang: str
    kind: str


class RelatedOf(Question[Related], frozen=True):
    """What is shown beside an article."""

    path: str


class VersionsOf(Question[tuple[tuple[str, str], ...]], frozen=True):
    """A document's versions in other languages, each with its language and path, in the order of the
    languages."""

    path: str


class Aliases(Question[tuple[Alias, ...]], frozen=True):
    """Former URLs of documents."""


class Unpublished(Question[Mapping[str, str]], frozen=True):
    """The paths of documents that are not published, by the outputs that they would have."""


# What each document says


class DocumentOf(Question[Document], frozen=True):
    """A document, with the id and the date that it has among the others."""

    path: str


class TitleOf(Question[str], frozen=True):
    """The title of a document: an author's is their name."""

    path: str


class AnchorsOf(Question[Outline], frozen=True):
    """The outline of a document with nothing in it but anchors."""

    path: str


class AuthorNoteOf(Question[AuthorNote | None], frozen=True):
    """What an article says of a described author; None where there is nothing to say."""

    lang: str
    id: str


class CardOf(Question[MadeCard], frozen=True):
    """How lists show an article."""

    path: str


class PageOf(Question[MadePage], frozen=True):
    """A page outside the sections."""

    path: str


class ReferencesOf(Question[ResolvedRefs], frozen=True):
    """What became of the links and pictures in a shown document's text."""

    path: str


class SettingLinks(Question[tuple[PendingLink, ...]], frozen=True):
    """The links of the configuration that lead to URLs of this site."""


class OutcomeOf(Question[Outcome], frozen=True):
    """What has to be published for a document, and what is wrong with what it shows and leads to."""

    path: str


class Outcomes(Question[Mapping[str, Outcome]], frozen=True):
    """The outcomes of all shown documents."""


# What all of it comes to


class ListedPage(Struct, frozen=True, gc=False):
    """A page that search engines may list: its language, its URL, the path of its document, if it has one,
    and when that changed."""

    lang: str
    url: str
    path: str = ""
    modified: When | None = None


class ListedPages(Question[tuple[ListedPage, ...]], frozen=True):
    """The pages that search engines may list, in the order of the sitemap."""


class PublishedFiles(Question[tuple[Published, ...]], frozen=True):
    """The files that go out as they are."""


class PublishedCuts(Question[tuple[Cut, ...]], frozen=True):
    """The sizes and crops of pictures that pages may show, by their names."""


class ExpiredFiles(Question[Mapping[str, str]], frozen=True):
    """The digests of picture files that may not be shown any more, with the document that says so."""


class LinkProblems(Question[tuple[Problem, ...]], frozen=True):
    """All that linking finds wrong."""


class RefsOf(Question[tuple[ResolvedRef, ...]], frozen=True):
    """A document's references as its page writes them: links to URLs of the site are checked."""

    path: str
