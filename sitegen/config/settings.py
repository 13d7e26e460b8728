"""The configuration: `sitegen.yaml` as one typed class.

The attribute docstrings appear in the manual and in the JSON Schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.front_matter import Kind, PlainData
from sitegen.problems import Severity


class RawHtml(StrEnum):
    """How to treat HTML in Markdown."""

    SANITIZED = "sanitized"
    ESCAPED = "escaped"
    TRUSTED = "trusted"


class RemoteImages(StrEnum):
    """How to treat images on other hosts."""

    LINK = "link"
    LOAD = "load"


class UnknownKeys(StrEnum):
    """How to treat unknown front-matter keys."""

    ERROR = "error"
    EXTRA = "extra"


class Attachments(StrEnum):
    """Which files in a document's own folder are published."""

    LINKED = "linked"
    ALL = "all"


class LanguageConfig(Struct, frozen=True):
    """A language of the site."""

    root: str = ""
    """The folder of its content. Default: the content folder itself, where file names give the language of
    documents that are not in the main language: `article.es.md`, `index.es.md`."""
    prefix: str = "/"
    """The first part of the language's URLs: `/fr/`."""
    title: str = ""
    """The publication's title in this language. Default: `title`."""
    tagline: str = ""
    """The tagline in this language. Default: `tagline`."""
    navigation: tuple[NavigationEntry, ...] = ()
    """The navigation in this language. Default: the language's sections."""
    purposes: dict[str, str] = {}
    """The purpose of each service in `consent` in this language, by its name. Default: `purpose`."""


class NavigationEntry(Struct, frozen=True):
    """An entry in the navigation."""

    title: str
    """The text of the link."""
    url: str
    """The target: a path on this site (`/asia/`, without the base URL's path) or a full URL."""


class ThemeConfig(Struct, frozen=True):
    """The theme and its options."""

    shorthand: ClassVar[str] = "name"

    name: str = "broadsheet"
    """The name of the theme: a folder in the project's `themes/`, or a theme that comes with sitegen."""
    options: PlainData = {}
    """Values for the theme's options, which its `theme.yaml` lists."""


class FeedConfig(Struct, frozen=True):
    """Atom feeds."""

    enabled: bool = True
    """Whether to publish feeds for the site and for each section, tag and author."""
    items: int = 20
    """The number of articles in a feed."""
    full: bool = True
    """Whether feeds contain the full text of free articles, or only summaries."""


class MarkdownConfig(Struct, frozen=True):
    """Markdown options."""

    html: RawHtml = RawHtml.SANITIZED
    """HTML in Markdown: `sanitized`, `escaped` (shown as text) or `trusted` (published unchanged)."""
    typography: bool = True
    """Whether to convert quotes, dashes and ellipses to the language's typographic forms, in texts, titles,
    summaries and captions."""
    linkify: bool = True
    """Whether to turn plain URLs (`https://…`, `www.…`) and email addresses into links."""
    extras: bool = True
    """Whether to support tables, footnotes, definition lists, attributes, heading anchors, figures and
    containers."""
    remote_images: RemoteImages = RemoteImages.LINK
    """Images on other hosts: `link` to them, or `load` them, which tells that host who reads the page."""
    opening: int = 3
    """The maximum number of paragraphs in a teaser's excerpt if the text has no `<!-- more -->`. The excerpt
    also has at most a third of the words."""


class ContentConfig(Struct, frozen=True):
    """Content folders and front-matter names."""

    root: str = "content"
    """The content folder."""
    suffixes: tuple[str, ...] = (".md",)
    """The file name suffixes of documents. The longest matching suffix is not part of the id."""
    folders: dict[str, tuple[str, ...]] = {}
    """Other folders for a kind of document: `tags: topics`, `pages: [pages, legal]`. The kinds are authors,
    tags, issues, series and pages. The names of all page folders but the first are part of their pages' URLs:
    `/legal/privacy/`."""
    fields: PlainData = {}
    """Alternative names for front-matter keys, such as those of another system: `subtitle: [deck, excerpt]`,
    `photo.src: [image]`. Names in a mapping `author:`, `tag:`, `section:`, `issue:`, `series:`, `page:` or
    `home:` apply to that kind, all others to articles."""
    unknown: UnknownKeys = UnknownKeys.ERROR
    """Unknown front-matter keys: `error`, or `extra` to keep them in `extra`. In both cases, a key that seems
    to restrict who sees a document (`stauts: draft`, `expiryDate`) keeps it unpublished, with an error."""
    attachments: Attachments = Attachments.LINKED
    """Which files beside an `index.md` are published: those that a published text links to or shows
    (`linked`), or `all`. With `all`, data and office files still have to be linked, and text files and
    backups are never published."""
    html_files: bool = False
    """Whether to publish HTML, XML and other files from the content folder that browsers open as pages or
    that servers run. Those in `static/` are always published."""


class SubscribeConfig(Struct, frozen=True):
    """What a teaser offers its readers."""

    url: str
    """The target of the link after a teaser's excerpt ("To read the full article")."""
    label: str = ""
    """The text of the link. Default: the theme's."""


class UrlsConfig(Struct, frozen=True):
    """How file names become parts of URLs. Default: in lower case, with hyphens between words."""

    keep_case: bool = False
    """Whether to keep capital letters: `Guide.md` at `/Guide/`. URLs can then differ in case alone, so the
    host and the output folder's file system must be case-sensitive."""
    keep_underscores: bool = False
    """Whether to keep underscores: `data_sets.md` at `/data_sets/`."""


class ConsentConfig(Struct, frozen=True):
    """A service that loads only after the reader consents."""

    name: str
    """The name of the service."""
    purpose: str
    """A sentence that says what the service is for, and what data it stores or shares."""
    script: str
    """The script to load after consent: a path on this site or a full URL (`https://…`)."""


class PreviewConfig(Struct, frozen=True):
    """Options of `sitegen serve`."""

    editor: str = ""
    """The editor that links in problem reports open: `vscode`, `idea`, `sublime`, or a command with
    placeholders for the file and line: `gedit +{line} {path}`. Default: none, and reports have no links."""
    hosts: tuple[str, ...] = ()
    """Other host names of this machine, besides `localhost` and IP addresses."""


class PublishConfig(Struct, frozen=True):
    """Limits on what a build may change."""

    most_removed: str = "50 %"
    """The largest share of the published pages that one build may remove. A build that would remove more
    fails unless it runs with `--accept-removals`."""

    @property
    def removable(self) -> float:
        """The share as a number from 0 to 1; 0 if it is invalid."""
        match = PERCENT.fullmatch(self.most_removed)
        return int(match[1]) / 100 if match else 0.0


class Config(Struct, frozen=True):
    """The settings of a publication."""

    title: str
    """The title of the publication."""
    timezone: str
    """The time zone of all dates that pages show, and of dates without a time zone: `Europe/Berlin`."""
    tagline: str = ""
    """A line that says what the publication is."""
    base_url: str = "http://localhost:8000/"
    """The URL of the published site, including its path: `https://example.org/review/`."""
    language: str = "en"
    """The main language, as a BCP 47 tag: `en`, `pt-BR`."""
    languages: dict[str, LanguageConfig] = {}
    """The languages of the site, including the main one. Each has its own lists, feeds and index pages."""
    permalink: str = "/{section}/{slug}/"
    """The pattern of article URLs, with {section}, {slug}, {id}, {path}, {year}, {month} and {day}. It ends
    in a slash or in `.html`. {path} is the file's path without its suffix."""
    urls: UrlsConfig = UrlsConfig()
    """How file names become URLs."""
    theme: ThemeConfig = ThemeConfig()
    """The theme and its options."""
    navigation: tuple[NavigationEntry, ...] = ()
    """The entries of the navigation. Default: the sections."""
    page_size: int = 20
    """The number of articles on a page of a list."""
    related: int = 4
    """The maximum number of related articles that an article shows."""
    rail: int = 4
    """The number of articles per section on the home page."""
    subscribe: SubscribeConfig | None = None
    """Where readers of a teaser can read the full article."""
    consent: tuple[ConsentConfig, ...] = ()
    """Services that need the reader's consent. Default: none, and no consent notice."""
    feeds: FeedConfig = FeedConfig()
    """Atom feeds."""
    markdown: MarkdownConfig = MarkdownConfig()
    """Markdown options."""
    content: ContentConfig = ContentConfig()
    """Content folders and front-matter names."""
    preview: PreviewConfig = PreviewConfig()
    """Options of the preview."""
    publish: PublishConfig = PublishConfig()
    """Limits on what a build may change."""
    keep: tuple[str, ...] = ()
    """Files and folders in the output folder that are not part of the site and that builds must not touch:
    `[CNAME, .well-known/]`."""
    problems: dict[str, Severity] = {}
    """The severity of problem codes: `missing-credit: error`. Codes of problems that leave out a
    document or page cannot be `off`."""


def content_roots(config: Config) -> dict[str, str]:
    """The language of each content folder.

    Languages without a `root` share `content.root`: it has the main language if that is one of them, or else
    the first. Documents in the others have the language in their file names (`a.es.md`).
    """
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

#: The form of a language tag (BCP 47): `en`, `pt-BR`, `zh-Hant-TW`.
LANGUAGE_TAG = lazy_pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

#: A percentage from 0 to 100.
PERCENT = lazy_pattern(r"(100|[0-9]{1,2})[ \u00a0\u202f]*%")

#: Editors with URL schemes of their own.
EDITORS = ("vscode", "idea", "sublime")


def is_kept(output: str, keep: Iterable[str]) -> bool:
    """Whether an output path, or a folder that contains it, is in the setting `keep`."""
    for written in keep:
        name = written.strip("/")
        if output.rstrip("/") == name or output.startswith(f"{name}/"):
            return True
    return False
