"""Routes: what a site's output tree holds, and the Job behind each path, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.documents import Document, Part
from sitegen.model.jobs import BodyRef, Job, ResolvedRef
from sitegen.model.site import Article, Site

T = TypeVar("T")


class Planned(Struct, frozen=True, gc=False):
    """What Jobs are made from: the site, and the references of texts, which only the whole plan can check."""

    site: Site
    origin: str
    """The base URL's scheme and host: `https://example.org`."""
    refs: Mapping[str, tuple[ResolvedRef, ...]]
    """By the path of the document that holds them."""

    def body(self, document: Document, gated: bool = False) -> BodyRef:
        """A document's body with its references; of a gated one, those of the rest are blank."""
        refs = self.refs[document.path]
        return BodyRef(self.site.bodies[document.path], _open_refs(document, refs) if gated else refs, gated)

    def article_body(self, article: Article) -> BodyRef:
        """An article's body; of a gated one only the opening is shown."""
        return self.body(article.document, article.visibility.gated)

    def absolute(self, url: str) -> str:
        """A URL that begins with the base path, with scheme and host; others as they are."""
        return f"{self.origin}{url}" if url.startswith("/") and not url.startswith("//") else url


def _open_refs(document: Document, refs: tuple[ResolvedRef, ...]) -> tuple[ResolvedRef, ...]:
    """The references, in their places, with nothing of those that only the rest shows."""
    return tuple(
        [
            ResolvedRef(ref.kind, "") if written.part is Part.REST else ref
            for written, ref in zip(document.outline.refs, refs, strict=True)
        ]
    )


def planned(site: Site, corrected: Mapping[str, Mapping[int, str]]) -> Planned:
    """What a site's Jobs are made from.

    `corrected` are URLs by document path and index of the reference; empty where nothing is there.
    """
    parts = urlsplit(site.config.base_url)
    known = ((path, urls) for path, urls in corrected.items() if path in site.refs)
    refs = {path: _corrected(site.refs[path], urls) for path, urls in known}
    return Planned(site, f"{parts.scheme}://{parts.netloc}", {**site.refs, **refs} if refs else site.refs)


def _corrected(refs: tuple[ResolvedRef, ...], urls: Mapping[int, str]) -> tuple[ResolvedRef, ...]:
    return tuple([replace(ref, url=urls.get(index, ref.url)) for index, ref in enumerate(refs)])


class Route(Struct, Generic[T], frozen=True, gc=False):
    """One output path. `owner` is the path of the document that it comes from, or words for what makes it.

    `make` makes its Job of the plan and the route's own `subject`, which holds what every Site of one core
    has alike. `document` is the document that the page shows, if it shows one; `key` the one of its front
    matter that chose the path.
    """

    output: str
    owner: str
    make: Callable[[Planned, T], Job]
    subject: T
    key: str = ""
    document: Document | None = None
    gated: bool = False


Routes = Iterable[Route[Any]]
