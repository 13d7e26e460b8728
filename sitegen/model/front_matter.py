"""What an author writes: the typed front matter of each kind of document.

The attribute docstrings are the manual's and the JSON Schema's texts.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, ClassVar

from msgspec import Struct


class Kind(StrEnum):
    """The kinds of document, one front matter each."""

    ARTICLE = "article"
    SECTION = "section"
    AUTHOR = "author"
    TAG = "tag"
    ISSUE = "issue"
    SERIES = "series"
    PAGE = "page"
    INDEX = "index"
    HOME = "home"


class Status(StrEnum):
    """Where an article stands in the desk's work."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Access(StrEnum):
    """Who can read an article: everybody, or everybody its opening only."""

    FREE = "free"
    TEASER = "teaser"


class When(Struct, frozen=True, gc=False, omit_defaults=True, order=True):
    """A moment: `instant` in UTC, and whether the author gave a time of day or only a date."""

    instant: dt.datetime
    has_time: bool = True


class Photo(Struct, frozen=True, gc=False, omit_defaults=True):
    """A picture with what an editor must say of it. A plain text is read as `src`."""

    shorthand: ClassVar[str] = "src"

    src: str
    """The picture's file: beside the document; with a leading slash in `static/`, or else in the content
    folder."""
    alt: str = ""
    """What the picture shows, for those who cannot see it."""
    caption: str = ""
    """The sentence under the picture."""
    credit: str = ""
    """Who made the picture: "Photographer / Agency / AGENCY"."""
    license: str = ""
    """The licence's id (`cc-by-4.0`) or URL."""
    focus: str = ""
    """The point that every crop keeps, from the left and the top: `50% 30%`."""
    expires: When | None = None
    """From when on the picture may not be shown any more, by anybody: its licence has ended."""


class RelatedLink(Struct, frozen=True, gc=False, omit_defaults=True):
    """A related article elsewhere."""

    title: str
    """Its title."""
    url: str
    """Its full URL."""
    source: str = ""
    """Who published it."""
    lang: str = ""
    """Its language, if that is not the article's: `ja`."""


class Correction(Struct, frozen=True, gc=False, omit_defaults=True):
    """What was wrong in an article, and since when it is right."""

    date: When
    """When the correction was made."""
    text: str
    """What was corrected, in a sentence."""


class Profile(Struct, frozen=True, gc=False, omit_defaults=True):
    """An author's page elsewhere."""

    name: str
    """The service's name, as it is shown."""
    url: str
    """The page's full URL."""


class ArticleMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="article"):
    """Front matter of an article (`content/<section>/…/<name>.md`)."""

    title: str
    """The title: plain text, not Markdown."""
    subtitle: str = ""
    """The subtitle (dek) under the title."""
    date: When | None = None
    """The day, or day and time, of publication; before it, the article is scheduled. Default: the date that
    the file's name begins with, or that of its issue."""
    updated: When | None = None
    """When the text last changed in a way that readers should know of."""
    authors: tuple[str, ...] = ()
    """Ids of described authors, or plain names, in the order of the byline."""
    section: str = ""
    """The section's id. Default: the first folder."""
    tags: tuple[str, ...] = ()
    """Tags, in any spelling."""
    photo: Photo | None = None
    """The lead photo."""
    related: tuple[str | RelatedLink, ...] = ()
    """Related articles: ids, paths of their files, or {title, url, source} for elsewhere."""
    summary: str = ""
    """One or two sentences for lists, feeds and search engines. Default: the beginning of the text."""
    status: Status = Status.PUBLISHED
    """`draft`, `review`, `published` or `withdrawn`."""
    embargo: When | None = None
    """Until when nothing of the article may be public, whatever its date."""
    expires: When | None = None
    """From when on the article is no longer public."""
    access: Access = Access.FREE
    """`free`, or `teaser`: only the opening is published."""
    issue: str = ""
    """The id of the magazine issue that it is part of."""
    series: str = ""
    """The id of the series that it is part of."""
    corrections: tuple[Correction, ...] = ()
    """Corrections: {date, text}."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    slug: str = ""
    """The last part of the URL. Default: the last part of the id."""
    lang: str = ""
    """The article's language. Default: that of its folder."""
    translation: str = ""
    """A key that an article and its translations share."""
    doi: str = ""
    """The article's DOI, without a resolver's address."""
    template: str = ""
    """A template of the theme or the site in the place of `article.html`."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class SectionMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="section"):
    """Front matter of a section (`content/<section>/_index.md`)."""

    title: str
    """The section's name."""
    summary: str = ""
    """What the section covers, in a sentence."""
    photo: Photo | None = None
    """A picture for the section's page."""
    slug: str = ""
    """The section's part of the URL. Default: its folder's name."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with this section in other languages."""
    template: str = ""
    """A template in the place of `section.html`."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class AuthorMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="author"):
    """Front matter of an author (`content/authors/<id>.md` or `<id>/_index.md`)."""

    name: str
    """The name in a byline."""
    lang: str = ""
    """The language of the name, if that is not the folder's: `ja`."""
    role: str = ""
    """The author's role in the publication."""
    affiliation: str = ""
    """The institution the author works for."""
    orcid: str = ""
    """The author's ORCID iD: `0000-0002-1825-0097`."""
    url: str = ""
    """The author's own page."""
    social: tuple[Profile, ...] = ()
    """Pages elsewhere: {name, url}, or the URL alone. A mapping names services: `{mastodon:
    "@desk@example.org"}`."""
    photo: Photo | None = None
    """A portrait."""
    summary: str = ""
    """The author in a sentence."""
    slug: str = ""
    """The author's part of the URL. Default: the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with this author's page in other languages."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class TagMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="tag"):
    """Front matter of a tag (`content/tags/<slug>.md`)."""

    title: str
    """The tag as it is shown."""
    summary: str = ""
    """What is filed under the tag, in a sentence."""
    photo: Photo | None = None
    """A picture for the tag's page."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with this tag in other languages."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class IssueMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="issue"):
    """Front matter of a magazine issue (`content/issues/<id>.md`)."""

    title: str
    """The issue's name: "Autumn 2026"."""
    date: When | None = None
    """When the issue appears."""
    cover: Photo | None = None
    """The issue's cover."""
    contents: tuple[str, ...] = ()
    """Ids or paths of the articles, in order; articles that name the issue and are not listed follow by
    date."""
    summary: str = ""
    """The issue in a sentence."""
    slug: str = ""
    """The issue's part of the URL. Default: the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with this issue in other languages."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class SeriesMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="series"):
    """Front matter of a series (`content/series/<id>.md`)."""

    title: str
    """The series' name."""
    summary: str = ""
    """The series in a sentence."""
    photo: Photo | None = None
    """A picture for the series' page."""
    slug: str = ""
    """The series' part of the URL. Default: the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with this series in other languages."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class PageMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="page"):
    """Front matter of a page outside the sections (`content/pages/<id>.md`)."""

    title: str
    """The page's title."""
    subtitle: str = ""
    """The line under the title."""
    summary: str = ""
    """The page in a sentence."""
    photo: Photo | None = None
    """A picture for the page."""
    status: Status = Status.PUBLISHED
    """`draft`, `review`, `published` or `withdrawn`."""
    date: When | None = None
    """When the page appears; before it, it is scheduled."""
    embargo: When | None = None
    """Until when nothing of the page may be public."""
    expires: When | None = None
    """From when on the page is no longer public."""
    slug: str = ""
    """The last part of the URL. Default: the last part of the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with this page in other languages."""
    template: str = ""
    """A template in the place of `page.html`."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class IndexMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="index"):
    """Front matter of the list of all authors, tags, issues or series (`content/authors/_index.md`)."""

    title: str
    """The list's title."""
    summary: str = ""
    """What the list holds, in a sentence."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with this list in other languages."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


class HomeMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="home"):
    """Front matter of the home page (`content/_index.md`)."""

    title: str = ""
    """The home page's title. Default: the publication's."""
    summary: str = ""
    """The publication in a sentence."""
    lead: str = ""
    """The article that leads: its id or path. Default: the latest."""
    features: tuple[str, ...] = ()
    """Articles that follow the lead: ids or paths."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which lead here."""
    translation: str = ""
    """A key shared with the home page in other languages."""
    extra: dict[str, Any] = {}
    """Anything else that a template of yours reads."""


Matter = (
    ArticleMatter
    | SectionMatter
    | AuthorMatter
    | TagMatter
    | IssueMatter
    | SeriesMatter
    | PageMatter
    | IndexMatter
    | HomeMatter
)

MATTERS: dict[Kind, type[Matter]] = {
    Kind.ARTICLE: ArticleMatter,
    Kind.SECTION: SectionMatter,
    Kind.AUTHOR: AuthorMatter,
    Kind.TAG: TagMatter,
    Kind.ISSUE: IssueMatter,
    Kind.SERIES: SeriesMatter,
    Kind.PAGE: PageMatter,
    Kind.INDEX: IndexMatter,
    Kind.HOME: HomeMatter,
}

#: The kinds whose documents have a status, and so can be drafts.
WITH_STATUS = frozenset(kind for kind, matter in MATTERS.items() if "status" in matter.__struct_fields__)


def title_of(matter: Matter) -> str:
    """The title of a document: an author's is their name."""
    return matter.name if isinstance(matter, AuthorMatter) else matter.title
