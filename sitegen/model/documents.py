"""The results of reading: documents, images and other files. Each depends on one file only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeGuard, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_in_order
from sitegen.model.front_matter import Kind, Matter, Values
from sitegen.model.images import ImageNotes
from sitegen.problems import Problem

M = TypeVar("M", bound=Matter)
if TYPE_CHECKING:
    import typing_extensions

    M_co = typing_extensions.TypeVar("M_co", bound=Matter, covariant=True, default=Matter)
else:  # defaults of type variables are for type checkers only before Python 3.13
    M_co = TypeVar("M_co", bound=Matter, covariant=True)


class Source(Struct, frozen=True, gc=False):
    """The contents of a file: its path from the project root, its bytes and their digest."""

    path: str
    data: bytes
    digest: str


class ContentPath(Struct, frozen=True, gc=False, omit_defaults=True):
    """What the path of a document says: its kind, language and id.

    `section` is the first folder of an article's path, `date` the date at the start of the file name; either
    may be empty. `draft` is true if the file name or a folder begins with `_`: then it is never published.
    """

    path: str
    kind: Kind
    lang: str
    id: str
    section: str = ""
    date: str = ""
    draft: bool = False


class Position(Struct, frozen=True, gc=False, order=True):
    """A position in a file. Lines and columns count from 1."""

    line: int = 0
    column: int = 0


class RefKind(StrEnum):
    """The kind of a reference, which decides what the page gets in its place."""

    LINK = "link"
    """The attribute ` href="…"` of an `<a>`, with a leading blank."""
    IMAGE = "image"
    """A whole `<img …>` tag."""
    ADDRESS = "address"
    """A URL in an attribute of trusted raw HTML."""


class Part(StrEnum):
    """A part of a document: the public excerpt of a teaser (the opening), or the rest."""

    OPENING = "opening"
    REST = "rest"


class Ref(Struct, frozen=True, gc=False, omit_defaults=True):
    """A link or image in a body, before it is resolved.

    `target` is the URL in the text (percent-encoded, entities decoded). `attributes` are the other attributes
    of an image (`alt`, `title`, …), in order and unescaped.
    """

    kind: RefKind
    target: str
    part: Part
    attributes: tuple[tuple[str, str], ...] = ()


class Heading(Struct, frozen=True, gc=False):
    """A heading: its level (2–6), its anchor (unique in the document) and its plain text."""

    level: int
    anchor: str
    text: str
    part: Part


#: HTML in pieces: text, and indexes into the document's `refs`.
Segments = tuple[str | int, ...]


class Note(Struct, frozen=True, gc=False, omit_defaults=True):
    """A footnote: its number (from 1), its HTML, the part that first refers to it, and the number of
    references.

    References have the ids `_fnref-<number>`, `_fnref-<number>-2`, …; the theme gives the note the id
    `_fn-<number>`.
    """

    number: int
    segments: Segments
    part: Part
    calls: int = 1


class Body(Struct, frozen=True, gc=False):
    """A document's text as HTML: the opening, which is public even in a teaser, the rest, and the
    footnotes."""

    opening: Segments
    rest: Segments
    notes: tuple[Note, ...]


class Outline(Struct, frozen=True, gc=False, omit_defaults=True):
    """The parts of a body that other pages and checks need. It contains no positions, so it does not change
    when text only moves."""

    headings: tuple[Heading, ...] = ()
    refs: tuple[Ref, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every `id` in the opening, including those of headings and footnotes."""
    rest_anchors: tuple[str, ...] = ()
    """Every `id` in the rest."""
    minutes: int = 1
    """The reading time of the whole text, in minutes."""
    excerpt: str = ""
    """The first sentences of the opening as plain text, at most 200 characters; empty if the front matter has
    a summary."""
    has_rest: bool = False
    misplaced_more: bool = False
    """Whether a teaser has something like `<!-- more -->` that does not split its text."""
    needs_more: bool = False
    """Whether a teaser has no opening because it lacks `<!-- more -->`."""


class Expiry(Struct, frozen=True, gc=False):
    """The expiry of an image, from the document at `path`: it may be shown until `instant` (UTC).

    `src` is the image as the document names it. Without an `instant`, the image must not be shown at all.
    """

    path: str
    src: str
    instant: dt.datetime | None


class Document(Struct, Generic[M_co], frozen=True, gc=False):
    """A document without its body: everything that other pages can show or check.

    `Document[ArticleMatter]` has the front matter of an article, `Document` alone that of any kind.

    `digest` covers all other fields: documents with the same digest are equal. `links` is the digest of the
    outline's refs and anchors, which decide where links from and to the document lead.
    """

    kind: Kind
    lang: str
    id: str
    path: str
    section: str
    matter: M_co
    outline: Outline
    links: str
    digest: str


def has_matter(document: Document, matter: type[M]) -> TypeGuard[Document[M]]:
    """Whether a document has front matter of this type."""
    return isinstance(document.matter, matter)


def with_matter(document: Document, matter: type[M]) -> Document[M]:
    """The same document, typed by its front matter. Raises TypeError if that has another type."""
    if not has_matter(document, matter):
        raise TypeError(f"{document.path}: expected {matter.__name__}, not {type(document.matter).__name__}")
    return document


def with_digests(document: Document[M]) -> Document[M]:
    """The document with its digests set."""
    outline = document.outline
    links = digest_in_order((outline.refs, outline.anchors, outline.rest_anchors))
    blank = replace(document, links=links, digest="")
    return replace(blank, digest=digest_in_order(blank))


#: The `key` of problems with a teaser's misplaced `<!-- more -->`.
MORE = "more"


def ref_key(index: int) -> str:
    """The `key` of problems with a body's reference: its index in `refs`."""
    return f"ref:{index}"


class SourceInfo(Struct, frozen=True, gc=False, omit_defaults=True):
    """Source positions and other details of a document that only messages and checks need.

    `source` is the digest of the file's bytes, `body` that of the body in the store.
    """

    source: str
    body: str
    keys: Mapping[str, Position] = {}
    """The position of each front-matter key that the author wrote, by its standard name (`photo.src` if
    nested)."""
    refs: tuple[Position, ...] = ()
    """The position of each of the outline's `refs`."""
    more: int = 0
    """The line of a misplaced `<!-- more -->`, or 0."""
    words: int = 0
    """The number of words in the text. CJK characters count as half a word."""
    opening_words: int = 0

    def at(self, key: str) -> Position:
        """The position of what a problem's key names; the first line of the file if unknown."""
        if key == MORE and self.more:
            return Position(self.more, 1)
        kind, _, index = key.partition(":")
        if kind == "ref":
            return self.refs[int(index)]
        return self.keys.get(key) or self.keys.get(key.split(".", maxsplit=1)[0]) or Position(1, 1)


class ImageInfo(Struct, frozen=True, gc=False, omit_defaults=True):
    """An image file: its digest, its displayed size in pixels (0 × 0 for a vector image without one), and its
    metadata.

    `damage` says why the image cannot be shown; it is empty if it can.
    """

    path: str
    digest: str
    width: int
    height: int
    damage: str = ""
    format: str = ""
    """`jpeg`, `png`, `webp`, `avif`, `gif` or `svg`, detected from the bytes; empty if damaged."""
    animated: bool = False
    transparent: bool = False
    color: str = ""
    """The average colour, as `#rrggbb`; empty for a vector image."""
    notes: ImageNotes = ImageNotes()
    """The credit, caption and licence in its metadata."""
    unsafe: bool = False
    """Whether it is rejected for active content, such as a script in an SVG."""


class File(Struct, frozen=True, gc=False):
    """A file to copy. `path` is its path from the project root (or the theme's), `name` its output path."""

    path: str
    digest: str
    name: str
    text: str | None = None
    """The text of a theme's stylesheet with its parts; None for other files."""
    target: str = ""
    """The path of the file in the content folder that a symbolic link points to, if it is one."""


class Template(Struct, frozen=True, gc=False):
    """A template: its path for messages (`themes/<name>/templates/x.html`), digest and text."""

    path: str
    digest: str
    text: str


class Theme(Struct, frozen=True, gc=False):
    """A theme with its parents: its templates, files, strings and options.

    `templates` has the names that templates use: `x.html` is looked up in the site, the theme, and then its
    parents; `!name/x.html` only in the theme with this name and its parents. `strings` are the UI texts by
    language. `digest` covers everything.
    """

    name: str
    templates: Mapping[str, Template]
    assets: tuple[File, ...]
    strings: Mapping[str, Mapping[str, str]]
    options: Values
    digest: str


class Content(Struct, frozen=True, gc=False):
    """Everything that was read. `files` are those in the content folders, `static` those in `static/`."""

    documents: Mapping[str, Document]
    """All documents by path. They may be loaded on first access."""
    images: Mapping[str, ImageInfo]
    files: Mapping[str, File]
    static: tuple[File, ...]
    places: Mapping[str, ContentPath]
    """By path, the ContentPath of each file that is a document by its name, readable or not."""
    expiries: tuple[Expiry, ...]
    """The image expiries from all documents, including unreadable ones."""
    data: Values = {}
    theme: Theme = Theme("", {}, (), {}, {}, "")
    digests: Mapping[str, str] = {}
    """The digest of each document, by path."""
    bodies: Mapping[str, str] = {}
    """The digest of each document's body in the store, by path."""
    key: str = ""
    """The digest of everything but bodies and problems."""
    core: str = ""
    """The digest of all that linking uses: like `key`, without data and theme."""
    problems: tuple[Problem, ...] = ()
