"""The typed front matter of each kind of document.

The attribute docstrings appear in the manual and in the JSON Schemas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from msgspec import Struct

#: Plain values by name, as YAML and JSON have them: text, numbers, booleans, lists, mappings.
PlainData = dict[str, Any]
#: The same, but read-only.
Values = Mapping[str, Any]


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
    """The editorial status of an article or page."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Access(StrEnum):
    """How much of an article is public: all of it, or an excerpt."""

    FREE = "free"
    TEASER = "teaser"


class When(Struct, frozen=True, gc=False, omit_defaults=True, order=True):
    """A date, or a date and time: `instant` is in UTC; `has_time` is false for a date alone."""

    instant: dt.datetime
    has_time: bool = True


class Photo(Struct, frozen=True, gc=False, omit_defaults=True):
    """An image with its description, caption, credit and licence. A plain text is read as `src`."""

    shorthand: ClassVar[str] = "src"

    src: str
    """The image file, relative to the document. With a leading slash: a file in `static/` or in the content
    folder."""
    alt: str = ""
    """A text alternative that says what the image shows."""
    caption: str = ""
    """The caption. Default: the one in the image's metadata."""
    credit: str = ""
    """The credit line: "Photographer / Agency". Default: the one in the image's metadata."""
    license: str = ""
    """The licence, as an id (`cc-by-4.0`) or a URL."""
    focus: str = ""
    """The point that every crop keeps in view, measured from the left and the top: `50% 30%`."""
    expires: When | None = None
    """The date from which the image must not be shown, because its licence has ended."""


class RelatedLink(Struct, frozen=True, gc=False, omit_defaults=True):
    """A related article on another site."""

    title: str
    """The article's title."""
    url: str
    """The article's full URL."""
    source: str = ""
    """The publication."""
    lang: str = ""
    """The language of the linked article, if it differs from this one's: `ja`."""


class Correction(Struct, frozen=True, gc=False, omit_defaults=True):
    """A correction to an article."""

    date: When
    """The date of the correction."""
    text: str
    """A sentence that says what was corrected."""


class Profile(Struct, frozen=True, gc=False, omit_defaults=True):
    """An author's profile on another site."""

    name: str
    """The name of the site or service."""
    url: str
    """The full URL of the profile."""


class ArticleMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="article"):
    """Front matter of an article (`content/<section>/…/<name>.md`)."""

    title: str
    """The title, as plain text (no Markdown)."""
    subtitle: str = ""
    """The subtitle (dek), shown below the title."""
    date: When | None = None
    """The publication date, or date and time. Until then the article is scheduled. Default: the date at the
    start of the file name, or the date of its issue."""
    updated: When | None = None
    """The date of the last change that readers should know about."""
    authors: tuple[str, ...] = ()
    """The authors in byline order: ids of author profiles, or plain names."""
    section: str = ""
    """The id of the section. Default: the first folder of the path."""
    tags: tuple[str, ...] = ()
    """The tags. Case, spaces and hyphens make no difference."""
    photo: Photo | None = None
    """The lead image."""
    related: tuple[str | RelatedLink, ...] = ()
    """Related articles: ids or file paths, or {title, url, source} for articles on other sites."""
    summary: str = ""
    """One or two sentences for lists, feeds and search engines. Default: the first sentences of the text."""
    status: Status = Status.PUBLISHED
    """`draft`, `review`, `published` or `withdrawn`."""
    embargo: When | None = None
    """Nothing of the article is public before this time, whatever its `date`."""
    expires: When | None = None
    """The article is no longer public from this time on."""
    access: Access = Access.FREE
    """`free`, or `teaser`: only an excerpt is published."""
    issue: str = ""
    """The id of the issue that the article appears in."""
    series: str = ""
    """The id of the series that the article belongs to."""
    corrections: tuple[Correction, ...] = ()
    """Corrections, each as {date, text}."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    slug: str = ""
    """The last part of the URL. Default: the last part of the id."""
    lang: str = ""
    """The article's language. Default: the language of its folder."""
    translation: str = ""
    """A key that the article shares with its translations."""
    doi: str = ""
    """The article's DOI, without `https://doi.org/`."""
    template: str = ""
    """The template to use instead of `article.html`."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class SectionMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="section"):
    """Front matter of a section (`content/<section>/_index.md`)."""

    title: str
    """The name of the section."""
    summary: str = ""
    """A sentence that says what the section covers."""
    photo: Photo | None = None
    """An image for the section's page."""
    slug: str = ""
    """The section's part of the URL. Default: the name of its folder."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the section shares with its translations."""
    template: str = ""
    """The template to use instead of `section.html`."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class AuthorMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="author"):
    """Front matter of an author profile (`content/authors/<id>.md` or `<id>/_index.md`)."""

    name: str
    """The author's name, as bylines show it."""
    lang: str = ""
    """The language of the name, if it differs from the folder's: `ja`."""
    role: str = ""
    """The author's role in the publication."""
    affiliation: str = ""
    """The institution that the author works for."""
    orcid: str = ""
    """The author's ORCID iD: `0000-0002-1825-0097`."""
    url: str = ""
    """The author's own website."""
    social: tuple[Profile, ...] = ()
    """Profiles on other sites, each as {name, url} or just the URL. A mapping can give the account name
    on each service instead: `{mastodon: "@desk@example.org"}`."""
    photo: Photo | None = None
    """A portrait of the author."""
    summary: str = ""
    """A sentence about the author."""
    slug: str = ""
    """The author's part of the URL. Default: the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the profile shares with its translations."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class TagMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="tag"):
    """Front matter of a tag (`content/tags/<slug>.md`)."""

    title: str
    """The tag, as readers see it."""
    summary: str = ""
    """A sentence that says what the tag is about."""
    photo: Photo | None = None
    """An image for the tag's page."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the tag shares with its translations."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class IssueMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="issue"):
    """Front matter of a magazine issue (`content/issues/<id>.md`)."""

    title: str
    """The title of the issue: "Autumn 2026"."""
    date: When | None = None
    """The publication date of the issue."""
    cover: Photo | None = None
    """The cover of the issue."""
    contents: tuple[str, ...] = ()
    """The articles in order, as ids or file paths. Unlisted articles that name the issue follow, sorted by
    date."""
    summary: str = ""
    """A sentence about the issue."""
    slug: str = ""
    """The issue's part of the URL. Default: the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the issue shares with its translations."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class SeriesMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="series"):
    """Front matter of a series (`content/series/<id>.md`)."""

    title: str
    """The title of the series."""
    summary: str = ""
    """A sentence about the series."""
    photo: Photo | None = None
    """An image for the page of the series."""
    slug: str = ""
    """The series' part of the URL. Default: the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the series shares with its translations."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class PageMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="page"):
    """Front matter of a standalone page (`content/pages/<id>.md`)."""

    title: str
    """The title of the page."""
    subtitle: str = ""
    """The subtitle, shown below the title."""
    summary: str = ""
    """A sentence about the page, for search engines."""
    photo: Photo | None = None
    """An image for the page."""
    status: Status = Status.PUBLISHED
    """`draft`, `review`, `published` or `withdrawn`."""
    date: When | None = None
    """The publication date. Until then the page is scheduled."""
    embargo: When | None = None
    """Nothing of the page is public before this time."""
    expires: When | None = None
    """The page is no longer public from this time on."""
    slug: str = ""
    """The last part of the URL. Default: the last part of the id."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the page shares with its translations."""
    template: str = ""
    """The template to use instead of `page.html`."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class IndexMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="index"):
    """Front matter of the list of all authors, tags, issues or series (`content/authors/_index.md`)."""

    title: str
    """The title of the list."""
    summary: str = ""
    """A sentence about the list."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the list shares with its translations."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


class HomeMatter(Struct, frozen=True, gc=False, omit_defaults=True, tag="home"):
    """Front matter of the home page (`content/_index.md`)."""

    title: str = ""
    """The title of the home page. Default: the publication's title."""
    summary: str = ""
    """A sentence about the publication."""
    lead: str = ""
    """The lead article, as an id or file path. Default: the latest article."""
    features: tuple[str, ...] = ()
    """The articles that follow the lead, as ids or file paths."""
    aliases: tuple[str, ...] = ()
    """Former URLs, which redirect here."""
    translation: str = ""
    """A key that the home page shares with its translations."""
    extra: PlainData = {}
    """Any other values, for your own templates."""


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

#: The kinds whose documents have a status, and can be drafts.
WITH_STATUS = frozenset(kind for kind, matter in MATTERS.items() if "status" in matter.__struct_fields__)


def title_of(matter: Matter) -> str:
    """The title of a document; for an author profile, the name."""
    return matter.name if isinstance(matter, AuthorMatter) else matter.title
