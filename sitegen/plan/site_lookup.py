"""Lookup of the site's documents, cards and groups while a page's Job is made."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.config.settings import Config
from sitegen.languages import own_name
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Part
from sitegen.model.jobs import BodyRef, ResolvedRef
from sitegen.model.query import Ask
from sitegen.model.site import Group
from sitegen.model.views import Card, SiteView, Translation


class SiteLookup(Struct, frozen=True, gc=False):
    """Looks up parts of the site by query, so that a Job depends only on what it uses."""

    ask: Ask

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.ask(q.Settings())

    def view(self, lang: str) -> SiteView:
        """The site as templates of a language see it."""
        return self.ask(q.SiteViewOf(lang))

    def document(self, path: str) -> Document:
        """The document at a path."""
        return self.ask(q.DocumentOf(path))

    def card(self, path: str) -> Card:
        """The card of a published article."""
        return self.ask(q.CardOf(path)).card

    def cards(self, paths: Iterable[str]) -> tuple[Card, ...]:
        """The cards of published articles."""
        return tuple([self.card(path) for path in paths])

    def group(self, lang: str, kind: str, id_: str) -> Group:
        """An existing group."""
        group = self.ask(q.GroupOf(lang, kind, id_))
        assert group is not None
        return group

    def body(self, path: str) -> BodyRef:
        """A published document's body; if it is gated, references below the teaser are blank."""
        placement, refs = self.ask(q.PlacementOf(path)), self.ask(q.RefsOf(path))
        assert placement is not None
        if placement.gated:
            refs = _refs_above_gate(self.document(path), refs)
        return BodyRef(self.ask(q.BodyDigestOf(path)), refs, placement.gated)

    def versions(self, path: str) -> tuple[Translation, ...]:
        """A document's versions in other languages; empty for an empty path."""
        if not path or len(self.ask(q.Editions())) == 1:
            return ()
        return tuple([self._version(*other) for other in self.ask(q.VersionsOf(path))])

    def url(self, path: str) -> str:
        """The URL of a published document."""
        placement = self.ask(q.PlacementOf(path))
        assert placement is not None
        return placement.address.url

    def _version(self, lang: str, path: str) -> Translation:
        return Translation(lang, own_name(lang), self.url(path), self.ask(q.TitleOf(path)))

    def absolute(self, url: str) -> str:
        """Add scheme and host to a URL that begins with `/`; return any other URL unchanged."""
        if not url.startswith("/") or url.startswith("//"):
            return url
        parts = urlsplit(self.config.base_url)
        return f"{parts.scheme}://{parts.netloc}{url}"


def _refs_above_gate(document: Document, refs: tuple[ResolvedRef, ...]) -> tuple[ResolvedRef, ...]:
    """Blank the references below the teaser; the others keep their index."""
    return tuple(
        [
            ResolvedRef(ref.kind, "") if written.part is Part.REST else ref
            for written, ref in zip(document.outline.refs, refs, strict=True)
        ]
    )
