"""Routes: what a site's output tree holds, and the Job behind each path, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.config.settings import Config
from sitegen.languages import own_name
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Part
from sitegen.model.jobs import BodyRef, Job, ResolvedRef
from sitegen.model.query import Ask
from sitegen.model.site import Group
from sitegen.model.views import Card, SiteView, Translation

T = TypeVar("T")


class Planned(Struct, frozen=True, gc=False):
    """What Jobs are made from: everything that they want to know of the site, they ask for."""

    ask: Ask

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.ask(q.Settings())

    def view(self, lang: str) -> SiteView:
        """The site as the pages of a language see it."""
        return self.ask(q.SiteViewOf(lang))

    def document(self, path: str) -> Document:
        """A document."""
        return self.ask(q.DocumentOf(path))

    def card(self, path: str) -> Card:
        """The card of a shown article."""
        return self.ask(q.CardOf(path)).card

    def cards(self, paths: Iterable[str]) -> tuple[Card, ...]:
        """The cards of shown articles."""
        return tuple([self.card(path) for path in paths])

    def group(self, lang: str, kind: str, id_: str) -> Group:
        """A group that is there."""
        group = self.ask(q.GroupOf(lang, kind, id_))
        assert group is not None
        return group

    def body(self, path: str) -> BodyRef:
        """A shown document's body with its references; of a gated one, those of the rest are blank."""
        placement, refs = self.ask(q.PlacementOf(path)), self.ask(q.RefsOf(path))
        assert placement is not None
        if placement.gated:
            refs = _open_refs(self.document(path), refs)
        return BodyRef(self.ask(q.BodyDigestOf(path)), refs, placement.gated)

    def versions(self, path: str) -> tuple[Translation, ...]:
        """A document's versions in other languages; none without a path."""
        if not path or len(self.ask(q.Editions())) == 1:
            return ()
        return tuple([self._version(*other) for other in self.ask(q.VersionsOf(path))])

    def url(self, path: str) -> str:
        """The URL of a shown document."""
        placement = self.ask(q.PlacementOf(path))
        assert placement is not None
        return placement.address.url

    def _version(self, lang: str, path: str) -> Translation:
        return Translation(lang, own_name(lang), self.url(path), self.ask(q.TitleOf(path)))

    def absolute(self, url: str) -> str:
        """A URL that begins with the base path, with scheme and host; others as they are."""
        if not url.startswith("/") or url.startswith("//"):
            return url
        parts = urlsplit(self.config.base_url)
        return f"{parts.scheme}://{parts.netloc}{url}"


def _open_refs(document: Document, refs: tuple[ResolvedRef, ...]) -> tuple[ResolvedRef, ...]:
    """The references, in their places, with nothing of those that only the rest shows."""
    return tuple(
        [
            ResolvedRef(ref.kind, "") if written.part is Part.REST else ref
            for written, ref in zip(document.outline.refs, refs, strict=True)
        ]
    )


class Route(Struct, Generic[T], frozen=True, gc=False):
    """One output path. `owner` is the path of the document that it comes from, or words for what makes it.

    `make` makes its Job of what it asks for, and of the route's own `subject`, which says what it is about.
    `document` is the path of the document that the page shows, if it shows one; `key` the one of its front
    matter that chose the path. `alias` says that the output leads to the document's page.
    """

    output: str
    owner: str
    make: Callable[[Planned, T], Job]
    subject: T
    key: str = ""
    document: str = ""
    gated: bool = False
    alias: bool = False


Routes = Iterable[Route[Any]]
