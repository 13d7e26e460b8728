"""The configuration: `sitegen.yaml` as one typed class.

The attribute docstrings are the manual's and the JSON Schema's texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, ClassVar

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.front_matter import Kind
from sitegen.problems import Severity


class RawHtml(StrEnum):
    """What becomes of HTML that authors write in Markdown."""

    SANITIZED = "sanitized"
    ESCAPED = "escaped"
    TRUSTED = "trusted"


class RemoteImages(StrEnum):
    """What becomes of pictures that lie on other hosts."""

    LINK = "link"
    LOAD = "load"


class UnknownKeys(StrEnum):
    """What becomes of front-matter keys that we do not know."""

    ERROR = "error"
    EXTRA = "extra"


class Attachments(StrEnum):
    """Which files of a document's own folder are published."""

    LINKED = "linked"
    ALL = "all"


class LanguageConfig(Struct, frozen=True):
    """A language of the site."""

    root: str = ""
    """The folder of its content. Default: the content folder itself; there the names of documents in another
    language than the main one say which: `article.es.md`, `index.es.md`."""
    prefix: str = "/"
    """The first part of its URLs: `/fr/`."""
    title: str = ""
    """The publication's name in this language. Default: `title`."""
    tagline: str = ""
    """The tagline in this language. Default: `tagline`."""
    navigation: tuple[NavigationEntry, ...] = ()
    """The navigation in this language. Default: its sections."""
    purposes: dict[str, str] = {}
    """What services under `consent` are for, in this language, by their names. Default: as it is there."""


class NavigationEntry(Struct, frozen=True):
    """An entry of the navigation."""

    title: str
    """Its name."""
    url: str
    """Where it leads: a path of this site (`/asia/`, without the base URL's path) or a full URL."""


class ThemeConfig(Struct, frozen=True):
    """The theme."""

    shorthand: ClassVar[str] = "name"

    name: str = "broadsheet"
    """The theme's name: a folder in the project's `themes/`, or a theme that ships with sitegen."""
    options: dict[str, Any] = {}
    """The theme's own options, listed in its `theme.yaml`."""


class FeedConfig(Struct, frozen=True):
    """Atom feeds."""

    enabled: bool = True
    """Whether feeds are made: of the site, of each section, tag and author."""
    items: int = 20
    """How many articles a feed holds."""
    full: bool = True
    """Whether a feed holds the whole text of free articles, or their summaries."""


class MarkdownConfig(Struct, frozen=True):
    """How Markdown is read."""

    html: RawHtml = RawHtml.SANITIZED
    """HTML in Markdown: `sanitized`, `escaped` (shown as text) or `trusted` (published as it is)."""
    typography: bool = True
    """Quotes, dashes and ellipses as the language sets them, in texts, titles, summaries and captions."""
    linkify: bool = True
    """Whether URLs (`https://…`, `www.…`) and e-mail addresses that stand in a text alone are links."""
    extras: bool = True
    """Tables, footnotes, definition lists, attributes, heading anchors, figures and containers."""
    remote_images: RemoteImages = RemoteImages.LINK
    """Pictures of other hosts: a `link` to them, or `load` them (which tells that host who reads)."""
    opening: int = 3
    """Paragraphs of a teaser's opening at most, where its text has no `<!-- more -->`; it has a third of the
    words at most, too."""


class ContentConfig(Struct, frozen=True):
    """Where content lies and how its front matter is spelled."""

    root: str = "content"
    """The folder of the content."""
    suffixes: tuple[str, ...] = (".md",)
    """The endings of documents; the longest that fits is not part of an id."""
    folders: dict[str, tuple[str, ...]] = {}
    """Other folders for a kind: `tags: topics`, `pages: [pages, legal]`. Kinds: authors, tags, issues,
    series,
    pages. Of several folders of pages, all but the first are part of their pages' URLs: `/legal/privacy/`."""
    fields: dict[str, Any] = {}
    """Front-matter names of another system that are read under ours: `subtitle: [deck, excerpt]`,
    `photo.src: [image]`. Names under `author:`, `tag:`, `section:`, `issue:`, `series:`, `page:` or `home:`
    count for that kind, all others for articles."""
    unknown: UnknownKeys = UnknownKeys.ERROR
    """Keys that nobody knows: `error`, or `extra` (kept under `extra`). One that seems to limit who sees a
    document (`stauts: draft`, `expiryDate`) withholds it all the same, with an error."""
    attachments: Attachments = Attachments.LINKED
    """Files beside an `index.md` that are published: those that a public text links or shows (`linked`), or
    `all`. Even then, data and office files have to be linked, and texts and backups never go out."""
    html_files: bool = False
    """Whether HTML, XML and other files that browsers open as pages or servers run may be published from the
    content folder. In `static/` they always may."""


class SubscribeConfig(Struct, frozen=True):
    """What a reader of a teaser is offered."""

    url: str
    """Where "To read the full article" leads."""
    label: str = ""
    """The link's text. Default: the theme's."""


class UrlsConfig(Struct, frozen=True):
    """How files' names become parts of URLs. Default: in small letters, with hyphens between words."""

    keep_case: bool = False
    """Whether capital letters stay: `Guide.md` at `/Guide/`. URLs that differ only in case are two then:
    the host and the output folder's file system have to tell them apart."""
    keep_underscores: bool = False
    """Whether underscores stay: `data_sets.md` at `/data_sets/`."""


class ConsentConfig(Struct, frozen=True):
    """A service of which nothing is loaded before a reader has said yes."""

    name: str
    """The service's name."""
    purpose: str
    """What it is for, and what it keeps or tells others, in a sentence."""
    script: str
    """The script that is loaded after a yes: a path of this site or a full URL (`https://…`)."""


class PreviewConfig(Struct, frozen=True):
    """`sitegen serve`."""

    editor: str = ""
    """The editor that links at mistakes open: `vscode`, `idea`, `sublime`, or a command with places for the
    file and its line: `gedit +{line} {path}`. Default: none, and files are only named."""
    hosts: tuple[str, ...] = ()
    """Other names by which this machine is reached, beside `localhost` and addresses."""


class PublishConfig(Struct, frozen=True):
    """What a build may do to the published site."""

    most_removed: str = "50 %"
    """The share of the published pages that one build may remove. A build that would remove more is refused,
    unless it runs with `--accept-removals`."""

    @property
    def removable(self) -> float:
        """The share as a number from 0 to 1; 0 where it cannot be read."""
        match = PERCENT.fullmatch(self.most_removed)
        return int(match[1]) / 100 if match else 0.0


class Config(Struct, frozen=True):
    """A publication's settings."""

    title: str
    """The publication's name."""
    timezone: str
    """The time zone of dates without one, and of all dates shown: `Europe/Berlin`."""
    tagline: str = ""
    """What the publication is, in a line."""
    base_url: str = "http://localhost:8000/"
    """Where the site will stand, with its path if it has one: `https://example.org/review/`."""
    language: str = "en"
    """The main language, as a BCP 47 tag."""
    languages: dict[str, LanguageConfig] = {}
    """The languages, main one included; each has its own lists, feeds and indexes."""
    permalink: str = "/{section}/{slug}/"
    """An article's URL, from {section}, {slug}, {id}, {path}, {year}, {month} and {day}. It ends in a slash
    or in `.html`. {path} is the file's path as it is written, without its ending."""
    urls: UrlsConfig = UrlsConfig()
    """What stays of files' names in URLs."""
    theme: ThemeConfig = ThemeConfig()
    """The theme and its options."""
    navigation: tuple[NavigationEntry, ...] = ()
    """The navigation. Default: the sections."""
    page_size: int = 20
    """Articles on one page of a list."""
    related: int = 4
    """Related articles of an article, at most."""
    rail: int = 4
    """Articles of each section on the home page."""
    subscribe: SubscribeConfig | None = None
    """Where readers of a teaser can read the whole."""
    consent: tuple[ConsentConfig, ...] = ()
    """Services that need a reader's consent. Default: none, and no notice."""
    feeds: FeedConfig = FeedConfig()
    """Atom feeds."""
    markdown: MarkdownConfig = MarkdownConfig()
    """Markdown."""
    content: ContentConfig = ContentConfig()
    """Content folders and front-matter names."""
    preview: PreviewConfig = PreviewConfig()
    """The preview."""
    publish: PublishConfig = PublishConfig()
    """Publishing."""
    keep: tuple[str, ...] = ()
    """Files and folders of the output folder that something else puts there, and that every build leaves:
    `[CNAME, .well-known/]`."""
    problems: dict[str, Severity] = {}
    """Another severity for a problem's code: `missing-credit: error`. Those after which a document or page is
    missing cannot be `off`."""


def content_roots(config: Config) -> dict[str, str]:
    """The language of each content folder. `content.root` is that of the languages that name none: of the
    main language, or else of the first of them; the others' documents have their language in their names
    (`a.es.md`)."""
    roots = {own.root.strip("/"): lang for lang, own in config.languages.items() if own.root}
    without = [lang for lang, own in config.languages.items() if not own.root]
    first = config.language if config.language in without or not without else without[0]
    return {config.content.root.strip("/"): first} | roots


FOLDER_KINDS: dict[str, Kind] = {
    "authors": Kind.AUTHOR,
    "tags": Kind.TAG,
    "issues": Kind.ISSUE,
    "series": Kind.SERIES,
    "pages": Kind.PAGE,
}

#: A language's tag, as far as its form goes (BCP 47): `en`, `pt-BR`, `zh-Hant-TW`.
LANGUAGE_TAG = lazy_pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

#: A share in percent, from 0 to 100.
PERCENT = lazy_pattern(r"(100|[0-9]{1,2})[ \u00a0\u202f]*%")

#: Editors that open files by links of their own.
EDITORS = ("vscode", "idea", "sublime")


def is_kept(output: str, keep: Iterable[str]) -> bool:
    """Whether an output path, or a folder that it lies in, is one of those that every build leaves."""
    for written in keep:
        name = written.strip("/")
        if output.rstrip("/") == name or output.startswith(f"{name}/"):
            return True
    return False
