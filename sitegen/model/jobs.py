"""What plan hands to render, and render hands to publish."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.model.documents import RefKind
from sitegen.model.images import Box, ImageNotes
from sitegen.model.views import FeedView, ImageSource, Meta, SitemapEntry


class ResolvedRef(Struct, frozen=True, gc=False, omit_defaults=True):
    """A reference as its page writes it. An empty `url` is a link or picture that is not there."""

    kind: RefKind
    url: str
    attributes: tuple[tuple[str, str], ...] = ()
    width: int = 0
    height: int = 0
    remote: bool = False
    """A picture of another host, which is shown as a link."""
    sources: tuple[ImageSource, ...] = ()
    """A picture's better formats."""


class BodyRef(Struct, frozen=True, gc=False):
    """A body by its digest, with its references resolved; `gated` leaves everything but the opening out."""

    digest: str
    refs: tuple[ResolvedRef, ...]
    gated: bool = False


class JobArgs(Struct, frozen=True, gc=False, tag=True):
    """What an output is made of. Its type says how it is rendered, its tag how reports call the output."""


class PageArgs(JobArgs, frozen=True, tag="page"):
    """A page from a template: the template sees `context`'s names, `meta`, `body` and `site`."""

    template: str
    meta: Meta
    context: tuple[tuple[str, Any], ...]
    body: BodyRef | None = None
    document: str = ""
    """The path of the document that the page shows, for messages."""


class FeedArgs(JobArgs, frozen=True, tag="feed"):
    """An Atom feed; `bodies` run parallel to the feed's entries, None for one that has only its summary."""

    feed: FeedView
    bodies: tuple[BodyRef | None, ...]


class SitemapArgs(JobArgs, frozen=True, tag="sitemap"):
    """A sitemap."""

    entries: tuple[SitemapEntry, ...]


class SitemapIndexArgs(JobArgs, frozen=True, tag="sitemap-index"):
    """A list of sitemaps, by absolute URL, where there are more URLs than one sitemap may hold."""

    urls: tuple[str, ...]


class RedirectArgs(JobArgs, frozen=True, tag="redirect"):
    """A page that leads to `url`."""

    url: str
    canonical: str
    title: str
    lang: str


class CopyArgs(JobArgs, frozen=True, tag="copy"):
    """A file that is copied: its path from the project's root (absolute for a theme's) and its digest."""

    source: str
    digest: str


class ImageArgs(JobArgs, frozen=True, tag="picture"):
    """One size of a picture in one format, made of the source or of the part of it in `box`.

    `width` and `height` are pixels, `format`, `quality` and `speed` those of an `Encoding`; `notes` go into
    the file's metadata.
    """

    source: str
    digest: str
    box: Box | None
    width: int
    height: int
    format: str
    quality: int
    speed: int
    notes: ImageNotes


class AssetArgs(JobArgs, frozen=True, tag="asset"):
    """A theme's file under its hashed name; in a stylesheet, `url()`s of other assets are rewritten."""

    source: str
    digest: str
    name: str
    text: str | None = None
    """A stylesheet's text, with its parts in it; the bytes of other files go out."""


class TextArgs(JobArgs, frozen=True, tag="text"):
    """A small text file that is made, `robots.txt` for one."""

    text: str


class Job(Struct, frozen=True, gc=False):
    """What it takes to make one output: its path in the output tree, and what it is made of."""

    path: str
    args: JobArgs

    @property
    def kind(self) -> str:
        """The kind of the output, as reports call it."""
        return str(self.args.__struct_config__.tag)


class Output(Struct, frozen=True, gc=False):
    """One file of the output tree."""

    path: str
    data: bytes
