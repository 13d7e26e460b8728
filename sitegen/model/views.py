"""What templates see: small frozen values, made by link and plan.

Every `url` is ready for an `href`: it begins with the base URL's path and is percent-encoded. An empty string
or an empty tuple stands for what is not there; None only where a whole thing is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from msgspec import Struct

from sitegen.model.documents import Heading
from sitegen.model.front_matter import Access, When


class Link(Struct, frozen=True, gc=False):
    """A name and where it leads."""

    title: str
    url: str


class ImageSource(Struct, frozen=True, gc=False):
    """A picture in one better format: `type` is its media type, `srcset` its files with their widths, as
    `<source>` takes them."""

    type: str
    srcset: str


class CropView(Struct, frozen=True, gc=False):
    """A part of a picture: `url` with its size in pixels (0: not known), and better `sources`, if any."""

    url: str
    width: int
    height: int
    sources: tuple[ImageSource, ...]


class PhotoView(Struct, frozen=True, gc=False):
    """A picture that is there: `url`, its size in pixels (0: not known), and what is said of it.

    `url` is a file that every browser shows; `sources` are better ones. `license` is shown as
    `license.title`, and leads to `license.url` if that is not empty. `focus` is a CSS `object-position`.
    """

    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    license: Link | None
    focus: str
    color: str = ""
    """The average colour, `#rrggbb`; empty where it is not known."""
    sources: tuple[ImageSource, ...] = ()
    """AVIF and WebP in several widths; none of a vector, of what moves, of small and of remote pictures."""
    crops: Mapping[str, CropView] = {}
    """The parts around the focus: `crops["3:2"]`, `crops["1:1"]` and `crops["16:9"]`. Where there are no
    `sources`, they have the whole picture."""


class Byline(Struct, frozen=True, gc=False):
    """An author as an article names them; `url` is empty for a plain name, `lang` if the name is in the
    article's language."""

    name: str
    url: str
    role: str
    affiliation: str
    lang: str = ""


class Card(Struct, frozen=True, gc=False):
    """An article as other pages show it."""

    id: str
    lang: str
    url: str
    title: str
    subtitle: str
    summary: str
    date: When
    updated: When | None
    section: Link
    authors: tuple[Byline, ...]
    tags: tuple[Link, ...]
    photo: PhotoView | None
    issue: Link | None
    series: Link | None
    minutes: int
    access: Access
    state: str
    """`live`; on a build with drafts also `draft` or `review`."""
    extra: Mapping[str, Any]


class CorrectionView(Struct, frozen=True, gc=False):
    """A correction: when, and its plain text."""

    date: When
    text: str


class ExternalCard(Struct, frozen=True, gc=False):
    """A related article of another publication; `lang` is empty where nobody said its language."""

    title: str
    url: str
    source: str
    lang: str = ""


class Translation(Struct, frozen=True, gc=False):
    """The same document in another language; `name` is that language's own name for itself."""

    lang: str
    name: str
    url: str
    title: str


class SeriesPlace(Struct, frozen=True, gc=False):
    """An article's place in its series (or issue): its number from 1 of `total`, and its neighbours."""

    title: str
    url: str
    number: int
    total: int
    previous: Card | None
    next: Card | None


class AuthorNote(Struct, frozen=True, gc=False):
    """What is said of an author below their article; only of those who are described in a sentence."""

    name: str
    url: str
    role: str
    affiliation: str
    photo: PhotoView | None
    summary: str


class ArticleView(Struct, frozen=True, gc=False):
    """An article on its own page: every field of its card, and these. The text is in `body`, beside it."""

    card: Card
    """The article as other pages show it, for macros that take a card; `article.title` is its title."""
    headings: tuple[Heading, ...]
    related: tuple[Card, ...]
    elsewhere: tuple[ExternalCard, ...]
    corrections: tuple[CorrectionView, ...]
    in_series: SeriesPlace | None
    in_issue: SeriesPlace | None
    doi: str
    gated: bool
    """Whether the page holds only the opening."""
    subscribe: Link | None
    """Where "To read the full article" leads; only on a gated article."""
    about: tuple[AuthorNote, ...] = ()
    """Its authors, in the order of the byline."""


# Templates read a card's fields from the article itself. Python reads `article.card`, which is typed.
for _field in Card.__struct_fields__:
    setattr(ArticleView, _field, property(attrgetter(f"card.{_field}")))


class PageView(Struct, frozen=True, gc=False):
    """A page outside the sections."""

    id: str
    url: str
    title: str
    subtitle: str
    summary: str
    photo: PhotoView | None
    headings: tuple[Heading, ...]
    state: str
    extra: Mapping[str, Any]


class SectionView(Struct, frozen=True, gc=False, tag="section"):
    """A section."""

    id: str
    url: str
    title: str
    summary: str
    photo: PhotoView | None
    count: int
    """How many articles readers can find in it."""
    extra: Mapping[str, Any]


class TagView(Struct, frozen=True, gc=False, tag="tag"):
    """A tag; `id` is its slug."""

    id: str
    url: str
    title: str
    summary: str
    photo: PhotoView | None
    count: int
    extra: Mapping[str, Any]


class AuthorView(Struct, frozen=True, gc=False, tag="author"):
    """An author who is described, or a plain name that signs articles and has no page (`url` is empty
    then)."""

    id: str
    url: str
    name: str
    role: str
    affiliation: str
    orcid: str
    website: str
    profiles: tuple[Link, ...]
    photo: PhotoView | None
    summary: str
    count: int
    extra: Mapping[str, Any]
    lang: str = ""
    """The language of the name, if that is not the page's."""


class IssueView(Struct, frozen=True, gc=False, tag="issue"):
    """A magazine issue with its contents in order."""

    id: str
    url: str
    title: str
    summary: str
    date: When | None
    cover: PhotoView | None
    contents: tuple[Card, ...]
    extra: Mapping[str, Any]


class SeriesView(Struct, frozen=True, gc=False, tag="series"):
    """A series with its articles, oldest first."""

    id: str
    url: str
    title: str
    summary: str
    photo: PhotoView | None
    contents: tuple[Card, ...]
    extra: Mapping[str, Any]


class Rail(Struct, frozen=True, gc=False):
    """A section on the home page, with its latest articles that do not stand above."""

    section: SectionView
    cards: tuple[Card, ...]


class HomeView(Struct, frozen=True, gc=False):
    """The home page."""

    title: str
    summary: str
    lead: Card | None
    features: tuple[Card, ...]
    latest: tuple[Card, ...]
    rails: tuple[Rail, ...]
    issue: IssueView | None
    extra: Mapping[str, Any]


class PageLink(Struct, frozen=True, gc=False):
    """One page of a list: its number and URL; `current` marks the one being shown."""

    number: int
    url: str
    current: bool


class Listing(Struct, frozen=True, gc=False):
    """One page of a list of articles, newest first."""

    cards: tuple[Card, ...]
    number: int
    pages: int
    count: int
    """Articles on all pages together."""
    previous: str
    next: str
    links: tuple[PageLink, ...]
    """First, last and nearby pages, in order; a gap in the numbers is a gap in the pages."""


class ArchiveYear(Struct, frozen=True, gc=False):
    """A year of the archive: how many articles, and on its own page which ones, newest first."""

    year: int
    url: str
    count: int
    cards: tuple[Card, ...] = ()


class NavigationItem(Struct, frozen=True, gc=False):
    """An entry of the site's navigation."""

    title: str
    url: str


class Meta(Struct, frozen=True, gc=False):
    """What a page's `<head>` says. `canonical` and `image` are absolute URLs."""

    kind: str
    """`home`, `article`, `section`, `tag`, `tags`, …: the page's kind, as CSS and templates may ask for
    it."""
    title: str
    """The page's own title, without the publication's name."""
    description: str
    lang: str
    url: str
    canonical: str
    image: str = ""
    translations: tuple[Translation, ...] = ()
    feed: str = ""
    """The nearest Atom feed's URL, or empty."""
    indexed: bool = True
    """False asks search engines to leave the page out."""
    published: When | None = None
    modified: When | None = None


class FeedEntry(Struct, frozen=True, gc=False):
    """An article in a feed; its text is `bodies[index]`."""

    card: Card
    gated: bool


class FeedView(Struct, frozen=True, gc=False):
    """An Atom feed (RFC 4287): `id` and `url` are absolute."""

    title: str
    subtitle: str
    lang: str
    id: str
    url: str
    page: str
    updated: When
    entries: tuple[FeedEntry, ...]


class SitemapEntry(Struct, frozen=True, gc=False):
    """A page in a sitemap (sitemaps.org 0.9): absolute URL, date of the last change, versions by language."""

    url: str
    modified: When | None
    alternates: tuple[tuple[str, str], ...] = ()


class EditionView(Struct, frozen=True, gc=False):
    """One language of the site, as a template may list it; `name` is in that language."""

    lang: str
    name: str
    url: str
    current: bool


class Service(Struct, frozen=True, gc=False):
    """A service of which nothing is loaded before a reader has said yes; `script` is its script's URL."""

    name: str
    purpose: str
    script: str


class SiteView(Struct, frozen=True, gc=False):
    """What every page of one language knows of its site; more is asked for through queries."""

    title: str
    tagline: str
    lang: str
    direction: str
    """`ltr` or `rtl`."""
    base_url: str
    """The site's absolute address, with a slash at its end."""
    root: str
    """The path of this language's home page."""
    timezone: str
    navigation: tuple[NavigationItem, ...]
    editions: tuple[EditionView, ...]
    feed: str
    options: Mapping[str, Any]
    """The theme's options."""
    paths: Mapping[str, str]
    """URLs of the pages that list things, where they exist: `tags`, `authors`, `issues`, `series`,
    `archive`."""
    consent: tuple[Service, ...] = ()
    """Services that need a reader's consent."""
