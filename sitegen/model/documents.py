"""What reading gives: documents, pictures and files, each depending on its own file alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_in_order
from sitegen.model.front_matter import Kind, Matter
from sitegen.model.images import ImageNotes
from sitegen.problems import Problem

M = TypeVar("M", bound=Matter)
if TYPE_CHECKING:
    import typing_extensions

    M_co = typing_extensions.TypeVar("M_co", bound=Matter, covariant=True, default=Matter)
else:  # defaults of type variables are for type checkers only before Python 3.13
    M_co = TypeVar("M_co", bound=Matter, covariant=True)


class Source(Struct, frozen=True, gc=False):
    """A file as it was read: its path from the project's root, its bytes and their digest."""

    path: str
    data: bytes
    digest: str


class ContentPath(Struct, frozen=True, gc=False, omit_defaults=True):
    """Where a document belongs, by where its file lies.

    `section` is the first folder of an article's path, or empty; `date` the one that its file's name begins
    with, or empty. A `draft` is never published, for its name or a folder's begins with `_`.
    """

    path: str
    kind: Kind
    lang: str
    id: str
    section: str = ""
    date: str = ""
    draft: bool = False


class Position(Struct, frozen=True, gc=False, order=True):
    """A place in a file; lines and columns count from 1."""

    line: int = 0
    column: int = 0


class RefKind(StrEnum):
    """What a reference is made by, and so how it is written out."""

    LINK = "link"
    """A slot for the attribute ` href="…"` (with its leading blank) of an `<a>`."""
    IMAGE = "image"
    """A slot for a whole `<img …>` tag."""
    ADDRESS = "address"
    """A slot for an address within an attribute's value, as raw HTML that is trusted has it."""


class Part(StrEnum):
    """The part of a document that something stands in."""

    OPENING = "opening"
    REST = "rest"


class Ref(Struct, frozen=True, gc=False, omit_defaults=True):
    """A link or image of a body, not resolved yet.

    `target` is the URL as written (percent-encoded, entities decoded). `attributes` are an image's other
    attributes (`alt`, `title`, …) in their order, unescaped.
    """

    kind: RefKind
    target: str
    part: Part
    attributes: tuple[tuple[str, str], ...] = ()


class Heading(Struct, frozen=True, gc=False):
    """A heading of a body: its level (2–6), its anchor (unique in the document) and its plain text."""

    level: int
    anchor: str
    text: str
    part: Part


#: HTML in pieces: text, and numbers that are indexes into the document's `refs`.
Segments = tuple[str | int, ...]


class Note(Struct, frozen=True, gc=False, omit_defaults=True):
    """A footnote: its number from 1, its HTML, where it is first called, and how many calls it has.

    Calls are anchors `_fnref-<number>`, `_fnref-<number>-2`, …; the note itself is written by the theme with
    `id="_fn-<number>"`.
    """

    number: int
    segments: Segments
    part: Part
    calls: int = 1


class Body(Struct, frozen=True, gc=False):
    """A document's text as HTML: the opening that everybody may read, the rest, the footnotes."""

    opening: Segments
    rest: Segments
    notes: tuple[Note, ...]


class Outline(Struct, frozen=True, gc=False, omit_defaults=True):
    """The small part of a body: what other pages and checks need of it. It does not say where in the file
    anything stands, so that text which only moves leaves it as it is."""

    headings: tuple[Heading, ...] = ()
    refs: tuple[Ref, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every `id` in the opening, headings' and notes' included."""
    rest_anchors: tuple[str, ...] = ()
    """Every `id` in the rest."""
    minutes: int = 1
    """How long the whole text takes to read, in minutes."""
    excerpt: str = ""
    """The first sentences of the opening, plain, 200 characters at most; empty where the front matter has a
    summary, which is shown in its place."""
    has_rest: bool = False
    misplaced_more: bool = False
    """Whether something in a teaser looks like `<!-- more -->` and does not split the text."""
    needs_more: bool = False
    """Whether a teaser has no opening unless `<!-- more -->` ends one."""


class Expiry(Struct, frozen=True, gc=False):
    """What the document at `path` says of a picture: that it may be shown until an instant (UTC).

    `src` is the picture as the document writes it; without an `instant` it may not be shown at all.
    """

    path: str
    src: str
    instant: dt.datetime | None


class Document(Struct, Generic[M_co], frozen=True, gc=False):
    """The small part of a Markdown file, read: all that other pages can show or check of it.

    `Document[ArticleMatter]` is one with the front matter of an article; `Document` alone is one of any kind.

    `digest` is that of its other fields: two documents with one digest are equal. `links` is that of the
    outline's refs and anchors alone: of what says where its links lead, and which links lead to it.
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
    """The same document, for callers that know the type of its front matter; TypeError if it has another."""
    if not has_matter(document, matter):
        raise TypeError(f"{document.path}: expected {matter.__name__}, not {type(document.matter).__name__}")
    return document


def with_digests(document: Document[M]) -> Document[M]:
    """The document with the digests of its links and of all its other fields."""
    outline = document.outline
    links = digest_in_order((outline.refs, outline.anchors, outline.rest_anchors))
    blank = replace(document, links=links, digest="")
    return replace(blank, digest=digest_in_order(blank))


#: The key of a teaser's misplaced `<!-- more -->`, among those that problems name.
MORE = "more"


def ref_key(index: int) -> str:
    """The key of a body's `index`-th reference, among those that problems name."""
    return f"ref:{index}"


class SourceInfo(Struct, frozen=True, gc=False, omit_defaults=True):
    """What stands beside a document, and differs from it in that nothing but messages and checks read it.

    `source` is the digest of its file's bytes, `body` that of its body in the store.
    """

    source: str
    body: str
    keys: Mapping[str, Position] = {}
    """Where each front-matter key of the author's stands, by our name for it (`photo.src` for nested
    ones)."""
    refs: tuple[Position, ...] = ()
    """Where each of the outline's `refs` stands."""
    more: int = 0
    """The line of the misplaced `<!-- more -->`; 0 for none."""
    words: int = 0
    """Words of the whole text (CJK characters count as half a word)."""
    opening_words: int = 0

    def at(self, key: str) -> Position:
        """Where what a problem's key names stands, or the file's first line."""
        if key == MORE and self.more:
            return Position(self.more, 1)
        kind, _, index = key.partition(":")
        if kind == "ref":
            return self.refs[int(index)]
        return self.keys.get(key) or self.keys.get(key.split(".", maxsplit=1)[0]) or Position(1, 1)


class ImageInfo(Struct, frozen=True, gc=False, omit_defaults=True):
    """A picture's file: its digest, its size in pixels as it is shown (0 × 0 for a vector without one), and
    what it says of itself.

    `damage` says in words why the file cannot be shown; it is empty for a sound one.
    """

    path: str
    digest: str
    width: int
    height: int
    damage: str = ""
    format: str = ""
    """`jpeg`, `png`, `webp`, `avif`, `gif` or `svg`, by its bytes; empty where it is damaged."""
    animated: bool = False
    transparent: bool = False
    color: str = ""
    """The average colour, `#rrggbb`; empty for a vector."""
    notes: ImageNotes = ImageNotes()
    """Who made it and what it shows, by its own metadata."""
    unsafe: bool = False
    """Whether its damage is that it does more than show a picture: a vector with a script."""


class File(Struct, frozen=True, gc=False):
    """A file that is copied as it is; `path` is from the project's root (or the theme's), `name` where it
    goes."""

    path: str
    digest: str
    name: str
    content: str = ""
    """The digest of its bytes alone, where `digest` covers more."""
    target: str = ""
    """Where it really lies in the content folder, if a symbolic link leads there."""


class Template(Struct, frozen=True, gc=False):
    """A template: its path as people know it (`themes/<name>/templates/x.html`), digest and text."""

    path: str
    digest: str
    text: str


class Theme(Struct, frozen=True, gc=False):
    """A theme with its parents: its templates, files, words and options.

    `templates` are found by the names that templates use: `x.html` is the nearest one, the site's own first;
    `!name/x.html` that of the theme so called, or of its parents. `strings` are the interface's words by
    language; `digest` covers all of it.
    """

    name: str
    templates: Mapping[str, Template]
    assets: tuple[File, ...]
    strings: Mapping[str, Mapping[str, str]]
    options: Mapping[str, Any]
    digest: str


class Content(Struct, frozen=True, gc=False):
    """All that was read. `files` are those beside articles, `static` those of `static/`."""

    documents: Mapping[str, Document]
    """By path; a document that is not looked at may never be loaded."""
    pictures: Mapping[str, ImageInfo]
    files: Mapping[str, File]
    static: tuple[File, ...]
    places: Mapping[str, ContentPath]
    """The place of each file that is a document by its name, by its path: of those that could not be
    read, too."""
    expiries: tuple[Expiry, ...]
    """Until when pictures may be shown, by all documents, unreadable ones among them."""
    data: Mapping[str, Any] = {}
    theme: Theme = Theme("", {}, (), {}, {}, "")
    digests: Mapping[str, str] = {}
    """The digest of each document, by its path."""
    bodies: Mapping[str, str] = {}
    """The digest of each document's body in the store, by the document's path."""
    key: str = ""
    """A digest of everything but bodies and problems."""
    core: str = ""
    """The same without data and theme, which linking only passes on."""
    problems: tuple[Problem, ...] = ()
