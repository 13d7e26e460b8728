"""The values that templates see: small and frozen.

Every `url` is ready for an `href`: it begins with the base URL's path and is percent-encoded. Missing texts
and lists are empty; None stands for a missing object only.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from msgspec import Struct

from sitegen.model.documents import Heading
from sitegen.model.front_matter import Access, Values, When


class Link(Struct, frozen=True, gc=False):
    """A title and a URL."""

    title: str
    url: str


class ImageSource(Struct, frozen=True, gc=False):
    """An image in a modern format, for a `<source>` element: `type` is the media type; `srcset` lists the
    files with their widths."""

    type: str
    srcset: str


class CropView(Struct, frozen=True, gc=False):
    """A crop of an image: its URL, its size in pixels (0 if unknown), and `sources` in modern formats, if
    any."""

    url: str
    width: int
    height: int
    sources: tuple[ImageSource, ...]


class PhotoView(Struct, frozen=True, gc=False):
    """An image: its URL, its size in pixels (0 if unknown), and its description.

    Every browser can show `url`; `sources` are files in modern formats. `license.url` may be empty. `focus`
    is a CSS `object-position`.
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
    """The average colour, as `#rrggbb`; empty if unknown."""
    sources: tuple[ImageSource, ...] = ()
    """AVIF and WebP in several widths. Empty for vector, animated, small and remote images."""
    crops: Mapping[str, CropView] = {}
    """Crops around the focus: `crops["3:2"]`, `crops["1:1"]` and `crops["16:9"]`. If there are no `sources`,
    they are the whole image."""


class Byline(Struct, frozen=True, gc=False):
    """An author in the byline of an article. `url` is empty if the author has no profile, and `lang` if the
    name is in the article's language."""

    name: str
    url: str
    role: str
    affiliation: str
    lang: str = ""


class Card(Struct, frozen=True, gc=False):
    """An article as other pages show it, for example in lists."""

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
    """`live`; in a build with drafts also `draft` or `review`."""
    extra: Values


class CorrectionView(Struct, frozen=True, gc=False):
    """A correction to an article: its date and plain text."""

    date: When
    text: str


class ExternalCard(Struct, frozen=True, gc=False):
    """A related article on another site. `lang` is empty if unknown."""

    title: str
    url: str
    source: str
    lang: str = ""


class Translation(Struct, frozen=True, gc=False):
    """A translation of the document. `name` is the language's name for itself: `Français`."""

    lang: str
    name: str
    url: str
    title: str


class SeriesPlace(Struct, frozen=True, gc=False):
    """An article's position in a series or issue: its number (from 1) of `total`, and its neighbours."""

    title: str
    url: str
    number: int
    total: int
    previous: Card | None
    next: Card | None


class AuthorNote(Struct, frozen=True, gc=False):
    """A note about an author below the article, for authors with a `summary`."""

    name: str
    url: str
    role: str
    affiliation: str
    photo: PhotoView | None
    summary: str


class ArticleView(Struct, frozen=True, gc=False):
    """An article on its own page, with all fields of its card. The text is in `body`."""

    card: Card
    """The card, for macros that take one. `article.title` is the same as `article.card.title`."""
    headings: tuple[Heading, ...]
    related: tuple[Card, ...]
    elsewhere: tuple[ExternalCard, ...]
    corrections: tuple[CorrectionView, ...]
    in_series: SeriesPlace | None
    in_issue: SeriesPlace | None
    doi: str
    gated: bool
    """Whether the page contains only the excerpt of a teaser."""
    subscribe: Link | None
    """The link to the full article; only if `gated`."""
    about: tuple[AuthorNote, ...] = ()
    """Notes about the authors, in byline order."""


# Templates read a card's fields from the article itself. Python reads `article.card`, which is typed.
for _field in Card.__struct_fields__:
    setattr(ArticleView, _field, property(attrgetter(f"card.{_field}")))


class PageView(Struct, frozen=True, gc=False):
    """A standalone page."""

    id: str
    url: str
    title: str
    subtitle: str
    summary: str
    photo: PhotoView | None
    headings: tuple[Heading, ...]
    state: str
    extra: Values


class SectionView(Struct, frozen=True, gc=False, tag="section"):
    """A section."""

    id: str
    url: str
    title: str
    summary: str
    photo: PhotoView | None
    count: int
    """The number of published articles in the section."""
    extra: Values


class TagView(Struct, frozen=True, gc=False, tag="tag"):
    """A tag. Its `id` is its slug."""

    id: str
    url: str
    title: str
    summary: str
    photo: PhotoView | None
    count: int
    extra: Values


class AuthorView(Struct, frozen=True, gc=False, tag="author"):
    """An author with a profile, or a name without one (then `url` is empty)."""

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
    extra: Values
    lang: str = ""
    """The language of the name, if it differs from the page's."""


class IssueView(Struct, frozen=True, gc=False, tag="issue"):
    """A magazine issue with its articles in order."""

    id: str
    url: str
    title: str
    summary: str
    date: When | None
    cover: PhotoView | None
    contents: tuple[Card, ...]
    extra: Values


class SeriesView(Struct, frozen=True, gc=False, tag="series"):
    """A series with its articles, oldest first."""

    id: str
    url: str
    title: str
    summary: str
    photo: PhotoView | None
    contents: tuple[Card, ...]
    extra: Values


class Rail(Struct, frozen=True, gc=False):
    """A section on the home page, with its latest articles, except those that appear further up."""

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
    extra: Values


class PageLink(Struct, frozen=True, gc=False):
    """A page of a list: its number and URL. `current` marks the page being rendered."""

    number: int
    url: str
    current: bool


class Listing(Struct, frozen=True, gc=False):
    """One page of a list of articles, newest first."""

    cards: tuple[Card, ...]
    number: int
    pages: int
    count: int
    """The number of articles on all pages."""
    previous: str
    next: str
    links: tuple[PageLink, ...]
    """The first, last and nearby pages, in order. Gaps in the numbers stand for omitted pages."""


class ArchiveMonth(Struct, frozen=True, gc=False):
    """The articles of a month, newest first; `date` is that of the newest one."""

    date: When
    cards: tuple[Card, ...]


class ArchiveYear(Struct, frozen=True, gc=False):
    """A year of the archive: the number of articles and, on the year's own page, its months with articles,
    newest first."""

    year: int
    url: str
    count: int
    months: tuple[ArchiveMonth, ...] = ()


class NavigationItem(Struct, frozen=True, gc=False):
    """An entry in the site's navigation."""

    title: str
    url: str


class Meta(Struct, frozen=True, gc=False):
    """Metadata for a page's `<head>`. `canonical` and `image` are absolute URLs."""

    kind: str
    """The kind of the page, for templates and CSS: `home`, `article`, `section`, `tag`, `tags`, …"""
    title: str
    """The title of the page, without the publication's title."""
    description: str
    lang: str
    url: str
    canonical: str
    image: str = ""
    translations: tuple[Translation, ...] = ()
    feed: str = ""
    """The URL of the most specific Atom feed, or empty."""
    indexed: bool = True
    """Whether search engines may index the page."""
    published: When | None = None
    modified: When | None = None


class FeedEntry(Struct, frozen=True, gc=False):
    """An article in a feed. Its text is the item of `bodies` at the same position."""

    card: Card
    gated: bool


class FeedView(Struct, frozen=True, gc=False):
    """An Atom feed (RFC 4287). `id` and `url` are absolute URLs."""

    title: str
    subtitle: str
    lang: str
    id: str
    url: str
    page: str
    updated: When
    entries: tuple[FeedEntry, ...]


class SitemapEntry(Struct, frozen=True, gc=False):
    """A page in a sitemap (sitemaps.org 0.9): its absolute URL, its last change, and its translations by
    language."""

    url: str
    modified: When | None
    alternates: tuple[tuple[str, str], ...] = ()


class EditionView(Struct, frozen=True, gc=False):
    """A language of the site, for a list of languages. `name` is the language's name for itself."""

    lang: str
    name: str
    url: str
    current: bool


class Service(Struct, frozen=True, gc=False):
    """A service that loads only after the reader consents. `script` is the URL of its script."""

    name: str
    purpose: str
    script: str


class SiteView(Struct, frozen=True, gc=False):
    """The site in one language, as every page sees it. For further content, use queries such as
    `site.latest()`."""

    title: str
    tagline: str
    lang: str
    direction: str
    """`ltr` or `rtl`."""
    base_url: str
    """The absolute URL of the site, with a slash at the end."""
    root: str
    """The path of the home page in this language."""
    timezone: str
    navigation: tuple[NavigationItem, ...]
    editions: tuple[EditionView, ...]
    feed: str
    options: Values
    """The theme's options."""
    paths: Mapping[str, str]
    """The URLs of those list pages that exist: `tags`, `authors`, `issues`, `series`, `archive`."""
    consent: tuple[Service, ...] = ()
    """Services that need the reader's consent."""
