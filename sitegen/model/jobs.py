"""What plan passes to render, and render to output."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model.documents import RefKind
from sitegen.model.images import Box, ImageNotes
from sitegen.model.views import FeedView, ImageSource, Meta, SitemapEntry


class ResolvedRef(Struct, frozen=True, gc=False, omit_defaults=True):
    """A resolved reference. `url` is empty if its target is missing."""

    kind: RefKind
    url: str
    attributes: tuple[tuple[str, str], ...] = ()
    width: int = 0
    height: int = 0
    remote: bool = False
    """Whether it is an image on another host, which the page links to instead."""
    sources: tuple[ImageSource, ...] = ()
    """The image in modern formats."""


class BodyRef(Struct, frozen=True, gc=False):
    """A body, by its digest, with its references resolved. If `gated`, the page gets only the opening."""

    digest: str
    refs: tuple[ResolvedRef, ...]
    gated: bool = False


class JobArgs(Struct, frozen=True, gc=False, tag=True):
    """The arguments of a Job. The type decides how to render the output; the tag is its kind in reports."""


class PageArgs(JobArgs, frozen=True, tag="page"):
    """A page from a template, which sees the names in `context`, `meta`, `body` and `site`."""

    template: str
    meta: Meta
    context: tuple[tuple[str, object], ...]
    body: BodyRef | None = None
    document: str = ""
    """The path of the page's document, for messages."""


class FeedArgs(JobArgs, frozen=True, tag="feed"):
    """An Atom feed. `bodies` has an item for each entry of the feed: None if it has only a summary."""

    feed: FeedView
    bodies: tuple[BodyRef | None, ...]


class SitemapArgs(JobArgs, frozen=True, tag="sitemap"):
    """A sitemap."""

    entries: tuple[SitemapEntry, ...]


class SitemapIndexArgs(JobArgs, frozen=True, tag="sitemap-index"):
    """A list of sitemaps by absolute URL, for sites with more URLs than one sitemap may hold."""

    urls: tuple[str, ...]


class RedirectArgs(JobArgs, frozen=True, tag="redirect"):
    """A page that redirects to `url`."""

    url: str
    canonical: str
    title: str
    lang: str


class CopyArgs(JobArgs, frozen=True, tag="copy"):
    """A copy of a file: its path from the project root (absolute for a theme's) and its digest."""

    source: str
    digest: str


class ImageArgs(JobArgs, frozen=True, tag="picture"):
    """One size of an image in one format, made from the source or from its crop in `box`.

    `width` and `height` are in pixels; `format`, `quality` and `speed` are those of an `Encoding`. `notes` go
    into the file's metadata.
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
    """A theme file with a hash in its name. In stylesheets, each `url()` of another asset is rewritten."""

    source: str
    digest: str
    name: str
    text: str | None = None
    """The text of a stylesheet with its parts; other files are copied."""


class TextArgs(JobArgs, frozen=True, tag="text"):
    """A small generated text file, such as `robots.txt`."""

    text: str


class Job(Struct, frozen=True, gc=False):
    """The job of rendering one output: its path in the output tree, and its arguments."""

    path: str
    args: JobArgs

    @property
    def kind(self) -> str:
        """The kind of the output in reports."""
        return str(self.args.__struct_config__.tag)


class Output(Struct, frozen=True, gc=False):
    """A file in the output tree."""

    path: str
    data: bytes
